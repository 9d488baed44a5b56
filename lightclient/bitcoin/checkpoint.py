"""Checkpoints: a whole chain state in one deterministic CBOR record of about 0.8 KB.

It is what firmware ships, what deep sleep keeps and what the store writes. docs/formats.md has the CDDL. A bare
(height, hash) is not a checkpoint: the first difficulty epoch after it could not be checked.
"""

from struct import pack, unpack

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.chain import WINDOW, Chain
from lightclient.bitcoin.difficulty import target_of, work_of
from lightclient.bitcoin.errors import WrongNetwork
from lightclient.bitcoin.state import MEDIAN_SPAN, ChainState, median_of
from lightclient.codec.cbor import ARRAY, BYTES, decode, encode, head, is_uint
from lightclient.codec.errors import BadSchema
from lightclient.merkle.compact import CompactRange

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.bitcoin.networks.network import Network

MAGIC = "LCC1"
MAX_UINT32 = 0xFFFFFFFF


def serialize(chain: Chain) -> bytes:
    """Return the record of `chain`: its base, its header log and the headers of its window."""
    return b"".join(parts(chain))


def parts(chain: Chain) -> "list[bytes]":
    """Return the record in parts, for a board has no room for it in one piece beside the headers."""
    base = chain.base
    headers = chain.best.headers
    fields = (
        MAGIC,
        chain.network.name,
        base.height,
        base.tip_hash,
        base.bits,
        base.epoch_time,
        base.epoch_bits,
        pack("<" + str(len(base.times)) + "I", *base.times),
        base.chainwork.to_bytes(32, "big"),
        [chain.log_start, chain.log.size, b"".join(chain.log.peaks)],
    )
    front = [encode(field) for field in fields]
    return [head(ARRAY, len(fields) + 1)] + front + [head(BYTES, codec.SIZE * len(headers))] + headers


def parse(data: bytes, network: "Network", window: int = WINDOW) -> Chain:
    """Return the chain that `serialize` recorded.

    The headers in it are checked again, without a clock; what exceeds `window` goes to the log.

    Raises the errors of `cbor.decode` and `Chain.extend`, BadSchema, WrongNetwork.
    """
    fields = decode(data)
    if not isinstance(fields, list) or len(fields) != 11 or fields[0] != MAGIC:
        raise BadSchema("checkpoint", "not a version 1 checkpoint")
    if fields[1] != network.name:
        raise WrongNetwork(fields[1], network.name)
    height, tip_hash, bits, epoch_time, epoch_bits, times, chainwork, log, headers = fields[2:]
    for number in (height, bits, epoch_time, epoch_bits):
        _check(is_uint(number, MAX_UINT32), "a number is not of 32 bits")
    for blob, size in ((tip_hash, 32), (chainwork, 32)):
        _check(isinstance(blob, bytes) and len(blob) == size, "a hash or work is not of 32 bytes")
    count = min(height + 1, MEDIAN_SPAN)
    _check(isinstance(times, bytes) and len(times) == 4 * count, "not one time for each of the last blocks")
    _check(
        isinstance(log, list) and len(log) == 3 and is_uint(log[0]) and is_uint(log[1]) and isinstance(log[2], bytes),
        "the header log is not [start, size, peaks]",
    )
    start, size, peaks = log
    _check(start + size == height + 1, "the header log does not end at the checkpoint's block")
    _check(isinstance(headers, bytes), "the headers are not bytes")
    _check(not headers or codec.prev_hash_of(headers) == tip_hash, "the headers do not follow the base")
    times = unpack("<" + str(count) + "I", times)
    _check(times[-1] >= median_of(times), "the newest time is before the median")
    target = target_of(bits)
    target_of(epoch_bits)
    base = ChainState(
        height,
        tip_hash,
        bits,
        target,
        work_of(target),
        epoch_time,
        epoch_bits,
        times,
        int.from_bytes(chainwork, "big"),
    )
    chain = Chain(network, base, CompactRange(size, peaks), start, window)
    chain.extend(headers)
    return chain


def network_of(data: bytes) -> str:
    """Return the name of the network that a checkpoint says it is for. Raises BadSchema."""
    fields = decode(data)
    if not isinstance(fields, list) or len(fields) < 2 or fields[0] != MAGIC or not isinstance(fields[1], str):
        raise BadSchema("checkpoint", "not a version 1 checkpoint")
    return fields[1]


def _check(holds: bool, what: str) -> None:
    if not holds:
        raise BadSchema("checkpoint", what)
