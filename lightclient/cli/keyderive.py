"""`lightclient keys derive` and `address`: what follows from a wallet, or from an account's public key."""

import re
from enum import Enum
from typing import Annotated, Any

import typer

from lightclient.bitcoin.address import address_of
from lightclient.bitcoin.networks.network import Network
from lightclient.cli import keysource, output, signature
from lightclient.cli.keysource import KeystoreOption, NameOption, PassphraseOption
from lightclient.cli.options import JsonOption, NetworkOption, network_of
from lightclient.cli.secret import FdOption, ShowOption
from lightclient.crypto import chosen
from lightclient.keys.algorithms import ECDSA
from lightclient.wallet import accounts, bip32, descriptor_checksum, outputs, path
from lightclient.wallet.accounts import Account
from lightclient.wallet.bip32 import ExtendedKey
from lightclient.wallet.descriptor import Descriptor
from lightclient.wallet.errors import UncompressedKey
from lightclient.wallet.signers import HdKey

MOST = 1000  # addresses at once


class Purpose(str, Enum):
    pkh = "44"
    sh_wpkh = "49"
    wpkh = "84"
    tr = "86"


PurposeOption = Annotated[
    Purpose | None,
    typer.Option("--purpose", help="44 pkh, 49 sh(wpkh), 84 wpkh, 86 tr. 84 for secrets; a plain xpub does not say."),
]


def derive(
    steps: Annotated[str, typer.Argument(metavar="PATH", help="Such as m/84h/0h/0h.")],
    network: NetworkOption,
    keystore: KeystoreOption = None,
    name: NameOption = None,
    passphrase: PassphraseOption = False,
    secret_fd: FdOption = None,
    show: ShowOption = False,
    as_json: JsonOption = False,
) -> None:
    """Derive an extended public key, and the descriptors of an account.

    \b
    lightclient keys derive m/84h/0h/0h --network mainnet --keystore my.keys
    lightclient keys derive m/86h/1h/0h --network testnet4
    lightclient keys derive m/48h/0h/0h/2h --network mainnet --secret-fd 3 3<words.txt
    """
    rules = network_of(network)
    with output.reported(as_json):
        numbers = path.parse(steps)
        signature.backend()
        with keysource.loaded(network, keystore, name, secret_fd, passphrase, keysource.WALLETS) as source:
            wallet = _wallet(source)
            root, key = wallet.public(), wallet.public(numbers)
            fields: dict[str, Any] = {
                "ok": True,
                "network": rules.name,
                "path": path.serialize(numbers),
                "fingerprint": root.fingerprint().hex(),
                "public_key": key.key.hex(),
                "xpub": key.serialize(rules),
            }
            purpose = numbers[0] - path.HARDENED if len(numbers) == 3 else 0
            if purpose in accounts.SCRIPTS:
                fields["receive"], fields["change"] = _descriptors(root, key, purpose, numbers, rules)
            if show:
                fields["secret"] = wallet.reveal(numbers).serialize(rules)
        output.show(fields, as_json, "derived")


def address(
    network: NetworkOption,
    key: Annotated[
        str | None,
        typer.Argument(
            metavar="[XPUB|DESCRIPTOR]", help="An account's public key or a descriptor. Default: a secret's account."
        ),
    ] = None,
    index: Annotated[str, typer.Option("--index", metavar="N[-M]", help="Which addresses, such as 0-19.")] = "0",
    change: Annotated[bool, typer.Option("--change", help="Print change addresses.")] = False,
    purpose: PurposeOption = None,
    account: Annotated[int, typer.Option("--account", min=0, help="Which account of a secret.")] = 0,
    keystore: KeystoreOption = None,
    name: NameOption = None,
    passphrase: PassphraseOption = False,
    secret_fd: FdOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print addresses of an account's public key, a descriptor, or a secret.

    \b
    lightclient keys address --network mainnet --keystore my.keys --index 0-19
    lightclient keys address zpub6rFR7y4Q2AijBEqTUqu... --network mainnet --change
    lightclient keys address "wpkh(xpub6CatWdiZiodmU.../<0;1>/*)" --network mainnet --index 5
    lightclient keys address "wsh(and_v(v:pk(xpub6.../0/*),older(144)))" --network mainnet
    """
    if key is not None and (keystore or name or passphrase or account or secret_fd is not None):
        raise typer.BadParameter("a public key or a secret, not both", param_hint="XPUB|DESCRIPTOR")
    rules = network_of(network)
    indexes = _range(index)
    with output.reported(as_json):
        signature.backend()
        if key is None:
            kinds = (chosen.SECP256K1, *keysource.WALLETS) if name else keysource.WALLETS
            with keysource.loaded(network, keystore, name, secret_fd, passphrase, kinds) as source:
                if source.wallet is None:
                    output.show(_of_key(source, purpose, rules, indexes, account or change), as_json, "address")
                    return
                number = int((purpose or Purpose.wpkh).value)
                found = Account(source.wallet.public(accounts.path(number, rules, account)), number, rules)
        elif "(" in key:
            output.show(_of_descriptor(key, rules, indexes, change, purpose), as_json, "addresses")
            return
        else:
            found = _account(key, purpose, rules)
        addresses = [{"index": at, "address": found.address(at, int(change))} for at in indexes]
        script = accounts.SCRIPTS[found.purpose]
        fields = {"ok": True, "network": rules.name, "script": script, "change": change, "addresses": addresses}
        output.show(fields, as_json, "addresses")


def _wallet(source: keysource.Source) -> HdKey:
    """Return what keys are derived from."""
    if source.wallet is None:
        raise typer.BadParameter("nothing can be derived from a single private key: give words or an xprv")
    return source.wallet


def _of_key(
    source: keysource.Source, purpose: Purpose | None, network: Network, indexes: range, more: int
) -> dict[str, Any]:
    """Return the address of a single private key. Raises UncompressedKey."""
    if more or indexes != range(1):
        raise typer.BadParameter("a single private key has one address of each kind only")
    key = source.signer.public_key(ECDSA, source.name)
    if purpose is None:
        if len(key) == 33:
            raise typer.BadParameter("a private key does not say what its address is: give --purpose")
        purpose = Purpose.pkh  # the only address of an uncompressed key
    script = accounts.SCRIPTS[int(purpose.value)]
    if len(key) != 33 and script != outputs.PKH:
        raise UncompressedKey()
    address = address_of(outputs.script_of(script, key), network)
    return {"ok": True, "network": network.name, "script": script, "address": address}


def _descriptors(
    root: ExtendedKey, key: ExtendedKey, purpose: int, numbers: tuple[int, ...], network: Network
) -> list[str]:
    """Return the descriptors of an account, for receiving and for change."""
    before, after = accounts.SCRIPTS[purpose], ")"
    if before == "sh(wpkh)":
        before, after = "sh(wpkh", "))"
    origin = "[" + root.fingerprint().hex() + path.serialize(numbers)[1:] + "]"
    expression = origin + key.public().serialize(network)
    return [descriptor_checksum.add(f"{before}({expression}/{change}/*{after}") for change in (0, 1)]


def _account(text: str, purpose: Purpose | None, network: Network) -> Account:
    key, prefix = bip32.parse(text)
    prefix.check(network)
    known = {script: number for number, script in accounts.SCRIPTS.items()}
    if prefix.scripts and (prefix.scripts not in known or (purpose and known[prefix.scripts] != int(purpose.value))):
        raise typer.BadParameter(f"{prefix.name} stands for {prefix.scripts}", param_hint="--purpose")
    if prefix.scripts:
        return Account(key, known[prefix.scripts], network)
    if purpose is None:
        raise typer.BadParameter(f"an {prefix.name} does not say what its addresses are: give --purpose")
    return Account(key, int(purpose.value), network)


def _of_descriptor(
    text: str, network: Network, indexes: range, change: bool, purpose: Purpose | None
) -> dict[str, Any]:
    descriptor = Descriptor(text, network)
    if change and descriptor.several == 2:
        descriptor = Descriptor(text, network, which=1)
    elif change or purpose is not None:
        raise typer.BadParameter("a descriptor says by itself what its addresses are")
    if not descriptor.ranged and len(indexes) > 1:
        raise typer.BadParameter("this descriptor has one address only", param_hint="--index")
    addresses = [{"index": at, "address": descriptor.address(at)} for at in indexes]
    return {"ok": True, "network": network.name, "addresses": addresses}


def _range(text: str) -> range:
    found = re.fullmatch(r"(\d{1,10})(?:-(\d{1,10}))?", text)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if not first <= last < path.HARDENED or last - first >= MOST:
        raise typer.BadParameter(f"it is no number and no range of at most {MOST}", param_hint="--index")
    return range(first, last + 1)
