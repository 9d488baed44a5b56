"""What is made of a node's answers: bodies of the forms of evidence.py, and who vouches for a header."""

from __future__ import annotations

from lightclient.codec.cbor import encode
from lightclient.decided.hosts.ties import Ties
from lightclient.evm.consensus import Sealed
from lightclient.evm.hosts.node import Held, Placed
from lightclient.evm.network import EvmNetwork
from lightclient.evm.seals import signer_of
from lightclient.votes.threshold import least


def reaches(base: Sealed, new: Sealed, network: EvmNetwork) -> bool:
    """Return whether enough of the validators of `base` sealed `new`, or have stayed the same."""
    trusted = base.validators
    if new.validators == trusted:
        return True
    digest = new.digest()
    vouching = {signer_of(digest, seal) for seal in new.extra.seals} & set(trusted)
    return len(vouching) >= least(network.trust, len(trusted))


def placed(found: Placed, tied: Ties) -> bytes:
    return encode([tied.steps, tied.links, found.number, found.nodes])


def account(address: bytes, found: Held, tied: Ties) -> bytes:
    return encode([tied.steps, tied.links, address, found.account])


def storage(address: bytes, slot: bytes, found: Held, tied: Ties) -> bytes:
    return encode([tied.steps, tied.links, address, slot, found.account, found.slot])
