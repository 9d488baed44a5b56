"""What commands do with ledgers whose rules a checkpoint brings; its tools do the work."""

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from lightclient import ledgers
from lightclient.cli import files, output
from lightclient.codec.errors import BadSchema
from lightclient.evidence.errors import UnknownLedger

WINDOW = 12  # blocks kept of a ledger that only serves to judge something

LedgerOption = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        metavar="NAMESPACE",
        help="A ledger whose chains set their own rules: cosmos for CometBFT.",
        show_default=False,
    ),
]
NodeOption = Annotated[
    str | None, typer.Option("--node", metavar="URL", help="Ask this node, which you trust: http(s)://host:port.")
]
NodeCaOption = Annotated[
    str | None, typer.Option("--node-ca", metavar="FILE", help="The authority that signed the node's certificate.")
]
FromOption = Annotated[
    list[Path] | None,
    typer.Option("--from", metavar="FILE", help="Take it from a node's answers in this file, in its own form."),
]


def tools_of(ledger: str) -> Any:
    try:
        return ledgers.tools(ledger)
    except UnknownLedger as error:
        raise typer.BadParameter(str(error), param_hint="--ledger") from None


def rules_of(tools: Any, given: list[str]) -> dict[str, Any]:
    """Return the rules that "name=value" texts set. Raises what the ledger's own rules raise."""
    found: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or name in found:
            raise typer.BadParameter(f"{text!r} is not NAME=VALUE, or is given twice", param_hint="--rule")
        found[name] = value
    rules: dict[str, Any] = tools.rules_of(found)
    return rules


def chain_of(tools: Any, profile: Any, node: str | None, node_ca: str | None, paths: list[Path] | None) -> Any:
    if (node is None) == (not paths):
        raise typer.BadParameter("give one of --node and --from")
    if node is not None:
        return tools.at_node(node, node_ca, profile)
    return tools.in_files([(path.name, files.read(path)) for path in paths or ()], profile)


def checkpoint(
    ledger: str,
    node: str | None,
    node_ca: str | None,
    paths: list[Path] | None,
    height: int | None,
    rules: list[str],
    target: Path,
    as_json: bool,
) -> None:
    """Make a checkpoint of a header that the user trusts, with the rules of its chain."""
    tools = tools_of(ledger)
    with output.reported(as_json):
        known = rules_of(tools, rules)
        chain = chain_of(tools, tools.profile_in(known), node, node_ca, paths)
        network, record = tools.checkpoint(chain, height, known)
        files.write(target, record)
        fields = shown(network, network.start(record, None, WINDOW)[0])
        output.show({"ok": True, "file": str(target), **fields, "bytes": len(record)}, as_json, "checkpoint made")


def verify_headers(ledger: str, trust: Path | None, paths: list[Path], now: int | None, as_json: bool) -> None:
    """Check headers from a checkpoint on, each reached from the one before."""
    tools = tools_of(ledger)
    if trust is None:
        raise typer.BadParameter("a chain of this ledger is checked from a checkpoint on", param_hint="--checkpoint")
    with output.reported(as_json):
        network, record = _brought(ledger, files.read(trust))
        state = network.start(record, None, WINDOW)[0]
        run = tools.headers([(path.name, files.read(path)) for path in paths], network)
        before = state.height
        state.extend(run, run[0].height, int(time.time()) if now is None else now)
        fields = {**shown(network, state), "from_height": before, "headers": len(run)}
        output.show({"ok": True, **fields}, as_json, "verified")


def evidence(
    ledger: str,
    trust: Path,
    subject: str,
    node: str | None,
    node_ca: str | None,
    paths: list[Path] | None,
    target: Path,
    as_json: bool,
) -> None:
    """Make evidence of a subject for whoever trusts a checkpoint."""
    tools = tools_of(ledger)
    with output.reported(as_json):
        network, record = _brought(ledger, files.read(trust))
        chain = chain_of(tools, network.profile, node, node_ca, paths)
        try:
            made = tools.prove(network, chain, subject, record)
        except BadSchema as error:
            raise typer.BadParameter(str(error), param_hint="SUBJECT") from None
        files.write(target, made)
        fields = {"file": str(target), "network": network.name, "ledger": network.id, "bytes": len(made)}
        output.show({"ok": True, **fields}, as_json, "evidence made")


def shown(network: Any, state: Any) -> dict[str, Any]:
    """Return where a ledger stands as fields to print."""
    return {
        "network": network.name,
        "ledger": network.id,
        "height": state.height,
        "tip": network.show(state.tip),
        **state.facts(),
    }


def _brought(ledger: str, record: bytes) -> tuple[Any, bytes]:
    """Return the network whose rules a checkpoint brings. Raises UnknownLedger for one of another ledger."""
    return ledgers.network_in(ledger, record), record
