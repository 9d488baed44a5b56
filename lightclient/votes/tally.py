"""Tallies: does enough weight stand behind a block? The cheapest answer first, signatures last and no more than needed.

    ballots = count(members, voters)                          who votes at all: unknown and doubled signers are refused
    tally = settle(ballots, total, TWO_THIRDS, check)         Short: how much is missing; Reached: by verified votes

A vote that claims a weight costs its sender nothing, so what is claimed is summed up first; only if that would reach
the threshold is anything verified, the heaviest votes first.
"""

from lightclient.votes.errors import DoubledSigner, InvalidSignature, UnknownSigner
from lightclient.votes.threshold import least

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lightclient.votes.members import Members
    from lightclient.votes.threshold import Threshold

    Voters = list[tuple[int, bytes]]
    Ballots = list[tuple[int, int]]


class Tally:
    """What was counted.

    signed  weight: of verified votes if it reached the threshold, else of all that claim to vote
    total   weight of the whole set
    least   weight that is wanted
    votes   numbers of the votes whose signatures were verified and hold
    """

    __slots__ = ("least", "signed", "total", "votes")

    def __init__(self, signed: int, total: int, wanted: int, votes: "set[int]") -> None:
        self.signed = signed
        self.total = total
        self.least = wanted
        self.votes = votes


class Reached(Tally):
    """The threshold is reached."""

    __slots__ = ()


class Short(Tally):
    """It is not: a weight of `missing` more would reach it. Nothing was verified."""

    __slots__ = ()

    @property
    def missing(self) -> int:
        return self.least - self.signed


def count(members: "Members", voters: "Voters", strangers: bool = False) -> "Ballots":
    """Return the ballots, [(weight, number of the vote)], of voters, [(number of the vote, id of its signer)].

    strangers: pass over votes of signers that are not in the set, as where a set of old judges a newer one.
    Raises UnknownSigner, DoubledSigner.
    """
    ballots = []
    seen: "dict[int, int]" = {}
    for vote, id_ in voters:
        place = members.places.get(id_)
        if place is None:
            if strangers:
                continue
            raise UnknownSigner(vote, id_.hex())
        if place in seen:
            raise DoubledSigner(seen[place], vote)
        seen[place] = vote
        ballots.append((members.weights[place], vote))
    return ballots


def settle(
    ballots: "Ballots",
    total: int,
    threshold: "Threshold",
    check: "Callable[[int], bool]",
    verified: "set[int] | None" = None,
) -> "Tally":
    """Return Reached, or Short if even all that is claimed would not reach the threshold of `total`.

    check(vote): whether its signature holds; asked until the threshold is reached, in order of weight.
    verified: numbers of votes that hold; those that are found to hold join them.
    Raises InvalidSignature for the first one that does not.
    """
    wanted = least(threshold, total)
    verified = set() if verified is None else verified
    signed = sum([weight for weight, _ in ballots])
    if signed < wanted:
        return Short(signed, total, wanted, verified)
    signed = 0
    for weight, vote in sorted([(-weight, vote) for weight, vote in ballots]):
        if vote not in verified:
            if not check(vote):
                raise InvalidSignature(vote)
            verified.add(vote)
        signed -= weight
        if signed >= wanted:
            break
    return Reached(signed, total, wanted, verified)
