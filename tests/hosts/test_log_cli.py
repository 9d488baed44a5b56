"""`lightclient log` and the commands of `lightclient devices`, as scripts call them."""

import json
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

pytest.importorskip("sqlalchemy")

from lightclient.audit import receipt, statement
from lightclient.audit.evidence import REGISTRATION
from lightclient.codec import base64
from lightclient.codec.cbor import decode
from lightclient.identity import algorithms, enrolment
from lightclient.identity import key as keys
from lightclient.keys import suite
from lightclient.keys.hosts import keyfile
from tests.portable.site import LOG_KEY, ORIGIN, Holder
from tests.services.process import free_port, until
from tests.support.command import process
from tests.support.logserver import OPERATOR, OPERATOR_KEY, SITE, Device, Site, fetch, send

pytestmark = pytest.mark.slow

PASSPHRASE = Site.PASSPHRASE
OPERATOR_TEXT = base64.serialize(OPERATOR_KEY.serialize())


def run(*arguments, secret=None, status=0):
    """Run the command with --json; return the objects that it prints."""
    options = {}
    if secret is not None:
        read, write = os.pipe()
        os.write(write, secret.encode() + b"\n")
        os.close(write)
        options = {"pass_fds": (read,)}
        arguments = (*arguments, "--secret-fd", read)
    result = process(*arguments, "--json", **options)
    if secret is not None:
        os.close(read)
    assert result.returncode == status, (result.stdout, result.stderr)
    assert secret is None or secret not in result.stdout + result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def keystore(path, name, secret, kind="ed25519"):
    made = keyfile.create(path, PASSPHRASE.encode(), suite.PBKDF2, 1000)
    made.put(name, kind, secret)
    keyfile.save(path, made)
    return path


@pytest.fixture
def site(tmp_path):
    """A server of a site where meter-7 is enrolled."""
    made = Site(tmp_path / "site", Device("meter-7", 1))
    made.process = made.server("--tiles", str(tmp_path / "tiles"))
    made.process.start()
    made.url = made.process.url
    made.tiles = tmp_path / "tiles"
    yield made
    made.process.stop()


def shown(site, size):
    until(lambda: run_quiet(site) >= size, "a head covers it")


def run_quiet(site):
    status, body, _ = fetch(site.url + "/checkpoint")
    return int(body.split(b"\n")[1]) if status == 200 else 0


def test_from_a_key_to_evidence(tmp_path, site):
    store = keystore(tmp_path / "meter.keys", "meter-7", Holder(1).secret)
    body = tmp_path / "reading.json"
    body.write_text('{"celsius": 21}')
    options = ("--server", site.url, "--device", "meter-7", "--keystore", store, "--origin", ORIGIN)
    state = ("--state", tmp_path / "state", "--content", "application/json")
    [first] = run("log", "append", body, *options, *state, secret=PASSPHRASE)
    assert (first["index"], first["fresh"]) == (0, True)
    again = run("log", "append", body, body, *options, *state, secret=PASSPHRASE)
    assert [(one["index"], one["fresh"]) for one in again] == [(0, False), (1, True), (2, True)]
    shown(site, 3)
    target = tmp_path / "evidence"
    [fields] = run("log", "prove", tmp_path / "state", "--server", site.url, "-o", target)
    assert (fields["log"], fields["index"], fields["size"]) == (ORIGIN, 2, 3)
    [verdict] = run("verify", target, "--trust", site.policy)
    assert verdict["outcome"] == "proved" and verdict["sequence"] == 3
    run("log", "prove", fields["entry"], "--server", site.url, "-o", target, "--form", "proof")
    assert target.read_text().startswith("c2sp.org/tlog-proof@v1\nindex 2\n")
    run("log", "prove", fields["entry"], "--server", site.url, "-o", target, "--form", "receipt")
    assert receipt.parse(target.read_bytes()).issuer == ORIGIN
    run("log", "prove", tmp_path / "state", "--server", site.url, "-o", target, "--form", "receipt")
    assert len(statement.parse(target.read_bytes()).receipts) == 1
    assert run("verify", target, "--trust", site.policy)[0]["outcome"] == "proved"
    [refused] = run("log", "prove", "00" * 32, "--server", site.url, "-o", target, "--form", "proof", status=1)
    assert refused["error"] == "ServerRefuses" and "NoSuchRecord" in refused["message"]


def test_whether_a_device_is_registered_now(tmp_path, site):
    """The operator signs as the device `registry`, which has to be enrolled as any other."""
    meter, registry = Device("meter-7", 1), Device("registry", 40)
    policy = tmp_path / "policy"
    policy.write_text(site.policy.read_text() + f"operator {SITE} {OPERATOR_TEXT}\n")
    store = keystore(tmp_path / "operator.keys", "operator", OPERATOR.secret)
    known = ("--registry", site.registry, "--site", SITE, "--operator", OPERATOR_TEXT)
    options = ("--server", site.url, "--device", "registry", "--keystore", store, "--origin", ORIGIN)
    options += ("--state", tmp_path / "state", "--content", REGISTRATION)
    says, target = tmp_path / "says", tmp_path / "evidence"
    for number, revoked in ((1, None), (2, {meter.credential().serial: 1_700_000_000})):
        site.enrol(meter, registry, revoked=revoked)
        [said] = run("devices", "say", "meter-7", *known, "-o", says)
        assert said["serials"] == [meter.credential().serial.hex()]
        run("log", "append", says, *options, secret=PASSPHRASE)
        shown(site, number)
        run("log", "prove", tmp_path / "state", "--server", site.url, "-o", target)
        if revoked:
            assert run("verify", target, "--trust", policy, status=1)[0]["error"] == "CredentialRevoked"
        else:
            [verdict] = run("verify", target, "--trust", policy)
            assert verdict["registered"] == "meter-7" and verdict["subject"]["kind"] == "registration"
        assert run("verify", target, "--trust", site.policy)[0]["outcome"] == "proved"  # a record like any other
    assert process("devices", "say", "meter-7", *known[:4], "-o", says).returncode == 2


def test_a_body_is_kept_beside_the_log(tmp_path):
    folder = tmp_path / "bodies"
    site = Site(tmp_path / "site", Device("meter-7", 1), options=("--bodies", str(folder)))
    server = site.server()
    server.start()
    try:
        [file], common = kept(tmp_path, 1)
        file.write_bytes(b"film" * 300_000)
        small = tmp_path / "small"
        small.write_bytes(b"x")
        run("log", "append", file, "--server", server.url, *common, secret=PASSPHRASE)
        entry = statement.parse((tmp_path / "state").read_bytes()).entry().hex()
        target = tmp_path / "film"
        get = ("log", "body", tmp_path / "state", "--bodies", folder, "-o", target)
        assert run(*get, status=1)[0]["error"] == "NoSuchBody"
        for data, error in ((file.read_bytes() + b"x", "OtherBody"), (b"film" * 299_999 + b"FILM", "OtherBody")):
            status, body, _ = fetch(f"{server.url}/body/{entry}", data)
            assert (status, json.loads(body)["error"]) == (400, error)
        assert fetch(f"{server.url}/body/{'00' * 32}", b"x")[0] == 404 and not folder.exists()
        put = ("log", "keep", tmp_path / "state")
        assert run(*put, small, "--server", server.url, status=1)[0]["error"] == "OtherBody"
        assert run(*put, file, "--server", server.url)[0]["entry"] == entry
        run(*get)
        assert target.read_bytes() == file.read_bytes()
        [damaged] = [one for one in folder.rglob("*") if one.is_file()]
        damaged.write_bytes(b"FILM" * 300_000)
        assert run(*get, status=1)[0]["error"] == "BodyDamaged"
        run("log", "append", small, "--server", server.url, *common, secret=PASSPHRASE)
        assert run(*put, small, "--server", server.url, status=1)[0]["error"] == "BadSchema"  # it is in the record
        entry = statement.parse((tmp_path / "state").read_bytes()).entry().hex()
        assert fetch(f"{server.url}/body/{entry}", b"x")[0] == 400
    finally:
        server.stop()


def test_statements_are_sent_as_they_are(tmp_path, site):
    meter = Device("meter-7", 1)
    files = []
    for number, made in enumerate([*meter.readings(2), Device("door", 9).read()]):
        files.append(tmp_path / f"{number}.cose")
        files[-1].write_bytes(made.serialize())
    answers = run("log", "append", *files, "--server", site.url, status=1)
    assert [one["ok"] for one in answers] == [True, True, False]
    assert answers[2]["error"] == "NotRegistered"
    [failed] = run("log", "append", files[0], "--server", f"http://127.0.0.1:{free_port()}", status=2)
    assert failed["error"] == "ServerSilent"
    assert run("log", "append", files[0], "--server", "file:///etc/passwd", status=2)[0]["error"] == "BadLogConfig"
    assert process("log", "append", files[0], "--server", site.url, "--device", "x").returncode == 2


def kept(tmp_path, count):
    """Return files to sign, and the options of the device that signs them."""
    store = keystore(tmp_path / "meter.keys", "meter-7", Holder(1).secret)
    files = [tmp_path / f"reading-{number}" for number in range(count)]
    for number, file in enumerate(files):
        file.write_text(f"reading {number}")
    return files, ("--device", "meter-7", "--keystore", store, "--origin", ORIGIN, "--state", tmp_path / "state")


@pytest.mark.parametrize("gaps", ["true", "false"])
def test_what_was_signed_while_the_server_was_away_is_in_the_log_afterwards(tmp_path, gaps):
    site = Site(tmp_path / "site", Device("meter-7", 1))
    server = site.server()
    server.environment["LIGHTCLIENT_GAPS"] = gaps
    files, common = kept(tmp_path, 3)
    away = f"http://127.0.0.1:{free_port()}"
    for _ in range(2):
        [silent] = run("log", "append", *files, "--server", away, *common, secret=PASSPHRASE, status=2)
        assert silent["error"] == "ServerSilent"
    server.start()
    try:
        taken = run("log", "append", *files, "--server", server.url, *common, secret=PASSPHRASE)
        assert [(one["index"], one["fresh"]) for one in taken] == [(0, True), (1, True), (2, True)]
        files[0].write_text("another one")
        again = run("log", "append", files[0], "--server", server.url, *common, secret=PASSPHRASE)
        assert [(one["index"], one["fresh"]) for one in again] == [(2, False), (3, True)]
        assert [one["index"] for one in run("log", "append", "--server", server.url, *common, secret=PASSPHRASE)] == [3]
    finally:
        server.stop()


def test_two_that_append_at_once_use_no_number_twice(tmp_path, site):
    files, common = kept(tmp_path, 4)
    with ThreadPoolExecutor() as pool:
        answers = list(
            pool.map(lambda file: run("log", "append", file, *common, "--server", site.url, secret=PASSPHRASE), files)
        )
    assert sorted(one["index"] for answer in answers for one in answer if one["fresh"]) == [0, 1, 2, 3]


def test_more_is_appended_than_one_request_holds(tmp_path, site):
    files, common = kept(tmp_path, 40)
    for number, file in enumerate(files):
        file.write_bytes(bytes([number]) * 32768)
    answers = run("log", "append", *files, *common, "--server", site.url, secret=PASSPHRASE)
    assert [one["index"] for one in answers] == list(range(40))


def test_a_log_is_watched_and_a_rewritten_past_is_seen(tmp_path, site):
    meter = Device("meter-7", 1)
    watch = ("log", "watch", "--server", site.url, "--trust", site.policy, "--once", "--state", tmp_path / "head")
    assert run(*watch, status=2)[0]["error"] == "ServerSilent"  # no head yet
    for count in (3, 2):
        send(site.url, *[one.serialize() for one in meter.readings(count)])
        shown(site, meter.sequence)
        [seen] = run(*watch)
        assert (seen["size"], seen["witnessed"], seen["behind"]) == (meter.sequence, True, False)
    other = Site(tmp_path / "other", Device("meter-7", 1))
    second = other.server()
    second.start()
    try:
        clone = Device("meter-7", 1)
        other.url = second.url
        watch = ("log", "watch", "--server", second.url, *watch[4:])
        send(second.url, clone.read(b"rewritten").serialize())
        shown(other, 1)
        [seen] = run(*watch, status=3)  # it cannot connect its head to the one that we have seen
        assert (seen["behind"], seen["unproved"]) == (True, True)
        send(second.url, *[clone.read(b"rewritten").serialize() for _ in range(4)])
        shown(other, 5)
        assert run(*watch, status=1)[0]["error"] == "SplitView"
        [told] = run("verify", tmp_path / "head.split", "--trust", site.policy)
        assert (told["outcome"], told["subject"]["kind"]) == ("proved", "split view")
        send(second.url, *[clone.read(b"rewritten").serialize() for _ in range(4)])
        shown(other, 9)
        assert run(*watch, status=1)[0]["error"] == "NotConsistent"
    finally:
        second.stop()


def test_what_several_servers_show_is_compared(tmp_path, site):
    meter = Device("meter-7", 1)
    third = Site(tmp_path / "third", Device("meter-7", 1))
    honest, other = site.server(), third.server()
    policy = ("--trust", site.policy, "--once")
    send(site.url, *[one.serialize() for one in meter.readings(5)])
    shown(site, 5)
    honest.start()
    other.start()
    try:
        both = run("log", "watch", "--server", site.url, "--server", honest.url, *policy)
        assert [(one["size"], one["server"], one["unproved"]) for one in both] == [(5, 1, False), (5, 2, False)]
        third.url = other.url
        send(other.url, *[Device("meter-7", 1).read(b"rewritten").serialize()])
        shown(third, 1)
        both = run("log", "watch", "--server", site.url, "--server", other.url, *policy, status=3)
        assert [(one["size"], one["behind"], one["unproved"]) for one in both] == [(5, False, False), (1, True, True)]
        away = f"http://127.0.0.1:{free_port()}"
        assert len(run("log", "watch", "--server", away, "--server", site.url, *policy)) == 1
        assert run("log", "watch", "--server", away, "--server", away, *policy, status=2)[0]["error"] == "ServerSilent"
    finally:
        honest.stop()
        other.stop()


def audit(site, *more, status=0):
    options = ("--registry", site.registry, "--operator", OPERATOR_TEXT, "--site", SITE, *more)
    *findings, fields = run("log", "audit", "--store", site.store, "--policy", site.policy, *options, status=status)
    assert fields["ok"] is (status != 1)
    return findings, fields


def test_an_audit_reads_everything_again_and_explains_each_gap(tmp_path, site):
    meter = Device("meter-7", 1)
    made = meter.readings(300)
    send(site.url, *[one.serialize() for one in made])
    shown(site, 300)
    findings, fields = audit(site)
    assert findings == [] and (fields["records"], fields["devices"], fields["signatures"]) == (300, 1, 300)
    assert fields["heads"] >= 1
    lost = meter.readings(3)
    send(site.url, meter.read(b"after the gap").serialize(), Device("meter-7", 1).read(b"cloned").serialize())
    shown(site, 301)
    findings, fields = audit(site, status=3)
    assert [one["finding"] for one in findings] == ["gap", "fork"] and fields["findings"] == {"gap": 1, "fork": 1}
    assert (findings[0]["first"], findings[0]["last"]) == (301, 303)
    assert "after number 300 (index 299, dated" in findings[0]["message"]
    send(site.url, *[one.serialize() for one in lost])  # it is filled, late
    assert [one["finding"] for one in audit(site, status=3)[0]] == ["fork"]


DAMAGES = {
    "a record was changed": (
        "UPDATE log_records SET statement = (SELECT statement FROM log_records WHERE number = 8) WHERE number = 7",
        {"LogDamaged", "LogRootMismatch", "OtherDevice"},
    ),
    "a byte of a record": (
        "UPDATE log_records SET statement = CAST(replace(CAST(hex(statement) AS TEXT), '3231', '3939') AS BLOB) "
        "WHERE number = 7",
        None,
    ),
    "a tile was changed": ("UPDATE log_tiles SET hashes = zeroblob(length(hashes)) WHERE level = 1", {"LogDamaged"}),
    "a tile is gone": ("DELETE FROM log_tiles WHERE level = 0 AND number = 0", {"LogDamaged"}),
    "the end was cut": ("UPDATE log_state SET size = 299", {"TailCut", "LogDamaged"}),
    "a head was forged": (
        "UPDATE log_heads SET note = CAST(replace(CAST(note AS TEXT), 'site.example/log' || char(10) || '300', "
        "'site.example/log' || char(10) || '301') AS BLOB)",
        {"NoteSignatureInvalid"},
    ),
    "where a device stands was changed": ("UPDATE log_devices SET sequence = 500", {"TailCut"}),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_an_audit_sees_damage(tmp_path, site, damage):
    statement, expected = DAMAGES[damage]
    send(site.url, *[one.serialize() for one in Device("meter-7", 1).readings(300)])
    shown(site, 300)
    site.process.stop()
    try:
        with sqlite3.connect(site.store) as connection:
            assert connection.execute(statement).rowcount > 0
        connection.close()
        findings, _ = audit(site, status=1)
        assert {one["finding"] for one in findings} == {"damage"}
        names = {one["error"] for one in findings}
        assert expected is None or names <= expected, names
        [export] = run("log", "audit", "--store", tmp_path / "no.db", "--policy", site.policy, status=2)
        assert export["error"] == "FileNotFoundError"
    finally:
        site.process.start()


def test_a_log_is_exported_with_and_without_its_server(tmp_path, site):
    made = Device("meter-7", 1).readings(260)
    send(site.url, *[one.serialize() for one in made])
    shown(site, 260)
    site.process.stop()
    target = tmp_path / "out"
    options = ("--store", site.store, "--policy", site.policy, "-o", target)
    assert run("log", "export", *options, "--records")[0]["size"] == 260

    def tree(folder):
        return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}

    written = tree(target)
    sequence = written.pop("records.cborseq")
    first = made[0].serialize()
    assert decode(sequence[: len(first) + 2]) == first and sequence.endswith(made[-1].serialize())
    served = tree(site.tiles)
    assert {name for name in served if ".p/" not in name} == {name for name in written if ".p/" not in name}
    assert all(served[name] == data for name, data in written.items())
    assert all(b"mC" not in data for data in written.values()), "no record is shown"
    run("log", "export", *options)
    site.process.start()


def test_a_server_is_configured_by_a_file_too(tmp_path):
    site = Site(tmp_path / "site")
    config = tmp_path / "log.toml"
    config.write_text(f'store = "{site.store}"\npolicy = "site/site.policy"\ninterval = 2\ngaps = false\n')
    result = process("log", "serve", "--config", config)
    assert result.returncode == 2 and "--keystore and --keystore-password-file must be given" in result.stderr
    result = process("log", "serve")
    assert "--store, --policy, --keystore and --keystore-password-file must be given" in result.stderr
    more = ("--keystore", site.keystore, "--keystore-password-file", site.passphrase)
    result = process("log", "serve", "--config", config, *more, "--interval", "3", "--print-config")
    assert result.returncode == 0, result.stderr
    assert "interval = 3.0\n" in result.stdout and "gaps = false\n" in result.stdout
    assert f'policy = "{site.policy}"' in result.stdout
    for flag, value in (("--gaps", "true"), ("--no-gaps", "false")):
        result = process("log", "serve", "--config", config, *more, flag, "--print-config")
        assert f"gaps = {value}\n" in result.stdout, result.stderr
    config.write_text("stor = 1")
    assert "sets stor, which is not known" in process("log", "serve", "--config", config, *more).stderr
    config.write_text('store = "postgresql://u:hush@127.0.0.1/d"')
    assert "everybody can read" in process("log", "serve", "--config", config, *more).stderr
    config.chmod(0o600)
    result = process("log", "serve", "--config", config, *more, "--policy", site.policy, "--print-config")
    assert "hush" not in result.stdout and 'store = "postgresql://u@127.0.0.1/d"' in result.stdout


def test_the_line_of_a_logs_key(tmp_path, site):
    options = ("--keystore", site.keystore, "--origin", ORIGIN)
    assert run("log", "key", *options, secret=PASSPHRASE) == [{"ok": True, "line": "log " + LOG_KEY.serialize()}]


# -- devices


class Desk:
    """An operator with a registry in a folder."""

    def __init__(self, folder):
        self.folder = folder
        self.registry = folder / "registry"
        self.keystore = keystore(folder / "operator.keys", "operator", OPERATOR.secret)

    def act(self, command, *arguments, status=0):
        options = ("--registry", self.registry, "--site", SITE, "--keystore", self.keystore)
        return run("devices", command, *arguments, *options, secret=PASSPHRASE, status=status)[0]

    def list(self):
        options = ("--registry", self.registry, "--site", SITE, "--operator", OPERATOR_TEXT)
        return run("devices", "list", *options)[0]["devices"]


def request(folder, new, claim, nonce, device="meter-7"):
    def signing(holder):
        return (holder, algorithms.EDDSA, None)

    path = folder / "request"
    key = keys.of_signer(new, "ed25519")
    path.write_bytes(enrolment.request(device, nonce, signing(new), signing(claim), key))
    return path


def text(holder):
    return base64.serialize(keys.of_signer(holder, "ed25519").serialize())


def test_a_device_is_enrolled_listed_rotated_and_revoked(tmp_path):
    desk, claim, nonce = Desk(tmp_path), Holder(30), bytes(range(16))
    asked = request(tmp_path, Holder(1), claim, nonce)
    given = ("--claim", text(claim), "--nonce", nonce.hex())
    credential = tmp_path / "credential"
    enrolled = desk.act("enrol", asked, *given, "-o", credential)
    assert enrolled["device"] == "meter-7"
    read = enrolment.parse_credential(credential.read_bytes())
    read.verify(OPERATOR_KEY, SITE)
    assert desk.act("enrol", "--device", "door", "--key", text(Holder(2)))["device"] == "door"
    assert [(one["device"], one["state"]) for one in desk.list()] == [("meter-7", "holds"), ("door", "holds")]
    wrong = desk.act("enrol", asked, "--claim", text(Holder(31)), "--nonce", nonce.hex(), status=1)
    assert wrong["error"] == "SignatureInvalid"
    assert desk.act("enrol", asked, "--claim", text(claim), "--nonce", "00" * 16, status=1)["error"] == "OtherClaim"
    assert desk.act("enrol", "--device", "clone", "--key", text(Holder(1)), status=1)["error"] == "KeyTaken"
    assert desk.act("enrol", "--device", "clone", "--key", "x", status=1)["error"] == "BadSchema"
    rotated = desk.act("rotate", request(tmp_path, Holder(3), Holder(1), nonce), "--nonce", nonce.hex())
    assert [one["device"] for one in desk.list()] == ["meter-7", "door", "meter-7"]
    stranger = request(tmp_path, Holder(4), Holder(9), nonce)
    assert desk.act("rotate", stranger, "--nonce", nonce.hex(), status=1)["error"] == "SignatureInvalid"
    assert desk.act("revoke", rotated["serial"], "--since", 1000)["list"] == 1
    assert desk.act("revoke", "door")["list"] == 2
    assert [one["state"].split()[0] for one in desk.list()] == ["holds", "revoked", "revoked"]
    assert desk.list()[2]["state"] == "revoked since 1000"
    assert desk.act("revoke", "nobody", status=1)["error"] == "NotRegistered"
    assert process("devices", "enrol", "--registry", desk.registry, "--site", SITE).returncode == 2


def test_reports_are_still_shown_without_a_command():
    result = process("devices")
    assert result.returncode == 2 and "Missing option '--broker'" in result.stderr
    result = process("devices", "--broker", f"mqtt://127.0.0.1:{free_port()}")
    assert result.returncode == 2 and "Connection refused" in result.stderr
