"""Evidence of an invoice's payments, as `lightclient verify` takes it, fetched from gateways when somebody wants it."""

import asyncio

from lightclient.client import Client
from lightclient.sync.errors import AnswerTooLarge, NoAnswer, NodeDown, Refused
from lightclient.till.change import Payment
from lightclient.till.invoice import Invoice
from lightclient.till.states import PaymentState
from lightclient.till.web.errors import NoEvidence, NotProved

AT_ONCE = 4  # questions to gateways
MOST = 64  # pieces that are kept
PATIENCE = 15.0  # seconds
PROVED = (PaymentState.CONFIRMED, PaymentState.IMMATURE)


class Proofs:
    """See above. A piece that was fetched is kept for whoever asks next: its block does not change."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._kept: dict[tuple[str, str], bytes] = {}
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def of(self, invoice: Invoice, txid: str) -> bytes:
        """Return the evidence of one of an invoice's payments. Raises NotProved, NoEvidence."""
        payment = next((one for one in invoice.now.payments if one.txid == txid), None)
        if payment is None or payment.state not in PROVED:
            raise NotProved(txid=repr(txid[:64]) if payment is None else txid)
        place = txid, str(payment.block)
        if place not in self._kept:
            async with self._turns:
                evidence = await self._fetch(payment)
            while len(self._kept) >= MOST:
                del self._kept[next(iter(self._kept))]
            self._kept[place] = evidence
        return self._kept[place]

    async def _fetch(self, payment: Payment) -> bytes:
        try:
            evidence, _ = await self._client.prove((payment.internal, payment.height), PATIENCE)
        except (NoAnswer, NodeDown, AnswerTooLarge, Refused):
            evidence = None
        if evidence is None:
            raise NoEvidence(txid=payment.txid)
        return evidence
