"""The Merkle tree over a stream of records, and what BOLT12 signs of it.

A leaf is the branch of the hash of a record and of a nonce that only who knows the first record can compute, so that
what is left out of a proof cannot be guessed. The smaller hash stands first in a branch. Of n leaves, the first 2**k
make the left side, with the largest 2**k below n.

Source: BOLT12.
"""

from lightclient.crypto import backend
from lightclient.crypto.errors import InvalidKey
from lightclient.crypto.hashes import tagged_hash
from lightclient.lightning.errors import HashCount

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.lightning.tlv import Record

SIGNATURES = (240, 1000)  # types of records that sign the others


def is_signature(type_: int) -> bool:
    return SIGNATURES[0] <= type_ <= SIGNATURES[1]


def root(records: "list[Record]") -> bytes:
    """Return the root over all records but signatures, of which there is at least one."""
    tag = b"LnNonce" + records[0].raw
    leaves: "list[bytes | None]" = []
    for record in records:
        if not is_signature(record.type):
            leaves.append(leaf(record, tagged_hash(tag, record.head)))
    return rebuilt(leaves, [])


def leaf(record: "Record", nonce: bytes) -> bytes:
    return _branch(tagged_hash(b"LnLeaf", record.raw), nonce)


def rebuilt(leaves: "list[bytes | None]", missing: "list[bytes]") -> bytes:
    """Return the root over leaves of which some are left out.

    missing: the hash of each side that is left out whole beside one that is not, in the order in which the tree is
    walked: left, right, then above. Raises HashCount unless they are as many as it takes.
    """
    rest = list(reversed(missing))
    found = _subtree(leaves, rest)
    if rest or found is None:
        raise HashCount(what="missing")
    return found


def verify(root: bytes, message: bytes, field: bytes, key: bytes, signature: bytes) -> bool:
    """Tell whether a signature over a root is one by `key`, 33 bytes. message, field: the names of what is signed."""
    digest = tagged_hash(b"lightning" + message + field, root)
    try:
        return backend.current().schnorr_verify(key[1:], digest, signature)
    except InvalidKey:
        return False


def _subtree(leaves: "list[bytes | None]", missing: "list[bytes]") -> "bytes | None":
    """Return the hash over leaves, None if all are left out. Takes what it needs from the end of `missing`."""
    if len(leaves) == 1:
        return leaves[0]
    middle = 1
    while 2 * middle < len(leaves):
        middle *= 2
    left = _subtree(leaves[:middle], missing)
    right = _subtree(leaves[middle:], missing)
    if left is None and right is None:
        return None
    if left is None or right is None:
        if not missing:
            raise HashCount(what="missing")
        return _branch(left or right or b"", missing.pop())
    return _branch(left, right)


def _branch(one: bytes, other: bytes) -> bytes:
    return tagged_hash(b"LnBranch", one + other if one < other else other + one)
