"""`lightclient verify`: the verdict on evidence of any form, against what the user trusts and demands."""

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from lightclient.audit.anchored import ANCHOR
from lightclient.audit.finality import Anchored
from lightclient.audit.hosts.bodyfile import File, check_file
from lightclient.audit.network import LogNetwork
from lightclient.bitcoin import bundle, evidence
from lightclient.bitcoin import checkpoint as records
from lightclient.bitcoin.address import address_of
from lightclient.bitcoin.anchor import MINIMUM_WORK, ChainAnchor
from lightclient.bitcoin.errors import TxidMismatch
from lightclient.bitcoin.header import display, from_display
from lightclient.bitcoin.headers_anchor import HeadersAnchor
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.network import Network
from lightclient.bitcoin.proof import Beside, verify_branch
from lightclient.bitcoin.signet import CHECK as SIGNET_CHECK
from lightclient.bitcoin.stamp import parse as parse_stamp
from lightclient.bitcoin.transaction import parse
from lightclient.cli import anchors, electrum, files, output, signature, timestamps
from lightclient.cli import policy as policies
from lightclient.cli.options import JsonOption, NetworkName, NowOption, network_of
from lightclient.codec.errors import BadSchema
from lightclient.crypto.errors import BackendMissing, CipherMissing
from lightclient.errors import LightClientError
from lightclient.evidence import envelope, shown
from lightclient.evidence.errors import InvalidPolicy
from lightclient.evidence.policy import Policy
from lightclient.evidence.verdict import DIGEST, Refused, Verdict
from lightclient.ledgers import brought
from lightclient.ledgers import network_of as network_called
from lightclient.lightning.known import network_of as receipt_network
from lightclient.lightning.receipt import is_receipt
from lightclient.opentimestamps.file import is_timestamp
from lightclient.sync.ledger import GENESIS

Anchor = ChainAnchor | HeadersAnchor


def verify(
    proof: Annotated[
        Path,
        typer.Argument(
            metavar="EVIDENCE",
            help="An envelope, a bundle, an OpenTimestamps proof (.ots), gettxoutproof output, what an Electrum "
            "server prints, or a receipt of Lightning: an invoice and its preimage, or a payer proof. - stands for "
            "standard input.",
        ),
    ],
    trust: Annotated[
        Path | None,
        typer.Option(
            "--trust", metavar="CP", help="Trust this checkpoint. Default: the one that ships with the package."
        ),
    ] = None,
    policy: Annotated[
        Path | None,
        typer.Option("--policy", metavar="TOML", help="Your requirements. Default: one confirmation."),
    ] = None,
    network: Annotated[
        NetworkName | None,
        typer.Option("--network", help="The network, if neither the evidence nor the checkpoint names it."),
    ] = None,
    checkpoint: Annotated[Path | None, typer.Option("--checkpoint", metavar="CP", help="The same as --trust.")] = None,
    headers: Annotated[
        Path | None,
        typer.Option(
            "--headers",
            help="Raw headers, plain or .xz. After a checkpoint, or from the genesis block on, every rule is checked; "
            "other headers are trusted as given, and the verdict says so.",
        ),
    ] = None,
    txs: Annotated[
        list[Path] | None,
        typer.Option("--tx", metavar="RAWFILE", help="The raw transaction, if the evidence lacks it. May be repeated."),
    ] = None,
    coinbase: Annotated[
        Path | None,
        typer.Option("--coinbase", metavar="RAWFILE", help="The block's raw coinbase, if the evidence lacks it."),
    ] = None,
    txid: Annotated[
        str | None,
        typer.Option("--txid", metavar="TXID", help="The txid that the evidence must prove, as explorers show it."),
    ] = None,
    mains: Annotated[
        list[Path] | None,
        typer.Option(
            "--main",
            metavar="CP",
            help="For a log: trust this checkpoint of a chain that must hold the log's head. May be repeated.",
        ),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option(
            "--file",
            metavar="FILE",
            help="The file that a timestamp or a log's record must be of. Default: FILE beside FILE.ots.",
        ),
    ] = None,
    now: NowOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check what a piece of evidence proves, against the chain you trust and your policy.

    Exit status: 0 proved, 3 not yet (true as far as it goes; `missing` says what would settle it), 1 refused.
    """
    if trust is not None and checkpoint is not None:
        raise typer.BadParameter("it is --trust by another name: give one of them", param_hint="--checkpoint")
    clock = int(time.time()) if now is None else now
    wanted = _txid(txid)
    anchor: Anchor | None = None
    rules: Any = None
    try:
        demanded = _policy(policy, as_json)
        data = files.read_input() if str(proof) == files.INPUT else files.read(proof)
        unwrapped = electrum.unwrapped(data) if electrum.is_json(data) else files.from_hex(data)
        start = trust or checkpoint
        genesis = start is not None and str(start) == GENESIS and not start.exists()
        record = None if start is None or genesis else files.read(start)
        rules = network_of(network) if network else _named(unwrapped, record)
        if mains:
            if not isinstance(rules, LogNetwork):
                raise typer.BadParameter("the evidence is not about a log", param_hint="--main")
            rules.mains = anchors.mains(mains)
        if isinstance(rules, Network):
            anchor = _anchor(rules, start, headers, clock, as_json)
            beside = Beside(
                [files.from_hex(files.read(path)) for path in txs or ()],
                None if coinbase is None else files.from_hex(files.read(coinbase)),
                signature.verify,
                demanded.accept,
            )
            of = timestamps.stamped_file(proof, file)
            verdict, found = check(unwrapped, anchor, clock, beside, wanted, of)
            if file is not None and verdict.subject.kind != DIGEST:
                raise typer.BadParameter("the evidence is of no file", param_hint="--file")
        else:
            if wanted is not None or txs or coinbase or headers:
                raise typer.BadParameter(
                    "the evidence is not about Bitcoin", param_hint="--txid / --tx / --coinbase / --headers"
                )
            if file is not None and not isinstance(rules, LogNetwork):
                raise typer.BadParameter("the evidence is of no file", param_hint="--file")
            verdict, found = _elsewhere(rules, unwrapped, GENESIS if genesis else record, clock)
            if file is not None:
                check_file(verdict, File(file.stat().st_size, timestamps.digest_of(file)))
            if mains and not isinstance(verdict.finality, Anchored):
                verdict = verdict.lacking((ANCHOR,))
    except (OSError, BackendMissing, CipherMissing) as error:
        output.fail(error, as_json)
    except LightClientError as error:
        refused = Refused(error, rules.id if rules else None, anchor.name if anchor else None)
        output.refuse(error, as_json, **shown.refused(refused))
    verdict = demanded.judge(verdict, clock)
    told = {**shown.fields(verdict, rules), **found, "policy": demanded.fields()}
    output.judged(verdict.outcome, told, as_json)


def check(
    data: "bytes | dict[str, Any]",
    anchor: Anchor,
    clock: int,
    beside: Beside,
    wanted: bytes | None,
    file: Path | None = None,
) -> tuple[Verdict, dict[str, Any]]:
    """Return the verdict on evidence of any form, and the fields that are the form's own.

    wanted: a txid that it must be about. file: what a timestamp must be of. Raises what the form's verification raises.
    """
    more: dict[str, Any] = {}
    if isinstance(data, dict):
        form = evidence.ELECTRUM
        id_, position, branch, height = electrum.branch_of(data, wanted)
        verdict = verify_branch(id_, position, branch, anchor, height, beside)
        more["claimed_height"] = height
    else:
        form, body = evidence.opened(data, anchor)
        if form == evidence.OPENTIMESTAMPS:
            if wanted is not None or beside.transactions or beside.coinbase:
                raise typer.BadParameter(
                    "a timestamp is of a file: use --file", param_hint="--txid / --tx / --coinbase"
                )
            return _timestamp(bytes(body), anchor, clock, file)
        if form == evidence.BUNDLE and (beside.transactions or beside.coinbase):
            raise typer.BadParameter("a bundle brings its own", param_hint="--tx / --coinbase")
        verdict = evidence.verify(form, body, anchor, clock, beside)
        if form == evidence.BUNDLE:
            more["outputs"] = _outputs(bundle.parse(body).tx, anchor.network)
    if wanted is not None and wanted not in [id_ for _, id_ in verdict.subject.found]:
        raise TxidMismatch()
    return verdict, {**details(form, verdict, anchor.network), **more}


def _timestamp(body: bytes, anchor: Anchor, clock: int, file: Path | None) -> tuple[Verdict, dict[str, Any]]:
    """Return the verdict on a timestamp, which must be of `file` if that is given, and its own fields."""
    stamp = parse_stamp(body)
    if file is not None:
        timestamps.check_file(file, stamp.algorithm, stamp.digest)
    verdict = stamp.verify(anchor, clock)
    own = timestamps.shown(stamp, verdict, anchor, clock, file)
    return verdict, {**details(evidence.OPENTIMESTAMPS, verdict, anchor.network), **own}


def fields(form: str, verdict: Verdict, network: Any) -> dict[str, Any]:
    """Return a verdict as fields to print."""
    own = details(form, verdict, network) if isinstance(network, Network) else shown.said(verdict)
    return {**shown.fields(verdict, network), **own}


def details(form: str, verdict: Verdict, network: Network) -> dict[str, Any]:
    """Return what is Bitcoin's own of a verdict."""
    found: dict[str, Any] = {"form": form, "network": network.name}
    if verdict.subject.kind != DIGEST:
        found["txids"] = [display(txid) for _, txid in verdict.subject.found]
        found["positions"] = [position for position, _ in verdict.subject.found]
    found |= {
        "confirmations": verdict.finality.confirmations if verdict.finality else 0,
        "work_on_top": f"{verdict.finality.work if verdict.finality else 0:064x}",
        "anchor": verdict.trust,
    }
    if MINIMUM_WORK not in verdict.skipped:
        found["minimum_work"] = MINIMUM_WORK in verdict.checks
    if SIGNET_CHECK in verdict.checks:
        found["signatures_by"] = signature.backend().name
    return found


def _elsewhere(network: Any, data: Any, trust: "bytes | str | None", clock: int) -> tuple[Verdict, dict[str, Any]]:
    """Return the verdict on evidence of a ledger that needs no files beside a checkpoint, and the fields to print."""
    if isinstance(data, dict):
        raise BadSchema("evidence", "no envelope")
    ledger, _ = network.start(network.shipped() if trust is None else trust, None, anchors.WINDOW)
    return shown.judge(ledger, data, clock)


def _named(data: "bytes | dict[str, Any]", record: bytes | None) -> Any:
    """Return the network that the evidence names, or else the checkpoint. Raises UnknownLedger."""
    name = None
    if not isinstance(data, dict) and envelope.is_envelope(data):
        name = envelope.parse(data).ledger
    elif not isinstance(data, dict) and bundle.is_bundle(data):
        name = bundle.parse(data).network
    elif not isinstance(data, dict) and is_receipt(data):
        return receipt_network(data)
    elif record is not None:
        found = brought(record)
        if found is not None:
            return found
        name = records.network_of(record)
    elif not isinstance(data, dict) and is_timestamp(data):
        name = MAINNET.name  # what its attestations mean by Bitcoin
    if name is None:
        raise typer.BadParameter("neither evidence nor checkpoint names the chain: name it", param_hint="--network")
    return network_called(name, record)


def _anchor(rules: Network, checkpoint: Path | None, headers: Path | None, clock: int, quiet: bool) -> Anchor:
    """Return what is trusted: by the files, else the shipped checkpoint."""
    if checkpoint is None and headers is None:
        shipped = _shipped(rules)
        if shipped is not None:
            chain = records.parse(shipped, rules, anchors.WHOLE)
            return ChainAnchor(chain, f"shipped checkpoint at height {chain.base.height}")
    return anchors.load(rules, checkpoint, headers, clock, quiet)


def _shipped(rules: Network) -> bytes | None:
    try:
        from lightclient.bitcoin.networks.shipped import checkpoint_of  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return None
    found: bytes | None = checkpoint_of(rules)
    return found


def _policy(path: Path | None, as_json: bool) -> Policy:
    try:
        return policies.load(path)
    except (InvalidPolicy, BadSchema) as error:
        output.fail(error, as_json)  # it is the user's own: nothing was refused


def _txid(text: str | None) -> bytes | None:
    try:
        return None if text is None else from_display(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--txid") from None


def _outputs(tx: bytes, network: Network) -> list[dict[str, Any]]:
    return [{"satoshi": value, "address": address_of(script, network)} for value, script in parse(tx).outputs]
