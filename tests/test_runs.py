"""Runs: what each visit brought, which was the last of each source, and which were cut off."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from storage import runs
from storage.evidence import keep
from storage.runs import Run
from storage.store import Store, StoreError
from tests.histories import day, snapshot


@dataclass(frozen=True)
class Visit:
    """A finished visit, in the shape in which the spiders report it."""

    source: str
    id: str
    started_at: datetime
    finished_at: datetime
    pages: int = 3
    failed: int = 1
    walls: int = 0
    unread: int = 2
    listings: int = 40
    left: int = 5
    outcome: str = "partial"
    notes: tuple[str, ...] = ("http://nova-relay.example/?aff=AB12xy: no answer", "cut off after 3 pages")


def visit(number: int, source: str = "nova") -> Visit:
    return Visit(source, f"{source}@{number}", day(number), day(number) + timedelta(minutes=2))


def test_a_visit_is_recorded(store: Store) -> None:
    runs.record(store, visit(1))
    notes = ("http://nova-relay.example/?aff=[referral]: no answer", "cut off after 3 pages")
    end = day(1) + timedelta(minutes=2)
    assert runs.runs(store) == [Run("nova", "nova@1", day(1), end, 3, 1, 0, 2, 40, 5, "partial", notes)]


def test_recorded_again_it_takes_the_place_of_the_first(store: Store) -> None:
    runs.record(store, visit(1))
    runs.record(store, replace(visit(1), pages=9))
    assert [run.pages for run in runs.runs(store)] == [9]


def test_a_visit_that_was_cut_off_has_no_outcome(store: Store) -> None:
    keep(store, snapshot(), "nova@1")
    (run,) = runs.runs(store)
    assert (run.source, run.id, run.outcome, run.pages, run.notes) == ("nova", "nova@1", None, None, ())
    assert runs.last(store) == {}
    runs.record(store, visit(1))
    assert runs.last(store)["nova"].outcome == "partial"


def test_the_last_of_each_source_is_the_one_that_started_last(store: Store) -> None:
    for each in (visit(2), visit(7), visit(5), visit(1, "lune")):
        runs.record(store, each)
    assert {source: run.id for source, run in runs.last(store).items()} == {"nova": "nova@7", "lune": "lune@1"}
    assert [run.id for run in runs.runs(store, "nova")] == ["nova@2", "nova@7", "nova@5"]


def test_a_visit_is_not_taken_over_by_another_source(store: Store) -> None:
    runs.record(store, visit(1))
    with pytest.raises(StoreError, match="give 'lune' a visit of its own"):
        runs.record(store, replace(visit(1), source="lune"))
    assert [run.source for run in runs.runs(store)] == ["nova"]
