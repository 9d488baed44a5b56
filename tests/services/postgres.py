"""A PostgreSQL server of the tests' own, from Debian's package."""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from tests.services import install
from tests.services.process import Process, free_port, until

USER = "postgres"  # of the machine, made by the package: the server refuses to run as root


class Postgres(Process):
    """A server on loopback, whose user `till` has a password.

    url(database)      for that database, which is made if it is not there
    """

    def __init__(self) -> None:
        self.password = secrets.token_hex(8)
        self.port = free_port()
        folder = Path(tempfile.mkdtemp(prefix="postgres-"))  # pytest's folders are closed to other users
        self._bin = install.postgres()
        self._as: list[str] = []
        if os.geteuid() == 0:
            shutil.chown(folder, USER, USER)
            self._as = ["setpriv", "--reuid", USER, "--regid", USER, "--clear-groups", "--pdeathsig", "KILL"]
        settings = {"listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": folder}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        command = [*self._as, str(self._bin / "postgres"), "-D", str(folder / "data"), *options]
        super().__init__("postgres", folder, command, [self.port])
        passwords = folder / "password"
        passwords.write_text(self.password)
        passwords.chmod(0o644)
        self._do("initdb", "-D", str(folder / "data"), "-U", "till", "-A", "scram-sha-256", "--pwfile", str(passwords))

    def start(self) -> None:
        super().start()
        until(lambda: self._sql("SELECT 1") == 0, "the server lets us in")

    def stop(self) -> None:
        self._end(signal.SIGINT)  # after SIGTERM it waits until its clients have gone
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str) -> str:
        self._sql(f"CREATE DATABASE {database}")
        return f"postgresql://till:{self.password}@127.0.0.1:{self.port}/{database}"

    def _sql(self, statement: str) -> int:
        command = ["psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "till", "-d", "postgres", "-c", statement]
        environment = os.environ | {"PGPASSWORD": self.password}
        return subprocess.run(command, env=environment, capture_output=True, check=False).returncode

    def _do(self, program: str, *words: str) -> None:
        subprocess.run([*self._as, str(self._bin / program), *words], check=True, capture_output=True, cwd="/")
