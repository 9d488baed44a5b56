"""Status: where a device stands, as one object that prints as one line."""

from lightclient.sync.messages import about

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.device.core import Core


class Status:
    """
    network     name
    chain       what is known of it (sync/quorum.py); `known` says whether verdicts can be counted on it
    height      of the tip
    live        whether a gateway has answered over this connection: what a broker remembers does not count
    connected   whether the broker is there
    reason      the newest fault on our side of the gateways, "" without one
    gateways    [(name, what it is doing, its newest fault or "")], in the order in which they were given
    nodes       {name: how its gateway says that its node is, "" if it does not}
    faults      of our side: how often each happened, by name
    taken_back  what was proved once and is not in the chain any more, as shown
    unproved    heights of what is signed and nobody has connected to our chain: a doubt, and no evidence
    """

    __slots__ = (
        "chain",
        "connected",
        "faults",
        "gateways",
        "height",
        "live",
        "network",
        "nodes",
        "reason",
        "taken_back",
        "unproved",
    )

    def __init__(self, device: "Core") -> None:
        """Look at `device` as it is now."""
        now = device.clock.now()
        sessions = device.quorum.sessions
        self.network = device.ledger.network.name
        self.chain = device.chain()
        self.height = device.ledger.height
        self.connected: bool = device.link.connected
        self.live = self.connected and any(session.answered_at is not None for session in sessions.values())
        self.reason = device.reason
        names = device.follower.names
        self.gateways = [(name, device.quorum.gateway(name, now), sessions[name].last) for name in names]
        self.nodes = {name: about(sessions[name].presence).get("node", "") for name in names}
        self.faults = device.faults
        self.taken_back = device.proven.taken_back
        self.unproved = [each.head.size for each in getattr(device.ledger, "unproved", ())]

    @property
    def known(self) -> bool:
        return self.chain in ("synced", "slow")

    def __str__(self) -> str:
        parts = [self.network + " " + self.chain + " at " + str(self.height)]
        if not self.connected:
            parts.append("no broker" + (" (" + self.reason + ")" if self.reason else ""))
        elif self.reason:
            parts.append("last fault " + self.reason)
        for name, doing, reason in self.gateways:
            node = self.nodes[name]
            if node not in ("", "following"):
                doing += ", its node " + node
            parts.append(name + " " + doing + (" (" + reason + ")" if reason else ""))
        if self.taken_back:
            parts.append("taken back: " + ", ".join(self.taken_back))
        if self.unproved:
            parts.append("unproved heads: " + ", ".join([str(size) for size in self.unproved]))
        return "; ".join(parts)

    __repr__ = __str__
