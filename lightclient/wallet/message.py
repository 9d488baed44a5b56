"""Messages signed by the key of an address, in the form that most wallets know: 65 bytes in base64.

The first byte says how the key is recovered and what address it makes:

    27 to 30  p2pkh, uncompressed key      35 to 38  p2wpkh in p2sh
    31 to 34  p2pkh, compressed key        39 to 42  p2wpkh

Some wallets write 31 to 34 for all three addresses of a compressed key. That is accepted, since it is as hard to forge.
A signature shows that somebody had the key, not when, nor that its owner can spend anything.

Source: BIP137; Bitcoin Core common/signmessage.cpp.
"""

from lightclient.codec.reader import compact_size
from lightclient.crypto import backend
from lightclient.crypto.errors import BadSignature, NotOnCurve
from lightclient.crypto.hashes import sha256d
from lightclient.crypto.jacobian import uncompressed
from lightclient.crypto.secp256k1 import parse as point_of
from lightclient.keys.algorithms import RECOVERABLE
from lightclient.wallet import base64
from lightclient.wallet.errors import BadMessageSignature, UncompressedKey, WrongMessageKind
from lightclient.wallet.outputs import PKH, SH_WPKH, WPKH, script_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.keys.signer import Signer

MAGIC = b"\x18Bitcoin Signed Message:\n"
SIZE = 65

_FIRST = {PKH: 31, SH_WPKH: 35, WPKH: 39}


def digest(message: bytes) -> bytes:
    """Return what is signed. message: the text in UTF-8."""
    return sha256d(MAGIC + compact_size(len(message)) + message)


def sign(signer: "Signer", message: bytes, kind: str, name: "Any" = None) -> str:
    """Return the signature for the address of `kind`, one of PKH, SH_WPKH, WPKH; of an uncompressed key PKH alone.

    name: which key of the signer. Raises WrongMessageKind, UncompressedKey, and what the signer raises.
    """
    if kind not in _FIRST:
        raise WrongMessageKind()
    first = _FIRST[kind]
    if len(signer.public_key(RECOVERABLE, name)) != 33:
        if kind != PKH:
            raise UncompressedKey()
        first -= 4
    signature = signer.sign(RECOVERABLE, digest(message), name)
    return base64.serialize(bytes((first + signature[64],)) + signature[:64])


def verify(script: bytes, message: bytes, signature: str) -> bool:
    """Tell whether `signature` is one over `message` by the key that the output script `script` pays to.

    Raises BadMessageSignature for text that is not a signature.
    """
    data = base64.parse(signature)
    if len(data) != SIZE:
        raise BadMessageSignature("it has " + str(len(data)) + " bytes, not 65")
    first = data[0]
    if not 27 <= first <= 42:
        raise BadMessageSignature("its first byte is " + str(first))
    try:
        key = backend.current().recover(digest(message), data[1:], first - 27 & 3)
    except (BadSignature, NotOnCurve):
        return False
    if first < 31:
        return script_of(PKH, uncompressed(point_of(key))) == script
    kinds = (PKH, SH_WPKH, WPKH) if first < 35 else (SH_WPKH,) if first < 39 else (WPKH,)
    return any(script_of(kind, key) == script for kind in kinds)
