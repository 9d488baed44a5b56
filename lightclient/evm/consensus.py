"""Kinds of consensus: where a chain keeps its validators and seals, what a hash leaves out, and what is signed.

The hash of a block of QBFT or IBFT is not Keccak-256 of the header as it came: seals, which differ from node to node,
are left out. Whoever hashes all of it finds that no block names its parent.

Source: Hyperledger Besu, BftBlockHashing, IbftExtraDataCodec, QbftExtraDataCodec, IbftLegacyBlockHashing; GoQuorum,
consensus/istanbul/core (PrepareCommittedSeal), core/types/istanbul.go (IstanbulFilteredHeader), sigHash and Author.
"""

from lightclient.crypto.keccak import keccak256
from lightclient.evm import extra as extras
from lightclient.evm.errors import UnknownConsensus
from lightclient.evm.header import parse_header

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.evm.extra import Extra
    from lightclient.evm.header import Header
    from lightclient.evm.validators import Contract

QBFT, IBFT2, IBFT1 = "qbft", "ibft2", "ibft1"
KINDS = (QBFT, IBFT2, IBFT1)
COMMIT = b"\x02"  # what stands behind a hash that committers of IBFT1 sign


class Consensus:
    """How a chain decides.

    kind      of KINDS
    contract  the one that keeps the validators, None where headers list them
    name      the kind, or "qbft:ADDRESS/SLOT" where a contract keeps them: `validators.py` has what its parts are
    """

    __slots__ = ("contract", "kind", "name")

    def __init__(self, name: str) -> None:
        """Raises UnknownConsensus."""
        self.contract: "Contract | None" = None
        self.kind, colon, place = name.partition(":")
        if colon and self.kind == QBFT:
            from lightclient.evm.validators import contract_of  # most chains have no such contract

            self.contract = contract_of(place)
        self.name = name if self.contract is None else QBFT + ":" + str(self.contract)
        if self.kind not in KINDS or (colon and self.contract is None):
            raise UnknownConsensus(consensus=name, known=", ".join(KINDS) + ", " + QBFT + ":ADDRESS/SLOT")

    def parse(self, data: "bytes | memoryview") -> "Sealed":
        """Return a header with all that tells its validators; nothing of `data` is kept.

        Raises what `parse_sealed` and `parse_appointed` raise.
        """
        if self.contract is None:
            return parse_sealed(data, self.kind)
        from lightclient.evm.validators import parse_appointed

        return parse_appointed(data, self.contract)


class Sealed:
    """A header, its extra data, and the block's hash. That it is signed is not checked yet.

    validators  addresses of those who may seal it
    """

    __slots__ = ("extra", "hash", "header", "kind", "validators")

    def __init__(self, header: "Header", extra: "Extra", kind: str) -> None:
        self.header = header
        self.extra = extra
        self.kind = kind
        self.validators = extra.validators
        self.hash = keccak256(header.with_extra(_hashed(extra, kind)))

    @property
    def height(self) -> int:
        return self.header.number

    @property
    def time(self) -> int:
        """Unix seconds."""
        return self.header.time

    def fields(self) -> bytes:
        """Return the header with its seals, as runs and evidence bring it: what `Consensus.parse` takes."""
        return self.header.raw

    def digest(self) -> bytes:
        """Return the 32 bytes that those who committed have signed."""
        extra = self.extra
        if self.kind == QBFT:
            return keccak256(self.header.with_extra(extras.qbft(extra, extra.round)))
        if self.kind == IBFT2:
            return keccak256(self.header.with_extra(extras.ibft2(extra, extra.round)))
        return keccak256(self.hash + COMMIT)

    def proposal(self) -> bytes:
        """Return the 32 bytes that the proposer has signed, on chains of IBFT1."""
        return keccak256(keccak256(self.header.with_extra(extras.ibft1(self.extra, b""))))


def parse_sealed(data: "bytes | memoryview", kind: str) -> Sealed:
    """Return a header of this kind; nothing of `data` is kept.

    Raises BadSchema, NonCanonical, TooLarge, and what `parse_header` raises.
    """
    header = parse_header(data)
    if kind == QBFT:
        extra = extras.parse_qbft(header.extra)
    elif kind == IBFT2:
        extra = extras.parse_ibft2(header.extra)
    elif kind == IBFT1:
        extra = extras.parse_ibft1(header.extra)
    else:
        raise UnknownConsensus(consensus=kind, known=", ".join(KINDS))
    return Sealed(header, extra, kind)


def _hashed(extra: "Extra", kind: str) -> bytes:
    if kind == QBFT:
        return extras.qbft(extra, 0)
    return extras.ibft2(extra, None) if kind == IBFT2 else extras.ibft1(extra, extra.proposer)
