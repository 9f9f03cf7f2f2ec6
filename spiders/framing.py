"""Where an HTTP/1.1 message ends (RFC 9112, 6): a connection is used again only where nobody can see that otherwise."""

from __future__ import annotations

import re
from asyncio import IncompleteReadError, StreamReader, StreamWriter
from collections.abc import Callable
from dataclasses import dataclass

HEAD = 64 * 1024
"""Bytes that the head of a request or an answer may have."""
CHUNK = 64 * 1024
FIELD = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+:[^\0\r\n]*")
CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\0\r\n]*)?\r\n")
LENGTH = re.compile(rb"[0-9]{1,18}")
OF_REQUESTS = {b"content-length", b"transfer-encoding", b"connection", b"upgrade", b"expect"}
OF_ANSWERS = {b"content-length", b"transfer-encoding", b"connection", b"upgrade"}
NO_BODY = {b"204", b"304"}
MORE = b"\0"
"""No answer begins with this: who is sent it behind one knows that what came is no HTTP."""
LAST, CHUNKED = -1, -2
"""Instead of a length: the message ends with its connection; it says itself, chunk by chunk, where it ends."""

Note = Callable[[], object]
"""Hears that something was passed on."""


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


def split_head(head: bytes) -> tuple[bytes, list[bytes]]:
    """The first line and the fields of a head."""
    start, *fields = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    return start, fields


def name_of(field: bytes) -> bytes:
    """The name of a field, in lower case."""
    return field.partition(b":")[0].strip().lower()


def value_of(field: bytes) -> bytes:
    """The value of a field."""
    return field.partition(b":")[2].strip(b" \t")


def bare(start: bytes, fields: list[bytes]) -> bool:
    """Whether a request surely has no body and asks for nothing but an answer, so that another may follow it."""
    if not (start.startswith(b"GET ") and start.endswith(b" HTTP/1.1") and all(map(FIELD.fullmatch, fields))):
        return False
    said = [(name, value_of(field)) for field in fields if (name := name_of(field)) in OF_REQUESTS]
    return said in ([], [(b"content-length", b"0")])


def length_of(start: bytes, fields: list[bytes]) -> int:
    """How long the body of an answer to GET is: so many bytes, CHUNKED, or LAST where that could be seen otherwise."""
    if not start.startswith(b"HTTP/1.1 ") or not all(map(FIELD.fullmatch, fields)):
        return LAST
    said = [(name, value_of(field).lower()) for field in fields if (name := name_of(field)) in OF_ANSWERS]
    said = [each for each in said if each != (b"connection", b"keep-alive")]
    if start[9:12] in NO_BODY and not any(name == b"connection" for name, _ in said):
        return 0
    if len(said) != 1:
        return LAST
    [(name, value)] = said
    if name == b"transfer-encoding":
        return CHUNKED if value == b"chunked" else LAST
    return int(value) if name == b"content-length" and LENGTH.fullmatch(value) else LAST


def unheard() -> None:
    """What is done where nobody hears."""


async def pump(reader: StreamReader, writer: StreamWriter, leave: Pass, note: Note = unheard) -> None:
    """Pass on bytes until there are no more, or more than the budget; `note` hears whenever some came."""
    while data := await reader.read(CHUNK):
        note()
        if not leave.spend(len(data)):
            return
        writer.write(data)
        await writer.drain()


async def pass_body(reader: StreamReader, writer: StreamWriter, leave: Pass, length: int, head: bytes) -> bool:
    """Pass on a head and its body; whether it came whole, within the budget, and the connection can go on."""
    if length == LAST:
        writer.write(head)
        await pump(reader, writer, leave)
        return False
    if length == CHUNKED:
        writer.write(head)
        return await pass_chunks(reader, writer, leave)
    return await pass_bytes(reader, writer, leave, length, head)


def ended(reader: StreamReader) -> bytes:
    """What follows an answer: nothing, or what shows the client that the host said more than it had announced."""
    return MORE if reader._buffer else b""  # type: ignore[attr-defined]


async def pass_bytes(reader: StreamReader, writer: StreamWriter, leave: Pass, left: int, head: bytes) -> bool:
    """Pass on so many bytes, the last of an answer; IncompleteReadError if there are not so many."""
    if not (left and reader._buffer):  # type: ignore[attr-defined]
        writer.write(head + (b"" if left else ended(reader)))
        head = b""
    while left:
        data = await some(reader, leave, left)
        left -= len(data)
        end = b"" if left else ended(reader)
        writer.write(head + data + end)
        head = b""
        await writer.drain()
    return not ended(reader)


async def some(reader: StreamReader, leave: Pass, most: int) -> bytes:
    """At least one and at most so many bytes; IncompleteReadError if there are none, or the budget is spent."""
    data = await reader.read(min(most, CHUNK))
    if not data or not leave.spend(len(data)):
        raise IncompleteReadError(b"", most)
    return data


async def pass_chunks(reader: StreamReader, writer: StreamWriter, leave: Pass) -> bool:
    """Pass on chunks until the empty one; what else their lines and the trailer say is left out."""
    while size := chunk_size(await reader.readuntil(b"\r\n")):
        writer.write(b"%x\r\n" % size)
        while size:
            data = await some(reader, leave, size)
            size -= len(data)
            writer.write(data)
            await writer.drain()
        if await reader.readexactly(2) != b"\r\n":
            raise IncompleteReadError(b"", 2)
        writer.write(b"\r\n")
    while (line := await reader.readuntil(b"\r\n")) != b"\r\n":
        if not leave.spend(len(line)):
            return False
    end = ended(reader)
    writer.write(b"0\r\n\r\n" + end)
    await writer.drain()
    return not end


def chunk_size(line: bytes) -> int:
    """The size that a chunk begins with; IncompleteReadError where it says none."""
    match = CHUNK_SIZE.fullmatch(line)
    if not match:
        raise IncompleteReadError(b"", None)
    return int(match[1], 16)
