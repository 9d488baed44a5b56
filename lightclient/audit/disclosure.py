"""Selective disclosure: a record commits to its fields, and shows of them what its holder wants to show.

A field is one leaf of an RFC 9162 tree: [salt, name, value] in CBOR. The record has the root and how many there are.
Whoever holds the fields can show any of them with a path each; the salt, 16 random bytes, keeps others from guessing a
value that has few possibilities. A field is erased by forgetting its salt and value: the leaf's hash is kept, so that
the record, and the log that it is in, stay whole.

Shown fields are one record:

    ["LCF1", count, [[index, salt, name, value, path], ...]]     in order of index

Source of the idea: RFC 9901 (SD-JWT), as a tree.
"""

from lightclient.audit.errors import OtherBody
from lightclient.audit.record import DISCLOSED, HASH
from lightclient.codec.cbor import decode, encode, is_uint
from lightclient.codec.errors import BadSchema
from lightclient.merkle import tree
from lightclient.merkle.log import inclusion_root, leaf_hash

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lightclient.audit.record import Record

MAGIC = "LCF1"
SALT = 16
MAX_FIELDS = 64
MAX_NAME = 64  # characters
MAX_SHOWN = 1 << 15  # bytes of a record of shown fields
MAX_PATH = 6 * HASH  # of a tree of 64 leaves


class Fields:
    """The fields of one record, for whoever holds them.

    leaves  hash of each
    """

    __slots__ = ("_kept", "leaves")

    def __init__(self, fields: "list[list[Any] | None]", leaves: "list[bytes]") -> None:
        """fields: [salt, name, value], or None where it was erased. Raises BadSchema."""
        if len(fields) != len(leaves) or not 0 < len(fields) <= MAX_FIELDS:
            raise BadSchema("fields", "not 1 to " + str(MAX_FIELDS) + ", with a hash each")
        for field, leaf in zip(fields, leaves):  # noqa: B905 - MicroPython has no strict
            if field is not None and leaf_of(field) != leaf:
                raise BadSchema("fields", "a field is not that of its hash")
        self._kept = fields
        self.leaves = leaves

    def body(self) -> "tuple[Any, ...]":
        """Return the body of the record that commits to these fields."""
        return (DISCLOSED, tree.root_of(self.leaves), len(self.leaves))

    def show(self, names: "list[str]") -> bytes:
        """Return the fields of these names, with what proves them. Raises BadSchema for one that is not there."""
        shown = []
        found = set()
        for index in range(len(self._kept)):
            field = self._kept[index]
            if field is not None and field[1] in names:
                found.add(field[1])
                shown.append([index] + field + [tree.inclusion_path(self.leaves, index)])
        if len(found) != len(set(names)):
            raise BadSchema("fields", "a name is not there, or was erased")
        return encode([MAGIC, len(self.leaves), shown])

    def erase(self, name: str) -> None:
        """Forget a field for good; its hash stays. Raises BadSchema if it is not there."""
        for index in range(len(self._kept)):
            field = self._kept[index]
            if field is not None and field[1] == name:
                self._kept[index] = None
                return
        raise BadSchema("fields", "a name is not there, or was erased")

    def serialize(self) -> bytes:
        """Return the record that the holder keeps: [[salt, name, value] or the leaf's hash, ...]."""
        listed = [self._kept[at] or self.leaves[at] for at in range(len(self.leaves))]
        return encode(listed)


def make(fields: "list[tuple[str, Any]]", random: "Callable[[int], bytes]") -> Fields:
    """Return the fields of a record to be made. random: a function that returns so many random bytes.

    Raises BadSchema for a name that is there twice, or a value that CBOR here does not hold.
    """
    if len({name for name, _ in fields}) != len(fields):
        raise BadSchema("fields", "a name is there twice")
    salted = [[random(SALT), name, value] for name, value in fields]
    return Fields(list(salted), [leaf_of(field) for field in salted])


def parse(data: "bytes | memoryview") -> Fields:
    """Return what `Fields.serialize` wrote. Raises BadSchema and the errors of `cbor.decode`."""
    kept = decode(bytes(data))
    if not isinstance(kept, list):
        raise BadSchema("fields", "not a list")
    fields: "list[list[Any] | None]" = []
    leaves = []
    for each in kept:
        if isinstance(each, bytes) and len(each) == HASH:
            fields.append(None)
            leaves.append(each)
        else:
            leaves.append(leaf_of(each))
            fields.append(each)
    return Fields(fields, leaves)


def shown(data: "bytes | memoryview", record: "Record") -> "dict[str, Any]":
    """Return the fields that are shown, by name, if the record commits to each.

    Raises OtherBody, BadSchema, OutsideLog, PathLength and the errors of `cbor.decode`.
    """
    if len(data) > MAX_SHOWN:
        raise BadSchema("shown fields", "over " + str(MAX_SHOWN) + " bytes")
    found = decode(bytes(data))
    if not isinstance(found, list) or len(found) != 3 or found[0] != MAGIC or not isinstance(found[2], list):
        raise BadSchema("shown fields", "not an " + MAGIC)
    _, count, fields = found
    if not is_uint(count, MAX_FIELDS) or record.body[0] != DISCLOSED or record.body[2] != count:
        raise OtherBody(what="list of fields")
    values: "dict[str, Any]" = {}
    last = -1
    for field in fields:
        if not isinstance(field, list) or len(field) != 5 or not is_uint(field[0]) or field[0] <= last:
            raise BadSchema("shown fields", "not [index, salt, name, value, path], in order")
        last, path = field[0], field[4]
        if not isinstance(path, bytes) or len(path) > MAX_PATH:
            raise BadSchema("shown fields", "a path is not bytes, or too long")
        if inclusion_root(leaf_of(field[1:4]), last, count, path) != record.body[1]:
            raise OtherBody(what="field")
        if field[2] in values:
            raise BadSchema("shown fields", "a name is there twice")
        values[field[2]] = field[3]
    return values


def leaf_of(field: "Any") -> bytes:
    """Return the leaf hash of [salt, name, value]. Raises BadSchema."""
    if not isinstance(field, list) or len(field) != 3 or not isinstance(field[0], bytes) or len(field[0]) != SALT:
        raise BadSchema("fields", "not [salt, name, value]")
    if not isinstance(field[1], str) or not 0 < len(field[1]) <= MAX_NAME:
        raise BadSchema("fields", "a name is not text of 1 to " + str(MAX_NAME) + " characters")
    return leaf_hash(encode(field))
