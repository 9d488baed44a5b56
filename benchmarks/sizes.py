"""What is stored and sent, in bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks import inputs
from benchmarks.timing import row
from lightclient.bitcoin.bundle import Bundle
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.checkpoint import serialize
from lightclient.bitcoin.networks.mainnet import MAINNET

if TYPE_CHECKING:
    from lightclient.bitcoin.block import Block


def bundles() -> list[dict[str, Any]]:
    bundle = median_bundle(inputs.block().block)
    notes = [
        f"{len(bundle.branch) // 32} levels, transaction of {len(bundle.tx)} bytes",
        inputs.block().source,
    ]
    assert bundle.coinbase is not None
    coinbase = f"with its coinbase of {len(bundle.coinbase[0])} bytes"
    rows = [row("bundle_bytes", "bytes", len(bundle.serialize()), [coinbase, *notes])]
    bundle.coinbase = None
    rows.append(row("bundle_bytes_plain", "bytes", len(bundle.serialize()), ["without the coinbase", *notes]))
    return rows


def checkpoints() -> list[dict[str, Any]]:
    rows = []
    for window, name in ((0, "checkpoint_bytes"), (12, "checkpoint_bytes_12")):
        base, peaks = _base()
        notes = [
            f"base at height {base:,}, {peaks} peaks (20 peaks, a million blocks: {32 * (20 - peaks):+} bytes)",
            f"window of {window}" if window else "base only",
            inputs.headers().source,
        ]
        rows.append(row(name, "bytes", len(checkpoint(window)), notes))
    return rows


def checkpoint(window: int) -> bytes:
    """Return a checkpoint whose header log has as many peaks as it can have with the headers at hand."""
    base, _ = _base()
    chain = from_genesis(MAINNET, window)
    chain.extend(b"".join(inputs.headers().raw[: base + window]))
    return serialize(chain)


def median_bundle(block: Block) -> Bundle:
    """Return the bundle for the transaction of median size in a block."""
    sizes = sorted((len(block.transaction(i).serialize(False)), i) for i in range(1, len(block.txids)))
    return block.bundle(MAINNET.name, sizes[len(sizes) // 2][1])


def _base() -> tuple[int, int]:
    """Return the height where the log of so many headers is largest, one below a power of two, and its peaks."""
    peaks = len(inputs.headers().raw).bit_length() - 1
    return (1 << peaks) - 2, peaks
