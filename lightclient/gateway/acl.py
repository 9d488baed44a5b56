"""The access list of a broker: each client has its own topics, and only the gateway speaks for the gateway.

mosquitto.conf(5): a user's own lines begin at `user`; a `pattern` is for all users, and %u in it is the user's name.
mosquitto has no other line for all users, and warns of a pattern without %u: what everybody reads is written to each
client where the clients are known, and else as such a pattern.
"""

from collections.abc import Iterable

from lightclient.sync import topics

CLIENT_IDS = """\
# A client's id has to be its user's name. With "use_username_as_clientid true" in mosquitto.conf nobody can take
# another's; replicas of a gateway then need a user each."""
FOR_ALL = """\
# What every user may read. mosquitto warns of these three, which are meant so: they name no user. A list of the
# clients by name (--client, --clients) passes without a warning."""


def lines(base: str, gateways: Iterable[str], clients: Iterable[str]) -> list[str]:
    """Return the lines of mosquitto's acl_file. base: of the gateway's topics. gateways, clients: names of users."""
    common = [f"read {base}{topic}" for topic in (topics.TIP, topics.BATCHES + "+", topics.STATUS)]
    written = CLIENT_IDS.split("\n")
    for user in gateways:
        written += ["", f"user {user}", f"topic readwrite {base}#"]
    written += [
        "",
        f"pattern write {base}{topics.REQUESTS}%u",
        f"pattern read {base}{topics.RESPONSES}%u",
        f"pattern write {topics.DEVICES}%u",
    ]
    named = list(clients)
    for user in named:
        written += ["", f"user {user}", *(f"topic {line}" for line in common)]
    if not named:
        written += ["", *FOR_ALL.split("\n"), *(f"pattern {line}" for line in common)]
    return written
