"""What can go wrong between the gateway and its node, one class per cause.

None of it kills the gateway: a node that is down, busy or broken today may be well tomorrow. The sentences are this
project's and name no address: some end in logs, and none may carry a login, a URL or a text of the node's there. What
the node said is in the values of the error, for the adapters.
"""

from lightclient.errors import LightClientError
from lightclient.gateway.errors import BadConfig, SourceFails
from lightclient.gateway.source import STARTING


class NodeError(SourceFails):
    """The node did not give what was asked for."""


class BadNodeUrl(BadConfig):
    """{why}: a node is http(s)://user:password@host:port, or tcp://host:port or ssl://host:port for Electrum"""


class BadPin(BadConfig):
    """this is not a fingerprint: SHA-256 has 64 hex digits, with or without colons between pairs"""


class BadZmqAddress(BadConfig):
    """this is not a ZMQ publisher's address: write tcp://host:port or ipc:///path, as in zmqpubrawtx"""


class ZmqMissing(BadConfig):
    """listening to a node's ZMQ needs pyzmq: pip install 'lightclient[zmq]'"""


# Nothing came back. Trying again later, or another node, is all that can be done.
class NodeUnreachable(NodeError):
    """{0}: {1}"""


class NodeTimeout(NodeUnreachable):
    """{0}: no answer within {1} s"""


class NodeCut(NodeUnreachable):
    """{0}: the connection was cut before the answer was complete"""


class NodeNotReady(NodeUnreachable):
    """{0}: the node is still starting"""

    state = STARTING


class NodeUnauthorized(NodeError):
    """{0}: user or password are wrong, or this host may not ask"""


class NodeWontStart(NodeError):
    """bitcoind does not start: {0}"""


# The node understood and declined; its code and its words.
class NodeRefused(NodeError):
    """the node refuses with code {0}"""


class NotFound(NodeError):
    """the node does not know {0} {1}"""


class NotIndexed(NotFound):
    """the node has no index of transactions, and {0} {1} does not wait: start it with -txindex=1, or say the height"""


class Pruned(NotFound):
    """the node is pruned and no longer has {0} {1}"""


class TooShort(NodeError):
    """the node's chain ends at height {tip}: name a block of it with --at; by default it is {settled} below the tip"""


class NoWork(NodeError):
    """this node does not tell its chain's work: --whole counts it from block 0 on; nodes with JSON-RPC tell it"""


class NotAccepted(NodeError):
    """the node took transaction {0} but does not keep it"""


class NotSupported(NodeError):
    """{0} cannot be asked for {1}"""


class HistoryTooLarge(NodeError):
    """the node does not list all transactions of a script: there are too many"""


# The answer cannot be true, or is no answer at all.
class NodeNonsense(NodeError):
    """nonsense from the node: {0}"""


class AnswerTooLarge(NodeNonsense):
    """nonsense from the node: an answer of over {0} bytes"""


# A place that the index does not reach, or no more after a reorganisation.
class BeyondTip(LightClientError):
    """height {0} is beyond the tip at {1}"""


# What the wallet of a sandbox does not do. These are for its developer alone, who may read what the node says.
class NoCoins(LightClientError):
    """there are {0} satoshi to spend, and {1} are wanted: mine blocks first"""


class NotPaid(LightClientError):
    """the wallet does not pay: {0}"""
