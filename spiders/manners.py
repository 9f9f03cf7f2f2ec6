"""How a guest behaves: an honest name, delays, robots.txt, few retries, nothing remembered and no way round."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.downloadermiddlewares.httpauth import HttpAuthMiddleware
from scrapy.downloadermiddlewares.offsite import OffsiteMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.downloadermiddlewares.stats import DownloaderStats
from scrapy.exceptions import (
    DownloadConnectionRefusedError,
    DownloadFailedError,
    ResponseDataLossError,
)
from scrapy.extensions.throttle import AutoThrottle

from parsers.records import Ask, Snapshot
from spiders import network, robots
from spiders.budget import SpentError
from spiders.contact import checked
from spiders.network import Gate, Grant, RefusedError, reason
from spiders.pace import Throttle, download_slots, slow_down
from spiders.robots import Rules

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from spiders.register import Source

NAME = "undercut"
GITHUB = {"Accept": "application/vnd.github.raw+json", "X-GitHub-Api-Version": "2022-11-28"}
"""Files come raw, so that they are redacted before they are kept; other answers are JSON all the same."""
TIMEOUT = 60.0
"""Seconds that one answer may take."""


ROBOTS_BYTES = 5 * 1024 * 1024
ROBOTS_REDIRECTS = 5


class RobotsError(Exception):
    """The host's robots.txt asks not to read this URL; it was not asked."""


class UnreachableError(Exception):
    """The host's robots.txt could not be had, which forbids everything (RFC 9309, 2.3.1.4); nothing was asked."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a host's robots.txt came to: the rules, or why nothing may be asked; the answer itself, if there was one."""

    rules: Rules | None = None
    refusal: str = ""
    response: Response | None = None


class Robots:
    """Obeys robots.txt by RFC 9309: fetched anew for every round, so never more than a day old (limits.seconds)."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.known: dict[str, asyncio.Task[Answered]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Robots:
        """How Scrapy makes one."""
        return cls(crawler)

    async def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Let the request pass; RobotsError, UnreachableError, or RefusedError where the host is not to be asked."""
        if request.meta.get("robots_txt"):
            return
        parts = urlsplit(request.url)
        place = f"{parts.scheme}://{parts.netloc}/robots.txt"
        if place not in self.known:
            self.known[place] = asyncio.ensure_future(self.ask(place, request.meta))
        try:
            answered = await asyncio.shield(self.known[place])
        except SpentError:
            self.known.pop(place, None)  # another source may allow the host more
            raise
        if (note := request.meta.get("robots")) and answered.response is not None:
            note(place, answered.response)
        if answered.refusal:
            raise UnreachableError(f"{place} {answered.refusal}, so nothing is asked of that host")
        if answered.rules:
            self.obey(answered.rules, request)

    def obey(self, rules: Rules, request: Request) -> None:
        """Keep the delay that is asked for, and raise RobotsError for what is not to be read."""
        if not rules.allow(request.url):
            raise RobotsError(f"robots.txt asks not to read {request.url}")
        request.meta["allow"] = rules.allow
        if rules.crawl_delay > request.meta.get("seconds", rules.crawl_delay):
            raise RobotsError(f"robots.txt asks for {rules.crawl_delay:g} s between requests, more than limits.seconds")
        slow_down(self.crawler.engine.downloader, request, rules.crawl_delay)

    async def ask(self, place: str, given: Mapping[str, Any]) -> Answered:
        """Fetch a robots.txt, through at most five redirects, each in the time and the budget of who asks first."""
        url = place
        own = {"robots_txt": True, "download_maxsize": ROBOTS_BYTES, "download_timeout": TIMEOUT}
        for _ in range(ROBOTS_REDIRECTS + 1):
            meta = own | {name: given[name] for name in ("download_timeout", "take") if name in given}
            try:
                response = await self.crawler.engine.download_async(Request(url, dont_filter=True, meta=meta))
            except (RefusedError, SpentError):
                raise
            except Exception as error:  # noqa: BLE001  whatever kept it away, RFC 9309 calls it unreachable
                return Answered(refusal=f"could not be had ({reason(error)})")
            if not 300 <= response.status < 400:
                return await asyncio.to_thread(answered, response)  # a long file takes most of a second
            url = urljoin(url, (response.headers.get("Location") or b"").decode("latin-1"))
        return Answered(refusal="leads from redirect to redirect", response=response)


def answered(response: Response) -> Answered:
    """What the status of a robots.txt means: 2xx rules, 4xx no rules; all else, and "not now", that nobody may ask."""
    if 200 <= response.status < 300:
        return Answered(robots.parse(response.body, NAME), response=response)
    if 400 <= response.status < 500 and response.status != 429:
        return Answered(response=response)
    return Answered(refusal=f"was answered with HTTP {response.status}", response=response)


def user_agent(contact: str) -> str:
    """`undercut/<version> (+contact)`: who asks, and where to complain."""
    return f"{NAME}/{version(NAME)}" + (f" (+{checked(contact)})" if contact else "")


def conditional(platform: str, ask: Ask, render: bool) -> bool:
    """Whether a page is asked for on the condition that it has changed (RFC 9110, 13.1).

    Not one that scripts put together, and not GitHub's searches, whose pages must be of one moment to be the whole.
    """
    return ask.method == "GET" and not render and (platform != "github" or ask.purpose == "file")


def headers(platform: str, ask: Ask, earlier: Snapshot | None = None) -> dict[str, str]:
    """What a request says beside what every request says; the token is sent to GitHub alone and kept nowhere.

    With what is kept of the page from `earlier`, the answer is wanted only if it has changed.
    """
    said = {"Content-Type": "application/json"} if ask.body else {}
    known = dict(earlier.headers) if earlier else {}
    if tag := known.get("etag"):
        said["If-None-Match"] = tag
    elif since := known.get("last-modified"):
        said["If-Modified-Since"] = since
    if platform == "github":
        said |= GITHUB
        token = os.environ.get("UNDERCUT_GITHUB_TOKEN")
        if token and ask.url.startswith("https://api.github.com/"):
            said["Authorization"] = f"Bearer {token}"
    return said


def settings(sources: Iterable[Source], grants: Iterable[Grant], contact: str, proxy: str) -> dict[str, Any]:
    """Every Scrapy setting that we set, for a round of these sources."""
    slots = download_slots(sources)
    room = max(16, len(slots))
    return {
        **CLOSED,
        **POLITE,
        network.GRANTS: tuple(grants),
        network.PROXY: proxy,
        "USER_AGENT": user_agent(contact),
        "DOWNLOAD_SLOTS": slots,
        # One connection a host is the slots' rule; these bound the pool, where granted hosts share one address.
        "CONCURRENT_REQUESTS": room,
        "CONCURRENT_REQUESTS_PER_DOMAIN": room,
    }


CLOSED: Mapping[str, Any] = {
    "TWISTED_REACTOR_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "HTTPPROXY_ENABLED": False,
    "HTTPCACHE_ENABLED": False,
    "COOKIES_ENABLED": False,
    "REDIRECT_ENABLED": False,
    "METAREFRESH_ENABLED": False,
    "MEMUSAGE_ENABLED": False,
    "LOGSTATS_INTERVAL": 0,
    "DOWNLOAD_HANDLERS": {"http": Gate, "https": Gate, "data": None, "file": None, "ftp": None, "s3": None},
}
"""What is shut: nothing listens, nothing is remembered, nothing is followed unasked, one way out."""

IDLE = (HttpAuthMiddleware, OffsiteMiddleware, DownloaderStats)
"""What Scrapy would ask of every request in vain: we log in nowhere, a visit minds its hosts itself, nobody counts."""

POLITE: Mapping[str, Any] = {
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "AUTOTHROTTLE_ENABLED": True,
    "EXTENSIONS": {AutoThrottle: None, Throttle: 0},
    "DOWNLOADER_MIDDLEWARES": {RobotsTxtMiddleware: None, Robots: 100, **dict.fromkeys(IDLE)},
    "DEFAULT_REQUEST_HEADERS": {
        "Accept": "text/html,application/json;q=0.9,*/*;q=0.8",
        "Accept-Language": "en",
    },
    "RETRY_TIMES": 1,
    "RETRY_HTTP_CODES": [500, 502, 504, 522, 524],
    "RETRY_EXCEPTIONS": [DownloadConnectionRefusedError, DownloadFailedError, ResponseDataLossError],
    "DOWNLOAD_TIMEOUT": TIMEOUT,
    "DOWNLOAD_WARNSIZE": 0,
}
"""How we ask: once more where the line broke, never again where the answer is "not now" (429, 503) or silence."""
