"""An answer of a host as the parsers get it: its bytes, and of its headers those that are kept."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from parsers import walls
from parsers.records import MISSING, Ask, Snapshot

if TYPE_CHECKING:
    from scrapy.http import Response

    from spiders.register import Source

HEADERS = (
    "content-type", "date", "etag", "last-modified", "link", "location", "retry-after", "x-new-api-version",
    "x-rate-limit-remaining", "x-rate-limit-reset", "x-ratelimit-remaining", "x-ratelimit-reset",
)  # fmt: skip
"""The answer's headers that are kept, with those by which walls are known; never a cookie."""
KEPT_HEADERS = {name: place for place, name in enumerate((*HEADERS, MISSING, *walls.CHALLENGES))}
"""The place of each among those that are kept."""


def snapshot(source: Source, ask: Ask, response: Response, now: datetime, earlier: Snapshot | None = None) -> Snapshot:
    """The answer to an ask; one that says "not modified", with what it speaks of (RFC 9111, 4.3.4)."""
    headers = kept_headers(response)
    unchanged = earlier if response.status == 304 else None
    if unchanged:
        headers += tuple(pair for pair in unchanged.headers if pair[0] not in dict(headers))
    return Snapshot(
        source=source.id,
        platform=source.platform,
        url=ask.url,
        fetched_at=now,
        status=response.status,
        media_type=dict(headers).get("content-type", "").partition(";")[0].strip().lower(),
        body=unchanged.body if unchanged else response.body,
        purpose=ask.purpose,
        headers=headers,
        currency=source.currency,
        language=source.language,
    )


def kept_headers(response: Response) -> tuple[tuple[str, str], ...]:
    """The headers that are kept of an answer, in an order of ours."""
    said = ((name.decode("latin-1").lower(), values) for name, values in response.headers.items())
    kept = sorted((each for each in said if each[0] in KEPT_HEADERS), key=lambda each: KEPT_HEADERS[each[0]])
    return tuple((name, value.decode("latin-1")) for name, values in kept for value in values)
