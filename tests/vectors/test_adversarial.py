"""Chains and transactions that were made to break clients: BIP53, BIP54, and the reorganisation tests of full nodes."""

import pytest

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.block import Block
from lightclient.bitcoin.bundle import Bundle
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.errors import InnerNodeIsTransaction, LeafIsInnerNode, RootMismatch, WitnessNotStripped
from lightclient.bitcoin.merkle import is_transaction, root_of
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.state import genesis, step
from lightclient.bitcoin.transaction import parse
from lightclient.errors import ForkTooDeep
from tests.support.vectors import blk_blocks, load, load_json

TIMESTAMPS = "adversarial/bip54_timestamps.json.xz"
TXSIZE = "adversarial/bip54_txsize.json"
COINBASES = "adversarial/bip54_coinbases.json"


# -- BIP54: timewarp and Murch-Zawy. Today's rules allow what the BIP would forbid.


def branches(tree, before=b""):
    """Yield (headers from block 0 on, comment) for every leaf of the tree."""
    run = before + b"".join([bytes.fromhex(header) for header in tree["block_headers"]])
    if "extensions" not in tree:
        yield run, tree["comment"]
    for extension in tree.get("extensions", []):
        yield from branches(extension, run)


@pytest.fixture(scope="module")
def leaves():
    found = list(branches(load_json(TIMESTAMPS)))
    assert len(found) == 9
    return found


def test_every_timestamp_chain_is_valid_today(leaves):
    for run, _ in leaves:
        headers = codec.split(run)
        assert headers[0] == MAINNET.genesis
        state = genesis(MAINNET)
        for header in headers[1:]:
            state = step(state, header, MAINNET)
        assert state.height == len(headers) - 1


@pytest.mark.parametrize("backwards", [False, True])
def test_the_most_work_wins_among_nine_chains_in_any_order(leaves, backwards):
    def work(run):
        state = genesis(MAINNET)
        for header in codec.split(run)[1:]:
            state = step(state, header, MAINNET)
        return state.chainwork

    works = [work(run) for run, _ in leaves]
    order = list(reversed(range(9))) if backwards else list(range(9))
    chain = from_genesis(MAINNET, 10_000)
    for index in order:
        before = chain.tip
        seen = chain.extend(leaves[index][0])
        # As much work as before is not more: the first one seen stays.
        assert (seen is None) == (works[index] <= before.chainwork)
        assert chain.tip.chainwork == max(works[index], before.chainwork)
    best = next(leaves[index][0] for index in order if works[index] == max(works))
    assert chain.tip.tip_hash == codec.hash_of(best[-codec.SIZE :])
    assert b"".join(chain.best.headers) == best[codec.SIZE :]


def test_a_fork_below_the_window_is_refused_and_not_guessed(leaves):
    longest = max((run for run, _ in leaves), key=len)
    chain = from_genesis(MAINNET, 144)
    chain.extend(longest)
    for run, _ in leaves:
        if len(run) < codec.SIZE * 100:
            with pytest.raises(ForkTooDeep):
                chain.extend(run, height=0)
    assert chain.tip.tip_hash == codec.hash_of(longest[-codec.SIZE :])


# -- BIP54 and BIP53: transactions of 64 bytes (CVE-2017-12842)


def txsize_cases():
    return [(case["comment"], bytes.fromhex(case["tx"]), case["valid"]) for case in load_json(TXSIZE)]


def test_stripped_transactions_of_64_bytes_are_refused_as_leaves():
    cases = txsize_cases()
    assert len(cases) == 13
    for comment, data, valid in cases:
        stripped = parse(data).serialize(False)
        assert valid == (len(stripped) != 64), comment
        header = codec.serialize(1, bytes(32), bytes(32), 0, 0x207FFFFF, 0)
        # no such branch either, but only a leaf of another size gets to have it looked at
        with pytest.raises(RootMismatch if valid else LeafIsInnerNode):
            Bundle("regtest", stripped, 1, bytes(32), header).verify(Anything())


class Anything:
    network = REGTEST


def test_the_same_64_bytes_are_refused_as_inner_nodes():
    for _, data, valid in txsize_cases():
        stripped = parse(data).serialize(False)
        if valid:
            continue
        assert is_transaction(stripped)
        left, right = stripped[:32], stripped[32:]
        for position, leaf, sibling in ((0, left, right), (1, right, left)):
            with pytest.raises(InnerNodeIsTransaction):
                root_of(leaf, position, sibling)


def test_a_transaction_with_witness_is_no_leaf_of_a_proof():
    header = codec.serialize(1, bytes(32), bytes(32), 0, 0x207FFFFF, 0)
    for _, data, _ in txsize_cases():
        if parse(data).witnesses:
            with pytest.raises(WitnessNotStripped):
                Bundle("regtest", data, 1, bytes(32), header).verify(Anything())


def test_mainnets_64_byte_transactions_are_those_of_the_bip():
    txids = load("adversarial/bip53_64byte_tx_mainnet.txt").decode().split()
    assert len(txids) == 5
    historical = [(comment, data) for comment, data, _ in txsize_cases() if comment.startswith("Historical")]
    assert [codec.display(parse(data).txid()) for _, data in historical] == txids
    assert [comment.split()[-1] for comment, _ in historical] == txids


# -- BIP54: coinbases


def test_coinbase_chains_are_valid_today():
    for case in load_json(COINBASES):
        blocks = [Block(bytes.fromhex(text)) for text in case["block_chain"]]
        chain = from_genesis(MAINNET)
        chain.extend(b"".join([block.header for block in blocks]))
        assert chain.tip.height == len(blocks) - 1


# -- reorganisations of btcd and Floresta


def btcd_files():
    return b"".join([load(f"adversarial/btcd_blk_{name}.dat.bz2") for name in ("0_to_4", "3A", "4A", "5A")])


def btcd_listing():
    """Other blocks in the same places, as a listing: hex in words of eight digits, under headings."""
    lines = load("adversarial/btcd_reorgtest.hex").decode().split("\n")
    return bytes.fromhex("".join([line for line in lines if ":" not in line]))


@pytest.mark.parametrize("read", [btcd_files, btcd_listing])
def test_btcd_reorganisation(read):
    # 0 - 1 - 2 - 3  - 4
    #          \\
    #           3A - 4A - 5A        as much work at 4A, more at 5A
    headers = [Block(data).header for data in blk_blocks(read())]
    main, (side_3, side_4, side_5) = headers[:5], headers[5:]
    chain = from_genesis(MAINNET)
    chain.extend(b"".join(main))
    assert chain.tip.height == 4
    assert codec.prev_hash_of(side_3) == codec.hash_of(main[2])
    assert chain.extend(side_3) is None
    assert chain.extend(side_4) is None
    assert chain.tip.tip_hash == codec.hash_of(main[4])
    assert chain.extend(side_5) == 2
    assert (chain.tip.height, chain.tip.tip_hash) == (5, codec.hash_of(side_5))
    assert chain.best.headers == [*main[1:3], side_3, side_4, side_5]


def test_floresta_reorganisation():
    first, second = [
        [Block(bytes.fromhex(text)).header for text in branch]
        for branch in load_json("adversarial/floresta_test_reorg.json")
    ]
    chain = from_genesis(REGTEST)
    chain.extend(b"".join(first))
    assert chain.tip.tip_hash == codec.hash_of(first[-1])
    old = chain.tip
    fork = chain.extend(b"".join(second))
    assert chain.tip.tip_hash == codec.hash_of(second[-1])
    assert chain.tip.chainwork > old.chainwork
    assert fork == first.index(next(header for header in first if codec.hash_of(header) == second[0][4:36])) + 1
    assert chain.extend(b"".join(first)) is None
