"""Official prices and exchange rates as of any day: loaded once, never a look-ahead, never a silently stale figure."""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources.abc import Traversable
from io import StringIO
from pathlib import Path

from parsers.records import FX, BadInput, Rate

OFFICIAL = Path(__file__).parent / "official"
ECB_BOUND = timedelta(days=7)
SEED_BOUND = timedelta(days=45)
NO_PRICE = "no official price known"
USD = "USD"
"""The currency of international lists."""
MODEL_PRICES = ("input", "output", "cache_read", "cache_write")
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


@dataclass(frozen=True, slots=True)
class Tables:
    """What official prices are made of: price lists by provider and official id, which of them stand for which of our
    ids, which words change no price, and exchange rates.
    """

    lists: Mapping[tuple[str, str], tuple[Listed, ...]]
    crosswalk: tuple[tuple[str, Mapping[str, str]], ...]
    plain_words: frozenset[str]
    series: Mapping[str, Series]


@cache
def embedded() -> Rates:
    """The rates that come with the program."""
    return assemble(embedded_tables())


@cache
def embedded_tables() -> Tables:
    """The tables that come with the program."""
    return tables(OFFICIAL)


@cache
def open_weights() -> tuple[str, ...]:
    """The models whose weights anybody may run (open_weights.csv names the licence of each)."""
    return tuple(row["id"] for _, row in rows(OFFICIAL / "open_weights.csv"))


def load(directory: Traversable) -> Rates:
    """The rates of a directory's tables; a bad row is refused with its file and line (BadInput)."""
    return assemble(tables(directory))


def tables(directory: Traversable) -> Tables:
    """The tables of a directory."""
    return Tables(
        {
            **price_rows(directory / "models.csv", MODEL_PRICES),
            **price_rows(directory / "china.csv", MODEL_PRICES),
            **price_rows(directory / "plans.csv", ("month",)),
        },
        tuple(rows(directory / "crosswalk.csv")),
        frozenset(row["word"] for _, row in rows(directory / "variants.csv")),
        {**ecb(directory / "fx_ecb.csv"), **seed(directory / "fx_seed.csv")},
    )


def assemble(found: Tables) -> Rates:
    """Prices by our ids."""
    listed: dict[tuple[str, str], tuple[Listed, ...]] = {}
    reasons: dict[str, str] = {}
    for place, row in found.crosswalk:
        if row["reason"]:
            reasons[row["id"]] = row["reason"]
            continue
        known = found.lists.get((row["provider"], row["official_id"]))
        if known is None:
            raise BadInput(f"{place}: no price list has {row['provider']} {row['official_id']!r}; add it there first")
        key = row["id"], " ".join(variant_words(row["variant"]))
        listed[key] = (*listed.get(key, ()), *(within(price, row, place) for price in known))
    return Rates(listed, reasons, found.plain_words, found.series)


def within(price: Listed, row: Mapping[str, str], place: str) -> Listed:
    """The price as far as the crosswalk lets it stand for this id: an alias may move to another model."""
    start, end = day_of(row["valid_from"], place), day_of(row["valid_to"], place)
    if start is None and end is None:
        return price
    return replace(
        price,
        valid_from=max((day for day in (start, price.valid_from) if day), default=None),
        valid_to=min((day for day in (end, price.valid_to) if day), default=None),
    )


def price_rows(path: Traversable, names: tuple[str, ...]) -> dict[tuple[str, str], tuple[Listed, ...]]:
    """The rows of a price list by provider and official id; only web list prices by the month for plans."""
    found: dict[tuple[str, str], tuple[Listed, ...]] = {}
    for place, row in rows(path):
        if row.get("billing", "monthly") != "monthly" or row.get("region", "") not in {"", "US/web", "CN web"}:
            continue
        key = row["provider"], row["official_id"]
        prices = {name: number(row[name], place) for name in names if row[name]}
        if prices:
            found[key] = (*found.get(key, ()), listed_row(row, prices, place))
    return found


def listed_row(row: Mapping[str, str], prices: Mapping[str, Decimal], place: str) -> Listed:
    return Listed(
        official_id=row["official_id"],
        currency=row["currency"],
        prices=prices,
        valid_from=day_of(row["valid_from"], place),
        valid_to=day_of(row["valid_to"], place),
        basis=row["basis"],
        source=row["source"],
        checked_at=day_of(row["checked_at"], place),
        tier=tier_of(row, place),
    )


def tier_of(row: Mapping[str, str], place: str) -> Tier | None:
    """The tier for long requests; a list without tiers has no such columns, or they are empty."""
    named = [row.get(name, "") for name in ("tier_above_tokens", "tier_input", "tier_output")]
    if not any(named):
        return None
    above, input, output = (number(text, place) for text in named)
    return Tier(int(above), input, output)


def ecb(path: Traversable) -> dict[str, Series]:
    """The European Central Bank's reference rates (units per EUR) as units per USD."""
    table = dated(path)
    dollar = dict(table.pop("USD"))
    crossed = {name: [(day, value / dollar[day]) for day, value in pairs] for name, pairs in table.items()}
    crossed["EUR"] = [(day, 1 / value) for day, value in dollar.items()]
    return {name: series(pairs, "ECB euro reference rates", ECB_BOUND) for name, pairs in crossed.items()}


def seed(path: Traversable) -> dict[str, Series]:
    """Monthly rates of currencies that the ECB does not publish: units per USD."""
    return {name: series(pairs, "fawazahmed0/currency-api", SEED_BOUND) for name, pairs in dated(path).items()}


def dated(path: Traversable) -> dict[str, list[tuple[date, Decimal]]]:
    """A table of dates by currencies as (day, value) pairs by currency; empty cells are left out."""
    found: dict[str, list[tuple[date, Decimal]]] = {}
    for place, row in rows(path):
        day = day_of(row.pop("date"), place)
        if day is None:
            raise BadInput(f"{place}: the date is empty; write YYYY-MM-DD")
        for name, text in row.items():
            if text:
                found.setdefault(name, []).append((day, number(text, place)))
    return found


def series(pairs: list[tuple[date, Decimal]], source: str, bound: timedelta) -> Series:
    ordered = sorted(pairs)
    return Series(tuple(day for day, _ in ordered), tuple(value for _, value in ordered), source, bound)


def rows(path: Traversable) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a CSV file with "file:line", for messages."""
    reader = csv.DictReader(StringIO(path.read_text(encoding="utf-8")))
    for row in reader:
        yield f"{path.name}:{reader.line_num}", row


def number(text: str, place: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise BadInput(f"{place}: {text!r} is not a number; write it with a point and no unit") from error


def day_of(text: str, place: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadInput(f"{place}: {text!r} is not a date; write YYYY-MM-DD") from error
