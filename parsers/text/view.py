"""A text as a reader sees it: without invisible signs, misspelt names set right; and where each part was written."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from parsers.text.misspelt import Misspelt, Slip
from parsers.text.script import fold

_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    r"\U000e0000-\U000e0fff]"
)
Edit = tuple[int, int, str]
"""Where a text is written anew, and what stands there instead."""
Part = tuple[int, int, int]
"""Where a part begins as read, and where it begins and ends as written."""


@dataclass(frozen=True, slots=True)
class View:
    """A text to be read, its folded form, and its parts; without parts it is read as written."""

    text: str
    folded: str
    parts: tuple[Part, ...] = ()
    written: View | None = None

    @classmethod
    def of(cls, text: str, misspelt: Misspelt) -> View:
        """The text as a reader sees it: zero-width and direction marks, which break words apart, are left out."""
        hidden = () if text.isascii() else tuple((*found.span(), "") for found in _INVISIBLE.finditer(text))
        shown = cls(text, fold(text))._edited(hidden)
        return shown._edited([edit for slip in misspelt.find(shown.folded) for edit in _respelled(slip, shown.folded)])

    def _edited(self, edits: Iterable[Edit]) -> View:
        """This text with parts written anew."""
        read: list[str] = []
        parts: list[Part] = []
        at = last = 0
        for start, end, instead in (*edits, (len(self.text), len(self.text), "")):
            for piece, begin, stop in ((self.text[last:start], last, start), (instead, start, end)):
                if piece:
                    parts.append((at, begin, stop))
                    read.append(piece)
                    at += len(piece)
            last = end
        text = "".join(read)
        return self if text == self.text else View(text, fold(text), tuple(parts), self)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span in the text as written of `[start, end)` in the text as read."""
        if self.written is None or not self.parts:
            return start, end
        return self.written.original(self._place(start), self._place(max(start, end - 1)) + (end > start))

    def _place(self, position: int) -> int:
        """Where a position of the text as read stands in the text that it was made of."""
        number = bisect_right(self.parts, position, key=lambda part: part[0])
        at, start, end = self.parts[number - 1]
        is_last = position + 1 == (self.parts[number][0] if number < len(self.parts) else len(self.text))
        return end - 1 if is_last else min(start + position - at, end - 1)


def _respelled(slip: Slip, folded: str) -> list[Edit]:
    """What is written anew where a name is misspelt: only its blanks, where these are all that it lacks."""
    cut = slip.name.split(" ")
    if "".join(cut) != folded[slip.start : slip.end]:
        return [(slip.start, slip.end, slip.name)]
    ends = accumulate(map(len, cut[:-1]), initial=slip.start)
    return [(end, end, " ") for end in list(ends)[1:]]
