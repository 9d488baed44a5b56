"""Verdicts on Fabric: certificates, organisations, configurations, blocks and steps from one to another, evidence."""

from lightclient.codec.cbor import decode, encode
from lightclient.fabric.block import Block, read_block
from lightclient.fabric.certificate import parse_certificate
from lightclient.fabric.checkpoint import network_in, parse
from lightclient.fabric.config import config_of
from lightclient.fabric.configblock import parse_config
from lightclient.fabric.header import parse_header
from lightclient.fabric.msp import parse_identity, parse_msp
from lightclient.fabric.policy import is_met
from lightclient.fabric.transaction import parts_of
from lightclient.fabric.verify import step as steps


def header(data):
    found = parse_header(data)
    return found.number, found.hash


def block(data):
    found = Block([], bytes(data))
    return found.height, found.hash, found.last_config, len(found.signatures), str(found.view)


def certificate(data):
    found = parse_certificate(data)
    return found.serial, found.not_before, found.not_after, found.key or "other", found.units, str(found.authority)


def issued(data, key):
    return str(parse_certificate(data).signed_by(bytes(key)))


def role(data, identity):
    """The role of a member in an organisation."""
    msp = parse_msp(data)
    if msp is None:
        return "another kind"
    return msp.id, msp.role_of(parse_identity(identity)[1])


def config(data, number):
    channel, found = parse_config(bytes(data), number)
    return channel, found.sequence, found.kind, found.members.ids, found.threshold.numerator, encode(found.fields())


def record(data):
    return encode(config_of(decode(data)).fields())


def policy(data, group, signers):
    """Whether signers, [MSP, role], meet a policy of the group that a configuration's record has."""
    return str(is_met(bytes(data), config_of(group).endorsers, [(msp, role) for msp, role in signers]))


def envelope(data):
    return parts_of(data, 0)


def step(checkpoint, fields):
    """One step from a checkpoint to a block."""
    network = network_in(checkpoint, "the checkpoint")
    trusted, _ = parse(checkpoint, network, "the checkpoint")
    found = steps(trusted, read_block(fields), network)
    return found.height, found.hash, found.signed, found.total, found.signers, found.config.number


def evidence(checkpoint, data, clock):
    """What evidence proves to whoever has a checkpoint."""
    network = network_in(checkpoint, "the checkpoint")
    verdict = network.start(checkpoint, None, 4)[0].judge_evidence(data, clock)
    fields = verdict.finality.fields()
    finality = [str(fields[name]) for name in sorted(fields)]
    return verdict.outcome, verdict.subject.id, finality, verdict.checks, verdict.skipped, verdict.missing
