"""docs/formats.md and docs/formats.cddl: the real records have that shape, no other has, and the example is real."""

import re

import cbor2
import pycddl
import pytest

from lightclient.bitcoin import bundle, checkpoint, stamp
from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.block import Block
from lightclient.bitcoin.header import SIZE, display
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.networks.signet import SIGNET
from lightclient.bitcoin.networks.testnet3 import TESTNET3
from lightclient.bitcoin.networks.testnet4 import TESTNET4
from lightclient.bitcoin.proof import pack_branch, unpack_branch
from lightclient.bitcoin.trust import trusted
from lightclient.codec.cbor import decode, encode
from lightclient.errors import LightClientError
from lightclient.evidence import envelope
from lightclient.evidence.envelope import Envelope
from lightclient.evidence.policy import SETTINGS
from lightclient.store.slots import SlotStore
from tests.portable.blocks import body, chain_over, coinbase, payment, root_of
from tests.portable.stamps import stamped, world
from tests.portable.test_checkpoint import as_format_1, sealed
from tests.support.cddl import broken, holds, shape
from tests.support.command import REGTEST as REGTEST_OPTION
from tests.support.command import ROOT, TXIDS, Files, accepted, invoke, refused, unsettled
from tests.support.vectors import blk_blocks, load

TEXT = (ROOT / "docs/formats.md").read_text()
CDDL = (ROOT / "docs/formats.cddl").read_text()


CHECKPOINT = shape("checkpoint", CDDL)
OLD_CHECKPOINT = shape("checkpoint-1", CDDL)
BUNDLE = shape("bundle", CDDL)
ENVELOPE = shape("envelope", CDDL)
ELECTRUM = shape("electrum", CDDL)
TIMESTAMP = shape("opentimestamps", CDDL)
VERDICT = pycddl.Schema("root = verdict\n" + CDDL)


# -- a record says what it is


# Of before this test: a disclosure, and a checkpoint of Fabric; the outbox of a device, and that of the command.
SHARED = {
    "LCF1": ["lightclient/audit/disclosure.py", "lightclient/fabric/checkpoint.py"],
    "LCO1": ["lightclient/audit/outbox.py", "lightclient/cli/outbox.py"],
}


def test_no_two_formats_have_one_magic_and_the_document_names_them_all():
    magics = {}
    for path in sorted((ROOT / "lightclient").rglob("*.py")):
        lines = re.findall(r"^[A-Z].* = .*", path.read_text(), re.MULTILINE)
        for magic in set(re.findall(r'"(LC[A-Z][0-9])"', "\n".join(lines))):
            magics.setdefault(magic, []).append(str(path.relative_to(ROOT)))
    assert len(magics) > 15
    assert {magic: files for magic, files in magics.items() if len(files) > 1} == SHARED
    assert {magic for magic in magics if f"`{magic}`" not in TEXT} == set()


# -- real records have the shape


RUNS = [
    (MAINNET, "headers_mainnet/main_000000_039999.bin.xz"),
    (TESTNET3, "headers_test/testnet3_0000000_0009999.bin.xz"),
    (TESTNET4, "headers_test/testnet4_0_100.bin"),
    (SIGNET, "headers_test/signet_0_2015.bin.xz"),
    (REGTEST, "headers_test/regtest_0_100.bin"),
]


@pytest.mark.parametrize(("network", "name"), RUNS)
def test_checkpoints_of_real_chains(network, name):
    run = load(name)
    for height in (0, 1, 9, 10, 11, 63, 64, 99):
        chain = trusted(run, 0, height, None, network)
        assert holds(CHECKPOINT, checkpoint.serialize(chain))
        chain.extend(run[SIZE * (height + 1) : SIZE * 101])
        assert holds(CHECKPOINT, checkpoint.serialize(chain))
        assert not holds(BUNDLE, checkpoint.serialize(chain))


def test_a_checkpoint_from_inside_mainnet():
    chain = trusted(load("headers_mainnet/main_822527_830592.bin.xz"), 822527, None, None, MAINNET)
    assert holds(CHECKPOINT, checkpoint.serialize(chain))


@pytest.mark.parametrize("name", ["bcoin_1.blk", "bcoin_482683.blk", "bitcoinj_370661.blk.xz", "ckb_0831335.blk.xz"])
def test_bundles_of_real_blocks(name):
    block = Block(load("blocks/" + name))
    for position in {0, len(block.txids) // 2, len(block.txids) - 1}:
        for following, log_proof in ((b"", None), (block.header * 3, None), (b"", (5, 9, bytes(96)))):
            made = block.bundle("mainnet", position, following, log_proof)
            assert holds(BUNDLE, made.serialize())
            made.coinbase = None
            assert holds(BUNDLE, made.serialize())
            assert not holds(CHECKPOINT, made.serialize())


def test_bundles_of_the_first_blocks():
    for raw in blk_blocks(load("blocks/bitcoinj_first_blocks.dat"))[:200]:
        assert holds(BUNDLE, Block(raw).bundle("mainnet", 0).serialize())


# -- no other record has it


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    """A checkpoint and three bundles: with a log proof, with following headers, and with those but no coinbase."""
    files = Files(tmp_path_factory.mktemp("formats"))
    logged = files.proof("bundle", "--log", files.headers(0, 10)).read_bytes()
    linked = files.proof("bundle", "--following", files.headers(4, 6)).read_bytes()
    bare = bundle.parse(linked)
    bare.coinbase = None
    record = files.checkpoint(10).read_bytes()
    return {
        "checkpoint": record,
        "checkpoint-1": as_format_1(record),
        "logged": logged,
        "linked": linked,
        "bare": bare.serialize(),
        "envelope": Envelope(REGTEST.id, "bundle", linked).serialize(),
        "electrum": pack_branch(bytes(32), 1, bytes(96), 3),
        "stamp-links": stamp.pack(stamped(3), bytes(80), bytes(160), None),
        "stamp-log": stamp.pack(stamped(3), bytes(80), None, (3, 9, bytes(96))),
    }


KINDS = [
    ("checkpoint", CHECKPOINT),
    ("checkpoint-1", OLD_CHECKPOINT),
    ("logged", BUNDLE),
    ("linked", BUNDLE),
    ("bare", BUNDLE),
    ("envelope", ENVELOPE),
    ("electrum", ELECTRUM),
    ("stamp-links", TIMESTAMP),
    ("stamp-log", TIMESTAMP),
]
READERS = {
    "checkpoint": lambda record: checkpoint.parse(sealed(record), REGTEST),
    "checkpoint-1": lambda record: checkpoint.parse(record, REGTEST),
    "envelope": envelope.parse,
    "electrum": unpack_branch,
    "stamp-links": stamp.parse,
    "stamp-log": stamp.parse,
}


def accepts(kind, record):
    """Return whether the reader takes a record, of a checkpoint one whose checksum holds."""
    try:
        READERS.get(kind, bundle.parse)(record)
    except LightClientError:
        return False
    return True


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "shape"), KINDS)
def test_a_field_dropped_added_or_of_another_type_has_not_the_shape(records, kind, shape):
    fields = decode(records[kind])
    assert holds(shape, records[kind]) and accepts(kind, records[kind])
    without_coinbase = [*fields[:6], None, *fields[7:]] if shape is BUNDLE else None
    if shape is ELECTRUM:  # which need not claim a height
        without_coinbase = [*fields[:3], None]
    for changed in broken(fields):
        if changed == without_coinbase:
            continue
        record = cbor2.dumps(changed, canonical=True)
        assert not holds(shape, record), changed
        assert not accepts(kind, record), changed


@pytest.mark.parametrize(
    ("kind", "shape", "index", "size"),
    [
        ("checkpoint", CHECKPOINT, 3, 32),
        ("checkpoint", CHECKPOINT, 11, 8),
        ("checkpoint-1", OLD_CHECKPOINT, 8, 32),
        ("linked", BUNDLE, 5, 80),
        ("electrum", ELECTRUM, 0, 32),
        ("stamp-log", TIMESTAMP, 1, 80),
    ],
)
def test_a_field_of_another_size_has_not_the_shape(records, kind, shape, index, size):
    fields = decode(records[kind])
    assert len(fields[index]) == size
    for other in (0, 1, size - 1, size + 1, 2 * size):
        record = encode([*fields[:index], bytes(other), *fields[index + 1 :]])
        assert not holds(shape, record)
        assert not accepts(kind, record)


@pytest.mark.parametrize("index", [2, 4, 5, 6])
def test_numbers_of_a_checkpoint_have_32_bits(records, index):
    fields = decode(records["checkpoint"])
    for other in (1 << 32, 1 << 63):
        record = encode([*fields[:index], other, *fields[index + 1 :]])
        assert not holds(CHECKPOINT, record)
        assert not accepts("checkpoint", record)


@pytest.mark.parametrize(("kind", "shape"), KINDS)
def test_another_version_has_not_the_shape(records, kind, shape):
    fields = decode(records[kind])
    if shape in (ELECTRUM, TIMESTAMP):
        return  # they have no magic
    for magic in ("LCC1", "LCB1", "LCB2", "LCC2", "LCC3", "LCE2", "LC", "", 1):
        if magic != fields[0]:
            record = encode([magic, *fields[1:]])
            assert not holds(shape, record)
            assert not accepts(kind, record)


# -- verdicts


def test_every_verdict_has_the_shape(tmp_path):
    files = Files(tmp_path)
    verify = ("verify", *REGTEST_OPTION)
    several = files.proof("merkleblock", txids=[TXIDS[1], TXIDS[2]])
    tree, _ = world()
    proofs = {name: files.file(f"{name}.ots", stamped(*heights)) for name, heights in (("known", (3,)), ("far", (99,)))}
    attesting = ("--headers", files.file("attesting", tree.run("0 1 2 block 4")))
    for fields in (
        accepted(*verify, "--headers", files.headers(), files.proof()),
        accepted(*verify, "--headers", files.headers(3), files.proof("electrum"), *files.tx()),
        unsettled(*verify, "--headers", files.headers(), several),
        refused(*verify, "--headers", files.headers(4), several),
        accepted(*verify, *attesting, proofs["known"]),
        unsettled(*verify, *attesting, proofs["far"]),
        refused(*verify, "--headers", files.headers(), proofs["known"]),
    ):
        VERDICT.validate_cbor(cbor2.dumps(fields))
        for name in ("ok", "outcome", "checks", "missing"):
            with pytest.raises(pycddl.ValidationError):
                VERDICT.validate_cbor(cbor2.dumps({key: fields[key] for key in fields if key != name}))
        for name, wrong in (("outcome", "maybe"), ("missing", "work"), ("finality", []), ("height", -1)):
            with pytest.raises(pycddl.ValidationError):
                VERDICT.validate_cbor(cbor2.dumps({**fields, name: wrong}))


def test_the_document_names_every_setting_of_a_policy():
    for name in SETTINGS:
        assert f"\n| {name} | " in TEXT


# -- the example of the document


CHECKPOINT_BYTES, BUNDLE_BYTES, SLOT_HEAD, KEYSTORE_BYTES = (
    bytes.fromhex("".join(line.split(";")[0] for line in block.splitlines()))
    for block in re.findall(r"```hex\n(.*?)```", TEXT, re.DOTALL)
)


def test_the_commands_of_the_document_make_its_records(tmp_path, monkeypatch):
    txs = [coinbase(3), payment(1, 700)]
    tree, _ = chain_over(root_of(txs), after=1)
    (tmp_path / "headers").write_bytes(tree.run("0 1 2 block 4"))
    (tmp_path / "block").write_bytes(tree.headers["block"] + body(txs))
    monkeypatch.chdir(tmp_path)
    commands = re.findall(r"^    lightclient (.*)$", TEXT, re.MULTILINE)
    assert [command.split()[0] for command in commands] == ["checkpoint", "proof", "verify"]
    for command in commands:
        result = invoke(*command.split())
        assert result.exit_code == 0, result.output
    assert (tmp_path / "checkpoint").read_bytes() == CHECKPOINT_BYTES
    assert (tmp_path / "bundle").read_bytes() == BUNDLE_BYTES


def test_the_records_of_the_document_verify():
    assert holds(CHECKPOINT, CHECKPOINT_BYTES)
    assert holds(BUNDLE, BUNDLE_BYTES)
    chain = checkpoint.parse(CHECKPOINT_BYTES, REGTEST)
    verdict = bundle.parse(BUNDLE_BYTES).verify(ChainAnchor(chain, "checkpoint"))
    assert verdict.place.height == 3
    ((position, txid),) = verdict.subject.found
    assert position == 1
    assert f"--tx {display(txid)} " in TEXT


class Slots:
    """Two slots in memory."""

    def __init__(self, *slots):
        self.slots = list(slots)

    def read(self, slot):
        return self.slots[slot]

    def write(self, slot, parts):
        self.slots[slot] = b"".join(parts)


def test_the_slot_of_the_document_is_read_and_written():
    assert len(SLOT_HEAD) == 24
    assert SlotStore(Slots(SLOT_HEAD + CHECKPOINT_BYTES, b"")).load() == CHECKPOINT_BYTES
    slots = Slots(b"", b"")
    store = SlotStore(slots)
    store.load()
    store.save(CHECKPOINT_BYTES)
    assert slots.slots == [SLOT_HEAD + CHECKPOINT_BYTES, b""]
