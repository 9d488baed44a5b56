"""Runs of headers as they travel: about 41 bytes for a header of 80.

What the receiver can tell is left out: the previous hash always, version and bits where they stay the same.

    message   CBOR [first height, previous hash, packed headers]
    header    control, time, [version], [bits], Merkle root (32), nonce (4)
    control   bits 0-1  time: 0 one byte, 1 two bytes (zigzag difference to the header before), 2 four bytes (absolute)
              bits 2-3  version: 0 as before, 1 two bytes (the bits that BIP320 lets miners roll), 2 four bytes
              bit  4    bits: 0 as before, 1 four bytes

The first header is packed as if after version 0x20000000, time 0 and bits 0. The shortest form is the only one, so a
run has one encoding. Integers are little-endian.
"""

from struct import pack as pack_fields
from struct import pack_into
from struct import unpack as unpack_fields

from lightclient.bitcoin import header as codec
from lightclient.codec.cbor import BLOB, decode, encode, is_uint
from lightclient.codec.errors import BadSchema, NonCanonical, Truncated, Unsupported
from lightclient.crypto.hashes import sha256d

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Run = tuple[Any, ...]

START = (0x20000000, 0, 0)  # version, time, bits before the first header
ROLLED = 0x1FFFE000  # BIP320: version bits 13 to 28
FIELDS = "<I32s32sIII"
MAX_HEIGHT = 0xFFFFFFFF
MAX_ITEMS = 8
MIN_SIZE = 38  # bytes of a packed header, at least
# Bytes of a packed header by its control, 0 where that has no meaning.
SIZES = bytes(
    [
        0
        if control & 3 == 3 or control & 12 == 12
        else 37 + (1, 2, 4)[control & 3] + (0, 2, 4)[control >> 2 & 3] + 4 * (control >> 4)
        for control in range(32)
    ]
)

int_from = int.from_bytes  # bound here, because a board finds a name of this module sooner than a method of a builtin


def serialize(height: int, headers: "list[bytes]") -> bytes:
    """Return the message that holds linked raw headers, of which the first one is at `height`."""
    prev_hash = codec.prev_hash_of(headers[0]) if headers else bytes(32)
    return encode([height, prev_hash, pack(headers)])


def parse(data: "bytes | memoryview") -> "tuple[int, Run]":
    """Return (height of the first header, run): as `unpack`, but a run of no header is ().

    Raises BadSchema and what `cbor.decode` and `unpack` raise.
    """
    fields = decode(data, MAX_ITEMS)
    if not isinstance(fields, list) or len(fields) != 3:
        raise BadSchema("headers", "not [height, previous hash, packed headers]")
    height, prev_hash, packed = fields
    if not is_uint(height, MAX_HEIGHT):
        raise BadSchema("headers", "the height is not of 32 bits")
    if not isinstance(prev_hash, BLOB) or len(prev_hash) != 32 or not isinstance(packed, BLOB):
        raise BadSchema("headers", "the previous hash and the packed headers are not bytes")
    if not packed and any(prev_hash):
        raise NonCanonical("the previous hash of no header", 0)
    return height, unpack(packed, prev_hash) if packed else ()


def pack(headers: "list[bytes]") -> bytes:
    """Return linked raw headers packed, without the hash before the first one."""
    parts = []
    before = START
    for header in headers:
        version, _, root, time, bits, nonce = unpack_fields(FIELDS, header)
        parts.append(_front(before, (version, time, bits)))
        parts.append(root + nonce.to_bytes(4, "little"))
        before = version, time, bits
    return b"".join(parts)


def unpack(data: "bytes | memoryview", prev_hash: "bytes | memoryview") -> "tuple[list[bytes], bytes]":
    """Return (the raw headers that `data` packs, the hash of the last one); the first header follows `prev_hash`.

    A header is hashed here, because the next one names it, and nowhere else on its way into a chain: that next one
    holds its hash, so no other copy of it is kept. Raises Truncated, Unsupported, NonCanonical.
    """
    headers = []
    prev_hash = bytes(prev_hash)
    version, time, bits = START
    header = bytearray(pack_fields(FIELDS, version, prev_hash, prev_hash, time, bits, 0))  # made anew for each
    start, end = 0, len(data)
    while start < end:
        control = data[start]
        size = SIZES[control] if control < len(SIZES) else 0
        if not size:
            raise Unsupported(control, start)
        if start + size > end:
            raise Truncated(size, start)
        at = start + 1
        if control & 2:
            later = int_from(data[at : at + 4], "little")
            shortest = not -0x8000 <= later - time < 0x8000
            time = later
            at += 4
        else:
            zigzag = data[at]
            shortest = True
            at += 1
            if control & 1:
                zigzag |= data[at] << 8
                shortest = zigzag > 255
                at += 1
            time += -(zigzag + 1 >> 1) if zigzag & 1 else zigzag >> 1
            if not 0 <= time <= 0xFFFFFFFF:
                raise NonCanonical("a packed time", at)
        if control & 12:
            before = version
            if control & 4:
                version = before & ~ROLLED | (data[at] | data[at + 1] << 8) << 13
                shortest = shortest and version != before
                at += 2
            else:
                version = int_from(data[at : at + 4], "little")
                shortest = shortest and (version ^ before) & ~ROLLED != 0
                at += 4
            pack_into("<I", header, 0, version)
        if control & 16:
            shortest = shortest and bytes(header[72:76]) != data[at : at + 4]
            header[72:76] = data[at : at + 4]
            at += 4
        if not shortest:
            raise NonCanonical("a packed header", start)
        header[4:36] = prev_hash
        header[36:68] = data[at : at + 32]
        pack_into("<I", header, 68, time)
        header[76:] = data[at + 32 : at + 36]
        headers.append(bytes(header))
        prev_hash = sha256d(headers[-1])
        start += size
    return headers, prev_hash


def _front(before: "tuple[int, int, int]", fields: "tuple[int, int, int]") -> bytes:
    """Return control, time, version and bits of a header in their shortest form."""
    version, time, bits = fields
    delta = time - before[1]
    zigzag = 2 * delta if delta >= 0 else -2 * delta - 1
    if zigzag < 1 << 16:
        control = int(zigzag >= 256)
        front = zigzag.to_bytes(1 + control, "little")
    else:
        control = 2
        front = time.to_bytes(4, "little")
    changed = version ^ before[0]
    if changed & ~ROLLED:
        control |= 8
        front += version.to_bytes(4, "little")
    elif changed:
        control |= 4
        front += ((version & ROLLED) >> 13).to_bytes(2, "little")
    if bits != before[2]:
        control |= 16
        front += bits.to_bytes(4, "little")
    return bytes((control,)) + front
