"""Vectors for tests/portable/judge_evm.py: recorded headers, accounts and receipts, chains of our own, damaged ones."""

import random

from lightclient.crypto.keccak import keccak256
from lightclient.evm import rlp
from lightclient.evm.building import Trie
from lightclient.evm.clique import Rules
from lightclient.evm.consensus import IBFT1, KINDS, QBFT, parse_sealed
from tests.portable import keeper
from tests.portable.clique import PERIOD, grown
from tests.portable.evm import START, block
from tests.support.vectors import damaged, load, load_json, names
from tests.vectors import test_evm_vectors as recorded

NOW = START + 100


def vectors():
    yield from encodings()
    yield from headers()
    yield from chains()
    yield from kept()
    yield from cliques()
    yield from tries()
    yield from state()
    yield from receipts()


def encodings():
    rng = random.Random(1)
    for size in (*range(0, 6), *range(130, 142), 271, 272, 273, 1000):
        yield f"keccak {size}", "keccak", rng.randbytes(size)
    whole = rlp.serialize([b"cat", [b"", b"\x00", b"\x7f", b"\x80" * 60], [[]], 1024, b"x" * 300])
    yield "rlp", "rlp", whole
    for number, data in enumerate(damaged(whole[:90], 150)):
        yield f"rlp {number}", "rlp", data
    for number in range(350):
        yield f"rlp random {number}", "rlp", bytes([rng.choice(BORDERS)]) + rng.randbytes(rng.randrange(12))


BORDERS = (0x00, 0x7F, 0x80, 0x81, 0x83, 0xB7, 0xB8, 0xB9, 0xBF, 0xC0, 0xC1, 0xC4, 0xF7, 0xF8, 0xFF)


def headers():
    for name in names(recorded.BLOCKS):
        for each in recorded.blocks_in(load(name)):
            yield from around(name.rsplit("/", 1)[1], "header", (), rlp.serialize(each[0]), 4)
    shown = recorded.header_of(load_json(recorded.HELIOS + "/block.json"))
    yield from around("helios", "header", (), shown, 8)
    for number, each in enumerate(recorded.blocks_in(load("ethereum/besu_ibft1.blocks"))):
        if number % 10 == 0:
            yield from around(f"ibft1 {number}", "sealed", (IBFT1,), rlp.serialize(each[0]), 2)
    constants = load_json("ethereum/besu_qbft_real_headers_and_extradata.json")["hex_constants"]
    yield from around("qbft", "sealed", (QBFT,), bytes.fromhex(constants[0]), 30)


def around(name, judge, first, data, count):
    yield name, judge, *first, data
    for number, each in enumerate(damaged(data, count)):
        yield f"{name} {number}", judge, *first, each


def chains():
    blocks = [rlp.serialize(each[0]) for each in recorded.blocks_in(load("ethereum/besu_ibft1.blocks"))]
    for before, after in ((1, 2), (1, 50), (50, 49)):
        yield f"ibft1 {before} {after}", "step", IBFT1, None, 10, blocks[before], blocks[after], None
    for kind in KINDS:
        first = block(1, kind=kind)
        cases = {
            "next": block(2, kind=kind, parent=first.hash), "fork": block(2, kind=kind), "late": block(9, kind=kind),
            "few": block(9, kind=kind, signers="ab"), "stranger": block(9, kind=kind, signers="xab"),
            "twice": block(9, kind=kind, signers="aab"), "others": block(9, "wxyz", kind=kind),
            "overlap": block(9, "abxyz", kind=kind, signers="xyab"), "none": block(9, "", kind=kind),
            "mix": block(9, kind=kind, p13=bytes(32)), "hard": block(9, kind=kind, p7=b"\x02"),
        }  # fmt: skip
        for name, made in cases.items():
            for clock in (NOW, None):
                yield f"{kind} {name} {clock}", "step", kind, 1000, 10, first.header.raw, made.header.raw, clock
        late = cases["late"].header.raw
        for clock in (START + 1005, START + 1004, START + 35, START + 36):
            yield f"{kind} clock {clock}", "step", kind, 1000, 10, first.header.raw, late, clock
        for number, data in enumerate(damaged(late, 8)):
            yield f"{kind} damaged {number}", "step", kind, 1000, 10, first.header.raw, data, NOW
    first = block(1, kind=IBFT1).header.raw
    for proposer in ("", "d", "x"):
        made = block(9, kind=IBFT1, proposer=proposer).header.raw
        yield f"ibft1 proposer {proposer}", "step", IBFT1, 1000, 10, first, made, NOW
    sealed = parse_sealed(block(3).header.raw, QBFT)
    for number, seal in enumerate([*sealed.extra.seals, bytes(65), b"\xff" * 65, sealed.extra.seals[0][:64] + b"\x1b"]):
        yield f"signer {number}", "signer", sealed.digest(), seal


def kept():
    """Headers whose validators a contract keeps; these change twice."""
    blocks, _ = keeper.grown(6, {0: "abcd", 2: "bcdx", 4: "wxyz"})
    name = keeper.NETWORK.profile.name
    for before, after in ((1, 2), (2, 3), (1, 4), (4, 5), (4, 6), (3, 6), (5, 6), (2, 1)):
        headers = blocks[before].fields(), blocks[after].fields()
        yield f"contract {before} {after}", "step", name, 1000, 10, *headers, NOW
    data = blocks[3].fields()
    yield from around("contract", "appointed", (name,), data, 150)
    yield from around("contract of another", "appointed", (name[:-1] + "7",), data, 1)
    yield from around("no contract", "appointed", (QBFT,), data, 1)


def cliques():
    of_besu = [rlp.serialize(each[0]) for each in recorded.blocks_in(load("ethereum/besu_clique.blocks"))]
    for clock in (None, 1771942562, 1771942551):
        yield f"clique of Besu {clock}", "clique", 30000, 10, clock, of_besu
    for number, (signers, seals, epoch) in enumerate(CLIQUES):
        rules = Rules(epoch=epoch, period=PERIOD)
        headers, _ = grown(signers, seals, rules)
        yield f"clique {number}", "clique", epoch, PERIOD, None, headers
        yield f"clique {number} without one", "clique", epoch, PERIOD, None, [headers[0], *headers[2:]]
        for turn, data in enumerate(damaged(headers[-1], 4)):
            yield f"clique {number} {turn}", "clique", epoch, PERIOD, None, [*headers[:-1], data]


CLIQUES = (
    ("A", "A+B B A+C", 30000),
    ("AB", "A-B B-B", 30000),
    ("ABC", "C+D A-C B-C A+D", 30000),
    ("AB", "A+C B A B+C", 3),
    ("ABCD", "A B C D A", 5),
)


def tries():
    for name in names(recorded.TRIES):
        for title, case in load_json(name).items():
            entries = recorded.entries_of(name.lower(), case)
            trie = Trie(entries)
            for key in [*entries, b"absent"][::3]:
                nodes = trie.proof(key)
                name_ = f"{name.rsplit('/', 1)[1]} {title} {key.hex()}"
                yield name_, "proof", trie.root, key, nodes
                yield f"{name_} cut", "proof", trie.root, key, nodes[:-1]
                for number, data in enumerate(damaged(nodes[-1], 1) if nodes else ()):
                    yield f"{name_} {number}", "proof", trie.root, key, [*nodes[:-1], data]


def state():
    shown = load_json(recorded.HELIOS + "/proof.json")
    answers = [shown] + [load_json(name)["response"].get("result") for name in names(recorded.PROOFS)]
    for number, answer in enumerate([each for each in answers if each]):
        nodes = [recorded.unhex(node) for node in answer["accountProof"]]
        address, root = recorded.unhex(answer["address"]), keccak256(nodes[0])
        for entry in answer["storageProof"]:
            slot = recorded.number(entry["key"]).to_bytes(32, "big")
            proof = [recorded.unhex(node) for node in entry["proof"]]
            yield f"slot {number}", "slot", root, address, slot, nodes, proof
            yield f"slot {number} other", "slot", root, address, bytes(31) + b"\x09", nodes, proof
            for turn, data in enumerate(damaged(nodes[-1], 4)):
                yield f"slot {number} {turn}", "slot", root, address, slot, [*nodes[:-1], data], proof


def receipts():
    for number, shown in enumerate(load_json(recorded.HELIOS + "/receipts.json")[::12]):
        raw = recorded.receipt_of(shown)
        if len(raw) < 4000:
            yield from around(f"receipt {number}", "receipt", (), raw, 4)
