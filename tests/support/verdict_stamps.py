"""Vectors for tests/portable/judge_stamps.py: published proofs, proofs on a chain of ours, and both damaged."""

from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.stamp import pack
from lightclient.evidence.envelope import Envelope
from lightclient.merkle.log import leaf_hash
from lightclient.merkle.tree import inclusion_path
from lightclient.opentimestamps.file import MAGIC
from lightclient.opentimestamps.operations import NAMES
from tests.portable.stamps import HEIGHT, URI, stamped, world
from tests.support.mainnetblock import HEADER
from tests.support.vectors import damaged, load, names

LATER = 2_000_000_000


def vectors():
    yield from published()
    yield from bounds()
    yield from judged()


def published():
    for name in names("opentimestamps", "*.ots"):
        raw = load(name)
        label = name.rpartition("/")[2]
        yield label, "said", raw
        yield f"{label} given", "given", "mainnet", HEADER, raw
        for number, changed in enumerate(damaged(raw, 60)):
            yield f"{label} {number}", "said", changed
            yield f"{label} given {number}", "given", "mainnet", HEADER, changed


def bounds():
    block = stamped(HEIGHT)[-12:]
    for tag in NAMES:
        for size in (0, 1, 20, 32, 2047, 2048, 2049, 4096):
            operand = b"\xf0" + _varint(size) + bytes(size) if size else b""
            step = bytes((tag,)) + (b"\x01x" if tag & 0xFE == 0xF0 else b"")
            yield f"bound {tag} {size}", "said", MAGIC + b"\x01\x02" + bytes(20) + operand + step + block
    for depth in (255, 256):
        yield f"deep {depth}", "said", MAGIC + b"\x01\x08" + bytes(32) + b"\x08" * depth + block
    for count in (3, 4, 63, 64):
        yield f"costly {count}", "said", MAGIC + b"\x01\x08" + bytes(32) + b"\xf3" * 7 + (b"\xff\x67" + block) * count


def judged():
    tree, _ = world()
    run = tree.run("1 2 block 4 5 6")
    more = tree.grow("7 8 9 10 11 12", after="6")
    names_ = ["0", "1", "2", "block", *map(str, range(4, 13))]
    header = tree.headers["block"]

    def path(size):
        leaves = [leaf_hash(tree.hash(name)) for name in names_[:size]]
        return HEIGHT, size, inclusion_path(leaves, HEIGHT)

    bodies = {
        "bare": stamped(HEIGHT),
        "low": stamped(2, HEIGHT),
        "high": stamped(HEIGHT, 900, calendar=URI),
        "wrong": stamped(4),
        "beyond": stamped(900),
        "header": pack(stamped(HEIGHT), header, b"", None),
        "links": pack(stamped(HEIGHT), header, tree.run("4 5 6"), None),
        "log": pack(stamped(HEIGHT), header, None, path(5)),
        "old log": pack(stamped(HEIGHT), header, None, path(4)),
        "height": pack(stamped(4), header, None, path(5)),
    }
    for label, body in bodies.items():
        for wrapped, data in (("", body), (" wrapped", Envelope(REGTEST.id, "opentimestamps", body).serialize())):
            for what, headers in (("", run), (" longer", run + more)):
                for clock in (None, LATER):
                    yield f"{label}{wrapped}{what} {clock}", "chain", "regtest", headers, clock, data
        for number, changed in enumerate(damaged(body, 40)):
            envelope = Envelope(REGTEST.id, "opentimestamps", changed).serialize()
            yield f"{label} {number}", "chain", "regtest", run, LATER, envelope


def _varint(value):
    return bytes((value & 0x7F | 0x80, value >> 7)) if value > 0x7F else bytes((value,))
