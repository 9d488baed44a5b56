"""The part of a BOLT11 invoice before its separator: whose chain, and how much. Source: BOLT11."""

from lightclient.lightning.errors import BadAmount, WrongPrefix

PREFIX = "ln"
BITCOIN = 100_000_000_000  # millisatoshis
MAX = 21_000_000 * BITCOIN
UNITS = {"m": BITCOIN // 1000, "u": BITCOIN // 1_000_000, "n": BITCOIN // 1_000_000_000}
PICO = "p"  # a tenth of a millisatoshi
MAX_DIGITS = 19  # as many as a tenth of a millisatoshi of all bitcoins has


def parse(prefix: str) -> "tuple[str, int | None]":
    """Return (the chain's prefix for addresses, millisatoshis) of "lnbc2500u"; None where there is no amount.

    Raises WrongPrefix, BadAmount.
    """
    end = len(PREFIX)
    if prefix[:end] != PREFIX:
        raise WrongPrefix(found=prefix[:end], wanted=PREFIX)
    while end < len(prefix) and not "0" <= prefix[end] <= "9":
        end += 1
    return prefix[len(PREFIX) : end], _msat(prefix[end:]) if prefix[end:] else None


def _msat(text: str) -> int:
    unit = text[-1]
    digits = text if "0" <= unit <= "9" else text[:-1]
    if unit != PICO and digits != text and unit not in UNITS:
        raise BadAmount(amount=text, why="its multiplier is not m, u, n or p")
    if len(digits) > MAX_DIGITS or not all("0" <= digit <= "9" for digit in digits):
        raise BadAmount(amount=text, why="it is no number of at most " + str(MAX_DIGITS) + " digits")
    if digits[0] == "0":
        raise BadAmount(amount=text, why="it begins with 0")
    amount = int(digits)
    if unit == PICO:
        if amount % 10:
            raise BadAmount(amount=text, why="it is no whole number of millisatoshis")
        amount //= 10
    else:
        amount *= BITCOIN if digits == text else UNITS[unit]
    if amount > MAX:
        raise BadAmount(amount=text, why="there are not so many bitcoins")
    return amount
