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

import struct

from lightclient.bitcoin import header as codec
from lightclient.codec.cbor import BLOB, decode, encode, is_uint
from lightclient.codec.errors import BadSchema, NonCanonical, Unsupported
from lightclient.codec.reader import Reader

START = (0x20000000, 0, 0)  # version, time, bits before the first header
ROLLED = 0x1FFFE000  # BIP320: version bits 13 to 28
FIELDS = "<I32s32sIII"
MAX_HEIGHT = 0xFFFFFFFF
MAX_ITEMS = 8
MIN_SIZE = 38  # bytes of a packed header, at least


def serialize(height: int, headers: "list[bytes]") -> bytes:
    """Return the message that holds linked raw headers, of which the first one is at `height`."""
    prev_hash = codec.prev_hash_of(headers[0]) if headers else bytes(32)
    return encode([height, prev_hash, pack(headers)])


def parse(data: "bytes | memoryview") -> "tuple[int, list[bytes]]":
    """Return (height of the first header, raw headers).

    Raises BadSchema and what `cbor.decode` and `unpack_run` raise.
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
    return height, unpack_run(packed, prev_hash)


def pack(headers: "list[bytes]") -> bytes:
    """Return linked raw headers packed, without the hash before the first one."""
    parts = []
    before = START
    for header in headers:
        version, _, root, time, bits, nonce = struct.unpack(FIELDS, header)
        parts.append(_front(before, (version, time, bits)))
        parts.append(root + nonce.to_bytes(4, "little"))
        before = version, time, bits
    return b"".join(parts)


def unpack_run(data: "bytes | memoryview", prev_hash: "bytes | memoryview") -> "list[bytes]":
    """Return the raw headers that `data` packs, the first one after `prev_hash`.

    Raises Truncated, Unsupported, NonCanonical.
    """
    reader = Reader(data)
    headers = []
    before = START
    prev_hash = bytes(prev_hash)
    while reader.offset < len(data):
        start = reader.offset
        version, time, bits = fields = _fields(reader, before)
        if data[start : reader.offset] != _front(before, fields):
            raise NonCanonical("a packed header", start)
        before = fields
        header = struct.pack(FIELDS, version, prev_hash, bytes(reader.take(32)), time, bits, reader.u32())
        headers.append(header)
        prev_hash = codec.hash_of(header)
    return headers


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


def _fields(reader: Reader, before: "tuple[int, int, int]") -> "tuple[int, int, int]":
    """Read control, time, version and bits of a header."""
    version, time, bits = before
    control = reader.u8()
    width, rolled = control & 3, control >> 2 & 3
    if width == 3 or rolled == 3 or control >> 5:
        raise Unsupported(control, reader.offset - 1)
    if width == 2:
        time = reader.u32()
    else:
        zigzag = int.from_bytes(reader.take(1 + width), "little")
        time += -(zigzag + 1 >> 1) if zigzag & 1 else zigzag >> 1
        if not 0 <= time <= 0xFFFFFFFF:
            raise NonCanonical("a packed time", reader.offset)
    if rolled == 2:
        version = reader.u32()
    elif rolled:
        version = version & ~ROLLED | int.from_bytes(reader.take(2), "little") << 13
    if control & 16:
        bits = reader.u32()
    return version, time, bits
