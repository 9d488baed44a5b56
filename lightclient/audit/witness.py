"""A witness: cosigns heads of a log, each of which contains all that it cosigned before.

    witness = Witness(signer, key, LogState(policy, origin), store)
    line = witness.cosign(request, clock)       # when the head is in the store

It runs wherever there is a key and a few kilobytes, a board included. The policy of its state names the log and has
`quorum none`: a witness believes nobody but the log's own signature and its own store. A witness that lost its store
has to be given another key.
"""

from lightclient.audit import witnessrequest
from lightclient.audit.errors import BadSavedHead, ClockBehind, OtherSize
from lightclient.audit.note import Note
from lightclient.audit.witnessed import check

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.audit.logstate import LogState
    from lightclient.audit.notekey import NoteKey
    from lightclient.identity.replay import Store
    from lightclient.keys.signer import Signer


class Witness:
    """key: NoteKey of the kind COSIGNATURE, whose secret `signer` has under `name`. state: LogState of the log.

    store: holds the newest head that was cosigned, and what it was cosigned as; nothing before the first.
    """

    def __init__(self, signer: "Signer", key: "NoteKey", state: "LogState", store: "Store", name: "Any" = None) -> None:
        """Raises BadSavedHead, and what the store and `LogState.restore` raise."""
        self._signer = signer
        self._key = key
        self._name = name
        self._store = store
        self.state = state
        self.time = 0  # of the newest cosignature
        saved = store.load()
        if saved is not None:
            self.time = int.from_bytes(saved[:8], "big")
            if not state.restore(bytes(saved[8:])):
                raise BadSavedHead(why="the policy of a witness has `quorum none`")

    def cosign(self, data: "bytes | memoryview", clock: int) -> bytes:
        """Return the line of a cosignature for a request, once its head is in the store. clock: Unix seconds.

        Raises OtherSize with the size that the witness knows, ClockBehind, SplitView, NotConsistent, and what
        `witnessrequest.parse` and `LogState.take` raise; nothing is signed then.
        """
        request = witnessrequest.parse(data)
        new = check(request.note, self.state.policy, self.state.origin)
        self.state.compare(new)
        if request.size != self.state.size:
            raise OtherSize(wanted=self.state.size, found=request.size)
        if clock < self.time:
            raise ClockBehind(clock=clock, time=self.time)
        before = self.state.head
        self.state.advance(new, request.path)
        stored = False
        try:
            self._store.save(clock.to_bytes(8, "big"), self._bare(new.note))
            stored = True
        finally:
            if not stored:
                self.state.head = before
        self.time = clock
        answer = Note(new.note.text)
        answer.add(self._key, self._key.sign(self._signer, new.note.text, clock, self._name))
        return answer.serialize()[len(answer.text) + 1 :]

    def _bare(self, note: Note) -> bytes:
        """Return a note with the signature of the log alone: what anybody else adds costs no room."""
        log = self.state.policy.log(self.state.origin)
        kept = [each for each in note.signatures if log is not None and each[:2] == (log.name, log.id)]
        return Note(note.text, kept[:1]).serialize()
