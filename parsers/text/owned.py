"""Numbers without money that a role's word has for itself, beyond which it says nothing: "剩余20天 350"."""

from __future__ import annotations

import re
from bisect import bisect_left

from parsers.text.numbers import HAN
from parsers.text.shapes import SLASH, Shape
from parsers.text.writing import any_of, signs

_DIRECTLY = re.compile(r"[ :]{0,2}")
_ENDS = re.compile(rf"[ ,;、。)\n]|{any_of('now', 'bought', opens=False)}")
"""Behind a number that counts nothing."""
_DURATION = re.compile(rf"[ ]?{any_of('durations', opens=False)}")
_WORDED = re.compile(rf"[ ]?[{HAN}]{{1,3}}{any_of('durations', opens=False)}")
_COUNTED = re.compile(rf"[ ]?\+?[ ]?{any_of('pieces')}|[ ]?\+?[ ]{{0,2}}[:=—–-]")
"""Behind the count of pieces that a word of stock or of the least order has for its own: "qty 5-19: $5.90"."""
_COUNTING = frozenset(("stock", "minimum"))
_LEAST = 10
"""The least number that a word for a price takes for its own: a smaller one may be a version."""
_COUNTS = (frozenset(("bare",)), frozenset(("multiplier",)))
"""What roles take away whose words have any number directly behind them for their own."""


_GIFTS = frozenset(("gift", "given"))
_THING = re.compile(rf"(?<=[{signs('gives')}])(?:(?![{signs('gift_of_money')}])[\u4e00-\u9fff]){{2,6}}[ ]")
"""Behind a word for gifts: what is given away, which is no money: "送教程 28元"."""


def has_own(shape: Shape, role: str, voids: frozenset[str], start: int, end: int) -> bool:
    """Whether a number stands directly behind a word that ends at `start`, in front of the amount at `end`, as its own.

    A length of time is that of whatever is left or limited, though not of what the vendor asks ("原价3个月 ¥99");
    "原价168 现在118" are two prices. "При покупке от 5 шт — 820 ₽" asks for five pieces and no least sum.
    """
    at = bisect_left(shape.starts, start)
    own = shape.amounts[at] if at < len(shape.starts) and shape.starts[at] < end else None
    if own is None or not _DIRECTLY.fullmatch(shape.plain, start, own.start):
        worded = not role.startswith("official") and _WORDED.match(shape.plain, start, end) is not None
        return worded or (role in _GIFTS and _THING.match(shape.plain, start, end) is not None)
    if role in _GIFTS and _COUNTED.match(shape.plain, own.end):
        return False  # "抽 10 个 $20"
    if voids in _COUNTS or (_DURATION.match(shape.plain, own.end) and not role.startswith("official")):
        return True
    if role in _COUNTING and own.kind == "number" and _COUNTED.match(shape.plain, own.end):
        return True
    after = shape.starts[at + 1] if at + 1 < len(shape.starts) else end
    if after < end and SLASH.fullmatch(shape.plain, own.end, after):
        return True  # "官方 5/25，我们 1/5"
    ends = _ENDS.match(shape.plain, own.end) is not None
    return own.kind == "number" and own.values[0] >= _LEAST and ends
