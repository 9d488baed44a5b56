"""What the web till refuses."""

from lightclient.errors import LightClientError
from lightclient.gateway.errors import BadConfig


class BadTillConfig(BadConfig):
    """{key}: {why}"""


class BadAmount(LightClientError):
    """the amount must be {wanted}, such as {example}"""


class BadField(LightClientError):
    """{field} must be {wanted}"""


class TooSlow(LightClientError):
    """the request was not sent within {seconds} seconds"""


class NoRate(LightClientError):
    """the till has no rate for {currency}: set it in the settings, or give it with the amount"""


class NotHere(LightClientError):
    """there is no such page here"""


class NotProved(LightClientError):
    """no block is proved to hold transaction {txid} of this invoice, so there is no evidence of it yet"""


class NoEvidence(LightClientError):
    """no gateway gives evidence of transaction {txid} now: try again later"""


class NothingToRefund(LightClientError):
    """nothing that this wallet holds is proved to be paid to the invoice"""


class RefundTooLarge(LightClientError):
    """{satoshi} satoshi and a fee of {fee} do not fit {total}: they use up all of it, or leave at least {least}"""


class PinNeeded(LightClientError):
    """this page takes the PIN"""


class NoPin(LightClientError):
    """the till has no PIN, so nobody can change its settings here: set pin_file"""


class WrongPin(LightClientError):
    """that is not the PIN"""


class TooManyPins(LightClientError):
    """the PIN was wrong too often: wait {seconds} seconds"""


class TokenNeeded(LightClientError):
    """the API takes the header Authorization: Bearer TOKEN, with the token of api_token_file"""


class OtherSite(LightClientError):
    """the request does not come from a page of this till"""


class OtherHost(LightClientError):
    """the till does not go by this name: set url to the address that people open"""


class TooManyReaders(LightClientError):
    """too many pages follow the till's invoices at once"""


class ChecksBusy(LightClientError):
    """too many receipts are being checked: try again in a moment"""


class OtherOrder(LightClientError):
    """this Idempotency-Key came with another order within a day: take a new key for a new order"""


class KeysFull(LightClientError):
    """{most} keys of orders are kept, each for a day: send this order later, or without Idempotency-Key"""


class WebhooksFull(LightClientError):
    """{most} webhooks wait to be delivered"""
