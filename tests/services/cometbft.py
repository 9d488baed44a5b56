"""Four validators of CometBFT on loopback, with its key-value store as the application.

Whoever sends `val=ed25519!KEY!POWER` changes the power of a validator: KEY is its public key in base64.
"""

import base64
import contextlib
import json
import re
import subprocess
import urllib.request

from tests.conftest import ROOT
from tests.services.install import Missing
from tests.services.process import Process, free_port, until

SCRIPT = ROOT / "tools" / "nodes.sh"
COUNT = 4


def built(name="cometbft"):
    """Return the path of a program of tools/nodes.sh. Raises Missing where it has not been built."""
    done = subprocess.run([SCRIPT, "where"], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Missing(done.stderr.strip().removeprefix("nodes.sh: "))
    return done.stdout.strip() + "/" + name


class Net:
    """nodes: processes, which may be stopped and started. url(i): of a node's RPC."""

    def __init__(self, folder, name="cometbft"):
        """name: of a program of tools/nodes.sh. Raises Missing."""
        program = built(name)
        line = [program, "testnet", "--v", str(COUNT), "--o", str(folder), "--populate-persistent-peers=false"]
        subprocess.run(line, check=True, capture_output=True)
        self.homes = [folder / f"node{i}" for i in range(COUNT)]
        self.ports = [free_port() for _ in self.homes]
        ways = [free_port() for _ in self.homes]
        peers = ",".join([f"{self._id(program, home)}@127.0.0.1:{ways[i]}" for i, home in enumerate(self.homes)])
        self.nodes = []
        for i, home in enumerate(self.homes):
            settings = home / "config" / "config.toml"
            settings.write_text(re.sub(r"(?m)^timeout_commit = .*", 'timeout_commit = "100ms"', settings.read_text()))
            line = [program, "node", "--home", str(home), "--proxy_app", "kvstore", "--log_level", "error"]
            line += ["--rpc.laddr", f"tcp://127.0.0.1:{self.ports[i]}", "--p2p.persistent_peers", peers]
            line += ["--p2p.laddr", f"tcp://127.0.0.1:{ways[i]}"]
            self.nodes.append(Process(f"cometbft-{i}", home, line, [self.ports[i]]))

    def _id(self, program, home):
        done = subprocess.run([program, "show-node-id", "--home", home], check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def start(self):
        for node in self.nodes:
            node.start()
        until(lambda: self.height() > 1, "the validators decide blocks")

    def stop(self):
        for node in self.nodes:
            node.kill()

    def url(self, number=0):
        return f"http://127.0.0.1:{self.ports[number]}"

    def call(self, method, number=0, **params):
        question = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
        with urllib.request.urlopen(self.url(number), question, timeout=30) as answer:  # loopback
            return json.load(answer)["result"]

    def height(self, number=0):
        return int(self.call("status", number)["sync_info"]["latest_block_height"])

    def grow(self, count, number=0):
        """Wait until there are so many blocks more, and return the height."""
        wanted = self.height(number) + count
        until(lambda: self.height(number) >= wanted, f"height {wanted}")
        return self.height(number)

    def send(self, text):
        """Return (hash, height) of a transaction that has been decided."""
        done = self.call("broadcast_tx_commit", tx=base64.b64encode(text.encode()).decode())
        until(lambda: self._has(done["hash"]), "the transaction is in the node's index, which comes after the block")
        return done["hash"], int(done["height"])

    def _has(self, tx_hash):
        with contextlib.suppress(KeyError):  # an error has no result
            return self.call("tx", hash=base64.b64encode(bytes.fromhex(tx_hash)).decode())
        return None

    def set_power(self, number, power):
        key = json.loads((self.homes[number] / "config" / "priv_validator_key.json").read_text())["pub_key"]["value"]
        self.send(f"val=ed25519!{key}!{power}")
        self.grow(3)  # two blocks later it counts
