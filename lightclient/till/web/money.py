"""Amounts as people type them, and as they are shown."""

import re
from decimal import Decimal

from babel.numbers import format_currency, format_decimal, get_currency_precision

from lightclient.till.fiat import Fiat
from lightclient.till.web.errors import BadAmount
from lightclient.till.web.look import Look

SATOSHI = "sat"
WHOLE = re.compile(r"[0-9]{1,16}")
MONEY = re.compile(r"[0-9]{1,15}(?:[.,][0-9]+)?")


def amount_of(text: str, unit: str, look: Look) -> tuple[int | None, Fiat | None]:
    """Return satoshi, or a Fiat, for what a cashier typed; a point and a comma both stand before decimals.

    unit: "sat", or the currency of `look`. More decimals than the currency has are refused, so that no separator of
    thousands is taken for a decimal one. Raises BadAmount, and what `Look.fiat` raises.
    """
    text = text.strip()
    if unit == SATOSHI:
        return satoshi_of(text), None
    if not look.currency or unit != look.currency:
        raise BadAmount(wanted="in satoshi or in the till's currency", example="50000 sat")
    places = get_currency_precision(unit)
    decimals = len(text.replace(",", ".").partition(".")[2])
    if not MONEY.fullmatch(text) or decimals > places:
        example = format(Decimal(1250).scaleb(-2), f".{places}f")
        raise BadAmount(wanted=f"a number with at most {places} decimals", example=example)
    return None, look.fiat(text.replace(",", "."))


def satoshi_of(text: str) -> int:
    """Return the satoshi that somebody typed. Raises BadAmount."""
    if not WHOLE.fullmatch(text.strip()):
        raise BadAmount(wanted="a whole number of satoshi", example="50000")
    return int(text)


def satoshi(amount: int, locale: str) -> str:
    """Return an amount in satoshi as people read it."""
    return f"{format_decimal(amount, locale=locale)} sat"


def currency(fiat: Fiat, locale: str) -> str:
    """Return an amount of a currency as people read it."""
    return str(format_currency(fiat.amount, fiat.currency, locale=locale))


def rate(fiat: Fiat, locale: str) -> str:
    """Return what a bitcoin costs, as people read it."""
    return str(format_currency(fiat.rate, fiat.currency, locale=locale))
