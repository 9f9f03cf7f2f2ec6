"""Finds what heads a price: the nearest line above it that names one thing, unless it heads something else."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.records import Mention
from parsers.text.named import line_of
from parsers.text.shapes import PRODUCT, REST
from parsers.text.surroundings import Surroundings

_ITEM = re.compile(r"(?P<indent>[ \t]{0,8})(?:(?P<sign>[-*•·–—])|[0-9]{1,2}[.)])[ \t]")
_FEATURE = re.compile(r"[ \t]{0,8}(?:[-*•·–—✓✔✅☑●○▪▸►➤→+・√]|[0-9]{1,2}[.)])[ \t\ufe0f]?")
"""What opens a line of the things that a plan holds."""
_OPENS = re.compile(rf"[ \t]{{0,8}}(?P<sign>[^\w\s#|{PRODUCT}{REST}])[^\n]")
"""A sign in front of the words of a line."""
UP = 8
"""How many lines, or titles, above a price are looked at."""
_PLAN_AND_LINE = 2
_MARKS = re.compile(r"#{1,6}")
_DEEPEST = 7
"""Deeper than any heading of Markdown."""


@dataclass
class Headings(Surroundings):
    """The models and plans of a text with the lines above its prices."""

    def _heading(self, mentions: Sequence[Mention], start: int, mark: str = "") -> Mention | None:
        """The one name in the nearest line above that has any, if no price stands on that line.

        With a `mark` the line must begin with it.
        """
        lines = self.shape.outline.lines
        at = bisect_left(lines, start)
        titled = self._is_title(lines[at - 1] + 1 if at else 0, start)
        own = self._is_own(lines[at - 1] + 1 if at else 0, start)
        tabled = self.grid.at(start) is not None
        passed = _DEEPEST
        for number in range(at - 1, max(-1, at - UP), -1):
            left, right = (lines[number - 1] + 1 if number else 0), lines[number]
            if tabled and left in self._rows:
                continue  # what another row of its table is of
            inside = self.within(mentions, left, right)
            if inside:
                if title := self._card_title(mentions, inside, number):
                    return title
                several = tuple({m.id: m for m in inside}.values())
                titled_twice = len(several) == _PLAN_AND_LINE and not self.shape.within(left, right, 1)
                named = self.plan_in(several) if titled_twice else several
                alone = len(named) == 1 and not self._priced_between(left, right)
                if passed < _DEEPEST and self._depth(left) >= passed:
                    return None  # another section's
                if not mark and self._alike(left, lines[at - 1] + 1):
                    return None  # one item of a list heads no other
                listed = titled and _FEATURE.match(self.shape.plain, left) is not None
                listed = listed or self._are_items(mentions, lines[max(0, number - 2)] + 1, left, right)
                if listed or (own and self._is_held(lines[number - 2] + 1 if number > 1 else 0, left)):
                    return None  # what another plan holds
                return named[0] if alone and self.shape.plain.startswith(mark, left) else None
            if self.shape.plain.startswith("#", left) and not self.neutral(left, right):
                passed = min(passed, self._depth(left))
            titled = titled or self._is_title(left, right)
            own = own or self._is_own(left, right)
        return None

    def _alike(self, left: int, right: int) -> bool:
        """Whether two lines are items of one list: one that stands further in, or that another sign opens, does not.

        A number heads those that only a sign opens.
        """
        first, then = _ITEM.match(self.shape.plain, left), _ITEM.match(self.shape.plain, right)
        if first is None or then is None or len(then["indent"]) > len(first["indent"]):
            return False
        return not then["sign"] or then["sign"] == first["sign"]

    def _are_items(self, mentions: Sequence[Mention], above: int, left: int, right: int) -> bool:
        """Whether a line and the one above it are two items of a list: one sign opens them, and each names another."""
        plain = self.shape.plain
        marks = (_OPENS.match(plain, above, left), _OPENS.match(plain, left, right))
        if not all(marks) or len({mark["sign"] for mark in marks if mark}) != 1 or self._priced_between(above, right):
            return False
        first = {line_of(name) for name in self.within(mentions, above, left)}
        then = {line_of(name) for name in self.within(mentions, left, right)}
        return bool(first) and not first & then

    def _card_title(self, mentions: Sequence[Mention], inside: Sequence[Mention], number: int) -> Mention | None:
        """The one plan of the line above the names of models that it opens: a shop's card, its title and its text."""
        lines = self.shape.outline.lines
        if number < 1 or mentions is not self._goods or any(name.id in self.plan_ids for name in inside):
            return None
        start = lines[number - 2] + 1 if number > 1 else 0
        named = {name.id: name for name in self.within(mentions, start, lines[number - 1])}
        title = next(iter(named.values())) if len(named) == 1 else None
        if title is None or title.id not in self.plan_ids or self._priced_between(start, lines[number]):
            return None
        return title if self._opens(title, {line_of(name) for name in inside}) else None

    def _depth(self, start: int) -> int:
        """How deep a line that begins here stands: that of its heading, or below all headings."""
        marks = _MARKS.match(self.shape.plain, start)
        return marks.end() - start if marks else _DEEPEST

    def _is_own(self, start: int, end: int) -> bool:
        """Whether a line opens with the name of a plan of the seller's own: what stands above is another plan's."""
        return self.own is not None and self.own.match(self.shape.plain, start, end) is not None

    def _is_held(self, above: int, start: int) -> bool:
        """Whether the line above a name is a price alone, so that the name is among what its plan holds."""
        return self.shape.has_money(above, start) and not self._is_own(above, start)

    def _is_title(self, start: int, end: int) -> bool:
        """Whether a stretch in front of a price names a plan of the seller's own, and lists nothing."""
        return not _FEATURE.match(self.shape.plain, start, end) and not self.neutral(start, end)
