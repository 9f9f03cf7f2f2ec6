"""Facts in the JSON form of the gold GUIDE, with the place of each in the text."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from parsers.records import Facts, Quote, Span
from parsers.text.claims import codes
from parsers.text.models import settle
from parsers.text.vocabulary import PACKAGED, Words

Row = dict[str, Any]


def facts_as_json(facts: Facts, words: Words = PACKAGED) -> Row:
    """`is_offer, reason, access_form, models, plans, prices, claims`, and `spans` of what they name.

    Prices that differ only in conditions count once; amounts are JSON numbers with the digits of the text.
    """
    models = settle(facts.models, words)
    plans = tuple(dict.fromkeys(mention.id for mention in facts.plans))
    claimed = codes(facts.claims, words.claims)
    return {
        "is_offer": facts.is_offer,
        "reason": facts.reason,
        "access_form": facts.access,
        "models": list(models),
        "plans": list(plans),
        "prices": list(_prices(facts)),
        "claims": list(claimed),
        "spans": list(_spans(facts, frozenset(models), frozenset(claimed))),
    }


def number(amount: Decimal) -> int | float:
    """A decimal as a JSON number: whole numbers without a point."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _price(quote: Quote) -> Row:
    return {"amount": number(quote.amount), "currency": quote.currency, "basis": quote.basis, "model": quote.model}


def _prices(facts: Facts) -> Iterator[Row]:
    """Each price once."""
    seen: set[tuple[object, ...]] = set()
    for quote in facts.quotes:
        key = (quote.amount, quote.currency, quote.basis, quote.model)
        if key not in seen:
            seen.add(key)
            yield _price(quote)


def _spans(facts: Facts, models: frozenset[str], claimed: frozenset[str]) -> Iterator[Row]:
    """Where each fact stands, in reading order of its field."""
    for mention in facts.models:
        if mention.id in models:
            yield _span("models", mention.id, mention.span)
    for mention in facts.plans:
        yield _span("plans", mention.id, mention.span)
    for quote in facts.quotes:
        yield _span("prices", _price(quote), quote.span)
    for claim in facts.claims:
        if claim.code in claimed and claim.stands:
            yield _span("claims", claim.code, claim.span)


def _span(field: str, value: object, span: Span) -> Row:
    return {"field": field, "value": value, "start": span.start, "end": span.end}
