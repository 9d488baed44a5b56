from lightclient.crypto.errors import BadLength
from lightclient.crypto.steps import finish
from lightclient.wallet import bip39
from lightclient.wallet.errors import BadSentenceChecksum, BadWordCount, UnknownWord
from tests.portable.support import raises

ABOUT = "abandon " * 11 + "about"


def test_sentences_stand_for_entropy():
    for length in (16, 20, 24, 28, 32):
        entropy = bytes(range(200, 200 + length))
        sentence = bip39.sentence(entropy)
        assert len(sentence.split()) == length // 4 * 3
        assert bip39.entropy(sentence) == entropy
    assert bip39.sentence(bytes(16)) == ABOUT
    assert bip39.sentence(b"\xff" * 16) == "zoo " * 11 + "wrong"
    for length in (0, 12, 15, 17, 36):
        with raises(BadLength):
            bip39.sentence(bytes(length))


def test_the_list_is_whole():
    words = list(bip39.words())
    assert (len(words), words[0], words[-1], len(set(words))) == (2048, "abandon", "zoo", 2048)
    assert words == sorted(words)
    assert len({word[:4] for word in words}) == 2048


def test_a_sentence_written_down_wrongly_is_refused():
    words = ABOUT.split()
    for count in (0, 11, 13, 9, 27):
        with raises(BadWordCount):
            bip39.entropy(" ".join(words[:1] * count))
    with raises(BadSentenceChecksum):
        bip39.entropy(" ".join(words[:1] * 12))
    with raises(BadSentenceChecksum):
        bip39.seed(" ".join(words[-1:] + words[:-1]))
    with raises(UnknownWord) as caught:
        bip39.entropy(" ".join(words[:4] + ["Secret"] + words[5:]))
    assert caught.error.args == (5,)


def test_space_between_words_is_all_the_same():
    assert bip39.entropy("  " + ABOUT.replace(" ", "\n ")) == bytes(16)


def test_a_seed_in_steps():
    short = bip39.ROUNDS
    try:
        bip39.ROUNDS = 3  # 2,048 take MicroPython without SHA-512 in C a minute
        seeds = bip39.seed(ABOUT, b"TREZOR"), finish(bip39.seed_steps("\t" + ABOUT, b"TREZOR"))
    finally:
        bip39.ROUNDS = short
    assert seeds[0] == seeds[1] != bip39.entropy(ABOUT)
    assert len(seeds[0]) == 64
