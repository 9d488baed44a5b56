"""What a till refuses, and what its store cannot do."""

from lightclient.errors import LightClientError
from lightclient.store.errors import BadStore as BadStore
from lightclient.store.errors import StoreFailed as StoreFailed


class SecretKey(LightClientError):
    """key {place} of the descriptor is private: a till takes public keys only, export the wallet's xpub instead"""


class NotRanged(LightClientError):
    """the descriptor has one address only: end the paths of its keys with /*, as in wpkh(xpub.../0/*)"""


class NoPurpose(LightClientError):
    """{prefix} does not say which scripts this wallet uses: pass purpose=, one of {purposes}, or a descriptor"""


class OtherPurpose(LightClientError):
    """{prefix} and purpose {purpose} mean different scripts: leave purpose out, or pass a descriptor"""


class WrongWallet(LightClientError):
    """the wallet is of {wallet}, and the client follows {client}"""


class Dust(LightClientError):
    """nodes do not relay {satoshi} satoshi to this kind of address: ask for at least {least}"""


class NoAmount(LightClientError):
    """an invoice takes satoshi= or fiat=, one of them"""


class NotDecimal(LightClientError):
    """{term} is {value}: pass a number above zero as text, int or Decimal, up to 15 digits and 10 after the point"""


class BadText(LightClientError):
    """{term} must be a text of {least} to {most} characters that can be printed"""


class UnknownInvoice(LightClientError):
    """there is no invoice {invoice}"""


class TooManyInvoices(LightClientError):
    """{most} invoices are open, and none of them has expired unpaid: close some"""


class GapReached(LightClientError):
    """the last {gap} addresses are unpaid and wallets look no further: raise `gap` in the policy and in the wallet"""


class NotSynced(LightClientError):
    """the chain is {chain}, an invoice has no height to start from: check the broker, the gateways and their nodes"""


class NotKept(LightClientError):
    """the client no longer keeps the header of block {height}, and cannot tell which filter is its: ask a full node"""


class OtherAddress(LightClientError):
    """invoice {invoice} in the store does not have address {index} of its wallet: somebody has changed it"""
