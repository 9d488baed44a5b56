"""Verdicts: what was proved, where it stands, how final it is, and by which checks. Never a bare yes.

Proved    it holds, as far as `checks` go, for whoever believes `trust`
NotYet    it is true as far as it goes; `missing` names what would settle it
Refused   it does not hold: `error` is the reason
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.errors import LightClientError

# What may be missing whatever the ledger: evidence that it is there, and a chain that is synced.
INCLUSION, SYNC = "inclusion", "synced-chain"
PROVED, NOT_YET, REFUSED = "proved", "not yet", "refused"
DIGEST = "digest"  # the kind of a subject that is the hash of a file, which people see as it is


class Subject:
    """What a verdict is about.

    kind     "transaction" and the like: a word of the ledger's
    found    [(position in its place, id)]; more than one where evidence shows several at once
    content  the bytes that were proved to be there, as far as the evidence has them: a transaction, a value; perhaps a
             view of the evidence, which a device's next message overwrites
    """

    __slots__ = ("content", "found", "kind")

    def __init__(self, kind: str, found: "list[tuple[int, bytes]]", content: "bytes | memoryview" = b"") -> None:
        self.kind = kind
        self.found = found
        self.content = content

    @property
    def id(self) -> bytes:
        """The id of the first."""
        return self.found[0][1]


class Place:
    """Where the subject stands in the ledger.

    height  None if what is trusted knows no heights
    hash    of the entry at that height, as the ledger has it
    time    of that entry, Unix seconds
    """

    __slots__ = ("hash", "height", "time")

    def __init__(self, height: "int | None", entry_hash: bytes, time: int) -> None:
        self.height = height
        self.hash = entry_hash
        self.time = time


class Verdict:
    """What the three outcomes have in common.

    ledger    CAIP-2 id
    subject   Subject
    place     Place; None if there was no evidence, or it is about nothing that has a place
    finality  record of finality.py, counted on the verifier's own ledger; None if there was no evidence
    checks    names of the checks that ran, in order
    skipped   names of the checks that could not run
    trust     name of the trust anchor
    missing   names of what keeps it from being proved
    """

    __slots__ = ("checks", "finality", "ledger", "missing", "place", "skipped", "subject", "trust")
    outcome = ""

    def __init__(
        self,
        ledger: str,
        subject: Subject,
        place: "Any",
        finality: "Any",
        checks: "tuple[str, ...]",
        skipped: "tuple[str, ...]",
        trust: str,
        missing: "tuple[str, ...]" = (),
    ) -> None:
        self.ledger = ledger
        self.subject = subject
        self.place = place
        self.finality = finality
        self.checks = checks
        self.skipped = skipped
        self.trust = trust
        self.missing = missing

    def lacking(self, missing: "tuple[str, ...]") -> "Verdict":
        """Return NotYet in place of this verdict, with these among what is missing; itself for an empty tuple."""
        more = tuple([name for name in missing if name not in self.missing])
        if not more and not self.missing:
            return self
        return NotYet(
            self.ledger,
            self.subject,
            self.place,
            self.finality,
            self.checks,
            self.skipped,
            self.trust,
            self.missing + more,
        )


class Proved(Verdict):
    __slots__ = ()
    outcome = PROVED


class NotYet(Verdict):
    """reasons: why there is no evidence, in the words of those who were asked, by name; nothing proves them."""

    __slots__ = ("reasons",)
    outcome = NOT_YET

    def __init__(self, *fields: "Any") -> None:
        super().__init__(*fields)
        self.reasons: "dict[str, str]" = {}


def not_found(ledger: "Any", subject: Subject, reasons: "dict[str, str]") -> NotYet:
    """Return the verdict on a subject for which no gateway has evidence yet. ledger: as in sync/ledger.py."""
    verdict = NotYet(ledger.network.id, subject, None, None, (), (), ledger.anchor, (INCLUSION,))
    verdict.reasons = reasons
    return verdict


def counted(verdict: Verdict, chain: str, known: "tuple[str, ...]") -> Verdict:
    """Return the verdict, or NotYet in its place while the chain it is counted on is not one of `known`."""
    return verdict if chain in known else verdict.lacking((SYNC,))


class Refused:
    """What is refused has neither subject nor place. error: why, with its name and values."""

    __slots__ = ("error", "ledger", "trust")
    outcome = REFUSED

    def __init__(self, error: "LightClientError", ledger: "str | None", trust: "str | None" = None) -> None:
        self.error = error
        self.ledger = ledger
        self.trust = trust
