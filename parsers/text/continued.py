"""What a price is for that names nothing itself: what its line, its record or the whole text goes on with."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from parsers.records import Basis, Mention
from parsers.text.headings import UP, Headings
from parsers.text.writing import any_of

_TIER_LABEL = re.compile(rf"[^\w\n]{{0,12}}(?P<tier>{any_of('tiers')})[ ]?(?:[^\W\d_][ ]?)?[^\w\n]{{1,12}}")
"""The name of a tier that opens a line and labels the price behind it."""
_KIND = 24
"""How many code points say which tokens a price is for."""


@dataclass
class Continued(Headings):
    """The models and plans of a text with what its prices go on with."""

    @cached_property
    def _everything(self) -> tuple[int, ...]:
        """Where words stand that make a price hold for every model."""
        return tuple(found.start() for found in self.roles.everything.finditer(self.shape.plain))

    def _own(self, mentions: Sequence[Mention], only: Mention, start: int) -> Mention:
        """The one product as it is named on the price's own line, in front of it, if it is."""
        left, _ = self.shape.outline.around(start, start + 1, 3)
        named = [mention for mention in self.within(mentions, left, start) if mention.id == only.id]
        return named[-1] if named else only

    def _other_tier(self, only: Mention, start: int) -> bool:
        """Whether the label in front of a price names another tier than the one plan does: "Pro 版: 190 元/月"."""
        if only.id not in self.plan_ids:
            return False
        opens, _ = self.shape.outline.around(start, start + 1, 3)
        label = _TIER_LABEL.match(self.shape.plain, opens, start)
        return label is not None and label["tier"] not in only.id and label.end() == start

    def _titled(self, mentions: Sequence[Mention], start: int) -> Mention | None:
        """The product that the title of the price's record names."""
        at = bisect_left(self.titles, (start, 0))
        for left, right in reversed(self.titles[max(0, at - UP) : at]):
            if inside := self.within(mentions, left, right):
                return inside[-1]
        return None

    def _continued(self, basis: Basis, mentions: Sequence[Mention], start: int, end: int) -> Mention | None:
        """The last name of the line, where the price's clause names nothing else: "年付 300元", "private $5".

        Little in front of a price of tokens says which tokens: "cached $0.05/M".
        """
        left, _ = self.shape.outline.around(start, end, 1)
        opens, _ = self.shape.outline.around(start, end, 3)
        before = [name for name in self.within(mentions, opens, left) if not self._enclosed(name, start)]
        tokens = basis.startswith("mtok_") and start - left <= _KIND
        return before[-1] if before and (tokens or self.neutral(left, start)) else None

    def _for_all(self, start: int, end: int) -> bool:
        """Whether the sentence says that the price holds for every model."""
        left, right = self.shape.outline.around(start, end, 2)
        return bisect_left(self._everything, left) < bisect_left(self._everything, right)
