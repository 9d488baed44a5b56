"""Signing transactions: inputs that a single key spends, by p2pkh, p2wpkh, p2wpkh in p2sh, or the key path of p2tr.

    sign(Spending(open), [(satoshi, script), ...], key_of, write)

writes the signed transaction as it is made, each key asked for when its input is reached: no more than one signature is
held at a time. Before a key is used it is compared with the script, and the amounts with the outputs.

A key is (signer, name): a `keys.signer.Signer`, and which of its keys.

Source: BIP141, BIP143, BIP341; Bitcoin Core script/sign.cpp (ProduceSignature).
"""

from lightclient.bitcoin.script import P2PKH, P2SH, P2TR, P2WPKH, destination_of, p2pkh, p2wpkh
from lightclient.codec.reader import compact_size
from lightclient.crypto import der
from lightclient.crypto.jacobian import uncompressed
from lightclient.crypto.ripemd160 import hash160
from lightclient.crypto.secp256k1 import parse as point_of
from lightclient.crypto.taproot import output_key
from lightclient.keys.algorithms import ECDSA, LOW_R, TWEAKED
from lightclient.wallet import sighash
from lightclient.wallet.errors import Overspent, UncompressedKey, UnknownScript, WrongKey

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from typing import Any

    from lightclient.keys.signer import Signer
    from lightclient.wallet.spending import Spending

    Key = tuple[Signer, Any]


def sign(
    spending: "Spending",
    coins: "Collection[tuple[int, bytes]]",
    key_of: "Callable[[int], Key]",
    write: "Callable[[bytes], object]",
) -> None:
    """Sign every input, for all outputs.

    coins: (satoshi, script) of the outputs that are spent, in the order of the inputs. key_of(index) returns the key
    for an input; for p2tr the internal one.
    Raises CoinCount, Overspent, UnknownScript before anything is written, WrongKey, UncompressedKey, BadSecretKey.
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
            unlocking = pkh_script(spending, index, script, key_of(index))
        elif kinds[index] == P2SH:
            unlocking = _push(redeem_script(index, script, key_of(index)))
        write(spending.outpoint(index) + compact_size(len(unlocking)) + unlocking + spending.sequence(index))
    write(compact_size(spending.outputs))
    spending.show_outputs(write, 0, spending.outputs)
    if has_witness:
        for index, (value, script) in enumerate(coins):
            items: "list[bytes]" = []
            if kinds[index] == P2TR:
                items = tr_witness(spending, index, value, script, key_of(index))
            elif kinds[index] != P2PKH:
                items = wpkh_witness(spending, index, value, script, key_of(index))
            write(compact_size(len(items)))
            for item in items:
                write(compact_size(len(item)) + item)
    write(spending.locktime)


def pkh_script(
    spending: "Spending", index: int, script: bytes, by: "Key", hash_type: int = sighash.ALL, low_r: bool = True
) -> bytes:
    """Return the scriptSig for a p2pkh output, of a compressed or an uncompressed key. Raises WrongKey."""
    key = by[0].public_key(ECDSA, by[1])
    if p2pkh(hash160(key)) != script:
        key = uncompressed(point_of(key))
        if p2pkh(hash160(key)) != script:
            raise WrongKey(index)
    digest = sighash.legacy(spending, index, script, hash_type)
    return _push(ecdsa_signature(by, digest, hash_type, low_r)) + _push(key)


def wpkh_witness(
    spending: "Spending",
    index: int,
    value: int,
    script: bytes,
    by: "Key",
    hash_type: int = sighash.ALL,
    low_r: bool = True,
) -> "list[bytes]":
    """Return the witness for a p2wpkh output, or one in p2sh. Raises WrongKey, UncompressedKey."""
    key = _compressed(index, by)
    if p2wpkh(hash160(key)) != script:
        redeem_script(index, script, by)
    digest = sighash.segwit(spending, index, p2pkh(hash160(key)), value, hash_type)
    return [ecdsa_signature(by, digest, hash_type, low_r), key]


def tr_witness(
    spending: "Spending",
    index: int,
    value: int,
    script: bytes,
    by: "Key",
    root: bytes = b"",
    hash_type: int = sighash.DEFAULT,
) -> "list[bytes]":
    """Return the witness for a p2tr output by its key path. root: of its tree of scripts, if it has one.

    Raises WrongKey, UncompressedKey, and what `sighash.taproot` raises.
    """
    if b"\x51\x20" + output_key(_compressed(index, by)[1:], root) != script:
        raise WrongKey(index)
    digest = sighash.taproot(spending, index, value, script, hash_type)
    return [by[0].sign(TWEAKED, digest + root, by[1]) + (bytes((hash_type,)) if hash_type else b"")]


def redeem_script(index: int, script: bytes, by: "Key") -> bytes:
    """Return the p2wpkh script whose hash a p2sh output has. Raises WrongKey, UncompressedKey."""
    redeem = p2wpkh(hash160(_compressed(index, by)))
    if destination_of(script) != (P2SH, hash160(redeem)):
        raise WrongKey(index)
    return redeem


def _kind(script: bytes, index: int) -> str:
    found = destination_of(script)
    if found is None or found[0] not in (P2PKH, P2SH, P2WPKH, P2TR):
        raise UnknownScript(index)
    return found[0]


def ecdsa_signature(by: "Key", digest: bytes, hash_type: int, low_r: bool = True) -> bytes:
    return der.serialize(by[0].sign(LOW_R if low_r else ECDSA, digest, by[1])) + bytes((hash_type,))


def _compressed(index: int, by: "Key") -> bytes:
    key = by[0].public_key(ECDSA, by[1])
    if len(key) != 33:
        raise UncompressedKey()
    return key


def _push(data: bytes) -> bytes:
    """Return the script that pushes up to 75 bytes."""
    return bytes((len(data),)) + data
