"""Devices that sign for a log server, and records as its store takes them."""

import json
import os
import sys
import urllib.error
import urllib.request
from hashlib import sha256

from lightclient.audit import record, statement
from lightclient.audit.hosts.placing import Checked
from lightclient.codec import base64
from lightclient.codec.cbor import encode
from lightclient.identity import algorithms, enrolment, key, registry
from lightclient.keys import suite
from lightclient.keys.hosts import keyfile
from tests.conftest import ROOT
from tests.portable.site import LOG_KEY, NOW, ORIGIN, SERVER, Holder
from tests.services.process import Process, free_port

SITE = "site.example"
OPERATOR = Holder(40)
OPERATOR_KEY = key.of_signer(OPERATOR, "ed25519")
BEGAN = 1_700_000_000  # Unix seconds, before the clock of any machine that runs this
YEARS = 3 * 10**9


class Device:
    """A device of the site that signs its readings one after the other, with Ed25519."""

    def __init__(self, name, number, origin=ORIGIN):
        self.name = name
        self.holder = Holder(number)
        self.origin = origin
        self.sequence = 0
        self.previous = None

    @property
    def key(self):
        return key.of_signer(self.holder, "ed25519")

    def read(
        self, body=b"21 C", time=(NOW - 10**9, 5, record.NETWORK), sequence=None, previous=None, content="reading"
    ):
        """Return the next statement, or one that pretends to be another."""
        number = sequence or self.sequence + 1
        before = previous or (self.previous if number > 1 else None)
        made = record.Record(self.name, number, before, time, content, record.inline(body))
        if sequence is None:
            self.sequence, self.previous = number, made.hash()
        return statement.sign(self.holder, algorithms.ED25519_ALG, made, self.origin)

    def readings(self, count):
        return [self.read(b"%d mC" % number) for number in range(count)]

    def credential(self, serial=b"", start=BEGAN, expiry=YEARS):
        operator = (OPERATOR, algorithms.ED25519_ALG, None)
        serial = serial or sha256(self.name.encode()).digest()[:8]
        return enrolment.approve(operator, SITE, self.name, self.key, serial, start, expiry)


def enrolled(*devices, revoked=None):
    """Return the registry of these devices. revoked: since when, by serial number."""
    made = registry.Registry(OPERATOR_KEY, SITE)
    for device in devices:
        made.take(device.credential().serialize())
    if revoked:
        made.take_list(registry.revoke((OPERATOR, algorithms.ED25519_ALG, None), SITE, 1, BEGAN, revoked))
    return made


def checked(made):
    """Return a statement as the store takes it."""
    found = made.record()
    bare = made.message.serialize()
    return Checked(found.device, found.sequence, found.previous, found.hash(), made.entry(), made.leaf(), bare)


class Site:
    """The files of a log server in a folder, and the command that serves them.

    server(port): a Process, which may be one of several over one store
    """

    PASSPHRASE = "correct horse"

    def __init__(self, folder, *devices, store=None, quorum=("quorum none",), options=()):
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.store = store or str(folder / "log.db")
        self.options = options
        self.passphrase = folder / "passphrase"
        self.passphrase.write_text(self.PASSPHRASE + "\n")
        self.keystore = folder / "log.keys"
        made = keyfile.create(self.keystore, self.PASSPHRASE.encode(), suite.PBKDF2, 1000)
        made.put("log", "ed25519", SERVER.secret)
        keyfile.save(self.keystore, made)
        self.policy = folder / "site.policy"
        self.policy.write_text("\n".join(["log " + LOG_KEY.serialize(), *quorum]) + "\n")
        self.registry = folder / "registry"
        self.enrol(*devices)

    def enrol(self, *devices, revoked=None):
        self.registry.write_bytes(enrolled(*devices, revoked=revoked).serialize())

    def command(self, *more):
        return [
            *(sys.executable, "-m", "lightclient", "log", "serve", "--store", self.store),
            *("--policy", str(self.policy), "--keystore", str(self.keystore)),
            *("--keystore-password-file", str(self.passphrase), "--site", SITE),
            *("--operator", base64.serialize(OPERATOR_KEY.serialize()), "--registry", str(self.registry)),
            *self.options,
            *more,
        ]

    def server(self, *more):
        folder = self.folder / f"server{len(list(self.folder.iterdir()))}"
        folder.mkdir()
        port = free_port()
        made = Process("log server", folder, self.command("--inbox", f"127.0.0.1:{port}", *more), [port])
        made.environment = os.environ | {"PYTHONPATH": str(ROOT)}
        made.url = f"http://127.0.0.1:{port}"
        made.port = port
        return made


def fetch(url, data=None, seconds=30, headers=()):
    """Return (status, body, headers) of a request."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, dict(headers)), timeout=seconds) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read(), error.headers


def send(url, *made):
    """Send statements to a server; return its answers."""
    data = made[0] if len(made) == 1 else encode(list(made))
    status, body, _ = fetch(url + "/records", data)
    return status, json.loads(body)
