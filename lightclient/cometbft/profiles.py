"""Profiles: what differs between versions of Tendermint and CometBFT for whoever verifies, as data.

    v0.32   Tendermint 0.32       Amino, headers of 16 fields                     Burrow 0.29
    v0.33   Tendermint 0.33       Amino, headers of 14 fields                     Burrow 0.30
    v0.34   Tendermint 0.34, CometBFT 0.34 and 0.37      protobuf, RFC 8032       Burrow 0.31 to 0.34
    v0.38   CometBFT 0.38 and 1.x                        protobuf, ZIP-215

Source: types/block.go and types/canonical.go of these versions; crypto/ed25519/ed25519.go, which took curve25519-voi
with ZIP-215 in v0.38.0; go.mod of Burrow's tags.
"""

from collections import namedtuple

from lightclient.cometbft.errors import UnknownProfile

# amino: leaves and sign bytes by Amino, else by protobuf. counts: the header has the numbers of transactions, 16 fields
# in all. zip215: Ed25519 by ZIP-215, else by RFC 8032. block: the block protocol's version in headers, None for any.
Profile = namedtuple("Profile", ("name", "amino", "counts", "zip215", "block"))

V0_32 = Profile("v0.32", True, True, False, None)
V0_33 = Profile("v0.33", True, False, False, None)
V0_34 = Profile("v0.34", False, False, False, 11)
V0_38 = Profile("v0.38", False, False, True, 11)
PROFILES = (V0_32, V0_33, V0_34, V0_38)

# What Burrow's versions speak. None of them proves its state: ABCI's Query answers "Query not supported".
BURROW = {"0.29": V0_32, "0.30": V0_33, "0.31": V0_34, "0.32": V0_34, "0.33": V0_34, "0.34": V0_34}


def profile_of(name: str) -> Profile:
    """Return the profile of this name. Raises UnknownProfile."""
    for profile in PROFILES:
        if profile.name == name:
            return profile
    raise UnknownProfile(profile=name, known=", ".join([profile.name for profile in PROFILES]))
