"""What a price expression of New API comes to: sums of prices with the conditions on the way to them, and reckoning."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

LARGEST = Decimal(10) ** 9
CONSTANT = ""
"""The part of a sum that is a bare number."""


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


def number(value: Decimal) -> tuple[Sum, ...]:
    return (Sum({CONSTANT: value} if value else {}),)


def bounded(value: Decimal) -> Decimal:
    if not value.is_finite() or abs(value) > LARGEST:
        raise Refused(f"a number above {LARGEST:,}")
    return value


def constant(one: Sum) -> Decimal:
    """A sum that is a bare number."""
    if one.parts.keys() - {CONSTANT}:
        raise Refused("a price in the place of a number: it would not grow with the tokens")
    return one.parts.get(CONSTANT, Decimal(0))


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
