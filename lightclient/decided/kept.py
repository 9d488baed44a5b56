"""What is kept of a chain, and what contradicts it."""

from lightclient.decided.errors import OtherBlock
from lightclient.errors import Equivocation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.decided.network import Network, Signed, Trusted
    from lightclient.votes.misbehaviour import Misbehaviour

    Recent = list[tuple[int, bytes]]


class Kept:
    """The newest header that was verified, what it was verified from, and hashes of those before.

    root      the header of the trust anchor
    state     the newest header
    before    the header from which `state` was verified; `root` after a start
    recent    (height, hash) of headers verified before `state`, the newest last
    forked    the Equivocation that was raised once, else None
    way       signed headers that lead to a second block of one height, once there was one
    common    then, the header that they lead on from
    ours      and the hash of the first block of that height, None if only the block below it is another one
    sides     then, where the first of the two is still kept whole: the header that both were verified from, and both
    """

    sides: "tuple[Trusted, Trusted, Trusted] | None" = None
    way: "list[Signed] | None" = None
    common: "Trusted | None" = None
    ours: "bytes | None" = None
    forked: "Equivocation | None" = None

    def __init__(self, network: "Network", root: "Trusted", state: "Trusted", recent: "Recent") -> None:
        self.network = network
        self.root = root
        self.state = state
        self.before = root
        self.recent = recent

    def beside(self, run: "list[Signed]", clock: "int | None") -> None:
        """Look at headers that are not above ours, each later than the one before.

        One that is not ours and was decided all the same ends all belief; those before it may be the way to it.
        Without a clock the trusting period may be over, and then what its signers sign costs them nothing.
        Raises Equivocation, OtherBlock, and what `Network.step` raises for a header that was not decided.
        """
        way: "list[Signed]" = []
        for new in run:
            known = self.hash_at(new.height)
            if known == new.hash:
                way = []
                continue
            way.append(new)
            if known is not None:
                self._conflict(way, known, clock)

    def _conflict(self, way: "list[Signed]", known: bytes, clock: "int | None") -> None:
        """Raise Equivocation if the way leads to a decided block, although ours at its height is `known`."""
        at, show = way[-1].height, self.network.show
        common = self.network.base(self, way[0])
        if common is None or (clock is None and self.network.trusting_period is not None):
            raise OtherBlock(show(way[-1].hash), at, show(known))
        self.decided(common, way, known, clock)

    def decided(self, common: "Trusted", way: "list[Signed]", known: "bytes | None", clock: "int | None") -> None:
        """Raise Equivocation if the way leads from `common` to a decided block; ours at its height is `known`.

        None: ours is not known there, and only a block on top of another one than ours contradicts it.
        """
        at, show = way[-1].height, self.network.show
        other = common
        for new in way:
            other = self.advance(other, new, clock)
        if known is None:
            return
        self.forked = Equivocation(who=self.network.name, at=at, first=show(known), second=show(other.hash))
        self.way, self.common, self.ours = way, common, known
        if self.state.height == at:
            self.sides = (common, self.state, other)
        raise self.forked

    @property
    def attack(self) -> "Misbehaviour | None":
        """What the two blocks show. It is only looked at when asked for: to end all belief must not take memory."""
        return None if self.sides is None else self.network.misbehaviour(*self.sides)

    def advance(self, state: "Trusted", new: "Signed", clock: "int | None") -> "Trusted":
        """Return `new` as trusted, a step from `state`. Raises what `Network.step` does; Equivocation ends belief."""
        try:
            return self.network.step(state, new, clock)
        except Equivocation as error:
            self.forked, self.way, self.common, self.ours = error, [new], state, None
            raise

    def below(self, height: int) -> "Trusted | None":
        """Return the highest header that is kept whole below `height`, or None."""
        for each in (self.state, self.before, self.root):
            if each.height < height:
                return each
        return None

    def hash_at(self, height: int) -> "bytes | None":
        """Return the hash of our block at `height`, None if we have not kept it."""
        for known, block_hash in [(each.height, each.hash) for each in (self.state, self.before, self.root)]:
            if known == height:
                return block_hash
        for known, block_hash in self.recent:
            if known == height:
                return block_hash
        return None
