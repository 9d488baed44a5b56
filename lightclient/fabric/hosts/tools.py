"""What the command makes for channels of Fabric, of an orderer's Deliver or of files.

As cometbft/hosts/tools.py. Files: messages Block (`peer channel fetch`), block files of a peer's ledger; for an
endorsed answer a message SignedProposal or Proposal and the messages ProposalResponse to it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from lightclient.decided.hosts import rules as texts
from lightclient.decided.hosts.errors import BadRule, NotInFiles
from lightclient.decided.hosts.ties import ties
from lightclient.errors import LightClientError
from lightclient.evidence.envelope import Envelope
from lightclient.fabric import checkpoint as records
from lightclient.fabric import evidence
from lightclient.fabric.block import Block
from lightclient.fabric.config import Config
from lightclient.fabric.configblock import parse_config
from lightclient.fabric.header import HASH
from lightclient.fabric.hosts import making
from lightclient.fabric.hosts.blocks import Whole, blocks_in
from lightclient.fabric.hosts.errors import BadIdentity, BadOrderer, NoAnswer, NoConfiguration
from lightclient.fabric.network import FabricNetwork, Profile
from lightclient.fabric.questions import subject_of
from lightclient.fabric.verify import Trusted, anchored

if TYPE_CHECKING:
    from lightclient.fabric.hosts.node import FabricNode

Rules = dict[str, Any]
RULES = {"genesis": "the hash of block 0, 64 hex digits; if it is left out, block 0 has to be at hand"}


class Chain(Protocol):
    """Where blocks and answers come from."""

    def newest(self) -> int: ...

    def whole(self, height: int) -> Whole: ...

    def placed(self, tx_id: bytes) -> tuple[Whole, int]: ...

    def answer(self) -> bytes: ...


class _Reader(NamedTuple):
    """Whoever is to be convinced: the block that is trusted."""

    height: int
    hash: bytes
    last_config: int


class _Reaching:
    """A chain as `ties` takes it, with the block that its reader trusts."""

    def __init__(self, chain: Chain, network: FabricNetwork, trusted: Trusted) -> None:
        self.chain = chain
        self.shown = network.show
        self.reader = _Reader(trusted.height, trusted.hash, trusted.config.number)

    def signed(self, height: int) -> Any:
        return self.reader if height == self.reader.height else self.chain.whole(height).signed()

    header = signed

    def link(self, height: int) -> bytes:
        return self.chain.whole(height).header.serialize()

    def reaches(self, base: Any, new: Block) -> bool:
        return making.reaches(base, new, self)

    def steps(self, run: list[Block], base: Any) -> list[Any]:
        return making.linked(run, base, self)

    def data_hash(self, height: int) -> bytes:
        return self.chain.whole(height).header.data_hash


class AtNode:
    """An orderer that is asked."""

    def __init__(self, node: FabricNode) -> None:
        self.node = node

    def newest(self) -> int:
        return self.node.status().height

    def whole(self, height: int) -> Whole:
        return self.node.whole(height)

    def placed(self, tx_id: bytes) -> tuple[Whole, int]:
        return self.node.placed(tx_id, self.newest())

    def answer(self) -> bytes:
        raise NoAnswer("orderers have none; give a proposal and the responses to it as files")


class InFiles:
    """Blocks, proposals and responses, wherever they stand in files."""

    def __init__(self, files: list[tuple[str, bytes]]) -> None:
        """Raises NotInFiles for a file that is nothing of these."""
        self.found: dict[int, Whole] = {}
        self.proposal: bytes | None = None
        self.responses: list[bytes] = []
        for name, data in files:
            self._take(name, data)

    def all(self) -> list[Whole]:
        """Return all blocks, from the lowest on."""
        if not self.found:
            raise NotInFiles("block: write what `peer channel fetch` shows into them, or take a peer's block file")
        return [self.found[height] for height in sorted(self.found)]

    def newest(self) -> int:
        return self.all()[-1].header.number

    def whole(self, height: int) -> Whole:
        if height not in self.found:
            way = "" if height else ": add it, or name its hash by --rule genesis=HASH"
            raise NotInFiles(f"block {height}{way}")
        return self.found[height]

    def placed(self, tx_id: bytes) -> tuple[Whole, int]:
        for whole in self.all():
            number = making.place_of(whole, tx_id)
            if number is not None:
                return whole, number
        raise NotInFiles(f"transaction {tx_id.hex()}")

    def answer(self) -> bytes:
        if self.proposal is None or not self.responses:
            raise NotInFiles("proposal with responses to it")
        return making.answer_of(self.proposal, self.responses)

    def _take(self, name: str, data: bytes) -> None:
        try:
            for whole in blocks_in(data):
                self.found[whole.header.number] = whole
            return
        except LightClientError:
            pass
        try:
            making.proposal_of(data)
            self.proposal = data
            return
        except LightClientError:
            pass
        try:
            making.response_of(data)
            self.responses.append(data)
        except LightClientError:
            raise NotInFiles(f"block, proposal or response: {name} is another thing") from None


def rules_of(given: dict[str, str]) -> Rules:
    """Return the rules of a channel from texts by name. Raises UnknownRule, BadRule."""
    texts.check_names(given, RULES, ())
    if "genesis" not in given:
        return {}
    try:
        genesis = bytes.fromhex(given["genesis"])
    except ValueError:
        genesis = b""
    if len(genesis) != HASH:
        raise BadRule(name="genesis", value=given["genesis"], wanted=RULES["genesis"])
    return {"genesis": genesis}


def at_node(url: str, ca: str | None, profile: type[Profile]) -> Chain:
    """Return the channel at an orderer, read as the member that Fabric's own command would be here.

    CORE_PEER_LOCALMSPID and CORE_PEER_MSPCONFIGPATH say which; behind the orderer's address stands the channel.
    Raises BadOrderer, BadIdentity, OSError.
    """
    from lightclient.fabric.hosts.deliver import Deliver
    from lightclient.fabric.hosts.identity import identity_in
    from lightclient.fabric.hosts.node import FabricNode

    where, slash, channel = url.rpartition("/")
    if not slash or not channel or where.endswith("/"):
        raise BadOrderer(why="no channel stands behind the address, as in grpcs://host:port/channel")
    msp, folder = os.environ.get("CORE_PEER_LOCALMSPID"), os.environ.get("CORE_PEER_MSPCONFIGPATH")
    if not msp or not folder:
        raise BadIdentity(why="CORE_PEER_LOCALMSPID and CORE_PEER_MSPCONFIGPATH are not set")
    return AtNode(FabricNode(Deliver(where, channel, identity_in(Path(folder), msp), ca)))


def in_files(files: list[tuple[str, bytes]], profile: type[Profile]) -> InFiles:
    """Raises NotInFiles for a file that is of no use."""
    return InFiles(files)


def profile_in(rules: Rules) -> type[Profile]:
    return FabricNetwork.profile


def checkpoint(chain: Chain, height: int | None, rules: Rules) -> tuple[FabricNetwork, bytes]:
    """Return the channel's network, and a checkpoint of the block at `height`, the newest one if it is None.

    Raises SourceFails, and what `anchored` and `parse_config` raise.
    """
    new = chain.whole(chain.newest() if height is None else height).signed()
    channel, config = _config(chain, new.last_config)
    network = FabricNetwork(channel, rules["genesis"] if "genesis" in rules else chain.whole(0).header.hash)
    return network, b"".join(records.parts(network, anchored(new, config), []))


def headers(files: list[tuple[str, bytes]], network: FabricNetwork) -> list[Block]:
    """Return all blocks of files, from the lowest on. Raises NotInFiles, and what `Whole.signed` raises."""
    return [whole.signed() for whole in InFiles(files).all()]


def prove(network: FabricNetwork, chain: Chain, subject: str, record: bytes) -> bytes:
    """Return evidence of a subject for whoever trusts the checkpoint `record`.

    subject: the id of a transaction, "endorsed:" and the same for what its endorsers answered, or "answer" for that of
    a proposal in files.
    Raises SourceFails, BadSchema.
    """
    if subject == "answer":
        return Envelope(network.id, evidence.ENDORSED, chain.answer()).serialize()
    if subject.startswith("endorsed:"):
        whole, number = chain.placed(subject_of(subject[9:]))
        return Envelope(network.id, evidence.ENDORSED, making.answer_in(whole.envelopes[number])).serialize()
    trusted, recent = records.parse(record, network, "the checkpoint")
    whole, number = chain.placed(subject_of(subject))
    reaching = _Reaching(chain, network, trusted)
    tied = ties(whole.header.number, [*recent, (trusted.height, trusted.hash)], reaching)
    return Envelope(network.id, evidence.TRANSACTION, making.transaction(whole, number, tied)).serialize()


def _config(chain: Chain, number: int) -> tuple[str, Config]:
    whole = chain.whole(number)
    if len(whole.envelopes) != 1:
        raise NoConfiguration(number)
    return parse_config(whole.envelopes[0], number)
