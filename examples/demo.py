"""What a light client checks by itself, shown on real data: `make demo`.

Real headers are verified with every rule, a real payment is proved, and forged proofs and headers are refused by name.
Exits with status 1 if anything comes out differently from what is expected. Needs no package but lightclient.

    python -m examples.demo          and nothing else
    python -m examples.demo --next   and what to try next
"""

import json
import math
import os
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from lightclient.bitcoin import bundle, merkleblock, packed
from lightclient.bitcoin import header as codec
from lightclient.bitcoin.address import address_of
from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.block import Block
from lightclient.bitcoin.chain import Chain, from_genesis
from lightclient.bitcoin.headers_anchor import HeadersAnchor
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.proof import verify_branch, verify_merkleblock
from lightclient.bitcoin.state import genesis, step
from lightclient.bitcoin.transaction import Transaction, parse
from lightclient.bitcoin.tree import branch_of, root
from lightclient.bitcoin.trust import trusted
from lightclient.bitcoin.walk import NULL_INDEX, NULL_TXID
from lightclient.cli.nextsteps import NEXT
from lightclient.errors import LightClientError
from tools import realdata

MESSAGE = 50 * codec.SIZE  # as headers arrive on a board: 4 KB at a time
WHOLE = 1 << 32  # a window that nothing leaves
COLUMNS = 80
HERE = Path(__file__).parent / "data"
Anchor = ChainAnchor | HeadersAnchor


def main() -> int:
    say("lightclient: headers, proofs and payments, checked by the device itself", BOLD)
    began = time.perf_counter()
    chain, anchor, block = real_data()
    proof = show_payment(anchor, block)
    failures = show_forgeries(chain, anchor, block, proof)
    say(f"\n{time.perf_counter() - began:.1f} s in all.")
    if "--next" in sys.argv:
        print(f"\n{NEXT}")
    return 1 if failures else 0


# -- on the screen

BOLD, DIM, RED, GREEN = "1", "2", "31", "32"
colours = sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def painted(text: str, *codes: str) -> str:
    return f"\033[{';'.join(codes)}m{text}\033[0m" if colours and codes else text


def say(text: str, *codes: str) -> None:
    """Print a line without a mark."""
    print(painted(text, *codes), flush=True)


def mark(sign: str, colour: str, text: str, detail: str = "", *codes: str) -> None:
    """Print what happened after a coloured sign: the point in bold, then the rest."""
    print(painted(sign, colour), painted(text, BOLD, *codes) + detail, flush=True)


def remark(text: str, *codes: str) -> None:
    """Print more about the line before, below its text and in as many lines as it takes."""
    for line in textwrap.wrap(text, COLUMNS - 2, break_on_hyphens=False, break_long_words=False):
        say("  " + painted(line, *codes))


# -- real headers


def real_data() -> tuple[Chain, Anchor, Block]:
    """The most that this machine has, or can get."""
    if realdata.folder():
        return from_folder()
    try:
        return from_registry()
    except realdata.MissingData as error:
        say("\nLeft out: a longer chain and a larger block, which the package index has.")
        remark(str(error), DIM)
    return from_here()


def from_folder() -> tuple[Chain, Anchor, Block]:
    """The first 40,000 headers of Bitcoin, then 8,000 from 2024 on a checkpoint, and a block among these."""
    folder = realdata.folder() or Path()
    first = realdata.read(folder / "headers_mainnet" / "main_000000_039999.bin.xz")
    recent = realdata.read(folder / "headers_mainnet" / "main_822527_830592.bin.xz")
    synced("from the genesis block", from_genesis(MAINNET, WHOLE), first[codec.SIZE :])
    start = recent[: 20 * codec.SIZE]  # from the end of one difficulty epoch into the next
    index = json.loads((folder / "headers_mainnet" / "INDEX.json").read_bytes())
    before = next(int(entry["chainwork_before_hex"], 16) for entry in index if entry["start"] == 822527)
    work = before + trusted(start, 822527, None, None, MAINNET).base.chainwork
    chain = trusted(start, 822527, None, work, MAINNET)
    chain.window = WHOLE
    synced("from a checkpoint in 2023", chain, recent[len(start) :])
    block = Block(realdata.read(folder / "blocks" / "ckb_0830000.blk.xz"))
    return chain, ChainAnchor(chain, "the checkpoint"), block


def from_registry() -> tuple[Chain, Anchor, Block]:
    """The headers and the block that Bitcoin Core tests with; the block's header stands alone, trusted as given."""
    headers = b"".join(realdata.alternative_headers())
    block = Block(realdata.carried(realdata.BLOCK_413567).read_bytes())
    chain = from_genesis(MAINNET, WHOLE)
    synced("from the genesis block, mined to test Bitcoin Core", chain, headers)
    return chain, HeadersAnchor(block.header, MAINNET), block


def from_here() -> tuple[Chain, Anchor, Block]:
    """The first 200 headers after the genesis block, and the block with the first payment ever made in bitcoins."""
    _, (headers, _) = packed.parse((HERE / "headers_1_200.packed").read_bytes())
    chain = from_genesis(MAINNET, WHOLE)
    synced("from the genesis block", chain, b"".join(headers))
    return chain, ChainAnchor(chain, "the genesis block"), Block((HERE / "block_170.raw").read_bytes())


def synced(what: str, chain: Chain, headers: bytes) -> None:
    began = time.perf_counter()
    count = len(headers) // codec.SIZE
    for start in range(0, len(headers), MESSAGE):
        chain.extend(headers[start : start + MESSAGE], int(time.time()))
    rate = count / (time.perf_counter() - began)
    tip = chain.tip
    print()
    mark("✓", GREEN, f"{count:,} headers", f" {what}")
    remark(f"every rule checked, {rate:,.0f} a second; tip {tip.height:,}, work 2^{math.log2(tip.chainwork):.1f}")
    remark(codec.display(tip.tip_hash), DIM)


# -- a real payment


def show_payment(anchor: Anchor, block: Block) -> bundle.Bundle:
    position = len(block.txids) // 2
    data = block.bundle(MAINNET.name, position).serialize()
    proof = bundle.parse(data)
    began = time.perf_counter()
    verdict = proof.verify(anchor)
    took = time.perf_counter() - began
    place = verdict.place
    where = f"block {place.height:,}" if place.height else "its block"
    print()
    mark("✓", GREEN, "payment found in its block", f" by a bundle of {len(data):,} bytes in {took * 1e3:.2f} ms")
    remark(f"txid {codec.display(verdict.subject.id)}")
    for value, script in parse(proof.tx).outputs[:3]:
        remark(f"{value / 1e8:12.8f}  {address_of(script, MAINNET) or 'to a script without an address'}")
    remark(f"transaction {position} of {len(block.txids):,} in {where}, {verdict.finality.confirmations:,} deep")
    remark(f"anchored in {verdict.trust}; checked:")
    remark(", ".join(verdict.checks), DIM)
    if "work" in verdict.missing:
        remark("Not proved yet: these headers end long ago, below the least work that today's")
        remark("mainnet has to have. A device that follows it has the rest.")
    return proof


# -- forgeries


def show_forgeries(chain: Chain, anchor: Anchor, block: Block, proof: bundle.Bundle) -> int:
    """Try each forgery and print what stopped it; return how many were not stopped, or not for the expected reason."""
    say("\nForged, and refused", BOLD)
    failures = 0
    for what, expected, attempt in forgeries(chain, anchor, block, proof):
        try:
            attempt()
            mark("!", RED, f"{what:<37}ACCEPTED", "", RED)
            failures += 1
        except LightClientError as error:
            good = error.name == expected
            failures += not good
            print(painted("✗", GREEN if good else RED), f"{what:<37}" + painted(error.name, BOLD))
            remark(str(error), DIM)
    return failures


def forgeries(
    chain: Chain, anchor: Anchor, block: Block, proof: bundle.Bundle
) -> Iterator[tuple[str, str, Callable[[], object]]]:
    """Yield (what is forged, the error that must stop it, the attempt)."""
    txids = block.txids
    fields = (proof.network, proof.tx, proof.position, proof.branch, proof.header, proof.coinbase)

    def forged(**changes: object) -> Callable[[], object]:
        names = ("network", "tx", "position", "branch", "header", "coinbase")
        return lambda: bundle.Bundle(**{**dict(zip(names, fields, strict=True)), **changes}).verify(anchor)

    yield "a bit of the transaction", "RootMismatch", forged(tx=flip(proof.tx, len(proof.tx) - 40))
    yield "a bit of the branch", "RootMismatch", forged(branch=flip(proof.branch, len(proof.branch) // 2))
    at = proof.position
    yield "another position", "RootMismatch", lambda: verify_branch(txids[at], at ^ 1, branch_of(txids, at), anchor)

    last = len(txids) - 1
    if not last & 1:  # the last of an odd row: Bitcoin doubles it, and the double can be claimed to be a second payment
        yield (
            "a duplicated sibling",
            "DuplicateSibling",
            lambda: verify_branch(txids[last], last + 1, branch_of(txids, last), anchor),
        )
    inside = fake_transaction()
    yield "a transaction of 64 bytes", "LeafIsInnerNode", forged(tx=inside)
    yield (
        "a payment hidden in it",
        "InnerNodeIsTransaction",
        lambda: verify_branch(inside[32:], 1, inside[:32] + proof.branch[32:], anchor),
    )
    tree = merkleblock.prove(block.header, txids, {proof.position}).serialize()
    yield "a proof cut short", "Truncated", lambda: verify_merkleblock(tree[:-1], anchor)
    padded = merkleblock.parse(tree)
    padded.hashes += bytes(32)
    stops = "UnusedHashes" if len(padded.hashes) // 32 <= len(txids) else "TooManyHashes"
    yield "a hash too many", stops, lambda: verify_merkleblock(padded.serialize(), anchor)
    yield "a proof for another network", "WrongNetwork", forged(network="testnet4")
    unmined = codec.serialize(4, bytes(32), root(txids), 1700000000, 0x1D00FFFF, 0)
    yield "a block that nobody mined", "UnknownBlock", forged(header=unmined)

    header = codec.split(chain.headers_after(chain.base.height))[-1]
    parent = chain.state_at(codec.prev_hash_of(header))
    if parent:
        yield "a header without its work", "HighHash", lambda: step(parent, flip(header, 77), MAINNET)
        easy = header[:72] + (0x1D00FFFE).to_bytes(4, "little") + header[76:]
        yield "a header with easier difficulty", "BadDifficulty", lambda: step(parent, easy, MAINNET)
    yield "a fork with less work", "LessWork", lesser_fork


def lesser_fork() -> None:
    """Mine two branches on regtest and prove a payment in the shorter one, to a client that has seen both."""
    payment = Transaction()
    payment.input(NULL_TXID, NULL_INDEX, b"\x51\x51", 0)
    payment.output(50 * 100_000_000, b"\x51")
    fork = mine(mine(b"", payment.txid()), payment.txid())
    chain = from_genesis(REGTEST)
    chain.extend(mine(mine(mine(b""))))
    chain.extend(fork)
    proof = bundle.Bundle(REGTEST.name, payment.serialize(False), 0, b"", fork[: codec.SIZE])
    proof.verify(ChainAnchor(chain, "regtest"))


def mine(headers: bytes, merkle_root: bytes = bytes(32)) -> bytes:
    """Return regtest `headers` with one more, really mined: about two tries."""
    state = genesis(REGTEST)
    for header in codec.split(headers):
        state = step(state, header, REGTEST)
    nonce = 0
    while True:
        header = codec.serialize(4, state.tip_hash, merkle_root, state.times[-1] + 600, state.bits, nonce)
        if int.from_bytes(codec.hash_of(header), "little") <= state.target:
            return headers + header
        nonce += 1


def fake_transaction() -> bytes:
    """Return a valid transaction of 64 bytes, whose halves look like two nodes of a Merkle tree."""
    transaction = Transaction()
    transaction.input(bytes(range(32)), 0, b"", 0xFFFFFFFF)
    transaction.output(1, b"\x51\x51\x51\x51")
    return transaction.serialize()


def flip(data: bytes, offset: int, bit: int = 0) -> bytes:
    changed = bytearray(data)
    changed[offset] ^= 1 << bit
    return bytes(changed)


if __name__ == "__main__":
    sys.exit(main())
