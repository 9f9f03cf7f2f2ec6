"""Times crawling beside bare Scrapy on the same loopback server: price lists of relay panels, and Telegram channels.

Run: `python -m benchmarks.crawl [PAGES] [panels|channels]`. Every way to crawl runs in a process of its own, in turn,
three times; prints of each pages a second, CPU a page and the ratio to bare Scrapy. `bare` is Scrapy with its defaults
that knows every address beforehand and leaves the answers alone; `kept` our walk on Scrapy's own downloader, each page
redacted, written to a WARC file and entered in the ledger; `whole` what `undercut crawl` does: robots.txt of every
host, the proxy that checks addresses, and reading. Where there are two cores, a process beside ours redacts and reads,
as it does in a long crawl; its CPU counts. Bare Scrapy has no such process and nothing for it to do. A panel is three
pages on a host of its own; a page of a channel is four messages, most of them posted before. The server is a process of
its own; what a process does once, whatever it crawls (its start, imports, the expressions of reader and redaction), is
done before the clock runs, and there are enough pages that what else begins (Scrapy's own start, most of all bare
Scrapy's) counts for little.
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
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess, AsyncCrawlerRunner
from scrapy.http import Response

from commands.conduct import Conductor, now
from parsers import reading
from parsers.records import Ask, Page, Snapshot
from parsers.redact import redact
from parsers.text.offers import extract
from parsers.text.vocabulary import PACKAGED
from spiders import manners
from spiders.apart import Apart, cores
from spiders.crawl import Round
from spiders.network import Gate, Grant
from spiders.register import Limits, Source
from spiders.urls import authority
from spiders.visit import Rooms, Visit
from spiders.walk import Walk
from spiders.writer import Writer
from storage import evidence
from storage.store import create, open_store
from tests.origins import PANEL_PATHS, Panels, Preview, Site, serve, texts

AT_ONCE = 16
"""Channels, each with a host of its own; Scrapy's own default of requests at once."""
MESSAGES = 4
ROUNDS = 3
SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Work:
    """What is crawled: so many hosts of a platform, each with so many pages; `port` is where they are served."""

    kind: str
    hosts: int
    each: int
    port: int = 0

    @property
    def site(self) -> Site:
        """What is served."""
        return Panels() if self.kind == "panels" else Preview(self.each, MESSAGES)

    def paths(self, number: int) -> list[str]:
        """Every page of a host."""
        if self.kind == "panels":
            return list(PANEL_PATHS)
        return [f"/s/s{number}?before={(self.each - page) * MESSAGES + 1}" for page in range(self.each)]

    def sources(self) -> list[Source]:
        """One source a host."""
        platform = "new_api" if self.kind == "panels" else "telegram"
        limits = Limits(pages=1000, delay=0, seconds=600, day=100_000)
        starts = [f"http://s{number}.example{self.paths(number)[0]}" for number in range(self.hosts)]
        return [
            Source(f"s{number}", "A source", platform, (start.partition("?")[0],), "1d", limits=limits)
            for number, start in enumerate(starts)
        ]

    def grants(self) -> list[Grant]:
        """Where the hosts are."""
        return [Grant(f"s{number}.example", "127.0.0.1", self.port) for number in range(self.hosts)]


class Bare(Spider):
    """Asks for everything and does nothing with it."""

    name = "bare"

    def __init__(self, work: Work, **rest: Any) -> None:
        super().__init__(**rest)
        self.work, self.seen = work, 0

    async def start(self) -> AsyncIterator[Request]:
        for number in range(self.work.hosts):
            for path in self.work.paths(number):
                url = f"http://127.0.0.1:{self.work.port}{path}"
                yield Request(url, headers={"Host": f"s{number}.example"}, dont_filter=True)

    def parse(self, response: Response) -> None:
        self.seen += 1


def bare(work: Work, home: Path, apart: None) -> int:
    """Scrapy's defaults, but for its log."""
    process = AsyncCrawlerProcess({"LOG_LEVEL": "ERROR", "CONCURRENT_REQUESTS_PER_DOMAIN": AT_ONCE})
    crawler = process.create_crawler(Bare)
    process.crawl(crawler, work=work)
    process.start()
    assert isinstance(crawler.spider, Bare)
    return crawler.spider.seen


def next_page(kept: Snapshot) -> Page:
    """What is asked for next, and nothing else."""
    origin = kept.url.partition("/api/")[0].partition("/s/")[0]
    if kept.platform == "new_api":
        return Page(asks=tuple(Ask(origin + path, path) for path in PANEL_PATHS[1:] if kept.purpose == "start"))
    _, found, rest = kept.body.partition(b'<link rel="prev" href="')
    return Page(asks=(Ask(origin + rest.partition(b'"')[0].decode(), "page"),) if found else ())


class Redacting(Apart):
    """Our process, which is not asked to read."""

    async def read(self, kept: Snapshot) -> Page:
        return next_page(kept)


class Straight(Gate):
    """Our download handler without the proxy: it goes to the granted place at once."""

    async def ask(self, request: Request, url: str) -> Response:
        place = f"{self.grants[0].address}:{self.grants[0].port}"
        inner = request.replace(url=url.replace(authority(url), place))
        inner.headers["Host"] = authority(request.url)
        response: Response = await self.transport.download_request(inner)
        return response.replace(url=request.url)


def kept(work: Work, home: Path, apart: Apart | None) -> int:
    """Our walk, keep and learn, without robots, proxy and reading."""
    with open_store(home) as store:
        conductor = Conductor(store)
        keep, writer = partial(evidence.keep, store), Writer(store.write)
        rooms = Rooms(keep, conductor.learn, now, next_page, unasked, unknown, writer.do, writer.aside, apart=apart)
        settings = manners.settings(work.sources(), work.grants(), "", "")
        settings |= {"DOWNLOAD_HANDLERS": {"http": Straight}, "DOWNLOADER_MIDDLEWARES": {}}
        visits = asyncio.run(walked(settings, [Walk(each, rooms) for each in work.sources()]))
        return sum(visit.pages for visit in visits if isinstance(visit, Visit))


async def walked(settings: dict[str, Any], walks: list[Walk]) -> list[Visit | BaseException]:
    runner = AsyncCrawlerRunner(settings)
    crawler = runner.create_crawler(Round)
    await runner.crawl(crawler, walks=walks)
    assert isinstance(crawler.spider, Round)
    return crawler.spider.ends


def unknown(source: str) -> Callable[[str], None]:
    """Nothing is known of any page."""
    return lambda url: None


async def unasked(request: Request) -> Response:
    raise AssertionError("no browser here")


def whole(work: Work, home: Path, apart: Apart | None) -> int:
    """What `undercut crawl` does."""
    with open_store(home) as store:
        conductor = Conductor(store)
        with conductor.crawls(work.grants(), apart=apart) as crawls:
            return sum(visit.pages for visit in conductor.round(crawls, work.sources()))


WAYS: dict[str, Callable[[Work, Path, Any], int]] = {"bare": bare, "kept": kept, "whole": whole}


def beside(way: str) -> Apart | None:
    """The process that redacts and reads, ready and with its expressions compiled, where the way has one."""
    if way == "bare" or cores() < 2:
        return None
    apart = (Redacting if way == "kept" else Apart)(PACKAGED.layers, reading.version(PACKAGED))
    apart.start().result()
    body = Preview(1, len(texts())).answer("", "/s/s0")
    every = Snapshot("s0", "telegram", "http://s0.example/s/s0", now(), 200, "text/html", body)
    apart.outcomes([("clean", every), ("read", every)])
    return apart


def used(apart: Apart | None) -> float:
    """The CPU seconds that we have used, and the process beside us, be it there or ended."""
    if not (apart and apart.process):
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.process_time() + ended.ru_utime + ended.ru_stime
    # Linux names the CPU clock of another process so (clock_getcpuclockid, which Python does not have).
    return time.process_time() + time.clock_gettime((~apart.process.pid << 3) | 2)


def timed(way: str, work: Work, line: Any) -> None:
    """In a process of its own: seconds and CPU seconds a page."""
    apart = beside(way)
    with tempfile.TemporaryDirectory() as folder:
        create(Path(folder) / "store")
        for text in texts():  # expressions are compiled once in a process, when a text first needs them
            extract(f"{text}\n.")
        redact(" ".join(texts()).encode(), "text/html")
        began, before = time.perf_counter(), used(apart)
        seen = WAYS[way](work, Path(folder) / "store", apart)
        took = time.perf_counter() - began
        if apart:
            apart.close()
        cpu = used(None) - before
    if seen != work.hosts * work.each:
        raise RuntimeError(f"{way}: {seen} of {work.hosts * work.each} pages")
    line.send((took / seen, cpu / seen))


def run(way: str, work: Work) -> tuple[float, float]:
    line, theirs = SPAWN.Pipe()
    process = SPAWN.Process(target=timed, args=(way, work, theirs))
    process.start()
    theirs.close()
    found: tuple[float, float] = line.recv()
    process.join()
    return found


def compare(kind: str, pages: int) -> None:
    """Run every way in turn, and print what came of it."""
    hosts, each = (pages // 3, 3) if kind == "panels" else (AT_ONCE, pages // AT_ONCE)
    took: dict[str, list[tuple[float, float]]] = {way: [] for way in WAYS}
    with serve(Work(kind, hosts, each).site) as port:
        for _ in range(ROUNDS):
            for way in WAYS:
                took[way].append(run(way, Work(kind, hosts, each, port)))
    print(f"{kind}: {hosts} hosts of {each} pages each")
    middle = {way: statistics.median(one for one, _ in found) for way, found in took.items()}
    for way, found in took.items():
        cpu = statistics.median(one for _, one in found)
        ratio = middle["bare"] / middle[way]
        print(f"  {way}: {1 / middle[way]:.0f} pages/s, {cpu * 1e3:.2f} ms CPU a page, {ratio:.2f} of bare Scrapy")


if __name__ == "__main__":
    for chosen in sys.argv[2:] or ("panels", "channels"):
        compare(chosen, int(sys.argv[1]) if len(sys.argv) > 1 else 1200)
