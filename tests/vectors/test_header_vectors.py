"""Header rules and proofs against the vectors of other light clients: raito, bitcoin-spv, relays, tbtc, ckb."""

import json

import pytest

from lightclient.bitcoin import bundle
from lightclient.bitcoin import header as codec
from lightclient.bitcoin.bundle import Bundle
from lightclient.bitcoin.difficulty import bits_of, retarget, target_of, work_of
from lightclient.bitcoin.errors import (
    BadDifficulty,
    BadWitnessFlag,
    HighHash,
    NoOutputs,
    PrevHashMismatch,
    RootMismatch,
)
from lightclient.bitcoin.headers_anchor import HeadersAnchor
from lightclient.bitcoin.merkle import root_of
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.network import EPOCH
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.networks.signet import SIGNET
from lightclient.bitcoin.networks.testnet3 import TESTNET3
from lightclient.bitcoin.state import ChainState, step
from lightclient.bitcoin.transaction import parse
from lightclient.bitcoin.trust import trusted
from lightclient.codec.errors import NonCanonical, TooLarge, TrailingBytes, Truncated
from lightclient.codec.reader import Reader
from lightclient.crypto.hashes import sha256d
from lightclient.errors import LightClientError, UnknownParent
from tests.support.vectors import chain_of, load_json, names, state_of, unhex

SPV = "header_vectors/bitcoin-spv_testVectors.json"
PROOFS = "header_vectors/bitcoin-spv_testProofs.json"
RELAYS = "header_vectors/relays_testVectors.json"
TBTC = "header_vectors/tbtc-v2_headersWithRetarget.json"

DIFFICULTY_1 = target_of(0x1D00FFFF)


def raw(record):
    """Every collection has a name of its own for the 80 bytes."""
    return unhex(record.get("raw") or record["hex"])


def joined(rows):
    return b"".join([raw(record) for record in rows])


# -- raito: the whole state before and after one real block


@pytest.mark.parametrize("name", names("header_vectors/raito_light"))
def test_raito_state_after_one_block(name):
    case = load_json(name)
    (block,) = case["blocks"]
    before = raito_state(case["chain_state"])
    fields = block["header"]
    header = codec.serialize(
        fields["version"],
        before.tip_hash,
        codec.from_display(block["data"]["merkle_root"]),
        fields["time"],
        fields["bits"],
        fields["nonce"],
    )
    after = step(before, header, MAINNET, fields["time"])
    assert after == raito_state(case["expected"])
    with pytest.raises(HighHash):
        step(before, header[:76] + bytes(4), MAINNET)


def raito_state(fields):
    target = int(fields["current_target"])
    return ChainState(
        fields["block_height"],
        codec.from_display(fields["best_block_hash"]),
        bits_of(target),
        target,
        work_of(target),
        fields["epoch_start_time"],
        bits_of(target),
        tuple(fields["prev_timestamps"]),
        int(fields["total_work"]),
    )


# -- bitcoin-spv: functions


def spv_cases(function):
    return load_json(SPV)[function]


def test_spv_retarget():
    cases = spv_cases("retargetAlgorithm")
    assert len(cases) == 9
    for case in cases:
        first, last, following = [raw(record) for record in case["input"]]
        state = state_of(case["input"][1]["height"], last, first)
        assert retarget(state, MAINNET) == codec.bits_of(following)
        assert DIFFICULTY_1 // target_of(codec.bits_of(following)) == case["output"]


def test_spv_merkle_proofs():
    # leaf, nodes and root in one string
    errors = []
    for case in spv_cases("verifyHash256Merkle"):
        proof = unhex(case["input"]["proof"])
        leaf, nodes, root = proof[:32], proof[32:-32], proof[-32:]
        if case["output"]:
            assert root_of(leaf, case["input"]["index"], nodes) == (root or leaf)
        else:
            errors.append((len(proof), len(nodes)))
    # What must fail is not of whole hashes, or a leaf and a root with nothing to join them.
    assert errors == [(1, 0), (64, 0)]


def test_spv_prove():
    for case in spv_cases("prove"):
        fields = case["input"]
        root = root_of(unhex(fields["txIdLE"]), fields["index"], unhex(fields["proof"]))
        assert (root == unhex(fields["merkleRootLE"])) == case["output"]


def test_spv_header_chain():
    (case,) = spv_cases("validateHeaderChain")
    headers = codec.split(unhex(case["input"]))
    anchor = HeadersAnchor(b"".join(headers), MAINNET)
    assert len(anchor.headers) == 7
    # Their sum is of difficulties, rounded down one by one.
    assert sum(DIFFICULTY_1 // target_of(codec.bits_of(header)) for header in headers) == case["output"]


def test_spv_bad_header_chains():
    ragged, unlinked, idle = [unhex(case["input"]) for case in spv_cases("validateHeaderChainError")]
    for run, network, error in [
        (ragged, MAINNET, Truncated),
        (unlinked, MAINNET, PrevHashMismatch),
        (idle, REGTEST, HighHash),
        (idle, MAINNET, BadDifficulty),  # and its bits are easier than mainnet ever was
    ]:
        with pytest.raises(error):
            HeadersAnchor(run, network)


def test_spv_header_fields():
    for function, ours in [
        ("extractMerkleRootLE", codec.merkle_root_of),
        ("extractPrevBlockLE", codec.prev_hash_of),
        ("workHash", codec.hash_of),
        ("hash256", sha256d),
    ]:
        for case in spv_cases(function):
            assert ours(unhex(case["input"])) == unhex(case["output"])
    for case in spv_cases("extractTimestamp"):
        assert codec.time_of(unhex(case["input"])) == case["output"]
    for case in spv_cases("extractTarget"):
        assert target_of(codec.bits_of(unhex(case["input"]))) == int(case["output"], 16)
    for case in spv_cases("validateHeaderPrevHash"):
        fields = case["input"]
        assert (codec.prev_hash_of(unhex(fields["header"])) == unhex(fields["prevHash"])) == case["output"]
    for case in spv_cases("hash256MerkleStep"):
        assert sha256d(b"".join([unhex(part) for part in case["input"]])) == unhex(case["output"])


def test_spv_compact_sizes():
    cases = spv_cases("parseVarInt")
    for case in cases:
        reader = Reader(unhex(case["input"]))
        if "solidityError" in case:
            with pytest.raises(NonCanonical):
                reader.compact_size()
        else:
            more, value = case["output"]
            assert (reader.compact_size(), reader.offset) == (value, 1 + more)
    for case in spv_cases("parseVarIntError"):
        with pytest.raises(Truncated):
            Reader(unhex(case["input"])).compact_size()


def test_spv_txid():
    for case in spv_cases("calculateTxId"):
        assert parse(transaction(case["input"])).txid() == unhex(case["output"])


def transaction(fields):
    return b"".join([unhex(fields[part]) for part in ("version", "vin", "vout", "locktime")])


VIN_ERRORS = [None, TooLarge, BadWitnessFlag, Truncated, Truncated, Truncated, BadWitnessFlag, NonCanonical]
VOUT_ERRORS = [
    None,
    NonCanonical,
    NoOutputs,
    Truncated,
    TrailingBytes,
    TooLarge,
    Truncated,
    NoOutputs,
    Truncated,
    Truncated,
]


@pytest.mark.parametrize(("side", "errors"), [("vin", VIN_ERRORS), ("vout", VOUT_ERRORS)])
def test_spv_inputs_and_outputs(side, errors):
    (good,) = spv_cases("calculateTxId")
    named = []
    for case in spv_cases("validateVin" if side == "vin" else "validateVout"):
        try:
            parse(transaction({**good["input"], side: case["input"]}))
            named.append(None)
        except LightClientError as error:
            named.append(type(error))
        assert (named[-1] is None) == case["output"]
    assert named == errors


# -- bitcoin-spv: whole proofs


def bundle_of(proof):
    return Bundle(
        "mainnet",
        transaction(proof),
        proof["index"],
        unhex(proof["intermediate_nodes"]),
        unhex(proof["confirming_header"]["raw"]),
    )


def anchor_of(proof):
    return HeadersAnchor(unhex(proof["confirming_header"]["raw"]), MAINNET)


def valid_proofs():
    """The good proofs of three collections; the relays' one has no 0x in front of its hex."""
    proofs = [json.loads(text) for text in load_json(PROOFS)["valid"]]
    proofs += [case["proof"] for case in load_json(RELAYS)["validator"]["validateProof"] if not case["error"]]
    return [*proofs, load_json("header_vectors/summa_relays_json_data/1_check_proof.json")]


def test_good_proofs_verify():
    proofs = valid_proofs()
    assert len(proofs) == 3
    for proof in proofs:
        verdict = bundle.parse(bundle_of(proof).serialize()).verify(anchor_of(proof))
        assert verdict.subject.found == [(proof["index"], unhex(proof["tx_id"]))]
        assert verdict.place.hash == unhex(proof["confirming_header"]["hash"])


@pytest.mark.parametrize(
    ("comment", "error"),
    [
        ("Bad Vin", Truncated),
        ("Bad Vout", NoOutputs),
        ("Bad TxID", RootMismatch),
        ("Bad Header -- Merkle Proof", RootMismatch),
    ],
)
def test_spv_bad_proofs(comment, error):
    cases = {case["comment"]: case["proof"] for case in load_json(PROOFS)["badSPVProofs"]}
    assert len(cases) == 4
    with pytest.raises(error):
        bundle_of(cases[comment]).verify(anchor_of(cases[comment]))


def test_relays_bad_proof():
    # One input's outpoint was changed: another transaction.
    (proof,) = [case["proof"] for case in load_json(RELAYS)["validator"]["validateProof"] if case["error"]]
    with pytest.raises(RootMismatch):
        bundle_of(proof).verify(anchor_of(proof))


def test_spv_bad_headers_say_what_their_bytes_do_not():
    # The vectors repeat a header's fields beside its bytes; here only the bytes exist.
    wrong = []
    for case in load_json(PROOFS)["badHeaders"]:
        fields, header = case["header"], unhex(case["header"]["raw"])
        ours = {
            "hash": codec.hash_of(header),
            "merkle_root": codec.merkle_root_of(header),
            "prevhash": codec.prev_hash_of(header),
        }
        wrong += [name for name, value in ours.items() if value != unhex(fields[name])]
    assert wrong == ["hash", "merkle_root", "prevhash"]


# -- relays and tbtc: chains across a retarget, with an orphan


def test_relays_difficulty_change():
    cases = {case["comment"]: case for case in load_json(RELAYS)["header"]["validateDifficultyChange"]}
    for comment, error in [
        ("valid case", None),
        ("invalid anchor", BadDifficulty),
        ("invalid retarget", BadDifficulty),
    ]:
        case = cases[comment]
        # An invalid anchor says that it stands at the epoch's first height: then nothing is retargeted.
        state = state_of(case["anchor"]["height"], raw(case["anchor"]), raw(case["prevEpochStart"]))
        if error:
            with pytest.raises(error):
                step(state, raw(case["headers"][0]), MAINNET)
        else:
            for record in case["headers"]:
                state = step(state, raw(record), MAINNET)
            assert state.height == 306433


def test_relays_header_chains():
    cases = {case["comment"]: case for case in load_json(RELAYS)["header"]["validateHeaderChain"]}
    for comment in ("valid case", "internal, valid"):
        anchor, headers = cases[comment]["anchor"], cases[comment]["headers"]
        chain = chain_of(state_of(anchor["height"], raw(anchor), raw(anchor)))
        chain.extend(joined(headers))
        assert chain.tip.height == headers[-1]["height"]
        assert HeadersAnchor(raw(anchor) + joined(headers), MAINNET).hashes[-1] == unhex(headers[-1]["hash"])
    idle = cases["header chain doesn't pass validation, anchor is low work"]
    with pytest.raises(HighHash):
        HeadersAnchor(raw(idle["anchor"]), MAINNET)
    with pytest.raises(PrevHashMismatch):
        HeadersAnchor(raw(idle["anchor"]) + joined(idle["headers"]), MAINNET)
    # Heights that are not consecutive and a Merkle root beside the header's are wrong in the JSON alone; where a
    # retarget is not expected, the vector does not show the epoch from which it could be reckoned.


@pytest.mark.parametrize("late", [False, True])
def test_orphan_after_a_retarget_loses_to_the_longer_branch(late):
    # 437,466 - ... - 437,471 | 437,472 - ... - 437,477 - 437,478 - 437,479
    #                         |                         \
    #                    new difficulty                   437,478' (a real orphan)
    case = load_json(RELAYS)["chain"]["isMostRecentCommonAncestor"]
    start = case["genesis"]
    headers = case["preRetargetChain"] + case["postRetargetChain"]
    chain = chain_of(state_of(start["height"], raw(start), raw(case["oldPeriodStart"])))
    orphan = raw(case["orphan"])
    if late:
        chain.extend(joined(headers[:-1]))
        assert chain.extend(orphan) is None  # as much work, but seen second
    else:
        chain.extend(joined(headers[:-2]))
        assert chain.extend(orphan) == 437477
        assert chain.tip.tip_hash == codec.hash_of(orphan)
        assert chain.extend(raw(headers[-2])) is None
        assert chain.extend(raw(headers[-1])) == 437477
    chain.extend(raw(headers[-1]))
    assert (chain.tip.height, chain.tip.tip_hash) == (437479, unhex(headers[-1]["hash"]))


def test_heaviest_of_two_branches():
    case = load_json(RELAYS)["chain"]["heaviestFromAncestor"]
    start, headers = case["genesis"], case["headers"]
    chain = chain_of(state_of(start["height"], raw(start), raw(start)))
    chain.extend(joined(headers[:8]))
    assert chain.tip.height == 562629
    orphan = raw(case["orphan"])
    chain.extend(orphan)
    assert chain.tip.tip_hash == unhex(case["orphan"]["hash"])
    with pytest.raises(UnknownParent):
        chain.extend(raw(case["badHeader"]))
    chain.extend(joined(headers[8:]))
    assert (chain.tip.height, chain.tip.tip_hash) == (562639, unhex(headers[-1]["hash"]))


def test_tbtc_chain_with_retarget():
    case = load_json(TBTC)
    start, headers = case["genesis"], case["chain"]
    chain = chain_of(state_of(start["height"], raw(start), raw(case["oldPeriodStart"])))
    chain.extend(joined(headers))
    assert (chain.tip.height, chain.tip.tip_hash) == (554408, unhex(headers[-1]["digest_le"]))
    for record in headers:
        assert DIFFICULTY_1 // target_of(codec.bits_of(raw(record))) == record["difficulty"]


def test_summa_relay_ingests_an_epoch_end_and_what_follows():
    folder = "header_vectors/summa_relays_json_data/"
    epoch, last = load_json(folder + "genesis.json")
    assert last["height"] % EPOCH == EPOCH - 1
    chain = chain_of(state_of(last["height"], raw(last), raw(epoch)))
    for name, height in [("0_new_difficulty", 616897), ("2_ingest_headers", 616908), ("4_ingest_headers", 616914)]:
        headers = load_json(folder + name + ".json")
        chain.extend(joined(headers))
        assert (chain.tip.height, chain.tip.tip_hash) == (height, unhex(headers[-1]["hash"]))


def test_overtorment_headers_from_an_epoch_start():
    case = load_json("header_vectors/overtorment_mainnet_headers.json")
    run = b"".join([unhex(record["headerHex"]) for record in case["headers"]])
    chain = trusted(run, case["fromHeight"], None, None, MAINNET)
    assert chain.base.height == case["toHeight"]
    assert codec.display(chain.base.tip_hash) == case["tipHashDisplay"]
    for record in case["headers"]:
        assert codec.display(codec.hash_of(unhex(record["headerHex"]))) == record["hashDisplay"]


# -- ckb: headers inside the transactions of another light client


class Update:
    """An update carries headers in Molecule form; the cell it makes names the tip and the epoch they lead to.

    cell: id, tip hash, heights of the first and last header, work (32), hash of the rest (32), epoch time, epoch bits
    """

    def __init__(self, name):
        case = load_json(name)
        (cell,) = [cell for cell in map(unhex, case["outputs_data"]) if len(cell) > 100]
        self.height = int.from_bytes(cell[37:41], "little")
        self.epoch_time = int.from_bytes(cell[-8:-4], "little")
        self.epoch_bits = int.from_bytes(cell[-4:], "little")
        self.run = linked_headers(max(map(unhex, case["witnesses"]), key=len), cell[1:33])
        self.network = SIGNET if "signet" in name else TESTNET3

    def state(self):
        """The epoch's bits of a cell at the end of an epoch are those of the next one: a signet header's own do."""
        header = self.run[-1]
        bits = codec.bits_of(header) if self.network is SIGNET else self.epoch_bits
        epoch_header = codec.serialize(1, bytes(32), bytes(32), self.epoch_time, bits, 0)
        return state_of(self.height, header, epoch_header)


@pytest.mark.parametrize("name", names("header_vectors", "ckb_*/*.json"))
def test_ckb_headers_are_linked_and_have_their_work(name):
    update = Update(name)
    assert HeadersAnchor(b"".join(update.run), update.network).hashes


@pytest.mark.parametrize(
    ("before", "name"),
    [
        # across a retarget that starts from an easy block, the last of its epoch
        ("ckb_testnet/tx-0xc32912a7*", "ckb_testnet/tx-0422-*"),
        ("ckb_testnet/tx-0xc12ab398*", "ckb_testnet/tx-0xb5b4a8f3*"),
        ("ckb_signet/tx-0xe97b302b*", "ckb_signet/tx-0x01d827b0*"),
        ("ckb_signet/tx-0x01d827b0*", "ckb_signet/tx-0xd663a1df*"),
        ("ckb_signet/tx-0xd663a1df*", "ckb_signet/tx-0528-*"),  # across a retarget
    ],
)
def test_ckb_updates_follow_one_another(before, name):
    before, after = [Update(names("header_vectors", pattern)[0]) for pattern in (before, name)]
    state = before.state()
    for header in after.run:
        state = step(state, header, after.network)
    assert state.height == after.height
    assert state.epoch_time == after.epoch_time
    if (state.height + 1) % EPOCH:
        assert state.epoch_bits == after.epoch_bits


def linked_headers(blob, tip_hash):
    """Return the headers inside `blob` that lead to the block `tip_hash`."""
    for at in range(0, len(blob) - 79):
        if codec.hash_of(blob[at : at + 80]) == tip_hash:
            break
    else:
        return []
    run = [blob[at : at + 80]]
    while at >= 80 and codec.hash_of(blob[at - 80 : at]) == codec.prev_hash_of(run[0]):
        at -= 80
        run.insert(0, blob[at : at + 80])
    return run
