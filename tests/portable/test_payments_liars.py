"""Gateways that lie: nothing they say counts, and nobody waits for them. Findings: audit 1, 10, 25, 26; reports F5."""

from lightclient.bitcoin.transaction import Transaction
from lightclient.payments.book import FORGET, REWATCH
from lightclient.payments.judge import REMEMBERED
from lightclient.payments.limits import BOARD, HOST, Limits
from lightclient.payments.paid import INPUTS
from lightclient.payments.policy import PaymentPolicy, ZeroConfirmation
from lightclient.payments.record import AWAY
from tests.portable.counter import (
    FINAL,
    OTHER,
    PRICE,
    REPLACEABLE,
    SCRIPT,
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
from tests.portable.rng import Rng

LIARS = ["liar" + str(number) for number in range(40)]


def invented(number, liar="", satoshi=PRICE):
    return pays(satoshi, coin=liar + "/" + str(number))


def flooded(limits, liars, claims):
    """Return a counter where each liar has told of `claims` transactions that do not exist, one gateway is honest."""
    counter = Counter(" ".join(liars + ["gw"]), limits=limits)
    counter.liars = liars
    sale = counter.open()
    for name in liars:
        for number in range(claims):
            counter.sales.told(name, mined(invented(number, name), 100 + number % 2), counter.now)
            counter.sales.told(name, seen(invented(-number, name)), counter.now)
    return counter, sale


def questions_until_paid(counter, sale, payment, most):
    """Return how many questions are asked until the payment, told by the honest gateway, is proved."""
    counter.chain.mine(payment)
    counter.sales.tip(counter.now, 100)
    counter.sales.told("gw", mined(payment, 101), counter.now)
    before = len(counter.asked)
    while state(sale)[0] != "paid" and len(counter.asked) - before <= most:
        for question in counter.sales.wants(counter.now):
            counter.reply(question)
            if state(sale)[0] == "paid":
                break
        for name in counter.liars:  # and they go on
            counter.sales.told(name, mined(invented(len(counter.asked), name), 101), counter.now)
        counter.now += 1
    return len(counter.asked) - before


def test_an_honest_claim_is_proved_within_one_question_per_gateway_whatever_liars_say():
    for limits, liars in ((HOST, LIARS[:8]), (BOARD, LIARS)):
        counter, sale = flooded(limits, liars, 30)
        assert questions_until_paid(counter, sale, pays(), 1000) <= len(liars) + 1
        assert state(sale) == ("paid", 0)


def test_liars_that_never_answer_hold_up_nobody_who_asks_side_by_side():
    counter, sale = flooded(HOST, LIARS, 4)
    payment = pays()
    for name in LIARS:  # they name the honest txid too
        counter.sales.told(name, mined(payment, 101), counter.now)
    counter.chain.mine(payment)
    counter.sales.tip(counter.now, 100)
    counter.sales.told("gw", mined(payment, 101), counter.now)
    start = counter.now
    while state(sale)[0] != "paid" and counter.now - start < 100:
        for question in counter.sales.wants(counter.now):
            if question.gateway == "gw" or question.kind == "watch":
                counter.reply(question)
        counter.now += 1
    assert counter.now - start <= 5


def test_each_invented_claim_costs_one_question_and_then_fewer_and_fewer():
    counter = Counter("liar gw")
    counter.liars = ["liar"]
    counter.open()
    counter.tell(*[mined(invented(number), 100) for number in range(4)], gateway="liar")
    assert not counter.asked  # at or below `since`: not one
    counter.mine()
    counter.tell(*[mined(invented(number), 101) for number in range(4)], gateway="liar")
    assert len(counter.asked) <= 4
    counter.wait(20)
    assert len(counter.asked) <= 12
    counter.wait(3600, step=5)
    asked = len(counter.asked)
    counter.wait(3600, step=5)
    assert len(counter.asked) - asked <= 4 * 3600 // 600 + 4
    # Telling them again and again, as seen and as mined in turn, makes nobody ask more often than once a minute.
    asked = len(counter.asked)
    for _ in range(300):
        counter.tell(*[seen(invented(number)) for number in range(4)], gateway="liar")
        counter.tell(*[mined(invented(number), 101) for number in range(4)], gateway="liar")
        counter.wait(1)
    assert len(counter.asked) - asked <= 4 * 6


def test_a_liar_whose_proofs_are_always_not_yet_is_not_asked_at_every_block():
    counter = Counter("liar gw")
    counter.open()
    counter.mine()
    counter.chain.found = {invented(0).txid(): (invented(0), b"a block that is in no chain of ours")}
    asked = 0
    counter.sales.told("liar", mined(invented(0), 101), counter.now)
    for _ in range(100):
        for question in counter.sales.wants(counter.now):
            if question.kind == "prove":
                asked += 1
                counter.sales.failed("liar", question.txid, counter.now, "not yet")
        counter.mine(tell=False)
    assert asked <= 6


def test_floods_are_bounded_in_memory():
    counter = Counter("liar gw", limits=BOARD)
    counter.liars = ["liar"]
    sale = counter.open()
    honest = pays(coin="honest")
    counter.tell(seen(honest))
    rng = Rng(b"flood")
    for number in range(300):
        transaction = pays(PRICE + rng(1)[0], coin=str(number))
        counter.sales.told("liar", seen(transaction), counter.now)
        counter.sales.told("liar", mined(transaction, 101 + number), counter.now)
        counter.sales.told("liar", seen(pays(coin="large" + str(number)), raw=False), counter.now)
        counter.sales.told("liar", gone(transaction, honest), counter.now)
        if not number % 50:
            counter.changes()
    assert len(sale.claims["liar"]) <= BOARD.claims and len(counter.sales.unknown["liar"]) <= BOARD.claims
    assert len(sale.payments) <= 4 * BOARD.claims
    assert sale.payments[honest.txid()].seen_by == ("gw",)


def test_the_honest_payment_is_not_pushed_out_by_dust_that_anybody_sends():
    counter = Counter(limits=BOARD)
    sale = counter.open()
    counter.tell(seen(pays()))
    counter.tell(*[seen(pays(600, coin=str(number))) for number in range(100)])
    assert state(sale) == ("seen", 0)
    assert pays().txid() in sale.payments


def test_more_mined_payments_than_there_is_room_for_are_told_again():
    counter = Counter(limits=BOARD)
    sale = counter.open(20 * PRICE)
    counter.sales.watch("gw", counter.now)
    parts = [pays(coin=str(number)) for number in range(14)]
    counter.chain.mine(*parts)
    told = [mined(part, 101) for part in parts] + [covered(101, 101)]
    for body in told:  # our chain is not there yet: none can be asked for
        counter.sales.told("gw", body, counter.now)
    counter.sales.tip(counter.now, 100)
    counter.answer()
    assert sale.summary().confirmed == BOARD.claims * PRICE
    assert sale.covered_to() == 100
    counter.now += 60
    assert [question.kind for question in counter.sales.wants(counter.now)] == ["watch"]
    assert counter.sales.watch("gw", counter.now)[1] == 100
    counter.tell(*told)
    assert sale.summary().confirmed == 14 * PRICE
    assert sale.covered_to() == 101


def test_a_false_covered_hides_no_payment_that_an_honest_gateway_tells_of():
    counter = Counter("liar gw")
    counter.liars = ["liar"]
    sale = counter.open()
    counter.answer()
    payment = pays()
    counter.mine(payment, tell=False)
    counter.mine(count=50)
    counter.tell(covered(101, 4_000_000_000), gateway="liar")
    assert counter.sales.watch("liar", counter.now)[1] == 145
    assert counter.sales.watch("gw", counter.now)[1] == 100  # it is asked for what it has not told itself
    assert sale.covered_to(1) <= 151 and sale.covered_to(2) == 100
    counter.tell(mined(payment, 101))
    assert state(sale) == ("paid", 0)


def test_all_is_told_once_as_many_gateways_as_needed_have_told_of_a_chain_that_counts():
    counter = Counter("gw gw2")
    sale = counter.open()
    counter.answer()
    assert sale.is_told(counter.sales, 1)  # no block has come since
    counter.mine(count=3)
    assert not sale.is_told(counter.sales, 1)
    counter.tell(covered(101, 102))
    assert not sale.is_told(counter.sales, 1)
    counter.tell(covered(103, 103))
    assert sale.is_told(counter.sales, 1) and not sale.is_told(counter.sales, 2)
    counter.tell(covered(101, 103), gateway="gw2")
    assert sale.is_told(counter.sales, 2)
    counter.chain.counts = False
    assert not sale.is_told(counter.sales, 1)


def test_what_is_told_without_its_bytes_is_fetched_before_all_is_told():
    counter = Counter()
    sale = counter.open(expires=900)
    counter.answer()
    counter.wait(1, clock=1_700_000_000)
    large = pays(coin="large", size=4700)
    counter.mine(large, tell=False)
    counter.wait(1, clock=1_700_000_900)
    counter.liars = ["gw"]  # it does not answer yet
    counter.tell(mined(large, 101, raw=False), covered(101, 101))
    assert not sale.payments and sale.covered_to() == 101
    assert not sale.is_told(counter.sales, 1) and not sale.is_over(counter.sales, 1, counter.now + AWAY)
    counter.liars = []
    counter.wait(60, step=5)
    assert sale.is_told(counter.sales, 1) and state(sale) == ("late", 0)


def test_what_is_told_of_blocks_that_do_not_exist_yet_is_not_believed_when_they_do():
    counter = Counter("gw liar")
    sale = counter.open(expires=900)
    counter.answer()
    counter.wait(1, clock=1_700_000_000)
    for last in (103, 200, 2**32 - 1):
        counter.tell(covered(101, last), gateway="liar")
    counter.wait(1, clock=1_700_000_900)
    counter.mine(pays(), count=10, tell=False)
    assert sale.covered_to() <= 102 and not sale.is_told(counter.sales, 1)
    counter.wait(REWATCH + 1)  # the liar is asked again
    assert "liar" not in sale.held and sale.covered_to() <= 102
    counter.tell(covered(101, 110), gateway="liar")
    assert sale.is_told(counter.sales, 1) and not sale.is_over(counter.sales, 1, counter.now)
    counter.tell(mined(pays(), 101), covered(101, 110))
    assert sale.is_over(counter.sales, 1, counter.now) and state(sale) == ("late", 0)


def test_an_expired_sale_waits_ten_minutes_for_a_gateway_that_does_not_tell():
    counter = Counter("gw away")
    sale = counter.open(expires=900)
    counter.answer()
    counter.wait(1, clock=1_700_000_000)
    counter.mine(count=3)
    counter.tell(covered(101, 103))
    assert not sale.is_over(counter.sales, 1, counter.now)  # it has not expired
    counter.wait(1, clock=1_700_000_900)
    assert not sale.is_over(counter.sales, 1, counter.now)
    counter.now += AWAY - 1
    counter.mine()
    assert not sale.is_over(counter.sales, 1, counter.now)  # there is a new block
    counter.tell(covered(104, 104))
    assert not sale.is_over(counter.sales, 1, counter.now)
    assert sale.is_over(counter.sales, 1, counter.now + 1)
    counter.sales.use(["gw"])
    assert sale.is_over(counter.sales, 1, counter.now)


def test_covered_with_a_gap_or_of_an_older_watch_covers_nothing():
    counter = Counter()
    sale = counter.open()
    counter.sales.told("gw", covered(101, 120), counter.now)  # no watch knows of this sale yet
    counter.sales.watch("gw", counter.now)
    counter.mine(count=50)
    counter.tell(covered(102, 130))
    assert sale.covered_to() == 100
    counter.sales.watch("gw", counter.now)  # what lies between has to be told again
    counter.tell(covered(101, 110), covered(111, 120))
    assert sale.covered_to() == 120
    counter.reorganise(115, *[(str(n) + "b", []) for n in range(116, 155)])
    assert sale.covered_to() == 115


def test_blocks_that_were_looked_at_by_other_means_close_a_gap_one_after_the_other():
    counter = Counter()
    sale = counter.open()
    counter.mine(count=30)
    counter.answer()
    counter.tell(covered(111, 130))  # the node has no longer what lies below
    sale.looked("gw", 102)  # 101 was not looked at
    assert sale.covered_to() == 100
    for height in range(101, 111):
        sale.looked("gw", height)
        sale.looked("gw", height)
        assert sale.covered_to() == height
    counter.tell(covered(111, 130))
    assert sale.covered_to() == 130 and not sale.held


def test_a_lie_about_the_bytes_is_a_fault():
    counter = Counter()
    sale = counter.open()
    body = seen(pays())
    body[1] = bytes(32)
    assert counter.tell(body) == ["TxidMismatch"]
    body[3] = b"\x01\x02"
    assert counter.tell(body) == ["Truncated"]
    assert counter.tell(seen(pays(2**63))) == ["AmountTooLarge"]
    two = pays(2_000_000_000_000_000)
    two.output(2_000_000_000_000_000, SCRIPT)
    assert counter.tell(seen(two)) == ["AmountTooLarge"]
    assert state(sale) == ("waiting", PRICE)


def test_malformed_bodies_are_faults_and_never_errors():
    counter = Counter()
    counter.open()
    txid = bytes(32)
    bad = [
        None,
        [],
        600,
        "text",
        [1],
        [9, txid, None, None],
        [1, txid, 5, None],
        [2, txid, None, None],
        [2, txid, -1, None],
        [2, txid, True, None],
        [2, txid, 2**32, None],
        [2, txid[:31], 5, None],
        [2, txid, 5, "raw"],
        [2, txid, 5, None, 10, b"short"],
        [1, txid, None, None, -1],
        [1, txid, None, None, 1, 1],
        [1, txid, None, None, 1, True, "rate"],
        [1, txid, None, None, 1, True, 1, True],
        [3, txid, None],
        [3, txid, None, b"short"],
        [4, 5],
        [4, 6, 5],
        [4, True, 5],
        [4, 0, 2**32],
        {},
    ]
    for body in bad:
        assert counter.tell(body) == ["BadSchema"], body
    assert counter.tell(seen(pays()), gateway="stranger") == ["BadSchema"]


def test_bodies_of_older_gateways_have_four_fields():
    counter = Counter()
    sale = counter.open(policy=PaymentPolicy(zero=ZeroConfirmation(PRICE, gateways=1, seconds=0)))
    payment = pays()
    assert counter.tell(seen(payment)[:4]) == []
    counter.wait(5)
    assert state(sale) == ("seen", 0)  # it was not told whether it may be replaced
    counter.mine(payment, tell=False)
    counter.tell(mined(payment, 101)[:4])
    assert state(sale) == ("paid", 0)


def test_what_pays_somebody_else_is_nothing():
    counter = Counter()
    sale = counter.open()
    assert counter.tell(seen(pays(script=THIEF)), gone(pays(script=THIEF))) == []
    assert not sale.payments and not sale.claims


def test_one_liar_takes_no_honest_payment_away():
    counter = Counter("gw gw2 liar")
    sale = counter.open()
    payment, theft = pays(), pays(script=THIEF)
    for name in ("gw", "gw2"):
        counter.tell(seen(payment), gateway=name)
    counter.tell(gone(payment, theft), gateway="liar")
    assert state(sale) == ("seen", 0)
    counter.mine(payment)
    counter.tell(gone(payment, theft), gateway="liar")
    assert state(sale) == ("paid", 0)


def test_one_liar_keeps_no_gone_payment_alive():
    counter = Counter("gw gw2 liar")
    sale = counter.open()
    payment, theft = pays(), pays(script=THIEF)
    for name in ("gw", "gw2", "liar"):
        counter.tell(seen(payment), gateway=name)
    for name in ("gw", "gw2"):
        counter.tell(gone(payment, theft), gateway=name)
    assert state(sale) == ("conflicted", PRICE)
    assert sale.payments[payment.txid()].seen_by == ("liar",)


def test_seen_needs_as_many_gateways_as_the_policy_says():
    counter = Counter("gw gw2")
    sale = counter.open(policy=PaymentPolicy(gateways=2))
    counter.tell(seen(pays()))
    assert state(sale) == ("waiting", PRICE) and states(sale) == ["seen"]
    counter.tell(seen(pays()), gateway="gw2")
    assert state(sale) == ("seen", 0)


def zero(**rules):
    counter = Counter("gw gw2 gw3")
    terms = {"limit": PRICE, "gateways": 2, "seconds": 10, "fee_rate": 1000}
    terms.update(rules)
    return counter, counter.open(policy=PaymentPolicy(zero=ZeroConfirmation(**terms)))


def test_zero_confirmations_by_the_rules():
    counter, sale = zero()
    payment = pays()
    counter.tell(seen(payment))
    counter.wait(60)
    assert state(sale)[0] == "seen"  # one gateway is not enough
    counter.tell(seen(payment), gateway="gw2")
    counter.wait(9)
    assert state(sale)[0] == "seen"
    counter.wait(1)
    assert state(sale) == ("paid", 0)
    counter.tell(gone(payment), gateway="gw")
    assert state(sale)[0] == "seen"  # only one shows it


def test_zero_confirmations_are_refused_for_what_the_rules_exclude():
    cases = [
        ("replaceable", {}, {"replaceable": True}, {}),
        ("fee", {}, {"fee_rate": 999}, {}),
        ("fee unknown", {}, {"fee_rate": None}, {}),
        ("parents", {}, {"parents": 1}, {}),
        ("parents unknown", {}, {"parents": None}, {}),
        ("limit", {"limit": PRICE - 1}, {}, {}),
        ("signals", {}, {}, {"sequence": REPLACEABLE}),
    ]
    for name, rules, claims, transaction in cases:
        counter, sale = zero(**rules)
        payment = pays(**transaction)
        for gateway in ("gw", "gw2"):
            counter.tell(seen(payment, **claims), gateway=gateway)
        counter.wait(100, step=10)
        assert state(sale) == ("seen", 0), name
    counter, sale = zero(parents=1)
    for gateway in ("gw", "gw2"):
        counter.tell(seen(pays(), parents=1), gateway=gateway)
    counter.wait(10)
    assert state(sale) == ("paid", 0)


def test_a_challenge_starts_the_time_anew():
    counter, sale = zero()
    payment = pays()
    for gateway in ("gw", "gw2"):
        counter.tell(seen(payment), gateway=gateway)
    counter.wait(5)
    counter.tell(gone(payment), gateway="gw3")
    counter.wait(9)
    assert state(sale)[0] == "seen"
    counter.wait(1)
    assert state(sale)[0] == "paid"


def test_a_rival_that_pays_us_too_keeps_zero_confirmations_from_counting():
    counter, sale = zero()
    for gateway in ("gw", "gw2"):
        counter.tell(seen(pays(change=9000)), gateway=gateway)
    counter.tell(seen(pays(change=8000)), gateway="gw3")
    counter.wait(100, step=10)
    assert state(sale)[0] == "seen"


def test_a_payment_with_more_coins_than_are_marked_is_never_taken_beside_one_that_may_spend_the_same():
    def spends(coins, satoshi):
        transaction = Transaction()
        for coin in coins:
            transaction.input(block_hash(coin), 0, b"\x51", FINAL)
        transaction.output(satoshi, SCRIPT)
        return transaction

    for count in (1, 2, 15, 16, 17, 18, 40):
        many = spends(["a" + str(number) for number in range(count - 1)] + ["shared"], 20_000)
        few, rules = spends(["shared"], 20_000), PaymentPolicy(1, 1, ZeroConfirmation(PRICE, 2, 0))
        for first, second in ((many, few), (few, many)):
            counter = Counter("gw gw2")
            sale = counter.open(40_000, policy=rules)
            for gateway in ("gw", "gw2"):
                counter.tell(seen(first), gateway=gateway)
            counter.wait(1)
            assert sale.listed()[0].accepted == (len(first.inputs) < INPUTS)
            for gateway in ("gw", "gw2"):
                counter.tell(seen(second), gateway=gateway)
            counter.wait(1)
            assert sale.summary().received == 20_000
            counter.mine(second)  # the word that the first one is gone got lost
            for _ in range(3):
                counter.mine()
                counter.wait(60, step=20)
            assert state(sale) == ("part paid", 20_000) and sale.summary().received == 20_000
    counter = Counter()
    sale = counter.open(40_000)
    counter.mine(spends("abcdefghijklmnopqrst", 20_000), spends("uvwxyz", 20_000))
    assert state(sale) == ("paid", 0)  # what is mined adds up, whatever it spends


def test_a_gateway_that_is_used_no_more_counts_no_more():
    counter = Counter("gw liar")
    sale = counter.open()
    counter.tell(seen(pays(coin="a")), seen(pays(coin="b"), raw=False), gateway="liar")
    counter.tell(seen(pays(script=OTHER)), gateway="liar")
    counter.sales.use(["gw", "gw2"])
    assert state(sale) == ("waiting", PRICE)
    assert not counter.sales.unknown and list(sale.claims) == []
    assert [question.gateway for question in counter.sales.wants(counter.now)] == ["gw2"]


def test_what_a_gateway_no_longer_shows_is_forgotten_although_that_takes_others_with_it():
    for leaves in (False, True):
        counter = Counter("gw gw2 gw3")
        sale = counter.open()
        payments = [invented(number) for number in range(REMEMBERED + 8)]
        for payment in payments:
            counter.tell(seen(payment))
        counter.changes()
        for payment in payments[:REMEMBERED]:  # gone, for most gateways call them so, and still shown by one
            for name in ("gw2", "gw3"):
                counter.tell(gone(payment), gateway=name)
        counter.changes()
        if leaves:
            counter.sales.use(["gw2", "gw3"])
        else:
            counter.sales.began("gw", counter.now)
            counter.wait(FORGET)
        assert set(states(sale)) == {"gone"} and state(sale) == ("gone", PRICE)
        counter.changes()
        counter.mine(payments[-1], gateway="gw2")
        assert state(sale) == ("paid", 0)


def test_what_is_shown_again_is_not_forgotten_for_what_has_to_leave_for_it():
    counter = Counter(limits=Limits(claims=3))
    sale = counter.open()
    payments = [invented(0, satoshi=2 * PRICE)] + [invented(number) for number in range(1, REMEMBERED)]
    for payment in payments:
        counter.tell(seen(payment))
        counter.changes()
        counter.tell(gone(payment))
        counter.changes()
    counter.tell(*[seen(invented(number)) for number in range(100, 103)])
    counter.changes()
    counter.tell(seen(payments[0]))
    assert sale.payments[payments[0].txid()].state == "seen"
