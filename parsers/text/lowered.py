"""Finds the former price in front of the words that lead from it to the new one: "de R$ 119 por R$ 39"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from parsers.text.amounts import Amount
from parsers.text.reading import Reading
from parsers.text.writing import any_of

_FAR = 48
"""How far the new price may stand behind the former one."""
_MOST = 60
"""How many times the price the former one may be, where words say that it is."""
_UNIT = rf"(?:[ ]?/[ ]?[^\W\d_]{{1,10}}|[ ]{any_of('each')}[ ][^\W\d_]{{1,10}})?[^\w$€£₽₺₹¥]{{0,8}}"
_ENDS = r"[^\w$€£₽₺₹¥]{0,6}\Z"
_FROM = re.compile(rf"(?:{any_of('price_from')}|{any_of('crosses', opens=False)})[ ]?[:=]?[ ]{{0,2}}\Z")
"""In front of the former price: "de R$ 119", "was: $20", "❌ $20"."""
_WAS = re.compile(rf"[.(;–—\n|·!][ ]{{0,3}}{any_of('price_was')}[ ]?[:=]?[ ]{{0,2}}\Z")
"""Between a price and the former one behind it: "R$ 147. De R$ 497"."""
_FROM_IT = re.compile(rf"[ ]{{1,3}}{any_of('price_was')}[ ]?[:=]?[ ]{{0,3}}")
_NOW = re.compile(rf"{_UNIT}{any_of('price_now', opens=False)}{_ENDS}")
"""Between the two, whatever stands in front of the first."""
_FOR = re.compile(rf"{_UNIT}{any_of('price_for')}{_ENDS}")
"""The same, but that dollars for dollars are credit."""
_TO = re.compile(rf"{_UNIT}(?:{any_of('price_to')}|{any_of('ticks', opens=False)}){_ENDS}")
"""Between the two, where a word in front of the first says that it is the former one."""


def lowered(reading: Reading) -> Iterator[Amount]:
    """The dearer of two prices in one money, in front of a word that leads from it to the other."""
    plain = reading.shape.plain
    for price, then in pairwise(reading.shape.amounts):
        if _rises(reading, price, then):
            yield then
        if not _falls(price, then):
            continue
        between = plain[price.end : then.start]
        led = _FROM.search(plain, max(0, price.start - _FAR), price.start) is not None
        paid = led or price.kind == "money"
        if _NOW.match(between) or (paid and _FOR.match(between)) or (led and _TO.match(between)):
            yield price


def _rises(reading: Reading, price: Amount, former: Amount) -> bool:
    """Whether a dearer sum behind a price is what it was: "por R$ 147. De R$ 497"."""
    if not _alike(price, former) or not price.values[0] < former.values[0] <= _MOST * price.values[0]:
        return False
    plain = reading.shape.plain
    behind = _WAS.search(plain, price.end, former.start) or _FROM_IT.fullmatch(plain, price.end, former.start)
    return behind is not None


def _falls(price: Amount, then: Amount) -> bool:
    """Whether the second of two sums is a lower one."""
    return _alike(price, then) and then.values[0] < price.values[0] <= _MOST * then.values[0]


def _alike(first: Amount, then: Amount) -> bool:
    """Whether two neighbours are single sums of one money."""
    alike = first.currency == then.currency and first.kind == then.kind and first.kind in ("money", "dollars")
    near = len(first.values) == len(then.values) == 1 and 0 <= then.start - first.end <= _FAR
    return alike and near and min(first.values[0], then.values[0]) > 0
