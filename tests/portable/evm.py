"""Tries that are built here, and small chains of QBFT whose validators are letters."""

from hashlib import sha256

from lightclient.crypto import ecdsa, jacobian, secp256k1
from lightclient.crypto.keccak import keccak256
from lightclient.crypto.steps import finish
from lightclient.evm import rlp
from lightclient.evm.building import Trie as Trie
from lightclient.evm.building import path_of as path_of
from lightclient.evm.consensus import IBFT1, IBFT2, QBFT, parse_sealed
from lightclient.evm.extra import Extra
from lightclient.evm.header import EXTRA, MIX, PARENT
from lightclient.evm.verify import MIX_HASH

START = 1_800_000_000  # Unix seconds of block 0; one every five
FOUR = "abcd"

_secrets = {}


# -- validators


def address(name):
    return keccak256(jacobian.uncompressed(secp256k1.parse(ecdsa.public_key(secp256k1, secret(name))))[1:])[-20:]


def secret(name):
    if name not in _secrets:
        _secrets[name] = sha256(name.encode()).digest()
    return _secrets[name]


def seal(name, digest):
    signature, recovery = finish(ecdsa.sign_steps(secp256k1, secret(name), digest))
    return signature + bytes((recovery,))


def addresses(names):
    return sorted([address(name) for name in names])


def fields(number, parent=None, time=None, **changes):
    """Return the fields of a header; changes: by place, as `p5`."""
    made = [bytes(32)] * 15
    made[2], made[6], made[14] = bytes(20), bytes(256), bytes(8)
    for place, value in ((7, 1), (8, number), (9, 30_000_000), (10, 0), (11, time or START + 5 * number)):
        made[place] = rlp.minimal(value)
    made[PARENT] = parent or bytes(32)
    made[MIX] = MIX_HASH
    for place in changes:
        made[int(place[1:])] = changes[place]
    return made


def block(
    number,
    who=FOUR,
    parent=None,
    signers=None,
    kind=QBFT,
    round_=0,
    time=None,
    vote=None,
    listed=True,
    proposer=None,
    **changes,
):
    """Return a sealed header. signers: letters that seal it, all of `who` if none are named.

    listed: whether it lists its validators. proposer: the letter that proposes one of IBFT1, else the first of `who`;
    "" if there is no seal of one.
    """
    made = fields(number, parent, time, **changes)
    nothing = b"\xc0" if kind == QBFT else b"\x80"
    extra = Extra(bytes(32), addresses(who) if listed else [], vote or nothing, round_, [])
    made[EXTRA] = written(extra, kind)
    proposer = who[:1] if proposer is None else proposer
    if kind == IBFT1 and proposer:
        extra.proposer = seal(proposer, parse_sealed(rlp.serialize(made), kind).proposal())
        made[EXTRA] = written(extra, kind)
    digest = parse_sealed(rlp.serialize(made), kind).digest()
    extra.seals = [seal(name, digest) for name in (who if signers is None else signers)]
    made[EXTRA] = written(extra, kind)
    return parse_sealed(rlp.serialize(made), kind)


def written(extra, kind):
    """Return extra data with its seals."""
    seals = rlp.serialize(extra.seals)
    if kind == IBFT1:
        return extra.vanity + rlp.joined([rlp.serialize(extra.validators), rlp.serialize(extra.proposer), seals])
    parts = [rlp.serialize(extra.vanity), rlp.serialize(extra.validators), extra.vote]
    parts.append(rlp.serialize(extra.round.to_bytes(4, "big")) if kind == IBFT2 else rlp.serialize(extra.round))
    return rlp.joined(parts + [seals])
