"""Checkpoints: a header that is trusted, with its seals, and the chain's rules; decided/record.py has the frame.

    ["LCQ1", chain id, consensus, trusting period or null, drift, [trust numerator, trust denominator],
     header, seals that were verified, recent, unclocked or null, checksum]

The header lists its validators, or brings what proves them (validators.py). recent, unclocked: as in
cometbft/checkpoint.py.
"""

from lightclient.codec.cbor import BLOB, is_uint
from lightclient.decided import record as frame
from lightclient.decided.errors import WrongNetwork
from lightclient.decided.record import check, check_uint
from lightclient.evm.network import EvmNetwork
from lightclient.evm.verify import Trusted, validators_of
from lightclient.votes.threshold import Threshold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.decided.kept import Recent

    Buffer = bytes | bytearray | memoryview

MAGIC = "LCQ1"
FIELDS = 9  # between magic and checksum


def parts(network: EvmNetwork, state: Trusted, recent: "Recent", unclocked: "int | None") -> "list[bytes]":
    """Return the record in parts, for a board may have no room for it in one piece."""
    fields = [
        network.chain_id,
        network.profile.name,
        network.trusting_period,
        network.drift,
        [network.trust.numerator, network.trust.denominator],
        state.sealed.fields(),
        state.signed,
        frame.pack(recent),
        unclocked,
    ]
    return frame.parts(MAGIC, fields)


def network_in(data: "Buffer", record: str) -> EvmNetwork:
    """Return the network whose rules a checkpoint brings. Raises what `parse` raises for its form, and BadNetwork."""
    chain_id, consensus, period, drift, trust = frame.opened(data, record, MAGIC, FIELDS)[:5]
    check(isinstance(trust, list) and len(trust) == 2 and all(is_uint(each) for each in trust), "the trust is no part")
    check(isinstance(consensus, str), "the consensus is no text")
    return EvmNetwork(chain_id, period, consensus, drift, Threshold(trust[0], trust[1], False))


def parse(data: "Buffer", network: EvmNetwork, record: str) -> "tuple[Trusted, Recent, int | None]":
    """Return (header that is trusted, recent headers before it, unclocked) of a record.

    record: what errors call it. The network's rules hold, not those of the record, which must name its chain and
    consensus.
    Raises EmptyCheckpoint, TextCheckpoint, DamagedCheckpoint, WrongNetwork, BadSchema, and what `cbor.decode`,
    `Consensus.parse` and `validators_of` raise.
    """
    fields = frame.opened(data, record, MAGIC, FIELDS)
    for given, wanted in ((fields[0], network.chain_id), (fields[1], network.profile.name)):
        if given != wanted:
            raise WrongNetwork(given, wanted)
    header, signed, recent, unclocked = fields[5:]
    check(isinstance(header, BLOB), "the header is not bytes")
    check_uint(signed, "how many sealed is not a number")
    known = frame.unpack(recent)
    check_uint(unclocked, "the time of the last clock is no number", True)
    sealed = network.profile.parse(header)
    return Trusted(sealed, validators_of(sealed.validators), signed, []), known, unclocked
