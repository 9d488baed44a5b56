"""Trust in headers of your own: from a run of them, the Chain that a checkpoint is made of.

    first_height ............ epoch ......... covered ............... at
       linked, real work        required bits        every rule

A header inside the chain can be checked by every rule once the run holds the first block of its difficulty epoch and
the eleven blocks of its median time. What stands before can only be linked and worked for: that the run is of the
network, and of its best chain, is what its giver is trusted for.
"""

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.chain import Chain, from_genesis
from lightclient.bitcoin.difficulty import required_bits, target_of, work_of
from lightclient.bitcoin.errors import BadDifficulty, TimeTooOld
from lightclient.bitcoin.headers_anchor import HeadersAnchor
from lightclient.bitcoin.more_errors import BadGenesis, ChainworkMismatch, EpochNotCovered, OutsideRun
from lightclient.bitcoin.state import MEDIAN_SPAN, ChainState, advance, median_of, steps
from lightclient.merkle.compact import CompactRange
from lightclient.merkle.log import leaf_hash

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.bitcoin.networks.network import Network


def trusted(run: bytes, first_height: int, at: "int | None", chainwork: "int | None", network: "Network") -> Chain:
    """Return the chain whose base is the state after the block at height `at`, with an empty window.

    run: raw headers from height `first_height` on; those after `at` are not looked at. at: None for the last one.
    chainwork: of the whole chain up to and including `at`. From block 0 on it is computed, and one that is given must
    be the same; elsewhere, if it is None, the sum over the run stands for it, which is a lower bound. The header log
    covers blocks 0 to `at`, or block `at` alone where the run does not start at block 0.
    Raises Truncated, OutsideRun, BadGenesis, EpochNotCovered, ChainworkMismatch, PrevHashMismatch, BadBits and what
    `step` raises.
    """
    headers = codec.split(run)
    last = first_height + len(headers) - 1
    if at is None:
        at = last
    if not first_height <= at <= last:
        raise OutsideRun(at, first_height, last)
    headers = headers[: at - first_height + 1]
    if first_height:
        return _inside(headers, first_height, chainwork, network)
    chain = _from_start(headers, network)
    if chainwork not in (None, chain.base.chainwork):
        raise ChainworkMismatch(chainwork, chain.base.chainwork)
    return chain


def _from_start(headers: "list[bytes]", network: "Network") -> Chain:
    if headers[0] != network.genesis:
        raise BadGenesis(network.name)
    chain = from_genesis(network)
    state = steps(chain.base, headers[1:], network)
    for header in headers[2:]:
        chain.log.append(leaf_hash(codec.prev_hash_of(header)))
    if state.height:
        chain.log.append(leaf_hash(state.tip_hash))
    return Chain(network, state, chain.log)


def _inside(headers: "list[bytes]", first_height: int, chainwork: "int | None", network: "Network") -> Chain:
    at = first_height + len(headers) - 1
    epoch = first_height + -first_height % network.interval  # the first one that begins in the run
    covered = max(epoch, first_height + MEDIAN_SPAN - 1)
    if at < covered:
        raise EpochNotCovered(at, covered)
    known = headers[: covered - first_height + 1]
    hashes = HeadersAnchor(b"".join(known), network).hashes

    works = [work_of(target_of(codec.bits_of(header))) for header in headers]
    before = 0 if chainwork is None else chainwork - sum(works)
    if before < 0:
        raise ChainworkMismatch(chainwork, sum(works))

    # Before the first whole epoch, bits can only be held to each other, and not where single blocks may be easier.
    start = epoch - first_height
    if not network.min_difficulty:
        for index in range(1, start):
            _check_bits(known[index], codec.bits_of(known[index - 1]), first_height + index)
    bits = codec.bits_of(known[start])
    state = ChainState(
        epoch,
        hashes[start],
        bits,
        target_of(bits),
        works[start],
        codec.time_of(known[start]),
        bits,
        tuple([codec.time_of(header) for header in known[max(0, start + 1 - MEDIAN_SPAN) : start + 1]]),
        before + sum(works[: start + 1]),
    )
    for index in range(start + 1, len(known)):
        _check_bits(known[index], required_bits(state, codec.time_of(known[index]), network), first_height + index)
        state = advance(state, [known[index]], hashes[index], network)
    if state.times[-1] < median_of(state.times):
        raise TimeTooOld(state.times[-1], median_of(state.times))
    state = steps(state, headers[len(known) :], network)

    log = CompactRange()
    log.append(leaf_hash(state.tip_hash))
    return Chain(network, state, log, at)


def _check_bits(header: bytes, required: int, height: int) -> None:
    bits = codec.bits_of(header)
    if bits != required:
        error = BadDifficulty(bits, required)
        error.height = height
        raise error
