"""Telegram channels as long as wanted, and as many panels, served on loopback by a process of their own."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from multiprocessing.connection import Connection
from urllib.parse import parse_qs, urlsplit

from lab.channels import Channel
from lab.corpus import CORPUS
from lab.market import Market
from lab.messages import Message, Version
from lab.pages import Site as LabSite
from lab.preview import Shown, block
from lab.responses import Asked
from lab.telegram import MORE, foot, head

DAY = date(2026, 11, 2)
MARK = 987_654_321
"""The id that every block is made with; it is replaced by the message's own."""
PANEL_PATHS = ("/api/status", "/api/user/groups", "/api/pricing")
ROBOTS = b"User-agent: *\nAllow: /\n"
REQUEST = re.compile(rb"GET (\S+) HTTP/1\.1\r\n(?:.*\r\n)*?host: *([^\r:]+)", re.IGNORECASE)
FORK = multiprocessing.get_context("fork")


def texts() -> list[str]:
    """What sellers post: the lab's invented listings."""
    return [json.loads(line)["text"] for line in CORPUS.read_text("utf-8").splitlines()]


@dataclass
class Preview:
    """Channels `s0`, `s1`, … of so many pages of so many messages; sellers post the same texts again and again."""

    pages: int
    messages: int
    media_type = b"text/html; charset=utf-8"
    blocks: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.blocks = [block(channel("NAME"), shown(text), DAY) for text in texts()]

    def answer(self, host: str, target: str) -> bytes:
        """The page that a path of the preview shows, on whatever host."""
        parts = urlsplit(target)
        if parts.path == "/robots.txt":
            return ROBOTS
        name = parts.path.rpartition("/")[2]
        below = int(parse_qs(parts.query).get("before", [str(self.pages * self.messages + 1)])[0])
        first = max(1, below - self.messages)
        shows = channel(name)
        more = MORE.format(name=name, before=first) if first > 1 else ""
        top = head(shows, first if first > 1 else None, below, DAY)
        messages = "".join(self.message(name, each) for each in range(first, below))
        return f"{top}{more}{messages}{foot(shows, DAY, below)}".encode()

    def message(self, name: str, number: int) -> str:
        """One message; neighbouring channels begin with other texts."""
        made = self.blocks[(number + int(name[1:]) * 7) % len(self.blocks)]
        return made.replace("NAME", name).replace(str(MARK), str(number))


class Panels:
    """Relay panels, one a host `s0.example`, `s1.example`, …: the lab's own, each with its name and no other."""

    media_type = b"application/json"

    def __init__(self) -> None:
        market = Market(1)
        site = LabSite(market, market.weeks[-1])
        open_to_all = [panel for panel in market.panels if not panel.private]
        self.answers = [
            {path: site.answer(Asked("GET", panel.host, path)).body for path in PANEL_PATHS} for panel in open_to_all
        ]

    def answer(self, host: str, target: str) -> bytes:
        """What the panel of a host answers; its name stands in every answer, so that no two are the same."""
        if target == "/robots.txt":
            return ROBOTS
        number = int(re.sub(r"\D", "", host) or 0)
        body = self.answers[number % len(self.answers)].get(target, b"{}")
        return b'{"served_by":"%s",%s' % (host.encode(), body.lstrip()[1:])


Site = Preview | Panels


def channel(name: str) -> Channel:
    """A channel that is nothing but its name."""
    return Channel(name, "Grand bazaar", "zh-Hans")


def shown(text: str) -> Shown:
    """A message with this text."""
    version = Version(DAY, text)
    return Shown(Message("", datetime(2026, 11, 1, 8, 30, tzinfo=UTC), (version,), id=MARK), version)


class Connected(asyncio.Protocol):
    """One connection, kept alive; requests come one by one."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.heard = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Someone is there."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer as soon as the head of a request is whole."""
        self.heard += data
        if not self.heard.endswith(b"\r\n\r\n"):
            return
        asked = REQUEST.match(self.heard)
        closes = b"connection: close" in self.heard.lower()
        self.heard = b""
        body = self.site.answer(asked[2].decode(), asked[1].decode()) if asked else b""
        kind = b"text/plain" if body is ROBOTS else self.site.media_type
        top = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n" % (kind, len(body))
        self.transport.write(top + body)
        if closes:
            self.transport.close()


def listen(site: Site, line: Connection) -> None:
    """In the child: answer until the end, the port having been told."""

    async def forever() -> None:
        server = await asyncio.get_running_loop().create_server(lambda: Connected(site), "127.0.0.1", 0)
        line.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(forever())


@contextmanager
def serve(site: Site) -> Iterator[int]:
    """The port at which the channels are served until the block ends."""
    line, theirs = FORK.Pipe()
    process = FORK.Process(target=listen, args=(site, theirs), daemon=True)
    process.start()
    try:
        yield line.recv()
    finally:
        process.terminate()
        process.join()
