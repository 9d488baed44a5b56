"""Words of 64 bits as two of 32, which routines for both instruction sets rotate by constants.

What a half is made of is told as [(half, places)]: the exclusive or of both halves shifted right, or left where the
number of places is negative.
"""

HIGH, LOW = 0, 1
Half = list[tuple[int, int]]


def rotated(places: int) -> tuple[Half, Half]:
    """Return the high and the low half of a word that is rotated right, by 1 to 63 places but for 32."""
    one, other = (HIGH, LOW) if places < 32 else (LOW, HIGH)
    places %= 32
    return [(one, places), (other, places - 32)], [(other, places), (one, places - 32)]


def shifted(places: int) -> tuple[Half, Half]:
    """Return those of a word that is shifted right, by less than 32 places."""
    return [(HIGH, places)], [(LOW, places), (HIGH, places - 32)]


def mixed(*words: tuple[Half, Half]) -> tuple[Half, Half]:
    """Return those of the exclusive or of words."""
    return [part for high, _ in words for part in high], [part for _, low in words for part in low]
