"""Finds the amounts of a text: plain numbers, money with its currency, percentages; ranges keep both ends."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from parsers.text import numbers
from parsers.text.currencies import Currencies, Money, Tongue, currency
from parsers.text.phrases import alternatives
from parsers.text.spoken import folds, parts, ratios, rounds
from parsers.text.writing import any_of, signs

Kind = Literal["number", "money", "dollars", "percent"]

_NUMBER = re.compile(numbers.DIGITS)
_SPACED = re.compile(numbers.SPACED)
_SPACED_SHORT = re.compile(r"[1-9][0-9]?[ \u00a0\u202f][0-9]{3}(?:,[0-9]{2})?")
_FIRST = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,9})?(?![0-9]|[.'][0-9])")
_HAN = re.compile(rf"(?<![{numbers.HAN}{signs('few')}])[{numbers.HAN}]{{1,6}}(?![{numbers.HAN}])")
_HAN_ON = re.compile(rf"[{numbers.HAN}]{{1,6}}(?![{numbers.HAN}])")
_SHARE = re.compile(rf"([{numbers.HAN}0-9]{{1,4}}){any_of('part_of')}([{numbers.HAN}0-9.]{{1,6}})")
_FOLD = re.compile(rf"[ ]?{any_of('tenths')}(?![{signs('tenths_unless')}])")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){1,3}")
_MAGNITUDE = re.compile(rf"[ ]?{alternatives(numbers.MAGNITUDES, opens=False)}")
_PERCENT_BEFORE = re.compile(r"(?:\A|[\s(\-−~])%\Z")
"""As Turkish writes it: %25."""
_PERCENT = re.compile(r"[ ]{0,3}%")
_TO = re.compile(rf"[ ]{{0,2}}{any_of('range', opens=False)}[ ]{{0,2}}")
_LONGEST_TAGS = 200
_LISTED = re.compile(r"[ ]?[/、][ ]?")
_WORDED = re.compile(r"[ ]?\w")
_UNITS = (1_000, 1_000_000)
"""Numbers that are units where letters close them: "$5/1M"."""
_IDENTIFIER = re.compile(r"[A-Za-z]-[0-9]{1,4}[A-Za-z](?![A-Za-z])")
"""A number inside an identifier: PLUS-1M."""
_SHARPNESS = re.compile(r"[248]k")
"""How sharp pictures are, where no good costs so little."""
_FACTOR = re.compile(r"[x×][0-9]")
"""What a size opens with: "x5 – 8000 ₽" is no range."""
_CENTS = re.compile(r"[.,][0-9]{2}(?![0-9])")
"""Decimals that stand in a tag of their own: 49<small>,90</small>."""
_CENTS_APART = re.compile(r" [0-9]{2}(?=\n|\Z| [0-9]{1,2}%)(?<=[0-9]{2} [0-9]{2})")
_WITH_CENTS = re.compile(r"(?<=[0-9]) (?=[0-9]{2}\Z)")
"""Decimals that stand apart as a page shows them: R$ 59 90."""
_IN_CENTS = re.compile(r"[.,][0-9]{2}\Z")
"""How the second end of a range is written that is a price beyond doubt: "¥ 128.00 - 1180.00"."""
_MARK_UP = re.compile(r"<[^<>]*>|&[a-z#0-9]{2,8};|\n")
_LAST_DIGITS = re.compile(r"[0-9]{1,3}(?![0-9a-z]|[.,][0-9])")
"""Directly behind a word of millions they go on with the number: 1tr2 is 1.2 million."""
_LAST_DIGIT = re.compile(r"[1-9](?![0-9a-z]|[.,][0-9])")
"""The same behind a word of thousands: 1k5 is 1500."""
_COUNTED = re.compile(rf"[ ]?{any_of('counted')}")
_DURATION = re.compile(rf"[ ]?{any_of('durations')}")


class Amount(NamedTuple):
    """A number of the text at `[start, end)`: two `values` for a range, `sign` where + or - makes it a change."""

    kind: Kind
    start: int
    end: int
    values: tuple[Decimal, ...]
    currency: str | None = None
    sign: str = ""
    in_front: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """What amounts are read from: the plain text, the text as written, and what settles an ambiguous money word."""

    plain: str
    text: str
    tongue: Tongue
    currencies: Currencies
    rows: tuple[tuple[int, int], ...] = ()

    def in_row(self, position: int) -> bool:
        """Whether a position is in a row of values between commas, where no comma belongs to a number."""
        at = bisect_right(self.rows, (position, len(self.text))) - 1
        return at >= 0 and position < self.rows[at][1]


def amounts(source: Source) -> list[Amount]:
    """Every amount from left to right; digits inside words ("k12", "v3") and inside dates or addresses are none."""
    found = list(_in_digits(source))
    if not source.text.isascii():
        taken = {position for amount in found for position in (amount.start, amount.end - 1)}
        found += [amount for amount in _in_han(source) if not taken & {amount.start, amount.end - 1}]
        found = list(_apart(sorted(found, key=lambda amount: (amount.start, -amount.end))))
    return _with_lists(source.plain, _with_ranges(source.plain, found))


def _apart(found: list[Amount]) -> Iterator[Amount]:
    """The amounts without those that stand inside another."""
    end = 0
    for amount in found:
        if amount.start >= end:
            yield amount
            end = amount.end


def _in_digits(source: Source) -> Iterator[Amount]:
    position = 0
    while digits := _NUMBER.search(source.plain, position):
        amount = _amount(source, digits.start(), digits.end(), position)
        position = digits.end() if amount is None else max(amount.end, digits.start() + 1)
        if amount is not None:
            yield amount


def _amount(source: Source, start: int, end: int, floor: int) -> Amount | None:
    """The amount at a run of digits, with the money words beside it; what stands before `floor` is another's."""
    plain, tongue = source.plain, source.tongue
    front = source.currencies.front(plain, _over_tags(source, start, -1), tongue, floor)
    inside = start > floor and _inside_word(plain, start)  # behind "1r" in "1r1$" a number begins all the same
    if front is None and (inside or _IDENTIFIER.match(source.text, max(0, start - 2))):
        return None
    end = _number_end(source, start, end, front)
    magnitude = _MAGNITUDE.match(plain, end)
    stop = magnitude.end() if magnitude else end
    back = source.currencies.back(plain, _over_tags(source, stop, 1), tongue, alone=front is None)
    if back is None and front is None and (percent := _percent(plain, start, end, floor)):
        value = _value(source, plain[start:end], None)
        return (value and Amount("percent", percent[0], percent[1], (value,), sign=_sign(plain, percent[0]))) or None
    money = back[0] if back else front[0] if front else None
    value = _value(source, plain[start:end], money)
    if value is None:
        return None
    first = front[1] if front else start
    value = numbers.scaled(value, magnitude and magnitude.group().strip())
    if magnitude and (more := _spoken_further(source, magnitude, stop)):
        value, stop = value + more[0], more[1]
    if money is None and magnitude and _own_thousands(source, magnitude.group().strip(), start, stop):
        if _THOUSANDS.fullmatch(plain[start:end]) and (grouped := numbers.read(plain[start:end], ",")):
            value = numbers.scaled(grouped, magnitude.group().strip())  # 1.990k
        return Amount("money", start, stop, (value,), tongue.own, _sign(plain, start))
    if money is None:
        value = _grouped(source, plain[start:end]) or value
        return Amount("number", start, stop, (value,), sign=_sign(plain, start))
    if back and (more := parts(plain, back[1], back[0], value)):
        value, back = more[0], (back[0], more[1])
    return _priced(source, money, value, first, back[1] if back else stop)


def _percent(plain: str, start: int, end: int, floor: int) -> tuple[int, int] | None:
    """Where a number with a percent sign begins and ends: 25 %, %25."""
    if behind := _PERCENT.match(plain, end):
        return start, behind.end()
    return (start - 1, end) if _PERCENT_BEFORE.search(plain, max(floor, start - 3), start) else None


def _inside_word(plain: str, start: int) -> bool:
    """Whether digits go on a word ("k12", "v3"); behind a single x they are a factor."""
    before = plain[start - 1 : start]
    if before == "x" and not plain[start - 2 : start - 1].isalnum():
        return False
    return before.isascii() and (before.isalpha() or before in ("_", "#"))


def _over_tags(source: Source, position: int, step: int) -> int:
    """The position behind (or in front of) the blanks that tags have left beside a number: <b>20</b> <i>₽</i>."""
    plain, at = source.plain, position
    while 0 < at < len(plain) and plain[at if step > 0 else at - 1] == " " and abs(at - position) < _LONGEST_TAGS:
        at += step
    if at == position:
        return position
    inside = source.text[min(at, position) : max(at, position)]
    return at if _MARK_UP.search(inside) else position


def _grouped(source: Source, written: str) -> Decimal | None:
    """A number without money that is written in thousands, where one unit of the text's own money buys nothing."""
    if source.tongue.own not in source.currencies.thousands or not _THOUSANDS.fullmatch(written):
        return None
    return numbers.read(written, ",")


def _own_thousands(source: Source, magnitude: str, start: int, end: int) -> bool:
    """Whether "299k" is money: where a dong or a rupiah buys nothing, prices are said in thousands; "/1M" is a unit."""
    if source.plain[start - 1 : start] == "/":
        return False
    own = magnitude in source.currencies.thousands.get(source.tongue.own or "", ())
    sharp = _SHARPNESS.fullmatch(source.plain, start, end) is not None
    return own and not sharp and _COUNTED.match(source.plain, end) is None


def _spoken_further(source: Source, magnitude: re.Match[str], end: int) -> tuple[Decimal, int] | None:
    """What digits directly behind a word of size add where prices are said so, 1tr2, 1k5; and where they end."""
    word = magnitude.group().strip()
    said = word in source.currencies.thousands.get(source.tongue.own or "", ())
    size = numbers.MAGNITUDES[word] if said else 0
    digits = {10**6: _LAST_DIGITS, 10**3: _LAST_DIGIT}.get(size)
    found = digits.match(source.plain, end) if digits else None
    return (Decimal(f"0.{found.group()}") * size, found.end()) if found else None


def _priced(source: Source, money: Money, value: Decimal, start: int, end: int) -> Amount:
    code = currency(money, source.tongue)
    if code != money.currency and value < source.currencies.least.get(code, 0):
        code = money.currency  # "$5" where a peso buys nothing
    kind: Kind = "dollars" if code == "USD" else "money"
    in_front = not source.plain[start].isdigit()
    return Amount(kind, start, end, (value * money.share,), code, _sign(source.plain, start), in_front)


def _number_end(source: Source, start: int, end: int, front: tuple[Money, int] | None) -> int:
    """Where the number ends: blanks group thousands only beside money that is written so; "，" always parts."""
    if spaced := _SPACED.match(source.plain, start):
        behind = _over_tags(source, spaced.end(), 1)
        money = source.currencies.back(source.plain, behind, source.tongue, alone=front is None) or front
        if (money and money[0].mark == ",") or _opens_a_range(source, spaced.end()) or _is_bare(source, spaced):
            return spaced.end()
    if cents := _CENTS.match(source.plain, _over_tags(source, end, 1)):
        return cents.end() if cents.start() > end else end
    if front and front[0].mark == "," and (cents := _CENTS_APART.match(source.plain, end)):
        return cents.end()
    parted = source.text.find("，", start, end)
    if parted < 0 and source.in_row(start):
        parted = source.text.find(",", start, end)
    if parted > start:
        return parted
    if numbers.read(source.plain[start:end]) is None and (first := _FIRST.match(source.plain, start)):
        return first.end()
    return end


def _is_bare(source: Source, spaced: re.Match[str]) -> bool:
    """Whether blanks part the thousands of a number without money, which ends its clause: "12 месяцев - 14 990".

    Three digits in front of a blank are a number of their own: "300 900 1500" are three.
    """
    own = source.tongue.own in source.currencies.spaced
    return own and _SPACED_SHORT.fullmatch(spaced.group()) is not None and not _WORDED.match(source.plain, spaced.end())


def _opens_a_range(source: Source, end: int) -> bool:
    """Whether another number in thousands follows, whose money is written so: "8 900 - 9 500 ₽"."""
    to = _TO.match(source.plain, end)
    spaced = _SPACED.match(source.plain, to.end()) if to else None
    money = source.currencies.back(source.plain, spaced.end(), source.tongue, alone=True) if spaced else None
    return money is not None and money[0].mark == ","


def _value(source: Source, written: str, money: Money | None) -> Decimal | None:
    mark = source.currencies.mark(money, currency(money, source.tongue)) if money else "."
    return numbers.read(_WITH_CENTS.sub(",", written) if mark == "," else written, mark)


def _sign(plain: str, start: int) -> str:
    """+ or - directly in front, where it belongs to the number and neither joins two nor opens a list item."""
    if plain[max(0, start - 3) : start] in (" + ", "(+ "):
        return "+"
    sign, before = plain[start - 1 : start], plain[max(0, start - 40) : start - 1]
    if sign not in ("+", "-", "−") or before[-1:] not in ("", " ", "|", "(", "\n"):
        return ""
    return sign if sign == "+" or before.split("\n")[-1].strip() else ""


def _in_han_at(source: Source, found: re.Match[str]) -> Amount | None:
    """The amount at a Chinese numeral, if money or a word of discounts stands behind it."""
    plain, value = source.plain, numbers.han(found.group())
    back = source.currencies.back(plain, found.end(), source.tongue, alone=True) if value is not None else None
    if value is not None and back:
        more = parts(plain, back[1], back[0], value)
        return _priced(source, back[0], more[0] if more else value, found.start(), more[1] if more else back[1])
    return (
        Amount("number", found.start(), found.end(), (value,))
        if value is not None and _FOLD.match(plain, found.end())
        else None
    )


def _in_han(source: Source) -> Iterator[Amount]:
    """Amounts in Chinese numerals: before money, 折 or 倍率, in a ratio (一比一), and 三分之一 as a percentage."""
    plain = source.plain
    for found in _HAN.finditer(plain):
        amount = _in_han_at(source, found)
        while amount is not None:
            yield amount
            next_one = _HAN_ON.match(plain, amount.end)  # 一毛五一刀 are two amounts
            amount = _in_han_at(source, next_one) if next_one else None
    for start, end, values in (*folds(plain), *ratios(plain), *rounds(plain)):
        yield Amount("number", start, end, values)
    for found in _SHARE.finditer(plain):
        whole, share = (numbers.han(n) if not n[0].isdigit() else numbers.read(n) for n in found.groups())
        if whole and share:
            yield Amount("percent", found.start(), found.end(), (100 * share / whole,))


def _with_lists(plain: str, found: list[Amount]) -> list[Amount]:
    """The amounts with "29/59/129元" and "¥29/59/129" made money throughout."""
    listed = list(found)
    for at in range(1, len(listed)):
        first, then = listed[at - 1], listed[at]
        leads = first.currency and first.in_front and then.kind == "number" and not _WORDED.match(plain, then.end)
        unit = then.values[0] in _UNITS and plain[then.end - 1].isalpha()
        if leads and not unit and _LISTED.fullmatch(plain, first.end, then.start):
            listed[at] = then._replace(kind=first.kind, currency=first.currency, in_front=True)
    for at in range(len(listed) - 1, 0, -1):
        first, then = listed[at - 1], listed[at]
        closes = then.currency and not then.in_front and first.kind == "number" and not first.sign
        if closes and _LISTED.fullmatch(plain, first.end, then.start):
            listed[at - 1] = first._replace(kind=then.kind, currency=then.currency)
    return listed


def _with_ranges(plain: str, found: list[Amount]) -> list[Amount]:
    """The amounts with "30-50元" and "$0.4 to $0.6" made one of two values."""
    merged: list[Amount] = []
    for amount in found:
        last = merged[-1] if merged else None
        joined = _range(plain, last, amount) if last and amount.start - last.end <= 6 else None
        if joined:
            merged[-1] = joined
        else:
            merged.append(amount)
    return merged


def _range(plain: str, low: Amount, high: Amount) -> Amount | None:
    """Two neighbours as one range: ascending, of one kind, the unit written once or twice."""
    join = _TO.fullmatch(plain, low.end, high.start)
    if join is None or len(low.values) + len(high.values) > 2 or low.values[0] >= high.values[0]:
        return None
    if _FACTOR.match(plain, max(0, low.start - 1)):
        return None
    if low.kind == high.kind and low.currency == high.currency:
        return high._replace(start=low.start, values=low.values + high.values, in_front=low.in_front)
    if low.kind == "number" and high.kind != "number" and not high.in_front:
        return high._replace(start=low.start, values=low.values + high.values)
    tight = len(join.group()) == 1 or _IN_CENTS.search(plain, high.start, high.end) is not None
    if tight and low.in_front and high.kind == "number" and not _DURATION.match(plain, high.end):
        return low._replace(end=high.end, values=low.values + high.values)
    return None
