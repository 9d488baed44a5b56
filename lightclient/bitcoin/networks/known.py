"""All networks that have a name here. They take memory, so a board's own program imports the record that it wants."""

from lightclient.bitcoin.errors import WrongNetwork
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.network import Network
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.networks.signet import SIGNET
from lightclient.bitcoin.networks.testnet3 import TESTNET3
from lightclient.bitcoin.networks.testnet4 import TESTNET4

NETWORKS = (MAINNET, TESTNET3, TESTNET4, SIGNET, REGTEST)
SERVING = "lightclient.bitcoin.hosts.serving"  # as `ledgers` looks for it


def by_name(name: str) -> Network:
    """Return the network of this name or CAIP-2 id. Raises WrongNetwork for one that is not known."""
    for network in NETWORKS:
        if name in (network.name, network.id):
            return network
    raise WrongNetwork(name, ", ".join([network.name for network in NETWORKS]))
