"""Signatures and the hashes that keys need. Each is measured on a board of its own, which imports nothing else.

cases: the arguments of as many calls as there are rounds, for a signature takes a little more or less than another.
"""

from benchmarks.boards.onboard.meter import measure

BLOCKS = 8


def judge(name, verify, cases):
    def work(turn):
        if not verify(*cases[turn]):
            raise ValueError(turn)

    measure(name, 1, work)


def ecdsa_verify(cases):
    from lightclient.crypto import ecdsa, secp256k1

    judge("ecdsa_verify", lambda *case: ecdsa.verify(secp256k1, *case), cases)


def ecdsa_sign(cases):
    from lightclient.crypto import ecdsa, secp256k1

    judge("ecdsa_sign", lambda *case: ecdsa.sign(secp256k1, *case), cases)


def schnorr_verify(cases):
    from lightclient.crypto import schnorr

    judge("schnorr_verify", schnorr.verify, cases)


def p256_verify(cases):
    from lightclient.crypto import ecdsa, p256

    judge("p256_verify", lambda *case: ecdsa.verify(p256, *case), cases)


def ed25519_verify(cases):
    from lightclient.crypto import ed25519

    judge("ed25519_verify", ed25519.verify, cases)


def sha512_block(cases):
    from lightclient.crypto.sha512 import sha512

    data = bytes(128 * BLOCKS - 17)  # with the padding, so many blocks
    measure("sha512_block", BLOCKS, lambda turn: sha512(data))


def ripemd160_block(cases):
    from lightclient.crypto.ripemd160 import ripemd160

    data = bytes(64 * BLOCKS - 9)
    measure("ripemd160_block", BLOCKS, lambda turn: ripemd160(data))
