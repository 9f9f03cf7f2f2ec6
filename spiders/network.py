"""Who may be reached: granted hosts on loopback, and public addresses where the operator is named."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Container
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import aiohttp
from scrapy.exceptions import (
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.utils.misc import build_from_crawler, load_object

from parsers.records import BadInput
from spiders.addresses import is_public
from spiders.urls import authority, host_name, web_url

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

Resolve = Callable[[str, int], Awaitable[list[str]]]
GRANTS = "UNDERCUT_GRANTS"
PROXY = "UNDERCUT_PROXY"
REFUSED = "Undercut-Refused"
"""The header by which our own proxy says why it did not ask."""
NO_CONTACT = (
    "{host} was not asked: name who asks, by `contact` (an e-mail address or URL) in undercut.toml, and it will be"
)
# Scrapy names this handler's class privately, but it is what its own default setting says in no-reactor mode.
TRANSPORT = "scrapy.core.downloader.handlers._aiohttp.AiohttpDownloadHandler"
BAD, TOO_MANY = 400, 429
TOO_LONG = "the answer is longer than limits.body_bytes"
REASONS = {
    DownloadConnectionRefusedError: "the connection was refused",
    DownloadTimeoutError: "no answer came in time",
    TimeoutError: "no answer came in time",
    DownloadCancelledError: TOO_LONG,
    IgnoreRequest: TOO_LONG,  # what Scrapy raises where only the unpacked body is too long
    ResponseDataLossError: "the answer broke off",
}


class LeftAloneError(Exception):
    """The host said in this round that it is not to be asked now; nothing was sent."""


class RefusedError(Exception):
    """A request that may not be made; nothing was sent."""


@dataclass(frozen=True, slots=True)
class Grant:
    """Leave to reach a host: requests to it go to this loopback address and port, by plain HTTP."""

    host: str
    address: str
    port: int

    def __post_init__(self) -> None:
        if not ip_address(self.address).is_loopback:
            raise BadInput(f"{self.address} is not on this machine; a grant leads to a loopback address only")


async def resolve(host: str, port: int) -> list[str]:
    """The addresses that the system's resolver gives for a name; OSError if it gives none."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


@dataclass(frozen=True, slots=True)
class Reach:
    """What may be reached: `grants`, and every public address if `public`; names are looked up by `resolve`."""

    grants: tuple[Grant, ...] = ()
    public: bool = False
    resolve: Resolve = resolve
    granted: dict[str, Grant] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "granted", {grant.host: grant for grant in self.grants})

    async def places(self, host: str, port: int) -> list[tuple[str, int]]:
        """The checked addresses of a host, to be connected to as they are; RefusedError or OSError if there is none.

        One address that is not public condemns all: a host that points inwards is not to be asked at all.
        """
        try:
            name = host_name(host)
        except BadInput as error:
            raise RefusedError(str(error)) from None
        if grant := self.granted.get(name):
            return [(grant.address, grant.port)]
        if not self.public:
            raise RefusedError(NO_CONTACT.format(host=name))
        found = await self.resolve(name, port)
        if hidden := [address for address in found if not is_public(address)]:
            raise RefusedError(f"{name} was not asked: its address {hidden[0]} is not public")
        return [(address, port) for address in found]


def plain_url(url: str, granted: Container[str]) -> str:
    """The URL, by plain HTTP if its host is granted; RefusedError if it is not to be asked at all."""
    try:
        host = host_name(urlsplit(web_url(url)).hostname or "")
    except BadInput as error:
        raise RefusedError(str(error)) from None
    if host in granted:
        return urlunsplit(urlsplit(url)._replace(scheme="http", netloc=authority(url)))
    return url


class Gate:
    """Scrapy's download handler: below every middleware, so that nothing (robots, retries) can go round the proxy."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        self.grants: tuple[Grant, ...] = crawler.settings[GRANTS]
        self.granted = frozenset(grant.host for grant in self.grants)
        self.proxy: str = crawler.settings[PROXY]
        self.left_alone: dict[str, int] = {}
        self.transport = build_from_crawler(load_object(TRANSPORT), crawler)
        # aiohttp would ask again unheard where a kept line was dropped, beside the one retry that is counted.
        self.transport._session._retry_connection = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Gate:
        """How Scrapy makes one."""
        return cls(crawler)

    async def download_request(self, request: Request) -> Response:
        """The answer of the host, under the URL that was asked; as a browser shows it if one is given. SpentError."""
        url = plain_url(request.url, self.granted)
        host = authority(request.url)
        if host in self.left_alone:
            raise LeftAloneError(f"{request.url} was not asked: {host} answered HTTP {self.left_alone[host]}, not now")
        if take := request.meta.get("take"):
            await take(host)
        response = await self.ask(request, url)
        if response.status == TOO_MANY or (response.status >= BAD and response.headers.get("Retry-After")):
            self.left_alone[host] = response.status
            request.meta["dont_retry"] = True
        return response

    async def ask(self, request: Request, url: str) -> Response:
        """The answer, by the browser if one is given, else by the transport."""
        if show := request.meta.get("browser"):
            return await show(request)  # type: ignore[no-any-return]
        inner = request if url == request.url else request.replace(url=url)  # a copy takes longer than all else here
        inner.headers["Host"] = authority(request.url)
        inner.meta["proxy"] = self.proxy
        try:
            response: Response = await self.transport.download_request(inner)
        except DownloadFailedError as error:
            raise_refusal(getattr(error.__cause__, "headers", None) or {})
            raise
        finally:
            if "download_latency" in inner.meta:
                request.meta["download_latency"] = inner.meta["download_latency"]
        raise_refusal({REFUSED: response.headers.get(REFUSED)})
        return response if url == request.url else response.replace(url=request.url)

    async def close(self) -> None:
        """Let go of the connections."""
        await self.transport.close()


def raise_refusal(headers: object) -> None:
    """The error that our proxy's header tells of, if it does."""
    said = headers.get(REFUSED) if hasattr(headers, "get") else None
    why = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    if why == "refused":
        raise DownloadConnectionRefusedError
    if why:
        raise RefusedError(why)


def reason(error: Exception) -> str:
    """Why a request had no answer, as one clause."""
    if known := REASONS.get(type(error)):
        return known
    if isinstance(error.__cause__, aiohttp.ClientResponseError):
        return "what came is no HTTP"  # what aiohttp says of it repeats the page, which is not redacted
    if isinstance(error.__cause__, aiohttp.ClientConnectionError):
        return "the connection broke off before an answer"
    return str(error) or type(error).__name__
