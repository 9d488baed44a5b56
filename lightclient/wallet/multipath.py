"""Descriptors that stand for several, for receiving and for change mostly: one step of a key's path is <0;1>.

Source: BIP389.
"""

from lightclient.wallet.errors import BadMultipath, NoSuchDescriptor
from lightclient.wallet.path import step

MOST = 1000


def pick(text: str, which: int) -> "tuple[str, int]":
    """Return the descriptor number `which` of those that one stands for, and how many they are.

    text: without its checksum. Raises BadMultipath, BadPath, NoSuchDescriptor.
    """
    count = 0
    parts = text.split("<")
    found = [parts[0]]
    for place, part in enumerate(parts[1:], 1):
        inside, closed, rest = part.partition(">")
        if not closed or found[-1][-1:] != "/" or rest[:1] not in ("/", ",", ")", "}", ""):
            raise BadMultipath(place, "it is no step of a path")
        if place > 1 and not any(mark in parts[place - 1].partition(">")[2] for mark in ",(){}"):
            raise BadMultipath(place, "it is the second one of a key")
        if "[" in found[-1] and "]" not in found[-1].rpartition("[")[2]:
            raise BadMultipath(place, "it stands in a key's origin")
        steps = inside.split(";", MOST)
        if not 2 <= len(steps) <= MOST:
            raise BadMultipath(place, "it has not two steps or more")
        numbers = [step(each) for each in steps]
        if len(set(numbers)) < len(numbers):
            raise BadMultipath(place, "it has the same step twice")
        if count and len(steps) != count:
            raise BadMultipath(place, "it has not as many steps as the one before")
        count = len(steps)
        found.append(steps[which] if which < count else "")
        found[-1] += rest
    if not 0 <= which < count:
        raise NoSuchDescriptor(which, count)
    return "".join(found), count
