"""The least that an output must be worth for nodes to relay it.

Source: Bitcoin Core policy/policy.cpp (GetDustThreshold), DUST_RELAY_TX_FEE.
"""

from lightclient.bitcoin.script import witness_of

RELAY_FEE = 3000  # satoshi per 1,000 virtual bytes
OUTPUT = 8 + 1  # bytes of an output beside its script
SPENDING = 148  # bytes of the input that spends it
SPENDING_WITNESS = 67  # virtual bytes, with the witness discounted


def least(script: bytes) -> int:
    """Return the least amount in satoshi that an output with this script may have."""
    spending = SPENDING if witness_of(script) is None else SPENDING_WITNESS
    return (OUTPUT + len(script) + spending) * RELAY_FEE // 1000
