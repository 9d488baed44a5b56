"""Vectors for tests/portable/judge_fabric.py: recorded blocks of three channels, channels of our own, damaged ones."""

from lightclient.codec.cbor import encode
from lightclient.evidence.envelope import Envelope
from lightclient.fabric.checkpoint import parts
from lightclient.fabric.configblock import parse_config
from lightclient.fabric.hosts import making
from lightclient.fabric.verify import step
from tests.portable import fabric
from tests.portable.fabric import answered, asked, block, config, endorsement, once
from tests.portable.test_fabric_config import XY
from tests.portable.test_fabric_ledger import NOW, TXS, World
from tests.support.vectors import damaged, load
from tests.vectors import test_fabric_vectors as recorded


def vectors():
    yield from certificates()
    yield from configurations()
    yield from policies()
    yield from channels()
    yield from steps()
    yield from proofs()


def around(name, judge, first, data, count, *last):
    yield name, judge, *first, data, *last
    for number, each in enumerate(damaged(data, count)):
        yield f"{name} {number}", judge, *first, each, *last


def certificates():
    leaf = once(fabric.member, "Orga", "a", b"peer")
    key = fabric.key("CAOrga")
    yield from around("certificate", "certificate", (), leaf, 300)
    yield from around("pem", "certificate", (), fabric.pem(leaf), 60)
    for number, each in enumerate(damaged(leaf, 40)):
        yield f"issued {number}", "issued", each, key
    identity = fabric.identity("Orga", "a", b"peer")
    msp = fabric.msp_config("Orga", revoked=[fabric.crl("Orga", [1, 2])])
    yield from around("role", "role", (), msp, 120, identity)
    yield "role revoked", "role", fabric.msp_config("Orga", revoked=[fabric.crl("Orga", [8])]), identity
    yield "role none", "role", fabric.msp_config("Orgb"), identity


def configurations():
    for kind in (b"BFT", b"etcdraft"):
        whole = config(kind=kind, who="ab", peers="x")
        yield from around(f"config {kind}", "config", (), whole, 60, 7)
        yield from around(f"record {kind}", "record", (), encode(parse_config(whole, 7)[1].fields()), 60)
    for name in recorded.CHAINS:
        for whole in recorded.CHAINS[name]():
            if len(whole.envelopes) == 1 and whole.signed().last_config == whole.header.number:
                yield f"config {name} {whole.header.number}", "config", whole.envelopes[0], whole.header.number


def policies():
    group = parse_config(config(), 0)[1].fields()
    rules = [
        fabric.signature_policy(fabric.out_of(2, fabric.signed_by(0), fabric.signed_by(1)), *XY),
        fabric.meta_policy(b"Endorsement", 2),
    ]
    for number, rule in enumerate(rules):
        for signers in ([], [["Orgx", 3]], [["Orgx", 3], ["Orgy", 3]], [["OrgX", 3], ["OrgY", 3]]):
            yield f"policy {number} {signers}", "policy", rule, group, signers
        yield from around(f"policy {number}", "policy", (), rule, 40, group, [["OrgX", 3], ["OrgY", 3]])


def channels():
    """Every recorded block is reached from the one before, and changed ones are not."""
    for name in recorded.CHAINS:
        blocks = recorded.CHAINS[name]()
        network, trusted = recorded.start(blocks)
        for whole in blocks[1:]:
            new = whole.signed()
            checkpoint = b"".join(parts(network, trusted, []))
            number = new.height
            yield f"step {name} {number}", "step", checkpoint, new.fields()
            yield f"step {name} {number} gap", "step", checkpoint, [bytes(32), new.raw]
            if new.envelope is None:
                for turn, raw in enumerate(damaged(new.raw, 6)):
                    yield f"step {name} {number} {turn}", "step", checkpoint, [b"", raw]
                yield from around(f"block {name} {number}", "block", (), new.raw, 4)
            yield from around(f"header {name} {number}", "header", (), new.header.serialize(), 6)
            trusted = step(trusted, new, network)
    for number in range(1, 8):
        raw = load(f"{recorded.RUN}header_with_sig_{number:03}.pb")
        yield f"header with sig {number}", "block", raw


def steps():
    made = World()
    first, parent = made.blocks[1], made.genesis.hash
    cases = {
        "next": block(1, parent), "fork": block(1, bytes(32)), "few": block(1, parent, who="ab"),
        "twice": block(1, parent, who="aab"), "stranger": block(1, parent, who="abx"), "far": made.blocks[3],
        "near": block(2, first.hash, gap=[first.header.data_hash]), "config": config_block(parent, sequence=1),
        "other": config_block(parent, sequence=1, channel="other"), "skipped": config_block(parent, sequence=2),
        "late": made.blocks[8], "genesis": made.genesis,
    }  # fmt: skip
    for name, new in cases.items():
        yield f"ours {name}", "step", made.checkpoint, new.fields()


def config_block(parent, **changes):
    return block(1, parent, [config(**changes)], whole=True)


def proofs():
    for raft in (False, True):
        made = World(raft, "xyz")
        body = [[made.fields(3, 0)], [], 1, TXS]
        data = Envelope(made.network.id, "transaction", encode(body)).serialize()
        yield from around(f"transaction {raft}", "evidence", (made.checkpoint,), data, 40, NOW)
        yield f"transaction {raft} cut", "evidence", made.checkpoint, data[:-1], NOW
    reply = answered(asked())
    for who in ("x", "xy", "xyz", "xx", "a"):
        body = encode(asked() + [reply, [endorsement(letter, reply) for letter in who]])
        data = Envelope(made.network.id, "endorsed", body).serialize()
        for clock in (NOW, None, 5):
            yield f"endorsed {who} {clock}", "evidence", made.checkpoint, data, clock
        yield from around(f"endorsed {who} damaged", "evidence", (made.checkpoint,), data, 20, NOW)
    for number, envelope in enumerate(TXS):
        yield from around(f"envelope {number}", "envelope", (), envelope, 40)
    blocks = recorded.v20()
    network, trusted = recorded.start(blocks)
    checkpoint = b"".join(parts(network, trusted, []))
    for whole in blocks:
        if making.payloads(whole)[0].type == 3:
            data = Envelope(network.id, "endorsed", making.answer_in(whole.envelopes[0])).serialize()
            yield f"endorsed v20 {whole.header.number}", "evidence", checkpoint, data, 1_580_000_000
