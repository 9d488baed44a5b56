"""The record of one log, as ledgers have networks: what is trusted of it, and its name."""

from hashlib import sha256

from lightclient.audit.errors import BadTrust, NoTrust
from lightclient.audit.trust import Trust
from lightclient.audit.trust import parse as parse_trust
from lightclient.sync.ledger import GENESIS, Cadence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.audit.ledger import LogLedger

    Buffer = bytes | bytearray | memoryview

NAMESPACE = "log"
MAX_REFERENCE = 64  # characters of an origin that is an id as it is
CADENCE = Cadence(spacing=60, slow_after=3600, stale_after=86400, settled=1)


class LogNetwork:
    """One log. trust: Trust. mains: ledgers of other chains, by id, which evidence of anchors is judged against.

    name, id  the origin; where it has other characters than letters, digits, hyphens, underscores and dots, a name
              made of its hash stands in for it, and the same where an id cannot have it
    """

    small_blocks = True
    cadence = CADENCE

    def __init__(self, trust: Trust, mains: "dict[str, Any] | None" = None) -> None:
        self.trust = trust
        self.mains = mains or {}
        self.origin = trust.log.name
        self.name = self.origin if _is_plain(self.origin) else _hashed(self.origin)
        self.id = id_of(self.origin)

    def start(self, trust: "Buffer | str | None", saved: "Buffer | None", window: int) -> "tuple[LogLedger, list[str]]":
        """Return the ledger to follow, and the names of what was passed over to get there.

        trust: a trust file. saved: what `LogLedger.parts` gave. window: of no use here.
        Raises NoTrust, BadTrust, BadPolicy.
        """
        from lightclient.audit.ledger import LogLedger  # whoever only reads policies need not have it

        if trust is None:
            raise NoTrust(log=self.origin)
        if isinstance(trust, str):
            why = "a log has no genesis to start from" if trust == GENESIS else "it is text, not bytes"
            raise BadTrust(line=0, why=why)
        found = parse_trust(bytes(trust))
        if found.log.name != self.origin:
            raise BadTrust(line=0, why="it is of the log " + found.log.name)
        ledger = LogLedger(self, found)
        return ledger, ledger.restore(saved)

    def shipped(self) -> "bytes | None":
        """Nothing comes with the package: whom to trust is for its user to say."""
        return None

    def show(self, id_: bytes) -> str:
        return bytes(id_).hex()


def id_of(origin: str) -> str:
    """Return the ledger id of the log with this origin."""
    plain = len(origin) <= MAX_REFERENCE and all("!" <= char <= "~" for char in origin)
    return NAMESPACE + ":" + (origin if plain else _hashed(origin))


def _is_plain(name: str) -> bool:
    for char in name:
        letter = "a" <= char <= "z" or "A" <= char <= "Z"
        if not letter and not "0" <= char <= "9" and char not in "-_.":
            return False
    return len(name) <= MAX_REFERENCE


def _hashed(origin: str) -> str:
    return "hashed-" + sha256(origin.encode()).digest().hex()[:16]
