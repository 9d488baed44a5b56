"""Secrets for the command: from a hidden prompt or a file descriptor, never from arguments and never from the
environment, which other processes can read and shells write down."""

import getpass
import os
import re
import unicodedata
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from lightclient.codec.errors import TooLarge
from lightclient.wallet import bip39

MAX_SECRETS = 8192  # bytes of a file descriptor

FdOption = Annotated[
    int | None,
    typer.Option(
        "--secret-fd",
        metavar="N",
        min=0,
        help="Read secrets from file descriptor N, one a line, instead of asking for them: `--secret-fd 3 3<FILE`.",
    ),
]
ShowOption = Annotated[bool, typer.Option("--show", help="Print the secret too.")]

BASE58 = "[1-9A-HJ-NP-Za-km-z]"
EXTENDED = re.compile(f"[xyztuvYZUV]prv{BASE58}{{16}}")
WIF = re.compile(f"(?<![0-9A-Za-z])[5KL9c]{BASE58}{{50,51}}(?![0-9A-Za-z])")
SENTENCE = 12  # words, of which one may be mistyped


class Secrets:
    """Where this command gets its secrets from: `ask` returns one after the other."""

    def __init__(self, fd: int | None) -> None:
        """Raises OSError, TooLarge."""
        self._lines: list[str] | None = None if fd is None else _lines(fd)
        self._fd = fd

    def ask(self, what: str, confirm: bool = False) -> str:
        """Return a secret. confirm: have it typed twice, where it is typed. Raises OSError if nothing gives one."""
        if self._lines is not None:
            if not self._lines:
                raise OSError(f"file descriptor {self._fd} has no line for: {what}")
            return self._lines.pop(0)
        found = _typed(what)
        if confirm and _typed(what + ", once more") != found:
            raise OSError("the two are not the same")
        return found


def normal(passphrase: str) -> bytes:
    """Return a passphrase as BIP39 wants it: in the form NFKD, in UTF-8."""
    return unicodedata.normalize("NFKD", passphrase).encode()


class NoSecrets(TyperGroup):
    """A group of commands that takes no secret as an argument, wherever it stands."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        what = _secret_in(args)
        if what:
            raise typer.BadParameter(
                f"an argument holds {what}, and arguments are no secret: the shell keeps them in its history, and "
                "every process here can read them. Take it as known to others. Give secrets at the prompt, with "
                "--secret-fd N or in a keystore."
            )
        return super().parse_args(ctx, args)


def _secret_in(args: Sequence[str]) -> str:
    """Return what kind of secret is in the arguments, or nothing. What is mistyped is a secret too."""
    for argument in args:
        if EXTENDED.search(argument):
            return "an extended private key"
        if WIF.search(argument):
            return "a private key"
    words = set(bip39.words())
    known = [word in words for word in " ".join(args).lower().split()]
    if any(sum(known[at : at + SENTENCE]) >= SENTENCE - 1 for at in range(len(known) - SENTENCE + 1)):
        return "the words of a wallet"
    return ""


def _lines(fd: int) -> list[str]:
    data = b""
    while part := os.read(fd, MAX_SECRETS + 1):
        data += part
        if len(data) > MAX_SECRETS:
            raise TooLarge(f"file descriptor {fd}", len(data), MAX_SECRETS)
    try:
        return data.decode().splitlines()
    except UnicodeDecodeError:
        raise OSError(f"file descriptor {fd} gives no text in UTF-8") from None


def _typed(what: str) -> str:
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))  # getpass would read and show it without one
    except OSError:
        raise OSError(f"there is no terminal to ask at for: {what}; give it with --secret-fd N") from None
    try:
        return getpass.getpass(what + ": ")
    except EOFError:
        raise OSError("nothing was typed") from None
