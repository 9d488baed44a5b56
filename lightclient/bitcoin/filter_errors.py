"""Compact block filters that are none."""

from lightclient.errors import Malformed


class InvalidFilter(Malformed):
    """A compact block filter whose items cannot be those of a block."""


class FilterCountTooLarge(InvalidFilter):
    """the filter claims {} items and has room for {}"""


class FilterValueTooLarge(InvalidFilter):
    """item {} is {}, all must be below {}"""


class FilterBadPadding(InvalidFilter):
    """the bits after the last item have the value {:#x}, not zero"""
