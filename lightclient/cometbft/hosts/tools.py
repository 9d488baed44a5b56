"""What the command makes for chains of CometBFT, of a node's RPC or of files with its answers.

rules = rules_of({"trusting_period": "1209600"})
chain = at_node(url, ca, rules)  or  in_files([(name, data), ...], rules)
network, record = checkpoint(chain, height, rules)
run = headers(files, network)
evidence = prove(network, chain, subject, record)
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any, Protocol

from lightclient.cometbft import checkpoint as records
from lightclient.cometbft import evidence
from lightclient.cometbft.hosts import burrow, making, rpcjson
from lightclient.cometbft.hosts.burrow import node_at
from lightclient.cometbft.hosts.node import CometNode, Entry, Inclusion, checked, entry_of, inclusion_of
from lightclient.cometbft.network import TREES, CometNetwork
from lightclient.cometbft.profiles import PROFILES, Profile, profile_of
from lightclient.cometbft.questions import subject_of
from lightclient.cometbft.signed import SignedHeader
from lightclient.cometbft.validators import validators_of
from lightclient.cometbft.verify import Trusted, anchored
from lightclient.decided.hosts import rules as texts
from lightclient.decided.hosts.errors import NoRpcJson, NotInFiles, NotSynced
from lightclient.decided.hosts.ties import ties, whole
from lightclient.evidence.envelope import Envelope
from lightclient.gateway.errors import RpcNonsense
from lightclient.votes.members import Members

Rules = dict[str, Any]
# What sets one chain apart, and cannot be read off its headers.
RULES = {
    "trusting_period": "seconds for which validators answer for what they signed, or none if they always do",
    "profile": "which version the chain speaks: " + ", ".join(profile.name for profile in PROFILES),
    "trees": "what proves its state: one or two of " + ", ".join(TREES) + " with a comma between, or none",
    "drift": "seconds that a header may be ahead of the clock",
}


class Chain(Protocol):
    """Where headers and proofs come from."""

    profile: Profile

    def signed(self, height: int) -> SignedHeader: ...

    def header(self, height: int) -> SignedHeader: ...

    def newest(self) -> int: ...

    def transaction(self, tx_hash: bytes) -> Inclusion: ...

    def entry(self, store: bytes, key: bytes) -> Entry: ...


class _Reaching:
    """A chain with the rules of its network and the header that is trusted, as `ties` takes it."""

    def __init__(self, chain: Chain, network: CometNetwork, trusted: Trusted) -> None:
        self.chain = chain
        self.network = network
        self.trusted = trusted
        self.shown = network.show
        self.steps = whole

    def signed(self, height: int) -> SignedHeader | Trusted:
        return self.trusted if height == self.trusted.height else self.chain.signed(height)

    def header(self, height: int) -> SignedHeader | Trusted:
        return self.trusted if height == self.trusted.height else self.chain.header(height)

    def link(self, height: int) -> bytes:
        return self.header(height).header.serialize()

    def reaches(self, base: SignedHeader | Trusted, new: SignedHeader) -> bool:
        return making.reaches(base, new, self.network)


class AtNode:
    """A node that is asked."""

    def __init__(self, node: CometNode, profile: Profile) -> None:
        self.node = node
        self.profile = profile

    def newest(self) -> int:
        status = self.node.status()
        if status.behind:
            raise NotSynced(status.height)
        return status.height

    def signed(self, height: int) -> SignedHeader:
        return self.node.signed(height, self.profile)

    def header(self, height: int) -> SignedHeader:
        return self.node.header(height, self.profile)

    def transaction(self, tx_hash: bytes) -> Inclusion:
        return self.node.transaction(tx_hash)

    def entry(self, store: bytes, key: bytes) -> Entry:
        return self.node.entry(store, key, self.newest() - 1)


class InFiles:
    """Answers of `commit`, `validators`, `tx` and `abci_query`, and light blocks, wherever they stand in JSON files.

    Of Burrow, answers of `block` and `validators`: two blocks after one another make a signed header of the first.
    """

    def __init__(self, files: list[tuple[str, bytes]], profile: Profile) -> None:
        """Raises NoRpcJson."""
        self.profile = profile
        self.found: list[SignedHeader] = []
        self.sets: dict[bytes, Members] = {}
        self.transactions: dict[bytes, Inclusion] = {}
        self.entries: list[tuple[bytes, Entry]] = []
        self.blocks: dict[int, burrow.Block] = {}  # whose commit has not been seen
        self.places: dict[bytes, tuple[burrow.Block, int]] = {}
        for name, data in files:
            try:
                self._take(json.loads(data))
                self._join()
            except (ValueError, RecursionError):
                raise NoRpcJson(name, "it does not parse") from None
            except RpcNonsense as error:
                raise NoRpcJson(name, str(error)) from None

    def newest(self) -> int:
        return self.all()[-1].header.height

    def all(self) -> list[SignedHeader]:
        """Return all signed headers, from the lowest on; where two are of one height, both."""
        if not self.found:
            raise NotInFiles("signed header: write the node's answers to commit and validators into them")
        return [self._with_sets(each) for each in sorted(self.found, key=lambda each: each.header.height)]

    def signed(self, height: int) -> SignedHeader:
        return self._with_sets(self.header(height))

    def header(self, height: int) -> SignedHeader:
        for each in self.found:
            if each.header.height == height:
                return each
        raise NotInFiles(f"signed header of height {height}")

    def transaction(self, tx_hash: bytes) -> Inclusion:
        if tx_hash in self.places:
            return burrow.inclusion_in(*self.places[tx_hash])
        if tx_hash not in self.transactions:
            raise NotInFiles(f"proof of transaction {tx_hash.hex().upper()}: ask tx with prove=true")
        return self.transactions[tx_hash]

    def entry(self, store: bytes, key: bytes) -> Entry:
        for known, entry in self.entries:
            if known == key:
                return entry
        raise NotInFiles(f"proof of key {key.hex()}: ask abci_query with prove=true")

    def _with_sets(self, found: SignedHeader) -> SignedHeader:
        found.validators = self.sets.get(found.header.validators_hash)
        found.next = self.sets.get(found.header.next_validators_hash)
        return found

    def _join(self) -> None:
        """Make signed headers of blocks of Burrow, each of which brings the commit of the one before."""
        for height in sorted(self.blocks):
            following = self.blocks.get(height + 1)
            if following is not None and following.last is not None:
                block = self.blocks.pop(height)
                self.found.append(checked(block.header, following.last, self.profile))
                for place, tx in enumerate(block.transactions):
                    self.places[sha256(tx).digest()] = block, place

    def _take(self, value: Any) -> None:
        if isinstance(value, list):
            for each in value:
                self._take(each)
        if not isinstance(value, dict):
            return
        if "BlockMeta" in value and value.get("Block"):
            block = burrow.block_of(value["Block"])
            self.blocks[block.header.height] = block
        elif isinstance(value.get("BondedValidators"), list):
            members = validators_of(burrow.members_of(value), self.profile)
            self.sets[members.hash] = members
        elif "header" in value and "commit" in value:
            found = checked(rpcjson.header_of(value["header"]), rpcjson.commit_of(value["commit"]), self.profile)
            self.found.append(found)
        elif isinstance(value.get("validators"), list):
            members = validators_of(rpcjson.members_of(value), self.profile)
            self.sets[members.hash] = members
        elif "tx" in value and "proof" in value:
            self.transactions[rpcjson.unhex(value.get("hash"), "a hash")] = inclusion_of(value)
        elif value.get("proofOps"):
            self.entries.append((rpcjson.base64_of(value.get("key"), "a key"), entry_of(value)))
        else:
            for each in value.values():
                self._take(each)


def rules_of(given: dict[str, str]) -> Rules:
    """Return the rules of a chain from texts by name. Raises UnknownRule, BadRule, UnknownProfile."""
    texts.check_names(given, RULES, ("trusting_period",))
    period = texts.seconds_or_none("trusting_period", given["trusting_period"], RULES["trusting_period"])
    rules: Rules = {"trusting_period": period}
    trees = given.get("trees")
    if "profile" in given:
        rules["profile"] = profile_of(given["profile"])
    if "drift" in given:
        rules["drift"] = texts.number("drift", given["drift"], RULES["drift"])
    if trees is not None:
        rules["trees"] = () if trees == texts.NONE else tuple(trees.split(","))
    CometNetwork("any", **rules)  # what cannot be is refused before anything is asked
    return rules


def at_node(url: str, ca: str | None, profile: Profile) -> Chain:
    """Raises BadRpcUrl, OSError."""
    return AtNode(node_at(url, ca), profile)


def in_files(files: list[tuple[str, bytes]], profile: Profile) -> InFiles:
    """Raises NoRpcJson, and what makes keys and sets unusable."""
    return InFiles(files, profile)


def profile_in(rules: Rules) -> Profile:
    return CometNetwork("any", **rules).profile


def checkpoint(chain: Chain, height: int | None, rules: Rules) -> tuple[CometNetwork, bytes]:
    """Return the chain's network, and a checkpoint of the header at `height`, the newest one if it is None.

    Raises SourceFails, NotInFiles, and what `anchored` raises.
    """
    new = chain.signed(chain.newest() if height is None else height)
    network = CometNetwork(new.header.chain_id, **rules)
    return network, b"".join(records.parts(network, anchored(new, network), [], None))


def headers(files: list[tuple[str, bytes]], network: CometNetwork) -> list[SignedHeader]:
    """Return all signed headers of files, from the lowest on. Raises NoRpcJson, NotInFiles."""
    return InFiles(files, network.profile).all()


def prove(network: CometNetwork, chain: Chain, subject: str, record: bytes) -> bytes:
    """Return evidence of a subject, as `question_of` takes it, for whoever trusts the checkpoint `record`.

    Raises SourceFails, NotInFiles, BadSchema.
    """
    asked = subject_of(subject)
    trusted, recent, _ = records.parse(record, network, "the checkpoint")
    locator = [*recent, (trusted.height, trusted.hash)]
    if len(asked) == 1:
        found = chain.transaction(asked[0])
        body = making.transaction(found, ties(found.height, locator, _Reaching(chain, network, trusted)))
        return Envelope(network.id, evidence.TRANSACTION, body).serialize()
    entry = chain.entry(asked[0], asked[1])
    body = making.entry(asked[0], asked[1], entry, ties(entry.height, locator, _Reaching(chain, network, trusted)))
    return Envelope(network.id, evidence.STATE, body).serialize()
