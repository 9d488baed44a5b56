"""What orderers, peers and files do not give. No sentence names an address."""

from lightclient.gateway.errors import BadConfig, SourceFails


class BadOrderer(BadConfig):
    """{why}: orderers and peers are grpc(s)://host:port"""


class BadIdentity(BadConfig):
    """{why}: whoever reads a channel needs the MSP of a member, and its folder with signcerts and keystore"""


class NoAnswer(SourceFails):
    """there is no endorsed answer: {0}"""


class NoConfiguration(SourceFails):
    """block {0} brings no configuration"""
