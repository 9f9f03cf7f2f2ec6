"""Finds the first-party plans that a text sells or shares; a relay's pool or channel of that name is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parsers.records import Mention, Span
from parsers.text.hidden import hide
from parsers.text.joined import bare
from parsers.text.plan_words import SIZE_BEFORE, SIZE_BEHIND, SIZE_LISTED, Brand, Head, PlanWords
from parsers.text.vocabulary import PACKAGED, Words

_JOINT = re.compile(r"[ \-_.·]{0,2}")
_LISTED = re.compile(r"\s?[/、,&+|]\s?|\s?和\s?| and | e | и ")
_BREAK = re.compile(r"[\n。;；!！?？]")
NEAR, LINE, WINDOW, GOODS = 32, 48, 40, 12
"""Code points between a product and its tier; on its line in front; where goods may be named around a tier with its
product; and the same around a tier that stands alone."""


@dataclass(slots=True)
class Word:
    """A word that was found: where, what it is, and the product that it was found to belong to."""

    head: Head
    start: int
    end: int
    brand: Brand | None = None
    opens: int | None = None


def _words(plans: PlanWords, shown: str, models: Iterable[Mention]) -> list[Word]:
    """Tiers and products in reading order; a tier inside a model's name is no tier."""
    named = [(m.span.start, m.span.end, plans.by_line.get(m.id.split("-")[0])) for m in models]
    found = [Word(plans.heads[bare(match.group())], match.start(), match.end()) for match in plans.head.finditer(shown)]
    words = [
        word
        for word in found
        if word.head.kind == "whole" or not any(start <= word.start < end for start, end, _ in named)
    ]
    words += [Word(Head("brand", brand=brand), start, end) for start, end, brand in named if brand]
    for word in words:
        word.brand = word.head.brand
    return sorted(words, key=lambda word: (word.start, -word.end))


def _reaches(plans: PlanWords, shown: str, left: Word, right: Word) -> bool:
    """Whether only joining signs and words of the trade stand between the two."""
    gap = shown[left.end : right.start]
    return len(gap) <= NEAR and plans.noise.fullmatch(gap) is not None


def _left_brand(plans: PlanWords, shown: str, words: Sequence[Word], i: int) -> Brand | None:
    """The product in front, directly or through the tiers of a list."""
    tier = words[i]
    for left in reversed(words[max(0, i - 3) : i]):
        if left.brand is None or left.end > tier.start:
            continue
        gap = shown[left.end : tier.start]
        direct = _JOINT.fullmatch(gap) or (left.head.kind in ("tier", "whole") and _LISTED.fullmatch(gap))
        if direct or (tier.head.tier not in plans.near and _reaches(plans, shown, left, tier)):
            tier.opens = left.start if len(gap) <= 3 and left.head.kind == "brand" else None
            return left.brand
        return None
    return None


def _right_brand(plans: PlanWords, shown: str, words: Sequence[Word], i: int) -> Brand | None:
    """The product behind: "PRO 20x GPT", "Plus 成品 | OpenAI"."""
    tier = words[i]
    if tier.head.tier in plans.near:
        return None
    for right in words[i + 1 : i + 3]:
        if right.head.kind == "brand" and right.brand and tier.head.tier in right.brand.tiers:
            return right.brand if _reaches(plans, shown, tier, right) else None
    return None


def _line_of(shown: str, start: int, end: int, reach: int) -> tuple[str, str]:
    """What stands around a word on its own line."""
    before, after = shown[max(0, start - reach) : start], shown[end : end + reach]
    return _BREAK.split(before)[-1], _BREAK.split(after, maxsplit=1)[0]


def _only_brand(words: Sequence[Word], tier: str) -> Brand | None:
    """The one product of the text that has such a tier."""
    brands = {word.brand.id: word.brand for word in words if word.head.kind == "brand" and word.brand}
    fitting = [brand for brand in brands.values() if tier in brand.tiers]
    return fitting[0] if len(fitting) == 1 else None


def _brand_of(plans: PlanWords, shown: str, words: Sequence[Word], i: int) -> Brand | None:
    """The product whose tier this is, or None."""
    word = words[i]
    tier = word.head.tier
    if brand := _left_brand(plans, shown, words, i) or _right_brand(plans, shown, words, i):
        if tier in brand.tiers:
            return brand
    before, after = _line_of(shown, word.start, word.end, LINE)
    if any(left.head.kind == "foreign" and 0 <= word.start - left.end <= len(before) for left in words[:i]):
        return None
    default = plans.alone.get(tier) or (plans.sized_alone.get(tier) if _size(plans, shown, word) else None)
    only = _only_brand(words, tier) if default else None
    if plans.goods.search(f"{before[-GOODS:]}\n{after[:GOODS]}"):
        return only or default
    return only if tier in plans.near else None


def _size(plans: PlanWords, shown: str, word: Word) -> re.Match[str] | None:
    """The size that stands beside a tier: "Max 20x", "20x Pro", "Pro 200刀"."""
    return SIZE_BEHIND.match(shown, word.end) or SIZE_BEFORE.search(shown, max(0, word.start - 8), word.start)


def _sized(plans: PlanWords, brand: Brand, shown: str, word: Word) -> list[tuple[str, int]]:
    """The plan ids of a tier with its sizes, each with where its words end."""
    plan, sizes = brand.tiers[word.head.tier], brand.sizes.get(word.head.tier, {})
    found = _size(plans, shown, word) if sizes else None
    if found is None:
        return [(plan, word.end)]
    number = found["size"] or found["sign"]
    end = max(word.end, found.end())
    ids = [(sizes.get(number, plan), end)]
    while further := SIZE_LISTED.match(shown, end):
        end = further.end()
        ids.append((sizes.get(further["size"], plan), end))
    return ids


def _is_sold(plans: PlanWords, shown: str, word: Word, end: int, relay: bool) -> bool:
    """Whether the plan is on sale here: not denied, no channel of a relay, no errand for it."""
    before, after = _line_of(shown, word.opens or word.start, end, WINDOW)
    unless = plans.unless.get(word.head.tier)
    if plans.channel.match(after) or plans.denied_after.match(after) or (unless and unless.match(after)):
        return False
    if plans.denied_before.search(before) or (plans.opening.search(before) and plans.opened.match(after)):
        return False
    return not relay or plans.firm.search(before) is not None or plans.firm.search(after) is not None


def _superseded(words: Sequence[Word], i: int, shown: str) -> bool:
    """Whether a "plus" belongs to the tier beside it: "Plus K12" and "Edu Plus" are one plan."""
    if words[i].head.tier != "plus":
        return False
    pairs = zip(words[max(0, i - 1) : i + 1], words[i : i + 2], strict=False)
    return any(
        {left.head.tier, right.head.tier} & {"edu", "team"} and _JOINT.fullmatch(shown, left.end, right.start)
        for left, right in pairs
    )


def _tiers(plans: PlanWords, shown: str, words: Sequence[Word], relay: bool) -> list[tuple[str, Word, int]]:
    found: list[tuple[str, Word, int]] = []
    for i, word in enumerate(words):
        if word.head.kind == "whole" and _is_sold(plans, shown, word, word.end, relay):
            found.append((word.head.plan, word, word.end))
        if word.head.kind != "tier":
            continue
        word.brand = _brand_of(plans, shown, words, i)
        if word.brand is None or _superseded(words, i, shown):
            continue
        for plan, end in _sized(plans, word.brand, shown, word):
            if _is_sold(plans, shown, word, end, relay):
                found.append((plan, word, end))
    return found


def _members(plans: PlanWords, shown: str, words: Sequence[Word], taken: set[str]) -> list[tuple[str, Word, int]]:
    """A membership without a tier is the product's usual plan."""
    found: list[tuple[str, Word, int]] = []
    for i, word in enumerate(words):
        if word.head.kind != "member":
            continue
        beside = [other for other in words[max(0, i - 1) : i + 2] if other.head.kind == "brand"]
        for other in beside:
            left, right = (other, word) if other.start < word.start else (word, other)
            if (
                other.brand
                and other.brand.member
                and other.brand.id not in taken
                and _reaches(plans, shown, left, right)
            ):
                found.append((other.brand.member, word, word.end))
    return found


def mentions(text: str, folded: str, words: Words = PACKAGED, models: Sequence[Mention] = ()) -> tuple[Mention, ...]:
    """Every first-party plan on sale, in reading order: id in GUIDE's form, the words, and where.

    `models` are the models that the text names: their lines are the products whose tiers are looked for.
    """
    plans, shown = words.plans, hide(folded)
    found_words = _words(plans, shown, models)
    if all(word.head.kind in ("brand", "foreign") for word in found_words):
        return ()
    relay = plans.relay.search(shown) is not None
    found = _tiers(plans, shown, found_words, relay)
    found += _members(plans, shown, found_words, {word.brand.id for _, word, _ in found if word.brand})
    ids = {plan for plan, _, _ in found}
    unsized = {plan for plan in ids if any(other.startswith(f"{plan}-") and other[-1] == "x" for other in ids)}
    spans = [(plan, word.start if word.opens is None else word.opens, end) for plan, word, end in found]
    return tuple(
        Mention(plan, text[start:end], Span(start, end))
        for plan, start, end in sorted(spans, key=lambda s: s[1:])
        if plan not in unsized
    )


def implied(mentions: Iterable[Mention], words: Words = PACKAGED) -> tuple[Mention, ...]:
    """The model lines that the plans run on, as weak mentions at the same place."""
    lines = words.plans.lines
    return tuple(
        Mention(lines[plan.id], plan.raw_name, plan.span, implied=True) for plan in mentions if plan.id in lines
    )
