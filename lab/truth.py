"""What is true of the market: the terms a seller means, the percent they come to, and the rows a test compares with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from lab import official

Access = Literal["relay_api", "shared_seat", "account", "top_up", "mirror", "free"]
Series = Literal["token", "plan", "pass", "request"]
Basis = Literal["credit", "tokens", "share", "plan", "request", "unbounded", "pass", "free"]

SERIES: Mapping[Basis, Series] = {
    "credit": "token",
    "tokens": "token",
    "share": "token",
    "plan": "plan",
    "request": "request",
    "unbounded": "pass",
    "pass": "pass",
    "free": "token",
}


WITHOUT_PERCENT: Mapping[Basis, str] = {
    "request": "per request",
    "unbounded": "unbounded",
    "pass": "the seller's own pass",
    "free": "free",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One priced thing as the seller means it.

    `credit`: `amount` of `currency` buys `credit` USD of balance, used up at `multiplier`.
    `tokens`: `amount` is a million input and `output` a million output tokens.
    `share`: `amount` percent of the official price. `request`: `amount` a call.
    `plan`, `unbounded` and `pass` (the seller's own): `amount` a month. `subject` None is everything on sale.
    """

    subject: str | None
    basis: Basis
    amount: Decimal = Decimal(0)
    currency: str = "CNY"
    credit: Decimal = Decimal(1)
    multiplier: Decimal = Decimal(1)
    output: Decimal = Decimal(0)

    @property
    def series(self) -> Series:
        """Which of the four series the line belongs to; they are never pooled."""
        return SERIES[self.basis]


@dataclass(frozen=True, slots=True)
class Truth:
    """One subject of one listing as it stands on a day; `last` is None while it is still there at the end.

    `percent` is None with a `reason` (of WITHOUT_PERCENT, or "no official price", "price not set", "credit price
    unknown"); `first` and `last` are the days between which the listing can be seen.
    """

    source: str
    native_id: str
    seller: str
    subject: str | None
    access: Access
    series: Series
    percent: Decimal | None
    reason: str | None
    claims: frozenset[str]
    first: date
    last: date | None


def percent(line: Line, day: date) -> tuple[Decimal | None, str | None]:
    """Percent of the official price that `line` comes to on `day`, or None and the reason."""
    usd = line.amount / official.per_usd(line.currency, day)
    if line.basis == "credit":
        return 100 * usd / line.credit * line.multiplier, None
    if line.basis == "share":
        return line.amount, None
    if line.basis == "plan":
        price = official.plans().get(line.subject or "")
        return (100 * usd / price, None) if price else (None, "no official price")
    if line.basis == "tokens":
        return of_tokens(line, day)
    return None, WITHOUT_PERCENT[line.basis]


def of_tokens(line: Line, day: date) -> tuple[Decimal | None, str | None]:
    """The blend of the prices asked over the blend of the official ones."""
    model = official.models().get(line.subject or "")
    price = model.price(day) if model else None
    if price is None:
        return None, "no official price"
    asked = official.blend(line.amount, line.output) / official.per_usd(line.currency, day)
    return 100 * asked / price.blend, None
