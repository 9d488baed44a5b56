"""Play many worlds, or one with its story: python -m tests.simulator --worlds 100000 --processes 2, or --seed N."""

import argparse
import sys
import time

from tests.simulator.totals import report, run
from tests.simulator.world import play


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.simulator", description=__doc__)
    parser.add_argument("--worlds", type=int, default=1000, help="how many")
    parser.add_argument("--first", type=int, default=0, help="seed of the first one")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seed", type=int, help="play this one only, and tell what happens")
    arguments = parser.parse_args()
    if arguments.seed is not None:
        world = play(arguments.seed, verbose=True)
        print(world.kind, world.lies, "arrived", world.arrived_in, "paid", world.paid_in)
        return
    began = time.time()
    totals = run(arguments.first, arguments.worlds, arguments.processes)
    print(report(totals))
    print(f"{time.time() - began:.0f} s")
    sys.exit(1 if totals.failures else 0)


main()
