"""How often a source is crawled, as its file says it: an interval like "6h", or five cron fields."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from parsers.records import BadInput

INTERVAL = re.compile(r"([1-9]\d{0,3})([mhdw])")
UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
SHORTEST = timedelta(minutes=15)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOW = 'write an interval like "6h" or "7d", or five cron fields like "30 6 * * mon"'


@dataclass(frozen=True, slots=True)
class Field:
    """One of the five fields of a cron line, and the numbers it may hold."""

    name: str
    low: int
    high: int


FIELDS = (
    Field("minute", 0, 59),
    Field("hour", 0, 23),
    Field("day of month", 1, 31),
    Field("month", 1, 12),
    Field("weekday", 0, 6),
)


def interval(every: str) -> timedelta | None:
    """The interval that `every` names; None when it is no interval (a cron line, or nothing that is known)."""
    match = INTERVAL.fullmatch(every)
    return timedelta(**{UNITS[match[2]]: int(match[1])}) if match else None


def checked(every: str) -> str:
    """The same words if they say how often; else BadInput with what is wrong and how to mend it."""
    period = interval(every)
    if period is not None and period < SHORTEST:
        raise BadInput(f'every = "{every}" is too often for a guest; write "15m" or more')
    if period is None:
        check_cron(every)
    return every


def check_cron(every: str) -> None:
    """BadInput unless `every` is a cron line that means the same to every reader, at most hourly."""
    words = every.split()
    if len(words) != len(FIELDS):
        raise BadInput(f'every = "{every}" says no time; {HOW}')
    for field, word in zip(FIELDS, words, strict=True):
        if not all(fits(field, part) for part in word.split(",")):
            raise BadInput(f'{field.name} "{word}" in every = "{every}" {wanted(field)}')
    if not words[0].isdigit():
        raise BadInput(f'minute "{words[0]}" in every = "{every}" is too often for a guest; write one number')
    if words[2] != "*" and words[4] != "*":
        raise BadInput(f'every = "{every}" sets day of month and weekday, which crons join differently; use one')


def wanted(field: Field) -> str:
    """What a field may hold, as the end of a complaint."""
    if field.name == "weekday":
        return "is not understood; write weekdays by name (mon-fri): crons disagree whether 0 is Sunday"
    return f"is not understood; write *, a number from {field.low} to {field.high}, a range a-b or a step */n"


def fits(field: Field, part: str) -> bool:
    """Whether one part of a field (`*`, `a`, `a-b`, each with `/n` except `a`) lies within the field."""
    span, slash, step = part.partition("/")
    if slash and not (step.isdecimal() and step.isascii() and int(step) > 0 and (span == "*" or "-" in span)):
        return False
    if span == "*":
        return True
    ends = [number(field, word) for word in span.split("-")]
    return len(ends) <= 2 and None not in ends and ends == sorted(ends, key=lambda end: end or 0)


def number(field: Field, word: str) -> int | None:
    """The number of a word of a field, or None where it does not belong."""
    if field.name == "weekday":
        return DAYS.index(word) if word in DAYS else None
    if not (word.isascii() and word.isdecimal()):
        return None
    return int(word) if field.low <= int(word) <= field.high else None
