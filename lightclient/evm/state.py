"""The state under a header's state root: accounts, and what contracts keep.

Source: Ethereum's Yellow Paper, section 4.1; EIP-1186 (eth_getProof).
"""

from lightclient.crypto.keccak import keccak256
from lightclient.evm import rlp
from lightclient.evm.errors import NoAccount
from lightclient.evm.header import ADDRESS, HASH
from lightclient.evm.trie import value_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Account:
    """nonce and balance as numbers, the latter in wei; storage_root and code_hash of 32 bytes."""

    __slots__ = ("balance", "code_hash", "nonce", "storage_root")

    def __init__(self, nonce: int, balance: int, storage_root: bytes, code_hash: bytes) -> None:
        self.nonce = nonce
        self.balance = balance
        self.storage_root = storage_root
        self.code_hash = code_hash


def account_at(root: bytes, address: bytes, nodes: "list[Any]") -> "Account | None":
    """Return the account of an address under a state root, None where the state has no such address.

    Raises BadSchema, and what `value_at` raises.
    """
    value = value_at(root, keccak256(rlp.blob(address, "an address", ADDRESS)), nodes)
    if value is None:
        return None
    nonce, balance, storage, code = rlp.listed(value, "an account", 4, 4)
    return Account(
        rlp.number(nonce, "a nonce"),
        rlp.number(balance, "a balance", 256),
        rlp.blob(storage, "a storage root", HASH),
        rlp.blob(code, "a code hash", HASH),
    )


def slot_at(
    root: bytes, address: bytes, slot: bytes, account_nodes: "list[Any]", slot_nodes: "list[Any]"
) -> "tuple[Account, bytes]":
    """Return the account of a contract, and what its storage has in a slot of 32 bytes: 32 bytes, zero if nothing.

    Raises NoAccount, BadSchema, and what `value_at` raises.
    """
    account = contract_at(root, address, account_nodes)
    value = value_at(account.storage_root, keccak256(rlp.blob(slot, "a slot", HASH)), slot_nodes)
    return account, slot_value(value).to_bytes(HASH, "big")


def contract_at(root: bytes, address: bytes, nodes: "list[Any]") -> Account:
    """Return the account of an address that must have one. Raises NoAccount, and what `account_at` raises."""
    account = account_at(root, address, nodes)
    if account is None:
        raise NoAccount("0x" + bytes(address).hex())
    return account


def slot_value(value: "bytes | None") -> int:
    """Return what a slot has, as the trie of the storage has it: 0 if nothing. Raises BadSchema and its kin."""
    return 0 if value is None else rlp.number(rlp.parse(value, 0), "the value of a slot", 256)
