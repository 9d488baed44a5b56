"""The way from a header that a client trusts to a later one: as few signed headers as its trust can skip along.

The client checks each step; here only weights are looked at, so that nothing is sent which its rules would refuse.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Signed = Callable[[int], Any]
Reaches = Callable[[Any, Any], bool]


def way(base: Any, target: int, signed: Signed, reaches: Reaches, most: int) -> list[Any]:
    """Return at most `most` signed headers above `base`, each in reach of the one before; the last may be `target`.

    signed(height): the header with all that its reader may lack. reaches(base, new): whether those who are trusted at
    `base` vouch for `new`. What cannot be skipped to is halved, down to the next height.
    """
    found: list[Any] = []
    while base.height < target and len(found) < most:
        height = target
        new = signed(height)
        while height > base.height + 1 and not reaches(base, new):
            height = (base.height + height) // 2
            new = signed(height)
        found.append(new)
        base = new
    return found
