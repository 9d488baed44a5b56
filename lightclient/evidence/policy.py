"""Policies: what a verifier demands before something counts as proved. Data of the verifier's, never of the prover's.

A verdict says what holds; `Policy.judge` says whether that is enough. It only ever demands more. A check that a policy
accepts as skipped (`accept`) is waived where the verdict is made, and the verdict names it.
"""

from lightclient.codec.cbor import is_uint
from lightclient.evidence.errors import BadSetting, UnknownSetting
from lightclient.evidence.finality import CLOCK
from lightclient.evidence.verdict import NotYet, Proved

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.evidence.verdict import Verdict

SETTINGS = ("confirmations", "work", "age", "gateways", "coinbase", "endorsers", "accept")
COINBASE_CHECK = "coinbase-depth"
# What may be missing.
FRESHNESS, GATEWAYS, COINBASE = "fresh-tip", "gateways", "coinbase"


class Policy:
    """What is demanded of a verdict.

    confirmations  least number, on ledgers whose finality is work
    work           least number of expected hashes on top, on the same
    age            greatest age of the newest entry that was counted, in seconds; None: any
    gateways       how many must show it
    coinbase       whether the depth of the tree must be shown by its first leaf
    endorsers      least number of organisations that answer so, on ledgers whose answers they endorse
    accept         names of checks that may be skipped although a proof is weaker without them
    """

    __slots__ = SETTINGS

    def __init__(
        self,
        confirmations: int = 1,
        work: int = 0,
        age: "int | None" = None,
        gateways: int = 1,
        coinbase: bool = False,
        endorsers: int = 1,
        accept: "tuple[str, ...]" = (),
    ) -> None:
        """Raises BadSetting."""
        self.confirmations = _least("confirmations", confirmations, 1)
        self.work = _least("work", work, 0)
        self.age = None if age is None else _least("age", age, 0)
        self.gateways = _least("gateways", gateways, 1)
        if coinbase is not True and coinbase is not False:
            raise BadSetting(setting="coinbase", value=coinbase, wanted="true or false")
        self.coinbase = coinbase
        self.endorsers = _least("endorsers", endorsers, 1)
        if not isinstance(accept, (list, tuple)) or not all(isinstance(name, str) for name in accept):
            raise BadSetting(setting="accept", value=accept, wanted="a list of names of checks")
        self.accept = tuple(accept)

    def judge(self, verdict: "Verdict", clock: "int | None" = None, gateways: int = 1) -> "Verdict":
        """Return the verdict, or NotYet in its place if it falls short; what it is short of joins its `missing`.

        clock: Unix seconds. gateways: how many show it; evidence in hand counts as shown by one.
        """
        if not isinstance(verdict, (Proved, NotYet)) or verdict.finality is None:
            return verdict
        lacking = verdict.finality.lacks(self)
        if self.age is not None:
            if clock is None:
                lacking += (CLOCK,)
            elif clock - verdict.finality.time > self.age:
                lacking += (FRESHNESS,)
        if gateways < self.gateways:
            lacking += (GATEWAYS,)
        if self.coinbase and COINBASE_CHECK not in verdict.checks:
            lacking += (COINBASE,)
        return verdict.lacking(lacking)

    def fields(self) -> "dict[str, Any]":
        return {name: getattr(self, name) for name in SETTINGS}


def policy_of(settings: "dict[str, Any]") -> Policy:
    """Return the policy with these settings, and the defaults for the others. Raises UnknownSetting, BadSetting."""
    for name in settings:
        if name not in SETTINGS:
            raise UnknownSetting(setting=name, known=", ".join(SETTINGS))
    return Policy(**settings)


def _least(name: str, value: int, least: int) -> int:
    if not is_uint(value, 1 << 256) or value < least:
        shown: "Any" = "a number of over 256 bits" if type(value) is int and abs(value) >> 256 else value
        raise BadSetting(setting=name, value=shown, wanted="a whole number from " + str(least) + " on")
    return value
