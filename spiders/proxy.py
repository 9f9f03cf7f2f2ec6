"""The one way out: a loopback proxy inside this process that looks a host up, checks it, and connects to that address.

Scrapy and Chromium reach nothing but this proxy. A name is looked up once for a connection and the checked address is
the one that is connected to, so that an answer which changes in between changes nothing; a redirect is a new request
and is checked like the first. TLS goes through a CONNECT tunnel and is verified by whoever asked.
"""

from __future__ import annotations

import asyncio
import base64
import secrets
from asyncio import StreamReader, StreamWriter
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from parsers.records import BadInput
from spiders.network import REFUSED, Reach, RefusedError
from spiders.urls import authority

HEAD = 64 * 1024
"""Bytes that the head of a request or an answer may have."""
CHUNK = 64 * 1024
CONNECT_SECONDS = 20.0
HOP = {b"proxy-authorization", b"proxy-connection", b"connection", b"keep-alive"}
OURS = HOP | {REFUSED.lower().encode()}


@dataclass(slots=True)
class Pass:
    """Leave to use the proxy: for these hosts (`host` or `host:port`; None: all), for so many bytes of answers."""

    hosts: frozenset[str] | None = None
    bytes_left: int | None = None

    def spend(self, size: int) -> bool:
        """Whether so many more bytes are within the budget, which they are then taken from."""
        if self.bytes_left is None:
            return True
        self.bytes_left -= size
        return self.bytes_left >= 0


class Proxy:
    """Listens on a loopback port of its own; whoever has no pass, like another process, is not served."""

    def __init__(self, reach: Reach) -> None:
        self.reach = reach
        self.passes: dict[str, Pass] = {}
        self.server: asyncio.Server | None = None
        self.tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Listen, if it does not yet."""
        if self.server is None:
            self.server = await asyncio.start_server(self.accept, "127.0.0.1", 0, limit=HEAD)

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
        """End every connection and take back every pass."""
        self.passes.clear()
        for task in tuple(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def close(self) -> None:
        """Listen no more."""
        await self.drop()
        if self.server:
            self.server.close()
            self.server = None

    async def accept(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Serve one connection, which carries one request or one tunnel."""
        task = asyncio.current_task()
        if task is None:
            return
        self.tasks.add(task)
        try:
            await self.serve(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass  # either side hung up or talked no HTTP: the other sees the line end; or `drop` ends us
        finally:
            self.tasks.discard(task)
            writer.close()

    async def serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Read the head of a request, check it, connect and pass on what comes."""
        start, fields = split_head(await reader.readuntil(b"\r\n\r\n"))
        method, _, target = start.partition(b" ")
        target = target.rpartition(b" ")[0]
        leave = self.passes.get(token_of(fields))
        if leave is None:
            writer.write(b"HTTP/1.1 407 A pass is needed\r\nProxy-Authenticate: Basic realm=\"undercut\"\r\n"
                         b"Content-Length: 0\r\nConnection: close\r\n\r\n")  # fmt: skip
            await writer.drain()
            return
        try:
            host, port, path = aim(method, target)
            check_host(leave, host, port, method)
            async with asyncio.timeout(CONNECT_SECONDS):
                upstream = await self.connect(host, port)
        except RefusedError as error:
            await refuse(writer, 403, str(error))
            return
        except (OSError, TimeoutError) as error:
            await refuse(writer, 502, "refused" if isinstance(error, ConnectionRefusedError) else lost(host, error))
            return
        try:
            if method == b"CONNECT":
                writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
                await both(pump(reader, upstream[1], Pass()), pump(upstream[0], writer, leave))
            else:
                upstream[1].write(request_head(method, path, fields))
                await both(pump(reader, upstream[1], Pass()), self.answer(upstream[0], writer, leave))
        finally:
            upstream[1].close()

    async def connect(self, host: str, port: int) -> tuple[StreamReader, StreamWriter]:
        """A connection to the first of the host's checked addresses that takes one."""
        fault: OSError = OSError(f"{host} has no address")
        for address, number in await self.reach.places(host, port):
            try:
                return await asyncio.open_connection(address, number, limit=HEAD)
            except OSError as error:
                fault = error
        raise fault

    async def answer(self, reader: StreamReader, writer: StreamWriter, leave: Pass) -> None:
        """Pass on an answer, told to be the last of its connection."""
        while True:
            start, fields = split_head(await reader.readuntil(b"\r\n\r\n"))
            kept = [field for field in fields if name_of(field) not in OURS]
            interim = start.partition(b" ")[2].startswith(b"1")
            if not interim:
                kept.append(b"Connection: close")
            writer.write(b"\r\n".join([start, *kept, b"", b""]))
            if not interim:
                break
        await pump(reader, writer, leave)


async def both(out: Coroutine[Any, Any, None], back: Coroutine[Any, Any, None]) -> None:
    """Run both directions of a connection until the answer's ends."""
    sending = asyncio.ensure_future(out)
    try:
        await back
    finally:
        sending.cancel()
        with suppress(asyncio.CancelledError, OSError):
            await sending


async def pump(reader: StreamReader, writer: StreamWriter, leave: Pass) -> None:
    """Pass on bytes until there are no more, or more than the budget."""
    while data := await reader.read(CHUNK):
        if not leave.spend(len(data)):
            return
        writer.write(data)
        await writer.drain()


def split_head(head: bytes) -> tuple[bytes, list[bytes]]:
    """The first line and the fields of a head."""
    start, *fields = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    return start, fields


def name_of(field: bytes) -> bytes:
    """The name of a field, in lower case."""
    return field.partition(b":")[0].strip().lower()


def token_of(fields: list[bytes]) -> str:
    """The token of the pass that a request carries, or nothing."""
    for field in fields:
        if name_of(field) == b"proxy-authorization":
            with suppress(ValueError):
                code = field.partition(b":")[2].strip().partition(b" ")[2]
                return base64.b64decode(code).decode("ascii").partition(":")[0]
    return ""


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


def request_head(method: bytes, path: bytes, fields: list[bytes]) -> bytes:
    """A request as the host itself gets it, the only one of its connection."""
    kept = [field for field in fields if name_of(field) not in HOP]
    return b"\r\n".join([b"%s %s HTTP/1.1" % (method, path), *kept, b"Connection: close", b"", b""])


def lost(host: str, error: Exception) -> str:
    """Why there is no connection, as one clause."""
    return f"{host} could not be reached: {str(error) or type(error).__name__}"


async def refuse(writer: StreamWriter, status: int, why: str) -> None:
    """Say why nothing was asked."""
    line = " ".join(why.split()).encode("utf-8", "replace")
    writer.write(b"HTTP/1.1 %d Not asked\r\n%s: %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                 % (status, REFUSED.encode(), line))  # fmt: skip
    await writer.drain()
