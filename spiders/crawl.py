"""The one spider for every source: asks, keeps the bytes, has them read, follows what the reader asks for."""

from __future__ import annotations

import asyncio
import gc
import logging
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerRunner, Crawler

from parsers.records import Page, Snapshot
from spiders import manners
from spiders.apart import SELDOM, Apart
from spiders.browser import Browser
from spiders.budget import Budget
from spiders.descriptors import room
from spiders.network import Grant, Reach, Resolve, resolve
from spiders.pace import host_names
from spiders.proxy import Pass, Proxy
from spiders.visit import Keep, Learn, Read, Recall, Rooms, Sent, Spent, Visit
from spiders.walk import Walk
from spiders.writer import Together, Writer

if TYPE_CHECKING:
    from spiders.register import Source

# Scrapy's messages would reach the error stream through logging's last resort: what happened is in the visits.
logging.getLogger("scrapy").addHandler(logging.NullHandler())


DAY = timedelta(days=1)
TURN = 0.0005
"""Seconds that a thread goes on while another wants to. By Python's own measure, ten times that, the process apart
often stands idle: the thread that has its next pages waits for the loop's."""


def read_page(kept: Snapshot) -> Page:
    """What the packaged words make of a page; they are loaded only where nobody brings others."""
    from parsers import reading

    return reading.read(kept)


def nothing(source: str) -> Callable[[str], None]:
    """What is known of pages where nobody remembers: they are asked for without condition."""
    return lambda url: None


def no_requests(since: datetime) -> Mapping[str, int]:
    """How many requests hosts got where nobody counts."""
    return {}


def uncounted(host: str, at: datetime) -> object:
    """What becomes of a request where nobody counts."""


class Round(Spider):
    """Walks all visits of a round side by side; within a visit one request follows the other."""

    name = "undercut"

    def __init__(self, walks: Sequence[Walk], proxy: Proxy | None = None, **rest: Any) -> None:
        super().__init__(**rest)
        self.walks = walks
        self.proxy = proxy
        self.guests = Counter(host for walk in walks for host in host_names(walk.source))
        self.ends: list[Visit | BaseException] = []

    async def start(self) -> AsyncIterator[Request]:
        """Walk every visit here, so that nothing is left for Scrapy's own scheduler."""
        unscheduled: tuple[Request, ...] = ()
        at_once = asyncio.Semaphore(room(len(self.walks)))
        self.ends = await asyncio.gather(*(self.walked(walk, at_once) for walk in self.walks), return_exceptions=True)
        for request in unscheduled:
            yield request

    @property
    def latencies(self) -> Mapping[str, float]:
        """Seconds that hosts took for their last answers, as far as somebody but Scrapy measures them."""
        return self.proxy.latencies if self.proxy else {}

    async def walked(self, walk: Walk, at_once: asyncio.Semaphore) -> Visit:
        """A visit, begun when there is room for its connections, which end with the last visit to a host."""
        async with at_once:
            try:
                return await walk.run(self.crawler.engine.download_async)
            finally:
                self.guests.subtract(host_names(walk.source))
                if self.proxy:
                    self.proxy.hang_up({host for host in host_names(walk.source) if not self.guests[host]})


async def crawl_async(
    sources: Iterable[Source],
    *,
    keep: Keep,
    learn: Learn,
    clock: Callable[[], datetime],
    grants: Iterable[Grant],
    contact: str,
    read: Read,
    browser: Browser,
    proxy: Proxy,
    recall: Recall,
    spent: Spent,
    sent: Sent,
    writer: Writer,
    apart: Apart | None,
) -> list[Visit]:
    """One visit of each source, side by side, in the running asyncio loop; as often as wanted in one process.

    `keep(snapshot, visit id)` gives back the snapshot as kept, `learn(kept, page or exception, visit id)` takes
    what was read, both in the writer's thread; `recall(source)(url)` gives what is kept of a page already, and
    `spent(since)` how many requests each host got since; `sent(host, at)` takes one that is about to be sent, in the
    writer's thread too. What goes wrong with a source is in its Visit; what these raise is raised here, when the other
    visits are done.
    """
    sources = list(sources)
    budget = Budget(dict(spent(clock() - DAY)), lambda host: writer.do(partial(sent, host, clock())))
    rooms = Rooms(keep, learn, clock, read, browser.fetch, recall, writer.do, writer.aside, budget, apart)
    await proxy.start()
    way_out = proxy.with_pass(proxy.admit(Pass()))
    runner = AsyncCrawlerRunner(manners.settings(sources, grants, contact, way_out))
    crawler = runner.create_crawler(Round)
    try:
        await runner.crawl(crawler, walks=[Walk(source, rooms) for source in sources], proxy=proxy)
    finally:
        await proxy.drop()
        await writer.rest()
    if (task := asyncio.current_task()) and task.cancelling():
        raise asyncio.CancelledError  # Scrapy takes it for a quiet end; an interrupt has to be one
    return visits_of(crawler)


def visits_of(crawler: Crawler) -> list[Visit]:
    """How the visits of a crawl went; raises what went wrong in one, and RuntimeError where the crawl ended early."""
    ends = crawler.spider.ends if isinstance(crawler.spider, Round) else []
    for end in ends:
        if isinstance(end, BaseException):
            raise end
    # Scrapy raises nothing of what goes wrong in start(): only this says so.
    if (reason := crawler.stats.get_value("finish_reason")) != "finished":
        raise RuntimeError(f"the crawl ended early: {reason}")
    return [end for end in ends if isinstance(end, Visit)]


class Crawls:
    """Rounds of visits, one after the other in one process and one asyncio loop: `with Crawls(...) as crawls`."""

    def __init__(
        self,
        *,
        keep: Keep,
        learn: Learn,
        grants: Iterable[Grant] = (),
        contact: str = "",
        read: Read = read_page,
        resolve: Resolve = resolve,
        recall: Recall = nothing,
        spent: Spent = no_requests,
        sent: Sent = uncounted,
        together: Together | None = None,
        apart: Apart | None = None,
    ) -> None:
        grants = tuple(grants)
        self.proxy = Proxy(Reach(grants, bool(contact.strip()), resolve))
        self.browser = Browser(self.proxy, manners.user_agent(contact))
        self.writer = Writer(together)
        self.apart = apart
        self.options: dict[str, Any] = {
            "keep": keep,
            "learn": learn,
            "grants": grants,
            "contact": contact,
            "read": read,
            "browser": self.browser,
            "proxy": self.proxy,
            "recall": recall,
            "spent": spent,
            "sent": sent,
            "writer": self.writer,
            "apart": apart,
        }
        self.runner = asyncio.Runner()
        self.often, self.turn = gc.get_threshold(), sys.getswitchinterval()

    def round(self, sources: Iterable[Source], clock: Callable[[], datetime]) -> list[Visit]:
        """One visit of each source, with this clock; the visits come in the order of the sources."""
        return self.runner.run(crawl_async(sources, clock=clock, **self.options))

    def __enter__(self) -> Crawls:
        gc.set_threshold(SELDOM, *self.often[1:])
        sys.setswitchinterval(TURN)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self.runner:
            self.runner.run(self.browser.close())
            self.runner.run(self.proxy.close())
        self.writer.close()
        if self.apart:
            self.apart.close()
        gc.set_threshold(*self.often)
        sys.setswitchinterval(self.turn)


def crawl(sources: Iterable[Source], *, clock: Callable[[], datetime], **options: Any) -> list[Visit]:
    """One visit of each source; the options are those of `Crawls`."""
    with Crawls(**options) as crawls:
        return crawls.round(sources, clock)
