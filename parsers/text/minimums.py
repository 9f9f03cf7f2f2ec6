"""Leaves out the least sums of a service that is sold by use: "0.7元/刀，1元起" begins at one yuan, and costs 0.7."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from parsers.text.finding import Finding
from parsers.text.reading import Reading
from parsers.text.writing import any_of

_BY_USE = frozenset(("usd_credit", "percent", "multiplier", "mtok", "mtok_input", "mtok_output"))
_SMALL = Decimal(20)
"""The largest sum that a service begins at and no good is sold at."""
_LEAST = any_of("least", opens=False)
_BEFORE = re.compile(rf"[^\w\n]{{0,4}}{_LEAST}[ ]{{0,2}}")
_BEHIND = re.compile(rf"[ ]{{0,2}}{_LEAST}(?:[^\w]{{0,4}}|[ ]?{_LEAST}[^\w]{{0,4}})")
_BARE = re.compile(r"[^\w]{0,4}")


def without_minimums(reading: Reading, found: Iterable[Finding]) -> Iterator[Finding]:
    """The prices without sums that stand alone in their clause as the least, where others are asked for the use."""
    prices = list(found)
    by_use = any(price.basis in _BY_USE for price in prices)
    sold = any(price.basis == "usd_credit" and price.currency not in (None, "USD") for price in prices)
    return (price for price in prices if not (by_use and _is_least(reading, price, sold)))


def _is_least(reading: Reading, price: Finding, sold: bool) -> bool:
    """Whether a clause says nothing but that a small sum is the least: 1元起, 最低 5 元, "from $1".

    Where dollars of credit are `sold` for other money, any sum in dollars is so many of them.
    """
    small = price.values[0] <= _SMALL or (sold and price.currency == "USD")
    if price.form != "single" or price.basis != "account" or not small:
        return False
    plain = reading.shape.plain
    left, right = reading.shape.outline.around(price.start, price.end, 1)
    before, behind = (plain, left, price.start), (plain, price.end, right)
    opened, closed = _BEFORE.fullmatch(*before) is not None, _BEHIND.fullmatch(*behind) is not None
    return (
        (opened or closed)
        and (opened or _BARE.fullmatch(*before) is not None)
        and (closed or _BARE.fullmatch(*behind) is not None)
    )
