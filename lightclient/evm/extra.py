"""The extra data of headers, where private chains keep their validators and seals.

    QBFT     RLP of [vanity, validators, vote or [], round, seals]
    IBFT2    RLP of [vanity, validators, vote or nothing, round of 4 bytes, seals]
    IBFT1    32 bytes of vanity, then RLP of [validators, proposer's seal, seals]

A vote is [address, 0xff to add or 0x00 to drop]. A seal is 65 bytes: r, s, and which of two keys it is.

Source: Hyperledger Besu, QbftExtraDataCodec, IbftExtraDataCodec; go-ethereum's fork GoQuorum, consensus/istanbul.
"""

from lightclient.codec.errors import BadSchema, TooLarge
from lightclient.evm import rlp
from lightclient.evm.header import ADDRESS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

VANITY, SEAL = 32, 65  # bytes
MAX_VALIDATORS = 256
MAX_ITEMS = 2 * MAX_VALIDATORS + 8
ADD, DROP = b"\xff", b"\x00"


class Extra:
    """What one holds.

    vanity      bytes that mean nothing
    validators  addresses, in order; empty where a contract keeps them
    vote        as it is encoded
    round       number
    proposer    the proposer's seal, b"" but in IBFT1
    seals       of those who committed to the block
    """

    __slots__ = ("proposer", "round", "seals", "validators", "vanity", "vote")

    def __init__(
        self,
        vanity: bytes,
        validators: "list[bytes]",
        vote: bytes,
        round_: int,
        seals: "list[bytes]",
        proposer: bytes = b"",
    ) -> None:
        self.vanity = vanity
        self.validators = validators
        self.vote = vote
        self.round = round_
        self.seals = seals
        self.proposer = proposer


def parse_qbft(data: bytes) -> Extra:
    """Raises BadSchema, NonCanonical, TooLarge and what `rlp.parse` raises."""
    vanity, validators, vote, round_, seals = rlp.listed(data, "extra data", 5, MAX_ITEMS)
    number = rlp.number(round_, "a round", 32)
    return Extra(rlp.blob(vanity, "the vanity", VANITY), _addresses(validators), _vote(vote, []), number, _seals(seals))


def parse_ibft2(data: bytes) -> Extra:
    """Raises as `parse_qbft` does."""
    vanity, validators, vote, round_, seals = rlp.listed(data, "extra data", 5, MAX_ITEMS)
    number = int.from_bytes(rlp.blob(round_, "a round", 4), "big")
    vote = _vote(vote, b"")
    return Extra(rlp.blob(vanity, "the vanity", VANITY), _addresses(validators), vote, number, _seals(seals))


def parse_ibft1(data: bytes) -> Extra:
    """Raises as `parse_qbft` does."""
    if len(data) < VANITY:
        raise BadSchema("extra data", "shorter than its vanity")
    validators, proposer, seals = rlp.listed(data[VANITY:], "extra data", 3, MAX_ITEMS)
    proposer = rlp.blob(proposer, "the proposer's seal")
    if proposer and len(proposer) != SEAL:
        raise BadSchema("the proposer's seal", "not a byte string of " + str(SEAL))
    return Extra(data[:VANITY], _addresses(validators), b"", 0, _seals(seals), proposer)


def qbft(extra: Extra, round_: int) -> bytes:
    """Return the extra data without seals, and with this round: 0 in the block's hash, its own in what is signed."""
    return rlp.joined(
        [rlp.serialize(extra.vanity), rlp.serialize(extra.validators), extra.vote, rlp.serialize(round_), b"\xc0"]
    )


def ibft2(extra: Extra, round_: "int | None") -> bytes:
    """Return the extra data without seals, and without a round if that is None, as in the block's hash."""
    parts = [rlp.serialize(extra.vanity), rlp.serialize(extra.validators), extra.vote]
    if round_ is not None:
        parts.append(rlp.serialize(round_.to_bytes(4, "big")))
    return rlp.joined(parts)


def ibft1(extra: Extra, proposer: bytes) -> bytes:
    """Return the extra data without the seals of those who committed, and with this seal of the proposer's: its own in
    the block's hash, none in what the proposer signs."""
    return extra.vanity + rlp.serialize([extra.validators, proposer, []])


def _addresses(value: "Any") -> "list[bytes]":
    found = [rlp.blob(each, "a validator", ADDRESS) for each in rlp.items(value, "the validators")]
    if len(found) > MAX_VALIDATORS:
        raise TooLarge("the number of validators", len(found), MAX_VALIDATORS)
    return found


def _seals(value: "Any") -> "list[bytes]":
    found = [rlp.blob(each, "a seal", SEAL) for each in rlp.items(value, "the seals")]
    if len(found) > MAX_VALIDATORS:
        raise TooLarge("the number of seals", len(found), MAX_VALIDATORS)
    return found


def _vote(value: "Any", nothing: "Any") -> bytes:
    """Return a vote as it is encoded. nothing: what stands there without a vote."""
    if isinstance(value, list) == isinstance(nothing, list) and len(value) == len(nothing):
        return rlp.serialize(nothing)
    address, kind = rlp.items(value, "a vote", 2)
    address, kind = rlp.blob(address, "a validator", ADDRESS), rlp.blob(kind, "the kind of a vote")
    if kind not in (ADD, DROP):
        raise BadSchema("a vote", "neither to add nor to drop")
    return rlp.serialize([address, kind])
