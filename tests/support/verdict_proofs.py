"""Vectors for tests/portable/judge_proofs.py: branches, partial trees, bundles, transactions, paths in logs."""

from lightclient.bitcoin import merkleblock
from lightclient.bitcoin.block import Block
from lightclient.bitcoin.bundle import MAGIC, Bundle
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.proof import pack_branch
from lightclient.bitcoin.transaction import parse
from lightclient.bitcoin.tree import branch_in, branch_of, levels
from lightclient.codec.cbor import encode
from lightclient.evidence.envelope import Envelope
from tests.portable.blocks import body, chain_over, coinbase, payment, root_of, witnessed
from tests.support.vectors import damaged, names
from tests.vectors.test_adversarial import txsize_cases
from tests.vectors.test_blocks import BLOCKS, block_of, network_of
from tests.vectors.test_core_transactions import INVALID, SIGHASH, VALID, transactions
from tests.vectors.test_header_vectors import (
    PROOFS,
    RELAYS,
    SPV,
    bundle_of,
    load_json,
    spv_cases,
    transaction,
    unhex,
    valid_proofs,
)
from tests.vectors.test_merkle_proofs import ALL, proof_bytes
from tests.vectors.test_rfc6962 import b64

TXS = [coinbase(3), payment(1), witnessed(2), payment(3), payment(4)]
LARGEST = 4096  # bytes of a transaction: a board takes one in a piece


def vectors():
    yield from branches()
    yield from partial_trees()
    yield from bundles_of_others()
    yield from real_bundles()
    yield from evidence()
    yield from nodes_of_trees()
    yield from policies()
    yield from ambiguous_transactions()
    yield from all_transactions()
    yield from logs()


def branches():
    for number, case in enumerate(spv_cases("verifyHash256Merkle")):
        proof = unhex(case["input"]["proof"])
        yield f"spv merkle {number}", "branch", proof[:32], case["input"]["index"], proof[32:-32]
    for number, case in enumerate(spv_cases("prove")):
        fields = case["input"]
        yield f"spv prove {number}", "branch", unhex(fields["txIdLE"]), fields["index"], unhex(fields["proof"])
    for name in BLOCKS:
        txids = block_of(name).txids
        for position in sorted({0, 1, len(txids) // 2, len(txids) - 1} & set(range(len(txids)))):
            yield from around(f"{name} {position}", txids[position], position, branch_of(txids, position))


def around(name, txid, position, nodes):
    """A branch, and others that are almost it."""
    yield name, "branch", txid, position, nodes
    yield f"{name} cut", "branch", txid, position, nodes[:-1]
    yield f"{name} short", "branch", txid, position, nodes[:-32]
    yield f"{name} outside", "branch", txid, position + (1 << len(nodes) // 32), nodes
    yield f"{name} beside", "branch", txid, position ^ 1, nodes
    yield f"{name} twin", "branch", txid, position, txid + nodes[32:]
    yield f"{name} long", "branch", txid, position, nodes + bytes(32 * 33)
    for level in range(1, len(nodes) // 32):
        at = 32 * level
        yield f"{name} swapped {level}", "branch", txid, position, nodes[:at] + nodes[at - 32 : at] + nodes[at + 32 :]


def partial_trees():
    for name in ALL:
        data = proof_bytes(name)
        trusted = data[:80]
        yield name, "merkleblock", "mainnet", trusted, data
        yield f"{name} elsewhere", "merkleblock", "signet", trusted, data
        proof = merkleblock.parse(data)
        for total in (0, 1, proof.total - 1, proof.total + 1, 1 << 25):
            changed = merkleblock.MerkleBlock(proof.header, total, proof.hashes, proof.flags).serialize()
            yield f"{name} of {total}", "merkleblock", "mainnet", trusted, changed
        yield f"{name} flags", "merkleblock", "mainnet", trusted, data + b"\0"
        for number, changed in enumerate(damaged(data, 100)):
            yield f"{name} {number}", "merkleblock", "mainnet", trusted, changed


def bundles_of_others():
    proofs = [(f"valid {number}", proof) for number, proof in enumerate(valid_proofs())]
    proofs += [(case["comment"], case["proof"]) for case in load_json(PROOFS)["badSPVProofs"]]
    invalid = [case["proof"] for case in load_json(RELAYS)["validator"]["validateProof"] if case["error"]]
    proofs += [(f"relays {number}", proof) for number, proof in enumerate(invalid)]
    for comment, proof in proofs:
        data = bundle_of(proof).serialize()
        trusted = unhex(proof["confirming_header"]["raw"])
        yield f"bundle {comment}", "bundle", "mainnet", trusted, data
        for number, changed in enumerate(damaged(data, 100)):
            yield f"bundle {comment} {number}", "bundle", "mainnet", trusted, changed


def real_bundles():
    for name in BLOCKS:
        block, network = block_of(name), network_of(name).name
        for position in {0, len(block.txids) - 1}:
            made = block.bundle(network, position)
            data = made.serialize()
            if len(data) > LARGEST:
                continue
            label = f"bundle {name} {position}"
            yield label, "bundle", network, block.header, data
            for what, changed in forged(made):
                yield f"{label} {what}", "bundle", network, block.header, changed.serialize()
            yield f"{label} elsewhere", "bundle", "regtest", block.header, data
            for number, changed in enumerate(damaged(data, 40)):
                yield f"{label} {number}", "bundle", network, block.header, changed
    for number, fields in enumerate([[], [MAGIC], [MAGIC] + 7 * [0], 8 * [b""], [MAGIC, "mainnet"] + 6 * [None]]):
        yield f"no bundle {number}", "bundle", "mainnet", block.header, encode(fields)


def forged(made):
    """Yield what a liar would change in a bundle, and the bundle."""

    def other(**changes):
        fields = {name: getattr(made, name) for name in Bundle.__slots__}
        return Bundle(**{**fields, **changes})

    yield "another place", other(position=made.position + 1)
    yield "no coinbase", other(coinbase=None)
    yield "coinbase elsewhere", other(coinbase=(made.tx, made.branch))
    yield "coinbase deeper", other(coinbase=(made.coinbase[0], made.coinbase[1] + bytes(32)))
    yield "more paid", other(tx=made.tx[:-6] + b"\xff" + made.tx[-5:])
    yield "log", other(following=None, log_proof=(1, 2, b""))
    yield "more headers", other(following=made.header)


def evidence():
    """Every form on a regtest chain: bare, in envelopes, settled or not, below and above the tip, with clocks."""
    tree, _ = chain_over(root_of(TXS), 4)
    txids = [tx.txid() for tx in TXS]
    block = Block(tree.headers["block"] + body(TXS))
    below, ours, above = tree.run("1 2"), tree.run("1 2 block 4"), tree.run("4 5 6 7")
    newest = tree.states["7"].times[-1]
    regtest, mainnet = REGTEST.id, MAINNET.id
    for position, tx in enumerate(TXS):
        branch = branch_of(txids, position)
        bodies = {
            "bundle": block.bundle("regtest", position, above).serialize(),
            "merkleblock": merkleblock.prove(block.header, txids, {position}).serialize(),
            "electrum": pack_branch(txids[position], position, branch, 3),
        }
        besides = [((), None, ()), ((tx.serialize(),), None, ()), ((TXS[position - 1].serialize(),), None, ())]
        besides += [((), TXS[0].serialize(), ()), ((), TXS[1].serialize(), ()), ((), None, ("leaf-size",))]
        for form, held in bodies.items():
            for ledger in (regtest, mainnet):
                data = Envelope(ledger, form, held).serialize()
                for number, given in enumerate(besides):
                    label = f"{form} {position} in {ledger} beside {number}"
                    yield label, "beside", "regtest", ours, None, data, *given
            for what, headers in (("below", below), ("ours", ours)):
                for clock in (None, newest - 7201, newest - 7200, newest):
                    label = f"{form} {position} {what} {clock}"
                    yield label, "beside", "regtest", headers, clock, bare(form, held), [tx.serialize()], None, []
            for number, changed in enumerate(damaged(Envelope(regtest, form, held).serialize(), 40)):
                yield f"{form} {position} damaged {number}", "beside", "regtest", ours, newest, changed, [], None, []
    for number, record in enumerate(
        (["LCE2", regtest, "bundle", b""], ["LCE1", regtest, "poem", b""], ["LCE1", 1, 2, 3])
    ):
        yield f"no evidence {number}", "beside", "regtest", ours, None, encode(record), [], None, []


def bare(form, held):
    """Return evidence of a form, bare where that can be told."""
    return held if form != "electrum" else Envelope(REGTEST.id, form, held).serialize()


def nodes_of_trees():
    """Inner nodes of real blocks, and their roots, shown as transactions."""
    for name in BLOCKS:
        block, network = block_of(name), network_of(name).name
        rows = list(levels(block.txids))
        for depth, row in enumerate(rows):
            for position in sorted({0, len(row) - 1}):
                label = f"{name} row {depth} node {position}"
                branch = branch_in(rows[depth:], position)
                yield label, "placed", network, block.header, row[position], position, branch, None
                if not depth or position:
                    continue
                data = merkleblock.prove(block.header, row, {0}).serialize()
                yield f"{label} in a tree", "merkleblock", network, block.header, data


def policies():
    name = next(iter(BLOCKS))
    block, network = block_of(name), network_of(name)
    bundle = block.bundle(network.name, 0).serialize()
    time = int.from_bytes(block.header[68:72], "little")
    for number, policy in enumerate(
        (
            {},
            {"confirmations": 2},
            {"work": 1},
            {"age": 10},
            {"gateways": 3},
            {"coinbase": True},
            {"accept": ["leaf-size"]},
            {"accept": "leaf-size"},
            {"confirmations": 0},
            {"confirmation": 1},
        )
    ):
        for clock in (None, time + 10, time + 11):
            for gateways in (1, 3):
                label = f"policy {number} at {clock} by {gateways}"
                yield label, "judged", network.name, block.header, bundle, policy, clock, gateways


def ambiguous_transactions():
    for comment, data, _ in txsize_cases():
        stripped = parse(data).serialize(False)
        yield f"txsize {comment}", "leaf", "regtest", stripped
        yield f"txsize {comment} whole", "leaf", "regtest", data
        for position, leaf, sibling in ((0, stripped[:32], stripped[32:64]), (1, stripped[32:64], stripped[:32])):
            yield f"txsize {comment} node {position}", "branch", leaf, position, sibling


def all_transactions():
    for name in (VALID, INVALID, SIGHASH):
        for number, data in enumerate(transactions(name)):
            if len(data) <= LARGEST:
                yield f"{name} {number}", "transaction", data
                for index, changed in enumerate(damaged(data, 3)):
                    yield f"{name} {number} {index}", "transaction", changed
    (good,) = spv_cases("calculateTxId")
    for side, function in (("vin", "validateVin"), ("vout", "validateVout")):
        for number, case in enumerate(load_json(SPV)[function]):
            yield f"spv {side} {number}", "transaction", transaction({**good["input"], side: case["input"]})


def logs():
    for name in names("rfc6962/inclusion", "*.json"):
        case = load_json(name)
        path = b"".join([b64(node) for node in case["proof"] or []])
        yield name, "inclusion", b64(case["leafHash"]), case["leafIdx"], case["treeSize"], path, b64(case["root"])
    for name in names("rfc6962/consistency", "*.json"):
        case = load_json(name)
        path = b"".join([b64(node) for node in case["proof"] or []])
        yield name, "consistency", case["size1"], case["size2"], path, b64(case["root1"]), b64(case["root2"])
