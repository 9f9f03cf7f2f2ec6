"""Reads prices by the forms of price_forms.toml: what the slots of a form hold becomes an amount of a basis."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, get_args

from parsers.records import Basis
from parsers.text.amounts import Amount
from parsers.text.patterns import compiled
from parsers.text.phrases import alternatives
from parsers.text.prefilter import Prefilter
from parsers.text.shapes import Shape, pattern
from parsers.text.writing import any_of

_LISTED = re.compile(r"[ ]{0,2}[/、][ ]{0,2}")
_KIND = re.compile(r"\{([a-z]+[0-9]?)(?::([a-z|]+))?\}")
_YUAN = re.compile(any_of("yuan"))
_DOLLAR = re.compile(any_of("dollar"))
_NO_DOLLARS = re.compile(any_of("no_dollars", opens=False))
_RATE = re.compile(any_of("exchange"))
_FACTOR, _FACTOR_END = re.compile(any_of("factor")), re.compile(any_of("factor_end"))
EXCHANGE: Mapping[str, tuple[Decimal, Decimal]] = {
    code: (Decimal(low), Decimal(high))
    for code, low, high in (
        ("CNY", "6.2", "8.2"), ("RUB", "60", "120"), ("JPY", "100", "180"), ("KRW", "1100", "1700"),
        ("VND", "20000", "30000"), ("IDR", "14000", "19000"), ("INR", "70", "100"), ("BRL", "4.5", "6.5"),
        ("TWD", "27", "35"), ("TRY", "25", "50"), ("EUR", "0.8", "1.1"),
    )
}  # fmt: skip
"""Money per dollar of recent years: "1:7" after 汇率, or "$1 ≈ 90 ₽", is the exchange rate and no price."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A price that a form found at `[start, end)`: one value, or both ends of a range; `place` in a list of `of`.

    Without a value it is a remark (an exchange rate) whose amounts are no prices.
    """

    start: int
    end: int
    basis: Basis
    values: tuple[Decimal, ...]
    currency: str | None
    form: str
    at: int
    place: int = 0
    of: int = 1
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """One row of price_forms.toml, compiled; `needs` are the kinds of amount without which it cannot match."""

    id: str
    take: str
    basis: Basis | None
    value: Decimal | None
    patterns: tuple[tuple[frozenset[str], str], ...]


class Forms:
    """Every row of price_forms.toml in its order, ready to find."""

    def __init__(self, rows: Iterable[Form]) -> None:
        self.rows = tuple(rows)
        self._patterns = [(form, *needed) for form in self.rows for needed in form.patterns]
        self._prefilter = Prefilter([(f"price form {form.id}", pattern) for form, _, pattern in self._patterns])

    def matching(self, shape: Shape) -> Iterator[tuple[Form, re.Pattern[str]]]:
        """The patterns that may match a text."""
        for number in self._prefilter.matching(shape.marked):
            form, needs, pattern = self._patterns[number]
            if not needs or needs & shape.kinds:
                yield form, compiled(pattern)

    def only(self, ids: Container[str]) -> Forms:
        """The rows with these ids."""
        return Forms(form for form in self.rows if form.id in ids)


def compile_forms(document: Mapping[str, Any]) -> Forms:
    """The rows of price_forms.toml, ready to use; an unknown way of taking or basis is refused."""
    words = {name: alternatives(listed) for name, listed in document["words"].items()}
    return Forms(_form(row, words) for row in document["form"])


def _form(row: Mapping[str, Any], words: Mapping[str, str]) -> Form:
    if row["take"] not in TAKES:
        raise ValueError(
            f"price form {row['id']!r}: {row['take']!r} is no way to take a price; known: {', '.join(TAKES)}"
        )
    if row.get("basis") not in (None, *get_args(Basis)):
        raise ValueError(f"price form {row['id']!r}: {row['basis']!r} is no basis")
    patterns = tuple((_needs(form), pattern(form, words)) for form in row["forms"])
    return Form(row["id"], row["take"], row.get("basis"), Decimal(row["value"]) if "value" in row else None, patterns)


def _needs(form: str) -> frozenset[str]:
    """Kinds of which the text must hold at least one: those of the form's first slot, counts aside."""
    first = next(
        (slot for slot in _KIND.finditer(form) if slot.group(1) not in ("any", "product", "count", "count2")), None
    )
    kinds = (first.group(2) or first.group(1)).split("|") if first else []
    return frozenset(kind if kind == "dollars" else kind.removesuffix("s") for kind in kinds)


def findings(shape: Shape, forms: Forms, taken: set[int]) -> tuple[list[Finding], set[int]]:
    """What the forms find, and the amounts they used, by start: the earlier row first, no amount for two forms.

    Amounts in `taken` are not looked at.
    """
    found: list[Finding] = []
    used = set(taken)
    for form, form_pattern in forms.matching(shape):
        for match in form_pattern.finditer(shape.marked):
            inside = {at for at in range(*match.span()) if at in shape.by_start}
            if inside & used:
                continue
            prices = list(TAKES[form.take](form, shape, match))
            remark = [price.at for price in prices if not price.values]
            if prices or form.take == "nothing":
                used |= set(remark) or inside | {price.at for price in prices}
                found += prices
    return found, used


Taking = Callable[[Form, Shape, re.Match[str]], Iterator[Finding]]


def _finding(
    form: Form, match: re.Match[str], values: tuple[Decimal, ...], currency: str | None, **more: Any
) -> Finding:
    basis: Basis = more.pop("basis", form.basis)
    at = more.pop("at", match.start())
    return Finding(match.start(), match.end(), basis, values, currency, form.id, at, **more)


def _paid_by_credit(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    """Money ÷ dollars of credit; a slash joins them only where it is one dollar."""
    paid, credit = shape.slot(match, "paid"), shape.slot(match, "credit")
    if paid is None or credit is None or len(credit.values) > 1 or not credit.values[0] or paid.sign or credit.sign:
        return
    groups = match.groupdict()
    joined = groups.get("buys") or shape.plain[paid.end : credit.start].strip() or paid.end == credit.start
    one = credit.values[0] == 1
    beside = credit.values[0] >= paid.values[-1]
    if (groups.get("slash") and not (one or beside)) or not (joined or one or beside or paid.start > credit.start):
        return
    if groups.get("near") is not None and not beside:
        return
    values, code = tuple(value / credit.values[0] for value in paid.values), paid.currency or shape.tongue.own
    remark = "≈" in match.group() or (paid.start > credit.start and one)
    if remark and code and _is_exchange(code, values[0]):
        yield from (_finding(form, match, (), code, at=amount.start) for amount in (paid, credit))
    elif code:
        yield _finding(form, match, values, code, at=paid.start)


def _is_exchange(code: str, value: Decimal) -> bool:
    low, high = EXCHANGE.get(code, (Decimal(0), Decimal(0)))
    return low < value < high


def _paid_for_one(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    paid, one = shape.slot(match, "paid"), shape.slot(match, "one")
    if paid is None or (one is not None and one.values != (Decimal(1),)):
        return
    code = paid.currency or shape.tongue.own
    if code is not None and (paid.currency or (Decimal("0.005") <= paid.values[0] <= 10 and code == "CNY")):
        for other in (*_listed_before(shape, paid), paid):
            yield _finding(form, match, other.values, code, at=other.start)


def _exchange(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    """A remark on the exchange rate, where the amount is one."""
    paid = shape.slot(match, "paid")
    if paid and paid.currency and _is_exchange(paid.currency, paid.values[0]):
        yield _finding(form, match, (), paid.currency, at=paid.start)


def _reduced(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    """A remark on the first of two prices, where the second is the same money and less of it."""
    was, now = shape.slot(match, "n"), shape.slot(match, "m")
    if was is None or now is None or was.currency != now.currency or not (was.in_front and now.in_front):
        return
    at = bisect_left(shape.starts, was.start)
    third = at > 0 and not shape.plain[shape.amounts[at - 1].end : was.start].strip()
    if not third and now.values[0] < was.values[0] < 10 * now.values[0]:
        yield _finding(form, match, (), was.currency, at=was.start)


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
    near = shape.plain[max(0, match.start() - 8) : match.end() + 14]
    if _NO_DOLLARS.search(near) or (a.values[0] > 100 and b.values[0] > 100):
        return
    paid, credit = a.values[0], b.values[0]
    yuan, dollar = _YUAN.search(near), _DOLLAR.search(near)
    exchange = _RATE.search(near) is not None and paid == 1 and _is_exchange("CNY", credit)
    if exchange or (yuan and dollar and dollar.start() < yuan.start()):
        paid, credit = credit, paid
    if shape.tongue.own == "CNY" or yuan:
        yield _finding(form, match, (paid / credit,), "CNY", at=a.start)


def _percentages(
    form: Form, shape: Shape, match: re.Match[str], of: Callable[[Amount, Decimal], Decimal | None]
) -> Iterator[Finding]:
    """One percentage for each amount of the list, in the order of the list, ends of a range from low to high."""
    listed = shape.listed(match, "n")
    for place, amount in enumerate(listed):
        values = [of(amount, value) for value in amount.values]
        if all(value is not None and 0 < value < 1000 for value in values):
            ends = tuple(sorted(value for value in values if value is not None))
            yield _finding(form, match, ends, None, basis="percent", at=amount.start, place=place, of=len(listed))


def _share(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    return _percentages(form, shape, match, lambda amount, value: value)


def _off(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    return _percentages(form, shape, match, lambda amount, value: 100 - value)


def _factor(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    """A factor of the price; beside 折扣 a number of one or more is tenths (折扣: 8.5)."""
    tenths = _FACTOR.search(match.group()) is not None
    return _percentages(
        form,
        shape,
        match,
        lambda _, value: value * 100 if value < 1 or (not tenths and value <= 3) else fold(value) if tenths else None,
    )


def fold(value: Decimal) -> Decimal | None:
    """N折 as percent: 2.5折 is 25, 35折 is 35, 0.7折 is 7; three digits are no 折."""
    return value * 10 if value < 10 else value if value < 100 else None


def _fold(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    """N折; in front of 折扣 a number below one is a factor (0.19 折扣)."""
    factor = _FACTOR_END.match(shape.marked, match.end()) is not None
    return _percentages(form, shape, match, lambda _, value: value * 100 if factor and value < 1 else fold(value))


def _divided(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    return _percentages(form, shape, match, lambda _, value: 100 / value if value > 1 else None)


def _fraction(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    a, b = shape.slot(match, "a"), shape.slot(match, "b")
    if a and b and 0 < a.values[0] < b.values[0]:
        yield _finding(form, match, (100 * a.values[0] / b.values[0],), None, at=a.start)


def _tenths(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    return _percentages(form, shape, match, lambda amount, value: value * 10)


def _tenths_off(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    return _percentages(form, shape, match, lambda amount, value: 100 - value * 10)


def _nothing(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    return iter(())


def _fixed(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    if form.value is not None:
        yield _finding(form, match, (form.value,), None)


def _as_said(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    listed = shape.listed(match, "n")
    for place, number in enumerate(listed):
        if 0 < number.values[0] <= 100:
            yield _finding(form, match, number.values, None, at=number.start, place=place, of=len(listed))


def _decimal(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    number = shape.slot(match, "n")
    if number and "." in shape.plain[number.start : number.end] and 0 < number.values[0] < 10:
        yield _finding(form, match, number.values, None, at=number.start)


def _token_scale(shape: Shape, match: re.Match[str], mark: str = "") -> Decimal | None:
    """What makes the price one per million tokens, or None where no number of tokens is named."""
    groups = match.groupdict()
    count = shape.slot(match, f"count{mark}")
    named = Decimal(1_000_000 if groups.get(f"million{mark}") else 1_000 if groups.get(f"thousand{mark}") else 1)
    tokens = (count.values[0] if count else Decimal(1)) * named
    said = groups.get(f"tokens{mark}") or (groups.get(f"per{mark}") and _capital(shape, match, mark))
    if not said or tokens == 0:
        return None
    by_token = groups.get(f"per{mark}") and groups.get(f"tokens{mark}")
    if not by_token and tokens not in (1_000, 1_000_000):
        return None
    return 1_000_000 / tokens


def _capital(shape: Shape, match: re.Match[str], mark: str) -> bool:
    """A price "/M" is by the million tokens; "/m" may be by the month."""
    name = f"million{mark}"
    return match.groupdict().get(name) != "m" or shape.text[match.start(name)].isupper()


def _token_pair(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    first, second = shape.slot(match, "in"), shape.slot(match, "out")
    named = "named" in form.id or "in_out" in form.id
    scale = _token_scale(shape, match) or (_token_scale(shape, match, "2") if named else None)
    if first is None or second is None or len(first.values) + len(second.values) > 2:
        return
    code = first.currency or second.currency or (shape.tongue.own if scale else None)
    if scale is None and not (named and first.currency and second.currency):
        return
    if code is None or (first.currency and second.currency and first.currency != second.currency):
        return
    for basis, amount in (("mtok_input", first), ("mtok_output", second)):
        yield _finding(form, match, tuple(v * (scale or 1) for v in amount.values), code, basis=basis, at=amount.start)


def _token_price(form: Form, shape: Shape, match: re.Match[str]) -> Iterator[Finding]:
    price, scale = shape.slot(match, "price"), _token_scale(shape, match)
    if price and scale:
        code = price.currency or shape.tongue.own
        values = tuple(value * scale for value in price.values)
        if code:
            yield _finding(form, match, values, code, basis="mtok", at=price.start)


TAKES: Mapping[str, Taking] = {
    "nothing": _nothing,
    "paid_by_credit": _paid_by_credit,
    "paid_for_one": _paid_for_one,
    "exchange": _exchange,
    "reduced": _reduced,
    "proportion": _proportion,
    "share": _share,
    "off": _off,
    "fold": _fold,
    "factor": _factor,
    "fraction": _fraction,
    "divided": _divided,
    "fixed": _fixed,
    "tenths": _tenths,
    "tenths_off": _tenths_off,
    "as_said": _as_said,
    "decimal": _decimal,
    "token_pair": _token_pair,
    "token_price": _token_price,
}
