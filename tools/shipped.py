"""Makes the checkpoints that the package ships, from real headers in the data folder:

    python -m tools.shipped             writes lightclient/bitcoin/networks/shipped_*.py
    python -m tools.shipped --check     says whether they are what the data give; status 1 if not

Each is at the newest height for which the folder holds all that a checkpoint needs: the first header of the difficulty
epoch, the last eleven headers, and the work of the whole chain. From block 0 on that is summed over headers which are
checked by every rule. Elsewhere it is given: for mainnet at both ends of each epoch (headers_mainnet/epoch_chainwork),
for testnet3 at the first block of each, in the checkpoints of bitcoinj, and added up from there.
"""

from __future__ import annotations

import base64
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from lightclient.bitcoin import checkpoint
from lightclient.bitcoin import header as codec
from lightclient.bitcoin.difficulty import target_of, work_of
from lightclient.bitcoin.networks.known import by_name
from lightclient.bitcoin.trust import trusted
from tools import realdata

if TYPE_CHECKING:
    from lightclient.bitcoin.chain import Chain

FOLDER = realdata.ROOT / "lightclient" / "bitcoin" / "networks"
PUBLIC = ("mainnet", "testnet3", "testnet4", "signet")
LINE = 16  # bytes


def chain_of(name: str, data: Path) -> Chain:
    """Return the chain at the newest block of a public network that a checkpoint can be made of."""
    network = by_name(name)
    if name == "mainnet":
        run = realdata.read(data / "headers_mainnet" / "main_822527_830592.bin.xz")
        work = realdata.read(data / "headers_mainnet" / "epoch_chainwork_0_832608.bin")
        works = {work[i : i + 4]: work[i + 4 : i + 36] for i in range(0, len(work), 36)}
        at = 830592
        return trusted(run, 822527, at, int.from_bytes(works[at.to_bytes(4, "little")], "big"), network)
    if name == "testnet3":
        run = realdata.read(data / "headers_test" / "testnet3_2588540_2588550.bin.xz")
        first, epoch, at = 2588540, 2588544, 2588550
        before, header = _bitcoinj(data / "checkpoints" / "bitcoinj_test.checkpoints.txt")[epoch]
        headers = codec.split(run)
        if headers[epoch - first] != header:
            raise ValueError("bitcoinj's testnet3 is another one")
        above = headers[epoch - first + 1 :]
        return trusted(run, first, at, before + sum(work_of(target_of(codec.bits_of(one))) for one in above), network)
    run = realdata.read(
        data / "headers_test" / ("testnet4_0_100.bin" if name == "testnet4" else "signet_0_2015.bin.xz")
    )
    return trusted(run, 0, None, None, network)


def source(name: str, data: Path) -> str:
    """Return the module that holds the checkpoint of a public network."""
    chain = chain_of(name, data)
    record = checkpoint.serialize(chain)
    base = chain.base
    date = time.strftime("%d %B %Y", time.gmtime(base.times[-1])).lstrip("0")
    lines = [record[i : i + LINE] for i in range(0, len(record), LINE)]
    literal = "\n".join('    b"' + "".join(f"\\x{byte:02x}" for byte in line) + '"' for line in lines)
    return f'''"""The checkpoint of {name} at height {base.height:,}, {date}: {len(record)} bytes by tools/shipped.py.

block      {codec.display(base.tip_hash)}
chainwork  {base.chainwork:#x}
"""

CHECKPOINT = (
{literal}
)
'''


def _bitcoinj(path: Path) -> dict[int, tuple[int, bytes]]:
    """Return (chainwork, header) by height: 12, 4 and 80 bytes in base64 on each line."""
    found = {}
    for line in path.read_text().split():
        raw = base64.b64decode(line + "=" * (-len(line) % 4)) if len(line) == 128 else b""
        if len(raw) == 96:
            found[int.from_bytes(raw[12:16], "big")] = int.from_bytes(raw[:12], "big"), raw[16:]
    return found


def main(arguments: list[str]) -> int:
    data = realdata.folder()
    if data is None:
        raise realdata.MissingData("no data folder: set LIGHTCLIENT_DATA")
    other = 0
    for name in PUBLIC:
        path = FOLDER / f"shipped_{name}.py"
        text = source(name, data)
        if "--check" in arguments:
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                print(f"{path} is not what the data give")
                other = 1
        else:
            path.write_text(text, encoding="utf-8")
            print(path)
    return other


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
