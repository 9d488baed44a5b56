"""Topics of the protocol, below lc/1/NETWORK/GATEWAY.

tip             retained: the newest blocks
headers/N       retained, never changed: blocks 64 N to 64 N + 63, of the newest KEPT settled batches
status          retained, and the gateway's last will: whether it is there
req/CLIENT      requests of a client
res/CLIENT      responses to it
"""

from lightclient.codec.errors import BadSchema

TIP, BATCHES, STATUS, REQUESTS, RESPONSES = "tip", "headers/", "status", "req/", "res/"
BATCH = 64  # blocks in a numbered batch; it is published for good once the ledger calls its blocks settled
KEPT = 64  # batches that a gateway keeps at the broker at least
DEVICES = "lc/1/devices/"  # and a device's name: the topic of its reports
SEEN = "lc/1/seen/"  # a network's name, and a client's: what it has seen last, for the others (gossip.py)
MAX_NAME = 64
ALLOWED = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."


def of_network(network: str) -> str:
    """Return what the topics of all gateways of a network start with, slash included."""
    return "lc/1/" + network + "/"


def base(network: str, gateway: str) -> str:
    """Return what all topics of a gateway start with, slash included. Raises BadSchema."""
    return of_network(network) + check_name(gateway) + "/"


def seen(network: str) -> str:
    """Return what the topics start with on which clients of a network say what they have seen, slash included."""
    return SEEN + network + "/"


def check_name(name: str) -> str:
    """Return the name of a gateway or client if it can stand in a topic. Raises BadSchema."""
    if not isinstance(name, str) or not 0 < len(name) <= MAX_NAME or not all(letter in ALLOWED for letter in name):
        raise BadSchema("name", "1 to 64 letters, digits, hyphens, underscores and dots are allowed")
    return name
