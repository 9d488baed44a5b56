"""A channel's configuration, as much of it as decides which blocks and answers are believed.

It is read of a configuration block once (configblock.py), and kept in checkpoints without the rest.
"""

from hashlib import sha256

from lightclient.codec.cbor import BLOB, encode, is_uint
from lightclient.decided.record import check
from lightclient.fabric.certificate import parse_certificate
from lightclient.fabric.errors import UnknownMsp, UnsupportedConsensus
from lightclient.fabric.msp import Msp
from lightclient.fabric.policy import least_of
from lightclient.votes.members import Members
from lightclient.votes.threshold import Threshold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

BFT = "BFT"  # orderers of SmartBFT; all others stop for crashes alone, and one of them signs a block
KINDS = (BFT, "etcdraft", "kafka", "solo")
MAX_CONSENTERS = 128
MAX_ORGS = 128


class Org:
    """msp: None where it is of a kind that is not read. policy: its own message Policy of the name that its group's
    policy counts, b"" if it has none."""

    __slots__ = ("msp", "policy")

    def __init__(self, msp: "Msp | None", policy: bytes) -> None:
        self.msp = msp
        self.policy = policy

    def fields(self) -> "list[Any]":
        return [None if self.msp is None else self.msp.fields(), self.policy]


class Group:
    """The organisations that order, or those that endorse.

    policy  message Policy that says which of their signatures are enough, b"" without one
    """

    __slots__ = ("orgs", "policy")

    def __init__(self, orgs: "list[Org]", policy: bytes) -> None:
        self.orgs = orgs
        self.policy = policy

    def msp(self, id_: str) -> Msp:
        """Raises UnknownMsp."""
        for org in self.orgs:
            if org.msp is not None and org.msp.id == id_:
                return org.msp
        raise UnknownMsp(id_)

    def fields(self) -> "list[Any]":
        return [[org.fields() for org in self.orgs], self.policy]


class Config:
    """number       of its block
    sequence     of the channel's configurations, which are counted from 0 on
    kind         of consensus, one of KINDS
    consenters   [(number, key of P-256, None if it has another)] of BFT, else []
    orderers     Group of the organisations that order; empty for BFT, where consenters alone count
    endorsers    Group of those that endorse
    members      who signs blocks: consenters, or the organisations that order; one vote each
    threshold    part of them that must sign
    """

    __slots__ = ("consenters", "endorsers", "kind", "members", "number", "orderers", "sequence", "threshold")

    def __init__(
        self,
        number: int,
        sequence: int,
        kind: str,
        consenters: "list[tuple[int, bytes | None]]",
        orderers: Group,
        endorsers: Group,
    ) -> None:
        """Raises UnsupportedConsensus, EmptySet, DoubledMember, TooLarge."""
        if kind not in KINDS:
            raise UnsupportedConsensus(kind, ", ".join(KINDS))
        self.number = number
        self.sequence = sequence
        self.kind = kind
        self.consenters = consenters
        self.orderers = orderers
        self.endorsers = endorsers
        voters: "list[tuple[bytes, int, Any]]" = [(id_of(number), 1, key) for number, key in consenters]
        if kind != BFT:
            voters = [(org.msp.id.encode(), 1, org.msp) for org in orderers.orgs if org.msp is not None]
        self.members = Members(voters, lambda found: sha256(encode([id_ for id_, _, _ in found])).digest(), MAX_ORGS)
        total = len(self.members)
        least = (total + (total - 1) // 3 + 2) // 2 if kind == BFT else least_of(orderers.policy, orderers)
        self.threshold = Threshold(least, total, True)

    def fields(self) -> "list[Any]":
        return [
            self.number,
            self.sequence,
            self.kind,
            [[number, key] for number, key in self.consenters],
            self.orderers.fields(),
            self.endorsers.fields(),
        ]


def id_of(number: int) -> bytes:
    """Return the number of a consenter as the set has it."""
    return number.to_bytes(8, "big")


def config_of(fields: "Any") -> Config:
    """Return the configuration of decoded CBOR; nothing of it is kept.

    Raises BadSchema, and what `Config`, `parse_certificate` and policies raise.
    """
    check(isinstance(fields, list) and len(fields) == 6, "the configuration is no list of 6 fields")
    number, sequence, kind, consenters, orderers, endorsers = fields
    check(is_uint(number) and is_uint(sequence) and isinstance(kind, str), "the configuration has no number or kind")
    check(_pairs(consenters, MAX_CONSENTERS), "the consenters are no list")
    read = []
    for id_, key in consenters:
        check(is_uint(id_) and (key is None or _is_key(key)), "a consenter has no number, or no key")
        read.append((id_, None if key is None else bytes(key)))
    return Config(number, sequence, kind, read, _group(orderers), _group(endorsers))


def _is_key(key: "Any") -> bool:
    return isinstance(key, BLOB) and len(key) == 65


def _pairs(value: "Any", most: int) -> bool:
    if not isinstance(value, list) or len(value) > most:
        return False
    return all(isinstance(each, list) and len(each) == 2 for each in value)


def _group(fields: "Any") -> Group:
    check(_pairs([fields], 1) and _pairs(fields[0], MAX_ORGS), "organisations are no list")
    check(isinstance(fields[1], BLOB), "a policy is not bytes")
    orgs = []
    for msp, policy in fields[0]:
        check(isinstance(policy, BLOB), "a policy is not bytes")
        orgs.append(Org(None if msp is None else _msp(msp), bytes(policy)))
    return Group(orgs, bytes(fields[1]))


def _msp(fields: "Any") -> Msp:
    check(isinstance(fields, list) and len(fields) == 5 and isinstance(fields[0], str), "an MSP is no list of 5 fields")
    id_, roots, others, units, revoked = fields
    for each in (roots, others):
        check(isinstance(each, list) and all(isinstance(raw, BLOB) for raw in each), "an authority is not bytes")
    check(isinstance(units, list) and _pairs(revoked, 1 << 12), "units or the revoked are no list")
    named = {}
    for unit in units:
        check(isinstance(unit, list) and len(unit) == 3 and is_uint(unit[0]), "a unit has no role")
        by = unit[2]
        check(isinstance(unit[1], BLOB), "a unit is not bytes")
        check(by is None or is_uint(by, len(roots) + len(others) - 1), "a unit is given by no authority")
        named[unit[0]] = bytes(unit[1]), by
    for issuer, serial in revoked:
        check(isinstance(issuer, BLOB) and isinstance(serial, BLOB), "one of the revoked is not bytes")
    return Msp(
        id_,
        [parse_certificate(raw) for raw in roots],
        [parse_certificate(raw) for raw in others],
        named,
        [(bytes(issuer), int.from_bytes(serial, "big")) for issuer, serial in revoked],
    )
