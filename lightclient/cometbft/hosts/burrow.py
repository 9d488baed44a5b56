"""Burrow 0.31 and later, through its own RPC ("info"): the same headers, commits and keys in other places.

A block brings the commit of the block before, so that of the newest is not known yet. Which validators there were
before those of today is not told, and transactions have no index: whoever has a block has its transactions.

Source: rpc/rpcinfo/methods.go, rpc/result.go of Burrow 0.33.1.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any, NamedTuple

from lightclient.cometbft.commit import Commit
from lightclient.cometbft.header import Header
from lightclient.cometbft.hosts import rpcjson
from lightclient.cometbft.hosts.node import CometNode, Entry, Inclusion
from lightclient.cometbft.hosts.rpcjson import field
from lightclient.cometbft.keys import Key
from lightclient.cometbft.profiles import Profile
from lightclient.cometbft.signed import SignedHeader
from lightclient.cometbft.validators import validators_of
from lightclient.decided.hosts.errors import NotAtNode
from lightclient.decided.hosts.source import Status
from lightclient.gateway.errors import RpcNonsense
from lightclient.gateway.rpc import Rpc
from lightclient.merkle.log import leaf_hash
from lightclient.merkle.tree import inclusion_path
from lightclient.votes.members import Members

SCHEME = "burrow+"  # before the http or https of a URL
CURVES = {"ed25519": 1, "secp256k1": 2}
MAX_SETS = 16  # that a node keeps


class Block(NamedTuple):
    """A block as Burrow shows it. last: the commit of the block before, None in the first."""

    header: Header
    last: Commit | None
    transactions: list[bytes]


def block_of(value: Any) -> Block:
    """Raises RpcNonsense, as all of these do."""
    header = rpcjson.header_of(field(value, "header"))
    last = rpcjson.commit_of(field(value, "last_commit")) if header.height > 1 else None
    shown = rpcjson.items(field(field(value, "data"), "txs") or [], "the transactions")
    return Block(header, last, [rpcjson.base64_of(each, "a transaction") for each in shown])


def members_of(value: Any) -> list[tuple[Key, int]]:
    """Return [(key, voting power)] of an answer to `validators`. Raises UnsupportedKey, BadField as well."""
    members = []
    for each in rpcjson.items(field(value, "BondedValidators"), "the validators"):
        key = field(each, "PublicKey")
        kind = rpcjson.kind_of(CURVES, field(key, "CurveType"))
        data = rpcjson.unhex(field(key, "PublicKey"), "a key")
        members.append((Key(kind, data), rpcjson.number(field(each, "Power"), "a voting power")))
    return members


def inclusion_in(block: Block, place: int) -> Inclusion:
    """Return the transaction at a place of a block, with the path to the block's data hash."""
    leaves = [leaf_hash(sha256(each).digest()) for each in block.transactions]
    aunts = inclusion_path(leaves, place)
    return Inclusion(block.header.height, block.transactions[place], place, len(leaves), aunts)


class BurrowNode(CometNode):
    def __init__(self, rpc: Rpc) -> None:
        super().__init__(rpc)
        self._sets: dict[bytes, Members] = {}

    def status(self) -> Status:
        answer = self.rpc.call("status", {})
        newest = rpcjson.number(field(field(answer, "SyncInfo"), "LatestBlockHeight") or 0, "a height")
        chain = rpcjson.text(field(answer, "ChainID"), "a chain id")
        return Status(chain, max(newest - 1, 0), field(answer, "CatchingUp") is True)

    def signed(self, height: int, profile: Profile) -> SignedHeader:
        """Return the header at `height` with its commit and both sets. Raises NotAtNode, UnsupportedKey as well."""
        made = self.header(height, profile)
        made.validators = self._set(made.header.validators_hash, profile)
        made.next = self._set(made.header.next_validators_hash, profile)
        return made

    def transaction(self, tx_hash: bytes) -> Inclusion:
        raise NotAtNode("index of transactions: write the answers to block into files")

    def entry(self, store: bytes, key: bytes, height: int) -> Entry:
        raise NotAtNode("proofs of its state")

    def _header(self, height: int) -> tuple[Header, Any]:
        found = self._block(height).header
        if found.height != height:
            raise RpcNonsense("another height than the one asked for")
        return found, self._block(height + 1).last

    def _block(self, height: int) -> Block:
        what = f"block of height {height}"
        block = field(self._asked(what, "block", {"height": height}), "Block")
        if block is None:
            raise NotAtNode(what)
        return block_of(block)

    def _set(self, wanted: bytes, profile: Profile) -> Members:
        if wanted not in self._sets:
            found = validators_of(members_of(self._asked("validators", "validators", {})), profile)
            while len(self._sets) >= MAX_SETS:
                del self._sets[next(iter(self._sets))]
            self._sets[found.hash] = found
        if wanted not in self._sets:
            raise NotAtNode(f"validators {wanted.hex()}: it tells of today's alone")
        return self._sets[wanted]


def node_at(url: str, ca: str | None) -> CometNode:
    """Return the node at a URL; SCHEME before it says that it is one of Burrow. Raises BadRpcUrl, OSError."""
    if url.startswith(SCHEME):
        return BurrowNode(Rpc(url[len(SCHEME) :], ca))
    return CometNode(Rpc(url, ca))
