"""A chain of CometBFT as the gateway serves it; decided/hosts/source.py has what it shares with others."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from lightclient.cometbft.header import HASH
from lightclient.cometbft.hosts import making
from lightclient.cometbft.hosts.node import CometNode
from lightclient.cometbft.network import CometNetwork
from lightclient.cometbft.questions import STATE, TRANSACTION
from lightclient.cometbft.signed import SignedHeader
from lightclient.decided.hosts.source import DecidedSource, Known
from lightclient.gateway.errors import BadArgument


class CometSource(DecidedSource):
    def __init__(self, network: CometNetwork, node: CometNode, clock: Callable[[], float] = time.time) -> None:
        kinds = {TRANSACTION: ("transaction", 1)}
        if network.trees:
            kinds[STATE] = ("state", 2)
        super().__init__(network, node, kinds, clock)

    def reaches(self, base: SignedHeader, new: SignedHeader) -> bool:
        return making.reaches(base, new, self.rules)

    def lean(self, run: list[SignedHeader], base: SignedHeader) -> list[Any]:
        return making.lean(run, base.header.validators_hash)

    def link(self, height: int) -> bytes:
        found: bytes = self.header(height).header.serialize()
        return found

    def answer(self, kind: int, asked: list[bytes]) -> Callable[[Known], bytes]:
        if kind == STATE:
            return lambda known: self.entry(asked[0], asked[1], known)
        if len(asked[0]) != HASH:
            raise BadArgument(wanted="the hash of a transaction and a locator")
        return lambda known: self.transaction(asked[0], known)

    def transaction(self, tx_hash: bytes, known: Known) -> bytes:
        found = self.node.transaction(tx_hash)
        return making.transaction(found, self.ties(found.height, known))

    def entry(self, store: bytes, key: bytes, known: Known) -> bytes:
        found = self.node.entry(store, key, self.height - 1)
        return making.entry(store, key, found, self.ties(found.height, known))
