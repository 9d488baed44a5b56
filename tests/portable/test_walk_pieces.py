"""A transaction that comes in pieces, and the proof that comes without it."""

from lightclient.bitcoin import questions
from lightclient.bitcoin.bundle import Bundle, Leaf, leaf_of, parse
from lightclient.bitcoin.errors import LeafIsInnerNode, NoOutputs, NotCoinbase, RootMismatch, TxidMismatch
from lightclient.bitcoin.ledger import Ledger
from lightclient.bitcoin.walk import walk, walking
from lightclient.codec.errors import BadSchema, TooLarge, TrailingBytes, Truncated
from lightclient.codec.pieces import PieceReader
from lightclient.codec.reader import Reader
from lightclient.errors import LightClientError
from lightclient.payments.pieces import Pieces
from tests.portable.blocks import PAYEE, payment, tx_of_64_bytes, witnessed
from tests.portable.support import raises
from tests.portable.test_bundle import TXS, setup
from tests.portable.test_transaction import BIP143, GENESIS, INPUT, LOCKTIME, VERSION, Seen

LONG = payment(7, script=bytes(range(256)) * 20)
LIMIT = 164  # of an answer: 100 bytes of it are a piece


def in_pieces(data, size, keep):
    """Walk `data` in pieces of `size` bytes; return what was found, what was seen, and the most that was kept."""
    reader, seen = PieceReader(len(data)), Seen(keep)
    steps = walking(reader, seen)
    needs = next(steps)
    most = 0
    for at in range(0, len(data), size):
        buffer = bytearray(data[at : at + size])
        reader.feed(memoryview(buffer))
        while isinstance(needs, int) and not reader.lacks(needs):
            needs = next(steps)
        reader.keep()
        buffer[:] = b"\xee" * len(buffer)  # as a message buffer is used again
        most = max(most, reader.at_hand)
    return needs, seen.seen, most


def test_pieces_of_any_size_give_what_the_whole_gives():
    for data in (GENESIS, BIP143, payment(1).serialize(), witnessed(2).serialize(), LONG.serialize()):
        for keep in (0, 33, 100):
            seen = Seen(keep)
            whole = walk(Reader(data), seen)
            for size in (1, 2, 7, 50, len(data) - 1, len(data)):
                walked, shown, most = in_pieces(data, size, keep)
                assert (walked.txid, walked.size, walked.stripped_size) == (whole.txid, len(data), whole.stripped_size)
                assert walked.is_coinbase == whole.is_coinbase
                assert shown == seen.seen
                assert most < 49 + keep


def test_pieces_are_refused_as_the_whole_is():
    broken = [VERSION + b"\x01" + INPUT + b"\x00" + LOCKTIME, BIP143[:4] + b"\x00\x02" + BIP143[6:]]
    for data in broken + [BIP143[:at] for at in range(0, len(BIP143), 13)]:
        with_whole = None
        try:
            walk(Reader(data))
        except LightClientError as error:
            with_whole = error.name
        for size in (1, 7, 1000):
            try:
                in_pieces(data, size, 0)
                found = None
                if len(data):
                    raise AssertionError(len(data))
            except LightClientError as error:
                found = error.name
            assert found == with_whole or not data


def test_more_than_the_size_is_never_fed():
    reader = PieceReader(5)
    reader.feed(b"abc")
    assert (reader.at_hand, reader.received, reader.offset) == (3, 3, 0)
    assert reader.take(2) == b"ab" and not reader.lacks(1) and reader.lacks(2)
    with raises(TooLarge):
        reader.feed(b"xyz")
    reader.feed(b"de")
    assert reader.received == 5 and not reader.lacks(100)
    assert reader.take(1) == b"c" and reader.take(1) == b"d"
    with raises(Truncated):
        reader.take(2)
    with raises(TrailingBytes):
        reader.end()
    assert reader.take(1) == b"e"
    reader.end()


# -- asked of a gateway


def question(data, most=100_000):
    return Pieces(walk(Reader(data)).txid, lambda: Seen(34), LIMIT, 5, most)


def ask(asked, data, size=None):
    """Answer with the next piece of `data`."""
    _, height, offset = asked.argument()
    assert height == 5
    return asked.judge([len(data) if size is None else size, memoryview(data)[offset : offset + 100]])


def test_a_transaction_is_asked_for_piece_by_piece():
    data = LONG.serialize()
    asked = question(data)
    found, turns = None, 0
    while found is None:
        found = ask(asked, data)
        turns += 1
    walked, seen = found
    assert turns == (len(data) + 99) // 100
    assert walked.txid == LONG.txid()
    assert seen.seen == [(0, b"\x51\x52"), (1000, None)]
    assert question(GENESIS, 204).judge([204, GENESIS])[0].is_coinbase  # whoever has room has it in one


def test_a_lie_is_an_error_and_the_next_answer_begins_anew():
    data = LONG.serialize()

    def refused(error, size, piece):
        assert ask(asked, data) is None
        with raises(error):
            asked.judge([size, piece])
        assert asked.argument()[2] == 0

    asked = question(data)
    refused(BadSchema, len(data) + 1, data[100:200])  # another transaction
    refused(BadSchema, len(data), data[100:149])  # half of what fits, at least
    refused(TooLarge, len(data), data)
    refused(BadSchema, len(data), "text")
    with raises(BadSchema):
        asked.judge(data)
    with raises(TooLarge):
        asked.judge([100_001, data[:100]])
    assert ask(question(data, len(data)), data) is None
    with raises(TooLarge):
        ask(question(data, len(data) - 1), data)
    lie = data[:300] + b"\x77" + data[301:]
    with raises(TxidMismatch):
        while ask(asked, lie) is None:
            pass
    with raises(TrailingBytes):
        while ask(asked, data + b"\x00") is None:
            pass
    with raises(NoOutputs):
        asked.judge([51, VERSION + b"\x01" + INPUT + b"\x00" + LOCKTIME])
    while ask(asked, data) is None:
        pass


# -- proofs without the transaction


def bare(bundle):
    return parse(
        Bundle(
            bundle.network, b"", bundle.position, bundle.branch, bundle.header, bundle.coinbase, bundle.following
        ).serialize()
    )


def test_what_was_walked_stands_for_the_transaction_of_a_bundle():
    for position, tx in enumerate(TXS):
        bundle, _, anchor = setup(position=position)
        walked = leaf_of(walk(Reader(tx.serialize())))  # with its witnesses
        assert walked == Leaf(tx.txid(), not position)
        found = bare(bundle).verify(anchor, walked=walked)
        whole = bundle.verify(anchor)
        assert (found.subject.found, found.place.hash, found.checks) == (
            whole.subject.found,
            whole.place.hash,
            whole.checks,
        )
        with raises(Truncated):
            bare(bundle).verify(anchor)
        with raises(RootMismatch):
            bare(bundle).verify(anchor, walked=Leaf(bytes(32), not position))
        with raises(NotCoinbase):
            bare(bundle).verify(anchor, walked=Leaf(tx.txid(), bool(position)))
        # A bundle that brings the transaction along is judged by that, whatever was walked.
        assert bundle.verify(anchor, walked=Leaf(bytes(32), False)).subject.found == whole.subject.found


def test_what_may_be_two_hashes_is_no_leaf_however_it_was_walked():
    data = tx_of_64_bytes()
    with raises(LeafIsInnerNode):
        leaf_of(walk(Reader(data)))
    with_witness = data[:4] + b"\x00\x01" + data[4:-4] + b"\x01\x01\x51" + data[-4:]
    with raises(LeafIsInnerNode):
        leaf_of(in_pieces(with_witness, 10, 0)[0])


def test_the_question_asks_for_no_transaction_that_was_walked():
    bundle, _, anchor = setup(position=1)

    ledger = Ledger(anchor.chain)

    def asked(walked):
        return questions.Proof(ledger, TXS[1].txid(), 4096, walked=walked)

    assert asked(None).argument()[4] is False
    proof = asked(Leaf(TXS[1].txid(), False))
    assert proof.argument()[4] is True
    assert proof.judge(bare(bundle).serialize()).place.height == 3
    assert proof.judge(bundle.serialize()).place.height == 3
    assert PAYEE in bundle.tx
