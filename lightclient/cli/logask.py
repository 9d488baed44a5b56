"""`lightclient log append`, `prove` and `watch`: what a log server is asked over HTTP."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer

from lightclient.audit import evidence, logproof, record, statement
from lightclient.audit import head as heads
from lightclient.audit import note as notes
from lightclient.audit.hosts.remote import Remote
from lightclient.audit.network import id_of
from lightclient.audit.record import HASH
from lightclient.bitcoin import bundle
from lightclient.bitcoin.evidence import BUNDLE
from lightclient.cli import files, keysource, outbox, output, signature
from lightclient.cli.options import JsonOption
from lightclient.cli.outbox import Body
from lightclient.cli.secret import FdOption, Secrets
from lightclient.evidence import envelope
from lightclient.identity import algorithms
from lightclient.ledgers import network_of
from lightclient.merkle.log import check_inclusion, leaf_hash

ServerOption = Annotated[
    str,
    typer.Option(
        "--server", metavar="URL", envvar="LIGHTCLIENT_LOG_SERVER", help="The log server: http(s)://host:port."
    ),
]
KINDS = {"p256": algorithms.ES256, "ed25519": algorithms.EDDSA, "secp256k1": algorithms.ES256K}
POLL = 1.0  # seconds
MAX_RECORDS, MAX_REQUEST = 2048, (1 << 20) - 16  # in a request to a log server, and its bytes
HEAD = 5  # bytes before a statement, at most


class Form(str, Enum):
    evidence = "evidence"
    proof = "proof"
    receipt = "receipt"


def append(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE...",
            help="Signed statements; with --device, bodies to be signed, or none to send what was signed before.",
        ),
    ] = None,
    *,
    server: ServerOption,
    device: Annotated[
        str | None, typer.Option("--device", metavar="NAME", help="Sign the files as records of this device.")
    ] = None,
    keystore: Annotated[
        Path | None, typer.Option("--keystore", metavar="FILE", help="The keystore with the device's key.")
    ] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="Its name there.")] = None,
    origin: Annotated[str | None, typer.Option("--origin", metavar="NAME", help="The log that it is for.")] = None,
    state: Annotated[
        Path | None,
        typer.Option(
            "--state",
            metavar="FILE",
            help="The device's newest statement, and what the log has not taken yet: that is sent once more, first.",
        ),
    ] = None,
    content: Annotated[
        str, typer.Option("--content", metavar="TYPE", help="What the bodies are.")
    ] = "application/octet-stream",
    secret_fd: FdOption = None,
    as_json: JsonOption = False,
) -> None:
    """Send records to a log, and print where each is once the log has it on its disk.

    What is sent again stays where it is: send until this succeeds. With --device, files that were given when it did not
    succeed are not signed again; two commands with one --state wait for each other.

    \b
    lightclient log append reading.cose --server http://127.0.0.1:8080
    lightclient log append reading.json --server http://127.0.0.1:8080 --device meter-7 \\
        --keystore meter.keys --origin site.example/log --state meter.state
    """
    signs = (device, keystore, origin, state)
    if any(signs) and not all(signs):
        raise typer.BadParameter("it takes --keystore, --origin and --state as well", param_hint="--device")
    if not paths and not device:
        raise typer.BadParameter("give statements, or --device", param_hint="FILE...")
    errors: list[str | None] = []
    with output.reported(as_json):
        remote = Remote(server)
        bodies = [files.read(path) for path in paths or ()]
        if device and keystore and origin and state:
            with outbox.opened(state) as box:
                box.check(device, origin)
                held = [(content, _held(body)) for body in bodies]
                with _signing(device, keystore, name, Secrets(secret_fd), origin) as sign:
                    waiting = box.to_send(held, sign)
                for made, answers in _sent(remote, waiting):
                    box.answered(made, ["error" not in one for one in answers])
                    errors += _told(answers, as_json)
        else:
            for _, answers in _sent(remote, [statement.parse(body).message.serialize() for body in bodies]):
                errors += _told(answers, as_json)
    if any(errors):
        raise typer.Exit(output.FAILED if "NotTaken" in errors else output.REFUSED)


def _held(body: bytes) -> tuple[Any, ...]:
    return record.inline(body) if len(body) <= record.MAX_BODY else record.elsewhere(body)


def _sent(remote: Remote, made: list[bytes]) -> Iterator[tuple[list[bytes], list[dict[str, Any]]]]:
    """Send statements in as many requests as it takes; yield those of each, with the answers."""
    batch: list[bytes] = []
    size = 0
    for one in made:
        if batch and (len(batch) == MAX_RECORDS or size + len(one) > MAX_REQUEST):
            yield batch, remote.append(batch)
            batch, size = [], 0
        batch.append(one)
        size += len(one) + HEAD
    if batch:
        yield batch, remote.append(batch)


def _told(answers: list[dict[str, Any]], as_json: bool) -> list[str | None]:
    """Print where each statement is; return the errors of those that were refused."""
    for one in answers:
        output.event({"ok": "error" not in one, **one}, as_json)
    return [one.get("error") for one in answers]


@contextmanager
def _signing(
    device: str, keystore: Path, name: str | None, secrets: Secrets, origin: str
) -> Iterator[Callable[[int, bytes | None, Body], statement.Statement]]:
    """Yield what signs a device's next record, as Outbox.to_send takes it."""
    with keysource.opened(keystore, secrets) as store:
        which = keysource.pick(store, tuple(KINDS), name)
        kind = store.kinds()[which]
        signature.backend(kind)

        def sign(sequence: int, previous: bytes | None, body: Body) -> statement.Statement:
            content, held = body
            new = record.Record(device, sequence, previous, (int(time.time()), 1, record.OWN_CLOCK), content, held)
            return statement.sign(store, KINDS[kind], new, origin, name=which)

        yield sign


def prove(
    subject: Annotated[str, typer.Argument(metavar="FILE|ENTRY", help="A statement, or its entry in hex.")],
    server: ServerOption,
    target: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Where to write it.")],
    form: Annotated[
        Form,
        typer.Option(
            "--form",
            help="evidence: for `lightclient verify`, of a statement. proof: a .tlog-proof. receipt: the statement "
            "with a COSE receipt (.scitt), or the receipt alone of an entry.",
        ),
    ] = Form.evidence,
    head: Annotated[
        Path | None,
        typer.Option("--head", metavar="FILE", help="Prove it under this head, such as `log anchor` keeps."),
    ] = None,
    anchors: Annotated[
        list[Path] | None,
        typer.Option(
            "--anchor",
            metavar="EVIDENCE",
            help="Evidence of a main chain that holds the head: an envelope or a bundle. May be repeated.",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Fetch the proof that a record is in a log, check its path and write it to a file.

    Whether the log's key and its witnesses count is for `lightclient verify --trust POLICY` to say.

    \b
    lightclient log prove reading.cose --server http://127.0.0.1:8080 -o reading.evidence
    lightclient verify reading.evidence --trust site.policy
    """
    with output.reported(as_json):
        made = None if _is_entry(subject) else statement.parse(files.read(Path(subject)))
        if made is None and form is Form.evidence:
            raise typer.BadParameter("evidence holds the statement: give its file", param_hint="FILE|ENTRY")
        if (head or anchors) and form is not Form.evidence:
            raise typer.BadParameter("they are for evidence", param_hint="--head / --anchor")
        entry = made.entry() if made else bytes.fromhex(subject)
        remote = Remote(server)
        fields: dict[str, Any] = {"ok": True, "entry": entry.hex(), "form": form.value}
        if form is Form.receipt:
            data = remote.receipt(entry)
            if made:
                made.receipts.append(data)
                data = made.serialize()
        else:
            data = remote.proof(entry)
            proof = logproof.parse(data)
            if head:
                proof.note = files.read(head)
            under = heads.parse(notes.parse(proof.note).text)
            if head:
                proof.path = remote.path(proof.index, under.size)
            check_inclusion(leaf_hash(entry), proof.index, under.size, proof.path, under.root)
            fields |= {"log": under.origin, "index": proof.index, "size": under.size}
            if made and form is Form.evidence:
                held = tuple(_anchor(files.read(path)) for path in anchors or ())
                data = evidence.of_statement(id_of(under.origin), made, proof, held)
        files.write(target, data)
        fields |= {"file": str(target), "bytes": len(data)}
        output.show(fields, as_json, "in the log")


def _anchor(data: bytes) -> bytes:
    """Return evidence of a main chain in its envelope. Raises UnknownLedger, and what cannot be read raises."""
    if not bundle.is_bundle(data):
        return envelope.parse(data).serialize()
    return envelope.Envelope(network_of(bundle.parse(data).network).id, BUNDLE, data).serialize()


def _is_entry(text: str) -> bool:
    try:
        return len(bytes.fromhex(text)) == HASH
    except ValueError:
        return False
