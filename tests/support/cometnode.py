"""A node's RPC, in its own JSON, for the small chains of tests/portable/comet.py. Calls do not go over a network."""

import base64
import json
import time
from hashlib import sha256

from lightclient.cometbft.commit import ABSENT
from lightclient.cometbft.header import NAMES
from lightclient.gateway.errors import RpcRefused

KINDS = {1: "tendermint/PubKeyEd25519", 2: "tendermint/PubKeySecp256k1"}


def b64(data):
    return base64.b64encode(data).decode()


def time_json(moment):
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(moment[0])) + f".{moment[1]:09d}Z"


def block_id_json(block_id):
    return {
        "hash": block_id.hash.hex().upper(),
        "parts": {"total": block_id.total, "hash": block_id.parts.hex().upper()},
    }


def header_json(header):
    shown = {name: value.hex().upper() for name, value in zip(NAMES, header.fields, strict=True)}
    return shown | {
        "version": {"block": str(header.block), "app": str(header.app)},
        "chain_id": header.chain_id,
        "height": str(header.height),
        "time": time_json(header.time),
        "last_block_id": block_id_json(header.last_block_id),
    }


def commit_json(commit):
    votes = []
    for vote in commit.votes:
        absent = vote.flag == ABSENT
        votes.append(
            {
                "block_id_flag": vote.flag,
                "validator_address": vote.address.hex().upper(),
                "timestamp": "0001-01-01T00:00:00Z" if absent else time_json(vote.time),
                "signature": None if absent else b64(vote.signature),
            }
        )
    shown = {"height": str(commit.height), "round": commit.round, "block_id": block_id_json(commit.block_id)}
    return shown | {"signatures": votes}


def set_json(members):
    return [
        {
            "address": members.ids[i].hex().upper(),
            "pub_key": {"type": KINDS[key.kind], "value": b64(key.data)},
            "voting_power": str(members.weights[i]),
            "proposer_priority": "0",
        }
        for i, key in enumerate(members.keys)
    ]


class FakeRpc:
    """transactions: by hash, the answers of tx. entries: by key, those of abci_query. calls: what was asked."""

    def __init__(self, chain, page=100):
        self.chain = chain
        self.page = page
        self.transactions = {}
        self.entries = {}
        self.calls = []
        self.behind = False

    @property
    def tip(self):
        return max(self.chain.blocks)

    def call(self, method, params):
        self.calls.append(method)
        answer = getattr(self, method)(**params)
        return json.loads(json.dumps(answer))

    def status(self):
        sync = {"latest_block_height": str(self.tip), "catching_up": self.behind}
        return {"node_info": {"network": self.chain.network.chain_id}, "sync_info": sync}

    def commit(self, height):
        signed = self._at(int(height))
        shown = {"header": header_json(signed.header), "commit": commit_json(signed.commit)}
        return {"signed_header": shown, "canonical": True}

    def validators(self, height, page, per_page):
        height = int(height)
        members = self._at(height).validators if height <= self.tip else self._at(height - 1).next
        first = (int(page) - 1) * min(int(per_page), self.page)
        some = set_json(members)[first : first + min(int(per_page), self.page)]
        return {"block_height": str(height), "validators": some, "count": str(len(some)), "total": str(len(members))}

    def tx(self, hash, prove):
        if hash not in self.transactions:
            raise RpcRefused(-32603, "Internal error", "not found")
        return self.transactions[hash]

    def abci_query(self, path, data, height, prove):
        found = self.entries.get((path, data))
        return {"response": {"code": 0, "key": b64(bytes.fromhex(data)), "height": height, **(found or {})}}

    def put(self, tx, height, index, total, aunts):
        tx_hash = sha256(tx).digest()
        proof = {"total": str(total), "index": str(index), "leaf_hash": "", "aunts": [b64(each) for each in aunts]}
        answer = {"hash": tx_hash.hex().upper(), "height": str(height), "index": index, "tx": b64(tx)}
        self.transactions[b64(tx_hash)] = answer | {"proof": {"root_hash": "", "data": b64(tx), "proof": proof}}

    def _at(self, height):
        if height not in self.chain.blocks:
            raise RpcRefused(-32603, "Internal error", f"height {height} is not available")
        return self.chain.blocks[height]
