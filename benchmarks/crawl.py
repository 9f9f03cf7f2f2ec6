"""Times crawling beside bare Scrapy on the same loopback server.

Run: `python -m benchmarks.crawl [PAGES]`. Every way to crawl runs in a process of its own, in turn, some times over;
prints pages a second and CPU a page of each, and the ratios to bare Scrapy. `bare` is Scrapy with its defaults that
knows every address beforehand; `kept` our walk on Scrapy's own downloader, each page redacted, written to a WARC file
and entered in the ledger; `whole` what a crawl does: robots.txt, the proxy that checks addresses, and reading.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess, AsyncCrawlerRunner
from scrapy.http import Response

from commands.conduct import Conductor, now
from parsers.records import Ask, Page, Snapshot
from spiders import manners
from spiders.crawl import Round
from spiders.network import Gate, Grant
from spiders.register import Limits, Source
from spiders.urls import authority
from spiders.visit import Rooms, Visit, Walk
from spiders.writer import Writer
from storage import evidence
from storage.store import create, open_store
from tests.channels import Preview, serve

AT_ONCE = 16
"""Channels, each with a host of its own and one connection; Scrapy's own default of requests at once."""
MESSAGES = 8
ROUNDS = 3
SPAWN = multiprocessing.get_context("spawn")


class Bare(Spider):
    """Asks for everything and does nothing with it."""

    name = "bare"

    def __init__(self, urls: list[str], **rest: Any) -> None:
        super().__init__(**rest)
        self.urls = urls
        self.seen = 0

    async def start(self) -> AsyncIterator[Request]:
        for url in self.urls:
            yield Request(url)

    def parse(self, response: Response) -> None:
        self.seen += 1


def bare(preview: Preview, port: int, home: Path) -> int:
    """Scrapy's defaults, but for its log."""
    process = AsyncCrawlerProcess({"LOG_LEVEL": "ERROR", "CONCURRENT_REQUESTS_PER_DOMAIN": AT_ONCE})
    crawler = process.create_crawler(Bare)
    process.crawl(crawler, urls=list(preview.urls(port, AT_ONCE)))
    process.start()
    assert isinstance(crawler.spider, Bare)
    return crawler.spider.seen


def next_page(kept: Snapshot) -> Page:
    """Where the older messages are, and nothing else."""
    _, found, rest = kept.body.partition(b'<link rel="prev" href="')
    to = rest.partition(b'"')[0].decode()
    return Page(asks=(Ask(f"{kept.url.partition('/s/')[0]}{to}", "page"),) if found else ())


class Straight(Gate):
    """Our download handler without the proxy: it goes to the granted place at once."""

    async def ask(self, request: Request, url: str) -> Response:
        inner = request.replace(url=url.replace(authority(url), "{0.address}:{0.port}".format(self.grants[0])))
        response: Response = await self.transport.download_request(inner)
        return response.replace(url=request.url)


def kept(preview: Preview, port: int, home: Path) -> int:
    """Our walk, keep and learn, without robots, proxy and reading."""
    with open_store(home) as store:
        conductor = Conductor(store)
        keep, writer = partial(evidence.keep, store), Writer(store.write)
        rooms = Rooms(keep, conductor.learn, now, next_page, unasked, unknown, writer.do, writer.aside)
        settings = manners.settings(sources(preview), grants(port), "", "")
        settings |= {"DOWNLOAD_HANDLERS": {"http": Straight}, "DOWNLOADER_MIDDLEWARES": {}}
        visits = asyncio.run(walked(settings, [Walk(each, rooms) for each in sources(preview)]))
        return sum(visit.pages for visit in visits if isinstance(visit, Visit))


async def walked(settings: dict[str, Any], walks: list[Walk]) -> list[Visit | BaseException]:
    runner = AsyncCrawlerRunner(settings)
    crawler = runner.create_crawler(Round)
    await runner.crawl(crawler, walks=walks)
    assert isinstance(crawler.spider, Round)
    return crawler.spider.ends


def unknown(source: str, url: str) -> None:
    """Nothing is known of any page."""


async def unasked(request: Request) -> Response:
    raise AssertionError("no browser here")


def whole(preview: Preview, port: int, home: Path) -> int:
    """What `undercut crawl` does."""
    with open_store(home) as store:
        conductor = Conductor(store)
        with conductor.crawls(grants(port)) as crawls:
            return sum(visit.pages for visit in conductor.round(crawls, sources(preview)))


def grants(port: int) -> list[Grant]:
    return [Grant(f"s{number}.example", "127.0.0.1", port) for number in range(AT_ONCE)]


def sources(preview: Preview) -> list[Source]:
    """One channel a host."""
    limits = Limits(pages=1000, delay=0, seconds=600)
    return [
        Source(f"s{number}", "A channel", "telegram", (f"http://s{number}.example/s/s{number}",), "1d", limits=limits)
        for number in range(AT_ONCE)
    ]


WAYS: dict[str, Callable[[Preview, int, Path], int]] = {"bare": bare, "kept": kept, "whole": whole}


def timed(way: str, preview: Preview, port: int, line: Any) -> None:
    """In a process of its own: seconds and CPU seconds a page."""
    with tempfile.TemporaryDirectory() as folder:
        create(Path(folder) / "store")
        began, used = time.perf_counter(), cpu()
        seen = WAYS[way](preview, port, Path(folder) / "store")
        took, used = time.perf_counter() - began, cpu() - used
    if seen != preview.pages * AT_ONCE:
        raise RuntimeError(f"{way}: {seen} of {preview.pages * AT_ONCE} pages")
    line.send((took / seen, used / seen))


def cpu() -> float:
    found = resource.getrusage(resource.RUSAGE_SELF)
    return found.ru_utime + found.ru_stime


def run(way: str, preview: Preview, port: int) -> tuple[float, float]:
    line, theirs = SPAWN.Pipe()
    process = SPAWN.Process(target=timed, args=(way, preview, port, theirs))
    process.start()
    theirs.close()
    found: tuple[float, float] = line.recv()
    process.join()
    return found


def main(pages: int, ways: list[str]) -> None:
    preview = Preview(pages // AT_ONCE, MESSAGES)
    size = len(preview.answer("/s/s1?before=100"))
    print(f"{preview.pages * AT_ONCE} pages of {MESSAGES} messages, {size / 1000:.1f} kB, {AT_ONCE} at once")
    took: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
    with serve(preview) as port:
        for _ in range(ROUNDS):
            for way in ways:
                took[way].append(run(way, preview, port))
    middle = {way: statistics.median(one for one, _ in found) for way, found in took.items()}
    for way, found in took.items():
        used = statistics.median(one for _, one in found)
        beside = middle[ways[0]] / middle[way]
        print(f"{way}: {1 / middle[way]:.0f} pages/s, {used * 1e3:.2f} ms CPU a page, {beside:.2f} of {ways[0]}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 800, sys.argv[2:] or list(WAYS))
