"""How much of the truth was recovered: listings, percents within a point, silence where there is none, claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lab.truth import Truth

TOLERANCE = Decimal(1)
EVERYTHING = {None, "", "everything", "unspecified"}

Place = tuple[str, str]
"""Source and native id: one listing."""
Value = tuple[str | None, Decimal]
"""A percent with its series."""
Found = Mapping[str, Any]
"""A row that was recovered: source, native_id, subject, series, percent, and perhaps claims (codes)."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    total: int

    @property
    def percent(self) -> Decimal:
        """In percent; 100 of nothing, for nothing was missed."""
        return Decimal(100 * self.hits) / self.total if self.total else Decimal(100)

    def __str__(self) -> str:
        return f"{self.hits} of {self.total} ({self.percent:.1f} %)"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was recovered of the truth, and what was not, for printing.

    `percents` counts the rows that have one and were read within a point, `silent` those that have none and were
    given none, `claims` the asserted codes that were read, `claims_right` the read codes that were asserted.
    """

    listings: Share
    percents: Share
    silent: Share
    claims: Share
    claims_right: Share
    missing: tuple[Truth, ...]
    wrong: tuple[tuple[Truth, tuple[Value, ...]], ...]
    invented: tuple[Place, ...]

    def __str__(self) -> str:
        return (
            f"listings {self.listings}, percents within {TOLERANCE} point {self.percents}, "
            f"rightly without {self.silent}, claims {self.claims}, listings that are none {len(self.invented)}"
        )


def compare(truth_rows: Iterable[Truth], found_rows: Iterable[Found], on_show: Iterable[Place] = ()) -> Comparison:
    """Hold what was found on a day against what was true on it; listings in neither it nor `on_show` are invented.

    A row is right if every percent found for its listing, subject and series lies within TOLERANCE points of the
    truth and there is one; a row without percent is right if no percent was found for its listing and subject.
    """
    truth, found = list(truth_rows), list(found_rows)
    places, seen = {place_of(row) for row in truth}, {place_of_found(row) for row in found}
    values = percents_of(found)
    verdicts = [(row, values[subject_of(row)]) for row in truth]
    hits = [row for row, given in verdicts if place_of(row) in seen and right(row, given)]
    claimed, read = claims_of_truth(truth), claims_of_found(found)
    both = sum(len(codes & read[place]) for place, codes in claimed.items())
    return Comparison(
        listings=Share(len(places & seen), len(places)),
        percents=share(hits, truth, priced=True),
        silent=share(hits, truth, priced=False),
        claims=Share(both, sum(map(len, claimed.values()))),
        claims_right=Share(both, sum(len(codes) for place, codes in read.items() if place in places)),
        missing=tuple(row for row in truth if place_of(row) not in seen),
        wrong=tuple((row, tuple(given)) for row, given in verdicts if place_of(row) in seen and not right(row, given)),
        invented=tuple(sorted(seen - places - set(on_show))),
    )


def place_of(row: Truth) -> Place:
    """The listing that a true row belongs to."""
    return row.source, row.native_id


def place_of_found(row: Found) -> Place:
    """The listing that a found row belongs to."""
    return row["source"], row["native_id"]


def subject_of(row: Truth) -> tuple[Place, str | None]:
    """The subject of a listing, by which values are looked up."""
    return place_of(row), row.subject


def percents_of(found: Iterable[Found]) -> dict[tuple[Place, str | None], list[Value]]:
    """Every percent that was found, by listing and subject."""
    values: dict[tuple[Place, str | None], list[Value]] = defaultdict(list)
    for row in found:
        if row["percent"] is not None:
            subject = None if row["subject"] in EVERYTHING else row["subject"]
            values[place_of_found(row), subject].append((row["series"], Decimal(row["percent"])))
    return values


def right(row: Truth, given: Iterable[Value]) -> bool:
    """Whether the values found for a row's subject say what is true of it; other series speak of other rows."""
    if row.percent is None:
        return not list(given)
    own = [value for series, value in given if series == row.series]
    return bool(own) and all(abs(value - row.percent) <= TOLERANCE for value in own)


def share(hits: Iterable[Truth], truth: Iterable[Truth], *, priced: bool) -> Share:
    """The hits among the rows that have a percent, or among those that have none."""
    return Share(*(sum((row.percent is not None) == priced for row in rows) for rows in (hits, truth)))


def claims_of_truth(truth: Iterable[Truth]) -> dict[Place, frozenset[str]]:
    """What each listing asserts."""
    return {place_of(row): row.claims for row in truth}


def claims_of_found(found: Iterable[Found]) -> dict[Place, frozenset[str]]:
    """What was read from each listing, all its rows together."""
    read: dict[Place, frozenset[str]] = defaultdict(frozenset)
    for row in found:
        read[place_of_found(row)] |= frozenset(row.get("claims", ()))
    return read
