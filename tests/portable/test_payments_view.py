"""Our own chain, as payments ask for it."""

from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.header import split
from lightclient.bitcoin.ledger import Ledger
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.payments.sales import Sales
from lightclient.payments.view import ChainView
from tests.portable.counter import PRICE, SCRIPT, mined, pays, state
from tests.portable.mining import Tree, hashed


def test_a_block_is_in_our_chain_or_not_or_below_what_is_kept():
    #   0 - 1 - ... - 6        window of 3: the base is 3
    #            \
    #             5b
    tree = Tree(REGTEST)
    ledger = Ledger(from_genesis(REGTEST, 3))
    ledger.extend(hashed(split(tree.grow("1 2 3 4 5 6", after="0"))), 1, None)
    ledger.extend(hashed(split(tree.grow("5b", after="4"))), 5, None)
    view = ChainView(ledger, lambda: True)
    assert view.height == 6 and view.counts
    assert view.where(2, tree.hash("2")) is None
    for height in (3, 4, 5, 6):
        assert view.where(height, tree.hash(str(height))) is True
    assert view.where(5, tree.hash("5b")) is False
    assert view.where(5, tree.hash("6")) is False
    assert view.where(7, tree.hash("6")) is False


def test_the_newest_block_until_a_time_is_searched_in_what_is_kept():
    tree = Tree(REGTEST)
    ledger = Ledger(from_genesis(REGTEST, 3))
    headers = split(tree.grow("1 2 3 4 5 6", after="0"))
    ledger.extend(hashed(headers), 1, None)
    view = ChainView(ledger, lambda: True)
    times = [int.from_bytes(header[68:72], "little") for header in headers]
    assert times == sorted(set(times))
    assert [view.until(time) for time in times] == [3, 3, 3, 4, 5, 6]
    assert [view.until(time - 1) for time in times] == [3, 3, 3, 3, 4, 5]
    assert view.until(2**32) == 6 and view.until(0) == 3


def test_sales_on_a_real_chain():
    tree = Tree(REGTEST)
    ledger = Ledger(from_genesis(REGTEST, 144))
    ledger.extend(hashed(split(tree.grow("1 2", after="0"))), 1, None)
    sales = Sales(ChainView(ledger, lambda: True), ["gw"])
    sale = sales.open("table 4", PRICE, SCRIPT, since=ledger.height)
    assert sales.watch("gw", 0) == ([SCRIPT], 2)
    payment = pays()
    fork = ledger.extend(hashed(split(tree.grow("3", after="2"))), 3, None)
    sales.tip(1, fork)
    sales.told("gw", mined(payment, 3, tree.hash("3")), 1)
    question = sales.wants(1)[0]
    assert (question.txid, question.height, question.block) == (payment.txid(), 3, tree.hash("3"))
    sales.proved("gw", payment.txid(), 3, tree.hash("3"), 1)
    assert state(sale) == ("paid", 0)
    fork = ledger.extend(hashed(split(tree.grow("3b 4b", after="2"))), 3, None)
    sales.tip(2, fork)
    assert fork == 2 and state(sale) == ("reorged out", PRICE)
