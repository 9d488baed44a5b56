"""COSE receipts: a log's signature over a root, with the path that leads to it.

    COSE_Sign1, the root its payload, detached
    protected    {1: algorithm, 4: key id, 15: {1: origin}, 395: 1}            1 is RFC9162_SHA256
    unprotected  {396: {-1: [proof]}} or {396: {-2: [proof]}}
    -1, inclusion     a byte string that holds [size, index, [nodes]]
    -2, consistency   a byte string that holds [size before, size, [nodes]]

A receipt has one proof. One that brings its root is refused: the root has to be computed, so that a signature over
another one proves nothing. Receipts of other structures, such as ccf.v1 (2), are refused by name.

Source: RFC 9942 sections 4 and 5.
"""

from lightclient.audit.errors import NotAReceipt, OtherLog, RootAttached, UnsupportedTree
from lightclient.codec.cbor import decode, encode, is_uint
from lightclient.codec.errors import BadSchema
from lightclient.identity import cose
from lightclient.identity.cwt import ISS
from lightclient.merkle.consistency import consistency_root
from lightclient.merkle.log import MAX_PATH, NODE, inclusion_root

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.identity.cose import Sign1
    from lightclient.identity.key import Key
    from lightclient.keys.signer import Signer

CLAIMS, STRUCTURE, PROOFS = 15, 395, 396
RFC9162_SHA256 = 1
STRUCTURES = {2: "CCF_LEDGER_SHA256 (2)", 3: "MMR (3)"}
INCLUSION, CONSISTENCY = -1, -2
WANTED = {INCLUSION: "inclusion", CONSISTENCY: "consistency"}
UNDERSTOOD = cose.UNDERSTOOD + (CLAIMS, STRUCTURE)


class Receipt:
    """A receipt as it was read; nothing of it is verified yet.

    kind     INCLUSION or CONSISTENCY
    numbers  (size, index), or (size before, size)
    path     one byte string of 32-byte nodes
    """

    __slots__ = ("kind", "message", "numbers", "path")

    def __init__(self, message: "Sign1") -> None:
        """Raises UnsupportedTree, NotAReceipt, RootAttached, BadSchema, and the errors of `cbor.decode`."""
        structure = message.headers.get(STRUCTURE)
        if type(structure) is not int or structure != RFC9162_SHA256:
            named = STRUCTURES.get(structure, repr(structure)) if type(structure) is int else repr(structure)
            raise UnsupportedTree(structure=named)
        if message.payload is not None:
            raise RootAttached()
        proofs = message.unprotected.get(PROOFS)
        if not isinstance(proofs, dict) or len(proofs) != 1:
            raise BadSchema("receipt", "it does not have proofs of one kind")
        for kind, found in proofs.items():
            if kind not in WANTED:
                raise NotAReceipt(what="the receipt", wanted="inclusion or consistency")
            if not isinstance(found, list) or len(found) != 1 or not isinstance(found[0], bytes):
                raise BadSchema("receipt", "it does not have one proof")
            self.kind: int = kind
            first, second, nodes = _proof(found[0])
        self.numbers = (first, second)
        self.path = b"".join(nodes)
        self.message = message

    def serialize(self) -> bytes:
        return self.message.serialize()

    @property
    def issuer(self) -> "Any":
        """The origin of the log that the protected headers name, None if they name none."""
        claims = self.message.headers.get(CLAIMS)
        return claims.get(ISS) if isinstance(claims, dict) else None

    def check_log(self, origin: str) -> None:
        """Check that the receipt says that it is of this log. Raises OtherLog."""
        if self.issuer != origin:
            raise OtherLog(what="the receipt", found=self.issuer, wanted=origin)

    def verify_inclusion(self, key: "Key", leaf: bytes) -> bytes:
        """Return the root that the log signed and the leaf hash is below.

        Raises NotAReceipt, OutsideLog, PathLength, and what `_signed` raises.
        """
        self._demand(INCLUSION)
        size, index = self.numbers
        return self._signed(key, inclusion_root(leaf, index, size, self.path))

    def verify_consistency(self, key: "Key", root: bytes) -> bytes:
        """Return the newer root that the log signed, which has the log with this older `root` as its beginning.

        Raises NotAReceipt, OutsideLog, PathLength, LogRootMismatch, and what `_signed` raises.
        """
        self._demand(CONSISTENCY)
        size1, size2 = self.numbers
        return self._signed(key, consistency_root(size1, size2, self.path, root))

    def _demand(self, kind: int) -> None:
        if self.kind != kind:
            raise NotAReceipt(what="the receipt", wanted=WANTED[kind])

    def _signed(self, key: "Key", root: bytes) -> bytes:
        """Return the root, if the log signed it. Raises what `Sign1.verify` raises."""
        return self.message.verify(key, payload=root, understood=UNDERSTOOD)


def parse(data: "bytes | memoryview") -> Receipt:
    """Return the receipt that `data` holds. Raises what `cose.parse` and `Receipt` raise."""
    return Receipt(cose.parse(data))


def issue(
    signer: "Signer",
    algorithm: int,
    origin: str,
    kind: int,
    numbers: "tuple[int, int]",
    path: bytes,
    root: bytes,
    kid: bytes = b"",
    name: "Any" = None,
) -> Receipt:
    """Return a receipt for a root that the log vouches for. Raises what `cose.sign` and `Receipt` raise."""
    nodes = [path[at : at + NODE] for at in range(0, len(path), NODE)]
    headers: "dict[int, Any]" = {CLAIMS: {ISS: origin}, STRUCTURE: RFC9162_SHA256}
    if kid:
        headers[cose.KID] = kid
    proofs = {PROOFS: {kind: [encode([numbers[0], numbers[1], nodes])]}}
    return Receipt(cose.sign(signer, algorithm, root, headers, proofs, name=name, detached=True))


def _proof(data: bytes) -> "list[Any]":
    fields = decode(data, 3 + MAX_PATH // NODE)
    if not isinstance(fields, list) or len(fields) != 3 or not is_uint(fields[0]) or not is_uint(fields[1]):
        raise BadSchema("receipt", "the proof is not two numbers and a path")
    if not isinstance(fields[2], list) or not all(isinstance(each, bytes) and len(each) == NODE for each in fields[2]):
        raise BadSchema("receipt", "the path is not of nodes of 32 bytes")
    return fields
