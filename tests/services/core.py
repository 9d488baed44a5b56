"""Bitcoin Core on regtest, with a wallet, as tools/core.sh builds it.

It knows two logins: the cookie, which changes at each start, and that of tests/services/rpc.py.
"""

import hashlib
import hmac
import subprocess
from pathlib import Path
from typing import Any

from lightclient.bitcoin.hosts.bitcoind import OPTIONS
from tests.conftest import ROOT
from tests.services.install import Missing
from tests.services.process import Process, free_port, until
from tests.services.rpc import LOGIN, PASSWORD, USER, Rpc, RpcError

SCRIPT = ROOT / "tools" / "core.sh"
IN_WARMUP = -28  # Core rpc/protocol.h
MATURITY = 100  # blocks until a coinbase may be spent
COIN = 100_000_000
KEPT = 288  # blocks below the tip that are never pruned (Core validation.h)


def built() -> Path:
    """Return the folder of the programs. Raises Missing where they have not been built."""
    done = subprocess.run([SCRIPT, "where"], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Missing(done.stderr.strip().removeprefix("core.sh: "))
    return Path(done.stdout.strip())


class Core(Process):
    """The chain is on disk and survives `kill`.

    txindex: find mined transactions by their txid. filters: serve BIP158 filters. pruned: `prune` may be called.
    zmq: tell of blocks and transactions at `zmq_url`. options: more of bitcoind's own, such as "-minrelaytxfee=0.001"
    """

    def __init__(
        self,
        folder: Path,
        txindex: bool = True,
        filters: bool = False,
        pruned: bool = False,
        zmq: bool = False,
        options: tuple[str, ...] = (),
    ) -> None:
        self.rpc_port = free_port()
        ports = [self.rpc_port]
        data = folder / "data"
        data.mkdir()
        digest = hmac.new(b"salt", PASSWORD.encode(), hashlib.sha256).hexdigest()
        command = [str(built() / "bitcoind"), *OPTIONS, f"-datadir={data}", f"-rpcport={self.rpc_port}"]
        command += [f"-rpcauth={USER}:salt${digest}", f"-txindex={txindex:d}", *options]
        if filters:
            command.append("-blockfilterindex=1")
        if pruned:
            command += ["-prune=1", "-fastprune"]  # by hand, in files of a few blocks each
        if zmq:
            port = free_port()
            ports.append(port)
            self.zmq_url = f"tcp://127.0.0.1:{port}"
            command += [f"-zmqpub{topic}={self.zmq_url}" for topic in ("hashblock", "rawtx")]
        self.cookie = data / "regtest" / ".cookie"
        self.bare_url = f"http://127.0.0.1:{self.rpc_port}/"
        self._rpc = Rpc(self.rpc_port)
        self._wallet = False
        super().__init__("bitcoind", folder, command, ports)

    @property
    def url(self) -> str:
        """Where the RPC is, with user and password."""
        return self.bare_url.replace("//", f"//{LOGIN}@")

    def start(self) -> None:
        """Return when the node has read its chain and has a wallet."""
        self.start_to_warm_up()
        until(self._is_warm, "bitcoind has started")
        if not self._wallet:
            self.rpc("createwallet", "wallet", False, False, "", False, True, True)  # the last: load it at each start
            self._wallet = True

    def start_to_warm_up(self) -> None:
        """Return when the node takes calls, which it may refuse for a while, because it is still starting."""
        super().start()

    def _is_warm(self) -> bool:
        try:
            self.rpc("getblockcount")
        except RpcError as error:
            if error.code != IN_WARMUP:
                raise
            return False
        return True

    def rpc(self, method: str, *params: object) -> Any:
        return self._rpc.call(method, *params)

    def address(self) -> str:
        """Return a new address of the wallet."""
        return self.rpc("getnewaddress")

    def mine(self, count: int, address: str | None = None) -> list[str]:
        """Mine blocks on the tip, for the wallet or for `address`; return their hashes in display order.

        What waits is in the first of them.
        """
        return self.rpc("generatetoaddress", count, address or self.address())

    def mine_only(self, *transactions: str) -> str:
        """Mine a block with nothing but these transactions, raw in hex or txids of waiting ones; return its hash."""
        return self.rpc("generateblock", self.address(), list(transactions))["hash"]

    def pay(self, address: str, satoshi: int) -> str:
        """Send a payment, which may be replaced; return its txid in display order. It waits in the mempool."""
        return self.rpc("sendtoaddress", address, satoshi / COIN)

    def drop(self, depth: int) -> None:
        """Have the node take the last `depth` blocks for invalid: its chain becomes shorter."""
        self.rpc("invalidateblock", self.rpc("getblockhash", self.rpc("getblockcount") - depth + 1))

    def reorg(self, depth: int, length: int) -> list[str]:
        """Replace the last `depth` blocks by `length` empty ones; return the hashes of those."""
        self.drop(depth)
        return [self.mine_only() for _ in range(length)]

    def prune(self) -> int:
        """Throw away what may be of the oldest blocks; return the height of the last one that is gone."""
        return self.rpc("pruneblockchain", self.rpc("getblockcount") - KEPT)
