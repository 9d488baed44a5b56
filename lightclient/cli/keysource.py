"""Which key a command works with: one in a keystore, or one that is read for this once."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from lightclient.cli.options import NetworkName, network_of
from lightclient.cli.secret import Secrets, normal
from lightclient.keys import bip32, bip39, wif
from lightclient.keys.bip32 import ExtendedKey
from lightclient.keys.errors import AmbiguousKey, NoSuchKey
from lightclient.keys.hosts import keyfile
from lightclient.keys.keystore import KeyStore

KeystoreOption = Annotated[
    Path | None,
    typer.Option("--keystore", metavar="FILE", help="Take the secret from this keystore; its passphrase is asked for."),
]
NameOption = Annotated[
    str | None, typer.Option("--name", metavar="NAME", help="Which secret of the keystore, if it has several.")
]
PassphraseOption = Annotated[
    bool, typer.Option("--passphrase", help="The words have a passphrase of their own (BIP39): ask for it as well.")
]

WALLETS = ("entropy", "seed")  # the kinds of a keystore's secrets from which keys are derived


class Source:
    """A key: `root` if others are derived from it, `secret` if it is a single one, 32 bytes.

    words: those of a wallet whose root is not known yet, because a passphrase may belong to them.
    """

    def __init__(self, root: ExtendedKey | None = None, secret: bytes = b"", words: str = "") -> None:
        self.root = root
        self.secret = secret
        self.words = words


@contextmanager
def opened(path: Path, secrets: Secrets) -> Iterator[KeyStore]:
    """Yield the keystore of a file, and wipe what Python lets wipe. Raises what `keyfile.load` raises."""
    path.stat()  # before anybody types a passphrase
    store = keyfile.load(path, normal(secrets.ask(f"Passphrase of {path.name}")))
    try:
        yield store
    finally:
        store.close()


def load(
    network: NetworkName | None,
    keystore: Path | None,
    name: str | None,
    fd: int | None,
    passphrase: bool,
    kinds: tuple[str, ...],
) -> Source:
    """Return the key that the options describe. kinds: of a keystore's secrets, which can be used here.

    Raises what the forms of keys raise, what `keyfile.load` raises, NoSuchKey, AmbiguousKey, OSError.
    """
    secrets = Secrets(fd)
    if keystore is None:
        source = parse(secrets.ask("Words or private key").strip(), network)
    else:
        with opened(keystore, secrets) as store:
            name = pick(store, kinds, name)
            kind, secret = store.kinds()[name], store.secret(name)
        if kind == "entropy":
            source = Source(words=bip39.sentence(secret))
        else:
            source = Source(root=bip32.master(secret)) if kind == "seed" else Source(secret=secret)
    if source.words:
        more = normal(secrets.ask("Passphrase of the words")) if passphrase else b""
        return Source(root=bip32.master(bip39.seed(source.words, more)))
    if passphrase:
        raise typer.BadParameter("only words have a passphrase of their own", param_hint="--passphrase")
    return source


def pick(store: KeyStore, kinds: tuple[str, ...], name: str | None) -> str:
    """Return the name of the secret of one of these kinds. Raises NoSuchKey, AmbiguousKey."""
    able = [one for one, kind in store.kinds().items() if kind in kinds and name in (None, one)]
    if not able:
        raise NoSuchKey(name or "", " or ".join(kinds))
    if len(able) > 1:
        raise AmbiguousKey(len(able), " or ".join(kinds))
    return able[0]


def parse(text: str, network: NetworkName | None) -> Source:
    """Return the key that somebody has written down: words, xprv, WIF, or 32 bytes in hex.

    Raises what `bip39.entropy`, `bip32.parse` and `wif.parse` raise.
    """
    if len(text.split()) > 1:
        words = text.lower()
        bip39.entropy(words)
        return Source(words=words)
    if text[1:4] == "prv":
        root, prefix = bip32.parse(text)
        prefix.check(network_of(network))
        return Source(root=root)
    if re.fullmatch("[0-9a-fA-F]{64}", text):
        return Source(secret=bytes.fromhex(text))
    return Source(secret=wif.parse(text, network_of(network))[0])
