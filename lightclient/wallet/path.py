"""Paths of derivation: m/84h/0h/0h/0/5. Steps from HARDENED on are hardened; h, H or ' marks them.

Source: BIP32, "The default wallet layout"; BIP380 for the markers.
"""

from lightclient.wallet.errors import BadPath, TooDeepPath

HARDENED = 0x80000000
MAX_DEPTH = 255


def parse(text: str) -> "tuple[int, ...]":
    """Return the steps of a path, with or without m/ in front. Raises BadPath, TooDeepPath."""
    if text == "m" or text == "":
        return ()
    if text[:2] == "m/":
        text = text[2:]
    steps = text.split("/", MAX_DEPTH + 1)
    if len(steps) > MAX_DEPTH:
        raise TooDeepPath(len(steps))
    return tuple([step(part, place) for place, part in enumerate(steps, 1)])


def step(text: str, place: int = 1) -> int:
    """Return one step. Raises BadPath with its place."""
    hardened = 0
    if text and text[-1] in "hH'":
        hardened = HARDENED
        text = text[:-1]
    if not text or len(text) > 10 or any(not "0" <= digit <= "9" for digit in text):
        raise BadPath(place, "not a number")
    if len(text) > 1 and text[0] == "0":
        raise BadPath(place, "a zero in front")
    number = int(text)
    if number >= HARDENED:
        raise BadPath(place, "a number over 2147483647")
    return number + hardened


def serialize(steps: "tuple[int, ...]") -> str:
    """Return the path as text, hardened steps with h."""
    parts = [str(number - HARDENED) + "h" if number >= HARDENED else str(number) for number in steps]
    return "m" + "".join(["/" + part for part in parts])
