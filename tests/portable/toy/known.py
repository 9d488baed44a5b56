"""What `ledgers.py` looks for in a ledger's module."""

from tests.portable.toy.world import NETWORK

NETWORKS = (NETWORK,)
SERVING = "tests.support.toysource"
