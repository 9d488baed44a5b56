"""A refund: a transaction that pays an invoice's money back, for the wallet's keys to sign elsewhere (a PSBT).

It spends what is proved to be paid to the invoice's address. What is left over goes back to that address. Whether the
shop has spent the money since, the till does not know: the wallet that signs does, and so does the network.
"""

from lightclient.bitcoin.address import script_of
from lightclient.bitcoin.transaction import Transaction, parse
from lightclient.client import Client
from lightclient.payments.policy import check_satoshi
from lightclient.sync.errors import Unanswered
from lightclient.till import dust
from lightclient.till.errors import Dust
from lightclient.till.invoice import Invoice
from lightclient.till.receiver import Receiver
from lightclient.till.states import PaymentState
from lightclient.till.web.errors import NoEvidence, NothingToRefund, RefundTooLarge
from lightclient.wallet.psbt.make import REPLACEABLE, make


async def refund(client: Client, wallet: Receiver, invoice: Invoice, address: str, satoshi: int, fee: int) -> bytes:
    """Return a PSBT of version 0 that pays `satoshi` of an invoice's money to an address.

    Raises InvalidAddress and its kin, what `check_satoshi` raises, Dust, NothingToRefund, RefundTooLarge, NoEvidence.
    """
    to = script_of(address.strip(), wallet.network)
    check_satoshi(satoshi)
    check_satoshi(fee)
    if satoshi < dust.least(to):
        raise Dust(satoshi=satoshi, least=dust.least(to))
    paid = [payment for payment in invoice.now.payments if payment.state is PaymentState.CONFIRMED]
    if not paid or invoice.row.wallet != wallet.id:
        raise NothingToRefund()
    total = sum(payment.satoshi for payment in paid)
    own = invoice.sale.script
    left = total - satoshi - fee
    if left < 0 or 0 < left < dust.least(own):
        raise RefundTooLarge(satoshi=satoshi, fee=fee, total=total, least=dust.least(own))
    previous: dict[bytes, bytes] = {}
    made = Transaction()
    for payment in paid:
        try:
            previous[payment.internal] = await client.transaction(payment.internal, payment.height)
        except Unanswered:
            raise NoEvidence(txid=payment.txid) from None
        for place, (_, script) in enumerate(parse(previous[payment.internal]).outputs):
            if script == own:
                made.input(payment.internal, place, b"", REPLACEABLE)
    made.output(satoshi, to)
    if left:
        made.output(left, own)
    return make(made.serialize(), wallet.descriptor, (invoice.number,), previous.get)
