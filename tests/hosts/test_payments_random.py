"""Sales under random events, restarts among them, beside a model that knows the truth.

The model: which transactions are in our chain, and at what height. Whatever is told, and whoever lies, nothing else is
ever confirmed; and once an honest gateway has told all and been asked, everything in it is.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lightclient.errors import LightClientError
from lightclient.payments.books import load_all, save_all
from lightclient.payments.limits import HOST, Limits
from lightclient.payments.policy import PaymentPolicy, ZeroConfirmation
from lightclient.payments.sales import Sales
from lightclient.payments.saved import load, save
from lightclient.payments.states import CONFIRMED, IMMATURE, LOST, SALE_STATES, SETTLED
from tests.portable.counter import PRICE, SCRIPT, THIEF, Counter, block_hash, gone, mined, pays, seen, state
from tests.portable.test_payments_liars import LIARS, flooded, questions_until_paid

SINCE = 100
ZERO = ZeroConfirmation(PRICE, gateways=2, seconds=10)

# Transactions of a story: some share coins, one is a coinbase, one is large, one pays two scripts' worth.
CAST = [
    pays(30_000, coin="a"),
    pays(30_000, coin="a", change=7),
    pays(PRICE, coin="a", script=THIEF),
    pays(20_000, coin="b"),
    pays(PRICE, coin="c"),
    pays(PRICE, coin="d", coinbase=True),
    pays(PRICE + 5, coin="e", size=4700),
    pays(1, coin="f"),
    pays(0, coin="g"),
]
NAMES = ["gw", "gw2", "liar"]

which = st.integers(0, len(CAST) - 1)
events = st.one_of(
    st.tuples(st.just("seen"), which, st.sampled_from(NAMES), st.booleans()),
    st.tuples(st.just("gone"), which, st.sampled_from(NAMES), which),
    st.tuples(st.just("lie"), which, st.sampled_from(NAMES), st.integers(SINCE - 3, SINCE + 12)),
    st.tuples(st.just("mine"), st.lists(which, max_size=3, unique=True)),
    st.tuples(st.just("reorganise"), st.integers(1, 4), st.lists(which, max_size=3, unique=True)),
    st.tuples(st.just("old"), st.integers(0, 1)),
    st.tuples(st.just("counts"), st.booleans()),
    st.tuples(st.just("began"), st.sampled_from(NAMES)),
    st.tuples(st.just("wait"), st.sampled_from([1, 30, 130, 700])),
    st.tuples(st.just("clock"), st.sampled_from([1_700_000_000, 1_700_000_500, 1_700_000_900])),
    st.tuples(st.just("changes")),
)


def pays_us(transaction):
    satoshi, script = transaction.outputs[0]
    return satoshi and script == SCRIPT


class Story:
    """A counter with one sale, and the steps that events are."""

    def __init__(self, policy):
        self.counter = Counter(" ".join(NAMES), height=SINCE)
        self.counter.liars = ["liar"]
        self.counter.waiting = {transaction.txid(): transaction for transaction in CAST}
        self.counter.open(PRICE, expires=600, policy=policy)
        self.counter.answer()
        self.blocks = 0
        self.since = SINCE
        self.spent = {}

    @property
    def sale(self):
        return self.counter.sales.sales["sale"]

    def fits(self, numbers):
        """Return the transactions that can be mined together on what is in the chain."""
        chosen = []
        chain = [CAST[i] for i in range(len(CAST)) if self.counter.chain.place(CAST[i].txid())]
        for number in numbers:
            coins = [other.inputs[0][:2] for other in chain + chosen if other is not CAST[5]]
            coinbase_in = CAST[number] is CAST[5] and CAST[5] in chain + chosen
            if CAST[number] not in chain and CAST[number].inputs[0][:2] not in coins and not coinbase_in:
                chosen.append(CAST[number])
        return chosen

    def step(self, event):
        counter, kind = self.counter, event[0]
        if kind == "seen":
            counter.tell(seen(CAST[event[1]], raw=event[1] != 6, replaceable=event[3]), gateway=event[2])
        elif kind == "gone":
            counter.tell(gone(CAST[event[1]], CAST[event[3]]), gateway=event[2])
        elif kind == "lie":
            counter.tell(mined(CAST[event[1]], event[3], raw=event[1] != 6), gateway=event[2])
        elif kind == "mine":
            self.blocks += 1
            found = self.fits(event[1])
            counter.chain.mine(*found, name=f"block {self.blocks}")
            counter.sales.tip(counter.now, counter.chain.height - 1)
            self.tell_mined(found, "gw")
        elif kind == "reorganise":
            fork = max(SINCE - 2, counter.chain.height - event[1])
            counter.chain.cut(fork)
            for number in range(event[1] + 1):
                self.blocks += 1
                counter.chain.mine(*(self.fits(event[2]) if not number else []), name=f"block {self.blocks}")
            counter.sales.tip(counter.now, fork)
            self.since = min(self.since, fork)
            counter.answer()
        elif kind == "counts":
            counter.chain.counts = event[1]
            counter.sales.tip(counter.now)
        elif kind == "began":
            counter.sales.began(event[1], counter.now)
        elif kind == "wait":
            counter.wait(event[1], step=max(1, event[1] // 10))
        elif kind == "clock":
            counter.wait(1, clock=event[1])
        elif kind == "changes":
            counter.sales.changes()

    def tell_mined(self, found, gateway):
        for transaction in found:
            place = self.counter.chain.place(transaction.txid())
            self.counter.tell(mined(transaction, place[1], place[2], raw=transaction is not CAST[6]), gateway=gateway)

    def finish(self):
        """One honest gateway tells all, of what is in the chain and what is not; our chain counts again."""
        counter = self.counter
        counter.chain.counts = True
        counter.sales.tip(counter.now)
        for transaction in CAST:
            if counter.chain.place(transaction.txid()):
                self.tell_mined([transaction], "gw")
        counter.wait(1300, step=20)
        return self.truth()

    def truth(self):
        """Return {txid: confirmations} of what pays the sale in our chain."""
        chain = self.counter.chain
        places = [chain.place(transaction.txid()) for transaction in CAST if pays_us(transaction)]
        return {place[0].txid(): chain.height - place[1] + 1 for place in places if place and place[1] > self.since}

    def check(self):
        """Nothing is ever confirmed but the truth; the sums are right."""
        truth = self.truth()
        summary = self.sale.summary()
        confirmed = {p.txid: p for p in self.sale.listed() if p.state in (CONFIRMED, IMMATURE)}
        for txid, payment in confirmed.items():
            assert txid in truth and payment.confirmations <= truth[txid]
        assert summary.confirmed == sum(p.satoshi for p in confirmed.values() if p.state == CONFIRMED)
        assert summary.received == summary.confirmed + summary.seen
        assert summary.due == max(0, PRICE - summary.received)
        assert summary.state in SALE_STATES
        if summary.state in LOST:
            assert not summary.received
        if summary.state in SETTLED and not any(p.accepted for p in self.sale.listed()):
            assert summary.confirmed >= PRICE


policies = st.sampled_from([PaymentPolicy(), PaymentPolicy(3, 2), PaymentPolicy(2, 1, ZERO)])


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(policies, st.lists(events, max_size=25))
def test_only_what_is_in_our_chain_is_confirmed_and_in_the_end_all_of_it(policy, told):
    story = Story(policy)
    for event in told:
        story.step(event)
        story.check()
    truth = story.finish()
    story.check()
    confirmed = {p.txid: p.confirmations for p in story.sale.listed() if p.state in (CONFIRMED, IMMATURE)}
    assert confirmed == truth


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(policies, st.lists(events, min_size=1, max_size=20), st.data())
def test_a_restart_anywhere_changes_nothing(policy, told, data):
    cut = data.draw(st.integers(0, len(told)))
    with_one, without = Story(policy), Story(policy)
    for number, event in enumerate(told):
        if number == cut:
            before = with_one.sale.summary(), [payment.to_dict() for payment in with_one.sale.listed()]
            restart(with_one.counter)
            assert (with_one.sale.summary(), [payment.to_dict() for payment in with_one.sale.listed()]) == before
            with_one.counter.answer()
        with_one.step(event)
        without.step(event)
        with_one.check()
    assert with_one.finish() == without.finish()
    assert settled(with_one) == settled(without)


def settled(story):
    """Return what the sale comes to, as far as gateways' claims and the times of questions do not decide it."""
    payments = {p.txid: (p.height, p.confirmations) for p in story.sale.listed() if p.proved}
    return story.sale.summary().confirmed, story.sale.summary().immature, story.sale.expired, payments


def restart(counter):
    data = save_all(counter.sales, counter.now)
    sales = Sales(counter.chain, counter.sales.gateways, counter.sales.limits)
    load_all(sales, data, counter.now)
    assert save_all(sales, counter.now) == data
    counter.sales = sales


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 400), st.sampled_from(NAMES), st.booleans()), max_size=400))
def test_memory_is_bounded_whatever_is_told(told):
    limits = Limits(sales=2, claims=4, payments=4, used=4, fetch=1000, at_once=1)
    counter = Counter(" ".join(NAMES), limits=limits)
    sale = counter.open()
    for number, (name, gateway, is_mined) in enumerate(told):
        transaction = pays(1000 + name, coin=str(name))
        counter.sales.told(gateway, mined(transaction, 101 + name) if is_mined else seen(transaction), counter.now)
        counter.sales.told(gateway, seen(pays(coin=f"large {name}"), raw=False), counter.now)
        if number % 30 == 0:
            counter.sales.changes()
        assert all(len(table) <= limits.claims for table in [*sale.claims.values(), *counter.sales.unknown.values()])
        assert len(sale.payments) <= 2 * len(NAMES) * limits.claims + limits.payments + 8


def test_forty_liars_on_a_host():
    counter, sale = flooded(HOST, LIARS, 30)
    assert questions_until_paid(counter, sale, pays(), 1000) <= len(LIARS) + 1
    assert state(sale) == ("paid", 0)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200) | st.lists(st.integers(0, 600), max_size=3), st.data())
def test_a_record_of_any_bytes_is_refused_by_name_or_is_a_sale(junk, data):
    story = Story(PaymentPolicy(2, 1, ZERO))
    for event in [("seen", 0, "gw", True), ("gone", 0, "gw", 1), ("seen", 1, "gw2", True), ("mine", [3, 4])]:
        story.step(event)
    story.counter.sales.changes()
    record = save(story.counter.sales, story.sale, story.counter.now)
    if isinstance(junk, list):
        broken = bytearray(record)
        for place in junk:
            broken[place % len(broken)] = data.draw(st.integers(0, 255))
        junk = bytes(broken)
    try:
        loaded = load(junk, 5.0)
    except LightClientError as error:
        assert str(error)
        return
    sales = Sales(story.counter.chain, NAMES)
    sales.add(loaded)
    sales.changes()
    loaded.summary()
    again = save(sales, loaded, 5.0)
    assert save(sales, load(again, 5.0), 5.0) == again


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**64), 2**64) | st.binary(max_size=40) | st.text(max_size=5),
        lambda x: st.lists(x, max_size=9),
        max_leaves=12,
    )
)
def test_nothing_that_a_gateway_tells_is_an_error_of_ours(body):
    counter = Counter()
    counter.open()
    assert isinstance(counter.sales.told("gw", body, 1.0), str)
    if isinstance(body, list):
        for event in (1, 2, 3, 4):
            for txid in (pays().txid(), block_hash(1)):
                assert isinstance(counter.sales.told("gw", [event, txid, *body], 1.0), str)
    counter.answer()
