"""The forms of evidence, and the verdict on each. A body is CBOR and begins with what ties its block (decided/tie.py).

account       [steps, links, address, nodes]
storage       [steps, links, address, slot, nodes of the account, nodes of the slot]
receipt       [steps, links, number, nodes]
transaction   [steps, links, number, nodes]

nodes: of the trie, the root first. number: the place of the transaction in its block. The state is the one after the
block's own transactions.
"""

from lightclient.codec.cbor import BLOB, is_uint
from lightclient.codec.errors import BadSchema
from lightclient.decided.evidence import fields_of
from lightclient.decided.tie import tie
from lightclient.evidence.verdict import Subject
from lightclient.evm.header import RECEIPTS, STATE, TRANSACTIONS
from lightclient.evm.trie import MAX_NODES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.decided.ledger import Ledger
    from lightclient.decided.tie import Tie
    from lightclient.evidence.verdict import Verdict
    from lightclient.evm.receipt import Receipt
    from lightclient.evm.state import Account

ACCOUNT, STORAGE, RECEIPT, TRANSACTION = "account", "storage", "receipt", "transaction"


class AccountSubject(Subject):
    """An account by its address; `account` is None where the state has no such address."""

    __slots__ = ("account",)

    def __init__(self, address: bytes, account: "Account | None") -> None:
        super().__init__("absent account" if account is None else ACCOUNT, [(0, address)])
        self.account = account


class SlotSubject(Subject):
    """What a contract keeps in a slot: `value`, 32 bytes, zero if nothing. Its id is the address and the slot."""

    __slots__ = ("value",)

    def __init__(self, address: bytes, slot: bytes, value: bytes) -> None:
        super().__init__(STORAGE, [(0, address + slot)], value)
        self.value = value


class ReceiptSubject(Subject):
    """What a transaction did. Its id is the transaction's number in the block, 4 bytes big-endian."""

    __slots__ = ("receipt", "value")

    def __init__(self, number: int, receipt: "Receipt", raw: bytes) -> None:
        super().__init__(RECEIPT, [(number, number.to_bytes(4, "big"))], raw)
        self.receipt = receipt
        self.value = raw


def judge(ledger: "Ledger", form: str, body: "bytes | memoryview", clock: "int | None") -> "Verdict":
    """Return the verdict on a body of one of the forms above. Raises BadSchema, and what `tie` and the proofs raise."""
    if form == ACCOUNT:
        return account(ledger, body, clock)
    if form == STORAGE:
        return storage(ledger, body, clock)
    steps, links, number, nodes = fields_of(body, 4)
    if not is_uint(number, 0xFFFFFFFF):
        raise BadSchema("evidence", "the place of a transaction is not a number")
    nodes = _nodes(nodes)
    tied = tie(ledger, steps, links, clock)
    return (receipt if form == RECEIPT else transaction)(tied, number, nodes)


def account(ledger: "Ledger", body: "bytes | memoryview", clock: "int | None") -> "Verdict":
    """Raises BadSchema, and what `tie` and `account_at` raise."""
    from lightclient.evm.state import account_at

    steps, links, address, nodes = fields_of(body, 4)
    address, nodes = _blob(address), _nodes(nodes)
    tied = tie(ledger, steps, links, clock)
    found = account_at(tied.header.fields[STATE], address, nodes)
    return tied.verdict(AccountSubject(address, found), ("state-root",))


def storage(ledger: "Ledger", body: "bytes | memoryview", clock: "int | None") -> "Verdict":
    """Raises BadSchema, and what `tie` and `slot_at` raise."""
    from lightclient.evm.state import slot_at

    steps, links, address, slot, account_nodes, slot_nodes = fields_of(body, 6)
    address, slot = _blob(address), _blob(slot)
    account_nodes, slot_nodes = _nodes(account_nodes), _nodes(slot_nodes)
    tied = tie(ledger, steps, links, clock)
    _, value = slot_at(tied.header.fields[STATE], address, slot, account_nodes, slot_nodes)
    return tied.verdict(SlotSubject(address, slot, value), ("state-root", "storage-root"))


def receipt(tied: "Tie", number: int, nodes: "list[Any]") -> "Verdict":
    """Raises what `entry_at` and `parse_receipt` raise."""
    from lightclient.evm.receipt import entry_at, parse_receipt

    raw = entry_at(tied.header.fields[RECEIPTS], number, nodes, RECEIPT)
    return tied.verdict(ReceiptSubject(number, parse_receipt(raw), raw), ("receipts-root",))


def transaction(tied: "Tie", number: int, nodes: "list[Any]") -> "Verdict":
    """That it stands in the block. Whether it went through is in its receipt. Raises what `entry_at` raises."""
    from lightclient.evm.receipt import entry_at, transaction_hash

    raw = entry_at(tied.header.fields[TRANSACTIONS], number, nodes, TRANSACTION)
    subject = Subject(TRANSACTION, [(number, transaction_hash(raw))], raw)
    return tied.verdict(subject, ("transactions-root",))


def _blob(value: "Any") -> bytes:
    if not isinstance(value, BLOB):
        raise BadSchema("evidence", "address and slot are not bytes")
    return bytes(value)


def _nodes(value: "Any") -> "list[Any]":
    if not isinstance(value, list) or len(value) > MAX_NODES or not all(isinstance(each, BLOB) for each in value):
        raise BadSchema("evidence", "not at most " + str(MAX_NODES) + " nodes")
    return value
