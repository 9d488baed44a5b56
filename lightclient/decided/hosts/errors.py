"""What nodes and files with their answers do not give, one class per cause. No sentence names an address."""

from lightclient.gateway.errors import BadConfig, SourceFails


class OtherChain(SourceFails):
    """the node is of chain {0!r}, the checkpoint of {1!r}"""


class NotAtNode(SourceFails):
    """the node has no {0}"""


class NotProvable(SourceFails):
    """the node's answers do not make up what the header commits to: {0}"""


class NotSynced(SourceFails):
    """the node is still catching up, at height {0}"""


class NoProxy(BadConfig):
    """a node of this ledger is not reached through a proxy, only directly: leave out proxy, or run the node here"""


class NotInFiles(SourceFails):
    """the files have no {0}"""


class NoRpcJson(SourceFails):
    """{0} is no JSON of a node's RPC: {1}"""


class BadRule(BadConfig):
    """{name} is {value!r}; it must be {wanted}"""


class UnknownRule(BadConfig):
    """a chain of this family has no rule {name!r}; it has {known}"""
