"""Evidence that cannot be read here, and policies that cannot be followed."""

from lightclient.errors import InvalidProof, LightClientError, Malformed


class UnknownMagic(Malformed):
    """the record begins with {magic!r}; evidence begins with {known!r}"""


class UnknownForm(InvalidProof):
    """{ledger} has no evidence of form {form!r}; its forms are {known}"""


class UnknownLedger(LightClientError):
    """ledger {ledger!r} is not known here; known are {known}"""


class InvalidPolicy(LightClientError):
    """A policy that cannot be followed."""


class UnknownSetting(InvalidPolicy):
    """the policy sets {setting!r}, which is not known; known are {known}"""


class BadSetting(InvalidPolicy):
    """the policy sets {setting} to {value!r}; it must be {wanted}"""
