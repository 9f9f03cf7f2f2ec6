"""Tells a selling price from a gift, a minimum, the official price or a quota by the words around the amount."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from parsers.records import Bound
from parsers.text.candidates import Candidates, Opening
from parsers.text.layout import Level
from parsers.text.owned import has_own
from parsers.text.phrases import alternatives, bare, pieces
from parsers.text.scanner import Scanner, Seen
from parsers.text.shapes import BLANK, PRODUCT, REST, SLASH, Shape
from parsers.text.writing import any_of

Side = Literal["before", "after"]
Table = Mapping[str, tuple[tuple[Side, "Role"], ...]]

_LEVELS: Mapping[str, Level] = {"clause": 1, "sentence": 2, "line": 3}
NOTHING = "nothing"
"""The row of words that hold a role's word and play no role."""
_PRODUCT = re.compile(rf"[{PRODUCT}{REST}]+")
_PARTED = re.compile(r"[\-–—=→>|:]|[ ]{3}")
_NEXT = re.compile(r"[ :=(\"'>]{0,5}")
_BUYS = re.compile(rf"[ ]{{0,3}}(?:[/=:→]|->|{any_of('buys')})[ ]{{0,3}}")
_SHARE_OF = re.compile(rf"[0-9][%x×]?[ ]{{0,2}}{any_of('of')}[ ]{{0,2}}\Z")
"""In front of a word for the official price that a share is of: "¥15 (1/10 of official price)"."""
_CHANGE, _FEE, _LIMIT = "change", "fee", "limit"
"""The role of words that are an adjective in front of a name: "便宜 GPT Plus 日抛 1.5"."""
_RATES = frozenset(("multiplier",))
_COUNTED = frozenset(("limit", "quota", "stock", "count", "given", "gift"))
_LABEL = re.compile(rf"{any_of('price_label')}[ ]?[:=]?[ ]{{0,2}}\Z")
"""In front of an amount: a word of price, which what was counted before it says nothing of."""
_TIER = re.compile(any_of("tiers"))
_LABELS = "".join(map(chr, range(0x410, 0x430)))
"""Capitals of Russian, which writes no titles in them."""
_FREED = 4
_FARTHEST = 2000
_FAR = 12
"""Cues that may stand between a price and the one that settles it: a bound for hostile texts."""


@dataclass(frozen=True, slots=True)
class Role:
    """One row of price_roles.toml: which kinds of price its words take away, or what else they say of a price."""

    id: str
    voids: frozenset[str]
    reach: int
    within: Level
    across: bool
    unless: re.Pattern[str] | None = None
    bound: Bound | None = None
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class Roles:
    """Every role word, ready to find: what it says of the amount behind it and of the amount in front of it."""

    words: Table
    sides: Mapping[tuple[Side, str], tuple[Role, ...]]
    pattern: re.Pattern[str]
    candidates: Candidates
    mute: frozenset[str]
    everything: re.Pattern[str]
    beside: re.Pattern[str]
    joined: re.Pattern[str]

    @classmethod
    def of(cls, document: Mapping[str, Any], scanner: Scanner | None = None) -> Roles:
        """The words of price_roles.toml, ready to use."""
        words: dict[str, tuple[tuple[Side, Role], ...]] = {}
        listed = list(_rows(document))
        for side, role, word in listed:
            words[bare(word)] = (*words.get(bare(word), ()), (side, role))
        everything = re.compile(alternatives(document["everything"]["words"]))
        joins, beside = (alternatives(document["listed"][name]) for name in ("joins", "beside"))
        between = rf"(?:{BLANK}{beside}){{0,3}}{BLANK}"
        cue = re.compile(alternatives(word for _, _, word in listed))
        joined = re.compile(f"{between}{joins}{between}")
        table = _inherited(words)
        opening = Opening(frozenset(pieces(word) for _, _, word in listed), ())
        return cls(
            table,
            _by_side(table),
            cue,
            Candidates([opening], scanner or Scanner()),
            frozenset(word for word, parts in table.items() if any(role.id == NOTHING for _, role in parts)),
            everything,
            re.compile(beside),
            joined,
        )

    def cues(self, shape: Shape, seen: Seen | None = None) -> Cues:
        """The role words of a text, inside one another too; names of models and amounts hold none."""
        found: list[tuple[int, int, str]] = []
        masked = 0
        for start in self.candidates.places(shape.marked, seen):
            match = self.pattern.match(shape.marked, start) if start >= masked else None
            if match:
                word = bare(match.group())
                found.append((start, match.end(), word))
                masked = match.end() if word in self.mute else masked
        return Cues(shape, self, tuple(start for start, _, _ in found), tuple(found))


@dataclass(frozen=True, slots=True)
class Cues:
    """The role words of one text, by position."""

    shape: Shape
    roles: Roles
    starts: tuple[int, ...]
    found: tuple[tuple[int, int, str], ...]
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
        cue_start, cue_end, word = self.found[at]
        gap = (cue_end, start) if side == "before" else (end, cue_start)
        roles = self.roles.sides.get((side, word), ())
        if not roles or gap[1] - gap[0] > _FARTHEST:
            return
        reach = gap[1] - gap[0]
        if reach > min(role.reach for role in roles):  # names count for nothing, and runs of blanks as one
            reach = len(" ".join(_PRODUCT.sub("", self.shape.plain[slice(*gap)]).split()))
        for role in roles:
            named = role.id == _CHANGE and PRODUCT in self.shape.plain[slice(*gap)]
            if (
                named
                or (role.id == _FEE and self.shape.plain[slice(*gap)].strip() == "+")
                or (role.id == _LIMIT and self._is_sold(cue_start))
                or reach > role.reach
                or (side == "after" and self._of_next(cue_end, role, word))
            ):
                continue
            left, right = self.shape.outline.around(start, end, role.within)
            if side == "before" and self._of_last(cue_start, *gap, word):
                continue
            if side == "after" and (self._buys(*gap) or self._is_whole(cue_start) or self._ended(*gap)):
                continue
            if side == "before" and role.id in _COUNTED and _LABEL.search(self.shape.plain, cue_end, start):
                continue
            owned = side == "before" and has_own(self.shape, role.id, role.voids, *gap)
            counts = side == "after" and role.voids == _RATES
            apart = role.across or not (owned or self._amount_between(*gap, counts))
            inside = left <= cue_start + word.startswith("(") and cue_end <= right
            if inside and apart and not self._freed(role, cue_start, start):
                yield role

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

    def _of_last(self, cue_start: int, cue_end: int, start: int, word: str) -> bool:
        """Whether a word in front of a price closes the clause of the amount before it: "$20 官方价，¥98 代充"."""
        at = bisect_left(self.shape.starts, cue_start) - 1
        beside = at >= 0 and _NEXT.fullmatch(self.shape.plain, self.shape.amounts[at].end, cue_start)
        if not beside or not any(side == "after" for side, _ in self.roles.words[word]):
            return False
        parted = self.shape.outline.around(cue_start, cue_end, 1) != self.shape.outline.around(start, start + 1, 1)
        return parted or _PARTED.search(self.shape.plain, cue_end, start) is not None

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

    def _is_whole(self, start: int) -> bool:
        """Whether a word behind a price names what a share is of, which the price then is itself."""
        return _SHARE_OF.search(self.shape.plain, max(0, start - 16), start) is not None

    def _amount_between(self, start: int, end: int, counts: bool) -> bool:
        return any(counts or amount.kind != "number" for amount in self.shape.within(start, end, _FAR)) or (
            len(self.shape.within(start, end, _FAR)) == _FAR
        )

    def found_in(self, start: int, end: int) -> tuple[tuple[int, int, str], ...]:
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


def _by_side(words: Table) -> Mapping[tuple[Side, str], tuple[Role, ...]]:
    """What each word says of the amount behind it, and of the amount in front of it."""
    sides: dict[tuple[Side, str], tuple[Role, ...]] = {}
    for word, parts in words.items():
        for side, role in parts:
            sides[side, word] = (*sides.get((side, word), ()), role)
    return sides


def _inherited(words: Table) -> Table:
    """A longer word plays the parts of the words it begins or ends with; behind a price, of those it begins with.

    額度池 is a quota because 額度 is; only a word of the row "nothing" plays no part at all.
    """
    table = dict(words)
    for word, parts in words.items():
        if any(role.id == NOTHING for _, role in parts):
            continue
        heads = [part for at in range(1, len(word)) for part in words.get(word[:at], ()) if part[0] == "after"]
        ends = [end for at in range(1, len(word)) for end in (word[at:], word[:at])]
        tails = [part for end in ends for part in words.get(end, ()) if part[0] == "before"]
        table[word] = tuple(dict.fromkeys((*parts, *heads, *tails)))
    return table


def _rows(document: Mapping[str, Any]) -> Iterator[tuple[Side, Role, str]]:
    sides: tuple[Side, Side] = ("before", "after")
    for row in document["role"]:
        unless = re.compile(alternatives(row["unless"])) if "unless" in row else None
        for side, usual in zip(sides, ("sentence", "clause"), strict=True):
            within = _LEVELS[row.get("within", usual)]
            role = Role(
                row["id"], frozenset(row["voids"]), row.get("reach", 6), within, row.get("across", False), unless
            )
            yield from ((side, role, word) for word in row.get(side, ()))
    for row in document["bound"]:
        role = Role(row["id"], frozenset(), 6, 1, False, bound=row["bound"])
        yield from ((side, role, word) for side in sides for word in row.get(side, ()))
    for row in document["condition"]:
        role = Role(row["id"], frozenset(), 24, 1, False, condition=row["id"])
        yield from ((side, role, word) for side in sides for word in row["words"])
