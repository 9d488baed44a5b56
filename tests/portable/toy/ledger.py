"""A counter that one key signs, block after block: everything that following a ledger takes, and nothing else.

block         [height, hash of the block before, time, count, signature]     Ed25519 over the others
checkpoint    ["TOY", network, block]                                        whatever its signature
locator       height, 4 bytes big-endian
run           [blocks]
"""

from hashlib import sha256

from lightclient.codec.cbor import decode, encode, is_uint
from lightclient.codec.errors import BadSchema
from lightclient.crypto import ed25519
from lightclient.errors import Equivocation, InvalidHeader, LightClientError, UnknownParent
from lightclient.evidence import envelope
from lightclient.evidence.errors import UnknownForm
from lightclient.evidence.verdict import Place, Proved, Subject
from lightclient.sync.ledger import GENESIS, Cadence

FORM = "count"  # of evidence
COUNT = 2  # the kind of question: what the counter stood at


class BadTrust(LightClientError):
    """no checkpoint of {network}: {reason}"""


class Forged(InvalidHeader):
    """block {at} is not signed by the network's key"""


class Toy:
    """The rules of one counter. key: the public key that signs it."""

    cadence = Cadence(spacing=5, slow_after=60, stale_after=3600, settled=1)
    small_blocks = True

    def __init__(self, name, key):
        self.name = name
        self.id = "toy:" + name
        self.key = key
        self.genesis = [0, b"", 0, 0, b""]

    def start(self, trust, saved, window):
        anchor = self.genesis if trust == GENESIS else self.load(trust)
        try:
            kept = self.load(saved) if saved else anchor
        except LightClientError as error:
            return Counter(self, anchor), [error.name]
        return Counter(self, max(anchor, kept)), []

    def shipped(self):
        return None

    def show(self, id_):
        return str(int.from_bytes(id_, "big")) if len(id_) == 4 else id_.hex()

    def load(self, data):
        try:
            fields = decode(bytes(data or b""))
        except LightClientError as error:
            raise BadTrust(network=self.name, reason=str(error))
        if not isinstance(fields, list) or len(fields) != 3 or fields[:2] != ["TOY", self.name]:
            raise BadTrust(network=self.name, reason="another record")
        return checked(fields[2])


class Counter:
    """The newest block that we know, and nothing else."""

    trusted = True
    forked = None
    adopted = 0
    anchor = "the counter's key"

    def __init__(self, network, block):
        self.network = network
        self.block = block
        self.replaced = []

    height = property(lambda self: self.block[0])
    tip = property(lambda self: hash_of(self.block))
    time = property(lambda self: self.block[2])
    count = property(lambda self: self.block[3])
    stamp = height

    def read(self, payload):
        run = [checked(block) for block in decode(bytes(payload))]
        return (run[0][0] if run else 0), run

    def last(self, height, run):
        return run[-1][0], hash_of(run[-1])

    def extend(self, run, height, clock):
        block = self.block
        for new in run:
            if new[0] > block[0] and (new[0] != block[0] + 1 or new[1] != hash_of(block)):
                raise UnknownParent()
            if new[0] >= block[0] and new != block:
                if not ed25519.verify(self.network.key, signed(new), new[4]):
                    raise Forged(at=new[0])
                if new[0] == block[0] and new[:4] != block[:4]:
                    self.forked = Equivocation(who="the counter", at=new[0], first=block[3], second=new[3])
                    raise self.forked
                block = new
        before, self.block = self.block, block
        return before[0] if block is not before else None

    def knows(self, height, block_hash):
        return height <= self.height

    def is_best(self, block_hash):
        return block_hash == self.tip

    def locator(self):
        return self.height.to_bytes(4, "big")

    def challenger(self, saved=None):
        return None

    def adopt(self, challenger):
        return False

    def where(self, height, block_hash):
        return block_hash == self.tip if height == self.height else None

    def prove(self, subject, clock, limit, proven=None):
        height = str(subject)
        if not height.isdigit() or int(height) > 0xFFFFFFFF:
            raise BadSchema("height", "not a number of 32 bits")
        return CountAt(self, int(height), limit, proven)

    def judge_evidence(self, data, clock):
        found = envelope.parse(data)
        if (found.ledger, found.form) != (self.network.id, FORM):
            raise UnknownForm(ledger=found.ledger, form=found.form, known=FORM)
        block = checked(decode(bytes(found.body)))
        return CountAt(self, block[0]).judge(found.body)

    def facts(self):
        return {"count": self.count}

    def parts(self):
        return [encode(["TOY", self.network.name, self.block])]


class CountAt:
    """What did the counter stand at? Answered with the block, which its signature proves."""

    kind = COUNT

    def __init__(self, ledger, height, limit=1024, proven=None):
        self.ledger = ledger
        self.height = height
        self.limit = limit
        self.proven = proven
        self.subject = Subject("count", [(0, height.to_bytes(4, "big"))])
        self.what = "the count at height " + str(height)

    def argument(self):
        return self.height

    def judge(self, body):
        block = checked(decode(bytes(body)))
        if block[0] != self.height or not ed25519.verify(self.ledger.network.key, signed(block), block[4]):
            raise Forged(at=self.height)
        if self.proven is not None:
            self.proven(envelope.Envelope(self.ledger.network.id, FORM, body).serialize())
        place = Place(block[0], hash_of(block), block[2])
        return Proved(
            self.ledger.network.id, self.subject, place, Signed(block[2]), ("signature",), (), self.ledger.anchor
        )


class Signed:
    """Finality: whoever can sign has."""

    kind = "votes"

    def __init__(self, time):
        self.time = time

    def lacks(self, policy):
        return ()

    def short(self):
        return [1, 1]

    def fields(self):
        return {"signed": 1, "of": 1}


def checked(block):
    if not isinstance(block, list) or len(block) != 5 or not all(is_uint(block[i]) for i in (0, 2, 3)):
        raise BadSchema("block", "not [height, hash, time, count, signature]")
    if not isinstance(block[1], bytes) or not isinstance(block[4], bytes):
        raise BadSchema("block", "hash and signature are not bytes")
    return block


def signed(block):
    return encode(block[:4])


def hash_of(block):
    return sha256(signed(block)).digest()


def grow(secret, block, time, count):
    """Return the next block after `block`, signed."""
    new = [block[0] + 1, hash_of(block), time, count]
    return new + [ed25519.sign(secret, encode(new))]
