"""The fields of a PSBT: what each key and value may be, and in which version.

A line for each type: the map (global, input, output) and the type in hex; what follows the type in the key; the
value; the versions it has a place in. What is not in the table is nobody's business here, and kept as it is.

Source: BIP174, BIP370, BIP371, BIP373.
"""

from lightclient.codec.reader import Reader
from lightclient.crypto import checks, der
from lightclient.crypto.errors import InvalidKey
from lightclient.crypto.secp256k1 import parse as point_of
from lightclient.errors import Malformed
from lightclient.wallet.psbt.errors import BadFieldKey, BadFieldValue, BadRequiredLocktime, MisplacedField, MissingField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.wallet.psbt.maps import Map

GLOBAL, INPUT, OUTPUT = 0, 1, 2

TABLE = """
000 none any 0
001 xpub xpath 02
002 none 4 2
003 none 4 2
004 none count 2
005 none count 2
006 none 1 2
0fb none 4 02
100 none any 02
101 none output 02
102 point signature 02
103 none 4 02
104 none any 02
105 none any 02
106 point path 02
107 none any 02
108 none witness 02
109 none any 02
10a 20 any 02
10b 32 any 02
10c 20 any 02
10d 32 any 02
10e none 32 2
10f none 4 2
110 none 4 2
111 none time 2
112 none height 2
113 none schnorr 02
114 64 schnorr 02
115 control leaf 02
116 32 tappath 02
117 none 32 02
118 none 32 02
11a point33 points 02
11b points 66 02
11c points 32 02
200 none any 02
201 none any 02
202 point path 02
203 none 8 2
204 none any 2
205 none 32 02
206 none tree 02
207 32 tappath 02
208 point33 points 02
"""
NEEDED = {0: (b"\x00", b"", b""), 2: (b"\x02\x04\x05", b"\x0e\x0f", b"\x03\x04")}  # by version, in each kind of map

MAX_DEPTH = 128  # of a tree of scripts
FIRST_TIME = 500_000_000  # Core script.h LOCKTIME_THRESHOLD


def check(found: "Map", version: int) -> None:
    """Refuse a map whose fields are not what they should be.

    Raises MissingField, MisplacedField, BadFieldKey, BadFieldValue, BadRequiredLocktime.
    """
    for type_, data, value in found.each():
        line = f"\n{found.kind}{type_:02x} "
        at = TABLE.find(line)
        if at < 0:
            continue
        key_rule, value_rule, versions = TABLE[at + len(line) : TABLE.find("\n", at + 1)].split(" ")
        if str(version) not in versions:
            raise MisplacedField(found.name, type_, version)
        if not _key_fits(key_rule, data):
            raise BadFieldKey(found.name, type_)
        if not _value_fits(value_rule, value, data):
            raise BadFieldValue(found.name, type_)
        if value_rule in ("time", "height"):
            number = int.from_bytes(value, "little")
            if number == 0 or (number < FIRST_TIME) != (value_rule == "height"):
                raise BadRequiredLocktime(found.name, value_rule, number)
    for type_ in NEEDED[version][found.kind]:
        if not found.has(bytes((type_,))):
            raise MissingField(found.name, type_)


def _key_fits(rule: str, data: bytes) -> bool:
    size = len(data)
    if rule == "none":
        return not size
    if rule == "xpub":
        return size == 78
    if rule == "point":
        return _is_key(data)
    if rule == "point33":
        return size == 33 and _is_point(data)
    if rule == "points":  # two keys, and perhaps the hash of a leaf
        return size in (66, 98) and _is_point(data[:33]) and _is_point(data[33:66])
    if rule == "control":
        return size % 32 == 1 and 33 <= size <= 33 + 32 * MAX_DEPTH
    return size == int(rule)


def _value_fits(rule: str, value: bytes, data: bytes) -> bool:
    """data: of the key, for what depends on it."""
    size = len(value)
    if rule == "any":
        return True
    if rule == "path":
        return size >= 4 and size % 4 == 0
    if rule == "xpath":  # as deep as the key says that it is
        return size == 4 + 4 * data[4]
    if rule == "schnorr":
        return size in (64, 65)
    if rule == "leaf":
        return size > 0
    if rule == "points":
        return size % 33 == 0 and all(_is_point(value[at : at + 33]) for at in range(0, size, 33))
    if rule in ("time", "height"):
        return size == 4
    if rule[0] in "123456789":
        return size == int(rule)
    reader = Reader(value)
    try:
        if rule == "signature":
            der.parse(value[:-1])
            return True
        if rule == "count":
            reader.compact_size()
        elif rule == "output":
            reader.take(8)
            reader.take(reader.compact_size())
        elif rule == "witness":
            for _ in range(reader.compact_size()):
                reader.take(reader.compact_size())
        elif rule == "tappath":
            reader.take(32 * reader.compact_size())
            return size - reader.offset >= 4 and (size - reader.offset) % 4 == 0
        elif rule == "tree":
            return _is_tree(reader, size)
        reader.end()
        return True
    except Malformed:
        return False


def _is_tree(reader: Reader, size: int) -> bool:
    """Tell whether leaves of (depth, version, script) from left to right make a whole tree."""
    depths = [-1]
    while reader.offset < size:
        depth = reader.u8()
        reader.take(1)
        reader.take(reader.compact_size())
        while depth and depths[-1] == depth:  # two of the same depth are one node above
            depths.pop()
            depth -= 1
        depths.append(depth)
        if depth < depths[-2] or depth > MAX_DEPTH:
            return False
    return depths == [-1, 0]


def _is_key(data: bytes) -> bool:
    """Tell whether the bytes have the form of a public key. Whether it is a point takes a board long, and matters only
    for what no script commits to."""
    try:
        checks.check_key(data)
        return True
    except InvalidKey:
        return False


def _is_point(data: bytes) -> bool:
    try:
        point_of(data)
        return True
    except InvalidKey:
        return False
