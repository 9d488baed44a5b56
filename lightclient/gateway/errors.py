"""What can go wrong between the gateway and its node, one class per cause.

None of it kills the gateway: a node that is down, busy or broken today may be well tomorrow.
"""

from lightclient.errors import LightClientError


class NodeError(LightClientError):
    """The node did not give what was asked for."""


class BadNodeUrl(NodeError):
    says = "{}"


class NodeUnreachable(NodeError):
    """Nothing came back. Trying again later, or another node, is all that can be done."""

    says = "{}: {}"


class NodeTimeout(NodeUnreachable):
    says = "{}: no answer within {} s"


class NodeCut(NodeUnreachable):
    says = "{}: the connection was cut before the answer was complete"


class NodeNotReady(NodeUnreachable):
    says = "{}: still starting ({})"


class NodeUnauthorized(NodeError):
    says = "{}: user or password are wrong, or this host may not ask"


class NodeRefused(NodeError):
    """The node understood and declined; its code and its words."""

    says = "the node refuses with code {}: {}"


class NotFound(NodeError):
    says = "the node does not know {} {}: {}"


class NotAccepted(NodeError):
    says = "the node took transaction {} but does not keep it"


class NotSupported(NodeError):
    says = "{} cannot be asked for {}"


class NodeNonsense(NodeError):
    """The answer cannot be true, or is no answer at all."""

    says = "nonsense from the node: {}"


class AnswerTooLarge(NodeNonsense):
    says = "nonsense from the node: an answer of over {} bytes"
