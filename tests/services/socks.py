"""microsocks, a SOCKS5 server."""

from pathlib import Path

from tests.services import install
from tests.services.process import Process, free_port


class Microsocks(Process):
    """Its log names each host as the client did: by name, if the client left resolving to it."""

    def __init__(self, folder: Path, user: str = "", password: str = "") -> None:
        self.port = free_port()
        login = ["-u", user, "-P", password] if user else []
        command = [install.microsocks(), "-i", "127.0.0.1", "-p", str(self.port), *login]
        super().__init__("microsocks", folder, command, [self.port])
