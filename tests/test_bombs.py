"""Answers that are short on the wire and long when they are unpacked: none is taken, in whatever they are packed."""

from __future__ import annotations

import gzip
import resource
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

import brotli
import pytest
from backports import zstd

from parsers.records import Page, Snapshot
from spiders.crawl import crawl
from spiders.register import Limits, Source
from tests.loopback import Answer, serve

LONG = 256 * 1024 * 1024
PIECE = bytes(1024 * 1024)
LIMIT = 1024 * 1024
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def squeezed(process: Callable[[bytes], bytes], end: Callable[[], bytes]) -> bytes:
    """A quarter of a gigabyte of noughts."""
    return b"".join(process(PIECE) for _ in range(LONG // len(PIECE))) + end()


@cache
def packed(how: str) -> bytes:
    """The long body, packed."""
    match how:
        case "gzip" | "deflate":
            one = zlib.compressobj(9, zlib.DEFLATED, 31 if how == "gzip" else 15)
            return squeezed(one.compress, one.flush)
        case "br":
            other = brotli.Compressor(quality=1, lgwin=24)
            return squeezed(other.process, other.finish)
    third = zstd.ZstdCompressor(level=1)
    return squeezed(third.compress, third.flush)


BOMBS: dict[str, Callable[[], bytes]] = {
    "gzip": lambda: packed("gzip"),
    "x-gzip": lambda: packed("gzip"),
    "GZIP": lambda: packed("gzip"),
    "deflate": lambda: packed("deflate"),
    "br": lambda: packed("br"),
    "zstd": lambda: packed("zstd"),
    "gzip, gzip": lambda: gzip.compress(packed("gzip")),
    "gzip, br": lambda: brotli.compress(packed("gzip")),
    "br, gzip": lambda: gzip.compress(packed("br")),
    "zstd, gzip": lambda: gzip.compress(packed("zstd")),
}


@pytest.mark.parametrize("how", BOMBS)
def test_a_bomb_is_not_taken_and_not_in_memory(how: str) -> None:
    body = BOMBS[how]()
    assert len(body) < LIMIT, "on the wire it is within the limit"
    kept: list[str] = []

    def keep(page: Snapshot, visit: str) -> Snapshot:
        kept.append(page.url)
        return page

    with serve() as web:
        web.put("http://nova.example/a", Answer(body, headers=(("Content-Encoding", how),)))
        given = Source("nova", "Nova", "new_api", ("http://nova.example/a",), "1d",
                       limits=Limits(delay=0, body_bytes=LIMIT))  # fmt: skip
        rooms: dict[str, Any] = {"keep": keep, "learn": lambda *_: None, "clock": lambda: NOW, "read": lambda _: Page()}
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        [visit] = crawl([given], grants=web.grants("nova.example"), **rooms)
    assert visit.notes == ("http://nova.example/a: the answer is longer than limits.body_bytes",)
    assert kept == ["http://nova.example/robots.txt"]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < LONG // 4 // 1024
