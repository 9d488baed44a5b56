"""The command as a script meets it: a process with a status, its output, signals and limits."""

import contextlib
import json
import os
import pathlib
import platform
import resource
import signal
import stat
import subprocess
import sys
import time

import pytest
import typer

from lightclient import __version__
from lightclient.cli import output
from lightclient.store.errors import StateLocked
from tests.support.command import FORMS, REGTEST, ROOT, TIP, TXIDS, Files, accepted, failed, invoke, misused, process

VERIFY = ("headers", "verify", *REGTEST)


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


@pytest.mark.parametrize(
    "command",
    [
        (),
        ("headers",),
        ("headers", "verify"),
        ("checkpoint",),
        ("checkpoint", "make"),
        ("checkpoint", "show"),
        ("proof",),
        ("proof", "make"),
        ("verify",),
        ("bench",),
        ("board", "run"),
        ("board", "build"),
    ],
)
def test_every_command_explains_itself(command):
    for option in ("--help", "-h"):
        result = invoke(*command, option)
        assert (result.exit_code, result.stderr) == (0, "")
        assert "Usage" in result.stdout


def test_a_command_that_does_not_exist():
    assert "frobnicate" in misused("frobnicate")
    assert "frobnicate" in misused("headers", "frobnicate")


def test_the_version():
    result = process("--version")
    first, *backends = result.stdout.splitlines()
    assert (result.returncode, result.stderr) == (0, "")
    assert first == f"lightclient {__version__}, Python {platform.python_version()}"
    assert backends == ["secp256k1: ecdsa", "p256: ecdsa", "ed25519: ecdsa"]
    result = process("--version", env=os.environ | {"LIGHTCLIENT_BACKEND": "imaginary"})
    assert result.returncode == 0 and "secp256k1: no backend imaginary" in result.stdout


@pytest.mark.slow
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_is_told_how_to_complete(shell):
    asked = {"bash": {"COMP_WORDS": "lightclient checkp", "COMP_CWORD": "1"}}
    asked["zsh"] = {"_TYPER_COMPLETE_ARGS": "lightclient checkp"}
    asked["fish"] = {**asked["zsh"], "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    code = "import sys; sys.argv = ['lightclient']; from lightclient.cli import main; main()"
    environment = os.environ | asked[shell] | {"_LIGHTCLIENT_COMPLETE": f"complete_{shell}"}
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert "checkpoint" in result.stdout, result.stderr


@pytest.mark.slow
def test_a_script_makes_a_checkpoint_and_a_proof_and_verifies_it(files):
    checkpoint, proof = files.folder / "checkpoint", files.folder / "proof"
    run = ("--headers", files.headers(0, 10), "--first-height", 0)
    for command in (
        ("checkpoint", "make", *REGTEST, *run, "-o", checkpoint),
        ("checkpoint", "show", checkpoint),
        ("headers", "verify", *REGTEST, "--checkpoint", checkpoint, files.headers(11)),
        (
            "proof",
            "make",
            *REGTEST,
            "--block",
            files.block,
            "--tx",
            TXIDS[1],
            "--log",
            files.headers(0, 10),
            "-o",
            proof,
        ),
        ("verify", *REGTEST, "--checkpoint", checkpoint, proof),
    ):
        result = process(*command, "--json")
        assert (result.returncode, result.stderr) == (0, "")
        assert json.loads(result.stdout)["ok"] is True
        assert result.stdout.count("\n") == 1


@pytest.mark.slow
def test_a_script_learns_why_from_status_and_name(files):
    good = files.headers()
    for arguments, status in (((good,), 0), ((files.headers(1),), 1), ((files.folder / "missing",), 2), ((), 2)):
        assert process(*VERIFY, *arguments).returncode == status
    result = process(*VERIFY, "--json", files.headers(1))
    fields = json.loads(result.stdout)
    assert result.stderr == ""
    assert (fields["ok"], fields["error"], fields["height"]) == (False, "BadGenesis", 0)


@pytest.mark.slow
def test_headers_come_through_a_pipe(files):
    feeding = subprocess.Popen(["cat", files.headers()], stdout=subprocess.PIPE)
    result = process(*VERIFY, "--json", "/dev/stdin", stdin=feeding.stdout)
    feeding.communicate(timeout=60)
    assert json.loads(result.stdout)["height"] == TIP


def test_a_proof_goes_into_a_pipe_and_the_pipe_stays_one(files):
    fifo = files.folder / "fifo"
    os.mkfifo(fifo)
    make = ("proof", "make", *REGTEST, "--block", files.block, "--tx", TXIDS[1])
    reader = subprocess.Popen(["cat", str(fifo)], stdout=subprocess.PIPE)
    accepted(*make, "-o", fifo)
    assert reader.communicate(timeout=60)[0] == files.proof().read_bytes()
    assert stat.S_ISFIFO(fifo.stat().st_mode)
    assert not list(files.folder.glob(".*"))


def test_a_file_is_written_whole_and_through_no_link_that_somebody_put_there(files):
    target, victim = files.folder / "out", files.file("victim", b"mine")
    os.symlink(victim, files.folder / "out.part")  # where the first edition wrote, as anyone could guess
    os.symlink(victim, target)
    make = ("proof", "make", *REGTEST, "--block", files.block, "--tx", TXIDS[1])
    accepted(*make, "-o", target)
    assert victim.read_bytes() == b"mine"
    assert not target.is_symlink() and target.read_bytes() == files.proof().read_bytes()
    assert sorted(path.name for path in files.folder.iterdir() if path.name.startswith("out")) == ["out", "out.part"]
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(target.stat().st_mode) == 0o666 & ~mask
    made = set(files.folder.iterdir())
    assert failed(*make, "-o", files.folder / "nowhere" / "out") == (
        f"{files.folder / 'nowhere' / 'out'}: No such file or directory"  # the name that was given, and no other
    )
    assert set(files.folder.iterdir()) == made


def test_state_that_another_process_has_is_an_error_and_no_refusal(files):
    error = StateLocked(role="the state file", path="/chain.0")
    with pytest.raises(typer.Exit) as caught, output.reported(True):
        raise error
    assert caught.value.exit_code == output.FAILED


@pytest.mark.slow
@pytest.mark.parametrize("options", [(), ("--json",)])
def test_ctrl_c_ends_a_long_check_with_a_status_and_no_traceback(files, options):
    fifo = files.folder / "fifo"
    os.mkfifo(fifo)
    command = [sys.executable, "-m", "lightclient", *VERIFY, *options, str(fifo)]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with open(fifo, "wb") as pipe:  # opens when the command does
        pipe.write(files.raw)
        pipe.flush()
        while running.poll() is None:
            time.sleep(0.5)  # by now it waits for more: a signal just before a read would only be seen after it
            running.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                running.wait(10)  # a second signal while Python ends would be its end
        out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err) == (130, "", "")


@pytest.mark.slow
@pytest.mark.parametrize("options", [(), ("--json",)])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_output_that_has_no_room_is_not_taken_for_a_refusal(files, options, unbuffered):
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    for path in (files.headers(), files.headers(1), files.folder / "missing"):
        with open("/dev/full", "wb") as full:
            result = process(*VERIFY, *options, path, stdout=full, env=environment)
        assert result.returncode == 2
        assert result.stderr.startswith("error  ")
        assert "Exception" not in result.stderr


@pytest.mark.slow
@pytest.mark.parametrize("options", [(), ("--json",)])
def test_output_that_nobody_reads_is_not_taken_for_a_refusal(files, options):
    reading, writing = os.pipe()
    os.close(reading)
    result = process(*VERIFY, *options, files.headers(), stdout=writing)
    os.close(writing)
    assert result.returncode == 2
    assert result.stderr.startswith("error  ") and result.stderr.count("\n") == 1


@pytest.mark.slow
def test_a_disk_that_is_full_leaves_no_part_of_a_file(files):
    def no_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    before = files.headers(), files.file("old", b"old"), files.block
    old = files.folder / "old"
    run = ("checkpoint", "make", *REGTEST, "--headers", files.headers(), "--first-height", 0)
    make = ("proof", "make", *REGTEST, "--block", files.block, "--tx", TXIDS[1])
    for command in (run, *((*make, "--form", form) for form in FORMS)):
        result = process(*command, "-o", old, preexec_fn=no_room)
        assert (result.returncode, result.stdout) == (2, "")
        assert "File too large" in result.stderr
        assert old.read_bytes() == b"old"
    assert sorted(files.folder.iterdir()) == sorted(before)


@pytest.mark.slow
def test_names_that_are_no_text_are_no_trouble(files):
    path = pathlib.Path(os.fsdecode(bytes(files.folder) + b"/\xff\x1b"))
    run = ("checkpoint", "make", *REGTEST, "--headers", files.headers(), "--first-height", 0, "-o", path)
    result = process(*run)
    assert (result.returncode, result.stderr) == (0, "")
    assert path.exists()
    assert process("checkpoint", "show", path).returncode == 0
    assert json.loads(process(*run, "--json").stdout)["ok"] is True
    result = process(*VERIFY, str(path) + "missing")
    assert result.returncode == 2
    assert r"\x1b" in result.stderr


@pytest.mark.parametrize("package", ["rich", "typer"])
def test_a_package_that_is_not_installed_is_named(package):
    code = f"import sys; sys.modules[{package!r}] = None; from lightclient.cli import main; main()"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == f"this needs {package}: pip install 'lightclient[cli]'\n"
