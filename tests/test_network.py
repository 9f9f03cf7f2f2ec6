"""The one way out: what is never reached, by Scrapy or by Chromium, with real servers that would notice."""

from __future__ import annotations

import asyncio
import base64
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadFailedError

from parsers.records import Page, Snapshot
from spiders.browser import Browser
from spiders.crawl import crawl
from spiders.network import Grant, Reach, RefusedError, is_public
from spiders.proxy import Pass, Proxy
from spiders.register import Limits, Source
from tests.loopback import Answer, Web, serve

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
ADDRESSES = {
    "8.8.8.8": True,
    "2606:4700::1111": True,
    "::ffff:8.8.8.8": True,
    "127.0.0.1": False,
    "127.1.2.3": False,
    "0.0.0.0": False,
    "10.0.0.1": False,
    "172.16.0.1": False,
    "192.168.1.1": False,
    "100.64.0.1": False,
    "169.254.169.254": False,
    "192.0.2.1": False,
    "198.18.0.1": False,
    "224.0.0.1": False,
    "255.255.255.255": False,
    "240.0.0.1": False,
    "::": False,
    "::1": False,
    "::ffff:127.0.0.1": False,
    "::ffff:169.254.169.254": False,
    "fe80::1": False,
    "fe80::1%eth0": False,
    "fc00::1": False,
    "fec0::1": False,
    "fd00:ec2::254": False,
    "2002:7f00:1::": False,
    "2001:0:7f00:1::": False,
    "64:ff9b::7f00:1": False,
    "ff02::1": False,
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_only_addresses_of_the_open_internet_are_public(address: str) -> None:
    assert is_public(address) is ADDRESSES[address]


@pytest.fixture
def web() -> Iterator[Web]:
    with serve() as web:
        yield web


@dataclass
class Names:
    """A name server of the tests' own: what each name answers, in turn, the last for good; never a public address."""

    answers: dict[str, list[list[str]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        if host in self.answers:
            found = self.answers[host]
            return found.pop(0) if len(found) > 1 else found[0]
        try:
            return [str(place[4][0]) for place in socket.getaddrinfo(host, port, flags=socket.AI_NUMERICHOST)]
        except OSError:
            raise OSError(f"{host} has no address") from None


INWARDS = {
    "decimal": "http://2130706433:{port}/",
    "hex": "http://0x7f000001:{port}/",
    "hex, dotted": "http://0x7f.0.0.1:{port}/",
    "octal": "http://0177.0.0.1:{port}/",
    "short": "http://127.1:{port}/",
    "dotted": "http://127.0.0.1:{port}/",
    "nobody's": "http://0.0.0.0:{port}/",
    "IPv6": "http://[::1]:{port}/",
    "IPv6-mapped": "http://[::ffff:127.0.0.1]:{port}/",
    "IPv6-mapped, hex": "http://[::ffff:7f00:1]:{port}/",
    "carrier's": "http://100.64.0.1:{port}/",
    "link-local": "http://169.254.1.1:{port}/",
    "metadata": "http://169.254.169.254:{port}/latest/meta-data/",
    "localhost": "http://localhost:{port}/",
    "localhost.": "http://localhost.:{port}/",
    "below localhost": "http://x.localhost:{port}/",
    "wide digits": "http://１２７.０.０.１:{port}/",
    "ideographic stops": "http://127。0。0。1:{port}/",
    "circled letters": "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:{port}/",
    "userinfo": "http://nova.example@127.0.0.1:{port}/",
    "backslash": "http://nova.example\\@127.0.0.1:{port}/",
    "name of a private address": "http://inside.example:{port}/",
    "name of one public and one private address": "http://both.example:{port}/",
    "name of a mapped address": "http://mapped.example:{port}/",
    "name of the metadata address": "http://metadata.example/",
    "IDN of a private address": "http://中转.example:{port}/",
    "other scheme": "ftp://inside.example:{port}/",
    "file": "file:///etc/hostname",
    "gopher": "gopher://127.0.0.1:{port}/",
}
NAMES = {
    "inside.example": [["127.0.0.1"]],
    "both.example": [["8.8.8.8", "127.0.0.1"]],
    "mapped.example": [["::ffff:127.0.0.1"]],
    "metadata.example": [["169.254.169.254"]],
    "x.localhost": [["127.0.0.1"]],
    "xn--fiqq40n.example": [["127.0.0.1"]],
}


def names() -> Names:
    return Names({host: [*answers] for host, answers in NAMES.items()})


async def through_proxy(url: str, found: Names) -> bytes:
    """What the proxy itself says to a request for a URL, whoever sends it."""
    proxy = Proxy(Reach(public=True, resolve=found))
    await proxy.start()
    token = proxy.admit(Pass())
    port = int(proxy.address.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    code = base64.b64encode(f"{token}:{token}".encode())
    writer.write(b"GET %s HTTP/1.1\r\nHost: x\r\nProxy-Authorization: Basic %s\r\n\r\n" % (url.encode("utf-8"), code))
    answer = await reader.read()
    writer.close()
    await proxy.close()
    return answer


@pytest.mark.parametrize("how", INWARDS)
def test_the_proxy_leads_nowhere_inside(how: str, web: Web) -> None:
    answer = asyncio.run(through_proxy(INWARDS[how].format(port=web.port), names()))
    assert answer.startswith((b"HTTP/1.1 403", b"HTTP/1.1 502")), answer
    assert web.asked == []


def source(start: str, **rest: Any) -> Source:
    return Source("nova", "Nova", "new_api", (start,), "1d", ("nova.example",), limits=Limits(delay=0), **rest)


def keep(snapshot: Snapshot, visit: str) -> Snapshot:
    return snapshot


@pytest.mark.parametrize("how", INWARDS)
def test_scrapy_reaches_nothing_inside(how: str, web: Web) -> None:
    url = INWARDS[how].format(port=web.port)
    given = Source("nova", "Nova", "new_api", (url,), "1d", ("nova.example",), limits=Limits(delay=0))
    object.__setattr__(given, "hosts", (url.partition("//")[2].partition("/")[0], "nova.example"))
    [visit] = crawl(
        [given],
        keep=keep,
        learn=lambda *_: None,
        clock=lambda: NOW,
        contact="me@x.example",
        read=lambda _: Page(),
        resolve=names(),
    )
    assert (visit.pages, web.asked) == (0, [])
    assert visit.outcome in {"failed", "wall"}


async def shown(url: str, found: Names, grants: tuple[Grant, ...] = (), hosts: tuple[str, ...] = ()) -> object:
    """What Chromium brings back for a URL, or the error."""
    proxy = Proxy(Reach(grants, public=True, resolve=found))
    await proxy.start()
    browser = Browser(proxy, "undercut test")
    netloc = url.partition("//")[2].partition("/")[0]
    meta = {"download_timeout": 20, "download_maxsize": 10**6, "hosts": (*hosts, netloc)}
    request = Request("http://nova.example/", meta=meta)
    request._url = url
    try:
        return await browser.fetch(request)
    except (DownloadFailedError, RefusedError, ValueError) as error:
        return error
    finally:
        await browser.close()
        await proxy.close()


@pytest.mark.browser
@pytest.mark.parametrize("how", INWARDS)
def test_chromium_reaches_nothing_inside(how: str, web: Web) -> None:
    found = asyncio.run(shown(INWARDS[how].format(port=web.port), names()))
    assert web.asked == [], "the server inside heard of it"
    status = getattr(found, "status", None)
    assert isinstance(found, Exception) or status in {403, 502, 407}, found


@pytest.mark.browser
def test_chromium_is_not_led_inside_by_a_redirect_or_a_script(web: Web) -> None:
    inside = f"http://127.0.0.1:{web.port}/inside"
    script = (
        f"<script>fetch('{inside}'); new Image().src='{inside}'; new WebSocket('ws://127.0.0.1:{web.port}/')</script>"
    )
    web.put("http://nova.example/", Answer(script.encode(), media_type="text/html"))
    web.put("http://nova.example/away", Answer(status=302, headers=(("Location", inside),)))
    grants = tuple(web.grants("nova.example"))
    for path in ("", "away"):
        asyncio.run(shown(f"http://nova.example/{path}", names(), grants, ("nova.example", f"127.0.0.1:{web.port}")))
    assert set(web.urls()) <= {"http://nova.example/", "http://nova.example/away", "http://nova.example/favicon.ico"}


def test_an_answer_that_changes_between_check_and_connect_changes_nothing() -> None:
    found = Names({"turn.example": [["8.8.8.8"], ["127.0.0.1"]]})
    reach = Reach(public=True, resolve=found)
    assert asyncio.run(reach.places("turn.example", 443)) == [("8.8.8.8", 443)], "checked is connected to"
    assert found.asked == ["turn.example"]
    with pytest.raises(RefusedError, match=r"127\.0\.0\.1 is not public"):
        asyncio.run(reach.places("turn.example", 443))


def test_nobody_without_a_pass_is_served(web: Web) -> None:
    async def ask() -> bytes:
        proxy = Proxy(Reach(tuple(web.grants("nova.example"))))
        await proxy.start()
        reader, writer = await asyncio.open_connection("127.0.0.1", int(proxy.address.rpartition(":")[2]))
        writer.write(b"GET http://nova.example/ HTTP/1.1\r\nHost: nova.example\r\n\r\n")
        answer = await reader.read()
        writer.close()
        await proxy.close()
        return answer

    assert asyncio.run(ask()).startswith(b"HTTP/1.1 407")
    assert web.asked == []


ROBOTS = {
    200: "complete",
    404: "complete",
    403: "complete",
    410: "complete",
    500: "failed",
    503: "failed",
    429: "failed",
}


@pytest.mark.parametrize("status", ROBOTS)
def test_the_status_of_a_robots_txt_decides(status: int, web: Web) -> None:
    web.put("http://nova.example/robots.txt", Answer(b"", status))
    web.put("http://nova.example/start", Answer(b"{}"))
    assert visit_of(web).outcome == ROBOTS[status]
    assert len(web.urls()) == (ROBOTS[status] == "complete")


def visit_of(web: Web, **limits: Any) -> Any:
    start = ("http://nova.example/start",)
    given = Source("nova", "Nova", "new_api", start, "1d", limits=Limits(**{"delay": 0, **limits}))
    grants = web.grants("nova.example")
    options: dict[str, Any] = {"keep": keep, "learn": lambda *_: None, "clock": lambda: NOW, "grants": grants}
    [visit] = crawl([given], read=lambda _: Page(), **options)
    return visit


def test_a_robots_txt_that_cannot_be_reached_forbids_all() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        gone = Web(port=free.getsockname()[1])
        visit = visit_of(gone)
    assert visit.outcome == "failed"
    assert "could not be had (the connection was refused)" in visit.notes[0]


def test_a_rule_behind_500_kib_holds(web: Web) -> None:
    body = b"User-agent: *\n" + b"# filler\n" * (512 * 1024 // 9) + b"Disallow: /start\n"
    web.put("http://nova.example/robots.txt", Answer(body))
    assert (visit_of(web).outcome, web.urls()) == ("wall", [])


def test_redirects_of_a_robots_txt_are_followed_and_end(web: Web) -> None:
    web.put("http://nova.example/robots.txt", Answer(status=301, headers=(("Location", "/there.txt"),)))
    web.put("http://nova.example/there.txt", Answer(b"User-agent: undercut\nDisallow: /\n"))
    assert visit_of(web).outcome == "wall"
    web.put("http://nova.example/robots.txt", Answer(status=301, headers=(("Location", "/robots.txt"),)))
    assert "from redirect to redirect" in visit_of(web).notes[0]


def test_a_crawl_delay_is_kept(web: Web) -> None:
    web.put("http://nova.example/robots.txt", Answer(b"User-agent: *\nCrawl-delay: 0.3\n"))
    web.put("http://nova.example/start", Answer(b"{}"))
    assert visit_of(web).outcome == "complete"
    assert web.asked[1].at - web.asked[0].at >= 0.2
    web.put("http://nova.example/robots.txt", Answer(b"User-agent: *\nCrawl-delay: 3600\n"))
    assert "3600 s between requests" in visit_of(web, seconds=60.0).notes[0]
