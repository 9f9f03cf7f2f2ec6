"""Telegram channels as long as wanted, served on loopback from a process of their own: work for a crawl."""

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
from lab.messages import Message, Version
from lab.preview import Shown, block
from lab.telegram import MORE, foot, head

DAY = date(2026, 11, 2)
MARK = 987_654_321
"""The id that every block is made with; it is replaced by the message's own."""
ROBOTS = b"User-agent: *\nAllow: /\n"
REQUEST = re.compile(rb"GET (\S+) HTTP/1\.1\r\n")
FORK = multiprocessing.get_context("fork")


@dataclass
class Preview:
    """Channels `s0`, `s1`, … of so many pages of so many messages; each message is another text with its own number."""

    pages: int
    messages: int
    blocks: list[str] = field(init=False)

    def __post_init__(self) -> None:
        texts = [json.loads(line)["text"] for line in CORPUS.read_text("utf-8").splitlines()]
        self.blocks = [block(channel("NAME"), shown(f"{text}\nNo. {MARK}"), DAY) for text in texts]

    def answer(self, target: str) -> bytes:
        """The page that a path of the preview shows."""
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

    def urls(self, port: int, channels: int) -> Iterator[str]:
        """The address of every page, on this machine's own address."""
        for name in range(channels):
            for page in range(self.pages):
                yield f"http://127.0.0.1:{port}/s/s{name}?before={(self.pages - page) * self.messages + 1}"


def channel(name: str) -> Channel:
    """A channel that is nothing but its name."""
    return Channel(name, "Grand bazaar", "zh-Hans")


def shown(text: str) -> Shown:
    """A message with this text."""
    version = Version(DAY, text)
    return Shown(Message("", datetime(2026, 11, 1, 8, 30, tzinfo=UTC), (version,), id=MARK), version)


class Connected(asyncio.Protocol):
    """One connection, kept alive; requests come one by one."""

    def __init__(self, preview: Preview) -> None:
        self.preview = preview
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
        body = self.preview.answer(asked[1].decode()) if asked else b""
        kind = b"text/plain" if body is ROBOTS else b"text/html; charset=utf-8"
        top = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n" % (kind, len(body))
        self.transport.write(top + body)
        if closes:
            self.transport.close()


def listen(preview: Preview, line: Connection) -> None:
    """In the child: answer until the end, the port having been told."""

    async def forever() -> None:
        server = await asyncio.get_running_loop().create_server(lambda: Connected(preview), "127.0.0.1", 0)
        line.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(forever())


@contextmanager
def serve(preview: Preview) -> Iterator[int]:
    """The port at which the channels are served until the block ends."""
    line, theirs = FORK.Pipe()
    process = FORK.Process(target=listen, args=(preview, theirs), daemon=True)
    process.start()
    try:
        yield line.recv()
    finally:
        process.terminate()
        process.join()
