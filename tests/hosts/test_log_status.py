"""Whoever asks a device or the command how it stands is told of heads that nobody connects to ours."""

from types import SimpleNamespace

from lightclient.cli import online
from lightclient.client import Status as Said
from lightclient.device.status import Status
from tests.portable.site import NOW, Log
from tests.portable.test_log_others import FORK, LONG, following, hear


def test_a_doubt_is_in_the_status_of_devices_and_of_the_command():
    made = following()
    device = SimpleNamespace(
        clock=SimpleNamespace(now=lambda: made.now),
        quorum=made.follower.quorum,
        ledger=made.ledger,
        chain=lambda: made.chain(NOW),
        link=SimpleNamespace(connected=True),
        reason="",
        follower=made.follower,
        faults={},
        proven=SimpleNamespace(taken_back=[]),
    )

    def said():
        facts = made.ledger.facts()
        status = Said("synced", made.ledger.height, made.ledger.tip, True, facts, {}, {}, {}, [], {})
        return str(Status(device)), online.summary(status)

    assert not [text for text in said() if "unproved" in text]
    hear(made, Log(FORK[:14]).note())
    made.run(LONG, NOW)
    for text in said():
        assert text.endswith("unproved heads: 14")
