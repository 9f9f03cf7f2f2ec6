"""What stands around a price: the row and column of its table, other prices, words that name no product."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from parsers.records import Mention
from parsers.text.finding import Finding
from parsers.text.grids import Cell, Grid
from parsers.text.named import Named, line_of
from parsers.text.numbers import HAN
from parsers.text.writing import any_of

_ALIKE = re.compile(
    rf"[ ,]{{0,2}}{any_of('alike', opens=False)}[^\w\n]{{0,2}}(?:{any_of('official_row', opens=False)})?[ ]?"
)
"""Between names and a share that each of them has: "gpt、claude 都是官方1折"."""
_CLOSE = 8
"""How far behind names a discount may stand that is for each of them: "GPT/Claude全部6.8折"."""
_GROUP = re.compile(rf"{any_of('groups', 'model_groups')}[ :]{{0,2}}\Z")
_LIST = 120
"""How far from the rate of a group the one model's own may stand, on another line of their list."""
_NEUTRAL = re.compile(
    rf"[0-9{HAN}]{{0,3}} ?(?:{any_of('neutral_counters')})?{any_of('neutral', 'ours', 'groups', opens=False)}"
)
"""Words of a clause that name no product: lengths of time, kinds of seat, words of price."""
LONG = 400
"""A stretch of this length names something."""


@dataclass
class Surroundings(Named):
    """The models and plans of a text with its tables and its prices.

    `titles` are the places where its records say what they sell; `own` finds what names a plan of the seller's own;
    `prices` are the places of its prices, ascending.
    """

    grid: Grid
    titles: Sequence[tuple[int, int]] = ()
    own: re.Pattern[str] | None = None
    prices: list[int] = field(default_factory=list)

    @cached_property
    def _rows(self) -> frozenset[int]:
        """Where the rows of tables begin."""
        return frozenset(cell.row[0] for cell in self.grid.cells)

    def _in_table(self, mentions: Sequence[Mention], start: int) -> tuple[Mention | None, ...]:
        """What a price in a table is for: the name in front of it in its cell, that of its row, or of its column.

        A row that lists several names is for all of them; nothing where neither row nor column names any.
        """
        cell = self.grid.at(start)
        if cell is None:
            return ()
        own = self.within(mentions, cell.start, start)
        if own:
            return (own[-1],)
        top = self.first(mentions, cell.column.start, cell.column.end) if cell.column else None
        named = self._of_row(mentions, cell)
        named = self.plan_in(named)
        if len(named) == 1 and (top is None or line_of(top) == line_of(named[0])):
            return (named[0],)
        return (top,) if top or named else ()

    def _of_row(self, mentions: Sequence[Mention], cell: Cell) -> Sequence[Mention]:
        """The names in the first cell of a row that has any, each id once.

        Behind the maker alone, or the line, it is the one name in front of the price that says more: "OpenAI | GPT-5".
        """
        first: tuple[Mention, ...] = ()
        for other in self.grid.row_of(cell):
            named = {mention.id: mention for mention in self.within(mentions, other.start, other.end)}
            if named and not first:
                first = tuple(named.values())
            elif len(named) == 1 == len(first) and other.end <= cell.start:
                one = next(iter(named.values()))
                if self._narrows(one, first[0]):
                    return (one,)
        return first

    def _narrows(self, one: Mention, line: Mention) -> bool:
        """Whether a name says more than the line, or the maker, that the other names."""
        opened = self.opened_by.get(line.id, frozenset((line.id,)))
        return line.id == line_of(line) and one.id != line.id and self._line_of(one) in opened

    def _other_row(self, only: Mention, start: int) -> bool:
        """Whether the row of a table that a price stands in is labelled, and the one plan stands in another row."""
        cell, other = self.grid.at(start), self.grid.at(only.span.start)
        if cell is None or other is None or cell.row == other.row or only.id not in self.plan_ids:
            return False
        label = next(iter(self.grid.row_of(cell)))
        return not label.start <= start < label.end and not self.neutral(label.start, label.end)

    def neutral(self, start: int, end: int) -> bool:
        """Whether a stretch of text names no product."""
        return end - start <= LONG and self.is_neutral(self.shape.plain[start:end])

    def is_neutral(self, words: str) -> bool:
        return re.search(r"[^\W\d]", self.roles.beside.sub("", _NEUTRAL.sub("", words))) is None

    def _priced_between(self, start: int, end: int) -> bool:
        at = bisect_left(self.prices, start)
        return at < len(self.prices) and self.prices[at] < end

    def _each(self, finding: Finding, group: Sequence[Mention]) -> bool:
        """Whether a price is for each of the names close in front, for slashes or a word say so; else for them all."""
        start, end = group[-1].span.end, finding.start
        between = (self.shape.plain[left.span.end : right.span.start] for left, right in pairwise(group))
        alike = _ALIKE.fullmatch(self.shape.plain, start, max(start, end)) is not None
        return 0 <= end - start <= _CLOSE and (alike or all("/" in joint for joint in between))

    def _of_other_group(self, mentions: Sequence[Mention], only: Mention | None, start: int) -> bool:
        """Whether a rate is not that of the one model, which has its own on the line: "1元1刀，az 0.6元，claude 0.8元".

        So it is in front of the model's first name, and behind it where it is said of a group of channels.
        """
        opens, stop = self.shape.outline.around(start, start + 1, 3)
        opens, stop = max(opens, start - LONG), min(stop, start + LONG)
        grouped = _GROUP.search(self.shape.plain, opens, start) is not None
        if grouped:
            opens, stop = max(0, opens - _LIST), stop + _LIST
        named = [name for name in self.within(mentions, opens, stop) if only and name.id == only.id]
        if not named or any(self._leads(name, start) for name in named):
            return False
        at = bisect_left(self.prices, named[0].span.end)
        own = at < len(self.prices) and self._leads(named[0], self.prices[at])
        return own and (start < named[0].span.start or grouped)

    def _leads(self, name: Mention, start: int) -> bool:
        """Whether a price follows a name in its clause, with nothing between but words that name no product."""
        _, right = self.shape.outline.around(name.span.start, name.span.end, 1)
        behind = name.span.end <= start < right and not self._priced_between(name.span.end, start)
        return behind and self.neutral(name.span.end, start)

    def _names_lead(self, mentions: Sequence[Mention], end: int) -> bool:
        """Whether the name behind a rate has a price of its own, as all have in a clause where names lead prices."""
        _, right = self.shape.outline.around(end - 1, end, 1)
        name = self.first(mentions, end, right)
        if name is None or self._priced_between(end, name.span.start):
            return False
        at, last = bisect_left(self.prices, name.span.end), bisect_left(self.prices, right) - 1
        leads = last >= at and self._leads(name, self.prices[at])
        return leads and not self.within(mentions, self.prices[last], right)

    def _enclosed(self, name: Mention, start: int) -> bool:
        """Whether a name stands in brackets, closed in front of `start`, that tell of another price's good."""
        plain = self.shape.plain
        opens = plain.rfind("(", max(0, name.span.start - LONG), name.span.start)
        if opens < 0 or plain.find(")", opens, name.span.start) >= 0:
            return False
        closed = plain.find(")", name.span.end, start) >= 0
        return closed and self._priced_between(self.shape.outline.around(opens, opens, 2)[0], opens)
