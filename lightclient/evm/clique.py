"""Clique: each header is sealed by one of the signers, who vote for others in the headers that they seal.

Nothing here is final. A signer may seal another header at the same height, and of two branches the one with the greater
difficulty counts. Signers take turns: whoever is in turn seals with difficulty 2, others with 1, and whoever has sealed
waits until half of the signers have sealed after that. So over half of them have sealed a header or built on it once it
is `settled`: to take it back, some of these have to change their minds.

Every header is needed, because each may hold a vote. Gas and base fee are not checked.

Source: EIP-225; go-ethereum 1.13.15, consensus/clique (clique.go, snapshot.go).
"""

from lightclient.codec.errors import BadSchema, TooLarge
from lightclient.crypto.keccak import keccak256
from lightclient.errors import InvalidHeader
from lightclient.evm.errors import (
    BadVote,
    FromFuture,
    NoStart,
    NotChild,
    NotSigner,
    SealedLately,
    TooSoon,
    WrongDifficulty,
    WrongMix,
    WrongOmmers,
    WrongSigners,
)
from lightclient.evm.extra import MAX_VALIDATORS, SEAL, VANITY
from lightclient.evm.header import ADDRESS, HASH, MINER, MIX, OMMERS, SALT, parse_header
from lightclient.evm.seals import signer_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.evm.header import Header

ADD, DROP = b"\xff" * 8, bytes(8)  # the nonce, where it is a vote
NOBODY = bytes(ADDRESS)
IN_TURN, OUT_OF_TURN = 2, 1  # difficulties
DRIFT = 10  # seconds
NO_OMMERS = keccak256(b"\xc0")
MAX_VOTES = 1024  # that are open: each takes a header of a signer's


class Rules:
    """epoch: blocks after which signers are listed and votes begin anew. period: least seconds between blocks.

    drift: seconds that a header may be ahead of the clock.
    """

    __slots__ = ("drift", "epoch", "period")

    def __init__(self, epoch: int, period: int, drift: int = DRIFT) -> None:
        self.epoch = epoch
        self.period = period
        self.drift = drift


class Snapshot:
    """A header that is trusted or was checked, and all that the next one is held to.

    header, hash  of that block
    signers       addresses, ascending
    sealers       of the last blocks, by number, as far as they may not seal again yet
    votes         [(whoever votes, for whom, whether to add)] that are open, in order
    difficulty    of all headers since the one that is trusted
    """

    __slots__ = ("difficulty", "hash", "header", "sealers", "signers", "votes")

    def __init__(
        self,
        header: "Header",
        signers: "list[bytes]",
        sealers: "dict[int, bytes]",
        votes: "list[tuple[bytes, bytes, bool]]",
        difficulty: int,
    ) -> None:
        self.header = header
        self.hash = keccak256(header.raw)
        self.signers = signers
        self.sealers = sealers
        self.votes = votes
        self.difficulty = difficulty

    @property
    def height(self) -> int:
        return self.header.number

    @property
    def settled(self) -> "int | None":
        """The highest block that over half of the signers have sealed or built on; None if it is not known yet."""
        return min(self.sealers) if len(self.sealers) > len(self.signers) // 2 else None


def start(data: "bytes | memoryview", rules: Rules) -> Snapshot:
    """Return where a header that somebody trusts leads on from: the genesis block's, or another that lists signers.

    Who has sealed the blocks below is not known: a signer may seal again too early above it, once.
    Raises NoStart, BadSchema, and what `parse_header` raises.
    """
    header = parse_header(data)
    if header.number % rules.epoch:
        raise NoStart(header.number, rules.epoch)
    signers = _listed(header)
    if signers != sorted(set(signers)) or not signers:
        raise BadSchema("extra data", "it lists no signers, or not in ascending order")
    return Snapshot(header, signers, {}, [], 0)


def step(before: Snapshot, data: "bytes | memoryview", rules: Rules, clock: "int | None") -> Snapshot:
    """Return the snapshot after the next header; `before` stays as it is. clock: Unix seconds, or None.

    Raises BadSchema, TooLarge, what `parse_header` raises, and InvalidHeader and its kin with the height.
    """
    header = parse_header(data)
    try:
        return _step(before, header, rules, clock)
    except InvalidHeader as error:
        error.height = header.number
        raise


def _step(before: Snapshot, header: "Header", rules: Rules, clock: "int | None") -> Snapshot:
    number = header.number
    if number != before.height + 1 or header.parent != before.hash:
        raise NotChild(number, before.height)
    _check_form(header, rules, number % rules.epoch == 0)
    if header.time < before.header.time + rules.period:
        raise TooSoon(header.time, rules.period, before.header.time)
    if clock is not None and header.time > clock + rules.drift:
        raise FromFuture(header.time, rules.drift, clock)
    listed = _listed(header)
    if listed != (before.signers if number % rules.epoch == 0 else []):
        raise WrongSigners()
    signer = signer_of(keccak256(header.with_extra(header.extra[:-SEAL])), header.extra[-SEAL:])
    if signer is None or signer not in before.signers:
        raise NotSigner("nobody" if signer is None else "0x" + signer.hex())
    wait = len(before.signers) // 2 + 1
    for sealed in before.sealers:
        if before.sealers[sealed] == signer and sealed > number - wait:
            raise SealedLately("0x" + signer.hex(), sealed, sealed + wait)
    wanted = IN_TURN if before.signers[number % len(before.signers)] == signer else OUT_OF_TURN
    if header.difficulty != wanted:
        raise WrongDifficulty(header.difficulty, wanted)
    votes = [] if number % rules.epoch == 0 else before.votes
    signers, votes = _counted(before.signers, votes, (signer, header.fields[MINER], header.fields[SALT] == ADD))
    wait = min(wait, len(signers) // 2 + 1)
    sealers = {each: before.sealers[each] for each in before.sealers if each > number - wait}
    sealers[number] = signer
    return Snapshot(header, signers, sealers, votes, before.difficulty + wanted)


def _check_form(header: "Header", rules: Rules, lists: bool) -> None:
    """lists: whether signers are listed in a header of this number."""
    if header.fields[OMMERS] != NO_OMMERS:
        raise WrongOmmers()
    if header.fields[MIX] != bytes(HASH):
        raise WrongMix()
    if header.fields[SALT] not in (ADD, DROP):
        raise BadVote("the nonce is neither to add nor to drop")
    if lists and (header.fields[SALT] != DROP or header.fields[MINER] != NOBODY):
        raise BadVote("a header that lists signers holds no vote")


def _listed(header: "Header") -> "list[bytes]":
    """Return the signers that a header lists. Raises BadSchema, TooLarge."""
    data = header.extra[VANITY:-SEAL]
    if len(header.extra) < VANITY + SEAL or len(data) % ADDRESS:
        raise BadSchema("extra data", "not a vanity, addresses and a seal")
    if len(data) > MAX_VALIDATORS * ADDRESS:
        raise TooLarge("the number of signers", len(data) // ADDRESS, MAX_VALIDATORS)
    return [data[at : at + ADDRESS] for at in range(0, len(data), ADDRESS)]


def _counted(
    signers: "list[bytes]", votes: "list[tuple[bytes, bytes, bool]]", vote: "tuple[bytes, bytes, bool]"
) -> "tuple[list[bytes], list[tuple[bytes, bytes, bool]]]":
    """Return signers and open votes after one more vote, in the place of an earlier one of the same two.

    A vote that changes nothing, to add whoever signs already or to drop whoever does not, is not kept. The votes on its
    address are counted all the same, and may be enough by now because there are fewer signers. Raises TooLarge.
    """
    voter, subject, adds = vote
    votes = [each for each in votes if each[:2] != (voter, subject)]
    if adds != (subject in signers):
        votes.append(vote)
    if len(votes) > MAX_VOTES:
        raise TooLarge("the number of open votes", len(votes), MAX_VOTES)
    found = [each for each in votes if each[1] == subject]  # all to add, or all to drop
    if 2 * len(found) <= len(signers):
        return signers, votes
    if found[0][2]:
        signers = sorted(signers + [subject])
    else:
        signers = [each for each in signers if each != subject]
        votes = [each for each in votes if each[0] != subject]
    return signers, [each for each in votes if each[1] != subject]
