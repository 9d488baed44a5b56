"""A private key as people keep it: base58 with a version for the network, and whether the public key is compressed.

Source: Bitcoin Core key_io.cpp (DecodeSecret, EncodeSecret).
"""

from lightclient.bitcoin import base58
from lightclient.bitcoin.errors import WrongNetwork
from lightclient.crypto.checks import check_secret
from lightclient.wallet.errors import BadWif

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.bitcoin.networks.network import Network


def serialize(secret: bytes, network: "Network", compressed: bool = True) -> str:
    """Return the text, which is the secret. Raises BadSecretKey."""
    check_secret(secret)
    return base58.encode_check(bytes((network.wif_version,)) + secret + (b"\x01" if compressed else b""))


def parse(text: str, network: "Network") -> "tuple[bytes, bool]":
    """Return the secret, 32 bytes, and whether its public key is meant compressed.

    Raises BadWif, WrongNetwork, BadSecretKey, and what `base58.decode_check` raises.
    """
    data = base58.decode_check(text)
    if len(data) not in (33, 34) or data[33:] not in (b"", b"\x01"):
        raise BadWif()
    if data[0] != network.wif_version:
        raise WrongNetwork("version " + str(data[0]), network.name)
    check_secret(data[1:33])
    return data[1:33], len(data) == 34
