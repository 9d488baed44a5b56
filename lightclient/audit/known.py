"""The logs that are known by name: none, because each site has its own. The trust file of its user brings one."""

from lightclient.audit.network import LogNetwork
from lightclient.audit.trust import parse

NETWORKS = ()
_WORDS = (b"log", b"witness", b"group", b"quorum")  # what a line of a policy begins with


def network_in(record: bytes) -> "LogNetwork | None":
    """Return the log of a trust file, None if the bytes are no such file.

    Raises BadTrust, BadPolicy for one that is meant to be, so that its user learns which line is wrong.
    """
    for line in bytes(record[:4096]).split(b"\n"):
        words = line.split()
        if words and not words[0].startswith(b"#"):
            return LogNetwork(parse(record)) if words[0] in _WORDS else None
    return None
