"""The configuration in a configuration block: orderers, endorsers, and their policies.

What is not needed for that is passed over: capabilities, batch sizes, addresses, access to the network.

Source: Hyperledger Fabric configtx.proto, configuration.proto (Orderers, ConsensusType), common/channelconfig,
common/configtx/validator.go.
"""

from lightclient.codec import protobuf
from lightclient.codec.errors import BadSchema, TooLarge
from lightclient.codec.protobuf import BYTES, MESSAGE, REPEATED, TEXT, UINT
from lightclient.fabric.certificate import parse_certificate
from lightclient.fabric.config import BFT, MAX_CONSENTERS, MAX_ORGS, Config, Group, Org
from lightclient.fabric.errors import BadConfig
from lightclient.fabric.msp import parse_msp
from lightclient.fabric.payload import CONFIG, parse_envelope, parse_payload
from lightclient.fabric.policy import named_by

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Buffer = bytes | memoryview
    Map = dict[str, Buffer]

MAX_ENTRIES = 256
ENVELOPE = {1: MESSAGE, 2: MESSAGE}
CONFIGURATION = {1: UINT, 2: MESSAGE}
GROUP = {1: UINT, 2: REPEATED, 3: REPEATED, 4: REPEATED, 5: TEXT}
ENTRY = {1: TEXT, 2: MESSAGE}
VALUE = {1: UINT, 2: BYTES, 3: TEXT}
POLICY = {1: UINT, 2: MESSAGE, 3: TEXT}
CONSENSUS = {1: TEXT, 2: BYTES, 3: UINT}
CONSENTERS = {1: REPEATED}
CONSENTER = {1: UINT, 2: TEXT, 3: UINT, 4: TEXT, 5: BYTES, 6: BYTES, 7: BYTES}


def parse_config(envelope: bytes, number: int) -> "tuple[str, Config]":
    """Return (channel, configuration) of the envelope of the configuration block with this number.

    Raises BadConfig, UnsupportedConsensus, BadSchema, and what the parsers of its parts raise.
    """
    payload = parse_payload(parse_envelope(memoryview(envelope))[0])
    if payload.type != CONFIG:
        raise BadConfig(number, "it is an envelope of type " + str(payload.type))
    outer = protobuf.parse(payload.data, ENVELOPE, "a configuration")
    inner = protobuf.parse(protobuf.present(outer[1], "a configuration"), CONFIGURATION, "a configuration")
    channel = _Group(protobuf.present(inner[2], "a channel's group"))
    return payload.channel, _config(number, inner[1], channel)


class _Group:
    """A message ConfigGroup: groups, values and policies by name."""

    def __init__(self, data: "Buffer") -> None:
        fields = protobuf.parse(data, GROUP, "a group", MAX_ENTRIES)
        self.groups = _map(fields[2])
        self.values = _map(fields[3])
        self.policies = _map(fields[4])

    def group(self, name: str) -> "_Group":
        return _Group(self.groups.get(name, b""))

    def value(self, name: str) -> "Buffer":
        """Return a value, empty where the group has none of this name."""
        if name not in self.values:
            return b""
        found: "Buffer" = protobuf.parse(self.values[name], VALUE, "a value")[2]
        return found

    def policy(self, name: str) -> bytes:
        """Return a message Policy, empty where the group has none of this name."""
        found = protobuf.parse(self.policies[name], POLICY, "a policy")[2] if name in self.policies else None
        return b"" if found is None else bytes(found)

    def organisations(self, policy: bytes) -> Group:
        """Return the groups in this one as organisations, each with its policy of the name that `policy` counts."""
        if len(self.groups) > MAX_ORGS:
            raise TooLarge("the number of organisations", len(self.groups), MAX_ORGS)
        name = named_by(policy) if policy else ""
        orgs = []
        for each in sorted(self.groups):
            one = _Group(self.groups[each])
            msp = one.value("MSP")
            orgs.append(Org(parse_msp(msp) if len(msp) else None, one.policy(name)))
        return Group(orgs, policy)


def _config(number: int, sequence: int, channel: _Group) -> Config:
    orderer, application = channel.group("Orderer"), channel.group("Application")
    consensus = protobuf.parse(orderer.value("ConsensusType"), CONSENSUS, "a type of consensus")
    policy = orderer.policy("BlockValidation")
    consenters = []
    orderers = Group([], b"")
    if consensus[1] == BFT:
        for each in protobuf.parse(orderer.value("Orderers"), CONSENTERS, "the consenters", MAX_CONSENTERS)[1]:
            fields = protobuf.parse(each, CONSENTER, "a consenter")
            consenters.append((fields[1], parse_certificate(fields[5]).key))
    else:
        if not policy:
            raise BadConfig(number, "no policy BlockValidation says who signs blocks")
        orderers = orderer.organisations(policy)
    return Config(
        number,
        sequence,
        consensus[1],
        consenters,
        orderers,
        application.organisations(application.policy("Endorsement")),
    )


def _map(entries: "list[Buffer]") -> "Map":
    found: "Map" = {}
    for each in entries:
        entry: "dict[int, Any]" = protobuf.parse(each, ENTRY, "an entry")
        if entry[1] in found:
            raise BadSchema("a group", "two entries of name " + entry[1])
        found[entry[1]] = b"" if entry[2] is None else entry[2]
    return found
