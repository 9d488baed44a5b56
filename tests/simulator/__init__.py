"""Whole worlds: a client, its gateways, miners, a customer and liars around one broker, drawn from a seed.

    python -m tests.simulator --worlds 100000 --processes 2        totals; exit status 1 if anything was false or stuck
    python -m tests.simulator --seed N                             one world, with its story

What is checked at every step (truth.py):

false chain       the client's tip is a block of this world, with the height and work that it has
false synced      "synced" or "slow" below the least work, on a tip older than a day by a right clock, or with less work
                  than an honest gateway shows that was reachable for FIRST seconds and two round trips since the
                  client or it came, or its tip changed. Not counted, because the client cannot know: a clock more than
                  an hour behind; for DIRTY seconds a gateway whose messages got lost, or a clock that was just set; a
                  gateway that is banned because its chain really had less work
false confirmed   a payment that is not in the client's own chain, that deep, above `since`, of that amount; or told
                  when an honest gateway as above shows more work without it. Not counted: a block that the client
                  had proved and then lost from its chain with a torn save, until its chain is as high again; and an
                  old payment to the same address that was mined anew, or less than 26 hours before the sale
false paid        a sale that is settled by less than its amount, as deep as its policy says
false proved      a verdict on what is neither in the client's chain nor in the miners', or deeper than it is there
memory            questions, tries, challengers, turns, faults, windows, branches, claims, payments: within their bounds
spins             thousands of events at one moment

And in the end: CALM seconds after the storm, with one honest gateway and a clock within an hour, the client is on the
chain with most work and says so, and every honest payment above `since` is told as confirmed. Not counted: payments of
which a gateway's message got lost on a line that held (QoS 0): COVERED does not say how many were told.
"""
