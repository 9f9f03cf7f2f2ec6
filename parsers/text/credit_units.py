"""Takes counts of credit for dollars where a text says that its credit is in dollars: "1 credit = $1", 额度以美元计."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from parsers.text.amounts import Amount
from parsers.text.phrases import alternatives
from parsers.text.writing import WRITING, any_of

_FAMILIES: Sequence[Sequence[str]] = WRITING["credit_units"]
"""The words that credit is counted in, each list those for one kind of it."""
_UNITS = "|".join(f"(?P<unit{at}>{alternatives(words)})" for at, words in enumerate(_FAMILIES))
_ONE = rf"(?<![0-9.,])(?:1(?:\.0{{1,2}})?|{any_of('one_of', opens=False)})[ ]?{any_of('bundled', opens=False)}?[ ]?"
_DOLLAR = any_of("dollar", "dollar_names", opens=False)
_ONE_DOLLAR = rf"(?:(?:us[ ]?)?\$[ ]?1(?:\.0{{1,2}})?|{_ONE}(?:us[ ]?)?{_DOLLAR})(?![0-9.,]?[0-9])"
_IS = rf"[ ]?(?:[=≈:]{{1,2}}|{any_of('amounts_to', opens=False)})[ ]?"
_IN = rf"(?:[ :]?{any_of('counted_in', opens=False)}){{1,3}}[ :]?"
_ARROW = r"(?:→|->|=>|⇒|➜|➡)\ufe0f?"
_STATED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_ONE}(?:{_UNITS}){_IS}{_ONE_DOLLAR}",
        rf"{_ONE_DOLLAR}{_IS}{_ONE}(?:{_UNITS})",
        rf"(?:{_UNITS})[ ]?(?:{any_of('and', 'and_words')}|[:/])[ ]?{_DOLLAR}[^\n0-9]{{0,8}}1[ ]?:[ ]?1(?![0-9.])",
        rf"(?:{_UNITS})[^\W\d_]{{0,2}}[ ]?(?:{_IN}|\((?:{_IN})?){_DOLLAR}(?![ ]?[0-9])",
    )
)
_PAID_IN_YUAN = re.compile(rf"{any_of('paid_in')}[ ]?{any_of('yuan', opens=False)}")
_LEADS_TO = rf"(?:{_ARROW}|[,;、][ ]?{any_of('gets', opens=False)}[ ]?:?)"
_EXCHANGED = re.compile(rf"{any_of('yuan', opens=False)}[ ]?{_LEADS_TO}[ ]?{_DOLLAR}(?![ ]?[0-9])")
_BUYS = re.compile(rf"[ ]{{0,2}}(?:{_ARROW}|{any_of('gets', opens=False)})[ ]{{0,2}}")
_BAR = re.compile(r"[ ]{0,2}[|/·—–-][ ]{0,2}")
_ENDS = re.compile(r"[ ]{0,3}(?:\Z|\n)")
_CLOSES = re.compile(rf"[ ]{{0,3}}(?:\Z|[\n,;.。|)(]|{_UNITS})")
_BEHIND = tuple(re.compile(rf"[ ]?{alternatives(words, opens=False)}") for words in _FAMILIES)
_NEAR = 48
"""How far from its price a count of credit may stand."""


def counted_in_dollars(plain: str, found: list[Amount]) -> list[Amount]:
    """The amounts, those that count credit as dollars where the text says so, without what only says so."""
    if len(found) < 2:
        return found
    said = next((match for pattern in _STATED if (match := pattern.search(plain))), None)
    exchanged = _EXCHANGED.search(plain)
    if said is None and exchanged is None:
        return found
    family = _family(said) if said else None
    paid = exchanged is not None or _PAID_IN_YUAN.search(plain) is not None
    found = [amount for amount in found if said is None or not said.start() <= amount.start < said.end()]
    return list(_as_dollars(plain, list(_paid(plain, found)) if paid else found, family))


def _family(said: re.Match[str]) -> int:
    """Which of the words for credit a statement counts."""
    return next(at for at in range(len(_FAMILIES)) if said[f"unit{at}"])


def _paid(plain: str, found: Sequence[Amount]) -> Iterator[Amount]:
    """The amounts, the first of two numbers that are set against each other as yuan: "30 → 50"."""
    for at, amount in enumerate(found):
        then = found[at + 1] if at + 1 < len(found) else None
        bare = then is not None and amount.kind == then.kind == "number" and not amount.sign
        paid = bare and then and _BUYS.fullmatch(plain, amount.end, then.start)
        yield amount._replace(kind="money", currency="CNY") if paid else amount


def _as_dollars(plain: str, found: Sequence[Amount], family: int | None) -> Iterator[Amount]:
    """The amounts, counts of credit beside money as dollars."""
    for at, amount in enumerate(found):
        beside = [found[other] for other in (at - 1, at + 1) if 0 <= other < len(found)]
        end = _end(plain, amount, beside, family) if amount.kind == "number" and not amount.sign else None
        if end is None or amount.values[0] <= Decimal(1):
            yield amount
        else:
            yield amount._replace(kind="dollars", end=end, currency="USD", credit=True)


def _end(plain: str, amount: Amount, beside: Sequence[Amount], family: int | None) -> int | None:
    """Where a count of credit ends, with its unit but for words of credit themselves; None for another number."""
    money = [other for other in beside if other.kind in ("money", "dollars") and _apart(other, amount) <= _NEAR]
    if not money:
        return None
    unit = _BEHIND[family].match(plain, amount.end) if family is not None else None
    if unit:
        return amount.end if family == 0 else unit.end()
    bought = any(_BUYS.fullmatch(plain, other.end, amount.start) for other in money)
    barred = any(_BAR.fullmatch(plain, other.end, amount.start) for other in money) and _ENDS.match(plain, amount.end)
    return amount.end if barred or (bought and _CLOSES.match(plain, amount.end)) else None


def _apart(first: Amount, then: Amount) -> int:
    return max(first.start, then.start) - min(first.end, then.end)
