"""Feature bits: an even bit that is not known refuses the whole, an odd one may be passed over. Source: BOLT9."""

from lightclient.lightning.errors import MissingFeature, UnknownFeature

ONION, SECRET, PARTS, ROUTE_BLINDING, METADATA = 8, 14, 16, 24, 48
INVOICE = (ONION, SECRET, PARTS, ROUTE_BLINDING, METADATA)  # that a BOLT11 invoice may demand
DEPENDS = ((SECRET, ONION), (PARTS, SECRET))  # a feature, and the one that it takes


def check(bits: int, known: "tuple[int, ...]", what: str) -> None:
    """Raise UnknownFeature unless every even bit of `bits` is one of `known`."""
    bit = 0
    while bits:
        if bits & 1 and bit not in known:
            raise UnknownFeature(bit=bit, what=what)
        bits >>= 2
        bit += 2


def has(bits: int, feature: int) -> bool:
    """Return whether a feature is demanded or offered."""
    return bool(bits >> feature & 3)


def check_dependencies(bits: int) -> None:
    """Raise MissingFeature where a feature stands without the one that it takes."""
    for feature, needs in DEPENDS:
        if has(bits, feature) and not has(bits, needs):
            raise MissingFeature(bit=feature, needs=needs)


def check_bytes(value: "bytes | None", known: "tuple[int, ...]", what: str) -> None:
    """Do what `check` does with the value of a record, the highest bits first."""
    check(int.from_bytes(value or b"", "big"), known, what)
