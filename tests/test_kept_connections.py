"""A connection that carries request after request: nothing that either side says makes one answer pass for another."""

from __future__ import annotations

import asyncio
import base64
import socket
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from time import monotonic

import pytest

from spiders.connections import Line, lain
from spiders.framing import Pass
from spiders.network import Grant, Reach
from spiders.proxy import Proxy

OK, CHUNKED = b"HTTP/1.1 200 OK\r\n", b"Transfer-Encoding: chunked\r\n"
SECOND = OK + b"Content-Length: 6\r\n\r\nsecond"
POISON = OK + b"Content-Length: 6\r\n\r\npoison"
WHOLE = OK + b"Content-Length: 5\r\n\r\nfirst"


@dataclass
class Host:
    """A host that says what is laid down for a path, byte for byte, and writes down what it hears, line by line."""

    says: dict[bytes, bytes]
    hangs_up: bool = False
    heard: list[list[bytes]] = field(default_factory=list)
    lines: list[StreamWriter] = field(default_factory=list)
    left: asyncio.Event = field(default_factory=asyncio.Event)

    async def talk(self, reader: StreamReader, writer: StreamWriter) -> None:
        """One connection."""
        asked: list[bytes] = []
        self.heard.append(asked)
        self.lines.append(writer)
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                asked.append(head)
                writer.write(self.says.get(head.split(b" ")[1], b""))
                if self.hangs_up or (b"connection: close" in head.lower() and asked[-1].split(b" ")[1] in self.says):
                    return
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            writer.close()
            self.left.set()


@asynccontextmanager
async def through(host: Host, *leaves: Pass) -> AsyncIterator[tuple[StreamReader, StreamWriter, list[bytes], Proxy]]:
    """A raw line to the proxy, by which nova.example and orchid.example lead to the host, and a field for each pass."""
    server = await asyncio.start_server(host.talk, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    proxy = Proxy(Reach(tuple(Grant(f"{name}.example", "127.0.0.1", port) for name in ("nova", "orchid"))))
    await proxy.start()
    tokens = [proxy.admit(leave) for leave in leaves or (Pass(),)]
    fields = [b"Proxy-Authorization: Basic " + base64.b64encode(f"{each}:{each}".encode()) for each in tokens]
    reader, writer = await asyncio.open_connection("127.0.0.1", int(proxy.address.rpartition(":")[2]))
    yield reader, writer, fields, proxy
    writer.close()
    await proxy.close()
    server.close()


def get(target: bytes, *fields: bytes) -> bytes:
    """A request."""
    return b"\r\n".join([b"GET %s HTTP/1.1" % target, b"Host: x", *fields, b"", b""])


FIRST, NEXT = b"http://nova.example/first", b"http://nova.example/second"


async def asked_twice(host: Host, first: bytes = FIRST, *fields: bytes, then: bytes = NEXT) -> bytes:
    """All that comes back for two requests, of which the second is the last."""
    async with through(host) as (reader, writer, [leave], _):
        writer.write(get(first, leave, *fields) + get(then, leave, b"Connection: close"))
        return await reader.read()


CLEAR = {
    "a length": WHOLE,
    "a length, kept alive in words": OK + b"Connection: Keep-Alive\r\nContent-Length: 5\r\n\r\nfirst",
    "no length but chunks": OK + CHUNKED + b"\r\n5\r\nfirst\r\n0\r\n\r\n",
    "chunks that say more": OK + CHUNKED.title() + b"\r\n5 ;x=y\r\nfirst\r\n0\r\nX: y\r\n\r\n",
    "an answer ahead": b"HTTP/1.1 103 Early Hints\r\n\r\n" + WHOLE,
    "nothing to say": b"HTTP/1.1 204 first\r\n\r\n",
    "not modified, with the length of what is not sent": b"HTTP/1.1 304 first\r\nContent-Length: 99\r\n\r\n",
}
UNCLEAR = {
    "two lengths": OK + b"Content-Length: 5\r\nContent-Length: 44\r\n\r\nfirst",
    "one length twice": OK + b"Content-Length: 5\r\nContent-Length: 5\r\n\r\nfirst",
    "lengths in a list": OK + b"Content-Length: 5, 5\r\n\r\nfirst",
    "a length with a sign": OK + b"Content-Length: +5\r\n\r\nfirst",
    "a length below nothing": OK + b"Content-Length: -5\r\n\r\nfirst",
    "a length in hex": OK + b"Content-Length: 0x5\r\n\r\nfirst",
    "a length beyond counting": OK + b"Content-Length: 18446744073709551621\r\n\r\nfirst",
    "a length and chunks": OK + CHUNKED + b"Content-Length: 5\r\n\r\n5\r\nfirst\r\n0\r\n\r\n",
    "chunks in another code": OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n5\r\nfirst\r\n0\r\n\r\n",
    "chunks misspelt": OK + b"Transfer-Encoding: xchunked\r\n\r\nfirst",
    "chunks said twice": OK + CHUNKED + CHUNKED + b"\r\n\r\n5\r\nfirst\r\n",
    "a space before the colon": OK + b"Content-Length : 5\r\n\r\nfirst",
    "a line that goes on": OK + b"X: y\r\n Content-Length: 44\r\nContent-Length: 5\r\n\r\nfirst",
    "a bare line feed": OK + b"X: y\nContent-Length: 44\r\nContent-Length: 5\r\n\r\nfirst",
    "a bare return": OK + b"X: y\rContent-Length: 44\r\nContent-Length: 5\r\n\r\nfirst",
    "a zero byte": OK + b"X: \0\r\nContent-Length: 5\r\n\r\nfirst",
    "neither length nor chunks": OK + b"\r\nfirst",
    "an older version": b"HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nfirst",
    "the last one, in words": OK + b"Connection: close\r\nContent-Length: 5\r\n\r\nfirst",
    "another protocol": OK + b"Connection: upgrade\r\nUpgrade: h2c\r\nContent-Length: 5\r\n\r\nfirst",
}
BROKEN = {
    "a chunk without a size": OK + CHUNKED + b"\r\n\r\nfirst",
    "a chunk of a size in words": OK + CHUNKED + b"\r\n+5\r\nfirst\r\n0\r\n\r\n",
    "a chunk longer than its size": OK + CHUNKED + b"\r\n3\r\nfirst\r\n0\r\n\r\n",
    "a chunk's size with a bare line feed": OK + CHUNKED + b"\r\n5\nfirst\r\n0\r\n\r\n",
}


@pytest.mark.parametrize("what", CLEAR)
def test_after_an_answer_whose_end_is_clear_the_same_connection_is_asked_again(what: str) -> None:
    host = Host({b"/first": CLEAR[what], b"/second": SECOND})
    found = asyncio.run(asked_twice(host))
    assert found.count(b"first") == 1 and found.endswith(b"second")
    assert [len(asked) for asked in host.heard] == [2]
    assert b"close" not in host.heard[0][0] and b"Connection: close" in host.heard[0][1]


@pytest.mark.parametrize("what", CLEAR)
def test_what_a_host_says_unasked_is_the_answer_to_nothing(what: str) -> None:
    host = Host({b"/first": CLEAR[what] + POISON, b"/second": SECOND})
    found = asyncio.run(asked_twice(host))
    assert found.endswith(b"\0") and found.count(b"first") == 1, "the client sees that this is no HTTP"
    assert [len(asked) for asked in host.heard] == [1]


def test_what_a_host_says_later_unasked_is_the_answer_to_nothing() -> None:
    async def ask() -> bytes:
        async with through(host) as (reader, writer, [leave], _):
            writer.write(get(FIRST, leave))
            found = await reader.readexactly(len(WHOLE))
            host.lines[0].write(POISON)
            await host.lines[0].drain()
            for _ in range(10):
                await asyncio.sleep(0)
            writer.write(get(NEXT, leave, b"Connection: close"))
            return found + await reader.read()

    host = Host({b"/first": WHOLE, b"/second": SECOND})
    found = asyncio.run(ask())
    assert found.startswith(WHOLE) and found.endswith(b"second") and b"poison" not in found
    assert [len(asked) for asked in host.heard] == [1, 1], "the second request goes to a new connection"


def test_who_hung_up_is_connected_to_anew() -> None:
    async def ask() -> bytes:
        async with through(host) as (reader, writer, [leave], _):
            writer.write(get(FIRST, leave))
            found = await reader.readexactly(len(WHOLE))
            host.hangs_up = False
            await host.left.wait()
            for _ in range(10):
                await asyncio.sleep(0)
            writer.write(get(NEXT, leave, b"Connection: close"))
            return found + await reader.read()

    host = Host({b"/first": WHOLE, b"/second": SECOND}, hangs_up=True)
    assert asyncio.run(ask()).endswith(b"second")
    assert [len(asked) for asked in host.heard] == [1, 1]


@pytest.mark.parametrize("what", UNCLEAR)
def test_an_answer_whose_end_may_be_seen_otherwise_is_the_last(what: str) -> None:
    host = Host({b"/first": UNCLEAR[what], b"/second": SECOND}, hangs_up=True)
    found = asyncio.run(asked_twice(host))
    assert b"Connection: close" in found and b"first" in found and b"second" not in found
    assert [len(asked) for asked in host.heard] == [1]


@pytest.mark.parametrize("what", BROKEN)
def test_after_a_broken_answer_nothing_more_is_passed_on(what: str) -> None:
    host = Host({b"/first": BROKEN[what], b"/second": SECOND})
    found = asyncio.run(asked_twice(host))
    assert not found.endswith((b"0\r\n\r\n", b"second")), "the client sees that the answer is not whole"
    assert [len(asked) for asked in host.heard] == [1]


def test_an_answer_shorter_than_it_says_is_the_last() -> None:
    host = Host({b"/first": WHOLE[:-2], b"/second": SECOND}, hangs_up=True)
    assert asyncio.run(asked_twice(host)) == WHOLE[:-2]


SMUGGLED = get(b"http://orchid.example/second")
REQUESTS = {
    "a body": b"GET URL HTTP/1.1\r\nContent-Length: %d\r\nPASS\r\n\r\n" % len(SMUGGLED),
    "a length of none, twice": b"GET URL HTTP/1.1\r\nContent-Length: 0\r\nContent-Length: 0\r\nPASS\r\n\r\n",
    "two lengths": b"GET URL HTTP/1.1\r\nContent-Length: 0\r\nContent-Length: 40\r\nPASS\r\n\r\n",
    "chunks": b"GET URL HTTP/1.1\r\nTransfer-Encoding: chunked\r\nPASS\r\n\r\n0\r\n\r\n",
    "a length and chunks": b"GET URL HTTP/1.1\r\n" + CHUNKED + b"Content-Length: 0\r\nPASS\r\n\r\n0\r\n\r\n",
    "chunks misspelt": b"GET URL HTTP/1.1\r\nTransfer-Encoding: xchunked\r\nPASS\r\n\r\n",
    "a space before the colon": b"GET URL HTTP/1.1\r\nContent-Length : 40\r\nPASS\r\n\r\n",
    "a bare line feed": b"GET URL HTTP/1.1\r\nX: y\nContent-Length: 40\r\nPASS\r\n\r\n",
    "a bare return": b"GET URL HTTP/1.1\r\nX: y\rContent-Length: 40\r\nPASS\r\n\r\n",
    "a line that goes on": b"GET URL HTTP/1.1\r\nX: y\r\n Content-Length: 40\r\nPASS\r\n\r\n",
    "a zero byte": b"GET URL HTTP/1.1\r\nX: \0\r\nPASS\r\n\r\n",
    "something to send": b"POST URL HTTP/1.1\r\nContent-Length: 0\r\nPASS\r\n\r\n",
    "an answer without a body": b"HEAD URL HTTP/1.1\r\nPASS\r\n\r\n",
    "an older version": b"GET URL HTTP/1.0\r\nPASS\r\n\r\n",
    "another protocol": b"GET URL HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: h2c\r\nPASS\r\n\r\n",
    "the last one, in words": b"GET URL HTTP/1.1\r\nConnection: close\r\nPASS\r\n\r\n",
}


@pytest.mark.parametrize("what", REQUESTS)
def test_a_request_that_may_be_more_than_it_seems_is_the_last(what: str) -> None:
    async def ask() -> bytes:
        async with through(host) as (reader, writer, [leave], _):
            writer.write(REQUESTS[what].replace(b"URL", FIRST).replace(b"PASS", leave) + SMUGGLED)
            return await reader.read()

    host = Host({b"/first": WHOLE, b"/second": SECOND})
    found = asyncio.run(ask())
    assert b"Connection: close" in found and found.endswith(b"first")
    assert [len(asked) for asked in host.heard] == [1]
    assert host.heard[0][0].count(b"Connection: close") == 1


def test_another_host_on_the_same_connection_is_connected_to_anew() -> None:
    host = Host({b"/first": WHOLE, b"/second": SECOND})
    found = asyncio.run(asked_twice(host, then=b"http://orchid.example/second"))
    assert found.startswith(b"HTTP/1.1 200") and found.endswith(b"second")
    assert [len(asked) for asked in host.heard] == [1, 1]


REFUSED: dict[str, tuple[bytes, Callable[[bytes, bytes], bytes]]] = {
    "no pass": (b"407", lambda leave, other: get(NEXT)),
    "an unknown pass": (b"407", lambda leave, other: get(NEXT, b"Proxy-Authorization: Basic eDp4")),
    "the pass of another host": (b"403", lambda leave, other: get(NEXT, other)),
    "a host that nobody may reach": (b"403", lambda leave, other: get(b"http://10.0.0.1/second", leave)),
    "another scheme": (b"403", lambda leave, other: get(b"ftp://nova.example/second", leave)),
    "another port": (b"403", lambda leave, other: get(b"http://nova.example:81/second", leave)),
}


@pytest.mark.parametrize("what", REFUSED)
def test_every_request_of_a_connection_is_checked(what: str) -> None:
    async def ask() -> bytes:
        here, there = Pass(frozenset({"nova.example"})), Pass(frozenset({"orchid.example"}))
        async with through(host, here, there) as (reader, writer, [leave, other], _):
            writer.write(get(FIRST, leave) + REFUSED[what][1](leave, other))
            return await reader.read()

    host = Host({b"/first": WHOLE, b"/second": SECOND})
    found = asyncio.run(ask())
    assert found.startswith(WHOLE) and found.removeprefix(WHOLE).startswith(b"HTTP/1.1 " + REFUSED[what][0])
    assert [len(asked) for asked in host.heard] == [1]


def test_a_pass_that_was_taken_back_leads_nowhere() -> None:
    async def ask() -> bytes:
        async with through(host) as (reader, writer, [leave], proxy):
            writer.write(get(FIRST, leave))
            found = await reader.readexactly(len(WHOLE))
            proxy.passes.clear()
            writer.write(get(NEXT, leave))
            return found + await reader.read()

    host = Host({b"/first": WHOLE, b"/second": SECOND})
    assert asyncio.run(ask()).startswith(WHOLE + b"HTTP/1.1 407")
    assert [len(asked) for asked in host.heard] == [1]


def test_all_answers_of_a_connection_are_of_one_budget() -> None:
    async def ask() -> bytes:
        async with through(host, Pass(None, 8)) as (reader, writer, [leave], _):
            writer.write(get(FIRST, leave) + get(NEXT, leave))
            return await reader.read()

    host = Host({b"/first": WHOLE, b"/second": SECOND})
    found = asyncio.run(ask())
    assert found.startswith(WHOLE) and b"second" not in found


def test_who_hangs_up_has_nothing_more_asked_for() -> None:
    async def ask() -> None:
        async with through(host) as (_, writer, [leave], _):
            writer.write(get(b"http://nova.example/never", leave))
            while not (host.heard and host.heard[0]):
                await asyncio.sleep(0)
            writer.close()
            await asyncio.wait_for(host.left.wait(), 10)

    host = Host({})
    asyncio.run(ask())
    assert [len(asked) for asked in host.heard] == [1]


@contextmanager
def asked() -> Iterator[tuple[Line, socket.socket, asyncio.Runner]]:
    """A line to a host that was asked just now, the host's end of it, and the loop that reads it."""
    with socket.create_server(("127.0.0.1", 0)) as server, asyncio.Runner() as runner:
        place = server.getsockname()
        reader, writer = runner.run(asyncio.open_connection(*place))
        host, _ = server.accept()
        with host:
            line = Line(Pass(), "nova.example", place[1], place, reader, writer)
            line.asked()
            yield line, host, runner
        writer.close()


def test_an_answer_that_lies_here_because_we_are_busy_makes_no_host_slow() -> None:
    with asked() as (line, host, _):
        host.sendall(b"answer")
        while lain(line.writer) < 0.1:
            pass
        line.heard()
        assert line.latencies["nova.example"] < monotonic() - line.asked_at - 0.09


def test_a_host_that_takes_its_time_is_slow() -> None:
    with asked() as (line, host, _):
        line.asked_at -= 5
        host.sendall(b"answer")
        line.heard()
        assert line.latencies["nova.example"] > 4.9


def test_a_line_that_is_gone_says_nothing_of_how_long_its_answer_lay() -> None:
    with asked() as (line, _, runner):
        line.writer.close()
        runner.run(line.writer.wait_closed())
        assert lain(line.writer) == 0


@pytest.mark.parametrize("first", [b"GET http://nova.example/first", b"CONNECT nova.example:443"], ids=bytes.decode)
def test_the_proxy_notes_how_long_a_host_took_until_the_round_is_over(first: bytes) -> None:
    async def noted() -> tuple[list[str], list[str]]:
        async with through(Host({b"/first": WHOLE})) as (reader, writer, [leave], proxy):
            writer.write(b"\r\n".join([first + b" HTTP/1.1", leave, b"", b""]))
            if first.startswith(b"CONNECT"):
                await reader.readuntil(b"\r\n\r\n")
                writer.write(get(b"/first"))
            await reader.readuntil(b"first")
            before = list(proxy.latencies)
            await proxy.drop()
            return before, list(proxy.latencies)

    assert asyncio.run(noted()) == (["nova.example"], [])


@pytest.mark.parametrize(("host", "left"), [("nova.example", True), ("orchid.example", False)])
def test_whoever_is_hung_up_on_is_asked_no_more_and_others_go_on(host: str, left: bool) -> None:
    async def after() -> bytes:
        async with through(Host({b"/first": WHOLE, b"/second": SECOND})) as (reader, writer, [leave], proxy):
            writer.write(get(FIRST, leave))
            await reader.readuntil(b"first")
            proxy.hang_up({host})
            writer.write(get(NEXT, leave, b"Connection: close"))
            with suppress(ConnectionError):
                return await reader.read()
            return b""

    assert (asyncio.run(after()) == b"") == left
