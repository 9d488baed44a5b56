"""A desk between sales and a follower: a board with a message buffer of 4 KB sells as everyone else does."""

from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.kinds import PROOF, TRANSACTION
from lightclient.bitcoin.ledger import Ledger
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.device.device import Device
from lightclient.payments.desk import FETCH, desk_of
from lightclient.payments.saved import load, save
from lightclient.store.errors import CorruptStore
from lightclient.sync.ledger import GENESIS
from lightclient.sync.topics import RESPONSES
from tests.portable.blocks import payment
from tests.portable.counter import PRICE, SCRIPT
from tests.portable.mining import hashed
from tests.portable.shop import NAME, Blocks, Gateway, Shop, carries, is_bare


def shop(*names):
    blocks = Blocks()
    made = Shop({name: Gateway(blocks) for name in names or ("gw",)})
    made.run(2)
    assert made.chain() == "synced"
    return made, blocks


def large(size=4700, n=1):
    """Return a payment of so many bytes, which no message of a board has room for."""
    transaction = payment(n, PRICE, SCRIPT)
    transaction.output(0, carries(size))
    return transaction


def requests(gateway, kind):
    return [argument for asked, argument in gateway.asked if asked == kind]


def test_a_payment_is_confirmed_by_a_proof_with_the_transaction():
    ours, blocks = shop()
    ours.sales.open("sale", PRICE, SCRIPT, blocks.height)
    ours.run(1)
    ours.mine(blocks, payment(1, PRICE, SCRIPT))
    ours.run(3)
    assert ours.states() == ["sale waiting", "payment seen", "sale seen", "payment confirmed", "sale paid"]
    assert len(requests(ours.gateways["gw"], PROOF)) == 1 and not requests(ours.gateways["gw"], TRANSACTION)
    assert ours.faults("gw") == {}


def test_a_proof_that_was_judged_by_a_chain_that_lost_a_challenge_since_counts_for_nothing():
    weak, better, payments = Blocks(3), Blocks(3), payment(1, PRICE, SCRIPT)
    for name in ("headers", "states", "bodies"):
        getattr(better, name)[:] = getattr(weak, name)
    ledger, _ = REGTEST.start(GENESIS, None, 12)
    gateway = Gateway(weak)
    ours = Shop({"gw": gateway}, ledger=ledger)
    ours.run(2)
    sale = ours.sales.open("sale", PRICE, SCRIPT, ledger.height)
    ours.run(1)
    weak.mine(payments)
    for _ in range(4):
        weak.mine()
    for _ in range(30):
        better.mine()
    answers, take = [], gateway.take

    def slow(request):
        made = take(request)
        if gateway.asked[-1][0] == PROOF:
            answers.extend(made)
            return []
        return made

    gateway.take = slow
    ours.catch_up()
    for told in gateway.tell(4):
        ours.deliver("gw", RESPONSES + NAME, told)
    ours.run(1)
    assert len(answers) == 1
    ours.deliver("gw", RESPONSES + NAME, answers[0])  # it is proved, and before the desk looks a challenge is won
    challenger = ledger.challenger()
    for first in range(1, 34, 11):
        challenger.extend(hashed(better.headers[first : first + 11]), first, None)
    assert ledger.adopt(challenger) and ledger.chain.base.height > 4
    gateway.silent = True
    ours.run(3)
    assert sale.summary().confirmed == 0 and not any(one.proved for one in sale.listed())
    gateway.silent = False
    gateway.take, gateway.blocks = take, better
    better.mine(payments)
    ours.mine(better)
    ours.run(40)
    assert ours.states()[-1] == "sale paid"  # and it is asked for again


def forked(old):
    """Return a ledger whose block 4 is the stale one, and the better blocks 4 to 6; 6 holds `old`."""
    stale, better = Blocks(3), Blocks(0)
    for name in ("headers", "states", "bodies"):
        getattr(better, name)[:] = getattr(stale, name)
    stale.mine(payment(7, 1000, SCRIPT))
    better.mine()
    better.mine()
    better.mine(old)
    ledger, _ = REGTEST.start(GENESIS, None, 12)
    ledger.extend(hashed(stale.headers), 1, None)
    return ledger, better


def test_a_fork_before_a_sale_was_opened_makes_no_older_payment_its_own():
    for first in ("fork", "desk", "another sale"):
        old = payment(1, PRICE, SCRIPT)
        ledger, better = forked(old)
        if first == "fork":
            ledger.extend(hashed(better.headers), 1, None)
        ours = Shop({"gw": Gateway(better)}, ledger=ledger)
        early = ours.sales.open("early", 1000, b"\x51", 4) if first == "another sale" else None
        if first != "fork":  # the chain moves on, and the sale is opened before the desk has looked
            ledger.extend(hashed(better.headers), 1, None)
        sale = ours.sales.open("sale", PRICE, SCRIPT, ledger.height)
        ours.run(5)
        assert (sale.since, sale.summary().state) == (6, "waiting"), first
        assert early is None or early.since == 3  # its own block is gone
        new = payment(2, PRICE, SCRIPT)
        ours.mine(better, new)
        ours.run(5)
        assert [one.txid for one in sale.listed()] == [new.txid()], first


def test_a_challenge_before_a_sale_was_opened_makes_no_older_payment_its_own():
    old = payment(1, PRICE, SCRIPT)
    ledger, better = forked(old)
    challenger = ledger.challenger()
    challenger.extend(hashed(better.headers), 1, None)
    assert ledger.adopt(challenger)
    ours = Shop({"gw": Gateway(better)}, ledger=ledger)
    sale = ours.sales.open("sale", PRICE, SCRIPT, ledger.height)
    ours.run(5)
    assert (sale.since, sale.summary().state) == (6, "waiting")


class Store:
    """A store that holds a record, or fails as it is told."""

    def __init__(self, record=None, error=None):
        self.record = record
        self.error = error

    def load(self):
        if self.error is not None:
            raise self.error
        return self.record

    def save(self, *parts):
        self.record = b"".join(parts)


def test_what_was_proved_is_doubted_wherever_the_chain_is_not_the_one_that_was_kept():
    kept = Ledger(from_genesis(REGTEST, 12)).save()
    for store, another in (
        (Store(kept), False),
        (Store(), True),
        (Store(b"junk"), True),
        (Store(error=CorruptStore("neither slot holds a whole record")), True),
        (Store(error=OSError(5)), True),
        (None, True),
    ):
        device = Device(REGTEST, NAME, ["gw"], print, GENESIS, store)
        assert desk_of(device).sales.another is another


def test_a_payment_of_4_7_kb_is_walked_in_pieces_and_proved_bare():
    ours, blocks = shop()
    sale = ours.sales.open("sale", PRICE, SCRIPT, blocks.height)
    ours.run(1)
    transaction = large()
    ours.mine(blocks, transaction)
    ours.run(4)
    assert ours.states() == ["sale waiting", "payment seen", "sale seen", "payment confirmed", "sale paid"]
    gateway = ours.gateways["gw"]
    assert [argument[2] for argument in requests(gateway, TRANSACTION)] == [0, 4032]
    assert [is_bare((PROOF, argument)) for argument in requests(gateway, PROOF)] == [True]
    assert sale.listed()[0].verdict.subject.id == transaction.txid()
    assert ours.faults("gw") == {}


def test_a_transaction_of_40_kb_is_walked_in_pieces():
    ours, blocks = shop()
    ours.sales.open("sale", PRICE, SCRIPT, blocks.height)
    ours.run(1)
    ours.mine(blocks, large(40_000))
    ours.run(FETCH)
    assert ours.states()[-1] == "sale paid"
    assert len(requests(ours.gateways["gw"], TRANSACTION)) == 10


def test_a_gateway_that_sends_a_lying_piece_is_marked_and_delays_nobody_else():
    for lie in (
        lambda tx: tx.serialize()[:4300] + b"\x55" + tx.serialize()[4301:],
        lambda tx: tx.serialize() + b"\x00",
        lambda tx: large(4700, 2).serialize(),
    ):
        ours, blocks = shop("gw1", "gw2")
        ours.gateways["gw1"].raw = lie
        ours.sales.open("sale", PRICE, SCRIPT, blocks.height)
        ours.run(1)
        ours.mine(blocks, large())
        ours.run(6)
        assert ours.states()[-1] == "sale paid"
        assert ours.faults("gw1") and not ours.faults("gw2")


def test_a_gateway_that_sends_crumbs_is_not_waited_for():
    ours, blocks = shop("gw1", "gw2")
    ours.gateways["gw1"].room = 10
    ours.sales.open("sale", PRICE, SCRIPT, blocks.height)
    ours.run(1)
    ours.mine(blocks, large())
    ours.run(6)
    assert ours.states()[-1] == "sale paid"
    assert len(requests(ours.gateways["gw1"], TRANSACTION)) <= 2


def test_pieces_that_stop_coming_are_asked_of_another_gateway_from_the_first_on():
    ours, blocks = shop("gw1", "gw2")
    slow = ours.gateways["gw1"]
    ours.sales.open("sale", PRICE, SCRIPT, blocks.height)
    ours.run(1)
    take = slow.take

    def stops(payload):
        return [] if len(requests(slow, TRANSACTION)) else take(payload)

    slow.take = stops
    ours.mine(blocks, large())
    ours.run(30)
    assert ours.states()[-1] == "sale paid"
    assert [argument[2] for argument in requests(ours.gateways["gw2"], TRANSACTION)] == [0, 4032]


def test_a_sale_goes_on_after_a_power_cut_at_any_moment():
    #   mined | told | fetched | proved | paid: the power fails so many seconds after the block
    transaction = large()
    for cut in range(6):
        ours, blocks = shop()
        sale = ours.sales.open("sale", PRICE, SCRIPT, blocks.height)
        record = save(ours.sales, sale, ours.clock.at)
        ours.run(1)
        ours.mine(blocks, transaction)
        for _ in range(cut):
            ours.run(1)
            if ours.news:
                record = save(ours.sales, sale, ours.clock.at)
        told = ours.states()
        for _ in range(20):
            blocks.mine()
        again = Shop({"gw": Gateway(blocks)}, ledger=ours.ledger)
        again.sales.add(load(record, again.clock.at))
        again.run(10)
        told += again.states()
        assert told.count("sale paid") == 1, (cut, told)
        assert [state for state in told if state.startswith("payment confirmed")] == ["payment confirmed"]
