"""What several gateways together say of a chain; what the toy cannot show: branches, and a chain that is slow."""

from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.sync.asking import POLL
from lightclient.sync.quorum import BEHIND, FOLLOWING, GRACE, OFFLINE, SILENCE, SILENT, SLOW, SYNCED, UNCONFIRMED
from tests.portable.mining import Tree, network
from tests.portable.scene import Gateway, Scene, names

#                 20c       as much work as 20
#                /
#   0 ... 9 ... 19 - 20 - 21
#          \
#           10b - 11b
TREE = Tree(network())
TREE.grow(names(1, 21), after="0")
TREE.grow("10b 11b", after="9", spacing=1300)
TREE.grow("20c", after="19")


def test_a_gateway_on_a_branch_with_less_work_is_behind():
    scene = Scene(TREE, {"a": "20", "b": "11b"})
    assert scene.connect() == SYNCED and scene.at() == "20"
    scene.run(GRACE)
    assert (scene.gateway("a"), scene.gateway("b"), scene.chain()) == (FOLLOWING, BEHIND, SYNCED)


def test_a_gateway_on_a_branch_with_as_much_work_hides_nothing():
    scene = Scene(TREE, {"a": "20", "b": "20c"}, needed=2)
    scene.connect()
    scene.run(GRACE)
    assert scene.at() == "20"
    assert (scene.gateway("a"), scene.gateway("b"), scene.chain()) == (FOLLOWING, FOLLOWING, SYNCED)


def test_what_one_gateway_delivers_all_have_and_whoever_is_late_catches_up():
    scene = Scene(TREE, {"a": "20", "b": "10"}, needed=2)
    assert scene.connect() == UNCONFIRMED
    scene.gateways["b"].tip = "20"
    scene.run(POLL + 60)
    assert scene.chain() == SYNCED and scene.gateway("b") == FOLLOWING


def test_a_slow_chain_is_one_that_all_agree_on():
    scene = Scene(TREE, {"a": "20", "b": "20"}, needed=2)
    slow = TREE.network.cadence.slow_after
    assert scene.connect() == SYNCED
    assert scene.run(slow) == SYNCED
    assert scene.run(1) == SLOW and scene.gateway("a") == FOLLOWING
    for name in "ab":
        scene.gateways[name].tip = "21"
    assert scene.run(POLL + 60) == SYNCED


def test_silence_is_no_slow_chain():
    scene = Scene(TREE, {"a": "20"})
    scene.connect()
    scene.gateways["a"].silent = True
    scene.run(SILENCE)
    assert scene.chain() == SYNCED
    scene.run(1)
    assert scene.gateway("a") == SILENT and scene.chain() == UNCONFIRMED
    assert scene.run(TREE.network.cadence.slow_after) == UNCONFIRMED


def test_without_a_broker_all_are_offline():
    scene = Scene(TREE, {"a": "20"})
    scene.connect()
    scene.follower.disconnect()
    assert scene.gateway("a") == OFFLINE and scene.chain() != SYNCED
    assert scene.follower.wake_at is None
    assert scene.connect() == SYNCED


def test_batches_of_the_broker_are_used_for_what_is_settled():
    tree = Tree(REGTEST)
    tree.grow(names(1, 300), after="0")
    gateway = Gateway(tree, "300")
    gateway.publish(batches=(0, 1))
    scene = Scene(tree, {"a": gateway})
    scene.connect()
    assert scene.run(10) == SYNCED and scene.at() == "300"
    assert {"lc/1/regtest/a/headers/0", "lc/1/regtest/a/headers/1"} <= scene.subscribed
