"""What a gateway is told by flags, variables and a file, and that it says what is wrong with them."""

import os
import re
import subprocess
import sys

import pytest

from lightclient import ledgers
from lightclient.cli import gatewayconfig, tomlfile
from lightclient.gateway import settings
from lightclient.gateway.errors import BadAddress, BadConfig, BadSecret, NotServed, SecretExposed
from tests.support.command import ROOT, invoke, misused

LONE = "[[ledger]]\nnetwork = 'regtest'\nnode = 'http://127.0.0.1:1'\n"
WHOLE = "broker = 'mqtt://127.0.0.1'\n" + LONE
# The one line of docs/new-ledger.md, for a process of its own.
TOY = "from lightclient import ledgers, cli; ledgers.LEDGERS['toy'] = 'tests.portable.toy.known'; cli.main()"


@pytest.fixture(autouse=True)
def _toy(monkeypatch):
    """The toy is one of the ledgers, and nothing is set from outside."""
    monkeypatch.setitem(ledgers.LEDGERS, "toy", "tests.portable.toy.known")
    for name in list(os.environ):
        if name.startswith("LIGHTCLIENT_"):
            monkeypatch.delenv(name)


@pytest.fixture
def file(tmp_path):
    """Return a function that writes a configuration and returns its path."""

    def write(text, mode=0o600):
        path = tmp_path / "gateway.toml"
        path.write_text(text)
        path.chmod(mode)
        return path

    return write


def effective(path):
    """Return what holds where only a file says anything."""
    return gatewayconfig.effective(path, {})


def shown(*arguments):
    """Return what `gateway --print-config` prints, as a table."""
    result = invoke("gateway", *arguments, "--print-config")
    assert (result.exit_code, result.stderr) == (0, "")
    return tomlfile.parse(result.stdout.encode())


# -- where a value comes from


def test_a_flag_comes_before_a_variable_a_variable_before_the_file_the_file_before_the_default(file, monkeypatch):
    path = file("name = 'written'\nrate = 7\nlog_level = 'warning'\n" + WHOLE)
    assert shown("--config", path)["listen"] == "127.0.0.1:1883"
    assert shown("--config", path)["name"] == "written"
    monkeypatch.setenv("LIGHTCLIENT_CONFIG", str(path))
    monkeypatch.setenv("LIGHTCLIENT_NAME", "set")
    monkeypatch.setenv("LIGHTCLIENT_RATE", "8")
    assert shown()["name"] == "set"
    found = shown("--name", "flagged")
    assert (found["name"], found["rate"], found["log_level"]) == ("flagged", 8, "warning")


def test_the_one_ledger_of_a_file_follows_flags_and_variables_too(file, monkeypatch):
    monkeypatch.setenv("LIGHTCLIENT_NODE", "tcp://127.0.0.1:2")
    (ledger,) = shown("--config", file(WHOLE), "--network", "signet")["ledger"]
    assert ledger == {"network": "signet", "node": "tcp://127.0.0.1:2"}


def said(setting, text):
    """Return whether a help text has a setting as flag and variable."""
    return re.search(rf"{setting.flag} .*env var: *{setting.variable}[],;]", " ".join(text.split()))


def test_every_setting_is_a_flag_and_a_variable_with_one_spelling(monkeypatch):
    monkeypatch.delitem(ledgers.LEDGERS, "toy")
    monkeypatch.setenv("COLUMNS", "200")
    text = invoke("gateway", "--help").stdout
    assert [setting.name for setting in gatewayconfig.settings() if not said(setting, text)] == []


@pytest.mark.slow
def test_settings_of_a_new_ledger_are_flags_and_variables_too():
    """In a process that has heard of the ledger by one line."""
    variables = os.environ | {"COLUMNS": "200", "LIGHTCLIENT_METERS": "x://one x://two"}

    def printed(*arguments):
        line = [sys.executable, "-c", TOY, "gateway", *arguments]
        return subprocess.run(line, cwd=ROOT, env=variables, capture_output=True, text=True, check=True).stdout

    text = printed("--help")
    assert [setting.name for setting in gatewayconfig.settings() if not said(setting, text)] == []
    usual = ("--network", "toy", "--broker", "embedded", "--print-config")
    for flags, meters in (
        ((), ["x://one", "x://two"]),
        (("--meters", "x://3", "--meters", "x://4"), ["x://3", "x://4"]),
    ):
        assert tomlfile.parse(printed(*usual, *flags).encode())["ledger"][0]["meters"] == meters


def test_what_is_printed_says_the_same_when_it_is_read(file, tmp_path):
    path = file(
        "broker = 'mqtts://us:secret@127.0.0.1'\nca = 'ca \"1\".pem'\nrate = 12.5\n"
        + LONE
        + "cookie = 'cookie'\n[[ledger]]\nnetwork = 'toy:toy'\ncounted = 5\nmeters = ['x://here', 'x://me:s3cr3t://@there']\n"
    )
    out = gatewayconfig.toml(effective(path))
    assert "secret" not in out and "s3cr3t" not in out
    assert '# broker has a password, which is not shown\nbroker = "mqtts://us@127.0.0.1"\n' in out
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "gateway.toml").write_text(out)
    again = effective(elsewhere / "gateway.toml")
    assert gatewayconfig.toml(again) == re.sub("#.*\n", "", out)
    assert again.values["ca"] == tmp_path / 'ca "1".pem'
    assert [ledger.network.name for ledger in again.ledgers] == ["regtest", "toy"]
    assert again.ledgers[1].values["meters"] == ["x://here", "x://me@there"]


# -- what is refused


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("brokr = 'x'\n" + WHOLE, "sets brokr, which is not known there; known are broker, "),
        ("node = 'http://127.0.0.1:1'\n" + WHOLE, "sets node, which is not known there"),
        (WHOLE + "cooky = 'x'\n", "sets cooky in [[ledger]] 1, which is not known there; known are node, "),
        ("rate = 'many'\n" + WHOLE, "sets rate to 'many'; it must be a number of at least 1"),
        ("rate = true\n" + WHOLE, "sets rate to True; it must be a number of at least 1"),
        ("rate = 0.5\n" + WHOLE, "sets rate to 0.5; it must be a number of at least 1"),
        ("rate = nan\n" + WHOLE, "sets rate to nan; it must be"),
        ("rate = inf\n" + WHOLE, "sets rate to inf; it must be"),
        (f"rate = 1{'0' * 400}\n" + WHOLE, "it must be a number of at least 1"),
        ("log_level = 'loud'\n" + WHOLE, "sets log_level to 'loud'; it must be one of debug, info, warning, error"),
        ("name = ''\n" + WHOLE, "sets name to ''; it must be a text"),
        ('name = "a\\nb"\n' + WHOLE, "it must be a text"),
        ("ca = 5\n" + WHOLE, "sets ca to 5; it must be a text, the path of a file"),
        ("broker = ['mqtt://us:secret@x']\n" + LONE, "sets broker to"),
        ("ledger = 5\nbroker = 'x'", "sets ledger to something else; it must be tables, each below a line [[ledger]]"),
        ("ledger = []\nbroker = 'x'", "--network must be given"),
        ("ledger = 0\nbroker = 'x'", "it must be tables"),
        ("ledger = ['http://us:secret@x']", "it must be tables"),
        ("[ledger]\nnode = 'http://us:secret@x'", "it must be tables, each below a line [[ledger]]"),
        ("broker = 'x'\n" + 2 * "[[ledger]]\nnetwork = 'regtest'\n", "--node must be given: as flags, as LIGHT"),
        (WHOLE.replace("regtest", "regtset"), "sets network in [[ledger]] 1 to 'regtset'; it must be one of mainnet,"),
        (WHOLE + LONE.replace("'http", "5 #"), "sets node in [[ledger]] 2 to something else"),
        (WHOLE + LONE, "has two [[ledger]] tables for regtest"),
        (
            WHOLE + "[[ledger]]\nnetwork = 'toy:toy'\ncounted = 1.5\n",
            "counted in [[ledger]] 2 to 1.5; it must be a whole",
        ),
        (WHOLE + "[[ledger]]\nnetwork = 'toy:toy'\nmeters = ''\n", "must be a list, and in it a text"),
        (WHOLE + "[[ledger]]\nnetwork = 'toy:toy'\nmeters = []\n", "must be a list, and in it a text"),
        (
            WHOLE + "[[ledger]]\nnetwork = 'toy:toy'\nmeters = ['x://u:secret@y', 5]\n",
            "must be a list, and in it a text",
        ),
        (WHOLE + "[[ledger]]\nnetwork = 'toy:toy'\nnode = 'tcp://x:1'\n", "node in [[ledger]] 2, which is not known"),
        (
            WHOLE + "[[ledger]]\nnode = 'tcp://x:1'\n",
            "--network must be given: as flags, as LIGHTCLIENT_NETWORK, or in",
        ),
        (LONE, "--broker must be given"),
        ("", "--broker and --network must be given"),
        ("broker = \n", "is not TOML: Invalid value (at line 1"),
        ("a = " + "[" * 100_000, "is not TOML"),
        ("x = '" + "y" * (1 << 20) + "'", "it has more than 1048576 bytes"),
    ],
)
def test_a_file_is_refused_with_its_name_the_key_and_the_way_out(file, text, says):
    path = file(text)
    with pytest.raises(BadConfig) as caught:
        effective(path)
    assert says in str(caught.value) and str(path) in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_text_or_is_not_there_is_refused(file, tmp_path):
    path = file("")
    path.write_bytes(b"\xff")
    assert f"{path} is not TOML" in misused("gateway", "--config", path)
    assert "No such file" in misused("gateway", "--config", tmp_path / "nothing")
    assert "Is a directory" in misused("gateway", "--config", tmp_path)


@pytest.mark.parametrize(
    ("flag", "value", "says"),
    [
        ("--rate", "nan", "--rate (LIGHTCLIENT_RATE): it must be a number of at least 1"),
        ("--rate", "0", "--rate (LIGHTCLIENT_RATE): it must be a number of at least 1"),
        ("--rate", "many", "unable to parse string as a number"),
        ("--log-level", "loud", "it must be one of debug, info, warning, error"),
        ("--network", "regtset", "'regtset' is not known here; known are mainnet,"),
        ("--network", "toy:toy", "--node: toy has no such setting"),
    ],
)
def test_a_flag_or_variable_is_refused_by_name(flag, value, says, monkeypatch):
    usual = ("gateway", "--broker", "mqtt://127.0.0.1", "--network", "regtest", "--node", "tcp://127.0.0.1:1")
    assert says in misused(*usual, flag, value)
    if flag != "--network":
        monkeypatch.setenv("LIGHTCLIENT_" + flag[2:].replace("-", "_").upper(), value)
        assert says in misused(*usual)


def test_flags_and_variables_of_a_ledger_do_not_say_which_of_several(file, monkeypatch):
    monkeypatch.setenv("LIGHTCLIENT_COOKIE", "/x")
    wrong = misused("gateway", "--config", file(WHOLE + "[[ledger]]\nnetwork = 'toy:toy'\n"))
    assert "--cookie or LIGHTCLIENT_COOKIE is for one ledger" in wrong and "write cookie into" in wrong


def test_a_ledger_that_nothing_serves_is_refused(file, monkeypatch):
    monkeypatch.delattr("tests.portable.toy.known.SERVING")
    with pytest.raises(NotServed, match="toy is a chain that nothing serves here"):
        effective(file("broker = 'x'\n[[ledger]]\nnetwork = 'toy'\n"))


# -- secrets


@pytest.mark.parametrize("mode", [0o604, 0o644, 0o666])
@pytest.mark.parametrize(
    "text",
    [
        "broker = 'mqtt://us:secret@127.0.0.1'\n" + LONE,
        WHOLE.replace("//127.0.0.1:1", "//us:secret@127.0.0.1:1"),
        "broker = 'us:secret@no-url'\n" + LONE,
    ],
)
def test_a_password_in_a_file_that_everybody_can_read_is_refused(file, text, mode):
    path = file(text, mode)
    with pytest.raises(SecretExposed) as caught:
        effective(path)
    assert f"everybody can read {path}" in str(caught.value) and "secret" not in str(caught.value)
    path.chmod(0o640)
    effective(path)


def test_a_file_without_a_password_may_be_read_by_everybody(file):
    effective(file(WHOLE.replace("//127", "//us@127"), 0o644))


@pytest.mark.parametrize(
    ("data", "password"),
    [(b"top/secret@:#\n", "top/secret@:#"), (b"two words\r\nand more", "two words"), ("pä".encode(), "pä")],
)
def test_a_password_comes_from_the_first_line_of_its_file(tmp_path, data, password):
    (tmp_path / "password").write_bytes(data)
    assert settings.password_of(tmp_path / "password", "key") == password
    module = ledgers.serving(ledgers.network_of("regtest"))
    values = {"node": "http://us@127.0.0.1:1", "node_password_file": tmp_path / "password"}
    assert module.source(ledgers.network_of("regtest"), values).node.http.login == "us:" + password


@pytest.mark.parametrize("data", [b"", b"\n", b"x" * 1025, b"\xff\n"])
def test_a_file_without_a_password_in_it_is_refused(tmp_path, data):
    (tmp_path / "password").write_bytes(data)
    with pytest.raises(BadSecret, match="key: the first line of its file"):
        settings.password_of(tmp_path / "password", "key")


def test_a_password_in_the_place_of_its_file_is_not_shown():
    options = ("--network", "regtest", "--node", "http://us@127.0.0.1:1", "--broker", "mqtt://us@127.0.0.1")
    for name in ("--broker-password-file", "--node-password-file"):
        wrong = misused("gateway", *options, name, "secret")
        assert "its file cannot be read (No such file or directory)" in wrong and "secret" not in wrong


@pytest.mark.parametrize("login", ["", "us:secret@"])
def test_a_password_file_needs_a_user_and_no_second_password(tmp_path, login):
    (tmp_path / "password").write_text("other")
    options = (
        "gateway",
        "--network",
        "regtest",
        "--node",
        f"http://{login}127.0.0.1:1",
        "--broker",
        f"mqtt://{login}127.0.0.1",
    )
    for name in ("broker_password_file", "node_password_file"):
        wrong = misused(*options, "--" + name.replace("_", "-"), tmp_path / "password")
        assert f"{name}: it takes a URL with a user and no password" in wrong
        assert "secret" not in wrong


def test_the_embedded_broker_has_no_users(tmp_path):
    options = ("--network", "regtest", "--node", "http://127.0.0.1:1", "--broker", "embedded")
    wrong = misused("gateway", *options, "--broker-password-file", tmp_path / "password")
    assert "broker_password_file: the embedded broker has no users" in wrong


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("mqtt://us:a@b://c@host", "mqtt://us@host"),
        ("http://us:a/b#?@host:1/x", "http://us@host:1/x"),
        ("us:secret@host", "us@host"),
        ("http://host:1", "http://host:1"),
        ("embedded", "embedded"),
    ],
)
def test_a_url_is_shown_without_its_password(url, shown):
    assert settings.without_password(url) == shown


# -- addresses


def test_an_address_is_a_host_and_a_port():
    assert settings.address("127.0.0.1:9464", "http") == ("127.0.0.1", 9464)
    assert settings.address("[::1]:0", "http") == ("::1", 0)
    for wrong in ("nonsense", "host:", "host:65536", "host:-1", "host:٣"):
        with pytest.raises(BadAddress, match="http is"):
            settings.address(wrong, "http")
