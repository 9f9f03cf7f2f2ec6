"""What a text names that prices can be for: its models and plans, which are one good, and which stand in one list."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from parsers.records import Basis, Mention
from parsers.text.roles import Roles
from parsers.text.shapes import Shape
from parsers.text.writing import any_of

PLAN_BASES: frozenset[Basis] = frozenset(
    ("hour", "day", "week", "month", "quarter", "half_year", "year", "lifetime", "account", "percent")
)
"""What a plan can be sold by; tokens, calls, credit and multipliers are sold by the model."""

_AND_MORE = re.compile(rf"[ ]?{any_of('and_more', opens=False)}")
_GROUP = 6
_MOST = 64
"""Names near a price that are looked at: a bound for hostile texts."""


@dataclass
class Named:
    """The models and plans of a text.

    `lines` is the model line that each plan runs on, `opened_by` the lines that a plan of a line opens besides;
    `settled` are the models that no more specific one replaces; `tools` are products that have no id.
    """

    shape: Shape
    roles: Roles
    models: tuple[Mention, ...]
    plans: tuple[Mention, ...]
    lines: Mapping[str, str]
    opened_by: Mapping[str, frozenset[str]]
    settled: frozenset[str]
    tools: tuple[Mention, ...]

    def named(self, basis: Basis) -> Sequence[Mention]:
        """The names that a price of this basis can be for; where a plan and a model are one name, the plan."""
        return self._goods if basis in PLAN_BASES else self.models

    @cached_property
    def _goods(self) -> Sequence[Mention]:
        plans = sorted(self.plans, key=lambda plan: plan.span.start)
        ends = list(accumulate((plan.span.end for plan in plans), max))
        starts = [plan.span.start for plan in plans]
        free = [m for m in self.models if not _covered(starts, ends, m.span.start, m.span.end)]
        return sorted([*plans, *free, *self.tools], key=lambda mention: mention.span.start)

    @cached_property
    def _starts(self) -> tuple[list[int], list[int]]:
        """Where the models begin, and where the goods do."""
        return [name.span.start for name in self.models], [name.span.start for name in self._goods]

    @cached_property
    def goods_ids(self) -> frozenset[str]:
        """What the text names that accounts can be for."""
        return frozenset(name.id for name in self._goods)

    def first(self, mentions: Sequence[Mention], start: int, end: int) -> Mention | None:
        """The first of the names, of all models or of all goods, that begins in `[start, end)`."""
        starts = self._starts[0 if mentions is self.models else 1]
        at = bisect_left(starts, start)
        return mentions[at] if at < len(starts) and starts[at] < end else None

    @cached_property
    def plan_ids(self) -> frozenset[str]:
        """The plans that the text names."""
        return frozenset(plan.id for plan in self.plans)

    def within(self, mentions: Sequence[Mention], start: int, end: int) -> Sequence[Mention]:
        """The names, of all models or of all goods, that begin in `[start, end)`; where many do, the last of them."""
        starts = self._starts[0 if mentions is self.models else 1]
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        return mentions[max(first, last - _MOST) : last]

    @cached_property
    def _plans(self) -> tuple[list[int], list[Mention]]:
        """The plans among the goods, and where they begin."""
        plans = [name for name in self._goods if name.id in self.plan_ids]
        return [plan.span.start for plan in plans], plans

    def first_plan(self, start: int, end: int) -> Mention | None:
        """The first plan that begins in `[start, end)`."""
        starts, plans = self._plans
        at = bisect_left(starts, start)
        return plans[at] if at < len(starts) and starts[at] < end else None

    def only(self, basis: Basis) -> Mention | None:
        """The one product of the listing, where it has but one."""
        if basis in PLAN_BASES and len(self.plan_ids) == 1:
            plan = self.plans[0]
            lines = {id.split("-")[0] for id in self.settled}
            return plan if self._opens(plan, lines) else None
        if (basis not in PLAN_BASES or not self.plans) and len(self.settled) == 1:
            only = next((model for model in self.models if model.id in self.settled), None)
            return None if only is None or self._is_example(only) else only
        return None

    def _is_example(self, model: Mention) -> bool:
        """Whether a model is named as one of more: "GPT-5.2 等", "and more"."""
        return _AND_MORE.match(self.shape.plain, model.span.end) is not None

    def plan_in(self, named: Sequence[Mention]) -> Sequence[Mention]:
        """Of a plan and the models that run on it, the plan; else the names as they are."""
        plans = [mention for mention in named if mention.id in self.plan_ids]
        lines = {line_of(mention) for mention in named if mention.id not in self.plan_ids}
        return plans if len(plans) == 1 and self._opens(plans[0], lines) else named

    def _line_of(self, plan: Mention) -> str:
        return self.lines.get(plan.id, plan.id).split("-")[0]

    def _opens(self, plan: Mention, lines: set[str]) -> bool:
        """Whether a plan opens models whose ids begin so: its vendor's, or anybody's where a tool's plan heads them."""
        line = self.lines.get(plan.id)
        if line is None and lines:
            left, right = self.shape.outline.around(plan.span.start, plan.span.end, 3)
            return not self.within(self.models, left, right)
        return line is None or lines <= self.opened_by.get(line, frozenset((line,)))

    def group(self, mentions: Sequence[Mention], first: Mention, onwards: bool, loose: bool = False) -> list[Mention]:
        """The list of names that ends in this one ("Claude Code / Codex"), or with `onwards` begins with it.

        In a `loose` list a blank between other names will do: "gpt claude 全部 2 折".
        """
        at = bisect_left(mentions, first.span.start, key=lambda mention: mention.span.start)
        group = [first]
        others = mentions[at + 1 : at + 1 + _GROUP] if onwards else mentions[max(0, at - _GROUP) : at][::-1]
        for mention in others:
            left, right = (group[-1], mention) if onwards else (mention, group[0])
            blank = loose and left.id != right.id and self.shape.plain[left.span.end : right.span.start] == " "
            if not blank and not self.roles.joined.fullmatch(self.shape.plain, left.span.end, right.span.start):
                break
            group.insert(len(group) if onwards else 0, mention)
        return group


def line_of(mention: Mention) -> str:
    """The line of an id: what it begins with."""
    return mention.id.split("-")[0]


def _covered(starts: Sequence[int], ends: Sequence[int], start: int, end: int) -> bool:
    """Whether one of the spans that begin before `end` goes on beyond `start`; `ends` are the farthest so far."""
    before = bisect_left(starts, end)
    return before > 0 and ends[before - 1] > start
