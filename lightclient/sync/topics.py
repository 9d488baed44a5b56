"""Topics of the protocol, below lc/1/NETWORK/GATEWAY.

tip             retained: the newest headers
headers/N       retained, never changed: blocks 64 N to 64 N + 63, of the newest KEPT settled batches
status          retained, and the gateway's last will: whether it is there
req/CLIENT      requests of a client
res/CLIENT      responses to it
"""

from lightclient.codec.errors import BadSchema

TIP, BATCHES, STATUS, REQUESTS, RESPONSES = "tip", "headers/", "status", "req/", "res/"
BATCH = 64  # blocks in a numbered batch
SETTLED = 100  # blocks on top of a batch before it is published, for good
KEPT = 64  # batches that a gateway keeps at the broker at least: the headers of four weeks
MAX_NAME = 64
ALLOWED = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."


def base(network: str, gateway: str) -> str:
    """Return what all topics of a gateway start with, slash included."""
    return "lc/1/" + network + "/" + check_name(gateway) + "/"


def check_name(name: str) -> str:
    """Return the name of a gateway or client if it can stand in a topic. Raises BadSchema."""
    if not 0 < len(name) <= MAX_NAME or not all(letter in ALLOWED for letter in name):
        raise BadSchema("name", "1 to 64 letters, digits, hyphens, underscores and dots are allowed")
    return name
