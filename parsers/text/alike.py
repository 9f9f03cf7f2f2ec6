"""Takes away what all lines of a text have alike, which says nothing: blank lines between all, marks before all."""

from __future__ import annotations

import re

_FEW = 3
"""Fewer lines than this have nothing alike yet."""
_GAP = re.compile(r"\n[ \n]{0,400}\n")
_DENIED = "\u2716-\u2718\u274c\u274e\U0001f6ab"
"""Crosses, which say that a line does not hold."""
_DRAWN = dict.fromkeys(range(0x2500, 0x2580), " ") | dict.fromkeys((0x2502, 0x2503, 0x2551), "|")
"""The frames of drawn tables: upright lines part cells as bars do."""
_MARK = re.compile(
    rf"(?:\A|\n)[ ]{{0,8}}(?![{_DENIED}])[-*•·●▪◆►\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?[ ]{{1,2}}(?=[^ \n])"
)


def evened(folded: str) -> str:
    """The text, of the same length, without the blank lines that part all its lines and the marks that open all.

    A page whose every paragraph stands apart ("name", blank line, "price") reads like one without blank lines, a list
    of nothing but items like plain lines.
    """
    if "\u2502" in folded or "\u2503" in folded or "\u2551" in folded:
        folded = folded.translate(_DRAWN)
    if "\n\n" in folded:
        folded = _joined(folded)
    return _unmarked(folded) if "\n" in folded else folded


def _joined(folded: str) -> str:
    """Each gap of blank lines as one new line, if there is no other kind of new line."""
    inner = folded.strip(" \n")
    gaps = sum(1 for _ in _GAP.finditer(inner))
    if gaps < _FEW - 1 or inner.count("\n") != sum(found.group().count("\n") for found in _GAP.finditer(inner)):
        return folded
    return _GAP.sub(_blanks, folded)


def _unmarked(folded: str) -> str:
    """Blanks for the marks that open all lines, in front of their new lines: an indented line would go on the last."""
    lines = sum(1 for line in folded.split("\n") if line.strip())
    if lines < _FEW or sum(1 for _ in _MARK.finditer(folded)) != lines:
        return folded
    return _MARK.sub(_blanks, folded)


def _blanks(found: re.Match[str]) -> str:
    """As many blanks, the new line last."""
    opened = "\n" in found.group()
    return " " * (len(found.group()) - opened) + "\n" * opened
