"""The header of a block of mainnet that attests published timestamps, and a chain that stands on the block before it.

The header proves itself: its hash is below the target that its bits name. It was read off the chain.
"""

from lightclient.bitcoin.chain import Chain
from lightclient.bitcoin.difficulty import target_of, work_of
from lightclient.bitcoin.header import bits_of, display, from_display, hash_of, prev_hash_of, time_of
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.state import ChainState
from lightclient.merkle.compact import CompactRange
from lightclient.merkle.log import leaf_hash

HEIGHT = 358391
HASH = from_display("000000000000000003e892881a8cdcdc117c06d444057c98b6f04a9ee75a2319")
HEADER = bytes.fromhex(
    "02000000b96394585a281b7e5f438fd1c9ed492645a1fd61cb3802040000000000000000"
    "007ee445d23ad061af4a36b809501fab1ac4f2d7e7a739817dd0cbb7ec661b8a1e376755f58616186272def6"
)


def chain(chainwork=MAINNET.min_chainwork):
    """Return a chain whose base is the block before, and whose window holds the block.

    The base is believed, as a checkpoint is; the times of its epoch and of the ten blocks before it are not known here,
    and put where they refuse nothing. chainwork: at least the network's minimum, or less.
    """
    assert hash_of(HEADER) == HASH and display(prev_hash_of(HEADER)).startswith("0000000000000000040238cb")
    bits = bits_of(HEADER)
    target = target_of(bits)
    time = time_of(HEADER) - 600
    base = ChainState(
        HEIGHT - 1, prev_hash_of(HEADER), bits, target, work_of(target), time, bits, (time,) * 11, chainwork
    )
    log = CompactRange()
    log.append(leaf_hash(base.tip_hash))
    made = Chain(MAINNET, base, log, base.height)
    made.extend(HEADER)
    return made
