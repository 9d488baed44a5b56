"""What can be wrong with Bitcoin's keys, sentences, descriptors and what is to be signed.

None of these carries a secret or a part of one: what was mistyped is told by its place.
"""

from lightclient.crypto.errors import InvalidKey
from lightclient.errors import LightClientError, Malformed

# -- extended keys


class BadExtendedKey(InvalidKey):
    """A text that is no extended key."""


class BadExtendedLength(BadExtendedKey):
    """an extended key has 78 bytes, not {}"""


class UnknownKeyVersion(BadExtendedKey):
    """no extended key that is known here has version {:#010x}"""


class KeyKindMismatch(BadExtendedKey):
    """the version says that the key is {}, its first byte says otherwise"""


class NotARoot(BadExtendedKey):
    """depth 0 is the root's, but the key has a parent or a number"""


class BadPath(Malformed):
    """the path is wrong at step {}: {}"""


class TooDeepPath(Malformed):
    """a key lies at most 255 levels deep, not {}"""


class UnknownPurpose(InvalidKey):
    """no accounts with the purpose {} are known here, only 44, 49, 84 and 86"""


class HardenedFromPublic(InvalidKey):
    """a hardened child follows from the private key alone"""


class NoSuchChild(InvalidKey):
    """there is no child {} here"""


class PublicOnly(InvalidKey):
    """the private key is not here"""


class BadWif(InvalidKey):
    """a private key in this form has 33 bytes, or 34 of which the last is 1"""


# -- sentences


class InvalidSentence(Malformed):
    """A sentence that was not written down as it was shown."""


class BadWordCount(InvalidSentence):
    """{} words, a sentence has 12, 15, 18, 21 or 24"""


class UnknownWord(InvalidSentence):
    """word {} is not in the list"""


class BadSentenceChecksum(InvalidSentence):
    """the checksum does not match: a word is wrong, or two are swapped"""


# -- descriptors


class InvalidDescriptor(Malformed):
    """A text that is no descriptor, or none that is understood here."""


class BadDescriptorCharacter(InvalidDescriptor):
    """character {} has no place in a descriptor"""


class BadDescriptorChecksum(InvalidDescriptor):
    """the checksum of the descriptor does not match"""


class NoDescriptorChecksum(InvalidDescriptor):
    """the descriptor has no checksum"""


class UnknownFunction(InvalidDescriptor):
    """the function at character {} is not known here"""


class MisplacedFunction(InvalidDescriptor):
    """{}() cannot stand here"""


class Unbalanced(InvalidDescriptor):
    """the brackets of the descriptor do not match"""


class BadThreshold(InvalidDescriptor):
    """the threshold is not a number from 1 to the {} keys"""


class KeyCount(InvalidDescriptor):
    """{} keys, at most {} are possible here"""


class ScriptTooLarge(InvalidDescriptor):
    """the script has {} bytes, at most {} can be spent"""


class BadMultipath(InvalidDescriptor):
    """<> number {} of the descriptor is wrong: {}"""


class NoSuchDescriptor(InvalidDescriptor):
    """there is no descriptor {} in this one, which stands for {}"""


class BadKeyExpression(InvalidDescriptor):
    """key {} of the descriptor: {}"""


# -- signing


class CannotSign(LightClientError):
    """What was asked to be signed is not as it was said to be, or not understood."""


class BadHashType(CannotSign):
    """hash type {:#x} does not exist here"""


class NoSuchInput(CannotSign):
    """input {} of {} does not exist"""


class NoMatchingOutput(CannotSign):
    """input {} would sign an output that does not exist"""


class BadAmount(CannotSign):
    """{} satoshi do not fit a transaction"""


class CoinCount(CannotSign):
    """{} outputs to spend were given for {} inputs"""


class UnknownScript(CannotSign):
    """input {} spends a script that is not understood here"""


class WrongKey(CannotSign):
    """the key given for input {} is not the one that its script asks for"""


class UncompressedKey(CannotSign):
    """segwit takes compressed keys only; this private key (a WIF that starts with 5 or 9) is for an uncompressed one"""


class Overspent(CannotSign):
    """the outputs have {} satoshi, the inputs only {}"""


class BadMessageSignature(Malformed):
    """the text is not a signature of a message: {}"""


class NotItsKey(CannotSign):
    """the address does not belong to this key"""


class WrongMessageKind(CannotSign):
    """messages are signed in this form for p2pkh, p2wpkh, and p2wpkh in p2sh"""
