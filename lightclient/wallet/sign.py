"""Signing transactions: inputs that a single key spends, by p2pkh, p2wpkh, p2wpkh in p2sh, or the key path of p2tr.

    sign(Spending(open), [(satoshi, script), ...], secret_of, write)

writes the signed transaction as it is made, each key asked for when its input is reached: no more than one secret and
one signature are held at a time. Before a key is used it is compared with the script, and the amounts with the outputs.

Source: BIP141, BIP143, BIP341; Bitcoin Core script/sign.cpp (ProduceSignature).
"""

from lightclient.bitcoin.script import P2PKH, P2SH, P2TR, P2WPKH, destination_of, p2pkh, p2wpkh
from lightclient.codec.reader import compact_size
from lightclient.crypto import backend, der
from lightclient.crypto.jacobian import uncompressed
from lightclient.crypto.ripemd160 import hash160
from lightclient.crypto.secp256k1 import parse as point_of
from lightclient.keys import sighash
from lightclient.keys.errors import Overspent, UnknownScript, WrongKey
from lightclient.keys.taproot import output_secret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from lightclient.keys.spending import Spending

NO_AUX = bytes(32)


def sign(
    spending: "Spending",
    coins: "Collection[tuple[int, bytes]]",
    secret_of: "Callable[[int], bytes]",
    write: "Callable[[bytes], object]",
    aux: bytes = NO_AUX,
) -> None:
    """Sign every input, for all outputs.

    coins: (satoshi, script) of the outputs that are spent, in the order of the inputs. secret_of(index) returns the
    secret for an input; for p2tr that of the internal key. aux: 32 bytes, best random, for Schnorr signatures.
    Raises CoinCount, Overspent, UnknownScript before anything is written, WrongKey, BadSecretKey.
    """
    total = spending.spends(coins)
    if total < spending.value:
        raise Overspent(spending.value, total)
    kinds = [_kind(script, index) for index, (_, script) in enumerate(coins)]
    has_witness = any(kind != P2PKH for kind in kinds)
    write(spending.version)
    if has_witness:
        write(b"\x00\x01")
    write(compact_size(spending.count))
    for index, (_, script) in enumerate(coins):
        unlocking = b""
        if kinds[index] == P2PKH:
            unlocking = pkh_script(spending, index, script, secret_of(index))
        elif kinds[index] == P2SH:
            unlocking = _push(redeem_script(index, script, secret_of(index)))
        write(spending.outpoint(index) + compact_size(len(unlocking)) + unlocking + spending.sequence(index))
    write(compact_size(spending.outputs))
    spending.show_outputs(write, 0, spending.outputs)
    if has_witness:
        for index, (value, script) in enumerate(coins):
            items: "list[bytes]" = []
            if kinds[index] == P2TR:
                items = tr_witness(spending, index, value, script, secret_of(index), aux=aux)
            elif kinds[index] != P2PKH:
                items = wpkh_witness(spending, index, value, script, secret_of(index))
            write(compact_size(len(items)))
            for item in items:
                write(compact_size(len(item)) + item)
    write(spending.locktime)


def pkh_script(
    spending: "Spending", index: int, script: bytes, secret: bytes, hash_type: int = sighash.ALL, low_r: bool = True
) -> bytes:
    """Return the scriptSig for a p2pkh output, of a compressed or an uncompressed key. Raises WrongKey."""
    key = backend.current().public_key(secret)
    if p2pkh(hash160(key)) != script:
        key = uncompressed(point_of(key))
        if p2pkh(hash160(key)) != script:
            raise WrongKey(index)
    digest = sighash.legacy(spending, index, script, hash_type)
    return _push(ecdsa_signature(secret, digest, hash_type, low_r)) + _push(key)


def wpkh_witness(
    spending: "Spending",
    index: int,
    value: int,
    script: bytes,
    secret: bytes,
    hash_type: int = sighash.ALL,
    low_r: bool = True,
) -> "list[bytes]":
    """Return the witness for a p2wpkh output, or one in p2sh. Raises WrongKey."""
    key = backend.current().public_key(secret)
    if p2wpkh(hash160(key)) != script:
        redeem_script(index, script, secret)
    digest = sighash.segwit(spending, index, p2pkh(hash160(key)), value, hash_type)
    return [ecdsa_signature(secret, digest, hash_type, low_r), key]


def tr_witness(
    spending: "Spending",
    index: int,
    value: int,
    script: bytes,
    secret: bytes,
    root: bytes = b"",
    hash_type: int = sighash.DEFAULT,
    aux: bytes = NO_AUX,
) -> "list[bytes]":
    """Return the witness for a p2tr output by its key path. root: of its tree of scripts, if it has one.

    Raises WrongKey, and what `sighash.taproot` raises.
    """
    used = backend.current()
    secret = output_secret(secret, root)
    if b"\x51\x20" + used.public_key(secret)[1:] != script:
        raise WrongKey(index)
    digest = sighash.taproot(spending, index, value, script, hash_type)
    return [used.schnorr_sign(secret, digest, aux) + (bytes((hash_type,)) if hash_type else b"")]


def redeem_script(index: int, script: bytes, secret: bytes) -> bytes:
    """Return the p2wpkh script whose hash a p2sh output has. Raises WrongKey."""
    redeem = p2wpkh(hash160(backend.current().public_key(secret)))
    if destination_of(script) != (P2SH, hash160(redeem)):
        raise WrongKey(index)
    return redeem


def _kind(script: bytes, index: int) -> str:
    found = destination_of(script)
    if found is None or found[0] not in (P2PKH, P2SH, P2WPKH, P2TR):
        raise UnknownScript(index)
    return found[0]


def ecdsa_signature(secret: bytes, digest: bytes, hash_type: int, low_r: bool) -> bytes:
    return der.serialize(backend.current().sign(secret, digest, low_r)) + bytes((hash_type,))


def _push(data: bytes) -> bytes:
    """Return the script that pushes up to 75 bytes."""
    return bytes((len(data),)) + data
