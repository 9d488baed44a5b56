"""What is made of whole blocks and of peers' answers: bodies of the forms of evidence.py."""

from __future__ import annotations

from typing import Any, Protocol

from lightclient.codec import protobuf
from lightclient.codec.cbor import encode
from lightclient.codec.protobuf import BYTES, MESSAGE, REPEATED, UINT
from lightclient.decided.hosts.ties import Ties
from lightclient.errors import LightClientError
from lightclient.fabric.block import MAX_GAP, Block
from lightclient.fabric.hosts.blocks import Whole
from lightclient.fabric.hosts.errors import NoAnswer
from lightclient.fabric.payload import CONFIG, HEADER, TRANSACTION, Payload, parse_envelope, parse_payload

ACTIONS = {1: REPEATED}
ACTION = {1: BYTES, 2: BYTES}
CHAINCODE_ACTION = {1: BYTES, 2: MESSAGE}
ENDORSED_ACTION = {1: BYTES, 2: REPEATED}
ENDORSEMENT = {1: BYTES, 2: BYTES}
SIGNED_PROPOSAL = {1: BYTES, 2: BYTES}
PROPOSAL = {1: BYTES, 2: BYTES, 3: BYTES}
RESPONSE = {1: UINT, 2: MESSAGE, 4: MESSAGE, 5: BYTES, 6: MESSAGE, 7: MESSAGE}
CHAINCODE_PROPOSAL = {1: BYTES, 2: REPEATED}


class Blocks(Protocol):
    def signed(self, height: int) -> Any:
        """Return the block at a height, as much of it as devices need."""

    def data_hash(self, height: int) -> bytes: ...


def reaches(base: Any, new: Block, blocks: Blocks) -> bool:
    """Return whether a reader who is at `base` can take `new`: they are near, and no configuration is in between."""
    if new.height - base.height - 1 > MAX_GAP:
        return False
    config = new.last_config if new.envelope is None else blocks.signed(new.height - 1).last_config
    return bool(config == base.last_config)


def linked(run: list[Block], base: Any, blocks: Blocks) -> list[Any]:
    """Return the fields of a run with the data hashes of the blocks in between, from `base` on."""
    made: list[Any] = []
    above = base.height
    for new in run:
        gap = [blocks.data_hash(height) for height in range(above + 1, new.height)]
        made.append([b"".join(gap), new.raw])
        above = new.height
    return made


def transaction(whole: Whole, number: int, tied: Ties) -> bytes:
    return encode([tied.steps, tied.links, number, whole.envelopes])


def payloads(whole: Whole) -> list[Payload | None]:
    """Return what each envelope of a block says of itself, None where it does not say that here."""
    found: list[Payload | None] = []
    for envelope in whole.envelopes:
        try:
            found.append(parse_payload(parse_envelope(envelope)[0]))
        except LightClientError:
            found.append(None)
    return found


def place_of(whole: Whole, tx_id: bytes) -> int | None:
    """Return the number of a transaction in a block, None if it is not there."""
    for number, payload in enumerate(payloads(whole)):
        if payload is not None and payload.type == TRANSACTION and payload.tx_id == tx_id.hex():
            return number
    return None


def answer_in(envelope: bytes) -> bytes:
    """Return the body of `endorsed` of what peers answered when a transaction was proposed that is in a block.

    Raises NoAnswer if it has no such answer, and what `protobuf.parse` raises.
    """
    payload = parse_payload(parse_envelope(envelope)[0])
    if payload.type == CONFIG:
        raise NoAnswer("a configuration has no endorsers")
    actions = protobuf.parse(payload.data, ACTIONS, "a transaction")[1]
    if len(actions) != 1:
        raise NoAnswer(f"a transaction of {len(actions)} actions")
    action = protobuf.parse(actions[0], ACTION, "an action")
    inner = protobuf.parse(action[2], CHAINCODE_ACTION, "an action")
    endorsed = protobuf.parse(protobuf.present(inner[2], "an endorsed action"), ENDORSED_ACTION, "an endorsed action")
    given = [endorsement_of(each) for each in endorsed[2]]
    return encode([*payload.headers, inner[1], endorsed[1], given])


def answer_of(proposal: bytes, responses: list[bytes]) -> bytes:
    """Return the body of `endorsed` of a message Proposal or SignedProposal and messages ProposalResponse to it.

    Raises NoAnswer if the responses do not agree, and what `protobuf.parse` raises.
    """
    header, asked = proposal_of(proposal)
    parts = protobuf.parse(header, HEADER, "a header")
    found = [response_of(each) for each in responses]
    answers = {bytes(each[5]) for each in found}
    if len(answers) != 1:
        raise NoAnswer(f"{len(answers)} different answers to one proposal")
    given = [endorsement_of(each[6]) for each in found if each[6] is not None]
    # What is transient goes to endorsers alone and is not hashed.
    plain = protobuf.bytes_field(1, protobuf.parse(asked, CHAINCODE_PROPOSAL, "a proposal")[1])
    return encode([parts[1], parts[2], plain, answers.pop(), given])


def proposal_of(data: bytes) -> tuple[bytes, bytes]:
    """Return (header, payload) of a message Proposal, or of the one in a message SignedProposal."""
    try:
        fields = protobuf.parse(data, PROPOSAL, "a proposal")
        parse_payload(protobuf.message_field(1, fields[1]))
    except LightClientError:
        inner = protobuf.parse(data, SIGNED_PROPOSAL, "a signed proposal")[1]
        fields = protobuf.parse(inner, PROPOSAL, "a proposal")
        parse_payload(protobuf.message_field(1, fields[1]))
    return fields[1], fields[2]


def response_of(data: bytes) -> dict[int, Any]:
    """Return the fields of a message ProposalResponse. Raises what `protobuf.parse` raises."""
    found: dict[int, Any] = protobuf.parse(data, RESPONSE, "a response")
    if not found[5]:
        raise NoAnswer("a response without an answer")
    return found


def endorsement_of(data: bytes) -> list[bytes]:
    """Return [identity, signature] of a message Endorsement. Raises what `protobuf.parse` raises."""
    fields = protobuf.parse(data, ENDORSEMENT, "an endorsement")
    return [fields[1], fields[2]]
