"""Transactions and receipts in a block: entries of tries, under their numbers in the block.

A receipt says what a transaction did: whether it went through, and what events it logged.

Source: Ethereum's Yellow Paper, section 4.3.1; EIP-2718 (types), EIP-658 (status), EIP-1559 and EIP-4844.
"""

from lightclient.codec.errors import BadSchema, TooLarge
from lightclient.crypto.keccak import keccak256
from lightclient.evm import rlp
from lightclient.evm.errors import NoReceipt
from lightclient.evm.header import ADDRESS, BLOOM, HASH
from lightclient.evm.trie import value_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MAX_INDEX = 1 << 20
MAX_TOPICS = 4
MAX_ITEMS = 65536  # of all lists in a receipt: a log takes three and its topics, and gas bounds their number
FIRST_LIST = 0xC0  # receipts and transactions of the first kind are lists; others have their type before


class Log:
    """address of the contract, topics of 32 bytes each, data."""

    __slots__ = ("address", "data", "topics")

    def __init__(self, address: bytes, topics: "list[bytes]", data: bytes) -> None:
        self.address = address
        self.topics = topics
        self.data = data


class Receipt:
    """kind      type of the transaction, 0 for the first one
    succeeded  whether it went through; None before EIP-658, which only had the state's root there
    gas_used   by it and those before it in the block
    logs       list of Log
    """

    __slots__ = ("gas_used", "kind", "logs", "succeeded")

    def __init__(self, kind: int, succeeded: "bool | None", gas_used: int, logs: "list[Log]") -> None:
        self.kind = kind
        self.succeeded = succeeded
        self.gas_used = gas_used
        self.logs = logs


def entry_at(root: bytes, index: int, nodes: "list[Any]", what: str) -> bytes:
    """Return the transaction or receipt number `index` of a block, as its trie has it.

    Raises NoReceipt, TooLarge, and what `value_at` raises.
    """
    if index > MAX_INDEX:
        raise TooLarge("a number in a block", index, MAX_INDEX)
    value = value_at(root, rlp.serialize(index), nodes)
    if value is None:
        raise NoReceipt(what, index)
    return value


def transaction_hash(raw: "bytes | memoryview") -> bytes:
    """Return the hash of a transaction as its trie has it, type and all."""
    return keccak256(raw)


def parse_receipt(data: "bytes | memoryview") -> Receipt:
    """Raises BadSchema, NonCanonical, TooLarge and what `rlp.parse` raises."""
    kind = 0
    if len(data) and data[0] < 0x80:
        kind = data[0]
        data = data[1:]
        if not kind:
            raise BadSchema("a receipt", "of type 0, which is not written")
    status, gas, bloom, found = rlp.listed(data, "a receipt", 4, MAX_ITEMS)
    rlp.blob(bloom, "a bloom", BLOOM)
    logs = []
    for each in rlp.items(found, "logs"):
        address, topics, said = rlp.items(each, "a log", 3)
        topics = [rlp.blob(topic, "a topic", HASH) for topic in rlp.items(topics, "topics")]
        if len(topics) > MAX_TOPICS:
            raise TooLarge("the number of topics", len(topics), MAX_TOPICS)
        logs.append(Log(rlp.blob(address, "an address", ADDRESS), topics, rlp.blob(said, "data")))
    return Receipt(kind, _status(status), rlp.number(gas, "gas"), logs)


def _status(value: "Any") -> "bool | None":
    if len(rlp.blob(value, "a status")) == HASH:
        return None
    status = rlp.number(value, "a status", 8)
    if status > 1:
        raise BadSchema("a receipt", "its status is neither 0 nor 1")
    return status == 1
