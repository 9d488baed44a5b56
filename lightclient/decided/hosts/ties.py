"""What ties a block to headers that the reader of evidence has: steps or links, as decided/tie.py takes them."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

from lightclient.decided.hosts.errors import NotAtNode
from lightclient.decided.hosts.path import way
from lightclient.decided.tie import MAX_LINKS, MAX_STEPS

Locator = list[tuple[int, bytes]]


class Chain(Protocol):
    def signed(self, height: int) -> Any:
        """Return the signed header at a height, with all that its reader may lack."""

    def header(self, height: int) -> Any:
        """Return it, perhaps with less."""

    def link(self, height: int) -> bytes:
        """Return the header alone."""

    def reaches(self, base: Any, new: Any) -> bool:
        """Return whether those who are trusted at `base` vouch for `new`."""

    def steps(self, run: list[Any], base: Any) -> list[Any]:
        """Return the fields of signed headers, each a step from the one before and the first from `base`."""

    def shown(self, block_hash: bytes) -> str:
        """Return a hash as people see it."""


class Ties(NamedTuple):
    """steps: fields of signed headers. links: headers alone."""

    steps: list[Any]
    links: list[bytes]


def ties(height: int, locator: Locator, chain: Chain) -> Ties:
    """Return what ties the block at `height` to headers that the reader has: (height, hash) of each, in any order.

    Links lead down from a header that is not far above; else steps lead up from the newest one below, each
    whole: what a reader keeps of headers before its newest one is not known here.
    Raises NotAtNode if neither reaches it.
    """
    above = min([each for each in locator if height <= each[0] < height + MAX_LINKS], default=None)
    if above and chain.header(above[0]).hash == above[1]:
        return Ties([], [chain.link(at) for at in range(height, above[0] + 1)])
    below = max([each for each in locator if each[0] < height], default=None)
    if below is None:
        # The reader's trust anchor may still vouch for it: it keeps that beside what it named.
        return Ties(whole([chain.signed(height)], None), [])
    base = chain.signed(below[0])
    if base.hash != below[1]:
        raise NotAtNode(f"block {chain.shown(below[1])} at height {below[0]}")
    steps = way(base, height, chain.signed, chain.reaches, MAX_STEPS)
    if steps[-1].height != height:
        raise NotAtNode(f"way of {MAX_STEPS} steps to height {height}: follow the chain first")
    return Ties(chain.steps(steps, base), [])


def whole(run: list[Any], base: Any) -> list[Any]:
    """Return the fields of signed headers that bring all their reader needs, whatever it has."""
    return [new.fields() for new in run]
