"""The one spider against a real server: what it asks, what it keeps, what it refuses, and how a visit ends."""

from __future__ import annotations

import gzip
import json
import os
import signal
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

import pytest

from lab.market import Market
from lab.server import serve as serve_market
from parsers.records import ROBOTS, Ask, BadInput, Cover, Listing, Page, PageError, Snapshot, Wall
from spiders import manners
from spiders.crawl import Crawls, crawl
from spiders.network import Grant
from spiders.register import Expect, Limits, Source, load_all
from spiders.visit import Visit
from tests.loopback import Answer, Web, serve

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
START = "http://nova.example/start"
QUICK = Limits(delay=0)


@pytest.fixture
def web() -> Iterator[Web]:
    with serve() as web:
        yield web


def source(*start: str, id: str = "nova", hosts: tuple[str, ...] = (), **rest: Any) -> Source:
    values = {"limits": QUICK, **rest}
    return Source(id, id.title(), "new_api", start or (START,), "1d", hosts, **values)


def page(*asks: str, listings: int = 0, complete: bool = False, fault: str = "", wall: str = "") -> Answer:
    """What the tests' own platform serves: a JSON object that says what its reader shall find."""
    words = {"asks": asks, "listings": listings, "complete": complete, "fault": fault, "wall": wall}
    return Answer(json.dumps(words).encode())


def read(kept: Snapshot) -> Page:
    """The reader of the tests' own platform; an ask's purpose is the last step of its path."""
    words = json.loads(kept.body)
    if words["fault"]:
        raise PageError(words["fault"])
    return Page(
        listings=tuple(Listing(kept.source, kept.url, "s", "t", "x") for _ in range(words["listings"])),
        complete=words["complete"],
        covers=Cover(1, 9),
        asks=tuple(Ask(url, url.rpartition("/")[2]) for url in words["asks"]),
        unread=("something",),
        wall=Wall("private_pricing", words["wall"]) if words["wall"] else None,
    )


@dataclass
class Store:
    """What a storage room would be given."""

    kept: list[Snapshot] = field(default_factory=list)
    learned: list[tuple[Snapshot, Page | Exception]] = field(default_factory=list)

    def keep(self, snapshot: Snapshot, visit: str) -> Snapshot:
        if snapshot.purpose != ROBOTS:
            self.kept.append(snapshot)
        return replace(snapshot, language="kept")

    def learn(self, kept: Snapshot, found: Page | Exception, visit: str) -> None:
        assert kept.language == "kept"
        assert visit == f"{kept.source}@{NOW.isoformat()}"
        self.learned.append((kept, found))

    def pages(self) -> list[Page | Exception]:
        return [found for _, found in self.learned]


def visits(
    web: Web, store: Store, *sources: Source, grants: list[Grant] | None = None, contact: str = "me@x.example"
) -> list[Visit]:
    hosts = {host.partition(":")[0] for each in sources for host in each.hosts}
    leave = web.grants(*sorted(hosts)) if grants is None else grants
    return crawl(
        sources, keep=store.keep, learn=store.learn, clock=lambda: NOW, grants=leave, contact=contact, read=read
    )


def test_asks_are_followed_in_order_and_each_page_sees_the_earlier_ones(web: Web) -> None:
    web.put(START, page("http://nova.example/groups", "http://nova.example/last"))
    web.put("http://nova.example/groups", page("http://nova.example/pricing"))
    web.put("http://nova.example/pricing", page(listings=3, complete=True))
    web.put("http://nova.example/last", page())
    store = Store()
    [visit] = visits(web, store, source())
    steps = ["start", "groups", "pricing", "last"]
    assert web.urls() == [f"http://nova.example/{step}" for step in steps]
    assert [list(kept.siblings) for kept in store.kept] == [steps[:number] for number in range(4)]
    assert store.kept[2].siblings["groups"] is store.learned[1][0]
    assert visit == Visit("nova", f"nova@{NOW.isoformat()}", NOW, NOW, 4, 0, 0, 4, "complete", listings=3)


def test_a_snapshot_says_what_was_asked_and_answered(web: Web) -> None:
    url = "http://nova.example:8080/a%20b?q=中"
    headers = (("Set-Cookie", "id=1"), ("ETag", '"e"'), ("X-New-Api-Version", "v1"), ("Server", "x"))
    web.put("http://nova.example:8080/a%20b?q=%E4%B8%AD", Answer(b"body", 200, "Text/HTML; charset=gbk", headers))
    store = Store()
    visits(web, store, source(url, currency="CNY", language="zh"))
    [kept] = store.kept
    assert (kept.source, kept.platform, kept.url, kept.purpose) == ("nova", "new_api", url, "start")
    assert (kept.status, kept.media_type, kept.body, kept.fetched_at) == (200, "text/html", b"body", NOW)
    assert (kept.currency, kept.language) == ("CNY", "zh")
    named = dict(kept.headers)
    assert "date" in named
    del named["date"]
    assert named == {"content-type": "Text/HTML; charset=gbk", "etag": '"e"', "x-new-api-version": "v1"}


def test_a_request_says_who_asks_and_carries_nothing_else(web: Web) -> None:
    web.put(START, Answer(page("http://nova.example/next").body, headers=(("Set-Cookie", "id=1"),)))
    visits(web, Store(), source())
    asked = web.asked[-1]
    assert asked.url == "http://nova.example/next"
    assert asked.headers["user-agent"].startswith("undercut/")
    assert asked.headers["user-agent"].endswith(" (+me@x.example)")
    assert not {"cookie", "referer", "authorization"} & asked.headers.keys()


def test_a_contact_that_cannot_be_a_header_is_refused() -> None:
    with pytest.raises(BadInput, match="contact 'a\\\\nb' cannot be sent"):
        manners.user_agent("a\nb")


def test_a_body_is_posted(web: Web) -> None:
    web.put(START, page())
    asks = (Ask(START, "search", "POST", b'{"page":1}'), Ask(START, "search", "POST", b'{"page":2}'))

    def search(kept: Snapshot) -> Page:
        return Page(asks=asks)

    store = Store()
    grants = web.grants("nova.example")
    crawl([source()], keep=store.keep, learn=store.learn, clock=lambda: NOW, grants=grants, read=search)
    posted = [(asked.method, asked.body, asked.headers.get("content-type")) for asked in web.asked[1:]]
    json_type = "application/json"
    assert posted == [("GET", b"", None), ("POST", b'{"page":1}', json_type), ("POST", b'{"page":2}', json_type)]


OFF_LIMITS = {
    "http://elsewhere.example/x": "elsewhere.example is not among the source's hosts (nova.example)",
    "http://nova.example:81/x": "nova.example:81 is not among the source's hosts (nova.example)",
    "http://nova.example.evil.example/x": "nova.example.evil.example is not among",
    "http://127.0.0.1/x": "'127.0.0.1' is no host name",
    "file:///etc/passwd": "is no web address",
    "http://nova.example@evil.example/": "names a user",
    "/relative": "is no web address",
}


@pytest.mark.parametrize("url", OFF_LIMITS)
def test_an_ask_that_leads_away_is_refused_and_the_rest_is_asked(url: str, web: Web) -> None:
    web.put(START, page(url, "http://nova.example/next"))
    web.put("http://nova.example/next", page(complete=True))
    store = Store()
    [visit] = visits(web, store, source(), grants=web.grants("nova.example", "elsewhere.example"))
    assert web.urls() == [START, "http://nova.example/next"]
    assert (visit.pages, visit.failed, visit.outcome) == (2, 1, "partial")
    assert OFF_LIMITS[url] in visit.notes[0]
    assert [found.complete for found in store.pages() if isinstance(found, Page)] == [False, False]


LOOKED_UP: list[str] = []
LOOK_UPS = {"socket.getaddrinfo", "socket.gethostbyname"}
sys.addaudithook(lambda event, words: LOOKED_UP.append(str(words[0])) if event in LOOK_UPS else None)


@pytest.mark.parametrize("start", ["http://other.example/x", "https://other.example/x"])
def test_a_host_without_a_grant_is_refused_before_its_name_is_looked_up(start: str, web: Web) -> None:
    LOOKED_UP.clear()
    [visit] = visits(web, Store(), source(start), grants=web.grants("nova.example"), contact="")
    assert "other.example" not in LOOKED_UP
    assert (web.asked, visit.pages, visit.outcome) == ([], 0, "failed")
    assert "other.example was not asked: name who asks, by `contact`" in visit.notes[0]
    socket.getaddrinfo("127.0.0.1", 80)
    assert LOOKED_UP == ["127.0.0.1"], "the hook sees look-ups"


@pytest.mark.parametrize("address", ["10.0.0.1", "0.0.0.0", "8.8.8.8", "::"])
def test_a_grant_never_leaves_the_machine(address: str) -> None:
    with pytest.raises(BadInput, match="is not on this machine"):
        Grant("nova.example", address, 80)


def test_a_granted_host_is_reached_at_its_port_whatever_scheme_and_port_it_names(web: Web) -> None:
    url = "https://nova.example:8443/start"
    web.put("http://nova.example:8443/start", page(complete=True))
    store = Store()
    [visit] = visits(web, store, source(url))
    assert (visit.outcome, store.kept[0].url) == ("complete", url)


def test_a_proxy_of_the_environment_is_not_used(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    web.put(START, page(complete=True))
    [visit] = visits(web, Store(), source())
    assert visit.outcome == "complete"


def test_no_url_is_asked_twice_in_a_visit(web: Web) -> None:
    web.put(START, page(START, "http://nova.example/next", "http://nova.example/next"))
    web.put("http://nova.example/next", page(START))
    [visit] = visits(web, Store(), source(START, START))
    assert (web.urls(), visit.outcome) == ([START, "http://nova.example/next"], "complete")


def test_the_page_limit_ends_a_visit_and_what_is_left_is_counted(web: Web) -> None:
    for number in range(9):
        web.put(f"http://nova.example/{number}", page(f"http://nova.example/{number + 1}", "http://nova.example/old"))
    [visit] = visits(web, Store(), source("http://nova.example/0", limits=Limits(delay=0, pages=3)))
    assert web.urls() == [f"http://nova.example/{number}" for number in range(3)]
    assert (visit.pages, visit.failed, visit.left, visit.outcome) == (3, 0, 4, "partial")
    assert visit.notes == ("limits.pages = 3 left 4 asked-for pages unread, the first http://nova.example/3",)


def test_the_time_limit_ends_a_visit(web: Web) -> None:
    web.put(START, page())
    [visit] = visits(web, Store(), source(limits=Limits(delay=0, seconds=1e-9)))
    assert (web.asked, visit.left, visit.outcome) == ([], 1, "failed")


def test_a_host_that_never_answers_is_left_in_time_and_others_are_not_held_up(web: Web) -> None:
    web.put(START, Answer(stalls=True))
    web.put("http://other.example/start", page(complete=True))
    stalled = source(limits=Limits(delay=0, seconds=1))
    first, second = visits(web, Store(), stalled, source("http://other.example/start", id="other"))
    assert (first.outcome, second.outcome) == ("failed", "complete")
    assert first.notes == (f"{START}: no answer came in time",)
    assert web.urls().count(START) == 1


@pytest.mark.parametrize("where", [START, "http://nova.example/robots.txt"])
def test_a_second_try_gets_no_time_of_its_own(where: str, web: Web) -> None:
    web.put(START, page(complete=True))
    web.put(where, Answer(status=500), Answer(stalls=True))
    [visit] = visits(web, Store(), source(limits=Limits(delay=0, seconds=1)))
    assert (visit.outcome, visit.notes) == ("failed", (f"{START}: no answer came in time",))
    assert [asked.url for asked in web.asked].count(where) == 2


def test_what_a_host_says_that_is_no_http_is_not_repeated(web: Web) -> None:
    web.put(START, Answer(b"", headers=(("Content-Length", "sk-secret"),)))
    [visit] = visits(web, Store(), source())
    assert (visit.outcome, visit.notes) == ("failed", (f"{START}: what came is no HTTP",))


LONG = b"x" * 5000
TOO_LONG = {
    "its length says so": Answer(LONG),
    "only counting tells": Answer(LONG, chunked=True),
    "unpacked it is": Answer(gzip.compress(LONG), headers=(("Content-Encoding", "gzip"),)),
}


@pytest.mark.parametrize("how", TOO_LONG)
def test_a_body_over_the_limit_is_not_taken(how: str, web: Web) -> None:
    web.put(START, TOO_LONG[how])
    store = Store()
    [visit] = visits(web, store, source(limits=Limits(delay=0, body_bytes=1000)))
    assert (store.kept, visit.failed, visit.outcome) == ([], 1, "failed")
    assert visit.notes == (f"{START}: the answer is longer than limits.body_bytes",)


def test_a_packed_body_is_unpacked(web: Web) -> None:
    web.put(START, Answer(gzip.compress(page(complete=True).body), headers=(("Content-Encoding", "gzip"),)))
    store = Store()
    [visit] = visits(web, store, source())
    assert (store.kept[0].body, visit.outcome) == (page(complete=True).body, "complete")


def test_a_refused_connection_fails_its_source_only(web: Web) -> None:
    web.put(START, page(complete=True))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        grants = [Grant("gone.example", "127.0.0.1", free.getsockname()[1]), *web.grants("nova.example")]
        gone, there = visits(web, Store(), source("http://gone.example/", id="gone"), source(), grants=grants)
    assert (gone.source, gone.pages, gone.failed, gone.outcome) == ("gone", 0, 1, "failed")
    assert "robots.txt could not be had (the connection was refused), so nothing is asked" in gone.notes[0]
    assert there.outcome == "complete"


def test_a_reader_that_raises_keeps_the_evidence_and_the_visit_goes_on(web: Web) -> None:
    web.put(START, page(fault="no such shape"))
    web.put("http://nova.example/two", page(listings=1, complete=True))
    store = Store()
    [visit] = visits(web, store, source(START, "http://nova.example/two"))
    assert [kept.url for kept in store.kept] == [START, "http://nova.example/two"]
    first, second = store.pages()
    assert isinstance(first, PageError)
    assert isinstance(second, Page)
    assert not second.complete, "after a failure nothing is taken for whole"
    assert second.covers == Cover(1, 9), "what one page shows without a gap it still shows"
    assert (visit.pages, visit.failed, visit.outcome) == (2, 1, "partial")
    assert visit.notes == (f"{START}: not read: no such shape",)


def test_a_redirect_is_evidence_and_is_not_followed(web: Web) -> None:
    web.put(START, replace(page(complete=True), status=302, headers=(("Location", "/next"),)))
    store = Store()
    [visit] = visits(web, store, source())
    assert (web.urls(), visit.pages, visit.outcome) == ([START], 1, "complete")
    assert (store.kept[0].status, dict(store.kept[0].headers)["location"]) == (302, "/next")


ANSWERS_OF_WALLS = {
    "401": (Answer(b"{}", 401), "login: HTTP 401"),
    "403, not even JSON": (Answer(b"<html>", 403), "forbidden: HTTP 403"),
    "429": (Answer(b"", 429, headers=(("Retry-After", "60"),)), "rate_limited: HTTP 429, retry after 60"),
    "503 with a challenge": (
        Answer(b"<html>", 503, headers=(("cf-mitigated", "challenge"),)),
        "challenge: HTTP 503 with cf-mitigated: challenge",
    ),
    "a redirect to a login": (Answer(b"", 302, headers=(("Location", "/login"),)), "login: HTTP 302 to /login"),
}


@pytest.mark.parametrize("name", ANSWERS_OF_WALLS)
def test_a_wall_is_learned_and_nothing_more_is_asked(name: str, web: Web) -> None:
    answer, note = ANSWERS_OF_WALLS[name]
    web.put(START, answer)
    store = Store()
    sources = [source(START, "http://nova.example/two")]
    grants = web.grants("nova.example")
    [visit] = crawl(sources, keep=store.keep, learn=store.learn, clock=lambda: NOW, grants=grants)
    assert web.urls() == [START]
    assert (visit.pages, visit.walls, visit.failed, visit.outcome, visit.notes) == (1, 1, 0, "wall", (note,))
    [found] = store.pages()
    assert isinstance(found, Page)
    assert found.wall
    assert f"{found.wall.kind}: {found.wall.detail}" == note


def test_a_wall_that_only_the_reader_sees_ends_the_visit_too(web: Web) -> None:
    web.put(START, page("http://nova.example/next", wall="kept from us"))
    [visit] = visits(web, Store(), source())
    assert (web.urls(), visit.outcome, visit.notes) == ([START], "wall", ("private_pricing: kept from us",))


def test_robots_txt_is_obeyed(web: Web) -> None:
    web.put(
        "http://nova.example/robots.txt", Answer(b"User-agent: undercut\nDisallow: /next\n", media_type="text/plain")
    )
    web.put(START, page("http://nova.example/next"))
    [visit] = visits(web, Store(), source())
    assert (web.urls(), visit.outcome, visit.walls) == ([START], "wall", 1)
    assert visit.notes == ("robots.txt asks not to read http://nova.example/next",)


def test_robots_txt_that_forbids_what_a_visit_can_spare_forbids_only_that(web: Web) -> None:
    web.put("http://nova.example/robots.txt", Answer(b"User-agent: *\nDisallow: /groups\n", media_type="text/plain"))
    web.put(START, page("http://nova.example/groups", "http://nova.example/pricing"))
    web.put("http://nova.example/pricing", page(listings=2, complete=True))
    store = Store()
    [visit] = visits(web, store, source())
    assert web.urls() == [START, "http://nova.example/pricing"]
    assert (visit.listings, visit.walls, visit.outcome) == (2, 0, "partial")
    assert visit.notes == ("robots.txt asks not to read http://nova.example/groups",)
    assert isinstance(last := store.pages()[-1], Page) and not last.complete


FIXTURES = Path(__file__).parent / "fixtures" / "new_api"
NOT_FOR_ALL = Answer(b'{"success": false, "message": "access token"}', 401, "application/json")
RELAY = {"status": "status", "user/groups": "groups", "pricing": "pricing"}
"""The parts of a relay's interface, and the fixture of each."""


@pytest.mark.parametrize(
    ("closed", "asked", "listings", "outcome"),
    [
        ("status", 1, 0, "wall"),
        ("user/groups", 3, 3, "partial"),
        ("pricing", 3, 0, "wall"),
    ],
)
def test_a_relay_that_tells_a_part_to_its_users_only(
    closed: str, asked: int, listings: int, outcome: str, web: Web
) -> None:
    for path, name in RELAY.items():
        body = (FIXTURES / f"{name}.json").read_bytes()
        web.put(f"http://nova.example/api/{path}", NOT_FOR_ALL if path == closed else Answer(body))
    start = source("http://nova.example/api/status")
    store, leave = Store(), web.grants("nova.example")
    [visit] = crawl(
        [start], keep=store.keep, learn=store.learn, clock=lambda: NOW, grants=leave, contact="me@x.example"
    )
    assert (len(web.urls()), visit.listings, visit.outcome) == (asked, listings, outcome), visit.notes
    assert "access token" in visit.notes[0]
    assert not listings or store.learned[-1][1].complete  # type: ignore[union-attr]


TRIES = {500: 2, 502: 2, 429: 1, 503: 1, 404: 1}


@pytest.mark.parametrize("status", TRIES)
def test_only_a_broken_line_is_tried_once_more(status: int, web: Web) -> None:
    web.put(START, Answer(page().body, status))
    store = Store()
    visits(web, store, source())
    assert (len(web.urls()), [kept.status for kept in store.kept]) == (TRIES[status], [status])


def test_a_second_try_may_succeed(web: Web) -> None:
    web.put(START, Answer(status=500), page(complete=True))
    [visit] = visits(web, Store(), source())
    assert (visit.pages, visit.outcome) == (1, "complete")


def test_requests_to_a_host_are_apart_even_of_two_sources(web: Web) -> None:
    starts = [f"http://nova.example/{number}" for number in range(3)]
    for url in starts:
        web.put(url, page())
    slow = Limits(delay=0.2, jitter=0)
    visits(web, Store(), *(source(url, id=f"nova{url[-1]}", limits=slow) for url in starts))
    assert web.asked[-1].at - web.asked[0].at > 0.4, "robots.txt and three pages leave three gaps"


COUNTS = {(0, None): True, (3, None): True, (4, None): False, (0, 2): False, (3, 3): True}


@pytest.mark.parametrize(("least", "most"), COUNTS, ids=str)
def test_a_number_of_listings_that_nobody_expects_is_not_the_whole(least: int, most: int | None, web: Web) -> None:
    web.put(START, page(listings=3, complete=True))
    store = Store()
    [visit] = visits(web, store, source(expect=Expect(least, most)))
    [found] = store.pages()
    assert isinstance(found, Page)
    trusted = COUNTS[least, most]
    assert (found.complete, found.covers) == ((True, Cover(1, 9)) if trusted else (False, None))
    assert (visit.outcome, len(visit.notes)) == (("complete", 0) if trusted else ("partial", 1))


def test_what_the_store_raises_is_raised_when_the_others_are_done(web: Web) -> None:
    for host in ("nova", "other"):
        web.put(f"http://{host}.example/start", page(f"http://{host}.example/next"))
    store = Store()

    def keep(snapshot: Snapshot, visit: str) -> Snapshot:
        if snapshot.source == "nova":
            raise OSError("no space left")
        return store.keep(snapshot, visit)

    sources = [source(), source("http://other.example/start", id="other")]
    grants = web.grants("nova.example", "other.example")
    with pytest.raises(OSError, match="no space left"):
        crawl(sources, keep=keep, learn=store.learn, clock=lambda: NOW, grants=grants, read=read)
    assert [kept.purpose for kept in store.kept] == ["start", "next"], "the other visit went on to its end"


@pytest.fixture
def in_foreground() -> Iterator[None]:
    """SIGINT as a command in the foreground has it: what a shell starts in the background may have it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("in_foreground")
def test_an_interrupt_ends_a_crawl_at_once(web: Web) -> None:
    web.put(START, Answer(stalls=True))

    def interrupt() -> None:
        while not web.urls():
            sleep(0.01)
        os.kill(os.getpid(), signal.SIGINT)

    Thread(target=interrupt, daemon=True).start()
    with pytest.raises(KeyboardInterrupt):
        visits(web, Store(), source())


def test_rounds_follow_each_other_in_one_process_and_leave_nothing_open(web: Web) -> None:
    hosts = [f"h{number}.example" for number in range(8)]
    for host in hosts:
        web.put(f"http://{host}/start", page(f"http://{host}/next"))
        web.put(f"http://{host}/next", page(complete=True))
    sources = [source(f"http://{host}/start", id=host[:2]) for host in hosts]
    store, while_crawling, after = Store(), [], []

    def learn(kept: Snapshot, found: Page | Exception, visit: str) -> None:
        while_crawling.append(lines_open(web))

    with Crawls(keep=store.keep, learn=learn, grants=web.grants(*hosts), read=read) as crawls:
        for _ in range(6):
            round_ = crawls.round(sources, lambda: NOW)
            assert {(visit.pages, visit.outcome) for visit in round_} == {(2, "complete")}
            assert [visit.source for visit in round_] == [each.id for each in sources]
            after.append(lines_open(web))
    assert max(while_crawling) > 0
    assert after == [0] * 6
    assert len(store.kept) == 6 * 8 * 2


def lines_open(web: Web) -> int:
    """How many connections to the web this process holds on the spider's side."""
    sockets = [int(path.name) for path in Path("/proc/self/fd").iterdir() if path.is_socket()]
    return sum(leads_to(number, web.port) for number in sockets)


def leads_to(number: int, port: int) -> bool:
    """Whether a socket of this process is a connection to that port; one that the web closes meanwhile is none."""
    try:
        with socket.socket(fileno=os.dup(number)) as line:
            peer = line.getpeername()
    except OSError:
        return False
    return isinstance(peer, tuple) and peer[1] == port


def test_a_week_of_the_lab_is_crawled_by_the_real_readers(tmp_path: Path) -> None:
    market = Market(7)
    for name, text in market.source_tables().items():
        (tmp_path / name).write_text(text, "utf-8")
    sources = load_all(tmp_path)
    store = Store()
    with serve_market(market) as server:
        grants = [Grant(host, address, port) for host, (address, port) in server.grants.items()]
        options = {"keep": store.keep, "learn": store.learn, "grants": grants}
        found = {visit.source: visit for visit in crawl(sources, clock=lambda: NOW, **options)}
    assert sorted(found) == sorted(source.id for source in sources)
    assert not [visit for visit in found.values() if visit.outcome not in {"complete", "wall"}]
    platforms = {source.id: source.platform for source in sources}
    open_panels = [visit for visit in found.values() if platforms[visit.source] == "new_api" and not visit.walls]
    assert {visit.pages for visit in open_panels} == {3}, "status, groups, pricing"
    assert all(visit.listings for visit in found.values() if not visit.walls)
