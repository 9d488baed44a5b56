"""Counts instructions on a board. The files of this folder run there; the ones above start them."""

import gc

import board

ROUNDS = 5


def measure(name, units, work, rounds=ROUNDS):
    """Print the instructions that a unit of work takes in each of so many rounds, collections of garbage included.

    work: is given the number of the round. Each round begins with a heap that was just collected, and that holds a
    little more than in the round before: what a figure owes to the places where things happen to lie then differs.
    """
    kept = []
    counts = []
    for turn in range(rounds):
        kept.append(bytes(16 * turn))
        gc.collect()
        start = board.insn()
        work(turn)
        counts.append((board.insn() - start) // units)
    print(name, *counts)
