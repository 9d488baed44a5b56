"""python-opentimestamps says the same: of random trees, of damaged ones, and of proofs made from whole blocks."""

import random
import warnings

import pytest

from lightclient.bitcoin import stamp
from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.block import Block
from lightclient.bitcoin.headers_anchor import HeadersAnchor
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.codec.errors import NonCanonical, TooLarge
from lightclient.errors import LightClientError
from lightclient.opentimestamps import file, operations, timestamp
from lightclient.opentimestamps.attestation import BITCOIN, ETHEREUM, LITECOIN, Attestation, in_block, pending
from lightclient.opentimestamps.errors import TooCostly
from lightclient.opentimestamps.file import TimestampFile
from lightclient.opentimestamps.gather import gathered
from lightclient.opentimestamps.operations import APPEND, HEXLIFY, NAMES, PREPEND, REVERSE, SIZES, Operation
from lightclient.opentimestamps.timestamp import Timestamp
from tests.portable.blocks import body, chain_over, coinbase, payment, root_of
from tests.portable.stamps import through_branch
from tests.support.vectors import damaged, load, names

theirs = pytest.importorskip("opentimestamps.core.timestamp")
op = pytest.importorskip("opentimestamps.core.op")
notary = pytest.importorskip("opentimestamps.core.notary")
dubious = pytest.importorskip("opentimestamps.core.dubious.notary")
context = pytest.importorskip("opentimestamps.core.serialize")
bitcoin = pytest.importorskip("opentimestamps.bitcoin")
core = pytest.importorskip("bitcoin.core")

TREES = 400
URIS = ("", "https://a", "https://b.example:1/x", "B", "a_b", "-")
TAGS = (b"\x00" * 8, b"\x05\x88\x96\x0d\x73\xd7\x19\x02", b"\xff" * 8)


@pytest.fixture(autouse=True)
def _quiet():
    """What reverses a message may be removed, they say."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        yield


def read(data):
    reader = context.BytesDeserializationContext(data)
    return theirs.DetachedTimestampFile.deserialize(reader)


def write(found):
    writer = context.BytesSerializationContext()
    found.serialize(writer)
    return writer.getbytes()


def attestation(rng):
    """Return an attestation as we have it, and as they do."""
    kind = rng.randrange(5)
    height = rng.choice([0, 1, 127, 128, 255, 256, 358391, rng.randrange(1 << 32)])
    if kind == 0:
        return in_block(BITCOIN, height), notary.BitcoinBlockHeaderAttestation(height)
    if kind == 1:
        return in_block(LITECOIN, height), notary.LitecoinBlockHeaderAttestation(height)
    if kind == 2:
        return in_block(ETHEREUM, height), dubious.EthereumBlockHeaderAttestation(height)
    if kind == 3:
        uri = rng.choice(URIS)
        return pending(uri), notary.PendingAttestation(uri)
    tag, payload = rng.choice(TAGS), rng.randbytes(rng.randrange(4))
    return Attestation(tag, payload), notary.UnknownAttestation(tag, payload)


def operation(rng):
    tag = rng.choice([*NAMES, APPEND, PREPEND])
    operand = rng.randbytes(rng.choice([1, 1, 2, 31, 127, 128, 300])) if tag in (APPEND, PREPEND) else b""
    kind = op.Op.SUBCLS_BY_TAG[bytes((tag,))]
    return Operation(tag, operand), kind(operand) if operand else kind()


def grow(rng, ours, other, depth=0):
    """Hang random branches below two nodes of one message."""
    branches = rng.choice([0, 1, 1, 1, 2, 3]) if depth < 8 else 0
    for _ in range(branches):
        mine, its = operation(rng)
        try:
            node = ours.then(mine)
        except LightClientError:
            with pytest.raises(op.MsgValueError):
                its(other.msg)
            continue
        below = other.ops.add(its)
        assert below.msg == node.message
        grow(rng, node, below, depth + 1)
    for _ in range(rng.choice([0, 0, 1, 2]) if ours.branches else rng.choice([1, 1, 2, 4])):
        mine, its = attestation(rng)
        assert ours.attest(mine) == (its not in other.attestations)
        other.attestations.add(its)


def pair(rng):
    """Return one random timestamp file, ours and theirs."""
    algorithm = rng.choice(list(SIZES))
    digest = rng.randbytes(SIZES[algorithm])
    ours, other = Timestamp(digest), theirs.Timestamp(digest)
    grow(rng, ours, other)
    kind = op.Op.SUBCLS_BY_TAG[bytes((algorithm,))]
    return TimestampFile(algorithm, ours), theirs.DetachedTimestampFile(kind(), other)


@pytest.mark.slow
def test_random_trees_are_written_alike_and_read_by_both():
    rng = random.Random(1)
    sizes = set()
    for _ in range(TREES):
        ours, other = pair(rng)
        data = ours.serialize()
        assert data == write(other)
        assert read(data) == other
        try:
            assert file.parse(data).serialize() == data
        except (TooCostly, TooLarge):  # bounds that python-opentimestamps does not have
            continue
        sizes.add(len(data))
    assert len(sizes) > TREES // 3 and max(sizes) > 3000


@pytest.mark.slow
def test_random_trees_merge_alike():
    rng = random.Random(2)
    for _ in range(TREES // 2):
        digest = rng.randbytes(32)
        made = []
        for _ in range(2):
            ours, other = Timestamp(digest), theirs.Timestamp(digest)
            grow(rng, ours, other)
            made.append((ours, other))
        (ours, other), (more, others) = made
        before = len(ours.attested())
        new = ours.merge(more)
        other.merge(others)
        assert ours.serialize() == write(other)
        assert len(ours.attested()) == before + new


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in names("opentimestamps", "*.ots") if "invalid" not in name])
def test_what_is_damaged_is_read_alike_or_refused_by_us_alone(name):
    """Whatever we take, they take and write as we do. What they take and we do not is not in its one form."""
    raw = load(name)
    counts = [0, 0, 0]
    for changed in damaged(raw, 300):
        try:
            ours = file.parse(changed)
        except LightClientError as error:
            ours = error
        try:
            other = read(changed)
        except Exception:  # of theirs, some are not meant: OverflowError, ValueError
            assert isinstance(ours, LightClientError), changed.hex()
            counts[0] += 1
            continue
        if isinstance(ours, LightClientError):
            assert isinstance(ours, (NonCanonical, TooLarge, TooCostly)), (ours, changed.hex())
            counts[1] += 1
            continue
        assert ours.serialize() == write(other)
        counts[2] += 1
    assert counts[0] and counts[2]


def test_a_whole_block_makes_the_proof_that_we_read():
    """They find a digest in a block's transaction and make the proof; we judge it on the block's header."""
    digest = bytes(range(32))
    txs = [coinbase(3), payment(1), payment(2, script=b"\x6a\x20" + digest), payment(3), payment(4)]
    tree, chain = chain_over(root_of(txs), 3, 8)
    raw = tree.headers["block"] + body(txs)
    made = bitcoin.make_timestamp_from_block(digest, core.CBlock.deserialize(raw), 3)
    data = write(theirs.DetachedTimestampFile(op.OpSHA256(), made))
    verdict = stamp.verify_stamp(data, ChainAnchor(chain, "here"))
    assert (verdict.outcome, verdict.place.height, verdict.subject.id) == ("proved", 3, digest)
    assert stamp.verify_stamp(data, HeadersAnchor(tree.headers["block"], REGTEST)).outcome == "proved"
    # The same the other way: a Merkle branch of ours, as their proof.
    block = Block(raw)
    bundle = block.bundle("regtest", 2)
    ours = through_branch(txs[2].serialize(False), 2, bundle.branch, 3)
    ((message, attested),) = read(ours).timestamp.all_attestations()
    assert attested.verify_against_blockheader(message, core.CBlockHeader.deserialize(tree.headers["block"]))


def test_gathering_is_their_merkle_tree():
    for count in range(1, 20):
        messages = [bytes((n,)) * 32 for n in range(count)]
        ours, others = [Timestamp(each) for each in messages], [theirs.Timestamp(each) for each in messages]
        top, tip = gathered(list(ours)), theirs.make_merkle_tree(others)
        assert top.message == tip.msg
        top.attest(in_block(BITCOIN, 7))
        tip.attestations.add(notary.BitcoinBlockHeaderAttestation(7))
        assert [each.serialize() for each in ours] == [write(each) for each in others]


def test_the_limits_are_theirs():
    assert operations.MAX_MESSAGE == op.Op.MAX_RESULT_LENGTH == op.Op.MAX_MSG_LENGTH
    assert op.OpHexlify.MAX_MSG_LENGTH == operations.MAX_MESSAGE // 2
    assert notary.PendingAttestation.MAX_URI_LENGTH == 1000
    for depth, fits in ((255, True), (256, False)):
        data = b"\x08" * depth + b"\x00" + in_block(BITCOIN, 7).serialize()
        for reads in (
            lambda: timestamp.parse(data, b"x"),  # noqa: B023
            lambda: theirs.Timestamp.deserialize(context.BytesDeserializationContext(data), b"x"),  # noqa: B023
        ):
            if fits:
                reads()
            else:
                with pytest.raises((LightClientError, context.RecursionLimitError)):
                    reads()
    for data in (b"\xf2", b"\xf3"):
        assert REVERSE in NAMES and HEXLIFY in NAMES
        with pytest.raises(context.DeserializationError):
            theirs.Timestamp.deserialize(context.BytesDeserializationContext(data), b"")
