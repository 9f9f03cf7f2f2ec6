"""Finds sums that only say a price again: by a shorter time than is paid for, or as what is paid in parts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from parsers.records import Basis
from parsers.text.amounts import Amount
from parsers.text.credit_forms import EXCHANGE
from parsers.text.finding import Finding
from parsers.text.named import PLAN_BASES
from parsers.text.reading import Reading
from parsers.text.reduced import former
from parsers.text.writing import any_of

_DAYS: Mapping[Basis, Decimal] = {
    "day": Decimal(1),
    "week": Decimal(7),
    "month": Decimal(30),
    "quarter": Decimal(90),
    "half_year": Decimal(180),
    "year": Decimal(360),
}
_NEAR = Decimal("0.03")
"""How far a rate may be from the price parted by its time: sellers round, and a year has 360 days or 365."""
_EXACT = Decimal("0.01")
_BILLED = re.compile(any_of("billed"))
_BILLED_NEAR = 48
"""How far in front of the sum that is billed the part of it may stand, which is that sum but for rounding."""
_UNDER = (Decimal(1), Decimal("1.6"))
"""What of the true rate one is that is said to be more than it: "less than $0.5 a day"."""
_MONTHS = range(4, 37)
"""For how many months an odd pass may be."""
_SIGN = re.compile(
    rf"[ ]{{0,2}}[(\[=≈~][ =≈~]{{0,3}}(?:{any_of('again', 'less')}[ ]{{0,2}}|[^\W\d_]{{1,10}}[ ]?[:]?[ ]?)?\Z"
)
_WORDS = re.compile(
    rf"[^\w]{{1,6}}(?:{any_of('again')}[ ,:]{{0,2}}){{0,2}}{any_of('again', 'less')}[ :]{{0,2}}"
    r"(?:[^\W\d_]{1,8}[ :]{0,2}){0,2}\Z"
)
"""Between a price and its like by a shorter time: "R$ 399 (R$ 33,25/mês)", "$10, that's $0.33 a day"."""
_ABOUT = re.compile(r"[^\d\n]{0,8}[0-9]{1,3}[^\d\n]{0,16}[≈~][ ]?|[^\d\n]{0,24}[≈~][ ]?")
"""The same with the time that the price is for between: "1990 ₽ (за 30 дней, ~66 ₽ в день)"."""
_CONVERTED = re.compile(rf"[ ]{{0,2}}[(\[,\n|/]?[ ]{{0,2}}(?:[≈~]|{any_of('converted')})[ :]{{0,2}}")
"""Between a price and what it is in another money."""
_ASIDE = re.compile(r"[^\n()]{0,4}\([^\n()]{0,8}\Z")
"""Between a share of the official price and the same as a factor: "1.8折(0.18倍)"."""
_LESS = re.compile(rf"{any_of('less')}[ ]{{0,2}}\Z")
_OFF = "off"
_OFFICIAL = re.compile(any_of("official_row", "vendors", opens=False))
_BESIDE, _NEAR_OFF = 12, 40
"""How far behind a reduction the price begins that has it, and how far from it the official price may be named."""
_TIMES = re.compile(rf"(?P<n>[2-9]|1[0-9]|2[0-4])[ ]?{any_of('parts', opens=False)}[ ]?\Z")
"""In front of one of the parts that a price is paid in: 3x R$ 13,30."""
_EXPLAINED = re.compile(rf"[ ]{{0,2}}(?:[(,:;=—–-]|{any_of('again')})[^\n。;]{{0,8}}")
"""Between a ratio without money and the money that explains it: "1:1 (1U = $1)"."""
_SAVING = re.compile(
    rf"[^\n(0-9]{{0,14}}\([ ]?(?:{any_of('saved', opens=False)}[ ]?:?[ ]?)?[-–−~]?[0-9.]{{1,5}}[ ]?%"
    rf"[ ]?(?:{any_of('saved_behind', opens=False)})?[ ]?\)"
)
"""Behind the price of a good, what it is reduced by and nothing else: "R$ 29,90 (75% OFF)", "→ 50 美元（省 10%）"."""
_SUM = (Decimal("0.9"), Decimal("1.7"))
"""What of the price all parts are together, with the interest on them."""


def unpaid(reading: Reading) -> set[int]:
    """Where former prices stand, and the parts that a price of the same line may be paid in."""
    return former(reading) | {amount.start for amount in _parts(reading)}


def _parts(reading: Reading) -> Iterator[Amount]:
    for amount in reading.shape.amounts:
        if amount.kind not in ("money", "dollars"):
            continue
        times = _TIMES.search(reading.shape.plain, max(0, amount.start - 8), amount.start)
        if times and any(_is_whole(amount, int(times["n"]), other) for other in _beside(reading, amount)):
            yield amount


def _beside(reading: Reading, amount: Amount) -> tuple[Amount, ...]:
    """The amounts of the lines around one."""
    plain = reading.shape.plain
    start, end = reading.line(amount.start)
    above, below = plain.rfind("\n", 0, max(0, start - 1)) + 1, plain.find("\n", end + 1)
    return reading.shape.within(above, below if below >= 0 else len(plain), 16)


def _is_whole(part: Amount, times: int, price: Amount) -> bool:
    """Whether so many parts make up a price."""
    low, high = _SUM
    return price.currency == part.currency and low * price.values[0] <= times * part.values[0] <= high * price.values[0]


def without_rates(reading: Reading, found: Sequence[Finding]) -> list[Finding]:
    """The findings without those that only say the price in front of them again, by a shorter time."""
    last: Finding | None = None
    kept: list[Finding] = []
    for finding in found:
        if last is None or not (_is_rate(reading, last, finding) or _is_converted(reading, last, finding)):
            if last is not None and _is_billed(reading, last, finding):
                kept.pop()
            kept.append(finding)
            last = finding
    return kept


def _is_converted(reading: Reading, price: Finding, other: Finding) -> bool:
    """Whether a sum only says about how much the price in front of it is in another money: "1 450 ₽ ≈ 18 $"."""
    if price.currency == other.currency or None in (price.currency, other.currency):
        return False
    plans = price.basis in PLAN_BASES and other.basis in PLAN_BASES
    between = (reading.shape.plain, price.end, _money_start(reading, other))
    return plans and _CONVERTED.fullmatch(*between) is not None


def _is_billed(reading: Reading, rate: Finding, price: Finding) -> bool:
    """Whether a price in front is only a part of the one that is billed: "R$ 19,90/mês", "R$ 238,80 de uma vez"."""
    if rate.currency != price.currency or rate.basis not in _DAYS or not 0 < rate.values[0] < price.values[0]:
        return False
    plain = reading.shape.plain
    if not 0 <= price.start - rate.end <= _BILLED_NEAR:
        return False
    stop = reading.line(price.start)[1]
    if not (
        _BILLED.search(plain, rate.end, price.start) or _BILLED.search(plain, price.end, min(stop, price.end + 40))
    ):
        return False
    times = _DAYS[price.basis] / _DAYS[rate.basis] if price.basis in _DAYS else Decimal(12)
    return times > 1 and abs(price.values[0] / rate.values[0] - times) <= _EXACT * times


def without_reductions(reading: Reading, found: Sequence[Finding]) -> list[Finding]:
    """The findings without reductions that a price beside them already has, of no official price: "40% OFF now $6"."""
    goods = [finding.at for finding in found if finding.basis in PLAN_BASES and finding.currency]
    return [finding for finding in found if finding.form != _OFF or not _is_had(reading, finding, goods)]


def _is_had(reading: Reading, off: Finding, goods: Sequence[int]) -> bool:
    """Whether a price of goods follows directly on a reduction, and no word for the official price stands near."""
    left, right = reading.line(off.at)
    at = bisect_left(goods, off.end)
    beside = at < len(goods) and goods[at] < min(right, off.end + _BESIDE)
    near = max(left, off.start - _NEAR_OFF), off.end + _NEAR_OFF
    return beside and _OFFICIAL.search(reading.shape.plain, *near) is None


def without_ratios(reading: Reading, found: Sequence[Finding]) -> list[Finding]:
    """The findings without ratios whose money is told directly behind them: "充值 1:1（1U=1刀）" is not in yuan.

    Nor with what a good is reduced by, in brackets behind its price.
    """
    explained = {one.start for one, other in pairwise(found) if _is_explained(reading, one, other)}
    explained |= {share.start for price, share in pairwise(found) if _is_saving(reading, price, share)}
    return [finding for finding in found if finding.start not in explained]


def _is_saving(reading: Reading, price: Finding, share: Finding) -> bool:
    """Whether a percentage is what the good in front of it is reduced by, and no share of what the vendor asks."""
    credit = price.basis == "usd_credit"
    if share.basis != "percent" or price.currency is None or not (credit or price.basis in PLAN_BASES):
        return False
    bracket = _SAVING.match(reading.shape.plain, price.end)
    if bracket is None or not price.end <= share.at < bracket.end():
        return False
    low, high = EXCHANGE.get(price.currency, (Decimal(1), Decimal(1)))
    least, most = (price.values[0] / rate * 100 for rate in (high, low))
    return not (credit and least - 1 <= share.values[0] <= most + 1)


def _is_explained(reading: Reading, ratio: Finding, told: Finding) -> bool:
    same = ratio.basis == told.basis == "usd_credit" and ratio.values == told.values and ratio.end <= told.start
    if not same or ratio.currency == told.currency or reading.shape.has_money(ratio.start, ratio.end):
        return False
    return _EXPLAINED.fullmatch(reading.shape.plain, ratio.end, told.start) is not None


def _is_rate(reading: Reading, price: Finding, rate: Finding) -> bool:
    if (price.basis, rate.basis) == ("percent", "multiplier"):
        return (
            price.values[0] == rate.values[0] * 100
            and _ASIDE.match(reading.shape.plain, price.end, rate.start) is not None
        )
    if price.currency != rate.currency or price.end > rate.start or rate.basis not in _DAYS:
        return False
    start = _money_start(reading, rate)
    between = (reading.shape.plain, price.end, start)
    led = _SIGN.match(*between) or _WORDS.match(*between) or _ABOUT.fullmatch(*between)
    if led is None or not price.values[0] > rate.values[0] > 0:
        return False
    share = price.values[0] / rate.values[0]
    if price.basis not in _DAYS:
        odd = price.basis == "account" and rate.basis == "month"
        return odd and any(abs(share - months) <= _NEAR * months for months in _MONTHS)
    times = _DAYS[price.basis] / _DAYS[rate.basis]
    if _LESS.search(reading.shape.plain, price.end, start):
        return times > 1 and _UNDER[0] <= times / share <= _UNDER[1]
    return times > 1 and abs(share - times) <= _NEAR * times


def _money_start(reading: Reading, rate: Finding) -> int:
    """Where the amount of a finding begins, whatever else its form holds."""
    at = bisect_left(reading.shape.starts, rate.start)
    return reading.shape.starts[at] if at < len(reading.shape.starts) else rate.start
