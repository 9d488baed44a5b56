"""What can be wrong with a keystore and with what is asked of it. None of these carries a secret or a part of one."""

from lightclient.errors import LightClientError


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


class KeyStoreChanged(BadKeyStoreUse):
    """another program has changed the keystore {path} since it was read here: load it and make the change again"""


class BadRevocation(LightClientError):
    """A statement about a key that this key did not sign, or about another key."""


class RevokesAnother(BadRevocation):
    """the statement is about another key"""


class BadRevocationSignature(BadRevocation):
    """the key that the statement is about did not sign it"""


# -- signatures


class WrongSignature(LightClientError):
    """this is not a {} signature over this message by this signer"""
