"""Verdicts on what becomes of sentences, seeds, paths and descriptors, and on the digests that are signed."""

from lightclient.bitcoin.networks.known import by_name
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.codec.reader import Reader
from lightclient.wallet import bip32, bip39


def derived(seed, path):
    key = bip32.master(seed).derive(path)
    return key.serialize(MAINNET), key.public().serialize(MAINNET)


def read(text):
    return bip32.parse(text)[0].serialize(MAINNET)


def sentence(entropy):
    found = bip39.sentence(entropy)
    return found, bip39.entropy(found)


def entropy(words):
    return bip39.entropy(words)


def address(network, index, text):
    from lightclient.wallet.descriptor import Descriptor

    found = Descriptor(text, by_name(network))
    return found.address(index) if found.ranged or not index else None


def legacy(tx, script, index, hash_type):
    from lightclient.wallet import sighash
    from lightclient.wallet.spending import Spending

    return sighash.legacy(Spending(lambda: Reader(tx)), index, script, hash_type)


def psbt(data):
    from lightclient.wallet.psbt.inputs import Inputs
    from lightclient.wallet.psbt.psbt import Psbt

    found = Psbt(lambda: Reader(data))
    parts = []
    found.rewrite(parts.append, lambda each: ((), ()))
    return b"".join(parts) == data, Inputs(found).fee
