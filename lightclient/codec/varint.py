"""Varints: integers of 64 bits in one to ten bytes, seven bits each, the lowest first (unsigned LEB128)."""

from lightclient.codec.errors import NonCanonical, TooLarge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.codec.reader import Reader

MAX_UINT = 0xFFFFFFFFFFFFFFFF


def read_varint(reader: "Reader") -> int:
    """Return a varint of 64 bits. Raises NonCanonical unless it is in its shortest form, TooLarge, Truncated."""
    start = reader.offset
    value = shift = 0
    while True:
        byte = reader.u8()
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            break
        shift += 7
        if shift > 63:
            raise TooLarge("a varint", "over ten bytes long", "64 bits")
    if shift and not byte:
        raise NonCanonical("a varint", start)
    if value > MAX_UINT:
        raise TooLarge("a varint", value, MAX_UINT)
    return value


def varint(value: int) -> bytes:
    """Return an integer of 64 bits as a varint; negative ones take ten bytes."""
    value &= MAX_UINT
    made = bytearray()
    while value > 0x7F:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    made.append(value)
    return bytes(made)
