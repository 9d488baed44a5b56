"""What one gateway claims of transactions: bounded, and worth nothing until it is proved."""

from lightclient.bitcoin.kinds import MINED, SEEN
from lightclient.codec.cbor import BLOB, MAX_UINT, is_uint
from lightclient.codec.errors import BadSchema

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PROBE = 0  # beside SEEN and MINED: a claim of our own, because a payment that left the chain may come back

MAX_UINT32 = 0xFFFFFFFF
FIRST_PAUSE = 5  # seconds until a question that failed is asked again; doubled each time
LAST_PAUSE = 600
RETOLD_PAUSE = 60  # at most, if the gateway has moved its claim to another block
AT_TIP = 4  # times that a claim is asked for at our next tip; after that the pause alone decides
TRIES = 3  # after which a claim to be mined is worth no more than one to be seen


class Claim:
    """One transaction as one gateway tells of it.

    kind          PROBE, SEEN or MINED
    height, block of a MINED one, as told; None if not told. They are hints: a proof says where it is
    size          bytes of the transaction; replaceable, fee_rate (satoshi per 1,000 virtual bytes), parents: of a SEEN
                  one; all None if not told
    satoshi       what it pays, None if not known yet
    shown_at      when the gateway showed it first
    fresh         whether it was shown since the gateway's watch began
    attempts      questions that failed while it was MINED; probes: while it was not
    due           when to ask, None if there is nothing to ask now; at_tip: ask when our tip changes
    """

    def __init__(self, kind: int, height: "int | None" = None, block: "bytes | None" = None) -> None:
        self.kind = kind
        self.height = height
        self.block = block
        self.size: "int | None" = None
        self.replaceable: "bool | None" = None
        self.fee_rate: "int | None" = None
        self.parents: "int | None" = None
        self.satoshi: "int | None" = None
        self.shown_at = 0.0
        self.fresh = True
        self.attempts = 0
        self.probes = 0
        self.due: "float | None" = None
        self.at_tip = False
        self.number = 0

    def twin(self) -> "Claim":
        """Return the same claim anew: one transaction may pay several sales."""
        claim = Claim(self.kind, self.height, self.block)
        claim.size, claim.satoshi, claim.number = self.size, self.satoshi, self.number
        claim.replaceable, claim.fee_rate, claim.parents = self.replaceable, self.fee_rate, self.parents
        claim.shown_at, claim.fresh, claim.due = self.shown_at, self.fresh, self.due
        return claim

    def follow(self, old: "Claim", now: float) -> None:
        """Take the place of what the same gateway said of the same transaction before; backoff goes on."""
        if old.kind != PROBE:
            self.shown_at = old.shown_at
        self.attempts = old.attempts
        self.probes = old.probes
        self.number = old.number
        self.satoshi = old.satoshi if self.satoshi is None else self.satoshi
        if self.kind != MINED:
            self.due = old.due if old.kind != MINED else None
        elif old.kind == MINED and (self.height, self.block) == (old.height, old.block):
            self.due = old.due
            self.at_tip = old.at_tip
        else:
            self.due = now + min(self.pause(), RETOLD_PAUSE)

    def pause(self) -> float:
        """Return the seconds until the next question."""
        tries = self.attempts if self.kind == MINED else self.probes
        return min(FIRST_PAUSE * 2 ** (tries - 1), LAST_PAUSE) if tries else 0

    def fail(self, now: float, at_tip: bool) -> None:
        """Note that a question has brought no proof. at_tip: it may bring one once our chain has moved."""
        if self.kind == MINED:
            self.attempts = min(self.attempts + 1, 30)
        else:
            self.probes = min(self.probes + 1, 30)
        self.due = now + self.pause() if self.kind != SEEN else None
        self.at_tip = at_tip and max(self.attempts, self.probes) <= AT_TIP

    def rank(self) -> "tuple[int, int, int]":
        """Return what decides which claim has to leave a full table: the least."""
        kind = SEEN if self.kind == MINED and self.attempts >= TRIES else self.kind
        return kind, MAX_UINT if self.satoshi is None else self.satoshi, self.number


def insert(table: "dict[bytes, Claim]", txid: bytes, claim: Claim, limit: int) -> "tuple[bytes, Claim] | None":
    """Put a claim into a table of at most `limit`; return (txid, claim) of the one that has to leave, maybe this."""
    table[txid] = claim
    if len(table) <= limit:
        return None
    worst = sorted([(other.rank(), name) for name, other in table.items()])[0][1]
    return worst, table.pop(worst)


def parse(body: "Any") -> "tuple[bytes, Claim, bytes | memoryview | None]":
    """Return (txid, claim, raw transaction or None) of a body of WATCH that says SEEN or MINED.

    Fields after the fourth may be missing: older gateways do not send them. Raises BadSchema.
    """
    if not isinstance(body, list) or len(body) < 4 or not _is_id(body[1]):
        raise BadSchema("watch", "not [event, txid, height, transaction ...]")
    kind, txid, height, raw = body[:4]
    more = body[4:] + [None] * 4
    if raw is not None and not isinstance(raw, BLOB):
        raise BadSchema("watch", "the transaction is neither bytes nor null")
    if kind == MINED and is_uint(height, MAX_UINT32) and (more[1] is None or _is_id(more[1])):
        claim = Claim(MINED, height, None if more[1] is None else bytes(more[1]))
    elif kind == SEEN and height is None:
        claim = Claim(SEEN)
        claim.replaceable = _checked(more[1], more[1] is True or more[1] is False)
        claim.fee_rate = _checked(more[2], is_uint(more[2]))
        claim.parents = _checked(more[3], is_uint(more[3], MAX_UINT32))
    else:
        raise BadSchema("watch", "the height does not fit the event")
    claim.size = _checked(more[0], is_uint(more[0], MAX_UINT32))
    if raw is not None:
        claim.size = len(raw)
    return bytes(txid), claim, raw


def parse_gone(body: "Any") -> "tuple[bytes, bytes | None]":
    """Return (txid, txid of what took its place or None) of a body that says GONE. Raises BadSchema."""
    if len(body) < 4 or not _is_id(body[1]) or not (body[3] is None or _is_id(body[3])):
        raise BadSchema("watch", "not [gone, txid, null, txid or null]")
    return bytes(body[1]), None if body[3] is None else bytes(body[3])


def parse_covered(body: "Any") -> "tuple[int, int]":
    """Return (first, last) height of a body that says COVERED. Raises BadSchema."""
    if len(body) < 3 or not all(is_uint(height, MAX_UINT32) for height in body[1:3]) or body[1] > body[2]:
        raise BadSchema("watch", "not [covered, first height, last height]")
    return body[1], body[2]


def _is_id(value: object) -> bool:
    return isinstance(value, BLOB) and len(value) == 32


def _checked(value: "Any", good: bool) -> "Any":
    if value is not None and not good:
        raise BadSchema("watch", "a field has the wrong type")
    return value
