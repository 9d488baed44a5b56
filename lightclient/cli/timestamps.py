"""What the commands about timestamps have in common: files and their digests, and how a proof is shown."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.header import display
from lightclient.bitcoin.headers_anchor import HeadersAnchor
from lightclient.bitcoin.stamp import Stamp
from lightclient.cli import files
from lightclient.errors import LightClientError
from lightclient.evidence.verdict import Place, Verdict
from lightclient.opentimestamps import operations
from lightclient.opentimestamps.attestation import BITCOIN, CHAINS, Attestation
from lightclient.opentimestamps.errors import WrongFile
from lightclient.opentimestamps.file import TimestampFile
from lightclient.opentimestamps.operations import RIPEMD160, SHA1, SHA256
from lightclient.opentimestamps.timestamp import Timestamp

SUFFIX = ".ots"
PIECE = 1 << 20
STREAMED = {SHA1: "sha1", RIPEMD160: "ripemd160", SHA256: "sha256"}  # as hashlib calls them


def digest_of(path: Path, algorithm: int = SHA256) -> bytes:
    """Return the digest of a file of any size. Raises OSError, and TooLarge where nothing but memory can hash it."""
    try:
        hasher = hashlib.new(STREAMED[algorithm])
    except (KeyError, ValueError):
        return operations.digest(algorithm, files.read(path))
    with open(path, "rb") as file:
        while data := file.read(PIECE):
            hasher.update(data)
    return hasher.digest()


def stamped_file(proof: Path, given: Path | None) -> Path | None:
    """Return the file that a proof is about: the one that is given, else FILE beside FILE.ots, if it is there."""
    if given is not None or proof.suffix != SUFFIX:
        return given
    beside = proof.with_suffix("")
    return beside if beside.is_file() else None


def check_file(path: Path, algorithm: int, digest: bytes) -> None:
    """Raise WrongFile unless a file has this digest."""
    found = digest_of(path, algorithm)
    if found != digest:
        raise WrongFile(algorithm=operations.NAMES[algorithm], found=found.hex(), wanted=digest.hex())


def shown(
    stamp: Stamp, verdict: Verdict, anchor: ChainAnchor | HeadersAnchor, clock: int, path: Path | None
) -> dict[str, Any]:
    """Return what is a timestamp's own of a verdict."""
    place = verdict.place
    return {
        "file": None if path is None else str(path),
        "algorithm": operations.NAMES[stamp.algorithm],
        "existed_before": None if place is None else _before(place),
        "attestations": [
            {**said(attestation, message), "result": _result(stamp, attestation, message, anchor, clock)}
            for attestation, message in stamp.attested
        ],
    }


def said(attestation: Attestation, message: bytes) -> dict[str, Any]:
    """Return what an attestation says."""
    if attestation.uri is not None:
        return {"kind": "promise", "calendar": attestation.uri, "message": message.hex()}
    if attestation.height is not None:
        said = {"kind": CHAINS[attestation.tag], "height": attestation.height, "message": message.hex()}
        if attestation.tag == BITCOIN and len(message) == 32:
            said["merkle_root"] = display(message)
        return said
    return {"kind": "unknown", "tag": attestation.tag.hex(), "message": message.hex()}


def lines(tree: Timestamp) -> Iterator[str]:
    """Yield a tree as people read it: each operation under the one before, indented where ways part."""
    todo: list[tuple[int, str, Timestamp | None]] = [(0, "", tree)]
    while todo:
        depth, text, node = todo.pop()
        if text:
            yield "  " * depth + text
        if node is None:
            continue
        below: list[tuple[int, str, Timestamp | None]] = []
        branches = node.ordered()
        ways = len(node.attestations) + len(branches)
        inner, mark = (depth + 1, "-> ") if ways > 1 else (depth, "")
        for each in sorted(node.attestations, key=lambda each: each.order):
            fields = said(each, node.message)
            what = fields.get("calendar") or fields.get("height") or fields.get("tag")
            below.append((inner, f"{mark}{fields['kind']}: {what}", None))
        for operation, under in branches:
            below.append((inner, f"{mark}{operation.name} {operation.operand.hex()}".strip(), under))
        todo += reversed(below)


def summary(found: TimestampFile) -> dict[str, Any]:
    """Return what a timestamp file says, without a verdict on it."""
    return {
        "algorithm": operations.NAMES[found.algorithm],
        "digest": found.digest.hex(),
        "attestations": [said(each, node.message) for node, each in found.timestamp.attested()],
    }


def _result(
    stamp: Stamp, attestation: Attestation, message: bytes, anchor: ChainAnchor | HeadersAnchor, clock: int
) -> str:
    """Return what became of an attestation against this anchor."""
    if attestation.tag != BITCOIN:
        return "open" if attestation.uri is not None else "not judged here"
    try:
        tie = stamp.tie(attestation, message, anchor, clock)
    except LightClientError as error:
        return error.name
    return "no header" if tie is None else "holds"


def _before(place: Place) -> str:
    block = display(place.hash) if place.height is None else place.height
    return f"block {block}, {datetime.fromtimestamp(place.time, timezone.utc):%Y-%m-%d %H:%M:%S} UTC"
