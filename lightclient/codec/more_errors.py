"""Messages of protobuf that are not what they claim to be: apart, for a device whose ledger has none loads none."""

from lightclient.errors import Malformed


class UnknownField(Malformed):
    """{} has no field {}, which stands at offset {}"""


class DoubledField(Malformed):
    """{} has field {} twice, again at offset {}"""


class WrongWireType(Malformed):
    """{}: field {} cannot be of wire type {}"""
