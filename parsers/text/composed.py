"""Claims that follow from the other facts of a text, and claims that they take back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from parsers.records import Basis, Claim, Mention, Quote, Span

_PASSES: frozenset[Basis] = frozenset({"hour", "day", "week", "month", "quarter", "half_year", "year"})
_OF_VENDOR = {
    **dict.fromkeys(("o1", "o3", "o4", "sora", "dall"), "gpt"),
    **dict.fromkeys(("nano", "veo", "imagen"), "gemini"),
}
_BESIDE = 4
"""How near behind a plan's name a "1M" is its month."""
_HANDED = frozenset({"account_sale", "topup_service", "dedicated_account", "shared_seat"})
"""What hands over an account of a maker's."""
_OF_SHOPS = frozenset({"account_sale", "topup_service"})
"""What a shop sells: models of three makers on its page are no key to them."""
_OF_GOODS = frozenset(
    {"account_sale", "topup_service", "shared_seat", "mirror_site", "dedicated_account", "warranty", "no_warranty"}
)
"""What is said of goods alone: a plan of a maker's that is named beside it is sold as it is."""


def composed(
    said: Sequence[Claim], models: Sequence[Mention], plans: Sequence[Mention], quotes: Sequence[Quote]
) -> tuple[Claim, ...]:
    """The claims of a text with those that its models, plans and prices assert or take back.

    A price in USDT asserts `pay_usdt`; a price by the call `per_call`; models of three vendors at a relay
    `many_models`; the time of a first-party plan that is sold is no pass of the seller's (`subscription_plan`), and
    "1M" directly behind such a plan is a month and no context of a million tokens.
    """
    codes = {claim.code for claim in said if claim.polarity == "asserted"}
    ends = {plan.span.end + blanks for plan in plans for blanks in range(_BESIDE)}
    resold = bool(plans and codes & _OF_GOODS) or _priced(plans, quotes)
    kept = [
        claim
        for claim in said
        if not (claim.code == "subscription_plan" and resold)
        and not (claim.code == "million_token_context" and claim.span.start in ends)
    ]
    added = [
        *_redeemed(said, plans),
        *_from_quotes(quotes, plans or codes & _HANDED),
        *(_many_models(_beside(models, plans)) if not resold and not codes & _OF_SHOPS else ()),
    ]
    return (*kept, *(claim for claim in added if claim.code not in codes))


def _redeemed(said: Sequence[Claim], plans: Sequence[Mention]) -> list[Claim]:
    """What a buyer of a plan redeems himself is redeemed on an account of his own."""
    return [replace(claim, code="topup_service") for claim in said if claim.code == "self_service" and plans]


def _priced(plans: Sequence[Mention], quotes: Sequence[Quote]) -> bool:
    """Whether a first-party plan carries a price of its own: the packages of such a page are the makers'."""
    sold = {plan.id for plan in plans}
    return any(quote.model in sold and quote.basis in _PASSES for quote in quotes)


def implied(
    said: Sequence[Claim], models: Sequence[Mention], lines: Mapping[str, str], text: str
) -> tuple[Mention, ...]:
    """The model lines that named tools run on, where the text names no model of the line: "支持 CC" is Claude's.

    `lines` is the line by claim code.
    """
    known = {mention.id.split("-")[0] for mention in models}
    firsts: dict[str, Claim] = {}
    for claim in said:
        line = lines.get(claim.code)
        if line is not None and line not in known and claim.polarity == "asserted":
            firsts.setdefault(line, claim)
    return tuple(
        Mention(line, text[claim.span.start : claim.span.end], claim.span, implied=True)
        for line, claim in firsts.items()
    )


def _from_quotes(quotes: Sequence[Quote], resold: Collection[object]) -> list[Claim]:
    """What the prices assert; the time of an account or a plan that is `resold` is no pass of the seller's own."""
    added: dict[str, Claim] = {}
    for quote in quotes:
        if quote.currency == "USDT":
            added.setdefault("pay_usdt", Claim("pay_usdt", quote.span))
        if quote.basis == "request":
            added.setdefault("per_call", Claim("per_call", quote.span))
        if quote.basis in _PASSES and not resold:
            added.setdefault("subscription_plan", Claim("subscription_plan", quote.span))
    return list(added.values())


def _beside(models: Sequence[Mention], plans: Sequence[Mention]) -> list[Mention]:
    """The models that a text names beside its plans: plans of three vendors in one shop are no key to their models."""
    spans = sorted((plan.span.start, plan.span.end) for plan in plans)
    starts, ends = [start for start, _ in spans], list(accumulate((end for _, end in spans), max))
    before = ((model, bisect_right(starts, model.span.start)) for model in models)
    return [model for model, count in before if not count or ends[count - 1] <= model.span.start]


def _many_models(models: Sequence[Mention]) -> list[Claim]:
    """Models of three and more vendors; the span reaches from the first to the third."""
    firsts: dict[str, Mention] = {}
    for mention in models:
        firsts.setdefault(_vendor(mention.id), mention)
    if len(firsts) < 3:
        return []
    three = sorted(firsts.values(), key=lambda mention: mention.span.start)[:3]
    return [Claim("many_models", Span(three[0].span.start, three[-1].span.end))]


def _vendor(model: str) -> str:
    """The line of an id, with the lines of one vendor taken together."""
    line = model.split("-", maxsplit=1)[0]
    return _OF_VENDOR.get(line, line)
