"""A private Ethereum as the gateway serves it; decided/hosts/source.py has what it shares with others."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from lightclient.codec.cbor import encode
from lightclient.decided.hosts.source import DecidedSource, Known
from lightclient.decided.hosts.ties import whole
from lightclient.evm.consensus import Sealed
from lightclient.evm.contract import SIZE as SLOT
from lightclient.evm.header import ADDRESS, HASH
from lightclient.evm.hosts import making
from lightclient.evm.hosts.node import EvmNode
from lightclient.evm.network import EvmNetwork
from lightclient.evm.questions import ACCOUNT, FORMS, STORAGE, TRANSACTION
from lightclient.gateway.errors import BadArgument


class EvmSource(DecidedSource):
    def __init__(self, network: EvmNetwork, node: EvmNode, clock: Callable[[], float] = time.time) -> None:
        super().__init__(network, node, {kind: (FORMS[kind], 1 + (kind == STORAGE)) for kind in FORMS}, clock)
        self.signers = making.Signers()

    def reaches(self, base: Sealed, new: Sealed) -> bool:
        return making.reaches(base, new, self.rules, self.signers)

    def lean(self, run: list[Sealed], base: Sealed) -> list[Any]:
        return whole(run, base)  # a header has its validators in it

    def link(self, height: int) -> bytes:
        found: bytes = self.header(height).header.raw
        return found

    def answer(self, kind: int, asked: list[bytes]) -> Callable[[Known], bytes]:
        sizes = [ADDRESS, SLOT] if kind == STORAGE else [ADDRESS if kind == ACCOUNT else HASH]
        if [len(each) for each in asked] != sizes:
            raise BadArgument(wanted="an address, an address and a slot, or the hash of a transaction, and a locator")
        if kind == STORAGE:
            return lambda known: self.storage(asked[0], asked[1], known)
        if kind == ACCOUNT:
            return lambda known: self.account(asked[0], known)
        return lambda known: self.transaction(asked[0], kind, known)

    def transaction(self, tx_hash: bytes, kind: int, known: Known) -> bytes:
        """Return the evidence of a transaction, and with RECEIPT that of its receipt as well."""
        found = self.node.transaction(tx_hash, self.rules.profile)
        tied = self.ties(found.height, known)
        body = making.placed(found, tied)
        if kind == TRANSACTION:
            return body
        return encode([body, making.placed(self.node.receipt(tx_hash, self.rules.profile), tied)])

    def account(self, address: bytes, known: Known) -> bytes:
        height = self.height
        return making.account(address, self.node.held(address, None, height), self.ties(height, known))

    def storage(self, address: bytes, slot: bytes, known: Known) -> bytes:
        height = self.height
        return making.storage(address, slot, self.node.held(address, slot, height), self.ties(height, known))
