"""Why figures differ: better readings of the same bytes, corrections, new bytes; said before anything is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from commands.conduct import Conductor
from commands.init import make
from commands.reparse import run
from parsers.records import Listing, Page, PageError, Quote, Span
from parsers.text.vocabulary import PACKAGED
from publishing.revisions import moved
from publishing.trends import trend
from storage import evidence, revision
from storage.corrections import correct
from storage.ledger import learn, listings
from storage.official_tables import embedded
from storage.projection import spans
from storage.revision import Difference, Reread, Revision
from storage.store import Store, open_store
from tests.histories import day, listing, observe, rows, snapshot, visit_of

RATES = embedded()


def asking(percent: str, key: str = "group:vip", text: str = "", **values: Any) -> Listing:
    """An offer at so many percent of official as said."""
    quotes = (Quote("percent", Decimal(percent), Span(0, 2), model="claude"),)
    return listing(key, text or f"{percent} %", quotes=quotes, models=(), access="relay_api", **values)


def show(store: Store, at: datetime, *offers: Listing, **values: Any) -> None:
    observe(store, at, Page(offers, complete=True), str(at).encode(), **values)


def steps(found: Revision) -> list[tuple[Any, ...]]:
    """The figures that moved by day, with both causes."""
    names = ("period", "before", "after", "read_better", "market_changed")
    table = moved(found, RATES, RATES, by="week", stratum="all").to_pylist()
    return [tuple(row[name] for name in names) for row in table if row["series"] == "token"]


def parts(found: list[Difference]) -> list[tuple[str, ...]]:
    return [each.parts for each in found]


def rereading(store: Store, results: dict[int, Page | Exception]) -> list[Reread]:
    """The captures of a store by number, with what a new reader makes of them."""
    never = {capture.id for capture in evidence.pending(store, None)}
    found = {capture.id: capture for capture in evidence.captures(store)}
    return [Reread(found[number], result, number in never) for number, result in results.items()]


def two_weeks(store: Store) -> None:
    """Known: 10 % in the first week; kept and never read: the second."""
    show(store, day(0), asking("10", text="ten"))
    learned = snapshot(b"second", day(7))
    evidence.keep(store, learned, visit_of("nova", day(7)))


def test_a_preview_tells_both_causes_apart_and_writes_nothing(store: Store) -> None:
    two_weeks(store)
    before = rows(store, "readings", "listings", "quotes"), trend(store, RATES).to_pylist()
    better = Page((asking("12", text="ten"),), complete=True)
    new = Page((asking("30", text="thirty"),), complete=True)
    found = revision.preview(store, rereading(store, {1: better, 2: new}), "2", day(20))
    assert steps(found) == [("2026-W19", 10, 12, 2, 0), ("2026-W20", None, 30, None, None)]
    assert parts(revision.differences(found.before, found.better)) == [("prices",)]
    assert parts(revision.differences(found.better, found.after)) == [("prices",)]
    assert (rows(store, "readings", "listings", "quotes"), trend(store, RATES).to_pylist()) == before


def test_a_preview_is_what_accepting_makes(store: Store) -> None:
    two_weeks(store)
    pages = {1: Page((asking("12", text="ten"),), complete=True), 2: Page((asking("30"),), complete=True)}
    foretold = revision.preview(store, rereading(store, {**pages}), "2", day(20))
    for capture in list(evidence.captures(store)):
        kept = evidence.snapshot(store, capture)
        learn(store, kept, pages[capture.id], capture.visit, day(20), version="2")
    found = revision.since(store, day(19))
    assert steps(found) == steps(foretold)
    assert found.after.spans == foretold.after.spans


def test_corrections_and_rates_are_of_reading_better_and_new_captures_of_the_market(store: Store) -> None:
    show(store, day(0), asking("10"))
    (span,) = spans(store)
    read = listings(store, {span.digest})[span.digest]
    cheap = (replace(read.quotes[0], amount=Decimal(5)),)
    correct(store, span.digest, read, {"quotes": cheap}, "L. Wen", "a digit", day(2))
    show(store, day(1), asking("40"))
    assert steps(revision.since(store, day(0.5))) == [("2026-W19", 10, 22.5, -5, 17.5)]


def test_listings_that_appear_go_or_are_none_are_named(store: Store) -> None:
    show(store, day(0), asking("10"), asking("20", "group:max"), asking("30", "group:old"))
    better = Page((asking("10"), asking("50", "group:new"), asking("30", "group:old")), complete=True)
    found = revision.preview(store, rereading(store, {1: better}), "2", day(9))
    assert sorted(parts(revision.differences(found.before, found.better))) == [("found",), ("no longer an offer",)]
    show(store, day(1), asking("10"), asking("20", "group:max"))
    market = revision.since(store, day(0.5))
    assert parts(revision.differences(market.better, market.after)) == [("gone",)]


def test_a_reader_that_fails_is_known_beforehand(store: Store) -> None:
    show(store, day(0), asking("10"))
    found = revision.preview(store, rereading(store, {1: PageError("broken")}), "2", day(9))
    assert [row[:3] for row in steps(found)] == [("2026-W19", 10, None)]


FIXTURES = Path(__file__).parent / "fixtures" / "telegram"
WORD = """[[claim]]
id = "tried_word"
meaning = "a word that is tried"
words.en = ["{word}"]
says = ["{word}"]
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An observatory that has read one page of a channel."""
    make(tmp_path / "market")
    page = snapshot((FIXTURES / "newest.html").read_bytes(), day(0), platform="telegram", media_type="text/html")
    with open_store(tmp_path / "market") as store:
        Conductor(store, clock=lambda: day(0)).take([page], visit_of("nova", day(0)))
    return tmp_path / "market"


def test_a_new_word_is_tried_on_all_evidence_before_it_is_accepted(home: Path) -> None:
    with open_store(home) as store:
        digest = spans(store)[0].digest
        word = listings(store, {digest})[digest].text.split()[0].lower()
        words = PACKAGED.overlay({"claims.toml": WORD.format(word=word)})
        conductor = Conductor(store, words, clock=lambda: day(30))
        before = rows(store, "readings", "listings")
        done, foretold = run(conductor, accept=False)
        assert (len(done), rows(store, "readings", "listings")) == (1, before)
        changed = parts(revision.differences(foretold.before, foretold.better))
        assert ("claims",) in changed
        done, accepted = run(conductor, accept=True)
        assert rows(store, "readings")["readings"] == before["readings"] + 1
        assert parts(revision.differences(accepted.before, accepted.better)) == changed
        assert run(conductor, accept=False)[0] == []
