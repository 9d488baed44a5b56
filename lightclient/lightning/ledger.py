"""What judges receipts of Lightning: there are no blocks to follow, and nothing to keep but whom to trust."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.evidence.verdict import Verdict
    from lightclient.lightning.network import LightningNetwork
    from lightclient.lightning.trust import Trust


class Receipts:
    """trust: whose invoices count."""

    def __init__(self, network: "LightningNetwork", trust: "Trust") -> None:
        self.network = network
        self.trust = trust

    def judge_evidence(self, data: "bytes | memoryview", clock: "int | None") -> "Verdict":
        """Return the verdict on a receipt, as `evidence.judge` does. clock: Unix seconds, or None."""
        from lightclient.lightning import evidence

        return evidence.judge(self, data, clock)
