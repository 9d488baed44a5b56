"""Policies: which signers, by organisation and role, are enough.

    SIGNATURE        so many of these rules, each a rule again or one signer of a role
    IMPLICIT_META    any, all or most of the organisations' own policies of one name

Signers by exact identity or organizational unit are in no policy of a network that follows Fabric's documents: rules
that want one are never met. So are those for administrators that an organisation lists by certificate.

Source: Hyperledger Fabric common/cauthdsl/cauthdsl.go, common/policies/implicitmeta.go; policies.proto,
msp_principal.proto.
"""

from lightclient.codec import protobuf
from lightclient.codec.errors import BadSchema, TooDeep, TooLarge
from lightclient.codec.protobuf import BYTES, MESSAGE, REPEATED, TEXT, UINT
from lightclient.codec.reader import Reader
from lightclient.codec.varint import read_varint
from lightclient.fabric.msp import MEMBER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.fabric.config import Group

    Buffer = bytes | memoryview
    Signers = list[tuple[str, int]]

POLICY = {1: UINT, 2: BYTES}
SIGNATURE, IMPLICIT_META = 1, 3  # types
ENVELOPE = {1: UINT, 2: MESSAGE, 3: REPEATED}
OUT_OF = {1: UINT, 2: REPEATED}
PRINCIPAL = {1: UINT, 2: BYTES}
ROLE = {1: TEXT, 2: UINT}
META = {1: TEXT, 2: UINT}
ANY, ALL, MAJORITY = 0, 1, 2
MAX_RULES = 256
MAX_DEPTH = 8


def is_met(policy: bytes, group: "Group", signers: "Signers") -> bool:
    """Return whether signers, [(id of the MSP, role)], are enough for a message Policy of a group.

    Nobody is counted twice in one rule, and a policy that asks for nobody is not met by nobody.
    Raises BadSchema, TooDeep, TooLarge, and what `protobuf.parse` raises.
    """
    kind, value = _parts(policy)
    if kind == SIGNATURE:
        return _Rule(value).is_met(signers) and bool(signers)
    return _met(group, signers) >= least_of(policy, group) and bool(signers)


def least_of(policy: bytes, group: "Group") -> int:
    """Return how many of a group's organisations a policy wants; 1 where it counts signers instead.

    Raises BadSchema, and what `protobuf.parse` raises.
    """
    kind, value = _parts(policy)
    if kind == SIGNATURE:
        return 1
    rule = protobuf.parse(value, META, "a policy")[2]
    count = len(group.orgs)
    if rule not in (ANY, ALL, MAJORITY):
        raise BadSchema("a policy", "of rule " + str(rule))
    return 1 if rule == ANY else count if rule == ALL else count // 2 + 1


def named_by(policy: bytes) -> str:
    """Return the name of the organisations' policies that one of a group counts, "" if it counts none.

    Raises BadSchema, and what `protobuf.parse` raises.
    """
    kind, value = _parts(policy)
    return str(protobuf.parse(value, META, "a policy")[1]) if kind == IMPLICIT_META else ""


def _met(group: "Group", signers: "Signers") -> int:
    """Return how many of the organisations have their own policy met."""
    return sum([bool(org.policy) and _own(org.policy).is_met(signers) for org in group.orgs])


def _own(policy: bytes) -> "_Rule":
    kind, value = _parts(policy)
    if kind != SIGNATURE:
        raise BadSchema("a policy", "an organisation's is not about signatures")
    return _Rule(value)


def _parts(policy: bytes) -> "tuple[int, Buffer]":
    fields = protobuf.parse(policy, POLICY, "a policy")
    if fields[1] not in (SIGNATURE, IMPLICIT_META):
        raise BadSchema("a policy", "of type " + str(fields[1]))
    return fields[1], fields[2]


class _Rule:
    """A message SignaturePolicyEnvelope."""

    def __init__(self, data: "bytes | memoryview") -> None:
        fields = protobuf.parse(data, ENVELOPE, "a policy", MAX_RULES)
        self.rule = bytes(protobuf.present(fields[2], "the rule of a policy"))
        self.principals = [_principal(each) for each in fields[3]]
        self.left = MAX_RULES

    def is_met(self, signers: "Signers") -> bool:
        self.left = MAX_RULES
        return self._holds(self.rule, signers, [False] * len(signers), 0)

    def _holds(self, rule: "bytes | memoryview", signers: "Signers", used: "list[bool]", depth: int) -> bool:
        if depth > MAX_DEPTH:
            raise TooDeep(MAX_DEPTH, 0)
        self.left -= 1
        if self.left < 0:
            raise TooLarge("the number of rules in a policy", MAX_RULES + 1, MAX_RULES)
        reader = Reader(rule)
        tag = read_varint(reader)
        if tag == 1 << 3:  # one signer; its number stands there even if it is 0
            number = read_varint(reader)
            reader.end()
            return self._signed(number, signers, used)
        body = reader.take(read_varint(reader))
        reader.end()
        if tag != 2 << 3 | protobuf.DELIMITED:
            raise BadSchema("a policy", "neither a signer nor some of several rules")
        fields = protobuf.parse(body, OUT_OF, "a policy", MAX_RULES)
        met = 0
        for each in fields[2]:
            tried = used[:]
            if self._holds(each, signers, tried, depth + 1):
                met += 1
                used[:] = tried
        return bool(met >= fields[1])

    def _signed(self, number: int, signers: "Signers", used: "list[bool]") -> bool:
        if number >= len(self.principals):
            raise BadSchema("a policy", "no principal has number " + str(number))
        wanted = self.principals[number]
        if wanted is None:
            return False
        for place in range(len(signers)):
            msp, role = signers[place]
            if not used[place] and msp == wanted[0] and wanted[1] in (MEMBER, role):
                used[place] = True
                return True
        return False


def _principal(data: "bytes | memoryview") -> "tuple[str, int] | None":
    """Return (id of the MSP, role), None for a principal that is no role."""
    fields = protobuf.parse(data, PRINCIPAL, "a principal")
    if fields[1]:
        return None
    role = protobuf.parse(fields[2], ROLE, "a role")
    return role[1], role[2]
