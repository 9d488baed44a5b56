"""Verification: from a header that is trusted to a later or an earlier one.

    adjacent    the next header: its validators are those that the trusted one names
    skipping    any later one: enough power of the trusted validators has signed it, and over two thirds of its own
    backwards   an earlier one: hashes lead down to it

What costs nothing is checked first, signatures last.

Source: CometBFT light/verifier.go, types/validation.go; tendermint-rs light-client-verifier/src/verifier.rs.
"""

from lightclient.cometbft.commit import ABSENT
from lightclient.cometbft.errors import (
    FromFuture,
    NotHigher,
    NotLinked,
    NotNextValidators,
    OtherHeader,
    OtherValidators,
    TimeNotLater,
    WrongAddress,
    WrongChain,
    WrongCount,
)
from lightclient.errors import Equivocation, InvalidHeader
from lightclient.votes import change, period
from lightclient.votes.errors import UnknownSet
from lightclient.votes.threshold import TWO_THIRDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lightclient.cometbft.header import Header
    from lightclient.cometbft.network import CometNetwork
    from lightclient.cometbft.signed import SignedHeader
    from lightclient.votes.members import Members
    from lightclient.votes.tally import Tally


class Trusted:
    """A header that is trusted, and all that the next one is held to.

    header, hash  of the block
    validators    who decided it
    next          who decides the next one; None if only the hash is known
    round         in which it was decided
    signed, total voting power that was verified, and of the whole set
    signers       addresses whose signatures were verified
    """

    threshold = TWO_THIRDS
    __slots__ = ("hash", "header", "next", "round", "signed", "signers", "total", "validators")

    def __init__(
        self,
        header: "Header",
        block_hash: bytes,
        validators: "Members",
        next_: "Members | None",
        round_: int,
        signed: int,
        total: int,
        signers: "list[bytes]",
    ) -> None:
        self.header = header
        self.hash = block_hash
        self.validators = validators
        self.next = next_
        self.round = round_
        self.signed = signed
        self.total = total
        self.signers = signers

    @property
    def height(self) -> int:
        return self.header.height

    @property
    def time(self) -> int:
        """Unix seconds."""
        return self.header.time[0]


def step(trusted: Trusted, new: "SignedHeader", network: "CometNetwork", clock: "int | None") -> Trusted:
    """Return the header `new` as trusted; it is later than `trusted`. clock: Unix seconds, or None.

    Without a clock neither the trusting period nor the future is checked: whoever calls says so.
    Raises TrustExpired, NotEnoughTrust, UnknownSet, InvalidHeader and its kin with the height, and Equivocation if
    validators that are trusted have decided a block on top of another one than ours.
    """
    period.check(trusted.time, network.trusting_period, clock)
    try:
        return _step(trusted, new, network, clock)
    except InvalidHeader as error:
        error.height = new.header.height
        raise


def _step(trusted: Trusted, new: "SignedHeader", network: "CometNetwork", clock: "int | None") -> Trusted:
    header, commit = new.header, new.commit
    _check_chain(new, network)
    if header.height <= trusted.height:
        raise NotHigher(header.height, trusted.height)
    if header.time <= trusted.header.time:
        raise TimeNotLater()
    if clock is not None and header.time[0] >= clock + network.drift:
        raise FromFuture(header.time[0], network.drift, clock)
    _check_commit(new)
    adjacent = header.height == trusted.height + 1
    if adjacent and header.validators_hash != trusted.header.next_validators_hash:
        raise NotNextValidators(header.validators_hash.hex(), trusted.header.next_validators_hash.hex())
    validators = _set(new.validators, header.validators_hash, (trusted.next, trusted.validators))
    if validators is None:
        raise UnknownSet(header.validators_hash.hex())
    following = _set(new.next, header.next_validators_hash, (validators, trusted.next))
    check = _checker(new, validators, network)
    voters = commit.voters()
    if adjacent:
        tally = change.decided(validators, voters, TWO_THIRDS, check)
        before = header.last_block_id.hash
        if before and before != trusted.hash:
            if clock is None and network.trusting_period is not None:
                raise NotLinked(header.height, trusted.height)  # perhaps by keys that have long been given up
            raise Equivocation(
                who=network.chain_id, at=trusted.height, first=network.show(trusted.hash), second=network.show(before)
            )
    else:
        vouching = trusted.next or trusted.validators
        tally = change.handed_over(vouching, network.trust, validators, voters, TWO_THIRDS, check)
    return _trusted(new, validators, following, tally)


def anchored(new: "SignedHeader", network: "CometNetwork") -> Trusted:
    """Return a signed header, which somebody trusts, as one to start from: its own validators have decided it.

    Whoever they are: that they sign says nothing, and only catches what is damaged or does not belong together.
    Raises UnknownSet if its validators did not come along, and what `step` raises for a header by itself.
    """
    _check_chain(new, network)
    _check_commit(new)
    validators = _set(new.validators, new.header.validators_hash, ())
    if validators is None:
        raise UnknownSet(new.header.validators_hash.hex())
    following = _set(new.next, new.header.next_validators_hash, (validators,))
    check = _checker(new, validators, network)
    return _trusted(new, validators, following, change.decided(validators, new.commit.voters(), TWO_THIRDS, check))


def backwards(trusted: "Header", block_hash: bytes, height: int) -> None:
    """Check that the block below a trusted header is the one of this hash and height. Raises NotLinked."""
    if height + 1 != trusted.height or trusted.last_block_id.hash != block_hash:
        raise NotLinked(trusted.height, height)


def _check_chain(new: "SignedHeader", network: "CometNetwork") -> None:
    if new.header.chain_id != network.chain_id:
        raise WrongChain(new.header.chain_id, network.chain_id)


def _check_commit(new: "SignedHeader") -> None:
    header, commit = new.header, new.commit
    if commit.height != header.height or commit.block_id.hash != new.hash:
        raise OtherHeader(commit.block_id.hash.hex(), commit.height, new.hash.hex(), header.height)


def _checker(new: "SignedHeader", validators: "Members", network: "CometNetwork") -> "Callable[[int], bool]":
    """Return what says whether the signature of a vote holds. Raises WrongCount, WrongAddress."""
    _check_places(new, validators)
    profile = network.profile

    def check(number: int) -> bool:
        signed = new.commit.sign_bytes(number, new.header.chain_id, profile)
        return bool(validators.keys[number].verify(signed, new.commit.votes[number].signature, profile))

    return check


def _set(given: "Members | None", wanted: bytes, known: "tuple[Members | None, ...]") -> "Members | None":
    """Return the set with this hash: one that is known, or else the one that came along. Raises OtherValidators."""
    if given is not None and given.hash != wanted:
        raise OtherValidators(given.hash.hex(), wanted.hex())
    for each in known:
        if each is not None and each.hash == wanted:
            return each
    return given


def _check_places(new: "SignedHeader", validators: "Members") -> None:
    """Each vote stands at its validator's place, whether it is counted or not."""
    votes = new.commit.votes
    if len(votes) != len(validators):
        raise WrongCount(len(votes), len(validators))
    for place, vote in enumerate(votes):
        if vote.flag != ABSENT and vote.address != validators.ids[place]:
            raise WrongAddress(place, vote.address.hex(), validators.ids[place].hex())


def _trusted(new: "SignedHeader", validators: "Members", following: "Members | None", tally: "Tally") -> Trusted:
    signers = [validators.ids[place] for place in sorted(tally.votes)]
    return Trusted(new.header, new.hash, validators, following, new.commit.round, tally.signed, tally.total, signers)
