"""The time that a text states once for all prices of its goods: "以上均为月费", "一个月 350 起"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.records import Basis
from parsers.text.finding import Finding
from parsers.text.lengths import PIECE
from parsers.text.reading import Reading
from parsers.text.writing import any_of

_STATED = re.compile(
    rf"(?:\A|[\n,;.。(*※·•|\-]) {{0,4}}{any_of('of_all', opens=False)} ?[:—–]? ?(?P<time>(?:1 )?[^\W\d_]{{1,10}}?) ?"
    rf"(?:{any_of('time_ends', opens=False)})? ?(?=[\n,、;。.)|]|\Z)"
)
_IN_BRACKETS = re.compile(r"[ ]?\([^()\d\n]{1,5}\)[ ]{0,3}(?:\Z|[\n;。])")
_FORMS = frozenset(("single", "bare", "row", "column"))
_LASTING = frozenset(("day", "week", "month", "quarter", "half_year", "year"))


def by_footer(reading: Reading, found: Sequence[Finding]) -> list[Finding]:
    """The findings, those for a good of no stated length with the time that the text states for all of them."""
    said = _STATED.search(reading.shape.plain)
    basis = reading.units.lengths.named(said["time"].removeprefix("1 ")) if said else None
    basis = basis or reading.stated.basis or _headline(reading, found)
    closed = _closed_lines(reading, found)
    return [_timed(finding, closed.get(reading.line(finding.at)[0]) or basis) for finding in found]


def _closed_lines(reading: Reading, found: Sequence[Finding]) -> dict[int, Basis]:
    """The lines whose last price a time in brackets follows, which is said of all: "Pro ¥139｜Max ¥699（月）"."""
    plain, by_start = reading.shape.plain, reading.shape.by_start
    return {
        reading.line(finding.at)[0]: finding.basis
        for finding in found
        if finding.basis in _LASTING and finding.at in by_start and _IN_BRACKETS.match(plain, by_start[finding.at].end)
    }


def _timed(finding: Finding, basis: Basis | None) -> Finding:
    silent = finding.basis == PIECE and finding.form in _FORMS
    return finding._replace(basis=basis) if basis and silent else finding


def _headline(reading: Reading, found: Sequence[Finding]) -> Basis | None:
    """The time for which a headline says the least price of the goods below: "共享，一個月 350 起", "Plus 350"."""
    first = found[0] if found else None
    if first is None or first.basis not in _LASTING or reading.cues.bound(first.start, first.end) != "floor":
        return None
    goods = [finding for finding in found[1:] if finding.form in _FORMS]
    alike = all(finding.basis == PIECE and finding.currency == first.currency for finding in goods)
    return first.basis if alike and any(finding.values == first.values for finding in goods) else None
