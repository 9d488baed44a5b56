"""Captured by a weaker chain that came first, freed by one honest gateway: on every network, and after a restart."""

from lightclient.bitcoin import header as codec
from lightclient.bitcoin import packed
from lightclient.bitcoin.locators import parse_locator
from lightclient.sync import messages, topics
from lightclient.sync.quorum import CATCHING_UP, SYNCED, Quorum
from tests.portable.test_challenge import RULES, WINDOW, World, names


class Gateway:
    """Serves a chain of named blocks, from block 0 on, in messages of a few headers."""

    def __init__(self, tree, blocks, size=7):
        self.tree = tree
        self.chain = ["0"] + blocks.split()
        self.size = size

    def tip(self):
        return self.message(max(len(self.chain) - 3, 0))

    def message(self, first):
        part = " ".join(self.chain[first : first + self.size])
        return packed.serialize(first, codec.split(self.tree.run(part)))

    def answer(self, payload):
        number, kind, _, argument = messages.parse_request(payload)
        assert kind == messages.RUN
        for height, block_hash in parse_locator(argument):
            if height < len(self.chain) and self.tree.hash(self.chain[height]) == block_hash:
                first = min(height + 1, len(self.chain) - 1)
                return messages.response(number, messages.OK, self.message(first))
        return messages.response(number, messages.NOT_FOUND, "none of these blocks")


class Site:
    """A client's quorum and its gateways, with no time lost between them."""

    def __init__(self, ledger, gateways):
        self.ids = 0
        self.gateways = gateways
        self.quorum = Quorum(ledger, sorted(gateways), self.next)
        self.now = 0
        self.clock = None

    def next(self):
        self.ids += 1
        return self.ids

    def meet(self, name):
        """The gateway is there: it publishes its tip, and answers whatever is asked."""
        self.do(self.quorum.start(name, self.now))
        self.do(self.quorum.receive(name, topics.TIP, self.gateways[name].tip(), self.now, self.clock))

    def do(self, wants):
        todo = list(wants)
        while todo:
            name, verb, argument = todo.pop(0)
            if verb == "send":
                answer = self.gateways[name].answer(argument)
                self.now += 1
                _, status, body = messages.parse_response(answer)
                todo += self.quorum.answer(name, status, body, self.now, self.clock)

    def run(self, seconds):
        end = self.now + seconds
        while self.quorum.wake_at is not None and self.quorum.wake_at < end:
            self.now = max(self.now + 1, self.quorum.wake_at)
            self.do(self.quorum.tick(self.now))
        self.now = max(self.now, end)

    def chain(self):
        return self.quorum.chain(self.now, self.clock)


def captured(world, trust):
    """Return a ledger that only the weaker chain was shown to."""
    ledger, _ = world.network.start(trust, None, WINDOW)
    site = Site(ledger, {"bad": Gateway(world.tree, names(1, 4) + " " + world.weak)})
    site.meet("bad")
    site.run(60)
    assert ledger.tip == world.tree.hash(world.weak.split()[-1])
    return ledger, site


def test_one_honest_gateway_ends_a_capture():
    for name, rules in RULES:
        world = World(rules)
        world.network.min_chainwork = world.best.chainwork
        ledger, site = captured(world, world.trust)
        assert site.chain() == CATCHING_UP, name  # below the minimum nothing is synced, whoever says so
        for saved in (None, ledger.save()):
            if saved is not None:
                ledger, told = world.network.start(world.trust, saved, WINDOW)
                assert told == []
            site = Site(
                ledger,
                {
                    "bad": Gateway(world.tree, names(1, 4) + " " + world.weak),
                    "good": Gateway(world.tree, names(1, 4) + " " + world.real),
                },
            )
            site.meet("bad")
            site.meet("good")
            site.run(120)
            assert ledger.tip == world.best.tip_hash, name
            assert site.chain() == SYNCED, (name, site.chain())


def test_a_weaker_chain_does_not_take_over_whoever_has_the_better_one():
    for name, rules in RULES:
        world = World(rules)
        ledger, _ = world.network.start(world.trust, None, WINDOW)
        site = Site(
            ledger,
            {
                "good": Gateway(world.tree, names(1, 4) + " " + world.real),
                "bad": Gateway(world.tree, names(1, 4) + " " + world.weak),
            },
        )
        site.meet("good")
        site.meet("bad")
        site.run(120)
        assert ledger.tip == world.best.tip_hash and ledger.chain.window == WINDOW, name
        assert site.chain() == SYNCED, name
