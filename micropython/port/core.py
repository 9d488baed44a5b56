"""Core: a device without its waiting. It verifies nothing: what is true is decided in `lightclient`.

What takes time is a generator of the moments until which it waits; whoever drives it gives the follower what the
link brings meanwhile. device.py does so and blocks, tasks.py does so under asyncio.
"""

from lightclient.bitcoin import checkpoint
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.ledger import Ledger
from lightclient.bitcoin.state import median_of
from lightclient.codec.cbor import BLOB, encode
from lightclient.crypto.hashes import self_test
from lightclient.errors import LightClientError
from lightclient.store.errors import StoreError
from lightclient.sync import messages, topics
from lightclient.sync.quorum import SLOW, SYNCED, Quorum
from port import report
from port.clock import Clock
from port.errors import NotProved, RecordTooLarge
from port.follower import Follower
from port.link import Connection
from port.mqtt import Mqtt

WINDOW = 12  # headers kept whole: the deepest reorganisation that is survived; the state is then under 2 KB
TOPIC = 256  # bytes that an answer is longer than its payload, at most
RUN = 1024  # bytes of packed headers asked for at once: two dozen
SAVE = 256  # blocks after which a chain that is still catching up is saved
STATUS = "lc/1/devices/"  # and the device's name: the topic of its report, docs/protocol.md
KNOWN = (SYNCED, SLOW)  # what a chain is that is as good as known
NOT_LOADED, NOT_SAVED = "NotLoaded", "NotSaved"  # among the faults: the store was not to be read, or written


class Core:
    """A device of one network.

    broker: opens a stream to it, as `connection` wants it, or is a Connection already. store: a SlotStore. shipped:
    checkpoint that comes with the firmware; the genesis block if None. chance: 32 random bits a call (chance.py).
    watchdog: called every second, and after every message. limit: bytes of the largest answer that is asked for, at
    least 1024; a proof may need 4096. The other arguments are those of Quorum, Chain and Mqtt.
    """

    connection: "Callable[..., Any]"  # makes a Connection of what opens its stream

    def __init__(
        self,
        network: "Network",
        gateways: "list[str]",
        name: str,
        broker: "Callable[[], Any] | Connection",
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
        """Raises SelfTestFailed, and what `checkpoint.parse` raises for a checkpoint that is none."""
        self_test()
        self.store = store
        self.status = STATUS + topics.check_name(name)
        number = chance()
        if isinstance(broker, Connection):
            self.link: "Any" = broker
        else:
            will = self.status, encode([messages.VERSION, False])
            mqtt = Mqtt(name, limit + TOPIC, keep_alive, user, password, will, number & 0xFFFF)
            self.link = self.connection(mqtt, broker, clock or Clock(), chance)
        self.clock = self.link.clock
        record = lost = None
        try:
            record = store.load()
        except StoreError as error:  # no power cut does this: the flash is worn out
            lost = error.name
        except OSError:
            lost = NOT_LOADED
        record = record or shipped
        chain = checkpoint.parse(record, network, window) if record else from_genesis(network, window)
        self.ledger = Ledger(chain)
        self.saved = self.ledger.tip
        self.saved_height = self.ledger.height
        self.quorum = Quorum(self.ledger, gateways, needed, number, min(limit // 2, RUN))
        self.follower = Follower(self.quorum, self.link, network.name, name, watchdog, number ^ 0x80000000, limit)
        if lost:
            self.follower.mark(lost)
        self._learn_time()

    def chain(self) -> str:
        """Return what is known of the chain; see sync/quorum.py."""
        return self.quorum.chain(self.clock.now())

    def save(self) -> None:
        """Write the chain to the store if it has changed.

        A store that takes nothing is counted, and tried again with the next block: what is known stays in RAM.
        """
        if self.ledger.tip == self.saved:
            return
        self.saved = self.ledger.tip
        self.saved_height = self.ledger.height
        self._learn_time()
        try:
            self.store.save(*checkpoint.parts(self.ledger.chain))
        except RecordTooLarge as error:
            self.follower.mark(error.name)
        except OSError:
            self.follower.mark(NOT_SAVED)

    def check(self, data: "bytes | memoryview") -> "Verdict":
        """Return the verdict on a proof bundle, wherever it came from. Raises what `Bundle.verify` raises."""
        from lightclient.bitcoin import bundle  # costs memory, and a device that only follows needs none of it
        from lightclient.bitcoin.anchor import ChainAnchor

        chain = self.ledger.chain
        origin = "chain followed from height " + str(chain.log_start)
        return bundle.parse(data).verify(ChainAnchor(chain, origin))

    # -- what takes time

    def following(self, seconds: float, enough: "tuple[str, ...]" = ()) -> "Job[str]":
        """Follow for so long, or until the chain is one of `enough`; save what came, and return what is known."""
        end = self.clock.now() + seconds
        while self.chain() not in enough and self.clock.now() < end:
            yield end
            if self.chain() == SYNCED or self.ledger.height - self.saved_height >= SAVE:
                self.save()
        self.save()
        return self.chain()

    def proving(self, txid: bytes, seconds: float) -> "Job[Verdict]":
        """Ask one gateway after the other for a proof of a transaction and return the verdict on it.

        A gateway is asked again if blocks settled before its answer came, for that was about a shorter header log.
        txid: internal order. seconds: for each gateway. Raises NotProved.
        """
        reasons = {}
        chain = self.ledger.chain
        for gateway in self.quorum.sessions:
            until = self.clock.now() + seconds
            size = fault = None
            reason = "no answer"
            while size != chain.log.size:
                size = chain.log.size
                argument = [txid, chain.log_start, size]
                fault = None
                try:
                    found = yield from self.follower.asking(gateway, messages.PROOF, argument, until, self._judge)
                except LightClientError as error:
                    reason = fault = error.name
                    continue
                if found is None:
                    reason = "no answer"
                    break
                if isinstance(found, str):
                    reason = found
                    continue
                if found.proved[0][1] == txid:
                    return found
                reason = "TxidMismatch"
            if fault:
                self.quorum.sessions[gateway].mark(fault)
            reasons[gateway] = reason
        raise NotProved(txid.hex(), reasons)

    def reporting(self, verdict: "Verdict | None", seconds: float) -> "Job[bool]":
        """Publish the report, retained; return whether the broker has it within so many seconds."""
        end = self.clock.now() + seconds
        while not self.link.connected:
            if self.clock.now() >= end:
                return False
            yield end
        told = report.serialize(self.chain(), self.ledger, self.follower.faults, verdict)
        return (yield from self.follower.publishing(self.status, told, True, end))

    def _judge(self, status: int, body: "Any") -> "Verdict | str":
        """Return the verdict on an answer, or why there is none."""
        if status != messages.OK or not isinstance(body, BLOB):
            return str(body)
        return self.check(body)

    def _learn_time(self) -> None:
        self.clock.floor = max(self.clock.floor, median_of(self.ledger.chain.tip.times))


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lightclient.bitcoin.networks.network import Network
    from lightclient.bitcoin.verdict import Verdict
    from lightclient.store.slots import SlotStore
    from port.follower import Job
