"""Where Solidity and Vyper keep a contract's variables: slots of 32 bytes, each with a number.

    slot_of(3)                    the variable in slot 3
    mapping_slot(key, slot)       what a mapping in `slot` has under `key`
    array_slot(slot, 7)           the item of a dynamic array of whole slots in `slot`; its length is in the slot itself
    above(slot, 1)                the next member of a structure that begins in `slot`

Source: Solidity's documentation, "Layout of State Variables in Storage". Vyper hashes slot and key in the other order.
"""

from lightclient.codec.errors import BadSchema, TooLarge
from lightclient.crypto.keccak import keccak256

SIZE = 32  # bytes of a slot, and of its number
ALL = 1 << 256


def slot_of(number: int) -> bytes:
    """Return the number of a slot in 32 bytes. Raises TooLarge."""
    if not 0 <= number < ALL:
        raise TooLarge("the number of a slot", number, "256 bits")
    return number.to_bytes(SIZE, "big")


def mapping_slot(key: bytes, slot: bytes) -> bytes:
    """Return the slot of a mapping's entry. key: 32 bytes, as `padded` makes them of an address or a number.

    Raises BadSchema.
    """
    _check(key, "a key")
    _check(slot, "a slot")
    return keccak256(key + slot)


def array_slot(slot: bytes, index: int, width: int = 1) -> bytes:
    """Return the slot in which an item of a dynamic array begins. width: slots that an item takes. Raises BadSchema."""
    _check(slot, "a slot")
    return above(keccak256(slot), index * width)


def above(slot: bytes, count: int) -> bytes:
    """Return the slot so many places on, around the end to the beginning. Raises BadSchema."""
    _check(slot, "a slot")
    return slot_of((int.from_bytes(slot, "big") + count) % ALL)


def padded(value: "bytes | int") -> bytes:
    """Return an address or a number as 32 bytes, zeros before. Raises BadSchema, TooLarge."""
    if not isinstance(value, (bytes, bytearray, memoryview)):
        return slot_of(value)
    if len(value) > SIZE:
        raise BadSchema("a key", "over " + str(SIZE) + " bytes long: hash it first")
    return bytes(SIZE - len(value)) + bytes(value)


def _check(value: bytes, what: str) -> None:
    if len(value) != SIZE:
        raise BadSchema(what, "not of " + str(SIZE) + " bytes")
