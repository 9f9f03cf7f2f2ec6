"""How the words of a text that name products and tiers stand to each other: beside, in a row, on lines of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from parsers.text.plan_words import SIZE_ALONE, SIZE_BEFORE, SIZE_BEHIND, Brand, Head, PlanWords
from parsers.text.writing import any_of

JOINT = re.compile(r"[ \-_.·]{0,2}")
LISTED = re.compile(rf"\s?(?:[/、,&+|;·]|{any_of('and')})\s?| {any_of('and_words', opens=False)} ")
_SIZE = rf"\$?\d{{1,3}}(?: ?{any_of('size_unit', opens=False)})?"
_ITEM = re.compile(rf"(?:[ (]?{_SIZE}\)?)?(?:{LISTED.pattern})(?:{_SIZE} ?)?")
"""What parts the tiers of a list in front of their product, with their sizes: "Max 20x | Pro"."""
_OPENING = re.compile(r"(?:\A|\n)[^\w\n]{0,16}(?:\d{1,2}(?:\ufe0f?\u20e3|[.)、])[^\w\n]{0,4})?\Z")
_DOLLARS = re.compile(rf"\$ ?(?:5|10|20)(?!\d)|(?<!\d)(?:5|10|20) ?{any_of('dollar', opens=False)}")
"""No size: plans of five and twenty times the use cost a hundred dollars and more."""
NEAR, LINE = 32, 48
"""Code points between a product and its tier, and on its line in front."""
LIST, HEADING, ROWS, _MOST = 600, 40, 12, 4
"""How far above a line of a list its heading may stand, how long that is, how many words may stand between, and how
many tiers of a row are looked at on either side of one."""


@dataclass(slots=True)
class Word:
    """A word that was found: where, what it is, the product that it belongs to, and where that product opens it.

    A `versioned` product is a model, which is sold by use and not by the tier in front of it.
    """

    head: Head
    start: int
    end: int
    brand: Brand | None = None
    opens: int | None = None
    versioned: bool = False


class PlanLists:
    """One text with its words, in reading order, and how they stand to each other."""

    def __init__(self, plans: PlanWords, shown: str, words: Sequence[Word]) -> None:
        self.plans, self.shown, self.words = plans, shown, words

    @cached_property
    def starts(self) -> list[int]:
        """Where each word begins."""
        return [word.start for word in self.words]

    def gap(self, left: Word, right: Word) -> str:
        return self.shown[left.end : right.start]

    def reaches(self, left: Word, right: Word) -> bool:
        """Whether only joining signs and words of the trade stand between the two."""
        return right.start - left.end <= NEAR and self.plans.noise.fullmatch(self.gap(left, right)) is not None

    def goes_on(self, left: Word, right: Word) -> bool:
        """Whether a list goes on behind the price of the tier in front: "Pro 20/mo, Max 100/mo"."""
        if left.head.kind not in ("tier", "whole") or right.start - left.end > LINE:
            return False
        gap = self.gap(left, right)
        return any(map(str.isdigit, gap)) and self.plans.priced.fullmatch(gap) is not None

    def is_everyday(self, i: int) -> bool:
        """Whether a tier is an everyday word, and in no list with another tier: "Kiro: Power, Pro"."""
        tier = self.words[i].head.tier
        return tier in self.plans.near and (tier == "free" or self.row(i) == (i, i))

    def opens_line(self, word: Word) -> bool:
        """Whether only marks, or the number of its item, stand in front of a word on its line."""
        return _OPENING.search(self.shown, max(0, word.start - 24), word.start) is not None

    def heads_list(self, word: Word) -> bool:
        """Whether a product's line is a heading: short, and about one product."""
        left = self.shown.rfind("\n", 0, word.start) + 1
        right = self.shown.find("\n", word.end)
        return len(self.shown[left : right if right >= 0 else None].strip()) <= HEADING

    def listed(self, i: int) -> Iterator[Word]:
        """The words of the list in which a tier stands, up to the lines that head other lists."""
        above, below = reversed(self.words[max(0, i - ROWS) : i]), self.words[i + 1 : i + ROWS]
        for side in (above, below):
            for word in side:
                headed = word.head.kind == "brand" and self.opens_line(word) and self.heads_list(word)
                if headed or abs(word.start - self.words[i].start) > LIST:
                    break
                yield word

    def row(self, i: int) -> tuple[int, int]:
        """The first and the last tier of the list in which a tier stands: "Plus / Pro / Team", a table's header."""
        first = last = i
        while last + 1 < len(self.words) and last < i + _MOST and self.goes_beside(last):
            last += 1
        while first and first > i - _MOST and self.goes_beside(first - 1):
            first -= 1
        return first, last

    def goes_beside(self, i: int) -> bool:
        """Whether a word and the next are tiers with no more than a sign of lists between them."""
        left, right = self.words[i : i + 2]
        tiers = {left.head.kind, right.head.kind} <= {"tier", "whole"}
        return tiers and _ITEM.fullmatch(self.gap(left, right)) is not None

    def size(self, word: Word) -> re.Match[str] | None:
        """The size that stands beside a tier: "Max 20x", "20x Pro", "Pro 200刀"."""
        behind = SIZE_BEHIND.match(self.shown, word.end)
        found = behind or SIZE_BEFORE.search(self.shown, max(0, word.start - 8), word.start)
        gap = None if found else self.plans.sized_gap.match(self.shown, word.end, word.end + NEAR)
        found = SIZE_BEHIND.match(self.shown, gap.end()) if gap else found or SIZE_ALONE.match(self.shown, word.end)
        return None if found and _DOLLARS.search(found.group()) else found
