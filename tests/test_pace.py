"""How fast a host is asked, in numbers: gaps with jitter, the delay that robots.txt asks for, hosts that are slow."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response

from parsers.records import Page
from spiders import manners
from spiders.crawl import Round, crawl
from spiders.network import Gate
from spiders.pace import Throttle, download_slots
from spiders.register import Limits, Source
from tests.loopback import Answer, Web, serve

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
DRAWN = 2000


@pytest.fixture
def web() -> Iterator[Web]:
    with serve() as web:
        yield web


def source(*paths: str, id: str = "nova", scheme: str = "http", **limits: Any) -> Source:
    start = tuple(f"{scheme}://nova.example/{path}" for path in paths)
    return Source(id, id.title(), "new_api", start, "1d", limits=Limits(**limits))


GAPS = {
    # delay and jitter of the sources of one host -> the shortest and the longest gap
    "what holds if nothing is said": ([(1.0, 0.5)], (0.5, 1.5)),
    "no jitter": ([(3.0, 0.0)], (3.0, 3.0)),
    "no delay": ([(0.0, 0.5)], (0.0, 0.0)),
    "as much as there can be": ([(2.0, 1.0)], (0.0, 4.0)),
    "the longer delay": ([(1.0, 0.5), (4.0, 0.5)], (2.0, 6.0)),
    "one that is always kept, beside one that varies": ([(10.0, 0.0), (1.0, 1.0)], (10.0, 10.0)),
    "the shorter delay varies less": ([(4.0, 0.0), (5.0, 0.9)], (4.0, 6.0)),
}


@pytest.mark.parametrize("how", GAPS)
def test_gaps_are_as_long_as_every_source_of_the_host_wants(how: str) -> None:
    limits, (shortest, longest) = GAPS[how]
    sources = [source("a", id=f"s{delay}", delay=delay, jitter=jitter) for delay, jitter in limits]
    [(host, pace)] = download_slots(sources).items()
    assert (host, pace.pop("concurrency")) == ("nova.example", 1)
    random.seed(4)
    gaps = [Slot(1, pace["delay"], pace["jitter"]).download_delay() for _ in range(DRAWN)]
    near = (longest - shortest) / 100
    assert shortest - 1e-9 <= min(gaps) <= shortest + near
    assert longest - near <= max(gaps) <= longest + 1e-9


class Watching(Throttle):
    """The throttle, which says what it did: the host's latency, status, delay before, delay after, jitter."""

    seen: list[tuple[float, int, float, float, float]]

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        before = slot.delay
        super()._adjust_delay(slot, latency, response)
        assert self.latency is not None, "the proxy noted how long the host took"
        self.seen.append((self.took(latency), response.status, before, slot.delay, slot.jitter))


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, int, float, float, float]]:
    """What the throttle of a crawl did, in order."""
    monkeypatch.setattr(Watching, "seen", [], raising=False)
    monkeypatch.setitem(manners.POLITE, "EXTENSIONS", {AutoThrottle: None, Watching: 0})
    return Watching.seen


def visited(web: Web, *sources: Source) -> None:
    """Crawl the sources, keeping nothing."""
    rooms: dict[str, Any] = {"keep": lambda page, _: page, "learn": lambda *_: None, "clock": lambda: NOW}
    crawl(sources, grants=web.grants("nova.example"), read=lambda _: Page(), **rooms)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_every_answer_tells_the_throttle_how_long_the_host_took(scheme: str, web: Web, seen: list[Any]) -> None:
    for path in "ab":
        web.put(f"http://nova.example/{path}", Answer(b"the page"))
    visited(web, source("a", "b", scheme=scheme, delay=0))
    assert [status for _, status, *_ in seen] == [404, 200, 200], "robots.txt and two pages"
    assert seen[0][2] == 0
    for latency, _, before, after, _ in seen:
        assert latency >= 0
        assert after == max(latency, (before + latency) / 2)


ASKED_FOR = {
    # delay, jitter, Crawl-delay -> delay and jitter of the next request
    (0.0, 0.5, "0.01"): (0.01, 0.0),
    (0.02, 0.5, "0.015"): (0.02, 0.25),
    (0.02, 0.5, "0.01"): (0.02, 0.5),
    (0.02, 0.5, "0.04"): (0.04, 0.0),
    (0.02, 0.0, ""): (0.02, 0.0),
}


@pytest.mark.parametrize("said", ASKED_FOR, ids=str)
def test_no_gap_is_shorter_than_robots_txt_asks_for(
    said: tuple[float, float, str], web: Web, seen: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    delay, jitter, crawl_delay = said
    prompt(monkeypatch)
    web.put("http://nova.example/robots.txt", Answer(f"User-agent: *\nCrawl-delay: {crawl_delay}\n".encode()))
    visited(web, source("a", delay=delay, jitter=jitter))
    assert seen[-1][2:] == (ASKED_FOR[said][0], *map(pytest.approx, ASKED_FOR[said]))


def prompt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every host be said to answer within a millisecond, however busy this machine is."""
    download = Gate.download_request

    async def downloaded(gate: Gate, request: Request) -> Response:
        response = await download(gate, request)
        request.meta["download_latency"] = 0.001
        return response

    monkeypatch.setattr(Gate, "download_request", downloaded)


SLOW = {
    # seconds between requests, then of each answer its status and seconds -> the delay after each
    "slow at once": (1.0, [(200, 8.0)], [8.0]),
    "quick again, by and by": (1.0, [(200, 8.0), (200, 0.5), (200, 0.5), (200, 0.5)], [8.0, 4.25, 2.375, 1.4375]),
    "never faster than its sources say": (1.0, [(200, 1.5), (200, 0.1), (200, 0.1)], [1.5, 1.0, 1.0]),
    "an error's quick page is no sign of health": (1.0, [(200, 8.0), (500, 0.1), (404, 0.1)], [8.0, 8.0, 8.0]),
    "an error's slow page is one of illness": (1.0, [(500, 8.0)], [8.0]),
    "a minute at most": (1.0, [(200, 300.0)], [60.0]),
    "but no less than its sources say": (100.0, [(200, 300.0), (200, 0.1)], [100.0, 100.0]),
}


@pytest.mark.parametrize("how", SLOW)
def test_a_slow_host_is_asked_more_slowly(how: str, web: Web) -> None:
    delay, answers, delays = SLOW[how]
    settings = manners.settings([source("a", delay=delay)], web.grants("nova.example"), "", "")
    throttle = Throttle(AsyncCrawlerRunner(settings).create_crawler(Round))
    throttle.mindelay, throttle.maxdelay, throttle.floor = throttle._min_delay(), throttle._max_delay(), delay
    slot = Slot(1, delay, 0.5)
    for (status, latency), wanted in zip(answers, delays, strict=True):
        throttle._adjust_delay(slot, latency, Response("http://nova.example/a", status))
        assert slot.delay == wanted


TOOK = {
    # seconds that we waited, seconds that the host took -> seconds that count
    "our loop was busy": (3.0, 0.25, 0.25),
    "the host was": (3.0, 3.0, 3.0),
    "a tunnel's last bytes came long after the head": (1.0, 9.0, 1.0),
    "nobody measured the host": (3.0, None, 3.0),
}


@pytest.mark.parametrize("how", TOOK)
def test_only_what_the_host_took_makes_it_slow(how: str, web: Web) -> None:
    waited, took, delay = TOOK[how]
    crawler = AsyncCrawlerRunner(manners.settings([], (), "", "")).create_crawler(Round)
    throttle = Throttle(crawler)
    throttle.mindelay, throttle.maxdelay, throttle.latency = 0.0, 60.0, took
    slot = Slot(1, 0.0, 0.0)
    throttle._adjust_delay(slot, waited, Response("http://nova.example/a", 200))
    assert slot.delay == delay
