"""What was stored and cannot be used."""

from lightclient.errors import LightClientError


class StoreError(LightClientError):
    """Stored state cannot be used."""


class CorruptStore(StoreError):
    """{}"""


class StateLocked(StoreError):
    """{role} {path} is in use by another process: stop that one, or give this one a file of its own"""


class StoreFailed(StoreError):
    """{role} does not answer as it should: {reason}"""


class BadStore(StoreError):
    """{role} cannot be used: {what}"""
