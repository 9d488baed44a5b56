"""Device: follows its gateways, checks what it was asked to check, reports, saves and may sleep.

    store = SlotStore(FileSlots("/flash/chain"))
    device = Device(TESTNET4, ["gw1", "gw2"], "meter-7", tcp("broker", 1883), store, chance)
    device.catch_up(60)                    "synced", "slow", or how far it came in a minute
    verdict = device.prove(txid, 30)
    device.report(verdict)
    device.sleep()                         saved, and gone from the broker

What is true is decided in `lightclient`; here are its surroundings. All of it goes on through the loss of the broker.
"""

from gc import collect

from lightclient.bitcoin import checkpoint
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.ledger import Ledger
from lightclient.bitcoin.state import median_of
from lightclient.codec.cbor import encode
from lightclient.errors import LightClientError
from lightclient.store.errors import StoreError
from lightclient.sync import messages, topics
from lightclient.sync.quorum import SLOW, SYNCED, Quorum
from port.clock import Clock
from port.errors import NotProved
from port.follower import Follower
from port.link import Link
from port.mqtt import Mqtt

WINDOW = 12  # headers kept whole: the deepest reorganisation that is survived; the state is then under 2 KB
TOPIC = 256  # bytes that an answer is longer than its payload, at most
RUN = 1024  # bytes of packed headers asked for at once: two dozen
SAVE = 256  # blocks after which a chain that is still catching up is saved
STATUS = "lc/1/devices/"  # and the device's name: [version, up, chain, height, tip, faults, proved]


class Device:
    """A device of one network.

    open: returns a stream to the broker (streams.py). store: a SlotStore. shipped: checkpoint that comes with the
    firmware; the genesis block if None. chance: 32 random bits a call (chance.py). watchdog: called every second, and
    after every message. limit: bytes of the largest answer that is asked for, at least 1024; a proof may need 4096. The
    other arguments are those of Quorum, Chain and Mqtt.
    """

    def __init__(
        self,
        network: "Network",
        gateways: "list[str]",
        name: str,
        open: "Callable[[], Any]",
        store: "SlotStore",
        chance: "Callable[[], int]",
        shipped: "bytes | None" = None,
        clock: "Clock | None" = None,
        watchdog: "Callable[[], object]" = lambda: None,
        needed: int = 1,
        window: int = WINDOW,
        limit: int = messages.MAX_MESSAGE,
        keep_alive: int = 60,
        user: "str | None" = None,
        password: "str | None" = None,
    ) -> None:
        """Raises what `checkpoint.parse` raises for a checkpoint that is none."""
        self.store = store
        self.clock = clock or Clock()
        self.status = STATUS + topics.check_name(name)
        number = chance()
        will = self.status, encode([messages.VERSION, False])
        self.mqtt = Mqtt(name, limit + TOPIC, keep_alive, user, password, will, number & 0xFFFF)
        self.link = Link(self.mqtt, open, self.clock, chance)
        record = worn = None
        try:
            record = store.load()
        except StoreError as error:  # no power cut does this: the flash is worn out
            worn = error.name
        record = record or shipped
        chain = checkpoint.parse(record, network, window) if record else from_genesis(network, window)
        self.ledger = Ledger(chain)
        self.saved = self.ledger.tip
        self.quorum = Quorum(self.ledger, gateways, needed, number, min(limit // 2, RUN))
        self.follower = Follower(self.quorum, self.link, network.name, name, watchdog, number ^ 0x80000000, limit)
        if worn:
            self.follower.mark(worn)
        self._learn_time()

    # -- the chain

    def chain(self) -> str:
        """Return what is known of the chain; see sync/quorum.py."""
        return self.quorum.chain(self.clock.now())

    def step(self, until: float) -> None:
        """Do what comes next, until `until` at most; for a loop of one's own."""
        self.follower.step(until, self.clock.unix())

    def catch_up(self, seconds: float) -> str:
        """Follow until the chain is as good as known, or the time is over; save it, and return what is known."""
        end = self.clock.now() + seconds
        height = self.ledger.height
        while self.chain() not in (SYNCED, SLOW) and self.clock.now() < end:
            self.step(end)
            if self.ledger.height - height >= SAVE:
                self.save()
                height = self.ledger.height
        self.save()
        return self.chain()

    def follow(self, seconds: float) -> None:
        """Follow for so long, and save what came whenever it came."""
        end = self.clock.now() + seconds
        while self.clock.now() < end:
            self.step(end)
            if self.chain() == SYNCED:
                self.save()
        self.save()

    def save(self) -> None:
        """Write the chain to the store, if it has changed."""
        if self.ledger.tip != self.saved:
            collect()  # a record is made in one piece, several times over
            self.store.save(self.ledger.save())
            self.saved = self.ledger.tip
            self._learn_time()

    def sleep(self) -> None:
        """Save, and say good-bye to the broker; the next step connects again."""
        self.save()
        if self.mqtt.connected:
            self.mqtt.disconnect(self.clock.now())
            self.link.flush()
        self.link.close()
        self.follower.stop()

    # -- what it was asked to check

    def check(self, data: bytes) -> "Verdict":
        """Return the verdict on a proof bundle, wherever it came from. Raises what `Bundle.verify` raises."""
        from lightclient.bitcoin import bundle  # costs memory, and a device that only follows needs none of it
        from lightclient.bitcoin.anchor import ChainAnchor

        chain = self.ledger.chain
        origin = "chain followed from height " + str(chain.log_start)
        return bundle.parse(data).verify(ChainAnchor(chain, origin))

    def prove(self, txid: bytes, seconds: float) -> "Verdict":
        """Ask one gateway after the other for a proof of a transaction and return the verdict on it.

        txid: internal order. seconds: for each gateway. Raises NotProved.
        """
        reasons = {}
        chain = self.ledger.chain
        for gateway in self.quorum.sessions:
            argument = [txid, chain.log_start, chain.log.size]
            status, body = self.follower.ask(gateway, messages.PROOF, argument, self.clock.now() + seconds)
            if status != messages.OK or not isinstance(body, bytes):
                reasons[gateway] = "no answer" if status is None else str(body)
                continue
            try:
                verdict = self.check(body)
            except LightClientError as error:
                self.quorum.sessions[gateway].mark(error.name)
                reasons[gateway] = error.name
                continue
            if verdict.proved[0][1] == txid:
                return verdict
            reasons[gateway] = "TxidMismatch"
        raise NotProved(txid.hex(), reasons)

    def report(self, verdict: "Verdict | None" = None, seconds: float = 10) -> bool:
        """Publish the status, retained; return whether the broker has it within so many seconds."""
        end = self.clock.now() + seconds
        while not self.mqtt.connected:
            if self.clock.now() >= end:
                return False
            self.step(end)
        proved: "list[Any] | None" = None
        if verdict is not None:
            place = verdict.place
            proved = [verdict.proved[0][1], place.height, place.confirmations, place.how]
        faults = self.follower.faults
        state = [messages.VERSION, True, self.chain(), self.ledger.height, self.ledger.tip, faults, proved]
        self.mqtt.publish(self.status, encode(state), self.clock.now(), 1, True)
        number = self.mqtt.number
        while number in self.mqtt.waiting and self.clock.now() < end:
            self.step(end)
        return number not in self.mqtt.waiting

    def _learn_time(self) -> None:
        self.clock.floor = max(self.clock.floor, median_of(self.ledger.chain.tip.times))


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lightclient.bitcoin.networks import Network
    from lightclient.bitcoin.verdict import Verdict
    from lightclient.store.slots import SlotStore
