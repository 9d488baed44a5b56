"""What can be wrong with keys, sentences, descriptors and what is to be signed.

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
    """version {:#010x} is of no extended key that is known here"""


class KeyKindMismatch(BadExtendedKey):
    """the version says that the key is {}, its first byte says otherwise"""


class NotARoot(BadExtendedKey):
    """depth 0 is the root's, but the key has a parent or a number"""


class BadPath(Malformed):
    """the path is wrong at step {}: {}"""


class TooDeepPath(Malformed):
    """a key {} levels deep does not exist, 255 is the last"""


class UnknownPurpose(InvalidKey):
    """no accounts with the purpose {} are known here, only 44, 49, 84 and 86"""


class HardenedFromPublic(InvalidKey):
    """a hardened child follows from the private key alone"""


class NoSuchChild(InvalidKey):
    """there is no child {} here"""


class PublicOnly(InvalidKey):
    """the private key is not here"""


class BadWif(InvalidKey):
    """a private key in this form has 33 or 34 bytes, the last of 34 a one"""


# -- sentences


class InvalidSentence(Malformed):
    """A sentence that was not written down as it was shown."""


class BadWordCount(InvalidSentence):
    """{} words, a sentence has 12, 15, 18, 21 or 24"""


class UnknownWord(InvalidSentence):
    """word {} is not in the list"""


class BadSentenceChecksum(InvalidSentence):
    """the checksum does not match: a word is another, or two are exchanged"""


# -- keystores


class CannotOpen(LightClientError):
    """The secrets stay sealed."""


# Without the passphrase nobody can tell the two apart.
class WrongPassphrase(CannotOpen):
    """the passphrase is wrong, or the keystore was changed"""


class UnknownSuite(CannotOpen):
    """no suite {} is known here"""


class CostOutOfBounds(CannotOpen):
    """a cost of {} is not between {} and {}"""


class StillWaiting(CannotOpen):
    """after {} wrong tries the next one is {} seconds away"""


class WrongPin(CannotOpen):
    """the PIN is wrong: {} more tries, then everything is wiped"""


class Wiped(CannotOpen):
    """the secrets were wiped after {} tries"""


class NoKeyStore(CannotOpen):
    """there is no keystore yet"""


class BadKeyStoreUse(LightClientError):
    """What was asked of an open keystore, and it is as it was."""


class KeyStoreClosed(BadKeyStoreUse):
    """the keystore is closed"""


class BadName(BadKeyStoreUse):
    """a name has 1 to {} printable characters of ASCII"""


class NameTaken(BadKeyStoreUse):
    """there is an entry {} already"""


class KeyStoreFull(BadKeyStoreUse):
    """a keystore has at most {} entries"""


class UnknownKind(BadKeyStoreUse):
    """there are no entries of the kind {}"""


class UnknownAlgorithm(BadKeyStoreUse):
    """there is no algorithm {} here"""


class NoSuchKey(BadKeyStoreUse):
    """there is no entry {} that can do {}"""


class AmbiguousKey(BadKeyStoreUse):
    """{} keys can do {}: say which by its name"""


class BadRevocation(LightClientError):
    """A statement about a key that this key did not sign, or about another key."""


class RevokesAnother(BadRevocation):
    """the statement is about another key"""


class BadRevocationSignature(BadRevocation):
    """the statement is not signed by the key that it is about"""


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


class ScriptTree(InvalidDescriptor):
    """tr() with scripts is not supported"""


class BadThreshold(InvalidDescriptor):
    """the threshold is no number from 1 to the {} keys"""


class KeyCount(InvalidDescriptor):
    """{} keys, at most {} are possible here"""


class ScriptTooLarge(InvalidDescriptor):
    """the script has {} bytes, at most {} can be spent"""


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


class Overspent(CannotSign):
    """the outputs have {} satoshi, the inputs only {}"""


class BadMessageSignature(Malformed):
    """the text is no signature of a message: {}"""


class NotItsKey(CannotSign):
    """the address is none of those of this key"""


class WrongSignature(LightClientError):
    """this is no {} signature over this message by this signer"""


class WrongMessageKind(CannotSign):
    """messages are signed in this form for p2pkh, p2wpkh, and p2wpkh in p2sh"""
