"""What a sale is given is checked where it is given; which sale a transaction serves. Findings: audit 26; mpos D6."""

from lightclient.payments.books import load_all, save_all
from lightclient.payments.errors import (
    AmountNotPositive,
    AmountTooLarge,
    BadTerm,
    NotSatoshi,
    SaleExists,
    TooManySales,
    UnknownSale,
)
from lightclient.payments.limits import BOARD
from lightclient.payments.policy import MAX_MONEY, PaymentPolicy, ZeroConfirmation, check_satoshi
from lightclient.payments.sales import Sales
from lightclient.payments.states import LOST, PAYMENT_STATES, SALE_STATES, SETTLED
from tests.portable.counter import OTHER, PRICE, SCRIPT, Counter, block_hash, covered, gone, mined, pays, seen, state
from tests.portable.support import raises


def test_an_amount_is_a_whole_positive_number_of_satoshi():
    counter = Counter()
    for value in (0.001, 50_000.0, True, False, "50000", None, b"\x01"):
        with raises(NotSatoshi):
            counter.open(value)
    for value in (0, -5):
        with raises(AmountNotPositive):
            counter.open(value)
    for value in (MAX_MONEY + 1, 2**64):
        with raises(AmountTooLarge):
            counter.open(value)
    assert check_satoshi(1) == 1 and check_satoshi(MAX_MONEY) == 21 * 10**14
    assert not counter.sales.sales


def test_other_terms_are_checked_too():
    counter = Counter()
    for terms in (
        {"since": -1},
        {"since": 1.5},
        {"since": True},
        {"expires": 0},
        {"expires": 900.0},
        {"name": ""},
        {"name": 5},
        {"name": "n" * 65},
        {"script": b""},
        {"script": "0014"},
    ):
        with raises(BadTerm):
            counter.open(**terms)
    for policy in ({"confirmations": 0}, {"confirmations": True}, {"gateways": 0}):
        with raises(BadTerm):
            PaymentPolicy(**policy)
    with raises(NotSatoshi):
        ZeroConfirmation(0.5)
    with raises(BadTerm):
        ZeroConfirmation(PRICE, seconds=-1)


def test_states_are_told_apart():
    assert len(set(PAYMENT_STATES)) == len(PAYMENT_STATES) and len(set(SALE_STATES)) == len(SALE_STATES)
    assert set(LOST) <= set(PAYMENT_STATES) and set(SETTLED) <= set(SALE_STATES)


def test_names_and_room():
    counter = Counter(limits=BOARD)
    counter.open()
    with raises(SaleExists):
        counter.open()
    for name in "abc":
        counter.open(name=name)
    with raises(TooManySales):
        counter.open(name="d")
    assert counter.sales.close("a").name == "a"
    with raises(UnknownSale):
        counter.sales.close("a")
    counter.open(name="d")


def test_one_transaction_serves_one_sale_of_a_script():
    counter = Counter()
    one, other = counter.open(name="one"), counter.open(name="other")
    payment = pays()
    counter.tell(seen(payment))
    counter.mine(payment)
    assert state(one) == ("paid", 0) and state(other) == ("waiting", PRICE)
    counter.mine(pays(coin="second"))
    assert state(one) == ("paid", 0) and state(other) == ("paid", 0)


def test_it_goes_to_the_sale_whose_amount_it_is():
    counter = Counter()
    small, large = counter.open(10_000, name="small"), counter.open(70_000, name="large")
    counter.mine(pays(70_000))
    assert state(small)[0] == "waiting" and state(large) == ("paid", 0)


def test_a_batch_that_pays_two_scripts_serves_both_sales():
    counter = Counter()
    one, other = counter.open(name="one"), counter.open(name="other", script=OTHER)
    payment = pays()
    payment.output(PRICE, OTHER)
    counter.tell(seen(payment))
    counter.mine(payment)
    assert state(one) == ("paid", 0) and state(other) == ("paid", 0)
    assert len(counter.asked) == 1


def test_what_paid_a_closed_sale_pays_no_other():
    counter = Counter()
    counter.open(name="one")
    other = counter.open(name="other", satoshi=PRICE + 1)
    payment = pays()
    counter.mine(payment)
    counter.sales.close("one")
    counter.tell(seen(payment), mined(payment, 101))
    assert state(other) == ("waiting", PRICE + 1)


def test_what_was_merely_seen_for_a_closed_sale_may_pay_another():
    counter = Counter()
    counter.open(name="one")
    other = counter.open(name="other", satoshi=PRICE + 1)
    payment = pays()
    counter.tell(seen(payment))
    counter.sales.close("one")
    counter.mine(payment)
    assert state(other) == ("part paid", 1)


def test_what_was_taken_for_money_as_merely_seen_pays_no_other_sale():
    counter = Counter()
    counter.open(name="one")
    payment, replaced = pays(), pays(coin="b")
    counter.tell(seen(payment), seen(replaced), gone(replaced, pays(script=OTHER, coin="b")))
    counter.sales.close("one", seen=True)
    other = counter.open(name="other", satoshi=PRICE + 1)
    counter.tell(seen(payment), seen(replaced))
    assert state(other) == ("part paid", 1) and list(other.payments) == [replaced.txid()]
    counter.mine(payment)
    assert list(other.payments) == [replaced.txid()]


def test_what_spends_a_coin_of_what_has_paid_a_closed_sale_pays_no_other():
    paid, bumped = pays(change=500), pays(change=400)
    for end in ("seen", "mined", "restart"):
        counter = Counter()
        counter.open(name="one")
        counter.tell(seen(paid))
        if end != "seen":
            counter.mine(paid)
        counter.sales.close("one", seen=end == "seen")
        if end == "restart":
            data = save_all(counter.sales, counter.now)
            counter.sales = Sales(counter.chain, ["gw"])
            load_all(counter.sales, data, counter.now)
        other = counter.open(name="other", since=100)
        batch = pays(PRICE, OTHER, change=3)  # the same coin, for a sale that nothing has paid
        third = counter.open(name="third", script=OTHER)
        counter.tell(gone(paid, bumped), seen(bumped), seen(batch))
        assert not other.payments and list(third.payments) == [batch.txid()]
        counter.reorganise(100, (end, [bumped]), (end + "2", []))
        counter.tell(mined(bumped, 101, block_hash(end)))
        assert state(other) == ("waiting", PRICE)
        counter.mine(pays(coin="another"))
        assert state(other) == ("paid", 0)


def test_a_payment_that_is_too_old_for_its_sale_goes_to_the_older_one():
    counter = Counter()
    payment = pays(70_000)
    older = counter.open(name="older")
    counter.mine(payment, tell=False)
    counter.mine(count=5)
    newer = counter.open(70_000, name="newer")
    counter.tell(seen(payment))  # by the amount it is the newer one's
    assert state(newer)[0] == "seen"
    counter.tell(mined(payment, 106))
    counter.tell(mined(payment, 107))
    counter.mine()
    counter.wait(60)
    assert state(older) == ("overpaid", 0) and state(newer) == ("waiting", 70_000)


def test_a_new_sale_has_the_watches_asked_for_anew():
    counter = Counter("gw gw2")
    counter.open()
    assert sorted(question.gateway for question in counter.sales.wants(counter.now)) == ["gw", "gw2"]
    counter.answer()
    assert counter.sales.wants(counter.now) == []
    counter.mine(count=30)
    counter.tell(covered(101, 130))
    counter.open(name="other", script=OTHER)
    assert counter.sales.watch("gw", counter.now) == ([SCRIPT, OTHER], 124)
    assert counter.sales.watch("gw2", counter.now) == ([SCRIPT, OTHER], 100)
    counter.sales.close("sale")
    counter.sales.close("other")
    assert counter.sales.watch("gw", counter.now) == ([], 130)


def test_gateways_that_are_not_there_are_not_asked():
    counter = Counter("gw gw2")
    counter.open()
    payment = pays()
    counter.chain.mine(payment)
    counter.sales.tip(counter.now, 100)
    counter.sales.told("gw", mined(payment, 101), counter.now)
    assert counter.sales.wants(counter.now, ["gw2"])[0].gateway == "gw2"
    assert counter.sales.wants(counter.now, []) == []
    assert [question.kind for question in counter.sales.wants(counter.now, ["gw"])] == ["watch", "prove"]


def test_a_question_that_the_driver_has_lost_is_asked_again():
    counter = Counter()
    sale = counter.open()
    payment = pays()
    counter.chain.mine(payment)
    counter.sales.tip(counter.now, 100)
    counter.sales.told("gw", mined(payment, 101), counter.now)
    assert counter.sales.wants(counter.now)
    counter.sales.watch("gw", counter.now)
    counter.now += 59
    assert counter.sales.wants(counter.now) == []
    counter.wait(20)
    assert state(sale) == ("paid", 0)
