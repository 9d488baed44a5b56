"""A node's JSON-RPC, for the small chains of tests/portable/evm.py. Calls do not go over a network."""

import json

from lightclient.crypto.keccak import keccak256
from lightclient.evm import rlp
from lightclient.evm.building import Trie
from lightclient.evm.hosts.rpcjson import HEADER, NUMBERS
from lightclient.evm.state import slot_value
from lightclient.evm.trie import value_at
from lightclient.gateway.errors import RpcRefused
from tests.portable.evm import START, block
from tests.portable.test_evm_state import STATE, STORAGE

TXS = [
    {"type": "0x0", "nonce": "0x1", "gasPrice": "0x2", "gas": "0x5208", "to": "0x" + "aa" * 20, "value": "0x3",
     "input": "0x", "v": "0x1b", "r": "0x5", "s": "0x6"},
    {"type": "0x2", "chainId": "0x539", "nonce": "0x2", "maxPriorityFeePerGas": "0x1", "maxFeePerGas": "0x9",
     "gas": "0x5208", "to": None, "value": "0x0", "input": "0x6001", "accessList": [
        {"address": "0x" + "bb" * 20, "storageKeys": ["0x" + "01" * 32]}], "yParity": "0x1", "r": "0x7", "s": "0x8"},
]  # fmt: skip
RECEIPTS = [
    {"type": tx["type"], "status": "0x1", "cumulativeGasUsed": hex(21000 * (place + 1)), "logsBloom": "0x" + "00" * 256,
     "logs": [{"address": "0x" + "cc" * 20, "topics": ["0x" + "02" * 32], "data": "0x00ff"}]}
    for place, tx in enumerate(TXS)
]  # fmt: skip


def unhex(text):
    return bytes.fromhex(text[2:])


def encoded(tx):
    """Return a transaction as its trie has it, from what the yellow paper and EIP-1559 say of its fields."""
    number = lambda name: int(tx[name], 16)  # noqa: E731
    to = unhex(tx["to"]) if tx["to"] else b""
    if tx["type"] == "0x0":
        fields = [number("nonce"), number("gasPrice"), number("gas"), to, number("value"), unhex(tx["input"])]
        return rlp.serialize(fields + [number("v"), number("r"), number("s")])
    access = [[unhex(each["address"]), [unhex(key) for key in each["storageKeys"]]] for each in tx["accessList"]]
    fields = [number("chainId"), number("nonce"), number("maxPriorityFeePerGas"), number("maxFeePerGas")]
    fields += [number("gas"), to, number("value"), unhex(tx["input"]), access]
    return b"\x02" + rlp.serialize(fields + [number("yParity"), number("r"), number("s")])


def receipt(shown):
    logs = [
        [unhex(each["address"]), [unhex(topic) for topic in each["topics"]], unhex(each["data"])]
        for each in shown["logs"]
    ]
    kind = int(shown["type"], 16)
    body = rlp.serialize([1, int(shown["cumulativeGasUsed"], 16), unhex(shown["logsBloom"]), logs])
    return bytes((kind,)) + body if kind else body


HASHES = [keccak256(encoded(tx)) for tx in TXS]
TX_TRIE = Trie({rlp.serialize(place): encoded(tx) for place, tx in enumerate(TXS)})
RECEIPT_TRIE = Trie({rlp.serialize(place): receipt(each) for place, each in enumerate(RECEIPTS)})
ROOTS = {"p4": TX_TRIE.root, "p5": RECEIPT_TRIE.root}


def chain(count, kind="qbft", sets=None, start=START, state=STATE):
    """Return blocks by number, each with the state, the transactions and the receipts.

    sets: validators by number. start: Unix seconds of block 0.
    """
    blocks, parent, who = {}, None, "abcd"
    for number in range(1, count + 1):
        who = (sets or {}).get(number, who)
        blocks[number] = block(number, who, parent, kind=kind, time=start + 5 * number, p3=state.root, **ROOTS)
        parent = blocks[number].hash
    return blocks


def block_json(sealed, whole=False):
    shown = {}
    for place, value in enumerate(sealed.header.fields):
        name = HEADER[place]
        plain = name in NUMBERS and name != "nonce"
        shown[name] = hex(int.from_bytes(value, "big")) if plain else "0x" + value.hex()
    return shown | {"hash": "0x" + sealed.hash.hex(), "transactions": TXS if whole else []}


def slot_json(storage, slot):
    key = keccak256(unhex(slot))
    nodes = storage.proof(key)
    value = slot_value(value_at(storage.root, key, nodes))
    return {"key": slot, "value": hex(value), "proof": ["0x" + node.hex() for node in nodes]}


class FakeRpc:
    def __init__(self, blocks, chain_id=1337, state=STATE, storage=STORAGE, states=None):
        """state, storage: the tries of every block. states: both, by the number of a block that has others."""
        self.blocks = blocks
        self.held = state, storage
        self.states = states or {}
        self.chain_id = chain_id
        self.behind = False
        self.asked = []

    def call(self, method, params):
        self.asked.append(method)
        answer = getattr(self, method)(*params)
        return json.loads(json.dumps(answer))

    def eth_chainId(self):
        return hex(self.chain_id)

    def eth_blockNumber(self):
        return hex(max(self.blocks))

    def eth_syncing(self):
        return {"currentBlock": "0x1"} if self.behind else False

    def eth_getBlockByNumber(self, number, whole):
        found = self.blocks.get(int(number, 16))
        return found and block_json(found, whole)

    def eth_getProof(self, address, slots, number):
        if int(number, 16) not in self.blocks:
            raise RpcRefused(-32000, "missing trie node", "")
        state, storage = self.states.get(int(number, 16), self.held)
        proof = state.proof(keccak256(unhex(address)))
        proofs = [slot_json(storage, slot) for slot in slots]
        return {"address": address, "accountProof": ["0x" + node.hex() for node in proof], "storageProof": proofs}

    def eth_getTransactionByHash(self, tx_hash):
        if unhex(tx_hash) not in HASHES:
            return None
        return {"blockNumber": "0x3", "transactionIndex": hex(HASHES.index(unhex(tx_hash)))}

    def eth_getBlockReceipts(self, number):
        return RECEIPTS
