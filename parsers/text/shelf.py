"""Reads goods whose prices are fields: the field says what is paid, the words of the good what is bought.

The text of such a listing begins with its category, if it has one, then a line for every price: what is sold, which
kind of it, the amount. What the rules of texts make of such a line is what the amount buys.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from parsers.records import Claim, Context, Facts, Listing, Mention, Quote, Span
from parsers.text import offers
from parsers.text.vocabulary import PACKAGED, Words


@dataclass(frozen=True, slots=True)
class Line:
    """The line of one price, with what the rules read in it and where it stands in the listing's text."""

    quote: Quote | None
    start: int
    lead: int
    facts: Facts

    def place(self, span: Span) -> Span:
        """A place in what was read as the place in the listing's text."""
        if span.end <= self.lead:
            return span
        return Span(span.start - self.lead + self.start, span.end - self.lead + self.start, span.path)


def written(name: str, quote: Quote) -> str:
    """A price as a line: what is sold, which kind of it, the amount."""
    kind = quote.raw_name if quote.raw_name and quote.raw_name not in name else None
    what, price = " ".join(filter(None, (name, kind))), " ".join(filter(None, (f"{quote.amount:f}", quote.currency)))
    # The point parts a name that ends in a number or a length ("1 month") from the amount.
    return f"{what} · {price}"


def text_of(name: str, quotes: Sequence[Quote], category: str | None = None, more: str = "") -> str:
    """The text of a good's listing."""
    lines = [written(name, quote) for quote in quotes] or [name]
    return "\n".join(filter(None, (category, *lines, more)))


def understood(listing: Listing, context: Context, words: Words = PACKAGED) -> Listing | None:
    """The listing with what its good is; None where the good is no access to AI.

    A price whose line says nothing of what it buys stays a price of the good as it is (`account`).
    """
    lines = list(_lines(listing, context, words))
    if not any(line.facts.is_offer for line in lines):
        return None
    whole = offers.extract(listing.text, context, words)
    found = [*lines, Line(None, 0, len(listing.text), whole)] if whole.is_offer else lines
    named = [line for line in found if line.facts.is_offer]
    return replace(
        listing,
        access=next((line.facts.access for line in named if line.facts.access), None),
        models=_each(mention for line in named for mention in _moved(line, line.facts.models)),
        plans=_each(mention for line in named for mention in _moved(line, line.facts.plans)),
        quotes=tuple(_sold(line.quote, line.facts) for line in lines if line.quote),
        claims=_claims(listing, whole, context, words),
    )


def _lines(listing: Listing, context: Context, words: Words) -> Iterator[Line]:
    """Every price's line as it is read: alone, else with the category above it, else with all that is said.

    A category alone makes no offer: a good below "AI" may be anything.
    """
    category = f"{listing.channel}\n" if listing.channel and listing.text.startswith(f"{listing.channel}\n") else ""
    start = len(category)
    for quote in listing.quotes or (None,):
        line = written(listing.title, quote) if quote else listing.title
        alone = offers.extract(line, context, words)
        led = alone if alone.is_offer or not category else offers.extract(category + line, context, words)
        if alone.is_offer or led.models or led.plans:
            yield Line(quote, start, 0 if led is alone else len(category), led)
        else:
            yield Line(quote, len(category), 0, offers.extract(listing.text[len(category) :], context, words))
        start += len(line) + 1


def _moved(line: Line, mentions: Sequence[Mention]) -> Iterator[Mention]:
    return (replace(mention, span=line.place(mention.span)) for mention in mentions)


def _each(mentions: Iterator[Mention]) -> tuple[Mention, ...]:
    """Each thing that is named once, where it stands first."""
    first: dict[tuple[str, str | None, bool], Mention] = {}
    for mention in mentions:
        first.setdefault((mention.id, mention.variant, mention.implied), mention)
    return tuple(first.values())


def _sold(quote: Quote, facts: Facts) -> Quote:
    """The price with what it buys; for credit the amount of one unit of it."""
    own = [one for one in facts.quotes if one.currency == quote.currency]
    same = [one for one in own if one.amount == quote.amount]
    credit = [one for one in own if one.basis == "usd_credit"]
    conditions = quote.conditions
    if found := next(iter((*same, *credit)), None):
        bound = found.bound if quote.bound == "exact" else quote.bound
        said = tuple(dict.fromkeys((*found.conditions, *conditions)))
        return replace(found, span=quote.span, bound=bound, conditions=said)
    plans = {mention.id: mention for mention in facts.plans}
    if len(plans) != 1:
        return quote
    (plan,) = plans.values()
    return replace(quote, subject="plan", model=plan.id, raw_name=plan.raw_name, variant=plan.variant)


def _claims(listing: Listing, whole: Facts, context: Context, words: Words) -> tuple[Claim, ...]:
    return whole.claims if whole.is_offer else offers.stated(listing.text, context, words)
