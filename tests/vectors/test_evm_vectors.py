"""Ethereum as others recorded it: every file of the execution part of data/ethereum."""

import random

import pytest

from lightclient.crypto.keccak import keccak256
from lightclient.errors import LightClientError, Malformed
from lightclient.evm import rlp
from lightclient.evm.consensus import IBFT1, QBFT, parse_sealed
from lightclient.evm.extra import parse_ibft2, parse_qbft
from lightclient.evm.header import NUMBER, OMMERS, TRANSACTIONS, parse_header
from lightclient.evm.receipt import entry_at, parse_receipt, transaction_hash
from lightclient.evm.state import account_at, slot_at
from lightclient.evm.trie import value_at
from lightclient.evm.verify import anchored, step
from tests.portable.evm import Trie
from tests.portable.test_evm_verify import RULES
from tests.support.vectors import load, load_json, names

HELIOS, PROOFS, BLOCKS, TRIES = (
    "ethereum/helios_rpc", "ethereum/besu_getproof", "ethereum/besu_mainnet_blocks", "ethereum/trietests",
)  # fmt: skip
# Fields of a header in the RPC's JSON, in order.
FIELDS = (
    "parentHash", "sha3Uncles", "miner", "stateRoot", "transactionsRoot", "receiptsRoot", "logsBloom", "difficulty",
    "number", "gasLimit", "gasUsed", "timestamp", "extraData", "mixHash", "nonce", "baseFeePerGas", "withdrawalsRoot",
    "blobGasUsed", "excessBlobGas", "parentBeaconBlockRoot", "requestsHash",
)  # fmt: skip
NUMBERS = {7, 8, 9, 10, 11, 15, 17, 18}


def unhex(text):
    return bytes.fromhex(text[2:])


def number(text):
    return int(text, 16)


def header_of(block):
    """Return the header of a block in the RPC's JSON, in RLP."""
    found = [(place, block[name]) for place, name in enumerate(FIELDS) if name in block]
    return rlp.serialize([number(value) if place in NUMBERS else unhex(value) for place, value in found])


def receipt_of(shown):
    """Return a receipt in the RPC's JSON as its trie has it."""
    logs = []
    for log in shown["logs"]:
        logs.append([unhex(log["address"]), [unhex(each) for each in log["topics"]], unhex(log["data"])])
    status, gas = number(shown["status"]), number(shown["cumulativeGasUsed"])
    body = rlp.serialize([status, gas, unhex(shown["logsBloom"]), logs])
    kind = number(shown["type"])
    return bytes((kind,)) + body if kind else body


def blocks_in(data):
    """Yield decoded blocks of a file that has one after another."""
    at = 0
    while at < len(data):
        _, _, end = rlp.head(data, at, len(data))
        yield rlp.parse(data[at:end], 1 << 16)
        at = end


def test_every_file_is_used():
    counts = {HELIOS: 7, PROOFS: 12, BLOCKS: 14, TRIES: 5}
    for folder, count in counts.items():
        assert len(names(folder)) == count


# -- mainnet


def test_a_header_of_20_fields_has_the_hash_that_the_node_showed():
    block = load_json(HELIOS + "/block.json")
    header = parse_header(header_of(block))
    assert len(header.fields) == 20 and header.number == 21925176
    assert keccak256(header.raw).hex() == block["hash"][2:]


@pytest.mark.slow
def test_202_receipts_have_the_root_that_the_header_names():
    block = load_json(HELIOS + "/block.json")
    shown = load_json(HELIOS + "/receipts.json")
    raws = [receipt_of(each) for each in shown]
    assert len(raws) == 202
    trie = Trie({rlp.serialize(index): raw for index, raw in enumerate(raws)})
    assert trie.root.hex() == block["receiptsRoot"][2:]
    for index, raw in enumerate(raws):
        assert entry_at(trie.root, index, trie.proof(rlp.serialize(index)), "receipt") == raw
        receipt = parse_receipt(raw)
        assert receipt.succeeded == (shown[index]["status"] == "0x1")
        assert [log.data for log in receipt.logs] == [unhex(log["data"]) for log in shown[index]["logs"]]


@pytest.mark.parametrize("name", ["proof.json", "account.json"])
def test_an_account_of_mainnet_and_its_storage(name):
    shown = load_json(f"{HELIOS}/{name}")
    said = shown.get("account", shown)
    address = unhex(load_json(HELIOS + "/proof.json")["address"])
    nodes = [unhex(node) for node in shown["accountProof"]]
    root = keccak256(nodes[0])
    account = account_at(root, address, nodes)
    assert (account.nonce, account.balance) == (number(said["nonce"]), number(said["balance"]))
    assert account.code_hash == unhex(said["codeHash"])
    for entry in shown["storageProof"]:
        slot = number(entry["key"]).to_bytes(32, "big")
        proof = [unhex(node) for node in entry["proof"]]
        assert int.from_bytes(slot_at(root, address, slot, nodes, proof)[1], "big") == number(entry["value"])


def test_every_damaged_node_of_a_real_proof_is_refused():
    shown = load_json(HELIOS + "/proof.json")
    nodes = [unhex(node) for node in shown["accountProof"]]
    rng = random.Random(5)
    root, address = keccak256(nodes[0]), unhex(shown["address"])
    for _ in range(60):
        which = rng.randrange(len(nodes))
        damaged = bytearray(nodes[which])
        damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
        with pytest.raises(LightClientError):
            account_at(root, address, nodes[:which] + [bytes(damaged)] + nodes[which + 1 :])
    assert value_at(root, keccak256(address), nodes)


# -- Besu


@pytest.mark.parametrize("name", names(PROOFS))
def test_answers_of_besu_to_eth_getproof(name):
    result = load_json(name)["response"].get("result")
    if not result:
        return  # errors
    nodes = [unhex(node) for node in result["accountProof"]]
    root, address = keccak256(nodes[0]), unhex(result["address"])
    account = account_at(root, address, nodes)
    assert (account.nonce, account.balance) == (number(result["nonce"]), number(result["balance"]))
    assert (account.storage_root, account.code_hash) == (unhex(result["storageHash"]), unhex(result["codeHash"]))
    for entry in result["storageProof"]:
        slot = number(entry["key"]).to_bytes(32, "big")
        proof = [unhex(node) for node in entry["proof"]]
        assert int.from_bytes(slot_at(root, address, slot, nodes, proof)[1], "big") == number(entry["value"])


@pytest.mark.slow
@pytest.mark.parametrize("name", names(BLOCKS))
def test_blocks_of_mainnet(name):
    for block in blocks_in(load(name)):
        header = parse_header(rlp.serialize(block[0]))
        assert header.fields[OMMERS] == keccak256(rlp.serialize(block[2]))
        raws = [rlp.serialize(tx) if isinstance(tx, list) else bytes(tx) for tx in block[1]]
        trie = Trie({rlp.serialize(index): raw for index, raw in enumerate(raws)})
        assert header.fields[TRANSACTIONS] == trie.root
        for index, raw in enumerate(raws):
            found = entry_at(trie.root, index, trie.proof(rlp.serialize(index)), "transaction")
            assert transaction_hash(found) == keccak256(raw)


def test_blocks_that_follow_each_other():
    for first, second in ((300005, 300006), (4400000, 4400001), (4400001, 4400002), (1200000, 1200001)):
        one, two = [next(blocks_in(load(f"{BLOCKS}/block_{each}.blocks")))[0] for each in (first, second)]
        assert int.from_bytes(two[NUMBER], "big") == second
        assert keccak256(rlp.serialize(one)) == bytes(two[0])


@pytest.mark.slow
def test_a_hundred_blocks_of_ibft1_are_followed():
    trusted = None
    count = 0
    for block in blocks_in(load("ethereum/besu_ibft1.blocks")):
        sealed = parse_sealed(rlp.serialize(block[0]), IBFT1)
        if not sealed.extra.seals:
            assert sealed.height == 0
            continue
        if trusted is not None:
            assert sealed.header.parent == trusted.hash
        trusted = anchored(sealed, RULES) if trusted is None else step(trusted, sealed, RULES, None)
        count += 1
    assert (count, trusted.height, trusted.signed, trusted.total) == (100, 100, 4, 5)


@pytest.mark.slow
def test_a_header_of_a_real_network_of_qbft():
    constants = load_json("ethereum/besu_qbft_real_headers_and_extradata.json")["hex_constants"]
    header, signed, *extras = map(bytes.fromhex, constants)
    sealed = parse_sealed(header, QBFT)
    assert sealed.height == 7528 and keccak256(signed) == sealed.digest()
    found = anchored(sealed, RULES)
    assert (found.signed, found.total) == (3, 4)
    assert parse_qbft(extras[1]).seals == sealed.extra.seals == parse_qbft(sealed.header.extra).seals
    rng = random.Random(9)
    refused = 0
    for _ in range(200):
        damaged = bytearray(header)
        damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
        with pytest.raises(LightClientError):
            anchored(parse_sealed(bytes(damaged), QBFT), RULES)
        refused += 1
    assert refused == 200


def test_extra_data_of_the_draft_of_qbft_has_the_form_of_ibft2():
    cases = load_json("ethereum/qbft_bft_extra_data.json")
    for case in cases.values():
        wanted, data = case["qbft_extra_data"], unhex(case["rlp"])
        found = parse_ibft2(data)
        assert (found.vanity, found.round) == (unhex(wanted["vanityData"]), wanted["round"])
        assert found.validators == [unhex(each) for each in wanted["validators"]]
        assert found.seals == [unhex(each) for each in wanted["seals"]]
        vote = wanted["vote"]
        assert found.vote == (rlp.serialize([unhex(vote["recipient"]), unhex(vote["voteType"])]) if vote else b"\x80")
        with pytest.raises(Malformed):
            parse_qbft(data)
    assert len(cases) > 3


# -- tries


def entries_of(name, case):
    """Return what is in the trie at the end of a case."""
    pairs = case["in"].items() if isinstance(case["in"], dict) else case["in"]
    found = {}
    for key, value in pairs:
        key, value = [unhex(each) if each.startswith("0x") else each.encode() for each in (key, value or "")]
        key = keccak256(key) if "secure" in name else key
        found[key] = value
        if not value:
            del found[key]
    return found


@pytest.mark.parametrize("name", names(TRIES))
def test_tries_have_their_roots_and_prove_all_of_it(name):
    for case in load_json(name).values():
        entries = entries_of(name.lower(), case)
        trie = Trie(entries)
        assert trie.root == unhex(case["root"])
        for key, value in entries.items():
            assert value_at(trie.root, key, trie.proof(key)) == value
        assert value_at(trie.root, b"absent", trie.proof(b"absent")) is None
