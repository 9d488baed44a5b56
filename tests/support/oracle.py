"""Bitcoin Core's own consensus engine (tests/support/kernel.py) as the judge of ours.

    core = Core(folder, REGTEST)              Core with an empty block index in `folder`
    pair = Pair(core, from_genesis(REGTEST))  Core and a Chain of ours that must agree
    pair.deliver([header], now)               raises Divergence unless verdict, reason and tip are the same
    play(seed, folder)                        many trees of valid and broken headers, all drawn from the seed

`python -m tests.support.oracle 17` plays seed 17, `... 0 400` the seeds below 400, and prints the counts.
"""

import collections
import json
import pathlib
import random
import sys
import tempfile

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.chain import Chain, from_genesis
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.errors import LightClientError
from tests.support.kernel import Core

# What we call what Core refuses. Core looks at the proof of work before it looks for the parent and at the required
# bits, we after, so a header with more than one fault is HighHash for Core and the earlier error for us.
ERRORS = {
    "high-hash": {"HighHash", "BadBits", "BadDifficulty", "UnknownParent"},
    "prev-blk-not-found": {"UnknownParent"},
    "bad-diffbits": {"BadDifficulty"},
    "time-too-old": {"TimeTooOld"},
    "time-timewarp-attack": {"TimeWarp"},
    "time-too-new": {"TimeTooNew"},
    "bad-version": {"BadVersion"},
    None: {None},
}


class Divergence(AssertionError):
    """Core and we do not agree."""


class Pair:
    """Core and a chain of ours, given the same headers. `counts` has what happened so far."""

    def __init__(self, core: Core, chain: Chain, name: str) -> None:
        self.core = core
        self.chain = chain
        self.name = name
        self.counts: "collections.Counter[str]" = collections.Counter()

    def deliver(self, run: "list[bytes]", now: int) -> None:
        """Give both a run of linked headers. Raises Divergence unless they agree on every verdict and on the tip."""
        reasons, core_tip = self.core.deliver(run, now)
        errors = self._extend(run, now)
        for header, reason, error in zip(run, reasons, errors, strict=True):
            self.counts["headers"] += 1
            self.counts["accepted" if reason is None else reason] += 1
            if error not in ERRORS[reason]:
                raise self._divergence(header, now, f"Core says {reason}, we say {error}")
        tip = self.chain.tip
        if core_tip != (tip.height, tip.tip_hash):
            height, block_hash = core_tip
            ours = f"{tip.height} {codec.display(tip.tip_hash)}"
            raise self._divergence(run[-1], now, f"Core's tip is {height} {codec.display(block_hash)}, ours {ours}")
        last = codec.hash_of(run[-1])
        ties = [branch for branch in self.chain.branches if branch.tip.chainwork == tip.chainwork]
        if any(branch.tip.tip_hash == last for branch in ties):
            self.counts["ties"] += 1

    def _extend(self, run: "list[bytes]", now: int) -> "list[str | None]":
        """Return our verdict on each header of the run. We take all of a run or nothing, Core what comes first."""
        before = self.chain.tip
        try:
            fork = self.chain.extend(b"".join(run), now)
        except LightClientError as error:
            if self.chain.tip is not before:
                raise self._divergence(run[-1], now, "our tip moved although the run was refused") from error
            if len(run) == 1:
                return [error.name]
            return [verdict for header in run for verdict in self._extend([header], now)]
        if fork is not None and fork < before.height:
            self.counts["reorganisations"] += 1
        return [None] * len(run)

    def _divergence(self, header: bytes, now: int, what: str) -> Divergence:
        return Divergence(f"{self.name}: {what}; header {header.hex()} at clock {now}")


class Block:
    """A header that was grown and what its children need to know."""

    def __init__(self, header: bytes, parent: "Block | None") -> None:
        self.header = header
        self.hash = codec.hash_of(header)
        self.time = codec.time_of(header)
        self.parent = parent
        self.times: list[int] = [*(parent.times if parent else []), self.time][-11:]

    @property
    def median(self) -> int:
        return sorted(self.times)[len(self.times) // 2]


LIMIT = 0x7FFFFF << 232  # regtest's target
BITS = codec.bits_of(REGTEST.genesis)
LOWER = {0x207FFFFE: 0x7FFFFE << 232, 0x21007FFF: 0x7FFF << 240, 0x2000FFFF: 0xFFFF << 232, 0x22000001: 1 << 248}
ABOVE = (0x21008000, 0x2100FFFF, 0x22000080, 0x220000FF)
UNDECODABLE = (0, 0x20800000, 0x20FFFFFF, 0x04923456, 0x01003456, 0x01FEDCBA, 0x22000100, 0x217FFFFF, 0xFF123456)


def mine(block: dict, target: int = LIMIT, hit: bool = True) -> bytes:
    """Return the header with these fields whose hash meets, or else misses, the target."""
    for nonce in range(1 << 32):
        header = codec.serialize(**block, nonce=nonce)
        if (int.from_bytes(codec.hash_of(header), "little") <= target) is hit:
            return header
    raise ValueError("no nonce does")


def fair(rng: random.Random, parent: Block, now: int) -> dict:
    """Return the fields of a header that every rule allows after `parent`, if the clock does."""
    time = rng.choice([parent.median + 1, parent.median + 2, parent.time + 1, parent.time + 600, parent.time + 1201])
    if rng.random() < 0.1:
        time = now + rng.choice([7199, 7200])
    version = rng.choice([4, 4, 5, 0x20000000, 0x3FFFE000, 0x7FFFFFFF])
    return {
        "version": version,
        "prev_hash": parent.hash,
        "merkle_root": rng.randbytes(32),
        "time": max(time, parent.median + 1),
        "bits": BITS,
    }


# Each breaks one rule in the fields of a fair header; "high hash" is up to `mine`.
FAULTS = {
    "old": lambda rng, parent, now: {"time": rng.choice([parent.median, parent.median - 1, 0])},
    "new": lambda rng, parent, now: {"time": now + rng.choice([7201, 7202, 86400])},
    "version": lambda rng, parent, now: {"version": rng.choice([3, 2, 1, 0, -1, -(1 << 31)])},
    "lower target": lambda rng, parent, now: {"bits": rng.choice([*LOWER])},
    "target above limit": lambda rng, parent, now: {"bits": rng.choice(ABOVE)},
    "no target": lambda rng, parent, now: {"bits": rng.choice(UNDECODABLE)},
    "parent": lambda rng, parent, now: {"prev_hash": rng.choice([rng.randbytes(32), bytes(32)])},
    "high hash": lambda rng, parent, now: {},
}


def child(rng: random.Random, parent: Block, now: int, faults: "list[str]") -> Block:
    """Grow one header on `parent`, with these faults."""
    block = fair(rng, parent, now)
    for fault in faults:
        block.update(FAULTS[fault](rng, parent, now))
    target = LOWER.get(block["bits"], LIMIT)
    return Block(mine(block, target, hit="high hash" not in faults), parent)


def grow(rng: random.Random, around: "list[Block]", size: int, now: int) -> "list[Block]":
    """Grow a tree of `size` headers on blocks of `around`, parents first.

    Two or three branches grow at random, so that they overtake each other and often end equal.
    """
    fronts = [around[-1], rng.choice(around)]
    tree: "list[Block]" = []
    sound = around[:]
    for _ in range(size):
        if len(fronts) < 3 and rng.random() < 0.1:
            fronts.append(rng.choice(sound))
        front = rng.randrange(len(fronts))
        count = rng.choices([0, 1, 2, 3], [60, 30, 7, 3])[0]
        faults = rng.sample([*FAULTS], count)
        block = child(rng, fronts[front], now, faults)
        tree.append(block)
        if not faults:
            sound.append(block)
        if not faults or rng.random() < 0.1:  # some branches go on after a broken header
            fronts[front] = block
    return tree


def ordered(rng: random.Random, tree: "list[Block]") -> "list[Block]":
    """Return the order of delivery: as grown or branch by branch, some too early, some twice."""
    order = tree[:]
    if rng.random() < 0.5:
        ready = {block.parent for block in tree} - {*tree}
        order = []
        while len(order) < len(tree):
            block = rng.choice([block for block in tree if block.parent in ready and block not in order])
            order.append(block)
            ready.add(block)
    for block in rng.sample(tree, len(tree) // 4):
        order.insert(rng.randrange(len(order) + 1), block)
    return order


def runs(rng: random.Random, order: "list[Block]") -> "list[list[bytes]]":
    """Cut an order of delivery into messages.

    Where a header is followed by its child they may share one, and some begin with blocks that should be known.
    """
    messages: "list[list[bytes]]" = []
    before = None
    for block in order:
        if before is not None and block.parent is before and rng.random() < 0.3:
            messages[-1].append(block.header)
        else:
            known = path(block, rng.choices([1, 4], [9, 1])[0])
            messages.append([ancestor.header for ancestor in known])
        before = block
    return messages


def play(seed: int, folder: pathlib.Path, trees: int = 25) -> "collections.Counter[str]":
    """Grow tree on tree from regtest's genesis, deliver all to Core and to us; return the counts.

    Each tree leaves the best chain at its tip or a little below, so that every tree contests the tip. With a small
    window its depth and size stay inside what the window promises to survive, and a straight run settles it.
    """
    rng = random.Random(seed)
    window = rng.choice([40, 64, 144, 10_000, 10_000, 10_000])
    small = window < 10_000
    with Core(folder, REGTEST) as core:
        pair = Pair(core, from_genesis(REGTEST, window), f"seed {seed}")
        genesis = Block(REGTEST.genesis, None)
        blocks = {genesis.hash: genesis}
        now = genesis.time
        early: "list[Block]" = []
        for _ in range(trees):
            tip = blocks[pair.chain.tip.tip_hash]
            now = max(tip.time, now) + rng.choice([-7200, -7199, -600, 0, 600, 7200, 86400])
            around = path(tip, window // 8 if small else rng.choice([1, 4, 30]))
            tree = grow(rng, around, rng.randint(1, window // 5) if small else rng.randint(4, 24), now)
            blocks.update((block.hash, block) for block in tree)
            for run in runs(rng, ordered(rng, tree + early)):
                pair.deliver(run, now)
            # What the clock alone forbids is shown again with the next tree, when it may be allowed.
            early = [] if small else [block for block in tree if block.time > now + 7200]
            parents = {block.parent for block in tree}
            pair.counts.update(trees=1, chains=sum(block not in parents for block in tree))
            if small:
                tip, straight = blocks[pair.chain.tip.tip_hash], []
                for _ in range(window):
                    tip = child(rng, tip, tip.time, [])
                    blocks[tip.hash] = tip
                    straight.append(tip.header)
                now = max(now, tip.time)
                pair.deliver(straight, now)
        work = 2 * (pair.chain.tip.height + 1)
        if pair.chain.tip.chainwork != work:
            raise Divergence(f"seed {seed}: chainwork is {pair.chain.tip.chainwork}, each of regtest's blocks adds 2")
    return pair.counts


def path(tip: Block, length: int) -> "list[Block]":
    """Return the last `length` blocks up to `tip`, or as many as there are."""
    blocks = [tip]
    while len(blocks) < length and blocks[0].parent is not None:
        blocks.insert(0, blocks[0].parent)
    return blocks


def main() -> None:
    first, *last = [int(argument) for argument in sys.argv[1:]]
    counts: "collections.Counter[str]" = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, *last) if last else [first]:
            counts += play(seed, pathlib.Path(folder, str(seed)))
    print(json.dumps(counts, indent=1))


if __name__ == "__main__":
    main()
