"""How listings stand: seen lately, seen long ago, ended, back again, or at a source that nobody could read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from parsers.records import Page, PageError
from publishing.issues import issues
from storage.evidence import keep
from storage.ledger import learn
from storage.official_tables import embedded
from storage.standing import LOST_AFTER, lost_sources, stand, standings
from storage.store import Store
from storage.timeline import ListingSpan
from tests.histories import day, listing, observe, snapshot


def span(id: str, first: float, last: float, source: str = "nova", **end: object) -> ListingSpan:
    return ListingSpan(id, f"{id}{first}", source, "seller", day(first), day(last), **end)  # type: ignore[arg-type]


READ = {"nova": day(100), "orbit": day(100) - LOST_AFTER, "lumen": day(100) - LOST_AFTER - timedelta(seconds=1)}


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([span("a", 1, 100)], ["on offer"]),
        ([span("a", 1, 90)], ["on offer"]),
        ([span("a", 1, 89)], ["stale"]),
        ([span("a", 1, 5, ended_at=day(6), end_reason="gone")], ["gone"]),
        ([span("a", 1, 5, ended_at=day(6), end_reason="changed"), span("a", 6, 100)], ["changed", "on offer"]),
        ([span("a", 1, 5, ended_at=day(6), end_reason="gone"), span("a", 95, 100)], ["gone", "relisted"]),
        ([span("a", 1, 5, ended_at=day(6), end_reason="gone"), span("b", 95, 100)], ["gone", "on offer"]),
        ([span("a", 1, 70, "orbit")], ["stale"]),
        ([span("a", 1, 69, "lumen")], ["source_lost"]),
        ([span("a", 1, 5, "lumen", ended_at=day(6), end_reason="gone")], ["gone"]),
    ],
)
def test_standing(found: list[ListingSpan], said: list[str]) -> None:
    assert [word for _, word in stand(found, READ)] == said


def test_a_lost_source_ends_its_listings_when_its_time_ran_out() -> None:
    ((lost, _),) = stand([span("a", 1, 69, "lumen")], READ)
    assert lost.ended_at == READ["lumen"] + LOST_AFTER
    assert lost_sources(READ) == {"lumen": READ["lumen"]}
    assert stand([], {}) == [] and lost_sources({}) == {}


def test_a_source_that_is_lost_waits_for_a_person(store: Store) -> None:
    kept = keep(store, snapshot(b"orbit", day(0), source="orbit"), "orbit@0")
    learn(store, kept, Page((listing("c", source="orbit"),), complete=True), "orbit@0", day(0))
    observe(store, day(31), Page((listing("a"),), complete=True), b"1")
    (found,) = [each for each in issues(store, embedded(), day(31).date()) if each.kind == "source_lost"]
    assert (found.subject, found.n, found.since) == ("orbit", 1, day(0).date())
    assert {(each.source, word) for each, word in standings(store)} == {("nova", "on offer"), ("orbit", "source_lost")}


def test_of_a_store_and_as_it_was_known(store: Store) -> None:
    observe(store, day(0), Page((listing("a"), listing("b")), complete=True), b"1")
    observe(store, day(7), Page((listing("a"),), complete=True), b"2")
    observe(store, day(14), Page((listing("a"), listing("b")), complete=True), b"3")
    observe(store, day(40), PageError("broken"), b"4")
    assert sorted(word for _, word in standings(store)) == ["gone", "on offer", "relisted"]
    assert sorted(word for _, word in standings(store, day(8))) == ["gone", "on offer"]
    assert not [each for each in issues(store, embedded(), day(14).date()) if each.kind == "source_lost"]
