"""Tells a selling price from a gift, a minimum, the official price or a quota by the words around the amount."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from parsers.records import Bound
from parsers.text.owned import has_own
from parsers.text.phrases import bare
from parsers.text.roles import NOTHING, Role, Roles, Side
from parsers.text.scanner import Seen
from parsers.text.shapes import PRODUCT, REST, SLASH, Shape
from parsers.text.writing import WRITING, any_of

_PRODUCT = re.compile(rf"[{PRODUCT}{REST}]+")
_PARTED = re.compile(r"[\-–—=→>|:]|[ ]{3}")
_NEXT = re.compile(r"[ :=(\"'>]{0,5}")
_BUYS = re.compile(rf"[ ]{{0,3}}(?:[/=:→]|->|{any_of('buys')})[ ]{{0,3}}")
_SHARE_OF = re.compile(rf"[0-9][%x×]?[ ]{{0,2}}{any_of('of')}[ ]{{0,2}}\Z")
"""In front of a word for the official price that a share is of: "¥15 (1/10 of official price)"."""
_CHANGE, _FEE, _LIMIT = "change", "fee", "limit"
"""The role of words that are an adjective in front of a name: "便宜 GPT Plus 日抛 1.5"."""
_GIFTS = frozenset(("gift", "given"))
_NAMING = _GIFTS | {_LIMIT, "quota"}
"""The roles whose words name the dollars directly in front of them: "每日$60额度 0点重置 ¥268"."""
_RATES = frozenset(("multiplier",))
_COUNTED = frozenset(("limit", "quota", "stock", "count", "given", "gift"))
_CREDIT = frozenset(bare(word) for words in WRITING["credit_units"] for word in words)
_LABEL = re.compile(rf"{any_of('price_label')}[ ]?[:=]?[ ]{{0,2}}\Z")
"""In front of an amount: a word of price, which what was counted before it says nothing of."""
_TIER = re.compile(any_of("tiers"))
_LABELS = "".join(map(chr, range(0x410, 0x430)))
"""Capitals of Russian, which writes no titles in them."""
_QUOTED = {"«": "»", "“": "”"}
_FREED = 4
_FARTHEST = 2000
_FAR = 12
"""Cues that may stand between a price and the one that settles it: a bound for hostile texts."""

Cue = tuple[int, int, str]
"""A role's word at `[start, end)`, as the table has it."""
Gap = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cues:
    """The role words of one text, by position."""

    shape: Shape
    roles: Roles
    starts: tuple[int, ...]
    found: tuple[Cue, ...]
    known: dict[tuple[int, int], tuple[Role, ...]] = field(default_factory=dict)

    def around(self, start: int, end: int) -> tuple[Role, ...]:
        """The roles whose words stand near enough to the price at `[start, end)`, nearest first."""
        roles = self.known.get((start, end)) if self.starts else ()
        if roles is None:
            roles = self.known[start, end] = tuple(self._around(start, end))
        return roles

    def _around(self, start: int, end: int) -> Iterator[Role]:
        first = bisect_left(self.starts, start)
        left, right = self.shape.outline.around(start, end, 3)
        opens = self._pair_start(start)
        for at in range(first - 1, max(-1, first - 1 - _FAR), -1):
            if self.starts[at] < left:
                break
            roles = list(self._reaching(at, opens, end, "before"))
            yield from roles
            if any(role.id == NOTHING for role in roles):
                break
        for at in range(first, min(len(self.found), first + _FAR)):
            if self.starts[at] >= right:
                break
            if self.found[at][1] > end:
                yield from self._reaching(at, start, end, "after")

    def _pair_start(self, start: int) -> int:
        """Where the pair begins that a price closes, of what goes in and what comes out: "(official: $3 / $15)"."""
        at = bisect_left(self.shape.starts, start) - 1
        first = self.shape.amounts[at] if at >= 0 else None
        paired = first and first.kind != "number" and SLASH.fullmatch(self.shape.plain, first.end, start)
        return first.start if first and paired else start

    def _reaching(self, at: int, start: int, end: int, side: Side) -> Iterator[Role]:
        """The roles that one word plays for the price at `[start, end)`, which it stands in front of or behind."""
        cue = self.found[at]
        gap = (cue[1], start) if side == "before" else (end, cue[0])
        roles = self.roles.sides.get((side, cue[2]), ())
        if not roles or gap[1] - gap[0] > _FARTHEST:
            return
        reach = self._reach(*gap, min(role.reach for role in roles))
        near = [role for role in roles if reach <= role.reach]
        if near and not self._of_another(cue, gap, side):
            yield from (role for role in near if self._plays(role, cue, gap, side, (start, end)))

    def _reach(self, start: int, end: int, least: int) -> int:
        """How far a word stands from a price: names count for nothing, and runs of blanks as one."""
        if end - start <= least:
            return end - start
        return len(" ".join(_PRODUCT.sub("", self.shape.plain[start:end]).split()))

    def _of_another(self, cue: Cue, gap: Gap, side: Side) -> bool:
        """Whether a word near a price speaks of something else than the price, whatever its role."""
        if side == "before":
            return self._of_last(cue, gap[1])
        return self._buys(*gap) or self._counts(cue, gap[0]) or self._is_whole(cue[0]) or self._ended(*gap)

    def _plays(self, role: Role, cue: Cue, gap: Gap, side: Side, price: Gap) -> bool:
        """Whether a word near a price plays one of its roles for it."""
        start, end, word = cue
        plain = self.shape.plain
        between = plain[slice(*gap)]
        if (role.id == _CHANGE and PRODUCT in between) or (role.id == _FEE and between.strip() == "+"):
            return False
        if role.id == _LIMIT and self._is_sold(start):
            return False
        if side == "after" and self._of_next(end, role, word):
            return False
        if side == "before" and role.id in _NAMING and self._given(start, price[0]):
            return False
        if side == "before" and role.id in _COUNTED and _LABEL.search(plain, *gap):
            return False
        left, right = self.shape.outline.around(*price, role.within)
        inside = left <= start + word.startswith("(") and end <= right
        apart = role.across or not self._parted(role, gap, side)
        return inside and apart and not self._freed(role, start, price[0])

    def _parted(self, role: Role, gap: Gap, side: Side) -> bool:
        """Whether an amount of its own stands between a word and a price."""
        if side == "before" and has_own(self.shape, role.id, role.voids, *gap):
            return True
        return self._amount_between(*gap, side == "after" and role.voids == _RATES)

    def _is_sold(self, cue: int) -> bool:
        """Whether a word for credit stands directly behind a product, whose credit it then is that is sold."""
        return self.shape.plain[max(0, cue - 2) : cue].rstrip().endswith((PRODUCT, REST))

    def _freed(self, role: Role, cue: int, start: int) -> bool:
        """Whether the price's own clause, which the role's word is not in, says that it speaks of something else."""
        if role.unless is None:
            return False
        left, right = self.shape.outline.around(start, start + 1, 1)
        until = right if role.across else start + _FREED
        return not left <= cue < right and role.unless.search(self.shape.plain, left, until) is not None

    def _of_next(self, end: int, role: Role, word: str) -> bool:
        """Whether a word behind a price speaks of the next amount instead: "19元 (原价 39元)"."""
        at = bisect_left(self.shape.starts, end)
        follows = at < len(self.shape.starts) and _NEXT.fullmatch(self.shape.plain, end, self.shape.starts[at])
        fronted = any(side == "before" and each.id == role.id for side, each in self.roles.words[word])
        return bool(follows) and (fronted or _TIER.fullmatch(word) is not None)

    def _of_last(self, cue: Cue, price: int) -> bool:
        """Whether a word in front of a price closes the clause of the amount before it: "$20 官方价，¥98 代充"."""
        start, end, word = cue
        at = bisect_left(self.shape.starts, start) - 1
        beside = at >= 0 and _NEXT.fullmatch(self.shape.plain, self.shape.amounts[at].end, start)
        if not beside or not any(side == "after" for side, _ in self.roles.words[word]):
            return False
        parted = self.shape.outline.around(start, end, 1) != self.shape.outline.around(price, price + 1, 1)
        return parted or _PARTED.search(self.shape.plain, end, price) is not None

    def _given(self, start: int, price: int) -> bool:
        """Whether dollars stand directly in front of a word that names them, other money behind it: "含5刀赠金 8元"."""
        at = bisect_left(self.shape.starts, start) - 1
        last = self.shape.amounts[at] if at >= 0 else None
        if last is None or last.kind != "dollars" or not _NEXT.fullmatch(self.shape.plain, last.end, start):
            return False
        asked = self.shape.amounts[bisect_left(self.shape.starts, price) :][:1]
        return bool(asked) and asked[0].kind == "money"

    def _ended(self, start: int, end: int) -> bool:
        """Whether a sentence begins between a price and a word behind it: "2 190 руб. Комиссия включена".

        Where no titles are written in capitals, a capital alone opens the next label: "389 ₽ Скидка от 3 шт".
        """
        opens = self.shape.text[end : end + 1]
        capital = opens.isupper() and start < end and self.shape.blank(start, end)
        return capital and (self.shape.plain[start - 1 : start] == "." or opens in _LABELS)

    def _buys(self, start: int, end: int) -> bool:
        """Whether a word behind a price counts what the price buys: "$5 / 1k credits"."""
        count = next((amount for amount in self.shape.within(start, end, 1) if amount.kind == "number"), None)
        return count is not None and _BUYS.fullmatch(self.shape.plain, start, count.start) is not None

    def _counts(self, cue: Cue, start: int) -> bool:
        """Whether a word for credit behind a price has a number of its own: "$9/mo – 2,000 credits"."""
        if cue[2] not in _CREDIT:
            return False
        at = bisect_left(self.shape.starts, cue[0]) - 1
        last = self.shape.amounts[at] if at >= 0 else None
        return last is not None and last.kind == "number" and start <= last.start and cue[0] - last.end <= 1

    def _is_whole(self, start: int) -> bool:
        """Whether a word behind a price names what a share is of, which the price then is itself."""
        return _SHARE_OF.search(self.shape.plain, max(0, start - 16), start) is not None

    def _amount_between(self, start: int, end: int, counts: bool) -> bool:
        return any(counts or amount.kind != "number" for amount in self.shape.within(start, end, _FAR)) or (
            len(self.shape.within(start, end, _FAR)) == _FAR
        )

    def found_in(self, start: int, end: int) -> tuple[Cue, ...]:
        """The role words inside `[start, end)`."""
        return self.found[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def void(self, start: int, end: int, kind: str) -> Role | None:
        """The role that makes an amount no selling price, if there is one."""
        return next((role for role in self.around(start, end) if kind in role.voids), None)

    def bound(self, start: int, end: int) -> Bound:
        return next((role.bound for role in self.around(start, end) if role.bound), "exact")

    def inside(self, start: int, end: int) -> Bound:
        """The bound that a word inside a price phrase gives its amount: "低至官方价的 7%"."""
        rows = (row for _, _, word in self.found_in(start, end) for row in self.roles.words[word])
        return next((role.bound for side, role in rows if role.bound and side == "before"), "exact")

    def conditions(self, start: int, end: int) -> tuple[str, ...]:
        """For whom or when the price holds, each said once."""
        return tuple(dict.fromkeys(role.condition for role in self.around(start, end) if role.condition))


def _is_title(plain: str, start: int, end: int) -> bool:
    """Whether a word is a title in marks of quotation: "Тариф «Максимум» 1 200 ₽"."""
    return start > 0 and plain[start - 1] in _QUOTED and plain[end : end + 1] == _QUOTED[plain[start - 1]]


def cues(roles: Roles, shape: Shape, seen: Seen | None = None) -> Cues:
    """The role words of a text, inside one another too; names of models and amounts hold none."""
    found: list[Cue] = []
    masked = 0
    for start in roles.candidates.places(shape.marked, seen):
        match = roles.pattern.match(shape.marked, start) if start >= masked else None
        if match and not _is_title(shape.marked, start, match.end()):
            word = bare(match.group())
            found.append((start, match.end(), word))
            masked = match.end() if word in roles.mute else masked
    return Cues(shape, roles, tuple(start for start, _, _ in found), tuple(found))
