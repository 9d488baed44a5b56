"""Organisations: the authorities whose certificates name their members, and the roles that members have.

An organisation has roots and intermediates. A member's certificate leads to a root over at most MAX_DEPTH
intermediates, is not revoked, and where the organisation says so names its role by an organizational unit. As in
Fabric, signatures of blocks do not expire with the certificates they were made with: whoever has a clock looks.

Source: Hyperledger Fabric msp/mspimpl.go, mspimplvalidate.go, mspimplsetup.go; msp_config.proto.
"""

from lightclient.codec import protobuf
from lightclient.codec.protobuf import BYTES, MESSAGE, REPEATED, TEXT, UINT
from lightclient.crypto.errors import BadSignature, InvalidKey
from lightclient.fabric.certificate import MAX_SERIAL, Certificate, parse_certificate, parse_pem, serial_of
from lightclient.fabric.der import CONTEXT, INTEGER, SEQUENCE, TIME, UTC_TIME, Der
from lightclient.fabric.errors import BadCertificate, NoRole, NotIssued, Revoked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MEMBER, ADMIN, CLIENT, PEER, ORDERER = 0, 1, 2, 3, 4  # roles of msp_principal.proto
ROLES = {2: CLIENT, 3: PEER, 4: ADMIN, 5: ORDERER}  # by field of FabricNodeOUs
MAX_ITEMS = 64  # authorities, administrators, units
MAX_REVOKED = 1024
MAX_DEPTH = 4
MSP = {1: UINT, 2: BYTES}
FABRIC = {
    1: TEXT, 2: REPEATED, 3: REPEATED, 4: REPEATED, 5: REPEATED, 6: MESSAGE,
    7: REPEATED, 8: MESSAGE, 9: REPEATED, 10: REPEATED, 11: MESSAGE,
}  # fmt: skip
NODE_UNITS = {1: UINT, 2: MESSAGE, 3: MESSAGE, 4: MESSAGE, 5: MESSAGE}
UNIT = {1: BYTES, 2: TEXT}
IDENTITY = {1: TEXT, 2: BYTES}


class Msp:
    """id             its name in certificates' messages
    roots, others  certificates of its authorities; others: intermediates
    units          {role: (organizational unit, place among all authorities of the one that must have issued it, None:
                   any)}; {} where members have no roles
    revoked        [(issuer, serial number)]
    """

    __slots__ = ("id", "others", "revoked", "roots", "units")

    def __init__(
        self,
        id_: str,
        roots: "list[Certificate]",
        others: "list[Certificate]",
        units: "dict[int, tuple[bytes, int | None]]",
        revoked: "list[tuple[bytes, int]]",
    ) -> None:
        self.id = id_
        self.roots = roots
        self.others = others
        self.units = units
        self.revoked = revoked

    def role_of(self, certificate: Certificate) -> int:
        """Return the role of a member, MEMBER where the organisation has no roles.

        Raises NotIssued, Revoked, NoRole, UnsupportedKey, and BadCertificate for an authority's.
        """
        if certificate.authority:
            raise BadCertificate("an authority's own names no member")
        issuer = self._issuer(certificate)
        if not self.units:
            return MEMBER
        found = []
        authorities = self.roots + self.others
        for role in sorted(self.units):
            unit, by = self.units[role]
            if unit in certificate.units and (by is None or authorities[by] is issuer):
                found.append(role)
        if len(found) != 1:
            raise NoRole(self.id, len(found))
        return found[0]

    def _issuer(self, certificate: Certificate) -> Certificate:
        """Return the authority that issued a certificate, whose own chain leads to a root."""
        child, first = certificate, None
        for below in range(MAX_DEPTH):
            if (child.issuer, child.serial) in self.revoked:
                raise Revoked(self.id, child.serial)
            authority = self._authority(child, below)
            first = first or authority
            if authority in self.roots:
                return first
            child = authority
        raise NotIssued(self.id)

    def _authority(self, child: Certificate, below: int) -> Certificate:
        for each in self.roots + self.others:
            if each.subject != child.issuer or each.key is None or not each.authority:
                continue
            if each.depth is not None and each.depth < below:
                continue
            try:
                if child.signed_by(each.key):
                    return each
            except (BadSignature, InvalidKey):
                pass
        raise NotIssued(self.id)

    def fields(self) -> "list[Any]":
        units = [[role, self.units[role][0], self.units[role][1]] for role in sorted(self.units)]
        revoked = [[issuer, serial.to_bytes(MAX_SERIAL, "big")] for issuer, serial in self.revoked]
        return [self.id, [each.raw for each in self.roots], [each.raw for each in self.others], units, revoked]


def parse_msp(data: "bytes | memoryview") -> "Msp | None":
    """Return the organisation of a message MSPConfig; None if it is of another kind than X.509 (idemix).

    Raises BadCertificate, and what `protobuf.parse` and `parse_certificate` raise.
    """
    kind = protobuf.parse(data, MSP, "an MSP")
    if kind[1]:
        return None
    fields = protobuf.parse(kind[2], FABRIC, "an MSP", MAX_ITEMS)
    roots = [parse_certificate(each) for each in fields[2]]
    others = [parse_certificate(each) for each in fields[3]]
    if not roots:
        raise BadCertificate("the MSP " + fields[1] + " has no root")
    revoked: "list[tuple[bytes, int]]" = []
    for each in fields[5]:
        revoked += _revoked(bytes(each))
    return Msp(fields[1], roots, others, _units(fields[11], roots + others), revoked)


def parse_identity(data: "bytes | memoryview") -> "tuple[str, Certificate]":
    """Return (id of the MSP, certificate) of a message SerializedIdentity.

    Raises what `protobuf.parse` and `parse_certificate` raise.
    """
    fields = protobuf.parse(data, IDENTITY, "an identity")
    return fields[1], parse_certificate(fields[2])


def _units(
    data: "bytes | memoryview | None", authorities: "list[Certificate]"
) -> "dict[int, tuple[bytes, int | None]]":
    found: "dict[int, tuple[bytes, int | None]]" = {}
    fields = protobuf.parse(b"" if data is None else data, NODE_UNITS, "roles of an MSP")
    if not fields[1]:
        return found
    known = [each.raw for each in authorities]
    for number in ROLES:
        unit = protobuf.parse(b"" if fields[number] is None else fields[number], UNIT, "a role of an MSP")
        if not unit[2]:
            continue
        by = None
        if len(unit[1]):
            issuer = parse_certificate(unit[1]).raw
            if issuer not in known:
                raise BadCertificate("a role is given by an authority that the MSP does not have")
            by = known.index(issuer)
        found[ROLES[number]] = (unit[2].encode(), by)
    if not found:
        raise BadCertificate("the MSP has roles without names")
    return found


def _revoked(data: bytes) -> "list[tuple[bytes, int]]":
    """Return (issuer, serial number) of each certificate in a list of revoked ones (RFC 5280, section 5.1)."""
    raw = parse_pem(data, b"X509 CRL")
    body = Der(raw).inside(SEQUENCE, "a list of the revoked").inside(SEQUENCE, "a list of the revoked")
    if body.next == INTEGER:
        body.read(INTEGER, "a version")
    body.inside(SEQUENCE, "an algorithm")
    issuer = body.whole(SEQUENCE, "an issuer")
    while body.next in (UTC_TIME, TIME):
        body.any("a time")
    found: "list[tuple[bytes, int]]" = []
    if body.next == SEQUENCE:
        entries = body.inside(SEQUENCE, "the revoked")
        while entries.more:
            if len(found) == MAX_REVOKED:
                raise BadCertificate("an authority has revoked more than " + str(MAX_REVOKED))
            found.append((issuer, serial_of(entries.inside(SEQUENCE, "a revoked one"))))
    if body.next == CONTEXT:
        body.any("extensions")
    body.done("a list of the revoked")
    return found
