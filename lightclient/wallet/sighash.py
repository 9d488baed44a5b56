"""What a signature signs: the digest of a transaction as one of its inputs sees it.

The digests commit to more from one generation to the next: `legacy` not even to the amounts (ask whoever shows them for
the transactions that paid them), `segwit` to that of the input, `taproot` to all that is spent.

Source: Bitcoin Core script/interpreter.cpp (SignatureHash, SignatureHashSchnorr); BIP143; BIP341.
"""

from hashlib import sha256

from lightclient.codec.reader import compact_size
from lightclient.crypto.hashes import sha256d, tagged_hash
from lightclient.wallet.errors import BadHashType, NoMatchingOutput
from lightclient.wallet.spending import Spending, amount_bytes, output_bytes

DEFAULT, ALL, NONE, SINGLE, ANYONE_CAN_PAY = 0, 1, 2, 3, 0x80

CODESEPARATOR = 0xAB
NOTHING = b"\xff" * 8 + b"\x00"  # an output of -1 satoshi without a script
ONE = b"\x01" + bytes(31)


def legacy(spending: Spending, index: int, script: bytes, hash_type: int) -> bytes:
    """Return the digest before BIP143, for any hash type of 32 bits, as consensus has it.

    script: what is executed, mostly the script of the output that is spent. Raises NoSuchInput.
    """
    spending.check(index)
    base = hash_type & 0x1F
    if base == SINGLE and index >= spending.outputs:
        return ONE  # Core's bug, which is consensus: everybody can sign this
    script = without_separators(script)
    alone = hash_type & ANYONE_CAN_PAY
    hasher = sha256(spending.version)
    hasher.update(b"\x01" if alone else compact_size(spending.count))
    for place in (index,) if alone else range(spending.count):
        hasher.update(spending.outpoint(place))
        if place == index:
            hasher.update(compact_size(len(script)))
            hasher.update(script)
        else:
            hasher.update(b"\x00")
        hasher.update(spending.sequence(place) if place == index or base not in (NONE, SINGLE) else bytes(4))
    if base == NONE:
        hasher.update(b"\x00")
    else:
        first, last = (index, index + 1) if base == SINGLE else (0, spending.outputs)
        hasher.update(compact_size(last))
        for _ in range(first):
            hasher.update(NOTHING)
        spending.show_outputs(hasher.update, first, last)
    hasher.update(spending.locktime)
    hasher.update((hash_type & 0xFFFFFFFF).to_bytes(4, "little"))
    return sha256(hasher.digest()).digest()


def segwit(spending: Spending, index: int, script: bytes, value: int, hash_type: int) -> bytes:
    """Return the digest of BIP143. script: the script code, DUP HASH160 ... for wpkh. value: of what is spent.

    Raises NoSuchInput, BadAmount.
    """
    spending.check(index)
    base = hash_type & 0x1F
    alone = hash_type & ANYONE_CAN_PAY
    outputs = bytes(32)
    if base not in (NONE, SINGLE):
        outputs = sha256(spending.outputs_hash).digest()
    elif base == SINGLE and index < spending.outputs:
        outputs = sha256(spending.output_hash(index)).digest()
    return sha256d(
        spending.version
        + (bytes(32) if alone else sha256(spending.prevouts_hash).digest())
        + (bytes(32) if alone or base in (NONE, SINGLE) else sha256(spending.sequences_hash).digest())
        + spending.outpoint(index)
        + compact_size(len(script))
        + script
        + amount_bytes(value)
        + spending.sequence(index)
        + outputs
        + spending.locktime
        + (hash_type & 0xFFFFFFFF).to_bytes(4, "little")
    )


def taproot(
    spending: Spending, index: int, value: int, script: bytes, hash_type: int = DEFAULT, leaf: bytes = b""
) -> bytes:
    """Return the digest of BIP341 without an annex. value, script: of the output that is spent.

    leaf: the hash of the script that is executed (BIP342, without OP_CODESEPARATOR), nothing for the key path.

    Raises NoSuchInput, BadHashType, NoMatchingOutput, and CoinCount unless `spends` was called.
    """
    spending.check(index)
    if hash_type not in (DEFAULT, ALL, NONE, SINGLE, ALL + 128, NONE + 128, SINGLE + 128):
        raise BadHashType(hash_type)
    base = hash_type & 3
    alone = hash_type & ANYONE_CAN_PAY
    message = bytes((0, hash_type)) + spending.version + spending.locktime
    if not alone:
        amounts, scripts = spending.spent_hashes()
        message += spending.prevouts_hash + amounts + scripts + spending.sequences_hash
    if base in (DEFAULT, ALL):
        message += spending.outputs_hash
    message += b"\x02" if leaf else b"\x00"
    if alone:
        message += spending.outpoint(index) + output_bytes(value, script) + spending.sequence(index)
    else:
        message += index.to_bytes(4, "little")
    if base == SINGLE:
        if index >= spending.outputs:
            raise NoMatchingOutput(index)
        message += spending.output_hash(index)
    if leaf:
        message += leaf + b"\x00\xff\xff\xff\xff"
    return tagged_hash(b"TapSighash", message)


def without_separators(script: bytes) -> bytes:
    """Return a script without its OP_CODESEPARATORs, up to where it cannot be read; the rest as it is."""
    kept = b""
    start = at = 0
    while at < len(script):
        op = script[at]
        end = at + 1
        if op <= 0x4E:
            width = (0, 1, 2, 4)[op - 0x4B] if op > 0x4B else 0
            end += width + (int.from_bytes(script[end : end + width], "little") if width else op)
            if end > len(script) or at + 1 + width > len(script):
                break
        elif op == CODESEPARATOR:
            kept += script[start:at]
            start = end
        at = end
    return kept + script[start:]
