"""Validator sets: a weighted set whose hash stands in headers.

On the wire a set is a list of SimpleValidator messages, {1: PublicKey, 2: voting power}, each in field 1: what the hash
is made of, in the order in which it is. Addresses follow from keys, so nobody can lie about them.

Source: types/validator_set.go Hash, types/validator.go Bytes; MaxTotalVotingPower.
"""

from lightclient.codec.protobuf import (
    MESSAGE,
    REPEATED,
    UINT,
    bytes_field,
    message_field,
    number_field,
    parse,
    present,
)
from lightclient.cometbft.keys import read_key
from lightclient.merkle.log import leaf_hash
from lightclient.merkle.tree import root_of
from lightclient.votes.members import MAX_MEMBERS, Members

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.cometbft.keys import Key
    from lightclient.cometbft.profiles import Profile

MAX_POWER = ((1 << 63) - 1) // 8
SCHEMA = {1: REPEATED}
VALIDATOR = {1: MESSAGE, 2: UINT}


def validators_of(members: "list[tuple[Key, int]]", profile: "Profile") -> Members:
    """Return the set of validators, [(key, voting power)], in the order that the chain gives them.

    Raises EmptySet, TooLarge, BadWeight, DoubledMember.
    """
    leaf = _amino if profile.amino else _simple
    return Members(
        [(key.address, power, key) for key, power in members],
        lambda found: root_of([leaf_hash(leaf(key, power)) for _, power, key in found]),
        MAX_MEMBERS,
        MAX_POWER,
    )


def parse_validators(data: "bytes | memoryview", profile: "Profile") -> Members:
    """Return the set that `serialize_validators` recorded.

    Raises what `validators_of`, `read_key` and `parse` raise.
    """
    members = []
    for each in parse(data, SCHEMA, "a validator set", MAX_MEMBERS)[1]:
        fields = parse(each, VALIDATOR, "SimpleValidator")
        members.append((read_key(present(fields[1], "SimpleValidator's key")), fields[2]))
    return validators_of(members, profile)


def serialize_validators(members: Members) -> bytes:
    return b"".join([message_field(1, _simple(members.keys[i], members.weights[i])) for i in range(len(members))])


def _simple(key: "Key", power: int) -> bytes:
    return message_field(1, key.serialize()) + number_field(2, power)


def _amino(key: "Key", power: int) -> bytes:
    return bytes_field(1, key.amino()) + number_field(2, power)
