"""What model makers and the currency market charged on a day: own figures, apart from the code under test."""

from __future__ import annotations

import csv
import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
WEIGHT_OF_INPUT = Decimal(3)
"""Input tokens for one output token in the headline blend (Artificial Analysis, `price_1m_blended_3_to_1`)."""


@cache
def table(name: str) -> dict[str, Any]:
    """One data file of the lab, as TOML reads it."""
    return tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Price:
    """USD per million tokens from a day on; cache prices are None where the lab has none."""

    valid_from: date
    input: Decimal
    output: Decimal
    cache_read: Decimal | None = None
    cache_write: Decimal | None = None

    @property
    def blend(self) -> Decimal:
        """Three parts input, one part output."""
        return blend(self.input, self.output)


@dataclass(frozen=True, slots=True)
class Model:
    """A model of a lab: its id, the name that relays list it under, its line, and its prices in order of time."""

    id: str
    api: str
    line: str
    prices: tuple[Price, ...]

    @property
    def released(self) -> date:
        """The day of its first price."""
        return self.prices[0].valid_from

    def price(self, day: date) -> Price | None:
        """The price in force on `day`, None before the release."""
        index = bisect_right([price.valid_from for price in self.prices], day)
        return self.prices[index - 1] if index else None


def blend(given: Decimal, answered: Decimal) -> Decimal:
    """The price of a million tokens at three parts input and one part output."""
    return (WEIGHT_OF_INPUT * given + answered) / (WEIGHT_OF_INPUT + 1)


@cache
def models() -> dict[str, Model]:
    """Every model of the lab by id."""
    rows = table("official")["model"]
    return {
        row["id"]: Model(
            row["id"], row["api"], row["line"], tuple(Price(p[0], *map(Decimal, p[1:])) for p in row["prices"])
        )
        for row in rows
    }


@cache
def plans() -> dict[str, Decimal]:
    """USD a month of every plan."""
    return {name: Decimal(value) for name, value in table("official")["plan"].items()}


@cache
def exchange_rates() -> dict[date, dict[str, Decimal]]:
    """Units of a currency for one USD, in order of time: the daily reference rates of the European Central Bank."""
    with (DATA / "fx.csv").open(encoding="utf-8", newline="") as file:
        rows = [(date.fromisoformat(row["date"]), row) for row in csv.DictReader(file)]
    dollars = {"USD": Decimal(1), "USDT": Decimal(1)}
    return {day: {"CNY": Decimal(row["cny"]), "HKD": Decimal(row["hkd"])} | dollars for day, row in rows}


@cache
def days_of_rates() -> tuple[date, ...]:
    """The days of which a rate is known."""
    return tuple(exchange_rates())


def per_usd(currency: str, day: date) -> Decimal:
    """Units of `currency` for one USD, the last published on or before `day`; before the first of all, the first."""
    known = days_of_rates()
    return exchange_rates()[known[max(0, bisect_right(known, day) - 1)]][currency]
