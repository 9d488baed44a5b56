"""Changes of the set: how votes of a set that is trusted carry over to one that is not yet.

Step by step   the block before has named the next set: whoever is trusted there decides the next block
Skipping       enough weight of the trusted set has signed a later block, and that block's own set has decided it
"""

from lightclient.votes.errors import NotEnoughTrust, NotEnoughVotes
from lightclient.votes.tally import Short, count, settle
from lightclient.votes.threshold import least

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lightclient.votes.members import Members
    from lightclient.votes.tally import Tally, Voters
    from lightclient.votes.threshold import Threshold


def decided(members: "Members", voters: "Voters", threshold: "Threshold", check: "Callable[[int], bool]") -> "Tally":
    """Return the tally of a set that has decided. Raises NotEnoughVotes and what `count` and `settle` raise."""
    tally = settle(count(members, voters), members.total, threshold, check)
    if isinstance(tally, Short):
        raise NotEnoughVotes(tally.signed, tally.total, tally.least)
    return tally


def handed_over(
    trusted: "Members",
    trust: "Threshold",
    members: "Members",
    voters: "Voters",
    threshold: "Threshold",
    check: "Callable[[int], bool]",
) -> "Tally":
    """Return the tally of `members`, a set that `trusted` vouches for by `trust` of its own weight.

    No vote is verified twice. What is claimed is summed up for both sets before anything is verified, and the trusted
    set is asked first: a set that is made up costs us no signature.
    Raises NotEnoughTrust, NotEnoughVotes and what `count` and `settle` raise.
    """
    ballots = count(members, voters)
    known = count(trusted, voters, True)
    wanted = least(threshold, members.total)
    claimed = sum([weight for weight, _ in ballots])
    if claimed < wanted:
        raise NotEnoughVotes(claimed, members.total, wanted)
    verified: "set[int]" = set()
    vouched = settle(known, trusted.total, trust, check, verified)
    if isinstance(vouched, Short):
        raise NotEnoughTrust(vouched.signed, vouched.total, vouched.least)
    return settle(ballots, members.total, threshold, check, verified)
