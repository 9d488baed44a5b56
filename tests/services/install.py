"""Install what the services need, where it is not installed already.

    python -m tests.services.install        everything, and print where it is

mosquitto, microsocks, Prometheus, PostgreSQL, Chromium, Node.js and npm are Debian's packages, which takes root. anvil,
bcoin, axe and MicroPython's WebAssembly build come from npm, exactly as package-lock.json beside this file has them,
into a cache folder named after that file. bcoin 1.0.2 wants a LevelDB that current compilers refuse; package.json
overrides it with one that brings its own binaries, so that no script of a package has to run.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tools import index
from tools.realdata import cache_folder

HERE = Path(__file__).parent
POLICY = Path("/usr/sbin/policy-rc.d")  # asked by Debian's packages before they start a service; 101 means no
LOCK_WAIT = "DPkg::Lock::Timeout=600"  # seconds, while another program of the machine installs

# Package, sha256 of its archive, and the module in it.
UMQTT = (
    ("umqtt.simple==1.3.4", "b6a2520239e3992c63a7de9370ee9b3d9d27819a90359c521f1c0f7ccab8d12f", "umqtt/simple.py"),
    ("umqtt.robust==1.0", "22a1b8c8e1128281efb13b3020927d07e33c5b747869da2cd77d37983a9ea002", "umqtt/robust.py"),
)
MQTT_ASYNC = (("mqtt==0.7b4", "254a0af13d37cb92372538b6ded44c5f26e2e77c0d8b9b4e2d73c4f26f43e042", "mqtt_async.py"),)


class Missing(Exception):
    """A service is not here and cannot be installed; the message says why."""


def mosquitto() -> str:
    """Return the path of the broker. Raises Missing."""
    return _program("mosquitto", "mosquitto")


def microsocks() -> str:
    """Return the path of a SOCKS5 server. Raises Missing."""
    return _program("microsocks", "microsocks")


def npm() -> tuple[str, Path]:
    """Return the path of Node.js and the folder of the packages from npm. Raises Missing."""
    lock_file = (HERE / "package-lock.json").read_bytes()
    folder = cache_folder() / f"npm-{hashlib.sha256(lock_file).hexdigest()[:16]}"
    node = _program("node", "nodejs")
    if not folder.is_dir():
        program = _program("npm", "npm")
        with _alone():
            if not folder.is_dir():
                _npm_ci(program, folder)
    return node, folder / "node_modules"


def anvil() -> str:
    """Return the path of an Ethereum node for developers. Raises Missing."""
    _, modules = npm()
    found = sorted(modules.glob("@foundry-rs/anvil-*/bin/anvil"))
    if not found:
        raise Missing("npm has no anvil for this machine")
    return str(found[0])


def chromium() -> str:
    """Return the path of a browser. Raises Missing."""
    return _program("chromium", "chromium")


def prometheus() -> tuple[str, str]:
    """Return the paths of Prometheus and of promtool. Raises Missing."""
    return _program("prometheus", "prometheus"), _program("promtool", "prometheus")


def postgres() -> Path:
    """Return the folder of PostgreSQL's programs, those of the newest release that is here. Raises Missing."""
    if not _postgres():
        with _alone():
            if not _postgres():
                _apt_install("postgresql")
    found = _postgres()
    if not found:
        raise Missing("the package postgresql has no program initdb")
    return found[-1]


def _postgres() -> list[Path]:
    return sorted(
        (path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")), key=lambda path: path.parts
    )


def umqtt() -> Path:
    """Return a folder that MicroPython imports `umqtt.simple` and `umqtt.robust` from. Raises Missing."""
    return _micropython("umqtt", UMQTT)


def mqtt_async() -> Path:
    """Return a folder that MicroPython imports `mqtt_async` from. Raises Missing."""
    return _micropython("mqtt_async", MQTT_ASYNC)


def _micropython(name: str, packages: tuple[tuple[str, str, str], ...]) -> Path:
    """Return a folder with modules that are on PyPI in a form that pip refuses, for MicroPython's own installer."""
    folder = cache_folder() / f"{name}-{packages[0][1][:16]}"
    if not folder.is_dir():
        with _alone():
            if not folder.is_dir():
                with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
                    for package in packages:
                        _unpack(*package, Path(scratch))
                    os.rename(f"{scratch}/whole", folder)
    return folder


def _unpack(package: str, sha256: str, module: str, scratch: Path) -> None:
    try:
        source = index.fetch(f"micropython-{package}", sha256, scratch)
    except index.Unavailable as error:
        raise Missing(str(error)) from None
    with tarfile.open(source) as archive:
        file = archive.extractfile(f"{source.name.removesuffix('.tar.gz')}/{module}")
        path = scratch / "whole" / module
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.read() if file else b"")


def _npm_ci(program: str, folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, scratch)
        _run([program, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"], scratch)
        os.mkdir(f"{scratch}/whole")
        os.rename(f"{scratch}/node_modules", f"{scratch}/whole/node_modules")
        os.rename(f"{scratch}/whole", folder)  # all of it at once: a folder that is there is complete


def _program(name: str, package: str) -> str:
    """Return the path of a program, after installing the Debian package it is in."""
    path = _which(name)
    if path is None:
        with _alone():
            if _which(name) is None:
                _apt_install(package)
        path = _which(name)
    if path is None:
        raise Missing(f"the package {package} has no program {name}")
    return path


def _which(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin")


def _apt_install(package: str) -> None:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        raise Missing(f"{package} is not installed; as root: apt-get install {package}")
    with contextlib.suppress(Missing):  # somebody else may be reading the lists: the install says whether they do
        _run(["apt-get", "update", "-qq"])
    with _services_stay_down():
        _run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "-o", LOCK_WAIT, package])


@contextlib.contextmanager
def _services_stay_down() -> Iterator[None]:
    """Keep Debian from starting what it installs: the tests start their own."""
    if POLICY.exists():
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink()


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Let one process at a time install; micropython/boards/build.sh takes the same lock."""
    cache_folder().mkdir(parents=True, exist_ok=True)
    with open(cache_folder() / "lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _run(command: list[str], folder: str | None = None) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise Missing(f"{' '.join(command)}: {' '.join(last) or done.returncode}")


if __name__ == "__main__":
    print(mosquitto(), microsocks(), *prometheus(), chromium(), postgres(), *npm(), sep="\n")
