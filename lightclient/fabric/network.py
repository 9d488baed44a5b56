"""The rules of one channel as data: your own channel is one more record."""

from lightclient.fabric.block import Block, read_block
from lightclient.fabric.errors import BadNetwork
from lightclient.fabric.header import HASH, Header, parse_header
from lightclient.fabric.verify import backwards, step
from lightclient.sync.ledger import Cadence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lightclient.decided.kept import Kept, Recent
    from lightclient.decided.ledger import Ledger
    from lightclient.evidence.verdict import Verdict
    from lightclient.fabric.questions import Query, Question
    from lightclient.fabric.verify import Trusted
    from lightclient.votes.misbehaviour import Misbehaviour

    Buffer = bytes | bytearray | memoryview

NAMESPACE = "fabric"
MAX_CHANNEL = 100  # characters: with its namespace and hash it has to fit into an id of evidence
# No numbered batches are published or waited for: whoever is behind follows along signed blocks.
UNBATCHED = 1 << 53
# Headers say no time, so the age of a tip is not known, and none is stale. Channels are silent while nobody writes.
AGELESS = 1 << 53
CADENCE = Cadence(2, AGELESS, AGELESS, UNBATCHED)  # seconds


class Link:
    """A header alone. time: headers say none."""

    time = 0
    __slots__ = ("header",)

    def __init__(self, header: Header) -> None:
        self.header = header

    @property
    def height(self) -> int:
        return self.header.number

    @property
    def hash(self) -> bytes:
        return self.header.hash


class Profile:
    """What Fabric's versions from 1.4.1 on sign and hash: the last configuration is in the signed metadata."""

    name = "fabric"


class FabricNetwork:
    """Parameters of one channel.

    channel         its name, as configurations and transactions have it
    genesis         hash of its block 0
    name, chain_id  both of these, as an orderer that is asked has to show them
    cadence         seconds between blocks, without a block, and of age that are too many
    """

    small_blocks = False  # a block has signatures of most orderers
    trusting_period = None  # headers say no time from which it could run: orderers answer for ever
    profile = Profile
    forms = ("transaction", "endorsed")  # of evidence.py

    def __init__(self, channel: str, genesis: bytes, cadence: Cadence = CADENCE) -> None:
        """Raises BadNetwork."""
        if not 0 < len(channel) <= MAX_CHANNEL or not all(
            "a" <= char <= "z" or "0" <= char <= "9" or char in ".-" for char in channel
        ):
            raise BadNetwork(
                channel=channel,
                setting="channel",
                value=channel,
                wanted="1 to " + str(MAX_CHANNEL) + " lower-case letters, digits, dots and dashes",
            )
        if len(genesis) != HASH:
            raise BadNetwork(channel=channel, setting="genesis", value=genesis, wanted="the 32 bytes of a hash")
        self.channel = channel
        self.genesis = bytes(genesis)
        self.cadence = cadence
        self.name = self.chain_id = channel + "." + self.genesis[:8].hex()
        self.id = NAMESPACE + ":" + self.name

    def start(self, trust: "Buffer | str | None", saved: "Buffer | None", window: int) -> "tuple[Ledger, list[str]]":
        """Return the ledger to follow and the names of what was passed over: decided/start.py has the rules."""
        from lightclient.crypto import backend
        from lightclient.decided.start import start  # whoever only wants the rules need not have the ledger

        backend.p256()  # whoever follows needs it, and a board's stack has no room to import it deep down
        return start(self, trust, saved, window)

    def shipped(self) -> "bytes | None":
        """No checkpoint comes with the package: channels are their members' own."""
        return None

    def show(self, id_: bytes) -> str:
        """Return a hash or id as these channels show it: in hex."""
        return bytes(id_).hex()

    # -- what decided/ asks for

    def read_signed(self, fields: "Any") -> Block:
        return read_block(fields)

    def read_link(self, data: "bytes | memoryview") -> Link:
        return Link(parse_header(data))

    def base(self, kept: "Kept", new: Block) -> "Any":
        """Links begin at one block of ours, of which perhaps only the hash is kept; then one that is kept whole has the
        configuration that was in force."""
        at = new.height - len(new.gap) - 1
        whole: "list[Any]" = [kept.state, kept.before, kept.root]
        known = kept.hash_at(at)
        for each in whole if known is not None else ():
            config: int = each.config.number
            if config == new.last_config if new.envelope is None else config <= at:
                return each.at(at, known)
        return kept.below(new.height)

    def step(self, trusted: "Trusted", new: Block, clock: "int | None") -> "Trusted":
        return step(trusted, new, self)

    def backwards(self, above: Link, below: Link) -> None:
        backwards(above.header, below.header)

    def misbehaviour(self, common: "Trusted", ours: "Trusted", other: "Trusted") -> "Misbehaviour":
        """Of those who signed both blocks in one view; where the views differ the blocks alone do not say who."""
        from lightclient.votes.misbehaviour import AMNESIA, EQUIVOCATION, Misbehaviour, equivocators

        if ours.view != other.view:
            return Misbehaviour(AMNESIA, other.validators, [])
        return Misbehaviour(EQUIVOCATION, other.validators, equivocators(ours.signers, other.signers))

    def record(self, state: "Trusted", recent: "Recent", unclocked: "int | None") -> "list[bytes]":
        from lightclient.fabric import checkpoint

        return checkpoint.parts(self, state, recent)

    def parse_record(self, data: "Buffer", record: str) -> "tuple[Trusted, Recent, int | None]":
        from lightclient.fabric import checkpoint

        return checkpoint.parse(data, self, record) + (None,)

    def question(
        self,
        ledger: "Ledger",
        subject: "Any",
        clock: "Callable[[], int | None]",
        limit: int,
        proven: "Callable[[Buffer], object] | None",
    ) -> "Question | Query":
        from lightclient.fabric.questions import question_of  # a device that only follows needs none of it

        return question_of(ledger, subject, clock, limit, proven)

    def judge(self, ledger: "Ledger", form: str, body: "bytes | memoryview", clock: "int | None") -> "Verdict":
        from lightclient.fabric import evidence

        return evidence.judge(ledger, form, body, clock)
