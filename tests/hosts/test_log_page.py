"""The page of a log server: it says what `lightclient verify` says, draws the path, and takes nothing hostile."""

import asyncio
import gzip
import html
import io
import json
import tracemalloc
import zipfile
from hashlib import sha256

import pytest

pytest.importorskip("sqlalchemy")

from lightclient.audit import record, statement
from lightclient.audit.evidence import of_statement
from lightclient.audit.hosts import inbox
from lightclient.audit.hosts import page as pages
from lightclient.identity import algorithms
from lightclient.web.headers import HEADERS
from tests.portable import test_anchored as anchored
from tests.portable.site import DEVICE, NOW, ORIGIN, Holder, Log, policy_text, readings
from tests.portable.test_log_evidence import ID, SITE, STATEMENTS, TRUST, evidence_of, with_receipts, wrapped
from tests.support.command import invoke
from tests.support.gateway import in_loop
from tests.support.logpage import alone, form, page, reading, told, with_urls

WHOLE = [("record", "good"), ("leaf", "good"), ("nodes", "good"), ("head", "good"), ("witnesses", "good")]


def third(body):
    made = record.Record("meter-7", 3, bytes(32), None, "reading", record.inline(body))
    return statement.sign(DEVICE, algorithms.ED25519_ALG, made, ORIGIN).serialize()


def junk_behind(data):
    """Return a statement with one receipt more, which nobody reads once there is one that holds."""
    made = statement.parse(data)
    made.receipts.append(b"junk")
    return made.serialize()


CASES = {
    "record": (evidence_of(), "good", WHOLE),
    "no quorum": (evidence_of(witnesses=("w1",)), "coming", [*WHOLE[:4], ("witnesses", "coming")]),
    "only record": (alone(reading(record.inline(b"1"))), "good", [one for one in WHOLE if one[0] != "nodes"]),
    "receipt": (wrapped("receipt", with_receipts(3, SITE.receipt(3))), "coming", [*WHOLE[:4], ("witnesses", "coming")]),
    "scitt": (with_receipts(3, SITE.receipt(3)), "coming", [*WHOLE[:4], ("witnesses", "coming")]),
    "junk behind": (junk_behind(with_receipts(3, SITE.receipt(3))), "coming", [*WHOLE[:4], ("witnesses", "coming")]),
    "forged device": (of_statement(ID, readings(9, holder=Holder(3))[3], SITE.proof(3)), "bad", []),
    "other key": (of_statement(ID, STATEMENTS[3], Log(STATEMENTS, holder=Holder(3)).proof(3)), "bad", []),
    "split": (
        wrapped("split", [SITE.note(), Log(readings(9, holder=Holder(3))).note()]),
        "bad",
        [("head", "bad"), ("head", "bad")],
    ),
    "fork": (wrapped("fork", [third(b"a"), third(b"b")]), "bad", [("record", "bad"), ("record", "bad")]),
    "no form": (wrapped("nothing", []), "bad", []),
}


@pytest.mark.slow
@in_loop
async def test_the_page_says_what_the_command_says(tmp_path):
    trust = with_urls(TRUST)
    (tmp_path / "trust").write_bytes(trust)
    async with page(tmp_path, trust, NOW) as visitor:
        for name, (evidence, tone, steps) in CASES.items():
            (tmp_path / "evidence").write_bytes(evidence)
            options = ("--trust", tmp_path / "trust", "--now", NOW, "--json")
            said = json.loads(invoke("verify", tmp_path / "evidence", *options).stdout)
            assert await visitor.shown(evidence) == (tone, said, steps), name


@in_loop
async def test_a_policy_without_witnesses_and_devices_shows_what_nobody_checked(tmp_path):
    async with page(tmp_path, with_urls(policy_text("none")), NOW) as visitor:
        tone, _, steps = await visitor.shown(evidence_of())
        assert (tone, dict(steps)["record"], dict(steps)["witnesses"]) == ("good", "wait", "wait")


@in_loop
async def test_anchors_are_drawn_where_their_chains_are_followed(tmp_path):
    mains = {main.network.id: main for main, _ in (anchored.cosmos(), anchored.bitcoin())}
    anchors = [anchored.cosmos()[1], anchored.bitcoin()[1]]
    proof = anchored.SITE.proof(3, time=anchored.CLOCK)
    evidence = of_statement(ID, anchored.STATEMENTS[3], proof, anchors)
    other = of_statement(ID, anchored.STATEMENTS[3], proof, [anchored.cosmos(bytes(32))[1]])
    promised = of_statement(ID, anchored.STATEMENTS[3], proof, [anchored.stamps(anchored.HASH, 1)[1]])
    async with page(tmp_path, with_urls(TRUST), anchored.CLOCK, mains) as visitor:
        tone, fields, steps = await visitor.shown(evidence)
        assert (tone, fields["finality"]["kind"]) == ("good", "anchored")
        assert steps == [*WHOLE, ("anchor", "good"), ("anchor", "good")]
        tone, fields, steps = await visitor.shown(promised)
        assert (tone, fields["missing"], steps[-1]) == ("coming", ["block-attestation"], ("anchor", "coming"))
        tone, fields, _ = await visitor.shown(other)
        assert (tone, fields["error"]) == ("bad", "NotAnchored")
    (tmp_path / "else").mkdir()
    async with page(tmp_path / "else", with_urls(TRUST), anchored.CLOCK) as visitor:
        tone, fields, steps = await visitor.shown(evidence)
        assert (tone, fields["finality"]["kind"], steps[-1]) == ("good", "endorsed", ("anchor", "wait"))


@pytest.mark.slow
@in_loop
async def test_a_file_is_compared_with_the_record_by_page_and_command(tmp_path):
    large = bytes(300_000)  # more than evidence may have: it is hashed and forgotten
    trust = with_urls(TRUST)
    (tmp_path / "trust").write_bytes(trust)
    async with page(tmp_path, trust, NOW) as visitor:
        for evidence, file, error in (
            (evidence_of(), b"21004 mC", None),
            (evidence_of(), b"21004 mc", "OtherBody"),
            (evidence_of(), b"", "OtherBody"),
            (alone(reading(record.elsewhere(large))), large, None),
            (alone(reading(record.elsewhere(large))), large[1:], "OtherBody"),
            (alone(reading((record.DISCLOSED, sha256(b"x").digest(), 1))), b"x", "OtherBody"),
            (CASES["split"][0], b"x", "NotOfAFile"),
        ):
            tone, fields, _ = await visitor.shown(file, evidence)  # in any order
            assert (tone, fields.get("error")) == ("bad" if error else "good", error)
            assert ("file" in fields["checks"]) is (error is None)
            (tmp_path / "evidence").write_bytes(evidence)
            (tmp_path / "file").write_bytes(file)
            options = ("--trust", tmp_path / "trust", "--file", tmp_path / "file", "--now", NOW, "--json")
            assert json.loads(invoke("verify", tmp_path / "evidence", *options).stdout) == fields


@in_loop
async def test_a_record_and_its_proof_are_as_good_as_evidence(tmp_path):
    async with page(tmp_path, with_urls(TRUST), NOW) as visitor:
        made = STATEMENTS[3].serialize()
        tone, fields, steps = await visitor.shown(made, SITE.proof(3).serialize())
        assert (tone, steps) == ("good", WHOLE) and fields["checks"][-1] == "witnesses"
        tone, fields, _ = await visitor.shown(made, SITE.proof(4).serialize())
        assert (tone, fields["error"]) == ("bad", "LogRootMismatch")
        status, text = await visitor.send(made)  # the log has not shown a head yet
        assert status == 503 and "NotTaken" in text and 'data-tone="bad"' in text


@in_loop
async def test_what_strangers_wrote_is_text_and_nothing_else(tmp_path):
    evil = "<img/src=x/onerror=alert(1)>"
    body = b"</dd><script>alert(1)</script>{{ 7*7 }}"
    trust = with_urls(policy_text("none"))
    async with page(tmp_path, trust, NOW) as visitor:
        status, text = await visitor.send(alone(reading(record.inline(body), evil, evil)))
        assert status == 200 and told(text)[1]["device"] == evil
        assert evil not in text and html.escape(evil) in text and "<script>alert" not in text and "{{" in text
        assert text.count("<script") == 1 and "<img" not in text
        for name, value in HEADERS.items():
            assert visitor.answer.headers[name] == value
        assert (
            visitor.answer.headers["Cache-Control"] == "no-store" and "unsafe" not in HEADERS["Content-Security-Policy"]
        )
        long = await visitor.send(alone(reading(record.inline(b"a" * 30_000))))
        assert "a" * 2000 in long[1] and long[1].count("a" * 2001) == 0


@in_loop
async def test_what_is_no_form_with_evidence_is_refused_on_the_page(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("evidence", evidence_of())
    multipart = {"Content-Type": "multipart/form-data; boundary=x"}
    nested = b"--x\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\n\r\na\r\n--y--\r\n--x--\r\n"
    async with page(tmp_path, with_urls(TRUST), NOW) as visitor:
        for data, headers, name in (
            (form(b"no evidence"), {}, "NotEvidence"),
            (form(packed.getvalue()), {}, "NotEvidence"),
            (form(b""), {}, "NotEvidence"),
            (form(b"\xd2\x84"), {}, "Truncated"),
            (form(), {}, "BadUpload"),
            (form(evidence_of(), b"a", b"b"), {}, "BadUpload"),
            (form(evidence_of(), field="other"), {}, "BadUpload"),
            ({"files": "text"}, {}, "BadUpload"),
            (b"", multipart, "BadUpload"),
            (b"--x\r\n", multipart, "BadUpload"),
            (b"--x--\r\n", multipart, "BadUpload"),
            (b"junk" * 1000, multipart, "BadUpload"),
            (b'--x\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\nab', multipart, "BadUpload"),
            (nested, multipart, "BadUpload"),
            (b"x", {"Content-Type": "multipart/form-data"}, "BadUpload"),
        ):
            status, text = await visitor.post(data, headers=headers)
            assert status == 400 and f"<strong>{name}</strong>" in text and 'data-tone="bad"' in text, (data, text)
        assert await visitor.shown(evidence_of()) == await visitor.shown(evidence_of())  # and it goes on


@pytest.mark.slow
@in_loop
async def test_what_is_too_much_is_refused_before_it_is_held(tmp_path):
    body = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n' + bytes(3 * pages.MAX_UPLOAD)
    bomb = gzip.compress(body, 1)
    headers = {"Content-Type": "multipart/form-data; boundary=x", "Content-Encoding": "gzip"}
    assert len(bomb) < len(body) // 100
    del body
    async with page(tmp_path, with_urls(TRUST), NOW) as visitor:
        tracemalloc.start()
        status, text = await visitor.post(bomb, headers=headers)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert status == 413 and "UploadTooLarge" in text
        assert peak < 8 << 20, peak
        status, text = await visitor.send(bytes(pages.MAX_UPLOAD - 10), bytes(11))
        assert status == 413 and "UploadTooLarge" in text


@in_loop
async def test_whoever_sends_slowly_or_too_often_is_told_so(tmp_path, monkeypatch):
    async def slow():
        yield b"--x\r\n"
        await visitor.server.news.wait()  # which nothing sets

    monkeypatch.setattr(pages, "SENDING", 0.05)
    async with page(tmp_path, with_urls(TRUST), NOW) as visitor:
        status, text = await visitor.post(slow(), headers={"Content-Type": "multipart/form-data; boundary=x"})
        assert status == 408 and "UploadTooSlow" in text
        monkeypatch.setattr(inbox, "AT_ONCE_EACH", 0)
        status, text = await visitor.send(evidence_of())
        assert status == 503 and "ReadersBusy" in text and "<h1" in text


@in_loop
async def test_a_slow_sender_keeps_nobody_waiting_who_asks_the_log(tmp_path, monkeypatch):
    arrived, uploads = asyncio.Event(), pages._uploads

    async def noticed(request):
        arrived.set()
        return await uploads(request)

    async def slow():
        yield b"--x\r\n"
        await visitor.server.news.wait()  # which nothing sets

    monkeypatch.setattr(pages, "_uploads", noticed)
    monkeypatch.setattr(inbox, "AT_ONCE_EACH", 1)
    async with page(tmp_path, with_urls(TRUST), NOW) as visitor:
        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        sending = asyncio.ensure_future(visitor.post(slow(), headers=headers))
        await arrived.wait()
        assert "ReadersBusy" in (await visitor.send(b"x"))[1]  # there is no other place for files
        assert "NotTaken" in await visitor.see("/growth/0")  # the log has shown no head yet, and says so
        sending.cancel()


@in_loop
async def test_the_form_comes_in_the_language_of_its_reader(tmp_path):
    async with page(tmp_path, with_urls(TRUST), NOW) as visitor:
        assert "Is it in the log?" in await visitor.see()
        assert '<html lang="de">' in await visitor.see(headers={"Accept-Language": "de"})
        text = await visitor.see("/?language=es", headers={"Accept-Language": "de"})
        assert "¿Está en el registro?" in text and 'action="/?language=es"' in text
        _, text = await visitor.send(evidence_of(), path="/?language=es")
        assert "Demostrado" in text
        assert '<html lang="en">' in await visitor.see("/?language=../../x")
        for name in ("base.css", "log.css", "log.js"):
            assert f"/static/{name}" in text and await visitor.see(f"/static/{name}")
        await visitor.see("/static/..%2Fpage.py")
        assert visitor.answer.status == 404


def test_a_file_is_of_no_other_evidence(tmp_path):
    (tmp_path / "trust").write_bytes(b"".join(anchored.cosmos()[0].parts()))
    (tmp_path / "evidence").write_bytes(anchored.cosmos()[1])
    options = ("--trust", tmp_path / "trust", "--file", tmp_path / "trust")
    result = invoke("verify", tmp_path / "evidence", *options)
    assert result.exit_code == 2 and "--file" in result.stderr
