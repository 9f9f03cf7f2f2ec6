"""Packs of credit that are paid for in dollars too: "$9", and beside it "9 USD credits"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from parsers.text.amounts import Amount
from parsers.text.bought import basis_of
from parsers.text.finding import Finding
from parsers.text.held_credit import is_credit, is_labelled, is_named_credit, pack_of
from parsers.text.lengths import PIECE
from parsers.text.reading import Reading
from parsers.text.writing import any_of

_ARROW = re.compile(rf"[ ]?(?:(?:→|->|=>|⇒|➜|➡)\ufe0f?|[—–\-:,]?[ ]?{any_of('gets')})[ ]?")
_OPENS = re.compile(r"[ \-*•·]{0,400}")
_LISTED = re.compile(r"[ ]?[,;、/|·]?[ ]?(?:and )?")
"""Between two packs of one line."""
_NEXT = 48
"""How far a pack's price in dollars may stand from its credit in dollars."""
_FOR = re.compile(
    rf"[ ]{{0,2}}(?:[a-z]{{2,9}} ){{0,2}}(?:{any_of('by', opens=False)}|->|=>|[→=–—\-:]) ?(?:[a-z]{{4,5}} )?"
)
_FAR = 400
"""How far below a pack in dollars a sum may stand that is named as the price."""
_LESS = Decimal("1.5")
"""How many times its price a pack of dollars holds at the least."""


def in_dollars(reading: Reading, used: set[int], asked: set[int]) -> Iterator[Finding]:
    """Packs that are paid in dollars too: "$9", and beside it "9 USD credits".

    What a list pays in is no former price, whatever stands beside it, unless a form has asked it already.
    """
    free = [amount for amount in reading.shape.amounts if amount.kind == "dollars" and not amount.sign]
    for price, held in _arrows(reading, [amount for amount in free if amount.start not in asked]):
        if is_credit(reading, held) and _sells(reading, price) and basis_of(reading, price)[0] == PIECE:
            used |= {price.start, held.start}
            yield pack_of(price, held, "USD")
    for price, held in (*_beside(reading, free), *_traded(reading, free)):
        alone = not {price.start, held.start} & used
        if not alone or not is_credit(reading, held) or not _sells(reading, price):
            continue
        used.add(held.start)
        if basis_of(reading, price)[0] == PIECE:  # else it is the credit of a pass
            used.add(price.start)
            yield pack_of(price, held, "USD")


def _beside(reading: Reading, dollars: Sequence[Amount]) -> Iterator[tuple[Amount, Amount]]:
    """Each sum of dollars with the one that is named as credit: the next one, or where credit comes first the last."""
    named = [is_named_credit(reading, amount) for amount in dollars]
    step = -1 if not named or not named[0] else 1
    for at, held in enumerate(dollars):
        other = at + step
        if not named[at] or not 0 <= other < len(dollars) or named[other]:
            continue
        first, second = sorted((held, dollars[other]), key=lambda amount: amount.start)
        near = _FAR if second is not held and is_labelled(reading, second) else _NEXT
        if second.start - first.end <= near and not reading.shape.has_money(first.end, second.start):
            yield dollars[other], held


def _traded(reading: Reading, dollars: Sequence[Amount]) -> Iterator[tuple[Amount, Amount]]:
    """Each sum of dollars that a sign or "for" sets against a smaller one, of no plan: "$1,000 for $350"."""
    for held, price in pairwise(dollars):
        single = len(held.values) == len(price.values) == 1 and held.values[0] >= _LESS * price.values[0]
        if not single or not _FOR.fullmatch(reading.shape.plain, held.end, price.start):
            continue
        sold = reading.subjects.peek(price.start, price.end)
        if sold is None or sold.id not in reading.subjects.plan_ids:
            yield price, held


def _arrows(reading: Reading, dollars: Sequence[Amount]) -> list[tuple[Amount, Amount]]:
    """The items of a list that says what is paid in and what one gets: "$50 → $55", on lines or one behind another."""
    plain = reading.shape.plain
    every = [
        (paid, held)
        for paid, held in pairwise(dollars)
        if paid.values[0] <= held.values[0] and _ARROW.fullmatch(plain, paid.end, held.start)
    ]
    found = [(paid, held) for paid, held in every if _alone(reading, paid, held)]
    chained = {
        at for at, (first, then) in enumerate(pairwise(every)) if _LISTED.fullmatch(plain, first[1].end, then[0].start)
    }
    found = found if len(found) > 1 else []
    return [*found, *(pair for at, pair in enumerate(every) if {at, at - 1} & chained)]


def _alone(reading: Reading, paid: Amount, held: Amount) -> bool:
    """Whether a pack is all that its line holds."""
    start, end = reading.line(paid.start)
    opens = _OPENS.fullmatch(reading.shape.plain, start, paid.start) is not None
    return opens and reading.shape.blank(held.end, end)


def _sells(reading: Reading, price: Amount) -> bool:
    """Whether dollars are what is paid for credit."""
    role = reading.cues.void(price.start, price.end, "dollars")
    return role is None and len(price.values) == 1
