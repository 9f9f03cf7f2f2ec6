"""Fetches a page as Chromium shows it, for goods that a script puts in: one browser a round, a context a page."""

from __future__ import annotations

import asyncio
import os
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.async_api import Browser as Chromium
from playwright.async_api import Error as BrowserError
from playwright.async_api import Page, Playwright, Response, async_playwright
from scrapy.exceptions import (
    DownloadCancelledError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import HtmlResponse

from parsers.records import MISSING, BadInput
from spiders.chromium import NEEDS, program
from spiders.network import BAD, plain_url
from spiders.proxy import Pass
from spiders.traffic import Traffic

if TYPE_CHECKING:
    from scrapy import Request

    from spiders.proxy import Proxy

FLAGS = (
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    # Two names of one switch: without it a page's script sends datagrams past the proxy.
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    # No name is looked up here: the proxy does that, and checks what it finds.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PAGES_AT_ONCE = 2
REDIRECT = 300
OF_THE_WIRE = ("content-encoding", "content-length", "transfer-encoding", MISSING)
"""Headers that are not true of the document that scripts have made, and one that no host may send."""
SCROLLS = 50
QUIET = 0.1
"""Seconds without a change, a request or a short timer after which a page is taken for finished."""
WATCH = """
(() => {
  for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "WebTransport"]) delete window[name];
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
LENGTH = "() => document.documentElement.outerHTML.length"
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
        leave = Pass(frozenset(request.meta["hosts"]), request.meta["download_maxsize"])
        token = self.proxy.admit(leave)
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
            traffic.watch(page)
            try:
                return await traffic.unless_broken(document(page, request, traffic))
            except (BrowserError, DownloadFailedError, ResponseDataLossError):
                if leave.bytes_left is not None and leave.bytes_left < 0:
                    raise DownloadCancelledError from None
                if traffic.answer and traffic.answer.status >= BAD:
                    return await whole(request, traffic, b"")
                if traffic.answer and traffic.answer.status >= REDIRECT:
                    request.meta["dont_retry"] = True
                    raise DownloadFailedError("the page leads from redirect to redirect") from None
                raise
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


def flags() -> list[str]:
    """Chromium's switches."""
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return [*FLAGS, *root]


async def document(page: Page, request: Request, traffic: Traffic) -> HtmlResponse:
    """The document of a page when all that belongs to it has come."""
    await page.goto(request.url, wait_until="domcontentloaded")
    if traffic.answer is None or urlsplit(page.url).netloc != urlsplit(request.url).netloc:
        raise DownloadFailedError(f"the page led to {page.url}")
    await finished(page, traffic)
    if await page.evaluate(LENGTH) > request.meta["download_maxsize"]:
        raise DownloadCancelledError
    body = b"" if await empty(traffic.answer) else (await page.content()).encode("utf-8", "replace")
    if len(body) > request.meta["download_maxsize"]:
        raise DownloadCancelledError
    return await whole(request, traffic, body)


async def empty(answer: Response) -> bool:
    """Whether an answer had no byte; one that Chromium keeps no longer had too many."""
    try:
        return not await answer.body()
    except BrowserError:
        return False


async def whole(request: Request, traffic: Traffic, body: bytes) -> HtmlResponse:
    """An answer as the spider gets it: status and headers as the host sent them, and what did not come."""
    if traffic.answer is None:
        raise DownloadFailedError("no answer")
    headers = {**await traffic.answer.all_headers(), "content-type": "text/html; charset=utf-8"}
    for name in OF_THE_WIRE:
        headers.pop(name, None)
    if traffic.missing:
        headers[MISSING] = traffic.missing
    return HtmlResponse(request.url, traffic.answer.status, headers, body, encoding="utf-8")


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
