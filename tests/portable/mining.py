"""Headers with real work behind them, cheap enough for a test: two tries each at REGTEST's difficulty."""

import gc
import sys

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.difficulty import required_bits, target_of
from lightclient.bitcoin.networks.network import Network
from lightclient.bitcoin.state import genesis, step
from lightclient.crypto.hashes import sha256d
from lightclient.merkle.log import leaf_hash

MICROPYTHON = sys.implementation.name == "micropython"
EASY = 0x207FFFFF
START = 1_600_000_000
SPACING = 600


def network(interval=4, start_bits=EASY, **rules):
    """Return a network with epochs of `interval` blocks: its difficulty really moves."""
    first = codec.serialize(1, bytes(32), bytes(32), START, start_bits, 0)
    return Network("test", first, EASY, interval, **rules)


def mine(prev_hash, time, bits, root=bytes(32), version=4):
    """Return a header whose hash meets `bits`."""
    target = target_of(bits)
    front = codec.serialize(version, prev_hash, root, time, bits, 0)[:76]
    nonce = 0
    while True:
        header = front + nonce.to_bytes(4, "little")
        if int.from_bytes(sha256d(header), "little") <= target:
            return header
        nonce += 1


def unmine(header):
    """Return the header with a nonce that misses its target."""
    target = target_of(codec.bits_of(header))
    nonce = 0
    while int.from_bytes(sha256d(header), "little") <= target:
        header = header[:76] + nonce.to_bytes(4, "little")
        nonce += 1
    return header


def child(state, network, spacing=SPACING, root=bytes(32), version=4):
    """Return a valid header after `state`, `spacing` seconds later."""
    time = state.times[-1] + spacing
    return mine(state.tip_hash, time, required_bits(state, time, network), root, version)


def run_of(data):
    """Return raw headers as a ledger takes them."""
    return hashed(codec.split(data))


def hashed(headers):
    """Return linked headers as packed.parse does: with the hash of the last one."""
    return (headers, codec.hash_of(headers[-1])) if headers else ()


def root_named(name):
    """Return a Merkle root for the block `name`: no two blocks of a test are the same."""
    return (name.encode() + bytes(32))[:32]


class Tree:
    """Blocks of `network` by their names in a picture; "0" is its genesis block.

    headers, states: by name.
    """

    def __init__(self, network):
        self.network = network
        self.headers = {"0": network.genesis}
        self.states = {"0": genesis(network)}

    def grow(self, names, after, spacing=SPACING):
        """Mine the blocks `names`, the first one on top of `after`; return them as one run."""
        state = self.states[after]
        for name in names.split():
            self.headers[name] = child(state, self.network, spacing, root_named(name))
            state = self.states[name] = step(state, self.headers[name], self.network)
            if MICROPYTHON:
                gc.collect()  # else what is kept lies all over the heap, and leaves no room for a long run
        return self.run(names)

    def run(self, names):
        return b"".join([self.headers[name] for name in names.split()])

    def hash(self, name):
        return self.states[name].tip_hash

    def leaves(self, names):
        """Return the leaf hashes of the header log over the blocks `names`."""
        return [leaf_hash(self.hash(name)) for name in names.split()]
