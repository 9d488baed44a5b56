"""What travels between clients and gateways, under arbitrary and damaged bytes: a value, or one of our errors."""

import itertools

import cbor2
from hypothesis import given
from hypothesis import strategies as st

from lightclient.bitcoin import header, kinds, packed
from lightclient.bitcoin import locators as places
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.ledger import Ledger
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.codec import cbor
from lightclient.sync import messages, topics
from lightclient.sync.asking import BAN, LONGEST_PAUSE, SEND, SUBSCRIBE, UNSUBSCRIBE
from lightclient.sync.quorum import Quorum
from lightclient.sync.session import Session
from tests.portable.mining import Tree, hashed, run_of, unmine
from tests.portable.scene import headers as message_of
from tests.portable.scene import names
from tests.support.fuzzing import REFUSED, mutated, outcome

TREE = Tree(REGTEST)
TREE.grow(names(1, 12), after="0")
TREE.grow(names(6, 14, "b"), after="5")
KNOWN = [(state.height, state.tip_hash) for state in TREE.states.values()]
WINDOW = 8
GATEWAY = ("offline", "banned", "silent", "challenging", "withholding", "refusing", "behind", "following")
CHAIN = ("starting", "catching up", "unconfirmed", "stale", "slow", "synced")

anything = st.binary(max_size=300)
uint32 = st.integers(0, 0xFFFFFFFF)
hashes = st.binary(min_size=32, max_size=32)
runs = st.builds(
    lambda suffix, first, count: names(first, min(first + count, 12), suffix),
    st.sampled_from(["", "b"]),
    st.integers(6, 12),
    st.integers(0, 6),
) | st.builds(lambda first, last: names(first, max(first, last)), st.integers(0, 12), st.integers(0, 12))
true = runs.map(lambda blocks: message_of(TREE, blocks))
forged = true.map(packed.parse).map(
    lambda parsed: packed.serialize(parsed[0], [*raw_of(parsed[1])[:-1], unmine(raw_of(parsed[1])[-1])])
)
elsewhere = st.builds(packed.serialize, uint32, st.lists(st.binary(min_size=80, max_size=80), max_size=1))
run_messages = true | forged | elsewhere
values = st.none() | st.booleans() | st.integers(-5, 1 << 33) | anything | st.text(max_size=20)
arguments = values | st.lists(values, max_size=4)
locators = st.lists(st.sampled_from(KNOWN) | st.tuples(uint32, hashes), min_size=1, max_size=70).map(places.locator)
requests = st.builds(messages.request, uint32, uint32, uint32, arguments | locators)
responses = st.builds(messages.response, st.integers(99, 110) | uint32, st.integers(0, 9), arguments | run_messages)


def inputs(valid):
    return anything | mutated(valid) | valid


def raw_of(run):
    return run[0] if run else []


# -- what is accepted has one form, and means the same to cbor2


@given(inputs(run_messages))
def test_headers_that_are_accepted_have_no_second_form(data):
    found = outcome(packed.parse, data)
    if found is not REFUSED:
        height, run = found[0], raw_of(found[1])
        assert found[1] == hashed(run)
        assert packed.serialize(height, run) == data
        assert all(len(raw) == header.SIZE for raw in run) and len(run) <= len(data) // packed.MIN_SIZE
        assert canonical(data)


@given(inputs(st.lists(st.binary(min_size=80, max_size=80), max_size=4).map(packed.pack)), hashes)
def test_packed_headers_that_are_accepted_have_no_second_form(data, prev_hash):
    run = outcome(packed.unpack, data, prev_hash)
    if run is not REFUSED:
        run = raw_of(run)
        assert packed.pack(run) == data
        parents = [prev_hash] + [header.hash_of(raw) for raw in run[:-1]]
        assert [header.prev_hash_of(raw) for raw in run] == parents[: len(run)]


@given(inputs(requests))
def test_requests_that_are_accepted_have_no_second_form(data):
    found = outcome(messages.parse_request, data)
    assert found is REFUSED or (messages.request(*found) == data and canonical(data))


@given(inputs(responses))
def test_responses_that_are_accepted_have_no_second_form(data):
    found = outcome(messages.parse_response, data)
    assert found is REFUSED or (messages.response(*found) == data and canonical(data))


@given(inputs(locators) | values)
def test_locators_that_are_accepted_have_no_second_form(data):
    found = outcome(places.parse_locator, data)
    assert found is REFUSED or (places.locator(found) == data and 0 < len(found) <= places.MAX_BLOCKS)


def canonical(data):
    """Return whether cbor2 reads what we read, and writes it as it came (no message has a map that would differ)."""
    value = cbor2.loads(data)
    return cbor.decode(data) == value and ("{" in repr(value) or cbor2.dumps(value, canonical=True) == data)


@given(st.booleans(), st.integers(1, 2), hashes, uint32, st.none() | st.binary(max_size=100), anything)
def test_every_form_of_message_is_written_as_by_cbor2(up, event, txid, number, transaction, path):
    for value in (
        [messages.VERSION, up],
        [number, txid, path],
        [number, kinds.PROOF, number, [txid, number, number]],
        [number, kinds.TRANSACTION, number, txid],
        [number, kinds.HEADER, number, [number, number, number]],
        [number, kinds.BROADCAST, number, path],
        [number, messages.WATCH, number, [[path, txid], number, number]],
        [number, messages.OK, [event, txid, None if event == kinds.SEEN else number, transaction]],
        [number, messages.OK, [path, number, number, path]],
        [number, messages.OK, number],
        [number, messages.NOT_FOUND, "no such thing"],
    ):
        assert cbor.encode(value) == cbor2.dumps(value)
        assert cbor.decode(cbor2.dumps(value)) == value


# -- the machines


class Hostile:
    """Checks after each step that a session has kept its bounds, and its ledger to the truth."""

    def __init__(self):
        self.ledger = Ledger(from_genesis(REGTEST, WINDOW))
        self.ledger.extend(run_of(TREE.run(names(1, 5))), 1, None)
        self.work = self.ledger.chain.tip.chainwork

    def check(self, session, wants, now):
        chain = self.ledger.chain
        assert chain.tip.chainwork >= self.work
        self.work = chain.tip.chainwork
        for branch in [chain.best, *chain.branches]:
            for one in set(branch.headers) - set(TREE.headers.values()):
                assert header.hash_of(one)[31] < 0x80  # work on regtest: every second header that is drawn has done it
        assert len(chain.best.headers) <= WINDOW and sum(len(branch.headers) for branch in chain.branches) <= WINDOW
        assert len(wants) <= 5
        for verb, argument in wants:
            assert verb in (SUBSCRIBE, UNSUBSCRIBE, SEND)
            if verb == SEND:
                number, kind, limit, locator = messages.parse_request(argument)
                assert (number, kind, limit) == (session.asked, messages.RUN, messages.MAX_MESSAGE)
                assert places.parse_locator(locator)
        assert session.asked is None or session.batch is None
        assert session.wake_at is None or session.wake_at <= now + max(BAN, 2 * LONGEST_PAUSE)
        assert session.connected == (session.wake_at is not None)
        assert len(session.faults) < 30 and all(reason.isalpha() for reason in session.faults)


steps = st.one_of(
    st.tuples(st.just(topics.TIP), inputs(run_messages)),
    st.tuples(st.just(topics.RESPONSES), inputs(responses)),
    st.tuples(st.just("answer"), run_messages | inputs(run_messages)),
    st.tuples(st.sampled_from(["batch", topics.BATCHES + "0", topics.STATUS, "", "x"]), inputs(run_messages)),
    st.tuples(st.just("tick"), st.just(b"")),
    st.tuples(st.just("restart"), st.just(b"")),
)


@given(st.lists(st.tuples(steps, st.integers(0, 4000)), max_size=20), st.none() | st.just(TREE.states["8"].times[-1]))
def test_a_session_takes_anything_and_keeps_its_bounds(script, clock):
    hostile = Hostile()
    session = Session(hostile.ledger, itertools.count(99).__next__, [])
    now = 0
    hostile.check(session, session.start(now), now)
    for (what, payload), seconds in script:
        now += seconds
        if what == "tick":
            wants = session.tick(now)
        elif what == "restart":
            session.stop()
            wants = session.start(now)
        elif what == "answer" and session.asked is not None:
            wants = session.answer(messages.OK, payload, now, clock)
        elif what == "batch" and session.batch is not None:
            wants = session.receive(topics.BATCHES + str(session.batch), payload, now, clock)
        else:
            wants = session.receive(what, payload, now, clock)
        hostile.check(session, wants, now)


@given(st.lists(st.tuples(st.sampled_from("abc"), steps, st.integers(0, 4000)), max_size=20), st.integers(1, 3))
def test_a_quorum_takes_anything_and_always_has_a_word_for_it(script, needed):
    hostile = Hostile()
    quorum = Quorum(hostile.ledger, ["a", "b", "c"], itertools.count(99).__next__, needed)
    now = 0
    for name, (what, payload), seconds in script:
        now += seconds
        session = quorum.sessions[name]
        if what == "restart":
            quorum.stop(name)
            wants = quorum.start(name, now)
        elif what == "tick":
            wants = quorum.tick(now)
        else:
            wants = quorum.receive(name, what, payload, now)
        mine = [want[1:] for want in wants if want[0] == name]
        hostile.check(session, mine, now)
        due = [at for one in quorum.sessions.values() for at in (one.wake_at, one.again_at) if at is not None]
        assert quorum.wake_at == min(due, default=None)
        assert quorum.chain(now) in CHAIN
        for other in quorum.sessions:
            assert quorum.gateway(other, now) in GATEWAY
