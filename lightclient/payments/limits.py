"""What outsiders may make a book of sales remember and do: rules as data."""


class Limits:
    """Bounds of a book of sales.

    sales      open at a time; gateways watch 512 scripts for a client (docs/protocol.md)
    claims     of one gateway for one sale; and for transactions that are not known yet
    payments   proved ones of one sale: beyond that the smallest are forgotten, and count no more
    used       transactions of closed sales that are remembered, so that they pay no other sale
    fetch      bytes of a transaction that is fetched because it was too large to be told
    at_once    questions in flight; of one gateway there is never more than one
    """

    def __init__(
        self,
        sales: int = 512,
        claims: int = 16,
        payments: int = 64,
        used: int = 1000,
        fetch: int = 1_000_000,
        at_once: int = 64,
    ) -> None:
        self.sales = sales
        self.claims = claims
        self.payments = payments
        self.used = used
        self.fetch = fetch
        self.at_once = at_once


HOST = Limits()
BOARD = Limits(sales=4, claims=8, payments=16, used=16, fetch=100_000, at_once=1)
