"""Vectors for tests/portable/judge_votes.py: recorded chains of Tendermint and CometBFT, ICS-23, CCTV, damaged ones."""

import random

from lightclient.cometbft.profiles import V0_33, V0_34, V0_38
from lightclient.cometbft.trees import IAVL, SMT, TENDERMINT
from lightclient.cometbft.validators import serialize_validators
from tests.portable.test_comet_ics23 import between, build, serialize
from tests.support import comet
from tests.support.vectors import damaged, load_json
from tests.vectors import test_comet_vectors as recorded
from tests.vectors import test_ed25519_cctv, test_ics23_vectors

LARGEST = 12  # validators of a set whose steps are damaged as well


def vectors():
    yield from messages()
    yield from tallies()
    yield from single_steps()
    yield from chains()
    yield from proofs()
    yield from signatures()


def messages():
    rng = random.Random(1)
    whole = b"\x08\x96\x01\x10\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x1a\x01\x07\x22\x02hi\x2a\x00\x32\x00\x32\x01x"
    yield "protobuf", "protobuf", whole, 4
    for number, data in enumerate(damaged(whole, 200)):
        yield f"protobuf {number}", "protobuf", data, 4
    for number in range(200):
        yield f"protobuf random {number}", "protobuf", rng.randbytes(rng.randrange(12)), 4


def tallies():
    rng = random.Random(2)
    for number in range(200):
        weights = [rng.choice((0, 1, 1, 5, 7, 1 << 40)) or rng.randrange(2) for _ in range(rng.randrange(1, 8))]
        places = [rng.randrange(len(weights) + (rng.randrange(9) == 0)) for _ in range(rng.randrange(8))]
        voters = [[i, place] for i, place in enumerate(places if rng.randrange(3) == 0 else sorted(set(places)))]
        part = rng.choice(([2, 3, 0], [2, 3, 1], [1, 3, 0]))
        bad = [i for i in range(len(voters)) if rng.randrange(6) == 0]
        yield f"tally {number}", "tally", weights, voters, part, bad


def single_steps():
    for name, network, trusted, new, clock, _ in recorded.single_steps():
        name = name.rsplit("/", 1)[1]
        known = serialize_validators(trusted.next or trusted.validators)
        rules = V0_38.name, network.chain_id, network.trusting_period, network.drift
        before = trusted.header.serialize()
        yield name, "step", *rules, before, known, new.fields(), clock
        if new.validators is None or len(new.validators) > LARGEST:
            continue
        for what, changed in changes(new):
            yield f"{name} {what}", "step", *rules, before, known, changed, clock
        yield f"{name} late", "step", *rules, before, known, new.fields(), trusted.time + network.trusting_period
        yield f"{name} early", "step", *rules, before, known, new.fields(), new.header.time[0]
        yield f"{name} timeless", "step", *rules, before, known, new.fields(), None


def changes(new):
    """Yield (what, fields) of a signed header with one part damaged."""
    fields = new.fields()
    for part, name in enumerate(("header", "commit", "validators", "next")):
        if fields[part] is not None:
            for number, data in enumerate(damaged(fields[part], 4)):
                yield f"{name} {number}", fields[:part] + [data] + fields[part + 1 :]
    yield "lean", fields[:2] + [None, None]


def chains():
    for block in load_json(recorded.LUMINA)[::4]:
        yield from around("lumina", comet.signed_of(block, V0_34), V0_34, 1)
    for name in recorded.names(recorded.BISECTION):
        for number, peer in enumerate(recorded.peers(load_json(name))):
            for signed in recorded.light_blocks(peer):
                yield from around(f"{name.rsplit('/', 1)[1]} {number}", signed, V0_33, 0)


def around(name, signed, profile, count):
    name = f"{name} {signed.header.height}"
    header, commit = signed.header.serialize(), signed.commit.serialize()
    yield f"{name} header", "header", profile.name, header
    yield f"{name} commit", "commit", profile.name, signed.header.chain_id, commit
    yield f"{name} validators", "validators", profile.name, serialize_validators(signed.validators)
    for number, data in enumerate(damaged(header, 2 * count)):
        yield f"{name} header {number}", "header", profile.name, data
    for number, data in enumerate(damaged(commit, count)):
        yield f"{name} commit {number}", "commit", profile.name, signed.header.chain_id, data
    for number, data in enumerate(damaged(serialize_validators(signed.validators), count)):
        yield f"{name} validators {number}", "validators", profile.name, data


def proofs():
    for name, tree, case in test_ics23_vectors.cases():
        value = case["value"] or None
        for what in ("iavl", "tendermint", "smt"):
            yield f"{name} {what}", "proof", what, case["key"], value, case["proof"]
        yield f"{name} key", "proof", tree.name, case["key"] + b"x", value, case["proof"]
        for number, data in enumerate(damaged(case["proof"], 20)):
            yield f"{name} {number}", "proof", tree.name, case["key"], value, data
    for tree in (IAVL, TENDERMINT, SMT):
        _, found, order = build(tree)
        for key, value in zip(order, found.values(), strict=True):
            yield f"tree {tree.name} {key.hex()}", "proof", tree.name, key, value.value, serialize(value)
        for key in (b"a", b"c", b"e", b"z"):
            absent = serialize(between(tree, order, found, key))
            yield f"tree {tree.name} no {key.hex()}", "proof", tree.name, key, None, absent


def signatures():
    for number, key, signature, message, _ in test_ed25519_cctv.cases():
        if number % 4 == 0:
            yield f"cctv {number}", "zip215", key, message, signature
