"""What can go wrong between a client and its broker, one class per cause."""

from lightclient.errors import LightClientError


class Disconnected(LightClientError):
    """The connection is of no more use: it is closed, and made again after a pause."""


class BadPacket(Disconnected):
    """not MQTT: {}"""


class PacketTooLarge(Disconnected):
    """a packet of {size} bytes on {topic}, and the limit is {limit}"""


class NoAnswer(Disconnected):
    """no {} in time"""


class BrokerRefused(Disconnected):
    """the broker refuses {what}: {reason}"""


class TlsFailed(Disconnected):
    """no secure connection: {}"""


class StreamLost(Disconnected):
    """the stream ended, or no longer accepts data"""


class Unreachable(Disconnected):
    """no connection to {where}: {reason}"""


# The message was read past and acknowledged, lest it come again; the connection is as good as before.
class MessageTooLarge(LightClientError):
    """a message of {size} bytes on {topic}, and the buffer has {limit}"""


class SubscriptionRefused(LightClientError):
    """the broker refuses a subscription to {topic}: look at its access rules"""


class TooManyWaiting(LightClientError):
    """{} packets wait for the broker already"""


class BadBrokerUrl(LightClientError):
    """not a broker's URL: {why}; the form is mqtt(s)://[user:password@]host[:port], or ws(s)://... with a /path"""


# The name and the password of a device have arguments of their own.
class BadBroker(LightClientError):
    """{given} is not a broker: pass mqtt://host[:port], mqtts:// for TLS, a function that opens a stream, or a link"""


# It comes with an extra of this package.
class BrokerMissing(LightClientError):
    """no broker is installed that can run inside this process: pip install 'lightclient[broker]'"""


class BadProxyUrl(LightClientError):
    """this is not a proxy: write socks5h://[user:password@]host:port, with special characters of the login as %XX"""


class ProxyMissing(LightClientError):
    """a proxy needs aiohttp-socks: pip install 'lightclient[proxy]'"""
