"""The length of time that labels a whole line of prices: "包月：GPT 30，Claude 60"."""

from __future__ import annotations

import re
from bisect import bisect_left

from parsers.text.lengths import Stretch
from parsers.text.reading import Reading
from parsers.text.shapes import PRODUCT, REST

_LEADS = re.compile(r"[^\w\n]{0,6}")
"""What may stand in front of the label: blanks and the mark of a list."""
_COLON = re.compile(r"[^\n:,;。!?0-9]{0,8}:(?!//)")
"""Behind the length: at most a word more, and the sign that makes it a label."""
_HEAD = re.compile(rf"[^\n:;。.!?0-9{PRODUCT}{REST}]{{1,32}}")
"""Words in front of a length that closes a label: "Shared seats, monthly: …", "Prices per month — …"."""
_SHUT = re.compile(r"[ )]{0,2}(?::(?!//)|[ ][—–]{1,2}[ ])")


def labelling(reading: Reading, position: int) -> Stretch | None:
    """The length that labels the line of a place, as far as it stands behind the label."""
    plain = reading.shape.plain
    start, _ = reading.line(position)
    at = bisect_left(reading.lengths, start, key=lambda length: length.start)
    first = reading.lengths[at] if at < len(reading.lengths) else None
    if first is None or first.end > position or first.beside:
        return None
    if _LEADS.fullmatch(plain, start, first.start) and _COLON.match(plain, first.end, position):
        return first
    headed = _HEAD.fullmatch(plain, start, first.start) and _SHUT.match(plain, first.end, position)
    return first if headed and len(reading.shape.within(first.end, reading.line(position)[1], 2)) == 2 else None
