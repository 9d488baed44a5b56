"""Peers over real gRPC, by Fabric's own definitions, with one chaincode: a registry of devices.

No peer of Fabric can be built from what package registries serve. This one checks a proposal as core/endorser does:
the channel, the creator's signature, the transaction's id; and endorses what its registry has.
"""

from concurrent import futures
from hashlib import sha256

import grpc
from cryptography import exceptions, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fabric_protos.common import common_pb2 as common
from fabric_protos.msp import identities_pb2 as identities
from fabric_protos.peer import chaincode_pb2 as chaincode
from fabric_protos.peer import peer_pb2_grpc as service
from fabric_protos.peer import proposal_pb2 as proposals
from fabric_protos.peer import proposal_response_pb2 as responses

from tests.portable import fabric


class Peer(service.EndorserServicer):
    """letter: of its organisation. registry: values by key. said: what it sends instead of an answer, bytes or None."""

    def __init__(self, channel, letter, registry, unit=fabric.PEER):
        self.channel = channel
        self.letter = letter
        self.registry = registry
        self.unit = unit
        self.asked = []
        self.said = None
        self.server = grpc.server(futures.ThreadPoolExecutor(2))
        service.add_EndorserServicer_to_server(self, self.server)
        self.port = self.server.add_insecure_port("127.0.0.1:0")

    def __enter__(self):
        self.server.start()
        return self

    def __exit__(self, *error):
        self.server.stop(None).wait()

    @property
    def url(self):
        return f"grpc://127.0.0.1:{self.port}"

    def ProcessProposal(self, request, context):
        if self.said is not None:
            return self.said
        proposal = proposals.Proposal.FromString(request.proposal_bytes)
        header = common.Header.FromString(proposal.header)
        channel = common.ChannelHeader.FromString(header.channel_header)
        signature = common.SignatureHeader.FromString(header.signature_header)
        extension = proposals.ChaincodeHeaderExtension.FromString(channel.extension)
        payload = proposals.ChaincodeProposalPayload.FromString(proposal.payload)
        spec = chaincode.ChaincodeInvocationSpec.FromString(payload.input).chaincode_spec
        why = self._refused(request, channel, signature, extension, spec)
        if why:
            return responses.ProposalResponse(response=responses.Response(status=500, message=why))
        self.asked.append(list(spec.input.args))
        question = [header.channel_header, header.signature_header, proposal.payload]
        value = self.registry.get(spec.input.args[1], b"unknown")
        answer = fabric.answered(question, value, chaincode=extension.chaincode_id.name.encode())
        who, signed = fabric.endorsement(self.letter, answer, self.unit)
        return responses.ProposalResponse(
            version=1,
            response=responses.Response(status=200, payload=value),
            payload=answer,
            endorsement=responses.Endorsement(endorser=who, signature=signed),
        )

    def _refused(self, request, channel, signature, extension, spec):
        """Return why a proposal is refused, "" if it is not."""
        if channel.type != common.ENDORSER_TRANSACTION or channel.channel_id != self.channel:
            return "channel"
        if channel.tx_id != sha256(signature.nonce + signature.creator).hexdigest() or not channel.timestamp.seconds:
            return "transaction id"
        if extension.chaincode_id.name != "registry" or spec.chaincode_id.name != "registry":
            return "chaincode"
        member = identities.SerializedIdentity.FromString(signature.creator)
        key = x509.load_pem_x509_certificate(member.id_bytes).public_key()
        try:
            key.verify(request.signature, request.proposal_bytes, ec.ECDSA(hashes.SHA256()))
        except exceptions.InvalidSignature:
            return "signature"
        return ""
