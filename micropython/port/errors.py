"""What can go wrong between a device and its broker, one class per cause."""

from lightclient.errors import LightClientError


class Disconnected(LightClientError):
    """The connection is of no more use: it is closed, and made again after a pause."""


class BadPacket(Disconnected):
    """not MQTT: {}"""


class PacketTooLarge(Disconnected):
    """a packet of {} bytes, and at most {} are read past"""


class NoAnswer(Disconnected):
    """no {} in time"""


class BrokerRefused(Disconnected):
    """the broker refuses {}: code {}"""


class TlsFailed(Disconnected):
    """no secure connection: {}"""


class StreamLost(Disconnected):
    """the stream ended or takes nothing any more"""


# The message was read past and acknowledged, lest it come again; the connection is as good as before.
class MessageTooLarge(LightClientError):
    """a message of {} bytes on {}, the buffer has {}"""


class TooManyWaiting(LightClientError):
    """{} packets wait for the broker already"""


# No gateway proved the transaction; `args[1]` maps each to its reason.
class NotProved(LightClientError):
    """transaction {}: {}"""


class RecordTooLarge(LightClientError):
    """a record of {} bytes, and the store holds {}"""


class NoEntropy(LightClientError):
    """this board has no source of randomness: pass one that was seeded"""
