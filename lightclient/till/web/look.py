"""What a cashier sets: how the shop is called, its currency and rate, how long an invoice holds, its language."""

import time
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from lightclient.payments.policy import check_term
from lightclient.till.fiat import Fiat
from lightclient.till.text import check_text
from lightclient.till.web.errors import BadField, NoRate

SHOP = 60  # characters of the shop's name
LONGEST = 7 * 86_400  # seconds that an invoice holds


@dataclass(frozen=True)
class Look:
    """What a cashier sets.

    currency   code of ISO 4217, "" for none; rate: of it for one bitcoin, as text, "" before there is one
    rated      when the rate was set, Unix seconds
    expires    seconds that an invoice holds
    """

    shop: str = ""
    currency: str = ""
    rate: str = ""
    rated: int = 0
    expires: int = 900
    language: str = "en"

    def changed(self, languages: tuple[str, ...], **fields: Any) -> "Look":
        """Return another one, checked. Raises BadText, BadTerm, BadField, NotDecimal."""
        new = replace(self, **fields)
        check_text("the name of the shop", new.shop, SHOP)
        check_term("expires", new.expires, 60, LONGEST)
        if new.language not in languages:
            raise BadField(field="the language", wanted="one of " + ", ".join(languages))
        if new.currency:
            Fiat("1", new.currency, new.rate or "1")
        if new.currency != self.currency and new.rate == self.rate:
            new = replace(new, rate="")  # it is of the other currency
        if not new.currency:
            new = replace(new, rate="")
        if new.rate != self.rate:
            new = replace(new, rated=int(time.time()) if new.rate else 0)
        return new

    def fiat(self, amount: str | Decimal) -> Fiat:
        """Return an amount at the rate. Raises NoRate, NotDecimal, and what `check_satoshi` raises."""
        if not self.rate:
            raise NoRate(currency=self.currency or "a currency")
        return Fiat(amount, self.currency, self.rate)

    def to_rows(self) -> dict[str, str]:
        return {name: str(value) for name, value in vars(self).items()}

    @classmethod
    def of_rows(cls, rows: dict[str, str]) -> "Look":
        known: dict[str, Any] = {name: rows[name] for name in cls.__dataclass_fields__ if name in rows}
        known |= {name: int(known[name]) for name in ("rated", "expires") if name in known}
        return cls(**known)
