"""`lightclient log export` and `audit`: what the store of a log is looked at for, with or without its server."""

import asyncio
from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer

from lightclient.audit import trust as trusts
from lightclient.cli import files, output, signature
from lightclient.cli.devicekeys import OperatorOption, SiteOption, key_of
from lightclient.cli.options import JsonOption
from lightclient.codec.cbor import encode

StoreOption = Annotated[
    str,
    typer.Option(
        "--store",
        metavar="PATH|URL",
        envvar="LIGHTCLIENT_STORE",
        help="The log's store: a file of SQLite, or postgresql://user@host/name. A password is safer in a file.",
        show_default=False,
    ),
]
PasswordOption = Annotated[
    Path | None,
    typer.Option("--store-password-file", metavar="FILE", help="The file with the password of the store's user."),
]
PolicyOption = Annotated[
    Path, typer.Option("--policy", metavar="FILE", help="The log's policy, as its server has it.", show_default=False)
]
AT_ONCE = 1000  # records


def export(
    store: StoreOption,
    policy: PolicyOption,
    target: Annotated[Path, typer.Option("-o", "--output", metavar="FOLDER", help="Where to write it.")],
    records: Annotated[
        bool, typer.Option("--records", help="Write the statements as well, as a CBOR sequence of byte strings.")
    ] = False,
    password: PasswordOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a log's newest head and its tiles into a folder, for any web server; and its records, if asked to.

    Tiles hold hashes alone. What is in the folder already is not written again.
    """
    with output.reported(as_json):
        fields = asyncio.run(_export(_opened(store, password), _origin(policy), target, records))
        output.show({"ok": True, **fields}, as_json, "exported")


async def _export(store: Any, origin: str, target: Path, with_records: bool) -> dict[str, Any]:
    from lightclient.audit.hosts.errors import NotTaken
    from lightclient.audit.hosts.publishing import Folder

    try:
        await store.open(origin)
        head = await store.newest(published=True)
        if head is None:
            raise NotTaken(why="it has shown no head yet")
        await Folder(target, store).show(head)
        if with_records:
            with open(target / "records.cborseq", "wb") as file:
                for first in range(0, head.size, AT_ONCE):
                    for made in await store.between(first, min(head.size, first + AT_ONCE)):
                        file.write(encode(made))
        return {"log": origin, "size": head.size, "folder": str(target)}
    finally:
        await store.close()


def audit(
    store: StoreOption,
    policy: PolicyOption,
    registry: Annotated[
        Path | None, typer.Option("--registry", metavar="FILE", help="The registry of devices: signatures are checked.")
    ] = None,
    operator: OperatorOption = None,
    site: SiteOption = None,
    password: PasswordOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read a whole log again: records, signatures, chains of devices, tree and heads. Explain what is amiss.

    Exit status: 0 whole; 3 whole, but devices left gaps or contradicted themselves; 1 damaged: the store contradicts
    itself or the heads that were signed.
    """
    if registry and not (operator and site):
        raise typer.BadParameter("it takes --operator and --site as well", param_hint="--registry")
    with output.reported(as_json):
        for curve in ("p256", "ed25519", "secp256k1"):
            signature.backend(curve)
        found, fields = asyncio.run(_audit(_opened(store, password), policy, registry, operator, site, as_json))
    damaged = bool(found["damage"])
    fields = {"ok": not damaged, **fields, "findings": dict(found)}
    output.show(fields, as_json, "damaged" if damaged else "whole", "bold red" if damaged else "bold green")
    raise typer.Exit(output.REFUSED if damaged else output.NOT_YET if found.total() else 0)


async def _audit(
    store: Any, policy: Path, registry: Path | None, operator: str | None, site: str | None, as_json: bool
) -> tuple[Counter[str], dict[str, Any]]:
    from lightclient.audit.hosts.auditing import Auditor
    from lightclient.audit.hosts.checking import Rules, fast

    fast()
    trust = trusts.parse(files.read(policy))
    devices = tuple((name, key.serialize()) for name, key in sorted(trust.devices.items()))
    given = files.read(registry) if registry else b""
    key = key_of(operator).serialize() if operator else b""
    try:
        await store.open(trust.log.name)
        auditor = Auditor(store, trust.policy, Rules(trust.log.name, devices, site or "", given, key))
        found: Counter[str] = Counter()
        async for each in auditor.run():
            found[each.kind] += 1
            shown = {"finding": each.kind, "error": each.error, "message": each.why}
            output.event(shown | each.where if as_json else shown, as_json)
        fields = {"log": trust.log.name, "records": auditor.size, "devices": auditor.devices}
        return found, fields | {"heads": auditor.heads, "signatures": auditor.signatures}
    finally:
        await store.close()


def _opened(store: str, password: Path | None) -> Any:
    from lightclient.audit.hosts.store import LogStore
    from lightclient.cli.database import store_of

    if "://" not in store and not Path(store).exists():
        raise FileNotFoundError(2, "there is no log", store)
    return LogStore(store_of(store, password))


def _origin(policy: Path) -> str:
    return trusts.parse(files.read(policy)).log.name
