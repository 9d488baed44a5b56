"""Locators: by a few blocks of a client's chain a gateway finds where its own and that one part."""

from lightclient.codec.cbor import BLOB
from lightclient.codec.errors import BadSchema

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.bitcoin.chain import Chain

MAX_BLOCKS = 64
MAX_TIPS = 32  # side branches in a locator: those with the most work
BLOCK = 36  # bytes: height, big-endian, and hash


def blocks_of(chain: "Chain") -> "list[tuple[int, bytes]]":
    """Return (height, hash) of blocks: the tips first, then the best chain downwards in growing steps."""
    blocks = [(chain.tip.height, chain.tip.tip_hash)]
    branches = sorted(chain.branches, key=lambda branch: -branch.tip.chainwork)
    blocks += [(branch.tip.height, branch.tip.tip_hash) for branch in branches[:MAX_TIPS]]
    index = len(chain.best.headers)
    step = 1
    while index > 0:
        index = max(index - step, 0)
        blocks.append((chain.base.height + index, chain.best.hash_at(index)))
        step *= 2
    return blocks


def locator(blocks: "list[tuple[int, bytes]]") -> bytes:
    """Return (height, hash) pairs as the argument of a RUN request: 36 bytes each, heights big-endian."""
    return b"".join([height.to_bytes(4, "big") + block_hash for height, block_hash in blocks[:MAX_BLOCKS]])


def parse_locator(data: "object") -> "list[tuple[int, bytes]]":
    """Return the (height, hash) pairs of a locator. Raises BadSchema."""
    if not isinstance(data, BLOB) or len(data) % BLOCK or not 0 < len(data) <= BLOCK * MAX_BLOCKS:
        raise BadSchema("locator", "not 1 to 64 heights and hashes of 36 bytes")
    return [
        (int.from_bytes(data[i : i + 4], "big"), bytes(data[i + 4 : i + BLOCK])) for i in range(0, len(data), BLOCK)
    ]
