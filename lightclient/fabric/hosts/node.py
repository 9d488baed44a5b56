"""A channel as an orderer has it: blocks, and where transactions are. Calls block."""

from __future__ import annotations

from collections import OrderedDict

from lightclient.decided.hosts.errors import NotAtNode
from lightclient.decided.hosts.source import Status
from lightclient.errors import LightClientError
from lightclient.fabric.block import Block
from lightclient.fabric.hosts import making
from lightclient.fabric.hosts.blocks import Whole
from lightclient.fabric.hosts.deliver import NOT_FOUND, Deliver
from lightclient.fabric.network import Profile
from lightclient.gateway.errors import RpcNonsense, RpcRefused

LOOK_BACK = 256  # blocks below the newest one in which transactions are looked for at first
PIECE = 8  # blocks with their data in one call
MAX_KNOWN = 200_000  # transactions whose places are kept


class FabricNode:
    """Orderers know no transaction by its id: places of those in the newest blocks are kept, from the first question
    about one on."""

    def __init__(self, deliver: Deliver) -> None:
        self.deliver = deliver
        self._genesis = ""
        self._looked = -1  # the last block whose transactions are known
        self._places: OrderedDict[bytes, tuple[int, int]] = OrderedDict()

    def status(self) -> Status:
        """Raises SourceFails, as all of these do."""
        if not self._genesis:
            self._genesis = self._asked(0, 0, True)[0].header.hash.hex()[:16]
        return Status(f"{self.deliver.channel}.{self._genesis}", self.deliver.newest().header.number, False)

    def signed(self, height: int, profile: type[Profile]) -> Block:
        """Return the block at `height` as devices need it. Raises NotAtNode as well."""
        return self.run(height, height)[0]

    def run(self, first: int, last: int) -> list[Block]:
        """Return blocks in a row as devices need them. Raises NotAtNode as well."""
        found = self._asked(first, last, True)
        try:
            return [whole.signed() for whole in found]
        except LightClientError as error:
            raise RpcNonsense(f"a block that cannot be ({error.name})") from None

    def whole(self, height: int) -> Whole:
        """Return the block at `height` with its data. Raises NotAtNode as well."""
        return self._asked(height, height, False)[0]

    def placed(self, tx_id: bytes, newest: int) -> tuple[Whole, int]:
        """Return the block that has a transaction, and the number there. Raises NotAtNode as well."""
        first = max(self._looked + 1, newest - LOOK_BACK)
        for start in range(first, newest + 1, PIECE):
            for whole in self._asked(start, min(start + PIECE - 1, newest), False):
                self._look(whole)
        if tx_id not in self._places:
            raise NotAtNode(f"transaction {tx_id.hex()} in the blocks that this gateway has looked through")
        height, number = self._places[tx_id]
        return self.whole(height), number

    def _look(self, whole: Whole) -> None:
        for number, payload in enumerate(making.payloads(whole)):
            if payload is not None and len(payload.tx_id) == 64:
                self._places.setdefault(payload.id(), (whole.header.number, number))
        while len(self._places) > MAX_KNOWN:
            self._places.popitem(last=False)
        self._looked = whole.header.number

    def _asked(self, first: int, last: int, bare: bool) -> list[Whole]:
        try:
            return self.deliver.blocks(first, last, bare)
        except RpcRefused as error:
            if error.args[0] == NOT_FOUND:
                raise NotAtNode(f"block {first}" if first == last else f"blocks {first} to {last}") from None
            raise
