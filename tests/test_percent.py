"""Percent of official: one example by hand for every way a price is stated, and the published cases."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.costs import terms
from parsers.percent import Figure, by_subject, percents
from parsers.records import Basis, Bound, Claim, Facts, Mention, Quote, Settlement, Span, Subject
from parsers.terms import AGENT, HEADLINE, MIDDLE, MIXES, Mix
from storage.official_tables import embedded
from storage.rates import Rates, Series

DAY = date(2026, 10, 16)
RATES = embedded()


def quote(
    basis: Basis,
    amount: str,
    currency: str | None = "CNY",
    model: str | None = None,
    *,
    bound: Bound = "exact",
    settlement: Settlement = "cash",
    conditions: tuple[str, ...] = (),
    subject: Subject = "everything",
    variant: str | None = None,
) -> Quote:
    return Quote(basis, Decimal(amount), Span(), currency, subject, model, None, variant, bound, settlement, conditions)


def discount(amount: str, model: str | None = None, bound: Bound = "exact", subject: Subject = "everything") -> Quote:
    return quote("percent", amount, None, model, bound=bound, subject=subject)


def times(amount: str, model: str | None = None) -> Quote:
    return quote("multiplier", amount, None, model)


def site(basis: Basis, amount: str, model: str = "claude-opus-4.6") -> Quote:
    return quote(basis, amount, "USD", model, settlement="credit")


def offer(*quotes: Quote, models: str = "", plans: str = "", claims: str = "") -> Facts:
    def named(ids: str) -> tuple[Mention, ...]:
        return tuple(Mention(id, id, Span()) for id in ids.split())

    said = tuple(Claim(code, Span()) for code in claims.split())
    return Facts(True, "", None, named(models), named(plans), quotes, said)


def at(fx: str, day: date = DAY) -> Rates:
    """The known rates with one exchange rate: what a worked example takes as given."""
    return replace(RATES, series={"CNY": Series((day,), (Decimal(fx),), "as given", timedelta(days=7))})


def values(figures: tuple[Figure, ...]) -> list[tuple[str, str | None]]:
    return [
        (figure.term.subject, None if figure.percent.value is None else f"{figure.percent.value:.2f}")
        for figure in figures
    ]


OPUS = "claude-opus-4.6"
PAIR = (quote("mtok_input", "7", model=OPUS), quote("mtok_output", "35", model=OPUS))
WORKED = {
    "1 CNY buys 1 USD of credit": (offer(quote("usd_credit", "1")), "6.686", [("unspecified", "14.96")]),
    "credit counts for every model named": (
        offer(quote("usd_credit", "1"), models="claude gpt-5.4"),
        "6.686",
        [("claude", "14.96"), ("gpt-5.4", "14.96")],
    ),
    "a model's own credit rate": (
        offer(quote("usd_credit", "2", model="claude"), quote("usd_credit", "0.5"), models="claude gpt"),
        "7",
        [("claude", "28.57"), ("gpt", "7.14")],
    ),
    "credit × multiplier of the model": (
        offer(quote("usd_credit", "1"), times("0.25", "gpt"), times("0.7", "claude"), models="gpt claude"),
        "6.9",
        [("gpt", "3.62"), ("claude", "10.14")],
    ),
    "a multiplier for everything": (offer(quote("usd_credit", "1"), times("0.3")), "6.9", [("unspecified", "4.35")]),
    "1.5x of a credit dollar can be dearer than official": (
        offer(quote("usd_credit", "7"), times("1.5")),
        "7",
        [("unspecified", "150.00")],
    ),
    "¥7 in, ¥35 out: 14 at 3:1 against 10 × 6.9": (offer(*PAIR), "6.9", [(OPUS, "20.29")]),
    "output alone, against output": (offer(quote("mtok_output", "35", model=OPUS)), "7", [(OPUS, "20.00")]),
    "input alone, against input": (offer(quote("mtok_input", "7", model=OPUS)), "7", [(OPUS, "20.00")]),
    "unlabelled tokens, in = out at the lab": (
        offer(quote("mtok", "0.05", "USD", "ministral-3b")),
        "7",
        [("ministral-3b", "50.00")],
    ),
    "site list at half price, credit at 1 CNY": (
        offer(quote("usd_credit", "1"), site("mtok_input", "2.5"), site("mtok_output", "12.5"), models=OPUS),
        "7",
        [(OPUS, "7.14")],
    ),
    "site list above official, credit at 1 CNY": (
        offer(quote("usd_credit", "1"), site("mtok_input", "17.5"), site("mtok_output", "87.5")),
        "7.2",
        [(OPUS, "48.61")],
    ),
    "2.5折 is 25 % as said": (offer(discount("25"), models="claude"), "7", [("claude", "25.00")]),
    "a discount for one line and another for the rest": (
        offer(discount("34", "claude"), discount("68"), models="gpt claude"),
        "7",
        [("claude", "34.00"), ("gpt", "68.00")],
    ),
    "a seat of ChatGPT Plus by the month": (
        offer(quote("month", "27", model="chatgpt-plus", subject="plan"), plans="chatgpt-plus"),
        "6.9",
        [("chatgpt-plus", "19.57")],
    ),
    "a day is a thirtieth of a month": (
        offer(quote("day", "2", "USD", "claude-pro", subject="plan")),
        "7",
        [("claude-pro", "300.00")],
    ),
    "a week": (offer(quote("week", "3.5", "USD"), plans="claude-pro"), "7", [("claude-pro", "75.00")]),
    "a quarter": (offer(quote("quarter", "30", "USD"), plans="claude-pro"), "7", [("claude-pro", "50.00")]),
    "half a year": (offer(quote("half_year", "60", "USD"), plans="claude-pro"), "7", [("claude-pro", "50.00")]),
    "a year of Claude Pro for 60 USD": (
        offer(quote("year", "60", "USD", "claude-pro", subject="plan")),
        "7",
        [("claude-pro", "25.00")],
    ),
    "a pass with 40 USD a day, used up": (
        offer(quote("month", "198", conditions=("quota:40USD/day",))),
        "6.9",
        [("unspecified", "2.39")],
    ),
    "a week's pass with 75 USD a week": (
        offer(quote("week", "75", "USD", conditions=("quota:75USD/week",))),
        "7",
        [("unspecified", "100.00")],
    ),
    "both ends of a range": (
        offer(quote("usd_credit", "0.3", bound="floor"), quote("usd_credit", "1", bound="ceiling")),
        "6.5",
        [("unspecified", "10.00")],
    ),
}


@pytest.mark.parametrize("name", WORKED)
def test_worked_example(name: str) -> None:
    facts, fx, expected = WORKED[name]
    assert values(percents(facts, at(fx), DAY)) == expected


NULLS = {
    "per request": offer(quote("request", "0.15", model=OPUS)),
    "sold for a lifetime": offer(quote("lifetime", "99")),
    "sold by the hour": offer(quote("hour", "9")),
    "length of the plan not said": offer(quote("account", "99"), plans="chatgpt-plus"),
    "what the good holds is not said": offer(quote("account", "99")),
    "multiplier without a credit rate": offer(times("0.3"), models="claude"),
    "credit rate not said": offer(site("mtok_input", "3"), site("mtok_output", "15")),
    "site price not in dollars of credit": offer(
        quote("usd_credit", "0.5"), quote("mtok_input", "3", "CNY", OPUS, settlement="credit")
    ),
    "input or output not said": offer(quote("mtok", "3", model=OPUS)),
    "only a cache price said": offer(quote("mtok_cache_read", "3", model=OPUS)),
    "unbounded": offer(quote("month", "99"), claims="unlimited"),
    "quota of the pass not said": offer(quote("month", "99")),
    "model version not said": offer(
        quote("mtok_input", "3", model="claude"), quote("mtok_output", "15", model="claude")
    ),
    "plan size not said": offer(quote("month", "300", model="claude-max", subject="plan")),
    "no official price known for the variant": offer(quote("mtok_input", "3", model=OPUS, variant="fast")),
    "no exchange rate known for VND": offer(quote("usd_credit", "9000", "VND")),
    "currency not said": offer(quote("usd_credit", "1", None)),
    "officially free": offer(quote("mtok_input", "3", model="glm-4.7-flash")),
    "no official price by the token": offer(quote("mtok_input", "3", model="gemini-ultra")),
    "no official price by the month": offer(quote("month", "3", model=OPUS, subject="plan")),
}


@pytest.mark.parametrize("reason", NULLS)
def test_no_percent_without_a_denominator(reason: str) -> None:
    (figure,) = percents(NULLS[reason], RATES, DAY)
    assert (figure.percent.value, figure.percent.reason) == (None, reason)


@pytest.mark.parametrize(
    ("facts", "working"),
    [
        (offer(quote("usd_credit", "1")), "1 CNY ÷ 6.686 = 0.1496 USD per 1 USD credit → 15.0 % of official"),
        (
            offer(*PAIR),
            "(7 CNY in, 35 CNY out) at 3:1 → 14 CNY ÷ 6.686 = 2.094 USD per million tokens, "
            "official 10 USD (claude-opus-4-6, since 2026-03-13) → 20.9 % of official",
        ),
        (
            offer(quote("month", "60", model="claude-max-20x", subject="plan", conditions=("seats:4",))),
            "60 CNY ÷ 6.686 = 8.974 USD per month, official 200 USD (claude_max_20x, since 2025-04-09) "
            "→ 4.49 % of official; 17.9 % for the whole plan of 4 seats",
        ),
        (offer(discount("10", bound="floor")), "10 % as said → at least 10.0 % of official"),
        (
            offer(quote("usd_credit", "0.3"), times("0.5")),
            "0.5 × 0.3 CNY per 1 USD of list price → 0.15 CNY ÷ 6.686 = 0.02243 USD per 1 USD credit "
            "→ 2.24 % of official",
        ),
        (
            offer(quote("usd_credit", "0.15", "USD"), site("mtok_input", "5"), site("mtok_output", "25")),
            "(5 USD in, 25 USD out) at 3:1 × 0.15 USD per 1 USD credit → 1.5 USD per million tokens, "
            "official 10 USD (claude-opus-4-6, since 2026-03-13) → 15.0 % of official",
        ),
        (
            offer(quote("mtok_input", "5", model=OPUS)),
            "5 CNY, input only → 5 CNY ÷ 6.686 = 0.7478 USD per million input tokens, "
            "official 5 USD (claude-opus-4-6, since 2026-03-13) → 15.0 % of official",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_working_reads_as_a_person_would_write_it(facts: Facts, working: str) -> None:
    (figure,) = percents(facts, RATES, DAY)
    assert figure.percent.working == working


@pytest.mark.parametrize(
    ("model", "mix", "percent"),
    [(OPUS, AGENT, 743), ("claude-opus-5.5", AGENT, 1156), ("claude-fable-5.2", AGENT, 1600), ("glm-5.3", AGENT, 472)],
    ids=lambda value: value.name if isinstance(value, Mix) else str(value),
)
def test_no_cache_discount_costs_an_agent_many_times_the_official_price(model: str, mix: Mix, percent: int) -> None:
    """Official in and out, cache at the input price: the figures of rates.md §g 2."""
    rate = RATES.official(model, date(2026, 11, 10))
    assert rate and rate.input and rate.output
    bases: dict[Basis, Decimal] = {
        "mtok_input": rate.input,
        "mtok_output": rate.output,
        "mtok_cache_read": rate.input,
    }
    quotes = [quote(basis, str(amount), "USD", model) for basis, amount in bases.items()]
    headline, agent = (percents(offer(*quotes), RATES, date(2026, 11, 10), m)[0].percent.value for m in (HEADLINE, mix))
    assert headline == 100
    assert agent is not None and round(agent) == percent


def test_a_cached_mix_needs_the_cache_price() -> None:
    for mix in (AGENT, MIDDLE):
        (figure,) = percents(offer(*PAIR), RATES, DAY, mix)
        assert (figure.percent.value, figure.percent.reason) == (None, "cache price not said")


def test_ranges_and_bounds_have_their_ends() -> None:
    ends = offer(quote("usd_credit", "0.3", bound="floor"), quote("usd_credit", "1", bound="ceiling"))
    (figure,) = percents(ends, at("6.5"), DAY)
    assert [f"{end:.2f}" for end in (figure.percent.low, figure.percent.high) if end] == ["4.62", "15.38"]
    (floor,) = percents(offer(discount("7", bound="floor")), RATES, DAY)
    assert floor.percent.low == 7
    assert floor.percent.high is None
    assert floor.term.bound == "floor"


def test_trials_stand_aside_and_a_subject_has_one_percent() -> None:
    trial = quote("usd_credit", "0.0398", "USD", conditions=("trial",))
    figures = percents(offer(trial, quote("usd_credit", "1"), quote("usd_credit", "2")), at("7"), DAY)
    assert [figure.term.aside for figure in figures] == ["trial", None, None]
    percent = by_subject(figures)["token", "unspecified"]
    assert [f"{value:.2f}" for value in (percent.value, percent.low, percent.high) if value] == [
        "21.43",
        "14.29",
        "28.57",
    ]
    only = by_subject(percents(offer(trial), at("7"), DAY))["token", "unspecified"]
    assert (only.value, only.reason) == (None, "trial")


def test_prices_of_two_groups_are_paired_within_their_group() -> None:
    sides: tuple[Basis, Basis] = ("mtok_input", "mtok_output")
    groups = [
        quote(basis, amount, "USD", OPUS, conditions=(f"group:{name}",))
        for name, pair in {"vip": ("1", "5"), "default": ("2", "10")}.items()
        for basis, amount in zip(sides, pair, strict=True)
    ]
    assert values(percents(offer(*groups), RATES, DAY)) == [(OPUS, "20.00"), (OPUS, "40.00")]


def test_a_free_cache_goes_with_its_prices_and_a_free_price_stands_aside() -> None:
    cached = offer(*PAIR, quote("mtok_cache_read", "0", model=OPUS, conditions=("free",)))
    (figure,) = percents(cached, at("7"), DAY, AGENT)
    assert figure.percent.value is not None and figure.term.aside is None
    free = offer(quote("usd_credit", "1"), site("mtok_input", "0"), site("mtok_output", "0"))
    (nothing,) = percents(replace(free, quotes=tuple(zero(each) for each in free.quotes)), at("7"), DAY)
    assert nothing.percent.value == 0
    assert nothing.term.aside == "free"


def zero(each: Quote) -> Quote:
    return each if each.amount else replace(each, conditions=("free",))


AMOUNTS = st.decimals(Decimal("0.01"), Decimal(2000), places=2)


@given(AMOUNTS, AMOUNTS, st.sampled_from(sorted(RATES.series)), st.sampled_from(sorted(MIXES)))
def test_another_currency_at_the_days_rate_changes_no_percent(
    first: Decimal, second: Decimal, currency: str, mix: str
) -> None:
    fx = RATES.fx(currency, DAY)
    assert fx

    def market(money: str, rate: Decimal) -> Facts:
        return offer(
            quote("mtok_input", str(first * rate), money, OPUS),
            quote("mtok_output", str(second * rate), money, OPUS),
            quote("mtok_cache_read", str(first * rate / 7), money, OPUS),
            quote("usd_credit", str(second * rate), money, "gpt"),
            quote("month", str(first * rate), money, "claude-pro", subject="plan"),
        )

    dollars = percents(market("USD", Decimal(1)), RATES, DAY, MIXES[mix])
    others = percents(market(currency, fx.value), RATES, DAY, MIXES[mix])
    for one, other in zip(dollars, others, strict=True):
        assert one.percent.value is not None and other.percent.value is not None
        assert abs(one.percent.value - other.percent.value) < Decimal("0.1")


@given(
    st.lists(st.builds(quote, st.sampled_from(["usd_credit", "mtok", "month", "percent", "request"]), AMOUNTS.map(str)))
)
def test_every_price_has_a_figure_and_every_null_a_reason(quotes: list[Quote]) -> None:
    figures = percents(offer(*quotes), RATES, DAY)
    assert len(figures) == len(quotes) == len(terms(offer(*quotes)))
    assert all(figure.percent.value is not None or figure.percent.reason for figure in figures)


RELAY = "claude gpt gemini"
READ: dict[str, Facts] = {
    "P01z": offer(*(discount(n, m, "floor") for n, m in zip(("38", "2", "9"), RELAY.split(), strict=True))),
    "P01e": offer(*(discount(n, m) for n, m in zip(("38", "2", "9"), RELAY.split(), strict=True))),
    "P02z": offer(discount("35", None, "floor")),
    "P03z": offer(discount("10", None, "floor")),
    "P04z": offer(discount("19", "claude"), discount("1", "gpt")),
    "P04e": offer(discount("19", "claude"), discount("1", "gpt")),
    "P05z": offer(discount("7", None, "floor")),
    "P06z": offer(),
    "P06e": offer(),
    "P08z": offer(discount("55", None, "floor")),
    "P09z": offer(discount("33.333")),
    "P10z": offer(*(discount("68", m) for m in RELAY.split()), discount("34", "claude")),
    "P10e": offer(*(discount("68", m) for m in RELAY.split()), discount("34", "claude")),
    "P11z": offer(discount("10", None, "floor")),
    "P11e": offer(discount("10", None, "floor")),
    "P13e": offer(quote("usd_credit", "0.0398", "USD", conditions=("trial",))),
    "P14z": offer(
        quote("usd_credit", "1"),
        times("0.25", "gpt"),
        times("0.7", "claude"),
        times("1.2", "claude"),
        models="gpt claude",
    ),
    "P15z": offer(discount("10", None, "floor")),
    "P16z": offer(discount("10", subject="plan")),
    "P17z": offer(),
    "P19z": offer(*PAIR),
    "P20z": offer(quote("mtok_input", "1.5", model=OPUS), quote("mtok_output", "7.5", model=OPUS)),
    "P22z": offer(
        quote("mtok_input", "0.45", model="claude-sonnet-4.6"), quote("mtok_output", "2.25", model="claude-sonnet-4.6")
    ),
    "P23z": offer(discount("19"), quote("usd_credit", "0.2", "USD")),
    "P24z": offer(quote("usd_credit", "0.066667")),
    "P27z": offer(quote("usd_credit", "1", model=OPUS)),
    "P29z": offer(quote("month", "198", conditions=("quota:40USD/day",))),
    "P30z": offer(quote("usd_credit", "0.33")),
    "P31z": offer(quote("month", "27", model="chatgpt-plus", subject="plan")),
    "P32z": offer(quote("month", "240", model="claude-pro", subject="plan")),
    "P33z": offer(
        quote("month", "135", model="chatgpt-plus", subject="plan"),
        quote("month", "1140", model="chatgpt-pro", subject="plan"),
    ),
    "P37z": offer(quote("request", "0.15", model=OPUS)),
    "P38z": offer(),
    "P39": offer(quote("usd_credit", "1")),
    "P40": offer(quote("usd_credit", "1")),
    "P41": offer(quote("usd_credit", "0.127513"), models="claude"),
}


def published(shared: Path) -> list[dict[str, str]]:
    with (shared / "percent_cases.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def expected(case: dict[str, str]) -> list[tuple[str, Decimal]]:
    """The (subject, percent) pairs of a published case; "19-20" stands for either, so for two within tolerance."""
    numbers = [part for part in case["expected_percent"].replace("-", ";").split(";") if part]
    wanted = case["subject"].replace("plan", "unspecified") if case["subject"] == "plan" else case["subject"]
    subjects = wanted.split(";") if wanted else ["unspecified"] * len(numbers)
    return [(subject, Decimal(number)) for subject, number in zip(subjects, numbers, strict=False)]


@pytest.mark.shared
def test_published_cases_are_reproduced_from_their_quotes(shared: Path) -> None:
    cases = published(shared)
    assert [case["id"] for case in cases] == list(READ)
    for case in cases:
        rates = at(case["fx_cny_per_usd"]) if case["fx_cny_per_usd"] else RATES
        figures = [f for f in percents(READ[case["id"]], rates, DAY) if f.percent.value is not None]
        assert len(figures) == len(expected(case)), case["id"]
        found = sorted((figure.term.subject, figure.percent.value or Decimal(0)) for figure in figures)
        for (subject, value), (wanted, number) in zip(found, sorted(expected(case)), strict=True):
            assert subject == wanted, case["id"]
            assert abs(value - number) <= Decimal(case["tolerance_points"]), case["id"]
        assert {figure.term.bound for figure in figures} <= {case["bound"] or "exact"}, case["id"]
