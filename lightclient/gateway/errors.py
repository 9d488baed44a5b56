"""Why a gateway does not answer a question, or cannot ask its node.

What reaches a client is a sentence of this project's, and never a text or an address of the node.
"""

from lightclient.errors import LightClientError
from lightclient.sync import messages


# What an operator has set.
class BadConfig(LightClientError):
    """A configuration that cannot be used."""


class NoToml(BadConfig):
    """{file} is not TOML: {why}"""


class UnknownKey(BadConfig):
    """{file} sets {key}, which is not known there; known are {known}"""


class BadValue(BadConfig):
    """{file} sets {key} to {value}; it must be {wanted}"""


class SettingMissing(BadConfig):
    """{flags} must be given: as flags, as {variables}, or in {file}"""


class SecretExposed(BadConfig):
    """everybody can read {file}, and {key} in it has a password: chmod o= that file, or move the password to its own"""


class BadSecret(BadConfig):
    """{key}: {why}"""


class SeveralLedgers(BadConfig):
    """{flag} or {variable} is for one ledger, and {file} has several: write {key} into their [[ledger]] tables"""


class LedgerTwice(BadConfig):
    """{file} has two [[ledger]] tables for {network}; a second node takes a gateway of its own, with another name"""


class BadAddress(BadConfig):
    """{key} is {value!r}; HOST:PORT is needed, such as 127.0.0.1:9464"""


class NotServed(BadConfig):
    """{network} is a chain that nothing serves here"""


class BadRpcUrl(BadConfig):
    """{why}: a node is http(s)://user:password@host:port"""


class SourceFails(LightClientError):
    """the node does not give what it is asked for"""


# Of nodes that speak JSON-RPC 2.0 (rpc.py). What the node said is in the values, for the adapters.
class RpcUnreachable(SourceFails):
    """the node is not reached: {0}"""


class RpcRefused(SourceFails):
    """the node refuses with code {0}"""


class RpcNonsense(SourceFails):
    """nonsense from the node: {0}"""


class Declined(LightClientError):
    """A question that gets a status other than OK."""

    status = messages.UNAVAILABLE


class BadArgument(Declined):
    """the argument is not {wanted}"""

    status = messages.BAD_REQUEST


class Refused(Declined):
    """{why}"""

    status = messages.BAD_REQUEST


class NotHere(Declined):
    """{what}"""

    status = messages.NOT_FOUND


class Unsupported(Declined):
    """this gateway has no {what}"""

    status = messages.UNSUPPORTED


class Unavailable(Declined):
    """the gateway's node does not answer"""


class NodeSaysNonsense(Declined):
    """the gateway's node gave an answer that cannot be true"""


class AnswerTooLarge(Declined):
    """{size}"""

    status = messages.TOO_LARGE


# A worker process ended in the middle of its work: the system has killed it, most likely for its memory.
class WorkerLost(SourceFails):
    """a worker process of the gateway was killed"""
