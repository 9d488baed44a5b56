"""One coin is one coin: whatever sales of a book it is said to pay, it is money for one payment."""

from lightclient.payments.books import load_all, save_all
from lightclient.payments.policy import PaymentPolicy, ZeroConfirmation
from tests.portable.counter import OTHER, SCRIPT, Counter, gone, mined, pays, seen, state, states

ZERO = PaymentPolicy(1, 1, ZeroConfirmation(100_000, 1, 10))


def two(script=OTHER, policy=ZERO):
    """Return a counter with two gateways and two sales, the second to `script`."""
    counter = Counter("gw1 gw2")
    return counter, counter.open(name="a", policy=policy), counter.open(name="b", script=script, policy=policy)


def test_a_coin_that_pays_two_sales_is_accepted_unconfirmed_for_neither():
    for number in range(2):
        counter, a, b = two()
        paid = [(pays(coin="one"), "gw1"), (pays(coin="one", script=OTHER), "gw2")]
        for transaction, gateway in paid[number:] + paid[:number]:
            counter.tell(seen(transaction), gateway=gateway)
        counter.wait(60)
        assert (state(a), state(b)) == (("seen", 0), ("seen", 0))
        counter.tell(gone(pays(coin="one", script=OTHER)), gateway="gw2")
        counter.wait(60)
        assert state(a) == ("paid", 0) and state(b)[1]


def test_one_transaction_may_pay_two_sales():
    counter, a, b = two()
    transaction = pays()
    transaction.output(50_000, OTHER)
    counter.tell(seen(transaction), gateway="gw1")
    counter.wait(11)
    assert (state(a), state(b)) == (("paid", 0), ("paid", 0))
    counter.mine(transaction, gateway="gw1")
    assert (states(a), states(b)) == (["confirmed"], ["confirmed"])


def test_whoever_raises_the_fee_pays_the_same_sale():
    for policy in (ZERO, None):
        counter, a, b = two(SCRIPT, policy)
        first, second = pays(coin="one"), pays(coin="one", change=1)
        counter.tell(seen(first, replaceable=True), gateway="gw1")
        counter.tell(seen(second, replaceable=True), gateway="gw2")
        counter.wait(60)
        assert state(b) == ("waiting", 50_000)
        counter.tell(gone(first, second), gateway="gw1")
        counter.mine(second, gateway="gw1")
        assert (state(a), state(b)) == (("paid", 0), ("waiting", 50_000))
        counter.mine(pays(coin="another"), gateway="gw1")
        assert state(b) == ("paid", 0)


def test_what_is_proved_to_pay_one_sale_contradicts_what_is_shown_for_another():
    counter, a, b = two()
    shown, proved = pays(coin="one"), pays(coin="one", script=OTHER)
    counter.tell(seen(shown), gateway="gw1")
    counter.wait(11)
    assert state(a) == ("paid", 0) and counter.changes()
    counter.mine(proved, gateway="gw2")
    assert (state(a), state(b)) == (("conflicted", 50_000), ("paid", 0))
    assert a.listed()[0].rival == proved.txid() and not a.listed()[0].accepted
    assert "payment seen -> conflicted" in counter.changes()
    counter.mine()
    assert counter.changes() == []  # it is told once
    counter.reorganise(100, ("101x", []), ("102x", []))
    assert (states(a), states(b)) == (["seen"], ["reorged out"])


def test_a_coin_that_has_paid_a_closed_sale_is_money_for_another_script_once_it_is_proved():
    for confirmed in (False, True):
        counter, a, b = two()
        first, second = pays(coin="one"), pays(coin="one", script=OTHER)
        counter.tell(seen(first), gateway="gw1")
        counter.wait(11)
        if confirmed:
            counter.mine(first, gateway="gw1")
        assert state(a) == ("paid", 0)
        counter.sales.close("a")
        again = Counter("gw1 gw2", counter.chain.height)
        again.chain = again.sales.chain = counter.chain
        load_all(again.sales, save_all(counter.sales, counter.now), again.now)
        for where in (counter, again):
            where.mine()
            sale = where.sales.sales["b"]
            where.tell(seen(second), gateway="gw1")
            where.wait(60)
            assert state(sale) == ("seen", 0)
        counter.reorganise(100, ("101y", [second]), ("102y", []), ("103y", []))
        counter.tell(mined(second, 101, counter.chain.hashes[101]), gateway="gw1")
        assert state(b) == ("paid", 0)
