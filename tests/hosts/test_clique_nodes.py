"""Three real signers of Clique (geth 1.13.15): their votes and turns are followed as they themselves see them."""

import pytest

from lightclient.evm import rlp
from lightclient.evm.clique import Rules, start, step
from lightclient.evm.errors import NotSigner
from lightclient.evm.header import EXTRA
from tests.portable.evm import address, addresses
from tests.services.clique import Net
from tests.services.install import Missing
from tests.support.data import stop

pytest_plugins = ["tests.services.fixtures"]
pytestmark = pytest.mark.slow

EPOCH = 12


@pytest.fixture(scope="module")
def net(tmp_path_factory):
    try:
        found = Net(tmp_path_factory.mktemp("clique"), epoch=EPOCH)
    except Missing as error:
        stop(str(error))
    try:
        found.start()
        yield found
    finally:
        found.stop()


def test_signers_are_added_and_dropped_as_geth_says(net):
    net.propose("D", True)
    added = net.height()
    net.reach(added + 4)
    net.propose("D", False)
    end = net.height()
    net.reach(max(end, EPOCH) + 6)  # what is below stays: over half have built on it
    end = max(end, EPOCH) + 2
    rules = Rules(epoch=EPOCH, period=1)
    snapshot = start(net.header(0), rules)
    seen = set()
    for number in range(1, end + 1):
        snapshot = step(snapshot, net.header(number), rules, None)
        theirs = net.call("clique_getSnapshot", hex(number))
        assert theirs["hash"] == "0x" + snapshot.hash.hex()
        assert [each.hex() for each in snapshot.signers] == sorted(each[2:] for each in theirs["signers"])
        assert {int(at): who for at, who in theirs["recents"].items()} == {
            at: "0x" + who.hex() for at, who in snapshot.sealers.items()
        }
        votes = [("0x" + who.hex(), "0x" + whom.hex(), adds) for who, whom, adds in snapshot.votes]
        assert [(each["signer"], each["address"], each["authorize"]) for each in theirs["votes"] or []] == votes
        seen.add(tuple(snapshot.signers))
    assert seen == {tuple(addresses("ABC")), tuple(addresses("ABCD"))}
    assert snapshot.signers == addresses("ABC")
    assert snapshot.settled == end - 1
    assert address("D") not in snapshot.sealers.values()


def test_a_header_that_was_touched_is_sealed_by_nobody(net):
    rules = Rules(epoch=EPOCH, period=1)
    before = start(net.header(0), rules)
    made = rlp.parse(net.header(1))
    made[EXTRA] = bytes([made[EXTRA][0] ^ 1]) + bytes(made[EXTRA][1:])
    with pytest.raises(NotSigner):
        step(before, rlp.serialize(made), rules, None)
