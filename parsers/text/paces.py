"""Tells from the time that a good is for the pace at which it may be used, and options that cost more."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from parsers.text.cues import Cues
from parsers.text.lengths import Stretch
from parsers.text.shapes import Shape
from parsers.text.writing import any_of

_COUNTED = re.compile(rf"[ +]{{0,2}}[^\n\d,;.|()]{{0,16}}{any_of('used_up')}[^\n\d,;.|()]{{0,16}}")
"""Between a number and the time in which so many of a thing may be used."""
_BESIDE = re.compile(r"[ ]{0,2}/?[ ]{0,2}")
_MORE, _MORE_ENDS = re.compile(r"[ ]{0,3}[(\[|]?[ ]{0,2}\+[ ]{0,2}"), re.compile(r"[ ]{0,2}(?:[)\]|\n]|\Z)")
_NEAR = 48
_SHORT = frozenset(("hour", "day", "week"))
"""Times for which passes with a quota are seldom sold."""


def without_paces(shape: Shape, cues: Cues, lengths: Iterable[Stretch]) -> Iterator[Stretch]:
    """The lengths of time but for those in which so much may be used: "10 запросов в день", "$200 a month"."""
    for length in lengths:
        at = bisect_left(shape.starts, length.start) - 1
        if not _is_option(shape, at + 1, length) and (at < 0 or not _is_pace(shape, cues, at, length)):
            yield length


def _is_option(shape: Shape, at: int, length: Stretch) -> bool:
    """Whether a length is that of an option which costs more than the stated price: "3 месяца (+500 ₽)"."""
    while at < len(shape.amounts) and shape.starts[at] < length.end:
        at += 1
    more = shape.amounts[at] if at < len(shape.amounts) else None
    if more is None or more.kind not in ("money", "dollars") or more.values[0] <= 0:
        return False
    led = _MORE.fullmatch(shape.plain, length.end, more.start) is not None
    return led and _MORE_ENDS.match(shape.plain, more.end) is not None


def _is_pace(shape: Shape, cues: Cues, at: int, length: Stretch) -> bool:
    """Whether a length says in what time the amount in front of it may be used."""
    amount = shape.amounts[at]
    if not 0 <= length.start - amount.end <= _NEAR:
        return False
    if amount.kind == "number":
        return length.basis in _SHORT and _COUNTED.fullmatch(shape.plain, amount.end, length.start) is not None
    beside = amount.kind == "dollars" and _BESIDE.fullmatch(shape.plain, amount.end, length.start) is not None
    role = cues.void(amount.start, amount.end, "dollars") if beside else None
    return role is not None and role.id in ("limit", "quota")
