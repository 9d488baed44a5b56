"""The fields of a record, taken one after the other, each of the type that it must have."""

from lightclient.codec.cbor import BLOB, is_uint
from lightclient.payments.errors import BadSaleRecord

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, TypeVar

    T = TypeVar("T")


class Fields:
    """Takes the items of a decoded list in order. Every method raises BadSaleRecord for what it is not."""

    def __init__(self, values: "Any") -> None:
        self.values = self._checked(values, isinstance(values, list), "a list is missing")
        self.index = 0

    def any(self) -> "Any":
        self._checked(None, self.index < len(self.values), "it is too short")
        self.index += 1
        return self.values[self.index - 1]

    def end(self) -> None:
        self._checked(None, self.index == len(self.values), "it is too long")

    def maybe(self, take: "Callable[[], T]") -> "T | None":
        """Return None if the next field is null, else what `take` returns of it."""
        if self.index < len(self.values) and self.values[self.index] is None:
            self.index += 1
            return None
        return take()

    def uint(self) -> int:
        value = self.any()
        return self._checked(value, is_uint(value), "not an integer")  # type: ignore[no-any-return]

    def flag(self) -> bool:
        value = self.any()
        return self._checked(value, value is True or value is False, "not true or false")  # type: ignore[no-any-return]

    def blob(self) -> bytes:
        value = self.any()
        return self._checked(value, isinstance(value, BLOB), "not bytes")  # type: ignore[no-any-return]

    def id(self) -> "bytes":
        value = self.blob()
        return self._checked(value, len(value) == 32, "not an id")  # type: ignore[no-any-return]

    def text(self) -> str:
        value = self.any()
        return self._checked(value, isinstance(value, str), "not a text")  # type: ignore[no-any-return]

    def items(self) -> "list[Any]":
        value = self.any()
        return self._checked(value, isinstance(value, list), "a list is missing")  # type: ignore[no-any-return]

    def part(self) -> "Fields":
        return Fields(self.any())

    def parts(self) -> "list[Fields]":
        return [Fields(value) for value in self.items()]

    def blobs(self) -> "list[bytes]":
        return [self._checked(value, isinstance(value, BLOB), "not bytes") for value in self.items()]

    def one_of(self, choices: "Sequence[str]", index: "Any") -> str:
        """Return the choice that a field names by its index."""
        self._checked(None, is_uint(index) and index < len(choices), "an index is out of range")
        return choices[int(index)]

    def _checked(self, value: "Any", good: bool, what: str) -> "Any":
        if not good:
            raise BadSaleRecord(what=what)
        return value
