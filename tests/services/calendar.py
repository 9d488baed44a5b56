"""An OpenTimestamps calendar: it gathers commitments, puts their root into a chain, and hands out the way to the block.

    python -m tests.services.calendar PORT NODE_PORT LOGIN [wallet]

What it writes and reads is python-opentimestamps' own; of this project it uses nothing. The node is Bitcoin Core, whose
wallet pays, or one whose coinbases anybody may spend. Commitments of a tenth of a second are gathered into one promise,
as opentimestamps-server does it, and all that wait into one transaction with an OP_RETURN output. Unlike that server it
takes one confirmation.
"""

import contextlib
import http.server
import os
import sys
import threading
import time
from pathlib import Path

from tests.services.process import Process, free_port
from tests.services.rpc import LOGIN, Rpc, RpcError

ROUND = 0.1  # seconds
MAX_DIGEST = 64  # bytes
FEE = 1000  # satoshi
TYPE = "application/vnd.opentimestamps.v1"


class Calendar(Process):
    """A calendar in a process of its own. node_port, login: a node's JSON-RPC. wallet: that node has one."""

    def __init__(self, folder: Path, node_port: int, login: str = LOGIN, wallet: bool = False) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        command = [sys.executable, "-m", "tests.services.calendar", str(self.port), str(node_port), login]
        super().__init__("calendar", folder, command + ["wallet"] * wallet, [self.port])


class Ledger:
    """The node: pays for a commitment, and finds the block that has it."""

    def __init__(self, port: int, login: str, wallet: bool) -> None:
        self.rpc = Rpc(port, login)
        self.wallet = wallet
        self.spent = 0  # the height of the last coinbase that was spent

    def publish(self, digest: bytes) -> None:
        """Have the node take a transaction with `digest` in an OP_RETURN output."""
        call = self.rpc.call
        if self.wallet:
            raw = call("createrawtransaction", [], [{"data": digest.hex()}])
            funded = call("fundrawtransaction", raw)["hex"]
            call("sendrawtransaction", call("signrawtransactionwithwallet", funded)["hex"])
            return
        from bitcoin.core import COutPoint, CTransaction, CTxIn, CTxOut
        from bitcoin.core.script import OP_RETURN, OP_TRUE, CScript

        while True:
            self.spent += 1
            coinbase = self.block(self.spent).vtx[0]
            outputs = [
                CTxOut(0, CScript([OP_RETURN, digest])),
                CTxOut(coinbase.vout[0].nValue - FEE, CScript([OP_TRUE])),
            ]
            spending = CTransaction([CTxIn(COutPoint(coinbase.GetTxid(), 0))], outputs)
            try:
                call("sendrawtransaction", spending.serialize().hex())
                return
            except RpcError:  # another calendar has spent it
                if self.spent == self.height():
                    raise

    def height(self) -> int:
        return self.rpc.call("getblockcount")

    def block(self, height: int):
        from bitcoin.core import CBlock

        return CBlock.deserialize(bytes.fromhex(self.rpc.call("getblock", self.rpc.call("getblockhash", height), 0)))


class Server:
    """What has been promised, and what of it is kept."""

    def __init__(self, uri: str, ledger: Ledger) -> None:
        self.uri = uri
        self.ledger = ledger
        self.lock = threading.Condition()
        self.round: list = []  # timestamps of digests whose askers wait
        self.promised: list = []  # timestamps of commitments that are in no transaction yet
        self.published: list = []  # [(root, its commitments, height from which on its block is looked for)]
        self.kept: dict = {}  # commitment to its timestamp

    def take(self, digest: bytes) -> bytes:
        """Return a promise for a digest, at the end of the round."""
        from opentimestamps.core.timestamp import Timestamp

        stamp = Timestamp(digest)
        with self.lock:
            self.round.append(stamp)
            while stamp in self.round:
                self.lock.wait()
        return serialized(stamp)

    def promise(self) -> None:
        """End a round: every digest of it, each with a random number, leads to one commitment."""
        from opentimestamps.core.notary import PendingAttestation
        from opentimestamps.core.op import OpAppend, OpPrepend, OpSHA256
        from opentimestamps.core.timestamp import Timestamp, make_merkle_tree

        with self.lock:
            if not self.round:
                return
            salted = [each.ops.add(OpAppend(os.urandom(16))).ops.add(OpSHA256()) for each in self.round]
            tip = make_merkle_tree(salted)
            when = int(time.time()).to_bytes(4, "big")
            commitment = tip.ops.add(OpPrepend(when)).ops.add(OpAppend(os.urandom(8)))
            commitment.attestations.add(PendingAttestation(self.uri))
            self.promised.append(Timestamp(commitment.msg))
            self.round = []
            self.lock.notify_all()

    def publish(self) -> None:
        """Put all that was promised into one transaction."""
        from opentimestamps.core.op import OpSHA256
        from opentimestamps.core.timestamp import make_merkle_tree

        if not self.promised:
            return
        stamps, self.promised = self.promised, []
        root = make_merkle_tree([each.ops.add(OpSHA256()) for each in stamps])
        self.published.append((root, stamps, self.ledger.height() + 1))
        self.ledger.publish(root.msg)

    def keep(self) -> None:
        """Look for the block of each transaction, and keep what it shows."""
        from opentimestamps.bitcoin import make_timestamp_from_block

        top = self.ledger.height()
        for entry in list(self.published):
            root, stamps, first = entry
            for height in range(first, top + 1):
                found = make_timestamp_from_block(root.msg, self.ledger.block(height), height)
                if found is not None:
                    root.merge(found)
                    self.kept.update({each.msg: each for each in stamps})
                    self.published.remove(entry)
                    break

    def work(self) -> None:
        while True:
            time.sleep(ROUND)
            self.promise()
            with contextlib.suppress(RpcError, OSError):
                self.publish()
                self.keep()


def serialized(stamp) -> bytes:
    from opentimestamps.core.serialize import BytesSerializationContext

    context = BytesSerializationContext()
    stamp.serialize(context)
    return context.getbytes()


def handler(server: Server):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            if self.path != "/digest" or size > MAX_DIGEST:
                self.send_error(400)
                return
            self.reply(200, server.take(self.rfile.read(size)))

        def do_GET(self) -> None:
            commitment = bytes.fromhex(self.path.removeprefix("/timestamp/"))
            if commitment in server.kept:
                self.reply(200, serialized(server.kept[commitment]))
            else:
                self.reply(404, b"Pending confirmation in Bitcoin blockchain")

        def reply(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", TYPE if status == 200 else "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


def main(port: str, node_port: str, login: str, *wallet: str) -> None:
    server = Server(f"http://127.0.0.1:{port}", Ledger(int(node_port), login, bool(wallet)))
    threading.Thread(target=server.work, daemon=True).start()
    http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), handler(server)).serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
