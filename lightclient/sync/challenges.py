"""What of challenges outlives a restart: a way up that takes longer than one waking goes on in the next.

    [hash of the trust anchor, [[gateway, turns that it had, record of its challenger or b""]]]

Whoever stands in it was waited for once.
"""

from lightclient.codec.cbor import ARRAY, BLOB, BYTES, encode, head, is_uint
from lightclient.codec.errors import BadSchema
from lightclient.sync.record import order

HEAD = 3  # bytes of a length, at most

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.sync.quorum import Quorum


def parts(quorum: "Quorum", room: "int | None" = None) -> "list[bytes]":
    """Return the record in pieces, for a board has no room for it in one; none if there is nothing to keep.

    room: bytes for it, if there are few. Then each challenger's record is as short as its ledger makes it, those whose
    turn is next come first, and what has no room is left out.
    """
    disputes = quorum.disputes()
    anchor = quorum.ledger.challenger()
    if not disputes or anchor is None:
        return []
    entries = []
    left = 0 if room is None else room - 3 * HEAD - len(anchor.tip)
    for name, turns, _ in sorted(disputes, key=lambda dispute: order(dispute[1])):
        session = quorum.sessions[name]
        challenger = session.challenger or session.parked
        record: "list[bytes]" = []
        if challenger is not None:
            record = challenger.parts() if room is None else getattr(challenger, "brief", challenger.parts)()
        entry = [head(ARRAY, 3), encode(name), encode(turns)]
        if room is not None:
            left -= _size(entry) + HEAD
            if left < 0:
                break
            if _size(record) > left:
                record = []
            left -= _size(record)
        entries.append(entry + [head(BYTES, _size(record))] + record)
    made = [head(ARRAY, 2), encode(anchor.tip), head(ARRAY, len(entries))]
    for entry in entries:
        made += entry
    return made


def _size(parts: "list[bytes]") -> int:
    return sum([len(part) for part in parts])


def resume(quorum: "Quorum", kept: "Any") -> None:
    """Go on with the challenges of a decoded record, if they began at the trust anchor that we have.

    Raises BadSchema, and what `Ledger.challenger` raises for a record that cannot be used.
    """
    if not isinstance(kept, list) or len(kept) != 2 or not isinstance(kept[0], BLOB) or not isinstance(kept[1], list):
        raise BadSchema("challenges", "not [trust anchor, entries]")
    anchor = quorum.ledger.challenger()
    if anchor is None or anchor.tip != kept[0]:
        return
    for entry in kept[1]:
        if not _is_entry(entry):
            raise BadSchema("challenges", "an entry is not [gateway, turns, record]")
        session = quorum.sessions.get(entry[0])
        if session is not None:
            session.turns_had = entry[1]
            session.waited_until = 0.0
            session.parked = quorum.ledger.challenger(entry[2]) if entry[2] else None


def _is_entry(entry: "Any") -> bool:
    return (
        isinstance(entry, list)
        and len(entry) == 3
        and isinstance(entry[0], str)
        and is_uint(entry[1])
        and isinstance(entry[2], BLOB)
    )
