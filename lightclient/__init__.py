"""SPV light client: block headers, Merkle proofs and payments, checked on the device that needs them."""

__version__ = "0.2.0"
