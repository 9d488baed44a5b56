"""Verdicts on what is written in a form: CBOR, sizes, base58, bech32, addresses, DER, filters."""

from lightclient.bitcoin import base58, bech32, filters
from lightclient.bitcoin.address import address_of, script_of
from lightclient.bitcoin.networks.known import by_name
from lightclient.codec.cbor import decode, encode
from lightclient.codec.reader import Reader
from lightclient.crypto import der as signatures


def cbor(data):
    """Decode and encode again, which shows all of the value."""
    return encode(decode(data))


def size(data):
    reader = Reader(data)
    return reader.compact_size(), reader.offset


def base58check(text):
    return base58.decode_check(text)


def base58plain(text):
    return base58.decode(text)


def witness(text):
    return bech32.decode_witness(text)


def address(network, text):
    """Return the script of an address, and the address of that script."""
    script = script_of(text, by_name(network))
    return script, address_of(script, by_name(network))


def script(network, data):
    return address_of(data, by_name(network))


def der(data):
    signature = signatures.parse(data)
    return signature, signatures.serialize(signature)


def filter(data, block_hash, scripts, previous):
    """Read a whole filter, ask it for each of some scripts, and chain its header to the one before."""
    count = 0
    for _ in filters.values_of(data):
        count += 1
    found = [filters.match_any(data, block_hash, [script]) for script in scripts]
    return count, found, filters.filter_header(data, previous)
