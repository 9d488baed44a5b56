"""What a reader trusts of payees: keys, and offers that are known to be theirs. One file of text, a line for each.

    payee <key>      33 bytes in hex: the public key of the payee's node
    offer <lno...>   invoices that are made for this offer, as it is

Empty lines, and those that begin with #, say nothing.
"""

from lightclient.errors import LightClientError
from lightclient.lightning import offer as offers
from lightclient.lightning import paths, records
from lightclient.lightning.errors import BadTrust, OtherOffer, UnknownPayee

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.lightning.offer import Offer
    from lightclient.lightning.records import Records

PAYEE, OFFER = "payee", "offer"  # what a line begins with, and the checks of a verdict
NOBODY = "no payee"  # the name of the trust anchor where nobody is trusted
MAX_TRUST = 1 << 16  # bytes
MAX_LINES = 256


class Trust:
    """payees: keys, 33 bytes each. offers: [Offer]."""

    __slots__ = ("offers", "payees")

    def __init__(self, payees: "list[bytes]", offers: "list[Offer]") -> None:
        self.payees = payees
        self.offers = offers

    def judge(
        self, node: bytes, found: "Records | None", whole: bool
    ) -> "tuple[str, tuple[str, ...], tuple[str, ...]]":
        """Return (name of what makes a payee trusted, checks that ran, checks that were skipped).

        The name is NOBODY if nothing is trusted at all.

        found: the records of the invoice, None for one of BOLT11. whole: whether none of them is left out.
        Raises UnknownPayee, and OtherOffer where the payee is trusted for other offers alone.
        """
        if not self.payees and not self.offers:
            return NOBODY, (), ()
        if node in self.payees:
            return "payee key " + node.hex(), (PAYEE,), ()
        other = None
        for each in self.offers:
            if found is None or node not in each.keys:
                continue
            other, left_out = _difference(each.records, found, whole)
            if other is None:
                name = "offer of " + node.hex()
                return (name, (PAYEE,), (OFFER,)) if left_out else (name, (PAYEE, OFFER), ())
        if other is not None:
            raise OtherOffer(type=other)
        raise UnknownPayee(payee=node.hex())


def is_trust(data: "bytes | memoryview") -> bool:
    """Return whether the first line of `data` that says anything names a payee or an offer."""
    for line in bytes(data[:4096]).split(b"\n"):
        words = line.split()
        if words and not words[0].startswith(b"#"):
            return words[0] in (b"payee", b"offer")
    return False


def parse(data: "bytes | memoryview") -> Trust:
    """Return the trust that a file holds. Raises BadTrust."""
    if len(data) > MAX_TRUST:
        raise BadTrust(line=0, why="there are over " + str(MAX_TRUST) + " bytes")
    payees: "list[bytes]" = []
    found: "list[Offer]" = []
    number = 0
    for line in bytes(data).split(b"\n"):
        number += 1
        words = ["".join([chr(byte) for byte in word]) for word in line.split()]
        if not words or words[0].startswith("#"):
            continue
        if len(payees) + len(found) == MAX_LINES:
            raise BadTrust(line=number, why="there are over " + str(MAX_LINES) + " keys and offers")
        if len(words) != 2 or words[0] not in (PAYEE, OFFER):
            raise BadTrust(line=number, why="it is neither payee and a key nor offer and its text")
        try:
            if words[0] == OFFER:
                found.append(offers.parse(words[1]))
            else:
                payees.append(paths.point(records.NODE, bytes.fromhex(words[1])))
        except ValueError:
            raise BadTrust(line=number, why="the key is not hex")
        except LightClientError as error:
            raise BadTrust(line=number, why=str(error))
    if not payees and not found:
        raise BadTrust(line=number, why="there is neither a key nor an offer up to here")
    return Trust(payees, found)


def _difference(offer: "Records", found: "Records", whole: bool) -> "tuple[int | None, bool]":
    """Return the first type in which an invoice is not the offer's, or None; whether records were left out."""
    ours = {each.type: each.value for each in offer.stream}
    theirs = {each.type: each.value for each in found.stream if records.is_of(each.type, records.OFFER)}
    left_out = False
    for type_ in sorted(list(ours) + list(theirs)):
        if type_ not in theirs and not whole:
            left_out = True
        elif ours.get(type_) != theirs.get(type_):
            return type_, left_out
    return None, left_out
