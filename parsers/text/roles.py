"""What the words around an amount say of it: that it is a gift, a minimum, the official price or a quota."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from parsers.records import Bound
from parsers.text.candidates import Candidates, Opening
from parsers.text.layout import Level
from parsers.text.phrases import alternatives, bare, pieces
from parsers.text.scanner import Scanner
from parsers.text.shapes import BLANK

Side = Literal["before", "after"]
Table = Mapping[str, tuple[tuple[Side, "Role"], ...]]
_LEVELS: Mapping[str, Level] = {"clause": 1, "sentence": 2, "line": 3}
NOTHING = "nothing"
"""The row of words that hold a role's word and play no role."""


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
