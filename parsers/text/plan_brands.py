"""Tells which product a tier belongs to: one in front, behind, above its list, or the one that sellers mean."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise

from parsers.text.plan_lists import JOINT, LINE, LIST, LISTED, ROWS, PlanLists
from parsers.text.plan_words import SIZE_PRICED, Brand
from parsers.text.writing import any_of

_BREAK = re.compile(r"[\n。;!?]")
_RUN_ON = re.compile(r"[ ]{0,3}[a-z]")
_CLAUSE_OPENS = re.compile(r"(?:\A|[,、:|/+;(])[ ]{0,2}\Z")
_SHOP = re.compile(rf"(?<![a-z0-9])[a-z0-9]{{2,16}}{any_of('shop_ends', opens=False)}[ ]{{1,2}}\Z")
"""In front of a tier: the made-up name of a shop, whose tier it then is."""
_OWN_LINE = re.compile(rf"(?:\A|\n)[^\w\n]{{0,8}}(?:{any_of('plan')}[ :-]{{1,3}})?\Z")
GOODS = 12
"""Code points around a tier that stands alone in which goods may be named."""
TITLED = 240
"""How far below a tier that heads a text its goods may be named."""


def around(shown: str, start: int, end: int, reach: int) -> tuple[str, str]:
    """What stands before and behind a word in its own sentence."""
    before, after = shown[max(0, start - reach) : start], shown[end : end + reach]
    return _BREAK.split(before)[-1], _BREAK.split(after, maxsplit=1)[0]


class PlanText(PlanLists):
    """One text with its words, and what they are together."""

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

    def left_brand(self, i: int) -> Brand | None:
        """The product in front, directly or through the tiers of a list."""
        tier = self.words[i]
        left = next((w for w in reversed(self.words[max(0, i - 3) : i]) if w.brand and w.end <= tier.start), None)
        if left is None:
            return None
        gap = self.gap(left, tier)
        direct = JOINT.fullmatch(gap) or (left.head.kind in ("tier", "whole") and LISTED.fullmatch(gap))
        onward = direct or self.goes_on(left, tier)
        if not onward and (self.is_everyday(i) or not self.reaches(left, tier)):
            return None
        beside = len(gap) <= 3 and "\n" not in gap
        tier.opens = left.start if beside and left.head.kind == "brand" else None
        return left.brand

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

    def repeated_brand(self, i: int) -> Brand | None:
        """The product that a line above lists with this tier and others, a line for each of which follows.

        "Kling Standard/Pro на ваш аккаунт", then "Standard — 790₽" and "Pro — 2 590₽".
        """
        tier = self.words[i]
        if not self.opens_line(tier):
            return None
        for at in range(i - 1, max(-1, i - 1 - ROWS), -1):
            left = self.words[at]
            if left.head.tier != tier.head.tier or left.brand is None or "\n" not in self.gap(left, tier):
                continue
            beside = (word for word in self.words[max(0, at - 1) : at + 2] if word is not left and word.head.tier)
            listed = any(
                word.brand is left.brand and LISTED.fullmatch(self.gap(*sorted((word, left), key=lambda w: w.start)))
                for word in beside
            )
            return left.brand if listed and tier.start - left.end <= LIST else None
        return None

    def has_own_tiers(self, i: int, brand: Brand) -> bool:
        """Whether lines beside a tier's open with tiers that the product lacks, so that they are the seller's own."""
        own = (word for word in self.listed(i) if word.head.kind == "tier" and word.head.tier not in brand.tiers)
        return any(word.head.brand is None and self.opens_line(word) for word in own)

    def right_brand(self, i: int) -> Brand | None:
        """The product behind: "PRO 20x GPT", "Plus 成品 | OpenAI"."""
        tier, left = self.words[i], self.words[i - 1] if i else None
        of_another = left is not None and left.head.kind == "foreign" and JOINT.fullmatch(self.gap(left, tier))
        if self.is_everyday(i) or of_another:
            return None
        first, last = self.row(i)
        near = self.words[last + 1 : last + 3]
        behind = (word for word in near if word.head.kind == "brand" and word.brand and not word.versioned)
        right = next((word for word in behind if word.brand and tier.head.tier in word.brand.tiers), None)
        row = self.words[first : last + 1]
        whole = next((word.brand for word in row if word.head.kind == "whole"), None)
        if whole and tier.head.tier in whole.tiers:
            return whole
        own = right and right.brand and {word.head.tier for word in row[:-1]} - right.brand.tiers.keys()
        return right.brand if right and not own and self.reaches(self.words[last], right) else None

    def listed_alike(self, i: int, brand: Brand) -> bool:
        """Whether a priced list goes on with two more tiers of its product: "Plus 98 / Pro 980 / Team 45"."""
        three = self.words[i : i + 3]
        tiers = [word.head.tier for word in three if word.head.kind == "tier" and word.head.tier in brand.tiers]
        row = len(set(tiers)) == 3 and self.opens_line(three[0]) and not self.brands
        return row and all(self.goes_on(left, right) for left, right in pairwise(three))

    def is_priced(self, i: int, brand: Brand) -> bool:
        """Whether a tier stands in a list of prices with another one of the product that the text is about.

        A seller's own plans may have such names too: their list is no such one, nor is any of a relay.
        """
        if (
            self.is_relay
            or self.has_own
            or not self.sells_one
            or not (self.is_named_above(i, brand) or self.closes_list(i, brand))
        ):
            return False
        if any(word.head.kind == "tier" and word.head.tier not in brand.tiers for word in self.listed(i)):
            return False
        near = self.words[max(0, i - 1) : i + 2]
        pairs = (pair for pair in pairwise(near) if {word.head.tier for word in pair} <= brand.tiers.keys())
        return any(
            left.head.tier != right.head.tier and self.goes_on(left, right)
            for left, right in pairs
            if left.head.kind == right.head.kind == "tier"
        )

    def is_named_above(self, i: int, brand: Brand) -> bool:
        """Whether the product is named in front of a word."""
        return any(word.brand is brand for word in self.words[max(0, i - ROWS) : i])

    def closes_list(self, i: int, brand: Brand) -> bool:
        """Whether the product is named behind the prices of a list: "Plus — 1690, Pro — 16 900 (ChatGPT)"."""
        for left, right in pairwise(self.words[i : i + ROWS]):
            if right.head.kind != "tier" or not self.goes_on(left, right):
                return right.head.kind == "brand" and right.brand is brand and self.goes_on(left, right)
        return False

    def lone_brand(self, i: int) -> Brand | None:
        """The product of a tier that stands alone: the text's only one that has it, or the one that sellers mean."""
        word, plans = self.words[i], self.plans
        tier, size = word.head.tier, self.size(word)
        sized = size or SIZE_PRICED.search(self.shown, word.end, word.end + LINE)
        default = plans.alone.get(tier) or (plans.sized_alone.get(tier) if sized else None)
        before, after = around(self.shown, word.start, word.end, LINE)
        near = (left for left in self.words[max(0, i - LINE) : i] if word.start - left.end <= len(before))
        if default and self.listed_alike(i, default):
            return default
        if self.names_itself or any(left.head.kind == "foreign" for left in near):
            return None
        fitting = [brand for brand in self.brands if tier in brand.tiers]
        only = fitting[0] if len(fitting) == 1 else None
        behind = after[: LINE if LISTED.match(after) else GOODS]  # what ends a list is said of all of it
        goods = [found.group() for found in plans.goods.finditer(f"{before[-GOODS:]}\n{behind}")]
        if default and not goods and self.opens_line(word) and all(brand == default for brand in self.brands):
            goods = plans.titled.findall(self.shown, max(0, word.start - TITLED), word.end + TITLED)
        usual = default and (goods or tier in plans.near)
        if only and (usual or (goods and self.sells_one) or (size and default) or self.is_priced(i, only)):
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
        if repeated := self.repeated_brand(i):
            return repeated
        if self.has_own and _OWN_LINE.search(self.shown, max(0, self.words[i].start - 17), self.words[i].start):
            return None
        brand = self.left_brand(i) or self.right_brand(i) or self.list_brand(i)
        return brand if brand and self.words[i].head.tier in brand.tiers else self.lone_brand(i)
