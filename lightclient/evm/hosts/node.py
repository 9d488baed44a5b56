"""A node of a private Ethereum, through its JSON-RPC. Calls block; what it says is held together before it is used."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, NamedTuple

from lightclient.decided.hosts.errors import NotAtNode, NotProvable
from lightclient.decided.hosts.source import Status
from lightclient.errors import LightClientError
from lightclient.evm import rlp
from lightclient.evm.building import Trie
from lightclient.evm.consensus import Consensus, Sealed, parse_sealed
from lightclient.evm.header import RECEIPTS, TRANSACTIONS
from lightclient.evm.hosts import appointing, rpcjson
from lightclient.evm.hosts.rpcjson import field
from lightclient.gateway.errors import RpcNonsense, RpcRefused
from lightclient.gateway.rpc import Rpc

TRIES = 8  # of blocks that are kept


class Placed(NamedTuple):
    """A transaction's block and number, and nodes that prove it, or its receipt."""

    height: int
    number: int
    nodes: list[bytes]


class Held(NamedTuple):
    """Nodes that prove an account, and a slot of its storage if one was asked for."""

    account: list[bytes]
    slot: list[bytes]


class EvmNode:
    def __init__(self, rpc: Rpc) -> None:
        self.rpc = rpc
        self._tries: OrderedDict[tuple[int, int], Trie] = OrderedDict()

    def status(self) -> Status:
        """Raises SourceFails, as all of these do."""
        chain_id = rpcjson.number(self.rpc.call("eth_chainId", []), "a chain id")
        height = rpcjson.number(self.rpc.call("eth_blockNumber", []), "a height")
        return Status(chain_id, height, self.rpc.call("eth_syncing", []) is not False)

    def signed(self, height: int, profile: Consensus) -> Sealed:
        """Return the header at `height` with its seals, and what tells its validators. Raises NotAtNode as well."""
        new = self.header(height, profile)
        contract = profile.contract
        if contract is None:
            return new

        def asked(slots: list[bytes]) -> tuple[list[bytes], appointing.Slots]:
            answer = self._proof(contract.address, slots, height - 1)
            found = appointing.slots_in([answer], slots)
            if found is None:
                raise RpcNonsense("other slots than were asked for")
            return rpcjson.nodes(field(answer, "accountProof")), found

        return appointing.appointed(new, self.header(height - 1, profile), contract, profile, asked)

    def header(self, height: int, profile: Consensus) -> Sealed:
        """Return it alone. Raises NotAtNode as well."""
        return self._sealed(self._block(height, False), height, profile)

    def held(self, address: bytes, slot: bytes | None, height: int) -> Held:
        """Return what proves an account at `height`, and a slot of it."""
        slots = [] if slot is None else [slot]
        answer = self._proof(address, slots, height)
        proofs = rpcjson.items(field(answer, "storageProof") or [], "the proofs")
        if len(proofs) != len(slots):
            raise RpcNonsense("another number of proofs than was asked for")
        return held_of(answer, proofs[0] if proofs else None)

    def transaction(self, tx_hash: bytes, profile: Consensus) -> Placed:
        """Return where a transaction is, and what proves that. Raises NotAtNode, NotProvable as well."""
        return self._placed(tx_hash, TRANSACTIONS, profile)

    def receipt(self, tx_hash: bytes, profile: Consensus) -> Placed:
        """Return where a transaction is, and what proves its receipt. Raises NotAtNode, NotProvable as well."""
        return self._placed(tx_hash, RECEIPTS, profile)

    def _placed(self, tx_hash: bytes, what: int, profile: Consensus) -> Placed:
        height, number = self._place(tx_hash)
        trie = self._tries.get((height, what))
        if trie is None:  # a block is taken apart once, however many ask about it
            trie = self._tries[height, what] = self._trie(height, what, profile)
            while len(self._tries) > TRIES:
                self._tries.popitem(last=False)
        return Placed(height, number, trie.proof(rlp.serialize(number)))

    def _trie(self, height: int, what: int, profile: Consensus) -> Trie:
        """Return the trie of a block's transactions or receipts. Raises NotProvable if its root is another one."""
        if what == TRANSACTIONS:
            block = self._block(height, True)
            found = rpcjson.items(field(block, "transactions"), "transactions")
            raws = [rpcjson.transaction_of(each) for each in found]
            root = self._sealed(block, height, profile).header.fields[what]
        else:
            answer = self._asked("receipts", "eth_getBlockReceipts", [hex(height)])
            raws = [rpcjson.receipt_of(each) for each in rpcjson.items(answer, "receipts")]
            root = self.header(height, profile).header.fields[what]
        trie = Trie({rlp.serialize(place): raw for place, raw in enumerate(raws)})
        if trie.root != root:
            raise NotProvable("transactions" if what == TRANSACTIONS else "receipts")
        return trie

    def _place(self, tx_hash: bytes) -> tuple[int, int]:
        what = f"transaction 0x{tx_hash.hex()}"
        answer = self._asked(what, "eth_getTransactionByHash", ["0x" + tx_hash.hex()])
        if field(answer, "blockNumber") is None:
            raise NotAtNode(what + " in a block")
        height = rpcjson.number(field(answer, "blockNumber"), "a height")
        return height, rpcjson.number(field(answer, "transactionIndex"), "a number")

    def _proof(self, address: bytes, slots: list[bytes], height: int) -> Any:
        keys = ["0x" + slot.hex() for slot in slots]
        return self._asked("such state", "eth_getProof", ["0x" + address.hex(), keys, hex(height)])

    def _block(self, height: int, whole: bool) -> Any:
        return self._asked(f"block {height}", "eth_getBlockByNumber", [hex(height), whole])

    def _sealed(self, block: Any, height: int, profile: Consensus) -> Sealed:
        made = sealed(block, profile)
        if made.height != height:
            raise RpcNonsense("another height than the one asked for")
        return made

    def _asked(self, what: str, method: str, params: list[Any]) -> Any:
        try:
            answer = self.rpc.call(method, params)
        except RpcRefused:
            raise NotAtNode(what) from None
        if answer is None:
            raise NotAtNode(what)
        return answer


def sealed(block: Any, profile: Consensus) -> Sealed:
    """Return the header of a block in JSON with its seals. Raises RpcNonsense if no client would take it."""
    try:
        made = parse_sealed(rpcjson.header_of(block), profile.kind)
    except RpcNonsense:
        raise
    except LightClientError as error:
        raise RpcNonsense(f"a header that cannot be ({error.name})") from None
    if made.hash != rpcjson.unhex(field(block, "hash"), "a hash"):
        raise RpcNonsense(f"a header that has another hash by the rules of {profile.kind}")
    return made


def held_of(answer: Any, slot: Any) -> Held:
    """Return the nodes in an answer of eth_getProof, and in one of its proofs of slots."""
    account = rpcjson.nodes(field(answer, "accountProof"))
    return Held(account, rpcjson.nodes(field(slot, "proof")) if slot is not None else [])
