"""Bitcoin Core's own test data: an alternative mainnet with real work, a whole block, the BIP158 vectors.

They come from a package index (tests/registry.py), so that whoever lacks the data folder still tests on real data.
"""

import json
import random

import pytest

from lightclient.bitcoin import bundle, merkleblock
from lightclient.bitcoin import header as codec
from lightclient.bitcoin.anchor import HeadersAnchor
from lightclient.bitcoin.block import Block
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.filters import build, filter_header
from lightclient.bitcoin.merkle import branch_of
from lightclient.bitcoin.networks import MAINNET
from lightclient.bitcoin.proof import verify_branch, verify_merkleblock
from lightclient.bitcoin.transaction import Transaction
from lightclient.bitcoin.trust import trusted
from lightclient.errors import BadDifficulty, HighHash
from tests.registry import core_file

MAINNET_ALT = (
    "test/functional/data/mainnet_alt.json",
    "b85576c28ac5b0e5f26a3d4c089fc6693a921530df734f2cd134a4e557dc0681",
)
BLOCK_413567 = (
    "src/bench/data/block413567.raw",
    "71964cee18c58675784846d498944b35daa41e36b6f65a7e8feb291def924cce",
)
FILTERS = (
    "src/test/data/blockfilters.json",
    "d9049756f744e561b882a8eff507582fb7cd74ed9cf5542bdac58257449ee2a2",
)

DIFFICULTY_1 = 0x1D00FFFF
DIFFICULTY_4 = 0x1C3FFFC0


# -- an alternative mainnet: 2,016 blocks on the real genesis, as Core's mining_mainnet.py puts them together


def coinbase_of(height):
    """Return the coinbase transaction: height and a filler in the input, 50 coins to one key hash."""
    if height <= 16:
        script = bytes((0x50 + height, 0))  # an opcode, and OP_0 for the least length
    else:
        size = height.bit_length() // 8 + 1  # one bit stays free for the sign
        script = bytes((size,)) + height.to_bytes(size, "little")
    transaction = Transaction()
    transaction.inputs = [(bytes(32), 0xFFFFFFFF, script, 0xFFFFFFFF)]
    transaction.outputs = [(50 * 10**8, bytes.fromhex("76a914eadbac7f36c37e39361168b7aaee3cb24a25312d88ac"))]
    return transaction


@pytest.fixture(scope="module")
def alternative():
    rows = json.loads(core_file(*MAINNET_ALT))
    headers = [MAINNET.genesis]
    for height, (time, nonce) in enumerate(zip(rows["timestamps"], rows["nonces"], strict=True), 1):
        bits = DIFFICULTY_1 if height < 2016 else DIFFICULTY_4
        prev_hash, root = codec.hash_of(headers[-1]), coinbase_of(height).txid()
        headers.append(codec.serialize(0x20000000, prev_hash, root, time, bits, nonce))
    return headers


def test_alternative_mainnet_with_a_retarget(alternative):
    assert len(alternative) == 2017
    chain = from_genesis(MAINNET)
    chain.extend(b"".join(alternative))
    assert chain.tip.height == 2016
    assert chain.tip.bits == DIFFICULTY_4
    assert chain.tip.chainwork == 2016 * 0x100010001 + 4 * 0x100010001
    assert trusted(b"".join(alternative), 0, None, chain.tip.chainwork, MAINNET).base == chain.tip


def test_the_old_difficulty_after_the_retarget_is_refused(alternative):
    chain = trusted(b"".join(alternative[:-1]), 0, None, None, MAINNET)
    header = alternative[-1]
    with pytest.raises(BadDifficulty) as caught:
        chain.extend(header[:72] + DIFFICULTY_1.to_bytes(4, "little") + header[76:])
    assert caught.value.args == (DIFFICULTY_1, DIFFICULTY_4)
    with pytest.raises(HighHash):
        chain.extend(header[:76] + bytes(4))
    assert chain.extend(header) == 2015


# -- block 413,567


@pytest.fixture(scope="module")
def block():
    return Block(core_file(*BLOCK_413567))


def test_block_is_itself(block):
    assert len(block.txids) == 1557
    assert block.height(MAINNET) == 413567
    for position, txid in enumerate(block.txids):
        transaction = block.transaction(position)
        assert transaction.txid() == txid
        assert transaction.serialize() == block.data[block.offsets[position] : block.offsets[position + 1]]


def test_proofs_of_all_forms(block):
    anchor = HeadersAnchor(block.header, MAINNET)
    chance = random.Random(413567)
    positions = sorted({0, 1, 778, 1555, 1556, *chance.sample(range(1557), 15)})
    for position in positions:
        txid = block.txids[position]
        for verdict in (
            verify_branch(txid, position, branch_of(block.txids, position), anchor),
            verify_merkleblock(merkleblock.prove(block.header, block.txids, {position}).serialize(), anchor),
            bundle.parse(bundle.make("mainnet", block, position).serialize()).verify(anchor),
        ):
            assert verdict.proved == [(position, txid)]
    several = merkleblock.prove(block.header, block.txids, set(positions))
    assert verify_merkleblock(several.serialize(), anchor).proved == [(at, block.txids[at]) for at in positions]


# -- BIP158


def test_filters():
    rows = [row for row in json.loads(core_file(*FILTERS)) if len(row) > 1]
    assert len(rows) == 10
    for _, block_hash, raw, spent, previous, expected, header, _ in rows:
        whole = Block(bytes.fromhex(raw))
        assert codec.display(codec.hash_of(whole.header)) == block_hash
        outputs = [script for at in range(len(whole.txids)) for _, script in whole.transaction(at).outputs]
        made = build(codec.from_display(block_hash), outputs + [bytes.fromhex(script) for script in spent])
        assert made.hex() == expected
        assert codec.display(filter_header(made, codec.from_display(previous))) == header
