"""What takes a device time: each is a generator of the moments until which it waits.

Whoever drives it gives `Core.take` what the link brings meanwhile. device.py does so and blocks, tasks.py does so under
asyncio.
"""

from lightclient.device import report
from lightclient.device.kept import Kept
from lightclient.evidence.verdict import counted, not_found
from lightclient.mqtt.errors import TooManyWaiting
from lightclient.sync.errors import NotFound
from lightclient.sync.quorum import KNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from typing import Any, TypeVar

    from lightclient.evidence.verdict import Verdict
    from lightclient.sync.follower import Follower
    from lightclient.sync.ledger import Question
    from lightclient.sync.quorum import KNOWN, Quorum

    T = TypeVar("T")
    Job = Generator[float, None, T]  # yields the moment until which to wait: take an event, and go on

SAVE = 256  # blocks after which a chain that is still catching up is saved


class Jobs(Kept):
    """What Core can do that takes time."""

    chain: "Callable[[], str]"
    flush: "Callable[[], None]"
    follower: "Follower"
    link: "Any"
    limit: int
    quorum: "Quorum"
    topic: str
    looked_at = b""  # the tip when it was last looked at what was proved

    def following(self, seconds: float, enough: "tuple[str, ...]" = ()) -> "Job[str]":
        """Follow for so long, or until the chain is one of `enough`; save what came, and return what is known."""
        end = self.clock.now() + seconds
        while True:
            chain = self.chain()
            if self.ledger.tip != self.looked_at and chain in KNOWN:
                self.looked_at = self.ledger.tip
                for lost in self.proven.look():
                    self.tell("a reorganisation took back " + lost)
                self.save()
            elif self.ledger.height - self.saved_height >= SAVE:
                self.save()
            if chain in enough or self.clock.now() >= end:
                self.save()
                return chain
            yield end

    def asking(self, question: "Question", seconds: float) -> "Job[Any]":
        """Ask the gateways, those in good health first; return what the first answer that holds says.

        Raises what `Asked.value` and `Follower.ask` raise.
        """
        asked = self.follower.ask(question, self.clock.now(), seconds)
        self.flush()
        while not asked.done:
            yield asked.until
        return asked.value()

    def proving(self, subject: "Any", seconds: float) -> "Job[Verdict]":
        """Return the verdict on a subject: Proved, or NotYet with what is missing, and what gateways say of it.

        subject: as the ledger names it; see `Client.prove`. What was proved is remembered: if a reorganisation takes it
        back, `status` says so at the next waking. Raises what `asking` raises but for NotFound.
        """
        question = self.ledger.prove(subject, self.clock.unix, self.limit)
        try:
            verdict: "Verdict" = yield from self.asking(question, seconds)
        except NotFound as error:
            return not_found(self.ledger, question.subject, error.reasons)
        verdict = counted(verdict, self.chain(), KNOWN)
        self.proven.add(verdict)
        self._save_proven()
        return verdict

    def check_evidence(self, data: "bytes | memoryview") -> "Verdict":
        """Return the verdict on evidence in hand, wherever it came from, counted on our chain as it is.

        Raises what the ledger raises for evidence that does not hold.
        """
        alone = self.quorum.needed == 1  # else what the evidence brings beside our chain counts for nothing
        return counted(self.ledger.judge_evidence(data, self.clock.unix() if alone else None), self.chain(), KNOWN)

    def reporting(self, verdict: "Verdict | None", seconds: float) -> "Job[bool]":
        """Publish the report, retained; return whether the broker has it within so many seconds."""
        end = self.clock.now() + seconds
        while not self.link.connected:
            if self.clock.now() >= end:
                return False
            yield end
        told = report.serialize(self.chain(), self.ledger, self.faults, verdict)
        return (yield from self.publishing(self.topic, told, True, end))

    def publishing(self, topic: str, payload: bytes, retain: bool, until: float) -> "Job[bool]":
        """Publish with QoS 1, once there is a connection; return whether the broker has it by then.

        Raises TooLarge.
        """
        number = None
        while True:
            try:
                if number is None:
                    number = self.link.publish(topic, payload, 1, retain)
            except TooManyWaiting:  # for acknowledgements: then later
                pass
            if number is not None and self.link.acknowledged(number):
                return True
            if self.clock.now() >= until:
                return False
            yield until
