"""Prices that no form states: an amount with its unit, or a bare number where money is plainly meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from parsers.records import Basis, Mention
from parsers.text.amounts import Amount
from parsers.text.attribution import Subjects
from parsers.text.forms import Finding
from parsers.text.grids import Grid
from parsers.text.roles import Cues
from parsers.text.shapes import Shape
from parsers.text.units import PIECE, Stretch, Units, nearest

LEAST: Mapping[str, Decimal] = {"JPY": Decimal(1), "IDR": Decimal(100), "VND": Decimal(100)}
MOST = Decimal(100_000_000)
_QUOTA_BEFORE = re.compile(r"(?:每天|每日|一天|单日|日限?|每周|每週|周限?|每月|月限?|总额?|共|daily|weekly|monthly)[ ]{0,3}(?:有|可用|额度|:)?[ ]{0,3}\Z")
_QUOTA_TIMES: Mapping[str, str] = {"天": "day", "日": "day", "d": "day", "周": "week", "週": "week", "w": "week", "月": "month", "m": "month"}
_TIMES: Mapping[Basis, str] = {"day": "day", "week": "week", "month": "month"}
_PLAN = re.compile(r"plan|套餐|订阅|訂閱|计划|計劃|subscription|pass|тариф|подписк|プラン")
_PRICE_WORD = re.compile(
    r"(?:价格|售价|现价|单价|只要|仅需|仅售|特价|到手价|售|价|價格|(?<![a-z])price(?: only| is)?|цена|harga|giá|preço|precio|fiyat|価格)[ ]{0,2}[:：=]?[ ]{0,2}\Z"
)
_SOLD = re.compile(r"[ ]?(?:出(?![现来去了口厂品售行游])|包邮|起拍|一个(?!月|人|号)|(?:/|一)(?:个|号|位)(?!月))")
_COLON = re.compile(r"[ \"']{0,3}[:=][ \"']{0,3}\Z")
_TAIL = re.compile(r"[ \"',;]{0,4}(?=\n|\Z|\(|。|,|;)")
_STATED = re.compile(r"(?:单位|均为|价格|报价|以上|标价)[^\n\ue000-\ue003]{0,8}(?:人民币|rmb|元|cny)")
_NAME_ROW = re.compile(r"(?m)^[ \t]*(?P<name>[^\n\d\ue000-\ue003|:]{2,40}?)[ ]{1,3}(?P<n>\ue000\ue005*)[ ]{0,3}(?=\(|$)")
_NO_PRICE = {Decimal(5), Decimal(20), Decimal(100), Decimal(200)}
"""Sizes of Max and Pro plans, which sellers write behind the name without a unit."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One text with everything that was found in it, for the prices that need a wider look."""

    shape: Shape
    units: Units
    cues: Cues
    grid: Grid
    subjects: Subjects
    lengths: list[Stretch]

    def line(self, position: int) -> tuple[int, int]:
        return self.shape.outline.around(position, position + 1, 3)


def tabled(reading: Reading) -> Iterator[Finding]:
    """The amounts of table cells whose header says what they buy."""
    for amount in reading.shape.amounts:
        cell = reading.grid.at(amount.start)
        column = cell.column if cell else None
        if column is None or column.void:
            continue
        if column.less and amount.kind == "percent" and amount.sign == "-":
            yield _found(amount, "percent", tuple(sorted(100 - value for value in amount.values)), None, "column")
        if column.basis is None or amount.kind == "percent" or _wordy(reading, amount):
            continue
        code = amount.currency or column.currency
        if column.basis == "multiplier" and amount.kind == "number":
            yield _found(amount, "multiplier", amount.values, None, "column")
        elif code and column.basis != "multiplier" and reading.units.behind(reading.shape.plain, amount.end) is None:
            yield _found(amount, column.basis, tuple(v * column.scale for v in amount.values), code, "column")


def _wordy(reading: Reading, amount: Amount) -> bool:
    """A bare number inside a cell of words ("3 个可查") is no price."""
    cell = reading.grid.at(amount.start)
    if amount.kind != "number" or cell is None:
        return False
    rest = reading.shape.plain[cell.start : amount.start] + reading.shape.plain[amount.end : cell.end]
    return re.search(r"\w", rest.replace("x", "")) is not None


def singles(reading: Reading, used: set[int]) -> Iterator[Finding]:
    """Every amount of money that nothing has used, as the price of what its unit, or the length named for it, says."""
    for amount in reading.shape.amounts:
        if amount.start in used or amount.kind not in ("money", "dollars") or amount.sign:
            continue
        cell = reading.grid.at(amount.start)
        if (cell and cell.column and cell.column.void) or not _plausible(amount) or quota(reading, amount):
            continue
        basis, end = _basis(reading, amount)
        yield _found(amount, basis, amount.values, amount.currency, "single", end)


def _plausible(amount: Amount) -> bool:
    return LEAST.get(amount.currency or "", Decimal(0)) < amount.values[0] + 1 and 0 < amount.values[0] < MOST


def _basis(reading: Reading, amount: Amount) -> tuple[Basis, int]:
    """What the amount buys, and where the words that say so end."""
    plain, units = reading.shape.plain, reading.units
    behind = units.behind(plain, amount.end)
    if behind and behind[0] != PIECE:
        return behind
    end = behind[1] if behind else amount.end
    return units.in_front(plain, amount.start) or _length(reading, amount, end) or PIECE, end


def _length(reading: Reading, amount: Amount, end: int) -> Basis | None:
    """The length of time of what is sold: named with the product, or else on the price's own line or the one above."""
    outline = reading.shape.outline
    mention = reading.subjects.peek(amount.start, amount.end)
    if mention is not None and mention.span.start < amount.start:
        opens = outline.around(mention.span.start, mention.span.end, 1)[0]
        found = nearest(reading.lengths, opens, amount.start)
    else:
        opens = outline.around(amount.start, amount.end, 3)[0]
        found = nearest(reading.lengths, opens, amount.start)
    if found is None:
        clause_end = outline.around(amount.start, amount.end, 1)[1]
        stop = clause_end if mention is None or mention.span.start < amount.start else max(clause_end, mention.span.end)
        later = [a for a in reading.shape.amounts if end <= a.start < stop and a.kind in ("money", "dollars")]
        found = nearest(reading.lengths, end, later[0].start if later else stop)
    return found.basis if found else _heading_length(reading, amount)


def _heading_length(reading: Reading, amount: Amount) -> Basis | None:
    """A line above without money that is little more than a length: "按订阅30天"."""
    lines = reading.shape.outline.lines
    start = reading.line(amount.start)[0]
    above = [position for position in lines if position < start][-2:]
    for stop in reversed(above):
        opens = reading.line(max(0, stop - 1))[0] if stop else 0
        found = nearest(reading.lengths, opens, stop)
        if found and stop - opens <= 14 and not _money_in(reading, opens, stop):
            return found.basis
    return None


def _money_in(reading: Reading, start: int, end: int) -> bool:
    return any(start <= a.start < end and a.kind in ("money", "dollars") for a in reading.shape.amounts)


def quota(reading: Reading, amount: Amount) -> str | None:
    """The condition that an amount of credit states beside a price on its line: "每天 40 刀" is quota:40USD/day."""
    if amount.kind != "dollars":
        return None
    plain = reading.shape.plain
    before = _QUOTA_BEFORE.search(plain, max(0, amount.start - 16), amount.start)
    behind = reading.units.behind(plain, amount.end)
    time = _QUOTA_TIMES.get(before.group().strip("每一单ny")[:1], "total") if before else _TIMES.get(behind[0]) if behind else None
    left, right = reading.line(amount.start)
    others = [a for a in reading.shape.amounts if left <= a.start < right and a.kind == "money"]
    if time is None or not others:
        return None
    return f"quota:{amount.values[-1].normalize():f}USD/{time}"


def bare_numbers(reading: Reading, used: set[int]) -> Iterator[Finding]:
    """Numbers without money that are plainly the selling price, in the text's own money."""
    code = reading.shape.tongue.own
    if code is None or "number" not in reading.shape.kinds:
        return
    stated = _STATED.search(reading.shape.marked) is not None
    rows = _rows(reading, stated)
    for amount in reading.shape.amounts:
        if amount.kind != "number" or amount.start in used or amount.sign or len(amount.values) > 1:
            continue
        if not 0 < amount.values[0] < MOST or _unfit(reading, amount):
            continue
        if _plainly(reading, amount, code) or amount.start in rows:
            basis, end = _basis(reading, amount)
            yield _found(amount, basis, amount.values, code, "row" if amount.start in rows else "bare", end)


def _unfit(reading: Reading, amount: Amount) -> bool:
    """Stock, sizes, years and versions are no prices."""
    year = "." not in reading.shape.plain[amount.start : amount.end] and 1990 <= amount.values[0] <= 2035
    return year or reading.cues.void(amount.start, amount.end, "bare") is not None


def _plainly(reading: Reading, amount: Amount, code: str) -> bool:
    plain, marked = reading.shape.plain, reading.shape.marked
    if _PRICE_WORD.search(plain, max(0, amount.start - 16), amount.start):
        return re.match(r"[ ]{0,2}(?:[\w%:]|折|倍)", marked[amount.end : amount.end + 3]) is None or _SOLD.match(plain, amount.end) is not None
    if code == "USD":
        return False
    if _SOLD.match(plain, amount.end):
        return code == "CNY"
    left, right = reading.line(amount.start)
    named = any(left <= m.span.start and m.span.end <= amount.start for m in reading.subjects.named("account"))
    closes = _TAIL.match(plain, amount.end) and plain[amount.end : right].strip(" \"',;") == ""
    return bool(named and closes and _COLON.search(plain, max(left, amount.start - 8), amount.start))


def _rows(reading: Reading, stated: bool) -> set[int]:
    """Lines of a price list ("name number"): at least two of them, or the money stated once for all."""
    if reading.shape.tongue.own != "CNY":
        return set()
    found = [m for m in _NAME_ROW.finditer(reading.shape.marked) if not _size(reading, m)]
    return {m.start("n") for m in found} if stated or len(found) >= 2 else set()


def _size(reading: Reading, found: re.Match[str]) -> bool:
    amount = reading.shape.by_start[found.start("n")]
    return amount.values[0] in _NO_PRICE and found["name"].rstrip().endswith(("pro", "max", "\ue004", "\ue005"))


def pass_of(reading: Reading, finding: Finding) -> tuple[Basis, Decimal] | None:
    """A credit pack that is a plan for a time ("1.99刀/50刀额度的计划, 7天"): the length, and the credit it holds."""
    credit = [a for a in reading.shape.amounts if finding.start <= a.start < finding.end and a.start != finding.at]
    _, stop = reading.shape.outline.around(finding.start, finding.end, 3)
    around = reading.shape.plain[max(0, finding.start - 8) : finding.end + 24]
    found = nearest(reading.lengths, finding.start, min(stop, finding.end + 40))
    if not credit or found is None or not _PLAN.search(around):
        return None
    return found.basis, credit[-1].values[-1]


def _found(
    amount: Amount, basis: Basis, values: tuple[Decimal, ...], code: str | None, form: str, end: int | None = None
) -> Finding:
    return Finding(amount.start, end or amount.end, basis, values, code, form, amount.start)


