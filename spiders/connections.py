"""The connections of the proxy: a client's, which it is served by, and a host's, which may carry another request."""

from __future__ import annotations

import asyncio
from asyncio import StreamReader, StreamReaderProtocol, StreamWriter
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from spiders.framing import HEAD, Pass


@dataclass(slots=True)
class Line:
    """A connection to a host's checked address, which may carry another request."""

    leave: Pass
    host: str
    port: int
    place: tuple[str, int]
    reader: StreamReader
    writer: StreamWriter

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
    """A client's connection: who hangs up is served no further."""

    task: asyncio.Task[None] | None = None

    def eof_received(self) -> bool:
        """Our clients say nothing more only when they want nothing more: the connection ends."""
        super().eof_received()
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """End what is still done for this client."""
        super().connection_lost(exc)
        if self.task:
            self.task.cancel()


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
