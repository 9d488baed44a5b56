"""The script that asks for so many signatures by some of its keys: k <key> ... <key> n CHECKMULTISIG.

Source: BIP11, BIP383; Bitcoin Core script/solver.cpp (MatchMultisig).
"""

MAX_KEYS = 20
CHECKMULTISIG = b"\xae"


def script_of(threshold: int, keys: "list[bytes]") -> bytes:
    """Return the script. keys: 33 or 65 bytes each, at most MAX_KEYS."""
    pushes = b"".join([bytes((len(key),)) + key for key in keys])
    return _number(threshold) + pushes + _number(len(keys)) + CHECKMULTISIG


def parse(script: bytes) -> "tuple[int, list[bytes]] | None":
    """Return the threshold and the keys, all compressed, or None if it is another script."""
    if len(script) < 3:
        return None
    at = 2 if script[0] == 1 else 1
    threshold = script[1] if script[0] == 1 else script[0] - 0x50
    keys = []
    while script[at : at + 1] == b"\x21":
        keys.append(script[at + 1 : at + 34])
        at += 34
    if not 0 < threshold <= len(keys) <= MAX_KEYS or script_of(threshold, keys) != script:
        return None
    return threshold, keys


def _number(number: int) -> bytes:
    """Return the push of a number from 1 to 20: OP_1 to OP_16, or a byte."""
    return bytes((0x50 + number,)) if number <= 16 else bytes((1, number))
