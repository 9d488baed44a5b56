"""Gathering: one message that many lead to, so that one promise of a calendar is good for all of them.

Source: python-opentimestamps, make_merkle_tree in opentimestamps/core/timestamp.py.
"""

from lightclient.opentimestamps.operations import APPEND, PREPEND, SHA256, Operation
from lightclient.opentimestamps.timestamp import Timestamp


def gathered(nodes: "list[Timestamp]") -> Timestamp:
    """Return the node that all of `nodes`, at least one, lead to from now on: what is attested there holds for each.

    Two neighbours lead to the SHA-256 of both; one without a neighbour waits for the next round.
    """
    while len(nodes) > 1:
        pairs = [_pair(nodes[at], nodes[at + 1]) for at in range(0, len(nodes) - 1, 2)]
        nodes = pairs + nodes[2 * len(pairs) :]
    return nodes[0]


def _pair(left: Timestamp, right: Timestamp) -> Timestamp:
    both = left.then(Operation(APPEND, right.message))
    right.branches.append((Operation(PREPEND, left.message), both))
    return both.then(Operation(SHA256))
