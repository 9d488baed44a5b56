"""What is made of a node's answers: runs without what their reader knows, and bodies of the forms of evidence.py."""

from __future__ import annotations

from typing import Any

from lightclient.codec.cbor import encode
from lightclient.cometbft.hosts.node import Entry, Inclusion
from lightclient.cometbft.network import CometNetwork
from lightclient.cometbft.signed import SignedHeader
from lightclient.cometbft.verify import Trusted
from lightclient.decided.hosts.ties import Ties
from lightclient.votes.tally import count
from lightclient.votes.threshold import least


def reaches(base: SignedHeader | Trusted, new: SignedHeader, network: CometNetwork) -> bool:
    """Return whether enough of those who are trusted at `base` claim to have signed `new`."""
    trusted = base.next or base.validators
    if trusted is None:
        return False
    weight = sum(each for each, _ in count(trusted, new.commit.voters(), True))
    return weight >= least(network.trust, trusted.total)


def lean(run: list[SignedHeader], known: bytes) -> list[Any]:
    """Return the fields of a run without the sets that its reader knows. known: hash of a set that it has."""
    made = []
    for new in run:
        fields = new.fields()
        if new.header.validators_hash == known:
            fields[2] = None
        if new.header.next_validators_hash == new.header.validators_hash:
            fields[3] = None
        # A reader keeps the set of a header and that of the next one; the next header is by one of the two.
        known = new.header.next_validators_hash
        made.append(fields)
    return made


def transaction(found: Inclusion, tied: Ties) -> bytes:
    return _body(tied, [found.tx, found.place, found.total, found.aunts])


def entry(store: bytes, key: bytes, found: Entry, tied: Ties) -> bytes:
    return _body(tied, [store, key, found.value, found.proofs])


def _body(tied: Ties, rest: list[Any]) -> bytes:
    return encode([tied.steps, tied.links, *rest])
