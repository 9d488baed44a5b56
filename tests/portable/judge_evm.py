"""Verdicts on private Ethereum: Keccak-256, RLP, headers and their seals, steps from one to another, proofs."""

from lightclient.crypto.keccak import keccak256
from lightclient.evm import clique as cliques
from lightclient.evm import rlp as encoding
from lightclient.evm.consensus import Consensus, parse_sealed
from lightclient.evm.header import parse_header
from lightclient.evm.network import EvmNetwork
from lightclient.evm.receipt import parse_receipt
from lightclient.evm.seals import signer_of
from lightclient.evm.state import slot_at
from lightclient.evm.trie import value_at
from lightclient.evm.verify import anchored
from lightclient.evm.verify import step as steps


def keccak(data):
    return keccak256(data)


def rlp(data):
    return encoding.serialize(encoding.parse(data))


def header(data):
    found = parse_header(data)
    return found.number, found.time, len(found.fields), keccak256(found.raw)


def sealed(kind, data):
    found = parse_sealed(data, kind)
    return found.height, found.hash, found.digest(), found.extra.validators, len(found.extra.seals)


def appointed(consensus, data):
    """A header with the proof of its validators."""
    found = Consensus(consensus).parse(data)
    return found.height, found.hash, found.validators


def signer(digest, seal):
    return signer_of(digest, seal) or "nobody"


def step(consensus, period, drift, before, after, clock):
    """One step from a header that its own validators have decided."""
    network = EvmNetwork(1, period, consensus, drift)
    found = steps(anchored(network.read_signed(before), network), network.read_signed(after), network, clock)
    return found.height, found.hash, found.signed, found.total, found.signers


def clique(epoch, period, clock, headers):
    """Headers of Clique, one after another; the first is trusted."""
    rules = cliques.Rules(epoch, period)
    found = cliques.start(headers[0], rules)
    for header in headers[1:]:
        found = cliques.step(found, header, rules, clock)
    return found.height, found.hash, found.signers, str(found.settled), found.difficulty, len(found.votes)


def proof(root, key, nodes):
    found = value_at(root, key, nodes)
    return "absent" if found is None else found


def slot(root, address, number, account_nodes, slot_nodes):
    account, value = slot_at(root, address, number, account_nodes, slot_nodes)
    return account.nonce, account.balance, value


def receipt(data):
    found = parse_receipt(data)
    logs = [[log.address, log.topics, log.data] for log in found.logs]
    return found.kind, str(found.succeeded), found.gas_used, logs
