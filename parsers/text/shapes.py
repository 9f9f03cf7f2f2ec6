"""A text with its amounts and products turned into single signs, so that a price form is a short pattern over them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from parsers.records import Mention
from parsers.text.amounts import Amount, Kind
from parsers.text.currencies import Tongue
from parsers.text.layout import Outline
from parsers.text.script import fold_form

SLASH = re.compile(r"[ ]{0,2}/[ ]{0,2}")
"""What joins two prices to a pair."""
SIGNS: Mapping[str, str] = {"number": "\ue000", "money": "\ue001", "dollars": "\ue002", "percent": "\ue003"}
PRODUCT, REST = "\ue004", "\ue005"
ANY = "\ue000-\ue003"
"""The signs of all amounts, as they stand in a character class."""
BLANK = "[ ]{0,12}"
"""What a blank of a form stands for; a tag between two words leaves as many."""
_BARE = {"any": ANY, "product": PRODUCT + REST + "*+"}
"""Slots that hold no amount: {any} for use inside a character class, {product} for the name of a model or plan."""
LIST_SIGN = rf"{BLANK}[/、|,]{BLANK}"

_BLANKS = re.compile(r"\s*")
_MOST = 4000
"""Blanks in a row that are looked at: a bound for hostile texts."""
_SIGN = re.compile(r"[\ue000-\ue005]")
_SLOT = re.compile(r"\{([a-z]+[0-9]?)(?::([a-z|]+))?\}")
_WORD = re.compile(r"(?<!\?P)<([a-z_]+)>")


@dataclass(frozen=True)
class Shape:
    """One text, ready for the price forms: `marked` is as long as the text and holds a sign for every amount."""

    text: str
    plain: str
    marked: str
    amounts: tuple[Amount, ...]
    tongue: Tongue

    @classmethod
    def of(cls, text: str, plain: str, amounts: Sequence[Amount], tongue: Tongue) -> Shape:
        pieces, position = [], 0
        for amount in amounts:
            pieces += [plain[position : amount.start], SIGNS[amount.kind], REST * (amount.end - amount.start - 1)]
            position = amount.end
        return cls(text, plain, "".join([*pieces, plain[position:]]), tuple(amounts), tongue)

    @cached_property
    def by_start(self) -> dict[int, Amount]:
        return {amount.start: amount for amount in self.amounts}

    @cached_property
    def starts(self) -> tuple[int, ...]:
        return tuple(amount.start for amount in self.amounts)

    @cached_property
    def marked_up(self) -> bool:
        """Whether the text holds tags."""
        return "<" in self.text

    @cached_property
    def money(self) -> tuple[int, ...]:
        """Where amounts of money begin, dollars too."""
        return tuple(amount.start for amount in self.amounts if amount.kind in ("money", "dollars"))

    def within(self, start: int, end: int, most: int | None = None) -> tuple[Amount, ...]:
        """The amounts that begin in `[start, end)`, or the first of them."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return self.amounts[first : last if most is None else min(last, first + most)]

    def has_money(self, start: int, end: int) -> bool:
        """Whether money is named in `[start, end)`."""
        return bisect_left(self.money, start) < bisect_left(self.money, end)

    def blank(self, start: int, end: int) -> bool:
        """Whether a stretch holds nothing but blanks; one of very many counts as more than that."""
        return _BLANKS.fullmatch(self.plain, start, min(end, start + _MOST)) is not None and end - start <= _MOST

    @cached_property
    def moneys(self) -> frozenset[str | None]:
        """The currencies that the text names, dollars aside."""
        return frozenset(amount.currency for amount in self.amounts if amount.kind == "money")

    @cached_property
    def kinds(self) -> frozenset[Kind]:
        return frozenset(amount.kind for amount in self.amounts)

    @cached_property
    def outline(self) -> Outline:
        return Outline.of(self.plain)

    def slot(self, found: re.Match[str], name: str) -> Amount | None:
        """The amount in a slot of a form, if the form has the slot and it was filled."""
        if name not in found.re.groupindex or found.start(name) < 0:
            return None
        return self.by_start[found.start(name)]

    def listed(self, found: re.Match[str], name: str) -> list[Amount]:
        """The amounts in a slot that holds a list."""
        return [self.by_start[at] for at in range(found.start(name), found.end(name)) if at in self.by_start]


def without_products(plain: str, mentions: Iterable[Mention]) -> str:
    """The plain text with the names of models and plans as signs, so that no version or size is read as an amount."""
    if _SIGN.search(plain):
        plain = _SIGN.sub(" ", plain)
    pieces, position = [], 0
    for start, end in sorted({(mention.span.start, -mention.span.end) for mention in mentions}):
        if start >= position:
            rest = REST * (-end - start - 1)
            if "|" in plain[start:-end]:  # what parts the cells of a table goes on to
                rest = "".join(sign if sign == "|" else REST for sign in plain[start + 1 : -end])
            pieces += [plain[position:start], PRODUCT, rest]
            position = -end
    return "".join([*pieces, plain[position:]])


def pattern(form: str, words: Mapping[str, str]) -> str:
    """A form of price_forms.toml as a regular expression over `marked`: slots, words and blanks spelled out."""
    written = fold_form(form).replace(" ?", " ").replace(" ", BLANK)
    return _SLOT.sub(_slot, _WORD.sub(lambda found: words[found.group(1)], written))


def _slot(found: re.Match[str]) -> str:
    name, kinds = found.group(1), (found.group(2) or found.group(1)).split("|")
    if name in _BARE:
        return _BARE[name]
    one = f"[{''.join(SIGNS[kind.removesuffix('s') if kind != 'dollars' else kind] for kind in kinds)}]{REST}*+"
    many = found.group(2) is not None and kinds[0] in ("numbers", "percents")
    return f"(?P<{name}>{one}(?:{LIST_SIGN}{one}){{0,7}})" if many else f"(?P<{name}>{one})"
