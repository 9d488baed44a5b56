"""The trusting period: how long a set answers for what it signed.

Whoever has left a set may sign anything later, at no cost. So what was trusted leads on only while its signers can
still be held to account. Without a clock nobody can tell, and that is an answer of its own.
"""

from lightclient.votes.errors import TrustExpired

CHECK = "trusting-period"  # the name of this check in verdicts
RUNNING, UNKNOWN, OVER = "running", "clock unknown", "over"


def state_of(time: int, period: "int | None", clock: "int | None") -> str:
    """Return RUNNING, OVER, or UNKNOWN for lack of a clock or of a period.

    time: Unix seconds of what is trusted. period: seconds, None where signers answer for ever. clock: Unix seconds.
    """
    if period is None or clock is None:
        return UNKNOWN
    return RUNNING if time + period > clock else OVER


def check(time: int, period: "int | None", clock: "int | None") -> None:
    """Raise TrustExpired if the period is known to be over."""
    if state_of(time, period, clock) == OVER:
        raise TrustExpired(time, clock, period)
