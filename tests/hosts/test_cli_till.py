"""`lightclient till` as a process: settings from a file, secrets that stay secret, and what it does not start with."""

import contextlib
import http.client
import json
import os
import sys
import urllib.request

import pytest

pytest.importorskip("sqlalchemy")

from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.cli import tomlfile
from lightclient.wallet import bip32
from tests.conftest import ROOT
from tests.hosts.test_till_document import World
from tests.services.process import Process, free_port, until
from tests.support.command import invoke
from tests.support.till import ACCOUNT, DESCRIPTOR, XPUB
from tests.support.webtill import PIN, TOKEN

SECRETS = {
    "pin": PIN,
    "token": TOKEN,
    "webhook-secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "broker-password": "a password of the broker",
    "store-password": "a password of the store",
}


@pytest.fixture
def folder(tmp_path):
    """A folder with a wallet and secrets, each in a file of its own."""
    (tmp_path / "wallet").write_text(DESCRIPTOR + "\n")
    for name, secret in SECRETS.items():
        (tmp_path / name).write_text(secret + "\n")
    return tmp_path


def configured(folder, **settings):
    """Write a file of settings and return its path. A setting that is None is left out."""
    values = {"network": "regtest", "broker": "mqtt://127.0.0.1:1", "gateways": ["gateway"], "wallet": "wallet"}
    values |= {"store": str(folder / "till.db"), "web": f"127.0.0.1:{free_port()}"} | settings
    file = folder / "till.toml"
    file.write_text("".join(f"{name} = {json.dumps(value)}\n" for name, value in values.items() if value is not None))
    return file


def asked(url, path, data=None, **headers):
    """Return (status, body) of an answer, redirects followed."""
    request = urllib.request.Request(url + path, data, headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


@pytest.mark.slow
def test_the_till_of_the_document_sells_and_goes_on_after_a_kill(folder):
    with World() as world:
        file = configured(
            folder, broker=world.broker, state="state", pin_file="pin", api_token_file="token", log_level="debug"
        )
        settings = tomlfile.parse(file.read_bytes())
        port = int(settings["web"].rpartition(":")[2])
        command = [sys.executable, "-m", "lightclient", "till", "--config", str(file)]
        process = Process("till", folder, command, [port])
        process.environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        process.start()
        try:
            url = f"http://127.0.0.1:{port}"
            assert asked(url, "/")[0] == 200
            headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
            status, body = asked(url, "/api/v1/invoices", b'{"satoshi": 50000, "memo": "table 4"}', **headers)
            invoice = json.loads(body)
            assert status == 201 and invoice["address"] == ACCOUNT.address(0)
            process.kill()
            world.do(f"pay {invoice['address']} 50000")
            world.do("mine 1")
            process.start()
            place = f"/api/v1/invoices/{invoice['id']}"
            until(lambda: json.loads(asked(url, place, **headers)[1])["state"] == "paid", "it is paid")
            _, evidence = asked(
                url, f"/i/{invoice['id']}/proof/{json.loads(asked(url, place, **headers)[1])['payments'][0]['txid']}"
            )
            assert len(evidence) > 200
            for odd in (b"\x00\xff\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 10_000 + b"\r\n"):
                with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
                    connection.connect()
                    with contextlib.suppress(OSError):
                        connection.sock.sendall(odd)
                        connection.sock.recv(100)
            assert asked(url, "/")[0] == 200
        finally:
            process.stop()
        log = process.log()
        assert "Traceback" not in log and '"event": "serving"' in log
        for secret in (PIN, TOKEN, XPUB, invoice["id"], "table 4"):
            assert secret not in log


def test_the_printed_settings_say_the_same_and_show_no_secret(folder):
    files = {
        "pin_file": "pin",
        "api_token_file": "token",
        "webhook_secret_file": "webhook-secret",
        "store_password_file": "store-password",
        "broker_password_file": "broker-password",
    }
    shown = {"url": "https://till.example", "webhook": "https://shop.example/hook", "zero_limit": 20_000}
    file = configured(
        folder, broker="mqtts://shop@broker.example", store="postgresql://shop@127.0.0.1/till", **shown, **files
    )
    result = invoke("till", "--config", file, "--print-config")
    assert result.exit_code == 0
    for secret in [*SECRETS.values(), XPUB]:
        assert secret not in result.output
    again = folder / "again.toml"
    again.write_text(result.stdout)
    assert invoke("till", "--config", again, "--print-config").stdout == result.stdout
    assert tomlfile.parse(result.stdout.encode())["zero_limit"] == 20_000
    result = invoke(
        "till",
        "--config",
        file,
        "--print-config",
        "--store",
        "postgresql://shop:a-password@h/till",
        "--confirmations",
        3,
    )
    assert "a-password" not in result.output and "confirmations = 3" in result.output


def private(network):
    return bip32.master(bytes(32)).serialize(network)


@pytest.mark.parametrize(
    ("settings", "files", "says"),
    [
        ({}, {"wallet": f"wpkh({private(REGTEST)}/0/*)"}, "SecretKey"),
        ({"purpose": 84}, {"wallet": private(REGTEST)}, "SecretKey"),
        ({}, {"wallet": DESCRIPTOR.replace("/<0;1>/*", "/0/0")}, "NotRanged"),
        ({}, {"wallet": "wpkh(tpub)"}, "BadKeyExpression"),
        ({}, {"wallet": f"wpkh({ACCOUNT.key.public().serialize(MAINNET)}/0/*)"}, "BadKeyExpression"),
        ({"purpose": 84}, {"wallet": ACCOUNT.key.public().serialize(MAINNET)}, "WrongNetwork"),
        ({}, {"wallet": XPUB}, "NoPurpose"),
        ({"pin_file": "pin"}, {"pin": "1234"}, "a PIN has 6 to 64 characters"),
        ({"pin_file": "nothing"}, {}, "pin_file: its file cannot be read"),
        ({"api_token_file": "token"}, {"token": "short"}, "a token has 16 characters at least"),
        ({"web": "0.0.0.0:8042"}, {}, "takes a PIN"),
        ({"web": "127.0.0.1:http"}, {}, "HOST:PORT is needed"),
        ({"url": "https://till.example"}, {}, "takes a PIN"),
        ({"url": "http://till.example", "pin_file": "pin"}, {}, "called with https://"),
        ({"url": "https://till.example/shop", "pin_file": "pin"}, {}, "without a path"),
        ({"webhook": "https://shop.example/"}, {}, "go together"),
        ({"webhook": "http://shop.example/", "webhook_secret_file": "webhook-secret"}, {}, "http:// to this machine"),
        ({"webhook": "https://shop.example/", "webhook_secret_file": "token"}, {}, "whsec_ and base64"),
        ({"network": "simnet"}, {}, "it must be one of"),
        ({"confirmations": 0}, {}, "a whole number of at least 1"),
        ({"confirmations": 1.5}, {}, "a whole number of at least 1"),
        ({"zero_limit": -1}, {}, "a whole number of at least 1"),
        ({"wallet": None}, {}, "--wallet must be given"),
        ({"pin": PIN}, {}, "sets pin, which is not known"),
        ({"broker": "embedded"}, {}, "not a broker's URL"),
        ({"store": "sqlite:///:memory:"}, {}, "in memory and keep nothing"),
    ],
)
def test_what_cannot_be_served_is_refused_by_name_before_anything_is_opened(folder, settings, files, says):
    for name, text in files.items():
        (folder / name).write_text(text)
    result = invoke("till", "--config", configured(folder, **settings))
    assert result.exit_code in (1, 2) and says in " ".join(result.output.split()), result.output
    for secret in [*SECRETS.values(), *files.values(), "tprv"]:
        assert secret not in result.output
    assert not (folder / "till.db").exists()
