"""Peers that answer calls of chaincode, by their service Endorser over gRPC. Calls block.

One proposal goes to all of them at once, signed by the gateway's member. What they sign only says what they answered:
an orderer takes no transaction of it without that member's signature, which nobody is given.

Source: Hyperledger Fabric peer.proto (Endorser), proposal.proto, chaincode.proto; protoutil/proputils.go.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any

import grpc

from lightclient.codec import protobuf
from lightclient.codec.cbor import decode
from lightclient.codec.protobuf import bytes_field, message_field, number_field
from lightclient.decided.hosts.errors import NotAtNode
from lightclient.errors import LightClientError, Malformed
from lightclient.fabric.endorsed import MAX_ARGUMENTS, MAX_ENDORSEMENTS
from lightclient.fabric.hosts.deliver import opened
from lightclient.fabric.hosts.errors import NoAnswer
from lightclient.fabric.hosts.identity import Identity
from lightclient.fabric.hosts.making import answer_of, endorsement_of, response_of
from lightclient.fabric.msp import parse_identity
from lightclient.fabric.payload import TRANSACTION
from lightclient.fabric.questions import NONCE
from lightclient.fabric.signers import key_of, verified
from lightclient.gateway.errors import BadArgument
from lightclient.gateway.rpc import SPENT

METHOD = "/protos.Endorser/ProcessProposal"
TIMEOUT = 10.0  # seconds, for all peers together
MAX_ANSWER = 4 << 20  # bytes of one peer's answer
MAX_CALL = 16384  # bytes
GOLANG = 1  # what Fabric's own clients say of any chaincode
MAX_ITEMS = MAX_ARGUMENTS + 4  # of a call


class Endorsers:
    """Peers at urls, grpc(s)://host:port, that are asked about one channel; chaincodes: those that clients may call."""

    def __init__(
        self, urls: list[str], channel: str, who: Identity, chaincodes: Iterable[str], ca: str | None = None
    ) -> None:
        """Raises BadOrderer; OSError for a file that cannot be used."""
        self._channels = [opened(url, ca, MAX_ANSWER) for url in urls[:MAX_ENDORSEMENTS]]
        self._calls: list[Any] = [each.unary_unary(METHOD) for each in self._channels]
        self.channel = channel
        self.who = who
        self.chaincodes = frozenset(chaincodes)

    def call(self, data: bytes) -> Callable[[], bytes]:
        """Return what asks the peers, and returns the body of `endorsed`, for a call as questions.py has it.

        Raises BadArgument. What is returned raises NotAtNode.
        """
        call: Any = None
        with contextlib.suppress(Malformed):
            call = decode(data, MAX_ITEMS) if len(data) <= MAX_CALL else None
        if not _is_call(call) or call[0] not in self.chaincodes:
            raise BadArgument(wanted="a chaincode that may be called here, arguments, and a nonce or none")
        return lambda: self.asked(call[0], call[1], call[2] or os.urandom(NONCE))

    def asked(self, chaincode: str, arguments: list[bytes], nonce: bytes) -> bytes:
        """Return the body of `endorsed` of the answer that most peers give. Raises NotAtNode if none gives one."""
        proposal = self._proposal(chaincode, arguments, nonce)
        signed = bytes_field(1, proposal) + bytes_field(2, self.who.sign(proposal))
        answers: dict[bytes, list[bytes]] = {}
        for data in self._answers(signed):
            answer = _endorsed(data)
            if answer is not None:
                answers.setdefault(answer, []).append(data)
        if not answers:
            raise NotAtNode(f"answer of chaincode {chaincode}")
        return answer_of(proposal, max(answers.values(), key=len))

    def close(self) -> None:
        for each in self._channels:
            each.close()

    def _answers(self, signed: bytes) -> list[bytes]:
        spent = SPENT.get()
        waiting = [call.future(signed, timeout=TIMEOUT) for call in self._calls]
        found = []
        for each in waiting:
            try:
                found.append(each.result())
            except grpc.RpcError:
                continue
        if spent is not None:
            spent.calls += len(waiting)
            spent.parsed += sum(len(each) for each in found)
        return found

    def _proposal(self, chaincode: str, arguments: list[bytes], nonce: bytes) -> bytes:
        """Return the message Proposal."""
        name = message_field(2, bytes_field(2, chaincode.encode()))
        given = message_field(3, b"".join(message_field(1, each) for each in arguments))
        header = number_field(1, TRANSACTION) + message_field(3, number_field(1, int(time.time())))
        header += bytes_field(4, self.channel.encode())
        header += bytes_field(5, sha256(nonce + self.who.creator).hexdigest().encode()) + bytes_field(7, name)
        headers = bytes_field(1, header) + bytes_field(2, bytes_field(1, self.who.creator) + bytes_field(2, nonce))
        spec = message_field(1, number_field(1, GOLANG) + name + given)
        return bytes_field(1, headers) + bytes_field(2, bytes_field(1, spec))


def _endorsed(data: bytes) -> bytes | None:
    """Return what a message ProposalResponse answers if its signature holds, else None: the other peers are counted."""
    try:
        found = response_of(data)
        answer = bytes(found[5])
        identity, signature = endorsement_of(protobuf.present(found[6], "an endorsement"))
        key = key_of(parse_identity(identity)[1])
        return answer if verified(key, answer + identity, signature) else None
    except (LightClientError, NoAnswer):
        return None


def _is_call(call: Any) -> bool:
    return (
        isinstance(call, list)
        and len(call) == 3
        and isinstance(call[0], str)
        and isinstance(call[1], list)
        and len(call[1]) <= MAX_ARGUMENTS
        and all(isinstance(each, bytes) for each in [*call[1], call[2]])
        and len(call[2]) in (0, NONCE)
    )
