"""The record of Lightning on one of Bitcoin's chains: how its invoices name it."""

from lightclient.bitcoin.header import hash_of
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.lightning.errors import BadTrust
from lightclient.sync.ledger import GENESIS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.lightning.ledger import Receipts

    Buffer = bytes | bytearray | memoryview

NAMESPACE = "lightning"


class LightningNetwork:
    """Lightning on one chain.

    currency  the chain's prefix for addresses, by which invoices of BOLT11 name it
    chains    genesis hashes, by which BOLT12 names it; two where two chains share a prefix
    """

    def __init__(self, name: str, currency: str, chains: "tuple[bytes, ...]") -> None:
        self.name = name
        self.id = NAMESPACE + ":" + currency
        self.currency = currency
        self.chains = chains

    def start(self, trust: "Buffer | str | None", saved: "Buffer | None", window: int) -> "tuple[Receipts, list[str]]":
        """Return what judges receipts. There are no blocks to follow, so that `saved` and `window` are of no use.

        trust: as in trust.py; None to be told in each verdict that no payee is trusted. Raises BadTrust.
        """
        from lightclient.lightning.ledger import Receipts
        from lightclient.lightning.trust import Trust, parse

        if isinstance(trust, str):
            why = "Lightning has no genesis to start from" if trust == GENESIS else "it is text, not bytes"
            raise BadTrust(line=0, why=why)
        return Receipts(self, Trust([], []) if trust is None else parse(bytes(trust))), []

    def has(self, shown: "Any") -> bool:
        """Return whether an invoice or payer proof is of this network."""
        return chain_of(shown) in [self.currency] + [chain.hex() for chain in self.chains]

    def shipped(self) -> "bytes | None":
        """Nothing comes with the package: whom to trust is for its user to say."""
        return None

    def show(self, id_: bytes) -> str:
        return bytes(id_).hex()


def chain_of(shown: "Any") -> str:
    """Return what an invoice or payer proof calls its chain: the prefix, or the genesis hash in hex, of Bitcoin's if
    it calls it nothing."""
    return shown.currency or (shown.chain or hash_of(MAINNET.genesis)).hex()
