"""The invoices of a day, and as a table for spreadsheets."""

import csv
import io
from datetime import date as Date
from datetime import datetime, timedelta

from lightclient.till.invoice import Invoice
from lightclient.till.web.errors import BadField

COLUMNS = (
    "id",
    "created",
    "state",
    "settled",
    "satoshi",
    "received",
    "due",
    "over",
    "amount",
    "currency",
    "rate",
    "memo",
    "address",
    "transactions",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheets run as one


def day_of(text: str | None) -> Date:
    """Return the day that YYYY-MM-DD means, today without it. Raises BadField."""
    if not text:
        return Date.today()
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()
        if 1971 <= day.year <= 9000 and len(text) == 10:
            return day
    except ValueError:
        pass
    raise BadField(field="the day", wanted="a date such as 2026-11-30")


def bounds(day: Date) -> tuple[int, int]:
    """Return when a day begins and ends in this machine's time zone, Unix seconds."""
    first, last = (datetime(one.year, one.month, one.day) for one in (day, day + timedelta(days=1)))
    return int(first.timestamp()), int(last.timestamp())


def table(invoices: list[Invoice]) -> str:
    """Return the invoices as CSV (RFC 4180). What a spreadsheet would run as a formula has a ' before it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for invoice in invoices:
        change, fiat = invoice.now, invoice.fiat
        writer.writerow(
            [
                invoice.id,
                datetime.fromtimestamp(invoice.created).astimezone().isoformat(),
                change.state,
                "yes" if change.settled else "no",
                change.satoshi,
                change.received,
                change.due,
                change.over,
                fiat.amount if fiat else "",
                fiat.currency if fiat else "",
                fiat.rate if fiat else "",
                _tame(invoice.memo),
                invoice.address,
                " ".join(payment.txid for payment in change.payments),
            ]
        )
    return text.getvalue()


def _tame(text: str) -> str:
    return "'" + text if text.lstrip().startswith(FORMULA) else text
