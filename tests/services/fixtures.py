"""The services as fixtures: each test gets a broker of its own, each module a node.

The log of what runs while a test fails is shown with the failure.
"""

import functools

import pytest

from tests.services import core as bitcoin_core
from tests.services import install
from tests.services.bcoin import Bcoin
from tests.services.broker import Amqtt, Mosquitto
from tests.services.certificates import Certificates
from tests.services.postgres import Postgres
from tests.services.process import running
from tests.services.socks import Microsocks
from tests.support.data import stop
from tests.support.devices import Site


@pytest.fixture(scope="session", name="installed_mosquitto")
def _installed_mosquitto():
    _installed(install.mosquitto)


@pytest.fixture(scope="session", name="installed_npm")
def _installed_npm():
    _installed(install.npm)


@pytest.fixture(scope="session")
def prometheus():
    """Prometheus and promtool are installed."""
    _installed(install.prometheus)


@pytest.fixture(scope="session")
def chromium():
    """The path of a browser."""
    return _installed(install.chromium)


@pytest.fixture
def browser(chromium):
    """Return what runs a browser (tests/support/browser.py)."""
    from tests.support.browser import opened

    return functools.partial(opened, chromium)


@pytest.fixture(scope="session")
def axe():
    """The script of axe-core, which finds what keeps people from using a page."""
    return _installed(install.npm)[1] / "axe-core" / "axe.min.js"


@pytest.fixture(scope="session")
def umqtt():
    """The folder of micropython-lib's MQTT clients."""
    return _installed(install.umqtt)


@pytest.fixture(scope="session")
def mqtt_async():
    """The folder of an asyncio client whose interface is that of mqtt_as."""
    return _installed(install.mqtt_async)


@pytest.fixture(scope="session")
def core_folder():
    """The folder of Bitcoin Core's programs."""
    return _installed(bitcoin_core.built)


def _installed(installer):
    try:
        return installer()
    except install.Missing as error:
        stop(str(error))


@pytest.fixture
def proxies(tmp_path):
    """Return a function that starts a SOCKS5 proxy; it takes user and password."""
    _installed(install.microsocks)
    running = []

    def start(*login):
        folder = tmp_path / f"proxy{len(running)}"
        folder.mkdir()
        running.append(Microsocks(folder, *login))
        running[-1].start()
        return running[-1]

    yield start
    for proxy in running:
        proxy.stop()


@pytest.fixture(scope="module")
def postgres():
    """A PostgreSQL server; each test asks it for a database of its own."""
    _installed(install.postgres)
    yield from _run(Postgres())


@pytest.fixture
def mosquitto(installed_mosquitto, tmp_path):
    """A broker that lets everybody do everything."""
    yield from _run(Mosquitto(tmp_path))


@pytest.fixture
def site(mosquitto):
    """A regtest node with 120 blocks and a gateway at the broker."""
    with Site(mosquitto.port, 120) as site:
        yield site


@pytest.fixture
def mosquitto_tls(installed_mosquitto, tmp_path):
    """The same, which also listens on `tls_port`; `certificates.ca` is what a client needs for it."""
    yield from _run(Mosquitto(tmp_path, certificates=Certificates(tmp_path)))


@pytest.fixture
def tls_broker(installed_mosquitto, tmp_path):
    """Return a function that starts one more of them, with certificates of its own; it takes their options."""
    running = []

    def start(mutual=False, **options):
        folder = tmp_path / f"broker{len(running)}"
        folder.mkdir()
        running.append(Mosquitto(folder, certificates=Certificates(folder, **options), mutual=mutual))
        running[-1].start()
        return running[-1]

    yield start
    for broker in running:
        broker.stop()


@pytest.fixture
def amqtt():
    """A broker that lets everybody do everything, over MQTT 3.1.1."""
    yield from _run(Amqtt())


@pytest.fixture(scope="module")
def bcoin(installed_npm, tmp_path_factory):
    """A regtest node with an empty chain when the module begins."""
    yield from _run(Bcoin(tmp_path_factory.mktemp("bcoin")))


@pytest.fixture
def core(core_folder, tmp_path):
    """Return a function that starts a Bitcoin Core on regtest, with its options and an empty chain."""
    running = []

    def start(**options):
        folder = tmp_path / f"core{len(running)}"
        folder.mkdir()
        running.append(bitcoin_core.Core(folder, **options))
        running[-1].start()
        return running[-1]

    yield start
    for node in running:
        node.stop()


@pytest.fixture(scope="module", params=["bcoin", pytest.param("core", marks=pytest.mark.slow)])
def full_node(request, tmp_path_factory):
    """A real regtest node of each kind, with an empty chain when the module begins."""
    if request.param == "bcoin":
        request.getfixturevalue("installed_npm")
        kind = Bcoin
    else:
        request.getfixturevalue("core_folder")
        kind = bitcoin_core.Core
    yield from _run(kind(tmp_path_factory.mktemp(request.param)))


def _run(service):
    service.start()
    yield service
    service.stop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed:
        report.sections += [(f"log of {service.name}", _end(service.log())) for service in running]
    return report


def _end(text):
    return "\n".join(text.splitlines()[-40:])
