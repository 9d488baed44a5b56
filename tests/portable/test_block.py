from lightclient.bitcoin import header as codec
from lightclient.bitcoin.block import Block
from lightclient.bitcoin.errors import DuplicateSibling, NotCoinbase, RootMismatch, TxidMismatch
from lightclient.bitcoin.merkle import root_of
from lightclient.bitcoin.more_errors import NoTransactions
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.transaction import Transaction
from lightclient.bitcoin.tree import branch_of
from lightclient.codec.errors import TooLarge, TrailingBytes, Truncated
from tests.portable import blocks
from tests.portable.blocks import body, coinbase, payment, witnessed
from tests.portable.support import raises
from tests.portable.test_transaction import GENESIS

TXS = [coinbase(300), payment(1), witnessed(2), payment(3), payment(4)]


def header_over(root, version=4):
    return codec.serialize(version, bytes(32), root, 1_600_000_000, 0x207FFFFF, 0)


def raw(txs, version=4):
    return header_over(blocks.root_of(txs), version) + body(txs)


def with_script(script, version=4):
    """Return a block whose coinbase has this input script."""
    tx = Transaction()
    tx.input(bytes(32), 0xFFFFFFFF, script, 0)
    tx.output(1, b"")
    return Block(raw([tx], version))


def test_stripped_leaves_the_witnesses_out():
    block = Block(raw(TXS))
    assert [block.stripped(position) for position in range(len(TXS))] == [tx.serialize(False) for tx in TXS]
    assert block.stripped(2) != TXS[2].serialize()


def refused(error, data):
    with raises(error) as caught:
        Block(data)
    return caught.error.args


def test_the_genesis_block_of_bitcoin():
    block = Block(MAINNET.genesis + b"\x01" + GENESIS)
    assert block.txids == [codec.merkle_root_of(MAINNET.genesis)]
    assert block.height(MAINNET) == 0


def test_a_block_knows_its_transactions():
    block = Block(raw(TXS))
    assert block.header == raw(TXS)[:80]
    assert block.txids == [tx.txid() for tx in TXS]
    for position, tx in enumerate(TXS):
        assert block.position_of(tx.txid()) == position
        assert block.transaction(position).serialize() == tx.serialize()
        branch = branch_of(block.txids, position)
        assert root_of(block.txids[position], position, branch) == codec.merkle_root_of(block.header)


def test_a_transaction_that_is_not_in_the_block_is_refused():
    with raises(TxidMismatch):
        Block(raw(TXS)).position_of(bytes(32))


def test_a_block_has_transactions():
    refused(NoTransactions, bytes(80) + b"\x00")


def test_a_block_has_no_more_transactions_than_fit():
    assert refused(TooLarge, bytes(80) + b"\xfd\x1b\x41") == ("the number of transactions", 16667, 16666)


def test_the_coinbase_comes_first_and_alone():
    for txs in (TXS[1:], [TXS[1], TXS[0]], [TXS[0], TXS[1], coinbase(301)]):
        refused(NotCoinbase, raw(txs))


def test_the_transactions_lead_to_the_root():
    refused(RootMismatch, header_over(bytes(32)) + body(TXS))
    refused(RootMismatch, header_over(blocks.root_of(TXS)) + body(TXS[:-1]))


def test_a_second_body_with_the_same_root_is_refused():
    #   CVE-2012-2459: the last of three transactions once more
    refused(DuplicateSibling, header_over(blocks.root_of(TXS[:3])) + body(TXS[:3] + TXS[2:3]))


def test_a_block_cut_short_anywhere_is_truncated():
    data = raw(TXS)
    for size in range(0, len(data), 7):
        refused(Truncated, data[:size])


def test_bytes_after_the_block_are_refused():
    assert refused(TrailingBytes, raw(TXS) + b"\x00") == (1,)


def test_the_coinbase_names_the_height():
    assert Block(raw(TXS)).height(REGTEST) == 300
    for script, height in (("51", 1), ("60", 16), ("0111", 17), ("028000", 128), ("0300350c", 800000)):
        assert with_script(bytes.fromhex(script) + b"extra").height(REGTEST) == height


def test_a_coinbase_that_names_no_height_has_none():
    for script in ("", "00", "61", "0500000000aa", "4c0101", "03aabb"):
        assert with_script(bytes.fromhex(script)).height(REGTEST) is None


def test_a_height_before_its_rule_tells_nothing():
    script = b"\x03" + (227930).to_bytes(3, "little")
    assert with_script(script).height(MAINNET) is None
    script = b"\x03" + (227931).to_bytes(3, "little")
    assert with_script(script).height(MAINNET) == 227931
    assert with_script(script, version=1).height(MAINNET) is None
