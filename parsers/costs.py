"""What an offer asks for one unit of access: its quotes joined into costs that wait only for a rate and a day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import zip_longest

from parsers.records import Basis, Quote, Series
from parsers.terms import (
    HEADLINE,
    UNSPECIFIED,
    Against,
    Mix,
    Offer,
    Price,
    Term,
    aside,
    joined,
    kind,
    null,
    plain,
    ranges,
)
from parsers.text.models import settle

Period = tuple[Decimal, str]

MONTHS: dict[Basis, Period] = {
    "day": (Decimal(30), "30 days"),
    "week": (Decimal(30) / 7, "30/7 weeks"),
    "month": (Decimal(1), "1 month"),
    "quarter": (Decimal(1) / 3, "1/3 quarter"),
    "half_year": (Decimal(1) / 6, "1/6 half year"),
    "year": (Decimal(1) / 12, "1/12 year"),
}
DAYS = {"day": 1, "week": 7, "month": 30, "quarter": 91, "half_year": 182, "year": 365}
NO_DENOMINATOR: dict[Basis, str] = {
    "request": "per request",
    "image": "per request",
    "video": "per request",
    "second": "per request",
    "hour": "sold by the hour",
    "lifetime": "sold for a lifetime",
    "account": "what the good holds is not said",
}
QUOTA = re.compile(r"quota:(\d+(?:\.\d+)?)USD/(day|week|month|total)")
SEATS = re.compile(r"seats:(\d+)")


def terms(offer: Offer, mix: Mix = HEADLINE) -> tuple[Term, ...]:
    """Every cost that an offer states, by subject, in the order of rates: credit, tokens, discount, plans, the rest."""
    prices = tuple(ranges(offer.quotes))
    return (*credit_terms(offer, prices), *token_terms(prices, mix), *plain_terms(offer, prices))


def credit_terms(offer: Offer, prices: Sequence[Price]) -> Iterator[Term]:
    """What a credit dollar costs, times the multipliers that the offer states for it."""
    credits = [price for price in prices if price.quote.basis == "usd_credit"]
    multipliers = [price for price in prices if price.quote.basis == "multiplier"]
    for multiplier in multipliers:
        for subject in subjects(offer, multiplier, multipliers):
            yield from multiplied(subject, multiplier, credits)
    if any(price.quote.settlement == "credit" and price.quote.basis.startswith("mtok") for price in prices):
        return
    for credit in credits:
        for subject in subjects(offer, credit, [*credits, *multipliers]):
            if not any(applies(multiplier.quote, subject) for multiplier in multipliers):
                yield credit_term(subject, credit, None)


def subjects(offer: Offer, price: Price, rivals: Iterable[Price]) -> tuple[str, ...]:
    """Whom a price is for: what it names, else every model that the offer's naming comes to and that has no price."""
    if price.quote.model:
        return (price.quote.model,)
    own = {rival.quote.model for rival in rivals if rival.quote.model}
    named = settle(offer.models)
    return tuple(id for id in named if id not in own) if named else (UNSPECIFIED,)


def applies(quote: Quote, subject: str) -> bool:
    """Whether a price for everything, a line or a tier holds for the model."""
    return quote.model is None or subject == quote.model or subject.startswith(f"{quote.model}-")


def nearest(credits: Sequence[Price], subject: str) -> list[Price]:
    """The credit rates that hold for a model: its own or its line's, else those for everything."""
    fitting = [credit for credit in credits if applies(credit.quote, subject)]
    return [credit for credit in fitting if credit.quote.model] or fitting


def multiplied(subject: str, multiplier: Price, credits: Sequence[Price]) -> Iterator[Term]:
    found = nearest(credits, subject) or (credits if subject == UNSPECIFIED else [])
    if not found:
        yield null(subject, "token", "multiplier", "multiplier without a credit rate", multiplier)
    for credit in found:
        yield credit_term(subject, credit, multiplier)


def credit_term(subject: str, credit: Price, multiplier: Price | None) -> Term:
    low, high = (multiplier.low, multiplier.high) if multiplier else (Decimal(1), Decimal(1))
    said = f"{multiplier} × {credit} per 1 USD of list price" if multiplier else ""
    bounds = {price.bound for price in (credit, multiplier) if price}
    return Term(
        subject,
        "token",
        "credit × multiplier" if multiplier else "credit",
        cost=(credit.low * low, credit.high * high),
        currency=credit.quote.currency,
        bound=joined(bounds),
        aside=aside(credit, *([multiplier] if multiplier else [])),
        working=said,
    )


def token_terms(prices: Sequence[Price], mix: Mix) -> Iterator[Term]:
    """Token prices, input paired with output; prices paid from a balance are joined with what the balance costs."""
    credits = [price for price in prices if price.quote.basis == "usd_credit" and price.quote.settlement == "cash"]
    tokens = [price for price in prices if price.quote.basis.startswith("mtok")]
    groups: dict[tuple[object, ...], list[Price]] = {}
    for price in tokens:
        groups.setdefault(kind(price.quote), []).append(price)
    for group in groups.values():
        for rates in paired(group):
            yield from token_term(rates, credits, mix)


def paired(group: Sequence[Price]) -> Iterator[dict[Basis, Price]]:
    """The prices of one thing as rows: the first input goes with the first output and the first cache price."""
    columns: dict[Basis, list[Price]] = {}
    for price in group:
        columns.setdefault(price.quote.basis, []).append(price)
    for row in zip_longest(*columns.values()):
        yield {basis: price for basis, price in zip(columns, row, strict=True) if price}


def token_term(rates: dict[Basis, Price], credits: Sequence[Price], mix: Mix) -> Iterator[Term]:
    price = next(iter(rates.values()))
    subject = price.quote.model or UNSPECIFIED
    if price.quote.settlement == "cash":
        yield one_token_term(subject, rates, None, mix)
        return
    if price.quote.currency != "USD":
        yield null(subject, "token", "token price", "site price not in dollars of credit", price)
        return
    found = nearest(credits, subject)
    if not found:
        yield null(subject, "token", "token price", "credit rate not said", price)
    for credit in found:
        yield one_token_term(subject, rates, credit, mix)


def one_token_term(subject: str, rates: dict[Basis, Price], credit: Price | None, mix: Mix) -> Term:
    price = next(iter(rates.values()))
    against, low, high, said = side(rates, mix)
    if against is None or low is None or high is None:
        return null(subject, "token", "token price", said, price)
    credit_low, credit_high = (credit.low, credit.high) if credit else (Decimal(1), Decimal(1))
    main = [part for basis, part in rates.items() if not basis.startswith("mtok_cache")]
    parts = (*main, *([credit] if credit else []))
    return Term(
        subject,
        "token",
        "credit × list price" if credit else "token price",
        against,
        (low * credit_low, high * credit_high),
        credit.quote.currency if credit else price.quote.currency,
        price.quote.variant,
        joined({part.bound for part in parts}),
        aside(*parts),
        working=f"{said} × {credit} per 1 USD credit" if credit else said,
        listed=price.quote.currency or "USD",
    )


def side(rates: dict[Basis, Price], mix: Mix) -> tuple[Against | None, Decimal | None, Decimal | None, str]:
    """What the stated prices can be held against, the cost, and how it was reckoned (or why it cannot be)."""
    input, output = rates.get("mtok_input"), rates.get("mtok_output")
    cache = rates.get("mtok_cache_read")
    if input and output:
        low = mix.blend(input.low, output.low, cache.low if cache else None)
        high = mix.blend(input.high, output.high, cache.high if cache else None)
        said = f"{input} in, {output} out" + (f", {cache} cached" if mix.cache_read and cache else "")
        return (
            ("blend", low, high, f"({said}) at {mix.name}")
            if low is not None
            else (None, None, None, "cache price not said")
        )
    one = input or output or rates.get("mtok")
    if not one:
        return None, None, None, "only a cache price said"
    only: dict[Basis, Against] = {"mtok_input": "input", "mtok_output": "output", "mtok": "either"}
    against = only[one.quote.basis]
    return against, one.low, one.high, str(one) if against == "either" else f"{one}, {against} only"


def plain_terms(offer: Offer, prices: Sequence[Price]) -> Iterator[Term]:
    """Discounts, plans, passes, and what has no denominator."""
    plans = {mention.id for mention in offer.plans}
    for price in prices:
        basis = price.quote.basis
        of_plan = price.quote.subject == "plan" or price.quote.model in plans
        if basis == "percent":
            yield from discount_terms(offer, price, of_plan, prices)
        elif basis in MONTHS and (of_plan or len(plans) == 1):
            yield plan_term(price, plans)
        elif basis in MONTHS:
            yield pass_term(offer, price)
        elif basis in NO_DENOMINATOR:
            yield null(price.quote.model or UNSPECIFIED, *unmeasured(basis, of_plan or bool(plans)), price)


def discount_terms(offer: Offer, price: Price, of_plan: bool, prices: Sequence[Price]) -> Iterator[Term]:
    rivals = [rival for rival in prices if rival.quote.basis == "percent"]
    for subject in plans_of(offer, price) if of_plan else subjects(offer, price, rivals):
        yield Term(
            subject,
            "plan" if of_plan else "token",
            "discount",
            cost=(price.low / 100, price.high / 100),
            bound=price.bound,
            aside=aside(price),
            working=f"{price} % as said",
        )


def plans_of(offer: Offer, price: Price) -> tuple[str, ...]:
    """The plans that a discount is for: the one it names, else those of the offer; the name of a model is no plan's."""
    plans = tuple(dict.fromkeys(mention.id for mention in offer.plans))
    model = price.quote.model
    if model and (model in plans or model not in {mention.id for mention in offer.models}):
        return (model,)
    return plans or (UNSPECIFIED,)


def plan_term(price: Price, plans: set[str]) -> Term:
    """The price of a first-party plan, by the month of 30 days."""
    subject = price.quote.model or (next(iter(plans)) if len(plans) == 1 else UNSPECIFIED)
    months, said = MONTHS[price.quote.basis]
    seats = SEATS.search(" ".join(price.quote.conditions))
    return Term(
        subject,
        "plan",
        "plan",
        "month",
        (price.low * months, price.high * months),
        price.quote.currency,
        price.quote.variant,
        price.bound,
        aside(price),
        seats=int(seats[1]) if seats else 1,
        working="" if months == 1 else f"{price} × {said}",
        listed=price.quote.currency or "USD",
    )


def pass_term(offer: Offer, price: Price) -> Term:
    """A seller's own pass: what it costs if its whole quota is used, so a lower bound."""
    subject = price.quote.model or UNSPECIFIED
    quota = QUOTA.search(" ".join(price.quote.conditions))
    if not quota:
        unbounded = any(claim.code == "unlimited" and claim.polarity == "asserted" for claim in offer.claims)
        return null(subject, "pass", "pass", "unbounded" if unbounded else "quota of the pass not said", price)
    times = 1 if quota[2] == "total" else Decimal(DAYS[price.quote.basis]) / DAYS[quota[2]]
    held = Decimal(quota[1]) * times
    return Term(
        subject,
        "pass",
        "pass",
        cost=(price.low / held, price.high / held),
        currency=price.quote.currency,
        bound="floor",
        aside=aside(price),
        working=f"{price} ÷ {plain(held)} USD of quota if all is used",
    )


def unmeasured(basis: Basis, of_plan: bool) -> tuple[Series, str, str]:
    if NO_DENOMINATOR[basis] == "per request":
        return "request", basis, "per request"
    if of_plan:
        return "plan", basis, "length of the plan not said" if basis == "account" else NO_DENOMINATOR[basis]
    return "token", basis, NO_DENOMINATOR[basis]
