"""The names and functions of New API's price expressions, and how a plain, short call answers their questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from parsers.pages.billing_sums import CONSTANT, Clock, Condition, Refused, Said, Sum, Value, constant, number

TOKENS = {"p", "c", "cr", "cc", "cc1h", "img", "ai", "img_o", "ao"}
SIZE = "len"
FIXED = "fixed"
"""The part of a sum that is paid by the call; in USD, not in USD a million."""
CLOCK = {"hour", "minute", "weekday", "month", "day"}
ROUNDING: Mapping[str, Callable[[list[Decimal]], Decimal]] = {
    "min": min,
    "max": max,
    "abs": lambda all: abs(all[0]),
    "ceil": lambda all: all[0].to_integral_value("ROUND_CEILING"),
    "floor": lambda all: all[0].to_integral_value("ROUND_FLOOR"),
}
COMPARED: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}
SAYING = ("has", "contains", "startsWith", "endsWith", "matches")
"""What is asked of a text: a plain call, which says nothing, answers none of it."""


def named(name: str) -> Value:
    if name in TOKENS or name == SIZE:
        return (Sum({name: Decimal(1)}),)
    if name in {"true", "false"}:
        return Condition(name == "true", name)
    if name == "nil":
        return Said(None)
    raise Refused(f"{name!r} is no name of the language")


def called(name: str, given: list[Value], text: str) -> Value:
    """What a function gives for its arguments."""
    match name, given:
        case "tier", [Said(text=str(tier)), tuple(found)]:
            return tuple(replace(one, tier=one.tier or tier) for one in found)
        case "fixed", [tuple(found)]:
            return tuple(replace(one, parts={FIXED: constant(one)}) for one in found)
        case "param" | "header", [Said()]:
            return Said(None)
        case "has", [Said() as said, Said(text=str(wanted))]:
            return Condition(said.text is not None and wanted in said.text, text)
        case _, [Said()] | [] if name in CLOCK:
            return Clock()
        case _, [_, *_] if name in ROUNDING and all(isinstance(one, tuple) and len(one) == 1 for one in given):
            return number(ROUNDING[name]([constant(one[0]) for one in given if isinstance(one, tuple)]))
    known = name in {"tier", "fixed", "param", "header", "has", *CLOCK, *ROUNDING}
    raise Refused(f"{name}() of what it cannot be of" if known else f"{name}() is no function of the language")


def answered(one: Value, sign: str, other: Value) -> bool | None:
    """How a plain, short call answers a comparison: of sizes, or of what a request says; None if time decides."""
    match one, other:
        case (Clock(), _) | (_, Clock()):
            return None
        case (Said(), _) | (_, Said()):
            return _said(one, sign, other)
        case tuple(ones), tuple(others) if sign in COMPARED and len(ones) == len(others) == 1:
            short = [each.parts.get(CONSTANT, Decimal(0)) for each in (ones[0], others[0])]
            return COMPARED[sign](*short)
    raise Refused("things are compared that cannot be")


def _said(one: Value, sign: str, other: Value) -> bool:
    if sign in {"==", "!="}:
        return (one == other) == (sign == "==")
    texts = [each.text for each in (one, other) if isinstance(each, Said)]
    return sign in {"has", "contains"} and len(texts) == 2 and str(texts[1]) in (texts[0] or "")


def unknown(one: Condition, other: Condition, known: bool) -> bool | None:
    return None if None in (one.answer, other.answer) else known
