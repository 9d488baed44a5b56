"""Published OpenTimestamps proofs: written back byte by byte, and judged on the block that attests two of them."""

import hashlib
import re
import sys

import pytest

from lightclient.bitcoin import evidence, stamp
from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.errors import RootMismatch
from lightclient.bitcoin.header import display
from lightclient.bitcoin.headers_anchor import HeadersAnchor
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.cli.timestamps import lines
from lightclient.errors import LightClientError
from lightclient.evidence.errors import UnknownForm
from lightclient.opentimestamps import file
from lightclient.opentimestamps.operations import NAMES, SHA1, SHA256
from tests.support.command import accepted, refused, unsettled
from tests.support.data import data
from tests.support.mainnetblock import HASH, HEADER, HEIGHT, chain
from tests.support.vectors import load, names

EXAMPLES = "opentimestamps/examples"
VALID = [name for name in names(EXAMPLES, "*.ots") if "/invalid/" not in name]
# What each proof attests: heights of Bitcoin's blocks, of other chains' blocks, calendars, and unknown ones.
ATTESTED = {
    "bad-stamp.txt.ots": ([358391], 0, 0, 0),
    "bitcoin.pdf.ots": ([465751], 0, 0, 0),
    "different-blockchains.txt.ots": ([455605], 1, 2, 0),
    "empty.ots": ([129405], 0, 0, 0),
    "hello-world.txt.ots": ([358391], 0, 0, 0),
    "incomplete.txt.ots": ([], 0, 1, 0),
    "known-and-unknown-notary.txt.ots": ([], 0, 1, 1),
    "merkle1.txt.ots": ([], 0, 2, 0),
    "merkle2.txt.ots": ([], 0, 2, 0),
    "merkle3.txt.ots": ([], 0, 2, 0),
    "two-calendars.txt.ots": ([], 0, 2, 0),
    "unknown-notary.txt.ots": ([], 0, 0, 1),
}


def short(name):
    return name.rpartition("/")[2]


def example(name):
    return load(f"{EXAMPLES}/{name}")


@pytest.mark.parametrize("name", VALID, ids=short)
def test_every_proof_is_written_back_as_it_was(name):
    raw = load(name)
    found = file.parse(raw)
    assert found.serialize() == raw
    walked = stamp.parse(raw)
    assert (walked.algorithm, walked.digest) == (found.algorithm, found.digest)
    told = [(each.order, message) for each, message in walked.attested]
    assert told == [(each.order, node.message) for node, each in found.timestamp.attested()]


def test_every_proof_is_known_and_attests_what_it_did():
    assert {short(name) for name in VALID} == set(ATTESTED)
    for name, wanted in ATTESTED.items():
        found = [each for _, each in file.parse(example(name)).timestamp.attested()]
        bitcoin = [each.height for each in found if each.tag == stamp.BITCOIN]
        others = sum(each.height is not None for each in found) - len(bitcoin)
        calendars = sum(each.uri is not None for each in found)
        assert (bitcoin, others, calendars, len(found) - len(bitcoin) - others - calendars) == wanted


@pytest.mark.parametrize("name", VALID, ids=short)
def test_every_proof_is_of_the_document_beside_it(name):
    document = data(name.removesuffix(".ots"))
    found = file.parse(load(name))
    if document.name == "bitcoin.pdf":
        assert found.algorithm == SHA1 and not document.exists()
        return
    assert found.algorithm == SHA256
    assert found.digest == hashlib.sha256(document.read_bytes()).digest()


@pytest.mark.parametrize(
    ("name", "error"), [("bad-major-version", "UnknownVersion"), ("invalid-file-digest-type", "NoDigest")]
)
def test_every_invalid_proof_is_refused_by_name(name, error):
    with pytest.raises(LightClientError) as caught:
        file.parse(example(f"invalid/{name}.ots"))
    assert caught.value.name == error


def test_operations_of_every_hash_function_stand_in_them():
    said = "\n".join(line for name in VALID for line in lines(file.parse(load(name)).timestamp))
    assert {"sha256", "ripemd160", "keccak256", "append", "prepend"} <= set(re.findall("[a-z0-9]+", said))
    assert len(NAMES) == 8


# -- verdicts on the real block


def test_the_first_published_proof_holds_on_the_block_that_it_names():
    verdict = stamp.verify_stamp(example("hello-world.txt.ots"), ChainAnchor(chain(), "checkpoint"))
    assert (verdict.outcome, verdict.place.height, verdict.place.hash) == ("proved", HEIGHT, HASH)
    assert verdict.place.time == 1432827678  # 2015-05-28 15:41:18 UTC
    assert verdict.subject.id == hashlib.sha256(b"Hello World!\n").digest()
    poor = stamp.verify_stamp(example("hello-world.txt.ots"), ChainAnchor(chain(0), "checkpoint"))
    assert (poor.outcome, poor.missing) == ("not yet", ("work",))


def test_the_bad_proof_is_refused_on_that_block():
    with pytest.raises(RootMismatch):
        stamp.verify_stamp(example("bad-stamp.txt.ots"), ChainAnchor(chain(), "checkpoint"))


@pytest.mark.parametrize("name", VALID, ids=short)
def test_every_other_proof_says_what_is_missing(name):
    if ATTESTED[short(name)][0] == [HEIGHT]:
        return
    verdict = stamp.verify_stamp(load(name), ChainAnchor(chain(), "checkpoint"))
    wanted = "headers" if ATTESTED[short(name)][0] else "block-attestation"
    assert (verdict.outcome, verdict.missing) == ("not yet", (wanted,))


def test_the_header_alone_is_enough_for_whoever_trusts_it():
    anchor = HeadersAnchor(HEADER, MAINNET)
    assert stamp.verify_stamp(example("hello-world.txt.ots"), anchor).outcome == "proved"
    assert stamp.verify_stamp(example("bad-stamp.txt.ots"), anchor).missing == ("headers",)


def test_the_command_says_the_same(tmp_path):
    header = tmp_path / "header"
    header.write_bytes(HEADER)
    hello = data(f"{EXAMPLES}/hello-world.txt.ots")
    fields = accepted("verify", hello, "--headers", header)
    assert (fields["network"], fields["block"], fields["time"]) == ("mainnet", display(HASH), 1432827678)
    assert fields["existed_before"] == f"block {display(HASH)}, 2015-05-28 15:41:18 UTC"
    assert fields["file"] == str(hello).removesuffix(".ots")
    other = data(f"{EXAMPLES}/merkle1.txt")
    assert refused("verify", hello, "--headers", header, "--file", other)["error"] == "WrongFile"
    for name in VALID:
        shown = accepted("ots", "info", data(name))
        assert [each.get("height") for each in shown["attestations"] if each["kind"] == "bitcoin"] == (
            ATTESTED[short(name)][0]
        )
        if ATTESTED[short(name)][0] != [HEIGHT]:
            assert unsettled("verify", data(name), "--headers", header)["ledger"] == MAINNET.id


def test_a_device_without_the_format_refuses_it_as_a_form_that_is_not_known(monkeypatch):
    raw = example("hello-world.txt.ots")
    anchor = ChainAnchor(chain(), "checkpoint")
    monkeypatch.setitem(sys.modules, "lightclient.bitcoin.stamp", None)  # which has it raise ImportError
    with pytest.raises(UnknownForm) as caught:
        evidence.verify(*evidence.opened(raw, anchor), anchor)
    assert "opentimestamps" not in caught.value.fields["known"]
