"""Sales over restarts: the same before and after, in every state; records that are damaged are refused."""

from lightclient.codec.cbor import decode, encode
from lightclient.errors import LightClientError
from lightclient.payments.book import REWATCH
from lightclient.payments.books import load_all, save_all
from lightclient.payments.errors import BadSaleRecord, UnknownSaleVersion
from lightclient.payments.limits import BOARD
from lightclient.payments.policy import MAX_MONEY, PaymentPolicy, ZeroConfirmation
from lightclient.payments.record import EARLIER
from lightclient.payments.sales import Sales
from lightclient.payments.saved import load, save
from lightclient.payments.standing import BRANCH
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
)
from tests.portable.rng import Rng
from tests.portable.support import raises


def restart(counter, same=True):
    """Save everything, lose the rest, and begin again with the chain as it is. same: nothing of it has changed."""
    data = save_all(counter.sales, counter.now)
    sales = Sales(counter.chain, counter.sales.gateways, counter.sales.limits)
    load_all(sales, data, counter.now)
    counter.sales = sales
    assert not same or save_all(sales, counter.now) == data
    return sales.sales["sale"]


# What happens to a sale, one after the other; each step is also tried with a restart before it.
A, B, THEFT = pays(30_000, sequence=REPLACEABLE), pays(20_000, coin="b"), pays(script=THIEF, coin="b")
BUMP = pays(30_000, change=5, sequence=REPLACEABLE)
LARGE = pays(coin="large", size=4700)
STORIES = {
    "paid in parts": [
        lambda c: c.tell(seen(A)),
        lambda c: c.tell(seen(B), gateway="gw2"),
        lambda c: c.mine(A),
        lambda c: c.mine(B),
        lambda c: c.mine(),
    ],
    "bumped, stolen, expired": [
        lambda c: c.tell(seen(A)),
        lambda c: c.tell(gone(A, BUMP), seen(BUMP)),
        lambda c: c.tell(seen(B), seen(A), gateway="gw2"),
        lambda c: c.mine(BUMP),
        lambda c: c.tell(gone(B, THEFT), gateway="gw2"),
        lambda c: c.wait(1, clock=1_700_000_900),
        lambda c: c.mine(THEFT, tell=False),
    ],
    "reorganised": [
        lambda c: c.mine(A, B),
        lambda c: (c.reorganise(100, ("101b", [A]), ("102b", [])), c.wait(60)),
        lambda c: c.tell(seen(B)),
        lambda c: (c.reorganise(100, (101, [A, B]), (102, []), (103, [])), c.wait(60)),
        lambda c: c.mine(),
    ],
    "not fit, dropped, large, late": [
        lambda c: c.mine(pays(coinbase=True)),
        lambda c: c.tell(seen(A)),
        lambda c: c.tell(gone(A)),
        lambda c: c.waiting.update({LARGE.txid(): LARGE}),
        lambda c: c.wait(1, clock=1_700_000_900),
        lambda c: c.tell(seen(LARGE, raw=False)),
        lambda c: (c.mine(LARGE, tell=False), c.tell(mined(LARGE, 102, raw=False), covered(101, 102))),
    ],
}


def told_in(story, cut):
    """Return what the caller is told in a story with a restart before step `cut`, and where the sale ends."""
    counter = Counter("gw gw2")
    sale = counter.open(expires=900, policy=PaymentPolicy(confirmations=2))
    counter.answer()
    counter.wait(1, clock=1_700_000_000)
    news = []
    for number, step in enumerate(story):
        if number == cut:
            before = sale.summary()
            sale = restart(counter)
            assert sale.summary() == before
        step(counter)
        news.append(sorted(counter.changes()))  # backoff is not saved, so answers may come in another order
    if cut == len(story):
        sale = restart(counter)
        assert counter.changes() == []
    return news, sale.summary(), [payment.to_dict() for payment in sale.listed()]


def test_a_restart_in_every_state_changes_nothing():
    for name in STORIES:
        without = told_in(STORIES[name], None)
        for cut in range(len(STORIES[name]) + 1):
            assert told_in(STORIES[name], cut) == without, (name, cut)


def test_zero_confirmations_go_on_after_a_restart_when_the_gateways_show_the_payment_again():
    rules = ZeroConfirmation(PRICE, gateways=1, seconds=10)
    for cut in (5, 15):
        counter = Counter()
        counter.open(policy=PaymentPolicy(zero=rules))
        counter.tell(seen(pays()))
        counter.wait(cut)
        sale = restart(counter)
        assert state(sale)[0] == ("paid" if cut > 10 else "seen")
        counter.wait(60)
        assert state(sale)[0] == ("paid" if cut > 10 else "seen")  # nobody has shown it since
        counter.tell(seen(pays()))
        counter.wait(1)
        assert state(sale)[0] == "paid"


def test_a_claim_that_was_not_proved_yet_is_asked_for_or_told_again():
    counter = Counter()
    counter.open()
    counter.sales.watch("gw", counter.now)
    payment, large = pays(10_000), pays(40_000, coin="large", size=4700)
    counter.tell(mined(payment, 101), mined(large, 102, raw=False), covered(101, 110))
    sale = restart(counter)
    assert counter.sales.watch("gw", counter.now)[1] == 100  # what was not even known is told again
    counter.chain.mine(payment)
    counter.chain.mine(large)
    counter.sales.tip(counter.now, 100)
    counter.tell(mined(large, 102, raw=False))
    assert state(sale) == ("paid", 0)


def test_absent_for_a_night_and_on_an_older_chain():
    counter = Counter()
    counter.open()
    counter.mine(pays())
    counter.mine(count=5)
    counter.changes()
    blocks = counter.chain.hashes
    counter.chain.hashes = blocks[:101]  # the chain's own state was saved before the sale's
    sale = restart(counter, same=False)
    assert state(sale) == ("seen", 0)  # proved, in a block that our chain has not come to again
    for block in blocks[101:]:
        counter.chain.hashes.append(block)
        counter.sales.tip(counter.now, counter.chain.height - 1)
    assert state(sale) == ("paid", 0) and sale.summary().confirmations == 6
    assert len(counter.asked) == 1


def test_a_reorganisation_while_we_were_away_is_told():
    counter = Counter()
    counter.open()
    payment = pays()
    counter.mine(payment)
    counter.changes()
    counter.chain.cut(100)
    for number in range(101, 120):
        counter.chain.mine(name=str(number) + "b")
    restart(counter, same=False)
    assert counter.changes() == ["payment confirmed -> reorged out", "sale paid -> reorged out"]


def test_gateways_that_are_used_no_more_are_forgotten_at_loading():
    counter = Counter("gw old")
    counter.open()
    counter.tell(seen(pays()), gateway="old")
    data = save_all(counter.sales, counter.now)
    sales = Sales(counter.chain, ["gw"])
    load_all(sales, data, counter.now)
    assert state(sales.sales["sale"]) == ("waiting", PRICE) and not sales.sales["sale"].claims


def test_what_paid_closed_sales_is_saved():
    counter = Counter()
    counter.open(name="one")
    counter.open(PRICE + 1)
    payment = pays()
    counter.mine(payment)
    counter.sales.close("one")
    sale = restart(counter)
    counter.tell(mined(payment, 101))
    assert state(sale) == ("waiting", PRICE + 1)


def test_what_an_earlier_program_kept_of_closed_sales_has_no_marks():
    sales = Sales(Counter().chain, ["gw"])
    load_all(sales, encode([1, [[bytes(32), b"\x51"], [bytes([1]) * 32, b"\x51", bytes(16)]], []]), 0)
    assert sales.owners.used == [(bytes(32), b"\x51", b""), (bytes([1]) * 32, b"\x51", bytes(16))]
    for marks in (bytes(7), bytes(136), 3):
        with raises(BadSaleRecord):
            load_all(sales, encode([1, [[bytes(32), b"\x51", marks]], []]), 0)


def test_another_version_is_refused_by_name():
    counter = Counter()
    record = decode(save(counter.sales, counter.open(), counter.now))
    record[0] = 2
    with raises(UnknownSaleVersion):
        load(encode(record), 0)
    for broken in (record[1:], [1], [], [1, "n"], "text", record[:1] + record[2:]):
        with raises(BadSaleRecord if not (isinstance(broken, list) and broken[:1] == [2]) else UnknownSaleVersion):
            load(encode(broken), 0)


def test_a_damaged_record_is_refused_or_is_a_sale():
    counter = Counter("gw gw2", limits=BOARD)
    sale = counter.open(expires=900, policy=PaymentPolicy(2, 1, ZeroConfirmation(PRICE)))
    counter.tell(seen(A), gone(A, B), seen(B))
    counter.tell(seen(A), gateway="gw2")
    counter.mine(B)
    counter.changes()
    data = save(counter.sales, sale, counter.now)
    assert len(data) < 600
    rng = Rng(b"damage")
    refused = 0
    for _ in range(300):
        broken = bytearray(data)
        broken[int.from_bytes(rng(2), "big") % len(data)] ^= 1 << rng(1)[0] % 8
        try:
            loaded = load(bytes(broken), counter.now)
        except LightClientError:
            refused += 1
            continue
        sales = Sales(counter.chain, ["gw", "gw2"])
        sales.add(loaded)
        save(sales, loaded, counter.now)
        sales.changes()
    assert refused > 50
    for size in range(len(data)):
        try:
            load(data[:size], 0)
        except LightClientError:
            continue
        raise AssertionError(size)


def test_what_was_mined_days_before_the_sale_is_none_of_it_after_a_restart_either():
    counter = Counter()
    counter.open(satoshi=60_000)
    counter.wait(1, clock=1_700_000_000 + 600 * (counter.chain.height + 1) + 26 * 3600)
    sale = restart(counter)
    counter.mine(A)
    assert sale.summary().state == "waiting"


def test_what_a_power_cut_took_from_our_chain_does_not_count_until_it_is_back():
    counter = Counter()
    counter.open()
    counter.mine(A, B)
    counter.mine(count=2)
    assert state(counter.sales.sales["sale"])[0] == "paid"
    counter.chain.cut(100)
    sale = restart(counter, same=False)
    assert state(sale)[0] == "seen" and sale.covered.get("gw", 100) <= 100
    counter.chain.mine(A, B)
    counter.sales.tip(counter.now)
    counter.answer()
    assert state(sale)[0] == "paid"


def test_on_another_chain_than_the_one_that_was_saved_every_payment_is_proved_again():
    for kept in (3, 1000):
        for there in (True, False):
            counter = Counter(kept=kept)  # 3: the payment's block is below what our new chain can look up
            sale = counter.open()
            counter.mine(A, B)
            counter.mine(count=9)
            assert state(sale) == ("paid", 0)
            data = save_all(counter.sales, counter.now)
            if not there:  # the old chain held it, and the new one does not
                counter.chain.cut(100)
                for number in range(101, 120):
                    counter.chain.mine(name=str(number) + "b")
            counter.sales = Sales(counter.chain, ["gw"])
            counter.sales.another = True
            load_all(counter.sales, data, counter.now)
            sale = counter.sales.sales["sale"]
            assert state(sale)[0] == ("paid" if there and kept > 10 else "reorged out")
            counter.asked = []
            counter.wait(60)
            assert (state(sale)[0] == "paid") == there
            assert {question.txid for question in counter.asked} == (
                set() if there and kept > 10 else {A.txid(), B.txid()}
            )


def test_what_an_earlier_program_kept_of_a_sale_names_no_block_that_it_was_opened_at():
    counter = Counter()
    sale = counter.open()
    fields = decode(save(counter.sales, sale, counter.now))
    assert fields[-1] == [100, counter.chain.hashes[100]]
    for base, good in (([], True), ([None], True), ([[100]], False), ([[100, b"short"]], False), ([None, None], False)):
        data = encode(fields[:-1] + base)
        if good:
            assert load(data, 0).base is None
        else:
            with raises(BadSaleRecord):
                load(data, 0)


def test_a_sale_of_another_till_that_was_opened_at_a_block_we_never_had():
    #   99 - 100a            the other till opens it here
    #      \
    #       100b - 101b     ours: the payment is in one of these
    # Our chain comes there before we take the sale up, or after it, or both.
    for place, before, after in (
        (0, 1, 0),
        (0, 2, 0),
        (1, 2, 0),
        (0, 0, 1),
        (0, 0, 2),
        (1, 0, 2),
        (0, 1, 1),
        (1, 1, 1),
    ):
        other = Counter(height=99)
        other.chain.mine(name="100a")
        record = save(other.sales, other.open(), other.now)
        counter = Counter(height=99)
        payment = pays()
        blocks = [("100b", []), ("101b", [])]
        blocks[place][1].append(payment)
        for name, transactions in blocks[:before]:
            counter.chain.mine(*transactions, name=name)
        sale = counter.sales.add(load(record, counter.now))
        counter.answer()
        for name, transactions in blocks[before : before + after]:
            counter.chain.mine(*transactions, name=name)
            counter.sales.tip(counter.now, counter.chain.height - 1)
        if not before:
            assert counter.sales.wants_watch("gw", counter.now + REWATCH)
        assert counter.sales.watch("gw", counter.now)[1] == sale.since == 100 - BRANCH
        counter.tell(mined(payment, 100 + place, block_hash(str(100 + place) + "b")))
        assert state(sale) == ("paid", 0)
        counter.chain.cut(99)
        counter.chain.mine(name="100a")
        counter.chain.mine(name="101a")
        counter.chain.mine(name="102a")
        counter.sales.tip(counter.now, 99)
        assert (sale.since, state(sale)[0]) == (100, ("waiting", "reorged out")[place])


def test_a_sale_that_was_opened_at_a_block_of_ours_counts_from_there():
    for further in range(2):
        other, counter = Counter(height=100), Counter(height=100 + further)
        sale = counter.sales.add(load(save(other.sales, other.open(), other.now), counter.now))
        assert sale.since == 100


def test_on_another_chain_blocks_are_told_again_and_since_may_be_lower():
    for clock in (None, 1_700_000_000 + 600 * 105 + EARLIER):
        counter = Counter(height=200)
        counter.open()
        if clock:
            counter.wait(1, clock=clock)
        counter.answer()
        counter.mine(count=9)
        counter.tell(covered(201, 209))
        data = save_all(counter.sales, counter.now)
        counter.chain.hashes = [block_hash("real" + str(number)) for number in range(80)]
        counter.chain.counts = False
        counter.sales = Sales(counter.chain, ["gw"])
        counter.sales.another = True
        load_all(counter.sales, data, counter.now)
        sale = counter.sales.sales["sale"]
        assert sale.covered == {"gw": 200}
        counter.answer()
        for number in range(80, 111):
            counter.chain.mine(name="real" + str(number))
            counter.sales.tip(counter.now, number - 1)
        assert sale.since == 200
        counter.chain.counts = True
        counter.sales.tip(counter.now)
        assert sale.since == (105 if clock else 110)
        counter.chain.mine(A, B, name="real111")
        counter.sales.tip(counter.now, 110)
        counter.wait(61, step=30)
        assert "gw" not in sale.held  # it was asked again
        counter.tell(mined(A, 111, block_hash("real111")), mined(B, 111, block_hash("real111")))
        assert state(sale) == ("paid", 0)


def test_a_block_that_was_lost_and_never_came_back_proves_nothing():
    counter = Counter(kept=3)  # by the time we look, our chain has nothing to compare that block with
    counter.open()
    counter.mine(A, B)
    counter.chain.cut(100)
    sale = restart(counter, same=False)
    for number in range(101, 120):
        counter.chain.mine(name=str(number) + "b")
    counter.sales.tip(counter.now)
    counter.answer()
    assert all(payment.out for payment in sale.listed())
    assert state(sale)[0] not in ("paid", "confirmed")


def test_whatever_is_told_a_sale_that_is_saved_can_be_loaded_and_is_the_same():
    rng = Rng(b"whatever")
    counter = Counter("gw gw2", limits=BOARD)
    counter.open(expires=900, policy=PaymentPolicy(2, 1, ZeroConfirmation(PRICE, 1, 0)))
    cast = [pays(satoshi, coin=coin, change=5) for coin in "ab" for satoshi in (0, 1, 30_000, PRICE, MAX_MONEY)]
    cast += [pays(0, coin="large", size=4700), pays(coin="large", size=4700), pays(0, coinbase=True)]
    counter.waiting = {transaction.txid(): transaction for transaction in cast}
    for _ in range(50):
        what, which, other, gateway = list(rng(4))
        first, second = cast[which % len(cast)], cast[other % len(cast)]
        gateway = "gw" if gateway % 2 else "gw2"
        raw = len(first.outputs) < 2 or first.outputs[1][0] == 5
        if what % 8 < 3:
            counter.tell(seen(first, raw, what % 3 == 0, 1 << what % 64, what), gateway=gateway)
        elif what % 8 == 3:
            counter.tell(gone(first, second), gateway=gateway)
        elif what % 8 == 4:
            counter.tell(mined(first, counter.chain.height + what % 5, raw=raw), gateway=gateway)
        elif what % 8 == 5 and not counter.chain.place(first.txid()):
            counter.mine(first)
        elif what % 8 == 6:
            counter.reorganise(counter.chain.height - 1, (rng(4), []), (rng(4), [second]))
        else:
            counter.wait(30, clock=1_700_000_000 + 10 * what, step=10)
            counter.changes()
        sale = counter.sales.sales["sale"]
        data = save(counter.sales, sale, counter.now)
        again = Sales(counter.chain, ["gw", "gw2"], BOARD)
        loaded = again.add(load(data, counter.now))
        assert save(again, loaded, counter.now) == data
        assert loaded.summary() == sale.summary()


def test_what_pays_nothing_is_no_payment_and_one_that_was_saved_is_dropped():
    counter = Counter()
    sale = counter.open()
    assert counter.tell(seen(pays(0)), seen(pays(0, change=7))) == []
    counter.mine(pays(0, coin="b"))
    assert not sale.payments and state(sale) == ("waiting", PRICE)
    counter.tell(seen(A), seen(B))
    sale.payments[A.txid()].satoshi = 0  # as an earlier program kept it
    loaded = load(save(counter.sales, sale, counter.now), counter.now)
    assert list(loaded.payments) == [B.txid()] and list(loaded.claims["gw"]) == [B.txid()]
    assert state(loaded) == ("part paid", 30_000)


def test_a_sale_that_cannot_be_read_ends_none_of_the_others_and_is_kept():
    counter = Counter()
    counter.open(name="good")
    record = decode(save(counter.sales, counter.open(name="bad"), counter.now))
    counter.sales.close("bad")
    records = [encode(record[:-2]), b"\xff", encode([2, "newer"]), save(counter.sales, counter.sales.sales["good"], 0)]
    whole = decode(save_all(counter.sales, counter.now))
    whole[2] = records[:3] + whole[2] + records[3:]
    sales = Sales(counter.chain, ["gw"])
    load_all(sales, encode(whole), counter.now)
    assert list(sales.sales) == ["good"]
    assert [(name, error.name) for name, _, error in sales.aside] == [
        ("bad", "BadSaleRecord"),
        ("", "Unsupported"),
        ("newer", "UnknownSaleVersion"),
        ("good", "SaleExists"),
    ]
    assert sorted(decode(save_all(sales, counter.now))[2]) == sorted(whole[2])
