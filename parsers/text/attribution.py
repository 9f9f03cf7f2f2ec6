"""Finds the model or plan that a price is for: by row, clause, list position, heading, or because there is only one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from parsers.records import Basis, Mention
from parsers.text.bracketed import Bracketed
from parsers.text.finding import MAPPED, Finding
from parsers.text.layout import Level
from parsers.text.named import PLAN_BASES, line_of
from parsers.text.surroundings import LONG
from parsers.text.writing import any_of

_MANY = re.compile(
    rf"[0-9]{{2,4}} ?\+? ?(?:{any_of('many_between', opens=False)} ?|[a-z]{{2,10}} ){{0,4}}"
    rf"{any_of('many', opens=False)}"
)
_ARROW = re.compile(r"[ ]{0,3}(?:→|->|=>|➜|➡️?|⇒|➔|➝)[ ]{0,3}")
_JOINT = re.compile(r"[→(=>—–][ ]{0,3}\Z")
"""Behind a name, or its channel, what joins a rate to it."""
_PARTS = re.compile(r"[,，。;；|\n]")
_OTHERS = re.compile(rf"[^\w\n]{{0,16}}(?:[0-9]{{1,3}}[^\w\n]{{1,4}})?{any_of('other_goods')}")
"""What opens the line of a good that a shop sells beside its AI products."""
_SERVICES = re.compile(any_of("other_services"))
_RATES = frozenset(("usd_credit", "percent", "multiplier"))
_VALUE_OPENS = re.compile(r"[\"'],[ ]?\Z")
"""In front of a number among quoted values."""
_RATIO = "recharge_ratio"
"""The form of a rate for whatever is topped up, behind the multipliers of models: "gpt 0.1x claude 0.6x 充值 1:1"."""


@dataclass
class Subjects(Bracketed):
    """The models and plans of a text as what prices can be for; `claimed` are names that a price in front has taken."""

    claimed: set[int] = field(default_factory=set)
    listed: Mapping[int, Mention] = field(default_factory=dict)
    """The names that prices take turns with in lists, by where the price begins."""
    peeking: bool = False

    @cached_property
    def _has_many(self) -> bool:
        """Whether the text says that it has a great many models."""
        return _MANY.search(self.shape.plain) is not None

    def of(self, finding: Finding) -> tuple[Mention | None, ...]:
        """What a price is for; several where it names several, None where it is for everything or does not say.

        Nothing at all where its line begins with a good that is no AI product.
        """
        basis, start, end = finding.basis, finding.start, finding.end
        mentions = self.named(basis)
        if basis in PLAN_BASES and self._of_others(mentions, start):
            return ()
        if told := self._told(mentions, finding):
            return told
        rate = basis in _RATES and self._of_other_group(mentions, self.only(basis), finding.at)
        apart = rate or self._spans_list(mentions, finding)
        led = basis == "usd_credit" and self._names_lead(mentions, end)
        clause = None if apart else self._around(mentions, start, end, led)
        if clause and not (finding.form == _RATIO and self._priced_between(clause.span.end, start)):
            return self._of_list(finding, mentions, clause)
        if finding.form == "row" and not self.neutral(self.shape.outline.around(start, end, 3)[0], start):
            return (self._behind_row(mentions, start, end),)
        if self._for_all(start, end):
            return (None,)
        above = None if rate else self._above(basis, mentions, start, end)
        return self._of_list(finding, mentions, above) if above else (None,)

    def _told(self, mentions: Sequence[Mention], finding: Finding) -> tuple[Mention | None, ...]:
        """What the list, the table, the row of values or the heading of rates that a price stands in says it is for."""
        row = self._mapped(mentions, finding) or self._in_table(mentions, finding.start)
        rate = finding.basis in _RATES and finding.form != _RATIO
        turn = self.listed.get(finding.at)
        if not row and turn and (named := self.first(mentions, turn.span.start, turn.span.start + 1)):
            return (named,)
        one = row or self._of_values(finding) or (self._rate_head(mentions, finding.start) if rate else None)
        return row or ((one,) if isinstance(one, Mention) else ())

    def _mapped(self, mentions: Sequence[Mention], finding: Finding) -> tuple[Mention | None, ...]:
        """What a price of a list is for that follows a list of as many names."""
        start = finding.start
        named = self.within(mentions, max(0, start - LONG), start) if finding.form == MAPPED else ()
        return self._of_list(finding, mentions, named[-1]) if named else ()

    def _of_others(self, mentions: Sequence[Mention], start: int) -> bool:
        """Whether the line of a price begins with another shop good, "Netflix 1 month $2", and names nothing else."""
        left, right = self.shape.outline.around(start, start + 1, 3)
        at = bisect_left(self.titles, (start, 0)) - 1
        title = self.titles[at] if at >= 0 and self.titles[at][0] >= left else (left, start)
        named = title if title[0] > left else (left, right)
        opens = _OTHERS.match(self.shape.plain, *title) is not None and not self.within(mentions, *named)
        return opens or self._of_service(mentions, max(left, start - LONG), start)

    def _of_service(self, mentions: Sequence[Mention], left: int, start: int) -> bool:
        """Whether a service that is no AI product stands between the price before and this one: "GPT 30，奈飞 18"."""
        at = bisect_left(self.prices, start) - 1
        left = max(left, self.prices[at]) if at >= 0 else left
        return _SERVICES.search(self.shape.plain, left, start) is not None and not self.within(mentions, left, start)

    def _of_values(self, finding: Finding) -> Mention | None:
        """The first plan of the row of quoted values that a bare number stands in: ('GPT Plus', 'for GPT-5', 950)."""
        plain, start = self.shape.plain, finding.start
        quoted = finding.form == "bare" and _VALUE_OPENS.search(plain, max(0, start - 3), start)
        return self.first_plan(self.shape.outline.around(start, start + 1, 3)[0], start) if quoted else None

    def _spans_list(self, mentions: Sequence[Mention], finding: Finding) -> bool:
        """Whether several names stand between a pack's credit and its price, on lines of their own."""
        if finding.form != "pack":
            return False
        return len({mention.id for mention in self.within(mentions, finding.start, finding.end)}) > 1

    def _of_list(self, finding: Finding, mentions: Sequence[Mention], name: Mention) -> tuple[Mention | None, ...]:
        """What of the list that a name stands in the price is for: the name at its place, all of them, or one."""
        if finding.basis in PLAN_BASES and name.span.end <= finding.start and self._added(mentions, name):
            return (None,)
        shares = finding.basis in ("percent", "multiplier")
        behind = name.span.start >= finding.end
        loose = shares or (behind and finding.basis in PLAN_BASES and not self._fronted(mentions, finding.start))
        group = self.group(mentions, name, behind, loose)
        if finding.of > 1:
            return (group[finding.place],) if len(group) == finding.of else (None,)
        if shares and self._each(finding, group):
            return tuple(group)
        if finding.basis == "usd_credit" and len(group) > 1 and not self._for_all(finding.start, finding.end):
            return tuple(group)
        return (name,) if len(group) == 1 else self._shared(finding.basis, group)

    def _fronted(self, mentions: Sequence[Mention], start: int) -> bool:
        """Whether a name stands in front of a price on its line."""
        return bool(self.within(mentions, self.shape.outline.around(start, start + 1, 3)[0], start))

    def _added(self, mentions: Sequence[Mention], name: Mention) -> bool:
        """Whether a plan is added to the one in front of it, so that a price is for both: "Plus + Pro 1 year"."""
        at = bisect_left(mentions, name.span.start, key=lambda mention: mention.span.start) - 1
        before = mentions[at] if at >= 0 else None
        if before is None or before.id == name.id or not {before.id, name.id} <= self.plan_ids:
            return False
        between = self.shape.plain[before.span.end : min(name.span.start, before.span.end + LONG)]
        left, plus, right = between.partition("+")
        names = all(self.is_neutral(part) for part in (left, right))
        return bool(plus) and names and not self._priced_between(before.span.end, name.span.start)

    def peek(self, start: int, end: int) -> Mention | None:
        """The one name that a price of goods at `[start, end)` is for, without claiming it."""
        self.peeking = True
        found = self.of(Finding(start, end, "account", (), None, "", start))
        self.peeking = False
        return found[0] if found else None

    def _shared(self, basis: Basis, group: Sequence[Mention]) -> tuple[Mention | None, ...]:
        """A list of names before one price of another kind: the price is for none of them alone."""
        plans = [mention for mention in group if mention.id in self.plan_ids]
        if len({mention.id for mention in group}) > 1 and basis != "account":
            return (None,)
        return tuple(plans or group)[-1:]

    def _around(self, mentions: Sequence[Mention], start: int, end: int, led: bool) -> Mention | None:
        """The name in the price's own clause: the last one in front, or directly behind it, unless names are `led`."""
        if pointed := self._pointed(mentions, end) or self._opened(mentions, start) or self._closed(mentions, start):
            return pointed
        left, right = self.shape.outline.around(start, end, 1)
        inside = [m for m in self.within(mentions, left, start) if m.span.end <= right]
        before = [m for m in inside if m.span.end <= start and m.span.start not in self.claimed]
        first = bisect_left(mentions, start, key=lambda mention: mention.span.start)
        after = [m for m in mentions[first : first + 1] if m.span.end <= right]
        if before:
            named = self._plan_of(inside, before[-1])
            return self._unpriced_plan(named) if mentions is self._goods else named
        if bracketed := self._bracketed(mentions, end):
            return bracketed
        if (
            after
            and not led
            and not self._priced_between(end, after[0].span.start)
            and not self._opens_next(mentions, after[0], left, start)
        ):
            if not self.peeking:
                self.claimed.add(after[0].span.start)
            return after[0]
        return None

    def _pointed(self, mentions: Sequence[Mention], end: int) -> Mention | None:
        """The name that an arrow leads to from a price: "R$ 39/mês → ChatGPT Plus"."""
        arrow = _ARROW.match(self.shape.plain, end)
        return self.first(mentions, arrow.end(), arrow.end() + 1) if arrow else None

    def _opens_next(self, mentions: Sequence[Mention], name: Mention, left: int, start: int) -> bool:
        """Whether a name behind a price heads the prices that follow: "PLUS: 3 months = 10$ GEMINI: 1 year = 8$"."""
        opens, stop = self.shape.outline.around(start, start + 1, 3)
        headed = bool(self.within(mentions, opens, left)) and self.neutral(left, start)
        return headed and self._priced_between(name.span.end, stop) and bool(self.shape.plain[left:start].strip())

    def _behind_row(self, mentions: Sequence[Mention], start: int, end: int) -> Mention | None:
        """The one product named behind the price of a list's row: "Cursor 100 (个人 Pro)"."""
        _, right = self.shape.outline.around(start, end, 3)
        behind = self.within(mentions, end, right)
        return behind[0] if len({m.id for m in behind}) == 1 else None

    def _plan_of(self, inside: Sequence[Mention], model: Mention) -> Mention:
        """The plan of the same clause that runs on a model line, implied or named: "K12 with Codex", "Ultra, Veo 3"."""
        plans = {m.id: m for m in inside if m.id in self.plan_ids and m.span.start < model.span.start}
        if len(plans) == 1 and model.id not in self.plan_ids:
            plan = next(iter(plans.values()))
            gives = self.opened_by.get(self.lines.get(plan.id, ""), frozenset())
            if line_of(model) in gives and not self._priced_between(plan.span.end, model.span.start):
                return plan
        if not model.implied and model.id not in self.lines.values():
            return model
        line = model.id.split("-")[0]
        own = [m for m in inside if m.id in self.plan_ids and self._line_of(m) == line]
        return own[-1] if own else model

    def _joined(self, name: Mention, start: int) -> bool:
        """Whether nothing but a sign that joins stands between a name, or its channel, and a rate: "Claude Kiro →"."""
        between = self.shape.plain[name.span.end : min(start, name.span.end + LONG)]
        return _JOINT.search(between) is not None and _PARTS.search(between) is None and self.is_neutral(between)

    def _unpriced_plan(self, line: Mention) -> Mention:
        """The one plan of the text that runs on a line which a price is said for, where no price stands beside it."""
        plan = self.plans[0] if len(self.plan_ids) == 1 else None
        if plan is None or line.implied or self._line_of(plan) != line.id:
            return line
        opens, stop = self.shape.outline.around(plan.span.start, plan.span.end, 3)
        return line if self._priced_between(opens, stop) else plan

    def _above(self, basis: Basis, mentions: Sequence[Mention], start: int, end: int) -> Mention | None:
        """The only product of the listing, or of the sentence, the line or the heading above."""
        only = self.only(basis)
        if basis == "usd_credit":
            left, right = self.shape.outline.around(start, end, 3)
            inside = self.within(mentions, left, start)
            if only:
                return only if self.within(mentions, left, right) else self._heading(mentions, start)
            headed = len({m.id for m in inside}) == 1 and self.neutral(left, start)
            return (
                inside[-1]
                if headed or (inside and self._joined(inside[-1], start))
                else self._heading(mentions, start, "#")
            )
        if only:
            sure = basis not in PLAN_BASES or only.id in self.plan_ids or not self._has_many
            sure = sure and not self._other_tier(only, start) and not self._other_row(only, start)
            return self._own(mentions, only, start) if sure else None
        if found := self._titled(mentions, start) or self._continued(basis, mentions, start, end):
            return found
        levels: tuple[Level, ...] = (2, 3)
        for level in levels:
            left, _ = self.shape.outline.around(start, end, level)
            inside = [name for name in self.within(mentions, left, start) if not self._enclosed(name, start)]
            if inside:
                one = len({m.id for m in inside}) == 1
                goods = basis in PLAN_BASES and basis not in ("account", "percent")
                alone = one and (goods or not self._priced_between(inside[-1].span.end, start))
                return inside[-1] if alone else None
        return self._heading(mentions, start)
