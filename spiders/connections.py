"""The connections of the proxy: a client's, which it is served by, and a host's, which may carry another request."""

from __future__ import annotations

import asyncio
import socket
import struct
import sys
from asyncio import StreamReader, StreamReaderProtocol, StreamWriter
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from spiders.framing import HEAD, Pass

Latencies = dict[str, float]
"""Seconds that a host took for its last answer, by its name."""
LAST_RECEIVED = struct.Struct("52xI")
"""Where Linux's struct tcp_info (linux/tcp.h) has tcpi_last_data_recv: milliseconds since data last came."""


@dataclass(slots=True)
class Line:
    """A connection to a host's checked address, which may carry another request.

    It notes in `latencies` how long the host took, not how long its answer then lay here because we were busy: a host
    is no slower for being one of hundreds.
    """

    leave: Pass
    host: str
    port: int
    place: tuple[str, int]
    reader: StreamReader
    writer: StreamWriter
    latencies: Latencies = field(default_factory=dict)
    asked_at: float = 0.0

    def asked(self) -> None:
        """Something was sent to the host."""
        self.asked_at = monotonic()

    def heard(self) -> None:
        """Something of the host was read."""
        self.latencies[self.host] = max(0.0, monotonic() - self.asked_at - lain(self.writer))

    def fits(self, leave: Pass, host: str, port: int, places: list[tuple[str, int]]) -> bool:
        """Whether a request may go here: the same host, still at this address, which has said nothing unasked."""
        same = self.leave is leave and (self.host, self.port) == (host, port) and self.place in places
        # What came before the request cannot be its answer: whoever sends such is not listened to.
        quiet = not (self.reader._buffer or self.reader.at_eof())  # type: ignore[attr-defined]
        return same and quiet and not self.writer.is_closing()

    def close(self) -> None:
        """Hang up."""
        self.writer.close()


class Door(StreamReaderProtocol):
    """A client's connection: who hangs up is served no further. `host` is whom it led to last."""

    task: asyncio.Task[None] | None = None
    host = ""

    def eof_received(self) -> bool:
        """Our clients say nothing more only when they want nothing more: the connection ends."""
        super().eof_received()
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """End what is still done for this client."""
        super().connection_lost(exc)
        if self.task:
            self.task.cancel()


def lain(writer: StreamWriter) -> float:
    """Seconds since the system had the last data of a connection; 0 where it does not say, as only Linux does."""
    if sys.platform != "linux":
        return 0.0
    try:
        said = writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, LAST_RECEIVED.size)
    except OSError:
        return 0.0  # the connection is gone
    return int(LAST_RECEIVED.unpack(said)[0]) / 1000 if len(said) == LAST_RECEIVED.size else 0.0


async def connect(host: str, places: list[tuple[str, int]]) -> tuple[tuple[str, int], StreamReader, StreamWriter]:
    """A connection to the first of the host's checked addresses that takes one."""
    fault: OSError = OSError(f"{host} has no address")
    for place in places:
        try:
            return place, *await asyncio.open_connection(*place, limit=HEAD)
        except OSError as error:
            fault = error
    raise fault


async def both(out: Coroutine[Any, Any, None], back: Coroutine[Any, Any, object]) -> None:
    """Run both directions of a connection until the answer's ends."""
    sending = asyncio.ensure_future(out)
    try:
        await back
    finally:
        sending.cancel()
        with suppress(asyncio.CancelledError, OSError):
            await sending
