"""One crawl of one source under way: which requests it makes, in which order, and what becomes of the answers."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial
from time import monotonic
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

from scrapy import Request

from parsers.reading import spared
from parsers.records import MISSING, ROBOTS, Ask, BadInput, Page, Snapshot
from spiders import manners
from spiders.answers import snapshot
from spiders.budget import SpentError
from spiders.manners import RobotsError
from spiders.network import LeftAloneError, reason
from spiders.platforms import never_crawled
from spiders.urls import authority, web_url
from spiders.visit import Fetch, Outcome, Read, Rooms, Visit

if TYPE_CHECKING:
    from scrapy.http import Response

    from spiders.register import Source


class Walk:
    """A visit under way."""

    def __init__(self, source: Source, rooms: Rooms) -> None:
        self.source = source
        self.rooms = rooms
        self.started_at = rooms.clock()
        self.id = f"{source.id}@{self.started_at.isoformat()}"
        self.asks = deque(Ask(url, "start") for url in source.start)
        self.asked: set[tuple[str, str, bytes | None]] = set()
        self.siblings: Mapping[str, Snapshot] = MappingProxyType({})
        self.known: Callable[[str], Snapshot | None] | None = None
        self.learning: Awaitable[object] | None = None
        self.robots: dict[str, Response | None] = {}
        self.deadline = 0.0
        self.pages = self.read = self.failed = self.walls = self.unread = self.listings = self.left = 0
        self.notes: list[str] = []

    async def run(self, fetch: Fetch) -> Visit:
        """Ask, one request after the other, until nothing is left to ask, a wall is met or a limit is reached."""
        self.deadline = monotonic() + self.source.limits.seconds
        if sentence := never_crawled(self.source.platform):
            self.asks.clear()
            self.walls += 1
            self.notes.append(sentence)
        try:
            while self.asks and not self.walls and self.within_limits():
                await self.follow(self.asks.popleft(), fetch)
        finally:
            await self.settle()
        return self.visit()

    async def settle(self) -> None:
        """Wait until what was read last is learned: meanwhile the next page is asked for."""
        learning, self.learning = self.learning, None
        if learning:
            await learning

    def within_limits(self) -> bool:
        """Whether the visit may ask once more; if not, what is left is counted."""
        limits = self.source.limits
        if len(self.asked) >= limits.pages:
            self.leave(f"limits.pages = {limits.pages}")
        elif monotonic() >= self.deadline:
            self.leave(f"limits.seconds = {limits.seconds:g}")
        return bool(self.asks)

    def leave(self, limit: str) -> None:
        """Drop what is still to be asked, and say so."""
        left = [ask for ask in self.asks if key_of(ask) not in self.asked]
        self.asks.clear()
        self.left = len(left)
        if left:
            self.notes.append(f"{limit} left {len(left)} asked-for pages unread, the first {left[0].url}")

    async def follow(self, ask: Ask, fetch: Fetch) -> None:
        """Ask for one page and take what comes; nothing that a host does gets out of here."""
        if key_of(ask) in self.asked:
            return
        if fault := self.fault_of(ask):
            self.fail(fault)
            return
        self.asked.add(key_of(ask))
        earlier = self.earlier(ask)
        try:
            async with asyncio.timeout(self.seconds_left()):
                response = await fetch(self.request(ask, earlier))
        except SpentError as spent:
            self.asked.discard(key_of(ask))
            self.asks.appendleft(ask)
            self.leave(str(spent))
            await self.keep_robots()
        except (RobotsError, LeftAloneError) as refusal:
            self.refused(ask, refusal)
            await self.keep_robots()
        except Exception as error:  # noqa: BLE001  whatever a foreign server provokes, other sources go on
            self.fail(f"{ask.url}: {reason(error)}")
            await self.keep_robots()
        else:
            await self.keep_robots()
            found = snapshot(self.source, ask, response, self.rooms.clock(), earlier)
            await self.take(replace(found, siblings=self.siblings))

    def refused(self, ask: Ask, refusal: RobotsError | LeftAloneError) -> None:
        """Note what was not asked: it ends the visit, but where robots.txt forbids only what the visit can spare."""
        if isinstance(refusal, RobotsError) and spared(self.source.platform, ask.purpose):
            self.fail(str(refusal))
        else:
            self.walls += 1
            self.notes.append(str(refusal))

    def note_robots(self, place: str, response: Response) -> None:
        """Remember a robots.txt that this visit obeys, to be kept with its pages."""
        self.robots.setdefault(place, response)

    async def keep_robots(self) -> None:
        """Keep every robots.txt that is not kept yet: by it, what was asked and what was not can be judged later."""
        for place, response in self.robots.items():
            if response is not None:
                self.robots[place] = None
                shot = snapshot(self.source, Ask(place, ROBOTS), response, self.rooms.clock())
                await self.rooms.write(partial(self.rooms.keep, shot, self.id))

    def earlier(self, ask: Ask) -> Snapshot | None:
        """What is kept of a page that may be asked for on the condition that it has changed."""
        if not manners.conditional(self.source.platform, ask, self.source.render):
            return None
        self.known = self.known or self.rooms.recall(self.source.id)
        return self.known(ask.url)

    def seconds_left(self) -> float:
        """What an answer may take, retries and robots.txt included: the rest of the visit's time."""
        return max(1.0, self.deadline - monotonic())

    def fault_of(self, ask: Ask) -> str | None:
        """Why a reader's ask is not followed, or None."""
        try:
            host = authority(web_url(ask.url))
        except BadInput as error:
            return str(error)
        if host not in self.source.hosts:
            return f"{ask.url} was not asked: {host} is not among the source's hosts ({', '.join(self.source.hosts)})"
        return None

    def request(self, ask: Ask, earlier: Snapshot | None = None) -> Request:
        """The request of an ask; a body is sent as JSON."""
        limits = self.source.limits
        return Request(
            ask.url,
            method=ask.method,
            body=ask.body or b"",
            headers=manners.headers(self.source.platform, ask, earlier),
            dont_filter=True,
            meta={
                "download_maxsize": limits.body_bytes,
                "download_timeout": min(manners.TIMEOUT, self.seconds_left()),
                "browser": self.rooms.show if self.source.render else None,
                "hosts": self.source.hosts,
                "seconds": limits.seconds,
                "robots": self.note_robots,
                "take": partial(self.rooms.budget.take, most=limits.day),
            },
        )

    async def take(self, snapshot: Snapshot) -> None:
        """Keep an answer, have it read, pass on what was read, and note what to ask next."""
        self.pages += 1
        apart = self.rooms.apart
        found = await apart.clean(snapshot) if apart else snapshot
        kept: Snapshot = await self.rooms.write(partial(self.rooms.keep, found, self.id))
        # A sibling goes without its own siblings: else the last page of a visit would hold all before it in memory.
        alone = replace(kept, siblings=MappingProxyType({}))
        self.siblings = MappingProxyType({**self.siblings, snapshot.purpose: alone})
        await self.hear(kept, alone, await self.look(kept))

    async def look(self, kept: Snapshot) -> Page | Exception:
        """What the reader finds on a page that is kept, or what it raised."""
        if self.rooms.apart and self.rooms.apart.ready:
            return await self.rooms.apart.read(kept)
        found: Page | Exception = await self.rooms.aside(partial(attempt, kept, self.rooms.read))
        return found

    async def hear(self, kept: Snapshot, alone: Snapshot, found: Page | Exception) -> None:
        """Note what was read and what to ask next, and have it learned."""
        if isinstance(found, Exception):
            said = str(found).removeprefix(f"{kept.url}: ") or type(found).__name__
            self.fail(f"{kept.url}: not read: {said}")
        else:
            found = self.cautious(found)
            self.note(kept, found)
            self.count(found)
        await self.settle()
        self.learning = asyncio.ensure_future(self.rooms.write(partial(self.rooms.learn, alone, found, self.id)))

    def note(self, kept: Snapshot, page: Page) -> None:
        """Say of a page that a part of it did not come, or that nothing on it was understood."""
        if page.wall:
            return
        bare = not (page.listings or page.asks or page.not_offers or page.complete or page.covers)
        if missing := dict(kept.headers).get(MISSING):
            self.notes.append(f"{kept.url}: {missing}")
        elif bare and page.unread:
            self.notes.append(f"{kept.url}: nothing was read: {page.unread[0]}")

    def cautious(self, page: Page) -> Page:
        """The page; not taken for the whole set after a failure, nor with a number of listings nobody expects."""
        expect, number = self.source.expect, len(page.listings)
        most = expect.max_listings
        if page.complete and (number < expect.min_listings or (most is not None and number > most)):
            self.notes.append(
                f"{number} listings, where {expect.min_listings} to {most or 'any number'} are expected: nothing ends"
            )
            return replace(page, complete=False, covers=None)
        return replace(page, complete=False) if page.complete and self.failed else page

    def count(self, page: Page) -> None:
        """Add up a page that was read; its asks go first, so that a start is read out before the next begins."""
        self.read += 1
        self.unread += len(page.unread)
        self.listings += len(page.listings)
        if page.wall:
            self.walls += 1
            self.notes.append(f"{page.wall.kind}: {page.wall.detail}")
        else:
            self.asks.extendleft(reversed(page.asks))

    def fail(self, note: str) -> None:
        """Count a failure."""
        self.failed += 1
        self.notes.append(note)

    def visit(self) -> Visit:
        """How it went."""
        return Visit(
            self.source.id,
            self.id,
            self.started_at,
            self.rooms.clock(),
            self.pages,
            self.failed,
            self.walls,
            self.unread,
            self.outcome(),
            self.listings,
            self.left,
            tuple(self.notes),
        )

    def outcome(self) -> Outcome:
        """The visit in one word."""
        if self.walls:
            return "wall"
        if not self.read:
            return "failed"
        return "partial" if self.notes else "complete"


def key_of(ask: Ask) -> tuple[str, str, bytes | None]:
    """What makes two asks the same request."""
    return ask.method, urldefrag(ask.url).url, ask.body


def attempt(kept: Snapshot, read: Read) -> Page | Exception:
    """What the reader finds on a page, or what it raised."""
    try:
        return read(kept)
    except Exception as error:  # noqa: BLE001  the evidence stays, and a later reader may understand it
        return error
