"""The rules of one private chain as data: your own chain is one more record."""

from lightclient.codec.cbor import BLOB, is_uint
from lightclient.codec.errors import BadSchema
from lightclient.evm.consensus import QBFT, Consensus, Sealed, parse_sealed
from lightclient.evm.errors import BadNetwork, UnknownConsensus
from lightclient.evm.verify import backwards, step
from lightclient.sync.ledger import Cadence
from lightclient.votes.threshold import ONE_THIRD, checked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lightclient.decided.kept import Kept, Recent
    from lightclient.decided.ledger import Ledger
    from lightclient.evidence.verdict import Verdict
    from lightclient.evm.questions import Question
    from lightclient.evm.verify import Trusted
    from lightclient.votes.misbehaviour import Misbehaviour
    from lightclient.votes.threshold import Threshold

    Buffer = bytes | bytearray | memoryview

NAMESPACE = "eip155"  # of CAIP-2
MAX_CHAIN_ID = (1 << 63) - 1
# No numbered batches are published or waited for: whoever is behind skips to the tip along sealed headers.
UNBATCHED = 1 << 53
CADENCE = Cadence(5, 120, 3600, UNBATCHED)  # seconds
DRIFT = 10  # seconds


class EvmNetwork:
    """Parameters of one chain.

    chain_id         number, which the chain's transactions name and its headers do not
    profile          its consensus: of "qbft", "ibft2", "ibft1", and "qbft:ADDRESS/SLOT" where a contract keeps the
                     validators
    trusting_period  seconds for which validators answer for what they sealed; None for a consortium whose members
                     answer for ever
    drift            seconds that a header may be ahead of the clock
    trust            part of the trusted validators that must have sealed a header with other validators
    cadence          seconds between blocks, without a block, and of age that are too many
    """

    small_blocks = False  # a header has a seal of each validator
    forms = ("account", "storage", "receipt", "transaction")  # of evidence.py

    def __init__(
        self,
        chain_id: int,
        trusting_period: "int | None",
        consensus: str = QBFT,
        drift: int = DRIFT,
        trust: "Threshold" = ONE_THIRD,
        cadence: Cadence = CADENCE,
    ) -> None:
        """Raises BadNetwork, ThresholdOutOfRange."""
        if not is_uint(chain_id, MAX_CHAIN_ID) or not chain_id:
            raise BadNetwork(chain=chain_id, setting="chain_id", value=chain_id, wanted="a number above 0")
        if trusting_period is not None and (not is_uint(trusting_period) or not trusting_period):
            raise BadNetwork(
                chain=chain_id, setting="trusting_period", value=trusting_period, wanted="seconds above 0, or None"
            )
        if not is_uint(drift):
            raise BadNetwork(chain=chain_id, setting="drift", value=drift, wanted="seconds")
        self.chain_id = chain_id
        try:
            self.profile = Consensus(consensus)
        except UnknownConsensus as error:
            wanted = "one of " + str(error.fields["known"])
            raise BadNetwork(chain=chain_id, setting="consensus", value=consensus, wanted=wanted) from None
        self.trusting_period = trusting_period
        self.drift = drift
        self.trust = checked(trust)
        self.cadence = cadence
        self.name = str(chain_id)
        self.id = NAMESPACE + ":" + self.name

    def start(self, trust: "Buffer | str | None", saved: "Buffer | None", window: int) -> "tuple[Ledger, list[str]]":
        """Return the ledger to follow and the names of what was passed over: decided/start.py has the rules."""
        from lightclient.crypto import backend
        from lightclient.decided.start import start  # whoever only wants the rules need not have the ledger

        backend.current()  # whoever follows needs it, and a board's stack has no room to import it deep down
        return start(self, trust, saved, window)

    def shipped(self) -> "bytes | None":
        """No checkpoint comes with the package: these chains are their members' own."""
        return None

    def show(self, id_: bytes) -> str:
        """Return a hash or address as these chains show it: in hex after 0x."""
        return "0x" + bytes(id_).hex()

    # -- what decided/ asks for

    def read_signed(self, fields: "Any") -> Sealed:
        if not isinstance(fields, BLOB):
            raise BadSchema("a sealed header", "not bytes")
        return self.profile.parse(fields)

    def read_link(self, data: "bytes | memoryview") -> Sealed:
        return parse_sealed(data, self.profile.kind)

    def base(self, kept: "Kept", new: Sealed) -> "Any":
        return kept.below(new.height)

    def step(self, trusted: "Trusted", new: Sealed, clock: "int | None") -> "Trusted":
        return step(trusted, new, self, clock)

    def backwards(self, above: Sealed, below: Sealed) -> None:
        backwards(above, below.hash, below.height)

    def misbehaviour(self, common: "Trusted", ours: "Trusted", other: "Trusted") -> "Misbehaviour":
        """Of those who sealed both blocks in one round; where the rounds differ the blocks alone do not say who."""
        from lightclient.votes.misbehaviour import AMNESIA, EQUIVOCATION, Misbehaviour, equivocators

        if ours.sealed.extra.round != other.sealed.extra.round:
            return Misbehaviour(AMNESIA, other.validators, [])
        return Misbehaviour(EQUIVOCATION, other.validators, equivocators(ours.signers, other.signers))

    def record(self, state: "Trusted", recent: "Recent", unclocked: "int | None") -> "list[bytes]":
        from lightclient.evm import checkpoint

        return checkpoint.parts(self, state, recent, unclocked)

    def parse_record(self, data: "Buffer", record: str) -> "tuple[Trusted, Recent, int | None]":
        from lightclient.evm import checkpoint

        return checkpoint.parse(data, self, record)

    def question(
        self,
        ledger: "Ledger",
        subject: "Any",
        clock: "Callable[[], int | None]",
        limit: int,
        proven: "Callable[[Buffer], object] | None",
    ) -> "Question":
        from lightclient.evm.questions import question_of  # a device that only follows needs none of it

        return question_of(ledger, subject, clock, limit, proven)

    def judge(self, ledger: "Ledger", form: str, body: "bytes | memoryview", clock: "int | None") -> "Verdict":
        from lightclient.evm import evidence

        return evidence.judge(ledger, form, body, clock)
