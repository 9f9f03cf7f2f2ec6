"""Folds a text for matching, code point by code point, so that positions in the folded text are the original's."""

from __future__ import annotations

import re
import unicodedata

from opencc import OpenCC

_TABLE_END = 0x1FBFF
_IDEOGRAPHS = range(0x3400, 0xA000)
_HANGUL = range(0xAC00, 0xD7A4)
_DOLLAR = "\U0001f4b2"
"""The heavy dollar sign, which sellers write for the plain one."""
_TURKISH = {chr(0x130): "i", chr(0x131): "i"}
"""The letters whose small and capital forms are an i's in other languages: both spell one word."""
_PLAIN = re.compile(r"(?:NEGATIVE (?:SQUARED|CIRCLED) LATIN CAPITAL LETTER|LATIN LETTER SMALL CAPITAL) ([A-Z])")
_STYLED = (*range(0x250, 0x2B0), *range(0x1D00, 0x1D30), *range(0xA720, 0xA800), *range(0x1F150, 0x1F190))
"""Where Unicode has letters that it gives no plain form: small capitals, and white letters on black."""
_LETTERS: dict[str, str] = {
    chr(code): plain[1].lower() for code in _STYLED if (plain := _PLAIN.fullmatch(unicodedata.name(chr(code), "")))
}
_MARKS = {"\u060c": ",", "\u061b": ";", "\u061f": "?", "\u2223": "|", "\u2758": "|"} | _TURKISH | _LETTERS
"""Arabic marks, signs that look like a bar, and letters that fold to others."""
_STROKE = 0x4E28
"""An ideograph of one upright stroke, which parts a title as a dot does and makes no table."""
_BLANKS = "\t\r\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029\u2800"


def _folded(code: int) -> str:
    """One code point in half-width, lower case; what would become two stays, a lone surrogate is no character."""
    character = chr(code)
    if 0xD800 <= code < 0xE000:
        return "\ufffd"
    if character in _MARKS:
        return _MARKS[character]
    if character in _BLANKS:
        return " "
    if character == _DOLLAR:
        return "$"
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    folded = unicodedata.normalize("NFKC", character).lower()
    looks_like_digit = character.isdigit() and not character.isdecimal()  # ① and ² number things, they count nothing
    return folded if len(folded) == 1 and not looks_like_digit else character


def _table() -> str:
    """What every code point below the table's end folds to; Traditional characters become Simplified ones."""
    signs = [chr(code) if code in _IDEOGRAPHS or code in _HANGUL else _folded(code) for code in range(_TABLE_END)]
    ideographs = [chr(code) for code in _IDEOGRAPHS]
    simplified = OpenCC("t2s").convert("\n".join(ideographs)).split("\n")
    for code, sign in zip(_IDEOGRAPHS, simplified, strict=True):
        if len(sign) == 1:
            signs[code] = sign
    signs[_STROKE] = "·"
    return "".join(signs)


_TABLE = _table()


def fold(text: str) -> str:
    """Half-width, lower case, Simplified and of the same length, so that every spelling of a word matches as one."""
    return text.translate(_TABLE)


def fold_form(form: str) -> str:
    """A pattern with its letters folded as texts are: 半額 is 半额 there; a full-width sign is no sign of a pattern."""
    return _WIDE.sub(lambda found: re.escape(fold(found.group())), form)


_WIDE = re.compile(r"[^\x00-\x7f]")
