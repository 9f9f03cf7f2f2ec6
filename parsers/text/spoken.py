"""Reads numbers as Chinese says them: behind a price (1块2, 3元5角), the ends of a discount, a ratio (一比一)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from parsers.text import numbers
from parsers.text.currencies import Money
from parsers.text.writing import any_of, signs

_PART = f"[1-9{signs('digits')}{numbers.TWO}]"
_ONE, _UNITS = numbers.ONE, "".join(numbers.HAN_UNITS)
_NO_MORE = (
    rf"(?![.,][0-9]|(?!1?[ ]?{any_of('dollar', opens=False)})[0-9{signs('digits')}{numbers.TWO}{_UNITS}](?<!{_ONE})"
    rf"|{_ONE}(?![{signs('part_then')}])|[ ]?/[ ]?[0-9]|[ ]?{any_of('part_unless', opens=False)})"
)
_END = rf"(?:{any_of('money_end')})?"
_LAST = rf"(?:({_PART})(?:{any_of('hundredth')})?)?"
_AND_PARTS = re.compile(rf"({_PART})({any_of('tenth')})?{_LAST}{_END}{_NO_MORE}")
_NAMED_PARTS = re.compile(rf"({_PART})({any_of('tenth')}){_LAST}{_END}")
_HUNDREDTHS = re.compile(rf"({_PART})(?:{any_of('hundredth')})?{_END}{_NO_MORE}")
_FOLDS = re.compile(
    rf"(?<![{numbers.HAN}])([{numbers.HAN}])[\-{signs('range_signs')}]([{numbers.HAN}]{{1,2}})"
    rf"(?=[ ]?{any_of('tenths')}(?![{signs('tenths_unless')}]))"
)
_PART_OF = re.compile(rf"{any_of('part_of')}[ ]?\Z")
_RATIO = re.compile(
    rf"(?<![{numbers.HAN}])([{numbers.HAN}]{{1,3}}){any_of('against')}([{numbers.HAN}]{{1,3}})(?![{numbers.HAN}])"
)
_COUNTING = rf"[{signs('digits')}{numbers.TWO}]"
_TEN, _HUNDRED, _THOUSAND = ("".join(s for s, size in numbers.HAN_UNITS.items() if size == n) for n in (10, 100, 1000))
_TENS = rf"{_COUNTING}[{_TEN}]{_COUNTING}?"
_ROUND = re.compile(
    rf"(?<![{numbers.HAN}{signs('few', 'ordinal')}])"
    rf"(?:{_COUNTING}[{_THOUSAND}](?:{_COUNTING}[{_HUNDRED}](?:{_TENS}|{_COUNTING})?|{_COUNTING})?"
    rf"|{_COUNTING}[{_HUNDRED}](?:{_TENS}|{_COUNTING})?|{_TENS}|[{_TEN}]{_COUNTING})"
    rf"(?![{numbers.HAN}](?<!{_ONE})|{_ONE}(?![{signs('part_then')}])|[0-9]|[ ]?{any_of('counters')}"
    rf"|{any_of('round_unless')})"
)
"""A number of two signs and more that counts nothing: what a good costs, where the words around it say so."""


def parts(plain: str, end: int, money: Money, value: Decimal) -> tuple[Decimal, int] | None:
    """The value in units of `money` with the parts that follow it, and where they end; None where there are none."""
    if money.currency != "CNY" or value != value.to_integral_value():
        return None
    if money.id == "mao":
        found = _HUNDREDTHS.match(plain, end + (plain[end : end + 1] == " "))
        return (value + _digit(found.group(1)) / 10, found.end()) if found else None
    spaced = plain[end : end + 1] == " "  # "8 块 5", as who sets blanks around numbers writes it
    found = (_AND_PARTS if money.id == "kuai" else _NAMED_PARTS).match(plain, end + spaced)
    if found is None or found.end() <= end + spaced:
        return None
    return value + _digit(found.group(1)) / 10 + _digit(found.group(3)) / 100, found.end()


def _digit(sign: str | None) -> Decimal:
    if sign is None:
        return Decimal(0)
    return Decimal(sign) if sign.isdigit() and sign.isascii() else numbers.han(sign) or Decimal(0)


def is_part(plain: str, start: int) -> bool:
    """Whether a number is how many parts of many something is: 千分之3.5."""
    return _PART_OF.search(plain, max(0, start - 4), start) is not None


def folds(plain: str) -> Iterator[tuple[int, int, tuple[Decimal, ...]]]:
    """Where the two ends of a discount stand, and what they are: 一到三折."""
    for found in _FOLDS.finditer(plain):
        ends = [value for part in found.groups() if (value := numbers.han(part)) is not None]
        if len(ends) == 2 and ends[0] < ends[1]:
            yield *found.span(), tuple(ends)


def rounds(plain: str) -> Iterator[tuple[int, int, tuple[Decimal, ...]]]:
    """Where numbers stand that count nothing, and what they are: 一百二, 二十五."""
    for found in _ROUND.finditer(plain):
        if (value := numbers.han(found.group())) is not None:
            yield *found.span(), (value,)


def ratios(plain: str) -> Iterator[tuple[int, int, tuple[Decimal, ...]]]:
    """Where the sides of a ratio stand, and what they are: 一比一."""
    for found in _RATIO.finditer(plain):
        sides = ((found.span(side), numbers.han(found.group(side))) for side in (1, 2))
        yield from ((*place, (value,)) for place, value in sides if value is not None)
