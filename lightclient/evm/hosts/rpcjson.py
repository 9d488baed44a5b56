"""What a node's RPC says in JSON: headers, transactions and receipts, back in the form in which they are hashed.

Every function returns what it names or raises RpcNonsense, which shows nothing of what came: it may end in a log.

Source: Ethereum's execution-apis; EIP-2718, EIP-2930, EIP-1559, EIP-4844, EIP-7702.
"""

from __future__ import annotations

import re
from typing import Any

from lightclient.evm import rlp
from lightclient.gateway.errors import RpcNonsense

# Fields of a header by their places, those that are numbers, and those that later forks have added.
HEADER = (
    "parentHash", "sha3Uncles", "miner", "stateRoot", "transactionsRoot", "receiptsRoot", "logsBloom", "difficulty",
    "number", "gasLimit", "gasUsed", "timestamp", "extraData", "mixHash", "nonce", "baseFeePerGas", "withdrawalsRoot",
    "blobGasUsed", "excessBlobGas", "parentBeaconBlockRoot", "requestsHash",
)  # fmt: skip
NUMBERS = {
    "difficulty", "number", "gasLimit", "gasUsed", "timestamp", "baseFeePerGas", "blobGasUsed", "excessBlobGas",
    "nonce", "gas", "gasPrice", "value", "chainId", "maxFeePerGas", "maxPriorityFeePerGas", "maxFeePerBlobGas", "v",
    "r", "s", "yParity",
}  # fmt: skip
LEAST = 15
LEGACY, LISTED, FEES, BLOBS, CODES = 0, 1, 2, 3, 4  # types of transactions
_FEES = ("chainId", "nonce", "maxPriorityFeePerGas", "maxFeePerGas", "gas", "to", "value", "input", "accessList")
TRANSACTIONS = {
    LEGACY: ("nonce", "gasPrice", "gas", "to", "value", "input", "v", "r", "s"),
    LISTED: ("chainId", "nonce", "gasPrice", "gas", "to", "value", "input", "accessList", "yParity", "r", "s"),
    FEES: (*_FEES, "yParity", "r", "s"),
    BLOBS: (*_FEES, "maxFeePerBlobGas", "blobVersionedHashes", "yParity", "r", "s"),
    CODES: (*_FEES, "authorizationList", "yParity", "r", "s"),
}
HEX = re.compile(r"0x[0-9a-fA-F]*")
MAX_ITEMS = 100_000
MAX_NODES = 65  # of a proof


def field(value: Any, name: str) -> Any:
    """Return the member of an object, None without such a member."""
    if not isinstance(value, dict):
        raise RpcNonsense(f"no object with a {name}")
    return value.get(name)


def items(value: Any, what: str) -> list[Any]:
    if not isinstance(value, list) or len(value) > MAX_ITEMS:
        raise RpcNonsense(f"{what} should be a list")
    return value


def unhex(value: Any, what: str) -> bytes:
    if not isinstance(value, str) or not HEX.fullmatch(value) or len(value) % 2:
        raise RpcNonsense(f"{what} should be bytes in hex")
    return bytes.fromhex(value[2:])


def number(value: Any, what: str) -> int:
    if not isinstance(value, str) or not HEX.fullmatch(value) or not 2 < len(value) <= 66:
        raise RpcNonsense(f"{what} should be a number in hex")
    return int(value, 16)


def header_of(block: Any) -> bytes:
    """Return the header of a block in RLP."""
    fields: list[Any] = []
    for place, name in enumerate(HEADER):
        value = field(block, name)
        if value is None and place >= LEAST:
            break
        plain = name in NUMBERS and name != "nonce"  # which is 8 bytes in a header
        fields.append(number(value, name) if plain else unhex(value, name))
    return rlp.serialize(fields)


def nodes(value: Any) -> list[bytes]:
    """Return the nodes of a proof."""
    found = [unhex(each, "a node") for each in items(value, "the nodes")]
    if len(found) > MAX_NODES:
        raise RpcNonsense(f"{len(found)} nodes")
    # Some nodes list what stands in the node above as well; readers take it from there.
    return [each for place, each in enumerate(found) if place == 0 or len(each) >= 32]


def transaction_of(value: Any) -> bytes:
    """Return a transaction as its trie has it."""
    kind = number(field(value, "type") or "0x0", "a type")
    names = TRANSACTIONS.get(kind)
    if names is None:
        raise RpcNonsense(f"a transaction of type {kind}")
    body = rlp.serialize([_member(value, name) for name in names])
    return bytes((kind,)) + body if kind else body


def receipt_of(value: Any) -> bytes:
    """Return a receipt as its trie has it."""
    kind = number(field(value, "type") or "0x0", "a type")
    logs: list[Any] = []
    for log in items(field(value, "logs"), "the logs"):
        topics: list[Any] = [unhex(each, "a topic") for each in items(field(log, "topics"), "the topics")]
        logs.append([unhex(field(log, "address"), "an address"), topics, unhex(field(log, "data"), "data")])
    root = field(value, "root")
    status: Any = unhex(root, "a root") if root is not None else number(field(value, "status"), "a status")
    gas, bloom = number(field(value, "cumulativeGasUsed"), "gas"), unhex(field(value, "logsBloom"), "a bloom")
    body = rlp.serialize([status, gas, bloom, logs])
    return bytes((kind,)) + body if kind else body


def _member(value: Any, name: str) -> Any:
    found = field(value, name)
    if name == "yParity" and found is None:
        found = field(value, "v")
    if name == "accessList":
        return [
            [unhex(field(each, "address"), name), [unhex(key, name) for key in items(field(each, "storageKeys"), name)]]
            for each in items(found or [], name)
        ]
    if name == "blobVersionedHashes":
        return [unhex(each, name) for each in items(found, name)]
    if name == "authorizationList":
        keys = ("chainId", "address", "nonce", "yParity", "r", "s")
        return [[_member(each, key) for key in keys] for each in items(found, name)]
    if name == "to" and found is None:
        return b""  # it makes a contract
    return number(found, name) if name in NUMBERS else unhex(found, name)
