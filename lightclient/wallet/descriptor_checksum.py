"""The eight characters that end a descriptor and find what was mistyped in it.

Source: BIP380, "Checksum".
"""

from lightclient.wallet.errors import BadDescriptorCharacter, BadDescriptorChecksum, NoDescriptorChecksum

INPUT = "0123456789()[],'/*abcdefgh@:$%{}IJKLMNOPQRSTUVWXYZ&+-.;<=>?!^_|~ijklmnopqrstuvwxyzABCDEFGH`#\"\\ "
OUTPUT = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

_GENERATOR = (0xF5DEE51989, 0xA9FDCA3312, 0x1BAB10E32D, 0x3706B1677A, 0x644D626FFD)


def checksum(text: str) -> str:
    """Return the checksum of a descriptor without one. Raises BadDescriptorCharacter."""
    residue = 1
    group = count = 0
    for place, character in enumerate(text, 1):
        value = INPUT.find(character)
        if value < 0:
            raise BadDescriptorCharacter(place)
        residue = _step(residue, value & 31)
        group = group * 3 + (value >> 5)
        count += 1
        if count == 3:
            residue = _step(residue, group)
            group = count = 0
    if count:
        residue = _step(residue, group)
    for _ in range(8):
        residue = _step(residue, 0)
    residue ^= 1
    return "".join([OUTPUT[residue >> 5 * place & 31] for place in range(7, -1, -1)])


def add(text: str) -> str:
    """Return the descriptor with its checksum. Raises BadDescriptorCharacter."""
    return text + "#" + checksum(text)


def take(text: str, needed: bool = False) -> str:
    """Return the descriptor without its checksum, which must match. needed: refuse one that has none.

    Raises BadDescriptorCharacter, BadDescriptorChecksum, NoDescriptorChecksum.
    """
    bare, mark, found = text.partition("#")
    if checksum(bare) != found and mark:
        raise BadDescriptorChecksum()
    if needed and not mark:
        raise NoDescriptorChecksum()
    return bare


def _step(residue: int, value: int) -> int:
    top = residue >> 35
    residue = (residue & 0x7FFFFFFFF) << 5 ^ value
    for bit in range(5):
        if top >> bit & 1:
            residue ^= _GENERATOR[bit]
    return residue
