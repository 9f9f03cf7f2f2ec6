"""Fetches a page as Chromium shows it, for goods that a script puts in: one browser a round, a context a page."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterable
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.async_api import Browser as Chromium
from playwright.async_api import Error as BrowserError
from playwright.async_api import Page, Playwright, Route, async_playwright
from scrapy.exceptions import DownloadCancelledError, DownloadFailedError, DownloadTimeoutError
from scrapy.http import HtmlResponse

from parsers.records import BadInput
from spiders.chromium import NEEDS, program
from spiders.network import plain_url
from spiders.proxy import Pass

if TYPE_CHECKING:
    from scrapy import Request

    from spiders.proxy import Proxy

FLAGS = (
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    # No name is looked up here: the proxy does that, and checks what it finds.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PAGES_AT_ONCE = 2
SCROLLS = 50
QUIET = 0.1
"""Seconds without a change, a request or a short timer after which a page is taken for finished."""
WATCH = """
(() => {
  const state = window.__undercut = {timers: new Set(), asked: 0, changed: performance.now()};
  const answered = () => { state.asked -= 1; state.changed = performance.now(); };
  const set = window.setTimeout, clear = window.clearTimeout;
  window.setTimeout = (call, delay = 0, ...rest) => {
    const id = set((...given) => {
      state.timers.delete(id);
      state.changed = performance.now();
      return typeof call === "function" ? call(...given) : undefined;
    }, delay, ...rest);
    if (delay <= 3000) state.timers.add(id);
    return id;
  };
  window.clearTimeout = id => { state.timers.delete(id); clear(id); };
  const ask = window.fetch, send = XMLHttpRequest.prototype.send;
  window.fetch = (...given) => { state.asked += 1; return ask.apply(window, given).finally(answered); };
  XMLHttpRequest.prototype.send = function (...given) {
    state.asked += 1;
    this.addEventListener("loadend", answered, {once: true});
    return send.apply(this, given);
  };
  new MutationObserver(() => { state.changed = performance.now(); })
    .observe(document, {subtree: true, childList: true, characterData: true});
})();
"""
"""Counts timers about to fire and requests under way, and notes the last change: "finished" is then not a guess."""
IDLE = """() => {
  const {timers, asked, changed} = window.__undercut;
  return timers.size || asked ? 0 : (performance.now() - changed) / 1000;
}"""
SCROLL = """() => new Promise(done => {
  const before = document.documentElement.scrollHeight;
  window.scrollTo(0, before);
  requestAnimationFrame(() => requestAnimationFrame(() => done(before)));
})"""
"""To the end of the page; done when the page has heard of it, which a busy browser tells it frames later."""


class Browser:
    """Chromium, started when the first page needs it; by its proxy it reaches the hosts of the asked source only."""

    def __init__(self, proxy: Proxy, user_agent: str) -> None:
        self.proxy, self.user_agent = proxy, user_agent
        self.playwright: Playwright | None = None
        self.chromium: Chromium | None = None
        self.starting = asyncio.Lock()
        self.room = asyncio.Semaphore(PAGES_AT_ONCE)

    async def fetch(self, request: Request) -> HtmlResponse:
        """The document after its scripts have run and all that scrolling brings has come, as HTML in UTF-8.

        Raises Scrapy's download errors; BadInput where there is no browser.
        """
        async with self.room:
            try:
                return await asyncio.wait_for(self.show(request), request.meta["download_timeout"])
            except TimeoutError:
                raise DownloadTimeoutError from None
            except BrowserError as error:
                raise DownloadFailedError(error.message.splitlines()[0]) from None

    async def show(self, request: Request) -> HtmlResponse:
        """Open the page in a context of its own, wait until it is finished, and take its document."""
        plain_url(request.url, ())
        chromium = await self.start()
        token = self.proxy.admit(Pass(frozenset(request.meta["hosts"]), request.meta["download_maxsize"]))
        context = await chromium.new_context(
            user_agent=self.user_agent,
            service_workers="block",
            accept_downloads=False,
            proxy={
                "server": self.proxy.address,
                "bypass": "<-loopback>",
                "username": token,
                "password": token,
            },
        )
        try:
            await context.add_init_script(WATCH)
            traffic = Traffic(request.meta["hosts"], request.meta.get("allow"))
            await context.route("**/*", traffic.gate)
            page = await context.new_page()
            for event in ("requestfinished", "requestfailed"):
                page.on(event, lambda _: traffic.done())
            answer = await page.goto(request.url, wait_until="domcontentloaded")
            if answer is None or urlsplit(page.url).netloc != urlsplit(request.url).netloc:
                raise DownloadFailedError(f"the page led to {page.url}")
            await finished(page, traffic)
            body = (await page.content()).encode("utf-8", "replace")
            if len(body) > request.meta["download_maxsize"]:
                raise DownloadCancelledError
            headers = {**await answer.all_headers(), "content-type": "text/html; charset=utf-8"}
            return HtmlResponse(request.url, answer.status, headers, body, encoding="utf-8")
        finally:
            await context.close()

    async def start(self) -> Chromium:
        """The running browser, started once."""
        async with self.starting:
            if self.chromium is None:
                path = program()
                if path is None:
                    raise BadInput(NEEDS)
                self.playwright = await async_playwright().start()
                self.chromium = await self.playwright.chromium.launch(executable_path=path, args=flags())
            return self.chromium

    async def close(self) -> None:
        """End the browser, if it was started."""
        if self.chromium:
            await self.chromium.close()
        if self.playwright:
            await self.playwright.stop()


class Traffic:
    """What one page asks for: requests to the source's hosts pass and are counted while they last, others are cut."""

    def __init__(self, hosts: Iterable[str], allow: Callable[[str], bool] | None = None) -> None:
        self.hosts, self.allow = set(hosts), allow
        self.open = 0

    async def gate(self, route: Route) -> None:
        """Let a request pass or cut it."""
        url = urlsplit(route.request.url)
        ours = url.netloc in self.hosts and (self.allow is None or self.allow(route.request.url))
        if url.scheme in {"data", "blob"} or ours:
            self.open += 1
            await route.continue_()
        else:
            await route.abort("blockedbyclient")

    def done(self) -> None:
        """One request less."""
        self.open = max(0, self.open - 1)


def flags() -> list[str]:
    """Chromium's switches."""
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return [*FLAGS, *root]


async def finished(page: Page, traffic: Traffic) -> None:
    """Return when the page rests and scrolling to its end brings nothing more."""
    height = -1
    for _ in range(SCROLLS):
        await rest(page, traffic)
        tallest = await page.evaluate(SCROLL)
        if tallest == height:
            return
        height = tallest


async def rest(page: Page, traffic: Traffic) -> None:
    """Return when nothing has changed for QUIET seconds and nothing is about to."""
    while True:
        started = monotonic()
        idle = await page.evaluate(IDLE)
        if not traffic.open and idle >= QUIET:
            return
        await asyncio.sleep(max(0.02, QUIET / 2 - (monotonic() - started)))
