"""Text as a person would see it, without tags and escapes, with the way back to the places it came from."""

from __future__ import annotations

import html
import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate

ENTITY = re.compile(r"&#?\w{1,31};")
JSON_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.", re.DOTALL)
PERCENT = re.compile(
    r"""%[0-7][0-9a-f] | %[cd][0-9a-f]%[89ab][0-9a-f] | %e[0-9a-f](?:%[89ab][0-9a-f]){2}
      | %f[0-7](?:%[89ab][0-9a-f]){3}""",
    re.VERBOSE | re.IGNORECASE,
)
"""A character of a link that is written in percent escapes, by its bytes in UTF-8."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace `[start, end)` by `marker`."""

    start: int
    end: int
    marker: str


@dataclass(slots=True)
class View:
    """Visible text in pieces; each knows where in the source it stands, or that it stands nowhere."""

    pieces: list[str] = field(default_factory=list)
    sources: list[tuple[int, int] | None] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    """Where each piece begins in the text; counted when the first edit is made, which most texts are spared."""

    @property
    def text(self) -> str:
        """The pieces as one text."""
        return "".join(self.pieces)

    def add(self, piece: str, source: tuple[int, int] | None = None) -> None:
        """Append a piece that stands at `source`; one whose length differs is only ever replaced as a whole."""
        if piece:
            self.pieces.append(piece)
            self.sources.append(source)

    def add_escaped(self, text: str, start: int, escape: re.Pattern[str]) -> None:
        """Append the text that stands at `start`, its entities or escapes decoded."""
        if unescaped(text):
            self.add(text, (start, start + len(text)))
            return
        place = 0
        for match in escape.finditer(text):
            self.add(text[place : match.start()], (start + place, start + match.start()))
            self.add(_decoded(match.group()), (start + match.start(), start + match.end()))
            place = match.end()
        self.add(text[place:], (start + place, start + len(text)))

    def extend(self, other: View) -> None:
        """Append another view, set apart so that nothing is read across the seam."""
        self.pieces += other.pieces
        self.sources += other.sources
        self.add("\n\n")

    def source_edits(self, edit: Edit) -> Iterator[Edit]:
        """The edit as edits of the source: the first place gets the marker, what else it spans is emptied."""
        if len(self.starts) < len(self.pieces):
            self.starts = [0, *accumulate(map(len, self.pieces))][:-1]
        marker = edit.marker
        index = bisect_right(self.starts, edit.start) - 1
        while index < len(self.pieces) and self.starts[index] < edit.end:
            source = self.sources[index]
            if source is not None:
                yield Edit(*self._within(index, source, edit), marker)
                marker = ""
            index += 1

    def _within(self, index: int, source: tuple[int, int], edit: Edit) -> tuple[int, int]:
        first, last = source
        if last - first != len(self.pieces[index]):
            return source
        offset = first - self.starts[index]
        return max(first, edit.start + offset), min(last, edit.end + offset)


def unescaped(text: str) -> bool:
    """Whether a text has no entity and no escape, of whatever kind."""
    return "&" not in text and "\\" not in text and "%" not in text


def _decoded(escape: str) -> str:
    if escape.startswith("&"):
        return html.unescape(escape)
    if escape.startswith("%"):
        return bytes.fromhex(escape.replace("%", "")).decode("utf-8", "replace")
    try:
        return str(json.loads(f'"{escape}"', strict=False))
    except json.JSONDecodeError:
        return escape


def without_overlap(edits: Iterable[Edit]) -> list[Edit]:
    """The edits in order of place; where two overlap, the one that was found first stays."""
    kept: list[Edit] = []
    starts: list[int] = []
    for edit in edits:
        place = bisect_right(starts, edit.start)
        if (place and kept[place - 1].end > edit.start) or (place < len(kept) and kept[place].start < edit.end):
            continue
        kept.insert(place, edit)
        starts.insert(place, edit.start)
    return kept


def edited(text: str, edits: list[Edit]) -> str:
    """The text with the edits made; they must be in order and must not overlap."""
    parts, place = [], 0
    for edit in edits:
        parts += [text[place : edit.start], edit.marker]
        place = edit.end
    return "".join([*parts, text[place:]])
