"""Numbers that are no prices: stock, sizes, years, ratios, versions, steps."""

from __future__ import annotations

import re

from parsers.text.amounts import Amount
from parsers.text.lengths import PIECE
from parsers.text.parts import pictured
from parsers.text.reading import Reading
from parsers.text.shapes import PRODUCT, REST
from parsers.text.timed import in_list
from parsers.text.writing import any_of

_RATIO_FRONT = re.compile(r"(?<![^\W_])[0-9]{1,3}:\Z")
_RATIO = re.compile(r"[ ]?:[ ]?[0-9]")
_SCORE = re.compile(r"[0-9][ ]?/[ ]?\Z")
"""In front of a number that another is counted against: 87/100."""
_STOCK = re.compile(rf"{any_of('counted_below')}[ :]{{0,2}}[(\[【][ ]?\Z")
"""In front of a count in brackets: 库存(57)."""
_LABEL = 24
"""How long a word for stock and the signs behind it are at the most."""
_WARRANTY = re.compile(
    rf"[0-9][ ]?{any_of('durations', opens=False)}[ ]?{any_of('warranties', opens=False)}[ ]{{1,2}}\Z"
)
"""In front of a number that is none of the warranty's, which has its own: "30天质保 168"."""
_VERSION = re.compile(r"4\.0|3\.5")
"""A version that sellers write behind the name of a plan: "ChatGPT Plus 4.0 代充"."""
_YEARS = range(2004, 2036)
"""Of which accounts are, the oldest mailboxes among them, and offers are dated."""
_NUMBERS = re.compile(r"\)[ ]?[^\W\d]")
"""Behind a number that numbers a step: "1) оплата 2) код"."""
_STEP = 40
"""How far in front of a number the bracket may open that closes behind it."""
_ONE = re.compile(rf"[ ]?{any_of('for_one')}")


def unfit(reading: Reading, amount: Amount) -> bool:
    """Stock, sizes, years, ratios and versions are no prices; what is said to be sold for is one."""
    plain = reading.shape.plain
    scored = _SCORE.search(plain, max(0, amount.start - 4), amount.start) is not None
    if (
        (scored and not in_list(reading, amount))
        or _STOCK.search(plain, max(0, amount.start - _LABEL), amount.start)
        or _RATIO_FRONT.search(plain, max(0, amount.start - 5), amount.start)
        or _RATIO.match(plain, amount.end)
        or _is_version(reading, amount)
        or pictured(plain, amount.start)
        or (_NUMBERS.match(plain, amount.end) and "(" not in plain[max(0, amount.start - _STEP) : amount.start])
    ):
        return True
    if reading.goods.sold.match(reading.shape.plain, amount.end):
        return False
    year = reading.shape.plain[amount.start : amount.end].isdigit() and amount.values[0] in _YEARS
    role = reading.cues.void(amount.start, amount.end, "bare")
    timed = amount.start in reading.beside_lengths.sure or _timed(reading, amount)
    timed = timed or _WARRANTY.search(plain, max(0, amount.start - _LABEL), amount.start) is not None
    counted = role is not None and role.id in ("stock", "count") and timed
    return year or (role is not None and not counted)


def _is_version(reading: Reading, amount: Amount) -> bool:
    """Whether a number directly behind a name is written as versions are."""
    named = reading.shape.plain[max(0, amount.start - 2) : amount.start].strip()[-1:] in (PRODUCT, REST)
    return named and _VERSION.fullmatch(reading.shape.plain, amount.start, amount.end) is not None


def _timed(reading: Reading, amount: Amount) -> bool:
    """Whether a length of time follows as a unit: "30/月", "24 一个月"."""
    behind = reading.units.behind(reading.shape.plain, amount.end)
    one = _ONE.match(reading.shape.plain, amount.end) is not None
    return behind is not None and (behind.firm or one) and behind.basis != PIECE
