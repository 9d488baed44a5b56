"""`lightclient stamp` and `lightclient ots`: prove by Bitcoin's chain that files existed, through OpenTimestamps."""

import errno
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.networks.known import by_name
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.stamp import pack
from lightclient.cli import anchors, files, online, output, timestamps
from lightclient.cli.options import CheckpointOption, JsonOption, NetworkName, NowOption
from lightclient.cli.proof import log_proof
from lightclient.errors import LightClientError
from lightclient.evidence.envelope import Envelope
from lightclient.evidence.verdict import NOT_YET
from lightclient.opentimestamps import file
from lightclient.opentimestamps.attestation import BITCOIN, Attestation
from lightclient.opentimestamps.operations import SHA256

if TYPE_CHECKING:
    from lightclient.bitcoin.networks.network import Network
    from lightclient.mqtt.hosts.proxy import Proxy
    from lightclient.opentimestamps.hosts.stamping import Answer

app = typer.Typer(
    help="Show OpenTimestamps proofs, upgrade them, make evidence of them. `lightclient stamp` makes them, and "
    "`lightclient verify` judges.",
    no_args_is_help=True,
)
NEEDED = 2
MAINNET_NAME = NetworkName(MAINNET.name)


class NotComplete(LightClientError):
    """no block attests the file yet: `lightclient ots upgrade` asks the calendars for what they promised"""


class NoAttestingHeader(LightClientError):
    """none of the {count} headers has the Merkle root that the proof leads to"""


ProxyOption = Annotated[
    str | None,
    typer.Option(
        "--proxy",
        metavar="URL",
        envvar="LIGHTCLIENT_PROXY",
        help="A SOCKS5 proxy such as Tor's: socks5h://host:port. It resolves the calendars' names, too.",
        show_default=False,
    ),
]
TimeoutOption = Annotated[
    float, typer.Option("--timeout", min=0.1, metavar="SECONDS", help="How long each calendar may take.")
]
FileArgument = Annotated[Path, typer.Argument(metavar="FILE.ots", help="A timestamp file.")]
StampNetworkOption = Annotated[
    NetworkName, typer.Option("--network", help="The chain whose blocks attest; others than mainnet serve tests.")
]


def stamp(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE...", help="The files; each gets a FILE.ots beside it.")],
    calendars: Annotated[
        list[str] | None,
        typer.Option("--calendar", metavar="URL", help="A calendar; repeat it. Default: four public ones."),
    ] = None,
    needed: Annotated[
        int | None,
        typer.Option(
            "--needed", min=1, metavar="K", help="How many calendars must promise an attestation. Default: 2, or all."
        ),
    ] = None,
    proxy: ProxyOption = None,
    timeout: TimeoutOption = 10.0,
    as_json: JsonOption = False,
) -> None:
    """Have calendars put files' digests into Bitcoin's chain, and write what they promise to FILE.ots.

    Calendars see one number, whatever the number of files, and nothing that leads to a file.

    They keep their promise after some hours. `lightclient ots upgrade FILE.ots` then makes the proof complete.

    `lightclient verify FILE.ots --file FILE` judges it without a node.
    """
    from lightclient.opentimestamps.hosts import calendar, stamping  # aiohttp is an extra

    asked = tuple(dict.fromkeys(map(_clean, calendars or calendar.POOLS)))
    needed = min(NEEDED, len(asked)) if needed is None else needed
    if needed > len(asked):
        raise typer.BadParameter(f"{needed} of {len(asked)} calendars cannot be had", param_hint="--needed")
    paths = list(dict.fromkeys(paths))
    targets = [path.with_name(path.name + timestamps.SUFFIX) for path in paths]
    with output.reported(as_json):
        for target in targets:
            if target.exists():
                raise FileExistsError(errno.EEXIST, "there is a proof already", str(target))
        digests = [(SHA256, timestamps.digest_of(path)) for path in paths]
        way = _proxy(proxy)
        with output.working("asking calendars", as_json):
            made, answers = online.run(lambda: stamping.stamp(digests, asked, needed, way, timeout))
        for target, each in zip(targets, made, strict=True):
            files.write(target, each.serialize())
        fields = {
            "ok": True,
            "files": [str(target) for target in targets],
            "digests": [digest.hex() for _, digest in digests],
            "promised": sum(answer.error is None for answer in answers),
            "needed": needed,
            "calendars": [_answered(answer) for answer in answers],
        }
        output.show(fields, as_json, "stamped; complete in some hours, with `lightclient ots upgrade`")


@app.command()
def info(path: FileArgument, as_json: JsonOption = False) -> None:
    """Show what a proof says: its file's digest, its operations and attestations. Nothing is verified."""
    with output.reported(as_json):
        data = files.read(path)
        found = file.parse(data)
        fields = {"ok": True, **timestamps.summary(found), "bytes": len(data)}
        if not as_json:
            fields["tree"] = list(timestamps.lines(found.timestamp))
        output.show(fields, as_json, str(path))


@app.command()
def upgrade(
    path: FileArgument,
    calendars: Annotated[
        list[str] | None,
        typer.Option(
            "--calendar",
            metavar="URL",
            help="A calendar that may be asked if the proof names it, beside the public ones; repeat it.",
        ),
    ] = None,
    headers: Annotated[
        Path | None,
        typer.Option("--headers", help="Raw headers as `verify` takes them: refuse what their blocks do not attest."),
    ] = None,
    checkpoint: CheckpointOption = None,
    network: StampNetworkOption = MAINNET_NAME,
    now: NowOption = None,
    proxy: ProxyOption = None,
    timeout: TimeoutOption = 10.0,
    as_json: JsonOption = False,
) -> None:
    """Ask the calendars that a proof names for what they promised, and complete the file.

    Exit status: 0 complete, 3 not yet, 2 no calendar could be asked.

    Complete is not proved: `lightclient verify` judges.
    """
    from lightclient.opentimestamps.hosts import stamping  # aiohttp is an extra

    named = tuple(map(_clean, calendars or ()))
    with output.reported(as_json):
        data = files.read(path)
        file.parse(data)
        check = None
        if headers is not None or checkpoint is not None:
            check = _check(
                by_name(network.value), checkpoint, headers, int(time.time()) if now is None else now, as_json
            )
        way = _proxy(proxy)
        with output.working("asking calendars", as_json):
            made, answers = online.run(lambda: stamping.upgrade(data, named, way, check, timeout))
        if made != data:
            files.write(path, made)
        failed = [answer.error for answer in answers if answer.error]
        whole = stamping.is_complete(file.parse(made).timestamp, check)
        if failed and len(failed) == len(answers) and not stamping.waiting(answers) and not whole:
            raise failed[0]
        fields = {
            "ok": whole,
            "outcome": "complete" if whole else NOT_YET,
            "file": str(path),
            "new": sum(answer.new for answer in answers),
            "calendars": [_answered(answer) for answer in answers],
            **timestamps.summary(file.parse(made)),
        }
        if whole:
            output.show(fields, as_json, "complete")
        else:
            output.judged(NOT_YET, fields, as_json)


@app.command()
def evidence(
    path: FileArgument,
    target: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Where to write the evidence.")],
    headers: Annotated[
        Path | None,
        typer.Option("--headers", help="Raw headers from the block on, up to one that the verifier knows."),
    ] = None,
    log: Annotated[
        Path | None, typer.Option("--log", help="The raw headers of the verifier's header log, instead.")
    ] = None,
    network: StampNetworkOption = MAINNET_NAME,
    as_json: JsonOption = False,
) -> None:
    """Make evidence of a proof, with the header of the block that attests it, for a device that no longer keeps it.

    The header is the first one with the Merkle root that the proof leads to.

    The device believes it once it is tied to its own chain: by the headers after it, or by a proof into its header log.
    """
    if headers is not None and log is not None:
        raise typer.BadParameter("give one of --headers and --log")
    rules = by_name(network.value)
    with output.reported(as_json):
        data = files.read(path)
        found = file.parse(data)
        body = data
        fields: dict[str, Any] = {"ok": True, "file": str(target), "form": "opentimestamps", "network": rules.name}
        source = headers or log
        if source is not None:
            run = codec.split(files.read(source))
            index = _attesting(found, run)
            following = None if log else b"".join(run[index + 1 :])
            body = pack(data, run[index], following, log_proof(run[index], run) if log else None)
            fields["block"] = codec.display(codec.hash_of(run[index]))
        made = Envelope(rules.id, "opentimestamps", body).serialize()
        files.write(target, made)
        output.show({**fields, "bytes": len(made)}, as_json, "evidence made")


def _attesting(found: file.TimestampFile, run: list[bytes]) -> int:
    """Return the index of the first header with a root that a block is said to attest.

    Raises NotComplete, NoAttestingHeader.
    """
    roots = {node.message: each for node, each in found.timestamp.attested() if each.tag == BITCOIN}
    for index, header in enumerate(run):
        if codec.merkle_root_of(header) in roots:
            return index
    raise NoAttestingHeader(count=len(run)) if roots else NotComplete()


def _check(
    rules: "Network", checkpoint: Path | None, headers: Path | None, clock: int, quiet: bool
) -> "Callable[[Attestation, bytes], object]":
    """Return what refuses an attestation of a block that the trusted headers contradict."""
    anchor = anchors.load(rules, checkpoint, headers, clock, quiet)
    return lambda attestation, message: anchor.by_height(message, attestation.height or 0)


def _answered(answer: "Answer") -> dict[str, Any]:
    if answer.error is None:
        return {"calendar": answer.calendar, "result": "answered", "new": answer.new}
    return {"calendar": answer.calendar, "result": answer.error.name, "message": str(answer.error)}


def _clean(url: str) -> str:
    """Return the address of a calendar as it is compared. A wrong one is misuse."""
    from lightclient.opentimestamps.hosts.calendar import checked

    try:
        return checked(url)
    except LightClientError as error:
        raise typer.BadParameter(str(error), param_hint="--calendar") from None


def _proxy(url: str | None) -> "Proxy | None":
    """Raises BadProxyUrl, ProxyMissing."""
    from lightclient.mqtt.hosts.proxy import proxy

    return None if url is None else proxy(url)
