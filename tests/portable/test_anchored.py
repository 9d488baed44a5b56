"""A head whose hash is in a main chain: in the state of one of CometBFT, in a transaction of Bitcoin, or stamped."""

from lightclient.audit import evidence
from lightclient.audit.errors import NotAnchored
from lightclient.audit.network import LogNetwork
from lightclient.audit.trust import parse
from lightclient.bitcoin import checkpoint
from lightclient.bitcoin.block import Block
from lightclient.bitcoin.errors import RootMismatch
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.codec.cbor import encode
from lightclient.cometbft.trees import IAVL, TENDERMINT
from lightclient.evidence import shown
from lightclient.evidence.envelope import Envelope
from lightclient.evidence.policy import Policy
from lightclient.opentimestamps.attestation import BITCOIN, in_block, pending
from lightclient.opentimestamps.file import TimestampFile
from lightclient.opentimestamps.operations import SHA256
from tests.portable import comet
from tests.portable.blocks import body, chain_over, coinbase, payment, root_of
from tests.portable.site import Log, readings
from tests.portable.stamps import HEIGHT, URI, grown
from tests.portable.support import raises
from tests.portable.test_comet_ics23 import build, serialize
from tests.portable.test_comet_ledger import World
from tests.portable.test_log_evidence import ID, TRUST

CLOCK = comet.START + 100
STATEMENTS = readings(9)
SITE = Log(STATEMENTS)
HASH = SITE.head().hash()


def cosmos(value=HASH):
    """Return (ledger, evidence): the site writes the hash under a key of its own."""
    subroot, proofs, _ = build(IAVL, [(b"site", value), (b"else", b"1")])
    root, stores, _ = build(TENDERMINT, [(b"logs", subroot), (b"bank", b"\x01" * 32)])
    world = World()
    world.chain.make(2, app_hash=root)
    step = world.chain.blocks[2].fields()
    entry = [[step], [], b"logs", b"site", value, [serialize(proofs[b"site"]), serialize(stores[b"logs"])]]
    return world.ledger, Envelope(world.network.id, "state", encode(entry)).serialize()


def bitcoin(value=HASH, after=3):
    """Return (ledger, evidence): a transaction has an output that carries the hash."""
    script = b"\x6a" + bytes((len(value),)) + value
    txs = [coinbase(3), payment(1), payment(2, 0, script)]
    tree, chain = chain_over(root_of(txs), after, 8)
    ledger, _ = REGTEST.start(checkpoint.serialize(chain), None, 8)
    following = b"".join([tree.headers[str(4 + number)] for number in range(after)])
    bundle = Block(tree.headers["block"] + body(txs)).bundle("regtest", 2, following, None)
    return ledger, Envelope(REGTEST.id, "bundle", bundle.serialize()).serialize()


def stamps(value=HASH, *steps):
    """Return (ledger, evidence): a timestamp of the hash. steps: 0, a block attests it; 1, a calendar promises one."""
    tree, node = grown(value)
    for step in steps or (0,):
        node.attest(pending(URI) if step else in_block(BITCOIN, HEIGHT))
    ledger, _ = REGTEST.start(checkpoint.serialize(chain_over(node.message, 3, 8)[1]), None, 8)
    return ledger, Envelope(REGTEST.id, "opentimestamps", TimestampFile(SHA256, tree).serialize()).serialize()


def judged(mains, *anchors, **options):
    network = LogNetwork(parse(TRUST), {ledger.network.id: ledger for ledger in mains})
    ledger = network.start(TRUST, None, 1)[0]
    made = evidence.of_statement(ID, STATEMENTS[3], SITE.proof(3, time=CLOCK, **options), anchors)
    return ledger.judge_evidence(made, CLOCK)


def test_a_head_in_the_state_of_a_chain_is_anchored():
    main, anchor = cosmos()
    verdict = judged([main], anchor)
    assert verdict.outcome == "proved" and "anchor" in verdict.checks
    assert verdict.finality.kind == "anchored"
    assert verdict.finality.fields() == {
        "witnesses": ["w1", "w2"],
        "of": 3,
        "threshold": "2 of 3",
        "ledger": "cosmos:test-chain",
        "height": 2,
        "before": comet.START + 10,
        "through": "votes",
    }
    assert verdict.finality.short() == [3, 4]


def test_a_head_in_a_transaction_is_anchored_as_deep_as_a_policy_wants():
    main, anchor = bitcoin()
    verdict = judged([main], anchor)
    assert (verdict.outcome, verdict.finality.kind) == ("proved", "anchored")
    assert verdict.finality.fields()["through"] == "work" and verdict.finality.fields()["height"] == 3
    assert Policy(confirmations=4).judge(verdict, CLOCK).outcome == "proved"
    assert Policy(confirmations=5).judge(verdict, CLOCK).missing == ("confirmations",)


def test_a_head_that_is_stamped_is_anchored_once_a_block_has_it():
    main, anchor = stamps()
    verdict = judged([main], anchor)
    assert (verdict.outcome, verdict.finality.kind, verdict.finality.fields()["height"]) == (
        "proved",
        "anchored",
        HEIGHT,
    )
    main, anchor = stamps(HASH, 1)
    verdict = judged([main], anchor)
    assert (verdict.outcome, verdict.missing, verdict.finality.kind) == ("not yet", ("block-attestation",), "endorsed")
    assert "anchor" not in verdict.checks and Policy().judge(verdict, CLOCK).outcome == "not yet"
    assert shown.fields(verdict, LogNetwork(parse(TRUST)))["finality"]["kind"] == "endorsed"


def test_an_anchor_is_of_this_head():
    main, anchor = stamps(SITE.head(8).hash())
    with raises(NotAnchored):
        judged([main], anchor)
    for make in (cosmos, bitcoin):
        for value in (SITE.head(8).hash(), HASH[:31], b"\x00"):
            main, anchor = make(value)
            with raises(NotAnchored):
                judged([main], anchor)
        main, anchor = make(b"log 1 " + HASH)  # what stands around it does no harm
        assert judged([main], anchor).finality.kind == "anchored"


def test_an_anchor_has_to_hold_by_the_rules_of_its_own_chain():
    main, anchor = bitcoin()
    moved = anchor.replace(HASH, SITE.head(8).hash())
    with raises(RootMismatch):
        judged([main], moved)


def test_an_anchor_makes_no_witnesses():
    main, anchor = cosmos()
    verdict = judged([main], anchor, witnesses=("w1",))
    assert (verdict.outcome, verdict.missing, verdict.finality.kind) == ("not yet", ("witnesses",), "anchored")


def test_a_chain_that_nobody_follows_here_is_named():
    verdict = judged([], cosmos()[1], bitcoin()[1])
    assert verdict.outcome == "proved" and verdict.finality.kind == "endorsed"
    assert verdict.skipped == ("anchor cosmos:test-chain", "anchor " + REGTEST.id)
    main, anchor = cosmos()
    assert judged([main], bitcoin()[1], anchor).skipped == ("anchor " + REGTEST.id,)


def test_without_a_clock_the_main_chain_may_not_be_sure():
    main, anchor = cosmos()
    network = LogNetwork(parse(TRUST), {main.network.id: main})
    made = evidence.of_statement(ID, STATEMENTS[3], SITE.proof(3), (anchor,))
    verdict = network.start(TRUST, None, 1)[0].judge_evidence(made, None)
    assert (verdict.outcome, verdict.missing) == ("not yet", ("clock",))
