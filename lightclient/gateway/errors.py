"""What can go wrong between the gateway and its node, one class per cause.

None of it kills the gateway: a node that is down, busy or broken today may be well tomorrow.
"""

from lightclient.errors import LightClientError


class NodeError(LightClientError):
    """The node did not give what was asked for."""


class BadNodeUrl(NodeError):
    """{}"""


# Nothing came back. Trying again later, or another node, is all that can be done.
class NodeUnreachable(NodeError):
    """{}: {}"""


class NodeTimeout(NodeUnreachable):
    """{}: no answer within {} s"""


class NodeCut(NodeUnreachable):
    """{}: the connection was cut before the answer was complete"""


class NodeNotReady(NodeUnreachable):
    """{}: still starting ({})"""


class NodeUnauthorized(NodeError):
    """{}: user or password are wrong, or this host may not ask"""


# The node understood and declined; its code and its words.
class NodeRefused(NodeError):
    """the node refuses with code {}: {}"""


class NotFound(NodeError):
    """the node does not know {} {}: {}"""


class NotAccepted(NodeError):
    """the node took transaction {} but does not keep it"""


class NotSupported(NodeError):
    """{} cannot be asked for {}"""


# The answer cannot be true, or is no answer at all.
class NodeNonsense(NodeError):
    """nonsense from the node: {}"""


class AnswerTooLarge(NodeNonsense):
    """nonsense from the node: an answer of over {} bytes"""
