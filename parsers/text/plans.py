"""Finds the first-party plans that a text sells or shares; a relay's pool or channel of that name is none."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from parsers.records import Mention, Span
from parsers.text.hidden import hide
from parsers.text.joined import uninflected
from parsers.text.plan_words import (
    SIZE_ALONE,
    SIZE_BEFORE,
    SIZE_BEHIND,
    SIZE_LISTED,
    SIZE_PRICED,
    Brand,
    Head,
    PlanWords,
)
from parsers.text.vocabulary import PACKAGED, Words
from parsers.text.writing import any_of

_JOINT = re.compile(r"[ \-_.·]{0,2}")
_LISTED = re.compile(rf"\s?(?:[/、,&+|]|{any_of('and')})\s?| {any_of('and_words', opens=False)} ")
_BREAK = re.compile(r"[\n。;!?]")
_RUN_ON = re.compile(r"[ ]{0,3}[a-z]")
_IN = re.compile(rf"{any_of('placed_in')} ?\Z")
_AT = re.compile(r" ?[a-z]{1,3} (?:[a-z]{1,2}\$|[$€£₽]|[0-9])")
_OPENING = re.compile(r"(?:\A|\n)[^\w\n]{0,16}\Z")
_CLAUSE_OPENS = re.compile(r"(?:\A|[,、:|/+;(])[ ]{0,2}\Z")
_SHOP = re.compile(rf"(?<![a-z0-9])[a-z0-9]{{2,16}}{any_of('shop_ends', opens=False)}[ ]{{1,2}}\Z")
"""In front of a tier: the made-up name of a shop, whose tier it then is."""
_OWN_LINE = re.compile(rf"(?:\A|\n)[^\w\n]{{0,8}}(?:{any_of('plan')}[ :-]{{1,3}})?\Z")
NEAR, LINE, WINDOW, GOODS, SOLD = 32, 48, 40, 12, 16
"""Code points between a product and its tier; on its line in front; where goods may be named around a tier with its
product; the same around a tier that stands alone; and behind a size that stands without its tier."""
_PRICED = 240
"""How far below a tier its sizes may stand with their prices."""
LIST, HEADING, ROWS = 600, 40, 12
"""How far above a line of a list its heading may stand, how long that is, and how many words may stand between."""


@dataclass(slots=True)
class Word:
    """A word that was found: where, what it is, the product that it belongs to, and where that product opens it.

    A `versioned` product is a model, which is sold by use and not by the tier in front of it.
    """

    head: Head
    start: int
    end: int
    brand: Brand | None = None
    opens: int | None = None
    versioned: bool = False


@dataclass(frozen=True, slots=True)
class Sale:
    """A plan on sale: its id, the tier or membership that names it, and where its words end."""

    plan: str
    word: Word
    end: int


def _found(plans: PlanWords, shown: str, models: Sequence[Mention]) -> list[Word]:
    """Tiers and products in reading order; a tier inside a model's name is no tier."""
    starts, ends = [m.span.start for m in models], [m.span.end for m in models]
    words: list[Word] = []
    for match in plans.head.finditer(shown):
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


def _around(shown: str, start: int, end: int, reach: int) -> tuple[str, str]:
    """What stands before and behind a word in its own sentence."""
    before, after = shown[max(0, start - reach) : start], shown[end : end + reach]
    return _BREAK.split(before)[-1], _BREAK.split(after, maxsplit=1)[0]


class _Text:
    """One text with its words, and what they are together."""

    def __init__(self, plans: PlanWords, shown: str, words: Sequence[Word]) -> None:
        self.plans, self.shown, self.words = plans, shown, words

    @cached_property
    def starts(self) -> list[int]:
        """Where each word begins."""
        return [word.start for word in self.words]

    @cached_property
    def is_relay(self) -> bool:
        """Whether the text is of a relay, so that a tier needs goods beside it."""
        return self.plans.relay.search(self.shown) is not None

    @cached_property
    def has_own(self) -> bool:
        """Whether a line names a plan of the seller's own."""
        return self.plans.own.search(self.shown) is not None

    @cached_property
    def names_itself(self) -> bool:
        """Whether a tier stands directly behind the made-up name of a shop, so that tiers alone are the shop's."""
        tiers = (word for word in self.words if word.head.kind == "tier")
        return any(_SHOP.search(self.shown, max(0, tier.start - 24), tier.start) for tier in tiers)

    @cached_property
    def brands(self) -> tuple[Brand, ...]:
        """Every product that the text names, once."""
        named = {word.brand.id: word.brand for word in self.words if word.head.brand and word.brand}
        return tuple(named.values())

    @cached_property
    def sells_one(self) -> bool:
        """Whether the text names one product only, by a name of its own and not by one of its models."""
        kinds = {word.head.kind for word in self.words}
        named = {
            word.brand.id for word in self.words if word.head.kind == "brand" and word.brand and not word.versioned
        }
        return "foreign" not in kinds and len(self.brands) == len(named) == 1

    def gap(self, left: Word, right: Word) -> str:
        return self.shown[left.end : right.start]

    def reaches(self, left: Word, right: Word) -> bool:
        """Whether only joining signs and words of the trade stand between the two."""
        return right.start - left.end <= NEAR and self.plans.noise.fullmatch(self.gap(left, right)) is not None

    def goes_on(self, left: Word, right: Word) -> bool:
        """Whether a list goes on behind the price of the tier in front: "Pro 20/mo, Max 100/mo"."""
        if left.head.kind not in ("tier", "whole") or right.start - left.end > LINE:
            return False
        gap = self.gap(left, right)
        return any(map(str.isdigit, gap)) and self.plans.priced.fullmatch(gap) is not None

    def left_brand(self, i: int) -> Brand | None:
        """The product in front, directly or through the tiers of a list."""
        tier = self.words[i]
        left = next((w for w in reversed(self.words[max(0, i - 3) : i]) if w.brand and w.end <= tier.start), None)
        if left is None:
            return None
        gap = self.gap(left, tier)
        direct = _JOINT.fullmatch(gap) or (left.head.kind in ("tier", "whole") and _LISTED.fullmatch(gap))
        onward = direct or self.goes_on(left, tier)
        if not onward and (tier.head.tier in self.plans.near or not self.reaches(left, tier)):
            return None
        tier.opens = left.start if len(gap) <= 3 and left.head.kind == "brand" else None
        return left.brand

    def opens_line(self, word: Word) -> bool:
        """Whether only marks stand in front of a word on its line."""
        return _OPENING.search(self.shown, max(0, word.start - 17), word.start) is not None

    def heads_list(self, word: Word) -> bool:
        """Whether a product's line is a heading: short, and about one product."""
        left = self.shown.rfind("\n", 0, word.start) + 1
        right = self.shown.find("\n", word.end)
        return len(self.shown[left : right if right >= 0 else None].strip()) <= HEADING

    def list_brand(self, i: int) -> Brand | None:
        """The product above a list whose line a tier opens: "Claude:", then "- Pro 20", then "- Max 100"."""
        tier = self.words[i]
        run_on = tier.head.tier in self.plans.near and _RUN_ON.match(self.shown, tier.end)
        if run_on or not self.opens_line(tier):
            return None
        for left in reversed(self.words[max(0, i - ROWS) : i]):
            if tier.start - left.end > LIST or left.head.kind == "foreign":
                return None
            above = left.brand is not None and not left.versioned and "\n" in self.gap(left, tier)
            if above and (self.opens_line(left) if left.head.kind == "tier" else self.heads_list(left)):
                return None if left.brand and self.has_own_tiers(i, left.brand) else left.brand
        return None

    def has_own_tiers(self, i: int, brand: Brand) -> bool:
        """Whether lines beside a tier's open with tiers that the product lacks, so that they are the seller's own."""
        own = (word for word in self.listed(i) if word.head.kind == "tier" and word.head.tier not in brand.tiers)
        return any(word.head.brand is None and self.opens_line(word) for word in own)

    def listed(self, i: int) -> Iterator[Word]:
        """The words of the list in which a tier stands, up to the lines that head other lists."""
        above, below = reversed(self.words[max(0, i - ROWS) : i]), self.words[i + 1 : i + ROWS]
        for side in (above, below):
            for word in side:
                headed = word.head.kind == "brand" and self.opens_line(word) and self.heads_list(word)
                if headed or abs(word.start - self.words[i].start) > LIST:
                    break
                yield word

    def right_brand(self, i: int) -> Brand | None:
        """The product behind: "PRO 20x GPT", "Plus 成品 | OpenAI"."""
        tier = self.words[i]
        if tier.head.tier in self.plans.near:
            return None
        near = self.words[i + 1 : i + 3]
        behind = (word for word in near if word.head.kind == "brand" and word.brand and not word.versioned)
        right = next((word for word in behind if word.brand and tier.head.tier in word.brand.tiers), None)
        return right.brand if right and self.reaches(tier, right) else None

    def lone_brand(self, i: int) -> Brand | None:
        """The product of a tier that stands alone: the text's only one that has it, or the one that sellers mean."""
        word, plans = self.words[i], self.plans
        tier, size = word.head.tier, self.size(word)
        default = plans.alone.get(tier) or (plans.sized_alone.get(tier) if size else None)
        before, after = _around(self.shown, word.start, word.end, LINE)
        near = (left for left in self.words[max(0, i - LINE) : i] if word.start - left.end <= len(before))
        if self.names_itself or any(left.head.kind == "foreign" for left in near):
            return None
        fitting = [brand for brand in self.brands if tier in brand.tiers]
        only = fitting[0] if len(fitting) == 1 else None
        behind = after[: LINE if _LISTED.match(after) else GOODS]  # what ends a list is said of all of it
        goods = [found.group() for found in plans.goods.finditer(f"{before[-GOODS:]}\n{behind}")]
        usual = default and (goods or tier in plans.near)
        if only and (usual or (goods and self.sells_one) or (size and default)):
            return only
        if default is None:
            return None
        if size and _CLAUSE_OPENS.search(before) and not _RUN_ON.match(after.lstrip(" x0123456789")):
            return default
        return None if all(map(str.isascii, goods)) else default  # "plus" is an everyday word of English sellers

    def brand_of(self, i: int) -> Brand | None:
        """The product whose tier this is, or None."""
        if self.words[i].head.brand:
            return self.words[i].head.brand
        if self.has_own and _OWN_LINE.search(self.shown, max(0, self.words[i].start - 17), self.words[i].start):
            return None
        brand = self.left_brand(i) or self.right_brand(i) or self.list_brand(i)
        return brand if brand and self.words[i].head.tier in brand.tiers else self.lone_brand(i)

    def size(self, word: Word) -> re.Match[str] | None:
        """The size that stands beside a tier: "Max 20x", "20x Pro", "Pro 200刀"."""
        behind = SIZE_BEHIND.match(self.shown, word.end)
        return behind or SIZE_BEFORE.search(self.shown, max(0, word.start - 8), word.start)

    def sized(self, brand: Brand, word: Word) -> list[Sale]:
        """The plans of a tier with its sizes."""
        plan, sizes = brand.tiers[word.head.tier], brand.sizes.get(word.head.tier, {})
        found = self.size(word) if sizes else None
        if found is None:
            return self.priced(word, sizes, word.end) or [Sale(plan, word, word.end)]
        sales = [Sale(sizes.get(found["size"] or found["sign"], plan), word, max(word.end, found.end()))]
        while further := SIZE_LISTED.match(self.shown, sales[-1].end):
            sales.append(Sale(sizes.get(further["size"], plan), word, further.end()))
        return [*sales, *self.priced(word, sizes, sales[-1].end)]

    def priced(self, word: Word, sizes: Mapping[str, str], start: int) -> list[Sale]:
        """The sizes of a tier that stand further down with their prices: "Claude Max: 5x ¥799, 20x ¥1499".

        They go on to the next tier or product.
        """
        if not sizes or self.is_relay:
            return []
        at = bisect_right(self.starts, word.start)
        stop = min([*self.starts[at : at + 1], word.end + _PRICED])
        found = SIZE_PRICED.finditer(self.shown, start, stop)
        return [
            Sale(
                sizes[size["size"]],
                Word(word.head, size.start(), size.end("size") + 1, word.brand),
                size.end("size") + 1,
            )
            for size in found
            if size["size"] in sizes
        ]

    def is_sold(self, sale: Sale) -> bool:
        """Whether the plan is on sale here: not denied, no channel of a relay, no errand for it."""
        plans, word = self.plans, sale.word
        before, after = _around(self.shown, word.start if word.opens is None else word.opens, sale.end, WINDOW)
        unless = plans.unless.get(word.head.tier)
        if (
            plans.channel.match(after)
            or plans.denied_after.match(after)
            or (unless and unless.match(after) and not _AT.match(after))
        ):
            return False
        denied = plans.denied_before.search(before) and not _IN.search(before)
        if denied or (plans.opening.search(before) and plans.opened.match(after)):
            return False
        return not self.is_relay or plans.firm.search(f"{before}\n{after}") is not None

    def superseded(self, i: int) -> bool:
        """Whether a "plus" belongs to the tier beside it: "Plus K12" and "Edu Plus" are one plan."""
        if self.words[i].head.tier != "plus":
            return False
        pairs = zip(self.words[max(0, i - 1) : i + 1], self.words[i : i + 2], strict=False)
        return any(
            {left.head.tier, right.head.tier} & {"edu", "k12", "team"} and _JOINT.fullmatch(self.gap(left, right))
            for left, right in pairs
        )

    def tiers(self) -> list[Sale]:
        """The plans that tiers, and words that are plans by themselves, put on sale."""
        sales: list[Sale] = []
        for i, word in enumerate(self.words):
            if word.head.kind == "whole":
                sales.append(Sale(word.head.plan, word, word.end))
            elif word.head.kind == "tier":
                word.brand = self.brand_of(i)
                if word.brand and not self.superseded(i):
                    sales += self.sized(word.brand, word)
        return [sale for sale in sales if self.is_sold(sale)]

    def sizes(self) -> Iterator[Sale]:
        """The plans of products with a size and no tier, where goods are named behind: "Claude 20x 成品"."""
        for word in self.words:
            brand = word.brand if word.head.kind == "brand" and not word.versioned else None
            found = SIZE_ALONE.match(self.shown, word.end) if brand and brand.sizes else None
            if (
                brand is None
                or found is None
                or not self.plans.goods.search(self.shown, found.end(), found.end() + SOLD)
            ):
                continue
            tier, sizes = next(iter(brand.sizes.items()))
            sized = Word(Head("tier", tier), word.start, found.end(), brand)
            sale = Sale(sizes[found["size"] or found["sign"]], sized, found.end())
            if self.is_sold(sale):
                yield sale

    def ends_list(self, i: int) -> bool:
        """Whether a membership stands behind a list of products, so that it is none of a tier: "Grok, Gemini 会员"."""
        pair = [word for word in self.words[max(0, i - 2) : i] if word.head.kind == "brand"]
        return len(pair) == 2 and pair[0].brand != pair[1].brand and _LISTED.fullmatch(self.gap(*pair)) is not None

    def members(self, taken: Iterable[Sale]) -> list[Sale]:
        """A membership without a tier is the product's usual plan."""
        sold = {sale.word.brand.id for sale in taken if sale.word.brand}
        sales: list[Sale] = []
        for i, word in enumerate(self.words):
            is_one = word.head.kind == "member" and not self.ends_list(i)
            beside = self.words[max(0, i - 1) : i + 2] if is_one else ()
            for other in beside:
                brand = other.brand if other.head.kind == "brand" else None
                ordered = sorted((other, word), key=lambda w: w.start)
                given = self.plans.denied_before.search(self.shown, max(0, ordered[0].start - 8), ordered[0].start)
                usual = brand and brand.member and not other.versioned and brand.id not in sold and not given
                if brand and brand.member and usual and self.reaches(*ordered):
                    sales.append(Sale(brand.member, word, word.end))
        return sales


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
    sold = _sold(text, _sales(_Text(words.plans, shown, found)) if found else ())
    return tuple(sorted([*sold, *_tools(words.plans, text, shown, found, sold)], key=lambda good: good.span.start))


def _sales(whole: _Text) -> list[Sale]:
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
