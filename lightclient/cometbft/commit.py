"""Commits: the votes by which validators decided a block, and the bytes that each of them signed.

On the wire a commit is the message tendermint.types.Commit. Of Tendermint before 0.33, whose commits were lists of
votes, a vote for the commit's block is written as COMMIT, any other one as ABSENT or NIL: they count for nothing.

Source: types/block.go Commit and CommitSig, types/canonical.go, types/vote.go VoteSignBytes.
"""

from lightclient.codec.errors import BadSchema
from lightclient.codec.protobuf import (
    BYTES,
    INT,
    MESSAGE,
    REPEATED,
    UINT,
    bytes_field,
    fixed_field,
    message_field,
    number_field,
    parse,
    present,
)
from lightclient.codec.varint import varint
from lightclient.cometbft.errors import BadField
from lightclient.cometbft.header import HASH, BlockId, parse_block_id, parse_time, serialize_time
from lightclient.cometbft.keys import ADDRESS
from lightclient.votes.members import MAX_MEMBERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.cometbft.header import Time
    from lightclient.cometbft.profiles import Profile

ABSENT, COMMIT, NIL = 1, 2, 3  # what a validator did: nothing, voted for the block, voted for none
PRECOMMIT = 2
MAX_SIGNATURE = 64  # bytes
NO_TIME = (-62135596800, 0)  # the first of January of year 1, Go's zero
SCHEMA = {1: INT, 2: INT, 3: MESSAGE, 4: REPEATED}
SIGNATURE = {1: UINT, 2: BYTES, 3: MESSAGE, 4: BYTES}


class Vote:
    """One validator's: flag, address, time as (Unix seconds, nanoseconds), signature. All but the flag may be empty."""

    __slots__ = ("address", "flag", "signature", "time")

    def __init__(self, flag: int, address: bytes = b"", time: "Time" = NO_TIME, signature: bytes = b"") -> None:
        self.flag = flag
        self.address = bytes(address)
        self.time = time
        self.signature = bytes(signature)

    def serialize(self) -> bytes:
        made = number_field(1, self.flag) + bytes_field(2, self.address)
        return made + message_field(3, serialize_time(self.time)) + bytes_field(4, self.signature)


class Commit:
    """height, round, block_id, votes: one for each validator, in the order of the set."""

    __slots__ = ("block_id", "height", "round", "votes")

    def __init__(self, height: int, round_: int, block_id: BlockId, votes: "list[Vote]") -> None:
        self.height = height
        self.round = round_
        self.block_id = block_id
        self.votes = votes

    def voters(self) -> "list[tuple[int, bytes]]":
        """Return (number of the vote, address) of each vote for the block."""
        return [(i, vote.address) for i, vote in enumerate(self.votes) if vote.flag == COMMIT]

    def sign_bytes(self, number: int, chain_id: str, profile: "Profile") -> bytes:
        """Return what the validator of this vote signed: a CanonicalVote after its length."""
        vote = self.votes[number]
        body = number_field(1, PRECOMMIT) + fixed_field(2, self.height) + fixed_field(3, self.round)
        if vote.flag == COMMIT:
            body += message_field(4, self.block_id.canonical(profile.amino))
        body += message_field(5, serialize_time(vote.time)) + bytes_field(6, chain_id.encode())
        return varint(len(body)) + body

    def serialize(self) -> bytes:
        made = number_field(1, self.height) + number_field(2, self.round) + message_field(3, self.block_id.serialize())
        return made + b"".join([message_field(4, vote.serialize()) for vote in self.votes])


def parse_commit(data: "bytes | memoryview") -> Commit:
    """Return a commit that is valid by itself; nothing of `data` is kept.

    Raises BadField, BadSchema and what `protobuf.parse` raises, TooLarge for more votes than any set has members.
    """
    fields = parse(data, SCHEMA, "Commit", MAX_MEMBERS)
    block_id = parse_block_id(present(fields[3], "Commit's block id"))
    if fields[1] <= 0 or not 0 <= fields[2] < 1 << 31:
        raise BadField(
            what="a commit", field="height or round", value=(fields[1], fields[2]), wanted="positive numbers"
        )
    if len(block_id.hash) != HASH or len(block_id.parts) != HASH or not block_id.total:
        raise BadSchema("Commit", "it is for no block")
    return Commit(fields[1], fields[2], block_id, [_vote(each) for each in fields[4]])


def _vote(data: "bytes | memoryview") -> Vote:
    fields = parse(data, SIGNATURE, "CommitSig")
    flag, address, signature = fields[1], fields[2], fields[4]
    time = parse_time(present(fields[3], "CommitSig's time"))
    if flag == ABSENT:
        if address or signature or time != NO_TIME:
            raise BadSchema("CommitSig", "there is a vote of a validator that is absent")
    elif flag not in (COMMIT, NIL):
        raise BadField(what="a vote", field="the flag", value=flag, wanted="1, 2 or 3")
    elif len(address) != ADDRESS or not 0 < len(signature) <= MAX_SIGNATURE:
        raise BadField(
            what="a vote",
            field="address and signature",
            value=str(len(address)) + " and " + str(len(signature)) + " bytes",
            wanted="20 and 1 to 64",
        )
    return Vote(flag, address, time, signature)
