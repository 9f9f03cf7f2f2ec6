"""The nouns of a percent before any rate is known: a mix of tokens, a price, and the cost of one unit of access."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Protocol

from parsers.records import Access, Bound, Claim, Mention, Quote, Series

Against = Literal["face", "blend", "input", "output", "either", "month"]
"""What a cost is held against: nothing more (face), a model's token prices, or a plan's price by the month."""
Cost = tuple[Decimal, Decimal]

UNSPECIFIED = "unspecified"
ASIDE = ("trial", "first_purchase", "promotion", "free")


@dataclass(frozen=True, slots=True)
class Mix:
    """How many of a buyer's tokens are fresh input, output and cached input; only the proportions count."""

    name: str
    input: Decimal
    output: Decimal
    cache_read: Decimal = Decimal(0)

    def blend(self, input: Decimal, output: Decimal, cache_read: Decimal | None) -> Decimal | None:
        """The mean price per million tokens, or None where the mix needs a cache price and there is none."""
        if self.cache_read and cache_read is None:
            return None
        total = self.input * input + self.output * output + self.cache_read * (cache_read or 0)
        return total / (self.input + self.output + self.cache_read)


HEADLINE = Mix("3:1", Decimal(3), Decimal(1))
"""The standard blend: Artificial Analysis' price_1m_blended_3_to_1."""
MIDDLE = Mix("80 % cached, 10:1", Decimal(2), Decimal(1), Decimal(8))
AGENT = Mix("agent", Decimal("2.15"), Decimal("0.35"), Decimal("97.5"))
"""What a coding agent uses: nearly all of its input is read from the cache (FeiZhuLulu/real-api-pricing)."""
MIXES = {mix.name: mix for mix in (HEADLINE, MIDDLE, AGENT)}


class Offer(Protocol):
    """What a listing and the facts of a text have in common."""

    @property
    def access(self) -> Access | None: ...
    @property
    def models(self) -> tuple[Mention, ...]: ...
    @property
    def plans(self) -> tuple[Mention, ...]: ...
    @property
    def quotes(self) -> tuple[Quote, ...]: ...
    @property
    def claims(self) -> tuple[Claim, ...]: ...


@dataclass(frozen=True, slots=True)
class Term:
    """The cost of one unit of access to `subject`: percent of official = 100 × cost ÷ exchange rate ÷ official price.

    `cost` holds the two ends of a range (equal unless it is one) in `currency` (a discount has none); it is None, with
    a `reason`, where the price has no such cost. `aside` says why it is kept out of the level. `listed` is the currency
    that the price itself is written in: it is held against its maker's list in that one, where there is such a list.
    """

    subject: str
    series: Series
    form: str
    against: Against = "face"
    cost: Cost | None = None
    currency: str | None = None
    variant: str | None = None
    bound: Bound = "exact"
    aside: str | None = None
    reason: str | None = None
    seats: int = 1
    working: str = ""
    listed: str = "USD"


@dataclass(frozen=True, slots=True)
class Price:
    """A quote, or the two ends of a range as one."""

    quote: Quote
    low: Decimal
    high: Decimal
    bound: Bound

    def __str__(self) -> str:
        amount = plain(self.low) if self.low == self.high else f"{plain(self.low)} to {plain(self.high)}"
        return f"{amount} {self.quote.currency}" if self.quote.currency else amount


def ranges(quotes: Sequence[Quote]) -> Iterator[Price]:
    """Quotes as prices; a floor that its ceiling follows is one range."""
    rest = list(quotes)
    while rest:
        quote = rest.pop(0)
        if rest and ends_of_range(quote, rest[0]):
            yield Price(quote, quote.amount, rest.pop(0).amount, "exact")
        else:
            yield Price(quote, quote.amount, quote.amount, quote.bound)


def ends_of_range(first: Quote, second: Quote) -> bool:
    alike = kind(first) == kind(second) and first.basis == second.basis
    return alike and (first.bound, second.bound) == ("floor", "ceiling") and first.amount <= second.amount


def kind(quote: Quote) -> tuple[object, ...]:
    """Quotes that differ in any of these are prices of different things."""
    apart = tuple(word for word in quote.conditions if word not in ASIDE)
    return quote.model, quote.variant, quote.currency, quote.settlement, apart


def null(subject: str, series: Series, form: str, reason: str, price: Price) -> Term:
    return Term(subject, series, form, aside=aside(price), reason=reason, working=str(price))


def aside(*prices: Price) -> str | None:
    """Why a price is kept out of the level, if it is."""
    return next((word for price in prices for word in ASIDE if word in price.quote.conditions), None)


def joined(bounds: set[Bound]) -> Bound:
    """The bound of a product: exact only if every part is."""
    return "floor" if "floor" in bounds else "ceiling" if "ceiling" in bounds else "exact"


def plain(value: Decimal) -> str:
    """A number as a person would write it: to four significant digits, whole numbers in full."""
    text = f"{round(value, max(0, 3 - value.adjusted())):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
