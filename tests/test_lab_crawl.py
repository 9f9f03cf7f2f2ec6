"""GitHub's lists and the shops of the lab through the real spider, into a real store, held against the lab's truth."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from random import Random
from shutil import copytree

import pytest

from commands.conduct import Conductor
from commands.demo import build, compared, walk
from commands.observatory import find
from lab.market import Market
from lab.server import Server, serve
from spiders.network import Grant
from spiders.visit import Visit
from storage import evidence
from storage.market import known
from storage.store import Store, open_store
from storage.verify import verify
from tests.soak import CALM, Child

NOON = time(12, tzinfo=UTC)


def ticking(day: date) -> Callable[[], datetime]:
    """A clock that is a second later whenever it is looked at, so that two visits are two."""
    seconds = count()
    return lambda: datetime.combine(day, NOON) + timedelta(seconds=next(seconds))


@pytest.mark.parametrize("platform", ["github", pytest.param("schema_org", marks=pytest.mark.browser)])
def test_a_market_of_one_platform_is_recovered(platform: str, tmp_path: Path) -> None:
    market = Market(5, platforms=[platform])
    build(tmp_path / "market", market)
    walked = walk(tmp_path / "market", market, weeks=4)
    with open_store(tmp_path / "market") as store:
        found = compared(store, known(store), market, 4)
    assert {visit.outcome for visit in walked.visits} == {"complete"}
    assert (found.missing, found.wrong, found.invented) == ((), (), ())
    assert found.listings.total > 20


@pytest.mark.browser
def test_a_good_that_is_taken_out_of_the_window_has_ended(tmp_path: Path) -> None:
    market = Market(5, platforms=["schema_org"])
    build(tmp_path / "shops", market)
    walk(tmp_path / "shops", market, weeks=12)
    with open_store(tmp_path / "shops") as store:
        ends = Counter(span.end_reason for span in known(store).spans)
    assert ends["gone"]
    assert ends["changed"]


@contextmanager
def github(home: Path) -> Iterator[tuple[Store, Server, Callable[[], Visit]]]:
    """The lab's GitHub on its first day, a store for it, and a visit to its one source."""
    market = Market(5, platforms=["github"])
    build(home, market)
    sources = find(home).sources()
    with open_store(home) as store, serve(market) as server:
        conductor = Conductor(store, clock=ticking(server.day))
        with conductor.crawls([Grant(host, *place) for host, place in server.grants.items()]) as crawls:
            yield store, server, lambda: conductor.round(crawls, sources)[0]


def test_a_file_that_did_not_change_is_not_sent_again(tmp_path: Path) -> None:
    with github(tmp_path / "lists") as (store, server, visit):
        first, second = visit(), visit()
        asked = [one for one in server.asked if one.target.endswith("/readme")]
        captures = list(evidence.captures(store))
    assert (first.outcome, first.listings) == (second.outcome, second.listings) == ("complete", first.listings)
    assert ["if-none-match" in one.headers for one in asked] == [False] * 5 + [True] * 5
    files = [capture for capture in captures if capture.purpose == "file"]
    assert [capture.status for capture in files] == [200] * 5 + [304] * 5
    # What was not sent is known by the digest of what was kept before.
    assert [capture.digest for capture in files[:5]] == [capture.digest for capture in files[5:]]


def test_a_limit_of_github_is_a_wall_and_ends_nothing(tmp_path: Path) -> None:
    with github(tmp_path / "lists") as (store, _, visit):
        # Ten searches a minute without a token, three to a visit: the fourth visit meets the limit.
        visits = [visit() for _ in range(4)]
        standing = [span for span in known(store).spans if span.ended_at is None]
    assert [visit.outcome for visit in visits] == ["complete", "complete", "complete", "wall"]
    assert "rate_limited: HTTP 403, nothing left until" in visits[-1].notes[0]
    assert len(standing) == visits[0].listings


KILLS, SLOWEST_KILL = 10, 0.4
WHAT_IS_KNOWN = {
    "fetched": "SELECT DISTINCT c.url, b.digest, c.fetched_at FROM captures c JOIN bodies b ON b.id = c.body",
    "read": "SELECT DISTINCT c.url, r.outcome, r.complete, s.digest FROM readings r JOIN captures c ON c.id = r.capture"
    " LEFT JOIN listing_sets s ON s.id = r.listing_set",
    "listings": "SELECT l.digest, q.ordinal, q.amount, q.currency, q.basis FROM listings l"
    " LEFT JOIN quotes q ON q.listing = l.id",
    "claims": "SELECT l.digest, k.ordinal, k.code, k.polarity FROM listings l JOIN claims k ON k.listing = l.id",
}
"""What a killed visit and the one after it both fetched is there twice; what is known of it is one thing."""


def kept_of(home: Path) -> dict[str, object]:
    """What a store knows, whatever way it came to know it."""
    with open_store(home) as store:
        with store.read() as connection:
            rows = {
                name: {tuple(row) for row in connection.exec_driver_sql(query)} for name, query in WHAT_IS_KNOWN.items()
            }
        assert not verify(store).problems
        return {**rows, "spans": known(store).spans}


def test_a_crawl_killed_ten_times_and_run_to_its_end_knows_what_an_undisturbed_one_knows(tmp_path: Path) -> None:
    market, moment = Market(3, platforms=["telegram", "new_api"]), Random(3)
    calm, torn = tmp_path / "calm", tmp_path / "torn"
    build(calm, market)
    copytree(calm, torn)
    with serve(market) as server:
        grants, at = [Grant(host, *place) for host, place in server.grants.items()], datetime.combine(server.day, NOON)
        for home, kills in ((calm, 0), (torn, KILLS)):
            child = Child(home, grants)
            for _ in range(kills):
                assert child.round(at, moment.random() * SLOWEST_KILL) is None, "it ended before it was killed"
                child.kill()
                child.start()
            assert child.round(at, 120, CALM) is not None
            child.kill()
    known_of_calm, known_of_torn = kept_of(calm), kept_of(torn)
    assert all(known_of_calm.values())
    for part, rows in known_of_calm.items():
        assert known_of_torn[part] == rows, part
    secrets = [secret.encode() for secret in market.planted()]
    for path in filter(Path.is_file, torn.rglob("*")):
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        assert not [secret for secret in secrets if secret in content], path
