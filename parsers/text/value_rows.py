"""Finds the lines of a text that hold values between commas, where no comma belongs to a number."""

from __future__ import annotations

import re

_COMMAS = 2
_PARTS = re.compile(r",(?![0-9]{2,3}(?![0-9]))|(?<![0-9]),")
"""A comma that neither groups thousands nor opens cents."""


def rows(text: str) -> tuple[tuple[int, int], ...]:
    """The lines that hold values between commas: as many commas as the line beside them, and no blank behind one."""
    places, counts, position = [], [], 0
    for line in text.split("\n") if "," in text else ():
        places.append((position, position + len(line)))
        held = line.rstrip().rstrip(",")  # a field of a record ends in one: price: '29,90',
        counts.append(held.count(",") if ", " not in line and line.count("|") < 2 and _PARTS.search(held) else 0)
        position += len(line) + 1
    beside = zip(places, counts, [0, *counts], [*counts[1:], 0], strict=False)
    return tuple(place for place, count, before, after in beside if count >= _COMMAS and count in (before, after))
