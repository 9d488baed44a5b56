"""Payments to one script: from what gateways claim to what is proved."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, NamedTuple

from lightclient.bitcoin.bundle import Bundle
from lightclient.bitcoin.ledger import Ledger
from lightclient.bitcoin.transaction import paid_to, parse
from lightclient.bitcoin.verdict import Verdict
from lightclient.errors import LightClientError
from lightclient.sync.messages import MINED

CLAIMS = 64  # unproved payments that one gateway may have told of: a liar makes nobody remember more
LOOK = 30.0  # seconds after which a payment is asked for again though neither chain nor claims have changed


class Payment(NamedTuple):
    """What is known of a payment.

    state          "seen": gateways claim that it waits; "confirmed": proved to be in the chain; "reorged-out": proved
                   once, but its block left the chain
    txid           internal order
    satoshi        paid to the address by this transaction
    confirmations  0 while it is only seen
    height         of its block, None while it is only seen
    seen_by        gateways that claim to have seen it
    verdict        what was proved, None while it is only seen
    """

    state: str
    txid: bytes
    satoshi: int
    confirmations: int
    height: int | None
    seen_by: tuple[str, ...]
    verdict: Verdict | None


class Watched:
    """Payments to one script, as they become known."""

    def __init__(
        self,
        ledger: Ledger,
        prove: Callable[[bytes], Awaitable[tuple[Bundle, Verdict] | None]],
        mark: Callable[[str, str], None],
        script: bytes,
        satoshi: int,
    ) -> None:
        """prove(txid): a proof that holds, None if there is none to be had. mark(gateway, reason): count a fault."""
        self.ledger = ledger
        self.prove = prove
        self.mark = mark
        self.script = script
        self.satoshi = satoshi
        self.since = ledger.height
        self.seen: dict[bytes, set[str]] = {}  # txid: gateways that claim to have seen it
        self.amounts: dict[bytes, int] = {}
        self.told: dict[bytes, Payment] = {}
        self.asked: dict[bytes, tuple[bytes, float]] = {}  # txid: our tip when no proof was to be had, and the time

    def receive(self, name: str, body: Any) -> None:
        """Take what a gateway says it has seen: [event, txid, height, transaction]."""
        if not isinstance(body, list) or len(body) != 4 or not isinstance(body[1], bytes) or len(body[1]) != 32:
            return
        event, txid, _, raw = body
        if isinstance(raw, bytes):
            try:
                transaction = parse(raw)
                amount = paid_to(raw, self.script)
            except LightClientError as error:
                self.mark(name, error.name)
                return
            if transaction.txid() != txid or amount < self.satoshi:
                return
            self.amounts[txid] = amount
        elif event != MINED or raw is not None:  # too large to be told: only a proof says what it pays
            return
        claims = sum([name in names for txid, names in self.seen.items() if txid not in self.told])
        if txid not in self.seen and claims >= CLAIMS:
            self.amounts.pop(txid, None)
            self.mark(name, "TooManyClaims")
            return
        self.seen.setdefault(txid, set()).add(name)
        if event == MINED:
            self.asked.pop(txid, None)

    async def news(self) -> AsyncIterator[Payment]:
        """Yield what has changed since the last time."""
        for txid in list(self.seen):
            payment = await self._look(txid)
            if payment and payment != self.told.get(txid):
                self.told[txid] = payment
                yield payment

    async def _look(self, txid: bytes) -> Payment | None:
        told = self.told.get(txid)
        seen_by = tuple(sorted(self.seen[txid]))
        chain = self.ledger.chain
        if told and told.verdict and told.height is not None:
            place = told.verdict.place
            if place.how == "header-log" or chain.index(place.block_hash) is not None:
                return told._replace(confirmations=chain.tip.height - told.height + 1, seen_by=seen_by)
        payment = await self._proved(txid, seen_by)
        if payment:
            return payment
        if told and told.verdict and told.height is not None:
            if told.height <= self.ledger.chain.base.height:
                return told  # below the window only a proof could say whether its block is still there
            return told._replace(state="reorged-out", confirmations=0, height=None, verdict=None)
        amount = self.amounts.get(txid)
        if told or not amount:
            return told
        return Payment("seen", txid, amount, 0, None, seen_by, None)

    async def _proved(self, txid: bytes, seen_by: tuple[str, ...]) -> Payment | None:
        """Return the payment if it can be proved to be in our chain now."""
        tip, asked_at = self.asked.get(txid, (b"", 0.0))
        if tip == self.ledger.tip and time.monotonic() - asked_at < LOOK:
            return None
        tip = self.ledger.tip
        found = await self.prove(txid)
        if found is None:
            self.asked[txid] = tip, time.monotonic()
            return None
        proof, verdict = found
        amount = paid_to(proof.tx, self.script)
        place = verdict.place
        if amount < self.satoshi:
            self.asked[txid] = tip, float("inf")
            return None
        if place.how == "header-window" and self.ledger.chain.index(place.block_hash) is None:
            return None  # it would extend our chain, but has not yet
        return Payment("confirmed", txid, amount, place.confirmations, place.height, seen_by, verdict)
