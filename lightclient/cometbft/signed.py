"""Signed headers: what a run is made of, and what evidence brings along.

    [header, commit, validators or null, next validators or null]       CBOR; the parts as header.py and so on have them

A set that is left out is one that the receiver knows: that of the header before, or, for the next validators, the same
as the validators.
"""

from lightclient.codec.cbor import BLOB
from lightclient.codec.errors import BadSchema
from lightclient.cometbft.commit import parse_commit
from lightclient.cometbft.header import parse_header
from lightclient.cometbft.validators import parse_validators, serialize_validators

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.cometbft.commit import Commit
    from lightclient.cometbft.header import Header
    from lightclient.cometbft.profiles import Profile
    from lightclient.votes.members import Members

FIELDS = 4


class SignedHeader:
    """header and its hash, commit, validators, next (None: left out)."""

    __slots__ = ("commit", "hash", "header", "next", "validators")

    def __init__(
        self,
        header: "Header",
        block_hash: bytes,
        commit: "Commit",
        validators: "Members | None" = None,
        next_: "Members | None" = None,
    ) -> None:
        self.header = header
        self.hash = block_hash
        self.commit = commit
        self.validators = validators
        self.next = next_

    @property
    def height(self) -> int:
        return self.header.height

    @property
    def time(self) -> int:
        """Unix seconds."""
        return self.header.time[0]

    def fields(self) -> "list[bytes | None]":
        """Return the parts as `read_signed` takes them."""
        sets = [None if each is None else serialize_validators(each) for each in (self.validators, self.next)]
        return [self.header.serialize(), self.commit.serialize()] + sets


class Link:
    """A header alone, and its hash."""

    __slots__ = ("hash", "header")

    def __init__(self, header: "Header", block_hash: bytes) -> None:
        self.header = header
        self.hash = block_hash

    @property
    def height(self) -> int:
        return self.header.height

    @property
    def time(self) -> int:
        """Unix seconds."""
        return self.header.time[0]


def read_signed(fields: "Any", profile: "Profile") -> SignedHeader:
    """Return the signed header of decoded CBOR; nothing of it is kept. That it is signed is not checked yet.

    Raises BadSchema and what `parse_header`, `parse_commit` and `parse_validators` raise.
    """
    if not isinstance(fields, list) or len(fields) != FIELDS or not all(isinstance(each, BLOB) for each in fields[:2]):
        raise BadSchema("a signed header", "not [header, commit, validators or null, next validators or null]")
    sets: "list[Members | None]" = []
    for each in fields[2:]:
        if each is not None and not isinstance(each, BLOB):
            raise BadSchema("a signed header", "a validator set is neither bytes nor null")
        sets.append(None if each is None else parse_validators(each, profile))
    header = parse_header(fields[0], profile)
    return SignedHeader(header, header.hash(profile), parse_commit(fields[1]), sets[0], sets[1])
