"""Invoices, offers and payer proofs of our own, right or wrong in one place. Text is written here apart from the
library, which only reads it; keys are those of BOLT12's published examples."""

from hashlib import sha256

from lightclient.crypto import backend
from lightclient.crypto.hashes import tagged_hash
from lightclient.lightning import tlv

ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
PAYEE, PAYER, OTHER = b"\x46" * 32, b"\x42" * 32, b"\x41" * 32  # secret keys
PREIMAGE = b"\x01" * 32
PAYMENT_HASH = sha256(PREIMAGE).digest()
CREATED = 1_733_458_312
SECRET = b"\x11" * 32


_KEYS = {}


def key(secret):
    if secret not in _KEYS:
        _KEYS[secret] = backend.current().public_key(secret)
    return _KEYS[secret]


# -- text


def groups_of(data):
    """Return bytes as groups of 5 bits, filled up with zeros."""
    bits = "".join([f"{byte:08b}" for byte in data])
    bits += "0" * (-len(bits) % 5)
    return [int(bits[at : at + 5], 2) for at in range(0, len(bits), 5)]


def number(value, count):
    """Return a number in so many groups."""
    return [value >> 5 * (count - 1 - at) & 31 for at in range(count)]


def bech32(prefix, groups, variant=1):
    """Return text with a checksum, which is computed as BIP173 writes it down."""
    values = [ord(char) >> 5 for char in prefix] + [0] + [ord(char) & 31 for char in prefix] + groups + [0] * 6
    residue = 1
    for value in values:
        top = residue >> 25
        residue = (residue & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            residue ^= generator if top >> bit & 1 else 0
    return plain(prefix, groups + number(residue ^ variant, 6))


def plain(prefix, groups):
    """Return text without a checksum."""
    return prefix + "1" + "".join([ALPHABET[group] for group in groups])


# -- BOLT11


def field(letter, groups):
    return [ALPHABET.index(letter)] + number(len(groups), 2) + groups


HASH = field("p", groups_of(PAYMENT_HASH))
SECRETS = field("s", groups_of(SECRET))
COFFEE = field("d", groups_of(b"1 cup coffee"))
FEATURES = field("9", number(1 << 8 | 1 << 14, 3))
FIELDS = HASH + SECRETS + COFFEE + FEATURES


def bolt11(fields=FIELDS, prefix="lnbc2500u", created=CREATED, secret=PAYEE, signature=None, variant=1):
    """Return an invoice. signature: what stands for it, 65 bytes."""
    data = number(created, 7) + fields
    if signature is None:
        bits = "".join([f"{group:05b}" for group in data])
        bits += "0" * (-len(bits) % 8)
        signed = bytes([int(bits[at : at + 8], 2) for at in range(0, len(bits), 8)])
        made, recovery = backend.current().sign_recoverable(secret, sha256(prefix.encode() + signed).digest())
        signature = made + bytes([recovery])
    return bech32(prefix, data + groups_of(signature), variant)


# -- BOLT12


def bigsize(value):
    if value < 0xFD:
        return bytes([value])
    for lead, width in ((0xFD, 2), (0xFE, 4), (0xFF, 8)):
        if not value >> 8 * width:
            return bytes([lead]) + value.to_bytes(width, "big")


def record(type_, value):
    return bigsize(type_) + bigsize(len(value)) + value


def stream(values):
    """Return a stream of records; values: by type, None for one that is left out."""
    return b"".join([record(type_, values[type_]) for type_ in sorted(values) if values[type_] is not None])


def tu64(value):
    data = value.to_bytes(8, "big")
    return data.lstrip(b"\0")


def path(*secrets, hops=None):
    """Return a path over the keys of these secrets, of which the first is where it starts."""
    points = [key(secret) for secret in secrets[1:]]
    count = len(points) if hops is None else hops
    return key(secrets[0]) + key(OTHER) + bytes([count]) + b"".join([each + b"\0\x02ab" for each in points])


PAYINFO = bytes(26) + b"\0\0"
OFFER = {10: b"coffee", 22: None}
INVOICE = {
    0: bytes(16),
    10: b"coffee",
    22: None,
    82: tu64(250_000),
    88: None,
    160: None,
    162: PAYINFO,
    164: tu64(CREATED),
    166: tu64(600),
    168: PAYMENT_HASH,
    170: tu64(250_000),
    176: None,
}


def offer(**changes):
    return stream(changed(dict(OFFER), changes, {22: key(PAYEE)}))


def invoice(secret=PAYEE, signature=None, **changes):
    """Return an invoice with records changed: r164=value, or None to leave one out."""
    keys = {22: key(PAYEE), 88: key(PAYER), 160: path(OTHER, PAYEE), 176: key(PAYEE)}
    values = changed(dict(INVOICE), changes, keys)
    if 240 not in values:
        values[240] = signed(stream(values), b"invoicesignature", secret) if signature is None else signature
    return stream(values)


def changed(values, changes, keys):
    values.update(keys)
    for name in changes:
        values[int(name[1:])] = changes[name]
    return values


def signed(data, names, secret):
    digest = tagged_hash(b"lightning" + names, root(tlv.parse(data)))
    return backend.current().schnorr_sign(secret, digest)


def branch(one, other):
    return tagged_hash(b"LnBranch", min(one, other) + max(one, other))


def leaves(records):
    """Return [(type, nonce, leaf)] of the records that are signed."""
    found = []
    for each in records:
        if not 240 <= each.type <= 1000:
            nonce = tagged_hash(b"LnNonce" + records[0].raw, each.head)
            found.append((each.type, nonce, branch(tagged_hash(b"LnLeaf", each.raw), nonce)))
    return found


def root(records):
    """Return the root as BOLT12 describes it: level by level, a leaf without a neighbour waits for the next one."""
    row = [leaf for _, _, leaf in leaves(records)]
    while len(row) > 1:
        pairs = [branch(row[at], row[at + 1]) for at in range(0, len(row) - 1, 2)]
        row = pairs + row[2 * len(pairs) :]
    return row[0]


def markers(types, shown):
    """Return the markers of what is left out."""
    found, last = [], 0
    for type_ in types:
        if type_ in shown:
            last = type_
        elif type_:
            last = 1_000_000_000 if 239 <= last < 1_000_000_000 else last + 1
            found.append(last)
    return found


def missing(row, shown):
    """Return (hash over leaves, whether one of them is shown, hashes that are missing, below and left first)."""
    if len(row) == 1:
        return row[0][2], row[0][0] in shown, []
    middle = 1
    while 2 * middle < len(row):
        middle *= 2
    left, in_left, found = missing(row[:middle], shown)
    right, in_right, more = missing(row[middle:], shown)
    found += more
    if in_left != in_right:
        found.append(right if in_left else left)
    return branch(left, right), in_left or in_right, found


SHOWN = (88, 168, 176)


def proof(shown=SHOWN, made=None, secret=PAYER, note=None, **changes):
    """Return a payer proof of an invoice, our own if none is given. changes: as for `invoice`, of what it becomes."""
    records = tlv.parse(made or invoice())
    row = leaves(records)
    values = {each.type: each.value for each in records if each.type in shown or each.type == 240}
    omitted = b"".join([bigsize(each) for each in markers([type_ for type_, _, _ in row], shown)])
    values[1001] = PREIMAGE
    values[1002] = omitted or None
    values[1003] = b"".join(missing(row, shown)[2])
    values[1004] = b"".join([nonce for type_, nonce, _ in row if type_ in shown])
    values[1005] = note
    values = changed(values, changes, {})
    if 241 not in values:
        values[241] = signed(stream(values), b"payer_proofproof_signature", secret)
    return stream(values)


def text(prefix, data):
    return plain(prefix, groups_of(data))
