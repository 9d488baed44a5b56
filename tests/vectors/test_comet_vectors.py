"""Chains of Tendermint and CometBFT as others recorded them: every file of data/tendermint and data/extra/cometbft."""

import base64
import json
import random
from collections import Counter

import pytest

from lightclient.cometbft.checkpoint import parts
from lightclient.cometbft.commit import parse_commit
from lightclient.cometbft.errors import NotInBlock
from lightclient.cometbft.header import parse_header
from lightclient.cometbft.network import CometNetwork
from lightclient.cometbft.profiles import V0_32, V0_33, V0_34, V0_38
from lightclient.cometbft.signed import SignedHeader
from lightclient.cometbft.transaction import check_transaction
from lightclient.cometbft.validators import validators_of
from lightclient.cometbft.verify import Trusted, step
from lightclient.errors import LightClientError
from lightclient.votes.errors import NotEnoughTrust
from tests.support import comet
from tests.support.vectors import load_json, names

SINGLE = "tendermint/tendermint_rs_single_step"
BISECTION = "tendermint/tendermint_rs_bisection"
RPC = ("tendermint/tendermint_rs_rpc_v0_34", "tendermint/tendermint_rs_rpc_v0_38")
HEADERS = "tendermint/tendermint_rs_headers"
LUMINA = "extra/cometbft/lumina/chain3_1_to_256.json"

# Files of a folder, and what this page makes of them.
COUNTS = {SINGLE: 28, BISECTION: 7, RPC[0]: 11, RPC[1]: 11, HEADERS: 2, "extra/cometbft": 1}
STEPS = {"SUCCESS": 31, "NOT_ENOUGH_TRUST": 27, "INVALID": 7}


def test_every_file_is_used():
    for folder, count in COUNTS.items():
        assert len([name for name in names(folder) if name.endswith(".json")]) == count, folder
    assert sum(COUNTS.values()) == 60


# -- the model checker's cases of tendermint-rs: one step each, with the verdict


def single_steps():
    """Yield (name, network, trusted header, signed header, clock, verdict) of each step."""
    for name in names(SINGLE):
        case = load_json(name)
        first = case["initial"]
        shown = comet.header_of(first["signed_header"]["header"])
        network = CometNetwork(shown.chain_id, int(first["trusting_period"]) // 10**9, V0_38, drift=0)
        # The model's own order of validators is not the chain's; tendermint-rs sorts them as well.
        following = validators_of(comet.ordered(comet.members_of(first["next_validator_set"])), V0_38)
        assert following.hash == shown.next_validators_hash
        trusted = Trusted(shown, shown.hash(V0_38), following, following, 0, 0, 0, [])
        for number, each in enumerate(case["input"]):
            new = comet.signed_of(each["block"], V0_38, comet.ordered)
            verdict = each["verdict"]
            yield f"{name} {number}", network, trusted, new, comet.time_of(each["now"])[0], verdict
            if verdict == "SUCCESS":
                trusted = step(trusted, new, network, comet.time_of(each["now"])[0])


def judged(trusted, new, network, clock):
    try:
        step(trusted, new, network, clock)
    except NotEnoughTrust:
        return "NOT_ENOUGH_TRUST"
    except LightClientError:
        return "INVALID"
    return "SUCCESS"


def test_every_step_of_the_model_checker_has_its_verdict():
    found = Counter()
    for name, network, trusted, new, clock, verdict in single_steps():
        assert judged(trusted, new, network, clock) == verdict, name
        found[verdict] += 1
    assert found == STEPS


@pytest.mark.slow
def test_no_step_is_taken_once_anything_in_it_is_changed():
    taken = 0
    for name, network, trusted, new, clock, verdict in single_steps():
        if verdict != "SUCCESS" or len(new.commit.votes) > 10:
            continue
        taken += 1
        header, commit = new.header.serialize(), new.commit.serialize()
        rng = random.Random(name)
        for _ in range(6):
            at = rng.randrange(len(header))
            damaged = header[:at] + bytes((header[at] ^ 1 << rng.randrange(8),)) + header[at + 1 :]
            with pytest.raises(LightClientError):
                other = parse_header(damaged, V0_38)
                step(trusted, SignedHeader(other, other.hash(V0_38), new.commit, new.validators), network, clock)
        for place, vote in enumerate(new.commit.votes):
            again = parse_commit(commit)
            again.votes[place].signature = vote.signature[::-1]
            other = SignedHeader(new.header, new.hash, again, new.validators, new.next)
            with_it = step(trusted, new, network, clock)
            if vote.address in with_it.signers:
                assert judged(trusted, other, network, clock) == "INVALID"
    assert taken > 20


# -- chains of Tendermint 0.33, in Amino: what Burrow 0.30 has


def light_blocks(peer):
    for block in peer["lite_blocks"]:
        yield comet.signed_of(block, V0_33)


def peers(case):
    return [case["primary"]] + [each.get("value", each) for each in case["witnesses"] or []]


@pytest.mark.parametrize("name", names(BISECTION))
def test_headers_of_tendermint_0_33_hash_by_amino_and_their_votes_hold(name):
    case = load_json(name)
    votes = 0
    for peer in peers(case):
        for signed in light_blocks(peer):
            if name.endswith("_worst_case.json") and signed.hash != signed.commit.block_id.hash:
                continue  # most of this file's headers do not fit their own commits, by any rule
            assert signed.hash == signed.commit.block_id.hash
            assert signed.validators.hash == signed.header.validators_hash
            assert signed.next.hash == signed.header.next_validators_hash
            for number, _ in signed.commit.voters():
                message = signed.commit.sign_bytes(number, signed.header.chain_id, V0_33)
                key = signed.validators.keys[number]
                assert key.verify(message, signed.commit.votes[number].signature, V0_33)
                votes += 1
    assert votes >= 4


# What tendermint-rs expects of each, and by which error or headers it comes out here.
ENDS = {
    "_happy_path": 11,
    "header_out_of_trusting_period": "TrustExpired",
    "not_enough_commits": "NotEnoughVotes",
}


def bisected(case, peer):
    """Return the trusted header at the height that was asked for, going half the way where trust falls short."""
    chain = {signed.header.height: signed for signed in light_blocks(peer)}
    options = case["trust_options"]
    network = CometNetwork(case["primary"]["chain_id"], int(options["period"]) // 10**9, V0_33)
    trusted = comet.trusted_of(chain[int(options["height"])])
    assert trusted.hash.hex().upper() == options["hash"]
    wanted = aim = int(case["height_to_verify"])
    while trusted.height < wanted:
        try:
            trusted = step(trusted, chain[aim], network, comet.time_of(case["now"])[0])
            aim = wanted
        except NotEnoughTrust:
            aim = (trusted.height + aim) // 2
            assert aim > trusted.height
    return trusted


@pytest.mark.parametrize("end", ENDS)
def test_bisection_ends_as_tendermint_rs_has_it(end):
    case = load_json(f"{BISECTION}/single_peer/{end}.json")
    assert (case["expected_output"] == "error") == isinstance(ENDS[end], str)
    try:
        assert bisected(case, case["primary"]).height == ENDS[end]
    except LightClientError as error:
        assert error.name == ENDS[end]


@pytest.mark.parametrize("name", names(f"{BISECTION}/multi_peer"))
def test_witnesses_that_contradict_the_primary_are_an_attack(name):
    #   the primary's chain is followed; a witness then shows its own block of that height
    case = load_json(name)
    primary = bisected(case, case["primary"])
    conflicts = 0
    for peer in peers(case)[1:]:
        (other,) = [each for each in light_blocks(peer) if each.header.height == primary.height]
        conflicts += other.hash != primary.hash
    assert case["expected_output"] == "error" and conflicts
    network = CometNetwork(case["primary"]["chain_id"], 10**7, V0_33)
    first = bisected({**case, "height_to_verify": case["trust_options"]["height"]}, case["primary"])
    record = b"".join(parts(network, first, [], None))
    ledger = network.start(record, None, 4)[0]
    clock = comet.time_of(case["now"])[0]
    ledger.state, ledger.before = primary, ledger.root
    raised = []
    for peer in peers(case)[1:]:
        run = [signed for signed in light_blocks(peer) if 1 < signed.header.height <= primary.height]
        if run[-1].hash != primary.hash:
            with pytest.raises(LightClientError) as caught:
                ledger.extend(run, 2, clock)
            raised.append(caught.value.name)
    assert raised == ["Equivocation"] and ledger.forked is not None
    assert ledger.attack.kind in ("lunatic", "equivocation")
    again = network.start(record, None, 4)[0]
    again.state = primary
    assert again.judge_evidence(ledger.evidence_of_attack(), clock).subject.kind == ledger.attack.kind


# -- recorded answers of nodes


def recorded():
    """Yield (name, profile, decoded JSON) of each answer."""
    for folder, profile in zip(RPC, (V0_34, V0_38), strict=True):
        for name in names(folder):
            yield name, profile, load_json(name)


def test_headers_that_nodes_showed_hash_to_the_ids_that_they_showed():
    found = Counter()
    for name, profile, answer in recorded():
        for block in comet.items_of(answer, "block"):
            if not isinstance(block, dict) or "header" not in block:
                continue
            header = comet.header_of(block["header"])
            assert header.hash(profile) == comet.block_id_of(answer["result"]["block_id"]).hash, name
            assert parse_header(header.serialize(), profile).serialize() == header.serialize()
            found["headers"] += 1
            commit = block["last_commit"]
            if commit["signatures"]:
                again = comet.commit_of(commit)
                assert parse_commit(again.serialize()).serialize() == again.serialize()
                found["last commits"] += 1
        for shown in comet.items_of(answer, "signed_header"):
            header, commit = comet.header_of(shown["header"]), comet.commit_of(shown["commit"])
            assert header.hash(profile) == commit.block_id.hash
            found["commits"] += 1
    assert found == {"headers": 6, "last commits": 4, "commits": 2}


def test_a_commit_that_a_node_showed_holds_under_the_genesis_validators():
    for folder, profile in zip(RPC, (V0_34, V0_38), strict=True):
        genesis = load_json(f"{folder}/genesis.json")["result"]["genesis"]
        members = validators_of(comet.members_of(genesis), profile)
        shown = load_json(f"{folder}/commit_at_height_10.json")["result"]["signed_header"]
        first = load_json(f"{folder}/block_at_height_1.json")["result"]["block"]["header"]
        network = CometNetwork(genesis["chain_id"], 1000, profile)
        trusted = comet.header_of(first)
        header, commit = comet.header_of(shown["header"]), comet.commit_of(shown["commit"])
        new = SignedHeader(header, header.hash(profile), commit, members)
        start = Trusted(trusted, trusted.hash(profile), members, members, 0, 0, 0, [])
        assert step(start, new, network, header.time[0] + 1).height == 10


def test_transactions_are_where_nodes_proved_them_to_be():
    found = 0
    for _, _, answer in recorded():
        for each in comet.items_of(answer, "txs"):
            for tx in each:
                proof = tx.get("proof") if isinstance(tx, dict) else None
                if not proof:
                    continue
                merkle = proof["proof"]
                aunts = b"".join(base64.b64decode(aunt) for aunt in merkle["aunts"] or [])
                header = comet.header_of(load_json(f"{HEADERS}/header_with_known_hash.json"))
                header.fields[1] = bytes.fromhex(proof["root_hash"])
                where = int(merkle["index"]), int(merkle["total"]), aunts, header
                assert check_transaction(base64.b64decode(proof["data"]), *where).hex().upper() == tx["hash"]
                with pytest.raises(NotInBlock):
                    check_transaction(base64.b64decode(proof["data"]) + b"x", *where)
                found += 1
    assert found == 18


def test_what_nodes_say_without_a_proof_proves_nothing():
    """These answers carry no header and no proof: there is nothing in them that could be checked."""
    without = [name for name, _, answer in recorded() if not _carries(answer)]
    assert sorted({name.rsplit("/", 1)[1] for name in without}) == [
        "abci_query_with_existing_key.json",
        "abci_query_with_non_existent_key.json",
        "broadcast_tx_commit.json",
        "genesis.json",
        "status.json",
        "tx_search_no_prove.json",
    ]


def _carries(answer):
    text = json.dumps(answer)
    return '"last_commit_hash"' in text or '"root_hash"' in text


def test_headers_with_a_known_hash():
    known = comet.header_of(load_json(f"{HEADERS}/header_with_known_hash.json"))
    assert known.hash(V0_34).hex() == "f30a71f2409fb15aacaedb6cc122dfa2525bee9cae521721b06bfdca291b8d56"
    # Block 15 of cosmoshub-1: sixteen fields, which only one profile has.
    old = comet.header_of(load_json(f"{HEADERS}/header.json"))
    assert old.counts == (2, 4)
    assert parse_header(old.serialize(), V0_32).hash(V0_32) == old.hash(V0_32)
    with pytest.raises(LightClientError):
        parse_header(old.serialize(), V0_33)


def test_256_blocks_of_a_real_chain_are_followed_step_by_step_and_by_one_skip():
    chain = [comet.signed_of(block, V0_34) for block in load_json(LUMINA)]
    assert len(chain) == 256
    network = CometNetwork("private", 10**7, V0_34)
    trusted = comet.trusted_of(chain[0])
    for new in chain[1:]:
        trusted = step(trusted, new, network, new.header.time[0])
    assert trusted.height == 256
    assert step(comet.trusted_of(chain[0]), chain[-1], network, chain[-1].header.time[0]).hash == trusted.hash
