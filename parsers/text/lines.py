"""Compiles the model lines of the vocabulary into what finds their names and reads the parts behind them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

Kind = Literal["name", "product", "vendor", "slang", "tier", "whole"]

JOINT = r"[ \-_.·]?"
_LETTER = re.compile(r"[a-zа-я]")
_JOINTS = re.compile(r"[ \-_.·]")
DATE = r"20\d{2}-?\d{2}-?\d{2}|\d{2}-\d{2}(?:-\d{4})?|\d{6}|\d{4}|v\d:\d|0\d{2}"
SIZE = r"\d{1,4}k|[1-9]m"
COUNT = r"\d{1,4}(?:\.\d)?[bt](?:-a\d{1,3}b)?|\d{1,2}x\d{1,2}b"


def bare(written: str) -> str:
    """A word without its joining signs, as the tables are keyed."""
    return _JOINTS.sub("", written)


Tree = dict[str, "Tree"]


def whole(word: str) -> str:
    """The pattern that closes a whole word: it ends where its script ends."""
    last = word[-1]
    if len(word) == 1:
        return r"(?![a-z0-9])"
    if last.isascii():
        return r"(?![a-z])" if last.isalpha() else r"(?![0-9])" if last.isdigit() else ""
    return r"[а-я]{0,2}(?![а-я])" if "а" <= last <= "я" else ""


def either(words: Iterable[str], close: Callable[[str], str] = whole) -> str:
    """One pattern for all the words as a tree of their letters, the longest word first; `close` ends each."""
    tree: Tree = {}
    for word in words:
        node = tree
        for sign in word:
            node = node.setdefault(sign, {})
        node[f"end {close(word)}"] = {}
    return _branches(tree) if tree else r"(?!)"


def phrases(words: Iterable[str], unless: Mapping[str, str] = MappingProxyType({})) -> str:
    """One pattern for whole words anywhere in a text; `unless` names the signs that may not follow a word."""
    words = set(words)
    lettered = {word for word in words if _LETTER.match(word)}

    def close(word: str) -> str:
        return whole(word) + (f"(?![{unless[word]}])" if word in unless else "")

    return rf"(?:(?<![a-zа-я]){either(lettered, close)}|{either(words - lettered, close)})"


def _branches(tree: Tree) -> str:
    further = [(JOINT if sign == " " else re.escape(sign)) + _branches(rest) for sign, rest in tree.items() if rest]
    ends = [sign.removeprefix("end ") for sign, rest in tree.items() if not rest]
    branches = further + ends
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


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
        shape = re.fullmatch(r"([a-z]*)\d+(?:\.(\d+))?([a-z]*)", row.get("version", "4.6"))
        if shape is None:
            raise ValueError(f"line {row['id']!r}: the version {row['version']!r} is no shape like 4.6, v4.6 or 4.6o")
        leading, decimals, trailing = shape.group(1), len(shape.group(2) or ""), shape.group(3)
        pattern = (
            rf"(?P<letter>[{leading}v])?(?P<whole>1\d|[1-9])(?:\.(?P<point>\d{{1,2}})|[-_](?P<dash>\d)(?![\da-z.]))?"
            rf"(?P<trailing>[{trailing}](?![a-z0-9]))?(?!\d|\.\d)"
            if trailing
            else rf"(?P<letter>[{leading}v])?(?P<whole>1\d|[1-9])(?:\.(?P<point>\d{{1,2}})|[-_](?P<dash>\d)(?![\da-z.]))?"
            r"(?!\d|\.\d)"
        )
        least = row.get("least", 1)
        return cls(pattern, leading, decimals, least, row.get("zero", False), row.get("letter", False))


@dataclass(frozen=True, slots=True)
class Line:
    """One model line, ready to read what stands behind its name."""

    id: str
    version: Version
    tiers: Mapping[str, str]
    variants: Mapping[str, str]
    alone: frozenset[str]
    vague: bool
    sized: bool
    until: Mapping[str, float]
    part: re.Pattern[str]
    item: re.Pattern[str]
    version_only: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Head:
    """A word that opens a name: which line it belongs to, and what it already says."""

    line: Line
    kind: Kind
    tier: str | None = None
    id: str | None = None
    shy: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """Every model line: the heads by their bare word, one pattern that finds them, and the guards."""

    by_id: Mapping[str, Line]
    heads: Mapping[str, Head]
    head: re.Pattern[str]
    money: re.Pattern[str]
    count: re.Pattern[str]
    offered: re.Pattern[str]
    wire: re.Pattern[str]
    denied_before: re.Pattern[str]
    denied_after: re.Pattern[str]
    project: re.Pattern[str]
    fixed: re.Pattern[str]


def _identifiers(words: Iterable[str]) -> dict[str, str]:
    return {bare(word): word.replace(" ", "-") for word in words}


def compile_line(row: Mapping[str, Any], document: Mapping[str, Any]) -> Line:
    """One row of `line`, with the words that every line drops."""
    version = Version.of(row)
    tiers = _identifiers(row.get("tiers", ())) | {bare(k): v for k, v in row.get("bare", {}).items()}
    variants = _identifiers(row.get("variants", ()))
    plan = document["plan"]
    behind = either(plan["follows"])
    words = {*row.get("tiers", ()), *row.get("bare", ()), *row.get("variants", ())}
    kept = either(words, lambda word: whole(word) + (rf"(?! ?{behind})" if word in plan["words"] else ""))
    part = re.compile(
        rf"(?P<gap> {{0,2}}[(\[]?|[-_·:@])(?:(?P<date>(?:{DATE})(?![0-9a-z]))|(?P<count>(?:{COUNT})(?![0-9a-z]))"
        rf"|(?P<size>(?:{SIZE})(?![0-9a-z]))|(?P<kept>{kept})|(?P<word>{either(document['drop']['words'])})"
        rf"|(?P<tag>{either(document['drop']['tags'])})|(?P<version>{version.pattern}))[)\]]?"
    )
    return Line(
        row["id"],
        version,
        tiers,
        variants,
        frozenset(bare(word) for word in row.get("alone", ())),
        row.get("vague", False),
        row.get("sized", False),
        {bare(word): float(last) for word, last in row.get("until", {}).items()},
        part,
        re.compile(rf"(?P<version>{version.pattern})|(?P<share>{either(row.get('shares', ()))})"),
        re.compile(rf"[)\]】] ?(?P<version>{version.pattern})"),
    )


def heads_of(row: Mapping[str, Any], line: Line) -> dict[str, Head]:
    """Every word that opens a name of the line; a later kind does not overrule an earlier one."""
    shy = set(row.get("shy", ()))
    plain: Sequence[tuple[Kind, Sequence[str]]] = (
        ("name", row.get("names", ())),
        ("product", row.get("products", ())),
        ("vendor", row.get("vendors", ())),
        ("slang", row.get("slang", ())),
    )
    heads = {word: Head(line, kind, shy=word in shy or kind == "slang") for kind, words in plain for word in words}
    heads |= {word: Head(line, "tier", tier=tier, shy=word in shy) for word, tier in row.get("bare", {}).items()}
    return heads | {word: Head(line, "whole", id=id) for word, id in row.get("whole", {}).items()}


def _units(words: Iterable[str]) -> str:
    latin = [word for word in words if re.match(r"[a-zа-яê-ỹ]", word)]
    others = [word for word in words if word not in latin]
    return rf"(?:{'|'.join(others)}|(?:{'|'.join(sorted(latin, key=len, reverse=True))})(?![a-zа-я]))"


def _opened(word: str, unless: Mapping[str, str]) -> str:
    """How a head ends; what runs on behind Latin letters ("gptplus", "gptgod") is weighed by its reader."""
    if word in unless:
        return f"(?![{unless[word]}])"
    return "" if word[-1].isascii() and word[-1].isalpha() else whole(word)


def compile_lines(document: Mapping[str, Any]) -> Lines:
    """The whole of models.toml, ready to use."""
    by_id = {row["id"]: compile_line(row, document) for row in document["line"]}
    heads = {word: head for row in document["line"] for word, head in heads_of(row, by_id[row["id"]]).items()}
    also, range_ = r"(?: ?[/、~到至] ?\d+(?:\.\d+)?){0,4}", r"(?: ?- ?\d+(?:\.\d+)?)?"
    unless = {word: signs for row in document["line"] for word, signs in row.get("unless", {}).items()}
    money = _units(document["quantity"]["money"])
    count = _units(document["quantity"]["count"])
    vendor, denied = document["vendor"], document["denied"]
    wire = either(vendor["wire"])
    known = either([*document["beside"]["words"], *document["drop"]["tags"], *document["drop"]["words"]])
    return Lines(
        by_id,
        {bare(word): head for word, head in heads.items()},
        re.compile(rf"(?<![a-z]){either(heads, lambda word: _opened(word, unless))}"),
        re.compile(rf"{also}{range_} {{0,2}}{money}|[:=] ?\d"),
        re.compile(rf"{also}(?P<space> {{0,2}}){count}"),
        re.compile(rf" ?(?:{either(vendor['offered'])})(?! ?-?(?:{wire}))"),
        re.compile(wire),
        re.compile(
            rf"(?:(?<![a-zа-я])(?:{'|'.join(map(re.escape, sorted(denied['before'], key=len, reverse=True)))})) ?$"
        ),
        re.compile(rf" ?(?:{either(denied['after'])})"),
        re.compile(rf"[-_]?(?!(?:{known}))[a-z]"),
        re.compile("|".join(f"(?:{row['form']})" for row in document.get("fixed", ())) or r"(?!)"),
    )
