"""GitHub's lists and the shops of the lab through the real spider, into a real store, held against the lab's truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path

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
