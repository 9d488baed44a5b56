"""Deliver of an orderer over real gRPC, by Fabric's own definitions, for blocks that were recorded or made.

No orderer of Fabric can be built from what package registries serve. This one sends what it was given, to members of
the channel alone, as common/deliver/deliver.go does: it looks at the channel, the time and the creator's signature.
"""

import time
from concurrent import futures

import grpc
from cryptography import exceptions, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fabric_protos.common import common_pb2 as common
from fabric_protos.msp import identities_pb2 as identities
from fabric_protos.orderer import ab_pb2 as ab
from fabric_protos.orderer import ab_pb2_grpc as service

SUCCESS, BAD_REQUEST, FORBIDDEN, NOT_FOUND = 200, 400, 403, 404
WINDOW = 900  # seconds by which a client's clock may be wrong


class Orderer(service.AtomicBroadcastServicer):
    """blocks: messages Block by number. msps: whose members may read. asked: [(first, last, content type)]."""

    def __init__(self, channel, blocks, msps=("Orgx",), certificates=None):
        self.channel = channel
        self.blocks = blocks
        self.msps = msps
        self.asked = []
        self.said = None  # what is sent instead of an answer
        self.server = grpc.server(futures.ThreadPoolExecutor(4))
        service.add_AtomicBroadcastServicer_to_server(self, self.server)
        if certificates is None:
            self.port = self.server.add_insecure_port("127.0.0.1:0")
        else:
            pair = certificates.key.read_bytes(), certificates.certificate.read_bytes()
            self.port = self.server.add_secure_port("127.0.0.1:0", grpc.ssl_server_credentials([pair]))

    def __enter__(self):
        self.server.start()
        return self

    def __exit__(self, *error):
        self.server.stop(None).wait()

    def Deliver(self, request_iterator, context):
        for envelope in request_iterator:
            if self.said is not None:
                yield from self.said
                return
            status, info = self._seek(envelope)
            if info is not None:
                status = yield from self._blocks(info)
            yield ab.DeliverResponse(status=status)

    def _seek(self, envelope):
        """Return (status, what is asked for); None if the status says why not."""
        payload = common.Payload.FromString(envelope.payload)
        header = common.ChannelHeader.FromString(payload.header.channel_header)
        if header.type != common.DELIVER_SEEK_INFO or abs(header.timestamp.seconds - time.time()) > WINDOW:
            return BAD_REQUEST, None
        if header.channel_id != self.channel:
            return NOT_FOUND, None
        creator = common.SignatureHeader.FromString(payload.header.signature_header).creator
        member = identities.SerializedIdentity.FromString(creator)
        key = x509.load_pem_x509_certificate(member.id_bytes).public_key()
        try:
            key.verify(envelope.signature, envelope.payload, ec.ECDSA(hashes.SHA256()))
        except exceptions.InvalidSignature:
            return FORBIDDEN, None
        if member.mspid not in self.msps:
            return FORBIDDEN, None
        return SUCCESS, ab.SeekInfo.FromString(payload.data)

    def _blocks(self, info):
        assert info.behavior == ab.SeekInfo.FAIL_IF_NOT_READY
        first, last = [self._height(each) for each in (info.start, info.stop)]
        self.asked.append((first, last, info.content_type))
        for number in range(first, last + 1):
            if number not in self.blocks:
                return NOT_FOUND
            block = common.Block.FromString(self.blocks[number])
            if info.content_type == ab.SeekInfo.HEADER_WITH_SIG and not self._configures(block):
                block.ClearField("data")
            yield ab.DeliverResponse(block=block)
        return SUCCESS

    def _height(self, position):
        return max(self.blocks) if position.WhichOneof("Type") == "newest" else position.specified.number

    @staticmethod
    def _configures(block):
        value = common.Metadata.FromString(block.metadata.metadata[0]).value
        return common.OrdererBlockMetadata.FromString(value).last_config.index == block.header.number
