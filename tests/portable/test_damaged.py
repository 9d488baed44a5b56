"""Whatever a store returns, a device starts: each field of each record is broken by each type of CBOR."""

from hashlib import sha256

from lightclient.bitcoin.checkpoint import CHECKSUM
from lightclient.codec.cbor import decode, encode
from tests.portable.test_challenges import TREE, begun, record
from tests.portable.test_proven import TXID
from tests.portable.toy.bench import Store, device

SCENE = begun(trust="genesis")
CHAIN = SCENE.ledger.save()
PROVEN = [2, [[TXID, 5, TREE.hash("5x"), False]], record(SCENE)]
VALUES = (0, 1 << 64 - 1, -1, b"", b"?", "", "?", [], [[]], [b"?", 7], {}, {"?": 1}, True, False, None)


def paths(value, path=()):
    """Return where the fields of a record are, itself included."""
    found = [path]
    if isinstance(value, list):
        for index, item in enumerate(value):
            found += paths(item, path + (index,))
    return found


def broken(value, path, new):
    """Return a copy of a record with another value there."""
    if not path:
        return new
    return [broken(item, path[1:], new) if index == path[0] else item for index, item in enumerate(value)]


def at(value, path):
    for index in path:
        value = value[index]
    return value


def start(chain, proven):
    """Return what went wrong, by name, when a device started with these records, and saved what it had."""
    stores = Store(chain), Store(proven)
    made, _, lines = device(SCENE.gateways, stores, TREE.network, trust="genesis")
    made.proven.look()
    str(made.status())
    made.proven.changed = True
    made.save()
    if chain is CHAIN:
        again, _, _ = device(SCENE.gateways, stores, TREE.network, trust="genesis")
        assert again.faults == {}, (again.faults, made.faults)  # what was broken was replaced
    assert all(name in " ".join(lines) for name in made.faults)
    return made.faults


def kinds(value):
    return bytes if isinstance(value, memoryview) else type(value)


def broken_by_each_type(fields):
    """Generate (path, fields) for each field and each type that it does not have."""
    for path in paths(fields):
        for new in VALUES:
            if kinds(new) != kinds(at(fields, path)):
                yield path, broken(fields, path, new)


def test_records_that_are_whole_are_taken():
    assert start(CHAIN, encode(PROVEN)) == {}
    assert start(CHAIN, encode(broken(PROVEN, (2,), None))) == {}


def test_what_was_proved_and_how_far_challenges_came():
    for path, fields in broken_by_each_type(PROVEN):
        faults = start(CHAIN, encode(fields))
        if path == (2,) and fields[2] is None:  # no challenges
            assert faults == {}
        else:
            assert list(faults) == ["BadSchema"], (path, at(fields, path), faults)


def sealed(fields):
    data = encode(fields[:-1] + [bytes(CHECKSUM)])[:-CHECKSUM]
    return data + sha256(data).digest()[:CHECKSUM]


def test_a_challenger():
    challenger = decode(PROVEN[2][1][0][2])
    for path, fields in broken_by_each_type(challenger):
        if path and path != (len(challenger) - 1,):
            faults = start(CHAIN, encode(broken(PROVEN, (2, 1, 0, 2), sealed(fields))))
            assert len(faults) == 1, (path, at(fields, path), faults)


def test_the_chain():
    chain = decode(CHAIN)
    for path, fields in broken_by_each_type(chain):
        if path and path != (len(chain) - 1,):
            faults = start(sealed(fields), None)
            assert len(faults) == 1, (path, at(fields, path), faults)
