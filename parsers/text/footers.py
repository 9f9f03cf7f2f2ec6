"""The time that a text states once for all prices of its goods: "以上均为月费", "all prices are monthly"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from parsers.text.finding import Finding
from parsers.text.reading import Reading
from parsers.text.units import PIECE
from parsers.text.writing import any_of

_STATED = re.compile(
    rf"(?:\A|[\n,;。(*※·•|\-]) {{0,4}}{any_of('of_all', opens=False)} ?(?P<time>[^\W\d_]{{1,10}}?) ?"
    rf"(?:{any_of('time_ends', opens=False)})? ?(?=[\n,、;。.)|]|\Z)"
)
_FORMS = frozenset(("single", "bare", "row", "column"))


def by_footer(reading: Reading, found: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, those for a good of no stated length with the time that the text states for all of them."""
    said = _STATED.search(reading.shape.plain)
    basis = reading.units.named(said["time"]) if said else None
    for finding in found:
        silent = finding.basis == PIECE and finding.form in _FORMS
        yield finding._replace(basis=basis) if basis and silent else finding
