"""Which key a command works with: one in a keystore, or one that is read for this once."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lightclient.cli.options import NetworkName, network_of
from lightclient.cli.secret import Secrets, normal
from lightclient.keys.errors import AmbiguousKey, NoSuchKey
from lightclient.keys.hosts import keyfile
from lightclient.keys.keystore import KeyStore
from lightclient.wallet import bip32, bip39, wif
from lightclient.wallet.signers import HdKey, SingleKey

if TYPE_CHECKING:
    from lightclient.keys.signer import Signer

KeystoreOption = Annotated[
    Path | None,
    typer.Option(
        "--keystore", metavar="FILE", help="Take the secret from this keystore; you are asked for its passphrase."
    ),
]
NameOption = Annotated[
    str | None, typer.Option("--name", metavar="NAME", help="Which secret of the keystore, if it has several.")
]
PassphraseOption = Annotated[
    bool, typer.Option("--passphrase", help="The words have a passphrase of their own (BIP39): ask for it as well.")
]

WALLETS = ("entropy", "seed")  # the kinds of a keystore's secrets from which keys are derived


class Source:
    """A key that signs.

    signer  of the key, or of all keys of a wallet      name  which entry of a keystore it is, if it is one
    wallet  the same signer if it is a wallet's
    """

    def __init__(self, signer: "Signer", name: str | None = None) -> None:
        self.signer = signer
        self.name = name
        self.wallet = signer if isinstance(signer, HdKey) else None


@contextmanager
def opened(path: Path, secrets: Secrets) -> Iterator[KeyStore]:
    """Yield the keystore of a file, and wipe what Python lets wipe. Raises what `keyfile.load` raises."""
    path.stat()  # before anybody types a passphrase
    store = keyfile.load(path, normal(secrets.ask(f"Passphrase of {path.name}")))
    try:
        yield store
    finally:
        store.close()


@contextmanager
def loaded(
    network: NetworkName | None,
    keystore: Path | None,
    name: str | None,
    fd: int | None,
    passphrase: bool,
    kinds: tuple[str, ...],
) -> Iterator[Source]:
    """Yield the key that the options describe. kinds: of a keystore's secrets, which can be used here.

    Raises what the forms of keys raise, what `keyfile.load` raises, NoSuchKey, AmbiguousKey, OSError.
    """
    secrets = Secrets(fd)
    if keystore is None:
        text = secrets.ask("Words or private key").strip()
        parse(text, network)  # what is wrong with it shows before more is asked for
        yield Source(parse(text, network, _more(secrets, passphrase, len(text.split()) > 1)))
        return
    with opened(keystore, secrets) as store:
        name = pick(store, kinds, name)
        kind = store.kinds()[name]
        more = _more(secrets, passphrase, kind == "entropy")
        if kind in WALLETS:
            yield Source(store.signer(name, lambda kind, secret, random: HdKey.of(kind, secret, random, more)))
        else:
            yield Source(store, name)


def _more(secrets: Secrets, passphrase: bool, are_words: bool) -> bytes:
    """Return the passphrase of words, which is asked for if the options say that there is one."""
    if not passphrase:
        return b""
    if not are_words:
        raise typer.BadParameter("only words have a passphrase of their own", param_hint="--passphrase")
    return normal(secrets.ask("Passphrase of the words"))


def pick(store: KeyStore, kinds: tuple[str, ...], name: str | None) -> str:
    """Return the name of the secret of one of these kinds. Raises NoSuchKey, AmbiguousKey."""
    able = [one for one, kind in store.kinds().items() if kind in kinds and name in (None, one)]
    if not able:
        raise NoSuchKey(name or "", " or ".join(kinds))
    if len(able) > 1:
        raise AmbiguousKey(len(able), " or ".join(kinds))
    return able[0]


def parse(text: str, network: NetworkName | None, passphrase: bytes = b"") -> SingleKey | HdKey:
    """Return the key that somebody has written down: words, xprv, WIF, or 32 bytes in hex. passphrase: of words.

    Raises what `bip39.entropy`, `bip32.parse` and `wif.parse` raise.
    """
    if len(text.split()) > 1:
        return HdKey.of("entropy", bip39.entropy(text.lower()), os.urandom, passphrase)
    if text[1:4] == "prv":
        root, prefix = bip32.parse(text)
        prefix.check(network_of(network))
        return HdKey(root, os.urandom)
    if re.fullmatch("[0-9a-fA-F]{64}", text):
        return SingleKey(bytes.fromhex(text), random=os.urandom)
    return SingleKey(*wif.parse(text, network_of(network)), random=os.urandom)
