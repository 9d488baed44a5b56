"""Small chains of CometBFT whose validators are single letters, and what their gateways say."""

from hashlib import sha256

from lightclient.codec.cbor import encode
from lightclient.cometbft.commit import ABSENT, COMMIT, NIL, Commit, Vote
from lightclient.cometbft.header import NAMES, BlockId, Header
from lightclient.cometbft.keys import Key
from lightclient.cometbft.network import CometNetwork
from lightclient.cometbft.profiles import V0_38
from lightclient.cometbft.signed import SignedHeader
from lightclient.cometbft.validators import validators_of
from lightclient.cometbft.verify import Trusted
from lightclient.crypto import ecdsa, ed25519, secp256k1

START = 1_800_000_000  # Unix seconds of height 0; a block every five
PERIOD = 10_000  # seconds of trust
FOUR = "a1 b1 c1 d1"
NETWORK = CometNetwork("test-chain", PERIOD)

_keys = {}
_signatures = {}


def key(name):
    """Return the key of a letter: of Ed25519 in lower case, of secp256k1 in upper case."""
    if name not in _keys:
        secret = secret_of(name)
        kind = 1 if name >= "a" else 2
        _keys[name] = Key(kind, ed25519.public_key(secret) if kind == 1 else ecdsa.public_key(secp256k1, secret))
    return _keys[name]


def secret_of(name):
    return sha256(name.encode()).digest()


def sign(name, message):
    """Return the signature of a letter; what was signed before costs nothing again."""
    if (name, message) not in _signatures:
        if name >= "a":
            made = ed25519.sign(secret_of(name), message)
        else:
            made = ecdsa.sign(secp256k1, secret_of(name), sha256(message).digest())
        _signatures[name, message] = made
    return _signatures[name, message]


def named(text):
    """Return [(name, power)] of "a1 b2", in the order of the chain: by power, then by address."""
    return sorted(
        [(each[:1], int(each[1:])) for each in text.split()], key=lambda each: (-each[1], key(each[0]).address)
    )


def members(text, profile=V0_38):
    return validators_of([(key(name), power) for name, power in named(text)], profile)


class Chain:
    """Blocks by height. `make` adds one whose validators are `who`, and which names `then` as the next ones."""

    def __init__(self, network=NETWORK, who=FOUR, start=START):
        self.network = network
        self.who = who
        self.start = start
        self.blocks = {}

    def make(self, height, then=None, signers=None, before=None, **changes):
        """Return the signed header; signers: letters that vote for it. changes: see `block`."""
        who = self.who
        last = before or self.blocks.get(height - 1)
        made = block(self.network, height, who, then or who, last, signers, self.start, **changes)
        self.blocks[height] = made
        self.who = then or who
        return made

    def grow(self, count):
        first = max(self.blocks) + 1 if self.blocks else 1
        for height in range(first, first + count):
            self.make(height)
        return self


def block(network, height, who, then, last=None, signers=None, start=START, time=None, round_=0, nil="", **fields):
    """Return a signed header.

    last: the one before it. signers, nil: letters that vote for it, and for no block. fields: of the header, by name.
    """
    profile = network.profile
    sets = members(who, profile), members(then, profile)
    hashes = {name: bytes(32) for name in NAMES}
    hashes["validators_hash"], hashes["next_validators_hash"] = sets[0].hash, sets[1].hash
    hashes["proposer_address"] = sets[0].ids[0]
    hashes["app_hash"] = height.to_bytes(8, "big")
    chain_id = fields.pop("chain_id", network.chain_id)
    hashes.update(fields)
    before = BlockId() if last is None else BlockId(last.hash, 1, bytes(32))
    when = start + 5 * height if time is None else time
    header = Header(11, 0, chain_id, height, (when, 5), before, [hashes[name] for name in NAMES])
    return signed_by(network, header, who, signers, sets, round_, nil)


def signed_by(network, header, who, signers=None, sets=None, round_=0, nil=""):
    """Return a header as signed by these letters, all of `who` if none are named."""
    profile = network.profile
    sets = sets or (members(who, profile), None)
    names = [name for name, _ in named(who)]
    block_hash = header.hash(profile)
    votes = []
    for name in names:
        votes_for = name in nil or signers is None or name in signers
        flag = NIL if name in nil else COMMIT
        votes.append(Vote(flag, key(name).address, (header.time[0] + 1, 7), b"?") if votes_for else Vote(ABSENT))
    commit = Commit(header.height, round_, BlockId(block_hash, 1, bytes(32)), votes)
    for number, name in enumerate(names):
        if votes[number].flag != ABSENT:
            votes[number].signature = sign(name, commit.sign_bytes(number, header.chain_id, profile))
    return SignedHeader(header, block_hash, commit, sets[0], sets[1])


def trusted(signed):
    """Return a signed header as one that is trusted without further ado."""
    return Trusted(signed.header, signed.hash, signed.validators, signed.next, 0, 4, 4, list(signed.validators.ids))


def lean(signed):
    """Return the fields of a signed header without the sets, as one that knows them needs it."""
    return signed.fields()[:2] + [None, None]


def payload(*signed):
    return encode([each.fields() for each in signed])
