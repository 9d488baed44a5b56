"""Evidence about such a chain: whose it is, and that of an attack, which is the same on all of them.

attack        [[signed headers]]    the way from a block of ours to one that contradicts ours, and was decided as well

The other forms are each ledger's own. Their bodies begin with what ties their block (tie.py).
"""

from lightclient.codec.cbor import decode, encode
from lightclient.codec.errors import BadSchema
from lightclient.decided import tie as ties
from lightclient.decided.errors import NoConflict, WrongNetwork
from lightclient.decided.ledger import MAX_FIELDS
from lightclient.errors import Equivocation
from lightclient.evidence import envelope
from lightclient.evidence.errors import UnknownForm
from lightclient.evidence.verdict import Place, Proved, Subject
from lightclient.votes import period
from lightclient.votes.finality import Votes
from lightclient.votes.threshold import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.decided.ledger import Ledger
    from lightclient.decided.network import Network, Signed
    from lightclient.evidence.verdict import Verdict

ATTACK = "attack"
MAX_ITEMS = 1 + ties.MAX_STEPS * MAX_FIELDS + ties.MAX_LINKS + 16 + 160


def judge(ledger: "Ledger", data: "bytes | memoryview", clock: "int | None") -> "Verdict":
    """Return the verdict on evidence in an envelope. clock: Unix seconds, or None.

    Raises WrongNetwork, UnknownForm, what `envelope.parse` raises, and what the form's own judge raises.
    """
    found = envelope.parse(data)
    if found.ledger != ledger.network.id:
        raise WrongNetwork(found.ledger, ledger.network.id)
    if found.form == ATTACK:
        return attack(ledger, found.body, clock)
    forms = ledger.network.forms
    if found.form in forms:
        verdict: Verdict = ledger.network.judge(ledger, found.form, found.body, clock)
        return verdict
    raise UnknownForm(ledger=found.ledger, form=found.form, known=", ".join(forms + (ATTACK,)))


def attack(ledger: "Ledger", body: "bytes | memoryview", clock: "int | None") -> "Verdict":
    """That validators decided two blocks of one height, ours and the evidence's.

    Raises NoConflict, BadSchema, and what `Ledger.beside` and `Network.read_signed` raise but for Equivocation.
    """
    steps = fields_of(body, 1)[0]
    if not isinstance(steps, list) or not 0 < len(steps) <= ties.MAX_STEPS:
        raise BadSchema("evidence", "not 1 to " + str(ties.MAX_STEPS) + " signed headers")
    run = [ledger.network.read_signed(each) for each in steps]
    try:
        ledger.beside(run, clock)
    except Equivocation:
        shown_by = (ledger.way or run)[-1]  # the header that was verified, not what may follow it
        found = ledger.attack
        kind = found.kind if found else "two blocks"
        weight, total = (found.weight, found.total) if found else (ledger.state.signed, ledger.state.total)
        unending = ledger.network.trusting_period is None  # and else there was a clock, or it would be no conflict
        return Proved(
            ledger.network.id,
            Subject(kind, [(0, shown_by.hash)]),
            Place(shown_by.height, shown_by.hash, shown_by.time),
            Votes(weight, total, shown(ledger.state.threshold), ledger.state.time),
            ("votes",) if unending else (period.CHECK, "votes"),
            (period.CHECK,) if unending else (),
            ledger.anchor,
        )
    raise NoConflict()


def attack_of(network: "Network", way: "list[Signed]") -> bytes:
    """Return evidence that the last of these blocks was decided beside another one."""
    return envelope.Envelope(network.id, ATTACK, encode([[new.fields() for new in way]])).serialize()


def fields_of(body: "bytes | memoryview", count: int) -> "list[Any]":
    """Return the fields of a body, a list of so many. Raises BadSchema and what `cbor.decode` raises."""
    fields = decode(body, MAX_ITEMS)
    if not isinstance(fields, list) or len(fields) != count:
        raise BadSchema("evidence", "not a list of " + str(count) + " fields")
    return fields
