"""Tells which plans are on sale in a text, by their tiers, their sizes and their memberships."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from parsers.text.plan_brands import PlanText, around
from parsers.text.plan_lists import JOINT, LISTED, Word
from parsers.text.plan_words import ASKED, SIZE_ALONE, SIZE_LISTED, SIZE_PRICED, Brand, Head
from parsers.text.writing import any_of

WINDOW, SOLD = 40, 16
"""Code points where goods may be named around a tier with its product, and behind a size without its tier."""
_PRICED = 240
"""How far below a tier its sizes may stand with their prices."""
_IN = re.compile(rf"{any_of('placed_in')} ?\Z")
_AT = re.compile(rf" ?(?:[a-z]{{1,3}} (?:[a-z]{{1,2}}\$|[$€£₽]|[0-9])|{any_of('least', opens=False)})")


@dataclass(frozen=True, slots=True)
class Sale:
    """A plan on sale: its id, the tier or membership that names it, and where its words end."""

    plan: str
    word: Word
    end: int


class Sales(PlanText):
    """One text with its words, and the plans that they put on sale."""

    def sized(self, brand: Brand, word: Word) -> list[Sale]:
        """The plans of a tier with its sizes."""
        plan, sizes = brand.tiers[word.head.tier], brand.sizes.get(word.head.tier, {})
        found = self.size(word) if sizes else None
        if found is None:
            return self.priced(word, sizes, word.end) or [Sale(plan, word, word.end)]
        sales = [Sale(sizes.get(found["size"] or found["sign"], plan), word, max(word.end, found.end()))]
        while further := SIZE_LISTED.match(self.shown, sales[-1].end):
            sales.append(Sale(sizes.get(further["size"] or further["sign"], plan), word, further.end()))
        return [*sales, *self.priced(word, sizes, sales[-1].end)]

    def priced(self, word: Word, sizes: Mapping[str, str], start: int) -> list[Sale]:
        """The sizes of a tier that stand further down with their prices: "Claude Max: 5x ¥799, 20x ¥1499".

        They go on to the next tier or product.
        """
        if not sizes or self.is_relay:
            return []
        at = bisect_right(self.starts, word.start)
        stop = min([*self.starts[at : at + 1], word.end + _PRICED])
        sized = [
            (size["size"] or size["sign"], size.start(), max(size.end("size") + 1, size.end("sign")))
            for size in SIZE_PRICED.finditer(self.shown, start, stop)
        ]
        return [
            Sale(sizes[size], Word(word.head, left, right, word.brand), right)
            for size, left, right in sized
            if size in sizes
        ]

    def is_sold(self, sale: Sale) -> bool:
        """Whether the plan is on sale here: not denied, no channel of a relay, no errand for it."""
        plans, word = self.plans, sale.word
        before, after = around(self.shown, word.start if word.opens is None else word.opens, sale.end, WINDOW)
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
        if self.words[i].head.tier == "free":  # "Pro 普号" is a plain account with Pro
            left = self.words[i - 1] if i else None
            return (
                left is not None
                and left.head.kind == "tier"
                and JOINT.fullmatch(self.gap(left, self.words[i])) is not None
            )
        if self.words[i].head.tier != "plus":
            return False
        pairs = zip(self.words[max(0, i - 1) : i + 1], self.words[i : i + 2], strict=False)
        return any(
            {left.head.tier, right.head.tier} & {"edu", "k12", "team"} and JOINT.fullmatch(self.gap(left, right))
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
        """The plans of products with a size or their vendor's price and no tier, where goods are named beside.

        "Claude 20x 成品", "代充 ChatGPT 20刀套餐".
        """
        for word in self.words:
            brand = word.brand if word.head.kind == "brand" and not word.versioned else None
            found = [*self.sized_alone(brand, word), *self.asked(brand, word)] if brand else []
            for plan, end in found:
                if brand and self.is_sold(sale := Sale(plan, self.whole(brand, word, end), end)):
                    yield sale

    def whole(self, brand: Brand, word: Word, end: int) -> Word:
        """A product with what follows it, as one word that names a plan."""
        return Word(Head("tier", next(iter(brand.sizes), "")), word.start, end, brand)

    def sized_alone(self, brand: Brand, word: Word) -> Iterator[tuple[str, int]]:
        """The plan of a product with a size behind which goods are named, and where the size ends."""
        found = SIZE_ALONE.match(self.shown, word.end) if brand.sizes else None
        if found and self.plans.goods.search(self.shown, found.end(), found.end() + SOLD):
            yield next(iter(brand.sizes.values()))[found["size"] or found["sign"]], found.end()

    def asked(self, brand: Brand, word: Word) -> Iterator[tuple[str, int]]:
        """The plans of a product with its vendor's prices beside which goods are named, and where the words end.

        A list of them goes on behind what the seller asks: "代充 Claude 20刀会员 150元，100刀会员 720元".
        """
        gap = self.plans.sized_gap.match(self.shown, word.end, word.end + SOLD) if brand.asked else None
        found = ASKED.match(self.shown, gap.end() if gap else word.end) if brand.asked else None
        before, after = around(self.shown, word.start, found.end(), SOLD) if found else ("", "")
        if found is None or not self.plans.goods.search(f"{before}\n{self.shown[word.end : found.end()]}\n{after}"):
            return
        others = (other.start for other in self.words[bisect_right(self.starts, word.start) :] if other.brand)
        stop = min(next(others, found.end() + _PRICED), found.end() + _PRICED)
        for one in (found, *ASKED.finditer(self.shown, found.end(), stop)):
            plan = brand.asked.get(one["size"] or one["sign"])
            if plan:
                yield plan, one.end()

    def ends_list(self, i: int) -> bool:
        """Whether a membership stands behind a list of products, so that it is none of a tier: "Grok, Gemini 会员"."""
        pair = [word for word in self.words[max(0, i - 2) : i] if word.head.kind == "brand"]
        return len(pair) == 2 and pair[0].brand != pair[1].brand and LISTED.fullmatch(self.gap(*pair)) is not None

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
