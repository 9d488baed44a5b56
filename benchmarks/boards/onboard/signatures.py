"""Signatures and the hashes that keys need. Each is measured on a board of its own, which imports nothing else.

cases: the arguments of as many calls as there are rounds, for a signature takes a little more or less than another.
"""

from benchmarks.boards.onboard.meter import measure

BLOCKS = 8


def judge(name, verify, cases):
    def work(turn):
        if not verify(*cases[turn]):
            raise ValueError(turn)

    measure(name, 1, work, len(cases))


def ecdsa_verify(cases):
    from lightclient.crypto import ecdsa, secp256k1

    judge("ecdsa_verify", lambda *case: ecdsa.verify(secp256k1, *case), cases)


def machine_ecdsa_verify(cases):
    judge("machine_ecdsa_verify", machine().verify, cases)


def machine_ecdsa_sign(cases):
    judge("machine_ecdsa_sign", machine().sign, cases)


def machine_schnorr_verify(cases):
    judge("machine_schnorr_verify", machine().schnorr_verify, cases)


def machine_p256_verify(cases):
    judge("machine_p256_verify", machine("p256").verify, cases)


def machine_ed25519_verify(cases):
    judge("machine_ed25519_verify", machine("ed25519").verify, cases)


def machine_ed25519_sign(cases):
    judge("machine_ed25519_sign", machine("ed25519").sign, cases)


def machine_ecdh(cases):
    judge("machine_ecdh", machine().shared_point, cases)


def machine_x25519(cases):
    from lightclient.crypto import x25519

    if x25519.BACKEND != "machine":
        raise ValueError(x25519.BACKEND)
    judge("machine_x25519", x25519.shared, cases)


def bls_verify(cases):
    from lightclient.crypto.bls12_381.backend import Bls12381

    judge_bls("bls_verify", Bls12381().verify, cases)


def bls_check_by_hints(cases):
    from lightclient.crypto.bls12_381.backend import Bls12381

    judge_bls("bls_check_by_hints", hinted(Bls12381()), cases)


def machine_bls_sign(cases):
    from lightclient.crypto.bls12_381.suites import POSSESSION_MIN_PK

    used = machine_bls()
    used.sign(POSSESSION_MIN_PK, *cases[0])  # the first time it tests itself
    judge_bls("machine_bls_sign", used.sign, cases)


def machine_bls_verify(cases):
    judge_bls("machine_bls_verify", machine_bls().verify, cases)


def machine_bls_check_by_hints(cases):
    judge_bls("machine_bls_check_by_hints", hinted(machine_bls()), cases)


def machine_bls():
    from lightclient.crypto.machine.bls12_381 import Bls12381

    return Bls12381()


def hinted(used):
    """Return a function that checks a signature by one key with hints; it raises if they do not hold."""

    def check(suite, key, message, signature, hints):
        used.check_by_hints(suite, [key], message, signature, hints)
        return True

    return check


def judge_bls(name, verify, cases):
    from lightclient.crypto.bls12_381.suites import POSSESSION_MIN_PK

    judge(name, lambda *case: verify(POSSESSION_MIN_PK, *case), cases)


def machine(curve="secp256k1"):
    from lightclient.crypto import backend

    return backend.load("machine", curve)


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


def ed25519_batch(cases):
    from lightclient.crypto import ed25519_batch

    def work(turn):
        if not ed25519_batch.verify(cases, bytes((turn,)) * 32):
            raise ValueError(turn)

    measure("ed25519_batch", len(cases), work)


def sha512_block(cases):
    from lightclient.crypto.sha512 import sha512

    data = bytes(128 * BLOCKS - 17)  # with the padding, so many blocks
    measure("sha512_block", BLOCKS, lambda turn: sha512(data))


def keccak256_block(cases):
    from lightclient.crypto.keccak import keccak256

    data = bytes(136 * BLOCKS - 1)
    measure("keccak256_block", BLOCKS, lambda turn: keccak256(data))


def ripemd160_block(cases):
    from lightclient.crypto.ripemd160 import ripemd160

    data = bytes(64 * BLOCKS - 9)
    measure("ripemd160_block", BLOCKS, lambda turn: ripemd160(data))


def blake2b_block(cases):
    from lightclient.crypto.blake2b import blake2b

    data = bytes(128 * BLOCKS)
    measure("blake2b_block", BLOCKS, lambda turn: blake2b(data))
