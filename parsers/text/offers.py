"""Reads a text as an offer: whether it is one, its access form, models, plans, prices, claims, each with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import TypeVar

from parsers.records import Claim, Context, Facts, Mention, Quote, Span
from parsers.text import models, plans, prices
from parsers.text.access import access_of
from parsers.text.alike import evened
from parsers.text.claims import claims
from parsers.text.composed import composed, implied
from parsers.text.hidden import hide
from parsers.text.layout import plain
from parsers.text.rows import Place
from parsers.text.scanner import Seen
from parsers.text.signs import Found
from parsers.text.unfolding import unfold
from parsers.text.verdict import judge
from parsers.text.view import View
from parsers.text.vocabulary import PACKAGED, Words

NOTHING = Context()
REMEMBERED = 4096
"""Texts whose facts are remembered: a channel shows the same posts day after day."""
SHORT = 20_000
"""Characters of the longest text that is remembered, so that memory stays bounded."""
Placed = TypeVar("Placed", Mention, Quote, Claim)


def extract(text: str, context: Context = NOTHING, words: Words = PACKAGED) -> Facts:
    """What the text says as an offer, by the rules of the gold GUIDE; spans are code points of `text`.

    Never raises, whatever the text; costs linear time, and none for a text that was read a short while ago.
    """
    return (_remembered if len(text) <= SHORT else _extracted)(text, context, words)


def _extracted(text: str, context: Context, words: Words) -> Facts:
    view = View.of(text, words.misspelt)
    folded = evened(view.folded)
    shown = hide(plain(folded))
    seen = words.scanner.scan(folded)
    found = _read(view.text, folded, shown, context, words, None if "<" in folded and "price" in folded else seen)
    verdict = judge(folded, found, words.signs, seen, context.shop)
    if not verdict.is_offer:
        return Facts(False, verdict.reason)
    return Facts(
        True,
        verdict.reason,
        access_of(found, verdict),
        tuple(_named(mention, view, text) for mention in found.models),
        tuple(_named(mention, view, text) for mention in found.plans),
        tuple(_placed(quote, view) for quote in found.quotes),
        tuple(_placed(claim, view) for claim in found.claims),
    )


_remembered = lru_cache(maxsize=REMEMBERED)(_extracted)


def stated(text: str, context: Context = NOTHING, words: Words = PACKAGED) -> tuple[Claim, ...]:
    """What a text claims that is known to be about an offer, such as the words about a relay's group."""
    view = View.of(text, words.misspelt)
    said = _claims(hide(plain(evened(view.folded))), view.text, context, words)
    return tuple(_placed(claim, view) for claim in said)


def _read(text: str, folded: str, shown: str, context: Context, words: Words, seen: Seen | None) -> Found:
    """Everything that the text names, whether or not it is an offer.

    `seen` is what the scanner saw in it, unless the prices of tags make words stand where there were none.
    """
    named = models.mentions(text, folded, words)
    goods = plans.goods(text, folded, words, named)
    sold = tuple(good for good in goods if good.id)
    named += plans.implied(sold, words)
    said = _claims(shown, text, context, words, seen)
    quotes = prices.quotes(text, folded, context, named, goods, words, seen, said)
    named += implied(said, named, words.claims.implies, text)
    return Found(named, sold, quotes, composed(said, named, sold, quotes))


def _claims(shown: str, text: str, context: Context, words: Words, seen: Seen | None = None) -> tuple[Claim, ...]:
    """What the text claims, its tables read row by row."""
    rows = unfold(shown, text, partial(_headed, shown, words))
    said = claims(rows.text, words.claims, context.speaker, seen if rows.text == shown else None)
    return tuple(dict.fromkeys(map(rows.placed, said)))


def _headed(shown: str, words: Words, cells: Sequence[Place]) -> bool:
    """Whether cells between commas are a header: short, and one of them is known for what stands below it."""
    headers = [shown[slice(*cell)].strip() for cell in cells]
    return all(0 < len(header) <= 24 for header in headers) and any(words.columns.kind(h, False) for h in headers)


def _placed(fact: Placed, view: View) -> Placed:
    """The fact with its span in the text as written."""
    if view.written is None:
        return fact
    start, end = view.original(fact.span.start, fact.span.end)
    return replace(fact, span=Span(start, end, fact.span.path))


def _named(mention: Mention, view: View, text: str) -> Mention:
    placed = _placed(mention, view)
    return replace(placed, raw_name=text[placed.span.start : placed.span.end]) if view.written else placed
