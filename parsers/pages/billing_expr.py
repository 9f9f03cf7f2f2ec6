"""Reads the price expressions of New API by a closed grammar: nothing is ever executed, what is not known is refused.

An expression is a sum of products in the numbers of tokens of a call (p input, c output, cr cache read, cc cache write
…), in USD for a million; conditions on the size of a call, on what a request says or on the time of day choose between
sums, `tier(name, sum)` names one. Worked out is what each sum takes for a million tokens of each kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NoReturn

from parsers.pages.billing_names import COMPARED, SAYING, SIZE, answered, called, named, unknown
from parsers.pages.billing_sums import (
    CONSTANT,
    Condition,
    Refused,
    Said,
    Sum,
    Value,
    bounded,
    chosen,
    crossed,
    number,
    plus,
    product,
    quotient,
    scaled,
)

LONGEST, DEEPEST, MOST_SUMS = 4000, 40, 24
TOKEN = re.compile(
    r"""\s*(?:(?P<number>[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,2})?|\.[0-9]+)
      | (?P<word>[A-Za-z_][A-Za-z0-9_]*) | (?P<text>"[^"\\\n]{0,200}"|'[^'\\\n]{0,200}')
      | (?P<sign>\|\|\||\|\||&&|<=|>=|==|!=|[-+*/%?:(),<>!]))""",
    re.VERBOSE,
)


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
        if sign := self.take(*COMPARED, *SAYING):
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
