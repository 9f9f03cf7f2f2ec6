"""Amounts in Chinese numerals: before money or a word of discounts, in a ratio, and shares as percentages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.text import numbers
from parsers.text.amounts import Amount, Source, priced
from parsers.text.spoken import folds, parts, ratios, rounds
from parsers.text.writing import any_of, signs

_HAN = re.compile(rf"(?<![{numbers.HAN}{signs('few')}])[{numbers.HAN}]{{1,6}}(?![{numbers.HAN}])")
_HAN_ON = re.compile(rf"[{numbers.HAN}]{{1,6}}(?![{numbers.HAN}])")
_ROUGHLY = re.compile(any_of("roughly", opens=False))
_SHARE = re.compile(rf"([{numbers.HAN}0-9]{{1,4}}){any_of('part_of')}([{numbers.HAN}0-9.]{{1,6}})")
_FOLD = re.compile(rf"[ ]?{any_of('tenths')}(?![{signs('tenths_unless')}])")


def in_numerals(source: Source) -> Iterator[Amount]:
    """Amounts in Chinese numerals: before money, 折 or 倍率, in a ratio (一比一), and 三分之一 as a percentage."""
    plain = source.plain
    for found in _HAN.finditer(plain):
        amount = _amount(source, found)
        while amount is not None:
            yield amount
            next_one = _HAN_ON.match(plain, amount.end)  # 一毛五一刀 are two amounts
            amount = _amount(source, next_one) if next_one else None
    for start, end, values in (*folds(plain), *ratios(plain), *rounds(plain)):
        yield Amount("number", start, end, values)
    for found in _SHARE.finditer(plain):
        whole, share = (numbers.han(n) if not n[0].isdigit() else numbers.read(n) for n in found.groups())
        if whole and share:
            yield Amount("percent", found.start(), found.end(), (100 * share / whole,))


def _amount(source: Source, found: re.Match[str]) -> Amount | None:
    """The amount at a Chinese numeral, if money or a word of discounts stands behind it."""
    plain, value = source.plain, numbers.han(found.group())
    back = source.currencies.back(plain, found.end(), source.tongue, alone=True) if value is not None else None
    if back and _ROUGHLY.fullmatch(found.group()):
        return None
    if value is not None and back:
        more = parts(plain, back[1], back[0], value)
        return priced(source, back[0], more[0] if more else value, found.start(), more[1] if more else back[1])
    return (
        Amount("number", found.start(), found.end(), (value,))
        if value is not None and _FOLD.match(plain, found.end())
        else None
    )
