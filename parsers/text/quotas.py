"""Tells the credit that a pass holds from its price: "包月 198，每天 40 刀"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from parsers.records import Basis
from parsers.text.amounts import Amount
from parsers.text.bought import basis_of
from parsers.text.credit_forms import EXCHANGE
from parsers.text.finding import Finding
from parsers.text.labelled_lines import labelling
from parsers.text.lengths import PIECE, Stretch, nearest
from parsers.text.phrases import bare
from parsers.text.reading import Reading
from parsers.text.touching import led
from parsers.text.writing import any_of

PACKS = frozenset(("credit_first", "credit_bought", "credit_card"))
"""The forms of the price of a pack."""
_OPENS = re.compile(r"[ ]?\([ ]?")
_LABEL = 16
_COLON = re.compile(rf"(?!{any_of('validity', opens=False)})[^\W\d_]{{0,4}}[ ]?:[ ]?")
_OPENED = re.compile(r"(?:\A|\n|[^\w\s]|\bapi)[ ]{0,2}\Z")
_WIDE = 200
"""How far from a price, on its line, the credit that it buys may be said."""


def quota(reading: Reading, amount: Amount) -> str | None:
    """The condition that an amount of credit states beside a price on its line: "每天 40 刀" is quota:40USD/day."""
    if amount.kind != "dollars":
        return None
    if amount.start not in reading.quotas:
        reading.quotas[amount.start] = _stated(reading, amount)
    return reading.quotas[amount.start]


def held_for(reading: Reading, amount: Amount) -> str | None:
    """The time by which dollars are held, said beside them: "每天 40 刀", "300刀额度/天"; "total" for all of it."""
    plain = reading.shape.plain
    before = reading.goods.held.search(plain, max(0, amount.start - 16), amount.start)
    if before:
        return reading.goods.times[bare(before["time"])]
    named = reading.goods.credit.match(plain, amount.end)
    behind = reading.units.behind(plain, named.end() if named else amount.end)
    return "day" if behind and behind.basis == "day" else None


def _stated(reading: Reading, amount: Amount) -> str | None:
    """The quota that dollars state, for each of the many prices that ask for it."""
    time = held_for(reading, amount)
    if time is None:
        return None
    left, right = reading.line(amount.start)
    beside = reading.shape.within(max(left, amount.start - _WIDE), min(right, amount.end + _WIDE))
    if not any(_paid(reading, other) for other in beside):
        return None
    return f"quota:{amount.values[-1].normalize():f}USD/{time}"


def _paid(reading: Reading, amount: Amount) -> bool:
    """Whether an amount is plainly money of another kind, or a number by a time: 149/月, 月卡 149."""
    if amount.kind != "number":
        return amount.kind == "money"
    behind = reading.units.behind(reading.shape.plain, amount.end)
    return led(reading, amount) is not None or (behind is not None and behind.firm and behind.basis != PIECE)


def quotas(reading: Reading, finding: Finding) -> Iterator[str]:
    """The credit that a pass holds, said behind its price up to the next price of the line."""
    _, right = reading.line(finding.at)
    for amount in reading.shape.within(finding.at + 1, min(right, finding.at + _WIDE)):
        if amount.kind == "money":
            return
        if said := quota(reading, amount):
            yield said


def in_brackets(reading: Reading) -> Iterator[int]:
    """Where dollars stand that a pass holds, in brackets behind its price in other money: "15k (10$)"."""
    plain = reading.shape.plain
    for price, held in pairwise(reading.shape.amounts):
        low, high = EXCHANGE.get(price.currency or "", (Decimal(0), Decimal(0)))
        other = price.kind == "money" and held.kind == "dollars" and high > 0
        inside = _OPENS.fullmatch(plain, price.end, held.start) and plain.startswith(")", held.end)
        if other and inside and held.values[0] and not low <= price.values[-1] / held.values[0] <= high:
            yield held.start


def _label(reading: Reading, finding: Finding) -> Stretch | None:
    """The length of time that opens the clause of a price as its label: "30天畅用：79元 200刀"."""
    opens, _ = reading.shape.outline.around(finding.start, finding.end, 2)
    label = nearest(reading.lengths, max(opens, finding.start - _LABEL), finding.start)
    if label is None or label.beside or not _OPENED.search(reading.shape.plain, max(0, label.start - 4), label.start):
        return None
    return label if _COLON.fullmatch(reading.shape.plain, label.end, finding.start) else None


def _over_all(reading: Reading, finding: Finding) -> Stretch | None:
    """The length that labels a whole line of passes: "月卡套餐：1500刀 ¥99｜3000刀 ¥188"."""
    label = labelling(reading, finding.start)
    passes = label and reading.goods.passes.search(reading.shape.plain, label.start, min(finding.start, label.end + 4))
    return label if passes else None


def pass_of(reading: Reading, finding: Finding) -> tuple[Basis, Decimal] | None:
    """A credit pack that is a plan for a time ("1.99刀/50刀额度的计划, 7天"): the length, and the credit it holds.

    One dollar of credit is no pack but a rate: what is said of passes behind "1元=1刀" is another matter.
    """
    credit = [a for a in reading.shape.within(finding.start, finding.end) if a.start != finding.at]
    _, stop = reading.shape.outline.around(finding.start, finding.end, 3)
    around = reading.shape.plain[max(0, finding.start - 8) : finding.end + 24]
    before = nearest(reading.lengths, max(0, finding.start - 8), finding.start)
    opens, _ = reading.shape.outline.around(finding.start, finding.end, 1)
    label = _label(reading, finding) or nearest(reading.lengths, max(opens, finding.start - _LABEL), finding.start)
    listed = _over_all(reading, finding)
    found = label or nearest(reading.lengths, finding.start, min(stop, finding.end + 40)) or before or listed
    if not credit or credit[-1].values == (Decimal(1),):
        return None
    if found and (listed or _label(reading, finding) or reading.goods.passes.search(around)):
        return found.basis, credit[-1].values[-1]
    if held_for(reading, credit[-1]) not in (None, "total"):
        return basis_of(reading, reading.shape.by_start[finding.at])[0], credit[-1].values[-1]
    return None


def of_plan(reading: Reading, finding: Finding) -> Finding | None:
    """A pack that a form has found as the account of a plan, whose credit it is: 成品号 (含20刀额度) 75元.

    The line names the plan and how it is sold; a relay's pool of that name is no plan.
    """
    if finding.form not in PACKS:
        return None
    left, right = reading.line(finding.at)
    sold = reading.subjects.peek(finding.start, finding.end)
    named = sold is not None and sold.id in reading.subjects.plan_ids and left <= sold.span.start < finding.start
    if not named or not reading.goods.trade.search(reading.shape.plain, left, min(right, finding.end)):
        return None
    amount = reading.shape.by_start[finding.at]
    return finding._replace(basis=basis_of(reading, amount)[0], values=amount.values)
