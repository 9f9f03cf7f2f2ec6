"""Tells cards for a time from lengths of time: in "月卡 129 周卡 39" the 129 is a price and counts no weeks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

IsOdd = Callable[[re.Match[str]], bool]
"""Whether a length is one that nobody sells."""
IsSigned = Callable[[str, int], object]
"""Whether a sign for a length stands in front of a place of a text."""


def named_lengths(anywhere: re.Pattern[str], plain: str, is_odd: IsOdd, is_signed: IsSigned) -> Iterator[re.Match[str]]:
    """What may be lengths of time in a text, by a pattern whose groups are a `counted` word and one that is `alone`.

    A number apart from the name of a card counts nothing where it would make an odd length, nor does one behind the
    sign of its own: "月 39 季 99 年 299".
    """
    position, last = 0, -1
    while found := anywhere.search(plain, position):
        odd = found["counted"] is not None and is_odd(found)
        if odd and is_signed(plain, found.start()):
            position = found.start("counted")
            continue
        listed = last >= 0 and plain[last : found.start()].strip(" :") == ""
        card = _card(anywhere, plain, found, listed) if odd else None
        position = last = max((card or found).end(), position + 1)
        yield card or found


def _card(anywhere: re.Pattern[str], plain: str, found: re.Match[str], listed: bool) -> re.Match[str] | None:
    """The name of a card that begins with the word behind a number: apart from it, or in a list of cards."""
    at = found.start("counted")
    card = anywhere.match(plain, at) if listed or plain[at - 1] == " " else None
    return card if card and card["alone"] and card.end() > found.end() else None
