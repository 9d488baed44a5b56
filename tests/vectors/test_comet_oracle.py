"""Messages and signatures made by others: protobuf classes generated from CometBFT's definitions, and OpenSSL."""

import random
import struct

import pytest

from lightclient.cometbft.commit import parse_commit
from lightclient.cometbft.header import parse_header
from lightclient.cometbft.keys import Key
from lightclient.cometbft.profiles import V0_34, V0_38
from lightclient.cometbft.validators import parse_validators, serialize_validators
from lightclient.errors import LightClientError
from tests.support import comet
from tests.support.vectors import load_json

types = pytest.importorskip("cosmpy.protos.tendermint.types.types_pb2")
sets = pytest.importorskip("cosmpy.protos.tendermint.types.validator_pb2")
ed25519 = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ed25519")

LUMINA = "extra/cometbft/lumina/chain3_1_to_256.json"


def random_header(rng):
    made = types.Header(chain_id="chain-" + "x" * rng.randrange(40), height=rng.randrange(1, 1 << rng.randrange(1, 63)))
    made.version.block = 11
    made.version.app = rng.randrange(1 << rng.choice((1, 7, 8, 63)))
    made.time.seconds = rng.choice((-62135596800, -1, 0, 1, 1_800_000_000))
    made.time.nanos = rng.choice((0, 1, 999_999_999, rng.randrange(10**9)))
    made.last_block_id.part_set_header.SetInParent()
    if rng.randrange(4):
        made.last_block_id.hash = rng.randbytes(32)
        made.last_block_id.part_set_header.total = rng.randrange(1 << 31)
        made.last_block_id.part_set_header.hash = rng.randbytes(32)
    for name in ("last_commit_hash", "data_hash", "consensus_hash", "last_results_hash", "evidence_hash"):
        setattr(made, name, rng.choice((b"", rng.randbytes(32))))
    made.validators_hash, made.next_validators_hash = rng.randbytes(32), rng.randbytes(32)
    made.app_hash, made.proposer_address = rng.randbytes(rng.randrange(65)), rng.randbytes(20)
    return made


def random_commit(rng):
    made = types.Commit(height=rng.randrange(1, 1 << 62), round=rng.choice((0, 1, (1 << 31) - 1)))
    made.block_id.hash = rng.randbytes(32)
    made.block_id.part_set_header.total = rng.randrange(1, 1 << 32)
    made.block_id.part_set_header.hash = rng.randbytes(32)
    for _ in range(rng.randrange(6)):
        vote = made.signatures.add(block_id_flag=rng.choice((1, 2, 3)))
        vote.timestamp.seconds = -62135596800
        if vote.block_id_flag > 1:
            vote.timestamp.seconds, vote.timestamp.nanos = rng.randrange(1 << 40), rng.randrange(10**9)
            vote.validator_address, vote.signature = rng.randbytes(20), rng.randbytes(rng.randrange(1, 65))
    return made


def test_random_headers_and_commits_are_read_and_written_as_protobuf_does():
    rng = random.Random(14)
    for _ in range(400):
        data = random_header(rng).SerializeToString(deterministic=True)
        assert parse_header(data, V0_38).serialize() == data
        data = random_commit(rng).SerializeToString(deterministic=True)
        assert parse_commit(data).serialize() == data


def test_what_we_write_is_read_by_protobuf():
    for block in load_json(LUMINA)[:64]:
        signed = comet.signed_of(block, V0_34)
        header = types.Header.FromString(signed.header.serialize())
        assert (header.height, header.app_hash) == (signed.header.height, signed.header.app_hash)
        commit = types.Commit.FromString(signed.commit.serialize())
        assert [vote.signature for vote in commit.signatures] == [vote.signature for vote in signed.commit.votes]


def test_sets_are_read_as_protobuf_writes_them():
    rng = random.Random(15)
    for size in (1, 2, 7, 60):
        data = b""
        for _ in range(size):
            each = sets.SimpleValidator(voting_power=rng.randrange(1, 1 << rng.randrange(1, 50)))
            if rng.randrange(2):
                each.pub_key.ed25519 = rng.randbytes(32)
            else:
                each.pub_key.secp256k1 = b"\x02" + rng.randbytes(32)
            raw = each.SerializeToString(deterministic=True)
            data += b"\x0a" + bytes((len(raw),)) + raw
        made = parse_validators(data, V0_38)
        assert len(made) == size and serialize_validators(made) == data


def test_a_message_that_protobuf_takes_and_nodes_do_not_write_is_refused():
    rng = random.Random(16)
    for _ in range(100):
        data = random_header(rng).SerializeToString(deterministic=True)
        padded = data.replace(b"\x12", b"\x92\x00", 1)
        for changed in (data + data[-22:], data + b"\x88\x01\x01", data[6:] + data[:6], padded):
            try:
                types.Header.FromString(changed)
            except Exception:
                continue
            with pytest.raises(LightClientError):
                parse_header(changed, V0_38)


def test_votes_signed_by_openssl_hold():
    rng = random.Random(17)
    for profile in (V0_34, V0_38):
        for _ in range(20):
            secret = ed25519.Ed25519PrivateKey.from_private_bytes(rng.randbytes(32))
            key = Key(1, secret.public_key().public_bytes_raw())
            message = rng.randbytes(rng.randrange(200))
            signature = secret.sign(message)
            assert key.verify(message, signature, profile)
            assert not key.verify(message + b"x", signature, profile)


def test_sign_bytes_hold_the_parts_that_protobuf_makes():
    """There is no CanonicalVote among these classes; its parts are, and frame what is fixed (types/canonical.go)."""
    rng = random.Random(18)
    for _ in range(200):
        made = random_commit(rng)
        commit = parse_commit(made.SerializeToString())
        for number, vote in enumerate(made.signatures):
            if vote.block_id_flag == 1:
                continue
            body = b"\x08\x02\x11" + struct.pack("<q", made.height)
            body += b"\x19" + struct.pack("<q", made.round) if made.round else b""
            block_id, time = made.block_id.SerializeToString(), vote.timestamp.SerializeToString()
            body += bytes((0x22, len(block_id))) + block_id if vote.block_id_flag == 2 else b""
            body += bytes((0x2A, len(time))) + time + b"\x32\x05chain"
            prefix = struct.pack("B", len(body)) if len(body) < 128 else bytes((len(body) & 127 | 128, len(body) >> 7))
            assert commit.sign_bytes(number, "chain", V0_38) == prefix + body
