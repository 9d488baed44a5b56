"""What can go wrong between a device and its broker, one class per cause."""

from lightclient.error_root import LightClientError


class Disconnected(LightClientError):
    """The connection is of no more use: it is closed, and made again after a pause."""


class BadPacket(Disconnected):
    says = "not MQTT: {}"


class PacketTooLarge(Disconnected):
    says = "a packet of {} bytes, and at most {} are read past"


class NoAnswer(Disconnected):
    says = "no {} in time"


class BrokerRefused(Disconnected):
    says = "the broker refuses {}: code {}"


class StreamLost(Disconnected):
    says = "the stream ended or takes nothing any more"


class MessageTooLarge(LightClientError):
    """The message was read past and acknowledged, lest it come again; the connection is as good as before."""

    says = "a message of {} bytes on {}, the buffer has {}"


class TooManyWaiting(LightClientError):
    says = "{} packets wait for the broker already"


class NotProved(LightClientError):
    """No gateway proved the transaction; `args[1]` maps each to its reason."""

    says = "transaction {}: {}"


class NoEntropy(LightClientError):
    says = "this board has no source of randomness: pass one that was seeded"
