"""docs/till.md: its program runs as it is printed, and its tables are complete."""

import json
import re
import signal
import subprocess
import sys

import pytest

pytest.importorskip("sqlalchemy")

from lightclient.client import WINDOW
from lightclient.payments.errors import BadTerm
from lightclient.till import errors
from lightclient.till.change import Payment
from lightclient.till.policy import Policy
from lightclient.till.states import State
from tests.conftest import ROOT
from tests.services.process import PATIENCE, until
from tests.support.till import ACCOUNT, DESCRIPTOR

DOCUMENT = (ROOT / "docs/till.md").read_text()
PROGRAM = re.search(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)[1]


class World:
    """`lightclient regtest`, as the document has it, which is told what to do line by line."""

    def __init__(self):
        command = [sys.executable, "-m", "lightclient", "regtest", "--json"]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
        )
        self.broker = json.loads(self.process.stdout.readline())["broker"]

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.process.kill()
        self.process.communicate()

    def do(self, line):
        print(line, file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())


class Program:
    """The program in a process of its own; amounts go to its standard input."""

    def __init__(self, folder, broker):
        (folder / "till.py").write_text(PROGRAM)
        self.folder = folder
        self.command = [sys.executable, "till.py", broker, DESCRIPTOR]

    def start(self):
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=self.folder, stdin=subprocess.PIPE, stdout=log, stderr=log, text=True
            )

    def kill(self):
        self.process.kill()
        self.process.communicate()

    def ask(self, line):
        print(line, file=self.process.stdin, flush=True)

    def log(self):
        return (self.folder / "log").read_text()

    def says(self, line):
        until(lambda: line in self.log(), f"{line}\n{self.log()}", PATIENCE)


def test_the_program_is_short():
    assert len(PROGRAM.splitlines()) <= 40


@pytest.mark.slow
def test_the_program_sells_and_goes_on_after_a_restart(tmp_path):
    with World() as world:
        program = Program(tmp_path, world.broker)
        program.start()
        try:
            program.ask("50000 table 4")
            program.says(f"bitcoin:{ACCOUNT.address(0)}?amount=0.0005&message=table%204")
            program.says("table 4 waiting received 0 due 50000")
            world.do(f"pay {ACCOUNT.address(0)} 50000")
            program.says("table 4 seen received 50000 due 0")
            program.kill()
            assert program.process.returncode == -signal.SIGKILL
            world.do("mine 1")
            program.start()
            program.says("table 4 confirmed received 50000 due 0")
            world.do("mine 1")
            program.says("table 4 paid received 50000 due 0")
            program.says("table 4 hand over the goods")
        finally:
            program.kill()
        assert program.log().count("hand over the goods") == 1


def words(text):
    return set(re.findall(r"`(\w+)`", text))


def test_every_state_and_field_and_error_is_in_the_document():
    table = DOCUMENT[DOCUMENT.index("| `State`") : DOCUMENT.index("Each of `change.payments`")]
    assert {state.name for state in State} <= words(table)
    fields = DOCUMENT[DOCUMENT.index("Each of `change.payments`") : DOCUMENT.index("An invoice is open until")]
    assert set(Payment.__dataclass_fields__) <= words(fields)
    raised = {"GapReached", "TooManyInvoices", "StoreFailed", "BadStore", "OtherAddress", "NotSynced", "SecretKey"}
    assert raised <= words(DOCUMENT) and all(hasattr(errors, name) for name in raised)


def test_how_far_back_a_rescan_reaches_is_what_the_client_keeps():
    assert f"{WINDOW:,} blocks" in DOCUMENT


def test_the_defaults_of_a_policy_are_those_in_the_document():
    terms = re.search(r"`Policy\((.*?)\)`; an", DOCUMENT)[1]
    given = eval(f"dict({terms})")
    one, other = Policy(), Policy(**given)
    assert one.payment.fields() == other.payment.fields()
    assert (one.final, one.linger, one.gap) == (other.final, other.linger, other.gap) == (6, 86_400, 20)
    with pytest.raises(BadTerm):
        Policy(gap=0)
