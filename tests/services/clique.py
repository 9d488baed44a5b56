"""Signers of Clique on loopback, each a geth of its own: letters, whose keys are those of tests/portable/evm.py."""

import json
import subprocess

from lightclient.evm.hosts.rpcjson import header_of
from lightclient.gateway.rpc import Rpc
from tests.portable.evm import address, addresses, secret
from tests.services import cometbft
from tests.services.process import Process, free_port, until

CHAIN_ID = 4242


class Net:
    """rpcs: of each signer's node, by letter."""

    def __init__(self, folder, names="ABC", period=1, epoch=12):
        self.program = cometbft.built("geth")
        self.names = names
        listed = b"".join(addresses(names))
        genesis = {
            "config": {
                "chainId": CHAIN_ID,
                **{f"{fork}Block": 0 for fork in ("homestead", "eip150", "eip155", "eip158", "byzantium")},
                **{f"{fork}Block": 0 for fork in ("constantinople", "petersburg", "istanbul", "berlin", "london")},
                "clique": {"period": period, "epoch": epoch},
            },
            "difficulty": "0x1",
            "gasLimit": "0x1c9c380",
            "extraData": "0x" + (bytes(32) + listed + bytes(65)).hex(),
            "alloc": {},
        }
        (folder / "genesis.json").write_text(json.dumps(genesis))
        (folder / "password").write_text("")
        self.nodes = [self._node(folder, name) for name in names]
        self.rpcs = {}

    def _node(self, folder, name):
        home, port = folder / name, free_port()
        home.mkdir()
        (home / "key").write_text(secret(name).hex())
        own = ["--datadir", home / "data"]
        for line in (
            ["init", *own, folder / "genesis.json"],
            ["account", "import", *own, "--password", folder / "password", home / "key"],
        ):
            subprocess.run([self.program, *line], check=True, capture_output=True)
        who = "0x" + address(name).hex()
        line = [self.program, "--datadir", str(home / "data"), "--networkid", str(CHAIN_ID), "--syncmode", "full"]
        line += [
            "--http",
            "--http.port",
            str(port),
            "--http.api",
            "eth,net,web3,clique,admin",
            "--port",
            str(free_port()),
        ]
        line += ["--nodiscover", "--nat", "none", "--netrestrict", "127.0.0.0/8", "--ipcdisable", "--cache", "64"]
        line += ["--authrpc.port", str(free_port()), "--verbosity", "1", "--allow-insecure-unlock"]
        line += ["--mine", "--miner.etherbase", who, "--unlock", who, "--password", str(folder / "password")]
        return Process("geth-" + name, home, line, [port])

    def start(self):
        for name, node in zip(self.names, self.nodes, strict=True):
            node.start()
            self.rpcs[name] = Rpc(f"http://127.0.0.1:{node.ports[0]}")
        ways = {name: rpc.call("admin_nodeInfo", [])["enode"] for name, rpc in self.rpcs.items()}
        for name, rpc in self.rpcs.items():
            for other, way in ways.items():
                if other != name:
                    rpc.call("admin_addPeer", [way])
        self.reach(3)

    def stop(self):
        for node in self.nodes:
            node.kill()

    def call(self, method, *params):
        return self.rpcs[self.names[0]].call(method, list(params))

    def height(self):
        return int(self.call("eth_blockNumber"), 16)

    def reach(self, height):
        until(lambda: self.height() >= height, f"the signers make block {height}")

    def propose(self, name, adds):
        """Have every signer vote for a letter, until a vote is through."""
        for rpc in self.rpcs.values():
            rpc.call("clique_propose", ["0x" + address(name).hex(), adds])
        until(lambda: ("0x" + address(name).hex() in self.call("clique_getSigners")) is adds, "the vote is through")
        for rpc in self.rpcs.values():
            rpc.call("clique_discard", ["0x" + address(name).hex()])

    def header(self, number):
        return header_of(self.call("eth_getBlockByNumber", hex(number), False))
