"""Small channels of Fabric whose orderers and peers are letters: certificates, configurations, blocks, answers."""

from hashlib import sha256

from lightclient.codec.cbor import encode
from lightclient.codec.protobuf import bytes_field, message_field, number_field
from lightclient.crypto import backend, jacobian, p256
from lightclient.crypto.der import serialize as signature_der
from lightclient.evidence.envelope import Envelope
from lightclient.fabric.block import Block, lean
from lightclient.fabric.certificate import EC_KEY, ECDSA_SHA256, P256
from lightclient.fabric.checkpoint import parts
from lightclient.fabric.configblock import parse_config
from lightclient.fabric.der import BITS, BOOLEAN, CONTEXT, OCTETS, OID, SEQUENCE, SET, UTC_TIME, element, integer
from lightclient.fabric.header import Header
from lightclient.fabric.verify import anchored

CHANNEL = "site"
FOUR = "abcd"
NOW = 1_800_000_000  # Unix seconds; certificates are valid from 2026 to 2035
DATES = b"260101000000Z", b"350101000000Z"
MAJORITY, ANY = 2, 0
PEER, ORDERER = b"peer", b"orderer"

_made = {}
backend.p256()  # a board's stack has no room to import it deep down


def once(make, *what):
    """Return what `make` makes of this, made once."""
    if (make, what) not in _made:
        _made[make, what] = make(*what)
    return _made[make, what]


# -- keys and certificates


def secret(name):
    return sha256(name.encode()).digest()


def public(name):
    return jacobian.uncompressed(p256.parse(backend.p256().public_key(secret(name))))


def key(name):
    return once(public, name)


def sign(name, message):
    return signature_der(backend.p256().sign(secret(name), sha256(message).digest()))


def high(signature):
    """Return the same signature with the higher of its two s."""
    from lightclient.crypto.checks import P256_N
    from lightclient.crypto.der import parse

    both = parse(signature)
    return signature_der(both[:32] + (P256_N - int.from_bytes(both[32:], "big")).to_bytes(32, "big"))


def name_of(text, units=()):
    parts = [(b"\x55\x04\x03", text.encode())] + [(b"\x55\x04\x0b", unit) for unit in units]
    made = [element(SET, element(SEQUENCE, element(OID, kind) + element(0x0C, value))) for kind, value in parts]
    return element(SEQUENCE, b"".join(made))


def algorithm(kind=ECDSA_SHA256, takes=b""):
    return element(SEQUENCE, element(OID, kind) + takes)


def extension(kind, value, critical=True):
    return element(
        SEQUENCE, element(OID, kind) + (element(BOOLEAN, b"\xff") if critical else b"") + element(OCTETS, value)
    )


def constraints(authority, depth=None):
    inner = (element(BOOLEAN, b"\xff") if authority else b"") + (b"" if depth is None else integer(depth))
    return extension(b"\x55\x1d\x13", element(SEQUENCE, inner))


def usage(bits):
    return extension(b"\x55\x1d\x0f", element(BITS, b"\x00" + bytes((bits,))))


def build(
    name, issuer, units=(), extensions=None, dates=DATES, serial=7, public=None, signer=None, version=2, method=None
):
    """Return a certificate in DER of whoever is called `name`, signed by `signer`, whoever is called `issuer`."""
    if extensions is None:
        extensions = [constraints(False)]
    spki = element(SEQUENCE, algorithm(EC_KEY, element(OID, P256)) + element(BITS, b"\x00" + key(name)))
    body = element(CONTEXT, integer(version)) + integer(serial) + (method or algorithm()) + name_of(issuer)
    body += element(SEQUENCE, element(UTC_TIME, dates[0]) + element(UTC_TIME, dates[1]))
    body += name_of(name, units) + (public or spki)
    if extensions:
        body += element(CONTEXT + 3, element(SEQUENCE, b"".join(extensions)))
    body = element(SEQUENCE, body)
    signature = element(BITS, b"\x00" + sign(signer or issuer, body))
    return element(SEQUENCE, body + (method or algorithm()) + signature)


def authority(name, issuer=None, depth=None, serial=1):
    return build(name, issuer or name, extensions=[constraints(True, depth), usage(0x06)], serial=serial)


def member(org, name, unit):
    """Return the certificate of a member of an organisation, whose authority is called as it is, with CA before."""
    return build(name, "CA" + org, (unit,), serial=8)


def identity(org, name, unit):
    """Return a message SerializedIdentity."""
    return bytes_field(1, org.encode()) + bytes_field(2, pem(once(member, org, name, unit)))


def pem(der, label="CERTIFICATE"):
    from lightclient.codec.base64 import serialize

    text = serialize(der)
    lines = "\n".join([text[at : at + 64] for at in range(0, len(text), 64)])
    return ("-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n").encode()


# -- configurations


def msp_config(org, roots=None, others=(), units=((3, PEER), (5, ORDERER)), revoked=()):
    """units: (field of FabricNodeOUs, organizational unit)."""
    roots = [once(authority, "CA" + org)] if roots is None else roots
    made = bytes_field(1, org.encode())
    made += b"".join([message_field(2, pem(each)) for each in roots])
    made += b"".join([message_field(3, pem(each)) for each in others])
    made += b"".join([message_field(5, pem(each, "X509 CRL")) for each in revoked])
    if units:
        roles = number_field(1, 1)
        for number, unit in units:
            roles += message_field(number, bytes_field(1, pem(roots[0])) + bytes_field(2, unit))
        made += message_field(11, roles)
    return bytes_field(2, made)


def crl(org, serials):
    """Return a list of serial numbers that an organisation's authority has revoked."""
    entries = [element(SEQUENCE, integer(serial) + element(UTC_TIME, DATES[0])) for serial in serials]
    body = integer(1) + algorithm() + name_of("CA" + org) + element(UTC_TIME, DATES[0])
    body = element(SEQUENCE, body + element(SEQUENCE, b"".join(entries)))
    return element(SEQUENCE, body + algorithm() + element(BITS, b"\x00" + sign("CA" + org, body)))


def signed_by(number):
    return b"\x08" + bytes((number,))


def out_of(count, *rules):
    return message_field(2, number_field(1, count) + b"".join([message_field(2, each) for each in rules]))


def principal(org, role):
    return bytes_field(2, bytes_field(1, org.encode()) + number_field(2, role))


def signature_policy(rule, *principals):
    """Return a message Policy that counts signers."""
    inner = message_field(2, rule) + b"".join([message_field(3, each) for each in principals])
    return number_field(1, 1) + bytes_field(2, inner)


def meta_policy(name, rule):
    """Return a message Policy that counts organisations."""
    return number_field(1, 3) + bytes_field(2, bytes_field(1, name) + number_field(2, rule))


def role_policy(org, role):
    return signature_policy(out_of(1, signed_by(0)), principal(org, role))


def entry(name, value):
    return bytes_field(1, name) + message_field(2, value)


def group(groups=(), values=(), policies=()):
    """Each: [(name, message)], of which values and policies are wrapped here."""
    made = b"".join([message_field(2, entry(name, each)) for name, each in groups])
    made += b"".join([message_field(3, entry(name, bytes_field(2, each))) for name, each in values])
    return made + b"".join([message_field(4, entry(name, message_field(2, each))) for name, each in policies])


def consenters(names):
    """Return the message Orderers: consenters are numbered by their letters, each of an organisation of its own."""
    made = b""
    for name in names:
        org = "Org" + name
        fields = number_field(1, ord(name)) + bytes_field(4, org.encode())
        made += message_field(1, fields + bytes_field(5, pem(once(member, org, name, ORDERER))))
    return made


def config(
    who=FOUR,
    sequence=0,
    kind=b"BFT",
    channel=CHANNEL,
    peers="xyz",
    validation=None,
    endorsement=None,
    type_=1,
    msps=None,
):
    """Return the envelope of a configuration. who: letters of the orderers. peers: letters of organisations.

    msps: messages MSPConfig in place of an organisation's own, by its letter.
    """
    msps = msps or {}

    def org(letter, name, role):
        made = msps[letter] if letter in msps else once(msp_config, "Org" + letter)
        return ("Org" + letter).encode(), group(
            values=[(b"MSP", made)], policies=[(name, role_policy("Org" + letter, role))]
        )

    values = [(b"ConsensusType", bytes_field(1, kind))] + (
        [(b"Orderers", once(consenters, who))] if kind == b"BFT" else []
    )
    validation = [(b"BlockValidation", meta_policy(b"Writers", ANY) if validation is None else validation)]
    orderer = group([org(letter, b"Writers", 0) for letter in who], values, validation)
    endorsement = [(b"Endorsement", meta_policy(b"Endorsement", MAJORITY) if endorsement is None else endorsement)]
    application = group(
        [org(letter, b"Endorsement", 3) for letter in peers], (), endorsement if endorsement[0][1] else ()
    )
    whole = number_field(1, sequence) + message_field(2, group([(b"Orderer", orderer), (b"Application", application)]))
    return envelope(type_, message_field(1, whole), channel)


def envelope(type_, data, channel=CHANNEL, creator=b"", nonce=b"", signer="", tx_id=b""):
    headers = channel_header(type_, channel, tx_id), bytes_field(1, creator) + bytes_field(2, nonce)
    header = bytes_field(1, headers[0]) + bytes_field(2, headers[1])
    payload = message_field(1, header) + bytes_field(2, data)
    return bytes_field(1, payload) + (bytes_field(2, sign(signer, payload)) if signer else b"")


def channel_header(type_, channel=CHANNEL, tx_id=b""):
    return number_field(1, type_) + bytes_field(4, channel.encode()) + bytes_field(5, tx_id)


# -- blocks


def block(
    number, parent=None, envelopes=(b"data",), last=0, who="abc", gap=(), whole=False, view=1, raft=False, config=None
):
    """Return a signed block. who: letters of those that sign it. whole: whether its data goes along."""
    config = whole if config is None else config
    previous = (parent or (bytes(32) if number else b"")) if number else b""
    header = Header(number, previous, sha256(b"".join(envelopes)).digest())
    value = message_field(1, number_field(1, number if config else last)) + bytes_field(2, number_field(1, view))
    signatures = b""
    for name in who:
        signatures += message_field(2, (creator if raft else consenter)(name, value, header))
    return Block(list(gap), lean(header, list(envelopes) if whole else [], bytes_field(1, value) + signatures))


def consenter(name, value, header):
    inner = number_field(1, ord(name)) + bytes_field(2, b"nonce")
    return bytes_field(2, sign(name, value + inner + header.der())) + bytes_field(3, inner)


def creator(name, value, header):
    inner = bytes_field(1, identity("Org" + name, name, ORDERER)) + bytes_field(2, b"nonce")
    return bytes_field(1, inner) + bytes_field(2, sign(name, value + inner + header.der()))


def genesis(**changes):
    return block(0, envelopes=[config(**changes)], who="", whole=True)


def record(made, network):
    """Return a checkpoint of a configuration block."""
    return b"".join(parts(network, anchored(made, config_in(made)), []))


def evidence(form, body, network):
    return Envelope(network.id, form, encode(body)).serialize()


def config_in(made):
    """Return the configuration that a block brings."""
    return parse_config(made.envelope, made.height)[1]


# -- transactions and answers


def transaction(name, data, channel=CHANNEL):
    """Return the envelope of a transaction whose creator is a peer's client."""
    who = identity("Orgx", name, PEER)
    nonce = sha256(data).digest()[:24]
    return envelope(3, data, channel, who, nonce, name, sha256(nonce + who).digest().hex().encode())


def asked(chaincode=b"registry", arguments=(b"get", b"device-7"), channel=CHANNEL, nonce=b"n" * 24, type_=3):
    """Return [channel header, signature header, proposal] of what a client asks."""
    who = identity("Orgx", "client", PEER)
    spec = message_field(2, bytes_field(2, chaincode))
    spec += message_field(3, b"".join([message_field(1, each) for each in arguments]))
    headers = channel_header(type_, channel, sha256(nonce + who).digest().hex().encode())
    return [headers, bytes_field(1, who) + bytes_field(2, nonce), bytes_field(1, message_field(1, spec))]


def answered(question, value=b"registered", status=200, chaincode=b"registry"):
    """Return the message ProposalResponsePayload."""
    action = message_field(3, number_field(1, status) + bytes_field(3, value))
    action += message_field(4, bytes_field(2, chaincode))
    return bytes_field(1, sha256(b"".join(question)).digest()) + bytes_field(2, action)


def endorsement(letter, answer, unit=PEER, name=None):
    """Return [identity, signature] of a peer of an organisation."""
    name = name or "peer" + letter
    who = identity("Org" + letter, name, unit)
    return [who, sign(name, answer + who)]
