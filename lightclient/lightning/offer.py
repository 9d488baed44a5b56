"""Offers of BOLT12: what a payee publishes, and invoices are made for. Nothing signs an offer.

Source: BOLT12.
"""

from lightclient.lightning import features, paths, records, text
from lightclient.lightning.errors import BadRecord, MissingField
from lightclient.lightning.records import Records

PREFIX = "lno"


class Offer:
    """What an offer says.

    records      all its records
    chains       genesis hashes of the chains on which it may be paid, none for Bitcoin's
    amount       what is asked for each item, in `currency` or else millisatoshis; None where the payer decides
    description  text or None, as `issuer`
    expires      Unix seconds, or None
    keys         33 bytes each, one of which signs an invoice for the offer
    """

    def __init__(self, data: bytes) -> None:
        """Raises MissingField, UnknownFeature, BadRecord, and what Records raises."""
        self.records = found = Records(data, records.OFFER, "the offer")
        self.chains = records.hashes(found.value(records.CHAINS) or b"")
        self.currency = found.text(records.CURRENCY)
        self.amount = found.number(records.OFFER_AMOUNT)
        self.description = found.text(records.DESCRIPTION)
        self.issuer = found.text(records.ISSUER)
        self.expires = found.number(records.OFFER_EXPIRY)
        features.check_bytes(found.value(records.OFFER_FEATURES), (), "the offer")
        if self.currency is not None and self.amount is None:
            raise MissingField(what="the offer", field="amount")
        if self.amount is not None and self.description is None:
            raise MissingField(what="the offer", field="description")
        if self.currency is not None and not all("A" <= letter <= "Z" for letter in self.currency):
            raise BadRecord(type=records.CURRENCY, why="it is no code of a currency")
        ways = found.paths(records.OFFER_PATHS)
        issuer = found.value(records.ISSUER_ID)
        if issuer is None and not ways:
            raise MissingField(what="the offer", field="issuer")
        for way in ways:
            for point in way.points:
                paths.check_point(records.OFFER_PATHS, point)
        if issuer is not None:
            paths.check_point(records.ISSUER_ID, issuer)
        self.keys = [way.points[-1] for way in ways] if issuer is None else [issuer]


def parse(data: str) -> Offer:
    """Return the offer that a text holds. Raises what `text.parse` and Offer raise."""
    return Offer(text.parse(data, PREFIX))
