"""Prices without money for the kinds of one good: "母号 25，子号 4.5", "卡充 128 / 礼品卡 118"."""

from __future__ import annotations

import re
from bisect import bisect_left

from parsers.text.amounts import Amount
from parsers.text.reading import Reading
from parsers.text.shapes import PRODUCT
from parsers.text.timed import APART, closes

_KIND = re.compile(
    r"(?:[ ]?\([^()\n]{0,16}\))?[^\w\n(]{1,8}(?P<word>[^\W\d]{1,6}?(?:[ ][^\W\d]{1,4})?)"
    r"(?:[0-9]{1,3}[^\W\d]{1,2})?[ :]{0,2}"
)
"""Between the prices of two kinds of one good."""
_ALSO = re.compile(r"[ ]{1,3}[/|·][ ]{1,3}(?:[0-9]{1,4}\+?(?=[^\d\n]{2}))?(?=[^\d\n/|]{0,8}[^\W\d])[^\d\n/|]{1,24}")
_OPENS = re.compile(r"(?:\A|[^\w])(?P<word>[^\W\d]{2,8}(?:[ ][^\W\d]{1,4})?)[ ]?:?[ ]{0,2}\Z")
_NAME = re.compile(rf"[ ]{{1,2}}[{PRODUCT}]")
_NEAR = 16
_LEAST = 5
"""The least number in front of other words that is a price, and no count of something."""


def of_kind(reading: Reading, amount: Amount) -> bool:
    """Whether a number stands behind the word for a kind of the good that its line names behind it.

    Others do likewise, or the name follows at once: "老客户 105 新客户 115 GPT Plus", "带质保 128 GPT Plus".
    """
    if not _named_kind(reading, amount) or amount.values[0] < _LEAST:
        return False
    plain, right = reading.shape.plain, reading.line(amount.start)[1]
    at = bisect_left(reading.shape.starts, amount.end)
    follows = at < len(reading.shape.starts) and _is_kind(reading, amount.end, reading.shape.starts[at])
    named = _NAME.match(plain, amount.end) is not None
    if not (named or follows or closes(reading, amount)):
        return False
    goods = reading.subjects.within(reading.subjects.named("account"), amount.end, right)
    led = at > 1 and _is_kind(reading, reading.shape.amounts[at - 2].end, amount.start)
    return bool(goods) and (named or follows or led)


def _named_kind(reading: Reading, amount: Amount) -> bool:
    """Whether a word for a kind opens the clause of a number."""
    left = max(reading.line(amount.start)[0], amount.start - _NEAR)
    words = _OPENS.search(reading.shape.plain, left, amount.start)
    return words is not None and reading.goods.kinds.fullmatch(words["word"].replace(" ", "")) is not None


def goes_on(reading: Reading, last: Amount | None, amount: Amount) -> bool:
    """Whether a number is a further price of the good that the last one is a price of."""
    if last is None:
        return False
    if _is_kind(reading, last.end, amount.start):
        return closes(reading, amount) or leads_on(reading, amount, False)
    also = _ALSO.fullmatch(reading.shape.plain, last.end, amount.start) is not None
    ends = also and (closes(reading, amount) or leads_on(reading, amount, False))
    return ends and tells_kind(reading, last.end, amount.start)


def tells_kind(reading: Reading, start: int, end: int) -> bool:
    """Whether the words in front of a number, if any, tell a kind of the good, its time or its price, and no count."""
    words = reading.shape.plain[start:end]
    if reading.goods.kinds.search(words) or reading.subjects.neutral(start, end):
        return True
    at = bisect_left(reading.lengths, start, key=lambda length: length.start)
    timed = at < len(reading.lengths) and reading.lengths[at].end <= end
    return timed or reading.goods.labels.search(words) is not None


def leads_on(reading: Reading, amount: Amount, traded: bool) -> bool:
    """Whether the next number is the price of another kind, or words that count nothing follow behind a blank.

    Those count only where a word of the trade stands in front (`traded`).
    """
    at = bisect_left(reading.shape.starts, amount.end)
    if at < len(reading.shape.starts) and _is_kind(reading, amount.end, reading.shape.starts[at]):
        return True
    return traded and amount.values[0] >= _LEAST and APART.match(reading.shape.plain, amount.end) is not None


def _is_kind(reading: Reading, start: int, end: int) -> bool:
    kind = _KIND.fullmatch(reading.shape.plain, start, end)
    return kind is not None and reading.goods.kinds.fullmatch(kind["word"].replace(" ", "")) is not None
