"""Official price changes inside a window: what a trend must mark, for they move every percent at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from parsers.records import Listing
from storage.rates import USD, Listed, Rates
from storage.timeline import ListingSpan

PRICES = ("input", "output", "month")


@dataclass(frozen=True, slots=True)
class Change:
    """On `day` the official price of `id` became `after`; prices are named, in the `currency` of the list."""

    id: str
    day: date
    before: tuple[Decimal, ...]
    after: tuple[Decimal, ...]
    currency: str = USD

    @property
    def label(self) -> str:
        """The change as one would write it: gpt-5.6-terra 2.5/15 → 2/12."""
        unit = "" if self.currency == USD else f" {self.currency}"
        return f"{self.id} {written(self.before)} → {written(self.after)}{unit}"


def written(prices: Iterable[Decimal]) -> str:
    return "/".join(f"{price.normalize():f}" for price in prices)


def changes(rates: Rates, ids: Iterable[str], since: date, until: date) -> list[Change]:
    """Every change of the models' and plans' official prices after `since`, up to `until`, by day."""
    found = [change for id in sorted(set(ids)) for change in of_one(rates, id)]
    return sorted(
        (change for change in found if since < change.day <= until), key=lambda change: (change.day, change.id)
    )


def of_market(rates: Rates, found: Collection[ListingSpan], listings: Mapping[str, Listing]) -> list[Change]:
    """The official price changes of the models that are quoted, while anything was seen."""
    if not found:
        return []
    ids = {quote.model for span in found for quote in listings[span.digest].quotes if quote.model}
    since = min(span.first_seen for span in found).date()
    return changes(rates, ids, since, max(span.last_seen for span in found).date())


def of_one(rates: Rates, id: str) -> Iterator[Change]:
    """Where one interval of a price list ends and another with other figures begins, in each list by itself."""
    lists = defaultdict[str, list[Listed]](list)
    for row in sorted(rates.history(id), key=lambda row: row.valid_from or date.min):
        lists[row.currency].append(row)
    for currency, rows in lists.items():
        for before, after in pairwise(rows):
            if after.valid_from and before.valid_to == after.valid_from and figures(before) != figures(after):
                yield Change(id, after.valid_from, figures(before), figures(after), currency)


def figures(row: Listed) -> tuple[Decimal, ...]:
    return tuple(row.prices[name] for name in PRICES if row.prices.get(name) is not None)
