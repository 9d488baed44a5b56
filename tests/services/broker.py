"""MQTT brokers: mosquitto, which can do everything, and amqtt, which pip alone installs.

amqtt speaks MQTT 3.1.1 only, grants shared subscriptions that never deliver, and keeps no queue for a client that is
away: what works on it leans on none of that.
"""

import asyncio
import contextlib
import os
import subprocess
from pathlib import Path

from amqtt.broker import Broker

from tests.services import install
from tests.services.certificates import Certificates
from tests.services.loop import LoopThread
from tests.services.process import Process, free_port

GOODBYE = 5.0  # seconds for amqtt to end


class Mosquitto(Process):
    """mosquitto on the port `port` and, with certificates, over TLS on `tls_port`.

    users: names and passwords; without them everybody may come, anonymously
    acl: the text of an ACL file, mosquitto.conf(5); without it everybody may do everything
    mutual: over TLS, clients have to show a certificate too, which names the user
    websockets: it speaks WebSocket too, on `ws_port` and, with certificates, over TLS on `wss_port`
    settings: more lines of mosquitto.conf(5), for all listeners
    Retained messages and sessions survive `kill` and `start`: what the broker was sent is on disk when it answers to
    whatever it was sent next.
    """

    def __init__(
        self,
        folder: Path,
        users: dict[str, str] | None = None,
        acl: str | None = None,
        certificates: Certificates | None = None,
        mutual: bool = False,
        websockets: bool = False,
        settings: tuple[str, ...] = (),
    ) -> None:
        program = install.mosquitto()
        self.port = free_port()
        ports = [self.port]
        lines = [
            f"allow_anonymous {str(not users).lower()}",
            "set_tcp_nodelay true",
            "persistence true",
            f"persistence_location {folder}/",
            "autosave_on_changes true",
            "autosave_interval 1",  # changes, where the other setting is on
        ]
        if os.geteuid() == 0:
            lines.append("user root")  # else it becomes a user who may not read these files
        if users:
            passwords = folder / "passwords"
            passwords.write_text("".join(f"{name}:{password}\n" for name, password in users.items()))
            passwords.chmod(0o600)
            subprocess.run(["mosquitto_passwd", "-U", passwords], check=True)
            lines.append(f"password_file {passwords}")
        if acl is not None:
            rules = folder / "acl"
            rules.write_text(acl)
            rules.chmod(0o600)
            lines.append(f"acl_file {rules}")
        # Some settings are a listener's, and before the first one they would open another at MQTT's own port.
        lines += [f"listener {self.port} 127.0.0.1", *settings]
        if websockets:
            self.ws_port = free_port()
            ports.append(self.ws_port)
            lines += [f"listener {self.ws_port} 127.0.0.1", "protocol websockets", *settings]
        if certificates:
            tls = [f"certfile {certificates.certificate}", f"keyfile {certificates.key}", *settings]
            if mutual:
                tls += [f"cafile {certificates.ca}", "require_certificate true", "use_identity_as_username true"]
            self.tls_port = free_port()
            ports.append(self.tls_port)
            lines += [f"listener {self.tls_port} 127.0.0.1", *tls]
            if websockets:
                self.wss_port = free_port()
                ports.append(self.wss_port)
                lines += [f"listener {self.wss_port} 127.0.0.1", "protocol websockets", *tls]
        configuration = folder / "mosquitto.conf"
        configuration.write_text("\n".join(lines) + "\n")
        self.certificates = certificates
        super().__init__("mosquitto", folder, [program, "-c", str(configuration)], ports)


class Amqtt:
    """amqtt in a thread of this process; it forgets everything when it stops."""

    def __init__(self) -> None:
        self.port = free_port()

    def start(self) -> None:
        self._loop = LoopThread()
        self._broker = self._loop.run(self._started())

    def stop(self) -> None:
        # Since Python 3.12 a server that closes waits for its connections, and amqtt forgets one now and then.
        with contextlib.suppress(asyncio.TimeoutError):
            self._loop.run(asyncio.wait_for(self._broker.shutdown(), GOODBYE))
        self._loop.close()

    async def _started(self) -> Broker:
        broker = Broker(
            {
                "listeners": {"default": {"type": "tcp", "bind": f"127.0.0.1:{self.port}"}},
                "plugins": {"amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}},
            },
            asyncio.get_running_loop(),
        )
        await broker.start()
        return broker
