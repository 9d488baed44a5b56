"""The shapes in a node's JSON answers: each function returns the value it names or raises NodeNonsense.

The error says what is wrong and shows nothing of what came: it may end in a log.
"""

from __future__ import annotations

import json
from typing import Any

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.hosts.errors import NodeNonsense

MAX_ANSWER = 32 << 20  # bytes: a block of 4 MB in hex, or the txids of 400,000 waiting transactions
MAX_HEIGHT = 0xFFFFFFFF


def document(data: bytes) -> Any:
    """Return what the JSON text `data` holds."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise NodeNonsense(f"no JSON, {len(data)} bytes") from None


def field(value: Any, name: str) -> Any:
    """Return the member `name` of an object, None without one."""
    if not isinstance(value, dict):
        raise NodeNonsense(f"no object with a {name}")
    return value.get(name)


def items(value: Any, what: str) -> list[Any]:
    if not isinstance(value, list):
        raise NodeNonsense(f"{what} should be a list")
    return value


def height(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= MAX_HEIGHT:
        raise NodeNonsense("no height")
    return value


def block_hash(value: Any) -> bytes:
    """Return the hash, or txid, that `value` shows in display order."""
    try:
        return codec.from_display(value)
    except (TypeError, ValueError):
        raise NodeNonsense("no hash") from None


def raw(value: Any, what: str) -> bytes:
    """Return the bytes that `value` is the hex of."""
    try:
        return bytes.fromhex(value)
    except (TypeError, ValueError):
        raise NodeNonsense(f"{what} should be hex") from None


def raw_header(value: Any) -> bytes:
    header = raw(value, "a header")
    if len(header) != codec.SIZE:
        raise NodeNonsense(f"a header of {len(header)} bytes")
    return header
