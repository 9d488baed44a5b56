"""Checkpoints: a block that is trusted and the configuration in force after it; decided/record.py has the frame.

    ["LCF1", channel, hash of block 0, header, signatures that were verified, view or null, configuration, recent,
     checksum]

configuration: as Config.fields has it. recent: as in cometbft/checkpoint.py.
"""

from lightclient.codec.cbor import BLOB
from lightclient.decided import record as frame
from lightclient.decided.errors import WrongNetwork
from lightclient.decided.record import check, check_uint
from lightclient.fabric.config import config_of
from lightclient.fabric.header import parse_header
from lightclient.fabric.network import FabricNetwork
from lightclient.fabric.verify import Trusted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.decided.kept import Recent

    Buffer = bytes | bytearray | memoryview

MAGIC = "LCF1"
FIELDS = 7  # between magic and checksum


def parts(network: FabricNetwork, state: Trusted, recent: "Recent") -> "list[bytes]":
    """Return the record in parts, for a board may have no room for it in one piece."""
    fields = [
        network.channel,
        network.genesis,
        state.header.serialize(),
        state.signed,
        state.view,
        state.config.fields(),
        frame.pack(recent),
    ]
    return frame.parts(MAGIC, fields)


def network_in(data: "Buffer", record: str) -> FabricNetwork:
    """Return the channel of a checkpoint. Raises what `parse` raises for its form, and BadNetwork."""
    channel, genesis = frame.opened(data, record, MAGIC, FIELDS)[:2]
    check(isinstance(channel, str) and isinstance(genesis, BLOB), "the channel has no name or no block 0")
    return FabricNetwork(channel, bytes(genesis))


def parse(data: "Buffer", network: FabricNetwork, record: str) -> "tuple[Trusted, Recent]":
    """Return (block that is trusted, recent blocks before it) of a record, which must be of the network's channel.

    record: what errors call it.
    Raises EmptyCheckpoint, TextCheckpoint, DamagedCheckpoint, WrongNetwork, BadSchema, and what `cbor.decode`,
    `parse_header` and `config_of` raise.
    """
    channel, genesis, header, signed, view, config, recent = frame.opened(data, record, MAGIC, FIELDS)
    if (channel, genesis) != (network.channel, network.genesis):
        raise WrongNetwork(channel, network.name)
    check(isinstance(header, BLOB), "the header is not bytes")
    check_uint(signed, "how many signed is not a number")
    check_uint(view, "the view is no number", True)
    read = config_of(config)
    return Trusted(parse_header(header), read, read, signed, [], view), frame.unpack(recent)
