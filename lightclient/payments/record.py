"""What a sale consists of, and what can be read from it."""

from lightclient.payments.errors import BadTerm
from lightclient.payments.policy import PaymentPolicy, check_satoshi, check_term
from lightclient.payments.states import summarize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.payments.book import Book
    from lightclient.payments.claims import Claim
    from lightclient.payments.owners import Owners
    from lightclient.payments.payment import Payment
    from lightclient.payments.states import Summary

MAX_SCRIPT = 10_000  # bytes (Core script.h MAX_SCRIPT_SIZE)
MAX_NAME = 64
EARLIER = 26 * 60 * 60  # seconds by which a block's time may lie before the sale: a tip counts for a day, times vary
AWAY = 600  # seconds that an expired sale waits for a gateway in use that has not told of all blocks


def check_name(name: object) -> None:
    """Raise BadTerm unless a sale can have this name, and a record hold it."""
    try:
        good = isinstance(name, str) and 0 < len(name) <= MAX_NAME and bool(name.encode())
    except UnicodeError:  # half a character, which MicroPython would write
        good = False
    if not good:
        raise BadTerm(term="name", value=repr(name), wanted="a text of 1 to 64 characters")


class SaleRecord:
    """What is to be paid, and how far that is.

    name       of the sale, text that the caller chose
    satoshi    the amount; script: the output script that is to be paid
    since      height: only blocks above it count. A reorganisation from below it lowers it to the fork, until the block
               that the sale was opened at is back: `base`, its height and hash, None if that is not known
    expires    seconds, None: never. Counted from the first time that `Sales.tick` was told the time of day:
               `started_at`, Unix seconds. While no clock is known the expiry does not run, and `expires_at` is None
    expired    whether it has passed
    payments   {txid: Payment}; `listed()` has them in the order in which they became known
    """

    def __init__(
        self,
        name: str,
        satoshi: int,
        script: bytes,
        since: int,
        expires: "int | None" = None,
        policy: "PaymentPolicy | None" = None,
    ) -> None:
        """Raises NotSatoshi, AmountNotPositive, AmountTooLarge, BadTerm."""
        check_name(name)
        if not isinstance(script, bytes) or not 0 < len(script) <= MAX_SCRIPT:
            raise BadTerm(term="script", value=repr(script), wanted="1 to 10000 bytes")
        self.name = name
        self.satoshi = check_satoshi(satoshi)
        self.script = script
        self.since = check_term("since", since, 0)
        self.base: "tuple[int, bytes] | None" = None
        self.expires = None if expires is None else check_term("expires", expires, 1)
        self.policy = policy or PaymentPolicy()
        self.started_at: "int | None" = None
        self.loaded = False  # whether it was opened in an earlier run
        self.first_at: "float | None" = None  # the first tick
        self.opened_at: "int | None" = None  # the same, Unix seconds; None if no clock was known in that run
        self.expired = False
        self.waits_from: "float | None" = None  # since when it would be over, but for gateways that have not told
        self.payments: "dict[bytes, Payment]" = {}
        self.claims: "dict[str, dict[bytes, Claim]]" = {}  # gateway: what it claims of the payments
        self.covered: "dict[str, int]" = {}  # gateway: the height up to which it has told all
        self.held: "dict[str, int]" = {}  # gateway: the lowest block of which a claim had to be dropped
        self.watched: "dict[str, bool]" = {}  # gateways whose watch knows of this sale
        self.owners: "Owners | None" = None  # of the book that has it
        self.spent: "dict[bytes, bytes]" = {}  # mark of a coin: the proved payment that spends it, to any sale there
        self.height = since  # of our chain, as far as it counts
        self.fork: "int | None" = None  # height above which blocks were replaced since the last tip
        self.lost: "set[bytes]" = (
            set()
        )  # txids proved in blocks that our chain may have lost while we were away, until they are back
        self.doubted = False  # whether it was saved beside another chain, until ours counts
        self.number = 0
        self.count = 0
        self.changed = True
        self.told: "tuple[Any, ...] | None" = None

    @property
    def expires_at(self) -> "int | None":
        return None if self.expires is None or self.started_at is None else self.started_at + self.expires

    def summary(self) -> "Summary":
        return summarize(self.satoshi, self.policy, self.listed(), self.expired)

    def listed(self) -> "list[Payment]":
        return sorted(self.payments.values(), key=lambda payment: payment.number)

    def covered_to(self, needed: int = 1) -> int:
        """Return the height up to which at least `needed` gateways say that they have told of every payment."""
        heights = sorted(self.covered.values())
        return max(self.since, min(heights[-needed], self.height)) if len(heights) >= needed else self.since

    def is_after(self, height: int, time: "int | None") -> bool:
        """Whether a block came after the sale was opened, as far as we can tell. time: of its header.

        Heights alone do not say: `since` may be of a chain that a better one has replaced as a whole.
        """
        if time is not None and self.opened_at is not None and time <= self.opened_at - EARLIER:
            return False
        return height > self.since

    def is_told(self, book: "Book", needed: int) -> bool:
        """Whether as many gateways have told of all blocks of a chain that counts now: nothing else came.

        What a gateway has told of without its bytes has to be fetched first.
        """
        heights = sorted([book.covered(self, gateway) for gateway in book.gateways])
        height = book.chain.height
        return book.chain.counts and self.height >= height and len(heights) >= needed and heights[-needed] >= height

    def is_over(self, book: "Book", needed: int, now: float) -> bool:
        """Whether an expired sale may be given up: enough gateways have told of all blocks, and so have the others.

        One that has not is waited for ten minutes, so that no liar ends a sale alone. Ask once a second.
        """
        if not self.expired or not self.is_told(book, needed):
            return False
        if self.is_told(book, len(book.gateways)):
            self.waits_from = None
            return True
        if self.waits_from is None:
            self.waits_from = now
        return now - self.waits_from >= AWAY

    def looked(self, gateway: str, height: int) -> None:
        """A gateway has shown that the block after those that it has told of, at `height`, does not pay the script."""
        if self.covered.get(gateway, self.since) == height - 1:
            self.covered[gateway] = height
            if self.held.get(gateway, height + 1) <= height:
                del self.held[gateway]

    def touch(self, payment: "Payment") -> int:
        """Note that something was heard of a payment."""
        self.count += 1
        payment.touched = self.count
        self.changed = True
        return self.count
