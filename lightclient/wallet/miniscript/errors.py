"""What can be wrong with a miniscript. Characters are counted from where it begins in its descriptor."""

from lightclient.wallet.errors import InvalidDescriptor


class InvalidMiniscript(InvalidDescriptor):
    """A text that is no miniscript, or one that nobody should be paid to."""


class MiniscriptSyntax(InvalidMiniscript):
    """character {} of the miniscript: {}"""


class UnknownFragment(InvalidMiniscript):
    """character {} of the miniscript: there is no fragment {} here"""


class WrongType(InvalidMiniscript):
    """character {} of the miniscript: {} does not fit what is inside of it"""


class TooDeepMiniscript(InvalidMiniscript):
    """the miniscript is nested deeper than {} levels, or than the stack of this device can follow"""


class UnsafeMiniscript(InvalidMiniscript):
    """nobody should be paid to this miniscript: {}"""
