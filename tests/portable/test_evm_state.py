"""Accounts, storage, transactions and receipts under the roots of a header; and where contracts keep what."""

from lightclient.codec.errors import BadSchema, NonCanonical, TooLarge, Truncated
from lightclient.crypto.keccak import keccak256
from lightclient.evm import rlp
from lightclient.evm.contract import above, array_slot, mapping_slot, padded, slot_of
from lightclient.evm.errors import NoAccount, NoReceipt
from lightclient.evm.receipt import MAX_INDEX, entry_at, parse_receipt, transaction_hash
from lightclient.evm.state import account_at, slot_at
from lightclient.evm.trie import EMPTY_ROOT
from tests.portable.evm import Trie
from tests.portable.support import raises

CONTRACT, PERSON, NOBODY = b"\xc0" * 20, b"\x01" * 20, b"\x02" * 20
CODE = keccak256(b"")
SLOT = mapping_slot(padded(PERSON), slot_of(3))
STORAGE = Trie({keccak256(slot): rlp.serialize(value) for slot, value in (
    (SLOT, 1), (slot_of(0), (1 << 256) - 1), (slot_of(7), b"\xff" * 32),
)})  # fmt: skip


def account(nonce=1, balance=10**18, storage=EMPTY_ROOT, code=CODE):
    return rlp.serialize([nonce, balance, storage, code])


STATE = Trie({keccak256(CONTRACT): account(storage=STORAGE.root), keccak256(PERSON): account(0)})


def slot(number, address=CONTRACT, state=STATE, storage=STORAGE):
    proofs = state.proof(keccak256(address)), storage.proof(keccak256(number))
    return slot_at(state.root, address, number, proofs[0], proofs[1])


def test_an_account():
    found = account_at(STATE.root, CONTRACT, STATE.proof(keccak256(CONTRACT)))
    assert (found.nonce, found.balance, found.storage_root, found.code_hash) == (1, 10**18, STORAGE.root, CODE)
    assert account_at(STATE.root, NOBODY, STATE.proof(keccak256(NOBODY))) is None


def test_an_account_has_its_form():
    for value, error in (
        (account(1 << 64), TooLarge),
        (account(balance=1 << 256), TooLarge),
        (account(storage=bytes(31)), BadSchema),
        (account(code=bytes(33)), BadSchema),
        (account(balance=b"\x00\x01"), NonCanonical),
        (rlp.serialize([1, 2, EMPTY_ROOT]), BadSchema),
        (rlp.serialize([1, 2, EMPTY_ROOT, CODE, 1]), TooLarge),
        (rlp.serialize(b"account"), BadSchema),
    ):
        state = Trie({keccak256(PERSON): value})
        with raises(error):
            account_at(state.root, PERSON, state.proof(keccak256(PERSON)))
    with raises(BadSchema):
        account_at(STATE.root, bytes(19), [])


def test_a_slot():
    assert slot(SLOT)[1] == slot_of(1)
    assert slot(slot_of(0))[1] == b"\xff" * 32
    assert slot(slot_of(1))[1] == bytes(32)  # nothing is zero
    assert slot(SLOT)[0].nonce == 1


def test_a_slot_of_nobody_and_of_whoever_has_none():
    with raises(NoAccount):
        slot(SLOT, NOBODY)
    assert slot(SLOT, PERSON, storage=Trie({}))[1] == bytes(32)


def test_the_value_of_a_slot_has_its_form():
    for value, error in (
        (rlp.serialize(b"\x00\x01"), NonCanonical),
        (rlp.serialize(b"\x01" * 33), TooLarge),
        (rlp.serialize([1]), TooLarge),
        (b"\xc0", BadSchema),
    ):
        storage = Trie({keccak256(SLOT): value})
        state = Trie({keccak256(CONTRACT): account(storage=storage.root)})
        with raises(error):
            slot(SLOT, state=state, storage=storage)
    with raises(BadSchema):
        slot_at(STATE.root, CONTRACT, bytes(31), STATE.proof(keccak256(CONTRACT)), [])


def test_where_contracts_keep_what():
    # Solidity's documentation, "Mappings and Dynamic Arrays": data[4][9].b, in a mapping in slot 1 of mappings of
    # structures whose member b is the second slot.
    inner = mapping_slot(padded(9), mapping_slot(padded(4), slot_of(1)))
    assert above(inner, 1) == slot_of(int.from_bytes(inner, "big") + 1)
    assert (
        mapping_slot(padded(0), slot_of(0)).hex() == "ad3228b676f7d3cd4284a5443f17f1962b36e491b30a40b2405849e597ba5fb5"
    )
    assert array_slot(slot_of(0), 0).hex() == "290decd9548b62a8d60345a988386fc84ba6bc95484008f6362f93160ef3e563"
    assert array_slot(slot_of(0), 2, 3) == above(keccak256(bytes(32)), 6)
    assert above(b"\xff" * 32, 1) == bytes(32)
    assert padded(PERSON) == bytes(12) + PERSON and padded(b"\xee" * 32) == b"\xee" * 32 and padded(5) == slot_of(5)


def test_what_is_no_slot():
    for wrong in (lambda: mapping_slot(PERSON, slot_of(0)), lambda: mapping_slot(padded(1), b""), lambda: above(b"", 1),
                  lambda: array_slot(b"", 1), lambda: padded(bytes(33))):  # fmt: skip
        with raises(BadSchema):
            wrong()
    for number in (-1, 1 << 256):
        with raises(TooLarge):
            slot_of(number)


# -- receipts


def log(address=CONTRACT, topics=(bytes(32),), data=b"data"):
    return [address, list(topics), data]


def receipt(status=1, gas=21000, bloom=bytes(256), logs=(), kind=0):
    body = rlp.serialize([status, gas, bloom, list(logs)])
    return bytes((kind,)) + body if kind else body


def test_receipts():
    found = parse_receipt(receipt(logs=[log(), log(topics=[b"\x01" * 32] * 4)], kind=2))
    assert (found.kind, found.succeeded, found.gas_used, len(found.logs)) == (2, True, 21000, 2)
    assert (found.logs[1].address, found.logs[1].topics, found.logs[0].data) == (CONTRACT, [b"\x01" * 32] * 4, b"data")
    assert parse_receipt(receipt(0)).succeeded is False
    assert parse_receipt(receipt(bytes(32))).succeeded is None  # a state's root, as before EIP-658


def test_receipts_have_their_form():
    for data, error in (
        (receipt(2), BadSchema),
        (receipt(bytes(31)), NonCanonical),
        (receipt(gas=1 << 64), TooLarge),
        (receipt(bloom=bytes(255)), BadSchema),
        (receipt(logs=[log(bytes(19))]), BadSchema),
        (receipt(logs=[log(topics=[bytes(31)])]), BadSchema),
        (receipt(logs=[log(topics=[bytes(32)] * 5)]), TooLarge),
        (receipt(logs=[[CONTRACT, []]]), BadSchema),
        (receipt(logs=[b"log"]), BadSchema),
        (rlp.serialize([1, 2, bytes(256)]), BadSchema),
        (b"\x00" + receipt(), BadSchema),
        (b"", Truncated),
    ):
        with raises(error):
            parse_receipt(data)


def test_entries_of_a_block():
    raws = [receipt(gas=number + 1) for number in range(20)]
    trie = Trie({rlp.serialize(number): raw for number, raw in enumerate(raws)})
    for number in (0, 1, 19):
        assert entry_at(trie.root, number, trie.proof(rlp.serialize(number)), "receipt") == raws[number]
    with raises(NoReceipt):
        entry_at(trie.root, 20, trie.proof(rlp.serialize(20)), "receipt")
    with raises(TooLarge):
        entry_at(trie.root, MAX_INDEX + 1, [], "receipt")
    assert transaction_hash(b"\x02tx") == keccak256(b"\x02tx")
