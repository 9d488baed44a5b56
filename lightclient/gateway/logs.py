"""Logs for machines: one JSON object a line, and no line over and over."""

from __future__ import annotations

import contextlib
import json
import logging
import sys
import time
from collections.abc import Iterator
from typing import Any

log = logging.getLogger("lightclient.gateway")

AGAIN = 60.0  # seconds until what is still the case is logged again
LINES = 20  # different lines of one event in that time: a flood does not fill the disk
EVENTS = 64


class JsonLines(logging.Formatter):
    """Fields come in as `log.info("what happened", extra={"fields": {...}})`; lines of libraries name their logger."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "fields", {"logger": record.name}),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


class Seldom:
    """Which lines of a log are news: the same one only after AGAIN seconds, and LINES of one event in that time."""

    def __init__(self) -> None:
        self._events: dict[str, _Event] = {}

    def forget(self, event: str) -> None:
        """Forget an event that has ended: if it begins again, that is news."""
        self._events.pop(event, None)

    def is_news(self, event: str, line: str) -> int | None:
        """Return how many lines of the event were left out before this one, None if this one is to be left out too."""
        now = time.monotonic()
        past = self._events.get(event)
        left_out = 0
        if past is None or now - past.since >= AGAIN:
            if len(self._events) >= EVENTS:
                self._events.clear()
            left_out = past.left_out if past else 0
            past = self._events[event] = _Event(now)
        if line in past.lines or len(past.lines) >= LINES:
            past.left_out += 1
            return None
        past.lines.add(line)
        return left_out


class _Event:
    def __init__(self, since: float) -> None:
        self.since = since
        self.lines: set[str] = set()
        self.left_out = 0


class Quiet:
    """A logger that does not repeat itself; what it left out is counted in `left_out` of the next line of the event."""

    def __init__(self, log: logging.Logger) -> None:
        self.log = log
        self._seldom = Seldom()
        self.forget = self._seldom.forget

    def info(self, event: str, fields: dict[str, Any]) -> None:
        self._put(logging.INFO, event, fields)

    def warning(self, event: str, fields: dict[str, Any]) -> None:
        self._put(logging.WARNING, event, fields)

    def exception(self, event: str, fields: dict[str, Any]) -> None:
        """With the traceback of the error that is being handled."""
        self._put(logging.ERROR, event, fields, True)

    def _put(self, level: int, event: str, fields: dict[str, Any], traceback: bool = False) -> None:
        left_out = self._seldom.is_news(event, repr(fields))
        if left_out is None:
            return
        if left_out:
            fields = {**fields, "left_out": left_out}
        self.log.log(level, event, exc_info=traceback, extra={"fields": fields})


class _Libraries(logging.Filter):
    """Lets lines of libraries through as seldom as ours: what they say of a flood would be one."""

    def __init__(self) -> None:
        super().__init__()
        self._seldom = Seldom()

    def filter(self, record: logging.LogRecord) -> bool:
        return hasattr(record, "fields") or self._seldom.is_news(record.name, record.getMessage()) is not None


@contextlib.contextmanager
def to_stderr(level: str = "info") -> Iterator[logging.StreamHandler[Any]]:
    """Send the gateway's logs from `level` on to standard error, and the warnings of the libraries below it."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    handler.addFilter(_Libraries())
    with _at(level.upper(), "lightclient"):
        logging.getLogger().addHandler(handler)
        try:
            yield handler
        finally:
            logging.getLogger().removeHandler(handler)


@contextlib.contextmanager
def silenced() -> Iterator[None]:
    """Keep the gateway and the embedded broker quiet, in a program that tells in its own words what happens."""
    with _at("CRITICAL", "amqtt", "lightclient", "transitions"):
        yield


@contextlib.contextmanager
def _at(level: str, *names: str) -> Iterator[None]:
    loggers = [logging.getLogger(name) for name in names]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(level)
    try:
        yield
    finally:
        for logger, was in zip(loggers, before, strict=True):
            logger.setLevel(was)
