"""Bitcoin Core's own consensus engine (libbitcoinkernel, through py-bitcoinkernel), in a process of its own.

    Core(folder, REGTEST)    an engine with an empty block index, which says why it refuses a header
    valid(tx, coins)         whether Core finds each input's script satisfied
    take_blocks(folder, [])  the tip of a node that was given these blocks

The library ends its process where it meets what it holds impossible. There the call raises Died, which fails the test
that made it, and the next call starts another process.
"""

import ctypes
import importlib.util
import multiprocessing
import os
import pathlib
import shutil
import signal
import sys
from collections.abc import Callable
from typing import Any

import pytest

from lightclient.bitcoin.networks.network import Network

if importlib.util.find_spec("pbk") is None:
    if os.environ.get("CI") == "true":
        raise ImportError("py-bitcoinkernel is not installed")
    pytest.skip("py-bitcoinkernel is not installed: no consensus oracle", allow_module_level=True)

CHAIN_TYPES = {  # by the name of our network
    "mainnet": "MAINNET",
    "testnet3": "TESTNET",
    "testnet4": "TESTNET_4",
    "signet": "SIGNET",
    "regtest": "REGTEST",
}


class Died(AssertionError):
    """Core's engine ended its process; its standard error says why."""


# -- on this side


class Core:
    """A ChainstateManager in `folder` that says why it refuses a header. Use it in a `with`: its clock is global."""

    def __init__(self, folder: pathlib.Path, network: Network) -> None:
        self.folder = folder
        call(_open, str(folder), network.name)

    def __enter__(self) -> "Core":
        return self

    def __exit__(self, *error: object) -> None:
        call(_close)
        shutil.rmtree(self.folder)

    def set_clock(self, now: int) -> None:
        call(_set_clock, now)

    def take(self, header: bytes) -> "str | None":
        """Process one header; return None if it is accepted or known, else the reason as Core's log has it."""
        return call(_take, header)

    def deliver(self, run: "list[bytes]", now: int) -> "tuple[list[str | None], tuple[int, bytes]]":
        """Process a run of headers at the time `now`; return what `take` says of each, and the tip after them."""
        return call(_deliver, run, now)

    @property
    def tip(self) -> "tuple[int, bytes]":
        """Height and hash of the header with the most work."""
        return call(_tip)


def valid(data: bytes, coins: "list[tuple[int, bytes]]") -> "list[bool]":
    """Return for each input of a raw transaction whether Core finds its script satisfied.

    coins: value and script of what each input spends.
    """
    return call(_valid, data, coins)


def take_blocks(folder: pathlib.Path, blocks: "list[bytes]") -> "tuple[int, str]":
    """Give blocks to a regtest node; return the height of its chain, and the hash of the best header."""
    return call(_take_blocks, str(folder), blocks)


class _Process:
    """Runs this module's functions elsewhere. What it runs them in ends with this process, however that ends."""

    def __init__(self) -> None:
        self._process: Any = None
        self._pipe: Any = None

    def call(self, function: "Callable[..., Any]", *arguments: Any) -> Any:
        """Return what the function returns there, or raise what it raises. Raises Died if it ends the process."""
        if self._process is None:
            self._start()
        try:
            self._pipe.send((function, arguments))
            result, error = self._pipe.recv()
        except (EOFError, ConnectionError):
            self._process.join()
            code, self._process = self._process.exitcode, None
            how = signal.Signals(-code).name if code < 0 else f"status {code}"
            raise Died(f"Core's engine ended with {how} in {function.__name__.strip('_')}") from None
        if error:
            raise error
        return result

    def _start(self) -> None:
        spawn = multiprocessing.get_context("spawn")  # a fork would inherit the locks of this process's threads
        self._pipe, other = spawn.Pipe()
        self._process = spawn.Process(target=_serve, args=[other], daemon=True)
        self._process.start()
        other.close()


call = _Process().call


# -- on the engine's side


class _Open:
    """The one engine with a block index that the process has."""

    manager: Any = None
    connection: Any = None
    log: Any = None


def _serve(pipe: Any) -> None:
    while True:
        try:
            function, arguments = pipe.recv()
        except EOFError:
            return
        try:
            answer = function(*arguments), None
        except Exception as error:
            answer = None, error
        pipe.send(answer)


def _open(folder: str, network: str) -> None:
    import pbk

    pbk.logging_set_options(pbk.LoggingOptions(log_timestamps=False))
    pbk.set_log_level_category(pbk.LogCategory.ALL, pbk.LogLevel.DEBUG)
    pbk.enable_log_category(pbk.LogCategory.VALIDATION)
    _Open.log = []
    _Open.connection = pbk.LoggingConnection(_Open.log.append)
    context = pbk.make_context(pbk.ChainType[CHAIN_TYPES[network]])
    options = pbk.ChainstateManagerOptions(context, folder, folder + "/blocks")
    options.update_block_tree_db_in_memory(True)
    options.update_chainstate_db_in_memory(True)
    _Open.manager = pbk.ChainstateManager(options)


def _close() -> None:
    _set_clock(0)
    _Open.manager = _Open.connection = None


def _set_clock(now: int) -> None:
    # Core has a clock for tests, SetMockTime(int64_t); the C interface does not show it, but the library exports it.
    from pbk.capi.library import BITCOINKERNEL_LIB

    set_mock_time = BITCOINKERNEL_LIB["_Z11SetMockTimex" if sys.platform == "darwin" else "_Z11SetMockTimel"]
    set_mock_time.argtypes = [ctypes.c_int64]
    set_mock_time.restype = None
    set_mock_time(now)


def _take(header: bytes) -> "str | None":
    import pbk

    _Open.log.clear()
    try:
        _Open.manager.process_block_header(pbk.BlockHeader(header))
    except pbk.ProcessBlockHeaderException:
        # [validation] AcceptBlockHeader: Consensus::CheckBlockHeader: 00ab.., high-hash, proof of work failed
        # [validation] header 00ab.. has prev block not found: 00cd..
        (line,) = _Open.log
        if "has prev block not found" in line:
            return "prev-blk-not-found"
        return line.split(", ")[1].partition("(")[0]
    return None


def _deliver(run: "list[bytes]", now: int) -> "tuple[list[str | None], tuple[int, bytes]]":
    _set_clock(now)
    return [_take(header) for header in run], _tip()


def _tip() -> "tuple[int, bytes]":
    entry = _Open.manager.best_entry
    return entry.height, bytes(entry.block_hash)


def _valid(data: bytes, coins: "list[tuple[int, bytes]]", flags: "int | None" = None) -> "list[bool]":
    import pbk
    from pbk.script import PrecomputedTransactionData

    # ALL by its name: up to Python 3.10 the members of a Flag include those that combine others, so that their sum has
    # bits that the library does not know, and it aborts.
    flags = pbk.ScriptVerificationFlags.ALL if flags is None else flags
    tx = pbk.Transaction(data)
    outputs = [pbk.TransactionOutput(pbk.ScriptPubkey(script), value) for value, script in coins]
    computed = PrecomputedTransactionData(tx, outputs)
    return [
        pbk.ScriptPubkey(script).verify(value, tx, computed, index, flags)
        for index, (value, script) in enumerate(coins)
    ]


def _take_blocks(folder: str, blocks: "list[bytes]") -> "tuple[int, str]":
    import pbk

    engine = pbk.load_chainman(pathlib.Path(folder), pbk.ChainType.REGTEST)
    for block in blocks:
        engine.process_block(pbk.Block(block))
    return engine.get_active_chain().height, str(engine.best_entry.block_hash)
