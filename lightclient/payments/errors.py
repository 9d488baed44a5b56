"""Sales that cannot be opened, and records that are not sales."""

from lightclient.errors import LightClientError, Malformed


class NotSatoshi(LightClientError):
    """an amount is a whole number of satoshi, not {kind}"""


class AmountNotPositive(LightClientError):
    """an amount of {satoshi} satoshi cannot be paid: it must be at least 1"""


class AmountTooLarge(LightClientError):
    """{satoshi} satoshi are more than all bitcoin there will ever be: check the unit"""


class BadTerm(LightClientError):
    """{term} is {value}, it must be {wanted}"""


class SaleExists(LightClientError):
    """there is a sale {sale} already"""


class SaleDiffers(LightClientError):
    """the sale {sale} was opened on other terms: another {what}"""


class UnknownSale(LightClientError):
    """there is no sale {sale}"""


class TooManySales(LightClientError):
    """{limit} sales are open, close one first"""


class BadSaleRecord(Malformed):
    """the record of a sale is damaged: {what}"""


class UnknownSaleVersion(Malformed):
    """the record of a sale has version {version}, this release reads {known}"""
