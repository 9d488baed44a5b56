"""Many worlds at once, and what came of them."""

import heapq
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from tests.simulator.world import Failure, play

CHUNK = 100


class Totals:
    """worlds: by network, client, clock and weather. lies, outcomes, events, most: see `report`."""

    def __init__(self):
        self.worlds = Counter()
        self.lies = Counter()
        self.counts = Counter()
        self.most = Counter()
        self.arrived = []  # (seconds, seed): the longest ones
        self.paid = []
        self.failures = []

    def take(self, seed):
        try:
            world = play(seed)
        except Exception as failure:  # of a rule, or of the code: the others are played all the same
            self.failures.append(str(failure) if isinstance(failure, Failure) else f"seed {seed}: {failure!r}")
            self.worlds["played"] += 1
            return
        self.worlds["played"] += 1
        for what in (
            world.kind,
            "board" if world.board else "host",
            "clock right" if world.clocks else "no clock" if world.clock_error is None else "clock wrong",
            "lossy" if world.broker.loss else "no message lost",
            "absent for days" if world.absence >= 86_400 else "absent" if world.absence else "always on",
            "no liar" if not world.lies else f"{len(world.lies)} liars",
        ):
            self.worlds[what] += 1
        self.lies.update(set(world.lies))
        self.counts.update(world.counts)
        for what, count in world.most.items():
            self.most[what] = max(self.most[what], count)
        self.arrived = heapq.nlargest(5, [*self.arrived, (round(world.arrived_in), seed)])
        self.paid = heapq.nlargest(5, [*self.paid, (round(world.paid_in), seed)])

    def add(self, other):
        self.worlds += other.worlds
        self.lies += other.lies
        self.counts += other.counts
        for what, count in other.most.items():
            self.most[what] = max(self.most[what], count)
        self.arrived = heapq.nlargest(5, self.arrived + other.arrived)
        self.paid = heapq.nlargest(5, self.paid + other.paid)
        self.failures += other.failures


def some(first, count):
    totals = Totals()
    for seed in range(first, first + count):
        totals.take(seed)
    return totals


def run(first, count, processes):
    """Play `count` worlds from the seed `first` on; return their Totals."""
    starts = range(first, first + count, CHUNK)
    sizes = [min(CHUNK, first + count - start) for start in starts]
    totals = Totals()
    if processes == 1:
        for start, size in zip(starts, sizes, strict=True):
            totals.add(some(start, size))
        return totals
    with ProcessPoolExecutor(processes) as pool:
        for part in pool.map(some, starts, sizes):
            totals.add(part)
    return totals


def report(totals):
    """Return the totals as text."""
    lines = ["worlds      " + listed(totals.worlds), "attacks     " + listed(totals.lies)]
    groups = {}
    for key, count in totals.counts.items():
        group, name = (key[0], " ".join(key[1:])) if isinstance(key, tuple) else ("events", key)
        groups.setdefault(group, Counter())[name] = count
    lines += [f"{group:12}" + listed(counter) for group, counter in sorted(groups.items())]
    lines.append("most        " + listed(totals.most))
    lines.append(f"longest until on the best chain, s: {totals.arrived}; until the payment was told: {totals.paid}")
    lines.append(f"false or stuck: {len(totals.failures)}")
    return "\n".join(lines + totals.failures[:20])


def listed(counter):
    return ", ".join(f"{name} {count}" for name, count in sorted(counter.items(), key=lambda item: -item[1]))
