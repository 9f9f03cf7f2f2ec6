"""Readings put together into looks: what the pages show that one visit got from one start."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from parsers.records import Cover


@dataclass(frozen=True, slots=True)
class Seen:
    """A listing version that a reading showed; `position` is where it stands if its platform numbers listings."""

    listing_id: str
    digest: str
    seller: str
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What one version of the readers saw in one capture; captures are numbered in the order of keeping.

    `scope` is the start page that led to it: what a page says it shows completely, it says of its own start only.
    """

    source: str
    visit: str
    capture: int
    fetched_at: datetime
    learned_at: datetime
    version: str
    seen: tuple[Seen, ...] = ()
    outcome: str = "read"
    complete: bool = False
    cover: Cover | None = None
    not_offers: int = 0
    scope: str = ""

    @property
    def hollow(self) -> bool:
        """Whether the page showed nothing at all, neither a listing nor a text that is none."""
        return not self.seen and not self.not_offers


def newest(readings: Iterable[Reading]) -> Iterable[Reading]:
    """Of each capture the reading learned last."""
    found: dict[tuple[str, int], Reading] = {}
    for reading in readings:
        known = found.setdefault((reading.visit, reading.capture), reading)
        if (known.learned_at, known.version) < (reading.learned_at, reading.version):
            found[reading.visit, reading.capture] = reading
    return found.values()


@dataclass(frozen=True, slots=True)
class Sighting:
    """A listing in one look: the version shown last, and when this version was shown first and last."""

    seen: Seen
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Look:
    """The pages that one visit got from one start, read together. In a look a listing has one version: the last."""

    source: str
    visit: str
    scope: str
    readings: tuple[Reading, ...]

    @property
    def shape(self) -> tuple[object, ...]:
        """All of a look but its times: a look of the same shape as the one before changes nothing but `last_seen`."""
        pages = ((each.seen, each.outcome, each.complete, each.cover, each.hollow) for each in self.readings)
        return self.scope, *pages

    @property
    def hollow(self) -> bool:
        """Whether no page of the look showed anything."""
        return all(reading.hollow for reading in self.readings)

    @property
    def complete_at(self) -> datetime | None:
        """When the whole set had been shown; None if never, or if any page of the look failed or was a wall."""
        if any(reading.outcome != "read" for reading in self.readings):
            return None
        return max((reading.fetched_at for reading in self.readings if reading.complete), default=None)

    @property
    def suspicious(self) -> bool:
        """Whether it claims to show all, or all of a stretch, and shows nothing."""
        claims = [reading for reading in self.readings if reading.outcome == "read" and reading.cover]
        return bool(self.hollow and self.complete_at) or any(reading.hollow for reading in claims)

    def covers(self) -> Iterator[tuple[Cover, datetime]]:
        """The stretches shown without a gap, by pages that showed anything."""
        for reading in self.readings:
            if reading.cover and reading.outcome == "read" and not reading.hollow:
                yield reading.cover, reading.fetched_at

    def sightings(self) -> dict[str, Sighting]:
        """Every listing of the look."""
        found: dict[str, Sighting] = {}
        for reading in self.readings:
            at = reading.fetched_at
            for seen in sorted(reading.seen, key=lambda each: each.digest):
                known = found.get(seen.listing_id)
                first = known.first if known and known.seen.digest == seen.digest else at
                found[seen.listing_id] = Sighting(seen, first, at)
        return found


def looks(readings: Iterable[Reading]) -> list[Look]:
    """The looks at one source in the order of their first fetch."""
    found = defaultdict[tuple[str, str], list[Reading]](list)
    for reading in sorted(readings, key=lambda each: (each.fetched_at, each.capture)):
        found[reading.visit, reading.scope].append(reading)
    made = [Look(own[0].source, visit, scope, tuple(own)) for (visit, scope), own in found.items()]
    return sorted(made, key=lambda look: (look.readings[0].fetched_at, look.visit, look.readings[0].capture))
