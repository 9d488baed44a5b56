"""`lightclient keys psbt`: what a partially signed transaction pays, and signatures for it."""

from pathlib import Path
from typing import Annotated, Any

import typer

from lightclient.bitcoin.address import address_of
from lightclient.bitcoin.networks.network import Network
from lightclient.bitcoin.walk import MAX_SIZE, Visitor, walk
from lightclient.cli import keysource, output, psbtfile, signature
from lightclient.cli.keysource import KeystoreOption, NameOption, PassphraseOption
from lightclient.cli.options import JsonOption, NetworkOption, network_of
from lightclient.cli.secret import FdOption
from lightclient.codec.reader import Reader
from lightclient.crypto import chosen
from lightclient.keys.algorithms import ECDSA
from lightclient.wallet import accounts
from lightclient.wallet.psbt.claims import fingerprints
from lightclient.wallet.psbt.errors import NothingToSign
from lightclient.wallet.psbt.inputs import Inputs
from lightclient.wallet.psbt.psbt import Psbt
from lightclient.wallet.psbt.sign import sign

MOST_NAMED = 8
UNPROVED = (
    "the amounts of {} of {} inputs are nobody's word, because the PSBT does not show the transactions that pay them: "
    "the fee may be a lie, and two PSBTs with different lies can be signed into one that pays far more"
)


def psbt(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A PSBT of version 0 or 2: binary, base64 or hex.")],
    network: NetworkOption,
    signed: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Sign, and write the PSBT there.")
    ] = None,
    keystore: KeystoreOption = None,
    name: NameOption = None,
    passphrase: PassphraseOption = False,
    secret_fd: FdOption = None,
    believe_amounts: Annotated[
        bool,
        typer.Option("--believe-amounts", help="Sign inputs whose amounts no transaction in the PSBT shows."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Show what a PSBT pays; with -o, sign every input that belongs to the key.

    The payment is shown before the secret is asked for. The fee is unknown if an input does not show what it spends. A
    warning names inputs whose amounts nothing in the PSBT proves; they are signed with --believe-amounts only.

    \b
    lightclient keys psbt payment.psbt --network mainnet
    lightclient keys psbt payment.psbt --network mainnet --keystore my.keys -o signed.psbt
    """
    rules = network_of(network)
    if signed is None and (keystore or name or passphrase or secret_fd is not None or believe_amounts):
        raise typer.BadParameter("nothing is signed without -o FILE", param_hint="-o")
    with output.reported(as_json):
        data, form = psbtfile.read(file)
        found = Psbt(lambda: Reader(data))
        fields = {"ok": True, "network": rules.name, "version": found.version, **_pays(found, rules)}
        if signed is None or not as_json:
            output.show(fields if as_json else _for_people(fields), as_json, "payment")
        if signed is None:
            return
        used = signature.backend()
        parts: list[bytes] = []
        kinds = (chosen.SECP256K1, *keysource.WALLETS)
        with keysource.loaded(network, keystore, name, secret_fd, passphrase, kinds) as source:
            wallet = source.wallet
            if wallet and not wallet.public().depth:
                wallet.starts = ((), *accounts.usual(rules))
            write = parts.append
            made = sign(found, source.signer, write, believe_amounts=believe_amounts, name=source.name)
            if not made:
                raise NothingToSign(theirs=_named(fingerprints(found)), ours=_ours(source))
        psbtfile.write(signed, b"".join(parts), form)
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
    unproved: list[int] = []
    inputs = Inputs(psbt, lambda seen, _: None if seen.is_proved() else unproved.append(seen.index))
    outputs = _Outputs(network)
    walk(inputs.spending.open(), outputs)
    fields = {"inputs": psbt.inputs, "pays": outputs.found, "fee": inputs.fee}
    if unproved:
        fields |= {"unproved_amounts": unproved, "warning": UNPROVED.format(len(unproved), psbt.inputs)}
    return fields


def _for_people(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields with as few inputs named as a person reads."""
    numbers = fields.get("unproved_amounts", [])
    if len(numbers) <= MOST_NAMED:
        return fields
    return fields | {"unproved_amounts": [*numbers[:MOST_NAMED], f"and {len(numbers) - MOST_NAMED} more"]}


def _named(found: list[bytes]) -> str:
    """Return fingerprints in words, as many as a person reads."""
    more = len(found) - MOST_NAMED
    names = [each.hex() for each in found[:MOST_NAMED]] + ([f"{more} more"] if more > 0 else [])
    return " and ".join(names) or "no key by its fingerprint"


def _ours(source: keysource.Source) -> str:
    if source.wallet:
        more = " (or one of its usual accounts)" if len(source.wallet.starts) > 1 else ""
        return source.wallet.public().fingerprint().hex() + more
    return source.signer.public_key(ECDSA, source.name).hex()
