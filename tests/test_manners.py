"""A guest's manners over many visits, against real servers: budgets, conditions, robots.txt kept, TLS verified."""

from __future__ import annotations

import json
import multiprocessing
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from commands.conduct import Conductor
from parsers.records import Listing, Page, Snapshot
from spiders import manners, network, robots
from spiders.addresses import is_public
from spiders.crawl import crawl
from spiders.register import Limits, Source
from spiders.visit import Visit
from storage import evidence, runs
from storage.ledger import counts
from storage.store import Store, open_store
from storage.verify import verify
from tests.certificates import certificate
from tests.loopback import Answer, Web, serve

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
FORK = multiprocessing.get_context("fork")
STATUS = json.dumps({"success": True, "data": {"_qn": "new-api", "system_name": "Nova", "price": 1}}).encode()


@pytest.fixture
def web() -> Iterator[Web]:
    with serve() as web:
        yield web


def source(*paths: str, id: str = "nova", **limits: Any) -> Source:
    start = tuple(f"http://nova.example/{path}" for path in paths)
    return Source(id, id.title(), "new_api", start, "1d", limits=Limits(**{"delay": 0, **limits}))


def visit(store: Store, web: Web, *sources: Source, at: datetime = NOW, read: Any = None) -> list[Visit]:
    """One round of visits whose answers go into a store."""
    conductor = Conductor(store, clock=lambda: at)
    with conductor.crawls(grants=web.grants("nova.example", "lune.example")) as crawls:
        if read:
            crawls.options["read"] = read
        return conductor.round(crawls, sources)


def something(kept: Snapshot) -> Page:
    """A reader that takes every page for a listing in its words; an error's page for none."""
    if kept.status >= 400:
        raise ValueError("an error's page")
    return Page((Listing(kept.source, kept.url, "seller", "title", kept.body.decode(), key=kept.url),), complete=True)


ROBOTS = {
    "rules": (Answer(b"User-agent: *\nDisallow: /b\n"), "wall", ["robots.txt", "a"]),
    "none": (Answer(status=404), "complete", ["robots.txt", "a", "b"]),
    "an error": (Answer(b"down", 500), "failed", ["robots.txt", "robots.txt"]),
}


@pytest.mark.parametrize("how", ROBOTS)
def test_a_robots_txt_is_kept_with_the_visit_that_obeyed_it(how: str, store: Store, web: Web) -> None:
    answer, outcome, asked = ROBOTS[how]
    web.put("http://nova.example/robots.txt", answer)
    for path in "ab":
        web.put(f"http://nova.example/{path}", Answer(STATUS))
    [done] = visit(store, web, source("a", "b"), read=something)
    assert (done.outcome, [each.url.rpartition("/")[2] for each in web.asked]) == (outcome, asked)
    [kept] = evidence.robots_of(store, done.id)
    assert (kept.url, kept.status) == ("http://nova.example/robots.txt", answer.status)
    assert evidence.load(store, kept.digest) == answer.body
    assert kept.id not in {each.id for each in evidence.captures(store)}, "no reader reads it"
    assert list(evidence.pending(store, None)) == []
    assert verify(store).problems == ()


def test_no_other_host_waits_while_a_robots_txt_is_parsed(
    store: Store, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    parse, other_read = robots.parse, Event()

    def slowly(body: bytes, agent: str) -> robots.Rules:
        assert other_read.wait(60), "the other host's page is read meanwhile"
        return parse(body, agent)

    def read(kept: Snapshot) -> Page:
        if "lune.example" in kept.url:
            other_read.set()
        return something(kept)

    monkeypatch.setattr(robots, "parse", slowly)
    web.put("http://nova.example/robots.txt", Answer(b"User-agent: *\nDisallow: /b\n"))
    for host in ("nova", "lune"):
        web.put(f"http://{host}.example/a", Answer(host.encode()))
    other = replace(source("a", id="lune"), start=("http://lune.example/a",), hosts=("lune.example",))
    done = visit(store, web, source("a"), other, read=read)
    assert [each.outcome for each in done] == ["complete", "complete"]


def test_a_host_gets_no_more_than_its_day_from_all_sources_together(store: Store, web: Web) -> None:
    paths = [f"p{number}" for number in range(4)]
    for path in paths:
        web.put(f"http://nova.example/{path}", Answer(path.encode()))
    first, second = source(*paths[:3], id="one", day=6), source(*paths, id="two", day=6)
    [done] = visit(store, web, first, read=something)
    assert done.outcome == "complete"
    [done] = visit(store, web, second, at=NOW + HOUR, read=something)
    assert (done.pages, done.left, done.outcome) == (1, 3, "partial"), "three pages and two robots.txt are spent"
    assert done.notes[0].startswith("limits.day = 6 requests to nova.example left 3 asked-for pages unread")
    [done] = visit(store, web, second, at=NOW + 2 * HOUR, read=something)
    assert (done.pages, done.outcome) == (0, "failed")
    [done] = visit(store, web, second, at=NOW + 26 * HOUR, read=something)
    assert (done.pages, done.outcome) == (4, "complete")


def test_sources_of_one_host_share_its_day_within_a_round(store: Store, web: Web) -> None:
    for path in "abcd":
        web.put(f"http://nova.example/{path}", Answer(path.encode()))
    done = visit(store, web, source("a", "b", id="one", day=4), source("c", "d", id="two", day=4), read=something)
    assert sum(each.pages for each in done) == 3, "and one robots.txt"


SENT = {
    "they are answered": Answer(b"the page"),
    "the line is dropped": Answer(drops=True),
    "the host is broken": Answer(b"", 500),
    "the host says not now": Answer(b"", 429),
}


@pytest.mark.parametrize("how", SENT)
def test_all_requests_that_are_sent_count_over_rounds_and_restarts_though(how: str, store: Store, web: Web) -> None:
    web.put("http://nova.example/a", SENT[how])
    for number in range(6):
        with open_store(store.home) as again:
            [done] = visit(again, web, source("a", day=7), at=NOW + number * HOUR, read=something)
    assert len(web.asked) == 7, "robots.txt and what was asked again included"
    assert done.notes[0].startswith("limits.day = 7 requests to nova.example left 1 asked-for pages unread")
    visit(store, web, source("a", day=7), at=NOW + 30 * HOUR, read=something)
    assert len(web.asked) > 8


def test_requests_that_nobody_takes_count(store: Store) -> None:
    with serve() as gone:
        pass
    for number in range(3):
        [done] = visit(store, gone, source("a", day=5), at=NOW + number * HOUR, read=something)
    assert runs.requests(store, NOW) == {"nova.example": 5}
    assert (done.left, done.outcome) == (1, "failed")


def crawl_for_good(home: Path, web: Web) -> None:
    with open_store(home) as store:
        visit(store, web, source("a", "b"), read=something)


def test_a_request_of_a_crawl_that_is_killed_has_counted(store: Store, web: Web) -> None:
    web.put("http://nova.example/a", Answer(b"the page"))
    web.put("http://nova.example/b", Answer(stalls=True))
    child = FORK.Process(target=crawl_for_good, args=(store.home, web))
    child.start()
    assert web.stalled.wait(60), "the second page was asked for"
    child.kill()
    child.join()
    assert [each.url for each in evidence.captures(store)] == ["http://nova.example/a"]
    assert runs.requests(store, NOW) == {"nova.example": 3}


CONDITIONS = {
    "by its tag": ((("ETag", '"v1"'),), ("if-none-match", '"v1"')),
    "by its time": (
        (("Last-Modified", "Mon, 04 May 2026 08:00:00 GMT"),),
        ("if-modified-since", "Mon, 04 May 2026 08:00:00 GMT"),
    ),
    "by its tag before its time": (
        (("ETag", 'W/"v2"'), ("Last-Modified", "Mon, 04 May 2026 08:00:00 GMT")),
        ("if-none-match", 'W/"v2"'),
    ),
}


@pytest.mark.parametrize("how", CONDITIONS)
def test_a_page_is_asked_for_on_condition(how: str, store: Store, web: Web) -> None:
    headers, (name, value) = CONDITIONS[how]
    web.put("http://nova.example/a", Answer(b"the page", headers=headers), Answer(status=304), Answer(b"another"))
    for number in range(3):
        [done] = visit(store, web, source("a"), at=NOW + number * HOUR, read=something)
        assert (done.outcome, done.listings) == ("complete", 1)
    first, second, third = [each for each in web.asked if each.url.endswith("/a")]
    assert not {"if-none-match", "if-modified-since"} & first.headers.keys()
    assert (second.headers[name], third.headers[name]) == (value, value)
    assert [each.status for each in evidence.captures(store)] == [200, 304, 200]
    assert counts(store).versions == 2, "not modified is what it was"
    assert verify(store).bodies == 3, "the two pages and the answer that there is no robots.txt"


UNCONDITIONAL = {
    "the host gave nothing to ask by": Answer(b"the page"),
    "it could not be read": Answer(b"broken", 500, headers=(("ETag", '"v1"'),)),
}


@pytest.mark.parametrize("why", UNCONDITIONAL)
def test_a_page_is_asked_for_without_condition_where(why: str, store: Store, web: Web) -> None:
    web.put("http://nova.example/a", UNCONDITIONAL[why])
    for number in range(2):
        visit(store, web, source("a"), at=NOW + number * HOUR, read=something)
    asked = [each for each in web.asked if each.url.endswith("/a")]
    assert all(not {"if-none-match", "if-modified-since"} & each.headers.keys() for each in asked)


def test_what_a_host_asked_for_holds_for_the_next_visit(store: Store, web: Web) -> None:
    web.put("http://nova.example/a", Answer(b"", 503, headers=(("Retry-After", "7200"),)))
    visit(store, web, source("a"), read=something)
    assert runs.pauses(store) == {"nova.example": NOW + 2 * HOUR}
    web.put("http://nova.example/robots.txt", Answer(b"", 429, headers=(("Retry-After", "60"),)))
    visit(store, web, source("a", id="other"), at=NOW + HOUR, read=something)
    assert runs.pauses(store)["nova.example"] == NOW + 2 * HOUR, "the later of two"


FULL = int((NOW + HOUR).timestamp())
BUDGETS: dict[str, tuple[int, dict[str, str], datetime | None]] = {
    "V2EX's": (403, {"X-Rate-Limit-Remaining": "0", "X-Rate-Limit-Reset": str(FULL)}, NOW + HOUR),
    "GitHub's": (403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(FULL)}, NOW + HOUR),
    "something is left": (403, {"X-RateLimit-Remaining": "9", "X-RateLimit-Reset": str(FULL)}, None),
    "Retry-After is sooner": (429, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(FULL), "Retry-After": "60"},
                              NOW + timedelta(seconds=60)),
    "no time is said": (403, {"X-RateLimit-Remaining": "0"}, None),
    "no time at all": (403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "soon"}, None),
    "later than a day": (403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(FULL * 1000)}, None),
    "used up by an answer": (200, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(FULL)}, None),
}  # fmt: skip


@pytest.mark.parametrize("how", BUDGETS)
def test_a_host_whose_budget_is_used_up_is_left_alone_until_it_is_full(how: str, store: Store, web: Web) -> None:
    status, headers, until = BUDGETS[how]
    web.put("http://nova.example/a", Answer(b"{}", status, headers=tuple(headers.items())))
    visit(store, web, source("a"), read=something)
    assert runs.pauses(store) == ({"nova.example": until} if until else {})


def test_every_request_says_who_asks(store: Store, web: Web) -> None:
    web.put("http://nova.example/a", Answer(b"the page"))
    rooms: dict[str, Any] = {"keep": lambda page, _: page, "learn": lambda *_: None, "clock": lambda: NOW}
    crawl([source("a")], contact="me@x.example", grants=web.grants("nova.example"), read=something, **rooms)
    assert {each.headers["user-agent"] for each in web.asked} == {manners.user_agent("me@x.example")}
    assert manners.user_agent("me@x.example").startswith("undercut/")
    assert manners.user_agent("me@x.example").endswith(" (+me@x.example)")
    assert not any("cookie" in each.headers or "referer" in each.headers for each in web.asked)


TRUST = {
    "trusted": (True, "relay.example", 1),
    "nobody vouches for it": (False, "relay.example", 0),
    "it is another's": (True, "other.example", 0),
}


@pytest.mark.parametrize("how", TRUST)
def test_tls_is_verified(how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trusted, name, pages = TRUST[how]
    path = certificate(tmp_path, name, datetime.now(UTC))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(path))

    monkeypatch.setattr(network, "is_public", lambda address: address == "127.0.0.2" or is_public(address))

    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.2"]

    with serve("127.0.0.2", tls=context) as web:
        url = f"https://relay.example:{web.port}/a"
        web.put(f"http://relay.example:{web.port}/a", Answer(b"the page"))
        given = replace(source("a"), start=(url,), hosts=(f"relay.example:{web.port}",))
        rooms: dict[str, Any] = {"keep": lambda page, _: page, "learn": lambda *_: None, "clock": lambda: NOW}
        [done] = crawl([given], contact="me@x.example", resolve=resolve, read=something, **rooms)
        assert (done.pages, len(web.urls())) == (pages, pages), done.notes
