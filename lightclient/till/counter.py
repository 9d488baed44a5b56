"""Counter: what a till needs of whoever follows the chain for it, which is lightclient.client.Client."""

import asyncio
from typing import Any, Protocol

from lightclient.bitcoin.networks.network import Network
from lightclient.payments.sale import Sale
from lightclient.payments.sales import Sales

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.sync.ledger import Question


class Counter(Protocol):
    """What a till needs of the client that it belongs to.

    network   the one that the client follows
    needed    gateways that must agree before anything counts
    limit     bytes of the largest answer
    """

    network: Network
    needed: int
    limit: int

    def book(self) -> Sales:
        """Return the machine that all sales of this process are in."""

    def take_up(self, sale: Sale, news: asyncio.Event) -> None:
        """Put a sale into the machine; `news` is set whenever it changes."""

    def drop(self, name: str) -> None:
        """Take it out again."""

    async def base(self) -> int:
        """Return the height that a new sale starts from. Raises NotSynced."""

    def hash_at(self, height: int) -> bytes | None:
        """Return the hash of a block of our chain, None for one that is not kept, or not there."""

    def online(self) -> list[str]:
        """Return the gateways that can be asked now."""

    async def ask(self, question: "Question", gateway: str) -> Any:
        """Ask one gateway. Raises an Unanswered, TooManyQuestions, ClientStopped."""
