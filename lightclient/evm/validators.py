"""Validators that a contract keeps (QBFT's contract mode): headers list none.

A block is sealed by those whom the contract has in the state of the block before. So a header brings that one and a
proof:

    RLP of [header, the header before, nodes of the contract's account, nodes of its storage]

The header before is the one whose hash the header names; its own seals mean nothing, and gateways leave them out. The
array of addresses stands in a slot of the contract: its length, and one slot for each (contract.py). Nodes that several
slots share stand there once.

Nothing here says that anybody sealed the header: it says who may. The contract is asked for nothing: what its
`getValidators()` returns must be that array.

Source: Hyperledger Besu, TransactionValidatorProvider (getValidatorsAfterBlock: the contract that the fork schedule
names for a block, in the state of its parent, in ascending order), BftCommitSealsValidationRule,
QbftValidatorsValidationRule (extra data has neither validators nor a vote).
"""

from lightclient.codec.errors import BadSchema, TooLarge
from lightclient.crypto.keccak import keccak256
from lightclient.evm import rlp
from lightclient.evm.consensus import QBFT, Sealed, parse_sealed
from lightclient.evm.contract import array_slot, slot_of
from lightclient.evm.errors import ListedInHeader, NotChild, NoValidators
from lightclient.evm.extra import MAX_VALIDATORS, parse_qbft
from lightclient.evm.header import ADDRESS, STATE, parse_header
from lightclient.evm.state import contract_at, slot_value
from lightclient.evm.trie import MAX_NODES, Proof

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.evm.extra import Extra
    from lightclient.evm.header import Header

MAX_STORAGE = 1024  # nodes of the storage: those of 256 validators beside as many entries more are some 800
MAX_ITEMS = 4 + MAX_NODES + MAX_STORAGE
NO_VOTE = b"\xc0"


class Contract:
    """address: 20 bytes. slot: 32 bytes, the one in which the array of the validators stands."""

    __slots__ = ("address", "slot")

    def __init__(self, address: bytes, slot: bytes) -> None:
        self.address = address
        self.slot = slot

    def __str__(self) -> str:
        return "0x" + self.address.hex() + "/" + str(int.from_bytes(self.slot, "big"))


def contract_of(text: str) -> "Contract | None":
    """Return the contract of "0x" and 40 hex digits, "/", and the number of a slot; None if it is no such text."""
    address, _, slot = text.partition("/")
    try:
        found = Contract(bytes.fromhex(address[2:]), slot_of(int(slot)))
    except (ValueError, TooLarge):
        return None
    return found if len(found.address) == ADDRESS and str(found) == text.lower() else None


class Appointed(Sealed):
    """A header with its validators, as the contract has them in the state before it."""

    __slots__ = ("raw",)

    def __init__(self, header: "Header", extra: "Extra", validators: "list[bytes]", raw: bytes) -> None:
        super().__init__(header, extra, QBFT)
        self.validators = validators
        self.raw = raw

    def fields(self) -> bytes:
        return self.raw


def parse_appointed(data: "bytes | memoryview", contract: Contract) -> Appointed:
    """Return a header with the validators that are proved for it; nothing of `data` is kept.

    Raises ListedInHeader, NotChild, NoValidators, BadSchema, what `rlp.parse` raises, what `parse_header` and
    `parse_qbft` raise for both headers, and what `validators_at` raises.
    """
    raw = bytes(data)
    parts = rlp.listed(memoryview(raw), "a header with proved validators", 4, MAX_ITEMS)
    header = parse_header(rlp.blob(parts[0], "a header"))
    extra = parse_qbft(header.extra)
    if extra.validators or extra.vote != NO_VOTE:
        raise ListedInHeader(header.number)
    before = parse_sealed(rlp.blob(parts[1], "the header before"), QBFT)
    if header.parent != before.hash or header.number != before.height + 1:
        raise NotChild(header.number, before.height)
    found = validators_at(before.header.fields[STATE], contract, _nodes(parts[2]), _nodes(parts[3]))
    if not found:
        raise NoValidators(header.number, "there are no validators in " + str(contract))
    return Appointed(header, extra, found, raw)


def validators_at(
    root: bytes, contract: Contract, account_nodes: "list[Any]", slot_nodes: "list[Any]"
) -> "list[bytes]":
    """Return the addresses in a contract's array under a state root, in ascending order.

    Raises TooLarge, BadSchema, and what `contract_at`, `Proof` and its methods raise.
    """
    proof = Proof(contract_at(root, contract.address, account_nodes).storage_root, slot_nodes, MAX_STORAGE)
    count = slot_value(proof.value(keccak256(contract.slot)))
    if count > MAX_VALIDATORS:
        raise TooLarge("the number of validators", count, MAX_VALIDATORS)
    found = []
    for number in range(count):
        value = slot_value(proof.value(keccak256(array_slot(contract.slot, number))))
        if value >> 8 * ADDRESS:
            raise BadSchema("a validator", "more than an address stands in its slot")
        found.append(value.to_bytes(ADDRESS, "big"))
    proof.done()
    return sorted(found)


def joined(header: bytes, before: bytes, account_nodes: "list[bytes]", slot_nodes: "list[bytes]") -> bytes:
    """Return what `parse_appointed` takes."""
    return rlp.serialize([header, before, account_nodes, slot_nodes])


def _nodes(value: "Any") -> "list[Any]":
    found = rlp.items(value, "a proof")
    if any(isinstance(each, list) for each in found):
        raise BadSchema("a proof", "a node is not a byte string")
    return found
