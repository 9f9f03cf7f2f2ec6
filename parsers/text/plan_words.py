"""Compiles the plans of the vocabulary: products, tiers, and what tells a plan that is sold from a relay's channel."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from parsers.text.joined import bare, phrases
from parsers.text.writing import any_of, signs

Kind = Literal["tier", "whole", "brand", "foreign", "member"]

_SIGNS = r"[\s\-_·|/、,:()【】\[\]+&*—–~!\"'“”✖×\ufe0f\u20e3\u2600-\u27bf\U0001f300-\U0001faff]"
_RATE = r" ?(?:\d{1,2}\.\d{1,3} ?[x×](?![a-z])|[x×] ?\d)"
_OWN = rf"^[^\w\n]{{0,8}}(?:{any_of('plan')}[ :-]{{1,3}})?"
_SIZES = r"(?:5|10|20|50|100|200|500)"
_UNIT = any_of("size_unit", opens=False)
_BETWEEN = any_of("neutral", "joins_price", "and_words", opens=False)
_LISTED_MONEY = any_of("size_money", "size_unit", "priced_money", opens=False)
_PRICED = rf"(?:r?[$€£¥₽] ?)?\d{{1,3}}(?: \d{{3}}|\d{{0,4}})(?:[.,]\d{{1,3}})?(?![\d.]\d)(?: ?{_LISTED_MONEY})?"
_MONEY = rf"(?![\d{signs('size_money_signs')}]|[.,]\d| \d{{3}}(?!\d)| ?{any_of('size_money', opens=False)}(?!\$))"
_CLOSED = rf"(?![\d{signs('size_money_signs')}]|\.\d| ?{any_of('size_money', opens=False)}(?!\$))"
_COUNT = rf"(?! ?{any_of('size_count', opens=False)})"
SIZE_BEHIND = re.compile(
    rf"[ (-]{{0,2}}(?:(?:\$|[x×✖]️? ?)(?P<sign>{_SIZES})(?!\d)"
    rf"|(?P<size>{_SIZES})(?: ?{_UNIT}(?![a-z]){_CLOSED}|(?! ?{_UNIT}){_MONEY}{_COUNT}))"
)
SIZE_ALONE = re.compile(
    rf"[ :(-]{{0,2}}(?:(?P<size>5|20) ?{any_of('times', opens=False)}️?|[x\u0445×✖](?P<sign>5|20))(?![\da-z.])"
)
"""Behind a product, whose tier is not named: "Claude 20x 成品"; or behind a tier with a sign between: "Max: 5x"."""
ASKED = re.compile(
    rf"[ (:,、;/|]{{0,3}}(?:\$ ?(?P<sign>\d{{1,3}})|(?P<size>\d{{1,3}}) ?{any_of('dollar', opens=False)})"
    rf" ?{any_of('asked_plan', opens=False)}"
)
"""Behind a product: what its vendor asks for the plan that is sold, "ChatGPT 20刀套餐", "Claude $100 档"."""
SIZE_LISTED = re.compile(
    rf" ?(?!\| ?\d{{1,3}} ?(?:[|\n]|\Z))(?:[/、,&|+]|{any_of('and')}) ?"
    rf"(?:[x×✖]️? ?(?P<sign>{_SIZES})(?!\d)|\$?(?P<size>{_SIZES}) ?{_UNIT}?(?![\d.]|[a-z]| ?\d{{3}}(?!\d)))"
)
"""A cell that holds nothing but a number is a price: "Max 5x | 200"."""
SIZE_PRICED = re.compile(
    rf"(?<![\w.])(?:(?P<size>{_SIZES}) ?{any_of('size_x', 'size_asked', opens=False)}(?![a-z])"
    rf" ?(?:{any_of('size_end')})?|[x\u0445×✖] ?(?P<sign>{_SIZES})(?!\d))"
    rf"[ ]{{0,2}}[:=—–|(-]?[ ]{{0,2}}(?:{any_of('joins_price', opens=False)}[ ])?[¥$€£]? ?\d{{1,5}}(?![\d%]|\.\d)"
)
"""A size with its price, on its own: "5x ¥799", "x20 — 17900", where the plan is named above."""
SIZE_BEFORE = re.compile(
    rf"(?<![\d.])(?:(?:\$|(?<![a-z])[x×])(?P<sign>{_SIZES})|(?P<size>{_SIZES}) ?{_UNIT}) ?(?:{any_of('size_end')})? ?$"
)


@dataclass(frozen=True, slots=True)
class Brand:
    """A product whose plans are sold: the ids of its tiers, its sizes, its vendor's prices and its membership."""

    id: str
    line: str | None
    tiers: Mapping[str, str]
    sizes: Mapping[str, Mapping[str, str]]
    asked: Mapping[str, str]
    member: str | None


@dataclass(frozen=True, slots=True)
class Head:
    """What a found word is: a tier, a product, a plan by itself, somebody else's product, or a membership."""

    kind: Kind
    tier: str = ""
    brand: Brand | None = None
    plan: str = ""


@dataclass(frozen=True, slots=True)
class PlanWords:
    """The whole of plans.toml, ready to use."""

    heads: Mapping[str, Head]
    head: re.Pattern[str]
    by_line: Mapping[str, Brand]
    alone: Mapping[str, Brand]
    sized_alone: Mapping[str, Brand]
    lines: Mapping[str, str]
    opened_by: Mapping[str, frozenset[str]]
    near: frozenset[str]
    unless: Mapping[str, re.Pattern[str]]
    noise: re.Pattern[str]
    sized_gap: re.Pattern[str]
    priced: re.Pattern[str]
    own: re.Pattern[str]
    firm: re.Pattern[str]
    goods: re.Pattern[str]
    titled: re.Pattern[str]
    traded: re.Pattern[str]
    channel: re.Pattern[str]
    relay: re.Pattern[str]
    denied_before: re.Pattern[str]
    denied_after: re.Pattern[str]
    opening: re.Pattern[str]
    opened: re.Pattern[str]


def _brand(row: Mapping[str, Any]) -> Brand:
    return Brand(
        row["id"], row.get("line"), row["tiers"], row.get("sizes", {}), row.get("asked", {}), row.get("member")
    )


def _tool(name: str, tiers: Mapping[str, str]) -> Brand:
    """A product whose plans are called by its name and their tier."""
    id = re.sub(r"[^a-z0-9]+", "-", name)
    return Brand(id, None, {tier: f"{id}-{called}" for tier, called in tiers.items()}, {}, {}, None)


def _heads(document: Mapping[str, Any], brands: Mapping[str, Brand]) -> dict[str, Head]:
    heads = {word: Head("foreign") for word in document["foreign"]["names"]}
    heads |= {word: Head("member") for word in document["goods"]["member"]}
    heads |= {word: Head("tier", tier) for tier, words in document["tiers"].items() for word in words}
    heads |= {name: Head("brand", brand=_tool(name, document["tools"]["tiers"])) for name in document["tools"]["names"]}
    for row in document["brand"]:
        brand = brands[row["id"]]
        heads |= {word: Head("brand", brand=brand) for word in row.get("names", ())}
        heads |= {word: Head("tier", tier, brand) for word, tier in _glued(row, document["tiers"])}
        heads |= {word: Head("whole", brand=brand, plan=plan) for word, plan in row.get("whole", {}).items()}
    return heads


def _glued(row: Mapping[str, Any], tiers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """A product and its tier written as one word, and which tier it is: "claudemax"."""
    for name in row.get("glued", ()):
        for tier in row["tiers"]:
            yield from ((f"{name}{word}", tier) for word in tiers[tier] if word.isascii() and word.isalnum())


def _lines(document: Mapping[str, Any]) -> dict[str, str]:
    """Plan id to the model line that it implies."""
    named = {
        plan: row["line"]
        for row in document["brand"]
        if "line" in row
        for plan in (*row["tiers"].values(), *row.get("whole", {}).values(), row.get("member"))
        if plan
    }
    sized = {
        plan: row["line"]
        for row in document["brand"]
        for sizes in row.get("sizes", {}).values()
        for plan in sizes.values()
    }
    return named | sized


def _opened_by(document: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Model line to the opening words of the ids that its plans open: the line's own, and others of the vendor."""
    rows = (row for row in document["brand"] if "line" in row)
    return {row["line"]: frozenset((row["line"], *row.get("gives", ()))) for row in rows}


def compile_plans(document: Mapping[str, Any]) -> PlanWords:
    """The tables of plans.toml as patterns."""
    brands = {row["id"]: _brand(row) for row in document["brand"]}
    heads = _heads(document, brands)
    near, goods, channel, denied = (document[name] for name in ("near", "goods", "channel", "denied"))
    worded = [*near["noise"], *goods["firm"], *goods["usual"], *goods["member"]]
    return PlanWords(
        {bare(word): head for word, head in heads.items()},
        re.compile(phrases(heads)),
        {brand.line: brand for brand in brands.values() if brand.line},
        {tier: brands[row["id"]] for row in document["brand"] for tier in row.get("alone", ())},
        {tier: brands[row["id"]] for row in document["brand"] for tier in row.get("sized_alone", ())},
        _lines(document),
        _opened_by(document),
        frozenset(near["tiers"]),
        {tier: re.compile(rf" ?{phrases(words)}") for tier, words in document["unless"].items()},
        re.compile(rf"(?:{_SIGNS}|{phrases([*near['noise'], *goods['firm'], *goods['usual']])}|\d{{1,3}}x?)*+"),
        re.compile(rf"(?:[ ]?{phrases(worded)}){{1,3}}[ :(]{{0,2}}"),
        re.compile(
            rf"(?:{_SIGNS}|[;=→>•.\u2190-\u21ff\u2600-\u27bf\U0001f000-\U0001faff]|{_PRICED}|{_BETWEEN}|\d{{1,2}}x|{phrases(near['noise'])})*+"
        ),
        re.compile(rf"(?m){_OWN}{phrases(document['own']['words'])}(?=$|[^\w.]|\d)"),
        re.compile(phrases(goods["firm"], goods["unless"])),
        re.compile(phrases([*goods["firm"], *goods["usual"]], goods["unless"])),
        re.compile(phrases(goods["titled"])),
        re.compile(rf"[ :\-|]{{0,3}}(?:{phrases(worded)}|\d)"),
        re.compile(rf"[ )]{{0,2}}(?:[/、] ?[a-z]{{2,5}} ?)?{phrases(channel['after'])}|{_RATE}"),
        re.compile("".join(rf"(?<!{re.escape(word)})" for word in channel["into"]) + phrases(channel["relay"])),
        re.compile(rf"{phrases(denied['before'])} ?$"),
        re.compile(rf" ?{phrases(denied['after'])}"),
        re.compile(rf"{phrases(denied['opening'])} ?$"),
        re.compile(rf" ?{phrases(denied['opened'])}"),
    )
