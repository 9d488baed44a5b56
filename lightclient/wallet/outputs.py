"""The four scripts that pay to a single key, named as descriptors name them.

Source: BIP44, BIP49, BIP84, BIP86; BIP380 to BIP386.
"""

from lightclient.bitcoin.script import p2pkh, p2sh, p2tr, p2wpkh
from lightclient.crypto.ripemd160 import hash160
from lightclient.crypto.taproot import output_key

PKH = "pkh"
SH_WPKH = "sh(wpkh)"
WPKH = "wpkh"
TR = "tr"


def script_of(kind: str, key: bytes) -> bytes:
    """Return the output script. key: compressed; with PKH also uncompressed."""
    if kind == PKH:
        return p2pkh(hash160(key))
    if kind == WPKH:
        return p2wpkh(hash160(key))
    if kind == SH_WPKH:
        return p2sh(hash160(p2wpkh(hash160(key))))
    return p2tr(output_key(key[1:33]))
