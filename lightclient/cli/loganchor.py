"""`lightclient log anchor`: a log's head for a main chain, in a transaction that a wallet signs elsewhere."""

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from lightclient.audit import trust as trusts
from lightclient.audit.errors import NotWitnessed
from lightclient.audit.hosts import anchoring
from lightclient.audit.hosts.remote import Remote
from lightclient.audit.witnessed import check
from lightclient.bitcoin.networks.network import Network
from lightclient.cli import files, output
from lightclient.cli.logask import ServerOption
from lightclient.cli.options import JsonOption, NetworkOption, network_of
from lightclient.till.receiver import Receiver


def anchor(
    server: ServerOption,
    trust: Annotated[Path, typer.Option("--trust", metavar="POLICY", help="The log, and the witnesses it must have.")],
    head: Annotated[
        Path,
        typer.Option(
            "--head", metavar="FILE", help="Where the head is kept; one that is there already is anchored once more."
        ),
    ],
    wallet: Annotated[Path, typer.Option("--wallet", metavar="FILE", help="The wallet's descriptor, of public keys.")],
    network: NetworkOption,
    coins: Annotated[
        list[Path],
        typer.Option("--coin", metavar="RAWFILE", help="A raw transaction that pays the wallet. May be repeated."),
    ],
    fee: Annotated[int, typer.Option("--fee", metavar="SATOSHI", min=0, help="What the transaction pays to miners.")],
    target: Annotated[Path, typer.Option("-o", "--output", metavar="PSBT", help="Where to write the transaction.")],
    index: Annotated[
        int,
        typer.Option("--index", metavar="NUMBER", min=0, help="The address whose coins it spends and pays back to."),
    ] = 0,
    as_json: JsonOption = False,
) -> None:
    """Write a transaction that carries the hash of a log's newest head, for the wallet's keys to sign elsewhere.

    It can be replaced: the same command with a higher --fee pays more for the same head. Once it is in a block,
    `log prove --head FILE --anchor BUNDLE` makes one file of a record, the head and the main chain.

    \b
    lightclient log anchor --server http://127.0.0.1:8080 --trust site.policy --head anchor.head \\
        --wallet descriptor.txt --network mainnet --coin coin.tx --fee 500 -o anchor.psbt
    """
    rules: Network = network_of(network)
    with output.reported(as_json):
        receiver = Receiver.from_descriptor(files.read(wallet).decode(errors="replace"), rules)
        policy = trusts.parse(files.read(trust)).policy
        note = files.read(head) if head.exists() else Remote(server).checkpoint()
        found = check(note, policy, policy.logs[0].name, int(time.time()))
        if not found.met:
            raise NotWitnessed(size=found.head.size, threshold=policy.threshold())
        raw = [files.from_hex(files.read(coin)) for coin in coins]
        made = anchoring.psbt_of(found.head, receiver, index, raw, fee)
        files.write(head, note)  # first: what is anchored must not be forgotten
        files.write(target, made)
        fields: dict[str, Any] = {"ok": True, "log": found.head.origin, "size": found.head.size}
        fields |= {"hash": found.head.hash().hex(), "fee": fee, "file": str(target)}
        output.show(fields, as_json, "to be signed")
