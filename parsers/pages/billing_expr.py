"""Reads the price expressions of New API by a closed grammar: nothing is ever executed, what is not known is refused.

An expression is a sum of products in the numbers of tokens of a call (p input, c output, cr cache read, cc cache write
…), in USD for a million; conditions on the size of a call, on what a request says or on the time of day choose between
sums, `tier(name, sum)` names one. Worked out is what each sum takes for a million tokens of each kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NoReturn

LONGEST, DEEPEST, MOST_SUMS, LARGEST = 4000, 40, 24, Decimal(10) ** 9
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
TOKEN = re.compile(
    r"""\s*(?:(?P<number>[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,2})?|\.[0-9]+)
      | (?P<word>[A-Za-z_][A-Za-z0-9_]*) | (?P<text>"[^"\\\n]{0,200}"|'[^'\\\n]{0,200}')
      | (?P<sign>\|\|\||\|\||&&|<=|>=|==|!=|[-+*/%?:(),<>!]))""",
    re.VERBOSE,
)
COMPARED: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


class Refused(ValueError):  # noqa: N818 -- the expression is
    """An expression is not taken; the message says why."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A question and how it was answered; `plain` where that is how a plain, short call answers it."""

    text: str
    taken: bool
    plain: bool

    @property
    def condition(self) -> str:
        return self.text if self.taken else f"not ({self.text})"


@dataclass(frozen=True, slots=True)
class Sum:
    """What a call costs: USD for a million of each kind of token, and for the call itself (`fixed`).

    `tier` is the name that the operator gave the sum, `choices` the questions on the way to it.
    """

    parts: Mapping[str, Decimal]
    tier: str | None = None
    choices: tuple[Choice, ...] = ()

    @property
    def when(self) -> tuple[str, ...]:
        """The conditions that are not met by every plain, short call, as they are written."""
        return tuple(dict.fromkeys(choice.condition for choice in self.choices if not choice.plain))


@dataclass(frozen=True, slots=True)
class Condition:
    """A question: how a plain, short call answers it, None where the time of day does."""

    answer: bool | None
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """A text: one that is written in the expression, or what a request says, of which a plain call says nothing."""

    text: str | None


@dataclass(frozen=True, slots=True)
class Clock:
    """A part of the time of day or of the date."""


Value = tuple[Sum, ...] | Condition | Said | Clock


@dataclass(frozen=True, slots=True)
class Piece:
    """One token, and where it ends."""

    kind: str
    text: str
    start: int
    end: int


def sums(expression: str) -> tuple[Sum, ...]:
    """Every sum of an expression, that of a plain, short call first. Raises Refused, with the reason."""
    if len(expression) > LONGEST:
        raise Refused(f"longer than {LONGEST} characters")
    reader = Reader(re.sub(r"\A\s*v1:", "", expression))
    found = reader.amount(reader.whole())
    for one in found:
        if CONSTANT in one.parts or SIZE in one.parts:
            raise Refused("a sum with a part that is no price of tokens")
        if any(price < 0 for price in one.parts.values()):
            raise Refused("a price below nothing")
        if not one.parts:
            raise Refused("a sum without a price")
    return tuple(sorted(found, key=lambda one: len(one.when)))


CONSTANT = ""


@dataclass(slots=True)
class Reader:
    """Reads an expression from left to right, working out what it can on the way."""

    source: str
    place: int = 0
    depth: int = 0
    pieces: list[Piece] = field(default_factory=list)

    def __post_init__(self) -> None:
        place, end = 0, len(self.source.rstrip())
        while place < end:
            match = TOKEN.match(self.source, place)
            if match is None or match.lastgroup is None:
                raise Refused(f"{self.source[place : place + 12].strip()!r} is not of the language")
            kind = match.lastgroup
            self.pieces.append(Piece(kind, match[kind], match.start(kind), match.end()))
            place = match.end()
        self.pieces.append(Piece("end", "", end, end))

    @property
    def here(self) -> Piece:
        return self.pieces[self.place]

    def take(self, *signs: str) -> str | None:
        """Go past one of some signs or words, if it is next."""
        if self.here.text in signs and self.here.kind in {"sign", "word"}:
            self.place += 1
            return self.pieces[self.place - 1].text
        return None

    def need(self, sign: str) -> None:
        if not self.take(sign):
            self.refuse(f"{sign!r} is expected")

    def refuse(self, why: str) -> NoReturn:
        raise Refused(f"{why} at {self.here.text or 'the end'!r}")

    def amount(self, value: Value) -> tuple[Sum, ...]:
        if not isinstance(value, tuple):
            raise Refused("a question or a text where a price is expected")
        if len(value) > MOST_SUMS:
            raise Refused(f"more than {MOST_SUMS} sums")
        return value

    def whole(self) -> Value:
        """The expression, then rules of the form `|||when(question)*factor`."""
        found = self.choice()
        while self.take("|||"):
            if not self.take("when"):
                self.refuse("'when' is expected")
            self.need("(")
            asked = self.question(self.choice())
            self.need(")")
            self.need("*")
            factor = self.amount(self.unary())
            found = product(self.amount(found), self.amount(chosen(asked, factor, number(Decimal(1)))))
        if self.here.kind != "end":
            self.refuse("the expression goes on")
        return found

    def question(self, value: Value) -> Condition:
        if not isinstance(value, Condition):
            raise Refused("a price or a text where a question is expected")
        return value

    def choice(self) -> Value:
        """`question ? one : other`."""
        with self.deeper():
            found = self.either()
            if self.take("?"):
                asked, one = self.question(found), self.amount(self.choice())
                self.need(":")
                found = self.amount(chosen(asked, one, self.amount(self.choice())))
        return found

    @contextmanager
    def deeper(self) -> Iterator[None]:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Refused(f"nested deeper than {DEEPEST}")
        yield
        self.depth -= 1

    def either(self) -> Value:
        start, found = self.here.start, self.both()
        while self.take("||", "or"):
            one, other = self.question(found), self.question(self.both())
            answer = True if True in (one.answer, other.answer) else unknown(one, other, False)
            found = Condition(answer, self.written(start))
        return found

    def both(self) -> Value:
        start, found = self.here.start, self.compared()
        while self.take("&&", "and"):
            one, other = self.question(found), self.question(self.compared())
            answer = False if False in (one.answer, other.answer) else unknown(one, other, True)
            found = Condition(answer, self.written(start))
        return found

    def compared(self) -> Value:
        start, found = self.here.start, self.added()
        if sign := self.take(*COMPARED, "has", "contains"):
            answer = answered(found, sign, self.added())
            return Condition(answer, self.written(start))
        return found

    def written(self, start: int) -> str:
        return re.sub(r"\s+", " ", self.source[start : self.pieces[self.place - 1].end]).strip()

    def added(self) -> Value:
        found = self.multiplied()
        while sign := self.take("+", "-"):
            other = scaled(self.amount(self.multiplied()), Decimal(1 if sign == "+" else -1))
            found = crossed(self.amount(found), other, plus)
        return found

    def multiplied(self) -> Value:
        found = self.unary()
        while sign := self.take("*", "/"):
            one, other = self.amount(found), self.amount(self.unary())
            found = self.amount(product(one, other) if sign == "*" else quotient(one, other))
        return found

    def unary(self) -> Value:
        sign = self.take("!", "not", "-")
        if sign is None:
            return self.primary()
        with self.deeper():
            found = self.unary()
        if sign == "-":
            return scaled(self.amount(found), Decimal(-1))
        asked = self.question(found)
        return Condition(None if asked.answer is None else not asked.answer, f"not {asked.text}")

    def primary(self) -> Value:
        piece = self.here
        self.place += piece.kind != "end"
        if piece.kind == "number":
            return number(bounded(Decimal(piece.text)))
        if piece.kind == "text":
            return Said(piece.text[1:-1])
        if piece.kind == "sign" and piece.text == "(":
            found = self.choice()
            self.need(")")
            return found
        if piece.kind == "word":
            return self.called(piece) if self.take("(") else named(piece.text)
        self.place -= piece.kind != "end"
        return self.refuse("a price, a name or '(' is expected")

    def called(self, piece: Piece) -> Value:
        """A function of the language, behind its opening parenthesis."""
        given: list[Value] = []
        while not self.take(")"):
            if given:
                self.need(",")
            given.append(self.choice())
        return called(piece.text, given, self.written(piece.start))


def number(value: Decimal) -> tuple[Sum, ...]:
    return (Sum({CONSTANT: value} if value else {}),)


def bounded(value: Decimal) -> Decimal:
    if not value.is_finite() or abs(value) > LARGEST:
        raise Refused(f"a number above {LARGEST:,}")
    return value


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


def constant(one: Sum) -> Decimal:
    """A sum that is a bare number."""
    if one.parts.keys() - {CONSTANT}:
        raise Refused("a price in the place of a number: it would not grow with the tokens")
    return one.parts.get(CONSTANT, Decimal(0))


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


def chosen(asked: Condition, one: tuple[Sum, ...], other: tuple[Sum, ...]) -> tuple[Sum, ...]:
    """Both branches; the one that a plain, short call takes needs no condition."""
    branches = ((one, Choice(asked.text, True, asked.answer is True)),
                (other, Choice(asked.text, False, asked.answer is False)))  # fmt: skip
    return tuple(
        replace(each, choices=(choice, *each.choices))
        for sums, choice in branches
        for each in sums
        if Choice(choice.text, not choice.taken, not choice.plain) not in each.choices
    )


def crossed(
    one: Iterable[Sum], other: Iterable[Sum], joined: Callable[[Sum, Sum], Mapping[str, Decimal]]
) -> tuple[Sum, ...]:
    """Every sum of the one with every sum of the other whose questions were not answered otherwise."""
    others = tuple(other)
    return tuple(
        Sum(kept(joined(a, b)), a.tier or b.tier, tuple(dict.fromkeys((*a.choices, *b.choices))))
        for a in one
        for b in others
        if not opposed(a, b)
    )


def opposed(one: Sum, other: Sum) -> bool:
    answers = {choice.text: choice.taken for choice in one.choices}
    return any(answers.get(choice.text, choice.taken) != choice.taken for choice in other.choices)


def kept(parts: Mapping[str, Decimal]) -> Mapping[str, Decimal]:
    return {kind: bounded(price) for kind, price in parts.items() if price or kind != CONSTANT}


def plus(one: Sum, other: Sum) -> Mapping[str, Decimal]:
    kinds = {**one.parts, **other.parts}
    return {kind: one.parts.get(kind, Decimal(0)) + other.parts.get(kind, Decimal(0)) for kind in kinds}


def scaled(found: tuple[Sum, ...], by: Decimal) -> tuple[Sum, ...]:
    return tuple(replace(one, parts={kind: price * by for kind, price in one.parts.items()}) for one in found)


def product(one: tuple[Sum, ...], other: tuple[Sum, ...]) -> tuple[Sum, ...]:
    return crossed(one, other, times)


def times(one: Sum, other: Sum) -> Mapping[str, Decimal]:
    if one.parts.keys() <= {CONSTANT}:
        one, other = other, one
    factor = constant(other)
    return {kind: price * factor for kind, price in one.parts.items()}


def quotient(one: tuple[Sum, ...], other: tuple[Sum, ...]) -> tuple[Sum, ...]:
    if not all(map(constant, other)):
        raise Refused("a division by nothing")
    return crossed(one, other, lambda a, b: {kind: price / constant(b) for kind, price in a.parts.items()})
