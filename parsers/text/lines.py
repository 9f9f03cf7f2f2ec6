"""Compiles the model lines of the vocabulary into what finds their names and reads the parts behind them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from parsers.records import BadInput
from parsers.text.joined import bare, either, phrases, run_on, whole
from parsers.text.writing import any_of, signs

Kind = Literal["name", "product", "vendor", "slang", "nickname", "tier", "whole"]

_GAP = r"(?P<gap> {0,2}[(\[]?|[-_·:@])"
_DATE = r"20\d{2}-?\d{2}-?\d{2}|\d{2}-\d{2}(?:-\d{4})?|\d{2}-\d{4}|\d{6}|\d{4}|v\d(?::\d)?|0\d{2}"
_SIZE = r"\d{1,4}k|[1-9]m"
_COUNT = r"\d{1,4}(?:\.\d)?[bt](?:-a\d{1,3}b)?|\d{1,2}x\d{1,2}b"
_SHAPE = re.compile(r"([a-z]*)\d+(?:\.(\d+))?([a-z]*)")
_ALSO = rf"(?:[/、{signs('range_signs')}]\d+(?:\.\d+)?){{0,4}}"
_RANGE = r"(?: ?- ?\d+(?:\.\d+)?)?"
_FURTHER = rf"(?P<further>{_ALSO}{_RANGE})"


@dataclass(frozen=True, slots=True)
class Version:
    """The shape of a line's versions: letters that lead and follow the number, decimals, and the smallest number."""

    pattern: str
    leading: str
    decimals: int
    least: int
    zero: bool
    letter: bool

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Version:
        """The shape that a row gives by an example; BadInput where the example is none."""
        example = row.get("version", "4.6")
        shape = _SHAPE.fullmatch(example)
        if shape is None:
            raise BadInput(
                f"models: line {row['id']}: version {example!r} is no example like 4.6, v4.6 or 4.6o; mend it"
            )
        leading, point, trailing = shape.groups()
        suffix = rf"(?P<trailing>[{trailing}](?![a-z0-9]))?" if trailing else r"(?P<trailing>(?!))?"
        pattern = (
            rf"(?P<letter>[{leading}v])?(?P<whole>1\d|[1-9])(?:\.(?P<point>\d{{1,2}})|[-_](?P<dash>\d)(?![\da-z.]))?"
            rf"{suffix}(?!\d|\.\d)"
        )
        zero, letter = row.get("zero", False), row.get("letter", False)
        return cls(rf"(?P<version>{pattern})", leading, len(point or ""), row.get("least", 1), zero, letter)


@dataclass(frozen=True, slots=True)
class Line:
    """One model line: the words of its ids, and the patterns that read them behind a name.

    `part` reads a tier, variant or version; `tight` a variant that is named like a plan, glued to a version; `item`
    what a list repeats; `closing` a version behind a bracket.
    """

    id: str
    version: Version
    tiers: Mapping[str, str]
    variants: Mapping[str, str]
    alone: frozenset[str]
    vague: bool
    sized: bool
    until: Mapping[str, float]
    part: re.Pattern[str]
    tight: re.Pattern[str]
    item: re.Pattern[str]
    closing: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Head:
    """A word that opens a name: which line it belongs to, and what it already says."""

    line: Line
    kind: Kind
    tier: str | None = None
    id: str | None = None
    shy: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Every model line, the one pattern that finds where names open, and the guards of the table's sections."""

    by_id: Mapping[str, Line]
    heads: Mapping[str, Head]
    head: re.Pattern[str]
    dropped: re.Pattern[str]
    money: re.Pattern[str]
    rate: re.Pattern[str]
    count: re.Pattern[str]
    offered: re.Pattern[str]
    rated: re.Pattern[str]
    led: re.Pattern[str]
    nicknamed: re.Pattern[str]
    traded: re.Pattern[str]
    valued: re.Pattern[str]
    wire: re.Pattern[str]
    denied_before: re.Pattern[str]
    denied_after: re.Pattern[str]
    project: re.Pattern[str]
    unknown_tier: re.Pattern[str]
    mark: re.Pattern[str]
    channel: re.Pattern[str]
    fixed: re.Pattern[str]


def _ids(words: Iterable[str]) -> dict[str, str]:
    return {bare(word): word.replace(" ", "-") for word in words}


def compile_line(row: Mapping[str, Any], plan: Mapping[str, Any]) -> Line:
    """One row of `line`; `plan` holds what makes a variant a plan."""
    version = Version.of(row)
    words = {*row.get("tiers", ()), *row.get("bare", ()), *row.get("variants", ())}
    behind = either([*plan["follows"], *(plan["pools"] if row.get("pools") else ())])
    kept = either(words, lambda word: whole(word) + (f"(?! ?{behind})" if word in plan["words"] else ""))
    return Line(
        row["id"],
        version,
        _ids(row.get("tiers", ())) | {bare(word): tier for word, tier in row.get("bare", {}).items()},
        _ids(row.get("variants", ())),
        frozenset(map(bare, row.get("alone", ()))),
        row.get("vague", False),
        row.get("sized", False),
        {bare(word): float(last) for word, last in row.get("until", {}).items()},
        re.compile(rf"{_GAP}(?:(?P<kept>{kept})|{version.pattern})[)\]]?"),
        re.compile(either([word for word in plan["words"] if word in row.get("variants", ())] or ["(?!)"])),
        re.compile(rf"{version.pattern}|(?P<share>{either(row.get('shares', ()))})"),
        re.compile(rf"[)\]】] ?{version.pattern}"),
    )


def _heads(row: Mapping[str, Any], line: Line) -> dict[str, Head]:
    """Every word that opens a name of the line."""
    shy = set(row.get("shy", ()))
    plain: Sequence[tuple[Kind, Sequence[str]]] = (
        ("name", row.get("names", ())),
        ("product", row.get("products", ())),
        ("vendor", row.get("vendors", ())),
        ("slang", row.get("slang", ())),
        ("nickname", row.get("nicknames", ())),
    )
    unsure = ("slang", "nickname")
    heads = {word: Head(line, kind, shy=word in shy or kind in unsure) for kind, words in plain for word in words}
    heads |= {word: Head(line, "tier", tier=tier, shy=word in shy) for word, tier in row.get("bare", {}).items()}
    return heads | {word: Head(line, "whole", id=id) for word, id in row.get("whole", {}).items()}


_PRICED = r"(?! ?[(\[][a-z]{3,12} ?:? ?(?:~ ?)?[$€£¥₽])"
"""No tag of a name is what opens brackets with a price: "Claude Opus 4.6 (official $5/$25)"."""


def _dropped(drop: Mapping[str, Any]) -> re.Pattern[str]:
    """What ids drop: a date, a parameter count, a context size, a word or a tag."""
    end = r"(?![0-9a-z])"
    return re.compile(
        rf"{_PRICED}{_GAP}(?:(?P<date>(?:{_DATE}){end})|(?P<count>(?:{_COUNT}){end})|(?P<size>(?:{_SIZE}){end})"
        rf"|(?P<word>{either(drop['words'])})|(?P<tag>{either(drop['tags'])}))[)\]]?"
    )


def compile_lines(document: Mapping[str, Any]) -> Lines:
    """The whole of models.toml, ready to use."""
    drop, plan, quantity = document["drop"], document["plan"], document["quantity"]
    vendor, denied, rows = document["vendor"], document["denied"], document["line"]
    by_id = {row["id"]: compile_line(row, plan) for row in rows}
    heads = {word: head for row in rows for word, head in _heads(row, by_id[row["id"]]).items()}
    barred = {word: signs for row in rows for word, signs in row.get("unless", {}).items()}
    money = either(quantity["money"], partial(whole, unless=quantity["unless"]))
    count = either(quantity["count"], partial(whole, unless=quantity["unless"]))
    offered = f"{either(vendor['offered'])}(?! ?-?{either(vendor['wire'])})"
    known = either([*document["beside"]["words"], *drop["tags"], *drop["words"]])
    return Lines(
        by_id,
        {bare(word): head for word, head in heads.items()},
        re.compile(either(heads, partial(run_on, unless=barred), start="[a-z]")),
        _dropped(drop),
        re.compile(rf"{_FURTHER} {{0,2}}/? ?(?:{money}(?<![x×✖✕](?= ?\d))|[¥$€£₽₫](?! ?\d))|,\d{{3}}(?!\d)"),
        re.compile(either(quantity["close"])),
        re.compile(rf"{_ALSO}(?P<space> {{0,2}}){count}"),
        re.compile(rf" ?[】\])」(|:—–-]?(?: ?{either(vendor['between'])}){{0,4}} ?{offered}"),
        re.compile(rf"\d ?{either(vendor['rated'])} ?$"),
        re.compile(rf"{phrases(vendor['led'])} ?$"),
        re.compile(rf" ?(?:{either(plan['words'])}|(?:{either(['ai'])} ?)?{phrases(document['nickname']['sold'])})"),
        re.compile(rf"{phrases(document['nickname']['led'])} ?$"),
        re.compile(rf"[ |:]{{0,3}}\d{{1,2}}(?:\.\d{{1,2}})? ?(?:%|{any_of('tenths')}|{either(vendor['rated'])})"),
        re.compile(either(vendor["wire"])),
        re.compile(rf"{phrases(denied['before'])} ?$"),
        re.compile(rf" ?(?:{either(denied['after'])}|{either(denied['closing'])}(?! ?\w))"),
        re.compile(rf"[-_]?(?!{known})[a-z]"),
        re.compile(rf"-(?!{known})(?P<tier>[a-z]{{3,12}})(?=-\d)"),
        re.compile(rf"{either(drop['tags'])}[-_]"),
        re.compile(rf"{phrases(drop['channels'])}-$"),
        re.compile("|".join(f"(?:{row['form']})" for row in document.get("fixed", ())) or r"(?!)"),
    )
