"""`lightclient log watch`: follows the heads that the servers of one log show, and compares them."""

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from lightclient.audit import misbehaviour
from lightclient.audit import trust as trusts
from lightclient.audit.errors import NotConsistent, SplitView
from lightclient.audit.hosts.errors import ServerRefuses, ServerSilent
from lightclient.audit.hosts.remote import Remote
from lightclient.audit.logstate import LogState
from lightclient.audit.network import id_of
from lightclient.audit.witnessed import Witnessed, check
from lightclient.audit.witnessrequest import WitnessRequest
from lightclient.audit.witnessrequest import parse as parse_growth
from lightclient.cli import files, output
from lightclient.cli.options import JsonOption
from lightclient.codec.errors import BadSchema, Truncated
from lightclient.merkle.consistency import check_consistency
from lightclient.merkle.errors import LogRootMismatch, OutsideLog, PathLength

POLL = 1.0  # seconds
ROUNDS = 3  # how often all servers are asked for a path until a head counts as unproved
RARELY = 60.0  # seconds until they are asked for it again
MOST = 64  # heads that are known to belong to the log, or in doubt
NO_PATH = (ServerRefuses, ServerSilent, LogRootMismatch, OutsideLog, PathLength, Truncated)


def watch(
    server: Annotated[
        list[str],
        typer.Option(
            "--server",
            metavar="URL",
            envvar="LIGHTCLIENT_LOG_SERVER",
            help="A server of the log: http(s)://host:port. May be repeated.",
        ),
    ],
    trust: Annotated[Path, typer.Option("--trust", metavar="POLICY", help="The log, and the witnesses it must have.")],
    state: Annotated[
        Path | None,
        typer.Option(
            "--state",
            metavar="FILE",
            help="Keep the newest head there, so that the past is remembered; and evidence of two pasts in FILE.split.",
        ),
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Look once, for a timer.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Follow a log's heads: each has to be signed and cosigned, and to go on from the one before it.

    With several servers of one log, what they show is compared. A head that is behind belongs to the log if any of them
    has the path from there; if none has, it is unproved, which is a doubt and no evidence.

    Exit status: 1 once the log shows another past, 3 with --once if its head lacks witnesses or is unproved. With
    --state, two heads of one size are kept as evidence, for `lightclient verify`.
    """
    with output.reported(as_json):
        policy = trusts.parse(files.read(trust)).policy
        followed = LogState(policy, policy.logs[0].name)
        if state and state.exists() and not followed.restore(files.read(state)):
            raise BadSchema("state", "its head lacks the witnesses of the policy")
        watched = Watched([Remote(url) for url in server], followed, state)
        while True:
            good = True
            for moved, shown in watched.look():
                if moved and state and followed.head:
                    files.write(state, followed.head.note.serialize())
                if moved or once:
                    output.event(shown, as_json)
                good = good and shown["ok"] and shown["witnessed"] and not shown["unproved"]
            if once:
                raise typer.Exit(0 if good else output.NOT_YET)
            time.sleep(POLL)


class Watched:
    """The servers of one log, and what is known of it. state: the file beside which evidence of two pasts is kept."""

    def __init__(self, remotes: list[Remote], followed: LogState, state: Path | None) -> None:
        self._remotes = remotes
        self._followed = followed
        self._state = state
        self._asked: dict[tuple[int, bytes], float | None] = {}  # heads: None if they belong to it, else when asked

    def look(self) -> list[tuple[bool, dict[str, Any]]]:
        """Ask each server for its newest head; return whether that is news, and what there is to show of it.

        Raises SplitView, NotConsistent, what `witnessed.check` raises, and ServerSilent if all servers are silent.
        """
        found: list[tuple[bool, dict[str, Any]]] = []
        silent: ServerSilent | None = None
        for number, remote in enumerate(self._remotes):
            try:
                moved, shown = self._looked(remote)
            except ServerSilent as error:
                silent = error
                continue
            found.append((moved, {**shown, "server": number + 1} if len(self._remotes) > 1 else shown))
        if silent and not found:
            raise silent
        return found

    def _looked(self, remote: Remote) -> tuple[bool, dict[str, Any]]:
        followed, now = self._followed, int(time.time())
        try:
            found = parse_growth(remote.growth(followed.size))
        except ServerRefuses as error:
            if error.fields["error"] != "OutsideLog":
                raise
            found = parse_growth(remote.growth(0))  # it is smaller than what we have seen
        if found.size not in (followed.size, 0):
            raise ServerSilent(why="its path does not begin where it was asked to")
        note = check(found.note, followed.policy, followed.origin, now)
        try:
            moved = self._taken(found, note, now)
        except SplitView:
            key = followed.policy.log(followed.origin)
            if self._state and followed.head and key:
                files.write(
                    self._state.with_name(self._state.name + ".split"),
                    misbehaviour.split_of(id_of(followed.origin), key, (followed.head.note, note.note)),
                )
            raise
        unproved, news = False, moved
        if note.head.size < followed.size:
            unproved, first = self._doubted(note)
            news = news or first
        shown: dict[str, Any] = {"ok": True, "size": note.head.size, "root": note.head.root.hex()}
        shown |= {"witnesses": sorted(note.times), "witnessed": note.met, "behind": note.head.size < followed.size}
        return news, shown | {"unproved": unproved}

    def _taken(self, found: WitnessRequest, note: Witnessed, now: int) -> bool:
        """Take a head with the path of who showed it, or else with that of any other server."""
        try:
            return self._followed.take(found.note, found.path, now)
        except (NotConsistent, PathLength, Truncated) as error:
            old, new = self._followed, note.head
            for remote in self._remotes:
                path = _path(remote, old.size, new.size, old.root, new.root) if len(self._remotes) > 1 else None
                if path is not None:
                    return old.take(found.note, path, now)
            raise NotConsistent(new=new.size, old=old.size) from error

    def _doubted(self, note: Witnessed) -> tuple[bool, bool]:
        """Return whether no server has the path from an older head to ours, and whether we have just found that out."""
        ours, key = self._followed, (note.head.size, note.head.root)
        at = self._asked.get(key, 0.0)
        if at is None or not note.head.size:
            return False, False
        if at and time.monotonic() - at < RARELY:
            return True, False
        for attempt in range(ROUNDS):
            if attempt:
                time.sleep(POLL)
            for remote in self._remotes:
                if _path(remote, note.head.size, ours.size, note.head.root, ours.root) is not None:
                    self._keep(key, None)
                    return False, False
        self._keep(key, time.monotonic())
        return True, not at

    def _keep(self, key: tuple[int, bytes], at: float | None) -> None:
        if key not in self._asked and len(self._asked) >= MOST:
            del self._asked[next(iter(self._asked))]
        self._asked[key] = at


def _path(remote: Remote, old: int, size: int, first: bytes, second: bytes) -> bytes | None:
    """Return a server's path from one head to another, None unless one of its holds."""
    try:
        path = remote.grown(old, size)
        check_consistency(old, size, path, first, second)
    except NO_PATH:
        return None
    return path
