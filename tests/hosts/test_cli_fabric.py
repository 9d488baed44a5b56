"""The command on a channel of Fabric: checkpoints, blocks, evidence of transactions and of endorsed answers."""

import json

import pytest

from lightclient.codec.protobuf import bytes_field, message_field
from lightclient.codec.varint import varint
from tests.portable import fabric
from tests.portable.fabric import NOW, answered, asked, block, config, endorsement
from tests.portable.test_fabric_ledger import TXS, World
from tests.support.command import accepted, failed, invoke, misused, refused
from tests.support.fabricsite import message, signatures

MAKE = ("checkpoint", "make", "--ledger", "fabric")
WORLD = World(peers="xyz")
DATA = {number: [b"data of block " + bytes((0x30 + number,))] for number in range(9)}
DATA[0] = [config()]
DATA[3] = TXS
DATA[5] = [config(who="abcde", sequence=1)]


def kept(made, envelopes):
    """Return a block as a peer's block file has it."""
    parts = [varint(made.height), *map(sized, (made.header.data_hash, made.header.previous))]
    for items in (envelopes, [signatures(made), b"", b"\x00"]):
        parts += [varint(len(items)), *map(sized, items)]
    return sized(b"".join(parts))


def sized(data):
    return varint(len(data)) + data


@pytest.fixture
def files(tmp_path):
    """Return a function that writes blocks, each into a file of its own."""

    def write(*numbers):
        paths = []
        for number in numbers:
            path = tmp_path / f"block{number}"
            path.write_bytes(message(WORLD.blocks[number], DATA[number]))
            paths.append(path)
        return paths

    return write


def given(paths):
    return [word for path in paths for word in ("--from", path)]


@pytest.fixture
def checkpoint(files, tmp_path):
    made = accepted(*MAKE, *given(files(0, 1)), "-o", tmp_path / "cp")
    assert (made["ledger"], made["height"], made["signed"]) == (WORLD.network.id, 1, "3 of 4")
    shown = accepted("checkpoint", "show", tmp_path / "cp")
    assert shown["tip"] == made["tip"] == WORLD.blocks[1].hash.hex()
    return tmp_path / "cp"


@pytest.mark.slow
def test_blocks_are_verified_over_a_change_of_the_consenters(checkpoint, files, tmp_path):
    check = ("headers", "verify", "--ledger", "fabric", "--checkpoint", checkpoint)
    fields = accepted(*check, *files(8, 7, 6, 5, 4, 3, 2))
    assert (fields["height"], fields["from_height"], fields["headers"], fields["validators"]) == (8, 1, 7, 5)
    assert refused(*check, *files(2, 4))["error"] == "NotLinked"
    few = tmp_path / "few"
    few.write_bytes(block(2, WORLD.blocks[1].hash, who="ab").raw)
    error = refused(*check, few)
    assert (error["error"], error["height"]) == ("NotEnoughVotes", 2)
    assert "--checkpoint" in misused(*check[:4], few)


def test_a_block_file_of_a_peer_serves_as_well(checkpoint, tmp_path):
    whole = b"".join([kept(WORLD.blocks[number], DATA[number]) for number in range(9)])
    for cut, height in ((len(whole), 8), (len(whole) - 1, 7)):
        (tmp_path / "blockfile_000000").write_bytes(whole[:cut])
        check = ("headers", "verify", "--ledger", "fabric", "--checkpoint", checkpoint, tmp_path / "blockfile_000000")
        assert accepted(*check)["height"] == height
    (tmp_path / "blockfile_000000").write_bytes(whole + bytes(4096))
    assert accepted(*check)["height"] == 8


def test_a_transaction_is_proved_of_files_alone(checkpoint, files, tmp_path):
    path = tmp_path / "evidence"
    id_ = fabric.sha256(
        fabric.sha256(b"data of 1").digest()[:24] + fabric.identity("Orgx", "client", b"peer")
    ).hexdigest()
    make = ("evidence", "make", id_, "--ledger", "fabric", "--checkpoint", checkpoint, "-o", path)
    made = accepted(*make, *given(files(0, 1, 2, 3)))
    assert made["bytes"] == path.stat().st_size
    fields = accepted("verify", "--trust", checkpoint, "--now", NOW, path)
    assert (fields["outcome"], fields["height"]) == ("proved", 3)
    assert fields["subject"] == {"kind": "transaction", "id": id_}
    assert "validity" in fields["skipped"]
    whole = path.read_bytes()
    refusals = 0
    for place in range(40, len(whole), 307):
        path.write_bytes(whole[:place] + bytes((whole[place] ^ 1,)) + whole[place + 1 :])
        result = invoke("verify", "--trust", checkpoint, "--now", NOW, "--json", path)
        refusals += result.exit_code == 1
        assert result.exit_code or json.loads(result.stdout)["subject"] == fields["subject"]
    assert refusals > 5


def test_an_endorsed_answer_is_proved_of_a_proposal_and_responses(checkpoint, tmp_path):
    question = asked()
    header = bytes_field(1, question[0]) + bytes_field(2, question[1])
    transient = message_field(2, bytes_field(1, b"secret") + bytes_field(2, b"of the endorsers"))
    proposal = bytes_field(1, header) + bytes_field(2, question[2] + transient)
    names = [tmp_path / "proposal"]
    names[0].write_bytes(bytes_field(1, proposal) + bytes_field(2, b"signature"))
    for letter, value in (("x", b"registered"), ("y", b"registered"), ("z", b"unknown")):
        answer = answered(question, value)
        who, signature = endorsement(letter, answer)
        response = bytes_field(5, answer) + message_field(6, bytes_field(1, who) + bytes_field(2, signature))
        names.append(tmp_path / letter)
        names[-1].write_bytes(response)
    make = ("evidence", "make", "answer", "--ledger", "fabric", "--checkpoint", checkpoint, "-o", tmp_path / "evidence")
    accepted(*make, *given(names[:3]))
    verify = ("verify", "--trust", checkpoint, "--now", NOW)
    fields = accepted(*verify, tmp_path / "evidence")
    assert (fields["outcome"], fields["finality"]["endorsers"]) == ("proved", ["Orgx", "Orgy"])
    assert (fields["chaincode"], fields["arguments"], bytes.fromhex(fields["value"])) == (
        "registry", ["get", "device-7"], b"registered",
    )  # fmt: skip
    policy = tmp_path / "policy"
    policy.write_text("endorsers = 3\n")
    result = invoke(*verify, "--policy", policy, "--json", tmp_path / "evidence")
    assert (result.exit_code, json.loads(result.stdout)["missing"]) == (3, ["endorsements"])
    accepted(*make, *given(names[:2]))
    assert invoke(*verify, tmp_path / "evidence").exit_code == 3
    assert "different" in failed(*make, *given(names))
    assert "proposal" in failed(*make, *given(names[:1]))


def test_what_is_missing_is_said(checkpoint, files, tmp_path):
    make = (
        "evidence",
        "make",
        "00" * 32,
        "--ledger",
        "fabric",
        "--checkpoint",
        checkpoint,
        "-o",
        tmp_path / "evidence",
    )
    assert "transaction" in failed(*make, *given(files(0, 1, 2)))
    assert "block 0: add it, or name its hash by --rule genesis=HASH" in failed(
        *MAKE, *given(files(1)), "-o", tmp_path / "cp2"
    )
    assert "block 5" in failed(*MAKE, *given(files(0, 6)), "-o", tmp_path / "cp2")
    (tmp_path / "none").write_bytes(b"no block at all")
    assert "none" in failed(*MAKE, "--from", tmp_path / "none", "-o", tmp_path / "cp2")
    rule = ("--rule", "genesis=" + WORLD.genesis.hash.hex())
    made = accepted(*MAKE, *given(files(5)), *rule, "-o", tmp_path / "cp2")
    assert (made["ledger"], made["height"], made["signed"]) == (WORLD.network.id, 5, "0 of 5")
    assert "genesis" in failed(*MAKE, *given(files(5)), "--rule", "genesis=07", "-o", tmp_path / "cp2")
    assert "SUBJECT" in misused("evidence", "make", "07", *make[3:], *given(files(0)))
