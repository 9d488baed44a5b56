"""What the command makes for private chains of Ethereum, of a node's RPC or of files with its answers.

As cometbft/hosts/tools.py. Files: blocks of eth_getBlockByNumber, headers in RLP or in hex of it; answers of
eth_getProof.
"""

from __future__ import annotations

import json
from typing import Any, Protocol

from lightclient.crypto.keccak import keccak256
from lightclient.decided.hosts import rules as texts
from lightclient.decided.hosts.errors import NoRpcJson, NotInFiles, NotSynced
from lightclient.decided.hosts.ties import ties, whole
from lightclient.evidence.envelope import Envelope
from lightclient.evm import checkpoint as records
from lightclient.evm import evidence
from lightclient.evm.consensus import KINDS, QBFT, Consensus, Sealed, parse_sealed
from lightclient.evm.header import STATE
from lightclient.evm.hosts import appointing, making, rpcjson
from lightclient.evm.hosts.node import EvmNode, Held, Placed, held_of, sealed
from lightclient.evm.network import EvmNetwork
from lightclient.evm.questions import ACCOUNT, RECEIPT, STORAGE, subject_of
from lightclient.evm.validators import Contract
from lightclient.evm.verify import Trusted, anchored
from lightclient.gateway.errors import RpcNonsense
from lightclient.gateway.rpc import Rpc

Rules = dict[str, Any]
RULES = {
    "chain_id": "the number that the chain's transactions name",
    "trusting_period": "seconds for which validators answer for what they sealed, or none if they always do",
    "consensus": f"one of {', '.join(KINDS)}, or {QBFT}:ADDRESS/SLOT of the contract that keeps the validators",
    "drift": "seconds that a header may be ahead of the clock",
}


class Chain(Protocol):
    """Where headers and proofs come from."""

    profile: Consensus

    def newest(self) -> int: ...

    def signed(self, height: int) -> Sealed: ...

    def header(self, height: int) -> Sealed: ...

    def transaction(self, tx_hash: bytes) -> Placed: ...

    def receipt(self, tx_hash: bytes) -> Placed: ...

    def held(self, address: bytes, slot: bytes | None) -> tuple[int, Held]: ...


class _Reaching:
    """A chain with the rules of its network and the header that is trusted, as `ties` takes it."""

    def __init__(self, chain: Chain, network: EvmNetwork, trusted: Trusted) -> None:
        self.chain = chain
        self.network = network
        self.trusted = trusted
        self.shown = network.show
        self.steps = whole
        self.signers = making.Signers()

    def signed(self, height: int) -> Sealed:
        return self.trusted.sealed if height == self.trusted.height else self.chain.signed(height)

    def header(self, height: int) -> Sealed:
        return self.trusted.sealed if height == self.trusted.height else self.chain.header(height)

    def link(self, height: int) -> bytes:
        return self.header(height).header.raw

    def reaches(self, base: Sealed, new: Sealed) -> bool:
        return making.reaches(base, new, self.network, self.signers)


class AtNode:
    """A node that is asked."""

    def __init__(self, node: EvmNode, profile: Consensus) -> None:
        self.node = node
        self.profile = profile

    def newest(self) -> int:
        status = self.node.status()
        if status.behind:
            raise NotSynced(status.height)
        return status.height

    def signed(self, height: int) -> Sealed:
        return self.node.signed(height, self.profile)

    def header(self, height: int) -> Sealed:
        return self.node.header(height, self.profile)

    def transaction(self, tx_hash: bytes) -> Placed:
        return self.node.transaction(tx_hash, self.profile)

    def receipt(self, tx_hash: bytes) -> Placed:
        return self.node.receipt(tx_hash, self.profile)

    def held(self, address: bytes, slot: bytes | None) -> tuple[int, Held]:
        height = self.newest()
        return height, self.node.held(address, slot, height)


class InFiles:
    """Blocks, headers and proofs of the state, wherever they stand in files."""

    def __init__(self, files: list[tuple[str, bytes]], profile: Consensus) -> None:
        """Raises NoRpcJson, and what makes headers unusable."""
        self.profile = profile
        self.found: list[Sealed] = []
        self.proofs: list[Any] = []
        for name, data in files:
            text = data.strip()
            try:
                if text[:1] in (b"{", b"["):
                    self._take(json.loads(text))
                else:
                    raw = bytes.fromhex(text.decode().removeprefix("0x")) if text[:2] == b"0x" else data
                    self.found.append(parse_sealed(raw, profile.kind))
            except (ValueError, RecursionError):
                raise NoRpcJson(name, "it does not parse") from None
            except RpcNonsense as error:
                raise NoRpcJson(name, str(error)) from None

    def all(self) -> list[Sealed]:
        """Return all headers, from the lowest on; where two are of one height, both.

        Where a contract keeps the validators, without those whose header before is missing.
        """
        if not self.found:
            raise NotInFiles("header: write the node's answers to eth_getBlockByNumber into them")
        found = sorted(self.found, key=lambda each: each.height)
        contract = self.profile.contract
        if contract is None:
            return found
        return [self._appointed(each, contract) for each in found if self._before(each)]

    def newest(self) -> int:
        return self._newest().height

    def signed(self, height: int) -> Sealed:
        found = self.header(height)
        contract = self.profile.contract
        return found if contract is None else self._appointed(found, contract)

    def header(self, height: int) -> Sealed:
        for each in self.found:
            if each.height == height:
                return each
        raise NotInFiles(f"header of height {height}")

    def transaction(self, tx_hash: bytes) -> Placed:
        raise NotInFiles("proof of a transaction: ask a node")

    receipt = transaction

    def held(self, address: bytes, slot: bytes | None) -> tuple[int, Held]:
        for answer in self._proofs(address, self._newest()):
            for each in rpcjson.items(answer.get("storageProof") or [], "proofs") if slot is not None else [None]:
                if each is None or rpcjson.number(each.get("key"), "a slot") == int.from_bytes(slot or b"", "big"):
                    return self.newest(), held_of(answer, each)
        raise NotInFiles(f"proof of 0x{address.hex()}: ask eth_getProof")

    def _newest(self) -> Sealed:
        found = self.all()
        if not found:
            raise NotInFiles("header together with the one before, whose state has its validators")
        return found[-1]

    def _before(self, new: Sealed) -> Sealed | None:
        return next((each for each in self.found if each.hash == new.header.parent), None)

    def _proofs(self, address: bytes, at: Sealed) -> list[Any]:
        """Return the answers about an account in the state after a block."""
        found = []
        for answer in self.proofs:
            nodes = rpcjson.nodes(answer["accountProof"])
            here = bool(nodes) and keccak256(nodes[0]) == at.header.fields[STATE]
            if here and rpcjson.unhex(answer.get("address"), "an address") == address:
                found.append(answer)
        return found

    def _appointed(self, new: Sealed, contract: Contract) -> Sealed:
        before = self._before(new)
        if before is None:
            raise NotInFiles(f"header of height {new.height - 1}")

        def asked(slots: list[bytes]) -> tuple[list[bytes], appointing.Slots]:
            answers = self._proofs(contract.address, before)
            found = appointing.slots_in(answers, slots)
            if found is None:
                raise NotInFiles(f"proof of {contract} and its array at height {before.height}: ask eth_getProof")
            return rpcjson.nodes(answers[0]["accountProof"]), found

        return appointing.appointed(new, before, contract, self.profile, asked)

    def _take(self, value: Any) -> None:
        if isinstance(value, list):
            for each in value:
                self._take(each)
        elif isinstance(value, dict) and "parentHash" in value:
            self.found.append(sealed(value, self.profile))
        elif isinstance(value, dict) and "accountProof" in value:
            self.proofs.append(value)
        elif isinstance(value, dict):
            for each in value.values():
                self._take(each)


def rules_of(given: dict[str, str]) -> Rules:
    """Return the rules of a chain from texts by name. Raises UnknownRule, BadRule, BadNetwork."""
    texts.check_names(given, RULES, ("chain_id", "trusting_period", "consensus"))
    rules: Rules = {
        "chain_id": texts.number("chain_id", given["chain_id"], RULES["chain_id"]),
        "trusting_period": texts.seconds_or_none("trusting_period", given["trusting_period"], RULES["trusting_period"]),
        "consensus": given["consensus"],
    }
    if "drift" in given:
        rules["drift"] = texts.number("drift", given["drift"], RULES["drift"])
    EvmNetwork(**rules)  # what cannot be is refused before anything is asked
    return rules


def at_node(url: str, ca: str | None, profile: Consensus) -> Chain:
    """Raises BadRpcUrl, OSError."""
    return AtNode(EvmNode(Rpc(url, ca)), profile)


def in_files(files: list[tuple[str, bytes]], profile: Consensus) -> InFiles:
    """Raises NoRpcJson, and what makes headers unusable."""
    return InFiles(files, profile)


def profile_in(rules: Rules) -> Consensus:
    return EvmNetwork(**rules).profile


def checkpoint(chain: Chain, height: int | None, rules: Rules) -> tuple[EvmNetwork, bytes]:
    """Return the chain's network, and a checkpoint of the header at `height`, the newest one if it is None.

    Raises SourceFails, and what `anchored` raises.
    """
    new = chain.signed(chain.newest() if height is None else height)
    network = EvmNetwork(**rules)
    return network, b"".join(records.parts(network, anchored(new, network), [], None))


def headers(files: list[tuple[str, bytes]], network: EvmNetwork) -> list[Sealed]:
    """Return all headers of files, from the lowest on. Raises NoRpcJson, NotInFiles."""
    return InFiles(files, network.profile).all()


def prove(network: EvmNetwork, chain: Chain, subject: str, record: bytes) -> bytes:
    """Return evidence of a subject, as `question_of` takes it, for whoever trusts the checkpoint `record`.

    Raises SourceFails, BadSchema, TooLarge.
    """
    kind, asked = subject_of(subject)
    trusted, recent, _ = records.parse(record, network, "the checkpoint")
    locator = [*recent, (trusted.height, trusted.hash)]
    reaching = _Reaching(chain, network, trusted)
    if kind in (ACCOUNT, STORAGE):
        slot = asked[1] if kind == STORAGE else None
        height, found = chain.held(asked[0], slot)
        tied = ties(height, locator, reaching)
        if slot is None:
            return Envelope(network.id, evidence.ACCOUNT, making.account(asked[0], found, tied)).serialize()
        return Envelope(network.id, evidence.STORAGE, making.storage(asked[0], slot, found, tied)).serialize()
    form = evidence.RECEIPT if kind == RECEIPT else evidence.TRANSACTION
    placed = (chain.receipt if kind == RECEIPT else chain.transaction)(asked[0])
    return Envelope(network.id, form, making.placed(placed, ties(placed.height, locator, reaching))).serialize()
