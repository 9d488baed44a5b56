"""The rules of a chain as the command takes them: texts by name."""

from __future__ import annotations

from lightclient.decided.hosts.errors import BadRule, UnknownRule

NONE = "none"


def check_names(given: dict[str, str], known: dict[str, str], needed: tuple[str, ...]) -> None:
    """known: what each rule is. Raises UnknownRule, and BadRule for one that must be said and is not."""
    for name in given:
        if name not in known:
            raise UnknownRule(name=name, known=", ".join(known))
    for name in needed:
        if name not in given:
            raise BadRule(name=name, value=None, wanted=known[name])


def number(name: str, text: str, wanted: str) -> int:
    """Return a whole number of at most 15 digits. Raises BadRule."""
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise BadRule(name=name, value=text, wanted=wanted)
    return int(text)


def seconds_or_none(name: str, text: str, wanted: str) -> int | None:
    return None if text == NONE else number(name, text, wanted)
