"""`lightclient keys sign` and `verify`: signatures over messages."""

import os
from enum import Enum
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

from lightclient.bitcoin.address import address_of, script_of
from lightclient.bitcoin.networks.network import Network
from lightclient.cli import files, keysource, output, signature
from lightclient.cli.keysource import KeystoreOption, NameOption, PassphraseOption
from lightclient.cli.options import JsonOption, PerhapsNetworkOption, network_of
from lightclient.cli.secret import FdOption
from lightclient.keys import algorithms
from lightclient.keys.errors import WrongSignature
from lightclient.wallet import accounts, base64, bip322, message, outputs, path
from lightclient.wallet.errors import BadMessageSignature, NotItsKey, UncompressedKey

BIP137, BIP322 = "bip137", "bip322"


class Algorithm(str, Enum):
    bip137 = BIP137
    bip322 = BIP322
    bip340 = "bip340"
    p256 = "p256"
    ed25519 = "ed25519"


FORMS = (
    "bip137 and bip322: for an address, in base64. bip340, p256, ed25519: 64 bytes in hex; bip340 and p256 sign the "
    "SHA-256 of the message, ed25519 the message."
)
TextArgument = Annotated[str, typer.Argument(metavar="MESSAGE", help="The text, or - with --file.")]
FileOption = Annotated[
    Path | None, typer.Option("--file", metavar="FILE", help="Read the message from a file; write - for MESSAGE.")
]


def sign(
    text: TextArgument,
    algorithm: Annotated[Algorithm, typer.Option("--algorithm", help=FORMS)],
    steps: Annotated[
        str | None, typer.Option("--path", metavar="PATH", help="Which key of a wallet, such as m/84h/0h/0h/0/0.")
    ] = None,
    address: Annotated[
        str | None,
        typer.Option(
            "--address", metavar="ADDRESS", help="bip137, bip322: sign for this address, which must belong to the key."
        ),
    ] = None,
    file: FileOption = None,
    keystore: KeystoreOption = None,
    name: NameOption = None,
    passphrase: PassphraseOption = False,
    secret_fd: FdOption = None,
    network: PerhapsNetworkOption = None,
    as_json: JsonOption = False,
) -> None:
    """Sign a message.

    The address is that of the path's purpose (44, 49, 84, 86), or the one that --address gives.

    \b
    lightclient keys sign "I was here" --algorithm bip322 --network mainnet --path m/84h/0h/0h/0/0 --keystore my.keys
    lightclient keys sign "I was here" --algorithm bip137 --network mainnet --address 1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2
    lightclient keys sign - --file report.json --algorithm ed25519 --keystore my.keys --name till-7
    """
    for_address = algorithm.value in (BIP137, BIP322)
    if for_address:
        network_of(network)  # before anybody types a secret
    elif address is not None:
        raise typer.BadParameter("only bip137 and bip322 sign for an address", param_hint="--address")
    with output.reported(as_json):
        data = _message(text, file)
        curve = algorithms.KIND.get(algorithm.value, "secp256k1")
        used = signature.backend(curve)
        single = () if steps else (curve,)
        wallets = keysource.WALLETS if curve == "secp256k1" else ()
        fields: dict[str, str | None]
        with keysource.loaded(network, keystore, name, secret_fd, passphrase, single + wallets) as source:
            signer, which = source.signer, _which(source, steps, curve)
            if for_address:
                rules = network_of(network)
                kind, script = _script(signer.public_key(algorithms.ECDSA, which), steps, address, rules)
                if algorithm.value == BIP322:
                    made = bip322.sign(signer, script, data, which)
                else:
                    made = message.sign(signer, data, kind, which)
                fields = {"address": address_of(script, rules), "signature": made}
            else:
                key = signer.public_key(algorithm.value, which)
                made = signer.sign(algorithm.value, _signed(algorithm.value, data), which).hex()
                fields = {"public_key": key.hex(), "signature": made}
        output.show({"ok": True, "algorithm": algorithm.value, **fields, "signatures_by": used.name}, as_json, "signed")


def verify(
    text: TextArgument,
    signed: Annotated[str, typer.Argument(metavar="SIGNATURE", help="In base64 for an address, in hex for a key.")],
    address: Annotated[
        str | None,
        typer.Option("--address", metavar="ADDRESS", help="The address that must have signed (bip137, bip322)."),
    ] = None,
    key: Annotated[
        str | None, typer.Option("--key", metavar="HEX", help="The public key that must have signed, for --algorithm.")
    ] = None,
    algorithm: Annotated[Algorithm | None, typer.Option("--algorithm", help=FORMS)] = None,
    file: FileOption = None,
    network: PerhapsNetworkOption = None,
    as_json: JsonOption = False,
) -> None:
    """Verify a signature over a message. Exit status: 0 valid, 1 not.

    \b
    lightclient keys verify "Hello World" smpAkcwRAIg... --network mainnet --address bc1q9vza2e8x573nczrlzms0wvx3...
    lightclient keys verify - 92a009a9f0d4... --file report.json --algorithm ed25519 --key 3d4017c3e843...
    """
    if (address is None) == (key is None):
        raise typer.BadParameter("give one of --address and --key")
    with output.reported(as_json):
        data = _message(text, file)
        if address is not None:
            form, used, good = _by_address(address, signed, data, algorithm, network_of(network))
            whose = {"address": address}
        else:
            form, used, good = _by_key(str(key), signed, data, algorithm)
            whose = {"public_key": str(key)}
        if not good:
            raise WrongSignature(form)
        output.show({"ok": True, "algorithm": form, **whose, "signatures_by": used}, as_json, "verified")


def _by_address(
    address: str, signed: str, data: bytes, algorithm: Algorithm | None, network: Network
) -> tuple[str, str, bool]:
    """Return which form the signature has, what computes and whether it is good."""
    script = script_of(address, network)
    used = signature.backend().name
    form = algorithm.value if algorithm else BIP137 if _is_bip137(signed) else BIP322
    if form == BIP137:
        return form, used, message.verify(script, data, signed)
    if form == BIP322:
        return form, used, bip322.verify(script, data, signed)
    raise typer.BadParameter(f"{form} is for a --key", param_hint="--algorithm")


def _by_key(key: str, signed: str, data: bytes, algorithm: Algorithm | None) -> tuple[str, str, bool]:
    if algorithm is None or algorithm.value not in algorithms.KIND:
        raise typer.BadParameter("for a --key it is bip340, p256 or ed25519", param_hint="--algorithm")
    form = algorithm.value
    used = signature.backend(algorithms.KIND[form]).name
    return form, used, algorithms.verify(form, _hex("--key", key), _signed(form, data), _hex("SIGNATURE", signed))


def _is_bip137(signed: str) -> bool:
    try:
        return len(base64.parse(signed)) == message.SIZE
    except BadMessageSignature:
        return False


def _message(text: str, file: Path | None) -> bytes:
    if (file is not None) != (text == "-"):
        raise typer.BadParameter("a text, or - and --file FILE", param_hint="MESSAGE")
    return os.fsencode(text) if file is None else files.read(file)


def _signed(algorithm: str, data: bytes) -> bytes:
    """Return what of a message the algorithm signs."""
    return data if algorithm == "ed25519" else sha256(data).digest()


def _which(source: keysource.Source, steps: str | None, curve: str) -> str | None:
    """Return the name that the signer has for the key."""
    if source.wallet is None:
        if steps is not None:
            raise typer.BadParameter("a single private key has no paths", param_hint="--path")
        return source.name
    if curve != "secp256k1":
        raise typer.BadParameter(f"wallets derive keys of secp256k1, not of {curve}", param_hint="--algorithm")
    if steps is None:
        raise typer.BadParameter("which key of the wallet?", param_hint="--path")
    return steps


def _script(key: bytes, steps: str | None, address: str | None, network: Network) -> tuple[str, bytes]:
    """Return the kind and the script of the address to sign for.

    Raises NotItsKey unless it is one of the key's, UncompressedKey for a segwit input and a key of 65 bytes.
    """
    kinds = list(accounts.SCRIPTS.values()) if len(key) == 33 else [outputs.PKH]
    if address is not None:
        script = script_of(address, network)
        for kind in kinds:
            if outputs.script_of(kind, key) == script:
                return kind, script
        short = bytes((2 + (key[-1] & 1),)) + key[1:33]
        if len(key) != 33 and script in [outputs.script_of(kind, short) for kind in accounts.SCRIPTS.values()]:
            raise UncompressedKey()
        raise NotItsKey()
    purpose = path.parse(steps)[:1] if steps else ()
    for number, kind in accounts.SCRIPTS.items():
        if purpose == (number + path.HARDENED,):
            return kind, outputs.script_of(kind, key)
    if len(key) != 33:
        return outputs.PKH, outputs.script_of(outputs.PKH, key)
    raise typer.BadParameter("which of the key's addresses? The path does not say", param_hint="--address")


def _hex(hint: str, text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise typer.BadParameter("not hexadecimal", param_hint=hint) from None
