"""The signers of a block: consenters that the configuration numbers, or orderers by their certificates.

Source: Hyperledger Fabric protoutil/blockutils.go (BlockSignatureVerifier), common/policies/bft.go.
"""

from hashlib import sha256

from lightclient.codec.errors import TooLarge
from lightclient.crypto.der import parse as parse_signature
from lightclient.errors import InvalidProof, Malformed
from lightclient.fabric.config import BFT, id_of
from lightclient.fabric.errors import PolicyUnmet, UnsupportedKey
from lightclient.fabric.msp import parse_identity
from lightclient.fabric.policy import is_met
from lightclient.votes import change
from lightclient.votes.errors import InvalidSignature

MAX_CREATORS = 16  # each takes several signatures to verify, and orderers that only stop need one

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.fabric.block import Block
    from lightclient.fabric.certificate import Certificate
    from lightclient.fabric.config import Config


def signers_of(new: "Block", config: "Config") -> "list[bytes]":
    """Return the ids of those whose signatures were verified, once they are enough."""
    return _consenters(new, config) if config.kind == BFT else _organisations(new, config)


def _consenters(new: "Block", config: "Config") -> "list[bytes]":
    members = config.members
    ids = {}
    for number in range(len(new.signatures)):
        identifier = new.signatures[number].identifier
        if identifier is not None and id_of(identifier) in members.places:  # others are passed over, as in Fabric
            ids[number] = id_of(identifier)

    def check(number: int) -> bool:
        key = members.keys[members.places[ids[number]]]
        if key is None:
            raise UnsupportedKey("a consenter", "another than P-256")
        return verified(key, new.signed(number), new.signatures[number].signature)

    tally = change.decided(members, [(number, ids[number]) for number in sorted(ids)], config.threshold, check)
    return [ids[number] for number in sorted(tally.votes)]


def _organisations(new: "Block", config: "Config") -> "list[bytes]":
    count = len(new.signatures)
    if count > MAX_CREATORS:
        raise TooLarge("the number of orderers' signatures", count, MAX_CREATORS)
    signers: "list[tuple[str, int]]" = []
    seen: "list[bytes]" = []  # keys: one and the same certificate can be written in several ways
    for number in range(count):
        try:
            msp, certificate = parse_identity(new.signatures[number].creator)
            role = config.orderers.msp(msp).role_of(certificate)
            key = key_of(certificate)
        except (InvalidProof, Malformed):
            continue  # nobody whom the policy could count
        if key in seen:
            continue
        seen.append(key)
        if not verified(key, new.signed(number), new.signatures[number].signature):
            raise InvalidSignature(number)
        signers.append((msp, role))
        if is_met(config.orderers.policy, config.orderers, signers):
            break
    else:
        raise PolicyUnmet("BlockValidation")
    found: "list[bytes]" = []
    for msp, _ in signers:
        if msp.encode() not in found:
            found.append(msp.encode())
    return found


def key_of(certificate: "Certificate") -> bytes:
    """Return its key. Raises UnsupportedKey."""
    if certificate.key is None:
        raise UnsupportedKey("a certificate", "another than P-256")
    return certificate.key


def verified(key: bytes, message: bytes, signature: bytes) -> bool:
    """Return whether a signature in DER is one by `key`, with the lower s as Fabric demands (bccsp/sw/ecdsa.go).

    Raises BadSignature, InvalidKey for what has no form.
    """
    from lightclient.crypto import backend  # costs memory, and verified headers need no curve

    return backend.p256().verify(key, sha256(message).digest(), parse_signature(signature), True)
