"""What servers print as JSON: Electrum's branches, with or without a txid, and JSON-RPC replies around either form."""

import json
from typing import Any

from lightclient.bitcoin.errors import TxidMismatch
from lightclient.bitcoin.header import from_display
from lightclient.cli import files
from lightclient.codec.errors import BadSchema, TooDeep

WHAT = "Electrum proof"


def is_json(data: bytes) -> bool:
    return data.lstrip()[:1] in (b"{", b'"')


def unwrapped(data: bytes) -> "bytes | dict[str, Any]":
    """Return the fields of an Electrum proof, or the bytes that a hex text in JSON stands for. Raises BadSchema."""
    try:
        value = json.loads(data)
    except RecursionError:
        raise TooDeep("1,000 or so", 0) from None
    except ValueError as error:
        raise BadSchema(WHAT, str(error)) from None
    if isinstance(value, dict) and "result" in value:
        if value["result"] is None:
            raise BadSchema("JSON-RPC reply", f"an error and no result: {value.get('error')}")
        value = value["result"]
    if isinstance(value, str):
        if not value.isascii():
            raise BadSchema(WHAT, "a text that is no hex")
        return files.from_hex(value.encode())
    if not isinstance(value, dict):
        raise BadSchema(WHAT, "no object with merkle and pos")
    return value


def branch_of(fields: "dict[str, Any]", wanted: bytes | None) -> "tuple[bytes, int, bytes, int | None]":
    """Return (txid, position, branch, height). wanted: the txid if the server does not repeat it.

    Raises BadSchema, TxidMismatch.
    """
    try:
        position, nodes = fields["pos"], fields["merkle"]
        txid = from_display(fields["txid"]) if wanted is None or "txid" in fields else wanted
        height = fields.get("block_height")
        if type(position) is not int or position < 0 or type(height) not in (int, type(None)):
            raise BadSchema(WHAT, "pos and block_height are not whole numbers")
        if type(nodes) is not list:
            raise BadSchema(WHAT, "merkle is not a list")
        branch = b"".join([from_display(node) for node in nodes])
    except KeyError as error:
        raise BadSchema(WHAT, f"no {error.args[0]}") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise BadSchema(WHAT, str(error)) from None
    if wanted not in (None, txid):
        raise TxidMismatch()
    return txid, position, branch, height
