"""Pairs the prices of credit packs with the dollars of credit that another line or field names for them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from parsers.text.amounts import Amount
from parsers.text.bought import basis_of
from parsers.text.credit_forms import EXCHANGE
from parsers.text.dollar_packs import in_dollars
from parsers.text.finding import Finding
from parsers.text.held_credit import is_credit, is_labelled, pack_of
from parsers.text.lengths import PIECE
from parsers.text.quotas import PACKS
from parsers.text.reading import Reading
from parsers.text.row_credit import valid_only
from parsers.text.writing import any_of

_APART = 160
"""How far a pack's price may stand from its credit."""
_TITLE = re.compile(r"[^\w\n]{0,6}")
"""In front of the dollars that open a title: brackets and signs."""
_DECIMAL = re.compile(r"[0-9]\.[0-9]{1,2}\Z")
_CENTS = re.compile(r"\.[0-9]{2}\Z")
_SAME = re.compile(rf"[ ,]{{0,3}}{any_of('same')}[ ]{{0,3}}")


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
    yield from in_dollars(reading, used, {finding.at for finding in formed})
    free = [amount for amount in reading.shape.amounts if amount.start not in used and not amount.sign]
    credit = [amount for amount in free if is_credit(reading, amount)]
    paid = [amount for amount in free if is_paid(reading, amount)] if credit else []
    if len(credit) == 1:
        start, end = reading.line(credit[0].start)
        paid = [price for price in paid if start <= price.start < end] or paid
    lines = {reading.line(finding.at) for finding in formed if finding.form in PACKS}
    for price, held in _pairs(credit, paid):
        if _is_pack(reading, price, held, reading.line(price.start) in lines):
            used |= {price.start, held.start}
            yield pack_of(price, held, price.currency or reading.shape.tongue.own)


def _of_good(reading: Reading, price: Amount, used: set[int]) -> Iterator[Finding]:
    """The price of a storefront's good whose title says how many dollars of credit it holds."""
    dollars = [amount for amount in reading.shape.amounts if amount.kind in ("dollars", "number")]
    credit = [held for held in dollars if held.start not in {price.start, *used} and is_credit(reading, held)]
    if price.start in used or len(credit) != 1 or not _tells_credit(reading, credit[0]):
        return
    sold = reading.subjects.peek(price.start, price.end)
    plan = sold is not None and sold.id in reading.subjects.plan_ids
    if not plan and basis_of(reading, price)[0] == PIECE:
        used |= {price.start, credit[0].start}
        yield pack_of(price, credit[0], price.currency or reading.shape.tongue.own)


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
    named = is_labelled(reading, amount) or reading.goods.sold.match(plain, amount.end)
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
