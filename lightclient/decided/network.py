"""What following, starting and judging need of a network whose blocks votes decide: its record has these methods."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Protocol

    from lightclient.decided.kept import Recent
    from lightclient.decided.ledger import Ledger
    from lightclient.sync.ledger import Cadence
    from lightclient.votes.members import Members
    from lightclient.votes.misbehaviour import Misbehaviour
    from lightclient.votes.threshold import Threshold

    Buffer = bytes | bytearray | memoryview

    class Signed(Protocol):
        """A header with the votes for it. Nothing of it is verified yet."""

        @property
        def height(self) -> int: ...

        @property
        def hash(self) -> bytes: ...

        @property
        def time(self) -> int: ...

        def fields(self) -> Any:
            """Return what `Network.read_signed` takes."""

    class Link(Protocol):
        """A header alone, which others name. time: Unix seconds."""

        @property
        def header(self) -> Any: ...

        @property
        def height(self) -> int: ...

        @property
        def hash(self) -> bytes: ...

        @property
        def time(self) -> int: ...

    class Trusted(Link, Protocol):
        """A header that is trusted, and all that the next one is held to.

        validators     who decided it
        signed, total  weight that was verified, and of the whole set
        threshold      part of the weight that decides
        """

        @property
        def validators(self) -> Members: ...

        @property
        def signed(self) -> int: ...

        @property
        def total(self) -> int: ...

        @property
        def threshold(self) -> Threshold: ...

    class Profile(Protocol):
        @property
        def name(self) -> str: ...

    class Network(Protocol):
        """The record of one chain.

        name, id         as in topics, and CAIP-2's
        profile          what is hashed and signed; its name is shown
        trusting_period  seconds, None where signers answer for ever
        forms            names of the forms of evidence, beside that of an attack
        """

        @property
        def name(self) -> str: ...

        @property
        def id(self) -> str: ...

        @property
        def cadence(self) -> Cadence: ...

        @property
        def small_blocks(self) -> bool: ...

        @property
        def profile(self) -> Profile: ...

        @property
        def trusting_period(self) -> "int | None": ...

        @property
        def forms(self) -> "tuple[str, ...]": ...

        def start(
            self, trust: "Buffer | str | None", saved: "Buffer | None", window: int
        ) -> "tuple[Ledger, list[str]]": ...

        def shipped(self) -> "bytes | None": ...

        def show(self, id_: bytes) -> str: ...

        def read_signed(self, fields: Any) -> Signed:
            """Return the signed header of decoded CBOR; nothing of it is kept. Raises BadSchema and kin."""

        def read_link(self, data: "bytes | memoryview") -> Link:
            """Return a header alone; nothing of `data` is kept. Raises BadSchema and kin."""

        def base(self, kept: Any, new: Any) -> "Trusted | None":
            """Return the header that is kept from which another one is to be verified, None if it is below all."""

        def step(self, trusted: Any, new: Any, clock: "int | None") -> Trusted:
            """Return a later header as trusted. Raises InvalidHeader and its kin, Equivocation."""

        def backwards(self, above: Any, below: Any) -> None:
            """Check that one header names the other as the one before it. Raises InvalidHeader."""

        def misbehaviour(self, common: Any, ours: Any, other: Any) -> Misbehaviour:
            """Return what two blocks of one height show, both verified from `common`."""

        def record(self, state: Any, recent: Recent, unclocked: "int | None") -> "list[bytes]":
            """Return the checkpoint of a state, in parts."""

        def parse_record(self, data: Buffer, record: str) -> "tuple[Any, Recent, int | None]":
            """Return (state, recent headers before it, unclocked) of a checkpoint. record: what errors call it."""

        def question(
            self,
            ledger: Any,
            subject: Any,
            clock: "Callable[[], int | None]",
            limit: int,
            proven: "Callable[[Buffer], object] | None",
        ) -> Any:
            """Return the question about a subject; see sync/ledger.py."""

        def judge(self, ledger: Any, form: str, body: "bytes | memoryview", clock: "int | None") -> Any:
            """Return the verdict on a body of evidence of one of `forms`."""
