"""The house keeps its shape: imports run downwards only, and nothing is imported before it is needed.

cli
gateway, client
mqtt, payment
keys                              Bitcoin's: they end in its scripts, addresses and transactions
bitcoin, store, sync              ledgers, and what does not know them
merkle, crypto
codec
errors
"""

import ast
import subprocess
import sys

import pytest

from tests.command import ROOT

LAYERS = [
    {"errors"},
    {"codec"},
    {"crypto", "merkle"},
    {"bitcoin", "store", "sync"},
    {"keys"},
    {"mqtt", "payment"},
    {"client", "gateway"},
    {"cli"},
    {"__main__"},
]
# A file of headers heals itself by the rules of a chain; hosts only, so no board has to carry both.
EXCEPTIONS = {("store/headerfile.py", "bitcoin")}
# What hosts need beyond the library, and the two packages of the source tree that `bench` runs.
EXTRAS = {
    "cli": {"amqtt", "rich", "typer", "benchmarks", "tools"},
    "gateway": {"aiohttp", "prometheus_client"},
    "mqtt": {"paho"},
}
HOSTS = {"cli", "client", "gateway", "mqtt", "payment"}
# What stands on packages, one file for each, which only its own file imports.
BACKENDS = ("crypto/hosts/", "keys/hosts/")

FILES = sorted(str(path.relative_to(ROOT / "lightclient")) for path in (ROOT / "lightclient").rglob("*.py"))


def tree(file):
    return ast.parse((ROOT / "lightclient" / file).read_text())


def imports(node):
    """Yield the full name of every module that is imported anywhere in a tree; of `from a import b` it is a.b."""
    for child in ast.walk(node):
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
        if isinstance(child, ast.ImportFrom):
            assert not child.level, "relative imports hide where they lead"
            yield from (f"{child.module}.{alias.name}" for alias in child.names)


def layer(part):
    """Return how high a part of the library stands; a part that has no place yet is an error."""
    return next(height for height, parts in enumerate(LAYERS) if part in parts)


def part_of(file):
    return file.split("/")[0].removesuffix(".py")


def strays(file, node):
    """Return the parts of the library that a file imports although they are not below its own."""
    own = part_of(file)
    parts = {name.split(".")[1] for name in imports(node) if name.split(".")[0] == "lightclient"} - {own, "__version__"}
    return {part for part in parts if layer(part) >= layer(own) and (file, part) not in EXCEPTIONS}


@pytest.mark.parametrize("file", [file for file in FILES if file != "__init__.py"])
def test_imports_run_downwards(file):
    assert strays(file, tree(file)) == set()


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("codec/cbor.py", "from lightclient.bitcoin.header import SIZE"),
        ("codec/cbor.py", "from lightclient import bitcoin"),
        ("merkle/log.py", "import lightclient.crypto.hashes"),
        ("store/slots.py", "def load():\n    from lightclient.bitcoin import chain"),
        ("bitcoin/chain.py", "if TYPE_CHECKING:\n    from lightclient.store.slots import SlotStore"),
        ("bitcoin/chain.py", "try:\n    import lightclient.cli\nexcept ImportError:\n    pass"),
        ("bitcoin/address.py", "from lightclient.keys import wif"),
        ("errors.py", "import lightclient.codec"),
    ],
)
def test_an_import_upwards_or_sideways_is_seen_wherever_it_hides(file, source):
    assert strays(file, ast.parse(source))


def test_every_exception_is_still_one():
    for file, part in EXCEPTIONS:
        assert any(name.startswith(f"lightclient.{part}.") for name in imports(tree(file)))


@pytest.mark.parametrize("file", FILES)
def test_only_hosts_need_packages_of_others(file):
    roots = {name.split(".")[0] for name in imports(tree(file))}
    allowed = {"lightclient", *sys.stdlib_module_names} | EXTRAS.get(part_of(file), set())
    if file.startswith(BACKENDS):
        allowed.add(file.split("/")[-1].removesuffix(".py"))
    assert roots <= allowed


@pytest.mark.parametrize("file", [file for file in FILES if file.endswith("__init__.py")])
def test_packages_import_nothing_of_their_own_accord(file):
    """What a function imports comes when it is called, and what only types need never comes."""
    eager = [node for node in tree(file).body if not isinstance(node, ast.FunctionDef | ast.If)]
    roots = {name.split(".")[0] for node in eager for name in imports(node)}
    assert roots <= set(sys.stdlib_module_names)
    assert not roots or file == "cli/__init__.py"


def run(code, *flags):
    """Run code in a fresh interpreter that finds the library; return what it prints."""
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); " + code
    result = subprocess.run([sys.executable, *flags, "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout.split()


def test_the_library_is_whole_without_any_package():
    modules = [
        "lightclient." + file.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        for file in FILES
        if (part_of(file) not in HOSTS or file == "cli/__init__.py")
        and part_of(file) not in ("__init__", "__main__")
        and not file.startswith(BACKENDS)
    ]
    assert len(modules) > 30
    loaded = run(f"import {', '.join(modules)}; print(*sys.modules)", "-I", "-S")
    assert set(modules) <= set(loaded)


def test_a_device_loads_its_own_network_and_no_other():
    device = f"sys.path.append({str(ROOT / 'micropython')!r}); import port.device, lightclient.bitcoin.networks.signet"
    loaded = run(f"{device}; print(*sys.modules)")
    networks = {name.split(".")[-1] for name in loaded if name.startswith("lightclient.bitcoin.networks.")}
    assert networks == {"network", "signet"}


def test_the_command_comes_when_it_is_called():
    loaded = run("import lightclient; print(*sys.modules)", "-I", "-S")
    assert [name for name in loaded if name.startswith("lightclient")] == ["lightclient"]
    heavy = "print(*sorted({'typer', 'rich', 'ecdsa'} & set(sys.modules)))"
    assert run(f"import lightclient.cli; {heavy}") == []
    called = f"""
import lightclient.cli
sys.argv = ["lightclient", "--version"]
try:
    lightclient.cli.main()
except SystemExit:
    {heavy}
"""
    assert run(called)[-2:] == ["rich", "typer"]
