"""Publish a configuration for a fleet: sign it, anchor it in the ledger, and leave it at the broker for every device.

    python -m examples.sensor.publish --secret FILE                              the key, and the address to be funded
    python -m examples.sensor.publish ... --broker mqtt://... --gateway gw --coin TXID:INDEX --sequence 2 --interval 60

The secret is 32 bytes in hex. On Bitcoin the anchor spends a coin of the fleet's own address and gives back what it
does not pay to miners, to be the next coin. That is only for want of a wallet: any transaction that holds the 40 bytes
will do. On other ledgers it is made with their own tools:

    python -m examples.sensor.publish ... --sequence 2 --interval 60             what a transaction or entry has to hold
    python -m examples.sensor.publish ... --sequence 2 --interval 60 --broker mqtt://... --transaction ID|none
"""

from __future__ import annotations

import argparse
import asyncio
import secrets
from hashlib import sha256
from pathlib import Path

from examples.sensor.fleet import anchor_of, body_of, digest_of, topic_of
from lightclient.bitcoin.address import address_of
from lightclient.bitcoin.header import display
from lightclient.bitcoin.networks.known import by_name
from lightclient.bitcoin.script import p2tr
from lightclient.bitcoin.transaction import Transaction, parse
from lightclient.client import Client
from lightclient.codec.cbor import encode
from lightclient.codec.reader import Reader
from lightclient.crypto import backend
from lightclient.crypto.taproot import output_key
from lightclient.mqtt.hosts.broker import broker
from lightclient.mqtt.hosts.paho import Connection
from lightclient.sync.ledger import GENESIS
from lightclient.wallet.sign import sign
from lightclient.wallet.signers import SingleKey
from lightclient.wallet.spending import Spending

FEE = 500  # satoshi: three for each byte
REPLACEABLE = 0xFFFFFFFD


def key_of(secret: bytes) -> bytes:
    """Return the key that devices hold. Raises BadSecretKey."""
    return backend.current().public_key(secret)[1:]


def script_of(secret: bytes) -> bytes:
    """Return the output script of the fleet's own address."""
    return p2tr(output_key(key_of(secret)))


def output_of(secret: bytes, body: bytes) -> bytes:
    """Return the script that anchors a body: OP_RETURN and 40 bytes."""
    return b"\x6a\x28" + anchor_of(key_of(secret), body)


def anchor(secret: bytes, body: bytes, coin: Transaction, index: int) -> bytes:
    """Return a signed transaction that anchors `body` and spends output `index` of `coin`, the fleet's own."""
    value, script = coin.outputs[index]
    transaction = Transaction()
    transaction.input(coin.txid(), index, b"", REPLACEABLE)
    transaction.output(0, output_of(secret, body))
    transaction.output(value - FEE, script)
    raw = transaction.serialize()
    parts: list[bytes] = []
    sign(Spending(lambda: Reader(raw)), [(value, script)], lambda index: (SingleKey(secret), None), parts.append)
    return b"".join(parts)


def message_of(secret: bytes, body: bytes, entry: bytes) -> bytes:
    """Return what devices are told. entry: the id of the transaction that anchors the body, empty for none."""
    return encode([body, backend.current().schnorr_sign(secret, digest_of(body)), entry])


async def publish(client: Client, secret: bytes, fleet: str, sequence: int, interval: int, coin: str) -> bytes:
    """Hand the anchor to the network and the message to the broker; return the anchor's txid.

    coin: "TXID:INDEX", display order. Raises what `Client.ask` and signing raise.
    """
    txid, _, index = coin.partition(":")
    body = body_of(fleet, sequence, interval)
    raw = anchor(secret, body, parse(await client.transaction(bytes.fromhex(txid)[::-1])), int(index))
    await client.broadcast(raw)
    txid = parse(raw).txid()
    client.connection.publish(topic_of(fleet), message_of(secret, body, txid), retain=True)
    await client.connection.all_sent()
    return txid


async def leave(url: str, topic: str, message: bytes) -> None:
    """Leave a message at the broker, for whoever comes. Raises BadBrokerUrl, and TimeoutError without a broker."""
    connection = Connection(broker(url), "publish-" + secrets.token_hex(4), lambda topic, payload, retained: None)
    await connection.start()
    try:
        connection.publish(topic, message, retain=True)
        await asyncio.wait_for(connection.all_sent(), 30)
    finally:
        await connection.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description="Publish a configuration for a fleet.")
    parser.add_argument("--secret", type=Path, required=True, metavar="FILE", help="the fleet's secret, in hex")
    parser.add_argument("--network", type=by_name, default="regtest", help="of Bitcoin")
    parser.add_argument("--broker", help="mqtt://[user:password@]host[:port]")
    parser.add_argument("--gateway", action="append", default=[], help="who hands on the anchor; repeat it for several")
    parser.add_argument("--fleet", default="cellar")
    parser.add_argument("--coin", metavar="TXID:INDEX", help="an output of the fleet's address")
    parser.add_argument("--transaction", metavar="ID", help="what anchors it on another ledger; none for an entry")
    parser.add_argument("--sequence", type=int, help="larger than that of every configuration before")
    parser.add_argument("--interval", type=int, help="seconds between two wakings")
    options = parser.parse_args()
    secret = bytes.fromhex(options.secret.read_text())
    if options.sequence is None:
        print("key", key_of(secret).hex())
        print("fund", address_of(script_of(secret), options.network))
        return
    if options.coin is None:
        body = body_of(options.fleet, options.sequence, options.interval)
        print("transaction", anchor_of(key_of(secret), body).hex(), "or entry", sha256(body).hexdigest())
        if options.transaction is not None:
            entry = b"" if options.transaction == "none" else bytes.fromhex(options.transaction.removeprefix("0x"))
            asyncio.run(leave(options.broker, topic_of(options.fleet), message_of(secret, body, entry)))
        return

    async def run() -> None:
        trust = options.network.shipped() or GENESIS
        async with Client(options.broker, options.network, options.gateway, trust=trust) as client:
            txid = await publish(client, secret, options.fleet, options.sequence, options.interval, options.coin)
            print("anchor", display(txid), "and its next coin", display(txid) + ":1")

    asyncio.run(run())


if __name__ == "__main__":
    main()
