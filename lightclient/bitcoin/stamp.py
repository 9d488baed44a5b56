"""OpenTimestamps proofs, judged on our own chain: the digest existed before a block was made.

Evidence of the form "opentimestamps" is a timestamp file as it is, or [file, header, tie]: then it brings the header of
the block that attests it, and what ties that header to the verifier's chain, as a bundle does (bundle.py). A header
that a proof brings counts for nothing until the chain has it.

A block's time is what its miner wrote: after the median of the eleven before, and at most two hours ahead of the clocks
of those who took it. What is proved is the order: the digest, then the block.
"""

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.anchor import MINIMUM_WORK
from lightclient.bitcoin.errors import HeightMismatch, RootMismatch
from lightclient.bitcoin.tie import CLAIMED_HEIGHT
from lightclient.codec.cbor import BLOB, decode, encode, is_uint
from lightclient.codec.errors import BadSchema
from lightclient.evidence.verdict import DIGEST, NotYet, Subject
from lightclient.opentimestamps import file, timestamp
from lightclient.opentimestamps.attestation import BITCOIN, Attestation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.bitcoin.anchor import ChainAnchor
    from lightclient.bitcoin.headers_anchor import HeadersAnchor
    from lightclient.bitcoin.tie import Tie
    from lightclient.errors import InvalidProof
    from lightclient.evidence.verdict import Verdict

    Buffer = bytes | memoryview

OPERATIONS, BLOCK_ROOT = "operations", "block-root"  # checks
# What may be missing: an attestation by a block of this chain, and that block's header among those that are trusted.
ATTESTATION, HEADERS = "block-attestation", "headers"
FIELDS = 3
MAX_ATTESTED = 64  # bytes of a message, as calendars take them


class Stamp:
    """A proof that decodes; `verify` tells what it proves.

    algorithm  tag of the hash function that made the digest (opentimestamps/operations.py)
    digest     of the file
    attested   [(attestation, the message that it attests)], in the order in which they are written; the message is
               empty if it has over 64 bytes, which neither a block nor a calendar attests
    header     80 bytes that the evidence brings, or None
    following  raw headers after it, perhaps none; None if there is a log proof
    log_proof  (index, log size, path), or None
    """

    __slots__ = ("algorithm", "attested", "digest", "following", "header", "log_proof", "tied")

    def __init__(self, algorithm: int, digest: bytes, attested: "list[tuple[Attestation, bytes]]") -> None:
        self.algorithm = algorithm
        self.digest = digest
        self.attested = attested
        self.header: "Buffer | None" = None
        self.following: "Buffer | None" = None
        self.log_proof: "tuple[int, int, Buffer] | None" = None
        self.tied: "tuple[ChainAnchor | HeadersAnchor, Tie] | None" = None

    def verify(self, anchor: "ChainAnchor | HeadersAnchor", clock: "int | None" = None) -> "Verdict":
        """Return the verdict against `anchor`: Proved by the lowest block that holds, or NotYet with what is missing.

        clock: Unix seconds, as `ChainAnchor.by_run` takes it. An attestation whose block has another root proves
        nothing; it is an error unless another block attests the digest, or may do so and its header is not at hand.
        A calendar's promise does not excuse it, since a proof keeps the promise beside what came of it.
        Raises RootMismatch, HeightMismatch and what the anchor raises.
        """
        wrong: "InvalidProof | None" = None
        missing: "tuple[str, ...]" = ()
        for attestation, message in sorted(self.attested, key=lambda each: each[0].height or 0):
            if attestation.tag != BITCOIN:
                continue
            try:
                tie = self.tie(attestation, message, anchor, clock)
            except (RootMismatch, HeightMismatch) as error:
                wrong = wrong or error
                continue
            if tie is not None:
                return self._verdict(anchor, tie)
            missing = (HEADERS,)
        if wrong and not missing:
            raise wrong
        subject = Subject(DIGEST, [(0, self.digest)], self.digest)
        missing = missing or (ATTESTATION,)
        skipped = (BLOCK_ROOT, MINIMUM_WORK)
        return NotYet(anchor.network.id, subject, None, None, (OPERATIONS,), skipped, anchor.name, missing)

    def tie(
        self,
        attestation: Attestation,
        message: bytes,
        anchor: "ChainAnchor | HeadersAnchor",
        clock: "int | None" = None,
    ) -> "Tie | None":
        """Return what binds the block of an attestation to what is trusted; None where its header is not at hand.

        Raises as `verify`.
        """
        height = attestation.height or 0
        if self.header is None or bytes(codec.merkle_root_of(self.header)) != message:  # type: ignore[arg-type]
            return anchor.by_height(message, height)
        if self.tied is None or self.tied[0] is not anchor:
            self.tied = anchor, self._brought(bytes(self.header), anchor, clock)  # once, whatever attests it
        tie = self.tied[1]
        if tie.height not in (None, height):
            raise HeightMismatch(height, tie.height)
        return tie

    def _brought(self, header: bytes, anchor: "ChainAnchor | HeadersAnchor", clock: "int | None") -> "Tie":
        """Return what binds the header that the evidence brings."""
        if self.log_proof is not None:
            index, size, path = self.log_proof
            return anchor.by_log(header, index, size, bytes(path))
        tie = anchor.by_run(header + bytes(self.following or b""), clock)
        if tie.height is None:
            tie.skipped += (CLAIMED_HEIGHT,)
        return tie

    def _verdict(self, anchor: "ChainAnchor | HeadersAnchor", tie: "Tie") -> "Verdict":
        skipped: "tuple[str, ...]" = ()
        missing: "tuple[str, ...]" = ()
        if anchor.network.challenge is not None:
            from lightclient.bitcoin import signet  # costs memory, and only signets have it

            skipped += (signet.CHECK,)
            missing += (signet.COINBASE,)
        verdict = tie.verdict(anchor, [(0, self.digest)], (OPERATIONS, BLOCK_ROOT), skipped, missing, DIGEST)
        verdict.subject.content = self.digest
        return verdict


def verify_stamp(body: "Buffer", anchor: "ChainAnchor | HeadersAnchor", clock: "int | None" = None) -> "Verdict":
    """Return the verdict on the body of evidence. Raises what `parse` and `Stamp.verify` raise."""
    return parse(body).verify(anchor, clock)


def parse(body: "Buffer") -> Stamp:
    """Return the proof in the body of evidence; the operations are computed, and the tree is not kept.

    Raises BadSchema, and what `cbor.decode`, `file.read_head` and `timestamp.walk` raise.
    """
    header = tie = None
    if not file.is_timestamp(body):
        fields = decode(body)
        if not isinstance(fields, list) or len(fields) != FIELDS or not isinstance(fields[0], BLOB):
            raise BadSchema("timestamp", "neither a timestamp file nor [file, header, tie]")
        body, header, tie = fields
        if not isinstance(header, BLOB) or len(header) != codec.SIZE:
            raise BadSchema("timestamp", "the header is not of 80 bytes")
    reader, algorithm, digest = file.read_head(body)
    attested = []
    for _, step, message in timestamp.walk(reader, digest):
        if isinstance(step, Attestation):
            attested.append((step, message if len(message) <= MAX_ATTESTED else b""))
    reader.end()
    stamp = Stamp(algorithm, digest, attested)
    if header is not None:
        stamp.header = header
        _read_tie(stamp, tie)
    return stamp


def pack(data: bytes, header: bytes, following: "bytes | None", log_proof: "tuple[int, int, bytes] | None") -> bytes:
    """Return the body of evidence: a timestamp file, the header of a block, and what ties it to a chain."""
    return encode([data, header, following if log_proof is None else list(log_proof)])


def _read_tie(stamp: Stamp, tie: object) -> None:
    if isinstance(tie, BLOB):
        if len(tie) % codec.SIZE:
            raise BadSchema("timestamp", "the following headers are not of 80 bytes each")
        stamp.following = tie
        return
    if not isinstance(tie, list) or len(tie) != FIELDS:
        raise BadSchema("timestamp", "the tie is neither headers nor [index, size, path]")
    index, size, path = tie
    if not is_uint(index) or not is_uint(size) or not isinstance(path, BLOB):
        raise BadSchema("timestamp", "the tie is neither headers nor [index, size, path]")
    stamp.log_proof = index, size, path
