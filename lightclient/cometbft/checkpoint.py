"""Checkpoints: a header that is trusted, its validators and the chain's rules, in one CBOR record with a checksum.

    ["LCV1", chain id, profile, trusting period or null, drift, [trust numerator, trust denominator], [trees],
     header, validators, next validators or null, [signed, total, round], recent, unclocked or null, checksum]

recent: heights and hashes of headers verified before, 40 bytes each, the newest last. unclocked: time of the header
from which steps were taken without a clock. decided/record.py has the frame.
"""

from lightclient.codec.cbor import BLOB, is_uint
from lightclient.cometbft.header import parse_header
from lightclient.cometbft.network import CometNetwork
from lightclient.cometbft.profiles import profile_of
from lightclient.cometbft.validators import parse_validators, serialize_validators
from lightclient.cometbft.verify import Trusted
from lightclient.decided import record as frame
from lightclient.decided.errors import WrongNetwork
from lightclient.decided.record import check, check_uint
from lightclient.votes.threshold import Threshold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.decided.kept import Recent

    Buffer = bytes | bytearray | memoryview

MAGIC = "LCV1"
FIELDS = 12  # between magic and checksum


def parts(network: CometNetwork, state: Trusted, recent: "Recent", unclocked: "int | None") -> "list[bytes]":
    """Return the record in parts, for a board may have no room for it in one piece."""
    fields = rules(network) + [
        state.header.serialize(),
        serialize_validators(state.validators),
        None if state.next is None or state.next is state.validators else serialize_validators(state.next),
        [state.signed, state.total, state.round],
        frame.pack(recent),
        unclocked,
    ]
    return frame.parts(MAGIC, fields)


def rules(network: CometNetwork) -> "list[Any]":
    """Return the network's rules as the fields of a record."""
    return [
        network.chain_id,
        network.profile.name,
        network.trusting_period,
        network.drift,
        [network.trust.numerator, network.trust.denominator],
        list(network.trees),
    ]


def network_in(data: "Buffer", record: str) -> CometNetwork:
    """Return the network whose rules a checkpoint brings. Raises what `parse` raises for its form, and BadNetwork."""
    chain_id, profile, period, drift, trust, trees = frame.opened(data, record, MAGIC, FIELDS)[:6]
    check(isinstance(trust, list) and len(trust) == 2 and all(is_uint(each) for each in trust), "the trust is no part")
    check(isinstance(trees, list) and all(isinstance(tree, str) for tree in trees), "the trees have no names")
    check(isinstance(chain_id, str) and isinstance(profile, str), "chain id and profile are no text")
    return CometNetwork(
        chain_id, period, profile_of(profile), drift, Threshold(trust[0], trust[1], False), tuple(trees)
    )


def parse(data: "Buffer", network: CometNetwork, record: str) -> "tuple[Trusted, Recent, int | None]":
    """Return (header that is trusted, recent headers before it, unclocked) of a record.

    record: what errors call it. The network's rules hold, not those of the record, which must name its chain and
    profile.
    Raises EmptyCheckpoint, TextCheckpoint, DamagedCheckpoint, WrongNetwork, BadSchema, and what `cbor.decode`,
    `parse_header` and `parse_validators` raise.
    """
    fields = frame.opened(data, record, MAGIC, FIELDS)
    for given, wanted in ((fields[0], network.chain_id), (fields[1], network.profile.name)):
        if given != wanted:
            raise WrongNetwork(given, wanted)
    header, validators, following, counted, recent, unclocked = fields[6:]
    check(isinstance(header, BLOB) and isinstance(validators, BLOB), "header and validators are not bytes")
    check(following is None or isinstance(following, BLOB), "the next validators are neither bytes nor null")
    check(
        isinstance(counted, list) and len(counted) == 3 and all(is_uint(each) for each in counted),
        "the count is not [signed, total, round]",
    )
    known = frame.unpack(recent)
    check_uint(unclocked, "the time of the last clock is no number", True)
    head_ = parse_header(header, network.profile)
    check(head_.chain_id == network.chain_id, "the header is of another chain")
    members = parse_validators(validators, network.profile)
    check(members.hash == head_.validators_hash, "the validators are not those of the header")
    next_ = members if head_.next_validators_hash == members.hash else None
    if following is not None:
        next_ = parse_validators(following, network.profile)
        check(next_.hash == head_.next_validators_hash, "the next validators are not those of the header")
    signed, total, round_ = counted
    block_hash = head_.hash(network.profile)
    return Trusted(head_, block_hash, members, next_, round_, signed, total, []), known, unclocked
