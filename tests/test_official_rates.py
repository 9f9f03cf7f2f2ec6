"""Feeds of official prices: their shapes, what two of three agree on, what is held, an update over a real server."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.conduct import Conductor
from commands.init import make
from commands.observatory import find
from commands.rates import price_rows, refresh
from parsers.reading import read
from parsers.records import BadInput, Page, PageError, Snapshot, Stated
from publishing.trends import trend_of
from spiders.visit import Visit
from storage import rate_book, rate_review
from storage.official_tables import embedded
from storage.rate_book import Learned, rates_of
from storage.rates import Listed
from storage.store import Store, open_store
from storage.votes import agreed, followed, held_back, news, without
from tests import feeds
from tests.loopback import Answer, Web, serve
from tests.markets import Market
from tests.markets import listing as market_listing
from tests.markets import quote as market_quote

DAY = date(2026, 11, 25)
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
OPUS, HAIKU, OUR_OPUS = "claude-opus-5-5", "claude-haiku-5-5", "claude-opus-5.5"
LISTS = {OPUS: (4.0, 20.0), HAIKU: (0.1, 0.5)}
CUT = {OPUS: (3.0, 15.0), HAIKU: (0.1, 0.5)}


def answered(body: bytes, url: str = "http://feeds.example/x.json") -> Page:
    """What a feed's answer is read as."""
    return read(Snapshot("official-rates", "official_rates", url, NOON, 200, "application/json", body))


SHAPES = {
    "genai-prices": (feeds.genai(LISTS), None, "by then"),
    "model-prices": (feeds.model_prices(LISTS), date(2026, 11, 1), "documented"),
    "litellm": (feeds.litellm(LISTS), None, "by then"),
}


@pytest.mark.parametrize("feed", SHAPES)
def test_a_feed_states_the_base_price_per_million(feed: str) -> None:
    body, start, basis = SHAPES[feed]
    first, second = answered(body).stated
    assert (first.feed, first.provider, first.official_id) == (feed, "anthropic", OPUS)
    assert (f"{first.input}/{first.output}", first.valid_from, first.basis) == ("4/20", start, basis)
    assert (str(second.input), str(second.output)) == ("0.1", "0.5")


def test_a_scheduled_price_is_stated_beside_the_one_in_force() -> None:
    now, later = answered(feeds.genai({OPUS: (4, 20)}, {OPUS: ("2026-12-01", (8, 40))})).stated
    assert (now.valid_from, str(now.input)) == (None, "4")
    assert (later.valid_from, str(later.input), later.basis) == (date(2026, 12, 1), "8", "genai-prices start_date")
    (begun,) = answered(feeds.genai({OPUS: (4, 20)}, {OPUS: ("2026-11-20", (8, 40))})).stated
    assert (begun.valid_from, str(begun.input)) == (date(2026, 11, 20), "8")


def test_prices_of_some_hours_and_models_without_both_sides_are_left_out() -> None:
    peak = {"constraint": {"start_time": "01:00:00Z", "end_time": "04:00:00Z"}, "prices": {"input_mtok": 9}}
    usual = {"prices": {"input_mtok": 1, "output_mtok": 2}}
    models = [{"id": "deepseek-x", "prices": [usual, peak]}, {"id": "embedder", "prices": {"input_mtok": 1}}]
    page = answered(json.dumps([{"id": "deepseek", "models": models}]).encode())
    assert [(each.official_id, str(each.input)) for each in page.stated] == [("deepseek-x", "1")]
    assert page.unread == ("genai-prices: deepseek/embedder",)


def test_the_latest_snapshot_of_model_prices_is_asked_for_by_its_digest() -> None:
    name = "ab" * 32
    latest = json.dumps({"sha256": name, "published_at": "2026-11-24T17:48:30Z"}).encode()
    (ask,) = answered(latest, "http://feeds.example/v1/latest.json").asks
    assert ask.url == f"http://feeds.example/v1/{name}.json"
    with pytest.raises(PageError, match="which is not its name"):
        answered(feeds.model_prices(LISTS), ask.url)


@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b"[]", b'{"a": 1}', b"[1]", b"PK\x03\x04 no archive"])
def test_anything_else_is_no_feed(body: bytes) -> None:
    if body == b"[]":
        assert answered(body) == Page()
        return
    with pytest.raises(PageError):
        answered(body)


def test_exchange_rates_are_units_for_one_dollar_and_never_of_a_later_day() -> None:
    days = {
        "2026-11-24": {"USD": "1.10", "CNY": "7.26", "RUB": "N/A"},
        "2026-11-26": {"USD": "1.20", "CNY": "9.99", "RUB": "N/A"},
        "2020-01-02": {"USD": "1.30", "CNY": "9.99", "RUB": "70"},
    }
    euro, yuan = answered(feeds.ecb(days)).fx
    assert (yuan.currency, yuan.date, yuan.value) == ("CNY", date(2026, 11, 24), Decimal("7.26") / Decimal("1.10"))
    assert euro.value == 1 / Decimal("1.10")
    (rouble,) = answered(feeds.frankfurter(("2026-11-24", "RUB", 80.5))).fx
    assert (rouble.currency, rouble.value, rouble.source) == ("RUB", Decimal("80.5"), "Frankfurter")
    with pytest.raises(PageError, match="ask for base=usd"):
        answered(json.dumps([{"date": "2026-11-24", "base": "EUR", "quote": "RUB", "rate": 90}]).encode())


def said(feed: str, input: str, start: date | None = None, basis: str = "by then") -> Stated:
    return Stated(feed, "anthropic", OPUS, Decimal(input), Decimal(input) * 5, valid_from=start, basis=basis)


def listed(input: str, start: date | None, end: date | None = None) -> Listed:
    prices = {"input": Decimal(input), "output": Decimal(input) * 5}
    return Listed(OPUS, "USD", prices, start, end, "documented", "x", None)


SEPTEMBER, NOVEMBER, DECEMBER = date(2026, 9, 22), date(2026, 11, 1), date(2026, 12, 1)
BOOK = (listed("4", SEPTEMBER),)
VOTES = {
    "all as in the book": (BOOK, [said("a", "4"), said("b", "4"), said("c", "4")], [], 0),
    "two against one": (BOOK, [said("a", "3"), said("b", "3"), said("c", "4")], [(DAY, "3")], 0),
    "one against two": (BOOK, [said("a", "3"), said("b", "4"), said("c", "4")], [], 0),
    "one alone": (BOOK, [said("a", "3")], [], 1),
    "three opinions": (BOOK, [said("a", "3"), said("b", "2"), said("c", "1")], [], 3),
    "one feed twice is one voice": (BOOK, [said("a", "3"), said("a", "3")], [], 2),
    "the best date counts": (
        BOOK,
        [said("a", "3", date(2026, 11, 9), "first observed"), said("b", "3", NOVEMBER, "documented")],
        [(NOVEMBER, "3")],
        0,
    ),
    "a date before the book's own is none": (BOOK, [said("a", "3", date(2026, 1, 1)), said("b", "3")], [(DAY, "3")], 0),
    "scheduled by two": (
        BOOK,
        [said("a", "4"), said("b", "4"), said("a", "8", DECEMBER), said("b", "8", DECEMBER)],
        [(DECEMBER, "8")],
        0,
    ),
    "scheduled by one": (BOOK, [said("a", "4"), said("b", "4"), said("a", "8", DECEMBER)], [], 0),
    "a promotion that goes on": (
        (listed("4", SEPTEMBER, NOVEMBER),),
        [said("a", "4", SEPTEMBER), said("b", "4")],
        [(NOVEMBER, "4")],
        0,
    ),
    "a new model": ((), [said("a", "4"), said("b", "4", NOVEMBER, "documented")], [(NOVEMBER, "4")], 0),
    "a model that one feed alone knows": ((), [said("a", "4")], [], 0),
}


@pytest.mark.parametrize("name", VOTES)
def test_two_of_three_decide(name: str) -> None:
    book, statements, rows, held = VOTES[name]
    assert [(row.valid_from, str(row.prices["input"])) for row in news(book, statements, DAY)] == rows
    assert len(held_back(book, statements, DAY)) == held


def test_a_list_in_yuan_is_no_feeds_to_judge() -> None:
    yuan = Listed("GLM-5.3", "CNY", {"input": Decimal(8), "output": Decimal(28)}, None, None, "", "x", None)
    assert news((yuan,), [said("a", "1"), said("b", "1")], DAY) == []


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
ROWS = st.lists(st.tuples(st.integers(1, 9).map(str), DAYS | st.none()), max_size=6)


@given(ROWS, DAYS)
def test_a_list_that_grew_has_one_price_a_day_and_the_last_word_on_each_start(
    rows: list[tuple[str, date | None]], day: date
) -> None:
    book: tuple[Listed, ...] = ()
    for price, start in rows:
        book = followed(book, listed(price, start))
    holding = [row for row in book if row.holds(day)]
    begun = {start or date.min: price for price, start in rows if (start or date.min) <= day}
    assert [str(row.prices["input"]) for row in holding] == ([begun[max(begun)]] if begun else [])


@given(ROWS, DAYS, DAYS)
def test_a_price_that_was_cancelled_never_was(rows: list[tuple[str, date | None]], start: date, day: date) -> None:
    book: tuple[Listed, ...] = ()
    for price, begins in rows:
        book = followed(book, listed(price, begins))
    if start in {row.valid_from for row in book}:
        return
    after = without(followed(book, listed("77", start)), start)
    assert [row for row in after if row.holds(day)] == [row for row in book if row.holds(day)] or after == book


def taught(store: Store, stated: Mapping[str, bytes], at: datetime = NOON) -> list[Learned]:
    return [rate_book.learn(store, answered(body), at.date(), at) for body in stated.values()]


def price(store: Store, id: str = "claude-opus-5.5", day: date = DAY, known: datetime | None = None) -> str | None:
    rate = rates_of(store, known).official(id, day)
    return f"{rate.input}/{rate.output}" if rate else None


def test_the_second_feed_that_agrees_settles_it_and_the_past_stays(store: Store) -> None:
    taught(store, {"litellm": feeds.litellm(CUT)})
    assert price(store) == "4/20"
    assert [str(each) for each in rate_review.held(store, DAY)] == [
        "claude-opus-5-5: the book has 4/20, litellm says 3/15"
    ]
    later = NOON + timedelta(hours=1)
    (learned,) = taught(store, {"model-prices": feeds.model_prices(CUT)}, later)
    assert [row.official_id for row in learned.accepted] == [OPUS]
    assert (price(store), price(store, known=NOON), price(store, day=date(2026, 10, 31))) == ("3/15", "4/20", "4/20")
    assert rate_review.held(store, DAY) == []
    assert taught(store, {"model-prices": feeds.model_prices(CUT)}, later + timedelta(days=1)) == [Learned(0, (), 0)]


def test_an_older_answer_teaches_nothing(store: Store) -> None:
    taught(store, {"litellm": feeds.litellm(LISTS)})
    (old,) = taught(store, {"litellm": feeds.litellm(CUT)}, NOON - timedelta(days=3))
    assert old.stated == 0


def test_a_new_model_that_two_feeds_know_has_a_price_under_its_own_name(store: Store) -> None:
    new = {"claude-opus-6-2": (7.0, 35.0)}
    taught(store, {"litellm": feeds.litellm(new), "genai-prices": feeds.genai(new)})
    assert price(store, "claude-opus-6.2") == "7/35"
    assert embedded().official("claude-opus-6.2", DAY) is None
    assert [row["basis"] for row in price_rows(rates_of(store), "claude-opus-6.2", None, DAY)] == ["first observed"]


def test_a_person_accepts_refuses_and_cancels(store: Store) -> None:
    taught(store, {"litellm": feeds.litellm(CUT)})
    with pytest.raises(BadInput, match="needs --by"):
        rate_review.answer(store, OPUS, "litellm", DAY, "", "x", NOON, accept=True)
    with pytest.raises(BadInput, match="nothing that 'genai-prices' states"):
        rate_review.answer(store, OPUS, "genai-prices", DAY, "L", "x", NOON, accept=True)
    rate_review.answer(store, OPUS, "litellm", DAY, "L", "a misprint", NOON, accept=False)
    assert (rate_review.held(store, DAY), price(store)) == ([], "4/20")
    taught(store, {"genai-prices": feeds.genai({HAIKU: (0.2, 1.0)})})
    rate_review.answer(store, HAIKU, "genai-prices", DAY, "L", "on the page", NOON, accept=True)
    assert price(store, "claude-haiku-5.5") == "0.2/1"
    assert price(store, "gemini-4-argon", date(2026, 12, 1)) == "4/20"
    rate_review.cancel(store, "gemini-4-argon", date(2026, 12, 1), "L", "withdrawn", NOON + timedelta(hours=1))
    assert price(store, "gemini-4-argon", date(2026, 12, 1)) == "2/10"
    assert price(store, "gemini-4-argon", date(2026, 12, 1), NOON) == "4/20"
    with pytest.raises(BadInput, match="no price of 'gemini-4-argon' begins on 2026-12-01"):
        rate_review.cancel(store, "gemini-4-argon", date(2026, 12, 1), "L", "again", NOON + timedelta(hours=2))


def test_a_scheduled_price_that_was_cancelled_changes_no_figure(store: Store) -> None:
    sides = market_quote("mtok_input", "1", "CNY", OUR_OPUS), market_quote("mtok_output", "5", "CNY", OUR_OPUS)
    offer = market_listing(*sides)
    market = Market().add("a", offer, date(2026, 10, 1), date(2026, 10, 30))
    days = date(2026, 10, 1), date(2026, 10, 30)

    def figures(known: datetime | None = None) -> list[dict[str, object]]:
        found = trend_of(market.observations(*days, rates=rates_of(store, known)), by="day")
        return list(found.to_pylist())

    before = figures()
    start, doubled = date(2026, 10, 15), {OPUS: ("2026-10-15", (8.0, 40.0))}
    stated = early(feeds.genai({OPUS: (4.0, 20.0)}, doubled)).stated
    both = [replace(each, feed=feed) for feed in ("genai-prices", "litellm") for each in stated]
    rate_book.learn(store, Page(stated=tuple(both)), EARLY.date(), EARLY)
    assert figures() != before
    rate_review.cancel(store, OPUS, start, "L", "withdrawn before its day", EARLY + timedelta(days=1))
    assert figures() == before
    assert figures(EARLY) != before


EARLY = datetime(2026, 10, 2, 12, tzinfo=UTC)


def early(body: bytes) -> Page:
    """A feed's answer of the second of October."""
    return read(
        Snapshot("official-rates", "official_rates", "http://feeds.example/x", EARLY, 200, "application/json", body)
    )


def test_exchange_rates_grow_and_each_keeps_its_bound(store: Store) -> None:
    page = answered(feeds.ecb({"2026-11-23": {"USD": "1.10", "CNY": "7.15"}, "2026-10-30": {"USD": "1", "CNY": "1"}}))
    assert rate_book.learn(store, page, DAY, NOON).fx == 2
    assert rate_book.learn(store, page, DAY, NOON + timedelta(hours=1)).fx == 0
    rates = rates_of(store)
    for day, value in (("2026-11-25", "6.500"), ("2026-11-30", "6.500"), ("2026-10-30", "6.653")):
        fx = rates.fx("CNY", date.fromisoformat(day))
        assert fx and f"{fx.value:.3f}" == value
    assert rates.fx("CNY", date(2026, 12, 1)) is None
    assert rates_of(store, NOON - timedelta(hours=1)).fx("CNY", DAY) is None
    roubles = answered(feeds.frankfurter(("2026-11-20", "RUB", 80.5)))
    rate_book.learn(store, roubles, DAY, NOON)
    daily, monthly = rates_of(store).fx("RUB", date(2026, 11, 27)), rates_of(store).fx("RUB", date(2026, 11, 12))
    assert daily and monthly
    assert (daily.source, monthly.source) == ("Frankfurter", "fawazahmed0/currency-api")
    assert rates_of(store).fx("RUB", date(2026, 11, 28)) is None


@given(DAYS)
def test_no_rate_that_was_learned_is_used_before_its_day(day: date) -> None:
    days = {DAY - timedelta(days=2): (Decimal("6.5"), "x"), DAY: (Decimal("6.6"), "x")}
    series = rate_book.longer(embedded().series["CNY"], days)
    found = series.last(day)
    assert found is None or found.date <= day


@pytest.fixture
def web() -> Iterator[Web]:
    with serve() as web:
        yield web


def asked(web: Web, home: Path, stated: Mapping[str, bytes], at: datetime) -> tuple[Visit, list[str], int]:
    """One `undercut rates update` against the served feeds."""
    for url, body in feeds.answers(stated):
        web.put(url, Answer(body))
    observatory = find(home)
    with open_store(observatory.home) as store:
        conductor = Conductor(store, clock=lambda: at)
        visit, rows, fx = refresh(observatory, conductor, web.grants(feeds.HOST))
        return visit, [f"{row.official_id} {row.input}/{row.output} {row.by}" for row in rows], fx


def test_an_update_asks_every_feed_and_keeps_what_it_answers(web: Web, tmp_path: Path) -> None:
    home = tmp_path / "market"
    make(home, "someone@example.org")
    (home / "sources" / "official-rates.toml").write_text(feeds.SOURCE, "utf-8")
    money = {
        "ecb": feeds.ecb({"2026-11-24": {"USD": "1.10", "CNY": "7.26"}}),
        "frankfurter": feeds.frankfurter(("2026-11-24", "RUB", 80.5), ("2026-11-24", "TWD", 31.5)),
    }
    same = {"genai-prices": feeds.genai(LISTS), "model-prices": feeds.model_prices(LISTS)}
    visit, rows, fx = asked(web, home, {**same, "litellm": feeds.litellm(LISTS), **money}, NOON)
    assert (visit.outcome, visit.pages, rows, fx) == ("complete", 6, [], 4)
    cut = {"genai-prices": feeds.genai(CUT), "litellm": feeds.litellm(CUT)}
    visit, rows, fx = asked(web, home, cut, NOON + timedelta(days=1))
    assert (rows, fx) == ([f"{OPUS} 3/15 genai-prices, litellm"], 0)
    with open_store(home) as store:
        assert price(store) == "4/20"
        assert price(store, day=DAY + timedelta(days=1)) == "3/15"
        assert price(store, day=DAY + timedelta(days=1), known=NOON) == "4/20"


def test_a_feed_that_fails_leaves_what_was_known(web: Web, tmp_path: Path) -> None:
    home = tmp_path / "market"
    make(home, "someone@example.org")
    (home / "sources" / "official-rates.toml").write_text(feeds.SOURCE, "utf-8")
    visit, rows, fx = asked(web, home, {"litellm": feeds.litellm(CUT), "genai-prices": b"<html>busy</html>"}, NOON)
    assert (visit.outcome, rows, fx) == ("partial", [], 0)
    with open_store(home) as store:
        assert price(store) == "4/20"


def test_the_packaged_feeds_can_be_asked(tmp_path: Path) -> None:
    make(tmp_path / "market")
    from commands.rates import source_of

    source = source_of(find(tmp_path / "market"))
    assert (source.id, source.platform, len(source.start)) == ("official-rates", "official_rates", 5)


def test_agreement_takes_the_cache_price_from_whoever_states_it() -> None:
    with_cache = Stated("b", "anthropic", OPUS, Decimal(3), Decimal(15), Decimal("0.3"))
    found = agreed([said("a", "3"), with_cache])
    assert found and (found.feed, found.cache_read) == ("a, b", Decimal("0.3"))
