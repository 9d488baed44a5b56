"""What can be wrong with keys and signatures as they arrive. None of these carries a secret."""

from lightclient.errors import LightClientError, Malformed


class InvalidKey(Malformed):
    """Bytes that are no key."""


class BadKeyEncoding(InvalidKey):
    """{} bytes that start with {:#04x} are not an encoding of a public key"""


class NotOnCurve(InvalidKey):
    """the public key is not a point of the curve"""


class SmallOrder(InvalidKey):
    """the public key is of small order: with whoever has it, nothing secret can be shared"""


class BadSecretKey(InvalidKey):
    """a secret key has 32 bytes and lies between 1 and the order of the group"""


class BadSignature(Malformed):
    """the bytes do not form a signature: {}"""


class BadLength(Malformed):
    """{} has {} bytes, wanted {}"""


class BackendMissing(LightClientError):
    """no backend {}: {}"""


class CurveMissing(BackendMissing):
    """the backend {} does not compute {}: name one of {}"""


class CipherMissing(LightClientError):
    """neither the module {} nor the package {} can encrypt here; on hosts: pip install 'lightclient[keystore]'"""
