"""bcoin, a Bitcoin full node with a wallet, on regtest or simnet.

Where its RPC is not bitcoind's: `bits` are integers; an unknown block is an error with HTTP status 200;
`sendrawtransaction` answers with a txid whatever it was given, before the transaction is looked at; getblock takes
`verbose` and `details` as booleans; `invalidateblock` forgets the branch, so `reorg` does without.
"""

import tempfile
from pathlib import Path
from typing import Any

from lightclient.bitcoin.header import serialize
from lightclient.bitcoin.networks.network import Network
from lightclient.bitcoin.networks.regtest import REGTEST
from tests.services import install
from tests.services.process import Process, free_port, until
from tests.services.rpc import LOGIN, PASSWORD, Rpc, RpcError

MATURITY = 100  # blocks until a coinbase may be spent
COIN = 100_000_000

# Regtest's easy start with mainnet's retargeting and the 20-minute rule (bcoin lib/protocol/networks.js).
SIMNET = Network(
    "simnet",
    serialize(1, bytes(32), REGTEST.genesis[36:68], 1401292357, 0x207FFFFF, 2),
    limit_bits=0x207FFFFF,
    min_difficulty=True,
    hrp="sb",
    p2pkh_version=0x3F,
    p2sh_version=0x7B,
)


class Bcoin(Process):
    """A node and its wallet; `network` is "regtest" or "simnet". The chain is on disk and survives `kill`."""

    def __init__(self, folder: Path, network: str = "regtest") -> None:
        node, modules = install.npm()
        self.network = network
        self.p2p_port, self.rpc_port, self.wallet_port = ports = [free_port() for _ in range(3)]
        launcher = Path(__file__).with_suffix(".js")
        arguments = [network, str(folder / "chain"), *map(str, ports), PASSWORD]
        super().__init__("bcoin", folder, [node, "--no-deprecation", str(launcher), *arguments], ports)
        self.environment = {"NODE_PATH": str(modules)}
        self._rpc = Rpc(self.rpc_port)
        self._wallet = Rpc(self.wallet_port)

    @property
    def url(self) -> str:
        """Where the RPC is, with user and password."""
        return f"http://{LOGIN}@127.0.0.1:{self.rpc_port}/"

    def rpc(self, method: str, *params: object) -> Any:
        return self._rpc.call(method, *params)

    def wallet_rpc(self, method: str, *params: object) -> Any:
        return self._wallet.call(method, *params)

    def stop(self) -> None:
        self._hang_up()
        super().stop()

    def kill(self) -> None:
        self._hang_up()
        super().kill()

    def _hang_up(self) -> None:
        self._rpc.close()
        self._wallet.close()

    def address(self) -> str:
        """Return a new address of the wallet."""
        return self.wallet_rpc("getnewaddress", "default")

    def mine(self, count: int, address: str | None = None) -> list[str]:
        """Mine blocks on the tip, for the wallet or for `address`; return their hashes in display order."""
        return self.rpc("generatetoaddress", count, address or self.address())

    def pay(self, address: str, satoshi: int) -> str:
        """Send a payment; return its txid in display order when it waits in the mempool.

        The wallet needs a coinbase of its own that is MATURITY blocks deep; it sees a block a moment after the node.
        """

        def sent() -> Any:
            try:
                return self.wallet_rpc("sendtoaddress", address, satoshi / COIN)
            except RpcError as error:
                if "Not enough funds" not in str(error):
                    raise
                return None

        txid = until(sent, f"the wallet has {satoshi} satoshi to spend")
        until(lambda: txid in self.rpc("getrawmempool"), f"payment {txid} is in the mempool")
        return txid

    def set_clock(self, time: int) -> None:
        """Have the node believe it is `time` (Unix seconds)."""
        self.rpc("setmocktime", time)

    def header(self, height: int) -> bytes:
        return bytes.fromhex(self.rpc("getblockheader", self.rpc("getblockhash", height), False))

    def headers(self, first: int, last: int) -> bytes:
        """Return the raw headers of the blocks from height `first` to `last`."""
        return b"".join(self.header(height) for height in range(first, last + 1))

    def reorg(self, depth: int, length: int) -> list[str]:
        """Replace the last `depth` blocks by `length` others, mined by a second node; return the hashes of those."""
        if length <= depth:
            raise ValueError("a branch that is not longer does not win")
        fork = self.rpc("getblockcount") - depth
        with tempfile.TemporaryDirectory() as folder:
            other = Bcoin(Path(folder), self.network)
            other.start()
            try:
                for height in range(1, fork + 1):
                    other.rpc("submitblock", self.rpc("getblock", self.rpc("getblockhash", height), False))
                hashes = other.mine(length)
                for block_hash in hashes:
                    self.rpc("submitblock", other.rpc("getblock", block_hash, False))
            finally:
                other.stop()
        until(lambda: self.rpc("getbestblockhash") == hashes[-1], "the node follows the new branch")
        return hashes
