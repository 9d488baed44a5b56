"""QBFT whose validators a contract keeps: who may seal a header is proved in the state before it, and nowhere else."""

from lightclient.codec.cbor import encode
from lightclient.codec.errors import BadSchema, TooLarge
from lightclient.crypto.keccak import keccak256
from lightclient.decided.errors import WrongNetwork
from lightclient.errors import Equivocation
from lightclient.evm import rlp
from lightclient.evm.checkpoint import network_in, parts
from lightclient.evm.consensus import Consensus
from lightclient.evm.contract import array_slot, slot_of
from lightclient.evm.errors import (
    BadNetwork,
    BrokenProof,
    ExtraNodes,
    ListedInHeader,
    NoAccount,
    NotChild,
    NotOfTrie,
    NoValidators,
    UnknownConsensus,
)
from lightclient.evm.network import EvmNetwork
from lightclient.evm.validators import MAX_STORAGE, joined, parse_appointed, validators_at
from lightclient.evm.verify import anchored, step
from lightclient.votes.errors import DoubledMember, NotEnoughTrust, NotEnoughVotes, UnknownSigner
from tests.portable.evm import START, Trie, addresses, block
from tests.portable.keeper import ARRAY, CONTRACT, KEEPER, NETWORK, Kept, appointed, grown
from tests.portable.support import raises
from tests.portable.test_evm_state import PERSON, account

NOW = START + 100
FOUR = Kept("dbca")
GENESIS = block(0, listed=False, p3=FOUR.root)
FIRST = block(1, parent=GENESIS.hash, listed=False, p3=FOUR.root)
TRUSTED = anchored(appointed(FIRST, GENESIS, FOUR), NETWORK)


def refused(error, new, before=FIRST, kept=FOUR, account_nodes=None, slot_nodes=None):
    account_nodes = kept.account_nodes() if account_nodes is None else account_nodes
    slot_nodes = kept.slot_nodes() if slot_nodes is None else slot_nodes
    with raises(error) as caught:
        parse_appointed(joined(new.header.raw, before.header.raw, account_nodes, slot_nodes), CONTRACT)
    return caught.error


def later(who, number=9, signers=None, state=None, **changes):
    """Return a header far above, and the proof that the contract had `who` in the state before it."""
    kept = Kept(who)
    before = block(number - 1, listed=False, p3=kept.root)
    return appointed(block(number, who, before.hash, signers, listed=False, **changes), before, kept)


def second(**changes):
    return block(2, parent=FIRST.hash, listed=False, **changes)


def test_the_contract_says_who_may_seal():
    new = appointed(second(), FIRST, FOUR)
    assert new.validators == addresses("abcd") and new.extra.validators == []
    found = step(TRUSTED, new, NETWORK, NOW)
    assert (found.height, found.signed, found.total, found.hash) == (2, 3, 4, new.hash)


def test_headers_are_followed_over_changes_of_the_contract():
    blocks, _ = grown(6, {0: "abcd", 2: "bcdx", 4: "wxyz"})
    state = anchored(blocks[1], NETWORK)
    for number in range(2, 7):
        state = step(state, blocks[number], NETWORK, NOW)
    assert state.height == 6 and state.validators.ids == addresses("wxyz")


def test_the_next_blocks_validators_need_nobody_to_vouch_for_them():
    after = Kept("wxyz")
    first = block(1, parent=GENESIS.hash, listed=False, p3=after.root)
    trusted = anchored(appointed(first, GENESIS, FOUR), NETWORK)
    new = appointed(block(2, "wxyz", first.hash, listed=False), first, after)
    assert step(trusted, new, NETWORK, NOW).total == 4
    with raises(NotEnoughTrust):  # another block before, of whose state nobody who is trusted knows anything
        other = block(1, parent=GENESIS.hash, listed=False, p3=after.root, time=START + 6)
        step(trusted, appointed(block(2, "wxyz", other.hash, listed=False), other, after), NETWORK, NOW)


def test_validators_of_a_later_block_are_vouched_for_by_over_a_third_of_the_trusted_ones():
    assert step(TRUSTED, later("abxy"), NETWORK, NOW).signed == 3
    with raises(NotEnoughTrust):
        step(TRUSTED, later("axyz"), NETWORK, NOW)
    with raises(NotEnoughTrust):
        step(TRUSTED, later("wxyz"), NETWORK, NOW)


def test_those_who_are_not_in_the_contract_seal_nothing():
    with raises(UnknownSigner):
        step(TRUSTED, later("bcdx", signers="abc"), NETWORK, NOW)
    with raises(NotEnoughVotes):
        step(TRUSTED, later("abcd", signers="ab"), NETWORK, NOW)


def test_two_blocks_on_one_height_end_all_belief():
    other = block(1, parent=GENESIS.hash, listed=False, p3=FOUR.root, time=START + 6)
    with raises(Equivocation):
        step(TRUSTED, appointed(block(2, parent=other.hash, listed=False), other, FOUR), NETWORK, NOW)


def test_a_header_lists_neither_validators_nor_votes():
    assert refused(ListedInHeader, block(2, parent=FIRST.hash)).args == (2,)
    refused(ListedInHeader, second(vote=rlp.serialize([bytes(20), b"\xff"])))


def test_the_state_is_that_of_the_block_before():
    refused(NotChild, second(), before=GENESIS)
    refused(NotChild, block(3, parent=FIRST.hash, listed=False))
    refused(NotChild, block(2, parent=bytes(32), listed=False))
    refused(NotOfTrie, second(), kept=Kept("wxyz"))


def test_seals_of_the_block_before_mean_nothing():
    bare = block(1, parent=GENESIS.hash, signers="", listed=False, p3=FOUR.root)
    assert bare.hash == FIRST.hash and appointed(second(), bare, FOUR).validators == addresses("abcd")


def test_each_node_is_needed_and_none_is_another():
    nodes = FOUR.slot_nodes()
    assert len(nodes) > 3
    refused(NotOfTrie, second(), account_nodes=[])
    refused(NotOfTrie, second(), slot_nodes=[])
    refused(ExtraNodes, second(), slot_nodes=nodes + [b"\xc0"])
    refused(ExtraNodes, second(), account_nodes=FOUR.account_nodes() + [b"\xc0"])
    refused(BrokenProof, second(), slot_nodes=nodes[:-1])
    refused(BrokenProof, second(), slot_nodes=[nodes[0]] + nodes[2:] + nodes[1:2])
    for number in range(1, len(nodes)):
        wrong = nodes[number][:-1] + bytes((nodes[number][-1] ^ 1,))
        refused(BrokenProof, second(), slot_nodes=nodes[:number] + [wrong] + nodes[number + 1 :])
    refused(TooLarge, second(), slot_nodes=[b"\x01"] * (MAX_STORAGE + 1))


def test_there_is_a_contract():
    state = Trie({keccak256(PERSON): account(0)})
    before = block(1, parent=GENESIS.hash, listed=False, p3=state.root)
    new = block(2, parent=before.hash, listed=False)
    refused(NoAccount, new, before, account_nodes=state.proof(keccak256(KEEPER)))


def test_what_is_no_address():
    for kept, error in (
        (Kept("abcd", {array_slot(ARRAY, 1): 1 << 160}), BadSchema),
        (Kept("abcd", {ARRAY: 257}), TooLarge),
        (Kept(""), NoValidators),
    ):
        before = block(1, parent=GENESIS.hash, listed=False, p3=kept.root)
        refused(error, block(2, parent=before.hash, listed=False), before, kept)


def test_nobody_is_a_validator_twice():
    kept = Kept("aabc")
    before = block(1, parent=GENESIS.hash, listed=False, p3=kept.root)
    with raises(DoubledMember):
        step(TRUSTED, appointed(block(2, "abc", before.hash, listed=False), before, kept), NETWORK, NOW)


def test_another_contract_has_no_say():
    empty = FOUR.storage.proof(keccak256(slot_of(3)))
    with raises(NoValidators):
        Consensus("qbft:0x" + KEEPER.hex() + "/3").parse(
            joined(second().header.raw, FIRST.header.raw, FOUR.account_nodes(), empty)
        )
    with raises(NoAccount):
        Consensus("qbft:0x" + KEEPER.hex()[:-2] + "cd/2").parse(
            joined(second().header.raw, FIRST.header.raw, FOUR.state.proof(keccak256(KEEPER[:-1] + b"\xcd")), [])
        )


def test_forms_that_are_none():
    good = rlp.parse(appointed(second(), FIRST, FOUR).fields())
    for place, wrong in ((0, [b""]), (1, [b""]), (2, b""), (3, b""), (2, [[b""]]), (3, [[b""]])):
        with raises(BadSchema):
            parse_appointed(rlp.serialize(good[:place] + [wrong] + good[place + 1 :]), CONTRACT)
    for wrong in (good[:3], good + [b""]):
        with raises(BadSchema):
            parse_appointed(rlp.serialize(wrong), CONTRACT)
    with raises(BadSchema):
        parse_appointed(FIRST.header.raw, CONTRACT)


def test_a_chain_says_where_its_validators_are():
    place = "0x" + KEEPER.hex() + "/2"
    name = "qbft:" + place
    assert (NETWORK.profile.name, NETWORK.profile.kind, CONTRACT.address, CONTRACT.slot) == (
        name,
        "qbft",
        KEEPER,
        ARRAY,
    )
    assert EvmNetwork(1, None, "qbft:0x" + KEEPER.hex().upper() + "/2").profile.name == name
    many = str(1 << 256)
    for wrong in (
        "",
        "0x00/1",
        place + "x",
        place[:-1],
        place + "/1",
        "1" + place[1:],
        place[:-1] + "02",
        place + many,
    ):
        with raises(UnknownConsensus):
            Consensus("qbft:" + wrong)
        with raises(BadNetwork):
            EvmNetwork(1, None, "qbft:" + wrong)
    for wrong in ("ibft2:" + place, "qbft/" + place):
        with raises(UnknownConsensus):
            Consensus(wrong)


def test_a_checkpoint_brings_the_contract_and_the_proof():
    record = b"".join(parts(NETWORK, TRUSTED, [], None))
    found = network_in(record, "it")
    assert found.profile.name == NETWORK.profile.name
    ledger, told = found.start(record, None, 4)
    assert (ledger.height, told, ledger.facts()["validators"]) == (1, [], 4)
    for number in (7, 9):
        new = later("abcd", number)
        height, run = ledger.read(memoryview(encode([new.fields()])))
        ledger.extend(run, height, NOW)
    assert ledger.height == 9
    saved = b"".join(ledger.parts())
    assert found.start(record, saved, 4)[0].height == 9
    for other in (EvmNetwork(1337, 1000), EvmNetwork(1337, 1000, NETWORK.profile.name[:-1] + "3")):
        with raises(WrongNetwork):
            other.start(record, None, 4)


def test_damaged_headers_change_nothing():
    ledger, _ = NETWORK.start(b"".join(parts(NETWORK, TRUSTED, [], None)), None, 4)
    before = b"".join(ledger.parts())
    raw = appointed(second(), FIRST, FOUR).fields()
    for place in range(0, len(raw), 41):
        damaged = raw[:place] + bytes((raw[place] ^ 1,)) + raw[place + 1 :]
        try:
            height, run = ledger.read(encode([damaged]))
            ledger.extend(run, height, NOW)
        except Exception as error:
            assert hasattr(error, "name"), error
            assert b"".join(ledger.parts()) == before
        else:
            assert (
                ledger.tip == appointed(second(), FIRST, FOUR).hash
            )  # what a hash leaves out: seals of the one before
            ledger, _ = NETWORK.start(before, None, 4)


def test_an_array_alone():
    found = validators_at(FOUR.root, CONTRACT, FOUR.account_nodes(), FOUR.slot_nodes())
    assert found == addresses("abcd")
