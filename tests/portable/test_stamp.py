"""Verdicts on timestamps: what a block of our own chain attests, and what no other block can."""

from lightclient.bitcoin import evidence, stamp
from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.errors import HeightMismatch, LessWork, LogSizeMismatch, RootMismatch, UnknownBlock
from lightclient.bitcoin.headers_anchor import HeadersAnchor
from lightclient.bitcoin.ledger import Ledger
from lightclient.bitcoin.networks.network import Network
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.stamp import pack
from lightclient.codec.cbor import encode
from lightclient.codec.errors import BadSchema, TrailingBytes
from lightclient.evidence.envelope import Envelope
from lightclient.evidence.policy import Policy
from lightclient.merkle.errors import LogRootMismatch
from lightclient.merkle.log import leaf_hash
from lightclient.merkle.tree import inclusion_path
from lightclient.opentimestamps.attestation import BITCOIN, LITECOIN, Attestation, in_block, pending
from lightclient.opentimestamps.file import TimestampFile
from lightclient.opentimestamps.operations import APPEND, SHA256, Operation
from lightclient.opentimestamps.timestamp import Timestamp
from tests.portable.mining import child
from tests.portable.stamps import DIGEST, HEIGHT, ROOT, URI, grown, stamped, world
from tests.portable.support import raises

LATER = 2_000_000_000  # a clock after every header here


def judge(data, chain, clock=None):
    return stamp.verify_stamp(data, ChainAnchor(chain, "here"), clock)


def refused(error, data, chain, clock=None):
    with raises(error) as caught:
        judge(data, chain, clock)
    return caught.error


def logged(tree, name, size):
    """Return the log proof of a header, into a log of the first `size` blocks."""
    names = ["0", "1", "2", "block"] + [str(height) for height in range(4, size)]
    leaves = [leaf_hash(tree.hash(each)) for each in names]
    index = names.index(name)
    return index, size, inclusion_path(leaves, index)


# -- proved


def test_a_block_of_the_window_proves_that_the_digest_is_older():
    tree, chain = world()
    verdict = judge(stamped(HEIGHT), chain)
    assert verdict.outcome == "proved"
    assert (verdict.subject.kind, verdict.subject.found) == ("digest", [(0, DIGEST)])
    place = verdict.place
    assert (place.height, place.hash, place.time) == (HEIGHT, tree.hash("block"), tree.states["block"].times[-1])
    assert (verdict.finality.confirmations, verdict.finality.work) == (4, 6)
    assert verdict.checks == ("operations", "block-root", "minimum-work", "header-window")
    assert (verdict.skipped, verdict.missing, verdict.trust) == ((), (), "here")
    assert verdict.ledger == REGTEST.id


def test_the_lowest_block_that_holds_counts_and_others_do_no_harm():
    _, chain = world()
    for heights in ((HEIGHT, 4), (1, HEIGHT), (HEIGHT, 900), (2, HEIGHT, 4)):
        assert judge(stamped(*heights, calendar=URI), chain).place.height == HEIGHT
    tree, node = grown()
    tree.attest(in_block(BITCOIN, HEIGHT))  # of another message
    node.attest(in_block(BITCOIN, HEIGHT))
    assert judge(TimestampFile(SHA256, tree).serialize(), chain).outcome == "proved"


def test_confirmations_and_work_are_counted_on_our_chain_and_by_our_policy():
    _, chain = world(after=3)
    verdict = judge(stamped(HEIGHT), chain)
    assert Policy(confirmations=4).judge(verdict) is verdict
    assert Policy(confirmations=5).judge(verdict).missing == ("confirmations",)
    chain.network = Network("poor", REGTEST.genesis, REGTEST.limit_bits, no_retargeting=True, min_chainwork=1 << 40)
    verdict = judge(stamped(HEIGHT), chain)
    assert (verdict.outcome, verdict.missing) == ("not yet", ("work",))


def test_headers_as_given_prove_it_and_the_height_is_named_as_claimed():
    tree, _ = world()
    anchor = HeadersAnchor(tree.headers["block"] + tree.headers["4"], REGTEST)
    for data in (stamped(HEIGHT), pack(stamped(HEIGHT), tree.headers["block"], b"", None)):
        verdict = stamp.verify_stamp(data, anchor)
        assert (verdict.outcome, verdict.place.height, verdict.finality.confirmations) == ("proved", None, 2)
        assert sorted(verdict.skipped) == ["claimed-height", "header-rules", "minimum-work"]
    verdict = stamp.verify_stamp(stamped(HEIGHT), HeadersAnchor(tree.headers["4"], REGTEST))
    assert (verdict.outcome, verdict.missing) == ("not yet", ("headers",))


# -- what evidence brings for a block that is not in the window


def test_a_log_proof_ties_a_block_below_the_window():
    tree, chain = world(after=8, window=4)
    assert chain.base.height == 7
    bare = judge(stamped(HEIGHT), chain)
    assert (bare.outcome, bare.missing, bare.place) == ("not yet", ("headers",), None)
    data = pack(stamped(HEIGHT), tree.headers["block"], None, logged(tree, "block", 8))
    verdict = judge(data, chain)
    assert (verdict.outcome, verdict.place.height, verdict.checks[-1]) == ("proved", HEIGHT, "header-log")
    assert verdict.finality.confirmations == 9
    refused(LogSizeMismatch, pack(stamped(HEIGHT), tree.headers["block"], None, logged(tree, "block", 7)), chain)
    index, size, path = logged(tree, "block", 8)
    refused(LogRootMismatch, pack(stamped(HEIGHT), tree.headers["block"], None, (index - 1, size, path)), chain)


def test_following_headers_tie_a_block_below_the_window():
    tree, chain = world(after=8, window=4)
    data = pack(stamped(HEIGHT), tree.headers["block"], tree.run("4 5 6 7 8"), None)
    verdict = judge(data, chain)
    assert (verdict.outcome, verdict.place.height, verdict.checks[-1]) == ("proved", HEIGHT, "header-links")
    refused(UnknownBlock, pack(stamped(HEIGHT), tree.headers["block"], tree.run("4 5"), None), chain)


def test_the_height_of_a_block_that_evidence_brings_must_be_the_one_that_is_attested():
    tree, chain = world(after=8, window=4)
    for height in (2, 4, 900):
        data = pack(stamped(height), tree.headers["block"], None, logged(tree, "block", 8))
        assert refused(HeightMismatch, data, chain).args == (height, HEIGHT)


def test_a_header_is_tied_once_whatever_is_said_to_attest_it():
    class Counting(ChainAnchor):
        count = 0

        def by_run(self, run, clock=None):
            self.count += 1
            return super().by_run(run, clock)

    tree, chain = world(after=8, window=4)
    anchor = Counting(chain, "here")
    many = stamped(*range(HEIGHT - 2, HEIGHT + 50))
    found = stamp.parse(pack(many, tree.headers["block"], tree.run("4 5 6 7 8"), None))
    assert found.verify(anchor).place.height == HEIGHT
    assert found.verify(anchor).outcome == "proved" and anchor.count == 1
    other = Counting(chain, "there")
    assert found.verify(other).trust == "there" and other.count == 1
    wrong = stamp.parse(pack(stamped(*range(4, 60)), tree.headers["block"], tree.run("4 5 6 7 8"), None))
    with raises(HeightMismatch):
        wrong.verify(anchor)
    assert anchor.count == 2


def test_a_header_that_a_proof_brings_counts_for_nothing_by_itself():
    tree, chain = world()
    forged = child(tree.states["1"], REGTEST, root=ROOT)  # with all the work that its bits ask for
    data = pack(stamped(2), forged, b"", None)
    for clock in (None, LATER):
        refused(LessWork, data, chain, clock)
        refused(UnknownBlock, data, world(after=8, window=4)[1], clock)
    # A header of our chain that is not the attested one leads nowhere.
    refused(RootMismatch, pack(stamped(4), tree.headers["4"], b"", None), chain)


def test_a_block_above_our_tip_counts_with_a_clock_alone():
    _, chain = world(after=2)
    header = child(chain.tip, REGTEST, root=ROOT)
    data = pack(stamped(6), header, b"", None)
    verdict = judge(data, chain)
    assert (verdict.outcome, verdict.missing) == ("not yet", ("clock",))
    verdict = judge(data, chain, LATER)
    assert (verdict.outcome, verdict.place.height, verdict.finality.confirmations) == ("proved", 6, 1)


# -- not yet, and refused


def test_a_promise_of_a_calendar_is_not_yet_a_proof():
    _, chain = world()
    tree = Timestamp(DIGEST)
    for each in (Attestation(b"\x01" * 8, b"?"), in_block(LITECOIN, HEIGHT), pending(URI)):
        tree.then(Operation(APPEND, b"x")).attest(each)
        verdict = judge(TimestampFile(SHA256, tree).serialize(), chain)
        assert (verdict.outcome, verdict.missing) == ("not yet", ("block-attestation",))
    verdict = judge(stamped(900, calendar=URI), chain)
    assert verdict.missing == ("headers",)
    assert verdict.subject.found == [(0, DIGEST)]
    assert (verdict.place, verdict.finality, verdict.skipped) == (None, None, ("block-root", "minimum-work"))
    assert Policy(confirmations=9).judge(verdict) is verdict


def test_headers_that_are_not_at_hand_are_named():
    _, chain = world(after=8, window=4)
    for height in (0, HEIGHT, 7, 12, 1 << 31):
        assert judge(stamped(height), chain).missing == ("headers",)
    for height in (8, 11):
        refused(RootMismatch, stamped(height), chain)


def test_a_block_with_another_root_refutes_unless_another_block_may_attest():
    _, chain = world()
    for heights in ((1,), (4,), (1, 2, 4)):
        refused(RootMismatch, stamped(*heights), chain)
    assert judge(stamped(4, 900), chain).missing == ("headers",)
    refused(RootMismatch, stamped(4, calendar=URI), chain)


def test_no_message_but_the_whole_root_is_a_root():
    _, chain = world()
    tree, node = grown()
    node.then(Operation(APPEND, b"x")).attest(in_block(BITCOIN, HEIGHT))
    refused(RootMismatch, TimestampFile(SHA256, tree).serialize(), chain)


def test_no_message_is_kept_that_is_longer_than_any_commitment():
    for size, kept in ((64, 64), (65, 0)):
        tree = Timestamp(DIGEST)
        tree.then(Operation(APPEND, bytes(size - 32))).attest(in_block(BITCOIN, HEIGHT))
        data = TimestampFile(SHA256, tree).serialize()
        assert [len(message) for _, message in stamp.parse(data).attested] == [kept]
        refused(RootMismatch, data, world()[1])


# -- evidence


def test_an_envelope_a_ledger_and_a_bare_file_give_the_same_verdict():
    tree, chain = world()
    ledger = Ledger(chain, anchor="here")
    bare = stamped(HEIGHT)
    packed = pack(bare, tree.headers["block"], b"", None)
    for data in (bare, Envelope(REGTEST.id, "opentimestamps", bare).serialize()):
        for view in (data, memoryview(data)):
            verdict = ledger.judge_evidence(view, None)
            assert (verdict.outcome, verdict.subject.id, verdict.trust) == ("proved", DIGEST, "here")
    verdict = ledger.judge_evidence(Envelope(REGTEST.id, "opentimestamps", packed).serialize(), None)
    assert verdict.place.height == HEIGHT
    assert evidence.opened(bare, ChainAnchor(chain, "here"))[0] == evidence.OPENTIMESTAMPS


def test_what_is_no_body_is_refused():
    tree, chain = world()
    bare, header = stamped(HEIGHT), tree.headers["block"]
    for fields in (
        [],
        bare,
        [bare, header],
        [bare, header, b"", b""],
        ["text", header, b""],
        [bare, header[1:], b""],
        [bare, None, b""],
        [bare, header, None],
        [bare, header, header[1:]],
        [bare, header, [1, 2]],
        [bare, header, [-1, 2, b""]],
        [bare, header, [1, True, b""]],
        [bare, header, [1, 2, "path"]],
        [bare, header, {}],
    ):
        refused(BadSchema, encode(fields), chain)
    refused(TrailingBytes, bare + b"x", chain)
    refused(TrailingBytes, pack(bare + b"x", header, b"", None), chain)


def test_a_signet_is_not_trusted_on_its_work_alone():
    _, chain = world()
    network = Network("signed", REGTEST.genesis, REGTEST.limit_bits, no_retargeting=True, challenge=b"\x51")
    chain.network = network
    verdict = judge(stamped(HEIGHT), chain)
    assert (verdict.outcome, verdict.missing) == ("not yet", ("coinbase",))
    assert "signet-solution" in verdict.skipped
