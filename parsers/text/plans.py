"""Finds the first-party plans that a text sells or shares; a relay's pool or channel of that name is none."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from parsers.records import Mention, Span
from parsers.text.hidden import hide
from parsers.text.joined import uninflected
from parsers.text.plan_brands import GOODS
from parsers.text.plan_lists import Word
from parsers.text.plan_sales import Sale, Sales
from parsers.text.plan_words import Brand, Head, PlanWords
from parsers.text.vocabulary import PACKAGED, Words

_THOUSANDS = re.compile(r"[0-9]k [0-9]+")
"""No tier: the thousands of a price with the number behind it, "199k 12 tháng"."""


def _found(plans: PlanWords, shown: str, models: Sequence[Mention]) -> list[Word]:
    """Tiers and products in reading order; a tier inside a model's name is no tier."""
    starts, ends = [m.span.start for m in models], [m.span.end for m in models]
    words: list[Word] = []
    for match in plans.head.finditer(shown):
        if _THOUSANDS.fullmatch(shown, max(0, match.start() - 1), match.end()):
            continue
        head = plans.heads[uninflected(match.group(), plans.heads)]
        before = bisect_right(starts, match.start()) - 1
        if (head.kind != "brand" and head.brand) or before < 0 or ends[before] <= match.start():
            words.append(Word(head, match.start(), match.end(), head.brand))
        elif (
            head.kind == "tier"
            and ends[before] == match.end()
            and (brand := _glued(plans, shown, match, models[before]))
        ):
            words.append(Word(Head("tier", head.tier, brand), match.start(), match.end(), brand))
    wholes = {word.start for word in words if word.head.kind != "brand" and word.head.brand}
    for model in models:
        brand = plans.by_line.get(model.id.partition("-")[0])
        if brand and model.span.start not in wholes:
            versioned = any(map(str.isdigit, model.id))
            head = Head("brand", brand=brand)
            words.append(Word(head, model.span.start, model.span.end, brand, versioned=versioned))
    return sorted(words, key=lambda word: (word.start, -word.end))


def _glued(plans: PlanWords, shown: str, tier: re.Match[str], model: Mention) -> Brand | None:
    """The product of a model whose last word is a tier too, where goods are named behind: "Gemini 3.1pro 成品号"."""
    end = model.span.end
    if not shown[tier.start() - 1].isdigit():
        return None
    sold = plans.goods.search(shown, end, end + GOODS) or plans.traded.match(shown, end)
    return plans.by_line.get(model.id.partition("-")[0]) if sold else None


def mentions(text: str, folded: str, words: Words = PACKAGED, models: Sequence[Mention] = ()) -> tuple[Mention, ...]:
    """Every first-party plan on sale, in reading order: id in GUIDE's form, the words, and where."""
    return tuple(good for good in goods(text, folded, words, models) if good.id)


def goods(text: str, folded: str, words: Words = PACKAGED, models: Sequence[Mention] = ()) -> tuple[Mention, ...]:
    """Every first-party plan on sale, and without an id the products that are sold by no plan of theirs.

    `folded` is the text as script.fold gives it; `models` are the models that the text names, in reading order: their
    lines are the products whose tiers are looked for.
    """
    shown = hide(folded)
    found = _found(words.plans, shown, models)
    sold = _sold(text, _sales(Sales(words.plans, shown, found)) if found else ())
    return tuple(sorted([*sold, *_tools(words.plans, text, shown, found, sold)], key=lambda good: good.span.start))


def _sales(whole: Sales) -> list[Sale]:
    """The plans of tiers, those of sizes alone, and those of memberships."""
    named = all(word.head.kind in ("brand", "foreign") for word in whole.words)
    sales = [*(() if named else whole.tiers()), *whole.sizes()]
    return sales if named else sales + whole.members(sales)


def _tools(
    plans: PlanWords, text: str, shown: str, words: Iterable[Word], sold: Sequence[Mention]
) -> Iterator[Mention]:
    """Products that run on no model line and are sold without a plan's name: "Manus 会员 88", "Kiro 代充"."""
    planned = {plan.id for plan in sold}
    for word in words:
        brand = word.brand if word.head.kind == "brand" else None
        named = brand is not None and brand.line is None and planned.isdisjoint({*brand.tiers.values(), brand.member})
        if named and plans.traded.match(shown, word.end):
            yield Mention("", text[word.start : word.end], Span(word.start, word.end))


def _sold(text: str, sales: Iterable[Sale]) -> tuple[Mention, ...]:
    """The plans on sale as mentions; one of unknown size falls where its sizes are sold."""
    ids = {sale.plan for sale in sales}
    unsized = {plan for plan in ids if any(re.fullmatch(rf"{plan}-\d+x", other) for other in ids)}
    spans = [(sale.word.start if sale.word.opens is None else sale.word.opens, sale.end, sale.plan) for sale in sales]
    return tuple(
        Mention(plan, text[start:end], Span(start, end)) for start, end, plan in sorted(spans) if plan not in unsized
    )


def implied(plans: Iterable[Mention], words: Words = PACKAGED) -> tuple[Mention, ...]:
    """The model lines that plans run on, as weak mentions at the same place."""
    lines = words.plans.lines
    return tuple(Mention(lines[plan.id], plan.raw_name, plan.span, implied=True) for plan in plans if plan.id in lines)
