"""A device over TLS: MicroPython with mbedTLS against mosquitto. Whoever is not genuine is refused by name."""

import pytest

from lightclient.sync.ledger import GENESIS
from tests.boards.test_device_async import CATCH_UP as ASYNC_CATCH_UP
from tests.boards.test_device_async import MAIN, SLEEP, START
from tests.services.certificates import Certificates
from tests.services.rogue import Rogue, says
from tests.support.devices import CATCH_UP, DEVICE, Site, Unix

pytestmark = pytest.mark.slow
pytest_plugins = ["tests.services.fixtures"]

TLS = """
import sys, tls
sys.path.append("micropython")
import lightclient.device.streams
lightclient.device.streams.CONNECT_WAIT = 1
def read(path):
    with __import__("io").open(path, "rb") as file: return file.read()
context = tls.SSLContext(tls.PROTOCOL_TLS_CLIENT)  # which asks for a certificate and its name
context.load_verify_locations(read({ca!r}))
if {mutual}: context.load_cert_chain(read({certificate!r}), read({key!r}))
"""
BLOCKING = "from lightclient.device.streams import tcp\nopen = tcp('localhost', {port}, context)\n"
FAULTS = "print(*sorted(set(device.faults) - {{'NoRecord'}}))\n"


def values(certificates, port, folder, mutual=False):
    files = {"ca": certificates.ca, "certificate": certificates.client_certificate, "key": certificates.client_key}
    files = {name: str(path) for name, path in files.items()}
    state = str(folder / "state")
    return {**files, "mutual": mutual, "port": port, "state": state, "seed": b"1", "gateways": ["gw"], "trust": GENESIS}


def blocking(micropython, seconds, **values):
    source = TLS + BLOCKING + DEVICE + CATCH_UP + FAULTS
    return Unix(micropython, source.format(seconds=seconds, **values))


def lines(run):
    """Return what a device told at its end: where it stands, and its faults."""
    return run.ends(40)[-2:]


@pytest.mark.parametrize("mutual", [False, True], ids=["server", "both"])
def test_it_follows_over_tls(micropython, tls_broker, tmp_path, mutual):
    here = tls_broker(mutual)
    known = values(here.certificates, here.tls_port, tmp_path, mutual)
    with Site(here.port, 120) as site, blocking(micropython, 20, **known) as run:
        assert lines(run) == [site.state(), ""]


def test_it_follows_over_tls_under_asyncio(micropython, tls_broker, tmp_path):
    here = tls_broker()
    start = START.replace('"127.0.0.1", {port}', '"localhost", {port}, context')
    steps = "\n".join("    " + line for line in (*ASYNC_CATCH_UP, "faults()", *SLEEP))
    known = values(here.certificates, here.tls_port, tmp_path)
    source = (TLS + start).format(txid="", keep_alive=60, **known) + MAIN.format(steps=steps)
    with Site(here.port, 120) as site, Unix(micropython, source) as run:
        assert run.ends(40) == [site.state(), "faults", "asleep"]


@pytest.mark.parametrize("how", ["blocking", "asyncio"])
def test_a_certificate_of_its_own_is_an_argument(micropython, tls_broker, tmp_path, how):
    here = tls_broker(mutual=True)
    known = values(here.certificates, here.tls_port, tmp_path, True)
    opened = "open = 'mqtts://localhost:{port}'\n"
    files = ", ca={ca!r}, certificate=({certificate!r}, {key!r})\n)"
    if how == "blocking":
        source = (opened + DEVICE.replace("\n)", files) + CATCH_UP + FAULTS).format(seconds=20, **known)
    else:
        start = START.replace('open = tcp("127.0.0.1", {port})\n', opened).replace("\n)", files)
        steps = "\n".join("    " + line for line in (*ASYNC_CATCH_UP, "faults()", *SLEEP))
        source = start.format(txid="", keep_alive=60, **known) + MAIN.format(steps=steps)
    with (
        Site(here.port, 120) as site,
        Unix(micropython, "import sys\nsys.path.append('micropython')\n" + source) as run,
    ):
        said = [line.strip() for line in run.ends(40) if line != "asleep"][-2:]
        assert said == [site.state(), "" if how == "blocking" else "faults"]


@pytest.mark.parametrize("how", ["blocking", "asyncio"])
@pytest.mark.parametrize(
    "wrong", [{}, {"host": "broker.example"}, {"expired": True}], ids=["another CA", "another name", "expired"]
)
def test_a_broker_that_is_not_the_one_is_refused(micropython, tls_broker, tmp_path, wrong, how):
    here = tls_broker(**wrong)
    trusted = here.certificates if wrong else Certificates(tmp_path)
    known = values(trusted, here.tls_port, tmp_path)
    if how == "blocking":
        source = (TLS + BLOCKING + DEVICE + CATCH_UP + FAULTS).format(seconds=2, **known)
    else:
        start = START.replace('"127.0.0.1", {port}', '"localhost", {port}, context')
        steps = ("await device.catch_up(2)", "tell(*state())", "faults()", *SLEEP)
        main = MAIN.format(steps="\n".join("    " + line for line in steps))
        source = (TLS + start).format(txid="", keep_alive=60, **known) + main
    with Site(here.port, 1), Unix(micropython, source) as run:
        lines = [line for line in run.ends(40) if line != "asleep"]
        assert lines[-2].startswith("starting 0 ") and lines[-1].split()[-1] == "TlsFailed"


def test_a_device_without_a_certificate_of_its_own_is_refused(micropython, tls_broker, tmp_path):
    here = tls_broker(mutual=True)
    known = values(here.certificates, here.tls_port, tmp_path)
    with Site(here.port, 1), blocking(micropython, 2, **known) as run:
        state, faults = lines(run)
    assert state.startswith("starting 0 ") and faults in ("StreamLost", "TlsFailed")


@pytest.mark.parametrize("part", [says(b""), says(b"HTTP/1.1 400 Bad Request\r\n\r\n")], ids=["silent", "in the clear"])
def test_a_broker_that_does_not_speak_tls_is_left(micropython, tls_broker, tmp_path, part):
    here = tls_broker()
    with Site(here.port, 120) as site, Rogue(here.tls_port, [part]) as rogue:
        known = values(here.certificates, rogue.port, tmp_path)
        with blocking(micropython, 20, **known) as run:
            assert lines(run) == [site.state(), "TlsFailed"]
