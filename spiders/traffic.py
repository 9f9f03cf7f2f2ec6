"""What a page in the browser asks for: whose requests pass, which are under way, and what of the page did not come."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
from typing import Any, TypeVar
from urllib.parse import urlsplit

from playwright.async_api import Error, Page, Request, Response, Route
from scrapy.exceptions import ResponseDataLossError

T = TypeVar("T")

PARTS = {"fetch", "xhr", "script"}
"""The kinds of requests that bring goods; a missing picture costs nothing."""
WITHHELD, BROKEN_HOST = {403, 429}, 500
"""Statuses with which a part is withheld; others, like a 401 for who is not logged in, are answers."""


class Traffic:
    """The requests of one page: those to the source's hosts pass and are counted while they last, others are cut.

    `answer` is that to the page itself; `missing` says what did not come of the page or could not be read by it.
    """

    def __init__(self, hosts: Iterable[str], allow: Callable[[str], bool] | None = None) -> None:
        self.hosts, self.allow = set(hosts), allow
        self.open = 0
        self.page: Page | None = None
        self.answer: Response | None = None
        self.missing = ""
        self.broken = asyncio.Event()

    def watch(self, page: Page) -> None:
        """Hear of everything that a page asks for and of scripts that read what is broken."""
        self.page = page
        page.on("requestfinished", lambda _: self.done())
        page.on("requestfailed", self.failed)
        page.on("response", self.answered)
        page.on("pageerror", self.erred)

    async def gate(self, route: Route) -> None:
        """Let a request pass or cut it; a window that the page opens beside itself shows nothing that we came for."""
        url = urlsplit(route.request.url)
        ours = url.scheme in {"data", "blob"} or self.ours(route.request.url)
        if ours and self.of_this_window(route.request):
            self.open += 1
            await route.continue_()
        else:
            await route.abort("blockedbyclient")

    def ours(self, url: str) -> bool:
        """Whether a URL is of the source's hosts and may be read."""
        return urlsplit(url).netloc in self.hosts and (self.allow is None or self.allow(url))

    def of_this_window(self, request: Request) -> bool:
        """Whether a request comes from the page itself, its frames and workers; a new window has no frame yet."""
        try:
            return request.frame.page is self.page
        except Error:
            return not request.is_navigation_request()

    def done(self) -> None:
        """One request less."""
        self.open = max(0, self.open - 1)

    def failed(self, request: Request) -> None:
        """A request without a whole answer."""
        self.done()
        if of_page(request):
            self.broken.set()
        elif request.resource_type in PARTS and self.ours(request.url):
            self.miss(f"{request.url} did not come")

    def answered(self, response: Response) -> None:
        """The head of an answer."""
        if of_page(response.request):
            self.answer = response
        elif response.request.resource_type in PARTS and (
            response.status in WITHHELD or response.status >= BROKEN_HOST
        ):
            self.miss(f"{response.url} was answered with HTTP {response.status}")

    def erred(self, error: Error) -> None:
        """A script's error: what it says may repeat the page, so only its kind is told."""
        if "SyntaxError" in (error.name or ""):
            self.miss("a script met something broken")

    def miss(self, what: str) -> None:
        """Note the first part that is missing."""
        self.missing = self.missing or f"a part of the page is missing: {what}"

    async def unless_broken(self, work: Coroutine[Any, Any, T]) -> T:
        """What the work brings; ResponseDataLossError as soon as the page's own answer breaks off."""
        task, broken = asyncio.ensure_future(work), asyncio.ensure_future(self.broken.wait())
        try:
            await asyncio.wait({task, broken}, return_when=asyncio.FIRST_COMPLETED)
            if not task.done() and self.answer:
                raise ResponseDataLossError
            return await task
        finally:
            for each in (task, broken):
                each.cancel()
                with suppress(asyncio.CancelledError, Exception):
                    await each


def of_page(request: Request) -> bool:
    """Whether a request is for the page itself, not for a part or a frame of it."""
    return request.is_navigation_request() and request.frame.parent_frame is None
