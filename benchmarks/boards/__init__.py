"""Instructions, memory and code size on the emulated boards: what `lightclient bench --board` measures."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from benchmarks.boards import forms, instructions, memory, online, sizes

if TYPE_CHECKING:
    from collections.abc import Callable

HEAP = 128 * 1024  # bytes

# Each measures rows that have to be measured together, given the kind of board and the bytes of heap.
REGISTRY: dict[Callable[[str, int], list[dict[str, Any]]], tuple[str, ...]] = {
    instructions.chains: ("header_hash", "header_step", "header_step_log", "merkle_12", "bundle_verify", "unpack_24"),
    **{partial(instructions.signature, name): (name,) for name in instructions.SIGNATURES},
    online.connecting: online.NAMES[:1],
    memory.imports: tuple("import_memory_" + form for form in forms.FORMS),
    memory.signature_heap: ("heap_ecdsa_verify", "heap_machine_verify"),
    online.heaps: online.NAMES[1:],
    sizes.code: ("code_mpy_verify", "code_rom_verify", "code_mpy_filters", "code_rom_filters", "code_frozen"),
}
NAMES = tuple(name for names in REGISTRY.values() for name in names)


def registry(kinds: list[str], heap: int) -> dict[Callable[[], list[dict[str, Any]]], tuple[str, ...]]:
    """Return what `benchmarks.run` takes; a row is called after its board, rv32_header_step."""
    return {
        partial(measure, kind, heap): tuple(f"{kind}_{name}" for name in names)
        for kind in kinds
        for measure, names in REGISTRY.items()
    }
