"""What the rules of Hyperledger Fabric refuse: certificates, configurations, blocks, proofs."""

from lightclient.errors import InvalidHeader, InvalidProof, LightClientError, Malformed, UnknownParent

# -- networks


class BadNetwork(LightClientError):
    """the record of channel {channel!r} sets {setting} to {value!r}; it must be {wanted}"""


# -- certificates and who they name


class BadDer(Malformed):
    """{} at offset {} is not in its one form of DER"""


class BadCertificate(Malformed):
    """a certificate cannot be used: {}"""


class UnsupportedKey(Malformed):
    """{} has a key or signature of kind {}; P-256 with SHA-256 alone is verified here"""


class UnknownMsp(InvalidProof):
    """no organisation of the configuration has the MSP {!r}"""


class NotIssued(InvalidProof):
    """no authority of {} has issued the certificate"""


class Revoked(InvalidProof):
    """{} has revoked the certificate with serial number {:x}"""


class NoRole(InvalidProof):
    """a certificate of {} must name one of the organisation's roles, it names {}"""


class OutOfDate(InvalidProof):
    """a certificate of {} is valid from {} to {}, the clock says {}"""


# -- configurations


class BadConfig(Malformed):
    """the configuration of block {} cannot be used: {}"""


class UnsupportedConsensus(Malformed):
    """orderers agree by {!r}, which is not known here; known are {}"""


class WrongChannel(InvalidHeader):
    """the block is of channel {!r}, wanted {!r}"""


class NotNextConfig(InvalidHeader):
    """a configuration of sequence {} cannot follow one of sequence {}"""


class OldConfig(InvalidHeader):
    """the block is signed under the configuration of block {}, which block {} has replaced"""


class ConfigMissing(UnknownParent):
    """the block is signed under the configuration of block {}, which is not known here: {}"""


# -- blocks


class NotHigher(InvalidHeader):
    """a block of number {} cannot follow one of number {}"""


class NotLinked(UnknownParent):
    """nothing links block {} to block {}: {}"""


class WrongData(InvalidHeader):
    """the data hash to {}, the header says {}"""


class PolicyUnmet(InvalidHeader):
    """the orderers' signatures do not meet the channel's policy {}"""


# -- proofs


class NotWellFormed(InvalidProof):
    """envelope {} of the block could be cut elsewhere: {}"""


class NoTransaction(InvalidProof):
    """the block has {} transactions, none with number {}"""


class OtherTransaction(InvalidProof):
    """the transaction's id is {}, which is not the hash of its nonce and creator"""


class OtherChannel(InvalidProof):
    """it was proposed to channel {!r}, wanted {!r}"""


class OtherProposal(InvalidProof):
    """the endorsers signed the answer to another proposal"""


class InvalidCreator(InvalidProof):
    """the signature of the creator of transaction {} does not hold"""


class InvalidEndorsement(InvalidProof):
    """endorsement {} does not hold"""


class DoubledEndorser(InvalidProof):
    """endorsements {} and {} are by the same key"""


class NotPeer(InvalidProof):
    """endorsement {} is by a member of {} that is no peer"""
