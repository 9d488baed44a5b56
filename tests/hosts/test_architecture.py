"""The house keeps its shape: imports run downwards only, and nothing is imported before it is needed.

cli
bitcoin/hosts, cometbft/hosts, evm/hosts, fabric/hosts, audit/hosts   what speaks to a ledger's nodes, for the gateway
                                  and the command; the server of a log
till/web                          a till in the browser
opentimestamps/hosts              what speaks to calendars, for the command and the server of a log
decided/hosts                     what they share whose chains are decided by votes
gateway, client, device, web       web: what pages have in common in a browser
till                              invoices of a shop, in a database
payments, audit                   sales, and logs of a site
wallet, identity, lightning       Bitcoin's money, which ends in scripts, addresses and transactions; what devices sign;
                                  receipts, whose text and chains are Bitcoin's
store/hosts                       databases and locks
keys                              the keystore, which knows no ledger
ledgers                           which there are
bitcoin, cometbft, evm, fabric, store, mqtt    ledgers, and what does not know them
decided                           what ledgers have in common whose blocks are decided by votes
sync                              what they all have in common
evidence, votes                   one kind of verdict for all of them, and what those with instant finality share
opentimestamps                    a format of proofs that chains are asked to judge
merkle, crypto
codec
errors, waiting                     what may go wrong; waiting with a limit, on hosts
"""

import ast
import functools
import subprocess
import sys

import pytest

from lightclient.cli import app, log
from tests.support.command import ROOT
from tools.portability import NATIVE

LAYERS = [
    {"errors", "waiting"},
    {"codec"},
    {"crypto", "merkle"},
    {"evidence", "votes", "opentimestamps"},
    {"sync"},
    {"decided"},
    {"bitcoin", "cometbft", "evm", "fabric", "store", "mqtt"},
    {"store/hosts"},
    {"keys", "ledgers"},
    {"wallet", "identity", "lightning"},
    {"payments", "audit"},
    {"till"},
    {"client", "device", "gateway", "web"},
    {"decided/hosts", "opentimestamps/hosts"},
    {"audit/hosts", "bitcoin/hosts", "cometbft/hosts", "evm/hosts", "fabric/hosts", "till/web"},
    {"cli"},
    {"__main__"},
]
# What stands above the ledgers and knows none.
NEUTRAL = {"keys"}
# What hosts need beyond the library, and the two packages of the source tree that `bench` runs.
EXTRAS = {
    "audit/hosts": {"aiohttp", "boto3", "botocore", "jinja2", "sqlalchemy"},
    "bitcoin/hosts": {"aiohttp", "zmq"},
    "cli": {"amqtt", "rich", "tomli", "tomllib", "typer", "benchmarks", "tools"},
    "device": {"machine", "tls"},  # of MicroPython
    "fabric/hosts": {"grpc"},
    "gateway": {"aiohttp", "prometheus_client"},
    "mqtt": {"aiohttp_socks", "python_socks"},
    "opentimestamps/hosts": {"aiohttp"},
    "store/hosts": {"asyncpg", "sqlalchemy"},
    "till": {"sqlalchemy"},
    "till/web": {"aiohttp", "babel", "fpdf", "jinja2", "markupsafe", "segno", "sqlalchemy"},
    "web": {"aiohttp", "babel", "jinja2"},
}
NODES = {
    "audit/hosts",
    "bitcoin/hosts",
    "cometbft/hosts",
    "decided/hosts",
    "evm/hosts",
    "fabric/hosts",
    "opentimestamps/hosts",
    "store/hosts",
    "till/web",
}
HOSTS = NODES | {"cli", "client", "gateway", "till", "web"}
# What stands on packages, one file for each, which only its own file imports; paho has a folder.
BACKENDS = ("crypto/hosts/", "keys/hosts/", "mqtt/hosts/")
PAHO = "mqtt/hosts/"

FILES = sorted(str(path.relative_to(ROOT / "lightclient")) for path in (ROOT / "lightclient").rglob("*.py"))


@functools.cache
def tree(file):
    return ast.parse((ROOT / "lightclient" / file).read_text())


@functools.cache
def imports(node):
    """Return the full name of every module that is imported anywhere in a tree; of `from a import b` it is a.b."""
    found = []
    for child in ast.walk(node):
        if isinstance(child, ast.Import):
            found += [alias.name for alias in child.names]
        if isinstance(child, ast.ImportFrom):
            assert not child.level, "relative imports hide where they lead"
            found += [f"{child.module}.{alias.name}" for alias in child.names]
    return found


def layer(part):
    """Return how high a part of the library stands; a part that has no place yet is an error."""
    return next(height for height, parts in enumerate(LAYERS) if part in parts)


def part_of(file):
    """Return the part of the library that a file is in; what speaks to nodes or calendars is a part of its own."""
    folders = file.split("/")
    own = "/".join(folders[:2])
    return own if own in NODES else folders[0].removesuffix(".py")


def strays(file, node):
    """Return the parts of the library that a file imports although they are not below its own."""
    own = part_of(file)
    ours = [name.split(".")[1:] for name in imports(node) if name.split(".")[0] == "lightclient"]
    parts = {part_of("/".join(name)) for name in ours} - {own, "__version__"}
    beside = {"bitcoin"} if own in NEUTRAL else set()
    return {part for part in parts if layer(part) >= layer(own) or part in beside}


def test_imports_run_downwards():
    found = {file: strays(file, tree(file)) for file in FILES if file != "__init__.py"}
    assert {file: parts for file, parts in found.items() if parts} == {}


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("codec/cbor.py", "from lightclient.bitcoin.header import SIZE"),
        ("codec/cbor.py", "from lightclient import bitcoin"),
        ("merkle/log.py", "import lightclient.crypto.hashes"),
        ("store/slots.py", "def load():\n    from lightclient.bitcoin import chain"),
        ("bitcoin/chain.py", "if TYPE_CHECKING:\n    from lightclient.store.slots import SlotStore"),
        ("keys/keystore.py", "from lightclient.bitcoin import address"),
        ("keys/keystore.py", "from lightclient.wallet import wif"),
        ("bitcoin/chain.py", "try:\n    import lightclient.cli\nexcept ImportError:\n    pass"),
        ("bitcoin/address.py", "from lightclient.wallet import wif"),
        ("bitcoin/bech32.py", "from lightclient.lightning import text"),
        ("lightning/receipt.py", "from lightclient.wallet import wif"),
        ("bitcoin/address.py", "from lightclient.bitcoin.hosts import node"),
        ("cometbft/header.py", "from lightclient.bitcoin import header"),
        ("bitcoin/header.py", "from lightclient.cometbft import header"),
        ("evm/header.py", "from lightclient.cometbft import header"),
        ("fabric/header.py", "from lightclient.evm import header"),
        ("decided/kept.py", "from lightclient.evm.verify import step"),
        ("votes/tally.py", "from lightclient.cometbft.commit import Commit"),
        ("votes/tally.py", "from lightclient.evidence.verdict import Proved"),
        ("errors.py", "import lightclient.codec"),
    ],
)
def test_an_import_upwards_or_sideways_is_seen_wherever_it_hides(file, source):
    assert strays(file, ast.parse(source))


def test_only_hosts_need_packages_of_others():
    for file in FILES:
        roots = {name.split(".")[0] for name in imports(tree(file))}
        allowed = {"lightclient", *sys.stdlib_module_names} | EXTRAS.get(part_of(file), set())
        if file.startswith(BACKENDS):
            allowed.add(file.split("/")[-1].removesuffix(".py"))
        if file.startswith(PAHO):
            allowed.add("paho")
        assert roots <= allowed, file


def test_packages_import_nothing_of_their_own_accord():
    """What a function imports comes when it is called, and what only types need never comes."""
    for file in (file for file in FILES if file.endswith("__init__.py")):
        eager = [node for node in tree(file).body if not isinstance(node, ast.FunctionDef | ast.If)]
        roots = {name.split(".")[0] for node in eager for name in imports(node)}
        assert roots <= set(sys.stdlib_module_names), file
        assert not roots or file == "cli/__init__.py", file


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
        and "lightclient/" + file not in NATIVE  # of assembler, which Python cannot import
    ]
    assert len(modules) > 30
    loaded = run(f"import {', '.join(modules)}; print(*sys.modules)", "-I", "-S")
    assert set(modules) <= set(loaded)


def test_a_device_loads_its_own_network_and_no_other():
    loaded = run("import lightclient.device.device, lightclient.bitcoin.networks.signet; print(*sys.modules)")
    networks = {name.split(".")[-1] for name in loaded if name.startswith("lightclient.bitcoin.networks.")}
    assert networks == {"network", "signet"}


def test_the_command_comes_when_it_is_called():
    loaded = run("import lightclient; print(*sys.modules)", "-I", "-S")
    assert [name for name in loaded if name.startswith("lightclient")] == ["lightclient"]
    heavy = "print(*sorted({'typer', 'rich', 'ecdsa'} & set(sys.modules)))"
    assert run(f"import lightclient.cli; {heavy}") == []
    called = """
import lightclient.cli
sys.argv = ["lightclient", "keys", "generate", "--help"]
try:
    lightclient.cli.main()
except SystemExit:
    print(*sys.modules)
"""
    loaded = run(called)
    assert {"typer", "lightclient.cli.keys", "lightclient.cli.keygen"} < set(loaded)
    others = {place.split(".")[0] for place in [*app.COMMANDS.values(), *log.COMMANDS.values()]} - {"keys"}
    assert not {f"lightclient.cli.{name}" for name in [*others, "keypsbt"]} & set(loaded)
