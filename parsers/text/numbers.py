"""Reads a number as sellers write it (1,299 · 1.299,00 · 4 990 · 1.5w · 299k · 一百二 · 1块2) into a Decimal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from parsers.text.writing import WRITING

Mark = Literal[".", ","]
"""Which sign stands before the decimals in the text's language or currency."""

DIGITS = r"[0-9]{1,12}(?:[.,'][0-9]{1,9}|_[0-9]{3}(?![0-9a-z_])|_(?=[0-9]{3}_)[0-9]{3}){0,4}"
"""A run of digits with its separators; whether it is one number is for `read` to say."""
SPACED = r"[0-9]{1,3}(?:(?:[ \u00a0\u202f]|[ ]{6})[0-9]{3}(?![0-9])){1,3}(?:,[0-9]{1,2}(?![0-9]))?"
"""The same with blanks between the thousands, which an entity ("&nbsp;") leaves six of."""
HAN_UNITS: Mapping[str, int] = WRITING["units"]
TWO = "".join(WRITING["other_digits"])
HAN = "".join([*WRITING["digits"], *WRITING["other_digits"], *HAN_UNITS, *WRITING["half"]])
"""Every sign of Chinese numerals."""
_SIZES = (("thousand", 3), ("ten_thousand", 4), ("million", 6), ("hundred_million", 8), ("billion", 9))
MAGNITUDES: Mapping[str, int] = {word: 10**zeros for name, zeros in _SIZES for word in WRITING[name]}
"""What a word directly behind the digits multiplies them by."""

_HAN_DIGITS = {sign: value for value, sign in enumerate(WRITING["digits"])} | WRITING["other_digits"]
_ZEROS = {sign for sign, value in _HAN_DIGITS.items() if value == 0}
ONE = WRITING["digits"][1]
_HALF = WRITING["half"][0]
_GROUPED = {
    ",": re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?"),
    ".": re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?"),
    "'": re.compile(r"[0-9]{1,3}(?:'[0-9]{3})+(?:\.[0-9]+)?"),
    "_": re.compile(r"[0-9]{1,3}(?:_[0-9]{3})+(?:\.[0-9]+)?"),
}
_MOST_COUNTED = 100_000
_BLANKS = dict.fromkeys(map(ord, " \u00a0\u202f"))


def read(written: str, mark: Mark = ".") -> Decimal | None:
    """The number that digits and separators stand for, or None when they are no number (a date, an address).

    `mark` settles what digits alone leave open: "1.299" is 1.299 where the decimal point is used and 1299 where
    the decimal comma is. A group of three behind a leading zero is never thousands, so "0.150" is 0.15.
    """
    if written.isdigit():
        return Decimal(written)
    digits = written.translate(_BLANKS)
    for sign, pattern in _GROUPED.items():
        if sign in digits and pattern.fullmatch(digits) and not _is_decimal(digits, sign, mark):
            return Decimal(digits.replace(sign, "").replace(",", "."))
    plain = digits.replace(",", ".")
    if plain.count(".") > 1 or "'" in plain or "_" in plain:
        return None
    return Decimal(plain)


def _is_decimal(digits: str, sign: str, mark: Mark) -> bool:
    """True where one separator with three digits behind it ("0.150", "3.125") stands for decimals."""
    if sign in ("'", "_") or digits.count(sign) > 1 or ("." in digits and "," in digits):
        return False
    return digits[0] == "0" or (sign == "." and mark == ".")


def han(written: str) -> Decimal | None:
    """The value of a Chinese numeral: 十五 is 15, 一百二 is 120, 三万 is 30000, 八八 is 88, 半 is 0.5."""
    if written == _HALF:
        return Decimal("0.5")
    if all(sign in _HAN_DIGITS for sign in written):
        return Decimal("".join(str(_HAN_DIGITS[sign]) for sign in written))
    total = section = digit = 0
    unit = 1
    for sign in written:
        if sign in _HAN_DIGITS:
            digit = _HAN_DIGITS[sign]
            unit = 1 if sign in _ZEROS else unit
        elif sign in HAN_UNITS:
            unit = HAN_UNITS[sign]
            if unit == 10_000:
                total, section = (total + section + digit) * unit, 0
            else:
                section += (digit or 1) * unit
            digit = 0
        else:
            return None
    return Decimal(total + section + digit * _colloquial(written, unit))


def _colloquial(written: str, unit: int) -> int:
    """一百二 is 120 and not 102: a last digit behind 百, 千 or 万 counts the next lower unit."""
    ends_open = len(written) > 1 and written[-1] in _HAN_DIGITS and written[-2] in HAN_UNITS
    return unit // 10 if ends_open and unit > 10 else 1


def scaled(value: Decimal, magnitude: str | None) -> Decimal:
    """The number with the word behind it counted in: 1.5 and "w" are 15000; behind 520000 an "m" counts nothing."""
    return value * MAGNITUDES[magnitude] if magnitude and value < _MOST_COUNTED else value
