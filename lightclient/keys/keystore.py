"""A keystore: secrets by name that sign without leaving it, and the sealed record that they are at rest.

    store = keystore.create(suite.PBKDF2, b"1234", rounds, entropy)
    store.put("device", "ed25519", entropy(32))
    medium.save(store.seal())
    ...
    store = keystore.unlock(medium.load(), b"1234", entropy)
    store.sign("ed25519", message)
    store.close()

A keystore is a `signer.Signer`, as a secure element is. Where records lie is the caller's affair: `pin` keeps them on a
device, `hosts/keyfile` in a file.

random: a function that returns so many bytes that nobody can guess, such as os.urandom.
"""

from lightclient.crypto.errors import BadLength
from lightclient.crypto.hmac import hmac_sha256
from lightclient.crypto.steps import finish
from lightclient.keys import algorithms, entries, revocation, sealed, suite
from lightclient.keys.errors import AmbiguousKey, KeyStoreClosed, KeyStoreFull, NameTaken, NoSuchKey

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from lightclient.crypto.steps import Steps
    from lightclient.keys.entries import Entries
    from lightclient.keys.suite import Suite

    Random = Callable[[int], bytes]
    Lent = TypeVar("Lent")

MAX_PASSPHRASE = 1024


class KeyStore:
    """An open keystore; `create` and `unlock` make one. What it refuses leaves it as it was.

    kept: the record that it was last read from or saved as, for whoever has to notice another writer
    """

    kept = b""

    def __init__(
        self, suite: "Suite", cost: int, salt: bytes, key: bytearray, found: "Entries", random: "Random"
    ) -> None:
        self._suite = suite
        self._cost = cost
        self._salt = salt
        self._key = key
        self._entries: "Entries | None" = found
        self._random = random
        self._lent: "list[Any]" = []

    def sign(self, algorithm: str, message: bytes, name: "str | None" = None) -> bytes:
        """Return the signature over `message`, in the forms that `algorithms` lists.

        name: of the entry; None for the only one that can do it.
        Raises NoSuchKey, AmbiguousKey, UnknownAlgorithm, BadLength, KeyStoreClosed.
        """
        return algorithms.sign(algorithm, self._secret(algorithm, name), message, self._random(32))

    def sign_steps(self, algorithm: str, message: bytes, name: "str | None" = None) -> "Steps[bytes]":
        """Return what `sign` does, in steps."""
        return algorithms.sign_steps(algorithm, self._secret(algorithm, name), message, self._random(32))

    def public_key(self, algorithm: str, name: "str | None" = None) -> bytes:
        """Return the public key that `sign` signs for. Raises what `sign` raises for algorithm and name."""
        return algorithms.public_key(algorithm, self._secret(algorithm, name))

    def kinds(self) -> "dict[str, str]":
        """Return the names in order, each with its kind. Raises KeyStoreClosed."""
        found = self._open()
        return {name: found[name][0] for name in sorted(found)}

    def put(self, name: str, kind: str, secret: "bytes | bytearray") -> None:
        """Add an entry. The store keeps a copy: wipe `secret` if it is a bytearray.

        Raises NameTaken, KeyStoreFull, BadName, UnknownKind, BadLength, BadSecretKey, KeyStoreClosed.
        """
        found = self._open()
        entries.check(name, kind, secret)
        if name in found:
            raise NameTaken(name)
        if len(found) == entries.MAX_ENTRIES:
            raise KeyStoreFull(entries.MAX_ENTRIES)
        found[name] = kind, bytearray(secret)

    def signer(self, name: str, make: "Callable[[str, bytes, Random], Lent]") -> "Lent":
        """Return make(kind, secret, random): a signer whose keys all follow from an entry, and whose `close` ends it.

        make: code that keeps the secret to itself, such as `wallet.signers.HdKey.of`. The signer ends with this store.
        Raises NoSuchKey, KeyStoreClosed, and what `make` raises.
        """
        kind, secret = self._entry(name)
        found = make(kind, bytes(secret), self._random)
        self._lent.append(found)
        return found

    def secret(self, name: str) -> bytes:
        """Return a secret, for a caller that really needs it. Raises NoSuchKey, KeyStoreClosed."""
        return bytes(self._entry(name)[1])

    def remove(self, name: str) -> None:
        """Wipe an entry. Raises NoSuchKey, KeyStoreClosed."""
        wipe(self._entry(name)[1])
        del self._open()[name]

    def rotate(self, algorithm: str, secret: "bytes | bytearray", time: int, name: "str | None" = None) -> bytes:
        """Replace a key by `secret`, and return the old key's statement that the new one replaces it.

        time: Unix seconds, 0 if unknown. The statement is kept in the store as well, under the name with a number, so
        that both are sealed together: publish it after that. Raises what `sign` and `put` raise.
        """
        found = self._open()
        name = self._name(algorithm, name)
        kind, old = found[name]
        entries.check(name, kind, secret)
        successor = algorithms.public_key(algorithm, bytes(secret))
        number = 1
        while name + "." + str(number) in found:
            number += 1
        statement = revocation.make(self, algorithm, (algorithm, successor), time, name)
        self.put(name + "." + str(number), "statement", statement)
        found[name] = kind, bytearray(secret)
        wipe(old)
        return statement

    def change(self, passphrase: bytes, cost: int) -> None:
        """Seal under another passphrase from now on. Raises CostOutOfBounds, BadLength, KeyStoreClosed."""
        self._open()
        other = create(self._suite.number, passphrase, cost, self._random)
        wipe(self._key)
        self._cost, self._salt, self._key = other._cost, other._salt, other._key

    def seal(self) -> bytes:
        """Return the record of what is in the store now, another one each time. Raises TooLarge, KeyStoreClosed."""
        plain = entries.serialize(self._open())
        # Should randomness repeat itself, as it may on a board, other contents still get another nonce.
        nonce = hmac_sha256(bytes(self._key), self._random(32) + plain)[: self._suite.nonce]
        return sealed.Head(self._suite, self._cost, self._salt, nonce).seal(self._key, plain)

    def close(self) -> None:
        """Overwrite what Python can overwrite; docs/keys.md says what it cannot. Closing twice does no harm."""
        for _, secret in (self._entries or {}).values():
            wipe(secret)
        while self._lent:
            self._lent.pop().close()
        wipe(self._key)
        self._entries = None

    def _open(self) -> "Entries":
        if self._entries is None:
            raise KeyStoreClosed()
        return self._entries

    def _entry(self, name: str) -> "tuple[str, bytearray]":
        found = self._open()
        if name not in found:
            raise NoSuchKey(name, "anything")
        return found[name]

    def _name(self, algorithm: str, name: "str | None") -> str:
        kind = algorithms.kind_of(algorithm)
        able = [one for one, known in self.kinds().items() if known == kind and name in (None, one)]
        if not able:
            raise NoSuchKey(name or "", algorithm)
        if len(able) > 1:
            raise AmbiguousKey(len(able), algorithm)
        return able[0]

    def _secret(self, algorithm: str, name: "str | None") -> bytes:
        return bytes(self._open()[self._name(algorithm, name)][1])


def create(number: int, passphrase: bytes, cost: int, random: "Random") -> KeyStore:
    """Return an empty keystore. number, cost: of the suite.

    Raises UnknownSuite, CipherMissing, CostOutOfBounds, BadLength.
    """
    chosen = suite.load(number)
    chosen.check_cost(cost)
    _check(passphrase)
    salt = random(suite.SALT)
    return KeyStore(chosen, cost, salt, finish(chosen.key_steps(passphrase, salt, cost)), {}, random)


def unlock(record: bytes, passphrase: bytes, random: "Random") -> KeyStore:
    """Return the keystore of a record. Raises WrongPassphrase, BadLength and what `sealed.parse` raises."""
    return finish(unlock_steps(record, passphrase, random))


def unlock_steps(record: bytes, passphrase: bytes, random: "Random") -> "Steps[KeyStore]":
    """Return what `unlock` does, in steps: it is meant to take long."""
    head, ciphertext, tag = sealed.parse(record)
    _check(passphrase)
    yield  # what can be wrong without the right passphrase has shown by now
    key = yield from head.suite.key_steps(passphrase, head.salt, head.cost)
    found = entries.parse(head.unseal(key, ciphertext, tag))
    return KeyStore(head.suite, head.cost, head.salt, key, found, random)


def wipe(secret: bytearray) -> None:
    """Overwrite with zeros."""
    for i in range(len(secret)):
        secret[i] = 0


def _check(passphrase: bytes) -> None:
    if not 1 <= len(passphrase) <= MAX_PASSPHRASE:
        raise BadLength("a passphrase", len(passphrase), "1 to " + str(MAX_PASSPHRASE))
