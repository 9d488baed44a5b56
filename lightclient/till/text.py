"""Texts of an invoice, checked where they are given."""

from typing import Any

from lightclient.till.errors import BadText


def check_text(term: str, value: Any, most: int, least: int = 0) -> str:
    """Return `value` if it is a text of `least` to `most` printable characters.

    HTML in it is text like any other: whoever shows it escapes it. Raises BadText, which does not repeat the text.
    """
    if not isinstance(value, str) or not least <= len(value) <= most or not value.isprintable():
        raise BadText(term=term, least=least, most=most)
    return value
