"""Lists of lengths beside lists of as many prices, told apart by their places: 日卡/月卡 5元/80元."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise

from parsers.records import Basis
from parsers.text.amounts import Amount
from parsers.text.lengths import Stretch
from parsers.text.reading import Reading
from parsers.text.touching import TOUCH
from parsers.text.writing import any_of

_PARALLEL = re.compile(r"[^\w\n]{0,6}\n?[^\d\n]{0,20}")
"""Between a list of lengths and the list of their prices, which may stand on the next line."""
_STROKE = re.compile(r"[ ]?[/、|][ ]?")
_LEADS_TO = re.compile(
    rf"{TOUCH.pattern}|[ ]?{any_of('respectively', opens=False)}[^\w\n]{{0,3}}[^\W\d]?[^\w\n]{{0,3}}"
)
_NEXT_LINE = re.compile(
    rf"[ ]?:?[ ]{{0,2}}\n[ ]{{0,4}}(?:{any_of('price_label', opens=False)}[ ]?[:=][ ]{{0,2}}|[^\w\n%+-]{{0,4}})"
)
_LISTS = 8
"""Lengths and amounts of two parallel lists that are looked at."""


def parallel(reading: Reading, amount: Amount) -> Stretch | None:
    """The length at the amount's place, where as many lengths as amounts stand in front: "日卡/月卡 5元/80元"."""
    amounts, starts = reading.shape.amounts, reading.shape.starts
    at = first = bisect_left(starts, amount.start)
    while first > 0 and at - first < _LISTS and _strokes(reading, amounts[first - 1].end, amounts[first].start):
        first -= 1
    last = at
    while last + 1 < len(amounts) and last - first < _LISTS and _strokes(reading, amounts[last].end, starts[last + 1]):
        if _counts(reading, amounts[last + 1]):
            break
        last += 1
    count = last - first + 1
    if signed := reading.units.lengths.signs_of(reading.shape.plain, amounts[first].start, count):
        return Stretch(amount.start, amount.start, signed[at - first], False)
    stop = bisect_left(reading.lengths, amounts[first].start, key=lambda length: length.start)
    if count >= 2 and stop and (basis := _shared(reading, reading.lengths[stop - 1], first, count, at - first)):
        return reading.lengths[stop - 1]._replace(basis=basis)
    named = reading.lengths[max(0, stop - count) : stop]
    between = (reading.shape.plain, named[-1].end if named else 0, amounts[first].start)
    if count < 2 or len(named) != count or not (_LEADS_TO.fullmatch(*between) or _NEXT_LINE.fullmatch(*between)):
        return None
    apart = all(_strokes(reading, left.end, right.start) for left, right in pairwise(named))
    return named[at - first] if apart else None


def _shared(reading: Reading, last: Stretch, first: int, count: int, place: int) -> Basis | None:
    """What the amount at a place is for, where lengths share a unit: "1 / 3 / 6 months", "Price: $12 / $34 / $65"."""
    plain, starts = reading.shape.plain, reading.shape.starts
    end = bisect_left(starts, last.start)
    own = reading.shape.amounts[max(0, end - count + 1) : end + 1]
    if len(own) != count or own[-1].start != last.start or any(amount.kind != "number" for amount in own):
        return None
    listed = all(_strokes(reading, left.end, right.start) for left, right in pairwise(own))
    if not listed or not _PARALLEL.fullmatch(plain, last.end, starts[first]):
        return None
    unit = plain[own[-1].end : last.end].strip(" -")
    return reading.units.lengths.named(f"{own[place].values[0].normalize():f} {unit}")


def _counts(reading: Reading, amount: Amount) -> bool:
    """Whether a number opens a length of time, which it counts: the 30 of "7 дней 120 | 30 дней 390"."""
    at = bisect_left(reading.lengths, amount.start, key=lambda length: length.start)
    return at < len(reading.lengths) and reading.lengths[at].start == amount.start


def _strokes(reading: Reading, start: int, end: int) -> bool:
    return start < end and _STROKE.fullmatch(reading.shape.plain, start, end) is not None
