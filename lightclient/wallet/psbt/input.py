"""What one input of a PSBT spends, and whether its scripts are those that are paid to.

Source: BIP174, "Input Signer" and the checks there; BIP371.
"""

from hashlib import sha256

from lightclient.bitcoin.script import P2PKH, P2SH, P2TR, P2WPKH, P2WSH, destination_of, p2pkh, witness_of
from lightclient.codec.reader import Reader
from lightclient.crypto.ripemd160 import hash160
from lightclient.crypto.taproot import output_key
from lightclient.wallet import multisig, sighash
from lightclient.wallet.errors import BadHashType, NoMatchingOutput
from lightclient.wallet.psbt.errors import (
    CoinConflict,
    LegacyCoin,
    RedeemScriptMismatch,
    UnknownCoin,
    WitnessScriptMismatch,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.wallet.psbt.maps import Map
    from lightclient.wallet.spending import Spending

WITNESS_UTXO, PARTIAL_SIGNATURE, HASH_TYPE, REDEEM_SCRIPT, WITNESS_SCRIPT, DERIVATION = 1, 2, 3, 4, 5, 6
FINAL_SCRIPT, FINAL_WITNESS = 7, 8
TAP_SIGNATURE, TAP_LEAF_SIGNATURE, TAP_LEAF, TAP_DERIVATION, TAP_KEY, TAP_ROOT = 0x13, 0x14, 0x15, 0x16, 0x17, 0x18

MULTI, PK = "multi", "pk"


class Input:
    """An input whose parts fit each other.

    coin      (satoshi, script) of the output that it spends, None if that is not shown
    is_whole  the transaction that pays the coin is shown, so its amount is not just anybody's word
    kind      P2PKH, P2WPKH, P2TR, MULTI or PK, whichever way wrapped; None for what is not understood
    is_final  there is nothing left to do
    """

    def __init__(self, found: "Map", whole: "tuple[int, bytes] | None") -> None:
        """whole: the output as the transaction says that the map shows, None if it shows none.

        Raises CoinConflict, RedeemScriptMismatch, WitnessScriptMismatch, LegacyCoin.
        """
        self.map = found
        self.index = found.index
        self.is_final = found.value(FINAL_SCRIPT) is not None or found.value(FINAL_WITNESS) is not None
        self.coin = whole or _shown(found)
        self.is_whole = whole is not None
        self.kind: "str | None" = None
        self.redeem = found.value(REDEEM_SCRIPT)
        self.program = self.code = b""  # the hash or key that is paid to; what is executed, and so signed
        self.is_witness = False
        self.threshold = 0
        self.keys: "list[bytes]" = []
        if whole and found.value(WITNESS_UTXO) is not None and whole != _shown(found):
            raise CoinConflict(self.index)
        if self.coin is not None:
            self._unwrap(self.coin[1])

    def _unwrap(self, script: bytes) -> None:
        """Find what is inside of p2sh and p2wsh."""
        destination = destination_of(script)
        if self.redeem is not None:
            if destination != (P2SH, hash160(self.redeem)):
                raise RedeemScriptMismatch(self.index)
            script = self.redeem
            destination = destination_of(script)
        kind, self.program = destination or ("", b"")
        self.is_witness = witness_of(script) is not None
        if not self.is_whole and not self.is_witness and kind != P2SH:  # of which nobody knows, without its script
            raise LegacyCoin(self.index)
        inner = self.map.value(WITNESS_SCRIPT)
        if inner is not None:
            if kind != P2WSH or sha256(inner).digest() != self.program:
                raise WitnessScriptMismatch(self.index)
            script = inner
            kind, self.program = destination_of(script) or ("", b"")
            kind = kind if kind == P2PKH else ""  # no other destination means anything in there
        self.code = p2pkh(self.program) if kind == P2WPKH else script
        is_wrapped = inner is not None or self.redeem is not None
        multi = multisig.parse(script) if is_wrapped else None
        if is_wrapped and len(script) == 35 and script[:1] == b"\x21" and script[34:] == b"\xac":
            self.kind = PK
            self.keys = [script[1:34]]
        elif multi:
            self.kind = MULTI
            self.threshold, self.keys = multi
        elif kind in (P2PKH, P2WPKH) or (kind == P2TR and self.redeem is None):
            self.kind = kind

    def spent(self) -> "tuple[int, bytes]":
        """Return the coin. Raises UnknownCoin."""
        if self.coin is None:
            raise UnknownCoin(self.index)
        return self.coin

    def is_proved(self) -> bool:
        """Tell whether a lie about the amount shows: the transaction is there, or signatures commit to all amounts."""
        alone = (self.map.number(HASH_TYPE) or 0) & sighash.ANYONE_CAN_PAY
        return self.coin is None or self.is_whole or (self.kind == P2TR and not alone)

    def is_for(self, key: bytes) -> bool:
        """Tell whether a public key, 33 or 65 bytes, can sign; for taproot the internal one, 32 or 33 bytes."""
        if self.kind in (MULTI, PK):
            return key in self.keys
        if self.kind == P2TR:
            internal = self.map.value(TAP_KEY)
            if internal is not None or len(key) == 65:
                return key[-32:] == internal and len(key) < 65
            return output_key(key[-32:], self.map.value(TAP_ROOT) or b"") == self.program
        if len(key) == 32:
            return False
        return self.kind is not None and hash160(key) == self.program and (len(key) == 33 or not self.is_witness)

    def hash_type(self, spending: "Spending") -> int:
        """Return the type that signatures have to have. Raises BadHashType, NoMatchingOutput."""
        wanted = self.map.number(HASH_TYPE)
        if wanted is None:
            return sighash.DEFAULT if self.kind == P2TR else sighash.ALL
        self.check_type(wanted)
        if wanted & 3 == sighash.SINGLE and self.index >= spending.outputs:
            raise NoMatchingOutput(self.index)
        return wanted

    def check_type(self, hash_type: int) -> None:
        """Raise BadHashType for a type that signatures of this kind cannot have."""
        if hash_type == sighash.DEFAULT and self.kind == P2TR:
            return
        if hash_type & ~sighash.ANYONE_CAN_PAY not in (sighash.ALL, sighash.NONE, sighash.SINGLE):
            raise BadHashType(hash_type)

    def digest(self, spending: "Spending", hash_type: int, leaf: bytes = b"") -> bytes:
        """Return what is signed. leaf: the hash of a script of taproot. Raises what `sighash` raises."""
        value, script = self.spent()
        if self.kind == P2TR:
            return sighash.taproot(spending, self.index, value, script, hash_type, leaf)
        if self.is_witness:
            return sighash.segwit(spending, self.index, self.code, value, hash_type)
        return sighash.legacy(spending, self.index, self.code, hash_type)


def _shown(found: "Map") -> "tuple[int, bytes] | None":
    value = found.value(WITNESS_UTXO)
    if value is None:
        return None
    reader = Reader(value)
    amount = reader.u64()
    return amount, reader.take(reader.compact_size())
