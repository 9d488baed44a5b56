"""Waiting with a limit loses no cancellation, and the library waits in no other way."""

import asyncio
import re

import pytest

from lightclient.mqtt.hosts.paho import Connection
from lightclient.waiting import came, within
from tests.conftest import ROOT
from tests.support.gateway import at, in_loop

pytest_plugins = ["tests.services.fixtures"]


@in_loop
async def test_what_comes_in_time_is_returned_and_what_comes_late_is_cancelled():
    late = asyncio.get_running_loop().create_future()
    assert await within(asyncio.sleep(0, "here"), 1) == "here"
    with pytest.raises(asyncio.TimeoutError):
        await within(late, 0.01)
    assert late.cancelled()
    with pytest.raises(ZeroDivisionError):
        await within(failing(), None)


@in_loop
async def test_an_event_comes_or_does_not():
    event = asyncio.Event()
    assert not await came(event, 0.01)
    asyncio.get_running_loop().call_soon(event.set)
    assert await came(event, 1)


@pytest.mark.parametrize("fails", [False, True])
@in_loop
async def test_a_cancellation_that_comes_together_with_the_result_is_not_lost(fails):
    result = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(within(result, 1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    if fails:
        result.set_exception(OSError("too late"))  # of which asyncio does not complain
    else:
        result.set_result("too late")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@in_loop
async def test_a_connection_ends_at_the_very_moment_at_which_it_is_made_again(mosquitto):
    stopped = asyncio.get_running_loop().create_future()
    ups = []

    def changed(up):
        ups.append(up)
        if ups == [True]:
            asyncio.get_running_loop().call_later(0.1, ours._hang_up)
        if ups == [True, False, True]:
            asyncio.ensure_future(ours.stop()).add_done_callback(lambda _: stopped.set_result(None))

    ours = Connection(at(mosquitto.port), "ours", lambda *message: None, changed)
    await ours.start()
    await within(stopped, 20)
    assert ups == [True, False, True]


def test_nothing_on_hosts_waits_in_another_way():
    files = [file for file in (ROOT / "lightclient").rglob("*.py") if "device" not in file.parts]
    assert [file for file in files if re.search(r"asyncio\.(wait_for|timeout)\b\(", file.read_text())] == []


async def failing():
    raise ZeroDivisionError
