"""A contract that keeps the validators of a small chain, which are letters, and headers with the proof of them."""

from lightclient.crypto.keccak import keccak256
from lightclient.evm import rlp
from lightclient.evm.contract import array_slot, slot_of
from lightclient.evm.network import EvmNetwork
from lightclient.evm.validators import joined, parse_appointed
from tests.portable.evm import START, Trie, address, block
from tests.portable.test_evm_state import PERSON, account

KEEPER = b"\xcc" * 20
ARRAY = slot_of(2)
NETWORK = EvmNetwork(1337, 1000, "qbft:0x" + KEEPER.hex() + "/2")
CONTRACT = NETWORK.profile.contract


class Kept:
    """A state in which the contract has `who`, in this order. more: values of slots beside those, or in their place."""

    def __init__(self, who, more=None):
        slots = {ARRAY: len(who), slot_of(7): 1 << 255}
        for number, name in enumerate(who):
            slots[array_slot(ARRAY, number)] = int.from_bytes(address(name), "big")
        slots.update(more or {})
        self.slots = [ARRAY] + [array_slot(ARRAY, number) for number in range(slots[ARRAY])]
        self.storage = Trie({keccak256(slot): rlp.serialize(value) for slot, value in slots.items() if value})
        self.state = Trie({keccak256(KEEPER): account(storage=self.storage.root), keccak256(PERSON): account(0)})
        self.root = self.state.root

    def account_nodes(self):
        return self.state.proof(keccak256(KEEPER))

    def slot_nodes(self):
        """Return the nodes of all slots, each once."""
        found = []
        for slot in self.slots:
            found += [node for node in self.storage.proof(keccak256(slot)) if node not in found]
        return found


def appointed(new, parent, kept):
    """Return a header with the proof of its validators, as chains of the contract read it."""
    return parse_appointed(joined(new.header.raw, parent.header.raw, kept.account_nodes(), kept.slot_nodes()), CONTRACT)


def grown(count, sets, start=START):
    """Return headers by number, each from 1 on with its proof, and the states after them.

    sets: who is kept after a block, by number, 0 included. start: Unix seconds of block 0.
    """
    who, states = sets[0], [Kept(sets[0])]
    blocks = [block(0, listed=False, time=start, p3=states[0].root)]
    for number in range(1, count + 1):
        after = Kept(sets[number]) if number in sets else states[-1]
        new = block(number, who, blocks[-1].hash, listed=False, time=start + 5 * number, p3=after.root)
        blocks.append(appointed(new, blocks[-1], states[-1]))
        states.append(after)
        who = sets.get(number, who)
    return blocks, states
