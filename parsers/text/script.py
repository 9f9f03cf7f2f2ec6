"""Folds a text for matching, code point by code point, so that positions in the folded text are the original's."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

from opencc import OpenCC

_TABLE_END = 0x1FBFF
_IDEOGRAPHS = range(0x3400, 0xA000)
_HANGUL = range(0xAC00, 0xD7A4)
_DOLLAR = "\U0001f4b2"
"""The heavy dollar sign, which sellers write for the plain one."""
_TURKISH = {chr(0x130): "i", chr(0x131): "i"}
"""The letters whose small and capital forms are an i's in other languages: both spell one word."""
_MARKS = {"\u060c": ",", "\u061b": ";", "\u061f": "?"} | _TURKISH
"""Arabic marks, and letters that fold to others."""
_BLANKS = "\t\r\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029\u2800"
_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    r"\U000e0000-\U000e0fff]"
)


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
    return "".join(signs)


_TABLE = _table()


def fold(text: str) -> str:
    """Half-width, lower case, Simplified and of the same length, so that every spelling of a word matches as one."""
    return text.translate(_TABLE)


@dataclass(frozen=True, slots=True)
class View:
    """A text without its invisible characters, and where each stretch of it stands in the text as written."""

    text: str
    starts: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()

    @classmethod
    def of(cls, text: str) -> View:
        """The text as a reader sees it: zero-width and direction marks, which break words apart, are left out."""
        if text.isascii():
            return cls(text)
        starts: list[int] = []
        shifts: list[int] = []
        shown: list[str] = []
        last = 0
        for found in _INVISIBLE.finditer(text):
            shown.append(text[last : found.start()])
            last = found.end()
            starts.append(found.start() - len(starts))
            shifts.append(len(starts))
        if not starts:
            return cls(text)
        return cls("".join([*shown, text[last:]]), tuple(starts), tuple(shifts))

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span in the text as written of `[start, end)` in the text as shown."""
        if not self.starts:
            return start, end
        return self._place(start), self._place(max(start, end - 1)) + (end > start)

    def _place(self, position: int) -> int:
        before = bisect_right(self.starts, position)
        return position + (self.shifts[before - 1] if before else 0)
