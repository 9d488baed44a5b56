"""One sale, and what becomes of what is paid. Findings: audit 1, 16, 19, 25; reports F3, F5, F9 and row 32."""

from lightclient.payments.policy import PaymentPolicy
from lightclient.payments.record import EARLIER
from lightclient.payments.sales import Sales
from lightclient.payments.saved import load, save
from tests.portable.counter import (
    PRICE,
    REPLACEABLE,
    THIEF,
    Counter,
    block_hash,
    covered,
    gone,
    mined,
    pays,
    seen,
    state,
    states,
)


def two():
    return PaymentPolicy(confirmations=2)


def test_a_payment_is_seen_then_confirmed_then_paid():
    counter = Counter()
    sale = counter.open(policy=two())
    assert counter.changes() == ["sale waiting"]
    payment = pays()
    assert counter.tell(seen(payment)) == []
    assert counter.changes() == ["payment seen", "sale waiting -> seen"]
    counter.mine(payment)
    assert counter.changes() == ["payment seen -> confirmed 1", "sale seen -> confirmed 1"]
    counter.mine()
    assert counter.changes() == ["payment confirmed -> confirmed 2", "sale confirmed -> paid"]
    counter.mine(count=3)
    assert counter.changes() == []
    assert sale.summary().confirmations == 5
    found = sale.payments[payment.txid()]
    assert (found.satoshi, found.seen_by, found.height, found.block) == (PRICE, (), 101, block_hash(101))
    assert found.to_dict()["txid"] == found.shown == bytes(reversed(payment.txid())).hex()


def test_nothing_is_told_twice():
    counter = Counter()
    counter.open()
    payment = pays()
    for _ in range(3):
        counter.tell(seen(payment))
    counter.mine(payment)
    counter.tell(mined(payment, 101), mined(payment, 101), seen(payment))
    assert counter.changes() == ["payment confirmed 1", "sale paid"]
    counter.tell(mined(payment, 101))
    assert counter.changes() == []
    assert len(counter.asked) == 1


def test_what_was_mined_at_or_below_since_never_counts():
    #   since 100 | at 99, 100: old    at 101: new
    for height in (99, 100):
        counter = Counter(height=height - 1)
        old = pays()
        counter.chain.mine(old)
        counter.chain.hashes += [block_hash(number) for number in range(height + 1, 111)]
        sale = counter.open(since=100)
        assert counter.tell(mined(old, height)) == []
        assert not counter.asked and state(sale) == ("waiting", PRICE)
        # A liar names another height, so the question is asked: the proof is genuine, and old.
        counter.tell(mined(old, 105))
        assert len(counter.asked) == 1
        assert state(sale) == ("waiting", PRICE) and not sale.payments


def test_the_first_block_above_since_counts():
    counter = Counter()
    sale = counter.open(since=100)
    payment = pays()
    counter.mine(payment)
    assert state(sale) == ("paid", 0)


def test_an_old_txid_that_is_shown_as_waiting_never_counts_as_more_than_seen():
    counter = Counter(height=50)
    old = pays()
    counter.chain.mine(old)
    counter.chain.hashes += [block_hash(number) for number in range(52, 101)]
    sale = counter.open(since=100)
    counter.tell(seen(old))
    counter.mine(count=2)
    counter.wait(60)  # we ask ourselves, and learn that it is old
    assert state(sale) == ("waiting", PRICE) and not sale.payments


def test_two_parts_add_up():
    counter = Counter()
    sale = counter.open()
    one, other = pays(30_000, coin="a"), pays(20_000, coin="b")
    counter.tell(seen(one))
    assert state(sale) == ("part paid", 20_000)
    counter.tell(seen(other))
    assert state(sale) == ("seen", 0)
    counter.mine(one)
    assert state(sale) == ("seen", 0)
    counter.mine(other)
    assert state(sale) == ("paid", 0)
    assert sale.summary().confirmations == 1  # of the part that has least


def test_several_outputs_of_one_transaction_add_up():
    counter = Counter()
    sale = counter.open()
    payment = pays(30_000)
    payment.output(20_000, sale.script)
    counter.mine(payment)
    assert state(sale) == ("paid", 0) and len(sale.payments) == 1


def test_too_much_is_overpaid_and_by_how_much():
    counter = Counter()
    sale = counter.open()
    counter.mine(pays(PRICE + 7))
    assert state(sale) == ("overpaid", 0)
    assert sale.summary().over == 7


def test_three_payments_for_one_invoice():
    counter = Counter()
    sale = counter.open()
    counter.mine(*[pays(coin=coin) for coin in "abc"])
    assert state(sale) == ("overpaid", 0) and sale.summary().over == 2 * PRICE


def test_too_little_is_part_paid_and_underpaid_once_expired():
    counter = Counter()
    sale = counter.open(expires=900)
    counter.wait(1, clock=1_700_060_000)
    counter.mine(pays(PRICE - 1))
    assert state(sale) == ("part paid", 1)
    counter.wait(1, clock=1_700_060_899)
    assert state(sale) == ("part paid", 1)
    counter.wait(1, clock=1_700_060_900)
    assert state(sale) == ("underpaid", 1)


def test_a_sale_expires_and_may_be_paid_late():
    counter = Counter()
    sale = counter.open(expires=900)
    counter.wait(1, clock=1_600_000_000)
    counter.wait(1, clock=1_600_000_900)
    assert counter.changes() == ["sale expired"]
    payment = pays()
    counter.tell(seen(payment))
    assert state(sale) == ("seen", 0)
    counter.mine(payment)
    assert state(sale) == ("late", 0)
    counter.mine(pays(coin="more"))
    assert state(sale) == ("late", 0) and sale.summary().over == PRICE


def test_what_was_seen_in_time_is_not_late():
    counter = Counter()
    sale = counter.open(expires=900)
    payment = pays()
    counter.wait(1, clock=1_600_000_000)
    counter.tell(seen(payment))
    counter.wait(1, clock=1_600_009_000)
    counter.mine(payment)
    assert state(sale) == ("paid", 0)


def test_what_was_mined_in_time_while_we_were_away_is_not_late():
    counter = Counter()
    sale = counter.open(expires=900)  # the blocks of the counter are from 1_700_060_000 on
    counter.wait(1, clock=1_700_060_000)
    counter.wait(1, clock=1_700_999_999)
    counter.mine(pays())
    assert state(sale) == ("paid", 0)


def test_without_a_clock_the_expiry_does_not_run():
    counter = Counter()
    sale = counter.open(expires=900)
    counter.wait(2000, step=100)
    assert state(sale) == ("waiting", PRICE) and sale.expires_at is None
    counter.wait(1, clock=1_700_000_000)
    assert sale.expires_at == 1_700_000_900
    counter.wait(1, clock=1_700_000_900)
    counter.wait(1, clock=None)
    assert state(sale) == ("expired", PRICE)


def test_any_number_of_fee_bumps():
    counter = Counter()
    sale = counter.open()
    versions = [pays(change=100_000 - 1000 * n, sequence=REPLACEABLE) for n in range(50)]
    for number, version in enumerate(versions):
        if number % 2 and number > 1:  # half of the gateways' messages get lost
            counter.tell(gone(versions[number - 1], version))
        counter.tell(seen(version))
        assert state(sale) == ("seen", 0)
    counter.changes()
    counter.mine(versions[-1])
    assert state(sale) == ("paid", 0)
    assert sale.summary().received == PRICE
    assert set(states(sale)) == {"replaced", "confirmed"}
    counter.changes()
    counter.wait(1)
    assert len(sale.payments) <= 20


def test_versions_that_spend_one_coin_are_not_added_up():
    counter = Counter("gw gw2")
    sale = counter.open()
    counter.tell(seen(pays(change=9000)))
    counter.tell(seen(pays(change=8000)), gateway="gw2")
    assert state(sale) == ("seen", 0) and sale.summary().received == PRICE


def test_a_replaced_payment_names_its_rival():
    counter = Counter()
    sale = counter.open()
    one, other = pays(change=9000), pays(change=8000)
    counter.tell(seen(one), gone(one, other))
    assert states(sale) == ["conflicted"]  # as far as it is known
    counter.tell(seen(other))
    assert states(sale) == ["replaced", "seen"]
    assert sale.payments[one.txid()].rival == other.txid()


def test_a_double_spend_that_wins_is_told():
    counter = Counter()
    sale = counter.open()
    payment, theft = pays(), pays(script=THIEF)
    counter.tell(seen(payment))
    counter.changes()
    counter.tell(gone(payment, theft))
    assert counter.changes() == ["payment seen -> conflicted", "sale seen -> conflicted"]
    counter.mine(theft, tell=False)
    counter.mine(count=6)
    assert state(sale) == ("conflicted", PRICE)


def test_a_payment_dropped_from_the_mempool_is_gone_and_may_come_again():
    counter = Counter()
    sale = counter.open()
    payment = pays()
    counter.tell(seen(payment))
    counter.changes()
    counter.tell(gone(payment))
    assert counter.changes() == ["payment seen -> gone", "sale seen -> gone"]
    counter.tell(seen(payment))
    assert counter.changes() == ["payment gone -> seen", "sale gone -> seen"]
    counter.mine(payment)
    assert state(sale) == ("paid", 0)


def test_a_reorganisation_takes_a_payment_out_and_brings_it_back():
    #   100 - 101 payment          100 - 101 payment
    #       \                  then               \
    #        101b - 102b                           ...
    counter = Counter()
    sale = counter.open()
    payment = pays()
    counter.mine(payment)
    counter.changes()
    counter.reorganise(100, ("101b", []), ("102b", []))
    assert counter.changes() == ["payment confirmed -> reorged out", "sale paid -> reorged out"]
    counter.tell(seen(payment))
    assert counter.changes() == ["payment reorged out -> seen", "sale reorged out -> seen"]
    counter.mine(payment)
    assert counter.changes() == ["payment seen -> confirmed 1", "sale seen -> paid"]
    assert sale.payments[payment.txid()].height == 103


def test_the_old_branch_that_wins_again_brings_its_payments_back():
    counter = Counter()
    sale = counter.open()
    payment = pays()
    counter.mine(payment)
    counter.reorganise(100, ("101b", []), ("102b", []))
    assert state(sale) == ("reorged out", PRICE)
    counter.reorganise(100, (101, [payment]), (102, []), (103, []))
    assert state(sale) == ("paid", 0) and sale.summary().confirmations == 3


def test_a_reorganisation_with_a_double_spend_in_it():
    counter = Counter()
    sale = counter.open()
    payment, theft = pays(), pays(script=THIEF)
    counter.mine(payment)
    counter.reorganise(100, ("101b", [theft]), ("102b", []))
    counter.tell(gone(payment, theft))
    assert state(sale) == ("conflicted", PRICE)
    counter.mine(count=5)
    counter.wait(2000, step=10)
    assert state(sale) == ("conflicted", PRICE)


def test_a_reorganisation_from_below_the_sale_takes_nothing_away():
    #   98 - 99 - 100a               the sale is opened here
    #          \
    #           100b - 101b - 102b   the payment is in one of these
    for place in range(3):
        for told in (True, False):
            counter = Counter(height=100)
            sale = counter.open()
            counter.answer()
            payment, blocks = pays(), [("100b", []), ("101b", []), ("102b", [])]
            blocks[place][1].append(payment)
            if told:
                counter.tell(seen(payment))
            counter.reorganise(99, *blocks)
            assert sale.since == 99 and counter.sales.watch("gw", counter.now)[1] == 99
            assert counter.tell(mined(payment, 100 + place, block_hash(blocks[place][0]))) == []
            assert state(sale) == ("paid", 0)
            counter.reorganise(98, ("99c", []), ("100c", []), ("101c", []), ("102c", []))
            assert sale.since == 98 and state(sale)[0] == "reorged out"


def test_what_was_mined_before_the_sale_and_again_after_a_reorganisation_pays_it_only_if_nothing_else():
    counter = Counter()
    payment = pays()
    counter.open(name="first")
    counter.mine(payment)
    counter.sales.close("first")
    sale = counter.open()
    counter.reorganise(100, ("101b", []), ("102b", [payment]))
    counter.tell(seen(payment), mined(payment, 102, block_hash("102b")))
    assert sale.since == 100 and state(sale) == ("waiting", PRICE)


def test_after_a_challenge_a_sale_counts_from_its_time_or_from_the_height_that_was_adopted():
    for clock in (None, 1_700_000_000 + 600 * 105 + EARLIER):
        counter = Counter(height=200)  # captured by a chain with less work
        sale = counter.open()
        if clock:
            counter.wait(1, clock=clock)
        counter.reorganise(0, *[("real" + str(number), []) for number in range(1, 111)])
        assert sale.since == (105 if clock else 110)
        payment = pays()
        counter.chain.mine(payment, name="real111")
        counter.sales.tip(counter.now, 110)
        counter.tell(mined(payment, 111, block_hash("real111")))
        assert state(sale) == ("paid", 0)


def test_a_payment_that_a_reorganisation_has_moved_is_proved_without_a_word_of_any_gateway():
    counter = Counter()
    sale = counter.open()
    payment = pays()
    counter.mine(payment)
    counter.reorganise(100, ("101b", []), ("102b", [payment]))
    counter.wait(60)
    assert state(sale) == ("paid", 0)
    assert sale.payments[payment.txid()].height == 102


def test_a_gateway_that_is_ahead_of_us_tells_of_the_new_block_first():
    counter = Counter()
    sale = counter.open()
    payment = pays()
    counter.mine(payment)
    counter.tell(mined(payment, 103, block_hash("103b")))
    assert state(sale) == ("paid", 0)
    counter.reorganise(100, ("101b", []), ("102b", []), ("103b", [payment]))
    assert state(sale) == ("paid", 0)
    assert sale.payments[payment.txid()].height == 103


def test_a_proof_above_our_tip_is_asked_for_when_our_chain_comes_there():
    counter = Counter()
    sale = counter.open()
    payment = pays()
    counter.tell(mined(payment, 101))
    assert not counter.asked and state(sale) == ("seen", 0)
    counter.mine(payment, tell=False)
    assert state(sale) == ("paid", 0)


def test_confirmations_are_not_counted_while_our_chain_does_not_count():
    counter = Counter()
    sale = counter.open()
    payment = pays()
    counter.chain.counts = False
    counter.mine(payment)
    counter.mine(count=6)
    assert state(sale) == ("seen", 0) and sale.summary().confirmations == 0
    counter.chain.counts = True
    counter.sales.tip(counter.now)
    assert state(sale) == ("paid", 0) and sale.summary().confirmations == 7
    counter.chain.counts = False  # stale, say: what was counted stays, and nothing is added
    counter.mine(count=2)
    assert sale.summary().confirmations == 7


def test_a_coinbase_is_immature_for_a_hundred_confirmations():
    counter = Counter()
    sale = counter.open()
    reward = pays(coinbase=True)
    counter.mine(reward)
    assert state(sale) == ("immature", PRICE) and sale.summary().immature == PRICE
    counter.mine(count=98)
    assert state(sale) == ("immature", PRICE)
    counter.mine()
    assert state(sale) == ("paid", 0)


def test_two_coinbases_are_no_rivals():
    counter = Counter()
    sale = counter.open()
    for name in "ab":
        counter.mine(pays(25_000, coin=name, coinbase=True))
    assert states(sale) == ["immature", "immature"]
    counter.mine(count=100)
    assert state(sale) == ("paid", 0)


def test_a_confirmed_payment_below_what_the_chain_keeps_stays_confirmed():
    counter = Counter(kept=10)
    sale = counter.open()
    counter.mine(pays())
    counter.mine(count=50)
    assert state(sale) == ("paid", 0) and sale.summary().confirmations == 51


def test_a_reorganisation_below_what_the_chain_keeps_has_everything_proved_again():
    counter = Counter(kept=10)
    sale = counter.open()
    payment = pays()
    counter.mine(payment)
    counter.mine(count=50)
    counter.chain.cut(90)
    blocks = [(str(n) + "b", [payment] if n == 105 else []) for n in range(91, 160)]
    counter.reorganise(90, *blocks)
    assert state(sale) == ("reorged out", PRICE)
    counter.wait(60)
    assert state(sale) == ("paid", 0) and sale.payments[payment.txid()].height == 105


def test_a_gateway_that_was_restarted_without_its_mempool_shows_the_payment_no_more():
    counter = Counter()
    sale = counter.open()
    counter.tell(seen(pays()))
    counter.changes()
    counter.sales.began("gw", counter.now)
    counter.wait(119)
    assert state(sale) == ("seen", 0)
    counter.wait(1)
    assert state(sale) == ("gone", PRICE)


def test_a_gateway_that_was_restarted_and_shows_it_again_changes_nothing():
    counter = Counter()
    sale = counter.open()
    payment = pays()
    counter.tell(seen(payment))
    counter.changes()
    counter.sales.began("gw", counter.now)
    counter.tell(seen(payment))
    counter.wait(300)
    assert counter.changes() == [] and state(sale) == ("seen", 0)


def test_absent_for_300_blocks():
    counter = Counter()
    sale = counter.open()
    payment = pays()
    counter.mine(payment, tell=False)
    counter.mine(count=300)
    assert counter.sales.watch("gw", counter.now) == ([sale.script], 100)
    counter.tell(mined(payment, 101), covered(101, 250), covered(251, 401))
    assert state(sale) == ("paid", 0) and sale.summary().confirmations == 301
    assert sale.covered_to(1) == 401
    assert counter.sales.watch("gw", counter.now)[1] == 395


def test_a_message_that_says_mined_and_got_lost_is_made_up_for():
    counter = Counter()
    sale = counter.open()
    payment = pays()
    counter.tell(seen(payment))
    counter.mine(payment, tell=False)
    counter.wait(60)
    assert state(sale) == ("paid", 0)


def test_a_transaction_too_large_to_be_told_pays_too():
    counter = Counter()
    sale = counter.open()
    payment = pays(size=4700)
    counter.waiting[payment.txid()] = payment
    counter.tell(seen(payment, raw=False))
    assert [question.kind for question in counter.asked] == ["fetch"]
    assert state(sale) == ("seen", 0)
    counter.mine(payment, tell=False)
    counter.tell(mined(payment, 101, raw=False))
    assert state(sale) == ("paid", 0)
    assert [(question.kind, question.known) for question in counter.asked[1:]] == [("prove", True)]


def test_a_large_transaction_that_is_only_told_when_mined_is_walked_then_proved_bare():
    counter = Counter()
    sale = counter.open()
    payment = pays(size=4700)
    counter.mine(payment, tell=False)
    counter.tell(mined(payment, 101, raw=False))
    assert [(question.kind, question.known) for question in counter.asked] == [("fetch", False), ("prove", True)]
    assert state(sale) == ("paid", 0)


def test_a_large_transaction_above_the_limit_comes_with_its_proof():
    counter = Counter()
    counter.sales.turns.fetch = 3000
    counter.sales.limits.fetch, before = 3000, counter.sales.limits.fetch
    sale = counter.open()
    payment = pays(size=4700)
    counter.tell(seen(payment, raw=False))
    assert not counter.asked
    counter.mine(payment, tell=False)
    counter.tell(mined(payment, 101, raw=False))
    assert [(question.kind, question.known) for question in counter.asked] == [("prove", False)]
    assert state(sale) == ("paid", 0)
    counter.sales.limits.fetch = before


def test_what_was_mined_days_before_the_sale_is_none_of_it_whatever_its_height():
    counter = Counter()
    sale = counter.open()
    counter.wait(1, clock=1_700_000_000 + 600 * (counter.chain.height + 1) + 26 * 3600)
    counter.mine(pays(PRICE))
    assert state(sale) == ("waiting", PRICE)


def test_a_block_of_the_day_before_still_counts_for_clocks_and_block_times_differ():
    counter = Counter()
    sale = counter.open()
    counter.wait(1, clock=1_700_000_000 + 600 * (counter.chain.height + 1) + 26 * 3600 - 1)
    counter.mine(pays(PRICE))
    assert state(sale) == ("paid", 0)


def test_a_block_that_the_sale_was_opened_at_may_come_back_with_what_it_holds():
    #   99 - 100a (an old payment)       the sale is opened here
    #      \
    #       100b (a new one) - 101b      the sale counts from 99 on
    #   99 - 100a - 101a - 102a          and from 100 again
    for restart in (False, True):
        counter = Counter(height=99)
        old, new = pays(coin="old"), pays(coin="new")
        counter.mine(old)
        sale = counter.open()
        first = counter.chain.hashes[100]
        counter.reorganise(99, ("100b", [new]), ("101b", []))
        counter.tell(mined(new, 100, counter.chain.hashes[100]))
        assert (sale.since, state(sale)) == (99, ("paid", 0))
        if restart:
            record = save(counter.sales, sale, counter.now)
            counter.sales = Sales(counter.chain, ["gw"])
            sale = counter.sales.add(load(record, counter.now))
        counter.changes()
        counter.chain.cut(99)
        counter.chain.hashes.append(first)
        counter.chain.mine()
        counter.chain.mine()
        counter.sales.tip(counter.now, 99)
        counter.answer()
        counter.tell(mined(old, 100, first), seen(new))
        assert (sale.since, states(sale)) == (100, ["seen"])
        assert counter.changes()
        counter.mine(new)
        assert state(sale) == ("paid", 0)
        again = load(save(counter.sales, sale, counter.now), counter.now)
        assert again.base == (100, first) and again.since == 100
