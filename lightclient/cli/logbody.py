"""`lightclient log keep` and `log body`: bodies of records that are kept beside the log, by their hash."""

from pathlib import Path
from typing import Annotated

import typer

from lightclient.audit import evidence, statement
from lightclient.audit.hosts.bodies import MAX_BODY, Bodies, bodies_of
from lightclient.audit.hosts.errors import BadLogConfig, NotEvidence
from lightclient.audit.hosts.remote import Remote
from lightclient.audit.record import ELSEWHERE, INLINE
from lightclient.audit.statement import Statement
from lightclient.cli import files, output
from lightclient.cli.logask import ServerOption
from lightclient.cli.options import JsonOption
from lightclient.codec.errors import BadSchema
from lightclient.evidence import envelope

RecordArgument = Annotated[
    Path, typer.Argument(metavar="RECORD", help="The signed record, or evidence of it, with the hash of its body.")
]


def keep(
    record: RecordArgument,
    body: Annotated[Path, typer.Argument(metavar="FILE", help="Its body.")],
    server: ServerOption,
    as_json: JsonOption = False,
) -> None:
    """Send the body of a record that a log has, for the log server to keep.

    \b
    lightclient log append video.mp4 --device door ... --state door.state
    lightclient log keep door.state video.mp4 --server http://127.0.0.1:8080
    """
    with output.reported(as_json):
        found = _statement(files.read(record))
        data = files.read(body)
        found.record().check_body(data)
        if found.record().body[0] != ELSEWHERE:
            raise BadSchema("record", "its body is in it already")
        Remote(server).keep(found.entry(), data)
        output.show({"ok": True, "entry": found.entry().hex(), "size": len(data)}, as_json, "kept")


def body(
    record: RecordArgument,
    bodies: Annotated[
        str,
        typer.Option(
            "--bodies",
            metavar="FOLDER|URL",
            help="Where it is: a folder, s3://bucket/prefix or s3+https://host/bucket.",
        ),
    ],
    target: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Where to write it.")],
    login: Annotated[
        Path | None,
        typer.Option("--login-file", metavar="FILE", help="Access key and secret for S3, a line each."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Fetch the body of a record from where bodies are kept, and write it if it has the hash that the record names.

    Whether the record is in a log is for `lightclient verify` to say.
    """
    with output.reported(as_json):
        store = opened(bodies, login)
        form = _statement(files.read(record)).record().body
        if form[0] == INLINE:
            data = bytes(form[1])
        elif store and form[0] == ELSEWHERE and form[2] <= MAX_BODY:
            data = store.get(form[1], form[2])
        else:
            raise BadSchema("record", "it has no body, or one that is too large")
        files.write(target, data)
        output.show({"ok": True, "size": len(data), "file": str(target)}, as_json, "written")


def opened(where: str | None, login: Path | None) -> Bodies | None:
    """Return the store of bodies, None if nothing is set. Raises BadLogConfig, OSError, ModuleNotFoundError."""
    if not where:
        if login:
            raise BadLogConfig(key="bodies", why="there is a login and nothing that it is for")
        return None
    data = files.read(login) if login else b""
    words = data.decode("ascii", "replace").split()
    if login and (len(words) != 2 or not data.isascii()):
        raise BadLogConfig(key="bodies", why="its login is not an access key and a secret, a line each")
    return bodies_of(where, (words[0], words[1]) if words else None)


def _statement(data: bytes) -> Statement:
    if data[:1] == evidence.STATEMENT_TAG:
        return statement.parse(data)
    found = envelope.parse(data)
    inner = evidence.fields_of(bytes(found.body), 5)[0] if found.form == evidence.RECORD else None
    if not isinstance(inner, bytes):
        raise NotEvidence()
    return statement.parse(inner)
