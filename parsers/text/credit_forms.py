"""The forms of money for dollars of credit, and remarks on exchange rates and reduced prices."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from decimal import Decimal

from parsers.text.amounts import Amount
from parsers.text.finding import Finding, Form, Taking, finding_of
from parsers.text.shapes import Shape
from parsers.text.ties import is_of_last
from parsers.text.writing import any_of

_LISTED = re.compile(r"[ ]{0,2}[/、][ ]{0,2}")
_ABOUT = re.compile(r"[≈~][ ]?\Z")
"""In front of money for a dollar that may be the exchange rate."""
_CLAUSE = re.compile(r"[,。;\n]")
_YUAN = re.compile(any_of("yuan"))
_DOLLAR = re.compile(any_of("dollar"))
_NO_DOLLARS = re.compile(any_of("no_dollars", opens=False))
_FROM = re.compile(rf"{any_of('tier_from')}[ ]?\Z")
_OVER = re.compile(rf"[ ]?{any_of('tier_over', opens=False)}")
_RATE = re.compile(any_of("exchange"))
_PARTED = re.compile(rf"[ ]?{any_of('credit', opens=False)}\s{{0,3}}|\s{{1,3}}|\s{{0,2}}[/|]\s{{0,2}}")
"""Between the sums of a list that nothing parts but blanks and strokes."""
_SAME = re.compile(r"[ ]?[(|/]?[ ]?[≈~]?[ ]?")
"""Between two sums of different money that may be one."""
_TIER = re.compile(rf"{any_of('tiers')}[ ]?[(:=—–-]{{0,2}}[ ]?\Z", re.IGNORECASE)
"""The name of a plan or a tier in front of dollars."""
_FAR = 32
"""How many sums in front of a price are looked at to see whether its list opens with credit."""
EXCHANGE: Mapping[str, tuple[Decimal, Decimal]] = {
    code: (Decimal(low), Decimal(high))
    for code, low, high in (
        ("CNY", "6.2", "8.2"), ("RUB", "60", "120"), ("JPY", "100", "180"), ("KRW", "1100", "1700"),
        ("VND", "20000", "30000"), ("IDR", "14000", "19000"), ("INR", "70", "100"), ("BRL", "4.5", "6.5"),
        ("TWD", "27", "35"), ("TRY", "25", "50"), ("EUR", "0.8", "1.1"),
    )
}  # fmt: skip
"""Money per dollar of recent years: "1:7" after 汇率, or "$1 ≈ 90 ₽", is the exchange rate and no price."""


def _paid_by_credit(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    """Money ÷ dollars of credit; a slash joins them only where it is one dollar."""
    paid, credit = shape.slot(match, "paid"), shape.slot(match, "credit")
    if paid is None or credit is None or len(credit.values) > 1 or not credit.values[0] or paid.sign or credit.sign:
        return
    groups = match.groupdict()
    if credit.start > paid.start and (_is_led(shape, paid, credit) or _is_same(shape, paid, credit)):
        return
    if is_of_last(shape, *sorted((paid, credit), key=lambda amount: amount.start)):
        return
    joined = groups.get("buys") or shape.plain[paid.end : credit.start].strip() or paid.end == credit.start
    one = credit.values[0] == 1
    beside = credit.values[0] >= paid.values[-1] or _is_cheap(paid.currency, paid.values[-1] / credit.values[0])
    if (groups.get("slash") and not (one or beside)) or not (joined or one or beside or paid.start > credit.start):
        return
    if groups.get("near") is not None and not beside:
        return
    code = paid.currency or _own(shape)
    if code and _is_listed(shape, code, paid, credit):
        yield finding_of(form, match, (), code, at=credit.start)
        return
    tier = credit.values[0] > 1 and _is_tier(shape, match, credit, paid) and paid.values[-1] < _dearest(code)
    values = paid.values if tier else tuple(value / credit.values[0] for value in paid.values)
    about = _ABOUT.search(shape.plain, max(0, paid.start - 3), paid.start) or "≈" in match.group()
    remark = about or (paid.start > credit.start and one and not groups.get("held"))
    if remark and code and _is_exchange(code, values[0]):
        yield from (finding_of(form, match, (), code, at=amount.start) for amount in (paid, credit))
    elif code:
        yield finding_of(form, match, values, code, at=paid.start)


def _paid_by_own(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    """Money for more credit in the same money, which is a good that its credit says nothing of: 10元 → 12元额度."""
    paid, credit = shape.slot(match, "paid"), shape.slot(match, "credit")
    if paid and credit and paid.currency == credit.currency and paid.values[0] <= credit.values[0]:
        yield finding_of(form, match, paid.values, paid.currency, at=paid.start)


def _is_led(shape: Shape, paid: Amount, credit: Amount) -> bool:
    """Whether blanks or strokes part a list of packs that names credit first: "100美元额度 30元 200美元 56元"."""
    at = bisect_left(shape.starts, paid.start)
    if shape.plain[paid.end : credit.start].strip(" \n/|"):
        return False
    end = max(0, at - _FAR)
    while at > end and _PARTED.fullmatch(shape.plain, shape.amounts[at - 1].end, shape.amounts[at].start):
        at -= 1
    return shape.amounts[at].kind == credit.kind != paid.kind and shape.amounts[at].values[0] > 1


def _is_same(shape: Shape, paid: Amount, credit: Amount) -> bool:
    """Whether dollars behind money are the same sum once more: "2 150 ₽ ~ 25,90 $"."""
    same = _SAME.fullmatch(shape.plain, paid.end, credit.start) is not None
    return same and paid.currency is not None and _is_exchange(paid.currency, paid.values[-1] / credit.values[0])


def _is_listed(shape: Shape, code: str, paid: Amount, credit: Amount) -> bool:
    """Whether dollars behind a tier's name are what the vendor asks for it: "Plus 20$ → 1 990 руб".

    Credit costs less than the dollars that it is counted in.
    """
    tier = credit.start < paid.start and _TIER.search(shape.text, max(0, credit.start - 12), credit.start)
    least = EXCHANGE.get(code, (None,))[0]
    return bool(tier) and least is not None and code != "CNY" and paid.values[-1] >= least * credit.values[0]


def _is_tier(shape: Shape, match: re.Match[str], credit: Amount, paid: Amount) -> bool:
    """Whether dollars of credit are from where on the money behind them is the price of one: "от 50$ — 32 ₽"."""
    over = _OVER.match(shape.plain, credit.end, paid.start) if credit.end < paid.start else None
    return over is not None or _FROM.search(shape.plain, max(0, credit.start - 12), credit.start) is not None


def _dearest(code: str | None) -> Decimal:
    """The most that money may be the price of one dollar of credit: the dollar itself."""
    return EXCHANGE.get(code or "", (Decimal(0), Decimal(1)))[1]


def _is_cheap(code: str | None, value: Decimal) -> bool:
    """Whether money of a kind that a dollar is many of is less than the dollar costs."""
    return value < EXCHANGE.get(code or "", (Decimal(0), Decimal(0)))[0]


def _own(shape: Shape) -> str | None:
    """The text's own money; where that is dollars, the only other money that the text names."""
    if shape.tongue.own != "USD":
        return shape.tongue.own
    return next(iter(shape.moneys)) if len(shape.moneys) == 1 else "USD"


def _is_exchange(code: str, value: Decimal) -> bool:
    low, high = EXCHANGE.get(code, (Decimal(0), Decimal(0)))
    return low < value < high


def _paid_for_one(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    paid, one = shape.slot(match, "paid"), shape.slot(match, "one")
    if paid is None or (one is not None and one.values != (Decimal(1),)):
        return
    code = paid.currency or shape.tongue.own
    if (
        code
        and one
        and _ABOUT.search(shape.plain, max(0, paid.start - 3), paid.start)
        and _is_exchange(code, paid.values[0])
    ):
        yield finding_of(form, match, (), code, at=paid.start)
        return
    if code is not None and (paid.currency or (Decimal("0.005") <= paid.values[0] <= 10 and code == "CNY")):
        for other in (*_listed_before(shape, paid), paid):
            yield finding_of(form, match, other.values, code, at=other.start)


def _exchange(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    """A remark on the exchange rate, where the amount is one."""
    paid = shape.slot(match, "paid")
    if paid and paid.currency and _is_exchange(paid.currency, paid.values[0]):
        yield finding_of(form, match, (), paid.currency, at=paid.start)


def _exchanged(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    """A remark on what one tether, which no relay counts credit in, costs."""
    one, paid = shape.slot(match, "one"), shape.slot(match, "paid")
    tether = one is not None and one.currency == "USDT" and one.values == (Decimal(1),)
    if one and paid and tether and paid.currency and _is_exchange(paid.currency, paid.values[0]):
        yield from (finding_of(form, match, (), paid.currency, at=amount.start) for amount in (one, paid))


def _exchange_pair(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    """A remark on what one dollar costs as a pair in either order; any other pair is the relay's own rate."""
    left, right = shape.slot(match, "n"), shape.slot(match, "m")
    if left is None or right is None:
        return
    one, other = sorted((left.values[0], right.values[0]))
    if one == 1 and _is_exchange("CNY", other):
        yield from (finding_of(form, match, (), "CNY", at=amount.start) for amount in (left, right))


def _reduced(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    """A remark on the first of two prices, where the second is the same money and less of it."""
    was, now = shape.slot(match, "n"), shape.slot(match, "m")
    if was is None or now is None or was.currency != now.currency or not (was.in_front and now.in_front):
        return
    at = bisect_left(shape.starts, was.start)
    third = at > 0 and not shape.plain[shape.amounts[at - 1].end : was.start].strip()
    if not third and now.values[0] < was.values[0] < 10 * now.values[0]:
        yield finding_of(form, match, (), was.currency, at=was.start)


def _points(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    """A remark on what the site's own points count for, where either side is one; else they are a pack."""
    points, worth = shape.slot(match, "n"), shape.slot(match, "m")
    if points and worth and 1 in (points.values[0], worth.values[0]):
        yield from (finding_of(form, match, (), worth.currency, at=amount.start) for amount in (points, worth))


def _listed_before(shape: Shape, last: Amount) -> list[Amount]:
    """The amounts of a list that ends in this one, for its unit is theirs: "1.5 / 1.45 / 1.4 元/刀"."""
    listed: list[Amount] = []
    start, at = last.start, bisect_left(shape.starts, last.start) - 1
    while at >= 0 and len(listed) < 7:
        amount = shape.amounts[at]
        if amount.kind != last.kind or not _LISTED.fullmatch(shape.plain, amount.end, start):
            break
        listed.insert(0, amount)
        start, at = amount.start, at - 1
    return listed


def _proportion(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    """a:b is money:credit (充值比例 1:10 is 0.1), unless the words beside it name dollars first."""
    a, b = shape.slot(match, "a"), shape.slot(match, "b")
    if a is None or b is None or not a.values[0] or not b.values[0] or shape.tongue.own not in ("CNY", None):
        return
    if match.groupdict().get("ours") and not (a.values[0] == 1 < b.values[0]):
        return  # "Claude 1:1" is how true a copy is
    front, behind = shape.plain[max(0, match.start() - 8) : a.start], shape.plain[a.start : match.end() + 14]
    near = _CLAUSE.split(front)[-1] + _CLAUSE.split(behind)[0]
    if _NO_DOLLARS.search(near) or (a.values[0] > 100 and b.values[0] > 100):
        return
    paid, credit = a.values[0], b.values[0]
    yuan, dollar = _YUAN.search(near), _DOLLAR.search(near)
    exchange = _RATE.search(near) is not None and paid == 1 and _is_exchange("CNY", credit)
    if exchange or (yuan and dollar and dollar.start() < yuan.start()):
        paid, credit = credit, paid
    if shape.tongue.own == "CNY" or yuan:
        yield finding_of(form, match, (paid / credit,), "CNY", at=a.start)


TAKES: Mapping[str, Taking] = {
    "paid_by_credit": _paid_by_credit,
    "paid_by_own": _paid_by_own,
    "paid_for_one": _paid_for_one,
    "exchange": _exchange,
    "exchanged": _exchanged,
    "reduced": _reduced,
    "points": _points,
    "exchange_pair": _exchange_pair,
    "proportion": _proportion,
}
