"""What can be wrong with a PSBT, and why one is not signed, finalized or extracted.

A field is told by the number of its type, as the tables of BIP174 have it, a map by its name: the global map, input 0,
output 0.
"""

from lightclient.errors import Malformed
from lightclient.wallet.errors import CannotSign

# -- bytes that are no PSBT


class InvalidPsbt(Malformed):
    """Bytes that are no PSBT."""


class NoPsbt(InvalidPsbt):
    """this is not a PSBT: {}"""


class UnknownPsbtVersion(InvalidPsbt):
    """PSBT version {} is not known here, only 0 and 2"""


class DuplicateField(InvalidPsbt):
    """{} has the same field of type {:#04x} twice"""


class MissingField(InvalidPsbt):
    """{} lacks the field {:#04x}"""


class MisplacedField(InvalidPsbt):
    """{} has the field {:#04x}, which has no place in version {}"""


class BadFieldKey(InvalidPsbt):
    """{}: this is not a key for the field {:#04x}"""


class BadFieldValue(InvalidPsbt):
    """{}: this is not a value for the field {:#04x}"""


class BadRequiredLocktime(InvalidPsbt):
    """{} requires a {} of {}, heights are from 1 to 499999999, times after that"""


class AlreadySigned(InvalidPsbt):
    """input {} of the unsigned transaction has a script"""


# -- a PSBT that is not what it claims to be


class LocktimeConflict(CannotSign):
    """input {} requires a height and input {} a time, no locktime satisfies both"""


class UnknownCoin(CannotSign):
    """input {} does not show what it spends"""


class CoinMismatch(CannotSign):
    """the transaction shown for input {} is not the one that it spends"""


class NoSuchCoin(CannotSign):
    """input {} spends output {} of a transaction that has only {}"""


class CoinConflict(CannotSign):
    """input {} shows two different outputs as the one that it spends"""


class LegacyCoin(CannotSign):
    """input {} does not show the whole transaction, without which its amount is anybody's guess"""


class UnprovedAmount(CannotSign):
    """input {} does not show the transaction that pays it: have it put in, or believe the amount (--believe-amounts)"""


class RedeemScriptMismatch(CannotSign):
    """the redeemScript of input {} is not the one that is paid to"""


class WitnessScriptMismatch(CannotSign):
    """the witnessScript of input {} is not the one that is paid to"""


class HashTypeRefused(CannotSign):
    """input {} asks for the hash type {:#x}, which was not agreed to"""


class HashTypeMismatch(CannotSign):
    """a signature of input {} has the hash type {:#x}, not the one that the input asks for"""


class BadPartialSignature(CannotSign):
    """a signature of input {} does not verify"""


class NotFinal(CannotSign):
    """input {} is not final"""


class NotTheSame(CannotSign):
    """these are not PSBTs of the same transaction"""


class NothingToSign(CannotSign):
    """no input that is not signed yet asks for this key: the PSBT names {theirs}, the key is {ours}"""
