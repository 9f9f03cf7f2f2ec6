"""The faults of the lab through the real spider: each has one right outcome, and none costs a listing or evidence."""

from __future__ import annotations

import multiprocessing
import resource
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic

import pytest

from commands.conduct import Conductor
from commands.demo import build
from commands.observatory import find
from lab import faults
from lab.market import Market
from lab.pages import Site
from lab.responses import Asked
from lab.server import Server, serve
from parsers.redact import redact
from spiders.crawl import Crawls
from spiders.network import Grant
from spiders.register import Limits, Source
from spiders.visit import Visit
from storage import evidence
from storage.projection import spans, suspicious
from storage.store import Store, open_store
from storage.verify import verify

MIB = 2**20
CHANNEL, PANEL, PRICES, CALM = "tg-fenghuo-api", "nova-relay", "old-harbour", "luzhou"
"""The channel and the panel whose first page is spoiled, the panel whose last page is, and the source that is not."""
LIMITS = Limits(delay=0, seconds=5, body_bytes=MIB)
MOMENT = 15.0
"""Seconds beyond its limit that a visit may take on a busy machine; an answer's own time limit is longer by far."""
WEEK = timedelta(days=7)
FIRST = datetime(2026, 4, 6, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Right:
    """What a fault must come to: of a source's first page, of its last, what is said, and whether the answer is kept.

    `said` begins the visit's note; where it differs, in the order channel, panel, prices.
    """

    first: str
    last: str
    said: str | tuple[str, str, str]
    kept: bool

    def outcome(self, name: str) -> str:
        return {PRICES: self.last}.get(name, self.first)

    def note(self, name: str) -> str:
        return self.said if isinstance(self.said, str) else self.said[(CHANNEL, PANEL, PRICES).index(name)]


BROKEN = "broken JSON where JSON was expected"
OUTCOMES = {
    "slow": Right("complete", "complete", "", True),
    "stalled": Right("failed", "partial", "no answer came in time", False),
    "server_error": Right("failed", "partial", "not read: answered with HTTP 500", True),
    "unavailable": Right("wall", "wall", "rate_limited: HTTP 503, retry after 1", True),
    "rate_limited": Right("wall", "wall", "rate_limited: HTTP 429, retry after 1", True),
    "truncated": Right("failed", "partial", "the answer broke off", False),
    "wrong_length": Right("failed", "partial", "what came is no HTTP", False),
    "wrong_charset": Right("complete", "complete", "", True),
    "broken": Right(
        "failed",
        "partial",
        ("not read: the page breaks off", f"not read: {BROKEN}", f"not read: {BROKEN}"),
        True,
    ),
    "login_wall": Right("wall", "wall", "login: HTTP 200 with a login form in the place of the page", True),
    "challenge": Right("wall", "wall", "challenge: HTTP 403 with cf-mitigated: challenge", True),
    "empty": Right("failed", "partial", "not read: an empty answer", True),
    # Prices without a row are an answer, and a suspicious one: nothing ends by it.
    "hollow": Right(
        "failed",
        "complete",
        (
            "not read: a channel's history without messages and without a word that there are none",
            "not read: no answer of New API to a question for its status",
            "",
        ),
        True,
    ),
    "redirect_loop": Right("failed", "partial", "not read: HTTP 302 leads to ", True),
    "oversized": Right("failed", "partial", "the answer is longer than limits.body_bytes", False),
    "bomb": Right("failed", "partial", "the answer is longer than limits.body_bytes", False),
    "secondary_limit": Right("wall", "wall", "forbidden: HTTP 403, retry after 60", True),
    "primary_limit": Right("wall", "wall", "rate_limited: HTTP 403, nothing left until 4102444800", True),
    "reset": Right("failed", "partial", "the connection broke off before an answer", False),
}
AT_ROBOTS = {
    # A robots.txt that cannot be had forbids everything (RFC 9309, 2.3.1.4); one without rules forbids nothing.
    "slow": ("complete", ""),
    "stalled": ("failed", "no answer came in time"),
    "server_error": ("failed", "robots.txt was answered with HTTP 500, so nothing is asked of that host"),
    "unavailable": ("failed", "robots.txt was answered with HTTP 503, so nothing is asked of that host"),
    "rate_limited": ("failed", "robots.txt was answered with HTTP 429, so nothing is asked of that host"),
    "truncated": ("failed", "robots.txt could not be had (the answer broke off), so nothing is asked of that host"),
    "challenge": ("complete", ""),
    "empty": ("complete", ""),
    "login_wall": ("complete", ""),
    "redirect_loop": ("failed", "robots.txt leads from redirect to redirect, so nothing is asked of that host"),
    "oversized": ("failed", "the answer is longer than limits.body_bytes"),
    "bomb": ("failed", "the answer is longer than limits.body_bytes"),
    "reset": ("failed", "robots.txt could not be had (the connection broke off before an answer)"),
}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    faults.zeros()  # takes seconds the first time, which no visit shall wait for
    with serve(Market(1)) as running:
        yield running


@pytest.fixture
def home(server: Server, tmp_path: Path) -> Iterator[Path]:
    """An observatory of the lab; what was spoiled is mended afterwards."""
    build(tmp_path / "market", server.market)
    yield tmp_path / "market"
    server.mend()


def sources(home: Path, *names: str) -> list[Source]:
    """Sources of the observatory, with tight limits."""
    return [replace(find(home).source(name), limits=LIMITS) for name in names]


def visited(store: Store, server: Server, chosen: list[Source], at: datetime) -> dict[str, Visit]:
    """One round of visits: what it came to, by source."""
    grants = [Grant(host, *place) for host, place in server.grants.items()]
    conductor = Conductor(store, clock=lambda: at)
    with conductor.crawls(grants) as crawls:
        return {visit.source: visit for visit in conductor.round(crawls, chosen)}


def spoil(server: Server, kind: str, chosen: list[Source], under: str) -> None:
    """Spoil the hosts of sources below a path; the prices' host below its last page only."""
    for source in chosen:
        server.fault(source.hosts[0], kind, "/api/pricing" if source.id == PRICES and under == "/" else under)


def test_the_table_is_whole() -> None:
    assert OUTCOMES.keys() == faults.KINDS.keys()


@pytest.mark.parametrize("kind", OUTCOMES)
def test_a_fault_comes_to_its_right_outcome(kind: str, server: Server, home: Path) -> None:
    right, chosen = OUTCOMES[kind], sources(home, CHANNEL, PANEL, PRICES, CALM)
    with open_store(home) as store:
        before = visited(store, server, chosen, FIRST)
        spoil(server, kind, chosen[:3], "/")
        started = monotonic()
        during = visited(store, server, chosen, FIRST + WEEK)
        assert monotonic() - started < LIMITS.seconds + MOMENT
        for source in chosen[:3]:
            check_visit(right, source, during[source.id])
            check_evidence(store, server, kind, source, during[source.id])
        assert (during[CALM].outcome, during[CALM].notes) == ("complete", ()), "others are not held up"
        assert {each.source for each in suspicious(store)} == ({PRICES} if kind == "hollow" else set())
        server.mend()
        after = visited(store, server, chosen, FIRST + 2 * WEEK)
        assert {visit.outcome for visit in (*before.values(), *after.values())} == {"complete"}
        check_spans(store, sum(visit.listings for visit in before.values()), FIRST + 2 * WEEK)


def check_visit(right: Right, source: Source, visit: Visit) -> None:
    """The outcome and what is said of it."""
    assert visit.outcome == right.outcome(source.id), visit.notes
    note = right.note(source.id)
    assert bool(note) == bool(visit.notes)
    assert not note or visit.notes[0].removeprefix(address(source) + ": ").startswith(note), visit.notes


def address(source: Source) -> str:
    """The page that is spoiled."""
    return source.start[0].replace("/api/status", "/api/pricing") if source.id == PRICES else source.start[0]


def check_evidence(store: Store, server: Server, kind: str, source: Source, visit: Visit) -> None:
    """What came whole was kept, byte for byte but for what is redacted; what did not come whole was not."""
    kept = {each.url: each for each in evidence.captures(store, source.id) if each.visit == visit.id}
    assert len(kept) == visit.pages
    assert (address(source) in kept) == OUTCOMES[kind].kept
    if OUTCOMES[kind].kept:
        host, _, path = address(source).removeprefix("http://").partition("/")
        good = Site(server.market, server.day).answer(Asked("GET", host, f"/{path}", {}))
        sent = faults.KINDS[kind](good, f"/{path}").response
        capture = kept[address(source)]
        assert evidence.load(store, capture.digest) == redact(sent.body, sent.media_type).body
        assert capture.status == sent.status
    assert verify(store).problems == ()


def check_spans(store: Store, listings: int, last: datetime) -> None:
    """Nothing has changed in the market, so nothing has begun, changed or ended, and all is seen again."""
    found = spans(store)
    assert len(found) == listings
    assert {(each.first_seen, each.last_seen, each.ended_at) for each in found} == {(FIRST, last, None)}


@pytest.mark.parametrize("kind", AT_ROBOTS)
def test_a_spoiled_robots_txt(kind: str, server: Server, home: Path) -> None:
    outcome, said = AT_ROBOTS[kind]
    chosen = sources(home, PANEL, CALM)
    with open_store(home) as store:
        before = visited(store, server, chosen, FIRST)
        spoil(server, kind, chosen[:1], "/robots.txt")
        started, asked = monotonic(), len(server.asked)
        during = visited(store, server, chosen, FIRST + WEEK)
        assert monotonic() - started < LIMITS.seconds + MOMENT
        assert (during[PANEL].outcome, during[CALM].outcome) == (outcome, "complete")
        assert said in "".join(during[PANEL].notes)
        pages = [each.target for each in server.asked[asked:] if each.host == chosen[0].hosts[0]]
        assert (set(pages) == {"/robots.txt"}) == (outcome == "failed")
        server.mend()
        visited(store, server, chosen, FIRST + 2 * WEEK)
        check_spans(store, sum(visit.listings for visit in before.values()), FIRST + 2 * WEEK)


SHOP = "corner-shop"
MISSING = "a part of the page is missing: "
LATER = f"{MISSING}http://corner-shop.example/goods?page=2 "
BROKEN_PART = f"{MISSING}a script met something broken"
TOO_LONG = "the answer is longer than limits.body_bytes"
UNPACKED = (TOO_LONG, "no answer came in time")
"""Unpacked in Chromium a bomb is too long, takes too long, or is a blank, as the machine has it."""
IN_CHROMIUM: dict[str, tuple[str, str | tuple[str, ...], str, str | tuple[str, ...]]] = {
    # What comes of the page itself, and of the goods that it loads later: outcome and what is said of the page.
    "slow": ("complete", "", "complete", ""),
    "stalled": ("failed", "no answer came in time", "failed", "no answer came in time"),
    "server_error": ("failed", "not read: answered with HTTP 500", "partial", f"{LATER}was answered with HTTP 500"),
    "unavailable": ("wall", "rate_limited: HTTP 503, retry after 1", "partial", f"{LATER}was answered with HTTP 503"),
    "rate_limited": ("wall", "rate_limited: HTTP 429, retry after 1", "partial", f"{LATER}was answered with HTTP 429"),
    "truncated": ("failed", "the answer broke off", "partial", f"{LATER}did not come"),
    "wrong_length": ("partial", "nothing was read: schema_org: no goods are marked up", "partial", BROKEN_PART),
    "wrong_charset": ("complete", "", "complete", ""),
    "broken": ("partial", "nothing was read: schema_org: no goods are marked up", "partial", BROKEN_PART),
    "login_wall": ("wall", "login: HTTP 200 with a login form", "partial", BROKEN_PART),
    "challenge": ("wall", "challenge: HTTP 403 with cf-mitigated", "partial", f"{LATER}was answered with HTTP 403"),
    "empty": ("failed", "not read: an empty answer", "partial", BROKEN_PART),
    "hollow": ("partial", "nothing was read: schema_org: no goods are marked up", "complete", ""),
    "redirect_loop": ("failed", "the page leads from redirect to redirect", "partial", f"{LATER}did not come"),
    "oversized": ("failed", TOO_LONG, "partial", f"{LATER}did not come"),
    "bomb": ("partial failed", ("nothing was read", *UNPACKED), "partial failed", (BROKEN_PART, *UNPACKED)),
    "secondary_limit": ("wall", "forbidden: HTTP 403, retry", "partial", f"{LATER}was answered with HTTP 403"),
    "primary_limit": ("wall", "rate_limited: HTTP 403, nothing left", "partial", f"{LATER}was answered with HTTP 403"),
    "reset": ("failed", "Page.goto: net::ERR_", "partial", f"{LATER}did not come"),
}


@dataclass
class Shop:
    """A shop whose goods a script puts in, visited in one browser, week after week."""

    server: Server
    store: Store
    source: Source
    crawls: Crawls
    conductor: Conductor
    at: datetime

    def visit(self) -> Visit:
        """The next week's visit."""
        self.at += WEEK
        return self.conductor.round(self.crawls, [self.source])[0]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The shop, seen once."""
    home, market = tmp_path_factory.mktemp("shop") / "market", Market(1, platforms=["schema_org"])
    build(home, market)
    source = replace(find(home).source(SHOP), limits=replace(LIMITS, seconds=12))
    with serve(market) as running, open_store(home) as store:
        conductor = Conductor(store, clock=lambda: opened.at)
        with conductor.crawls([Grant(host, *where) for host, where in running.grants.items()]) as crawls:
            opened = Shop(running, store, source, crawls, conductor, FIRST - WEEK)
            opened.visit()
            yield opened


@pytest.mark.browser
@pytest.mark.parametrize("place", ["/", "/goods?page=2"])
@pytest.mark.parametrize("kind", IN_CHROMIUM)
def test_a_fault_in_chromium(kind: str, place: str, shop: Shop) -> None:
    outcome, said = IN_CHROMIUM[kind][:2] if place == "/" else IN_CHROMIUM[kind][2:]
    shop.server.fault("corner-shop.example", kind, place)
    try:
        during = shop.visit()
    finally:
        shop.server.mend()
    assert during.outcome in outcome.split()
    assert bool(during.notes) == bool(said), during.notes
    assert not said or during.notes[0].removeprefix("http://corner-shop.example/: ").startswith(said), during.notes
    assert len([each for each in evidence.captures(shop.store) if each.visit == during.id]) == during.pages
    after = shop.visit()
    assert after.outcome == "complete", after.notes
    check_spans(shop.store, after.listings, shop.at)


FORK = multiprocessing.get_context("fork")
ROOM = 24 * 1024
"""KiB by which a process may grow over a body that is not taken: twice as much is sent, or ten times."""


def weigh(home: Path, server: Server, out: Connection) -> None:
    """In a child: the greatest memory in KiB before and after a visit to a source with a fault."""
    chosen = sources(home, CHANNEL)
    with open_store(home) as store:
        visited(store, server, chosen, FIRST)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        visit = visited(store, server, sources(home, PANEL), FIRST)[PANEL]
        out.send((before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, visit.outcome))


@pytest.mark.parametrize("kind", ["oversized", "bomb"])
def test_a_body_that_is_not_taken_is_not_in_memory(kind: str, server: Server, home: Path) -> None:
    spoil(server, kind, sources(home, PANEL), "/")
    ours, theirs = FORK.Pipe(duplex=False)
    child = FORK.Process(target=weigh, args=(home, server, theirs))
    child.start()
    before, after, outcome = ours.recv()
    child.join()
    assert outcome == "failed"
    assert after - before < ROOM
