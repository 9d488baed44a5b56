"""What a block does not hold."""

from lightclient.errors import InvalidProof


class TxidMismatch(InvalidProof):
    """the transaction does not hash to the txid that was asked for"""
