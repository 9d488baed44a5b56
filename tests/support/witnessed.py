"""Our own witness behind HTTP, as C2SP's tlog-witness has it, in a thread."""

import contextlib
import http.server
import threading
import time

from lightclient.audit import notekey
from lightclient.audit.errors import OtherSize
from lightclient.audit.logstate import LogState
from lightclient.audit.notekey import COSIGNATURE
from lightclient.audit.policy import parse
from lightclient.audit.witness import Witness
from lightclient.errors import LightClientError
from tests.portable.site import LOG_KEY, ORIGIN, Holder

TRUST = parse(f"log {LOG_KEY.serialize()}\nquorum none\n".encode())


class Store:
    """A store in memory."""

    kept = None

    def load(self):
        return self.kept

    def save(self, *payload):
        self.kept = b"".join(payload)


class WitnessServer:
    """url, key; `answers` are statuses that it gave. broken: what it answers instead, (status, body)."""

    def __init__(self, number):
        self.holder = Holder(number)
        self.key = notekey.of_signer(self.holder, f"w{number}.example", COSIGNATURE)
        self.witness = Witness(self.holder, self.key, LogState(TRUST, ORIGIN), Store())
        self.answers = []
        self.broken = None
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, answer = outer.broken or outer.answer(self.path, body)
                outer.answers.append(status)
                self.send_response(status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                with contextlib.suppress(ConnectionError):
                    self.wfile.write(answer)

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, path, body):
        if path != "/add-checkpoint":
            return 404, b""
        try:
            return 200, self.witness.cosign(body, int(time.time()))
        except OtherSize as error:
            return 409, b"%d\n" % error.fields["wanted"]
        except LightClientError as error:
            return 422, error.name.encode()

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error):
        self.server.shutdown()
        self.server.server_close()


def policy_of(witnesses, least):
    """Return the lines of a policy that wants so many of these witnesses."""
    lines = [f"witness w{n} {each.key.serialize()} {each.url}" for n, each in enumerate(witnesses)]
    names = " ".join(f"w{n}" for n in range(len(witnesses)))
    return [*lines, f"group seen {least} {names}", "quorum seen"]
