"""What can go wrong on a device, one class per cause."""

from lightclient.errors import LightClientError


class RecordTooLarge(LightClientError):
    """the record has {} bytes, and the store has room for {}: keep fewer blocks, or use a larger store"""


class NoEntropy(LightClientError):
    """this board has no source of randomness: pass `random`, made by seeded() from what differs at each start"""
