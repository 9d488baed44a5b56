"""Timestamp files that are built here, and a chain whose block attests one."""

from hashlib import sha256

from lightclient.opentimestamps.attestation import BITCOIN, in_block, pending
from lightclient.opentimestamps.file import TimestampFile
from lightclient.opentimestamps.operations import APPEND, PREPEND, SHA256, Operation
from lightclient.opentimestamps.timestamp import Timestamp
from tests.portable.blocks import chain_over

HEIGHT = 3  # of the block that attests
URI = "https://calendar.example"
DIGEST = sha256(b"a file").digest()
STEPS = (Operation(APPEND, b"nonce"), Operation(SHA256), Operation(PREPEND, b"tx"), Operation(SHA256))


def grown(digest=DIGEST):
    """Return (the timestamp of a digest, the node that its steps lead to)."""
    tree = node = Timestamp(digest)
    for operation in STEPS:
        node = node.then(operation)
    return tree, node


ROOT = grown()[1].message


def stamped(*heights, calendar=None):
    """Return a timestamp file of DIGEST that blocks at these heights attest, and one more thing a calendar promises."""
    tree, node = grown()
    for height in heights:
        node.attest(in_block(BITCOIN, height))
    if calendar:
        tree.then(Operation(SHA256)).attest(pending(calendar))
    return TimestampFile(SHA256, tree).serialize()


def world(after=3, window=8):
    """Return a tree of headers, and a chain whose block at HEIGHT has ROOT."""
    return chain_over(ROOT, after, window)


def through_branch(tx, position, branch, height):
    """Return the timestamp file of a transaction, raw without witnesses: its Merkle branch is all that it takes."""
    tree = Timestamp(sha256(tx).digest())
    node = tree.then(Operation(SHA256))
    for start in range(0, len(branch), 32):
        side = PREPEND if position & 1 else APPEND
        for operation in (Operation(side, branch[start : start + 32]), Operation(SHA256), Operation(SHA256)):
            node = node.then(operation)
        position >>= 1
    node.attest(in_block(BITCOIN, height))
    return TimestampFile(SHA256, tree).serialize()
