"""Curves in machine code, by MicroPython's inline assembler: ten times as fast as big integers, and evenly.

One routine, `run` of rv32 or thumb, is a machine for numbers of 256 bits in one block of memory. It carries out a
program, bytes, from a row on: a whole verification in a call. The routines and programs are written by tools/machine,
which explains the operations; `native` finds the one for this board, and a file for each curve is a backend. Beside
them are routines for hashes that MicroPython lacks, which the files of `crypto` of those names use, and another such
machine for BLS12-381, for numbers of 384 bits.
"""
