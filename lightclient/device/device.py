"""Device: follows its gateways, verifies on request, reports, saves and may sleep.

    device = Device(NETWORK, "meter-7", ["gw1", "gw2"], "mqtts://broker.example", CHECKPOINT, "/chain",
                    user="meter-7", password=secret, ca="/ca.pem", log=print)
    with device.awake(60) as status:            always saves, and says good-bye
        print(status)
        verdict = device.prove(subject, 30)     Proved, or NotYet with what is missing
        device.report(verdict)

Every call blocks, and survives the loss of the broker; tasks.py has the same under asyncio.
"""

from lightclient.device.awake import Awake
from lightclient.device.core import Core
from lightclient.device.link import Link
from lightclient.sync.quorum import KNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from lightclient.device.jobs import Job
    from lightclient.device.status import Status
    from lightclient.device.streams import Stream
    from lightclient.evidence.verdict import Verdict
    from lightclient.sync.ledger import Question

    T = TypeVar("T")


class Device(Core):
    """A device with a program of its own; the arguments are those of Core."""

    connection = Link

    @staticmethod
    def open_url(
        url: str, ca: "bytes | str | None", certificate: "tuple[bytes | str, bytes | str] | None" = None
    ) -> "Callable[[], Stream]":
        from lightclient.device.url import opener  # costs memory, and a line has no URL

        return opener(url, ca, certificate)

    def step(self, until: float) -> None:
        """Do what comes next, until `until` at most; for a loop of your own."""
        self.take(self.link.next(self.wait(until)))

    def awake(self, seconds: float) -> Awake:
        """Return a context in which the device has caught up, as far as so many seconds allow."""
        return Awake(self, seconds)

    def catch_up(self, seconds: float) -> str:
        """Follow until the chain is synced or slow, or the time is up; save it, and return its state."""
        return self._run(self.following(seconds, KNOWN))

    def follow(self, seconds: float) -> None:
        """Follow for so long, and save what comes."""
        self._run(self.following(seconds))

    def ask(self, question: "Question", seconds: float = 30) -> "Any":
        """As `asking`."""
        return self._run(self.asking(question, seconds))

    def prove(self, subject: "Any", seconds: float = 30) -> "Verdict":
        """As `proving`."""
        return self._run(self.proving(subject, seconds))

    def report(self, verdict: "Verdict | None" = None, seconds: float = 10) -> bool:
        """As `reporting`."""
        return self._run(self.reporting(verdict, seconds))

    def publish(self, topic: str, payload: bytes, retain: bool = False, seconds: float = 10) -> bool:
        """As `publishing`, for so many seconds."""
        return self._run(self.publishing(topic, payload, retain, self.clock.now() + seconds))

    def sleep(self) -> None:
        """Save, and say good-bye to the broker; the next step connects again."""
        self.save()
        self.link.leave()
        self.follower.disconnect()

    def run(
        self,
        work: "Callable[[Device, Status], float | None]",
        sleep: "Callable[[float], object]",
        every: float = 600,
        awake: float = 60,
    ) -> None:
        """Wake, work and sleep, for ever.

        work(device, status): returns the seconds to sleep, None for `every`; what it raises is logged and counted.
        sleep(seconds): on a chip a deep sleep, from which it starts anew. awake: seconds for catching up.
        After a waking without an answer, or one in which `work` failed, the next one comes sooner, then ever later; the
        number of failures in a row is kept beside the chain.
        """
        while True:
            pause, failed = None, True
            try:
                with self.awake(awake) as status:
                    failed = not status.live
                    pause = work(self, status)
            except Exception as error:
                failed = True
                self.mark(type(error).__name__, str(error))
            sleep(self._woke(failed, pause, every))

    def _run(self, job: "Job[T]") -> "T":
        while True:
            try:
                until = next(job)
            except StopIteration as stop:
                result: "T" = stop.value
                return result
            self.step(until)
