"""Pairs the prices of credit packs with the dollars of credit that another line or field names for them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from parsers.text.amounts import Amount
from parsers.text.bought import basis_of
from parsers.text.credit_forms import EXCHANGE
from parsers.text.finding import Finding
from parsers.text.lengths import PIECE
from parsers.text.quotas import PACKS, held_for
from parsers.text.reading import Reading
from parsers.text.row_credit import valid_only
from parsers.text.writing import any_of

_APART = 160
"""How far a pack's price may stand from its credit."""
_ARROW = re.compile(rf"[ ]?(?:(?:→|->|=>|⇒|➜|➡)\ufe0f?|[—–\-:,]?[ ]?{any_of('gets')})[ ]?")
_OPENS = re.compile(r"[ \-*•·]{0,400}")
_LISTED = re.compile(r"[ ]?[,;、/|·]?[ ]?(?:and )?")
"""Between two packs of one line."""
_NEXT = 48
"""How far a pack's price in dollars may stand from its credit in dollars."""
_TITLE = re.compile(r"[^\w\n]{0,6}")
"""In front of the dollars that open a title: brackets and signs."""
_DECIMAL = re.compile(r"[0-9]\.[0-9]{1,2}\Z")
_CENTS = re.compile(r"\.[0-9]{2}\Z")
_SAME = re.compile(rf"[ ,]{{0,3}}{any_of('same')}[ ]{{0,3}}")
_FOR = re.compile(
    rf"[ ]{{0,2}}(?:[a-z]{{2,9}} ){{0,2}}(?:{any_of('by', opens=False)}|->|=>|[→=–—\-:]) ?(?:[a-z]{{4,5}} )?"
)
_API = re.compile(r"[ ]?api\b")
"""Directly behind dollars that an API holds: "100$ API Claude"."""
_FAR = 400
"""How far below a pack in dollars a sum may stand that is named as the price."""
_LESS = Decimal("1.5")
"""How many times its price a pack of dollars holds at the least."""
HELD = frozenset(("quota", "label", "worth"))
"""The roles of dollars that are what a pack holds."""


def packs(reading: Reading, formed: Iterable[Finding], used: set[int]) -> Iterator[Finding]:
    """The prices of packs, by the dollar of credit; what they use is marked as used.

    Lines on which a form has `formed` the price of a pack go on with others: "баланс 10$ — 750 руб, 50$ — 3500 руб".
    """
    if len(reading.shape.amounts) < 2:
        return
    if reading.asked is not None:
        yield from _of_good(reading, reading.shape.by_start[reading.asked], used)
        return
    if not _are_named(reading):
        return
    yield from _in_dollars(reading, used, {finding.at for finding in formed})
    free = [amount for amount in reading.shape.amounts if amount.start not in used and not amount.sign]
    credit = [amount for amount in free if _is_credit(reading, amount)]
    paid = [amount for amount in free if is_paid(reading, amount)] if credit else []
    if len(credit) == 1:
        start, end = reading.line(credit[0].start)
        paid = [price for price in paid if start <= price.start < end] or paid
    lines = {reading.line(finding.at) for finding in formed if finding.form in PACKS}
    for price, held in _pairs(credit, paid):
        if _is_pack(reading, price, held, reading.line(price.start) in lines):
            used |= {price.start, held.start}
            yield _finding(price, held, price.currency or reading.shape.tongue.own)


def _of_good(reading: Reading, price: Amount, used: set[int]) -> Iterator[Finding]:
    """The price of a storefront's good whose title says how many dollars of credit it holds."""
    dollars = [amount for amount in reading.shape.amounts if amount.kind in ("dollars", "number")]
    credit = [held for held in dollars if held.start not in {price.start, *used} and _is_credit(reading, held)]
    if price.start in used or len(credit) != 1 or not _tells_credit(reading, credit[0]):
        return
    sold = reading.subjects.peek(price.start, price.end)
    plan = sold is not None and sold.id in reading.subjects.plan_ids
    if not plan and basis_of(reading, price)[0] == PIECE:
        used |= {price.start, credit[0].start}
        yield _finding(price, credit[0], price.currency or reading.shape.tongue.own)


def _tells_credit(reading: Reading, held: Amount) -> bool:
    """Whether the line of dollars names credit or a code for it, or opens with them."""
    plain, goods = reading.shape.plain, reading.goods
    line = reading.line(held.start)
    opens = _TITLE.fullmatch(plain, line[0], held.start) is not None
    return bool(
        opens
        or goods.credit.search(plain, *line)
        or goods.balance.search(plain, *line)
        or goods.code.search(plain, *line)
    )


def _are_named(reading: Reading) -> bool:
    """Whether a text names credit, or sells a good that is titled by the dollars it holds."""
    plain, goods = reading.shape.plain, reading.goods
    counted = any(amount.credit for amount in reading.shape.amounts)
    return bool(counted or goods.credit.search(plain) or goods.balance.search(plain) or _is_titled(reading))


def _is_titled(reading: Reading) -> bool:
    """Whether the title of a good in a shop with other money opens with dollars: "100刀-Codex 线路-不限时"."""
    plain, held = reading.shape.plain, reading.shape.amounts[0]
    start, end = reading.line(held.start)
    if held.kind != "dollars" or reading.shape.tongue.own != "CNY":
        return False
    named = reading.subjects.within(reading.subjects.named(PIECE), start, end)
    return bool(named) and bool(_TITLE.fullmatch(plain, 0, held.start) or reading.goods.code.match(plain, held.end))


def _in_dollars(reading: Reading, used: set[int], asked: set[int]) -> Iterator[Finding]:
    """Packs that are paid in dollars too: "$9", and beside it "9 USD credits".

    What a list pays in is no former price, whatever stands beside it, unless a form has asked it already.
    """
    free = [amount for amount in reading.shape.amounts if amount.kind == "dollars" and not amount.sign]
    every = [a for a in reading.shape.amounts if a.kind == "dollars" and not a.sign and a.start not in asked]
    for price, held in _arrows(reading, every):
        if _is_credit(reading, held) and _sells(reading, price) and basis_of(reading, price)[0] == PIECE:
            used |= {price.start, held.start}
            yield _finding(price, held, "USD")
    for price, held in (*_beside(reading, free), *_traded(reading, free)):
        alone = not {price.start, held.start} & used
        if not alone or not _is_credit(reading, held) or not _sells(reading, price):
            continue
        used.add(held.start)
        if basis_of(reading, price)[0] == PIECE:  # else it is the credit of a pass
            used.add(price.start)
            yield _finding(price, held, "USD")


def _beside(reading: Reading, dollars: Sequence[Amount]) -> Iterator[tuple[Amount, Amount]]:
    """Each sum of dollars with the one that is named as credit: the next one, or where credit comes first the last."""
    named = [_is_named_credit(reading, amount) for amount in dollars]
    step = -1 if not named or not named[0] else 1
    for at, held in enumerate(dollars):
        other = at + step
        if not named[at] or not 0 <= other < len(dollars) or named[other]:
            continue
        first, second = sorted((held, dollars[other]), key=lambda amount: amount.start)
        near = _FAR if second is not held and _is_labelled(reading, second) else _NEXT
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


def _is_labelled(reading: Reading, amount: Amount) -> bool:
    """Whether a word of price stands in front of an amount."""
    return reading.goods.price.search(reading.shape.plain, max(0, amount.start - 16), amount.start) is not None


def _is_named_credit(reading: Reading, amount: Amount) -> bool:
    """Whether dollars are named as a balance, right behind or in front of them: "9 USD credits", "Balance: $9"."""
    plain, holds = reading.shape.plain, reading.goods.balance
    if amount.credit or holds.match(plain, amount.end) or _API.match(plain, amount.end):
        return True
    named = reading.goods.balance_of.search(plain, max(0, amount.start - 24), amount.start)
    return named is not None and not plain[max(0, named.start() - 2) : named.start()].rstrip()[-1:].isdigit()


def _sells(reading: Reading, price: Amount) -> bool:
    """Whether dollars are what is paid for credit."""
    role = reading.cues.void(price.start, price.end, "dollars")
    return role is None and len(price.values) == 1


def _finding(price: Amount, held: Amount, currency: str | None) -> Finding:
    """What one dollar of the pack costs; its words reach from the one amount to the other."""
    values = tuple(value / held.values[0] for value in price.values)
    start, end = min(price.start, held.start), max(price.end, held.end)
    return Finding(start, end, "usd_credit", values, currency, "pack", price.start)


def _is_credit(reading: Reading, amount: Amount) -> bool:
    """Whether dollars are neither a gift, an official price or the like, nor a quota for a time."""
    if len(amount.values) > 1 or amount.values[0] <= 1:
        return False
    if amount.kind == "number":
        return reading.fields.in_dollars(reading.shape, reading.currencies, amount.start)
    if amount.kind != "dollars":
        return False
    role = reading.cues.void(amount.start, amount.end, "dollars")
    named = reading.goods.credit.search(reading.shape.plain, max(0, amount.start - 12), amount.start)
    held = role is None or role.id in HELD or (role.id == "limit" and named is not None)
    behind = reading.units.behind(reading.shape.plain, amount.end)
    return held and held_for(reading, amount) in (None, "total") and (behind is None or behind.basis == PIECE)


def _is_named(reading: Reading, held: Amount) -> bool:
    """Whether a word for credit stands directly behind dollars: "$5 额度" is no other sign for the price."""
    plain = reading.shape.plain
    return reading.goods.credit.match(plain, held.end + plain.startswith(" ", held.end)) is not None


def is_paid(reading: Reading, amount: Amount) -> bool:
    """Whether an amount is a selling price in money of another kind, or a number that is named as a price."""
    if amount.kind == "number":
        if reading.shape.tongue.own in (None, "USD") or not _is_priced(reading, amount):
            return False
    elif amount.kind != "money":
        return False
    return reading.cues.void(amount.start, amount.end, "money") is None and amount.values[0] > 0


def _is_priced(reading: Reading, amount: Amount) -> bool:
    """Whether a number is named as a price, or closes its clause with the decimals of one: 12.00."""
    if reading.asked is not None:
        return amount.start == reading.asked
    plain, field = reading.shape.plain, reading.field(amount.start)
    named = _is_labelled(reading, amount) or reading.goods.sold.match(plain, amount.end)
    cents = _DECIMAL if reading.alone(amount) else _CENTS
    sure = cents.search(plain, amount.start, amount.end) or _follows_credit(reading, amount)
    closes = sure and reading.goods.closes.match(plain, amount.end)
    cell = reading.grid.at(amount.start)
    below = cell is not None and cell.column is not None and cell.column.kind == "price"
    return bool(named or closes or below or (field and field.kind == "price"))


def _follows_credit(reading: Reading, amount: Amount) -> bool:
    """Whether a number stands directly behind dollars, which it then is the price of: "Claude API 100刀 88"."""
    at = bisect_left(reading.shape.starts, amount.start) - 1
    held = reading.shape.amounts[at] if at >= 0 else None
    return held is not None and held.kind == "dollars" and reading.shape.blank(held.end, amount.start)


def _pairs(credit: Sequence[Amount], paid: Sequence[Amount]) -> Iterator[tuple[Amount, Amount]]:
    """Each price with the credit in front of it, or behind it where a price comes first.

    A pack that is the only one may have several prices (cash and card, one and many); of packs each has its own.
    """
    if len(credit) == 1:
        yield from ((price, credit[0]) for price in paid)
        return
    starts = [amount.start for amount in credit]
    leads = bool(paid) and paid[0].start < starts[0]
    taken: set[int] = set()
    for price in paid:
        at = bisect_left(starts, price.start) - (0 if leads else 1)
        if 0 <= at < len(credit) and at not in taken:
            taken.add(at)
            yield price, credit[at]


def _is_pack(reading: Reading, price: Amount, held: Amount, goes_on: bool) -> bool:
    """Whether a price buys that credit: near it, for no plan and no time, and not the same sum in other money."""
    first, second = sorted((price, held), key=lambda amount: amount.start)
    between = reading.shape.plain[first.end : second.start]
    rows = [cell and cell.row for cell in map(reading.grid.at, (price.start, held.start))]
    if len(between) > _APART or _SAME.fullmatch(between) or rows[0] != rows[1]:
        return False
    low, high = EXCHANGE.get(price.currency or reading.shape.tongue.own or "", (Decimal(0), Decimal(0)))
    sold = reading.subjects.peek(price.start, price.end)
    plan = sold is not None and sold.id in reading.subjects.plan_ids
    exchanged = low < price.values[0] / held.values[0] < high and not _is_named(reading, held)
    cell = reading.grid.at(price.start)
    piece = basis_of(reading, price)[0] == PIECE or (cell is not None and valid_only(reading, cell))
    return not plan and (goes_on or not exchanged) and piece
