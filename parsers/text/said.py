"""What a text asks for, each price once: without its repetitions, and without a vendor's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from parsers.records import Quote
from parsers.text.named import PLAN_BASES

_RATES = 64
"""Prices of credit that a further one is held against: a bound for hostile texts."""
_ROUNDING = Decimal("0.005")
"""How far a price may be from its like, rounded to two places."""
_NEAR, _NEAR_GOODS = 40, 400
"""How far apart two statements of one price may stand: "10% of the official price (90% off)"; of goods, a headline and
the list below it."""

_LASTING = frozenset(("day", "week", "month", "quarter", "half_year", "year", "lifetime"))

_ENDS = ("floor", "ceiling")

Stated = dict[tuple[object, ...], Quote]


def said_once(stated: Iterable[Quote]) -> tuple[Quote, ...]:
    """The quotes without repetitions; one for no product falls where its like for a product has the same price."""
    kept: Stated = {}
    for quote in _ranged_once(list(stated)):
        kept.setdefault((quote.amount.normalize(), quote.currency, quote.basis, quote.model), quote)
    kept = _directed_once(_lasting_once(_rounded_once(kept)))
    named = {key[:3] for key in kept if key[3] is not None}
    near = {key[:3]: quote.span for key, quote in kept.items() if key[3] is not None}
    return tuple(
        quote
        for key, quote in kept.items()
        if key[3] is not None or key[:3] not in named or abs(quote.span.start - near[key[:3]].end) > _near(quote)
    )


def _ranged_once(stated: Sequence[Quote]) -> Iterator[Quote]:
    """The quotes without what only sums up the prices of the choices below: "29k – 219k", "1 week 29k"."""
    single = {(quote.amount, quote.currency) for quote in stated if quote.bound not in _ENDS}
    again = {(quote.amount, quote.span) for quote in stated if (quote.amount, quote.currency) in single}
    ends = Counter(span for _, span in again)
    goods = {(quote.amount, quote.currency): quote.span.start for quote in stated if quote.model}
    for quote in stated:
        headline = quote.bound == "floor" and quote.model is None and quote.basis in PLAN_BASES
        if headline and goods.get((quote.amount, quote.currency), -1) > quote.span.start:
            continue  # "от 600 ₽", then "Perplexity Pro на год — 600"
        if quote.bound not in _ENDS or ends[quote.span] != len(_ENDS):
            yield quote


def _lasting_once(kept: Stated) -> Stated:
    """The quotes without those of a plan that are stated again with the time that the plan lasts."""
    lasting = {(amount, code, model) for amount, code, basis, model in kept if basis in _LASTING and model}
    return {key: quote for key, quote in kept.items() if key[2] != "account" or (*key[:2], key[3]) not in lasting}


def _directed_once(kept: Stated) -> Stated:
    """The quotes without a token price that a headline says of a line before the list says which way it is for."""
    directed = {key[:2] for key in kept if str(key[2]).startswith("mtok_")}
    return {key: quote for key, quote in kept.items() if key[2] != "mtok" or key[:2] not in directed}


def without_listed(stated: Sequence[Quote], listed: Mapping[str, frozenset[Decimal]]) -> list[Quote]:
    """The quotes without the vendor's own dollars for a good that is sold for other money: "Pro 20$: 390.000đ"."""
    paid = {q.model for q in stated if q.currency not in (None, "USD") and q.basis != "usd_credit"}
    return [
        quote
        for quote in stated
        if quote.currency != "USD" or quote.amount not in listed.get(quote.model or "", ()) or quote.model not in paid
    ]


def _rounded_once(kept: Stated) -> Stated:
    """The quotes without prices of credit that a table states again, rounded: ¥200 for $220, and 0.91."""
    rates: list[Quote] = []
    once: Stated = {}
    for key, quote in kept.items():
        same = (other for other in rates[-_RATES:] if (other.currency, other.model) == (quote.currency, quote.model))
        if quote.basis != "usd_credit" or not any(_agree(quote, other) for other in same):
            once[key] = quote
            rates += [quote] if quote.basis == "usd_credit" else []
    return once


def _agree(one: Quote, other: Quote) -> bool:
    return abs(one.amount - other.amount) <= _ROUNDING * max(one.amount, other.amount)


def _near(quote: Quote) -> int:
    return _NEAR_GOODS if quote.basis in PLAN_BASES and quote.basis != "percent" else _NEAR


def settled(stated: tuple[Quote, ...]) -> tuple[Quote, ...]:
    """Dollar prices by the token or call are paid from credit where the text sells credit dollars for other money."""
    if not any(quote.basis == "usd_credit" and quote.currency != "USD" for quote in stated):
        return stated
    by_use = ("mtok", "request", "image", "video", "second")
    return tuple(
        replace(quote, settlement="credit") if quote.currency == "USD" and quote.basis.startswith(by_use) else quote
        for quote in stated
    )
