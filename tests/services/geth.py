"""geth with a chain of its own, which makes a block of each transaction; and its state under other headers.

REGISTRY is a contract that keeps what it is sent: its input is a slot and a value, 32 bytes each; it logs both.
"""

from lightclient.evm import rlp
from lightclient.evm.consensus import parse_sealed
from lightclient.evm.extra import Extra
from lightclient.evm.header import DIFFICULTY, EXTRA, MIX, PARENT
from lightclient.evm.hosts.rpcjson import HEADER, header_of
from lightclient.evm.verify import MIX_HASH
from lightclient.gateway.errors import RpcRefused
from lightclient.gateway.rpc import Rpc
from tests.portable.evm import addresses, seal, written
from tests.services import cometbft
from tests.services.process import Process, free_port, until

# SSTORE(input[0], input[1]); LOG1(topic input[0], data input[1])
RUNTIME = "6020356000355560203560005260003560206000a100"
REGISTRY = f"0x60{len(RUNTIME) // 2:02x}80600b6000396000f3{RUNTIME}"


class DevNode(Process):
    """A node for developers, with an account that signs whatever it is asked to."""

    def __init__(self, name, folder, line, port):
        super().__init__(name, folder, line, [port])
        self.rpc = Rpc(f"http://127.0.0.1:{port}")

    def send(self, to=None, data="0x", **more):
        """Send a transaction of the developer's account; return its receipt."""
        (sender,) = self.rpc.call("eth_accounts", [])[:1]
        tx = {"from": sender, "data": data, "gas": "0x30000", **more} | ({"to": to} if to else {})
        tx_hash = self.rpc.call("eth_sendTransaction", [tx])
        return until(lambda: self._receipt(tx_hash), "the transaction is in a block")

    def _receipt(self, tx_hash):
        try:
            return self.rpc.call("eth_getTransactionReceipt", [tx_hash])
        except RpcRefused:  # it is still indexing
            return None


class Geth(DevNode):
    def __init__(self, folder):
        program, port = cometbft.built("geth"), free_port()
        line = [program, "--dev", "--datadir", str(folder / "data"), "--http", "--http.port", str(port)]
        line += ["--http.api", "eth,web3,net", "--allow-insecure-unlock", "--nodiscover", "--maxpeers", "0"]
        line += ["--ipcdisable", "--authrpc.port", str(free_port()), "--verbosity", "1", "--cache", "64"]
        super().__init__("geth", folder, line, port)


class Resealed:
    """What a node says, in blocks that validators of ours have sealed for QBFT: its state, transactions and receipts.

    sets: letters of validators by number; those of a block are the last ones at or below it. listed: whether headers
    list them.
    """

    def __init__(self, rpc, sets, listed=True):
        self.rpc = rpc
        self.sets = sets
        self.listed = listed
        self.made = {}

    def call(self, method, params):
        answer = self.rpc.call(method, params)
        if method == "eth_getBlockByNumber" and answer is not None:
            return answer | self.block(int(answer["number"], 16))
        return answer

    def block(self, number):
        """Return what is different in a block."""
        if number not in self.made:
            shown = self.rpc.call("eth_getBlockByNumber", [hex(number), False])
            fields = rlp.parse(header_of(shown))
            fields[PARENT] = bytes.fromhex(self.block(number - 1)["hash"][2:]) if number else bytes(32)
            fields[DIFFICULTY], fields[MIX] = b"\x01", MIX_HASH
            who = self.sets[max(each for each in self.sets if each <= number)]
            extra = Extra(bytes(32), addresses(who) if self.listed else [], b"\xc0", 0, [])
            fields[EXTRA] = written(extra, "qbft")
            digest = parse_sealed(rlp.serialize(fields), "qbft").digest()
            extra.seals = [seal(name, digest) for name in who]
            fields[EXTRA] = written(extra, "qbft")
            sealed = parse_sealed(rlp.serialize(fields), "qbft")
            self.made[number] = {HEADER[place]: "0x" + bytes(fields[place]).hex() for place in (PARENT, MIX, EXTRA)}
            self.made[number] |= {"difficulty": "0x1", "hash": "0x" + sealed.hash.hex()}
        return self.made[number]
