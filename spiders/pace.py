"""How fast a host is asked: as slowly as any of its sources or its robots.txt wants, and slower where it is slow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.extensions.throttle import AutoThrottle

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.core.downloader import Downloader, Slot
    from scrapy.http import Response

    from spiders.register import Source
    from spiders.source import Limits

Pace = dict[str, float]
"""What Scrapy is told of a host: connections, seconds between requests, and the share by which these vary."""


def download_slots(sources: Iterable[Source]) -> dict[str, Pace]:
    """The pace of every host that these sources ask."""
    hosts: dict[str, list[Limits]] = {}
    for source in sources:
        for host in host_names(source):
            hosts.setdefault(host, []).append(source.limits)
    return {host: pace(limits) for host, limits in hosts.items()}


def host_names(source: Source) -> list[str]:
    """The hosts of a source without their ports."""
    return [urlsplit(f"//{host}").hostname or host for host in source.hosts]


def pace(limits: Iterable[Limits]) -> Pace:
    """One connection, the longest delay, and no more jitter than the source that would leave the longest gap allows."""
    gaps = [(each.delay, each.delay * (1 - each.jitter)) for each in limits]
    delay = max((delay for delay, _ in gaps), default=0.0)
    return {"concurrency": 1, "delay": delay, "jitter": jitter(delay, max((least for _, least in gaps), default=0.0))}


def jitter(delay: float, least: float) -> float:
    """The share by which a delay may vary and still be at least so long."""
    return 1 - least / delay if delay else 0.0


def slow_down(downloader: Downloader, request: Request, seconds: float) -> None:
    """Leave at least so many seconds between requests to a request's host, for as long as the round lasts."""
    key, slot = downloader._get_slot(request)
    floor = downloader.per_slot_settings.setdefault(key, pace(()))
    least = floor["delay"] * (1 - floor["jitter"])
    if seconds > least:
        floor["delay"] = max(floor["delay"], seconds)
        floor["jitter"] = slot.jitter = jitter(floor["delay"], seconds)
        slot.delay = max(slot.delay, floor["delay"])


class Throttle(AutoThrottle):
    """AutoThrottle that slows down for a slow host and never goes faster than what the host's sources say.

    What Scrapy measures is how long we waited. Where it is known how long the host took, that counts: a hundred hosts
    that are asked at once are not slow because one process hears them all.
    """

    floor = 0.0
    latency: float | None = None

    def _start_delay(self) -> float:
        return self.mindelay

    def _get_slot(self, request: Request, spider: Spider) -> tuple[str | None, Slot | None]:
        key, slot = super()._get_slot(request, spider)
        self.floor = self.crawler.engine.downloader.per_slot_settings.get(key or "", {}).get("delay", 0.0)
        self.latency = getattr(self.crawler.spider, "latencies", {}).get(key)
        return key, slot

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        super()._adjust_delay(slot, self.took(latency), response)
        slot.delay = max(slot.delay, self.floor)

    def took(self, latency: float) -> float:
        """Seconds that the host took, of those that we waited for it."""
        return latency if self.latency is None else min(latency, self.latency)
