from lightclient.bitcoin import packed, state
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.errors import HighHash, WrongNetwork
from lightclient.bitcoin.header import split
from lightclient.bitcoin.ledger import Ledger, load
from lightclient.bitcoin.locators import MAX_BLOCKS, MAX_TIPS, parse_locator
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.networks.testnet4 import TESTNET4
from lightclient.codec.errors import Truncated
from lightclient.errors import ForkTooDeep, TimeTooNew, UnknownParent
from tests.portable.mining import Tree, child, hashed, network, run_of, unmine
from tests.portable.support import raises


def names(first, last, suffix=""):
    return " ".join([str(n) + suffix for n in range(first, last + 1)])


def following(tree, blocks="", window=144):
    """Return a ledger that has taken the blocks."""
    ledger = Ledger(from_genesis(tree.network, window))
    ledger.extend(run_of(tree.run(blocks)), 1, None)
    return ledger


def pairs(tree, blocks):
    return [(tree.states[name].height, tree.hash(name)) for name in blocks.split()]


def test_a_message_is_read_and_its_last_block_named():
    tree = Tree(REGTEST)
    run = run_of(tree.grow("1 2 3", after="0"))
    ledger = following(tree)
    headers = run[0]
    assert ledger.read(packed.serialize(1, headers)) == (1, run)
    assert ledger.last(1, run) == (3, tree.hash("3"))
    assert ledger.last(1, hashed(headers[:1])) == (1, tree.hash("1"))
    assert ledger.read(packed.serialize(0, [])) == (0, ())
    with raises(Truncated):
        ledger.read(b"")


class Counting:
    """`with Counting(module, name) as calls:` counts how often a function of a module is called."""

    def __init__(self, module, name):
        self.module, self.name, self.real = module, name, getattr(module, name)
        self.count = 0

    def __enter__(self):
        setattr(self.module, self.name, self.call)
        return self

    def __exit__(self, *_):
        setattr(self.module, self.name, self.real)

    def call(self, data):
        self.count += 1
        return self.real(data)


def test_a_header_is_hashed_once_on_its_way_from_a_message_into_the_chain():
    tree = Tree(REGTEST)
    tree.grow(names(1, 40), after="0")
    tree.grow("39b 40b 41b", after="38")
    ledger = following(tree, window=12)
    with Counting(packed, "sha256d") as unpacked, Counting(state, "sha256") as checked:
        for blocks in (names(1, 12), names(9, 40), names(38, 40), "39b 40b 41b"):  # new, partly known, known, a fork
            headers = split(tree.run(blocks))
            before = unpacked.count
            height, run = ledger.read(packed.serialize(tree.states[blocks.split()[0]].height, headers))
            ledger.last(height, run)
            ledger.extend(run, height, None)
            assert unpacked.count - before == len(headers) and not checked.count
    assert ledger.tip == tree.hash("41b")


def test_a_run_extends_the_ledger():
    tree = Tree(REGTEST)
    run = run_of(tree.grow("1 2 3", after="0"))
    ledger = following(tree)
    assert (ledger.height, ledger.tip) == (0, tree.hash("0"))
    assert ledger.extend(run, 1, None) == 0
    assert (ledger.height, ledger.tip) == (3, tree.hash("3"))
    assert ledger.extend(run, 1, None) is None


def test_a_reorganisation_tells_where_it_forked():
    tree = Tree(REGTEST)
    tree.grow("1 2a", after="0")
    ledger = following(tree, "1 2a")
    assert ledger.extend(run_of(tree.grow("2b", after="1")), 2, None) is None
    assert ledger.extend(run_of(tree.grow("3b", after="2b")), 3, None) == 1
    assert ledger.tip == tree.hash("3b")


def test_a_run_that_breaks_a_rule_changes_nothing():
    tree = Tree(REGTEST)
    run = run_of(tree.grow("1 2 3", after="0"))
    ledger = following(tree, "1")
    before = ledger.save()
    with raises(HighHash):
        ledger.extend(hashed(run[0][:2] + [unmine(run[0][2])]), 1, None)
    with raises(TimeTooNew):
        ledger.extend(hashed([child(tree.states["1"], REGTEST, 7201)]), 2, tree.states["1"].times[-1])
    with raises(UnknownParent):
        ledger.extend(run_of(tree.run("3")), 3, None)
    assert ledger.save() == before


def test_work_is_asked_of_each_header_of_a_message():
    tree = Tree(REGTEST)
    headers = split(tree.grow("1 2 3 4", after="0"))
    for bad in range(4):
        ledger = following(tree)
        message = packed.serialize(1, headers[:bad] + [unmine(headers[bad])] + headers[bad + 1 :])
        height, run = ledger.read(message)  # where each names the one before, whatever that is
        with raises(HighHash) as caught:
            ledger.extend(run, height, None)
        assert caught.error.height == 1 + bad and ledger.height == 0


def test_a_run_that_leaves_below_the_window_is_told_from_one_that_links_to_nothing():
    tree = Tree(REGTEST)
    tree.grow(names(1, 8), after="0")
    tree.grow("2b 3b", after="1")
    ledger = following(tree, names(1, 8), window=4)
    with raises(ForkTooDeep):
        ledger.extend(run_of(tree.run("2b 3b")), 2, None)
    with raises(UnknownParent):
        ledger.extend(run_of(tree.run("3b")), 100, None)


def test_a_locator_goes_down_in_growing_steps_to_the_base():
    tree = Tree(REGTEST)
    tree.grow(names(1, 100), after="0")
    ledger = following(tree, names(1, 100))
    assert ledger.blocks() == pairs(tree, "100 99 97 93 85 69 37 0")
    ledger = following(tree, names(1, 100), window=10)
    assert ledger.blocks() == pairs(tree, "100 99 97 93 90")


def test_a_locator_of_one_block():
    tree = Tree(REGTEST)
    assert following(tree).blocks() == pairs(tree, "0")
    tree.grow(names(1, 3), after="0")
    assert following(tree, "1 2 3", window=0).blocks() == pairs(tree, "3")


def test_a_locator_names_the_tips_of_side_branches_before_what_lies_deeper():
    #         2a - 3a - 4a - 5a
    #        /
    #   0 - 1       4c
    #        \     /
    #         2b - 3b - 4b - 5b - 6b
    tree = Tree(REGTEST)
    tree.grow("1 2a 3a 4a 5a", after="0")
    tree.grow("2b 3b 4b 5b 6b", after="1")
    tree.grow("4c", after="3b")
    ledger = following(tree, "1 2b 3b 4b 5b 6b")
    ledger.extend(run_of(tree.run("4c")), 4, None)
    ledger.extend(run_of(tree.run("2a 3a 4a 5a")), 2, None)
    assert ledger.blocks() == pairs(tree, "6b 5a 4c 5b 3b 0")


def test_a_locator_names_the_side_branches_with_the_most_work_and_still_fits():
    tree = Tree(network(interval=4))
    tree.grow(names(1, 60), after="0")
    ledger = following(tree, names(1, 60), window=60)
    for height in range(1, 41):
        name = str(height) + "b"
        ledger.extend(run_of(tree.grow(name, after=str(height - 1))), height, None)
    assert len(ledger.chain.branches) == 40
    blocks = ledger.blocks()
    assert blocks[0] == (60, tree.hash("60")) and blocks[-1] == (0, tree.hash("0"))
    tips = " ".join([str(height) + "b" for height in range(40, 40 - MAX_TIPS, -1)])
    assert sorted(blocks[1 : 1 + MAX_TIPS]) == sorted(pairs(tree, tips))
    assert len(blocks) == 1 + MAX_TIPS + 6 <= MAX_BLOCKS and parse_locator(ledger.locator()) == blocks


def test_a_ledger_knows_its_blocks_on_whatever_branch():
    tree = Tree(REGTEST)
    tree.grow(names(1, 8), after="0")
    tree.grow("7b 8b", after="6")
    ledger = following(tree, names(1, 8), window=4)
    ledger.extend(run_of(tree.run("7b")), 7, None)
    for name in ("5", "8", "7b"):
        assert ledger.knows(tree.states[name].height, tree.hash(name))
    assert not ledger.knows(8, tree.hash("8b")) and not ledger.knows(9, bytes(32))
    assert ledger.knows(4, bytes(32))  # settled: no other block is asked for there


def test_what_was_saved_is_loaded():
    tree = Tree(REGTEST)
    tree.grow(names(1, 20), after="0")
    ledger = following(tree, names(1, 20), window=12)
    again = load(ledger.save(), REGTEST, 12)
    assert (again.height, again.tip, again.locator()) == (20, tree.hash("20"), ledger.locator())
    assert again.save() == ledger.save()
    again.extend(run_of(tree.grow("21", after="20")), 21, None)
    assert again.tip == tree.hash("21")


def test_what_was_saved_for_another_network_is_not_loaded():
    with raises(WrongNetwork):
        load(following(Tree(REGTEST)).save(), TESTNET4, 12)
