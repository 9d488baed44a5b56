"""Prometheus, and promtool that checks its files."""

import contextlib
import json
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

from tests.services import install
from tests.services.process import Process, free_port, until


class Prometheus(Process):
    """It runs on a configuration file, and keeps what it finds in `folder`."""

    def __init__(self, folder: Path, configuration: Path) -> None:
        program, _ = install.prometheus()
        self.port = free_port()
        arguments = [
            f"--config.file={configuration}",
            f"--storage.tsdb.path={folder}/data",
            f"--web.listen-address=127.0.0.1:{self.port}",
        ]
        super().__init__("Prometheus", folder, [program, *arguments], [self.port])

    def start(self) -> None:
        super().start()
        until(self._ready, "Prometheus has read what it keeps")

    def _ready(self) -> bool:
        with contextlib.suppress(OSError):  # an HTTPError is one
            return urllib.request.urlopen(f"http://127.0.0.1:{self.port}/-/ready", timeout=10).status == 200
        return False

    def query(self, expression: str) -> list[dict[str, Any]]:
        """Return what an expression finds now, as the API's list of series. Raises ValueError if it is refused."""
        return self._get("query?" + urllib.parse.urlencode({"query": expression}))["result"]

    def rules(self) -> list[dict[str, Any]]:
        return [rule for group in self._get("rules")["groups"] for rule in group["rules"]]

    def _get(self, path: str) -> Any:
        request = f"http://127.0.0.1:{self.port}/api/v1/{path}"
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as error:
            raise ValueError(error.read().decode()) from None


def promtool(*arguments: object) -> str:
    """Return what promtool prints. Raises ValueError with it if it finds something wrong."""
    _, program = install.prometheus()
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise ValueError(done.stdout + done.stderr)
    return done.stdout
