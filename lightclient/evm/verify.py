"""Verification: from a header of QBFT or IBFT that is trusted to a later or an earlier one.

A header lists the validators that seal it, or brings the proof of them (validators.py). Where they are those of the
trusted header, ceil(2n / 3) of them must have sealed it. Where they are others, so must more than a third of the
trusted ones: at least one honest validator among these has seen the votes that changed the set. Where a contract keeps
them, the trusted header's own state shows those of the next block, and nobody needs to vouch for these.

Headers name no chain. Whoever validates two chains with the same keys makes headers of one pass for the other's.

Source: Hyperledger Besu, BftCommitSealsValidationRule, BftHelpers (calculateRequiredValidatorQuorum),
BftBlockHeaderValidationRulesetFactory; cosmos/ibc-contracts, besu-bft (overlap of sets).
"""

from lightclient.crypto.keccak import keccak256
from lightclient.errors import Equivocation, InvalidHeader
from lightclient.evm.consensus import IBFT1
from lightclient.evm.errors import (
    FromFuture,
    NoProposer,
    NotChild,
    NotHigher,
    NoValidators,
    TimeNotLater,
    UnknownProposer,
    WrongDifficulty,
    WrongMix,
)
from lightclient.evm.extra import MAX_VALIDATORS
from lightclient.evm.header import MIX
from lightclient.evm.seals import signer_of
from lightclient.votes import period, recovered
from lightclient.votes.members import Members
from lightclient.votes.threshold import AT_LEAST_TWO_THIRDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.evm.consensus import Sealed
    from lightclient.evm.header import Header
    from lightclient.evm.network import EvmNetwork

DIFFICULTY = 1
MIX_HASH = (  # what stands for the mix hash in all three
    b"\x63\x74\x69\x63\x61\x6c\x20\x62\x79\x7a\x61\x6e\x74\x69\x6e\x65"
    b"\x20\x66\x61\x75\x6c\x74\x20\x74\x6f\x6c\x65\x72\x61\x6e\x63\x65"
)


class Trusted:
    """A header that is trusted, and all that the next one is held to.

    sealed, hash  the header with its seals, and the block's hash
    validators    who sealed it
    signed, total validators whose seals were verified, and all of them
    signers       addresses of the former
    """

    threshold = AT_LEAST_TWO_THIRDS
    __slots__ = ("sealed", "signed", "signers", "validators")

    def __init__(self, sealed: "Sealed", validators: Members, signed: int, signers: "list[bytes]") -> None:
        self.sealed = sealed
        self.validators = validators
        self.signed = signed
        self.signers = signers

    @property
    def header(self) -> "Header":
        return self.sealed.header

    @property
    def hash(self) -> bytes:
        return self.sealed.hash

    @property
    def height(self) -> int:
        return self.sealed.header.number

    @property
    def time(self) -> int:
        """Unix seconds."""
        return self.sealed.header.time

    @property
    def total(self) -> int:
        return self.validators.total


def validators_of(addresses: "list[bytes]") -> Members:
    """Return the set of these validators, one vote each. Raises EmptySet, DoubledMember."""
    return Members(
        [(address, 1, None) for address in addresses],
        lambda found: keccak256(b"".join([address for address, _, _ in found])),
        MAX_VALIDATORS,
    )


def step(trusted: Trusted, new: "Sealed", network: "EvmNetwork", clock: "int | None") -> Trusted:
    """Return the header `new` as trusted; it is later than `trusted`. clock: Unix seconds, or None.

    Without a clock neither the trusting period nor the future is checked: whoever calls says so.
    Raises TrustExpired, InvalidHeader and its kin with the height, and Equivocation if validators that are trusted have
    decided a block on top of another one than ours.
    """
    period.check(trusted.time, network.trusting_period, clock)
    try:
        return _step(trusted, new, network, clock)
    except InvalidHeader as error:
        error.height = new.height
        raise


def _step(trusted: Trusted, new: "Sealed", network: "EvmNetwork", clock: "int | None") -> Trusted:
    header = new.header
    if new.height <= trusted.height:
        raise NotHigher(new.height, trusted.height)
    if header.time <= trusted.time:
        raise TimeNotLater()
    if clock is not None and header.time >= clock + network.drift:
        raise FromFuture(header.time, network.drift, clock)
    validators = _validators(new)
    shown = network.profile.contract is not None and header.parent == trusted.hash
    other = not shown and validators.ids != trusted.validators.ids
    found = _decided(new, validators, trusted.validators if other else None, network)
    if new.height == trusted.height + 1 and header.parent != trusted.hash:
        if clock is None and network.trusting_period is not None:
            raise NotChild(new.height, trusted.height)  # perhaps by keys that have long been given up
        raise Equivocation(
            who=network.name, at=trusted.height, first=network.show(trusted.hash), second=network.show(header.parent)
        )
    return found


def anchored(new: "Sealed", network: "EvmNetwork") -> Trusted:
    """Return a header, which somebody trusts, as one to start from: its own validators have decided it.

    Whoever they are: that they sign says nothing, and only catches what is damaged.
    Raises what `step` raises for a header by itself.
    """
    return _decided(new, _validators(new), None, network)


def backwards(trusted: "Sealed", block_hash: bytes, height: int) -> None:
    """Check that the block below a trusted header is the one of this hash and height. Raises NotChild."""
    if height + 1 != trusted.height or trusted.header.parent != block_hash:
        raise NotChild(trusted.height, height)


def _validators(new: "Sealed") -> Members:
    header = new.header
    if header.difficulty != DIFFICULTY:
        raise WrongDifficulty(header.difficulty, DIFFICULTY)
    if header.fields[MIX] != MIX_HASH:
        raise WrongMix()
    if not new.validators:
        raise NoValidators(new.height, "it lists no validators, and no contract is known that keeps them")
    return validators_of(new.validators)


def _decided(new: "Sealed", validators: Members, trusted: "Members | None", network: "EvmNetwork") -> Trusted:
    digest, seals = new.digest(), new.extra.seals
    tally, signers = recovered.decided(
        validators,
        len(seals),
        lambda number: signer_of(digest, seals[number]),
        AT_LEAST_TWO_THIRDS,
        trusted,
        network.trust,
    )
    if new.kind == IBFT1:
        _check_proposer(new, validators)
    return Trusted(new, validators, tally.signed, signers)


def _check_proposer(new: "Sealed", validators: Members) -> None:
    """Check that a validator has proposed the header, and not another one under the same seal."""
    proposer = signer_of(new.proposal(), new.extra.proposer) if new.extra.proposer else None
    if proposer is None:
        raise NoProposer(new.height)
    if proposer not in validators.places:
        raise UnknownProposer(new.height, "0x" + proposer.hex())
