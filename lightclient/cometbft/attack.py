"""Attacks on light clients: two blocks of one height, both decided by validators who were trusted.

Source: CometBFT light/detector.go, types/evidence.go (ConflictingHeaderIsInvalid, GetByzantineValidators).
"""

from lightclient.votes.misbehaviour import AMNESIA, EQUIVOCATION, LUNATIC, Misbehaviour, equivocators

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.cometbft.verify import Trusted

# What the state before a block settles: validators_hash, next_validators_hash, consensus_hash, app_hash and
# last_results_hash. No honest validator signs another one, so a signature shows who did.
SETTLED = (2, 3, 4, 5, 6)


def misbehaviour(common: "Trusted", ours: "Trusted", other: "Trusted") -> Misbehaviour:
    """Return what was done, and who is shown to have done it.

    common: the header from which both were verified. ours, other: two different blocks of one height.
    """
    trusted = common.next or common.validators
    if any(ours.header.fields[i] != other.header.fields[i] for i in SETTLED):
        return Misbehaviour(LUNATIC, trusted, other.signers)
    if ours.round != other.round:
        return Misbehaviour(AMNESIA, other.validators, [])
    return Misbehaviour(EQUIVOCATION, other.validators, equivocators(ours.signers, other.signers))
