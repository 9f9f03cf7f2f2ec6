"""Prices that no form states: an amount with its unit, or a bare number where money is plainly meant."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from decimal import Decimal

from parsers.records import Basis
from parsers.text.amounts import Amount
from parsers.text.cells import wordy
from parsers.text.columns import UNPAID
from parsers.text.forms import Finding
from parsers.text.reading import Reading, priced
from parsers.text.units import PIECE, nearest

LEAST: Mapping[str, Decimal] = {"JPY": Decimal(1), "IDR": Decimal(100), "VND": Decimal(100)}
MOST = Decimal(100_000_000)
MOST_IN: Mapping[str, Decimal] = dict.fromkeys(("USD", "EUR", "GBP", "USDT", "CNY"), Decimal(200_000))
_QUOTA_BEFORE = re.compile(
    r"(?P<time>每?天|每?日|一天|每?周|每?月|总|共|day|week|month|daily|weekly|monthly)"
    r"(?:限额?|额度?|可用|有)?[ :]{0,3}\Z"
)
_QUOTA_TIMES: Mapping[str, str] = {"天": "day", "日": "day", "周": "week", "月": "month"}
_PLAN = re.compile(r"plan|套餐|订阅|訂閱|计划|計劃|subscription|pass|тариф|подписк|プラン")
_PRICE_WORD = re.compile(
    r"(?:价格|售价|现价|单价|只要|仅需|仅售|特价|到手价|售|价|價格"
    r"|(?<![a-z])price(?: only| is)?|цена|harga|giá|preço|precio|fiyat|価格)[ ]{0,2}[:：=]?[ ]{0,2}\Z"
)
_SOLD = re.compile(r"[ ]?(?:出(?![现来去了口厂品售行游])|包邮|起拍|一个(?!月|人|号)|(?:/|一)(?:个|号|位)(?!月))")
_NO_UNIT = re.compile(
    r"(?![\w%:折倍])(?:[ ]{1,2}(?:or|and|for|per|each|only|или|ou|atau)(?![a-z])|[ ]{0,2}(?![\w%:折倍]))"
)
_OR = re.compile(r"或|/|or|,|、|=|≈|\|")
_COLON = re.compile(r"[ \"']{0,3}[:=][ \"']{0,3}\Z")
_TAIL = re.compile(r"[ \"',;]{0,4}(?=\n|\Z|\(|。|,|;)")
_STATED = re.compile(r"(?:单位|均为|价格|报价|以上|标价)[^\n\ue000-\ue003]{0,8}(?:人民币|rmb|元|cny)")
_NAME_ROW = re.compile(
    r"(?m)^[ \t]*(?P<name>[^\n\d\ue000-\ue003|:]{2,40}?)[ ]{1,3}(?P<n>\ue000\ue005*)[ ]{0,3}(?=\(|$)"
)
_TRADE = re.compile(
    r"[ ]{0,3}(?:独享|共享|个人|官方|稳定|质保|新|老|美区|土区|菲区)?"
    r"(?:成品号?|账号|号|会员|代充|直充|充值|代开|卡密|月卡|年卡|代购)[ :]{0,3}"
)
_LEAST_BARE = 3
"""Yuan: the least that a number without money beside a length of time is taken for."""
_OPENERS = ("/", "一", "每", "包", "月", " ")
_UP = 6
"""Lines above a price in which a length of time may head a list."""
_NO_PRICE = {Decimal(5), Decimal(20), Decimal(100), Decimal(200)}
"""Sizes of Max and Pro plans, which sellers write behind the name without a unit."""


def singles(reading: Reading, used: set[int]) -> Iterator[Finding]:
    """Every amount of money that nothing has used, as the price of what its unit, or the length named for it, says."""
    for amount in reading.shape.amounts:
        if amount.start in used or amount.kind not in ("money", "dollars") or amount.sign:
            continue
        cell = reading.grid.at(amount.start)
        if (cell and cell.column and cell.column.kind in UNPAID) or not _plausible(amount) or quota(reading, amount):
            continue
        field = reading.fields.at(reading.shape, reading.currencies, amount.start)
        if _is_label(reading, amount) or (field and field.kind == "void"):
            continue
        basis, end = _basis(reading, amount)
        yield priced(amount, basis, amount.values, amount.currency, "single", end)


def _is_label(reading: Reading, amount: Amount) -> bool:
    """Dollars beside other money in one clause of a Chinese text: the credit or the name of what the money buys."""
    if amount.kind != "dollars" or "zh" not in reading.shape.tongue.languages:
        return False
    left, right = reading.shape.outline.around(amount.start, amount.end, 1)
    beside = [a for a in reading.shape.amounts if left <= a.start < right and a.kind == "money"]
    return any(not _OR.search(reading.shape.plain, *sorted((amount.end, a.start))) for a in beside)


def _plausible(amount: Amount) -> bool:
    code = amount.currency or ""
    return LEAST.get(code, Decimal(0)) <= amount.values[0] and 0 < amount.values[0] < MOST_IN.get(code, MOST)


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
        stop = outline.around(amount.start, amount.end, 1)[1]
        later = [a for a in reading.shape.amounts if end <= a.start < stop and a.kind in ("money", "dollars")]
        found = nearest(reading.lengths, end, later[0].start if later else stop)
    if found is None and mention is not None and mention.span.start > amount.start:
        found = nearest(reading.lengths, *outline.around(mention.span.start, mention.span.end, 1))
    return found.basis if found else _heading_length(reading, amount)


def _heading_length(reading: Reading, amount: Amount) -> Basis | None:
    """A line above without money that is little more than a length: "按订阅30天"."""
    start = reading.line(amount.start)[0]
    for _ in range(_UP):
        stop = start - 1
        opens = reading.shape.plain.rfind("\n", 0, max(0, stop)) + 1
        if stop < 0 or not reading.shape.plain[opens:stop].strip():
            return None
        found = nearest(reading.lengths, opens, stop)
        if found and stop - opens <= 14 and not _money_in(reading, opens, stop):
            return found.basis
        start = opens
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
    time = (
        _QUOTA_TIMES.get(before["time"][-1:], "total") if before else "day" if behind and behind[0] == "day" else None
    )
    left, right = reading.line(amount.start)
    if time is None or not any(left <= a.start < right and a.kind == "money" for a in reading.shape.amounts):
        return None
    return f"quota:{amount.values[-1].normalize():f}USD/{time}"


def quotas(reading: Reading, finding: Finding) -> Iterator[str]:
    """The credit that a pass holds, said behind its price up to the next price of the line."""
    _, right = reading.line(finding.at)
    for amount in reading.shape.amounts[bisect_right(reading.shape.starts, finding.at) :]:
        if amount.start >= right or amount.kind == "money":
            return
        if said := quota(reading, amount):
            yield said


def bare_numbers(reading: Reading, used: set[int]) -> Iterator[Finding]:
    """Numbers without money that are plainly the selling price, in the text's own money."""
    code = reading.shape.tongue.own
    if code is None or "number" not in reading.shape.kinds:
        return
    stated = _STATED.search(reading.shape.marked) is not None
    rows = _rows(reading, stated)
    stated_money = reading.fields.money(reading.shape, reading.currencies)
    for amount in reading.shape.amounts:
        if amount.kind != "number" or amount.start in used or amount.sign or len(amount.values) > 1:
            continue
        field = reading.fields.at(reading.shape, reading.currencies, amount.start)
        if not 0 < amount.values[0] < MOST or (field and field.kind == "void"):
            continue
        if field or (not _unfit(reading, amount) and (_plainly(reading, amount, code) or amount.start in rows)):
            basis, end = _basis(reading, amount)
            money = (field and field.currency) or stated_money or code
            yield priced(amount, basis, amount.values, money, "row" if amount.start in rows else "bare", end)


def _unfit(reading: Reading, amount: Amount) -> bool:
    """Stock, sizes, years and versions are no prices."""
    year = "." not in reading.shape.plain[amount.start : amount.end] and 1990 <= amount.values[0] <= 2035
    return year or reading.cues.void(amount.start, amount.end, "bare") is not None


def _plainly(reading: Reading, amount: Amount, code: str) -> bool:
    plain, marked = reading.shape.plain, reading.shape.marked
    if _PRICE_WORD.search(plain, max(0, amount.start - 16), amount.start):
        return _NO_UNIT.match(marked, amount.end) is not None or _SOLD.match(plain, amount.end) is not None
    if code == "USD":
        return False
    cell = reading.grid.at(amount.start)
    if cell and cell.column and cell.column.kind == "price" and not wordy(reading, cell, [amount]):
        return True
    if code == "CNY" and (_SOLD.match(plain, amount.end) or _by_time(reading, amount) or _traded(reading, amount)):
        return True
    left, right = reading.line(amount.start)
    named = any(left <= m.span.start and m.span.end <= amount.start for m in reading.subjects.named("account"))
    closes = _TAIL.match(plain, amount.end) and plain[amount.end : right].strip(" \"',;") == ""
    return bool(named and closes and _COLON.search(plain, max(left, amount.start - 8), amount.start))


def _by_time(reading: Reading, amount: Amount) -> bool:
    """A number directly behind or in front of a length: 280一个月, 三个月 390."""
    plain = reading.shape.plain
    behind = reading.units.behind(plain, amount.end)
    if (
        behind
        and behind[0] != PIECE
        and amount.values[0] >= _LEAST_BARE
        and plain[amount.end : amount.end + 1] in _OPENERS
    ):
        return True
    length = nearest(reading.lengths, amount.start - 8, amount.start)
    close = length is not None and not plain[length.end : amount.start].strip(" :")
    return bool(close and _TAIL.match(plain, amount.end) and amount.values[0] >= _LEAST_BARE)


def _traded(reading: Reading, amount: Amount) -> bool:
    """A number that closes a clause behind a plan and a word of the trade: "GPT Plus 成品号 135"."""
    left, _ = reading.shape.outline.around(amount.start, amount.end, 1)
    plans = [plan for plan in reading.subjects.plans if left <= plan.span.start and plan.span.end <= amount.start]
    if not plans or amount.values[0] < _LEAST_BARE or not _TAIL.match(reading.shape.plain, amount.end):
        return False
    between = reading.shape.plain[plans[-1].span.end : amount.start]
    return _TRADE.fullmatch(between) is not None


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
