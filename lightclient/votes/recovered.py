"""Votes that do not name their signers: the signature tells who made it, and costs as much as verifying it.

Before anything is recovered, as many of the heaviest members as there are votes must be able to decide. The first vote
that is of no member, or a member's second one, ends it: nobody makes us recover more than one for nothing.
"""

from lightclient.votes.errors import DoubledSigner, InvalidSignature, NotEnoughTrust, NotEnoughVotes, UnknownSigner
from lightclient.votes.tally import Reached
from lightclient.votes.threshold import least

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lightclient.votes.members import Members
    from lightclient.votes.threshold import Threshold


def decided(
    members: "Members",
    count: int,
    signer_of: "Callable[[int], bytes | None]",
    threshold: "Threshold",
    trusted: "Members | None" = None,
    trust: "Threshold | None" = None,
) -> "tuple[Reached, list[bytes]]":
    """Return the tally of a set that has decided, and the ids of those who were found to have signed, in order.

    count: of the votes. signer_of(vote): the id of its signer, None if nobody's; asked until enough is known.
    trusted, trust: a set that is trusted already, and the part of it that must be among the signers.
    Raises NotEnoughVotes, NotEnoughTrust, InvalidSignature, UnknownSigner, DoubledSigner.
    """
    wanted = least(threshold, members.total)
    heaviest = sum(sorted(members.weights)[-count:]) if count else 0
    if heaviest < wanted:
        raise NotEnoughVotes(heaviest, members.total, wanted)
    needed = least(trust, trusted.total) if trusted is not None and trust is not None else 0
    signed = vouched = 0
    seen: "dict[bytes, int]" = {}
    signers = []
    for vote in range(count):
        if signed >= wanted and vouched >= needed:
            break
        id_ = signer_of(vote)
        if id_ is None:
            raise InvalidSignature(vote)
        if id_ not in members.places:
            raise UnknownSigner(vote, id_.hex())
        if id_ in seen:
            raise DoubledSigner(seen[id_], vote)
        seen[id_] = vote
        signers.append(id_)
        signed += members.weights[members.places[id_]]
        if trusted is not None and id_ in trusted.places:
            vouched += trusted.weights[trusted.places[id_]]
    if signed < wanted:
        raise NotEnoughVotes(signed, members.total, wanted)
    if trusted is not None and vouched < needed:
        raise NotEnoughTrust(vouched, trusted.total, needed)
    return Reached(signed, members.total, wanted, set(seen.values())), signers
