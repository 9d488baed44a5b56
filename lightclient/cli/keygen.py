"""`lightclient keys generate`: a wallet or a key from the system's source of entropy."""

import contextlib
import os
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from lightclient.cli import output, signature
from lightclient.cli.options import JsonOption, NetworkName, PerhapsNetworkOption, network_of
from lightclient.cli.secret import FdOption, Secrets, ShowOption, normal
from lightclient.crypto import chosen
from lightclient.crypto.errors import BadSecretKey
from lightclient.keys import entries
from lightclient.keys.algorithms import public_key
from lightclient.keys.hosts import keyfile
from lightclient.wallet import bip32, bip39, wif


class Kind(str, Enum):
    words = "words"
    secp256k1 = "secp256k1"
    p256 = "p256"
    ed25519 = "ed25519"


class Words(str, Enum):
    twelve = "12"
    fifteen = "15"
    eighteen = "18"
    twenty_one = "21"
    twenty_four = "24"


def generate(
    kind: Annotated[Kind, typer.Option("--kind", help="words: a wallet (BIP39). The others: one key.")] = Kind.words,
    words: Annotated[Words, typer.Option("--words", help="How many words; 12 are 128 bits.")] = Words.twelve,
    keystore: Annotated[
        Path | None,
        typer.Option("--keystore", metavar="FILE", help="Save it in this keystore, which is created if missing."),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="Its name in the keystore. Default: its kind.")
    ] = None,
    secret_fd: FdOption = None,
    show: ShowOption = False,
    network: PerhapsNetworkOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a wallet or a key from the system's source of entropy, and keep it in a keystore.

    \b
    lightclient keys generate --keystore my.keys
    lightclient keys generate --kind ed25519 --keystore my.keys --name till-7
    lightclient keys generate --words 24 --show
    """
    if keystore is None and not show:
        raise typer.BadParameter("nobody would have it: keep it with --keystore FILE, or see it with --show")
    if keystore is None and (name is not None or secret_fd is not None):
        raise typer.BadParameter("--name and --secret-fd are for a --keystore")
    if show and kind is Kind.secp256k1:
        network_of(network)
    with output.reported(as_json):
        signature.backend(_curve(kind))
        secret = os.urandom(int(words.value) // 3 * 4) if kind is Kind.words else _key(kind)
        fields = {"ok": True, "kind": kind.value, **_public(kind, secret)}
        if keystore is not None:
            fields |= {"keystore": str(keystore), "name": name or kind.value}
            _keep(keystore, name or kind.value, kind, secret, Secrets(secret_fd))
        if show:
            fields["secret"] = _text(kind, secret, network)
        output.show(fields, as_json, "made")


def _curve(kind: Kind) -> str:
    return chosen.SECP256K1 if kind is Kind.words else kind.value


def _key(kind: Kind) -> bytes:
    """Return 32 random bytes that are a secret key of this kind."""
    while True:
        secret = os.urandom(32)
        try:
            _public(kind, secret)
        except BadSecretKey:  # once in 2**32 keys of P-256
            continue
        return secret


def _public(kind: Kind, secret: bytes) -> dict[str, str]:
    if kind is Kind.words:
        return {"fingerprint": bip32.master(bip39.seed(bip39.sentence(secret))).fingerprint().hex()}
    algorithm = "ecdsa" if kind is Kind.secp256k1 else kind.value
    return {"public_key": public_key(algorithm, secret).hex()}


def _text(kind: Kind, secret: bytes, network: NetworkName | None) -> str:
    if kind is Kind.words:
        return bip39.sentence(secret)
    return wif.serialize(secret, network_of(network)) if kind is Kind.secp256k1 else secret.hex()


def _keep(file: Path, name: str, kind: Kind, secret: bytes, secrets: Secrets) -> None:
    stored = "entropy" if kind is Kind.words else kind.value
    entries.check(name, stored, secret)  # before there is a file
    new = not file.exists()
    what = f"Passphrase for {file.name}, which is new" if new else f"Passphrase of {file.name}"
    passphrase = normal(secrets.ask(what, confirm=new))
    if new:
        with contextlib.suppress(FileExistsError):  # made by another program just now: it opens with its passphrase
            keyfile.create(file, passphrase).close()
    with keyfile.changing(file, passphrase) as store:
        store.put(name, stored, secret)
