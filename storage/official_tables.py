"""Loads official prices and exchange rates from the tables that come with the program, once; a bad row is refused."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources.abc import Traversable
from io import StringIO
from pathlib import Path

from parsers.records import BadInput
from storage.rates import ECB_BOUND, SEED_BOUND, Listed, Rates, Series, Tier, variant_words

OFFICIAL = Path(__file__).parent / "official"
MODEL_PRICES = ("input", "output", "cache_read", "cache_write")


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
