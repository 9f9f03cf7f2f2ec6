"""The one way out: requests reach granted hosts at their loopback address; every other host is refused unasked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from scrapy.exceptions import (
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.utils.misc import build_from_crawler, load_object

from parsers.records import BadInput
from spiders.urls import authority, host_name, web_url

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

GRANTS = "UNDERCUT_GRANTS"
# Scrapy names this handler's class privately, but it is what its own default setting says in no-reactor mode.
TRANSPORT = "scrapy.core.downloader.handlers._aiohttp.AiohttpDownloadHandler"
TOO_LONG = "the answer is longer than limits.body_bytes"
REASONS = {
    DownloadConnectionRefusedError: "the connection was refused",
    DownloadTimeoutError: "no answer came in time",
    DownloadCancelledError: TOO_LONG,
    IgnoreRequest: TOO_LONG,  # what Scrapy raises where only the unpacked body is too long
    ResponseDataLossError: "the answer broke off",
}


class UngrantedError(Exception):
    """A request to a host that is not granted; nothing was sent and no name was looked up."""


@dataclass(frozen=True, slots=True)
class Grant:
    """Leave to reach a host: requests to it go to this loopback address and port, by plain HTTP."""

    host: str
    address: str
    port: int

    def __post_init__(self) -> None:
        if not ip_address(self.address).is_loopback:
            raise BadInput(f"{self.address} is not on this machine; a grant leads to a loopback address only")


def grant_for(url: str, grants: Iterable[Grant]) -> Grant:
    """The grant of a URL's host; UngrantedError if there is none or the URL is not to be asked at all."""
    try:
        host = host_name(urlsplit(web_url(url)).hostname or "")
    except BadInput as error:
        raise UngrantedError(str(error)) from None
    for grant in grants:
        if grant.host == host:
            return grant
    raise UngrantedError(
        f"{host} was not asked: until the manners of the sources are in, only the lab's hosts are crawled"
    )


def routed(url: str, grant: Grant) -> str:
    """The URL with the grant's address and port in the place of its host."""
    address = f"[{grant.address}]" if ":" in grant.address else grant.address
    return urlunsplit(urlsplit(url)._replace(scheme="http", netloc=f"{address}:{grant.port}"))


class Gate:
    """Scrapy's download handler: below every middleware, so that nothing (robots, retries) can go round it."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        self.grants: tuple[Grant, ...] = crawler.settings[GRANTS]
        self.transport = build_from_crawler(load_object(TRANSPORT), crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Gate:
        """How Scrapy makes one."""
        return cls(crawler)

    async def download_request(self, request: Request) -> Response:
        """The answer of the granted host, under the URL that was asked; as a browser shows it if one is given."""
        grant = grant_for(request.url, self.grants)
        if show := request.meta.get("browser"):
            return await show(request)  # type: ignore[no-any-return]
        inner = request.replace(url=routed(request.url, grant))
        inner.headers["Host"] = authority(request.url)
        response: Response = await self.transport.download_request(inner)
        return response.replace(url=request.url)

    async def close(self) -> None:
        """Let go of the connections."""
        await self.transport.close()


def reason(error: Exception) -> str:
    """Why a request had no answer, as one clause."""
    return REASONS.get(type(error)) or str(error) or type(error).__name__
