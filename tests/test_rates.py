"""Official prices and exchange rates: the right row for the day, nothing from the future, nothing stale, never 0."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab import official
from lab.market import Market
from parsers.records import BadInput
from parsers.text.models import mentions
from parsers.text.script import fold
from parsers.text.vocabulary import PACKAGED
from storage import official_tables as tables
from storage.official_tables import OFFICIAL, embedded
from storage.rates import Rates, Tier

RATES = embedded()
CHINA = "zhipuai"
LISTS = tables.embedded_tables().lists
DAYS = st.dates(date(2023, 6, 1), date(2027, 6, 1))


@pytest.mark.parametrize(
    ("id", "variant", "day", "prices"),
    [
        ("claude-opus-4.6", None, "2026-10-16", (5, 25)),
        ("claude-opus-4.6", "thinking", "2026-10-16", (5, 25)),
        ("claude-opus-4.6", "20260205-thinking", "2026-10-16", (5, 25)),
        ("claude-opus-5.5", None, "2026-09-22", (4, 20)),
        ("gemini-3.1-pro", None, "2026-10-16", (2, 12)),
        ("gpt-5.3-codex", "xhigh", "2026-10-16", ("1.75", 14)),
        ("gpt-4o", None, "2026-01-01", ("2.5", 10)),
        ("gpt-4o", "2024-05-13", "2026-01-01", (5, 15)),
        ("gpt-4o", "20240513", "2026-01-01", (5, 15)),
        ("gpt-4o", None, "2024-06-01", (5, 15)),
        ("gemini-2.5-flash", "preview-05-20", "2025-06-12", ("0.15", "0.6")),
        ("o3", None, "2025-06-09", (10, 40)),
        ("o3", None, "2025-06-10", (2, 8)),
        ("grok-4", "fast", "2026-01-01", ("0.2", "0.5")),
        ("deepseek-r1", None, "2025-07-01", ("0.55", "2.19")),
        ("deepseek-v4-pro", None, "2026-08-16", ("0.66", "1.98")),
        ("deepseek-v4-pro", "peak", "2026-08-17", ("1.32", "3.96")),
        ("claude-sonnet-5", None, "2026-09-02", (2, 10)),
        ("gemini-4-argon", None, "2026-11-30", (2, 10)),
        ("gemini-4-argon", None, "2026-12-01", (4, 20)),
    ],
)
def test_token_price_of_the_day(id: str, variant: str | None, day: str, prices: tuple[object, object]) -> None:
    rate = RATES.official(id, date.fromisoformat(day), variant)
    assert rate and (rate.input, rate.output) == tuple(Decimal(str(price)) for price in prices)


@pytest.mark.parametrize(
    ("id", "variant", "day", "month"),
    [
        ("claude-max-20x", None, "2025-05-01", "200"),
        ("claude-max-20x", None, "2026-11-10", "200"),
        ("claude-team", None, "2026-06-15", "30"),
        ("claude-team", None, "2026-06-16", "25"),
        ("chatgpt-plus", None, "2026-10-16", "20"),
        ("chatgpt-team", None, "2026-05-01", "25"),
        ("chatgpt-pro", None, "2026-10-16", "200"),
        ("chatgpt-pro", "5x", "2026-10-16", "100"),
        ("gemini-ultra", None, "2026-05-18", "249.99"),
        ("gemini-ultra", None, "2026-05-19", "199.99"),
        ("windsurf-pro", None, "2026-01-01", "15"),
    ],
)
def test_plan_price_of_the_day(id: str, variant: str | None, day: str, month: str) -> None:
    rate = RATES.official(id, date.fromisoformat(day), variant)
    assert rate and rate.month == Decimal(month)


def test_a_list_in_another_currency_is_converted_at_the_day() -> None:
    rate = RATES.official("kimi-moderato", date(2026, 10, 16))
    assert RATES.why_not("kimi-moderato", date(2026, 10, 16)) == ""
    assert rate and rate.month == 99 / RATES.series["CNY"].values[RATES.series["CNY"].days.index(date(2026, 10, 16))]


@pytest.mark.parametrize(
    ("id", "currency", "day", "list", "prices"),
    [
        ("glm-5.3", "CNY", "2026-10-16", "CNY", ("8", "28")),
        ("glm-5.3", "USD", "2026-10-16", "USD", ("1.4", "4.4")),
        ("glm-5.3", "EUR", "2026-10-16", "USD", ("1.4", "4.4")),
        ("deepseek-v4-pro", "CNY", "2026-10-16", "CNY", ("4.5", "13.5")),
        ("deepseek-v4-pro", "CNY", "2026-06-01", "CNY", ("3", "6")),
        ("kimi-k2.6", "CNY", "2026-10-16", "CNY", ("6.5", "27")),
        ("minimax-m2.7", "CNY", "2026-10-16", "CNY", ("2.1", "8.4")),
        ("qwen-3.6-plus", "CNY", "2026-10-16", "CNY", ("2", "12")),
        ("qwen-3.8-max", "CNY", "2026-10-16", "USD", ("2", "6")),
        ("glm-4-plus", "USD", "2026-10-16", "CNY", ("5", "5")),
        ("claude-opus-4.6", "CNY", "2026-10-16", "USD", ("5", "25")),
    ],
)
def test_the_list_in_the_currency_of_the_price_counts(
    id: str, currency: str, day: str, list: str, prices: tuple[str, str]
) -> None:
    row = RATES.held(id, date.fromisoformat(day), currency=currency)
    assert row and (row.currency, f"{row.prices['input']}", f"{row.prices['output']}") == (list, *prices)
    rate = RATES.official(id, date.fromisoformat(day), currency=currency)
    fx = RATES.fx(list, date.fromisoformat(day))
    assert rate and fx and (rate.currency, rate.input) == (list, Decimal(prices[0]) / fx.value)


@pytest.mark.parametrize(
    ("id", "day", "currency", "tier"),
    [
        ("gpt-5.4", "2026-10-16", "USD", (272000, "5", "22.5")),
        ("qwen-3-max", "2026-10-16", "CNY", (32000, "4", "16")),
        ("claude-sonnet-4.6", "2026-10-16", "USD", None),
    ],
)
def test_the_base_tier_is_the_price_and_the_next_one_is_kept(
    id: str, day: str, currency: str, tier: tuple[int, str, str] | None
) -> None:
    row = RATES.held(id, date.fromisoformat(day), currency=currency)
    assert row and row.tier == (Tier(tier[0], *map(Decimal, tier[1:])) if tier else None)


def test_a_list_for_china_is_near_the_international_one() -> None:
    """Five to eight yuan for a dollar; those of Alibaba and Zhipu, whose first tiers are short, are cheaper."""
    for _, row in tables.rows(OFFICIAL / "china.csv"):
        name = row["official_id"].lower()
        held = [theirs for (_, id), rows in LISTS.items() for theirs in rows if id.lower() == name]
        start = date.fromisoformat(row["valid_from"] or "2026-10-01")
        usd = next((each for each in held if each.currency == "USD" and each.holds(start)), None)
        if usd and usd.basis != "by then" and row["provider"] not in {"alibaba-cn", CHINA}:
            ratio = Decimal(row["input"]) / usd.prices["input"]
            assert 5 <= ratio <= 8, row


@pytest.mark.parametrize(
    ("id", "variant", "day", "reason"),
    [
        ("claude", None, "2026-10-16", "model version not said"),
        ("claude-opus", None, "2026-10-16", "model version not said"),
        ("claude-max", None, "2026-10-16", "plan size not said"),
        ("claude-opus-4.6", "fast", "2026-10-16", "no official price known for the variant"),
        ("claude-opus-4.6", None, "2026-02-04", "no official price known on the day"),
        ("gpt-5.6-sol", None, "2026-11-22", "no official price known on the day"),
        ("deepseek-r1", None, "2026-01-01", "no official price known on the day"),
        ("gpt-9", None, "2026-10-16", "no official price known"),
        ("chatgpt-free", None, "2026-10-16", "the plan is free"),
        ("midjourney", None, "2026-10-16", "priced per picture, clip or song, not per token"),
        ("kimi-moderato", None, "2026-11-20", "exchange rate for CNY is older than 7 days"),
        ("", None, "2026-10-16", "model not said"),
    ],
)
def test_a_missing_price_has_a_reason(id: str, variant: str | None, day: str, reason: str) -> None:
    moment = date.fromisoformat(day)
    assert RATES.official(id, moment, variant) is None
    assert RATES.why_not(id, moment, variant) == reason


@pytest.mark.parametrize(
    ("currency", "day", "published", "value"),
    [
        ("CNY", "2026-10-16", "2026-10-16", "6.686"),
        ("CNY", "2025-01-18", "2025-01-17", "7.329"),
        ("CNY", "2026-11-06", "2026-10-30", "6.653"),
        ("EUR", "2026-10-30", "2026-10-30", "0.895"),
        ("RUB", "2025-02-11", "2025-01-15", "102.665"),
        ("USDT", "2026-11-13", "2026-09-29", "1.001"),
        ("USD", "2020-01-01", "2020-01-01", "1.000"),
    ],
)
def test_exchange_rate_is_the_last_published(currency: str, day: str, published: str, value: str) -> None:
    fx = RATES.fx(currency, date.fromisoformat(day))
    assert fx and fx.date == date.fromisoformat(published)
    assert fx.value.quantize(Decimal("0.001")) == Decimal(value)


@pytest.mark.parametrize(
    ("currency", "day", "reason"),
    [
        ("CNY", "2026-11-07", "exchange rate for CNY is older than 7 days"),
        ("USDT", "2026-11-14", "exchange rate for USDT is older than 45 days"),
        ("RUB", "2024-12-31", "no exchange rate known for RUB"),
        ("VND", "2026-10-16", "no exchange rate known for VND"),
        (None, "2026-10-16", "currency not said"),
    ],
)
def test_a_stale_or_unknown_exchange_rate_is_none(currency: str | None, day: str, reason: str) -> None:
    assert RATES.fx(currency or "", date.fromisoformat(day)) is None
    assert RATES.why_no_fx(currency, date.fromisoformat(day)) == reason


@given(st.sampled_from(sorted(RATES.listed)), DAYS)
def test_no_rate_is_dated_after_its_day_and_none_is_negative(key: tuple[str, str], day: date) -> None:
    rate = RATES.official(key[0], day, key[1])
    if rate is None:
        assert RATES.why_not(key[0], day, key[1])
        return
    assert (rate.valid_from or day) <= day
    assert rate.valid_to is None or day < rate.valid_to
    assert min(p for p in (rate.input, rate.output, rate.month) if p is not None) >= 0


@given(st.sampled_from(sorted(RATES.series)), DAYS)
def test_no_exchange_rate_is_dated_after_its_day(currency: str, day: date) -> None:
    fx = RATES.fx(currency, day)
    assert fx is None or (fx.date <= day <= fx.date + timedelta(days=45) and fx.value > 0)


def test_intervals_of_one_official_price_do_not_overlap() -> None:
    spans = defaultdict(list)
    for name in ("models.csv", "china.csv", "plans.csv"):
        for _, row in tables.rows(OFFICIAL / name):
            key = row["provider"], row["official_id"], row.get("region", ""), row.get("billing", "")
            spans[key].append((row["valid_from"], row["valid_to"] or "9999"))
    for pairs in spans.values():
        ordered = sorted(pairs)
        assert all(end <= start for (_, end), (start, _) in pairwise(ordered)), ordered


def test_every_row_names_its_source_and_every_reason_has_no_price() -> None:
    for name in ("models.csv", "china.csv", "plans.csv"):
        assert not [place for place, row in tables.rows(OFFICIAL / name) if not row["source"]]
    assert not set(RATES.reasons) & {id for id, variant in RATES.listed if not variant}


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("models.csv", ",5,25,", ",five,25,", "models.csv:"),
        ("plans.csv", "2025-04-09", "2025-13-09", "plans.csv:4: '2025-13-09' is not a date; write YYYY-MM-DD"),
        ("crosswalk.csv", "claude-opus-4-6,", "claude-opus-4-99,", "add it there first"),
    ],
)
def test_a_bad_table_is_refused_with_its_place(tmp_path: Path, name: str, old: str, new: str, message: str) -> None:
    for source in OFFICIAL.glob("*.csv"):
        text = source.read_text("utf-8")
        (tmp_path / source.name).write_text(text.replace(old, new, 1) if source.name == name else text, "utf-8")
    with pytest.raises(BadInput, match=message):
        tables.load(tmp_path)


@pytest.mark.parametrize(
    ("name", "prices"),
    [
        ("claude-opus-4-5-20251101", "5 25"),
        ("claude-opus-4-6-thinking", "5 25"),
        ("claude-opus-4-6-fast", None),
        ("claude-3-5-haiku-20241022", "0.8 4"),
        ("anthropic/claude-sonnet-4.5", "3 15"),
        ("gpt-4o-2024-05-13", "5 15"),
        ("gpt-5-2025-08-07", "1.25 10"),
        ("gpt-5.3-codex-xhigh", "1.75 14"),
        ("gemini-2.5-flash-preview-05-20", "0.15 0.6"),
        ("gemini-3.1-pro-preview", "2 12"),
        ("grok-4-fast-non-reasoning", "0.2 0.5"),
        ("kimi-k2-thinking", "0.6 2.5"),
        ("kimi-k2.7-code-highspeed", "1.9 8"),
        ("qwen3-coder-plus-2025-09-23", "1 5"),
        ("deepseek-v4-flash-vision-exp", "0.15 0.6"),
        ("glm-5.3", "1.4 4.4"),
        ("MiniMax-M3", "0.3 1.2"),
    ],
)
def test_a_name_as_relays_list_it_finds_its_price(name: str, prices: str | None) -> None:
    (mention,) = (mention for mention in mentions(name, fold(name)) if not mention.implied)
    rate = RATES.official(mention.id, date(2026, 10, 16), mention.variant)
    assert (f"{rate.input} {rate.output}" if rate else None) == prices


@pytest.mark.parametrize("week", Market().weeks, ids=str)
def test_the_labs_own_table_of_prices_agrees(week: date) -> None:
    """Two tables, written apart from each other from public price pages, say the same."""
    for id, model in official.models().items():
        price, rate = model.price(week), RATES.official(id, week)
        assert (price and (price.input, price.output)) == (rate and (rate.input, rate.output)), id
    for id, month in official.plans().items():
        rate = RATES.official(id, week)
        assert rate and rate.month == month, id
    for currency in ("CNY", "HKD"):
        fx = RATES.fx(currency, week)
        assert fx and abs(fx.value / official.per_usd(currency, week) - 1) < Decimal("0.001")


@pytest.mark.shared
def test_the_figures_are_those_of_the_reference_material(shared: Path) -> None:
    with (shared / "rates" / "official_models.csv").open(encoding="utf-8") as file:
        theirs = [row for row in csv.DictReader(file) if row["provider"] != CHINA]
    ours = [row for _, row in tables.rows(OFFICIAL / "models.csv")]
    assert [row["model_id"] for row in theirs] == [row["official_id"] for row in ours]
    for mine, other in zip(ours, theirs, strict=True):
        assert [mine["input"], mine["output"]] == [other["input_usd_per_mtok"], other["output_usd_per_mtok"]]


@pytest.mark.shared
def test_a_list_for_china_is_that_of_the_feed_times_its_fixed_rate(shared: Path) -> None:
    """A feed states one maker's list in dollars at 7.25 yuan each, to a thousandth of a dollar."""
    with (shared / "rates" / "official_models.csv").open(encoding="utf-8") as file:
        theirs = {(row["model_id"], row["valid_to"]): row for row in csv.DictReader(file) if row["provider"] == CHINA}
    ours = [row for _, row in tables.rows(OFFICIAL / "china.csv") if row["source"].startswith("genai-prices")]
    assert len(ours) == len(theirs) == 16
    for mine in ours:
        other = theirs[mine["official_id"], mine["valid_to"]]
        for name in ("input", "output"):
            assert abs(Decimal(mine[name]) / Decimal("7.25") - Decimal(other[f"{name}_usd_per_mtok"])) <= Decimal(
                "0.0006"
            )


@pytest.mark.shared
def test_exchange_rates_are_those_of_the_reference_material(shared: Path) -> None:
    with (shared / "rates" / "fx_ecb_daily_2024on.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            fx = rate_of(RATES, "CNY", date.fromisoformat(row["date"]))
            assert abs(fx - Decimal(row["cny_per_usd"])) < Decimal("0.000001")


def rate_of(rates: Rates, currency: str, day: date) -> Decimal:
    fx = rates.fx(currency, day)
    assert fx and fx.date == day
    return fx.value


TWO_SIZES, ENDED = "claude-max", "claude-3-opus"


@pytest.mark.parametrize(("id", "asked"), PACKAGED.signs.list_prices.items(), ids=PACKAGED.signs.list_prices)
def test_the_words_know_what_a_vendor_asks(id: str, asked: frozenset[Decimal]) -> None:
    listed = RATES.held(id, date(2026, 11, 25))
    assert (listed is None) == (id in {TWO_SIZES, ENDED})
    wanted = (
        {price for name, price in listed.prices.items() if name in ("month", "input", "output")} if listed else set()
    )
    assert wanted <= asked
