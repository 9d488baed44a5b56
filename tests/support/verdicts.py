"""The vectors of the verdict log, written for tests/portable/verdicts.py; real data comes from the data folder."""

from lightclient.codec.cbor import encode
from tests.support import (
    verdict_evm,
    verdict_fabric,
    verdict_forms,
    verdict_headers,
    verdict_keys,
    verdict_lightning,
    verdict_proofs,
    verdict_signatures,
    verdict_stamps,
    verdict_votes,
)

GROUPS = {
    "headers": verdict_headers.vectors,
    "proofs": verdict_proofs.vectors,
    "forms": verdict_forms.vectors,
    "signatures": verdict_signatures.vectors,
    "keys": verdict_keys.vectors,
    "votes": verdict_votes.vectors,
    "evm": verdict_evm.vectors,
    "fabric": verdict_fabric.vectors,
    "stamps": verdict_stamps.vectors,
    "lightning": verdict_lightning.vectors,
}


def serialize(group):
    """Return the file with the vectors of a group: each is its length, uint32, and CBOR [name, judge, argument ...]."""
    records = [encode(list(vector)) for vector in GROUPS[group]()]
    return b"".join([len(record).to_bytes(4, "little") + record for record in records])
