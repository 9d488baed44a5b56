"""What proves the validators that a contract keeps (evm/validators.py), made of answers of eth_getProof."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lightclient.errors import LightClientError
from lightclient.evm import extra as extras
from lightclient.evm.consensus import Consensus, Sealed
from lightclient.evm.contract import array_slot
from lightclient.evm.extra import MAX_VALIDATORS
from lightclient.evm.hosts import rpcjson
from lightclient.evm.hosts.rpcjson import field
from lightclient.evm.validators import Contract, joined
from lightclient.gateway.errors import RpcNonsense

Slots = list[tuple[int, list[bytes]]]
Asked = Callable[[list[bytes]], tuple[list[bytes], Slots]]


def appointed(new: Sealed, before: Sealed, contract: Contract, profile: Consensus, asked: Asked) -> Sealed:
    """Return a header with the proof of its validators.

    before: the header before. asked(slots): the nodes of the contract's account in the state of that one, and the value
    and the nodes of each slot. Raises RpcNonsense if no client would take it.
    """
    count = asked([contract.slot])[1][0][0]
    if count > MAX_VALIDATORS:
        raise RpcNonsense(f"{count} validators")
    account, found = asked([contract.slot, *(array_slot(contract.slot, number) for number in range(count))])
    nodes = dict.fromkeys(
        node for _, proof in found for node in proof
    )  # each once, as the way to the first slot has it
    bare = before.header.with_extra(extras.qbft(before.extra, before.extra.round))
    try:
        return profile.parse(joined(new.header.raw, bare, account, list(nodes)))
    except LightClientError as error:
        raise RpcNonsense(f"validators of a contract that are not proved ({error.name})") from None


def slots_in(answers: list[Any], slots: list[bytes]) -> Slots | None:
    """Return the value and the nodes of each slot in answers of eth_getProof, None if one is missing."""
    there = {}
    for answer in answers:
        for each in rpcjson.items(field(answer, "storageProof") or [], "the proofs"):
            value = rpcjson.number(field(each, "value"), "a value")
            there[rpcjson.number(field(each, "key"), "a slot")] = value, rpcjson.nodes(field(each, "proof"))
    numbers = [int.from_bytes(slot, "big") for slot in slots]
    return [there[number] for number in numbers] if all(number in there for number in numbers) else None
