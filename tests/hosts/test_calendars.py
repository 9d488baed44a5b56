"""Calendars that lie, stall, fail or say too much: each is named and counted, and none gets into a proof."""

import asyncio
import contextlib
import hashlib

import pytest
from aiohttp import web

from lightclient.bitcoin.errors import RootMismatch
from lightclient.mqtt.hosts.proxy import Proxy
from lightclient.opentimestamps import file, timestamp
from lightclient.opentimestamps.attestation import BITCOIN, LITECOIN, PENDING, in_block, pending
from lightclient.opentimestamps.errors import UnknownVersion
from lightclient.opentimestamps.file import TimestampFile
from lightclient.opentimestamps.gather import gathered
from lightclient.opentimestamps.hosts.calendar import (
    MAX_ANSWER,
    PATIENCE,
    POOLS,
    Calendar,
    checked,
    is_trusted,
    session,
)
from lightclient.opentimestamps.hosts.errors import (
    BadCalendarUrl,
    CalendarLies,
    CalendarNotTrusted,
    CalendarRefuses,
    CalendarTimeout,
    CalendarUnreachable,
    CalendarWaits,
    TooFewCalendars,
)
from lightclient.opentimestamps.hosts.stamping import NONCE, is_complete, stamp, upgrade
from lightclient.opentimestamps.operations import APPEND, SHA256, Operation
from lightclient.opentimestamps.timestamp import Timestamp
from tests.services.process import free_port
from tests.support.nodes import in_loop

pytest_plugins = ["tests.services.fixtures"]

DIGEST = hashlib.sha256(b"a file").digest()
URI = "https://calendar.example"
PROMISE = b"\x00" + pending(URI).serialize()
BLOCK = b"\x00" + in_block(BITCOIN, 7).serialize()
NAME = "0x7f000001"  # a name to us, and this machine to a proxy


class Liar:
    """A server that answers each request with what `says` makes of its commitment: bytes, or (status, bytes)."""

    def __init__(self, says):
        self.says = says
        self.seen = []

    async def answer(self, request):
        body = await request.read()
        self.seen.append((request.method, request.path, body))
        said = self.says(body or bytes.fromhex(request.path.rpartition("/")[2]))
        if asyncio.iscoroutine(said):
            said = await said
        status, data = said if isinstance(said, tuple) else (200, said)
        return web.Response(status=status, body=data, headers={"Location": "/elsewhere"} if status == 302 else {})


@contextlib.asynccontextmanager
async def serving(says):
    liar = Liar(says if callable(says) else lambda commitment: says)
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", liar.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    liar.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield liar
    finally:
        await runner.cleanup()


async def hang(commitment):
    await asyncio.sleep(60)


async def told(says, error, ask="submit", patience=PATIENCE, **options):
    """Return what a calendar's answer is refused with, as a sentence."""
    async with serving(says) as liar, session(None, patience) as calendar:
        with pytest.raises(error) as caught:
            await getattr(calendar(liar.url), ask)(DIGEST)
        assert liar.url in str(caught.value)
        return str(caught.value)


def pending_file(uri, commitment_of=lambda node: node):
    """Return a timestamp file with a promise of this calendar."""
    tree = Timestamp(DIGEST)
    commitment_of(tree).attest(pending(uri))
    return TimestampFile(SHA256, tree).serialize()


# -- one exchange


@pytest.mark.parametrize(
    ("says", "why"),
    [
        (b"", "Truncated"),
        (b"<html>sign in</html>", "UnknownOperation"),
        (PROMISE[:-1], "Truncated"),
        (PROMISE + b"x", "TrailingBytes"),
        (b"\x08" * 256 + PROMISE, "TooDeep"),
        (b"\xf3" * 9 + PROMISE, "BadMessage"),
        (b"\x00" + b"\x01" * 8 + b"\x00", "attests nothing"),
        (b"\x00" + PENDING + b"\x02\x01?", "BadCalendarUri"),
        (bytes(MAX_ANSWER + 1), f"over {MAX_ANSWER} bytes"),
        (file.MAGIC + b"\x01\x08" + DIGEST + PROMISE, "attests nothing"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
@in_loop
async def test_an_answer_that_is_no_timestamp_of_ours_is_refused_by_name(says, why):
    for ask in ("submit", "ask"):
        message = await told(says, CalendarLies, ask)
        assert why in message or (says.startswith(file.MAGIC) and "Truncated" in message)


@in_loop
async def test_an_answer_is_about_our_commitment_and_nothing_else():
    async with serving(b"\x08" + PROMISE) as liar, session() as calendar:
        found = await calendar(liar.url).submit(DIGEST)
        assert found.message == DIGEST
        assert found.branches[0][1].message == hashlib.sha256(DIGEST).digest()
        assert liar.seen == [("POST", "/digest", DIGEST)]
        liar.says = lambda commitment: BLOCK
        assert (await calendar(liar.url + "/").ask(DIGEST)).attestations[0].height == 7
        assert liar.seen[1] == ("GET", f"/timestamp/{DIGEST.hex()}", b"")


@pytest.mark.parametrize("status", [301, 302, 400, 404, 429, 500, 503])
@in_loop
async def test_a_status_is_told_and_no_redirection_followed(status):
    assert str(status) in await told((status, PROMISE), CalendarRefuses)
    if status != 404:
        assert str(status) in await told((status, BLOCK), CalendarRefuses, "ask")


@in_loop
async def test_a_calendar_that_has_no_block_yet_makes_us_wait():
    await told((404, b"Pending"), CalendarWaits, "ask")
    await told(PROMISE, CalendarWaits, "ask")
    await told(b"\x00" + in_block(LITECOIN, 7).serialize(), CalendarWaits, "ask")


@in_loop
async def test_a_commitment_that_no_calendar_would_take_is_not_sent():
    async with serving(BLOCK) as liar, session() as calendar:
        with pytest.raises(CalendarLies, match="65 bytes"):
            await calendar(liar.url).ask(bytes(65))
        assert liar.seen == []


@in_loop
async def test_silence_ends_after_a_while():
    assert "0.2 s" in await told(hang, CalendarTimeout, patience=0.2)


@pytest.mark.parametrize("slow", [b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab", b"HTTP/1.1 200 OK\r\n"])
@in_loop
async def test_an_answer_that_stops_half_way_ends_too(slow):
    async def serve(reader, writer):
        writer.write(slow)
        await asyncio.sleep(2)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with session(None, 0.3) as calendar:
        with pytest.raises(CalendarTimeout):
            await calendar(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}").submit(DIGEST)
    server.close()


@pytest.mark.parametrize("says", [b"", b"no HTTP\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab"])
@in_loop
async def test_what_is_no_http_is_told_in_our_words(says):
    async def serve(reader, writer):
        writer.write(says)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with session() as calendar:
        with pytest.raises(CalendarUnreachable, match=r"cut|no HTTP"):
            await calendar(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}").submit(DIGEST)
        with pytest.raises(CalendarUnreachable, match="refused"):
            await calendar(f"http://127.0.0.1:{free_port()}").submit(DIGEST)
    server.close()


# -- addresses


def test_addresses_of_calendars_are_plain():
    for url in (*POOLS, "http://127.0.0.1:14788", "https://a.example/calendar/"):
        assert checked(url) == url.rstrip("/")
    for url in (
        "",
        "calendar.example",
        "ftp://a",
        "https://",
        "https://user:secret@a",
        "https://a?x",
        "https://a#x",
        "https://a:0",
        "https://a:65536",
        "https://a b",
        "https://a\n",
        "https://[::1]",
        "https://a/" + "x" * 1000,
    ):
        with pytest.raises(BadCalendarUrl):
            checked(url)
    with pytest.raises(BadCalendarUrl) as caught:
        checked("https://me:hush@calendar.example")
    assert "hush" not in str(caught.value) and "me@calendar.example" in str(caught.value)


def test_a_proof_leads_to_known_calendars_alone():
    for url in ("https://alice.btc.calendar.opentimestamps.org", "https://finney.calendar.eternitywall.com"):
        assert is_trusted(url)
    for url in (
        "http://alice.btc.calendar.opentimestamps.org",
        "https://alice.btc.calendar.opentimestamps.org.example",
        "https://evil.example/x.calendar.opentimestamps.org",
        "https://evil.example:1.calendar.opentimestamps.org",
        "https://alice.btc.calendar.opentimestamps.org/path",
        "https://calendar.opentimestamps.org.",
        "https://xcalendar.opentimestamps.org",
        "http://127.0.0.1:8332",
        "",
    ):
        assert not is_trusted(url)
    assert is_trusted("http://127.0.0.1:1/", ("http://127.0.0.1:1",))
    assert not is_trusted("http://127.0.0.1:2", ("http://127.0.0.1:1",))


# -- stamping with several


@in_loop
async def test_files_are_stamped_by_those_calendars_that_keep_to_the_rules():
    digests = [(SHA256, hashlib.sha256(bytes([n])).digest()) for n in range(3)]
    async with (
        serving(PROMISE) as good,
        serving(b"junk") as liar,
        serving(hang) as silent,
        serving(b"\x08" + PROMISE) as other,
    ):
        calendars = (good.url, liar.url, silent.url, other.url)
        files, answers = await stamp(digests, calendars, 2, patience=0.5)
        errors = {each.calendar: type(each.error) for each in answers}
        none = type(None)
        assert errors == {good.url: none, liar.url: CalendarLies, silent.url: CalendarTimeout, other.url: none}
        assert {len(each.seen) for each in (good, liar, silent, other)} == {1}
        commitment = good.seen[0][2]
        assert commitment == liar.seen[0][2] and len(commitment) == 32
        for (_, digest), each in zip(digests, files, strict=True):
            assert each.digest == digest and file.parse(each.serialize()).serialize() == each.serialize()
            assert len(each.timestamp.attested()) == 2
            assert digest not in commitment
        with pytest.raises(TooFewCalendars) as caught:
            await stamp(digests, calendars, 3, patience=0.5)
        assert caught.value.fields["got"] == 2
        for url in (liar.url, silent.url):
            assert url in str(caught.value)


@in_loop
async def test_one_calendar_named_twice_counts_once():
    async with serving(PROMISE) as good:
        with pytest.raises(TooFewCalendars):
            await stamp([(SHA256, DIGEST)], (good.url, good.url), 2)
        assert len(good.seen) == 1


@in_loop
async def test_a_calendar_learns_nothing_of_the_file():
    async with serving(PROMISE) as good:
        seen = []
        for _ in range(2):
            ((made,), _) = await stamp([(SHA256, DIGEST)], (good.url,), 1)
            ((salt, salted),) = made.timestamp.branches
            assert (salt.tag, len(salt.operand)) == (APPEND, NONCE)
            seen.append(good.seen[-1][2])
            assert seen[-1] == hashlib.sha256(salted.message).digest()
        assert seen[0] != seen[1]


def test_gathering_leads_all_to_one_message():
    for count in (1, 2, 3, 5, 8, 13):
        nodes = [Timestamp(bytes([n]) * 32) for n in range(count)]
        top = gathered(list(nodes))
        top.attest(in_block(BITCOIN, 7))
        for node in nodes:
            ((last, _),) = node.attested()
            assert last is top
            assert timestamp.parse(node.serialize(), node.message).attested()[0][0].message == top.message


# -- upgrading


@in_loop
async def test_an_upgrade_takes_what_holds_and_nothing_else():
    async with serving(BLOCK) as good:
        data, answers = await upgrade(pending_file(good.url), (good.url,))
        assert [(each.error, each.new) for each in answers] == [(None, 1)]
        assert is_complete(file.parse(data).timestamp)
        again, answers = await upgrade(data, (good.url,))
        assert (again, answers, len(good.seen)) == (data, [], 1)


@pytest.mark.parametrize("says", [b"junk", b"", BLOCK + b"x", (500, BLOCK), (404, b""), PROMISE])
@in_loop
async def test_a_failed_upgrade_leaves_the_file_as_it_was(says):
    async with serving(says) as liar:
        data = pending_file(liar.url)
        made, (answer,) = await upgrade(data, (liar.url,))
        assert made == data and answer.error is not None


@in_loop
async def test_calendars_that_a_proof_names_are_not_asked_unless_they_are_known():
    async with serving(BLOCK) as other:
        data = pending_file(other.url)
        made, (answer,) = await upgrade(data)
        assert made == data and isinstance(answer.error, CalendarNotTrusted) and other.seen == []


@in_loop
async def test_a_block_that_the_headers_contradict_is_refused_and_asked_for_anew():
    def check(attestation, message):
        if attestation.height == 7:
            raise RootMismatch()

    async with serving(BLOCK) as liar:
        data = pending_file(liar.url)
        made, (answer,) = await upgrade(data, (liar.url,), check=check)
        assert made == data and isinstance(answer.error, CalendarLies) and "RootMismatch" in str(answer.error)
        believed, _ = await upgrade(data, (liar.url,))
        liar.says = lambda commitment: b"\x08\x00" + in_block(BITCOIN, 8).serialize()
        mended, (answer,) = await upgrade(believed, (liar.url,), check=check)
        assert answer.error is None
        heights = [each.height for _, each in file.parse(mended).timestamp.attested()]
        assert heights == [7, None, 8] and is_complete(file.parse(mended).timestamp, check)
        assert not is_complete(file.parse(believed).timestamp, check)


@in_loop
async def test_an_answer_that_would_make_the_proof_too_deep_is_refused():
    def deep(tree):
        for _ in range(200):
            tree = tree.then(Operation(SHA256))
        return tree

    async with serving(b"\x08" * 55 + BLOCK) as good, serving(b"\x08" * 56 + BLOCK) as liar:
        for calendar, fails in ((good, False), (liar, True)):
            data = pending_file(calendar.url, deep)
            made, (answer,) = await upgrade(data, (calendar.url,))
            assert (made == data, isinstance(answer.error, CalendarLies)) == (fails, fails)


@in_loop
async def test_only_a_timestamp_file_is_upgraded():
    with pytest.raises(UnknownVersion):
        await upgrade(file.MAGIC + b"\x02")


# -- through a proxy


@pytest.mark.slow
@in_loop
async def test_calendars_are_reached_through_a_proxy_that_resolves_their_names(proxies):
    through = proxies()
    async with serving(PROMISE) as good:
        url = good.url.replace("127.0.0.1", NAME)
        files, _ = await stamp([(SHA256, DIGEST)], (url,), 1, Proxy("127.0.0.1", through.port))
        assert len(files) == len(good.seen) == 1 and NAME in through.log()
        with pytest.raises(TooFewCalendars, match="proxy cannot be reached"):
            await stamp([(SHA256, DIGEST)], (url,), 1, Proxy("127.0.0.1", free_port()))
        with pytest.raises(TooFewCalendars, match="that host refuses"):
            closed = f"http://{NAME}:{free_port()}"
            await stamp([(SHA256, DIGEST)], (closed,), 1, Proxy("127.0.0.1", through.port))
        await stamp([(SHA256, DIGEST)], (good.url,), 1, Proxy("127.0.0.1", free_port()))  # which needs no proxy


def test_a_calendar_has_a_plain_address():
    with pytest.raises(BadCalendarUrl):
        Calendar("https://user:secret@a", None)
