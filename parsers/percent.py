"""Percent of the official price: a cost, the rate and the exchange rate of a day, and the sum as a person writes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Protocol

from parsers.costs import terms
from parsers.records import FX, Percent, Rate, Series
from parsers.terms import HEADLINE, Against, Cost, Mix, Offer, Term, plain

UNITS = {
    "blend": "million tokens",
    "input": "million input tokens",
    "output": "million output tokens",
    "month": "month",
}


class Official(Protocol):
    """Where official prices and exchange rates come from (storage.rates.Rates); each `None` has its reason."""

    def official(self, id: str, day: date, variant: str | None = None, currency: str = "USD") -> Rate | None: ...
    def why_not(self, id: str | None, day: date, variant: str | None = None, currency: str = "USD") -> str: ...
    def fx(self, currency: str, day: date) -> FX | None: ...
    def why_no_fx(self, currency: str | None, day: date) -> str: ...


@dataclass(frozen=True, slots=True)
class Figure:
    """One price of an offer as percent of official; `term` says of what, in which form, and whether it stands aside."""

    term: Term
    percent: Percent


def percents(offer: Offer, rates: Official, day: date, mix: Mix = HEADLINE) -> tuple[Figure, ...]:
    """Every price of an offer as percent of the official price of its subject on a day (rates.md §g, forms 1 to 6)."""
    return tuple(Figure(term, percent_of(term, rates, day, mix)) for term in terms(offer, mix))


def percent_of(term: Term, rates: Official, day: date, mix: Mix = HEADLINE) -> Percent:
    """One cost as percent of official: None with a reason where the offer, the rate or the exchange rate lacks it."""
    if term.cost is None:
        return Percent(None, term.reason, series=term.series, working=term.working)
    fx = None if term.form == "discount" else rates.fx(term.currency or "", day)
    if fx is None and term.form != "discount":
        return Percent(None, rates.why_no_fx(term.currency, day), series=term.series, working=term.working)
    if term.against == "face":
        return reckoned(term, term.cost, fx, Decimal(1), "")
    asked = term.subject, day, term.variant, term.listed
    rate = rates.official(*asked)
    if rate is None:
        return Percent(None, rates.why_not(*asked), series=term.series, working=term.working)
    official, reason = denominator(term.against, rate, mix)
    if official is None:
        return Percent(None, reason, series=term.series, working=term.working)
    return reckoned(term, term.cost, fx, official, f", official {plain(official)} USD ({dated(rate)})")


def denominator(against: Against, rate: Rate, mix: Mix) -> tuple[Decimal | None, str | None]:
    """The official price that a cost is held against, in the rate's currency, or None with the reason."""
    price, reason = official_price(against, rate, mix)
    return (price, None) if price else (None, "officially free" if price == 0 else reason)


def official_price(against: Against, rate: Rate, mix: Mix) -> tuple[Decimal | None, str]:
    if against == "month":
        return rate.month, "no official price by the month"
    if rate.input is None or rate.output is None:
        return None, "no official price by the token"
    if against == "blend":
        return mix.blend(rate.input, rate.output, rate.cache_read), "official cache price not known"
    if against == "either":
        return rate.input if rate.input == rate.output else None, "input or output not said"
    return rate.input if against == "input" else rate.output, ""


def reckoned(term: Term, cost: Cost, fx: FX | None, official: Decimal, beside: str) -> Percent:
    """100 × cost ÷ exchange rate ÷ official, at both ends of a range and at its midpoint; never clipped at 100."""
    scale = 100 / official / (fx.value if fx else 1)
    low, high = cost[0] * scale, cost[1] * scale
    value = (low + high) / 2
    ranged = low != high
    return Percent(
        value,
        low=low if ranged or term.bound == "floor" else None,
        high=high if ranged or term.bound == "ceiling" else None,
        series=term.series,
        working=working(term, fx, beside, value),
    )


def working(term: Term, fx: FX | None, beside: str, value: Decimal) -> str:
    """The sum as a person would write it: "1 CNY ÷ 6.686 = 0.1496 USD per 1 USD credit → 15.0 % of official"."""
    said = f"{term.working} → " if term.working else ""
    bound = {"floor": "at least ", "ceiling": "at most ", "exact": ""}[term.bound]
    end = f"{bound}{points(value)} % of official"
    if term.seats > 1:
        end += f"; {points(value * term.seats)} % for the whole plan of {term.seats} seats"
    if fx is None:
        return f"{said}{end}"
    return f"{said}{money(term, fx)}{beside} → {end}"


def money(term: Term, fx: FX) -> str:
    """The cost in USD per unit, with the exchange rate where there is one."""
    ends = term.cost or ()
    unit = UNITS.get(term.against, "1 USD credit" if term.against == "face" else "million tokens")
    amounts = " to ".join(dict.fromkeys(plain(end) for end in ends))
    usd = " to ".join(dict.fromkeys(plain(end / fx.value) for end in ends))
    if fx.currency == "USD":
        return f"{usd} USD per {unit}"
    return f"{amounts} {fx.currency} ÷ {plain(fx.value)} = {usd} USD per {unit}"


def dated(rate: Rate) -> str:
    """Which official price it is, of which list, and since when it holds, as far as that is known."""
    named = rate.official_id if rate.currency == "USD" else f"{rate.official_id}, list in {rate.currency}"
    if rate.valid_from is None:
        return f"{named}, start not known"
    return f"{named}, {'by' if rate.basis == 'by then' else 'since'} {rate.valid_from}"


def points(value: Decimal) -> str:
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def by_subject(figures: Iterable[Figure]) -> dict[tuple[Series, str], Percent]:
    """One percent per series and subject of an offer: the median of its prices that count, with their span."""
    found: dict[tuple[Series, str], list[Figure]] = {}
    for figure in figures:
        found.setdefault((figure.term.series, figure.term.subject), []).append(figure)
    return {key: one_of(group) for key, group in found.items()}


def one_of(figures: list[Figure]) -> Percent:
    counted = [figure.percent for figure in figures if figure.percent.value is not None and not figure.term.aside]
    if not counted:
        first = figures[0]
        return Percent(None, first.percent.reason or first.term.aside, series=first.term.series)
    values = [percent.value for percent in counted if percent.value is not None]
    ends = [end for percent in counted for end in (percent.low, percent.value, percent.high) if end is not None]
    working = "; ".join(dict.fromkeys(percent.working for percent in counted))
    return Percent(median(values), low=min(ends), high=max(ends), series=counted[0].series, working=working)
