"""What is made of a node's answers: bodies of the forms of evidence.py, and who vouches for a header."""

from __future__ import annotations

from collections import OrderedDict
from hashlib import sha256

from lightclient.codec.cbor import encode
from lightclient.decided.hosts.ties import Ties
from lightclient.evm.consensus import Sealed
from lightclient.evm.hosts.node import Held, Placed
from lightclient.evm.network import EvmNetwork
from lightclient.evm.seals import signer_of
from lightclient.gateway.rpc import SPENT
from lightclient.votes.threshold import least

REMEMBERED = 1024  # headers whose signers are kept


class Signers:
    """Those who sealed a header. A seal costs about what a call to the node does: it is recovered once, and counted so.

    Threads share it.
    """

    def __init__(self) -> None:
        self._found: OrderedDict[bytes, frozenset[bytes | None]] = OrderedDict()

    def of(self, new: Sealed) -> frozenset[bytes | None]:
        key = sha256(new.header.raw).digest()  # seals included: nodes have other ones for the same block
        found = self._found.get(key)
        if found is None:
            digest = new.digest()
            found = frozenset(signer_of(digest, seal) for seal in new.extra.seals)
            spent = SPENT.get()
            if spent is not None:
                spent.calls += len(new.extra.seals)
            self._found[key] = found
            while len(self._found) > REMEMBERED:
                self._found.popitem(last=False)
        return found


def reaches(base: Sealed, new: Sealed, network: EvmNetwork, signers: Signers) -> bool:
    """Return whether enough of the validators of `base` sealed `new`, or have stayed the same."""
    trusted = base.validators
    if new.validators == trusted:
        return True
    vouching = signers.of(new) & set(trusted)
    return len(vouching) >= least(network.trust, len(trusted))


def placed(found: Placed, tied: Ties) -> bytes:
    return encode([tied.steps, tied.links, found.number, found.nodes])


def account(address: bytes, found: Held, tied: Ties) -> bytes:
    return encode([tied.steps, tied.links, address, found.account])


def storage(address: bytes, slot: bytes, found: Held, tied: Ties) -> bytes:
    return encode([tied.steps, tied.links, address, slot, found.account, found.slot])
