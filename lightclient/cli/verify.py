"""`lightclient verify`: check a proof of any form against what the user trusts."""

import json
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from lightclient.bitcoin import bundle
from lightclient.bitcoin.address import address_of
from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.header import display, from_display
from lightclient.bitcoin.headers_anchor import HeadersAnchor
from lightclient.bitcoin.networks.network import Network
from lightclient.bitcoin.proof import verify_branch, verify_merkleblock
from lightclient.bitcoin.transaction import parse
from lightclient.bitcoin.verdict import Verdict
from lightclient.cli import anchors, files, output, signature
from lightclient.cli.options import CheckpointOption, JsonOption, NetworkOption, NowOption, network_of
from lightclient.codec.cbor import encode
from lightclient.codec.errors import BadSchema, TooDeep

BUNDLE = b"\x88" + encode(bundle.MAGIC)  # an array of eight that starts with the magic


def verify(
    proof: Annotated[Path, typer.Argument(metavar="FILE", help="A bundle, gettxoutproof output or Electrum JSON.")],
    network: NetworkOption,
    checkpoint: CheckpointOption = None,
    headers: Annotated[
        Path | None,
        typer.Option(
            "--headers",
            help="Raw headers, plain or .xz. After --checkpoint, or from the genesis block on, every rule is checked; "
            "other headers are trusted as given, and the verdict says so.",
        ),
    ] = None,
    now: NowOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check that a proof holds, and that its block is in the chain that you trust."""
    rules = network_of(network)
    clock = int(time.time()) if now is None else now
    with output.reported(as_json):
        data = files.read(proof)
        anchor = anchors.load(rules, checkpoint, headers, clock, as_json)
        output.show(check(data, anchor), as_json, "verified")


def check(data: bytes, anchor: ChainAnchor | HeadersAnchor) -> dict[str, Any]:
    """Return the verdict on a proof of any form as fields to print. Raises what the form's verification raises."""
    data = files.from_hex(data)
    if data[: len(BUNDLE)] == BUNDLE:
        proof = bundle.parse(data)
        verdict = proof.verify(anchor, signature.verify)
        found = {**fields("bundle", verdict, anchor), "outputs": _outputs(proof.tx, anchor.network)}
        if "signet-solution" in verdict.checks:
            found["signatures_by"] = signature.backend().name
        return found
    if data.lstrip()[:1] == b"{":
        txid, position, branch, height = _electrum(data)
        found = fields("electrum", verify_branch(txid, position, branch, anchor, height), anchor)
        return {**found, "claimed_height": height}
    return fields("merkleblock", verify_merkleblock(data, anchor), anchor)


def fields(form: str, verdict: Verdict, anchor: ChainAnchor | HeadersAnchor) -> dict[str, Any]:
    place = verdict.place
    found = {
        "ok": True,
        "form": form,
        "network": verdict.network,
        "txids": [display(txid) for _, txid in verdict.proved],
        "positions": [position for position, _ in verdict.proved],
        "block": display(place.block_hash),
        "height": place.height,
        "confirmations": place.confirmations,
        "work_on_top": f"{place.work:064x}",
        "anchor": verdict.anchor,
        "checks": list(verdict.checks),
    }
    if isinstance(anchor, ChainAnchor):
        found["minimum_work"] = anchor.chain.tip.chainwork >= anchor.network.min_chainwork
    return found


def _outputs(tx: bytes, network: Network) -> list[dict[str, Any]]:
    return [{"satoshi": value, "address": address_of(script, network)} for value, script in parse(tx).outputs]


def _electrum(data: bytes) -> tuple[bytes, int, bytes, int | None]:
    """Return (txid, position, branch, height) of an Electrum proof. Raises BadSchema, TooDeep."""
    try:
        fields = json.loads(data)
        txid, position, nodes = fields["txid"], fields["pos"], fields["merkle"]
        height = fields.get("block_height")
        if type(position) is not int or position < 0 or type(height) not in (int, type(None)):
            raise BadSchema("Electrum proof", "pos and block_height are not whole numbers")
        if type(nodes) is not list:
            raise BadSchema("Electrum proof", "merkle is not a list")
        return from_display(txid), position, b"".join([from_display(node) for node in nodes]), height
    except RecursionError:
        raise TooDeep("1,000 or so", 0) from None
    except KeyError as error:
        raise BadSchema("Electrum proof", f"no {error.args[0]}") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise BadSchema("Electrum proof", str(error)) from None
