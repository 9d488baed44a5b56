"""Headers as they travel: how many bytes one takes, and how long it takes to unpack."""

from __future__ import annotations

from typing import Any

from benchmarks import inputs
from benchmarks.timing import Contender, race, row
from lightclient.bitcoin import packed
from lightclient.sync.topics import BATCH


def headers() -> list[dict[str, Any]]:
    recent = inputs.recent_headers()
    runs = [recent.raw[i : i + BATCH] for i in range(0, len(recent.raw), BATCH)]
    batches = [packed.serialize(BATCH * number, run) for number, run in enumerate(runs)]

    def unpack() -> None:
        for batch in batches:
            packed.parse(batch)

    mean = sum(map(len, batches)) / len(recent.raw)
    what = f"messages of {BATCH} headers with all around them, the largest of {max(map(len, batches)):,} bytes"
    source = f"{len(recent.raw):,} {recent.source}"
    does = f"decode batches of {BATCH}, hash each header to link the next, refuse any form but the shortest"
    return [
        row("wire_bytes_per_header", "bytes/header", mean, [what, source]),
        *race([Contender("unpack_64", unpack, len(recent.raw), does)], "us/header", source),
    ]
