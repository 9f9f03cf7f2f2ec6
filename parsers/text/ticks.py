"""Tells what a tick or a cross beside a phrase says of it: "❌ refunds", "Alipay ✓ invoices ✗", "- [ ] PayPal"."""

from __future__ import annotations

import re

from parsers.text.writing import any_of, signs

_TICKS, _CROSSES = signs("ticks"), signs("crosses")
_TIMES = "×"
"""A cross where a line begins or ends; elsewhere it counts."""
_SIGN = re.compile(rf"(?P<tick>[{_TICKS}])|[{_CROSSES.replace(_TIMES, '')}]")
_OPENS = re.compile(rf"[\s\-–•>·]{{0,6}}(?:(?P<tick>[{_TICKS}]|\[x\])|[{_CROSSES}]|\[ \])[ ]{{0,2}}")
_CLOSES = re.compile(
    rf"(?:[ ]?{any_of('claim_tail')})?(?:[ ]?[/{signs('list_signs')}][ ]?[^|,:;/]{{2,16}}(?=:))?[ :()]{{0,2}}"
    rf"(?:(?P<tick>[{_TICKS}])|[{_CROSSES}](?=[ |]{{0,2}}$)|[{_CROSSES.replace(_TIMES, '')}])"
)
_ITEM = re.compile(r"[^|,;:!?。、—–…]{0,16}\Z")
"""What may stand between the sign that opens an item and the phrase: "❌ оплата картой"."""
_PARTED = re.compile(r"[.。!;,|、)\]][ ]{0,2}\Z")
_LACKING = re.compile(any_of("lacking"))
_LINE = 160


def crossed(shown: str, start: int, end: int) -> bool:
    """Whether a cross says of the phrase at `[start, end)` that it is not so.

    The signs of a line stand in front of what they speak of, or behind it, all alike. A phrase that is a denial itself
    is only adorned by a cross: "❌ no limits".
    """
    left = max(shown.rfind("\n", max(0, start - _LINE), start) + 1, start - _LINE)
    right = shown.find("\n", end, end + _LINE)
    line = shown[left : right if right >= 0 else end + _LINE]
    first, last = start - left, end - left
    if _LACKING.match(line, first):
        return False
    opening = _OPENS.match(line)
    signed = [(found.start(), found.end(), found["tick"] is None) for found in _SIGN.finditer(line)]
    if opening is None and not _lead(line, signed):
        closing = _CLOSES.match(line, last)
        return closing is not None and closing["tick"] is None
    if opening is not None:
        signed.insert(0, (opening.start(), opening.end(), opening["tick"] is None))
    before = [sign for sign in signed if sign[1] <= first]
    return bool(before) and before[-1][2] and _ITEM.fullmatch(line, before[-1][1], first) is not None


def _lead(line: str, signed: list[tuple[int, int, bool]]) -> bool:
    """Whether the signs of a line that opens with none stand in front of what they are of: "Plus ✅ a ❌ b"."""
    if not signed or not line[signed[-1][1] :].strip():
        return False
    if len(signed) > 1 and all(line[start - 1 : start] == " " == line[end : end + 1] for start, end, _ in signed):
        return True
    return all(_PARTED.search(line, max(0, start - 3), start) for start, _, _ in signed)
