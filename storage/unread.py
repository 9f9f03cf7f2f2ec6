"""What readers could not read, by their newest reading of each capture: pages that failed, phrases not understood."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from storage.schema import captures, readings, visits
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Unread:
    """One thing not read: on how many captures of which sources, and when it was fetched first and last."""

    what: str
    n: int
    sources: tuple[str, ...]
    first: datetime
    last: datetime


def newest(store: Store) -> list[Row[Any]]:
    """The reading learned last of each capture, with where and when it was fetched."""
    own = [readings.c[name] for name in ("capture", "learned_at", "version", "outcome", "detail", "unread_names")]
    query = (
        select(*own, captures.c.fetched_at, captures.c.url, visits.c.source)
        .join(captures, readings.c.capture == captures.c.id)
        .join(visits, captures.c.visit == visits.c.id)
        .order_by(readings.c.learned_at, readings.c.version)
    )
    with store.read() as connection:
        found: dict[int, Any] = {row.capture: row for row in connection.execute(query)}
    return list(found.values())


def failures(store: Store) -> list[Unread]:
    """Pages that their reader could not read, by the reason; the most frequent first."""
    return gathered({row.capture: (row, [str(row.detail)]) for row in newest(store) if row.outcome == "failed"})


def phrases(store: Store) -> list[Unread]:
    """What readers know of and cannot interpret, the most frequent first."""
    return gathered({row.capture: (row, list(row.unread_names or ())) for row in newest(store)})


def gathered(found: Mapping[int, tuple[Row[Any], list[str]]]) -> list[Unread]:
    """Things by name over captures."""
    places = defaultdict[str, list[Row[Any]]](list)
    for row, names in found.values():
        for name in dict.fromkeys(names):
            places[name].append(row)
    unread = []
    for what, rows in places.items():
        times = [row.fetched_at for row in rows]
        sources = tuple(sorted({row.source for row in rows}))
        unread.append(Unread(what, len(rows), sources, min(times), max(times)))
    return sorted(unread, key=lambda each: (-each.n, each.what))
