"""Gives a pack of credit the price in a second money that stands beside its first: "US$ 8 (R$ 44)"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from parsers.text.amounts import Amount
from parsers.text.bought import basis_of
from parsers.text.finding import Finding
from parsers.text.lengths import PIECE
from parsers.text.reading import Reading
from parsers.text.writing import any_of

_AGAIN = re.compile(rf"[ \n]{{0,3}}(?:[^\w\n+]{{1,3}}[ ]?)?(?:{any_of('same')})?[ \n]{{0,3}}")
"""Between the two."""


def in_both_monies(reading: Reading, found: Iterable[Finding], used: set[int]) -> Iterator[Finding]:
    """The packs with, behind each, the prices in other money that directly follow its own or stand in front of it."""
    for pack in found:
        yield pack
        price, held = _amounts(reading, pack)
        for other in _beside(reading, price):
            if other.start not in used and _is_price(reading, price, other):
                used.add(other.start)
                values = tuple(value / held.values[0] for value in other.values)
                span = min(pack.start, other.start), max(pack.end, other.end)
                yield pack._replace(
                    start=span[0], end=span[1], values=values, currency=other.currency or "USD", at=other.start
                )


def _amounts(reading: Reading, pack: Finding) -> tuple[Amount, Amount]:
    """A pack's price and what it holds, between which its words reach."""
    shape = reading.shape
    last = shape.amounts[bisect_left(shape.starts, pack.end) - 1]
    price = shape.by_start[pack.at]
    return price, last if pack.start == pack.at else shape.by_start[pack.start]


def _beside(reading: Reading, price: Amount) -> Iterator[Amount]:
    """The amounts that stand so near to a price that they may be the same in other money."""
    shape = reading.shape
    at = bisect_left(shape.starts, price.start)
    for other in shape.amounts[max(0, at - 1) : at + 2]:
        left, right = sorted((price, other), key=lambda amount: amount.start)
        if other is not price and _AGAIN.fullmatch(shape.plain, left.end, right.start):
            yield other


def _is_price(reading: Reading, price: Amount, other: Amount) -> bool:
    """Whether an amount is a price in other money, for no length of time."""
    if other.kind not in ("money", "dollars") or other.sign:
        return False
    if (other.kind, other.currency) == (price.kind, price.currency):
        return False
    return reading.cues.void(other.start, other.end, other.kind) is None and basis_of(reading, other)[0] == PIECE
