"""The one way out: what is never reached, by Scrapy or by Chromium, with real servers that would notice."""

from __future__ import annotations

import asyncio
import base64
import select
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadFailedError

from parsers.records import Page, Snapshot
from spiders import network
from spiders.addresses import is_public
from spiders.browser import Browser
from spiders.crawl import Crawls, crawl
from spiders.network import Grant, Reach, RefusedError
from spiders.proxy import Pass, Proxy
from spiders.register import Limits, Source
from spiders.visit import Visit
from tests.certificates import certificate
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
    "2002:808:808::": False,
    "2001:0:4136:e378:8000:63bf:3fff:fdd2": False,
    "64:ff9b::808:808": False,
    "64:ff9b:1::7f00:1": False,
    "::127.0.0.1": False,
    "::ffff:0:127.0.0.1": False,
    "2606:4700::5efe:7f00:1": False,
    "2606:4700::200:5efe:a00:1": False,
    "2606:4700::5efe:808:808": True,
    "192.0.0.9": False,
    "192.88.99.1": False,
    "168.63.129.16": False,
    "100.100.100.200": False,
    "100.63.255.255": True,
    "100.128.0.1": True,
    "172.32.0.1": True,
    "198.51.100.1": False,
    "203.0.113.1": False,
    "0.1.2.3": False,
    "239.255.255.250": False,
    "2001:db8::1": False,
    "3fff::1": False,
    "100::1": False,
    "5f00::1": False,
    "ff0e::1": False,
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_only_addresses_of_the_open_internet_are_public(address: str) -> None:
    assert is_public(address) is ADDRESSES[address]


@pytest.fixture
def web() -> Iterator[Web]:
    with serve() as web:
        yield web


@dataclass
class Canary:
    """A door inside, at which nobody may knock: TCP and UDP on 127.0.0.1, TCP on ::1, all of one port."""

    port: int
    sockets: list[socket.socket]

    def heard(self) -> int:
        """How many connections and datagrams came."""
        found = 0
        while ready := select.select(self.sockets, [], [], 0)[0]:
            for each in ready:
                if each.type == socket.SOCK_STREAM:
                    each.accept()[0].close()
                else:
                    each.recv(100)
                found += 1
        return found


@pytest.fixture
def canary() -> Iterator[Canary]:
    with ExitStack() as stack:
        four, six, datagrams = (
            stack.enter_context(socket.socket(family, kind))
            for family, kind in (
                (socket.AF_INET, socket.SOCK_STREAM),
                (socket.AF_INET6, socket.SOCK_STREAM),
                (socket.AF_INET, socket.SOCK_DGRAM),
            )
        )
        four.bind(("127.0.0.1", 0))
        port = four.getsockname()[1]
        six.bind(("::1", port))
        datagrams.bind(("127.0.0.1", port))
        four.listen(100)
        six.listen(100)
        yield Canary(port, [four, six, datagrams])


def test_the_canary_hears_who_knocks(canary: Canary) -> None:
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with socket.socket(family) as knocking:
            knocking.connect((address, canary.port))
    with socket.socket(type=socket.SOCK_DGRAM) as sending:
        sending.sendto(b"x", ("127.0.0.1", canary.port))
    assert (canary.heard(), canary.heard()) == (3, 0)


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
    "octal, whole": "http://017700000001:{port}/",
    "hex, short": "http://0x7f.1:{port}/",
    "an address with a dot behind": "http://127.0.0.1.:{port}/",
    "escaped digits": "http://%31%32%37.0.0.1:{port}/",
    "capitals": "http://LOCALHOST:{port}/",
    "IPv6, nobody's": "http://[::]:{port}/",
    "IPv6, link-local with a zone": "http://[fe80::1%25lo]:{port}/",
    "IPv6, of 6to4": "http://[2002:7f00:1::]:{port}/",
    "IPv6, of NAT64": "http://[64:ff9b::7f00:1]:{port}/",
    "soft hyphen in a number": "http://127.0.0.\u00ad1:{port}/",
    "userinfo with a port": "http://nova.example:80@127.0.0.1:{port}/",
    "userinfo, escaped": "http://nova.example%40127.0.0.1:{port}/",
    "fragment before a host": "http://127.0.0.1:{port}#@nova.example/",
    "backslash in the place of a slash": "http://127.0.0.1:{port}\\.nova.example/",
    "name of an IPv6 address": "http://six.example:{port}/",
    "IPv6, of Teredo": "http://[2001:0:4136:e378:8000:63bf:80ff:fffe]:{port}/",
    "IPv6, compatible": "http://[::127.0.0.1]:{port}/",
    "IPv6, unique local": "http://[fd00:ec2::254]:{port}/",
    "broadcast": "http://255.255.255.255:{port}/",
    "multicast": "http://224.0.0.1:{port}/",
    "private": "http://10.0.0.1:{port}/",
    "name of a 6to4 address": "http://sixtofour.example:{port}/",
    "name of a NAT64 address": "http://nat64.example:{port}/",
    "name of a Teredo address": "http://teredo.example:{port}/",
    "name of no address": "http://nobodys.example:{port}/",
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
    "six.example": [["::1"]],
    "sixtofour.example": [["2002:7f00:1::"]],
    "nat64.example": [["64:ff9b::7f00:1"]],
    "teredo.example": [["2001:0:4136:e378:8000:63bf:80ff:fffe"]],
    "nobodys.example": [["0.0.0.0"]],
    "localhost": [["127.0.0.1", "::1"]],
    "localhost.": [["127.0.0.1", "::1"]],
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
def test_the_proxy_leads_nowhere_inside(how: str, canary: Canary) -> None:
    answer = asyncio.run(through_proxy(INWARDS[how].format(port=canary.port), names()))
    assert answer.startswith((b"HTTP/1.1 403", b"HTTP/1.1 502")), answer
    assert canary.heard() == 0


def keep(snapshot: Snapshot, visit: str) -> Snapshot:
    return snapshot


def visited(url: str, found: Names, **options: Any) -> Visit:
    """A visit that begins at a URL, whatever its file would have been refused for."""
    given = Source("nova", "Nova", "new_api", (url,), "1d", ("nova.example",), limits=Limits(delay=0))
    object.__setattr__(given, "hosts", (url.partition("//")[2].partition("/")[0], "nova.example"))
    rooms: dict[str, Any] = {"keep": keep, "learn": lambda *_: None, "clock": lambda: NOW, "read": lambda _: Page()}
    [visit] = crawl([given], contact="me@x.example", resolve=found, **rooms, **options)
    return visit


@pytest.mark.parametrize("how", INWARDS)
def test_scrapy_reaches_nothing_inside(how: str, canary: Canary) -> None:
    visit = visited(INWARDS[how].format(port=canary.port), names())
    assert (visit.pages, canary.heard()) == (0, 0)
    assert visit.outcome in {"failed", "wall"}


def test_scrapy_is_led_inside_by_no_redirect(web: Web, canary: Canary) -> None:
    inside = (("Location", f"http://127.0.0.1:{canary.port}/"),)
    web.put("http://nova.example/", Answer(status=302, headers=inside))
    assert visited("http://nova.example/", names(), grants=web.grants("nova.example")).pages == 1
    web.put("http://nova.example/robots.txt", Answer(status=302, headers=inside))
    assert visited("http://nova.example/", names(), grants=web.grants("nova.example")).pages == 0
    assert canary.heard() == 0


@dataclass
class Showing:
    """Chromium with the one way out, in a loop of its own; whose names it looks up is set for each page."""

    found: Names = field(default_factory=names)
    runner: asyncio.Runner = field(default_factory=asyncio.Runner)

    async def resolve(self, host: str, port: int) -> list[str]:
        return await self.found(host, port)

    def __post_init__(self) -> None:
        self.proxy = Proxy(Reach(public=True, resolve=self.resolve))
        self.browser = Browser(self.proxy, "undercut test")
        self.runner.run(self.proxy.start())

    def show(self, url: str, *hosts: str, grants: tuple[Grant, ...] = (), found: Names | None = None) -> object:
        """What Chromium brings back for a URL, or the error."""
        self.found, self.proxy.reach = found or names(), Reach(grants, public=True, resolve=self.resolve)
        netloc = url.partition("//")[2].partition("/")[0]
        meta = {"download_timeout": 20, "download_maxsize": 10**6, "hosts": (*hosts, netloc)}
        request = Request("http://nova.example/", meta=meta)
        request._url = url
        try:
            return self.runner.run(self.browser.fetch(request))
        except (DownloadFailedError, RefusedError, ValueError) as error:
            return error

    def close(self) -> None:
        with self.runner:
            self.runner.run(self.browser.close())
            self.runner.run(self.proxy.close())


@pytest.fixture(scope="module")
def showing() -> Iterator[Showing]:
    shown = Showing()
    yield shown
    shown.close()


@pytest.mark.browser
@pytest.mark.parametrize("how", INWARDS)
def test_chromium_reaches_nothing_inside(how: str, showing: Showing, canary: Canary) -> None:
    found = showing.show(INWARDS[how].format(port=canary.port))
    assert canary.heard() == 0, "the door inside heard of it"
    status = getattr(found, "status", None)
    assert isinstance(found, Exception) or status in {403, 502, 407}, found


PAGE = """<script>
fetch('{inside}'); fetch('{six}'); new Image().src = '{inside}'; navigator.sendBeacon('{inside}', 'x');
new WebSocket('ws://127.0.0.1:{port}/'); new EventSource('{inside}');
try {{ new Worker('{inside}'); }} catch (error) {{}}
const peer = new RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:{port}'}}]}});
peer.createDataChannel('x'); peer.createOffer().then(offer => peer.setLocalDescription(offer));
window.open('{inside}');
</script>
<link rel=preconnect href='{inside}'><link rel=prefetch href='{inside}'><link rel=stylesheet href='{inside}'>
<link rel=icon href='{inside}'><iframe src='{inside}'></iframe><object data='{inside}'></object>
<script src='{inside}'></script><div style="background: url('{inside}')">the page</div>
<form action='{inside}' method=post target=_blank></form><script>document.forms[0].submit()</script>"""


@pytest.mark.browser
def test_chromium_is_led_inside_by_nothing_on_a_page(showing: Showing, web: Web, canary: Canary) -> None:
    inside, six = f"http://127.0.0.1:{canary.port}/", f"http://[::1]:{canary.port}/"
    page = PAGE.format(inside=inside, six=six, port=canary.port)
    web.put("http://nova.example/", Answer(page.encode(), media_type="text/html"))
    web.put("http://nova.example/away", Answer(status=302, headers=(("Location", inside),)))
    web.put("http://nova.example/turn", Answer(f"<meta http-equiv=refresh content='0; url={inside}'>".encode(),
                                               media_type="text/html"))  # fmt: skip
    for path in ("", "away", "turn"):
        grants = tuple(web.grants("nova.example"))
        shown = showing.show(f"http://nova.example/{path}", f"127.0.0.1:{canary.port}", grants=grants)
        assert path or "the page" in shown.text, "what is allowed comes"  # type: ignore[attr-defined]
    assert canary.heard() == 0
    assert {f"http://nova.example/{path}" for path in ("", "away", "turn")} <= set(web.urls())


@pytest.mark.browser
def test_a_window_that_a_page_opens_is_not_asked_for(showing: Showing, web: Web) -> None:
    opens = "<script>window.open('/beside'); fetch('/part')</script><a href='/beside' target=_blank>the page</a>"
    web.put("http://nova.example/", Answer(opens.encode(), media_type="text/html"))
    web.put("http://nova.example/part", Answer(b"{}"))
    shown = showing.show("http://nova.example/", grants=tuple(web.grants("nova.example")))
    assert "the page" in shown.text  # type: ignore[attr-defined]
    assert "http://nova.example/part" in web.urls()
    assert "http://nova.example/beside" not in web.urls()


STAND_IN = "127.0.0.2"
"""An address on loopback that these tests take for a public one, so that what is allowed can be reached."""


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch, canary: Canary) -> Iterator[Web]:
    """A web on the stand-in, at the very port at which the canary waits inside."""
    monkeypatch.setattr(network, "is_public", lambda address: address == STAND_IN or is_public(address))
    with serve(STAND_IN, canary.port) as web:
        yield web


def turning() -> Names:
    """A name whose address is public when it is looked up first, and inside ever after."""
    return Names({"turn.example": [[STAND_IN], ["127.0.0.1"]]})


def test_scrapy_connects_to_what_was_checked(outside: Web, canary: Canary) -> None:
    url = f"http://turn.example:{canary.port}/"
    outside.put(f"http://turn.example:{canary.port}/robots.txt", Answer())
    outside.put(url, Answer(b"{}"))
    visit = visited(url, Names({"turn.example": [[STAND_IN], [STAND_IN], ["127.0.0.1"]]}))
    assert (visit.pages, outside.urls()) == (1, [url]), "what is allowed comes"
    found = turning()
    visit = visited(url, found)
    assert (visit.pages, canary.heard()) == (0, 0)
    assert "its address 127.0.0.1 is not public" in visit.notes[0]
    assert found.asked == ["turn.example"] * 2, "once for each connection"


@pytest.mark.browser
def test_chromium_connects_to_what_was_checked(showing: Showing, outside: Web, canary: Canary) -> None:
    url = f"http://turn.example:{canary.port}/"
    page = f"<p>the page</p><script>fetch('{url}more')</script>"
    outside.put(url, Answer(page.encode(), media_type="text/html"))
    shown = showing.show(url, found=turning())
    assert "the page" in shown.text, "what is allowed comes"  # type: ignore[attr-defined]
    assert url in outside.urls() and f"{url}more" not in outside.urls()
    assert canary.heard() == 0


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
    401: "complete",
    500: "failed",
    502: "failed",
    503: "failed",
    504: "failed",
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


def test_robots_txt_is_asked_once_a_visit_and_anew_in_the_next(web: Web) -> None:
    web.put("http://nova.example/robots.txt", Answer(b"User-agent: *\nDisallow: /c\n"), Answer(status=404))
    for path in "abc":
        web.put(f"http://nova.example/{path}", Answer(b"{}"))
    start = tuple(f"http://nova.example/{path}" for path in "abc")
    given = Source("nova", "Nova", "new_api", start, "1d", limits=Limits(delay=0))
    rooms: dict[str, Any] = {"keep": keep, "learn": lambda *_: None, "read": lambda _: Page()}
    with Crawls(grants=web.grants("nova.example"), **rooms) as crawls:
        outcomes = [crawls.round([given], lambda: NOW)[0].outcome for _ in range(2)]
    assert outcomes == ["wall", "complete"]
    asked = [each.url.rpartition("/")[2] for each in web.asked]
    assert asked == ["robots.txt", "a", "b", "robots.txt", "a", "b", "c"]


def test_what_stands_behind_a_mebibyte_of_robots_txt_is_not_read_and_more_than_five_is_no_answer(web: Web) -> None:
    filler = b"# filler\n" * (1024 * 1024 // 9)
    web.put("http://nova.example/start", Answer(b"{}"))
    web.put("http://nova.example/robots.txt", Answer(b"User-agent: *\n" + filler + b"Disallow: /start\n"))
    assert visit_of(web).outcome == "complete"
    web.put("http://nova.example/robots.txt", Answer(b"User-agent: *\n" + filler * 6))
    assert visit_of(web).outcome == "failed"


def test_redirects_of_a_robots_txt_are_followed_and_end(web: Web) -> None:
    web.put("http://nova.example/robots.txt", Answer(status=301, headers=(("Location", "/there.txt"),)))
    web.put("http://nova.example/there.txt", Answer(b"User-agent: undercut\nDisallow: /\n"))
    assert visit_of(web).outcome == "wall"
    web.put("http://nova.example/robots.txt", Answer(status=301, headers=(("Location", "/robots.txt"),)))
    assert "from redirect to redirect" in visit_of(web).notes[0]


def test_a_crawl_delay_is_kept(web: Web) -> None:
    web.put("http://nova.example/robots.txt", Answer(b"User-agent: *\nCrawl-delay: 0.8\n"))
    web.put("http://nova.example/start", Answer(b"{}"))
    assert visit_of(web).outcome == "complete"
    assert web.asked[1].at - web.asked[0].at >= 0.4, "what a busy machine takes for the first is no delay"
    web.put("http://nova.example/robots.txt", Answer(b"User-agent: *\nCrawl-delay: 3600\n"))
    assert "3600 s between requests" in visit_of(web, seconds=60.0).notes[0]


@pytest.mark.browser
def test_chromium_verifies_tls(
    showing: Showing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, canary: Canary
) -> None:
    monkeypatch.setattr(network, "is_public", lambda address: address == STAND_IN or is_public(address))
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(tmp_path, "turn.example", datetime.now(UTC)))
    with serve(STAND_IN, canary.port, context) as web:
        url = f"https://turn.example:{canary.port}/"
        shown = showing.show(url, found=Names({"turn.example": [[STAND_IN]]}))
        assert isinstance(shown, DownloadFailedError) and "ERR_CERT_AUTHORITY_INVALID" in str(shown)
        assert web.asked == []
