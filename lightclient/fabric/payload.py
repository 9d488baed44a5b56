"""What envelopes hold: whose they are, what they say of themselves, and their data.

Source: Hyperledger Fabric common.proto (Envelope, Payload, ChannelHeader, SignatureHeader).
"""

from hashlib import sha256

from lightclient.codec import protobuf
from lightclient.codec.errors import BadSchema
from lightclient.codec.protobuf import BYTES, MESSAGE, TEXT, UINT

TYPE_CHECKING = False
if TYPE_CHECKING:
    Buffer = bytes | memoryview

CONFIG, TRANSACTION = 1, 3  # types
ENVELOPE = {1: BYTES, 2: BYTES}
PAYLOAD = {1: MESSAGE, 2: BYTES}
HEADER = {1: BYTES, 2: BYTES}
CHANNEL = {1: UINT, 2: UINT, 3: MESSAGE, 4: TEXT, 5: TEXT, 6: UINT, 7: BYTES, 8: BYTES}
SIGNATURE = {1: BYTES, 2: BYTES}


class Payload:
    """type, channel, tx_id   of the channel header
    creator, nonce         of the signature header
    headers                both as they are hashed in proposals
    data                   by type
    """

    __slots__ = ("channel", "creator", "data", "headers", "nonce", "tx_id", "type")

    def __init__(self, headers: "tuple[Buffer, Buffer]", data: "Buffer") -> None:
        channel = protobuf.parse(headers[0], CHANNEL, "a channel header")
        signature = protobuf.parse(headers[1], SIGNATURE, "a signature header")
        self.type: int = channel[1]
        self.channel: str = channel[4]
        self.tx_id: str = channel[5]
        self.creator: "Buffer" = signature[1]
        self.nonce = bytes(signature[2])
        self.headers = headers
        self.data = data

    def id(self) -> bytes:
        """Return what the id of a transaction must be: 32 bytes (protoutil/proputils.go ComputeTxID)."""
        return sha256(self.nonce + bytes(self.creator)).digest()


def parse_envelope(data: "Buffer") -> "tuple[Buffer, Buffer]":
    """Return (payload, signature). Raises what `protobuf.parse` raises."""
    fields = protobuf.parse(data, ENVELOPE, "an envelope")
    return fields[1], fields[2]


def parse_payload(data: "Buffer") -> Payload:
    """Return the payload of an envelope. Raises BadSchema, and what `protobuf.parse` raises."""
    fields = protobuf.parse(data, PAYLOAD, "a payload")
    header = protobuf.parse(protobuf.present(fields[1], "the header of a payload"), HEADER, "a header")
    if not len(header[1]):
        raise BadSchema("a payload", "no channel header")
    return Payload((header[1], header[2]), fields[2])
