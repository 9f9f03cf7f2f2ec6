"""Bare numbers beside a length of time, which they are the price of: 280一个月, 月卡 129, "1 BULAN HEAD : 9.000"."""

from __future__ import annotations

import re
from bisect import bisect_left

from parsers.text.amounts import Amount
from parsers.text.lengths import PIECE, nearest
from parsers.text.numbers import HAN
from parsers.text.parallel import parallel
from parsers.text.reading import Reading
from parsers.text.touching import led
from parsers.text.writing import any_of, signs

_SIGNED = re.compile(r"[ ]?[:=→—–|(][ ]{0,3}\Z")
APART = re.compile(
    rf"[ ]{{1,2}}(?!{any_of('counters', opens=False)}(?![{signs('limit_signs')}])|[{HAN}])[\u4e00-\u9fff]"
)
"""Behind a price whose length stands in front: a blank, and a word that counts nothing."""
_BEHIND = re.compile(
    rf"{APART.pattern}|[ ][0-9]{{1,3}}[ ]?{any_of('durations', opens=False)}[ ]?{any_of('warranties', opens=False)}"
)
"""The same, or a warranty: "30天 128 30天质保"."""
_SIGNS = 24
"""How far in front of a list of numbers the signs for their lengths may begin: a bound for hostile texts."""
_NEAR = 12
"""How far behind a number the next one of its list may stand."""
_NUMBERS = re.compile(r"(?<![0-9.])(?:[0-9.]{1,7}[/、|]){0,5}\Z")
"""The numbers of a list in front of another one."""
_STOP = re.compile(r"\.(?=\s|\Z)")
_ORDINARY = 30
"""The least number in front of a full stop that numbers no item of a list."""
_PARTS = frozenset("/、|")
_PARTED, _PARTED_FRONT = re.compile(r"[ ]?[/、|][ ]?[0-9]"), re.compile(r"[0-9][ ]?[/、|][ ]?\Z")
_LIST = 48
_MANY = 32
"""Amounts of a line that are looked at: a bound for hostile texts."""


def closes(reading: Reading, amount: Amount) -> bool:
    """Whether the clause ends behind a number, or only says that it is sold."""
    plain, goods = reading.shape.plain, reading.goods
    if amount.values[0] >= _ORDINARY and _STOP.match(plain, amount.end):
        return True
    return goods.closes.match(plain, amount.end) is not None or goods.sold.match(plain, amount.end) is not None


def by_time(reading: Reading, amount: Amount) -> bool:
    """A number directly behind or in front of a length: 280一个月, 三个月 390."""
    behind = reading.units.behind(reading.shape.plain, amount.end)
    if behind and behind.basis == "hour":
        return behind.firm and not counts(reading, amount)
    if behind and behind.basis != PIECE:
        return not counts(reading, amount)
    if amount.start in reading.beside_lengths.sure or in_list(reading, amount):
        return True
    named = led(reading, amount) is not None or _signed(reading, amount)
    ends = closes(reading, amount) or _next_signed(reading, amount) or _BEHIND.match(reading.shape.plain, amount.end)
    return (named and bool(ends)) or _labelled(reading, amount)


def _signed(reading: Reading, amount: Amount) -> bool:
    """Whether one sign names the length in front of a number, on a line without dollars, which passes hold by time."""
    if reading.units.lengths.signed(reading.shape.plain, amount.start) is None:
        return False
    return all(other.kind != "dollars" for other in reading.shape.within(*reading.line(amount.start), _MANY))


def in_list(reading: Reading, amount: Amount) -> bool:
    """Whether a number stands in a list behind one of as many lengths of time."""
    return _in_signed_list(reading, amount) or _in_parallel(reading, amount)


def _in_signed_list(reading: Reading, amount: Amount) -> bool:
    """Whether a number stands in a list behind as many signs for lengths: "月/季/年 25/68/228"."""
    plain = reading.shape.plain
    left = reading.line(amount.start)[0]
    list_of = _NUMBERS.search(plain, max(left, amount.start - _LIST), amount.start)
    if list_of is None or not (
        plain[amount.end : amount.end + 1] in _PARTS or APART.match(plain, amount.end) or closes(reading, amount)
    ):
        return False
    near = max(left, list_of.start() - _SIGNS)
    return reading.units.lengths.signs_listed.search(plain, near, list_of.start()) is not None


def _in_parallel(reading: Reading, amount: Amount) -> bool:
    """Whether a number stands in a list of numbers behind one of as many lengths: "1 мес / 3 мес", "990 / 2490"."""
    plain = reading.shape.plain
    apart = _PARTED.match(plain, amount.end) or _PARTED_FRONT.search(plain, max(0, amount.start - 5), amount.start)
    return apart is not None and parallel(reading, amount) is not None


def _next_signed(reading: Reading, amount: Amount) -> bool:
    """Whether the next number follows behind a blank with a sign for its length: "周 65 天 12"."""
    at = bisect_left(reading.shape.starts, amount.end)
    following = reading.shape.starts[at] if at < len(reading.shape.starts) else amount.end
    near = amount.end < following <= amount.end + _NEAR and reading.shape.plain[amount.end] == " "
    return near and reading.units.lengths.signed(reading.shape.plain, following) is not None


def _labelled(reading: Reading, amount: Amount) -> bool:
    """A number that ends a line behind a sign and a label with a length: "1 BULAN HEAD : 9.000"."""
    left, right = reading.line(amount.start)
    if reading.shape.within(amount.end, right, 1) or not reading.shape.blank(amount.end, right):
        return False
    if not _SIGNED.search(reading.shape.plain, left, amount.start):
        return False
    length = nearest(reading.lengths, left, amount.start)
    return length is not None and not reading.shape.within(length.end, amount.start, 1)


def counts(reading: Reading, amount: Amount) -> bool:
    """Whether a number is the count of a length of time: the 1 of "1年订阅"."""
    if amount.start in reading.beside_lengths.counts:
        return True
    at = bisect_left(reading.lengths, amount.start + 1, key=lambda length: length.start) - 1
    return at >= 0 and amount.start < reading.lengths[at].end
