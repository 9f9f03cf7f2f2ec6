"""How a guest behaves: an honest name, delays, robots.txt, few retries, nothing remembered and no way round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import (
    DownloadConnectionRefusedError,
    DownloadFailedError,
    IgnoreRequest,
    ResponseDataLossError,
)

from parsers.records import BadInput
from spiders import network
from spiders.network import Gate, Grant

if TYPE_CHECKING:
    from scrapy import Request, Spider

    from spiders.register import Source

NAME = "undercut"
TIMEOUT = 60.0
"""Seconds that one answer may take."""


class RobotsError(Exception):
    """The host's robots.txt asks not to read this URL; it was not asked."""


class Robots(RobotsTxtMiddleware):
    """Scrapy's reading of robots.txt, with an error of its own so that it is not mistaken for another."""

    async def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Let the request pass, or RobotsError."""
        try:
            await super().process_request(request)
        except IgnoreRequest:
            raise RobotsError(f"robots.txt asks not to read {request.url}") from None


def user_agent(contact: str) -> str:
    """`undercut/<version> (+contact)`: who asks, and where to complain."""
    if not (contact.isascii() and contact.isprintable()):
        raise BadInput(f"contact {contact!r} cannot be sent in a header; write an e-mail address or URL in ASCII")
    return f"{NAME}/{version(NAME)}" + (f" (+{contact})" if contact else "")


def settings(sources: Iterable[Source], grants: Iterable[Grant], contact: str) -> dict[str, Any]:
    """Every Scrapy setting that we set, for a round of these sources."""
    slots = download_slots(sources)
    room = max(16, len(slots))
    return {
        **CLOSED,
        **POLITE,
        network.GRANTS: tuple(grants),
        "USER_AGENT": user_agent(contact),
        "DOWNLOAD_SLOTS": slots,
        # One connection a host is the slots' rule; these bound the pool, where granted hosts share one address.
        "CONCURRENT_REQUESTS": room,
        "CONCURRENT_REQUESTS_PER_DOMAIN": room,
    }


def download_slots(sources: Iterable[Source]) -> dict[str, dict[str, float]]:
    """Per host one connection and the longest delay that any of its sources asks for, in seconds."""
    slots: dict[str, dict[str, float]] = {}
    for source in sources:
        for host in source.hosts:
            name = urlsplit(f"//{host}").hostname or host
            slot = slots.setdefault(name, {"concurrency": 1, "delay": 0.0, "jitter": 0.0})
            slot["delay"] = max(slot["delay"], source.limits.delay)
            slot["jitter"] = max(slot["jitter"], source.limits.jitter)
    return slots


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

POLITE: Mapping[str, Any] = {
    "ROBOTSTXT_OBEY": True,
    "ROBOTSTXT_USER_AGENT": NAME,
    "DOWNLOADER_MIDDLEWARES": {RobotsTxtMiddleware: None, Robots: 100},
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
