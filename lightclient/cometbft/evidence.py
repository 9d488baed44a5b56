"""The forms of evidence, and the verdict on each. A body is CBOR and begins with what ties its block (decided/tie.py).

transaction   [steps, links, transaction, index, total, aunts]
state         [steps, links, store, key, value or null, [ICS-23 proofs, from the entry upwards]]
"""

from lightclient.codec.cbor import BLOB, is_uint
from lightclient.codec.errors import BadSchema, TooLarge
from lightclient.cometbft.errors import NoStateProofs, NotOfState
from lightclient.decided.evidence import fields_of
from lightclient.decided.tie import tie
from lightclient.evidence.verdict import Subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.decided.ledger import Ledger
    from lightclient.evidence.verdict import Verdict

TRANSACTION, STATE = "transaction", "state"
FORMS = (TRANSACTION, STATE)
MAX_KEY = 4096  # bytes, of a store's name as well


class Entry(Subject):
    """An entry of the state; `value` is None if the key is absent. Its id is store, slash, key.

    A slash in the store's name is "%2F" there, and "%" is "%25": one id is never that of two entries.
    """

    __slots__ = ("asked", "value")

    def __init__(self, store: bytes, key: bytes, value: "bytes | None") -> None:
        named = store.replace(b"%", b"%25").replace(b"/", b"%2F") + b"/" + key
        super().__init__("absent entry" if value is None else "entry", [(0, named)], value or b"")
        self.asked = [store, key]
        self.value = value


def judge(ledger: "Ledger", form: str, body: "bytes | memoryview", clock: "int | None") -> "Verdict":
    """Return the verdict on a body of one of FORMS. Raises what the form's own judge raises."""
    return (transaction if form == TRANSACTION else state)(ledger, body, clock)


def transaction(ledger: "Ledger", body: "bytes | memoryview", clock: "int | None") -> "Verdict":
    """Raises BadSchema, NotInBlock, and what `tie` and `check_transaction` raise."""
    from lightclient.cometbft.transaction import check_transaction

    steps, links, tx, index, total, aunts = fields_of(body, 6)
    if not isinstance(tx, BLOB) or not isinstance(aunts, BLOB) or not is_uint(index) or not is_uint(total):
        raise BadSchema("evidence", "not [steps, links, transaction, index, total, aunts]")
    tied = tie(ledger, steps, links, clock)
    tx_hash = check_transaction(tx, index, total, bytes(aunts), tied.header)
    return tied.verdict(Subject(TRANSACTION, [(index, tx_hash)], tx), ("data-hash",))


def state(ledger: "Ledger", body: "bytes | memoryview", clock: "int | None") -> "Verdict":
    """The entry is of the state before the block's own transactions: the header was signed over that.

    Raises BadSchema, NoStateProofs, NotOfState, and what `tie` and the proofs' own functions raise.
    """
    from lightclient.cometbft.ics23 import absence_root, membership_root, read_proof
    from lightclient.cometbft.trees import tree_of

    network: "Any" = ledger.network
    trees = network.trees
    if not trees:
        raise NoStateProofs(chain=network.chain_id)
    steps, links, store, key, value, proofs = fields_of(body, 6)
    if not isinstance(store, BLOB) or not isinstance(key, BLOB) or not (value is None or isinstance(value, BLOB)):
        raise BadSchema("evidence", "store, key and value are not bytes")
    if len(store) > MAX_KEY or len(key) > MAX_KEY:
        raise TooLarge("a key", max(len(store), len(key)), MAX_KEY)
    check_store(network, store)
    if not isinstance(proofs, list) or len(proofs) != len(trees) or not all(isinstance(each, BLOB) for each in proofs):
        raise BadSchema("evidence", "not one proof for each of " + str(len(trees)) + " trees")
    tied = tie(ledger, steps, links, clock)
    entry = Entry(bytes(store), bytes(key), None if value is None else bytes(value))
    proof, tree = read_proof(proofs[0]), tree_of(trees[0])
    if entry.value is None:
        root = absence_root(proof, tree, bytes(key))
    else:
        root = membership_root(proof, tree, bytes(key), entry.value)
    if len(trees) > 1:
        root = membership_root(read_proof(proofs[1]), tree_of(trees[1]), bytes(store), root)
    if root != tied.header.app_hash:
        raise NotOfState(tied.header.height)
    return tied.verdict(entry, ("app-hash",))


def check_store(network: "Any", store: "bytes | memoryview") -> None:
    """Raise BadSchema for the name of a store where there is a single tree: no proof would bind it."""
    if len(store) and len(network.trees) == 1:
        raise BadSchema("store", "its name is not empty, and the chain has a single tree without stores")
