"""Burrow with one validator on loopback, which makes a block about every half second."""

import base64
import json
import re
import subprocess

from lightclient.gateway.rpc import Rpc
from tests.services import cometbft
from tests.services.process import Process, free_port, until


class Burrow(Process):
    def __init__(self, folder):
        """Raises Missing."""
        self.program = program = cometbft.built("burrow")
        self.folder = folder
        ports = [free_port() for _ in range(3)]
        self.url = f"http://127.0.0.1:{ports[0]}"
        self.rpc = Rpc(self.url)
        spec = subprocess.run([program, "spec", "-v1", "-d2"], cwd=folder, check=True, capture_output=True).stdout
        (folder / "spec.json").write_bytes(spec)
        line = [program, "configure", "-s", "spec.json", "-n", "site", "--empty-blocks", "always"]
        made = subprocess.run(line, cwd=folder, check=True, capture_output=True, text=True).stdout
        for was, port in zip(("26658", "26656", "10997"), ports, strict=True):
            made = made.replace(f'"{was}"', f'"{port}"')
        made = re.sub(r"(\[RPC.Web3\]\s+Enabled = )true", r"\1false", made.replace("0.0.0.0", "127.0.0.1"))
        (folder / "burrow.toml").write_text(made)
        self.accounts = re.findall(r'Address = "(\w+)"\s+Amount = \w+\s+Name = "Developer', made)
        self.grpc = f"127.0.0.1:{ports[2]}"
        super().__init__("burrow", folder, [program, "-C", str(folder), "start", "-v", "0"], ports)

    def height(self):
        return self.rpc.call("status", {})["SyncInfo"].get("LatestBlockHeight", 0)

    def grow(self, height):
        until(lambda: self.height() >= height, f"height {height}")

    def send(self):
        """Pay from one account to the other; return (bytes of the transaction, height of its block)."""
        source, target = self.accounts
        line = ["-C", str(self.folder), "tx", "--address", source, "--chain", self.grpc]
        payment = ["--source", source, "--target", target, "--amount", "5"]
        height = self.height()
        self._run([*line, "commit"], self._run([*line, "formulate", "send", *payment]))
        while True:
            self.grow(height)
            shown = self.block(height)["Block"]["data"]["txs"]
            if shown:
                return base64.b64decode(shown[0]), height
            height += 1

    def block(self, height):
        return self.rpc.call("block", {"height": height})

    def _run(self, arguments, given=""):
        line = [self.program, *arguments]
        return subprocess.run(line, input=given, check=True, capture_output=True, text=True).stdout


def written(folder, **answers):
    """Write answers of the RPC as files; return their paths."""
    paths = []
    for name, answer in answers.items():
        paths.append(folder / name)
        paths[-1].write_text(json.dumps({"result": answer}))
    return paths
