"""What shows that a chain forked, kept beside its record: else it would be followed again after the next start.

    ["LCD1", record, record of the header that both blocks were verified from, signed headers up to the second block,
     hash of ours at its height, or null]

null: none was known there, and the second block is on top of another one than ours.
"""

from lightclient.codec.cbor import BYTES as BYTES_HEAD
from lightclient.codec.cbor import decode, encode, head
from lightclient.codec.errors import BadSchema
from lightclient.decided.errors import NoConflict
from lightclient.decided.ledger import MAX_FIELDS, MAX_RUN
from lightclient.decided.start import FORKED, SAVED
from lightclient.errors import Equivocation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.decided.ledger import Ledger
    from lightclient.decided.network import Trusted

    Buffer = bytes | bytearray | memoryview

FIELDS = 5
MAX_ITEMS = 1 + FIELDS + MAX_RUN * MAX_FIELDS


def parts(ledger: "Ledger", record: "list[bytes]", common: "Trusted") -> "list[bytes]":
    """Return the record of a chain that forked, in parts. common: what both blocks were verified from."""
    made = [FORKED]
    for each in (record, ledger.network.record(common, [], None)):
        made += [head(BYTES_HEAD, sum([len(part) for part in each]))] + each
    return made + [encode([new.fields() for new in ledger.way or []]), encode(ledger.ours)]


def opened(data: "Buffer") -> "list[Any]":
    """Return [record, record of what both were verified from, fields of signed headers, hash of ours or None].

    Raises BadSchema and what `cbor.decode` raises.
    """
    fields = decode(bytes(data), MAX_ITEMS)
    if not isinstance(fields, list) or len(fields) != FIELDS or not isinstance(fields[3], list) or not fields[3]:
        raise BadSchema("saved record", "not [magic, record, record, signed headers, hash]")
    return fields[1:]


def restore(ledger: "Ledger", record: "Any", steps: "list[Any]", ours: "Any") -> None:
    """End all belief as in the run before, if what was kept shows why.

    That is judged as of the second block's time: whether its signers still answered was checked in that run.

    Raises NoConflict, BadSchema, and what `Network.parse_record`, `Network.read_signed` and `Network.step` raise.
    """
    network = ledger.network
    if ours is not None and not isinstance(ours, bytes):
        raise BadSchema("saved record", "the hash of a block is not bytes")
    common: "Trusted | None" = network.parse_record(record, SAVED)[0]
    way = [network.read_signed(each) for each in steps]
    if common is not None and common.height <= ledger.height:
        ledger.before = common
        common = network.base(ledger, way[0])
    if common is None or ours == way[-1].hash:
        raise NoConflict()
    try:
        ledger.decided(common, way, ours, way[-1].time + 1)
    except Equivocation:
        return
    raise NoConflict()
