"""What a terminal is paid: to which account, and for one sale, how far that is."""

from lightclient.bitcoin.transaction import paid_to
from lightclient.bitcoin.walk import walk
from lightclient.codec.reader import Reader
from lightclient.errors import LightClientError
from lightclient.keys import bip32
from lightclient.keys.accounts import Account

CLAIMS = 4  # payments that one gateway may tell of: a liar makes nobody remember more
WAITING, SEEN, CONFIRMED = "waiting", "seen", "confirmed"


class SpendingKey(LightClientError):
    """A terminal is given an extended public key, and this is a private one."""


def account_of(xpub: str, purpose: int, network: "Network") -> Account:
    """Return the account of an extended public key. Raises SpendingKey, WrongNetwork and what `bip32.parse` raises."""
    key, prefix = bip32.parse(xpub)
    prefix.check(network)
    if key.secret is not None:
        raise SpendingKey()
    return Account(key, purpose, network)


class Sale:
    """What is to be paid, and how far that is.

        sale.told(gateway, body)      what a gateway says of transactions that pay the script; it proves nothing
        sale.look(tip, prove)         proves what was told, after each block and whenever something was told

    state          WAITING, SEEN (a gateway claims that it is on its way), CONFIRMED (proved to be in the chain)
    confirmations  of what is proved
    verdict        on it
    less           satoshi of the largest payment that was too small, as claimed
    """

    def __init__(self, script: bytes, satoshi: int) -> None:
        self.script = script
        self.satoshi = satoshi
        self.claims: "dict[str, list[bytes]]" = {}  # gateway: txids
        self.looked_at: "bytes | None" = None
        self.state = WAITING
        self.confirmations = 0
        self.verdict: "Verdict | None" = None
        self.less = 0

    def told(self, gateway: str, body: object) -> None:
        """Take [event, txid, height, transaction]; both the txid and the amount are computed from the transaction."""
        if not isinstance(body, list) or len(body) != 4 or not isinstance(body[3], bytes):
            return  # of a transaction over 4 KB only the txid is told: this terminal has no room for its proof
        try:
            txid = walk(Reader(body[3])).txid
            satoshi = paid_to(body[3], self.script)
        except LightClientError:
            return
        if satoshi < self.satoshi:
            self.less = max(self.less, satoshi)
            return
        txids = self.claims.setdefault(gateway, [])
        if txid not in txids and len(txids) < CLAIMS:
            txids.append(txid)
        self.looked_at = None

    def look(self, tip: bytes, prove: "Callable[[bytes], Verdict]") -> None:
        """Prove the claims, if the tip is new or something was told.

        prove(txid): returns the verdict on a proof, or raises a LightClientError. What a reorganisation has taken out
        of the chain is not proved any more, and so is merely seen again.
        """
        if tip == self.looked_at:
            return
        self.looked_at = tip
        self.confirmations, self.verdict = 0, None
        for txid in {txid for txids in self.claims.values() for txid in txids}:
            try:
                verdict = prove(txid)
            except LightClientError:
                continue
            if verdict.place.confirmations > self.confirmations:
                self.confirmations, self.verdict = verdict.place.confirmations, verdict
        self.state = CONFIRMED if self.verdict else SEEN if self.claims else WAITING


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lightclient.bitcoin.networks.network import Network
    from lightclient.bitcoin.verdict import Verdict
