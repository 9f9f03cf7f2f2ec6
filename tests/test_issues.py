"""The review queue: each kind of issue shows with cause, is silent without, and says how to mend it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from parsers.records import Listing, Page, PageError, Quote, Span, Stated
from publishing.issues import COLUMNS, FROZEN, KINDS, Issue, frozen, issues, table
from storage import rate_book
from storage.corrections import correct
from storage.ledger import listings
from storage.projection import spans
from storage.rate_book import rates_of
from storage.rates import Series
from storage.store import Store
from tests.histories import day, listing, observe

MAY = date(2026, 5, 4)


def asking(*quotes: Quote, key: str = "group:vip", text: str = "an offer", **values: Any) -> Listing:
    return listing(key, text, quotes=quotes, models=(), access="relay_api", **values)


def price(basis: Any, amount: str, currency: str = "USD", model: str | None = None, **rest: Any) -> Quote:
    return Quote(basis, Decimal(amount), Span(), currency, model=model, **rest)


def show(store: Store, *offers: Listing, at: float = 0, **page: Any) -> None:
    observe(store, day(at), Page(offers, **{"complete": True} | page), str(at).encode())


def found(store: Store, on: date = MAY) -> list[tuple[str, str, int]]:
    return [(each.kind, each.subject, each.n) for each in issues(store, rates_of(store), on)]


def test_a_market_that_is_whole_has_none(store: Store) -> None:
    show(store, asking(price("usd_credit", "1", "CNY")), asking(price("percent", "7"), key="group:max"))
    assert found(store) == []


@pytest.mark.parametrize(
    ("quotes", "issue"),
    [
        ([price("usd_credit", "9000", "VND")], ("fx_missing", "VND", 1)),
        (
            [price("mtok_input", "1", model="gpt-99"), price("mtok_output", "5", model="gpt-99")],
            ("rate_missing", "gpt-99", 1),
        ),
        ([price("mtok_input", "1", model="claude-opus-5.5")], ("rate_missing", "claude-opus-5.5", 1)),
    ],
    ids=["no exchange rate", "no price known", "no price on the day"],
)
def test_a_missing_rate_is_an_issue_once_for_all_listings(
    store: Store, quotes: list[Quote], issue: tuple[str, str, int]
) -> None:
    show(store, asking(*quotes), asking(*quotes, key="group:max"), asking(price("percent", "7"), key="group:x"))
    assert found(store) == [(*issue[:2], 2)]


@pytest.mark.parametrize(
    "quotes",
    [
        [price("request", "1", model="claude-opus-4.6")],
        [price("multiplier", "0.3")],
        [price("mtok_input", "1", model="claude")],
    ],
    ids=["per call", "multiplier alone", "model version not said"],
)
def test_what_no_rate_could_mend_is_no_issue(store: Store, quotes: list[Quote]) -> None:
    show(store, asking(*quotes))
    assert found(store) == []


def test_a_stale_exchange_rate_is_an_issue_on_its_day_and_not_before(store: Store) -> None:
    show(store, asking(price("usd_credit", "1", "CNY")))
    assert found(store, date(2026, 11, 6)) == []
    assert found(store, date(2026, 11, 7)) == [("fx_missing", "CNY", 1)]


def test_a_listing_that_is_gone_raises_none(store: Store) -> None:
    show(store, asking(price("usd_credit", "9000", "VND")), asking(price("percent", "7"), key="group:max"))
    show(store, asking(price("percent", "7"), key="group:max"), at=1)
    assert found(store) == []


@pytest.mark.parametrize(
    ("n", "last", "frozen_now"), [(FROZEN, "7.1", True), (FROZEN - 1, "7.1", False), (9, "7.2", False)]
)
def test_a_rate_that_repeats_itself_is_frozen(n: int, last: str, frozen_now: bool) -> None:
    values = [Decimal("7.3"), *[Decimal("7.1")] * (n - 1), Decimal(last)]
    days = tuple(MAY + timedelta(days=number) for number in range(len(values)))
    series = Series(days, tuple(values), "x", timedelta(days=7))
    assert [each.subject for each in frozen({"CNY": series}, days[-1])] == (["CNY"] if frozen_now else [])


def test_no_exchange_rate_that_comes_with_the_program_is_frozen(store: Store) -> None:
    rates = rates_of(store)
    for number in range(0, 700, 30):
        assert [*frozen(rates.series, date(2024, 11, 1) + timedelta(days=number))] == []


def test_a_held_price_is_an_issue_until_it_is_settled(store: Store) -> None:
    alone = Stated("litellm", "anthropic", "claude-opus-4-6", Decimal(4), Decimal(20))
    rate_book.learn(store, Page(stated=(alone,)), MAY, day(0))
    (issue,) = issues(store, rates_of(store), MAY)
    assert (issue.kind, issue.detail) == ("rate_held", "claude-opus-4-6: the book has 5/25, litellm says 4/20")
    rate_book.learn(store, Page(stated=(replace(alone, feed="genai-prices"),)), MAY, day(1))
    assert found(store) == []


def test_pages_and_phrases_not_read_are_issues_until_a_better_reader_comes(store: Store) -> None:
    observe(store, day(0), PageError("no table of prices"), b"broken")
    observe(store, day(1), Page(unread=("tier C3", "tier C4")), b"tiers")
    observe(store, day(2), Page(unread=("tier C3",)), b"more tiers")
    assert found(store) == [
        ("page_failed", "no table of prices", 1),
        ("unread", "tier C3", 2),
        ("unread", "tier C4", 1),
    ]
    observe(store, day(0), Page(), b"broken", version="2", learned_at=day(5))
    observe(store, day(1), Page(), b"tiers", version="2", learned_at=day(5))
    assert found(store) == [("unread", "tier C3", 1)]


def test_a_page_that_was_suddenly_empty_is_an_issue(store: Store) -> None:
    show(store, asking(price("percent", "7")))
    show(store, at=1)
    assert found(store) == [("page_empty", "nova", 1)]


def test_a_correction_lapses_with_the_words_it_was_made_for(store: Store) -> None:
    show(store, asking(price("percent", "7")))
    digest = spans(store)[-1].digest
    correct(store, digest, listings(store, {digest})[digest], {"access": "mirror"}, "L. Wen", "seen", day(0.5))
    assert found(store) == []
    show(store, asking(price("percent", "9"), text="other words"), at=1)
    ((kind, _, n),) = found(store, MAY + timedelta(days=1))
    assert (kind, n) == ("correction_lapsed", 1)


def test_every_issue_says_how_to_mend_it() -> None:
    rows = table([Issue(kind, "x", 1, MAY, "why") for kind in KINDS])
    assert rows.schema == COLUMNS
    assert all(row["mend"] for row in rows.to_pylist())
