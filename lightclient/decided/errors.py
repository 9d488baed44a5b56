"""What contradicts a chain that votes decide, and trust that cannot serve."""

from lightclient.errors import InvalidHeader, InvalidProof, LightClientError

# -- where a ledger starts


class WrongNetwork(LightClientError):
    """made for {}, wanted {}"""


class NoTrust(LightClientError):
    """{network} needs a trust anchor: give a checkpoint"""


class BadCheckpoint(LightClientError):
    """{record} cannot be used: {why}"""


class EmptyCheckpoint(BadCheckpoint):
    """{record} is empty"""


class TextCheckpoint(BadCheckpoint):
    """{record} is {kind} where bytes are wanted: bytes.fromhex() makes them of hex digits"""


class DamagedCheckpoint(BadCheckpoint):
    """{record} is damaged or cut: the checksum over its {size} bytes does not hold"""


# -- blocks and proofs


class OtherBlock(InvalidHeader):
    """block {} at height {} is not the one that is trusted here, {}, and nothing shows that both were decided"""


class NotTied(InvalidProof):
    """nothing ties the block at height {} to a block that is trusted here"""


class WrongSubject(InvalidProof):
    """the evidence is not about what was asked for"""


class NoConflict(InvalidProof):
    """the two headers do not contradict each other"""
