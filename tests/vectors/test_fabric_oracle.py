"""Fabric's own messages, as protobuf's classes write them, and OpenSSL's certificates and signatures."""

import datetime
import random

import pytest

from lightclient.codec.cbor import encode
from lightclient.errors import LightClientError
from lightclient.fabric.block import Block
from lightclient.fabric.certificate import parse_certificate
from lightclient.fabric.configblock import parse_config
from lightclient.fabric.endorsed import Answer
from lightclient.fabric.header import Header
from lightclient.fabric.hosts.blocks import parse_whole
from lightclient.fabric.msp import parse_msp
from lightclient.fabric.policy import is_met
from tests.portable import fabric
from tests.portable.fabric import answered, asked, block, config, transaction
from tests.portable.test_fabric_config import NOBODY

common = pytest.importorskip("fabric_protos.common.common_pb2")
configtx = pytest.importorskip("fabric_protos.common.configtx_pb2")
policies = pytest.importorskip("fabric_protos.common.policies_pb2")
principals = pytest.importorskip("fabric_protos.msp.msp_principal_pb2")
proposals = pytest.importorskip("fabric_protos.peer.proposal_pb2")
responses = pytest.importorskip("fabric_protos.peer.proposal_response_pb2")
x509 = pytest.importorskip("cryptography.x509")
ec = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ec")
hashes = pytest.importorskip("cryptography.hazmat.primitives.hashes")
serialization = pytest.importorskip("cryptography.hazmat.primitives.serialization")

UTC = datetime.timezone.utc


def same(message, data):
    """Return a message of protobuf's own classes that was read, and is written the same."""
    found = message.FromString(data)
    assert found.SerializeToString() == data
    return found


def test_blocks():
    made = block(7, bytes(32), who="abc")
    found = same(common.Block, made.raw)
    assert found.header.number == 7
    signatures = same(common.Metadata, found.metadata.metadata[0]).signatures
    assert [common.IdentifierHeader.FromString(each.identifier_header).identifier for each in signatures] == [
        97,
        98,
        99,
    ]
    value = common.OrdererBlockMetadata.FromString(made.value)
    assert value.last_config.index == made.last_config
    rng = random.Random(1)
    for _ in range(200):
        number = rng.choice([1, rng.getrandbits(7), rng.getrandbits(8) | 128, rng.getrandbits(64)]) or 1
        header = common.BlockHeader(number=number, previous_hash=rng.randbytes(32), data_hash=rng.randbytes(32))
        metadata = common.Metadata(value=common.OrdererBlockMetadata(last_config={"index": 0}).SerializeToString())
        whole = common.Block(header=header, metadata={"metadata": [metadata.SerializeToString(), b"", b"x"]})
        read = Block([], whole.SerializeToString())
        assert read.header.serialize() == header.SerializeToString()
        assert read.header.hash == Header(number, header.previous_hash, header.data_hash).hash
        whole.data.data.extend([rng.randbytes(9) for _ in range(3)])
        assert parse_whole(whole.SerializeToString()).envelopes == list(whole.data.data)


def test_configurations():
    for kind in (b"BFT", b"etcdraft"):
        envelope = common.Envelope.FromString(config(kind=kind))
        payload = common.Payload.FromString(envelope.payload)
        whole = configtx.ConfigEnvelope.FromString(payload.data)
        assert sorted(whole.config.channel_group.groups) == ["Application", "Orderer"]
        # Maps are written in any order: ours is sorted by nobody, theirs by name.
        payload.data = whole.SerializeToString(deterministic=True)
        envelope.payload = payload.SerializeToString()
        theirs = parse_config(envelope.SerializeToString(), 3)
        assert encode(theirs[1].fields()) == encode(parse_config(config(kind=kind), 3)[1].fields())


def rule_of(rng, depth=0):
    """Return a random SignaturePolicy of three principals."""
    if depth == 3 or rng.random() < 0.4:
        return policies.SignaturePolicy(signed_by=rng.randrange(3))
    rules = [rule_of(rng, depth + 1) for _ in range(rng.randrange(1, 4))]
    return policies.SignaturePolicy(n_out_of={"n": rng.randrange(1, len(rules) + 1), "rules": rules})


def holds(rule, signers, used):
    """Return whether signers, numbers of principals, are enough, as cauthdsl.go counts them."""
    if rule.WhichOneof("Type") == "signed_by":
        for place, signer in enumerate(signers):
            if not used[place] and signer == rule.signed_by:
                used[place] = True
                return True
        return False
    met = 0
    for each in rule.n_out_of.rules:
        tried = list(used)
        if holds(each, signers, tried):
            met += 1
            used[:] = tried
    return met >= rule.n_out_of.n


def test_policies():
    rng = random.Random(2)
    seen = set()
    roles = [principals.MSPRole(msp_identifier=f"Org{place}", role=3) for place in range(3)]
    whom = [principals.MSPPrincipal(principal=role.SerializeToString()) for role in roles]
    for _ in range(600):
        rule = rule_of(rng)
        envelope = policies.SignaturePolicyEnvelope(rule=rule, identities=whom)
        policy = policies.Policy(type=1, value=envelope.SerializeToString()).SerializeToString()
        signers = [rng.randrange(3) for _ in range(rng.randrange(5))]
        wanted = holds(rule, signers, [False] * len(signers))
        assert is_met(policy, NOBODY, [(f"Org{place}", 3) for place in signers]) == wanted
        seen.add(wanted)
    assert seen == {True, False}


def test_proposals_and_answers():
    question = asked()
    answer = answered(question)
    payload = proposals.ChaincodeProposalPayload.FromString(question[2])
    assert payload.SerializeToString() == question[2]
    found = responses.ProposalResponsePayload.FromString(answer)
    assert found.SerializeToString() == answer
    header = common.ChannelHeader.FromString(question[0])
    read = Answer(*question, answer)
    assert (read.payload.channel, read.payload.tx_id) == (header.channel_id, header.tx_id)
    envelope = common.Envelope.FromString(transaction("client", b"data"))
    assert envelope.SerializeToString() == transaction("client", b"data")


def issued(rng, subject, issuer, key, signer, authority=False, unit=None, algorithm=None, depth=None):
    names = [x509.NameAttribute(x509.NameOID.COMMON_NAME, subject)]
    if unit:
        names.append(x509.NameAttribute(x509.NameOID.ORGANIZATIONAL_UNIT_NAME, unit))
    start = datetime.datetime(rng.randrange(1951, 2049), rng.randrange(1, 13), rng.randrange(1, 29), 12, 34, 56)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name(names))
        .issuer_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=rng.randrange(1, 20000)))
        .add_extension(x509.BasicConstraints(authority, depth), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("peer.test")]), rng.random() < 0.5)
    )
    return builder.sign(signer, algorithm or hashes.SHA256())


def test_certificates_of_openssl():
    rng = random.Random(3)
    root, leaf = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    point = root.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    for _ in range(40):
        made = issued(rng, "peer0", "ca", leaf, root, unit="peer")
        for encoding in (serialization.Encoding.DER, serialization.Encoding.PEM):
            found = parse_certificate(made.public_bytes(encoding))
            assert found.serial == made.serial_number
            assert found.units == [b"peer"]
            assert found.not_before == int(made.not_valid_before_utc.timestamp())
            assert found.not_after == int(made.not_valid_after_utc.timestamp())
            assert found.subject == made.subject.public_bytes()
            assert found.issuer == made.issuer.public_bytes()
            assert found.signed_by(point)
    flipped = bytearray(made.public_bytes(serialization.Encoding.DER))
    flipped[200] ^= 1
    try:
        assert not parse_certificate(bytes(flipped)).signed_by(point)
    except LightClientError as error:
        assert str(error)


def test_organisations_of_openssl():
    rng = random.Random(4)
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(3)]
    der = serialization.Encoding.DER
    root = issued(rng, "CAOrga", "CAOrga", keys[0], keys[0], authority=True)
    middle = issued(rng, "middle", "CAOrga", keys[1], keys[0], authority=True, depth=0)
    leaf = parse_certificate(issued(rng, "peer0", "middle", keys[2], keys[1]).public_bytes(der))
    org = parse_msp(fabric.msp_config("Orga", [root.public_bytes(der)], [middle.public_bytes(der)], units=()))
    assert org.role_of(leaf) == 0
    revoked = x509.CertificateRevocationListBuilder().issuer_name(middle.subject)
    when = datetime.datetime(2030, 1, 1, tzinfo=UTC)
    revoked = revoked.last_update(when).next_update(when + datetime.timedelta(days=1))
    one = x509.RevokedCertificateBuilder().serial_number(leaf.serial).revocation_date(when).build()
    raw = revoked.add_revoked_certificate(one).sign(keys[1], hashes.SHA256()).public_bytes(der)
    org = parse_msp(fabric.msp_config("Orga", [root.public_bytes(der)], [middle.public_bytes(der)], (), [raw]))
    with pytest.raises(LightClientError, match="revoked"):
        org.role_of(leaf)


def test_keys_that_are_not_p256():
    rng = random.Random(5)
    other = ec.generate_private_key(ec.SECP384R1())
    made = issued(rng, "peer0", "ca", other, other, algorithm=hashes.SHA384())
    found = parse_certificate(made.public_bytes(serialization.Encoding.DER))
    assert found.key is None
    with pytest.raises(LightClientError, match="P-256"):
        found.signed_by(fabric.key("a"))
