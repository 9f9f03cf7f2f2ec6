"""A lab market as it was known: better readers and corrections come, every figure published before comes out again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from lab.market import Market as Lab
from lab.truth import Truth
from parsers.records import Listing, Page, Quote, Snapshot, Span
from storage.corrections import correct
from storage.evidence import keep
from storage.facts import listings
from storage.ledger import learn
from storage.projection import spans
from storage.store import Store
from tests.test_corrections import published

WEEKS = 3


def offers(rows: Iterable[Truth], source: str, misread: Decimal) -> tuple[Listing, ...]:
    """What is true of a source as a reader gives it; one that misreads takes every third price too high."""
    found: dict[tuple[str, str], Listing] = {}
    for number, row in enumerate(rows):
        if row.percent is None:
            continue
        factor = misread if number % 3 == 0 else Decimal(1)
        subject = row.subject or "claude"
        kind: Any = "plan" if row.series == "plan" else "model"
        quote = Quote("percent", round(row.percent * factor, 6), Span(), model=subject, subject=kind)
        key = row.native_id, row.seller
        first = Listing(source, f"http://{source}.example/", row.seller, row.native_id, row.native_id, row.native_id)
        known = found.setdefault(key, replace(first, access=row.access))
        found[key] = replace(known, quotes=(*known.quotes, quote))
    return tuple(found.values())


def read(store: Store, lab: Lab, week: int, version: int, learned_at: datetime) -> None:
    """Keep and learn what every place shows in a week; the first version of the readers is the worst."""
    day = lab.weeks[week]
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    for place in lab.places:
        page = Page(offers(place.truth(day), place.source, 2 - Decimal(version) / 4), complete=True)
        visit = f"{place.source}@{week}"
        snapshot = Snapshot(place.source, place.platform, place.start, at, 200, "text/html", visit.encode())
        learn(store, keep(store, snapshot, visit), page, visit, learned_at, f"{version}")


def amend(store: Store, number: int, at: datetime) -> None:
    """A person says what one of the listings really asks."""
    found = spans(store)
    known = listings(store, {span.digest for span in found})
    span = found[number]
    right = replace(known[span.digest].quotes[0], amount=Decimal(1))
    correct(store, span.digest, known[span.digest], {"quotes": (right,)}, "L. Wen", "asked again", at)


def test_every_published_figure_of_a_lab_market_comes_out_again(store: Store) -> None:
    """Three weeks, three upgrades of the readers, two corrections; published after each, and at the end once more."""
    lab = Lab(5, weeks=16, platforms=["telegram"])
    after = datetime(2026, 7, 1, tzinfo=UTC)
    editions: list[tuple[datetime, list[Any]]] = []

    def publish(at: datetime) -> None:
        editions.append((at, published(store)))

    for week in range(WEEKS):
        at = datetime.combine(lab.weeks[week], datetime.min.time(), UTC) + timedelta(hours=13)
        read(store, lab, week, 1, at)
        publish(at)
    for version in (2, 3, 4):
        at = after + timedelta(days=version)
        for week in range(WEEKS):
            read(store, lab, week, version, at)
        publish(at)
    for number in (0, 7):
        at = after + timedelta(days=10 + number)
        amend(store, number, at)
        publish(at)
    assert len({str(figures) for _, figures in editions}) == len(editions) == 8
    for at, figures in editions:
        assert published(store, at) == figures
