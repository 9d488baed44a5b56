"""What can be wrong with keys and signatures as they arrive. None of these carries a secret."""

from lightclient.errors import LightClientError, Malformed


class InvalidKey(Malformed):
    """Bytes that are no key."""


class BadKeyEncoding(InvalidKey):
    """{} bytes that start with {:#04x} encode no public key here"""


class NotOnCurve(InvalidKey):
    """the public key is no point of the curve"""


class BadSecretKey(InvalidKey):
    """a secret key has 32 bytes and lies between 1 and the order of the group"""


class BadSignature(Malformed):
    """the bytes are no signature, not even a wrong one: {}"""


class BadLength(Malformed):
    """{} has {} bytes, wanted {}"""


class BackendMissing(LightClientError):
    """no backend {}: {}"""


class CurveMissing(BackendMissing):
    """the backend {} does not compute {}: name one of {}"""


class CipherMissing(LightClientError):
    """this interpreter has neither the module {} nor the package {}: there is nothing to encrypt with"""
