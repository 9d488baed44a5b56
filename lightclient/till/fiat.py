"""Amounts in a currency, at a rate that the application gives. Nothing is looked up here."""

import re
from decimal import ROUND_CEILING, Decimal, localcontext
from typing import Any

from lightclient.payments.policy import check_satoshi
from lightclient.till.errors import BadText, NotDecimal

COIN = 100_000_000  # satoshi in a bitcoin
DIGITS = re.compile(r"[0-9]{1,15}(\.[0-9]{1,10})?")
CODE = re.compile(r"[A-Z]{3}")


class Fiat:
    """An amount in a currency, and what it is in satoshi.

    amount    Decimal; currency: its code of ISO 4217, three capitals
    rate      of the currency for one bitcoin, Decimal
    satoshi   amount / rate, rounded up to a whole satoshi
    """

    def __init__(self, amount: str | int | Decimal, currency: str, rate: str | int | Decimal) -> None:
        """Raises NotDecimal (a float, zero, negative, not a number), BadText, and what `check_satoshi` raises."""
        self.amount = _decimal("the fiat amount", amount)
        if not isinstance(currency, str) or not CODE.fullmatch(currency):
            raise BadText(term="the currency", least=3, most=3)
        self.currency = currency
        self.rate = _decimal("the rate", rate)
        with localcontext() as context:
            context.prec = 60  # enough for every digit that is taken
            self.satoshi = check_satoshi(int((self.amount * COIN / self.rate).to_integral_value(ROUND_CEILING)))

    def to_dict(self) -> dict[str, str]:
        """Return what JSON can hold; numbers as text, so that no digit gets lost."""
        return {"amount": str(self.amount), "currency": self.currency, "rate": str(self.rate)}


def _decimal(term: str, value: Any) -> Decimal:
    if type(value) not in (str, int, Decimal) or not DIGITS.fullmatch(str(value)) or not Decimal(value):
        raise NotDecimal(term=term, value=repr(value)[:40])
    return Decimal(value)
