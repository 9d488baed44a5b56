"""Checkpoints: a whole chain state in one deterministic CBOR record of 0.2 KB, or 1.2 KB with a board's window.

It is what firmware ships, what deep sleep keeps and what the store writes. docs/formats.md has the CDDL. A bare
(height, hash) is not a checkpoint: the first difficulty epoch after it could not be checked.

Format 2 ends with a checksum over everything before it: the first 8 bytes of SHA-256, as in a slot. It is there for
flash that forgets a bit and files that were cut, not against forgers, who could write a whole checkpoint of their own.
Format 1, which had none, is still read.
"""

from hashlib import sha256
from struct import pack, unpack

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.chain import WINDOW, Chain
from lightclient.bitcoin.difficulty import target_of, work_of
from lightclient.bitcoin.errors import DamagedCheckpoint, EmptyCheckpoint, TextCheckpoint, WrongNetwork
from lightclient.bitcoin.state import MEDIAN_SPAN, ChainState, median_of
from lightclient.codec.cbor import ARRAY, BLOB, BYTES, decode, encode, head, is_uint
from lightclient.codec.errors import BadSchema
from lightclient.merkle.compact import CompactRange

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.bitcoin.networks.network import Network

MAGIC = "LCC2"
FIELDS = 12
OLD_MAGIC = "LCC1"
OLD_FIELDS = 11
FRONT = b"\x8cdLCC2"  # how each record begins,
OLD = b"\x8bdLCC1"  # and how those of format 1 did
CHECKSUM = 8  # bytes
MAX_UINT32 = 0xFFFFFFFF
MAX_HEIGHT = 1 << 31  # which heights and work stay far below: what is added to them later has room


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
        _work_bytes(base.chainwork),
        [chain.log_start, chain.log.size, b"".join(chain.log.peaks)],
    )
    made = [head(ARRAY, FIELDS)] + [encode(field) for field in fields]
    made.append(head(BYTES, codec.SIZE * len(headers)))
    made += headers
    made.append(head(BYTES, CHECKSUM))
    hasher = sha256()
    for part in made:
        hasher.update(part)
    made.append(hasher.digest()[:CHECKSUM])
    return made


def parse(data: bytes, network: "Network", window: int = WINDOW, record: str = "the checkpoint") -> Chain:
    """Return the chain that `serialize` recorded, in either format.

    The headers in it are checked again, without a clock; what exceeds `window` goes to the log.
    record: what errors call it, where there are several.

    Raises EmptyCheckpoint, TextCheckpoint, DamagedCheckpoint, WrongNetwork, and BadSchema and what `cbor.decode` and
    `Chain.extend` raise for a record of format 1, or one that was made wrongly.
    """
    fields = _fields(data, record)
    if fields[1] != network.name and fields[1] != network.id:
        raise WrongNetwork(fields[1], network.name, record=record)
    height, tip_hash, bits, epoch_time, epoch_bits, times, chainwork, log, headers = fields[2:]
    for number in (height, bits, epoch_time, epoch_bits):
        _check(is_uint(number, MAX_UINT32), "a number is not of 32 bits")
    for blob in (tip_hash, chainwork):
        _check(isinstance(blob, bytes) and len(blob) == 32, "a hash or work is not of 32 bytes")
    _check(height < MAX_HEIGHT and not chainwork[0] >> 7, "the height or the work is more than any chain has")
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


def network_of(data: bytes, record: str = "the checkpoint") -> str:
    """Return the name or id of the network that a checkpoint is for. Raises what `parse` raises for its form."""
    name: str = _fields(data, record)[1]
    return name


def format_of(data: bytes) -> int:
    """Return the format of a checkpoint that `parse` has taken: 1 or 2."""
    return 1 if data[: len(OLD)] == OLD else 2


def _fields(data: bytes, record: str) -> "list[Any]":
    """Return the fields of a record of either format as format 1 has them: with a chainwork of 32 bytes.

    Raises EmptyCheckpoint, TextCheckpoint, DamagedCheckpoint, BadSchema and what `cbor.decode` raises.
    """
    if not isinstance(data, BLOB) and not isinstance(data, bytearray):
        raise TextCheckpoint(record=record, kind=type(data).__name__)
    data = bytes(data)
    if not data:
        raise EmptyCheckpoint(record=record)
    if data[: len(OLD)] == OLD:
        fields = decode(data)
        _check(isinstance(fields, list) and len(fields) == OLD_FIELDS, "not a version 1 checkpoint")
        _check(isinstance(fields[1], str), "not a version 1 checkpoint")
        return fields  # type: ignore[no-any-return]
    if sha256(memoryview(data)[:-CHECKSUM]).digest()[:CHECKSUM] != data[-CHECKSUM:]:
        if sum([data[i] == FRONT[i] for i in range(min(len(data), len(FRONT)))]) >= len(FRONT) - 1:
            raise DamagedCheckpoint(record=record, size=len(data))  # wherever the damage is, in its front too
        if _is_hex(data):
            raise TextCheckpoint(record=record, kind="hex text")
    fields = decode(data)
    if not isinstance(fields, list) or len(fields) != FIELDS or fields[0] != MAGIC or not isinstance(fields[1], str):
        raise BadSchema("checkpoint", "not a version 1 or 2 checkpoint")
    chainwork = fields[8]
    _check(
        isinstance(chainwork, bytes) and len(chainwork) <= 32 and chainwork[:1] != b"\x00",
        "the chainwork is not a number of 256 bits in its shortest form",
    )
    _check(isinstance(fields[11], bytes) and len(fields[11]) == CHECKSUM, "the checksum is not the last field")
    fields[8] = bytes(32 - len(chainwork)) + chainwork
    return fields[:-1]


def _work_bytes(work: int) -> bytes:
    """Return chainwork as big-endian bytes, as few as it takes."""
    data = work.to_bytes(32, "big")
    start = 0
    while start < 32 and not data[start]:
        start += 1
    return data[start:]


def _is_hex(data: bytes) -> bool:
    return all(byte in b"0123456789abcdefABCDEF \r\n" for byte in data)


def _check(holds: bool, what: str) -> None:
    if not holds:
        raise BadSchema("checkpoint", what)
