"""Verdicts on chains of CometBFT: messages, hashes, votes, steps from one header to another, proofs."""

from lightclient.cometbft import commit as commits
from lightclient.cometbft import header as headers
from lightclient.cometbft import ics23, trees
from lightclient.cometbft import validators as sets
from lightclient.cometbft.network import CometNetwork
from lightclient.cometbft.profiles import profile_of
from lightclient.cometbft.signed import read_signed
from lightclient.cometbft.verify import Trusted
from lightclient.cometbft.verify import step as steps
from lightclient.votes import tally as tallies
from lightclient.votes.members import Members
from lightclient.votes.threshold import Threshold


def protobuf(data, most):
    from lightclient.codec import protobuf as messages

    schema = {1: messages.UINT, 2: messages.INT, 3: messages.BYTES, 4: messages.TEXT, 5: messages.MESSAGE, 6: 5}
    found = messages.parse(data, schema, "a thing", most)
    return [found[number] for number in sorted(found)]


def header(profile, data):
    found = headers.parse_header(data, profile_of(profile))
    return found.height, found.hash(profile_of(profile))


def commit(profile, chain_id, data):
    found = commits.parse_commit(data)
    return [found.sign_bytes(number, chain_id, profile_of(profile)) for number, _ in found.voters()]


def validators(profile, data):
    found = sets.parse_validators(data, profile_of(profile))
    return len(found), found.total, found.hash


def step(profile, chain_id, period, drift, data, following, fields, clock):
    """One step from a header that is trusted, whose next validators are known."""
    network = CometNetwork(chain_id, period, profile_of(profile), drift)
    trusted = headers.parse_header(data, network.profile)
    members = sets.parse_validators(following, network.profile)
    start = Trusted(trusted, trusted.hash(network.profile), members, members, 0, 0, 0, [])
    found = steps(start, read_signed(fields, network.profile), network, clock)
    return found.height, found.hash, found.signed, found.total, found.signers


def proof(tree, key, value, data):
    found = ics23.read_proof(data)
    if value is None:
        return ics23.absence_root(found, trees.tree_of(tree), key)
    return ics23.membership_root(found, trees.tree_of(tree), key, value)


def tally(weights, voters, part, bad):
    """bad: numbers of votes whose signatures do not hold."""
    members = Members([(bytes((i,)), weight, None) for i, weight in enumerate(weights)], lambda _: b"")
    ballots = tallies.count(members, [(number, bytes((place,))) for number, place in voters])
    found = tallies.settle(
        ballots, members.total, Threshold(part[0], part[1], part[2] == 1), lambda vote: vote not in bad
    )
    return type(found).__name__, found.signed, found.total, found.least, sorted(found.votes)


def zip215(key, message, signature):
    from lightclient.crypto import ed25519

    return ed25519.verify(key, message, signature, True)
