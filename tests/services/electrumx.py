"""ElectrumX 2.0 of Electrum's makers, over any node that serves Bitcoin Core's JSON-RPC."""

import importlib.util
import sys
from pathlib import Path

import pytest

from tests.services.process import Process, free_port
from tests.support.data import stop


class ElectrumX(Process):
    """It looks at `daemon_url` every five seconds, and listens at `url` once it has read the whole chain.

    Against traffic analysis it holds small answers back for a second; questions asked together wait together.
    """

    def __init__(self, folder: Path, daemon_url: str) -> None:
        if sys.version_info >= (3, 13):
            pytest.skip("ElectrumX's database has no build for this Python")
        if not importlib.util.find_spec("electrumx") or not importlib.util.find_spec("plyvel"):
            stop("no ElectrumX here: pip install e-x plyvel")
        port = free_port()
        self.url = f"tcp://127.0.0.1:{port}"
        super().__init__("ElectrumX", folder, [str(Path(sys.executable).with_name("electrumx_server"))], [port])
        self.environment = {
            "COIN": "Bitcoin",
            "NET": "regtest",
            "DAEMON_URL": daemon_url,
            "DB_DIRECTORY": str(folder),
            "DB_ENGINE": "leveldb",
            "SERVICES": self.url,
            "PEER_DISCOVERY": "off",
            "PEER_ANNOUNCE": "",
            "ALLOW_ROOT": "1",
        }
