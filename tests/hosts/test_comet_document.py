"""docs/cometbft.md and its CDDL: real records have those shapes, no others do, and the figures are the code's."""

import re

import pytest

from lightclient.codec.cbor import decode, encode
from lightclient.cometbft import evidence, questions
from lightclient.cometbft.checkpoint import MAGIC
from lightclient.decided import ledger, tie
from lightclient.errors import Equivocation
from lightclient.evidence import envelope
from tests.portable import test_comet_evidence as samples
from tests.portable.comet import FOUR, NETWORK, block, lean, payload
from tests.portable.test_comet_ledger import NOW, World, record
from tests.support.cddl import holds, shape
from tests.support.command import ROOT

TEXT = (ROOT / "docs/cometbft.md").read_text()
CDDL = (ROOT / "docs/cometbft.cddl").read_text()
WORLD = samples.world()
WORLD.extend(3, 4)
BLOCKS = WORLD.chain.blocks
STEPS, LINKS = [BLOCKS[3].fields()], [samples.header(WORLD, 3), samples.header(WORLD, 4)]


def attacked():
    """Return a ledger that has seen an attack."""
    world = World()
    world.chain.grow(1)
    world.extend(2)
    try:
        world.take([block(NETWORK, 2, FOUR, FOUR, None, data_hash=b"\x01" * 32).fields()])
    except Equivocation:
        return world.ledger


ATTACKED = attacked()


RECORDS = {
    "checkpoint": [record(BLOCKS[3]), b"".join(WORLD.ledger.parts()), record(BLOCKS[2], unclocked=NOW)],
    "run": [payload(), payload(BLOCKS[1], BLOCKS[2]), encode([lean(BLOCKS[1])])],
    "transaction": [encode(samples.transaction(STEPS)), encode(samples.transaction(links=LINKS))],
    "state": [encode(samples.entry(LINKS)), encode(samples.entry(LINKS, value=None))],
    "attack": [bytes(envelope.parse(ATTACKED.evidence_of_attack()).body)],
    "forked": [b"".join(ATTACKED.parts())],
    "transaction-question": [encode(WORLD.ledger.prove(bytes(32), lambda: NOW, 4096).argument())],
    "state-question": [encode(WORLD.ledger.prove("bank/01", lambda: NOW, 4096).argument())],
}
SHAPES = {name: shape(name, CDDL) for name in RECORDS}


@pytest.mark.parametrize("name", RECORDS)
def test_real_records_have_their_shape(name):
    assert all(holds(SHAPES[name], data) for data in RECORDS[name])


# In a run, and where there is but one field, pycddl does not count what follows a list of arrays.
@pytest.mark.parametrize("name", [name for name in RECORDS if name not in ("run", "attack")])
def test_records_with_a_field_less_more_or_of_another_type_have_not(name):
    for data in RECORDS[name]:
        fields = decode(data)
        others = [[*fields[:i], {}, *fields[i + 1 :]] for i in range(len(fields))]
        for other in [fields[:-1], [*fields, 0], *others]:
            assert not holds(SHAPES[name], encode(other))


def flat(text):
    """Return a text without the ends of its lines, which are wherever a sentence happens to reach them."""
    return " ".join(text.split())


def test_figures_are_those_of_the_code():
    assert f"`{MAGIC}`: the chain's rules" in TEXT and f'magic: "{MAGIC}"' in CDDL
    assert f"{len(record(BLOCKS[1]))} bytes with four validators" in flat(TEXT)
    rules = flat((ROOT / "docs/cometbft-rules.md").read_text())
    sizes = f"{len(encode([lean(BLOCKS[2])]))} bytes where the client knows the set, {len(payload(BLOCKS[2])):,} with"
    assert sizes in rules
    assert f"run = [*{ledger.MAX_RUN} signed-header]" in CDDL
    assert f"steps: [*{tie.MAX_STEPS} signed-header]" in CDDL and f"links: [*{tie.MAX_LINKS} bytes]" in CDDL
    assert f".size (40..{40 * ledger.MAX_LOCATOR})" in CDDL and ledger.MAX_LOCATOR == 8
    kinds = re.findall(r"^\| (\d) \| .* \| `(\w+)` \|$", TEXT, re.MULTILINE)
    assert kinds == [(str(questions.TRANSACTION), "transaction"), (str(questions.STATE), "state")]
    assert {form for _, form in kinds} == set(evidence.FORMS)


def test_the_program_on_the_page_runs():
    (code,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    names = {"checkpoint": None, "saved": None}
    exec(code.rsplit("\n", 2)[0], names)  # all but the start, which needs a checkpoint of that chain
    assert (names["FLEET"].id, names["HUB"].id) == ("cosmos:fleet-1", "cosmos:cosmoshub-4")
