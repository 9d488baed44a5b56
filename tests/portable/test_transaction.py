from lightclient.bitcoin.errors import BadWitnessFlag, NoInputs, NoOutputs, SuperfluousWitness
from lightclient.bitcoin.transaction import Transaction, paid_to, parse
from lightclient.bitcoin.walk import Visitor, walk
from lightclient.codec.errors import NonCanonical, TooLarge, TrailingBytes, Truncated
from lightclient.codec.reader import Reader
from lightclient.codec.stream import StreamReader
from lightclient.crypto.hashes import sha256d
from tests.portable.blocks import PAYEE, payment, witnessed
from tests.portable.support import raises
from tests.portable.test_reader import Trickle

# The coinbase of block 0; its txid is the block's Merkle root.
GENESIS = bytes.fromhex(
    "01000000010000000000000000000000000000000000000000000000000000000000000000ffffffff4d04ffff001d0104455468652054"
    "696d65732030332f4a616e2f32303039204368616e63656c6c6f72206f6e206272696e6b206f66207365636f6e64206261696c6f757420"
    "666f722062616e6b73ffffffff0100f2052a01000000434104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61"
    "deb649f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac00000000"
)
GENESIS_TXID = bytes.fromhex("3ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a")

# BIP143, native P2WPKH: the second of two inputs has a witness
BIP143 = bytes.fromhex(
    "01000000000102fff7f7881a8099afa6940d42d1e7f6362bec38171ea3edf433541db4e4ad969f00000000494830450221008b9d1dc26b"
    "a6a9cb62127b02742fa9d754cd3bebf337f7a55d114c8e5cdd30be022040529b194ba3f9281a99f2b1c0a19c0489bc22ede944ccf4ecba"
    "b4cc618ef3ed01eeffffffef51e1b804cc89d182d279655c3aa89e815b1b309fe287d9b2b55d57b90ec68a0100000000ffffffff02202c"
    "b206000000001976a9148280b37df378db99f66f85c95a783a76ac7a6d5988ac9093510d000000001976a9143bde42dbee7e4dbe6a21b2"
    "d50ce2f0167faa815988ac000247304402203609e17b84f6a7d30c80bfa610b5b4542f32a8a0d5447a12fb1366d7f01cc44a0220573a95"
    "4c4518331561406f90300e8f3358f51928d43c212a8caed02de67eebee0121025476c2e83188368da1ff3e292e7acafcdb3566bb0ad253"
    "f62fc70f07aeee635711000000"
)
BIP143_WITNESS = 1 + 1 + 1 + 71 + 1 + 33  # bytes: counts, lengths and items

INPUT = bytes(32) + b"\x01\x00\x00\x00" + b"\x00" + b"\xff\xff\xff\xff"
OUTPUT = bytes(8) + b"\x01\x51"
VERSION = b"\x02\x00\x00\x00"
LOCKTIME = bytes(4)


class Seen(Visitor):
    def __init__(self, keep):
        self.keep = keep
        self.seen = []

    def input(self, txid, index, script, sequence):
        self.seen.append((index, script))

    def output(self, value, script):
        self.seen.append((value, script))

    def witness(self, index, item):
        self.seen.append((index, item))


def refused(error, data):
    """Both ways to read a transaction refuse it; return the args of the error."""
    with raises(error):
        parse(data)
    with raises(error) as caught:
        walk(Reader(data))
    return caught.error.args


def test_the_first_transaction_of_bitcoin():
    walked = walk(Reader(GENESIS))
    assert walked.txid == GENESIS_TXID == parse(GENESIS).txid()
    assert walked.is_coinbase
    assert (walked.size, walked.stripped_size) == (204, 204)


def test_the_txid_leaves_the_witnesses_out():
    stripped = BIP143[:4] + BIP143[6 : -4 - BIP143_WITNESS] + BIP143[-4:]
    walked = walk(Reader(BIP143))
    assert walked.txid == parse(BIP143).txid() == walk(Reader(stripped)).txid == sha256d(stripped)
    assert (walked.size, walked.stripped_size) == (len(BIP143), len(stripped))
    assert not walked.is_coinbase


def test_parts_of_a_transaction():
    tx = parse(BIP143)
    assert (tx.version, tx.locktime) == (1, 17)
    assert [(index, len(script), sequence) for _, index, script, sequence in tx.inputs] == [
        (0, 73, 0xFFFFFFEE),
        (1, 0, 0xFFFFFFFF),
    ]
    assert tx.inputs[0][0] == BIP143[7:39]
    assert [(value, len(script)) for value, script in tx.outputs] == [(112340000, 25), (223450000, 25)]
    assert [[len(item) for item in items] for items in tx.witnesses] == [[], [71, 33]]


def test_bytes_survive_the_round_trip():
    for data in (GENESIS, BIP143, payment(1).serialize(), witnessed(2).serialize()):
        assert parse(data).serialize() == data


def test_a_transaction_can_be_stripped():
    tx = witnessed(1)
    assert tx.serialize(False) == payment(1).serialize()
    assert tx.txid() == payment(1).txid() == sha256d(tx.serialize(False))


def test_a_stream_gives_the_same_as_bytes():
    for data in (GENESIS, BIP143):
        for most in (1, 7, 1000):
            reader = StreamReader(Trickle(data + b"next", most).read)
            walked, whole = walk(reader), walk(Reader(data))
            assert (walked.txid, walked.size, walked.stripped_size) == (whole.txid, whole.size, whole.stripped_size)
            assert reader.take(4) == b"next"


def test_a_walk_may_begin_anywhere():
    reader = Reader(b"before" + BIP143 + GENESIS)
    reader.take(6)
    assert walk(reader).size == len(BIP143)
    assert walk(reader).txid == GENESIS_TXID
    reader.end()


def test_scripts_and_items_that_are_too_long_are_not_held():
    seen = Seen(33)
    walked = walk(Reader(BIP143), seen)
    shown = [script for _, script in seen.seen]
    assert [None if script is None else len(script) for script in shown] == [None, 0, 25, 25, None, 33]
    assert walked.txid == parse(BIP143).txid()


def test_a_script_larger_than_the_pieces_is_hashed_whole():
    tx = payment(1, script=bytes(range(256)) * 20)
    walked = walk(StreamReader(Trickle(tx.serialize(), 100).read))
    assert walked.txid == sha256d(tx.serialize())


def test_only_a_lone_input_from_nothing_makes_a_coinbase():
    for txid, index, more in ((bytes(32), 0, 0), (b"\x01" + bytes(31), 0xFFFFFFFF, 0), (bytes(32), 0xFFFFFFFF, 1)):
        tx = Transaction()
        tx.input(txid, index, b"", 0)
        for _ in range(more):
            tx.input(txid, index, b"", 0)
        tx.output(1, b"")
        assert not walk(Reader(tx.serialize())).is_coinbase


def test_a_payment_is_the_sum_of_the_outputs_to_a_script():
    tx = payment(1, 1000)
    for value, script in ((200, PAYEE), (40, PAYEE + b"\x51"), (8, PAYEE[:-1]), (1, b"")):
        tx.output(value, script)
    data = tx.serialize()
    assert paid_to(data, PAYEE) == 1200
    assert paid_to(data, b"") == 1
    assert paid_to(data, b"\x51") == 0


def test_a_payment_is_read_to_the_end():
    with raises(TrailingBytes):
        paid_to(payment(1).serialize() + b"\x00", PAYEE)
    with raises(Truncated):
        paid_to(payment(1).serialize()[:-1], PAYEE)


def test_input_cut_short_anywhere_is_truncated():
    for data in (BIP143, payment(1).serialize()):
        for size in range(len(data)):
            with raises(Truncated):
                parse(data[:size])


def test_bytes_after_the_transaction_are_refused():
    with raises(TrailingBytes):
        parse(GENESIS + b"\x00")


def test_a_transaction_has_inputs():
    refused(NoInputs, VERSION + b"\x00\x00" + LOCKTIME)
    refused(NoInputs, VERSION + b"\x00\x01\x00\x01" + OUTPUT + LOCKTIME)


def test_a_transaction_has_outputs():
    refused(NoOutputs, VERSION + b"\x01" + INPUT + b"\x00" + LOCKTIME)


def test_the_witness_flag_is_one():
    data = VERSION + b"\x00\x02\x01" + INPUT + b"\x01" + OUTPUT + b"\x00" + LOCKTIME
    assert refused(BadWitnessFlag, data) == (2, 5)


def test_the_witness_form_has_a_witness():
    refused(SuperfluousWitness, VERSION + b"\x00\x01\x01" + INPUT + b"\x01" + OUTPUT + b"\x00" + LOCKTIME)


def test_an_empty_witness_item_is_a_witness():
    data = VERSION + b"\x00\x01\x01" + INPUT + b"\x01" + OUTPUT + b"\x01\x00" + LOCKTIME
    assert parse(data).witnesses == [[b""]]
    assert parse(data).serialize() == data


def test_counts_are_in_their_shortest_form():
    refused(NonCanonical, VERSION + b"\xfd\x01\x00" + INPUT + b"\x01" + OUTPUT + LOCKTIME)
    refused(NonCanonical, VERSION + b"\x01" + INPUT + b"\xfd\x01\x00" + OUTPUT + LOCKTIME)
    refused(NonCanonical, VERSION + b"\x01" + INPUT + b"\x01" + bytes(8) + b"\xfd\x01\x00\x51" + LOCKTIME)


def test_no_count_or_script_is_larger_than_a_block():
    huge = b"\xfe\x01\x09\x3d\x00"  # 4,000,001
    assert refused(TooLarge, VERSION + huge) == ("the number of inputs", 4000001, 4000000)
    assert refused(TooLarge, VERSION + b"\x01" + INPUT[:36] + huge)[0] == "the length of a script"
    assert refused(TooLarge, VERSION + b"\x01" + INPUT + huge)[0] == "the number of outputs"
    marked = VERSION + b"\x00\x01\x01" + INPUT + b"\x01" + OUTPUT
    assert refused(TooLarge, marked + huge)[0] == "the number of witness items"
