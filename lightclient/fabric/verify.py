"""Verification: from a block that is trusted to a later one.

Headers name no channel, and the same orderers may serve several. So signatures alone do not tell one channel's block
from another's: hashes have to lead from the block that is trusted to the one that is signed. A block is signed under
the configuration in force, which its signed metadata names by its block; a configuration block names itself, and is
signed under the one before.

    BFT     ceil((n + f + 1) / 2) of the n consenters have signed, f = (n - 1) // 3
    others  orderers whose signatures meet the policy BlockValidation: of most channels any one of any organisation

Source: Hyperledger Fabric protoutil/blockutils.go (BlockSignatureVerifier), common/policies/bft.go,
common/configtx/validator.go (Validate), orderer/common/multichannel/blockwriter.go.
"""

from hashlib import sha256

from lightclient.errors import InvalidHeader
from lightclient.fabric.errors import (
    ConfigMissing,
    NotHigher,
    NotLinked,
    NotNextConfig,
    OldConfig,
    WrongChannel,
    WrongData,
)
from lightclient.fabric.header import Header
from lightclient.fabric.signers import signers_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.fabric.block import Block
    from lightclient.fabric.config import Config
    from lightclient.fabric.network import FabricNetwork
    from lightclient.votes.members import Members
    from lightclient.votes.threshold import Threshold


class Trusted:
    """A block that is trusted, and all that the next one is held to.

    header          of the block
    hash, height    its own
    config          in force after it
    by              the configuration under which it was signed
    signed          orderers whose signatures were verified: consenters, or organisations; 0 of what was trusted without
    signers         their ids, [] if it is not known any more
    view            of consenters of SmartBFT, None where they say none
    """

    time = 0  # headers say none
    __slots__ = ("by", "config", "hash", "header", "height", "signed", "signers", "view")

    def __init__(
        self, header: Header, config: "Config", by: "Config", signed: int, signers: "list[bytes]", view: "int | None"
    ) -> None:
        self.header = header
        self.hash = header.hash
        self.height = header.number
        self.config = config
        self.by = by
        self.signed = signed
        self.signers = signers
        self.view = view

    def at(self, height: int, block_hash: bytes) -> "Trusted":
        """Return another block of ours to step from, of which no more than this is known; as configured as this one."""
        made = Trusted(self.header, self.config, self.by, self.signed, self.signers, self.view)
        made.hash, made.height = block_hash, height
        return made

    @property
    def validators(self) -> "Members":
        return self.by.members

    @property
    def threshold(self) -> "Threshold":
        return self.by.threshold

    @property
    def total(self) -> int:
        return self.by.members.total


def step(trusted: Trusted, new: "Block", network: "FabricNetwork") -> Trusted:
    """Return the block `new` as trusted; it is later than `trusted`.

    Raises InvalidHeader and its kin with the height; NotLinked and ConfigMissing are kin of UnknownParent.
    """
    try:
        return _step(trusted, new, network)
    except InvalidHeader as error:
        error.height = new.height
        raise


def _step(trusted: Trusted, new: "Block", network: "FabricNetwork") -> Trusted:
    config = trusted.config
    if new.height <= trusted.height:
        raise NotHigher(new.height, trusted.height)
    _check_links(trusted, new)  # first: of a block elsewhere nothing is known, not even that it is wrong
    if new.envelope is None and new.last_config != config.number:
        if new.last_config < config.number:
            raise OldConfig(new.last_config, config.number)
        raise ConfigMissing(new.last_config, "its block has to come first")
    check_data(new)
    signers = signers_of(new, config)
    following = config if new.envelope is None else _next(new, config, network)
    return Trusted(new.header, following, config, len(signers), signers, new.view)


def anchored(new: "Block", config: "Config") -> Trusted:
    """Return a block, which somebody trusts, as one to start from.

    config: in force after it. Unless it brings that itself, its orderers have signed it: whoever they are, that says
    nothing, and only catches what is damaged. Raises what `step` raises for a block by itself.
    """
    check_data(new)
    if new.last_config != config.number:
        raise ConfigMissing(new.last_config, "what came along is the one of block " + str(config.number))
    signers = signers_of(new, config) if new.envelope is None else []
    return Trusted(new.header, config, config, len(signers), signers, new.view)


def backwards(above: Header, below: Header) -> None:
    """Check that one header names the other as the one before it. Raises NotLinked."""
    if below.number + 1 != above.number or above.previous != below.hash:
        raise NotLinked(above.number, below.number, "the one above does not name it")


def check_data(new: "Block") -> None:
    """Raises WrongData for a configuration block whose envelope is another one than the header's."""
    found = new.header.data_hash if new.envelope is None else sha256(new.envelope).digest()
    if found != new.header.data_hash:
        raise WrongData(found.hex(), new.header.data_hash.hex())


def _check_links(trusted: Trusted, new: "Block") -> None:
    between = new.height - trusted.height - 1
    if len(new.gap) != between:
        raise NotLinked(new.height, trusted.height, str(len(new.gap)) + " headers of " + str(between) + " in between")
    previous, number = trusted.hash, trusted.height
    for data_hash in new.gap:
        number += 1
        previous = Header(number, previous, data_hash).hash
    if new.header.previous != previous:
        raise NotLinked(new.height, trusted.height, "it names another one before it")


def _next(new: "Block", config: "Config", network: "FabricNetwork") -> "Config":
    """Return the configuration that a block brings, whose signatures have been verified."""
    from lightclient.fabric.configblock import parse_config  # costs memory, and configurations are rare

    channel, following = parse_config(new.envelope, new.height)  # type: ignore[arg-type]
    if channel != network.channel:
        raise WrongChannel(channel, network.channel)
    if following.sequence != config.sequence + 1:
        raise NotNextConfig(following.sequence, config.sequence)
    return following
