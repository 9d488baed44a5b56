"""Weighted sets: the voters, their weights, and the order in which the ledger counts them."""

from lightclient.codec.errors import TooLarge
from lightclient.votes.errors import BadWeight, DoubledMember, EmptySet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

MAX_MEMBERS = 512
MAX_WEIGHT = (1 << 60) - 1  # of all together: sums and products of weights stay in 64 bits wherever nodes count them


class Members:
    """A set, whole and unchangeable.

    ids      what names a signer: an address, or the hash of a key
    weights  whole numbers above 0
    keys     what the ledger's own code verifies signatures with
    places   place by id
    total    of the weights
    hash     of the set, by the ledger's rule
    """

    __slots__ = ("hash", "ids", "keys", "places", "total", "weights")

    def __init__(
        self,
        members: "list[tuple[bytes, int, Any]]",
        rule: "Callable[[list[tuple[bytes, int, Any]]], bytes]",
        most: int = MAX_MEMBERS,
        heaviest: int = MAX_WEIGHT,
    ) -> None:
        """members: [(id, weight, key)]. rule(members): the hash of the set.

        most, heaviest: bounds of their number, and of their weights together.
        Raises EmptySet, TooLarge, BadWeight, DoubledMember.
        """
        if not members:
            raise EmptySet()
        if len(members) > most:
            raise TooLarge("the number of members", len(members), most)
        self.places: "dict[bytes, int]" = {}
        self.total = 0
        for place, (id_, weight, _) in enumerate(members):
            if weight < 1 or self.total + weight > heaviest:
                raise BadWeight(place, weight, heaviest)
            if id_ in self.places:
                raise DoubledMember(self.places[id_], place)
            self.places[id_] = place
            self.total += weight
        self.ids = [id_ for id_, _, _ in members]
        self.weights = [weight for _, weight, _ in members]
        self.keys = [key for _, _, key in members]
        self.hash = rule(members)

    def __len__(self) -> int:
        return len(self.ids)
