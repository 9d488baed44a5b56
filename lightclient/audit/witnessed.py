"""A head under a policy: by whom it was signed and cosigned, and whether that is enough."""

from lightclient.audit import head as heads
from lightclient.audit import note as notes
from lightclient.audit.errors import NotSignedByLog, OtherLog

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.audit.head import Head
    from lightclient.audit.note import Note
    from lightclient.audit.policy import Policy

LEEWAY = 300  # seconds by which the clock of a witness may be ahead of ours


class Witnessed:
    """A head that its log signed.

    head   Head
    note   Note, as it was read
    times  when each witness of the policy cosigned it, Unix seconds, by name
    ahead  names of witnesses whose cosignatures are from the future and do not count
    met    whether the others are a quorum
    time   the latest T such that those who cosigned at T or later are a quorum; 0 if nobody cosigned
    """

    __slots__ = ("ahead", "head", "met", "note", "time", "times")

    def __init__(
        self, head: "Head", note: "Note", times: "dict[str, int]", policy: "Policy", ahead: "list[str]"
    ) -> None:
        self.head = head
        self.note = note
        self.times = times
        self.ahead = ahead
        self.met = policy.met(set(times))
        self.time = 0
        if self.met:
            for time in sorted(set(times.values())):
                if policy.met({name for name in times if times[name] >= time}):
                    self.time = time


def check(
    data: "bytes | memoryview", policy: "Policy", origin: "str | None" = None, clock: "int | None" = None
) -> Witnessed:
    """Return the head of a signed note. origin: the log it must be of. clock: Unix seconds, None if not known.

    Each witness counts once, by its newest cosignature. One from the future does not count: a single witness can so
    spoil nothing.
    Raises BadNote, BadHead, OtherLog, NotSignedByLog, NoteSignatureInvalid.
    """
    note = notes.parse(data)
    head = heads.parse(note.text)
    if origin is not None and head.origin != origin:
        raise OtherLog(what="the head", found=head.origin, wanted=origin)
    key = policy.log(head.origin)
    if key is None or not note.times(key):
        raise NotSignedByLog(origin=head.origin)
    times: "dict[str, int]" = {}
    ahead: "list[str]" = []
    for name, witness in policy.witnesses.items():
        for time in note.times(witness):
            if time is None:
                continue
            if clock is None or time <= clock + LEEWAY:
                times[name] = max(time, times.get(name, 0))
            elif name not in ahead:
                ahead.append(name)
    return Witnessed(head, note, times, policy, sorted(ahead))
