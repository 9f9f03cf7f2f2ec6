"""Official prices and exchange rates as of any day: never a look-ahead, never a silently stale figure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from parsers.records import FX, Rate

ECB_BOUND = timedelta(days=7)
SEED_BOUND = timedelta(days=45)
NO_PRICE = "no official price known"
USD = "USD"
"""The currency of international lists."""
WORD = re.compile(r"\d{4}-\d\d-\d\d|\d\d-\d{4}|\d\d-\d\d|[^\s,;/+()\[\]:-]+")
ALWAYS = date.min


@dataclass(frozen=True, slots=True)
class Tier:
    """What a request costs, all of it, that is longer than so many tokens: the headline price is the one below it."""

    above: int
    input: Decimal
    output: Decimal


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of an official price list, in its own currency; `valid_to` is the first day it no longer holds.

    `prices` are those of the base tier; `tier` is the next one, where the list has several.
    """

    official_id: str
    currency: str
    prices: Mapping[str, Decimal]
    valid_from: date | None
    valid_to: date | None
    basis: str
    source: str
    checked_at: date | None
    tier: Tier | None = None

    def holds(self, day: date) -> bool:
        return (self.valid_from or ALWAYS) <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Series:
    """Published exchange rates of one currency, by day: units for one USD.

    Each serves for `bound` after its day, unless `sources` and `bounds` say otherwise of it.
    """

    days: tuple[date, ...]
    values: tuple[Decimal, ...]
    source: str
    bound: timedelta
    sources: tuple[str, ...] = ()
    bounds: tuple[timedelta, ...] = ()

    def last(self, day: date) -> FX | None:
        """The last rate published on or before the day, however old; its currency is left to the caller."""
        place = bisect_right(self.days, day) - 1
        if place < 0:
            return None
        return FX("", self.days[place], self.values[place], self.sources[place] if self.sources else self.source)

    def bound_of(self, day: date) -> timedelta:
        """How long the rate published last on or before the day serves."""
        place = bisect_right(self.days, day) - 1
        return self.bounds[place] if self.bounds else self.bound


@dataclass(frozen=True, slots=True)
class Rates:
    """Every official price and exchange rate that is known; immutable, so one load serves a process."""

    listed: Mapping[tuple[str, str], tuple[Listed, ...]]
    reasons: Mapping[str, str]
    plain_words: frozenset[str]
    series: Mapping[str, Series]

    def official(self, id: str, day: date, variant: str | None = None, currency: str = USD) -> Rate | None:
        """The official price of a model or plan (GUIDE id) that holds on the day, in USD, or None (see `why_not`).

        Where its maker has a list in `currency` that one counts, else the international one.
        """
        row = self.held(id, day, variant, currency)
        fx = self.fx(row.currency, day) if row else None
        return in_usd(id, row, fx) if row and fx else None

    def held(self, id: str, day: date, variant: str | None = None, currency: str = USD) -> Listed | None:
        """The row of the price lists that `official` stands on, in the currency of its list."""
        rows = [row for row in self.history(id, variant) if row.holds(day)]
        return min(rows, key=lambda row: (row.currency != currency, row.currency != USD), default=None)

    def why_not(self, id: str | None, day: date, variant: str | None = None, currency: str = USD) -> str:
        """Why `official` has no answer: one short clause, the same for the same cause; "" where it has one."""
        if not id:
            return "model not said"
        held = self.held(id, day, variant, currency)
        if held:
            return "" if self.fx(held.currency, day) else self.why_no_fx(held.currency, day)
        if self.history(id, variant):
            return f"{NO_PRICE} on the day"
        if variant and self.history(id):
            return f"{NO_PRICE} for the variant"
        return self.reasons.get(id, NO_PRICE)

    def history(self, id: str, variant: str | None = None) -> tuple[Listed, ...]:
        """Every row of the price lists for a model or plan, of every currency; of two in one, the first counts."""
        words = variant_words(variant)
        own = self.listed.get((id, " ".join(words)))
        changing = " ".join(word for word in words if word not in self.plain_words)
        return own if own is not None else self.listed.get((id, changing), ())

    def fx(self, currency: str, day: date) -> FX | None:
        """Units of the currency for one USD: the last published on or before the day and not older than its bound."""
        if currency == USD:
            return FX(USD, day, Decimal(1), "by definition")
        series = self.series.get(currency)
        found = series.last(day) if series else None
        if series is None or found is None or day - found.date > series.bound_of(day):
            return None
        return replace(found, currency=currency)

    def why_no_fx(self, currency: str | None, day: date) -> str:
        """Why `fx` has no answer; a rate that is too old is no answer."""
        if not currency:
            return "currency not said"
        series = self.series.get(currency)
        found = series.last(day) if series else None
        if series is None or found is None:
            return f"no exchange rate known for {currency}"
        return f"exchange rate for {currency} is older than {series.bound_of(day).days} days"


def in_usd(id: str, row: Listed, fx: FX) -> Rate:
    """A price-list row as a Rate: a list in another currency is converted at the day's rate."""
    prices = {name: amount / fx.value for name, amount in row.prices.items()}
    return Rate(
        id=id,
        official_id=row.official_id,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source=row.source,
        checked_at=row.checked_at,
        basis=row.basis,
        currency=row.currency,
        **prices,
    )


def variant_words(variant: str | None) -> tuple[str, ...]:
    """The words of a variant in a form that compares: "Preview-06-05" and "preview 0605" are the same."""
    return tuple(word.replace("-", "") for word in WORD.findall((variant or "").lower()))
