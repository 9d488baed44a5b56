"""What Burrow's RPC says: followed over a change of the validators, and what is wrong with it is named."""

import pytest

from lightclient.cometbft.errors import UnsupportedKey
from lightclient.cometbft.hosts import burrow
from lightclient.cometbft.hosts.burrow import BurrowNode, block_of, members_of, node_at
from lightclient.cometbft.hosts.node import CometNode
from lightclient.decided.hosts.errors import NotAtNode
from lightclient.gateway.errors import BadRpcUrl, RpcNonsense
from tests.portable.comet import NETWORK
from tests.portable.test_comet_follower import changing
from tests.support.cometnode import b64, commit_json, header_json

PROFILE = NETWORK.profile
CURVES = {1: "ed25519", 2: "secp256k1"}


class FakeRpc:
    """A small chain as Burrow shows it. now: the height whose validators are those of today."""

    def __init__(self, chain, now):
        self.chain = chain
        self.now = now

    def call(self, method, params):
        return getattr(self, method)(**params)

    def status(self):
        return {"ChainID": NETWORK.chain_id, "SyncInfo": {"LatestBlockHeight": max(self.chain.blocks)}}

    def block(self, height):
        if height not in self.chain.blocks:
            return {"BlockMeta": None, "Block": None}
        return {"BlockMeta": {}, "Block": block_json(self.chain, height)}

    def validators(self):
        members = self.chain.blocks[self.now].validators
        shown = [
            {"PublicKey": {"CurveType": CURVES[key.kind], "PublicKey": key.data.hex()}, "Power": weight}
            for key, weight in zip(members.keys, members.weights, strict=True)
        ]
        return {"BondedValidators": shown}


def block_json(chain, height):
    before = chain.blocks.get(height - 1)
    shown = {"header": header_json(chain.blocks[height].header), "data": {"txs": [b64(b"tx")]}}
    return shown | {"last_commit": commit_json(before.commit) if before else None}


CHAIN = changing()
# The first block whose validators are not those of the next one.
LAST = next(at for at in sorted(CHAIN.blocks) if CHAIN.blocks[at].validators.hash != CHAIN.blocks[at].next.hash)


def test_headers_are_those_of_the_chain_and_the_newest_waits_for_its_commit():
    node = BurrowNode(FakeRpc(CHAIN, 1))
    newest = max(CHAIN.blocks)
    assert tuple(node.status()) == (NETWORK.chain_id, newest - 1, False)
    for height in range(1, newest):
        assert node.header(height, PROFILE).hash == CHAIN.blocks[height].hash
    with pytest.raises(NotAtNode, match=f"block of height {newest + 1}"):
        node.header(newest, PROFILE)


def test_validators_that_were_seen_are_kept_and_others_are_not_made_up():
    rpc = FakeRpc(CHAIN, LAST)
    node = BurrowNode(rpc)
    with pytest.raises(NotAtNode, match="today's alone"):
        node.signed(LAST, PROFILE)  # those of the next block are not told yet
    rpc.now = LAST + 1
    found = node.signed(LAST, PROFILE)
    wanted = CHAIN.blocks[LAST]
    assert (found.validators.hash, found.next.hash) == (wanted.validators.hash, wanted.next.hash)
    with pytest.raises(NotAtNode, match="today's alone"):
        BurrowNode(rpc).signed(LAST, PROFILE)


def test_only_so_many_sets_are_kept(monkeypatch):
    monkeypatch.setattr(burrow, "MAX_SETS", 1)
    rpc = FakeRpc(CHAIN, LAST)
    node = BurrowNode(rpc)
    with pytest.raises(NotAtNode, match="today's alone"):
        node.signed(LAST, PROFILE)
    rpc.now = LAST + 1
    node.signed(LAST, PROFILE)  # the older set gives way to the newer one
    with pytest.raises(NotAtNode, match="today's alone"):
        node.signed(LAST, PROFILE)


def test_what_it_never_tells():
    node = BurrowNode(FakeRpc(CHAIN, 1))
    with pytest.raises(NotAtNode, match="index of transactions"):
        node.transaction(bytes(32))
    with pytest.raises(NotAtNode, match="proofs of its state"):
        node.entry(b"", b"key", 3)


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        [],
        {"header": None},
        {"data": {"txs": "none"}},
        {"data": {"txs": ["%"]}},
        {"last_commit": None},
        {"last_commit": {"signatures": 7}},
    ],
)
def test_blocks_that_are_none(wrong):
    with pytest.raises(RpcNonsense):
        block_of(block_json(CHAIN, 3) | wrong if isinstance(wrong, dict) else wrong)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"Power": "much"}, RpcNonsense),
        ({"PublicKey": None}, RpcNonsense),
        ({"PublicKey": {"CurveType": "ed25519", "PublicKey": "xy"}}, RpcNonsense),
        ({"PublicKey": {"CurveType": "ed448", "PublicKey": "00"}}, UnsupportedKey),
    ],
)
def test_validators_that_are_none(change, error):
    shown = FakeRpc(CHAIN, 1).validators()["BondedValidators"]
    with pytest.raises(error):
        members_of({"BondedValidators": [shown[0] | change]})
    with pytest.raises(RpcNonsense):
        members_of({})


def test_a_scheme_says_that_a_node_is_one_of_burrow():
    assert type(node_at("http://127.0.0.1:1", None)) is CometNode
    assert type(node_at("burrow+http://127.0.0.1:1", None)) is BurrowNode
    with pytest.raises(BadRpcUrl):
        node_at("burrow+ftp://127.0.0.1:1", None)
