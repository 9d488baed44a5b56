"""Lightning on the chains that are known here. Testnet 3 and 4 share a prefix: invoices do not tell them apart."""

from lightclient.bitcoin.header import hash_of
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.networks.signet import SIGNET
from lightclient.bitcoin.networks.testnet3 import TESTNET3
from lightclient.bitcoin.networks.testnet4 import TESTNET4
from lightclient.evidence.errors import UnknownLedger
from lightclient.lightning.network import LightningNetwork, chain_of
from lightclient.lightning.receipt import parse
from lightclient.lightning.trust import is_trust

LIGHTNING = LightningNetwork("lightning", "bc", (hash_of(MAINNET.genesis),))
TESTNET = LightningNetwork("lightning-testnet", "tb", (hash_of(TESTNET3.genesis), hash_of(TESTNET4.genesis)))
SIGNETS = LightningNetwork("lightning-signet", "tbs", (hash_of(SIGNET.genesis),))
LOCAL = LightningNetwork("lightning-regtest", "bcrt", (hash_of(REGTEST.genesis),))
NETWORKS = (LIGHTNING, TESTNET, SIGNETS, LOCAL)


def network_in(record: bytes) -> "LightningNetwork | None":
    """Return Bitcoin's for a file that says which payees are trusted, on whatever chain; None for any other."""
    return LIGHTNING if is_trust(record) else None


def network_of(data: "bytes | memoryview") -> LightningNetwork:
    """Return the network that a receipt without an envelope names.

    Raises UnknownLedger, and what `parse` of receipts and reading what it holds raises.
    """
    shown = parse(data).read()
    for network in NETWORKS:
        if network.has(shown):
            return network
    known = ", ".join([network.name for network in NETWORKS])
    raise UnknownLedger(ledger=chain_of(shown), known=known)
