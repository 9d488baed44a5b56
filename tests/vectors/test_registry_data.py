"""Bitcoin Core's own test data: an alternative mainnet with real work, a whole block, the BIP158 vectors.

They come from a package index (tools/realdata.py), so that whoever lacks the data folder still tests on real data.
"""

import json
import random

import pytest

from lightclient.bitcoin import bundle, merkleblock
from lightclient.bitcoin import header as codec
from lightclient.bitcoin.block import Block
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.errors import BadDifficulty, HighHash
from lightclient.bitcoin.filters import build, filter_header
from lightclient.bitcoin.headers_anchor import HeadersAnchor
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.proof import verify_branch, verify_merkleblock
from lightclient.bitcoin.tree import branch_of
from lightclient.bitcoin.trust import trusted
from tests.support.data import carried
from tools import realdata

DIFFICULTY_1 = 0x1D00FFFF
DIFFICULTY_4 = 0x1C3FFFC0


# -- an alternative mainnet: 2,016 blocks on the real genesis


@pytest.fixture(scope="module")
def alternative():
    carried(realdata.ALTERNATIVE_HEADERS)
    return [MAINNET.genesis, *realdata.alternative_headers()]


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
    return Block(carried(realdata.BLOCK_413567).read_bytes())


def test_block_is_itself(block):
    assert len(block.txids) == 1557
    assert block.height(MAINNET) == 413567
    for position, txid in enumerate(block.txids):
        transaction = block.transaction(position)
        assert transaction.txid() == txid
        assert transaction.serialize() == block.data[block.offsets[position] : block.offsets[position + 1]]


def test_proofs_of_all_forms(block):
    anchor = HeadersAnchor(block.header, MAINNET)
    rng = random.Random(413567)
    positions = sorted({0, 1, 778, 1555, 1556, *rng.sample(range(1557), 15)})
    for position in positions:
        txid = block.txids[position]
        for verdict in (
            verify_branch(txid, position, branch_of(block.txids, position), anchor),
            verify_merkleblock(merkleblock.prove(block.header, block.txids, {position}).serialize(), anchor),
            bundle.parse(block.bundle("mainnet", position).serialize()).verify(anchor),
        ):
            assert verdict.subject.found == [(position, txid)]
    several = merkleblock.prove(block.header, block.txids, set(positions))
    assert verify_merkleblock(several.serialize(), anchor).subject.found == [(at, block.txids[at]) for at in positions]


# -- BIP158


def test_filters():
    rows = [row for row in json.loads(carried(realdata.BLOCK_FILTERS).read_bytes()) if len(row) > 1]
    assert len(rows) == 10
    for _, block_hash, raw, spent, previous, expected, header, _ in rows:
        whole = Block(bytes.fromhex(raw))
        assert codec.display(codec.hash_of(whole.header)) == block_hash
        outputs = [script for at in range(len(whole.txids)) for _, script in whole.transaction(at).outputs]
        made = build(codec.from_display(block_hash), outputs + [bytes.fromhex(script) for script in spent])
        assert made.hex() == expected
        assert codec.display(filter_header(made, codec.from_display(previous))) == header
