"""The rules of one chain as data: your own chain is one more record."""

from hashlib import sha256

from lightclient.codec.cbor import is_uint
from lightclient.cometbft.errors import BadNetwork, WrongChain
from lightclient.cometbft.header import MAX_CHAIN_ID, parse_header
from lightclient.cometbft.profiles import V0_38
from lightclient.cometbft.signed import Link, read_signed
from lightclient.cometbft.verify import backwards, step
from lightclient.sync.ledger import Cadence
from lightclient.votes.threshold import ONE_THIRD, checked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lightclient.cometbft.profiles import Profile
    from lightclient.cometbft.questions import Question
    from lightclient.cometbft.signed import SignedHeader
    from lightclient.cometbft.verify import Trusted
    from lightclient.decided.kept import Kept, Recent
    from lightclient.decided.ledger import Ledger
    from lightclient.evidence.verdict import Verdict
    from lightclient.votes.misbehaviour import Misbehaviour
    from lightclient.votes.threshold import Threshold

    Buffer = bytes | bytearray | memoryview

NAMESPACE = "cosmos"  # of CAIP-2, for whatever chain of this family
# No numbered batches are published or waited for: whoever is behind skips to the tip along signed headers.
UNBATCHED = 1 << 53
CADENCE = Cadence(6, 120, 3600, UNBATCHED)  # seconds
DRIFT = 10  # seconds, as CometBFT's light client has it
IAVL, TENDERMINT, SMT = "iavl", "tendermint", "smt"
TREES = (IAVL, TENDERMINT, SMT)


class CometNetwork:
    """Parameters of one chain.

    chain_id         as in headers
    profile          what its version hashes and signs (profiles.py)
    trusting_period  seconds for which validators answer for what they signed, well below the time in which they can
                     take their stake; None for a consortium whose members answer for ever
    drift            seconds that a header may be ahead of the clock
    trust            part of the trusted power that must have signed a header to which is skipped: from a third to all
    trees            what the state is proved by: the tree of a store, and where there are several stores, the tree over
                     them; () if the application proves nothing
    cadence          seconds between blocks, without a block, and of age that are too many
    """

    small_blocks = False  # a signed header has a vote of each validator
    forms = ("transaction", "state")  # of evidence.py

    def __init__(
        self,
        chain_id: str,
        trusting_period: "int | None",
        profile: "Profile" = V0_38,
        drift: int = DRIFT,
        trust: "Threshold" = ONE_THIRD,
        trees: "tuple[str, ...]" = (IAVL, TENDERMINT),
        cadence: Cadence = CADENCE,
    ) -> None:
        """Raises BadNetwork, ThresholdOutOfRange."""
        if not 0 < len(chain_id) <= MAX_CHAIN_ID:
            raise BadNetwork(chain=chain_id, setting="chain_id", value=chain_id, wanted="1 to 50 characters")
        if trusting_period is not None and (not is_uint(trusting_period) or not trusting_period):
            raise BadNetwork(
                chain=chain_id, setting="trusting_period", value=trusting_period, wanted="seconds above 0, or None"
            )
        if not is_uint(drift):
            raise BadNetwork(chain=chain_id, setting="drift", value=drift, wanted="seconds")
        if len(trees) > 2 or not all(tree in TREES for tree in trees):
            raise BadNetwork(chain=chain_id, setting="trees", value=trees, wanted="at most two of " + ", ".join(TREES))
        self.chain_id = chain_id
        self.profile = profile
        self.trusting_period = trusting_period
        self.drift = drift
        self.trust = checked(trust)
        self.trees = tuple(trees)
        self.cadence = cadence
        self.name = _reference(chain_id)
        self.id = NAMESPACE + ":" + self.name

    def start(self, trust: "Buffer | str | None", saved: "Buffer | None", window: int) -> "tuple[Ledger, list[str]]":
        """Return the ledger to follow and the names of what was passed over: decided/start.py has the rules."""
        from lightclient.crypto import backend
        from lightclient.decided.start import start  # whoever only wants the rules need not have the ledger

        backend.ed25519()  # whoever follows needs it, and a board's stack has no room to import it deep down
        return start(self, trust, saved, window)

    def shipped(self) -> "bytes | None":
        """No checkpoint comes with the package: it would be too old to be trusted before long."""
        return None

    def show(self, id_: bytes) -> str:
        """Return a hash or key as these chains show it: in upper-case hex."""
        return bytes(id_).hex().upper()

    # -- what decided/ asks for

    def read_signed(self, fields: "Any") -> "SignedHeader":
        return read_signed(fields, self.profile)

    def read_link(self, data: "bytes | memoryview") -> Link:
        header = parse_header(data, self.profile)
        if header.chain_id != self.chain_id:
            raise WrongChain(header.chain_id, self.chain_id)
        return Link(header, header.hash(self.profile))

    def base(self, kept: "Kept", new: "SignedHeader") -> "Any":
        return kept.below(new.height)

    def step(self, trusted: "Trusted", new: "SignedHeader", clock: "int | None") -> "Trusted":
        return step(trusted, new, self, clock)

    def backwards(self, above: Link, below: Link) -> None:
        backwards(above.header, below.hash, below.height)

    def misbehaviour(self, common: "Trusted", ours: "Trusted", other: "Trusted") -> "Misbehaviour":
        from lightclient.cometbft.attack import misbehaviour  # which costs memory, and hardly anybody ever needs

        return misbehaviour(common, ours, other)

    def record(self, state: "Trusted", recent: "Recent", unclocked: "int | None") -> "list[bytes]":
        from lightclient.cometbft import checkpoint

        return checkpoint.parts(self, state, recent, unclocked)

    def parse_record(self, data: "Buffer", record: str) -> "tuple[Trusted, Recent, int | None]":
        from lightclient.cometbft import checkpoint

        return checkpoint.parse(data, self, record)

    def question(
        self,
        ledger: "Ledger",
        subject: "Any",
        clock: "Callable[[], int | None]",
        limit: int,
        proven: "Callable[[Buffer], object] | None",
    ) -> "Question":
        from lightclient.cometbft.questions import question_of  # a device that only follows needs none of it

        return question_of(ledger, subject, clock, limit, proven)

    def judge(self, ledger: "Ledger", form: str, body: "bytes | memoryview", clock: "int | None") -> "Verdict":
        from lightclient.cometbft import evidence

        return evidence.judge(ledger, form, body, clock)


def _reference(chain_id: str) -> str:
    """Return the reference of CAIP-2: the chain id, or where that does not fit, eight bytes of its SHA-256."""
    plain = len(chain_id) <= 32 and not chain_id.startswith("hashed-")
    if plain and all(
        "0" <= char <= "9" or "A" <= char <= "Z" or "a" <= char <= "z" or char == "-" for char in chain_id
    ):
        return chain_id
    return "hashed-" + sha256(chain_id.encode()).digest().hex()[:16]
