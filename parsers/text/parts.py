"""The parts of a line between bars, slashes and full stops, which a crawler writes where a card has lines."""

from __future__ import annotations

import re

from parsers.text.reading import Reading
from parsers.text.writing import any_of, signs

_PART = re.compile(
    r"[|;]|[ ][/·•][ ]|,[ ](?![0-9]{3})|[ ](?:-|--|—|–)[ ]"
    r"|(?:(?<=[^\W\d_]{4})|(?<=[)\]\ue005])|(?<=[0-9])(?=\.[ ][^\W\d_]))\.[ ]"
)
_FAR = 120
"""How far in front of a place its part of a line may begin: a bound for hostile texts."""
_WORD = re.compile(r"[^\W\d_]{2,}|\ue004")
_DIGIT = re.compile("[0-9]")
_COUNTED = re.compile(rf"[^\w\n]{{0,4}}{any_of('used_up')}[^\w\n]{{0,4}}")
_ICON = re.compile(rf"[{signs('count_icons')}][^\w\n]{{0,4}}\Z")
"""In front of a number: the picture of what is counted."""
_BACK = 3
"""Parts in front of one that are looked at for words."""


def opening(plain: str, left: int, position: int) -> int:
    """Where the part of a line begins that holds a place; `left` where it is the line's first."""
    return max((found.end() for found in _PART.finditer(plain, max(left, position - _FAR), position)), default=left)


def ends(plain: str, position: int, right: int) -> bool:
    """Whether a part ends at a place of a line that ends at `right`."""
    return position == right or _PART.match(plain, position, right) is not None


def before(plain: str, left: int, position: int) -> tuple[int, int] | None:
    """The nearest part in front of the one that begins at a place which holds words; none behind another number."""
    stops = [found.span() for found in _PART.finditer(plain, max(left, position - _FAR), position)]
    for start, end in reversed(stops[-_BACK:]):
        if end > position:
            continue
        opens = opening(plain, left, start)
        if _WORD.search(plain, opens, start):
            return opens, start
        if _DIGIT.search(plain, opens, start):
            return None
    return None


def is_label(reading: Reading, start: int, stop: int) -> bool:
    """Whether a part or a line says what the number behind it counts, or that it is somebody else's price."""
    words = reading.shape.plain[start:stop]
    if words.rstrip().endswith(":") or _COUNTED.fullmatch(words):
        return True
    cues = reading.cues.found_in(start, stop)
    return any(_counts(reading, word) and not reading.shape.within(end, stop, 1) for _, end, word in cues)


def pictured(plain: str, position: int) -> bool:
    """Whether the sign in front of a number is the picture of something that cards count: stars, carts, eyes."""
    return _ICON.search(plain, max(0, position - 6), position) is not None


def counted_by(reading: Reading, start: int, stop: int) -> bool:
    """Whether the part or line behind a number opens with what it counts; a label has a number of its own."""
    cues = reading.cues.found_in(start, stop)
    own = bool(cues) and bool(reading.shape.within(start, cues[0][0], 1))
    if not cues or own or _WORD.search(reading.shape.plain, start, cues[0][0]):
        return False
    return not reading.shape.within(cues[0][1], stop, 1) and any(
        side == "after" and "bare" in role.voids for side, role in reading.cues.roles.words[cues[0][2]]
    )


def _counts(reading: Reading, word: str) -> bool:
    roles = reading.cues.roles.words[word]
    return any(side == "before" and ("bare" in role.voids or role.id.startswith("official")) for side, role in roles)


def closing(plain: str, position: int, right: int) -> int:
    """Where the part of a line ends that begins at a place."""
    found = _PART.search(plain, position, min(right, position + _FAR))
    return found.start() if found else min(right, position + _FAR)
