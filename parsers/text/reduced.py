"""Finds former prices by the reduction that a shop writes beside them: "390.000₫ 750.000₫ -48%"."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from parsers.text.amounts import Amount
from parsers.text.reading import Reading

_PLACES = ((-2, -1), (1, 2), (-1, 1))
"""Where the two prices may stand, counted in amounts from the percentage that goes with them."""
_APART = 24
"""How far each amount may stand from the next."""
_ROUNDED = Decimal("1")
"""How far the percentage may be from the reduction of the two prices, in percent: shops round."""


def former(reading: Reading) -> set[int]:
    """Where the dearer of two prices stands whose difference is the percentage beside them, and that percentage.

    A percentage less than the official price is a price for itself, and stays.
    """
    amounts = reading.shape.amounts
    percents = (at for at, amount in enumerate(amounts) if amount.kind == "percent" and len(amount.values) == 1)
    pairs = [(amounts[at], dearer) for at in percents for dearer in _dearer(reading, at)]
    own = [percent for percent, dearer in pairs if reading.cues.void(dearer.start, dearer.end, "money") is None]
    return {amount.start for amount in (*own, *(dearer for _, dearer in pairs))}


def _dearer(reading: Reading, at: int) -> Iterator[Amount]:
    amounts, off = reading.shape.amounts, reading.shape.amounts[at].values[0]
    for first, second in _PLACES:
        if at + first < 0 or at + second >= len(amounts):
            continue
        pair = (amounts[at + first], amounts[at + second])
        low, high = sorted(pair, key=lambda amount: amount.values[0])
        alike = low.currency is not None and low.currency == high.currency and 0 < low.values[0] < high.values[0]
        beside = _beside(sorted((*pair, amounts[at]), key=lambda amount: amount.start))
        if alike and beside and abs(100 - 100 * low.values[0] / high.values[0] - off) <= _ROUNDED:
            yield high


def _beside(amounts: list[Amount]) -> bool:
    return all(after.start - before.end <= _APART for before, after in pairwise(amounts))
