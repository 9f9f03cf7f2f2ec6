"""Prices without money for a least count ("180 一个，两个以上 175"): the count and the number are all that is said."""

from __future__ import annotations

import re

from parsers.text.amounts import Amount
from parsers.text.numbers import HAN
from parsers.text.reading import Reading
from parsers.text.writing import any_of

_LEAST_COUNT = rf"(?<![0-9.{HAN}])(?:[0-9]{{1,4}}|[{HAN}]{{1,2}})[ ]?{any_of('pieces')}?[ ]?{any_of('tier_over')}"
_BEFORE = re.compile(rf"{_LEAST_COUNT}[ :=,]{{0,3}}(?:{any_of('each_of')})?[ :]{{0,2}}\Z")
_BEHIND = re.compile(rf"[ (]{{0,2}}{_LEAST_COUNT}")
_NEAR = 24
"""Code points in front of a number in which the least count may stand."""


def tiered(reading: Reading, amount: Amount) -> bool:
    """Whether a number without money is what one of so many costs: behind a least count, and the end of its clause.

    The line must ask for money already, or name a plan: "5个以上 28" alone counts something else.
    """
    plain = reading.shape.plain
    left, right = reading.line(amount.start)
    behind = _BEHIND.match(plain, amount.end)
    before = _BEFORE.search(plain, max(left, amount.start - _NEAR), amount.start)
    if before is None and behind is None:
        return False
    end = behind.end() if behind else amount.end
    if reading.goods.closes.match(plain, end) is None:
        return False
    names = reading.subjects.named("account")
    return reading.shape.has_money(left, amount.start) or bool(reading.subjects.within(names, left, right))
