"""Commands and answers of the chip as bytes. Source: ATECC608A data sheet, "I/O Groups" and "Security Command Packets".

    command   03  count  opcode  param1  param2 (2, little-endian)  data  CRC (2, little-endian)
    answer        count  data, or a status  CRC

count: of all bytes from itself to the CRC, which covers all of them but itself.
"""

from atecc608.errors import STATUS, BadAnswer, BadCrc, UnknownStatus

COMMAND = 0x03  # the word address in front of a command
SUCCESS = 0x00
FRAME = 3  # bytes around the data of an answer


def command(opcode: int, param1: int, param2: int, data: bytes) -> bytes:
    """Return what is written to the bus."""
    group = bytes((7 + len(data), opcode, param1)) + param2.to_bytes(2, "little") + data
    return bytes((COMMAND,)) + group + crc(group)


def data_of(answer: bytes, size: int) -> bytes:
    """Return the data of an answer, `size` bytes; where that is one, it is the status of success.

    answer: as it was read, with anything after its end. Raises BadAnswer, BadCrc, and the error of `STATUS` that the
    chip answered with.
    """
    count = answer[0] if answer else 0
    if count not in (1 + FRAME, size + FRAME):
        raise BadAnswer(count, size + FRAME)
    if crc(answer[: count - 2]) != answer[count - 2 : count]:
        raise BadCrc()
    data = answer[1 : count - 2]
    if len(data) == 1 and data[0] != SUCCESS:
        if data[0] in STATUS:
            raise STATUS[data[0]]()
        raise UnknownStatus(data[0])
    if len(data) != size:
        raise BadAnswer(count, size + FRAME)
    return data


def crc(data: bytes) -> bytes:
    """Return the CRC-16, two bytes: polynomial 8005, each byte from its lowest bit on, from zero."""
    register = 0
    for byte in data:
        for bit in range(8):
            differ = register >> 15 ^ byte >> bit & 1
            register = register << 1 & 0xFFFF ^ (0x8005 if differ else 0)
    return register.to_bytes(2, "little")
