"""`lightclient devices enrol`, `list`, `rotate`, `revoke`, `say`, `key`: whose key speaks for which device."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from lightclient.cli import files, keysource, output, signature
from lightclient.cli.options import JsonOption
from lightclient.cli.secret import FdOption, Secrets
from lightclient.codec import base64
from lightclient.codec.errors import BadBase64, BadSchema
from lightclient.identity import algorithms, enrolment
from lightclient.identity import key as keys
from lightclient.identity import registration as registrations
from lightclient.identity import registry as registries
from lightclient.identity.errors import NotRegistered
from lightclient.identity.key import Key
from lightclient.identity.registry import Registry

ALGORITHMS = {"p256": algorithms.ES256, "ed25519": algorithms.EDDSA, "secp256k1": algorithms.ES256K}
DAY = 86_400
SERIAL = 12  # random bytes of a serial number
HEAD = ("device", "serial", "kind", "from", "until", "state")

RegistryOption = Annotated[
    Path, typer.Option("--registry", metavar="FILE", help="The registry of the site's devices.", show_default=False)
]
SiteOption = Annotated[
    str | None, typer.Option("--site", metavar="NAME", envvar="LIGHTCLIENT_SITE", help="The name of the site.")
]
NeededSite = Annotated[
    str,
    typer.Option("--site", metavar="NAME", envvar="LIGHTCLIENT_SITE", help="The name of the site.", show_default=False),
]
OperatorOption = Annotated[
    str | None,
    typer.Option(
        "--operator", metavar="KEY", envvar="LIGHTCLIENT_OPERATOR", help="The operator's COSE key, in base64."
    ),
]
KeystoreOption = Annotated[
    Path, typer.Option("--keystore", metavar="FILE", help="The keystore with the operator's key.", show_default=False)
]
NameOption = Annotated[str | None, typer.Option("--name", metavar="NAME", help="Its name there, if there are several.")]
NonceOption = Annotated[
    str | None, typer.Option("--nonce", metavar="HEX", help="The nonce that you gave the device: 8 to 64 random bytes.")
]
DaysOption = Annotated[int, typer.Option("--days", min=1, max=36_500, help="For how long its credential holds.")]
OutputOption = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the credential there, for the device.")
]


def key(
    keystore: Annotated[Path, typer.Option("--keystore", metavar="FILE", help="The keystore.", show_default=False)],
    name: NameOption = None,
    secret_fd: FdOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print the public key of a keystore's secret as a COSE key in base64: an operator's, or a device's."""
    with output.reported(as_json), keysource.opened(keystore, Secrets(secret_fd)) as store:
        which = keysource.pick(store, tuple(ALGORITHMS), name)
        signature.backend(store.kinds()[which])
        found = base64.serialize(keys.of_signer(store, store.kinds()[which], which).serialize())
        output.event({"ok": True, "key": found} if as_json else {"key": found}, as_json)


def enrol(
    registry: RegistryOption,
    site: NeededSite,
    keystore: KeystoreOption,
    request: Annotated[
        Path | None, typer.Argument(metavar="[REQUEST]", help="The device's request, which its claim key signed.")
    ] = None,
    claim: Annotated[str | None, typer.Option("--claim", metavar="KEY", help="The claim key, a COSE key.")] = None,
    nonce: NonceOption = None,
    device: Annotated[
        str | None, typer.Option("--device", metavar="NAME", help="Without a request: the name of the device.")
    ] = None,
    own: Annotated[
        str | None, typer.Option("--key", metavar="KEY", help="And its COSE key, which you have seen yourself.")
    ] = None,
    days: DaysOption = 365,
    target: OutputOption = None,
    name: NameOption = None,
    secret_fd: FdOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give a device a credential, and put it into the registry, which is made if it is not there.

    \b
    lightclient devices enrol request.cose --claim KEY --nonce 8f14e45fceea167a \\
        --registry site.registry --site site.example --keystore operator.keys
    lightclient devices enrol --device meter-7 --key KEY \\
        --registry site.registry --site site.example --keystore operator.keys
    """
    asked, held = (request, claim, nonce), (device, own)
    if not (all(asked) and not any(held)) and not (all(held) and not any(asked)):
        raise typer.BadParameter("give REQUEST, --claim and --nonce, or --device and --key", param_hint="REQUEST")
    with output.reported(as_json):
        if request and claim and nonce:
            found = enrolment.parse_request(files.read(request))
            signature.backend(found.key.kind)
            signer = key_of(claim)
            signature.backend(signer.kind)
            found.verify(signer, _nonce(nonce))
            named, public = found.device, found.key
        else:
            named, public = str(device), key_of(str(own))
        with _operating(registry, site, keystore, name, Secrets(secret_fd)) as operator:
            output.show(operator.give(named, public, days, target), as_json, "enrolled")


def rotate(
    request: Annotated[Path, typer.Argument(metavar="REQUEST", help="The request, which the device's old key signed.")],
    registry: RegistryOption,
    site: NeededSite,
    keystore: KeystoreOption,
    nonce: NonceOption,
    grace: Annotated[
        int,
        typer.Option("--grace", metavar="DAYS", min=0, help="For how long an old key that has ended may still ask."),
    ] = 90,
    days: DaysOption = 365,
    target: OutputOption = None,
    name: NameOption = None,
    secret_fd: FdOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give a device a credential for a new key. The old one serves on until it ends, or until it is revoked."""
    if nonce is None:
        raise typer.BadParameter("which nonce did you give the device?", param_hint="--nonce")
    with output.reported(as_json), _operating(registry, site, keystore, name, Secrets(secret_fd)) as operator:
        found = enrolment.parse_request(files.read(request))
        signature.backend(found.key.kind)
        for each in operator.registry.devices():
            signature.backend(each.key.kind)
        operator.registry.check_rotation(found, _nonce(nonce), int(time.time()), grace * DAY)
        output.show(operator.give(found.device, found.key, days, target), as_json, "rotated")


def revoke(
    which: Annotated[str, typer.Argument(metavar="DEVICE|SERIAL", help="A device with all its keys, or a credential.")],
    registry: RegistryOption,
    site: NeededSite,
    keystore: KeystoreOption,
    since: Annotated[
        int | None, typer.Option("--since", metavar="UNIXTIME", help="Since when it does not count. Default: now.")
    ] = None,
    name: NameOption = None,
    secret_fd: FdOption = None,
    as_json: JsonOption = False,
) -> None:
    """Sign a new revocation list, which holds all that was revoked before as well. Nobody takes it back."""
    with output.reported(as_json), _operating(registry, site, keystore, name, Secrets(secret_fd)) as operator:
        output.show(operator.revoke(which, int(time.time()) if since is None else since), as_json, "revoked")


def list_(
    registry: RegistryOption,
    site: NeededSite,
    operator: OperatorOption,
    as_json: JsonOption = False,
) -> None:
    """Print whose keys hold, from when, and until when."""
    if operator is None:
        raise typer.BadParameter("by whose key is the registry signed?", param_hint="--operator")
    with output.reported(as_json):
        known = key_of(operator)
        signature.backend(known.kind)
        found = registries.parse(files.read(registry), known, site)
        rows = [_row(found, each, int(time.time())) for each in found.devices()]
    if as_json:
        output.event({"ok": True, "site": site, "list": found.number, "devices": rows}, True)
    elif rows:
        output.table(HEAD, [tuple(str(row[column]) for column in HEAD) for row in rows])
    else:
        typer.echo("no device is enrolled", err=True)


def say(
    device: Annotated[str, typer.Argument(metavar="DEVICE", help="The device, enrolled or not.")],
    registry: RegistryOption,
    site: NeededSite,
    target: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Where to write it.")],
    operator: OperatorOption = None,
    days: Annotated[
        int, typer.Option("--days", min=1, max=3650, help="For how long this holds without a newer one.")
    ] = 1,
    as_json: JsonOption = False,
) -> None:
    """Write what the registry says of a device now, as the body of a record for the log of the site.

    The operator signs it with `log append`, before the one before it ends, and at once when something changes. Whoever
    has the operator in a policy then learns from `verify` whether the device is registered now.

    \b
    lightclient devices say meter-7 --registry site.registry --site site.example --operator KEY -o meter-7.says
    lightclient log append meter-7.says --content application/vnd.lightclient.registration --device registry \\
        --keystore operator.keys --origin site.example/log --state operator.state --server URL
    """
    if operator is None:
        raise typer.BadParameter("by whose key is the registry signed?", param_hint="--operator")
    with output.reported(as_json):
        known = key_of(operator)
        signature.backend(known.kind)
        found = registries.parse(files.read(registry), known, site)
        until = int(time.time()) + days * DAY
        made = registrations.of_registry(found, site, device, until)
        data = made.serialize()
        registrations.parse(data)  # a name that cannot be a device's is refused here
        files.write(target, data)
        fields = {"ok": True, "device": device, "serials": [each.serial.hex() for each in made.held], "until": until}
        output.show({**fields, "file": str(target)}, as_json, "to be appended")


def key_of(text: str) -> Key:
    """Return the COSE key that base64 stands for. Raises BadSchema, and what `key.parse` raises."""
    try:
        return keys.parse(base64.parse(text))
    except BadBase64:
        raise BadSchema("key", "it is not a COSE key in base64; `lightclient devices key` prints one") from None


class _Operator:
    """The operator at work on a registry."""

    def __init__(self, signer: Any, kind: str, name: str, site: str, registry: Registry) -> None:
        self._signing = (signer, ALGORITHMS[kind], name)
        self._site = site
        self.registry = registry

    def give(self, device: str, key: Key, days: int, target: Path | None) -> dict[str, Any]:
        now = int(time.time())
        made = enrolment.approve(self._signing, self._site, device, key, os.urandom(SERIAL), now, now + days * DAY)
        data = made.serialize()
        self.registry.take(data)
        if target:
            files.write(target, data)
        return {"ok": True, "device": device, "serial": made.serial.hex(), "from": made.start, "until": made.expiry}

    def revoke(self, which: str, since: int) -> dict[str, Any]:
        found = [each for each in self.registry.devices() if which in (each.device, each.serial.hex())]
        if not found:
            raise NotRegistered(device=which, time=since)
        revoked = {each.serial: self.registry.revoked(each.serial) for each in self.registry.devices()}
        listed = {serial: time for serial, time in revoked.items() if time is not None}
        for each in found:
            listed[each.serial] = min(since, listed.get(each.serial, since))
        number = self.registry.number + 1
        self.registry.take_list(registries.revoke(self._signing, self._site, number, int(time.time()), listed))
        return {"ok": True, "list": number, "serials": [each.serial.hex() for each in found], "since": since}


@contextmanager
def _operating(path: Path, site: str, keystore: Path, name: str | None, secrets: Secrets) -> Iterator[_Operator]:
    """Yield the operator, and write the registry unless an error ends the block."""
    with keysource.opened(keystore, secrets) as store:
        which = keysource.pick(store, tuple(ALGORITHMS), name)
        kind = store.kinds()[which]
        signature.backend(kind)
        public = keys.of_signer(store, kind, which)
        registry = registries.parse(files.read(path), public, site) if path.exists() else Registry(public, site)
        yield _Operator(store, kind, which, site, registry)
        files.write(path, registry.serialize())


def _row(registry: Registry, each: Any, now: int) -> dict[str, Any]:
    since = registry.revoked(each.serial)
    state = "holds" if each.start <= now < each.expiry else "ended" if now >= each.expiry else "begins later"
    if since is not None:
        state = f"revoked since {since}"
    shown = {"device": each.device, "serial": each.serial.hex(), "kind": each.key.kind}
    return shown | {"from": each.start, "until": each.expiry, "state": state}


def _nonce(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise typer.BadParameter("not hexadecimal", param_hint="--nonce") from None
