"""The one way out: a loopback proxy inside this process that looks a host up, checks it, and connects to that address.

Scrapy and Chromium reach nothing but this proxy. A name is looked up once for a connection and the checked address is
the one that is connected to, so that an answer which changes in between changes nothing; a redirect is a new request
and is checked like the first. TLS goes through a CONNECT tunnel and is verified by whoever asked. A plain connection
carries further requests to the same host where its name, looked up anew for each, still has the connected address.
"""

from __future__ import annotations

import asyncio
import base64
import secrets
from asyncio import StreamReader, StreamWriter
from collections.abc import Container
from contextlib import suppress
from functools import lru_cache
from urllib.parse import urlsplit, urlunsplit

from parsers.records import BadInput
from spiders.connections import Door, Latencies, Line, both, connect
from spiders.framing import HEAD, LAST, Pass, bare, length_of, name_of, pass_body, pump, split_head, value_of
from spiders.network import REFUSED, Reach, RefusedError
from spiders.urls import authority

__all__ = ["Pass", "Proxy"]

CONNECT_SECONDS = 20.0
IDLE_SECONDS = 4.0
"""How long a connection waits for its next request: less than servers do, so that none hangs up on a request."""
HOP = {b"proxy-authorization", b"proxy-connection", b"connection", b"keep-alive"}
OURS = HOP | {REFUSED.lower().encode()}
NO_PASS = (
    b'HTTP/1.1 407 A pass is needed\r\nProxy-Authenticate: Basic realm="undercut"\r\n'
    b"Content-Length: 0\r\nConnection: close\r\n\r\n"
)


class Proxy:
    """Listens on a loopback port of its own; whoever has no pass, like another process, is not served."""

    def __init__(self, reach: Reach) -> None:
        self.reach = reach
        self.passes: dict[str, Pass] = {}
        self.server: asyncio.Server | None = None
        self.doors: dict[asyncio.Task[None], Door] = {}
        self.latencies: Latencies = {}

    async def start(self) -> None:
        """Listen, if it does not yet."""
        if self.server is None:
            self.server = await asyncio.get_running_loop().create_server(self.door, "127.0.0.1", 0)

    def door(self) -> Door:
        """What a new connection comes in by."""
        return Door(StreamReader(limit=HEAD), self.accept)

    @property
    def address(self) -> str:
        """`http://127.0.0.1:port`."""
        if self.server is None:
            raise RuntimeError("the proxy is not started")
        return f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}"

    def admit(self, leave: Pass) -> str:
        """A new pass's token: user name and password are this."""
        token = secrets.token_hex(16)
        self.passes[token] = leave
        return token

    def with_pass(self, token: str) -> str:
        """The proxy's address with a pass in it."""
        return self.address.replace("//", f"//{token}:{token}@")

    async def drop(self) -> None:
        """End every connection, take back every pass, and forget how slow the hosts were."""
        self.passes.clear()
        for task in tuple(self.doors):
            task.cancel()
        await asyncio.gather(*self.doors, return_exceptions=True)
        self.latencies.clear()

    def hang_up(self, hosts: Container[str]) -> None:
        """End every connection to these hosts: nobody is to ask them again for now."""
        for task, door in tuple(self.doors.items()):
            if door.host in hosts:
                task.cancel()

    async def close(self) -> None:
        """Listen no more."""
        await self.drop()
        if self.server:
            self.server.close()
            self.server = None

    async def accept(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Serve one connection."""
        task, door = asyncio.current_task(), writer.transport.get_protocol()
        if task is None or not isinstance(door, Door):
            return
        self.doors[task] = door
        door.task = task
        try:
            await self.serve(reader, writer, door)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass  # either side hung up or talked no HTTP: the other sees the line end; or `drop` ends us
        finally:
            door.task = None
            self.doors.pop(task, None)
            writer.close()

    async def serve(self, reader: StreamReader, writer: StreamWriter, door: Door) -> None:
        """Serve one request after the other, each checked by itself, until one is the last of the connection."""
        line, wait = None, None
        try:
            while True:
                async with asyncio.timeout(wait):
                    start, fields = split_head(await reader.readuntil(b"\r\n\r\n"))
                line = await self.line(start, fields, writer, line)
                door.host = line.host if line else ""
                if line is None or not await self.exchange(start, fields, line, reader, writer):
                    return
                wait = IDLE_SECONDS
        finally:
            if line:
                line.close()

    async def line(self, start: bytes, fields: list[bytes], writer: StreamWriter, last: Line | None) -> Line | None:
        """A connection for a request, the last one where it fits; or None, and the client is told why."""
        method, _, target = start.partition(b" ")
        leave = self.passes.get(token_of(fields))
        host = ""
        try:
            if leave is None:
                writer.write(NO_PASS)
                return None
            host, port, _ = aim(method, target.rpartition(b" ")[0])
            check_host(leave, host, port, method)
            async with asyncio.timeout(CONNECT_SECONDS):
                places = await self.reach.places(host, port)
                if last and method != b"CONNECT" and last.fits(leave, host, port, places):
                    line, last = last, None
                    return line
                return Line(leave, host, port, *await connect(host, places), self.latencies)
        except RefusedError as error:
            await refuse(writer, 403, str(error))
        except (OSError, TimeoutError) as error:
            await refuse(writer, 502, "refused" if isinstance(error, ConnectionRefusedError) else lost(host, error))
        finally:
            if last:
                last.close()
        return None

    async def exchange(
        self, start: bytes, fields: list[bytes], line: Line, reader: StreamReader, writer: StreamWriter
    ) -> bool:
        """Pass on a request and its answer, or all that a tunnel carries; whether both connections can go on."""
        method, _, target = start.partition(b" ")
        if method == b"CONNECT":
            writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
            inward = pump(line.reader, writer, line.leave, line.heard)
            await both(pump(reader, line.writer, Pass(), line.asked), inward)
            return False
        path = aim(method, target.rpartition(b" ")[0])[2]
        again = bare(start, fields)
        line.asked()
        line.writer.write(request_head(method, path, fields, again))
        if again:
            return await answer(line, writer, again)
        await both(pump(reader, line.writer, Pass()), answer(line, writer, again))
        return False


async def answer(line: Line, writer: StreamWriter, again: bool) -> bool:
    """Pass on an answer, told to be the last of its connection where it is; whether it is not."""
    while True:
        start, fields = split_head(await line.reader.readuntil(b"\r\n\r\n"))
        line.heard()
        if not start.partition(b" ")[2].startswith(b"1"):
            break
        writer.write(b"\r\n".join([start, *ours_left_out(fields), b"", b""]))
    length = length_of(start, fields) if again else LAST
    end = [b"Connection: close", b"", b""] if length == LAST else [b"", b""]
    head = b"\r\n".join([start, *ours_left_out(fields), *end])
    return await pass_body(line.reader, writer, line.leave, length, head)


def ours_left_out(fields: list[bytes]) -> list[bytes]:
    """The fields of an answer without those that only we may say."""
    return [field for field in fields if name_of(field) not in OURS]


def token_of(fields: list[bytes]) -> str:
    """The token of the pass that a request carries, or nothing."""
    for field in fields:
        if name_of(field) == b"proxy-authorization":
            with suppress(ValueError):
                code = value_of(field).partition(b" ")[2]
                return base64.b64decode(code).decode("ascii").partition(":")[0]
    return ""


@lru_cache(256)
def aim(method: bytes, target: bytes) -> tuple[str, int, bytes]:
    """Host, port and path of a request's target; RefusedError where it is none of http's."""
    text = target.decode("latin-1")
    try:
        parts = urlsplit(f"//{text}" if method == b"CONNECT" else text)
        if method != b"CONNECT" and parts.scheme != "http":
            raise RefusedError(f"{text!r} was not asked: only http and https are")
        if "@" in parts.netloc or "\\" in text:
            raise RefusedError(f"{text!r} was not asked: it names a user or has a backslash")
        authority(f"http://{parts.netloc}")
        port = parts.port or (443 if method == b"CONNECT" else 80)
    except (ValueError, BadInput) as error:
        raise RefusedError(str(error)) from None
    path = urlunsplit(parts._replace(scheme="", netloc="")) or "/"
    return parts.hostname or "", port, path.encode("latin-1")


def check_host(leave: Pass, host: str, port: int, method: bytes) -> None:
    """RefusedError unless the pass is for this host."""
    usual = 443 if method == b"CONNECT" else 80
    name = host if port == usual else f"{host}:{port}"
    if leave.hosts is not None and name not in leave.hosts:
        raise RefusedError(f"{name} was not asked: it is not among the source's hosts")


def request_head(method: bytes, path: bytes, fields: list[bytes], again: bool) -> bytes:
    """A request as the host itself gets it; the last one of its connection unless `again`."""
    kept = [field for field in fields if name_of(field) not in HOP]
    end = [b"", b""] if again else [b"Connection: close", b"", b""]
    return b"\r\n".join([b"%s %s HTTP/1.1" % (method, path), *kept, *end])


def lost(host: str, error: Exception) -> str:
    """Why there is no connection, as one clause."""
    return f"{host} could not be reached: {str(error) or type(error).__name__}"


async def refuse(writer: StreamWriter, status: int, why: str) -> None:
    """Say why nothing was asked."""
    line = " ".join(why.split()).encode("utf-8", "replace")
    writer.write(b"HTTP/1.1 %d Not asked\r\n%s: %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                 % (status, REFUSED.encode(), line))  # fmt: skip
    await writer.drain()
