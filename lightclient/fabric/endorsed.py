"""Answers of chaincode that peers have endorsed: what was asked, what they all answered, and who they are.

A peer signs the hash of the proposal, which names channel, chaincode and arguments, together with the answer. So
endorsements by enough organisations prove the answer to whoever believes the channel's configuration, with no block at
all: they say what the endorsers' own copies of the ledger held when they were asked.

Source: Hyperledger Fabric proposal.proto, proposal_response.proto, chaincode.proto; protoutil/proputils.go
(GetProposalHash1), core/endorser/plugin_endorser.go, core/committer/txvalidator (what is signed).
"""

from hashlib import sha256

from lightclient.codec import protobuf
from lightclient.codec.errors import BadSchema
from lightclient.codec.protobuf import BYTES, MESSAGE, REPEATED, TEXT, UINT
from lightclient.fabric.errors import (
    DoubledEndorser,
    InvalidEndorsement,
    NotPeer,
    OtherChannel,
    OtherProposal,
    OutOfDate,
)
from lightclient.fabric.msp import MEMBER, PEER, parse_identity
from lightclient.fabric.payload import TRANSACTION, Payload
from lightclient.fabric.policy import is_met, least_of
from lightclient.fabric.signers import key_of, verified

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.fabric.config import Config

    Buffer = bytes | memoryview

MAX_ENDORSEMENTS = 64
MAX_ARGUMENTS = 256
RESPONSE_PAYLOAD = {1: BYTES, 2: BYTES}
ACTION = {1: BYTES, 2: BYTES, 3: MESSAGE, 4: MESSAGE}
RESPONSE = {1: UINT, 2: TEXT, 3: BYTES}
CHAINCODE = {1: TEXT, 2: TEXT, 3: TEXT}
PROPOSAL = {1: BYTES}  # without what is transient, which is not hashed
INVOCATION = {1: MESSAGE}
SPEC = {1: UINT, 2: MESSAGE, 3: MESSAGE, 4: UINT}
INPUT = {1: REPEATED, 2: REPEATED, 3: UINT}


class Answer:
    """What was asked and what was answered, as the endorsers signed it.

    payload    of the proposal: channel, id, nonce, creator
    chaincode  name of the one that answered, as the endorsers say: they run the one that the header names, whatever
               the proposal says it is for
    arguments  bytes; the first one is the function
    status     200 if the chaincode was content
    value      what it answered
    signed     what each endorser signed, before its own identity
    """

    __slots__ = ("arguments", "chaincode", "payload", "signed", "status", "value")

    def __init__(self, channel_header: "Buffer", signature_header: "Buffer", proposal: "Buffer", answer: "Buffer"):
        """proposal: message ChaincodeProposalPayload. answer: message ProposalResponsePayload.

        Raises OtherProposal, BadSchema, and what `protobuf.parse` raises.
        """
        self.payload = Payload((channel_header, signature_header), b"")
        hasher = sha256()
        for part in (channel_header, signature_header, proposal):
            hasher.update(part)
        outer = protobuf.parse(answer, RESPONSE_PAYLOAD, "an answer")
        if outer[1] != hasher.digest():
            raise OtherProposal()
        if self.payload.type != TRANSACTION or self.payload.tx_id != self.payload.id().hex():
            raise BadSchema("a proposal", "its id is not the hash of its nonce and creator, or its type is another one")
        asked = protobuf.parse(proposal, PROPOSAL, "a proposal")
        invocation = protobuf.parse(asked[1], INVOCATION, "an invocation")
        spec = protobuf.parse(protobuf.present(invocation[1], "what is invoked"), SPEC, "what is invoked")
        given = protobuf.parse(protobuf.present(spec[3], "arguments"), INPUT, "arguments", MAX_ARGUMENTS)
        action = protobuf.parse(outer[2], ACTION, "an answer")
        name = protobuf.parse(protobuf.present(action[4], "a chaincode"), CHAINCODE, "a chaincode")
        response = protobuf.parse(protobuf.present(action[3], "a response"), RESPONSE, "a response")
        self.chaincode: str = name[2]
        self.arguments = [bytes(each) for each in given[1]]
        self.status: int = response[1]
        self.value = bytes(response[3])
        self.signed = bytes(answer)


class Count:
    """Those who endorsed an answer.

    names      MSPs of the endorsers' organisations, each once
    met        whether the channel's policy for endorsements is met
    total      organisations that may endorse
    threshold  how many of them the policy wants
    """

    __slots__ = ("met", "names", "threshold", "total")

    def __init__(self, names: "list[str]", met: bool, total: int, threshold: int) -> None:
        self.names = names
        self.met = met
        self.total = total
        self.threshold = threshold


def count(
    answer: Answer, endorsements: "list[tuple[Buffer, Buffer]]", config: "Config", channel: str, clock: "int | None"
) -> Count:
    """Return who endorsed an answer. endorsements: (identity, signature) of each.

    Every one has to hold: by a peer of an organisation of the configuration that may endorse, or any member where that
    has no roles, whose certificate is valid now if there is a clock. Where the channel has no policy for endorsements,
    most organisations are wanted.
    Raises OtherChannel, UnknownMsp, NotIssued, Revoked, NoRole, NotPeer, OutOfDate, DoubledEndorser,
    InvalidEndorsement, UnsupportedKey, and what the parsers raise.
    """
    if answer.payload.channel != channel:
        raise OtherChannel(answer.payload.channel, channel)
    group = config.endorsers
    signers: "list[tuple[str, int]]" = []
    seen: "list[bytes]" = []  # keys: one and the same certificate can be written in several ways
    for number in range(len(endorsements)):
        identity, signature = endorsements[number]
        msp, certificate = parse_identity(identity)
        key = key_of(certificate)
        if key in seen:
            raise DoubledEndorser(seen.index(key), number)
        seen.append(key)
        if clock is not None and not certificate.not_before <= clock <= certificate.not_after:
            raise OutOfDate(msp, certificate.not_before, certificate.not_after, clock)
        role = group.msp(msp).role_of(certificate)
        if role not in (PEER, MEMBER):
            raise NotPeer(number, msp)
        if not verified(key, answer.signed + bytes(identity), bytes(signature)):
            raise InvalidEndorsement(number)
        signers.append((msp, role))
    names: "list[str]" = []
    for msp, _ in signers:
        if msp not in names:
            names.append(msp)
    total = len(group.orgs)
    if not group.policy:
        least = total // 2 + 1
        return Count(names, len(names) >= least, total, least)
    return Count(names, is_met(group.policy, group, signers), total, least_of(group.policy, group))
