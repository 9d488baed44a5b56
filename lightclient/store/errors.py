"""What was stored and cannot be used."""

from lightclient.errors import LightClientError


class StoreError(LightClientError):
    """Stored state cannot be used."""


class CorruptStore(StoreError):
    """{}"""
