"""A node of CometBFT, through its RPC. Calls block; what it says is held together before anybody else sees it."""

from __future__ import annotations

import base64
from typing import Any, NamedTuple

from lightclient.cometbft.commit import parse_commit
from lightclient.cometbft.header import Header, parse_header
from lightclient.cometbft.hosts import rpcjson
from lightclient.cometbft.hosts.rpcjson import field
from lightclient.cometbft.profiles import Profile
from lightclient.cometbft.signed import SignedHeader
from lightclient.cometbft.validators import validators_of
from lightclient.decided.hosts.errors import NotAtNode
from lightclient.decided.hosts.source import Status
from lightclient.errors import LightClientError
from lightclient.gateway.errors import RpcNonsense, RpcRefused
from lightclient.gateway.rpc import Rpc
from lightclient.votes.members import MAX_MEMBERS, Members

PAGE = 100  # validators in one answer, at most
MAX_AUNTS = 64


class Inclusion(NamedTuple):
    """A transaction and its place: `aunts` leads from there to the block's data hash, lowest first."""

    height: int
    tx: bytes
    place: int
    total: int
    aunts: bytes


class Entry(NamedTuple):
    """What a key had before the block at `height`: value (None: absent) and ICS-23 proofs from the entry upwards."""

    height: int
    value: bytes | None
    proofs: list[bytes]


class CometNode:
    def __init__(self, rpc: Rpc) -> None:
        self.rpc = rpc

    def status(self) -> Status:
        """Raises SourceFails, as all of these do."""
        answer = self.rpc.call("status", {})
        info, sync = field(answer, "node_info"), field(answer, "sync_info")
        height = rpcjson.number(field(sync, "latest_block_height"), "a height")
        return Status(rpcjson.text(field(info, "network"), "a chain id"), height, field(sync, "catching_up") is True)

    def signed(self, height: int, profile: Profile) -> SignedHeader:
        """Return the header at `height` with its commit and both sets. Raises NotAtNode, UnsupportedKey as well."""
        header, commit = self._header(height)
        made = checked(header, commit, profile)
        validators = self.validators(height, profile)
        following = validators
        if header.next_validators_hash != header.validators_hash:
            following = self.validators(height + 1, profile)
        if (validators.hash, following.hash) != (header.validators_hash, header.next_validators_hash):
            raise RpcNonsense("validators that the header does not name")
        made.validators, made.next = validators, following
        return made

    def header(self, height: int, profile: Profile) -> SignedHeader:
        """Return the header at `height` and its commit, without sets. Raises NotAtNode as well."""
        return checked(*self._header(height), profile)

    def validators(self, height: int, profile: Profile) -> Members:
        """Return who decides the block at `height`."""
        members: list[Any] = []
        total = 1
        page = 1
        while len(members) < total:
            params = {"height": str(height), "page": str(page), "per_page": str(PAGE)}
            answer = self._asked(f"validators of height {height}", "validators", params)
            found = rpcjson.members_of(answer)
            members += found
            total = rpcjson.number(field(answer, "total") or len(members), "a number of validators")
            if not found or total > MAX_MEMBERS:
                raise RpcNonsense(f"{len(members)} of {total} validators")
            page += 1
        return validators_of(members, profile)

    def transaction(self, tx_hash: bytes) -> Inclusion:
        """Raises NotAtNode as well."""
        params = {"hash": base64.b64encode(tx_hash).decode(), "prove": True}
        answer = self._asked(f"transaction {tx_hash.hex().upper()}", "tx", params)
        return inclusion_of(answer)

    def entry(self, store: bytes, key: bytes, height: int) -> Entry:
        """Return an entry of the state after block `height`. Raises NotAtNode where the application proves nothing."""
        path = f"/store/{store.decode('ascii', 'replace')}/key" if store else ""
        params = {"path": path, "data": key.hex(), "height": str(height), "prove": True}
        answer = self._asked("state", "abci_query", params)
        return entry_of(field(answer, "response"))

    def _header(self, height: int) -> tuple[Header, Any]:
        answer = self._asked(f"block of height {height}", "commit", {"height": str(height)})
        shown = field(answer, "signed_header")
        header = rpcjson.header_of(field(shown, "header"))
        if header.height != height:
            raise RpcNonsense("another height than the one asked for")
        return header, rpcjson.commit_of(field(shown, "commit"))

    def _asked(self, what: str, method: str, params: dict[str, Any]) -> Any:
        try:
            return self.rpc.call(method, params)
        except RpcRefused:
            raise NotAtNode(what) from None


def checked(header: Header, commit: Any, profile: Profile) -> SignedHeader:
    """Return a signed header without sets, as a client would read it. Raises RpcNonsense if none would take it."""
    try:
        header = parse_header(header.serialize(), profile)
        made = SignedHeader(header, header.hash(profile), parse_commit(commit.serialize()))
    except LightClientError as error:
        raise RpcNonsense(f"a header or commit that cannot be ({error.name})") from None
    if (made.commit.height, made.commit.block_id.hash) != (header.height, made.hash):
        raise RpcNonsense("a commit that is not for its header")
    return made


def inclusion_of(answer: Any) -> Inclusion:
    """Return what an answer of `tx` with prove=true says."""
    shown = field(answer, "proof")
    proof = field(shown, "proof") if shown else None
    if proof is None:
        raise RpcNonsense("a transaction without a proof")
    aunts = rpcjson.items(field(proof, "aunts") or [], "the aunts")
    if len(aunts) > MAX_AUNTS:
        raise RpcNonsense(f"{len(aunts)} aunts")
    return Inclusion(
        rpcjson.number(field(answer, "height"), "a height"),
        rpcjson.base64_of(field(answer, "tx"), "a transaction"),
        rpcjson.number(field(proof, "index") or 0, "an index"),
        rpcjson.number(field(proof, "total"), "a total"),
        b"".join([rpcjson.base64_of(each, "an aunt") for each in aunts]),
    )


def entry_of(response: Any) -> Entry:
    """Return what an answer of `abci_query` with prove=true says. Raises NotAtNode without a proof."""
    if rpcjson.number(field(response, "code") or 0, "a code"):
        raise NotAtNode("such store or key")
    operations = field(field(response, "proofOps", "proof_ops") or {}, "ops")
    if not operations:
        raise NotAtNode("proof of its state: its application gives none")
    proofs = []
    for each in rpcjson.items(operations, "the operations"):
        if not rpcjson.text(field(each, "type"), "a type").startswith("ics23:"):
            raise NotAtNode("proof of its state by ICS-23")
        proofs.append(rpcjson.base64_of(field(each, "data"), "a proof"))
    value = rpcjson.base64_of(field(response, "value"), "a value")
    # The state after a block is hashed into the header of the next one.
    return Entry(rpcjson.number(field(response, "height"), "a height") + 1, value or None, proofs)
