"""Misbehaviour: two decisions where there can be one, and who of the set must have had a hand in both.

Fewer than a third of the weight may break the rules, or nothing is decided for good; two decisions of one height show
that more have. EQUIVOCATION: they signed both in one round. LUNATIC: they signed a block that their own state rules
out. AMNESIA: they forgot in a later round what they had locked; then the blocks alone do not say who.
"""

EQUIVOCATION, LUNATIC, AMNESIA = "equivocation", "lunatic", "amnesia"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.votes.members import Members


class Misbehaviour:
    """kind    one of the above
    who     ids of those members of the set who are shown to have done it
    weight  theirs, of `total`
    """

    __slots__ = ("kind", "total", "weight", "who")

    def __init__(self, kind: str, members: "Members", who: "list[bytes]") -> None:
        self.kind = kind
        self.who = [id_ for id_ in members.ids if id_ in who]
        self.weight = sum([members.weights[members.places[id_]] for id_ in self.who])
        self.total = members.total


def equivocators(first: "list[bytes]", second: "list[bytes]") -> "list[bytes]":
    """Return the ids that are in both lists of signers: of two different blocks, in one round."""
    return [id_ for id_ in first if id_ in second]
