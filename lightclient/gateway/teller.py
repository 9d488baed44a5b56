"""Tells watchers what stands above their height, in steps that say how far it looked, and what waits.

Nothing is passed over: a step that a node or a broker does not take now is taken later, from the same height on.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any

from lightclient.errors import LightClientError
from lightclient.gateway.costs import Budgets, price
from lightclient.gateway.logs import Quiet
from lightclient.gateway.source import Event, Source, Watcher, Work
from lightclient.gateway.watches import Watch, Watches
from lightclient.sync.messages import COVERED
from lightclient.waiting import came

LOOK_PAUSE = 1.0  # seconds between looks at what waits, unless the watcher hears of something sooner
SOON = 0.05  # the same while newcomers have yet to hear of what waits
PART = 0.25  # seconds of a look for newcomers; everyone hears of changes before and after
AT_ONCE = 64  # watches that are told of something before others have their turn
NEWEST = 12  # heights below the tip that are looked at on the gateway's account: everyone asks for them
DISCOUNT = 4.0  # looking back is done when there is time, so it costs less than a question does


class Teller:
    """Of one ledger. `await run()` until it is cancelled; `wake()` when the ledger or the watches have changed."""

    def __init__(
        self,
        source: Source,
        watcher: Watcher,
        watches: Watches,
        budgets: Budgets,
        send: Callable[[Watch, Any, Any], bool],
        refuse: Callable[[Watch, str], None],
        quiet: Quiet,
    ) -> None:
        """send(watch, body, brief): hand an event over; False if there is no room for it now.

        refuse(watch, why): say that some of it cannot be watched.
        """
        self.source = source
        self.watcher = watcher
        self.watches = watches
        self.budgets = budgets
        self.send = send
        self.refuse = refuse
        self.quiet = quiet
        self._news = asyncio.Event()
        self._newcomers = False  # whether some have yet to hear of what waits

    def wake(self) -> None:
        self._news.set()

    async def run(self) -> None:
        await asyncio.gather(self._tell_what_waits(), self._tell_what_is_there())

    # -- what waits

    async def _tell_what_waits(self) -> None:
        while True:
            await self.watcher.wait(SOON if self._newcomers else LOOK_PAUSE)
            await self.look(asyncio.get_running_loop().time())

    async def look(self, now: float) -> None:
        """Tell everyone what has begun or ceased to wait, then newcomers what waits. Raises nothing."""
        self._newcomers = False
        self.watches.expire(now)
        if not len(self.watches):
            self.watcher.rest()
            return
        try:
            changes = await self.watcher.changes(self.watches.items)
            self.tell(changes)
            await self._tell_newcomers([event.body for event in changes], now)
        except LightClientError as error:
            self.quiet.warning("not told", {"network": self.source.network, "error": error.name, "reason": str(error)})

    def tell(self, events: list[Event]) -> None:
        """Tell everyone whom an event concerns; if there is no room now, the next look tells all that waits."""
        for event in events:
            for watch in self.watches.interested(event.items):
                if not self.send(watch, event.body, event.brief):
                    watch.renew()

    async def _tell_newcomers(self, told: list[Any], now: float) -> None:
        """Tell newcomers what waits, a step each in turn, as long as a look has time for it and they can pay.

        told: what everyone was told in this look.
        """
        until = asyncio.get_running_loop().time() + PART
        waiting = deque(sorted([one for one in self.watches.all() if one.fresh], key=lambda watch: watch.turns))
        while waiting:
            if asyncio.get_running_loop().time() >= until:
                self._newcomers = True
                return
            watch = waiting.popleft()
            watch.turns += 1
            if self.watches.holds(watch) and await self._tell_newcomer(watch, told, now) and watch.fresh:
                waiting.append(watch)

    async def _tell_newcomer(self, watch: Watch, told: list[Any], now: float) -> bool:
        """Tell one watcher a step more of what waits; return False if it cannot pay or take that now."""
        plan = self.watcher.present(watch.items, watch.after)
        units = price(plan.work)
        if units and not self.budgets.allows(watch.client, units, now):
            return False
        events, after = await plan.answer()
        self.budgets.charge(watch.client, price(plan.work) - units, now)
        if not self.watches.holds(watch):
            return False
        sent = [self.send(watch, event.body, event.brief) for event in events if event.body not in told]
        if not all(sent):
            return False
        watch.after, watch.fresh = after, after is not None
        why = "" if watch.fresh else self.watcher.refused(watch.items)
        if why:
            self.refuse(watch, why)
        return True

    # -- what is there

    async def _tell_what_is_there(self) -> None:
        while True:
            self._news.clear()
            try:
                again = await self.catch_up()
            except LightClientError as error:
                self.quiet.warning(
                    "not told", {"network": self.source.network, "error": error.name, "reason": str(error)}
                )
                again = False
            if not again:
                await came(self._news, LOOK_PAUSE)

    async def catch_up(self) -> bool:
        """Tell everyone who is behind as far as nothing has to be done for it, and one of them one step further.

        Returns whether there is more to do at once. Raises what the watcher raises.
        """
        now = asyncio.get_running_loop().time()
        behind = [watch for watch in self.watches.all() if self.budgets.left(watch.client, now) >= 0]
        dear: list[Watch] = []
        for number, watch in enumerate(behind):
            while self._is_behind(watch):
                if self.watcher.work(watch.items, watch.told + 1) != Work():
                    dear.append(watch)
                    break
                if not await self.step(watch):
                    return False
            if number % AT_ONCE == AT_ONCE - 1:
                await asyncio.sleep(0)
        for watch in sorted(dear, key=lambda watch: -watch.told):  # whoever is nearly there comes first: it takes least
            units = price(self.watcher.work(watch.items, watch.told + 1)) / DISCOUNT
            own = watch.told < self.source.height - NEWEST
            if self._is_behind(watch) and (not own or self.budgets.allows(watch.client, units, now)):
                return await self.step(watch)
        return False

    def _is_behind(self, watch: Watch) -> bool:
        return self.watches.holds(watch) and watch.told < self.source.height

    async def step(self, watch: Watch) -> bool:
        """Tell one watcher of the next heights; return False if the broker has no room for it."""
        before, turned = watch.told, self.watches.turned
        told = await self.watcher.past(watch.items, before + 1, self.source.height)
        if not self.watches.holds(watch) or self.watches.turned != turned:
            return True  # it ended, or the chain was replaced meanwhile: what was found may be true no more
        if told.last <= before:
            return False
        for event in told.events:
            if not self.send(watch, event.body, event.brief):
                return False
        if told.covered:
            covered = [COVERED, before + 1, told.last]
            if not self.send(watch, covered, covered):
                return False
        watch.told = told.last
        return True
