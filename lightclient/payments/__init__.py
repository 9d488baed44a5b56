"""Payments: what becomes of a sale, from what gateways claim to what is proved on our own chain.

    sales     the machine: claims, proofs, tips and time in; questions and changes out
    sale      one sale: what is to be paid, and the payments that count for it
    states    the states of payments and sales, and the one function that derives a sale's

No I/O, no clock, no tasks: Client, a board's till and a shop's server drive the same machine.
"""
