"""`lightclient keys psbt`: what a partially signed transaction pays, and signatures for it."""

from pathlib import Path
from typing import Annotated, Any

import typer

from lightclient.bitcoin.address import address_of
from lightclient.bitcoin.networks.network import Network
from lightclient.bitcoin.walk import MAX_SIZE, Visitor, walk
from lightclient.cli import files, keysource, output, signature
from lightclient.cli.keysource import KeystoreOption, NameOption, PassphraseOption
from lightclient.cli.options import JsonOption, NetworkOption, network_of
from lightclient.cli.secret import FdOption
from lightclient.codec.reader import Reader
from lightclient.keys import base64
from lightclient.keys.errors import BadMessageSignature
from lightclient.keys.psbt.errors import NoPsbt, NothingToSign
from lightclient.keys.psbt.inputs import Inputs
from lightclient.keys.psbt.psbt import MAGIC, Psbt
from lightclient.keys.psbt.sign import sign
from lightclient.keys.psbt.signers import HdKey, SingleKey


def psbt(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A PSBT of version 0 or 2, binary or in base64.")],
    network: NetworkOption,
    signed: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Sign, and write the PSBT there.")
    ] = None,
    keystore: KeystoreOption = None,
    name: NameOption = None,
    passphrase: PassphraseOption = False,
    secret_fd: FdOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell what a PSBT pays; with -o sign every input of it that is the key's.

    The payment is shown before the secret is asked for. The fee is unknown if an input does not show what it spends.

    \b
    lightclient keys psbt payment.psbt --network mainnet
    lightclient keys psbt payment.psbt --network mainnet --keystore my.keys -o signed.psbt
    """
    rules = network_of(network)
    if signed is None and (keystore or name or passphrase or secret_fd is not None):
        raise typer.BadParameter("nothing is signed without -o FILE", param_hint="-o")
    with output.reported(as_json):
        data, text = _read(file)
        found = Psbt(lambda: Reader(data))
        fields = {"ok": True, "network": rules.name, "version": found.version, **_pays(found, rules)}
        if signed is None:
            output.show(fields, as_json, "payment")
            return
        if not as_json:
            output.show(fields, False, "payment")
        used = signature.backend()
        source = keysource.load(network, keystore, name, secret_fd, passphrase, ("secp256k1", *keysource.WALLETS))
        signer = HdKey(source.root) if source.root else SingleKey(source.secret or b"")
        parts: list[bytes] = []
        made = sign(found, signer, parts.append)
        if not made:
            raise NothingToSign()
        whole = b"".join(parts)
        files.write(signed, base64.serialize(whole).encode() + b"\n" if text else whole)
        done = {"signatures": made, "file": str(signed), "signatures_by": used.name}
        output.show({**fields, **done} if as_json else done, as_json, "signed")


class _Outputs(Visitor):
    keep = MAX_SIZE

    def __init__(self, network: Network) -> None:
        self.network = network
        self.found: list[dict[str, Any]] = []

    def output(self, value: int, script: bytes | None) -> None:
        script = script or b""
        self.found.append({"satoshi": value, "to": address_of(script, self.network) or script.hex()})


def _pays(psbt: Psbt, network: Network) -> dict[str, Any]:
    """Return what a PSBT pays and to whom: what `Inputs` has looked at."""
    inputs = Inputs(psbt)
    outputs = _Outputs(network)
    walk(inputs.spending.open(), outputs)
    return {"inputs": psbt.inputs, "pays": outputs.found, "fee": inputs.fee}


def _read(file: Path) -> tuple[bytes, bool]:
    """Return the bytes of a PSBT, and whether they were written as text. Raises OSError, TooLarge, NoPsbt."""
    data = files.read(file)
    if data.startswith(MAGIC):
        return data, False
    try:
        return base64.parse(data.decode("ascii").strip()), True
    except (UnicodeDecodeError, BadMessageSignature):
        raise NoPsbt() from None
