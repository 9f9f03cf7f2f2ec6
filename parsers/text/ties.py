"""Which of two neighbours a sum belongs to, by the signs between: "10刀1.5元 50刀6元", "4.9 元/15 刀、9.9 元/35 刀"."""

from __future__ import annotations

import re
from bisect import bisect_left

from parsers.text.amounts import Amount
from parsers.text.shapes import Shape
from parsers.text.writing import any_of

_LOOSER = ("", "=", "/", " ", " / ", "|", "、", ",", ";", "。", "\n")
"""What parts the sums of a list, from what ties two of them to what only lists them."""
_TIES = re.compile(rf"(?:[ ]?{any_of('credit', opens=False)})?(?P<sign>[ ]{{0,2}}[=/|、,;。\n]?[ ]{{0,2}})")
"""Between two sums of a list, one of which may be named as credit."""


def is_of_last(shape: Shape, first: Amount, second: Amount) -> bool:
    """Whether the first of two sums belongs to the one in front of it: "10刀1.5元 50刀6元", "4.9 元/15 刀、9.9 元"."""
    at = bisect_left(shape.starts, first.start) - 1
    before = shape.amounts[at] if at >= 0 else None
    if before is None or before.kind != second.kind or (before.currency != second.currency):
        return False
    ties = [_tie(shape, left.end, right.start) for left, right in ((before, first), (first, second))]
    return ties[0] is not None and ties[1] is not None and ties[0] < ties[1]


def _tie(shape: Shape, start: int, end: int) -> int | None:
    """How loosely two sums of a list stand beside each other, by the sign between them; none where words part them."""
    parted = _TIES.fullmatch(shape.plain, start, end)
    if parted is None:
        return None
    sign = parted["sign"]
    if sign == " / " or (sign == " , " and "/" in shape.text[slice(*parted.span("sign"))]):
        return _LOOSER.index(" / ")  # a stroke between statements is a comma in the plain text
    return _LOOSER.index(sign.strip(" ") or sign[:1])
