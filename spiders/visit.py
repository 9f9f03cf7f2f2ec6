"""What one crawl of one source is given, and how it went."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from scrapy import Request

from parsers.records import Page, Snapshot
from spiders.budget import Budget

if TYPE_CHECKING:
    from scrapy.http import Response

    from spiders.apart import Apart

Keep = Callable[[Any, str], Snapshot]
"""Takes a Snapshot, or a Clean one where the crawl redacts in a process of its own."""
Learn = Callable[[Snapshot, "Page | Exception", str], object]
Read = Callable[[Snapshot], Page]
Recall = Callable[[str], Callable[[str], Snapshot | None]]
Spent = Callable[[datetime], Mapping[str, int]]
Sent = Callable[[str, datetime], object]
Fetch = Callable[[Request], Awaitable["Response"]]
Aside = Callable[[Callable[[], Any]], Awaitable[Any]]
Outcome = Literal["complete", "partial", "wall", "failed"]


@dataclass(frozen=True, slots=True)
class Rooms:
    """What a visit is given: who keeps the bytes, learns the facts, tells the time, reads, renders, and remembers.

    `write` and `aside` have keeping and learning, and reading, done in threads of their own: a long page or a slow disk
    holds up neither the network nor a browser. Where `apart` has a process, that redacts before keeping, and reads.
    """

    keep: Keep
    learn: Learn
    clock: Callable[[], datetime]
    read: Read
    show: Fetch
    recall: Recall
    write: Aside
    aside: Aside
    budget: Budget = field(default_factory=Budget)
    apart: Apart | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """How one crawl of one source went.

    `pages` counts answers kept; `failed` requests without an answer or refused, and readings that raised; `walls`
    what is not public; `unread` what readers knew of but could not interpret; `left` asks that the limits cut off.
    `outcome` is "complete" when all that was asked for was read, "failed" when nothing was; `notes` say why not.
    """

    source: str
    id: str
    started_at: datetime
    finished_at: datetime
    pages: int
    failed: int
    walls: int
    unread: int
    outcome: Outcome
    listings: int = 0
    left: int = 0
    notes: tuple[str, ...] = ()
