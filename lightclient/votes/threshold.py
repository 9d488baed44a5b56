"""Thresholds: which part of a weight must sign. They are data: each ledger has its own.

TWO_THIRDS              more than two thirds, as chains of stake count
AT_LEAST_TWO_THIRDS     two thirds or more, rounded up: ceil(2n / 3)
"""

from collections import namedtuple

from lightclient.votes.errors import ThresholdOutOfRange

# inclusive: whether exactly that part is enough.
Threshold = namedtuple("Threshold", ("numerator", "denominator", "inclusive"))

TWO_THIRDS = Threshold(2, 3, False)
AT_LEAST_TWO_THIRDS = Threshold(2, 3, True)
ONE_THIRD = Threshold(1, 3, False)


def least(threshold: Threshold, total: int) -> int:
    """Return the least weight that reaches the threshold of `total`, in integers: nothing is rounded against it."""
    part: int = total * threshold.numerator
    whole: int = part // threshold.denominator
    exact = threshold.inclusive and part == whole * threshold.denominator
    return whole if exact else whole + 1


def checked(threshold: Threshold, lowest: Threshold = ONE_THIRD) -> Threshold:
    """Return a threshold that somebody has chosen, from `lowest` to all. Raises ThresholdOutOfRange."""
    up, down = threshold.numerator, threshold.denominator
    if down <= 0 or up > down or up * lowest.denominator < lowest.numerator * down:
        raise ThresholdOutOfRange(up, down, shown(lowest))
    return threshold


def shown(threshold: Threshold) -> str:
    return str(threshold.numerator) + "/" + str(threshold.denominator)
