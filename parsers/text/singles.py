"""Amounts of money that no form and no table has used: each is the price of what its unit or its length says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from parsers.text.amounts import Amount
from parsers.text.bought import basis_of
from parsers.text.cells import beside_prices
from parsers.text.credit_forms import EXCHANGE
from parsers.text.finding import Finding
from parsers.text.named import PLAN_BASES
from parsers.text.quotas import quota
from parsers.text.reading import Reading, priced
from parsers.text.shapes import PRODUCT, REST
from parsers.text.timed import by_time
from parsers.text.writing import any_of

LEAST: Mapping[str, Decimal] = {"JPY": Decimal(1), "IDR": Decimal(100), "VND": Decimal(100)}
_NAMED = re.compile(rf"[{PRODUCT}{REST}][ ]?\([ ]?\Z")
"""In front of dollars that name a plan by its official price: Super (30刀)."""
_RATE = re.compile(r"[=≈][ ]{0,2}\Z")
"""In front of the one dollar that points or coins are reckoned in."""
_POINTS = re.compile(rf"[ ]{{0,2}}[=≈:][ ]{{0,2}}[0-9]{{1,7}}(?:\.[0-9]+)?[ ]?{any_of('no_dollars')}")
"""Behind the one unit of money that points are reckoned in: 1元 = 10 点数."""
_THOUSANDS = re.compile(r"[^0-9]{0,4}[1-9][0-9]{0,2}\.[0-9]{3}[^0-9]{0,4}")
"""Dollars with a point between thousands, "$24.000": pesos of a country that the text does not name."""
_HELD = re.compile(r"[^()\n]{0,6}\([^()\n]{0,24}")
_BRACKET = 48
"""How far in front of a pass's credit, in brackets, its price may stand."""
_WIDE = 120
"""How far from a price the credit that it buys may stand in its clause."""
MOST = Decimal(100_000_000)
MOST_IN: Mapping[str, Decimal] = dict.fromkeys(("USD", "EUR", "GBP", "USDT", "CNY"), Decimal(200_000))


def singles(reading: Reading, used: set[int]) -> Iterator[Finding]:
    """Every amount of money that nothing has used."""
    for amount in reading.shape.amounts:
        if amount.start in used or amount.kind not in ("money", "dollars") or amount.sign:
            continue
        field = reading.field(amount.start)
        if (
            not _plausible(amount)
            or _is_rate(reading, amount)
            or quota(reading, amount)
            or (field and field.kind == "void")
        ):
            continue
        if not _is_label(reading, amount, used) and not beside_prices(reading, amount):
            basis, end = basis_of(reading, amount)
            if basis in PLAN_BASES and _other_dollars(reading, amount):
                continue
            yield priced(amount, basis, amount.values, amount.currency, "single", end)


def _is_label(reading: Reading, amount: Amount, used: set[int]) -> bool:
    """Dollars beside other money in one clause of a Chinese text: the credit or the name of what the money buys."""
    if amount.kind != "dollars" or "zh" not in reading.shape.tongue.languages:
        return False
    if _NAMED.search(reading.shape.plain, max(0, amount.start - 3), amount.start):
        behind = reading.units.behind(reading.shape.plain, amount.end)
        return behind is None or not behind.firm
    if _is_held(reading, amount):
        return True
    if amount.values == (Decimal(1),) and _RATE.search(reading.shape.plain, max(0, amount.start - 4), amount.start):
        return True
    left, right = reading.shape.outline.around(amount.start, amount.end, 1)
    near = reading.shape.within(max(left, amount.start - _WIDE), min(right, amount.end + _WIDE))
    if not amount.in_front and any(other.start in used and other.kind in ("number", "money") for other in near):
        return True  # 0.35一刀 50刀起
    beside = [other for other in near if other.kind == "money"]
    return any(not _is_same(reading, amount, other) for other in beside)


def _is_held(reading: Reading, dollars: Amount) -> bool:
    """Whether dollars stand in brackets behind the money that is paid: 1.9 元（1 天 / 5 刀）."""
    near = reading.shape.within(max(reading.line(dollars.start)[0], dollars.start - _BRACKET), dollars.start)
    paid = [other for other in near if other.kind == "money" or by_time(reading, other)]
    return bool(paid) and _HELD.fullmatch(reading.shape.plain, paid[-1].end, dollars.start) is not None


def _is_rate(reading: Reading, amount: Amount) -> bool:
    """Whether an amount is one unit of money, behind which stands what it is in the shop's points."""
    return amount.values == (Decimal(1),) and _POINTS.match(reading.shape.plain, amount.end) is not None


def _is_same(reading: Reading, dollars: Amount, other: Amount) -> bool:
    """Whether two amounts are one sum said twice: joined by a word or a sign, and at the exchange rate if known."""
    low, high = EXCHANGE.get(other.currency or "", (Decimal(0), Decimal("Infinity")))
    joined = reading.goods.same.search(reading.shape.plain, *sorted((dollars.end, other.start)))
    return joined is not None and low < other.values[0] / dollars.values[0] < high


def _other_dollars(reading: Reading, amount: Amount) -> bool:
    """Whether "$" stands for the pesos of some country, since no good costs three places behind a dollar's point."""
    written = reading.shape.text[amount.start : amount.end]
    return amount.currency == "USD" and amount.kind == "dollars" and _THOUSANDS.fullmatch(written) is not None


def _plausible(amount: Amount) -> bool:
    code = amount.currency or ""
    return LEAST.get(code, Decimal(0)) <= amount.values[0] and 0 < amount.values[0] < MOST_IN.get(code, MOST)
