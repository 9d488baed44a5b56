"""What of challenges outlives a restart: a way up that takes longer than one waking goes on in the next.

    [hash of the trust anchor, [[gateway, turns that it had, record of its challenger or b""]]]

Whoever stands in it was waited for once.
"""

from lightclient.codec.cbor import ARRAY, BLOB, BYTES, encode, head, is_uint
from lightclient.codec.errors import BadSchema

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.sync.quorum import Quorum


def parts(quorum: "Quorum") -> "list[bytes]":
    """Return the record in pieces, for a board has no room for it in one; none if there is nothing to keep."""
    disputes = quorum.disputes()
    anchor = quorum.ledger.challenger()
    if not disputes or anchor is None:
        return []
    made = [head(ARRAY, 2), encode(anchor.tip), head(ARRAY, len(disputes))]
    for name, turns, _ in disputes:
        session = quorum.sessions[name]
        challenger = session.challenger or session.parked
        record = [] if challenger is None else challenger.parts()
        made += [head(ARRAY, 3), encode(name), encode(turns), head(BYTES, sum([len(one) for one in record]))] + record
    return made


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
