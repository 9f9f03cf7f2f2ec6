"""Finds the amounts of a text from left to right: in digits, with the money words beside them, and in numerals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from parsers.text import numbers
from parsers.text.amounts import TO, WORDED, Amount, Source, priced, sign_of, with_lists, with_ranges
from parsers.text.currencies import Money, currency
from parsers.text.numerals import in_numerals
from parsers.text.phrases import alternatives
from parsers.text.spoken import parts
from parsers.text.writing import any_of

_NUMBER = re.compile(numbers.DIGITS)
_SPACED = re.compile(numbers.SPACED)
_PAID_FOR = re.compile(rf"[ ]{any_of('paid_for')} ")
_SPACED_SHORT = re.compile(r"[1-9][0-9]?[ \u00a0\u202f][0-9]{3}(?:,[0-9]{2})?")
_FIRST = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,9})?(?![0-9]|[.'][0-9])")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,3}")
_MAGNITUDE = re.compile(rf"[ ]?{alternatives(numbers.MAGNITUDES, opens=False)}")
_PERCENT_BEFORE = re.compile(r"(?:\A|[\s(\-−~])%\Z")
"""As Turkish writes it: %25."""
_PERCENT = re.compile(r"[ ]{0,3}%")
_LONGEST_TAGS = 200
_IDENTIFIER = re.compile(r"[A-Za-z]-[0-9]{1,4}[A-Za-z](?![A-Za-z])")
"""A number inside an identifier: PLUS-1M."""
_SHARPNESS = re.compile(r"[248]k")
"""How sharp pictures are, where no good costs so little."""
_CENTS = re.compile(r"[.,][0-9]{2}(?![0-9])")
"""Decimals that stand in a tag of their own: 49<small>,90</small>."""
_CENTS_APART = re.compile(r" [0-9]{2}(?=\n|\Z| [0-9]{1,2}%)(?<=[0-9]{2} [0-9]{2})")
_WITH_CENTS = re.compile(r"(?<=[0-9]) (?=[0-9]{2}\Z)")
"""Decimals that stand apart as a page shows them: R$ 59 90."""
_MARK_UP = re.compile(r"<[^<>]*>|&[a-z#0-9]{2,8};|\n")
_LAST_DIGITS = re.compile(r"[0-9]{1,3}(?![0-9a-z]|[.,][0-9])")
"""Directly behind a word of millions they go on with the number: 1tr2 is 1.2 million."""
_LAST_DIGIT = re.compile(r"[1-9](?![0-9a-z]|[.,][0-9])")
"""The same behind a word of thousands: 1k5 is 1500."""
_THEN_THOUSANDS = re.compile(rf"[ ]?([1-9]){any_of('thousands_then', opens=False)}")
"""Behind a word of ten thousands: 9만 9천 is 99,000."""
_COUNTED = re.compile(rf"[ ]?{any_of('counted')}")


def amounts(source: Source) -> list[Amount]:
    """Every amount from left to right; digits inside words ("k12", "v3") and inside dates or addresses are none."""
    found = list(_in_digits(source))
    if not source.text.isascii():
        taken = {position for amount in found for position in (amount.start, amount.end - 1)}
        found += [amount for amount in in_numerals(source) if not taken & {amount.start, amount.end - 1}]
        found = list(_apart(sorted(found, key=lambda amount: (amount.start, -amount.end))))
    return with_lists(source.plain, with_ranges(source.plain, found))


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
    more = _spoken_further(source, magnitude, magnitude.end()) if magnitude else None
    stop = more[1] if more else magnitude.end() if magnitude else end
    back = source.currencies.back(plain, _over_tags(source, stop, 1), tongue, alone=front is None)
    if back is None and front is None and (percent := _percent(plain, start, end, floor)):
        value = _value(source, plain[start:end], None)
        return (value and Amount("percent", percent[0], percent[1], (value,), sign=sign_of(plain, percent[0]))) or None
    money = back[0] if back else front[0] if front else None
    if back and front and front[0].currency in back[0].own:
        money = front[0]  # 新台幣 300 元
    value = _value(source, plain[start:end], money)
    if value is None:
        return None
    first = front[1] if front else start
    value = numbers.scaled(value, magnitude and magnitude.group().strip()) + (more[0] if more else 0)
    if money is None and magnitude and _own_thousands(source, magnitude.group().strip(), start, stop):
        if _THOUSANDS.fullmatch(plain[start:end]) and (grouped := numbers.read(plain[start:end], ",")):
            value = numbers.scaled(grouped, magnitude.group().strip())  # 1.990k
        return Amount("money", start, stop, (value,), tongue.own, sign_of(plain, start))
    if money is None:
        value = _grouped(source, plain[start:end]) or value
        return Amount("number", start, stop, (value,), sign=sign_of(plain, start))
    if back and (said := parts(plain, back[1], back[0], value)):
        value, back = said[0], (back[0], said[1])
    return priced(source, money, value, first, back[1] if back else stop)


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
    """A number without money whose thousands a point parts, as the text's own money is written: "12 ay 1.490"."""
    if source.tongue.own not in source.currencies.pointed or not _THOUSANDS.fullmatch(written):
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
    if numbers.MAGNITUDES[word] == 10**4 and (thousands := _THEN_THOUSANDS.match(source.plain, end)):
        return Decimal(thousands.group(1)) * 1000, thousands.end()
    said = word in source.currencies.thousands.get(source.tongue.own or "", ())
    size = numbers.MAGNITUDES[word] if said else 0
    digits = {10**6: _LAST_DIGITS, 10**3: _LAST_DIGIT}.get(size)
    found = digits.match(source.plain, end) if digits else None
    return (Decimal(f"0.{found.group()}") * size, found.end()) if found else None


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
    ends = not WORDED.match(source.plain, spaced.end()) or _PAID_FOR.match(source.plain, spaced.end())
    return own and _SPACED_SHORT.fullmatch(spaced.group()) is not None and bool(ends)


def _opens_a_range(source: Source, end: int) -> bool:
    """Whether another number in thousands follows, whose money is written so: "8 900 - 9 500 ₽"."""
    to = TO.match(source.plain, end)
    spaced = _SPACED.match(source.plain, to.end()) if to else None
    money = source.currencies.back(source.plain, spaced.end(), source.tongue, alone=True) if spaced else None
    return money is not None and money[0].mark == ","


def _value(source: Source, written: str, money: Money | None) -> Decimal | None:
    mark = source.currencies.mark(money, currency(money, source.tongue)) if money else "."
    return numbers.read(_WITH_CENTS.sub(",", written) if mark == "," else written, mark)
