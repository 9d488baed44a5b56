"""Sentences: 128 to 256 bits as 12 to 24 English words with a checksum, and the seed that follows from them.

    4 bytes of entropy and 1 bit of its SHA-256 make 33 bits, 3 words of 11 bits each

Another sentence, or another passphrase, is another seed: nothing tells a wrong passphrase from a right one.
A passphrase is bytes: UTF-8, and what is not ASCII in it brought to the form NFKD before, for which MicroPython has no
table.

Source: BIP39.
"""

from hashlib import sha256

from lightclient.crypto.errors import BadLength
from lightclient.crypto.kdf import pbkdf2, pbkdf2_steps
from lightclient.wallet.english_table import WORDS
from lightclient.wallet.errors import BadSentenceChecksum, BadWordCount, UnknownWord

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lightclient.crypto.steps import Steps

ROUNDS = 2048
SEED = 64  # bytes


def sentence(entropy: bytes) -> str:
    """Return the words for 16, 20, 24, 28 or 32 bytes, which must come from a good source of entropy.

    Raises BadLength.
    """
    length = len(entropy)
    if length % 4 or not 16 <= length <= 32:
        raise BadLength("the entropy", length, "16, 20, 24, 28 or 32")
    count = length // 4 * 3
    number = int.from_bytes(entropy + sha256(entropy).digest()[:1], "big") >> 8 - length // 4
    numbers = [number >> 11 * place & 2047 for place in range(count - 1, -1, -1)]
    found = {}
    for index, word in enumerate(words()):
        if index in numbers:
            found[index] = word
    return " ".join([found[index] for index in numbers])


def entropy(sentence: str) -> bytes:
    """Return the bytes that a sentence stands for. Raises BadWordCount, UnknownWord, BadSentenceChecksum.

    Words are in lower case; how much space is between them is all the same.
    """
    given = sentence.split()
    count = len(given)
    if count % 3 or not 12 <= count <= 24:
        raise BadWordCount(count)
    places: "dict[str, int]" = {}
    for index, word in enumerate(words()):
        if word in given:
            places[word] = index
    number = 0
    for place, word in enumerate(given, 1):
        if word not in places:
            raise UnknownWord(place)
        number = number << 11 | places[word]
    bits = count // 3
    data = (number >> bits).to_bytes(bits * 4, "big")
    if number & (1 << bits) - 1 != sha256(data).digest()[0] >> 8 - bits:
        raise BadSentenceChecksum()
    return data


def seed(sentence: str, passphrase: bytes = b"") -> bytes:
    """Return the 64 bytes that `bip32.master` wants. Raises what `entropy` raises."""
    return pbkdf2("sha512", _password(sentence), b"mnemonic" + passphrase, ROUNDS, SEED)


def seed_steps(sentence: str, passphrase: bytes = b"") -> "Steps[bytes]":
    """Return what `seed` does, in steps: it takes a board seconds."""
    return pbkdf2_steps("sha512", _password(sentence), b"mnemonic" + passphrase, ROUNDS, SEED)


def words() -> "Iterator[str]":
    """Yield the 2,048 words in order."""
    word = ""
    for code in WORDS:
        if code < 58:  # a digit: the word before is complete
            if word:
                yield word
            word = word[: code - 48]
        else:
            word += chr(code)
    yield word


def _password(sentence: str) -> bytes:
    entropy(sentence)
    return " ".join(sentence.split()).encode()
