"""Device: follows its gateways, checks what it was asked to check, reports, saves and may sleep.

    store = SlotStore(FileSlots("/flash/chain"))
    device = Device(TESTNET4, ["gw1", "gw2"], "meter-7", tcp("broker", 1883), store, chance)
    device.catch_up(60)                    "synced", "slow", or how far it came in a minute
    verdict = device.prove(txid, 30)
    device.report(verdict)
    device.sleep()                         saved, and gone from the broker

Every call blocks, and goes on through the loss of the broker; tasks.py has the same under asyncio.
"""

from port.core import KNOWN, Core
from port.link import Link


class Device(Core):
    """A device with a program of its own; the arguments are those of Core."""

    connection = Link

    def step(self, until: float) -> None:
        """Do what comes next, until `until` at most; for a loop of one's own."""
        self.follower.take(self.link.next(self.follower.wait(until)))

    def catch_up(self, seconds: float) -> str:
        """Follow until the chain is as good as known, or the time is over; save it, and return what is known."""
        return self._run(self.following(seconds, KNOWN))

    def follow(self, seconds: float) -> None:
        """Follow for so long, and save what came whenever it came."""
        self._run(self.following(seconds))

    def prove(self, txid: bytes, seconds: float) -> "Verdict":
        """As `proving`."""
        return self._run(self.proving(txid, seconds))

    def report(self, verdict: "Verdict | None" = None, seconds: float = 10) -> bool:
        """As `reporting`."""
        return self._run(self.reporting(verdict, seconds))

    def publish(self, topic: str, payload: bytes, retain: bool = False, seconds: float = 10) -> bool:
        """As `follower.publishing`, for so many seconds."""
        return self._run(self.follower.publishing(topic, payload, retain, self.clock.now() + seconds))

    def sleep(self) -> None:
        """Save, and say good-bye to the broker; the next step connects again."""
        self.save()
        self.link.leave()
        self.follower.stop()

    def _run(self, job: "Job[T]") -> "T":
        while True:
            try:
                until = next(job)
            except StopIteration as stop:
                result: "T" = stop.value
                return result
            self.step(until)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    from lightclient.bitcoin.verdict import Verdict
    from port.follower import Job

    T = TypeVar("T")
