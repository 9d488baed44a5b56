"""Messages signed as if they were spent: the signature is the witness of a transaction that cannot exist.

The simple form, for p2wpkh and the key path of p2tr: "smp" and the witness in base64; what other wallets write without
the prefix is read. A multisig in p2wsh is verified as well. Other scripts and the other forms are refused by name.

Source: BIP322.
"""

from hashlib import sha256

from lightclient.bitcoin.script import P2TR, P2WPKH, P2WSH, destination_of, p2pkh
from lightclient.bitcoin.transaction import Transaction
from lightclient.bitcoin.walk import NULL_INDEX, NULL_TXID
from lightclient.codec.reader import Reader, compact_size
from lightclient.crypto import backend, der
from lightclient.crypto.errors import BadSignature, InvalidKey
from lightclient.crypto.hashes import tagged_hash
from lightclient.crypto.ripemd160 import hash160
from lightclient.errors import Malformed
from lightclient.wallet import base64, multisig, sighash
from lightclient.wallet.errors import BadMessageSignature, UnknownScript
from lightclient.wallet.sign import tr_witness, wpkh_witness
from lightclient.wallet.spending import Spending

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.keys.signer import Signer

PREFIX = "smp"
OTHER_PREFIXES = ("ful", "pof")  # a whole transaction, a proof of funds
MAX_ITEM = 4 + 34 * multisig.MAX_KEYS + 1  # bytes: the longest is a script with so many keys
MAX_ITEMS = multisig.MAX_KEYS + 2

OP_RETURN = b"\x6a"


def message_hash(message: bytes) -> bytes:
    """Return the hash of a message, the text in UTF-8."""
    return tagged_hash(b"BIP0322-signed-message", message)


def to_spend(script: bytes, message: bytes) -> Transaction:
    """Return the transaction that pays nothing to `script` and commits to the message."""
    tx = Transaction()
    tx.version = 0
    tx.input(NULL_TXID, NULL_INDEX, b"\x00\x20" + message_hash(message), 0)
    tx.output(0, script)
    return tx


def to_sign(script: bytes, message: bytes) -> Transaction:
    """Return the transaction that spends it, not signed."""
    tx = Transaction()
    tx.version = 0
    tx.input(to_spend(script, message).txid(), 0, b"", 0)
    tx.output(0, OP_RETURN)
    return tx


def sign(signer: "Signer", script: bytes, message: bytes, name: "Any" = None) -> str:
    """Return the signature. script: the output script of the address. name: which key of the signer.

    Raises UnknownScript, WrongKey, UncompressedKey, and what the signer raises.
    """
    kind = _kind(script)
    view = _view(script, message)
    if kind == P2WPKH:
        items = wpkh_witness(view, 0, 0, script, (signer, name))
    elif kind == P2TR:
        items = tr_witness(view, 0, 0, script, (signer, name))
    else:
        raise UnknownScript(0)
    parts = [compact_size(len(items))] + [compact_size(len(item)) + item for item in items]
    return PREFIX + base64.serialize(b"".join(parts))


def verify(script: bytes, message: bytes, signature: str) -> bool:
    """Tell whether `signature` is one over `message` for the output script `script`.

    Raises UnknownScript, and BadMessageSignature for a text that is no signature of this form.
    """
    kind = _kind(script)
    items = _witness(signature)
    view = _view(script, message)
    try:
        if kind == P2WPKH:
            return len(items) == 2 and _verify_wpkh(view, script, items[0], items[1])
        if kind == P2WSH:
            return len(items) > 2 and _verify_wsh(view, script, items)
        return len(items) == 1 and _verify_tr(view, script, items[0])
    except (BadSignature, InvalidKey):
        return False


def _verify_wpkh(view: Spending, script: bytes, signature: bytes, key: bytes) -> bool:
    if len(key) != 33 or hash160(key) != script[2:]:
        return False
    return _is_by(key, sighash.segwit(view, 0, p2pkh(script[2:]), 0, sighash.ALL), signature)


def _verify_wsh(view: Spending, script: bytes, items: "list[bytes]") -> bool:
    witness_script = items[-1]
    if sha256(witness_script).digest() != script[2:]:
        return False
    found = multisig.parse(witness_script)
    if found is None:
        raise UnknownScript(0)
    threshold, keys = found
    signatures = items[1:-1]
    if items[0] or len(signatures) != threshold:
        return False
    digest = sighash.segwit(view, 0, witness_script, 0, sighash.ALL)
    for signature in signatures:  # in the order of their keys
        while keys and not _is_by(keys[0], digest, signature):
            keys.pop(0)
        if not keys:
            return False
        keys.pop(0)
    return True


def _is_by(key: bytes, digest: bytes, signature: bytes) -> bool:
    if signature[-1:] != bytes((sighash.ALL,)):
        return False
    return backend.current().verify(key, digest, der.parse(signature[:-1]), True)


def _verify_tr(view: Spending, script: bytes, signature: bytes) -> bool:
    hash_type = signature[64] if len(signature) == 65 else sighash.DEFAULT
    if len(signature) == 65 and hash_type != sighash.ALL:
        return False
    digest = sighash.taproot(view, 0, 0, script, hash_type)
    return backend.current().schnorr_verify(script[2:], digest, signature[:64])


def _witness(signature: str) -> "list[bytes]":
    prefix = signature[:3]
    if prefix in OTHER_PREFIXES:
        raise BadMessageSignature("only the simple form of BIP322 is understood, not " + prefix)
    reader = Reader(base64.parse(signature[3:] if prefix == PREFIX else signature))
    try:
        count = reader.compact_size("the number of witness items", MAX_ITEMS)
        items = [reader.take(reader.compact_size("the length of a witness item", MAX_ITEM)) for _ in range(count)]
        reader.end()
    except Malformed as error:
        raise BadMessageSignature(error) from None
    return items


def _view(script: bytes, message: bytes) -> Spending:
    data = to_sign(script, message).serialize()
    view = Spending(lambda: Reader(data))
    view.spends([(0, script)])
    return view


def _kind(script: bytes) -> str:
    found = destination_of(script)
    if found is None or found[0] not in (P2WPKH, P2WSH, P2TR):
        raise UnknownScript(0)
    return found[0]
