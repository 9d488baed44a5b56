"""What CometBFT's nodes say in JSON as the library reads it, and their chains in the data folder."""

from lightclient.cometbft.hosts.rpcjson import block_id_of, commit_of, header_of, members_of, time_of
from lightclient.cometbft.signed import SignedHeader
from lightclient.cometbft.validators import validators_of
from lightclient.cometbft.verify import Trusted

__all__ = [
    "block_id_of",
    "commit_of",
    "header_of",
    "items_of",
    "members_of",
    "ordered",
    "signed_of",
    "time_of",
    "trusted_of",
]


def ordered(members):
    """Return members in the order of Tendermint 0.34 and later."""
    return sorted(members, key=lambda member: (-member[1], member[0].address))


def signed_of(block, profile, order=None):
    """Return a light block as a signed header, with both sets. order: of members, where the JSON has another one."""
    order = order or (lambda members: members)
    shown = block.get("signed_header") or block
    header, commit = header_of(shown["header"]), commit_of(shown["commit"])
    members = order(members_of(block["validator_set"])) if "validator_set" in block else None
    following = order(members_of(block["next_validator_set"])) if "next_validator_set" in block else None
    # The model checker has sets without members; what cannot be is left out here, and refused where it is missed.
    sets = [validators_of(each, profile) if each else None for each in (members, following)]
    return SignedHeader(header, header.hash(profile), commit, *sets)


def trusted_of(signed):
    """Return a signed header as one that is trusted without further ado."""
    return Trusted(signed.header, signed.hash, signed.validators, signed.next, signed.commit.round, 0, 0, [])


def items_of(value, key):
    """Yield every value that stands under `key`, anywhere in decoded JSON."""
    if isinstance(value, dict):
        for name, each in value.items():
            if name == key and each is not None:
                yield each
            yield from items_of(each, key)
    elif isinstance(value, list):
        for each in value:
            yield from items_of(each, key)
