"""A sensor at its site's log: what it signs, keeps on flash and sends, and whose orders it takes.

A reading is let go of when the log is proved to have it, under a head that the witnesses of the policy have seen. The
log is followed over the connection that the ledger is followed over.
"""

import hardware
import settings
from anchors import Anchors, topic_of
from orders import Orders
from orders import topic_of as orders_of
from signer import signer_of

from lightclient.audit import record
from lightclient.audit.network import LogNetwork
from lightclient.audit.outbox import Outbox
from lightclient.audit.questions import Append
from lightclient.audit.trust import parse
from lightclient.codec import base64
from lightclient.codec.cbor import encode
from lightclient.device.device import Device
from lightclient.device.kept import NOT_SAVED
from lightclient.errors import LightClientError
from lightclient.evidence.verdict import INCLUSION, PROVED
from lightclient.identity import key
from lightclient.identity.algorithms import ES256
from lightclient.mqtt.client import CONNECTED
from lightclient.store.files import FileSlots

READING = "reading"
WITHIN = 60  # seconds by which the clock may be wrong
MOST = 8  # readings that are sent at one waking


class Journal:
    """One waking. device: the one that follows the ledger, which is connected first."""

    def __init__(self, device: "Device", fan: "Callable[[bool], object]") -> None:
        """Raises what the stores, the policy and the signer raise."""
        self.device = device
        network = LogNetwork(parse(settings.LOG))
        store = hardware.store("log")
        self.log = Device(
            network,
            settings.NAME,
            settings.LOGS,
            device.link,
            settings.LOG,
            store,
            log=hardware.log,
            random=hardware.random(),
            watchdog=hardware.feed,
            limit=settings.LIMIT,
        )
        ring = FileSlots(hardware.FOLDER + "ring")
        self.outbox = Outbox(settings.NAME, network.origin, hardware.store("mark"), ring, settings.ROOM)
        self.orders = Orders(settings.NAME, settings.DESK, hardware.store("order"), fan)
        self.anchors = Anchors(hardware.store("anchor"))
        self.signer = signer_of(settings.SIGNER)
        self.order = self.anchor = None
        device.listen(orders_of(settings.FLEET, settings.NAME), self._ordered)
        device.listen(topic_of(settings.FLEET), self._anchored)
        if not self.outbox.sequence:  # for `lightclient devices enrol --device NAME --key KEY`
            print("key", base64.serialize(key.of_signer(self.signer, "p256").serialize()))

    def work(self, reading: "list[object]", enough: "Policy") -> None:
        """Sign a reading and keep it, send what waits, and take the order that is at the broker.

        enough: what is demanded of the ledger.
        """
        self._try(lambda: self._add(reading))
        if self.device.link.connected:
            self._meet(enough)
        print("waiting", len(self.outbox), "of", self.outbox.sequence, "lost", self.outbox.lost)
        for name in self.log.faults:  # one device reports
            self.device.faults[name] = self.device.faults.get(name, 0) + self.log.faults[name]

    def _add(self, reading: "list[object]") -> None:
        unix = self.device.clock.unix()
        time = None if unix is None else (unix, WITHIN, record.OWN_CLOCK)
        self.outbox.add(self.signer, ES256, time, READING, record.inline(encode(reading)))

    def _meet(self, enough: "Policy") -> None:
        log = self.log
        log.take((CONNECTED,))  # over the connection that is there
        print("log", log.catch_up(settings.AWAKE), log.ledger.height)
        if not log.status().live:
            return
        if self.anchor is not None:
            self._try(lambda: self._reach(self.anchor, enough))
        self._try(self._send)
        if self.order is not None:
            self._try(lambda: self._obey(self.order))
        log.save()

    def _reach(self, anchor: bytes, enough: "Policy") -> None:
        if self.anchors.take(anchor, self.device, self.log, enough, settings.AWAKE):
            print("anchored", self.anchors.size)

    def _obey(self, order: bytes) -> None:
        runs = self.orders.take(order, self.log, settings.AWAKE)
        if runs is not None:
            print("order", self.orders.sequence, "fan", runs)

    def _send(self) -> None:
        """Let go of the readings that the log is proved to have, and send the others, once more where need be."""
        rest = []
        for one in self.outbox.waiting(MOST):
            verdict = self.log.prove(one.entry(), settings.AWAKE)
            if INCLUSION in verdict.missing:
                rest.append(one)
            elif verdict.outcome == PROVED:
                self.outbox.release(one)
        if rest:
            for index, why in self.log.ask(Append(rest), settings.AWAKE):
                if index is None:
                    print("not taken", why)
        self.outbox.save()

    def _try(self, what: "Callable[[], object]") -> None:
        try:
            what()
        except LightClientError as error:
            self.device.mark(error.name)
            print("refused", error)
        except OSError:  # what would be forgotten is not done
            self.device.mark(NOT_SAVED)
            print("refused", NOT_SAVED)

    def _ordered(self, message: bytes) -> None:
        self.order = message

    def _anchored(self, message: bytes) -> None:
        self.anchor = message


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lightclient.evidence.policy import Policy
