"""The forms of a share of another price: percent, tenths, factors, fractions, and multipliers as they are said."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from math import gcd

from parsers.text.amounts import Amount
from parsers.text.finding import Finding, Form, Taking, finding_of
from parsers.text.shapes import PRODUCT, REST, Shape
from parsers.text.writing import any_of

_WHOLE = 3
"""The largest whole number with x that is a multiplier behind the name of a group, and no size of a plan."""
_MOST = 10
"""The largest multiplier that stands without its word."""
_BEHIND = (":", "=", "≈", "~", PRODUCT, REST)
"""What stands in front of a multiplier that is set beside a name."""
_TIMES = re.compile(rf"[ ]?(?:[x×✕✖]|{any_of('times_over', opens=False)})")
_FACTOR_OPENS = re.compile(r"(?<![a-z0-9])[x×✕✖][ ]?\Z")
_JOINT = rf"[ ]{{0,2}}(?:[:=≈~→>(—–-]|{any_of('joins_price', opens=False)})?[ ]{{0,2}}"
_GROUP, _FAR = re.compile(rf"{any_of('groups', 'model_groups')}{_JOINT}\Z"), 16
"""A group of channels in front of its multiplier, and how far in front of the number its name may begin."""
_NAME_BEHIND = re.compile(rf"[ ]?(?:[x×✕✖]|{any_of('times_over', opens=False)})?{_JOINT}[{PRODUCT}]")
_NEAR, _CHAIN = 40, 6
"""Signs between two multipliers of a list, and how many of them are looked at."""
_FACTOR, _FACTOR_END = re.compile(any_of("factor")), re.compile(any_of("factor_end"))


def _percentages(
    form: Form, shape: Shape, match: re.Match[str], of: Callable[[Amount, Decimal], Decimal | None]
) -> Iterator[Finding]:
    """One percentage for each amount of the list, in the order of the list, ends of a range from low to high."""
    listed = shape.listed(match, "n")
    for place, amount in enumerate(listed):
        values = [of(amount, value) for value in amount.values]
        if all(value is not None and 0 < value < 1000 for value in values):
            ends = tuple(sorted(value for value in values if value is not None))
            yield finding_of(form, match, ends, None, basis="percent", at=amount.start, place=place, of=len(listed))


def _share(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    return _percentages(form, shape, match, lambda amount, value: value)


def _off(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    return _percentages(form, shape, match, lambda amount, value: 100 - value)


def _factor(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    """A factor of the price; beside 折扣 a number of one or more is tenths (折扣: 8.5)."""
    tenths = _FACTOR.search(match.group()) is not None
    return _percentages(
        form,
        shape,
        match,
        lambda _, value: value * 100 if value < 1 or (not tenths and value <= 3) else fold(value) if tenths else None,
    )


def fold(value: Decimal) -> Decimal | None:
    """N折 as percent: 2.5折 is 25, 35折 is 35, 0.7折 is 7; three digits are no 折."""
    return value * 10 if value < 10 else value if value < 100 else None


def _fold(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    """N折; in front of 折扣 a number below one is a factor (0.19 折扣)."""
    factor = _FACTOR_END.match(shape.marked, match.end()) is not None
    return _percentages(form, shape, match, lambda _, value: value * 100 if factor and value < 1 else fold(value))


def _divided(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    return _percentages(form, shape, match, lambda _, value: 100 / value if value > 1 else None)


def _fraction(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    a, b = shape.slot(match, "a"), shape.slot(match, "b")
    if a and b and 0 < a.values[0] < b.values[0] and _is_lowest(a.values[0], b.values[0]):
        yield finding_of(form, match, (100 * a.values[0] / b.values[0],), None, at=a.start)


def _is_lowest(a: Decimal, b: Decimal) -> bool:
    """Whether a fraction is written in its lowest terms: 5/25 are the prices of input and output."""
    whole = a == a.to_integral_value() and b == b.to_integral_value()
    return not whole or gcd(int(a), int(b)) == 1


def _per_mille(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    """千分之N, and 万分之N where the text says so."""
    return _percentages(form, shape, match, lambda _, value: value / (10 if match["thousandths"] else 100))


def _tenths(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    return _percentages(form, shape, match, lambda amount, value: value * 10)


def _tenths_off(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    return _percentages(form, shape, match, lambda amount, value: 100 - value * 10)


def _fixed(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    if form.value is not None:
        yield finding_of(form, match, (form.value,), None)


def _as_said(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    listed = shape.listed(match, "n")
    written = shape.plain[listed[-1].start : listed[-1].end]
    if match.groupdict().get("listed") and not ("." in written and listed[-1].values[0] <= _WHOLE):
        return
    if shape.slot(match, "m") and "." not in shape.plain[listed[-1].start : listed[-1].end]:
        return  # the number of a group, whose multiplier follows: "分组 2 倍率 0.3"
    for place, number in enumerate(listed):
        if 0 < number.values[0] <= 100:
            yield finding_of(form, match, number.values, None, at=number.start, place=place, of=len(listed))


def _decimal(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    number = shape.slot(match, "n")
    if number is None:
        return
    opens = _FACTOR_OPENS.search(shape.plain, max(0, number.start - 3), number.start)
    start = opens.start() if opens else number.start
    before = shape.plain[max(0, start - 2) : start].rstrip()
    grouped = _GROUP.search(shape.plain, max(0, start - _FAR), start) is not None
    named = number.values[0] <= _WHOLE and (grouped or before.endswith((":", PRODUCT, REST)))
    small = number.values[0] <= _WHOLE and _is_named(shape, start, number)
    listed = (before.endswith(_BEHIND) or small) and _beside_decimal(shape, number)
    if ("." in shape.plain[number.start : number.end] or named or listed) and 0 < number.values[0] <= _MOST:
        yield finding_of(form, match, number.values, None, at=number.start)


def _is_named(shape: Shape, start: int, number: Amount) -> bool:
    """Whether a name stands close in front of a factor, on its line, or directly behind it."""
    floor = max(start - _NEAR, shape.plain.rfind("\n", max(0, start - _NEAR), start), 0)
    led = any(shape.marked.rfind(sign, floor, start) >= 0 for sign in PRODUCT + REST)
    return led or _NAME_BEHIND.match(shape.plain, number.end) is not None


def _beside_decimal(shape: Shape, number: Amount) -> bool:
    """Whether a multiplier that can be no size of a plan stands in the list of a whole one: "Codex 0.5×, Claude 1×"."""
    at = bisect_left(shape.starts, number.start)
    return any(_leads_to_decimal(shape, at, step) for step in (-1, 1))


def _leads_to_decimal(shape: Shape, at: int, step: int) -> bool:
    """Whether the multipliers next to one, on one side of it, go on to one with decimals."""
    for _ in range(_CHAIN):
        one, at = shape.amounts[at], at + step
        if not 0 <= at < len(shape.amounts):
            return False
        other = shape.amounts[at]
        if max(one.start, other.start) - min(one.end, other.end) > _NEAR or not _is_factor(shape, other):
            return False
        if "." in shape.plain[other.start : other.end]:
            return True
    return False


def _is_factor(shape: Shape, amount: Amount) -> bool:
    """Whether a sign makes a number a factor: 0.5×, x 0.5, 0.5 倍."""
    behind = _TIMES.match(shape.plain, amount.end) is not None
    return behind or _FACTOR_OPENS.search(shape.plain, max(0, amount.start - 3), amount.start) is not None


TAKES: Mapping[str, Taking] = {
    "share": _share,
    "off": _off,
    "fold": _fold,
    "factor": _factor,
    "fraction": _fraction,
    "divided": _divided,
    "fixed": _fixed,
    "per_mille": _per_mille,
    "tenths": _tenths,
    "tenths_off": _tenths_off,
    "as_said": _as_said,
    "decimal": _decimal,
}
