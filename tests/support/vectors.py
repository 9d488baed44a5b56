"""Readers for the forms in which the data folder keeps vectors, and the chain states that some of them start from."""

import bz2
import json
import lzma
import random

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.chain import Chain
from lightclient.bitcoin.difficulty import target_of, work_of
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.state import ChainState
from lightclient.merkle.compact import CompactRange
from lightclient.merkle.log import leaf_hash
from tests.support.data import FOLDER, data

UNPACK = {".xz": lzma.decompress, ".bz2": bz2.decompress}


def names(folder, pattern="*"):
    """Return the names under which `load` finds the files of a folder, to parametrise a test with.

    Without the data folder there is one name that `load` cannot find, so that the test is skipped and not lost.
    """
    found = [str(path.relative_to(FOLDER)) for path in (FOLDER / folder).rglob(pattern) if path.is_file()]
    return sorted(found) or [folder + "/" + pattern]


def load(name):
    """Return the bytes of a file, unpacked if its name ends in .xz or .bz2."""
    path = data(name)
    return UNPACK.get(path.suffix, bytes)(path.read_bytes())


def load_json(name):
    return json.loads(load(name))


def load_hex(name):
    """Return the blobs of a file that holds one in hex on each line."""
    return [bytes.fromhex(line) for line in load(name).decode().split()]


def records(name, size):
    """Return the (height, record) pairs of a file: uint32, then `size` bytes each."""
    raw = load(name)
    assert len(raw) % (4 + size) == 0
    starts = range(0, len(raw), 4 + size)
    return [(int.from_bytes(raw[at : at + 4], "little"), raw[at + 4 : at + 4 + size]) for at in starts]


def blk_blocks(raw):
    """Cut a blk*.dat file into blocks: network magic and length stand before each."""
    blocks = []
    while raw:
        end = 8 + int.from_bytes(raw[4:8], "little")
        blocks.append(raw[8:end])
        raw = raw[end:]
    return blocks


def unhex(text):
    """Return the bytes of a hex string, with or without 0x in front."""
    return bytes.fromhex(text.removeprefix("0x"))


def state_of(height, header, epoch_header, chainwork=0):
    """Return the state after `header`, for vectors that show no more than a few headers.

    epoch_header: the first header of its difficulty epoch. The ten times before the header's own are not known; they
    are put at the start of the epoch, where they refuse nothing.
    """
    bits = codec.bits_of(header)
    target = target_of(bits)
    return ChainState(
        height,
        codec.hash_of(header),
        bits,
        target,
        work_of(target),
        codec.time_of(epoch_header),
        codec.bits_of(epoch_header),
        (codec.time_of(epoch_header),) * 10 + (codec.time_of(header),),
        chainwork,
    )


def chain_of(state, network=MAINNET):
    """Return a chain that stands on `state` alone."""
    log = CompactRange()
    log.append(leaf_hash(state.tip_hash))
    return Chain(network, state, log, state.height)


def work_of_run(headers):
    """Return the work of headers, reckoned apart from the library."""
    work = 0
    for header in headers:
        exponent, mantissa = header[75], int.from_bytes(header[72:75], "little")
        work += 2**256 // (mantissa * 256 ** (exponent - 3) + 1)
    return work


def damaged(data, count):
    """Yield `data` cut off, changed and with a piece taken out, `count` in all and the same ones every time."""
    rng = random.Random(len(data))
    for _ in range(count):
        at = rng.randrange(len(data))
        kind = rng.randrange(4)
        if kind == 0:
            yield data[:at]
        elif kind == 1:
            yield data[:at] + data[at + rng.randrange(1, 9) :]
        else:
            yield data[:at] + rng.randbytes(1) + data[at + 1 :]
