"""Python heap in bytes, by tracemalloc. What a board needs is measured on boards; this shows the trend on a host."""

from __future__ import annotations

import gc
import subprocess
import sys
import tracemalloc
from typing import Any

from benchmarks import inputs, peers
from benchmarks.sizes import checkpoint
from benchmarks.timing import row
from lightclient.bitcoin.chain import WINDOW
from lightclient.bitcoin.checkpoint import parse
from lightclient.bitcoin.networks.mainnet import MAINNET
from tools import realdata

OURS = ("chain", "checkpoint", "bundle", "anchor")

# In a fresh interpreter, because a module is loaded only once.
IMPORT = """
import importlib, sys, tracemalloc
tracemalloc.start()
for name in sys.argv[1:]:
    importlib.import_module(name)
print(tracemalloc.get_traced_memory()[0])
"""


def states() -> list[dict[str, Any]]:
    record = checkpoint(WINDOW)
    parse(record, MAINNET)  # what is made once is not counted
    gc.collect()
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    chain = parse(record, MAINNET)
    gc.collect()
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    notes = [f"one Chain with a full window of {len(chain.best.headers)} headers", inputs.headers().source]
    return [row("state_memory", "bytes", after - before, notes)]


def imports() -> list[dict[str, Any]]:
    own = ["lightclient.bitcoin." + name for name in OURS]
    ours = _import(own)
    standard = "with the standard library it pulls in"
    rows = [row("import_memory", "bytes", ours, [f"chain, checkpoint, bundle, proof, anchor, {standard}"])]
    for peer, module in peers.MODULES.items():
        if peers.installed(peer):
            used = _import([module])
            notes = [f"import {module}, {standard}", f"{used / ours:.1f}x import_memory"]
            rows.append(row("import_memory_" + peer, "bytes", used, notes))
    return rows


def _import(modules: list[str]) -> int:
    ran = subprocess.run(
        [sys.executable, "-c", IMPORT, *modules], cwd=realdata.ROOT, capture_output=True, text=True, check=True
    )
    return int(ran.stdout)
