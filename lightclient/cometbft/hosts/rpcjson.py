"""What a node's RPC says in JSON: headers, commits and validators of Tendermint 0.33 and later, and its proofs.

Every function returns what it names or raises RpcNonsense, which shows nothing of what came: it may end in a log.

Source: CometBFT rpc/openapi/openapi.yaml; names of other versions in tendermint-rs's light blocks.
"""

from __future__ import annotations

import base64
import binascii
import calendar
import re
from typing import Any

from lightclient.cometbft.commit import ABSENT, COMMIT, NIL, Commit, Vote
from lightclient.cometbft.errors import UnsupportedKey
from lightclient.cometbft.header import NAMES, BlockId, Header
from lightclient.cometbft.keys import Key
from lightclient.gateway.errors import RpcNonsense

KINDS = {"tendermint/PubKeyEd25519": 1, "tendermint/PubKeySecp256k1": 2}
NUMBER = re.compile(r"-?[0-9]{1,19}")
TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?Z")
MAX_ITEMS = 10_000  # of a list: votes, validators


def field(value: Any, *names: str) -> Any:
    """Return the member of an object that has one of these names; None without such a member."""
    if not isinstance(value, dict):
        raise RpcNonsense(f"no object with a {names[0]}")
    return next((value[name] for name in names if value.get(name) is not None), None)


def items(value: Any, what: str) -> list[Any]:
    if not isinstance(value, list) or len(value) > MAX_ITEMS:
        raise RpcNonsense(f"{what} should be a list")
    return value


def number(value: Any, what: str) -> int:
    """Return a whole number of 64 bits, which JSON has as a text or as a number."""
    if isinstance(value, str) and NUMBER.fullmatch(value):
        value = int(value)
    if type(value) is not int or not -(1 << 63) <= value < 1 << 63:
        raise RpcNonsense(f"{what} should be a number")
    return value


def text(value: Any, what: str) -> str:
    if not isinstance(value, str):
        raise RpcNonsense(f"{what} should be a text")
    return value


def unhex(value: Any, what: str) -> bytes:
    try:
        return bytes.fromhex(text(value or "", what))
    except ValueError:
        raise RpcNonsense(f"{what} should be hex") from None


def base64_of(value: Any, what: str) -> bytes:
    try:
        return base64.b64decode(text(value or "", what), validate=True)
    except (binascii.Error, ValueError):
        raise RpcNonsense(f"{what} should be base64") from None


def time_of(value: Any) -> tuple[int, int]:
    """Return (Unix seconds, nanoseconds) of RFC 3339, as Go writes it."""
    match = TIME.fullmatch(text(value, "a time"))
    if not match:
        raise RpcNonsense("no time")
    year, *rest = map(int, match.groups()[:6])
    if not year or not 1 <= rest[0] <= 12:
        raise RpcNonsense("no time")
    return calendar.timegm((year, *rest)), int((match[7] or "0").ljust(9, "0"))


def block_id_of(value: Any) -> BlockId:
    if not value:
        return BlockId()
    parts = field(value, "parts", "part_set_header") or {"total": 0, "hash": ""}
    total = number(field(parts, "total") or 0, "a number of parts")
    return BlockId(unhex(field(value, "hash"), "a hash"), total, unhex(field(parts, "hash"), "a hash"))


def header_of(value: Any) -> Header:
    version = field(value, "version") or {}
    hashes = [unhex(field(value, name), name) for name in NAMES]
    counts = number(field(value, "num_txs") or 0, "num_txs"), number(field(value, "total_txs") or 0, "total_txs")
    return Header(
        number(field(version, "block") or 0, "a version"),
        number(field(version, "app") or 0, "a version"),
        text(field(value, "chain_id"), "chain_id"),
        number(field(value, "height"), "a height"),
        time_of(field(value, "time")),
        block_id_of(field(value, "last_block_id")),
        hashes,
        counts,
    )


def commit_of(value: Any) -> Commit:
    votes = []
    for each in items(field(value, "signatures"), "the signatures"):
        flag = number(field(each, "block_id_flag"), "a flag")
        if flag not in (ABSENT, COMMIT, NIL):
            raise RpcNonsense("a vote of no known kind")
        if flag == ABSENT:
            votes.append(Vote(ABSENT))
            continue
        address = unhex(field(each, "validator_address"), "an address")
        signature = base64_of(field(each, "signature"), "a signature")
        votes.append(Vote(flag, address, time_of(field(each, "timestamp")), signature))
    height, round_ = number(field(value, "height"), "a height"), number(field(value, "round") or 0, "a round")
    return Commit(height, round_, block_id_of(field(value, "block_id")), votes)


def members_of(value: Any) -> list[tuple[Key, int]]:
    """Return [(key, voting power)] in the order of the JSON. Raises UnsupportedKey, BadField as well."""
    members = []
    for each in items(field(value, "validators"), "the validators"):
        key = field(each, "pub_key")
        kind = kind_of(KINDS, field(key, "type"))
        data = base64_of(field(key, "value"), "a key")
        members.append((Key(kind, data), number(field(each, "voting_power", "power"), "a voting power")))
    return members


def kind_of(kinds: dict[str, int], value: Any) -> int:
    """Return the kind of a key whose type has this name. Raises UnsupportedKey as well."""
    name = text(value, "the type of a key")
    if name not in kinds:
        raise UnsupportedKey(kind=name if name.isprintable() and len(name) < 64 else "unknown")
    return kinds[name]
