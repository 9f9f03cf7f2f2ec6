"""Reads the slashes between the statements of a line as commas: "Plus 9 / Pro 12 / auto delivery"."""

from __future__ import annotations

import re

from parsers.text.writing import any_of

_SLASHED = re.compile(r"(?m)^[^\n|]{1,400}? / [^\n|]{1,400}$")
_SAYS = re.compile(r"[^\W\d_]{2}|[\u4e00-\u9fff]")
"""What a part between slashes holds that is a statement, and no price of a pair."""
_COUNTS = re.compile(
    rf"[¥$€£₽] ?[0-9]|[0-9] ?(?:{any_of('stated_in', opens=False)}|[%₽€$])|[0-9]:[0-9]|(?<![0-9.])[0-9]{{2}}"
    rf"|{any_of('stated_as')}[^0-9/]{{0,3}}[0-9]"
)
"""What at least two of them hold: a sum, a share, a ratio or a number of two digits, and no version alone."""
_LATIN = r"[a-z\u00c0-\u024f\u0400-\u04ff]"
_NEEDED = re.compile(
    rf"{any_of('token_ways')}[^0-9/]{{0,12}}[0-9]|/ (?:[0-9]{{1,3}} ?)?(?!{any_of('passes')}){any_of('durations')}"
    rf"|[0-9][^\s/]{{0,4}} / [¥$€£₽]? ?[0-9]|/ (?:(?:[0-9]{{1,3}} ?)?[km]\b|{any_of('million_tokens')})"
    rf"|/ {any_of('dollar', 'bundled', 'points', opens=False)}(?!\w)"
    rf"|[0-9] ?(?:{_LATIN}{{1,4}}|[€$£₽₺₴])? / {_LATIN}{{1,12}}\b(?: {_LATIN}{{2,6}} [0-9]| ?[(,.;/]| ?$)"
)
"""Where a slash says more: two prices of one thing ("input 3 / output 15 per million"), a length ("9 € / mois")."""


def parted(folded: str) -> str:
    """The text, of the same length, with commas where slashes part the statements of a line."""
    return _SLASHED.sub(_listed, folded)


def _listed(found: re.Match[str]) -> str:
    line = found.group()
    parts = line.split(" / ")
    stated = sum(1 for part in parts if _COUNTS.search(part)) > 1 and all(map(_SAYS.search, parts))
    return " , ".join(parts) if stated and not _NEEDED.search(line) else line
