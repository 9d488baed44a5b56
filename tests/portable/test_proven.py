"""What was proved and is taken back is told at the next waking, whatever happened in between."""

from lightclient.bitcoin.header import display
from lightclient.device.proven import KEEP, Proven
from lightclient.evidence.finality import Work
from lightclient.evidence.verdict import Place, Proved, Subject
from tests.portable.mining import Tree, network
from tests.portable.scene import Scene, anchor, forked, names
from tests.portable.toy.bench import Store

TREE = forked(real=40, weak=30, fork=26)  # 30w is an ordinary reorganisation away
TXID = bytes(range(32))


def verdict(tree, block, txid=TXID):
    state = tree.states[block]
    place = Place(state.height, state.tip_hash, state.times[-1])
    return Proved("bip122:0", Subject("transaction", [(0, txid)]), place, Work(1, 0, 0), (), (), "")


def proven(scene, store=None):
    made = Proven(scene.ledger, store)
    made.load()
    return made


def test_a_reorganisation_takes_back_what_it_replaced_and_nothing_below():
    scene = Scene(TREE, {"gw": "40r"}, known="30w")
    kept = proven(scene)
    kept.add(verdict(TREE, "28w"))
    kept.add(verdict(TREE, "25", bytes(32)))
    assert kept.look() == []
    scene.connect()
    assert scene.at() == "40r"
    assert kept.look() == [display(TXID)] == kept.taken_back
    assert kept.look() == [] and [entry[1] for entry in kept.entries] == [25]


def test_also_if_the_new_chain_is_so_long_that_the_fork_is_out_of_sight():
    tree = forked(real=46, weak=30, fork=26)
    scene = Scene(tree, {"gw": "46r"}, known="30w")
    kept = proven(scene)
    kept.add(verdict(tree, "28w"))
    kept.add(verdict(tree, "25", bytes(32)))
    scene.connect()
    assert scene.at() == "46r" and scene.ledger.chain.base.height > 30
    assert kept.look() == [display(TXID)]
    assert [entry[1] for entry in kept.entries] == [25]


def test_a_chain_of_a_challenger_leaves_everything_in_doubt_but_what_it_shows():
    tree = forked(real=40, weak=30, fork=4)
    scene = Scene(tree, {"gw": "40r"}, known="30w")
    kept = proven(scene)
    kept.add(verdict(tree, "29w"))
    kept.add(verdict(tree, "3", bytes(32)))
    kept.add(verdict(tree, "38r", bytes(31) + b"\1"))
    scene.connect()
    assert scene.at() == "40r" and scene.ledger.adopted == 1
    assert kept.look() == [display(TXID), display(bytes(32))]  # of the second only a new proof could say
    assert [entry[1:] for entry in kept.entries] == [[38, tree.hash("38r"), False]]


def test_it_is_told_after_a_restart_though_the_device_slept_before_it_could_tell():
    #   awake: the chain is adopted, and the power fails before it counts as known
    for fork in (4, 26):
        tree = forked(real=46, weak=30, fork=fork)
        scene = Scene(tree, {"gw": "46r"}, known="30w")
        store = Store()
        kept = proven(scene, store)
        kept.add(verdict(tree, "28w"))
        kept.save()
        scene.connect()
        kept.save()
        again = Scene(tree, {"gw": "46r"}, saved=scene.ledger.save())
        assert again.at() == "46r" and again.ledger.adopted == 0
        later = proven(again, store)
        assert later.look() == [display(TXID)]
        later.save()
        assert proven(again, store).entries == []


def test_a_saved_chain_that_did_not_serve_leaves_it_in_doubt():
    tree = forked(real=40, weak=30, fork=4)
    store = Store()
    first = Scene(tree, {"gw": "30w"}, known="30w")
    kept = proven(first, store)
    kept.add(verdict(tree, "28w"))
    kept.save()
    scene = Scene(tree, {"gw": "40r"}, trust=anchor(tree, "36r"), saved=first.ledger.save())
    assert scene.told == ["SavedLessWork"]
    later = proven(scene, store)
    later.doubt(0)  # as Core does then
    scene.connect()
    assert later.look() == [display(TXID)]


def test_the_newest_few_are_kept_and_each_subject_once():
    tree = Tree(network())
    tree.grow(names(1, 9), after="0")
    scene = Scene(tree, {"gw": "9"}, known="9")
    store = Store()
    kept = proven(scene, store)
    for number in range(KEEP + 2):
        kept.add(verdict(tree, str(number + 1), bytes([number] * 32)))
    kept.add(verdict(tree, "9", bytes([3] * 32)))
    assert [entry[1] for entry in kept.entries] == [3, 5, 6, 9]
    kept.add(verdict(tree, "9", bytes([3] * 32)))
    kept.save()
    kept.save()
    assert store.saves == 1
    assert proven(scene, store).entries == kept.entries


def test_a_record_that_cannot_be_used_is_named_and_replaced():
    scene = Scene(TREE, {"gw": "40r"})
    for record in (b"", b"\xff", b"\x80", b"\x82\x00\x01", b"\x82\x00\x81\x01", b"\x82\x20\x80"):
        store = Store(record)
        kept = Proven(scene.ledger, store)
        with raises_malformed():
            kept.load()
        assert (kept.entries, kept.failures) == ([], 0)
        kept.save()
        assert proven(scene, store).entries == []


class raises_malformed:
    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        from lightclient.errors import Malformed

        assert kind is not None and issubclass(kind, Malformed), kind
        return True
