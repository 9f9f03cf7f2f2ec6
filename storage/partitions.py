"""Writes the daily tables of the market as Parquet files beside the store, each again only when what made it changed.

They hold nothing that the store does not: the folder can be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import get_args

import duckdb
import pyarrow.parquet as pq
from filelock import FileLock
from sqlalchemy import func, select

from parsers import costs, percent
from parsers import terms as nouns
from parsers.reading import VERSION
from parsers.terms import HEADLINE
from parsers.text import models
from storage import columns, looks, market, official_tables, projection, timeline
from storage import rates as rate_tables
from storage.columns import Window
from storage.facts import listings
from storage.market import QUERIES, STALE_AFTER, Split, memory, offer, platforms, quote, text_of
from storage.rates import Rates
from storage.schema import corrections, projections
from storage.schema import listings as versions
from storage.store import Store, StoreError

FOLDER = "daily"
WHOLE = "all"
"""What the tables are called that are not divided."""
PARTS = ("spans", "terms")
"""What is written of each source by itself."""
SMALL = ("units", "offers", "scales")
"""What is written of each split as a whole; the percents, a row for every unit and day, are written by the month."""
DAYS = "SELECT min(first), max(last), max(coalesce(ended - 1, last + $stale::INTEGER)) FROM spans"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the tables of one split were made of, and their files; `before` are those that it took the place of.

    `sources` says up to where each source was taken, `seen` on which days anything was seen.
    """

    code: str
    rates: str
    sources: Mapping[str, str]
    seen: Sequence[str] = ()
    small: Mapping[str, str] = field(default_factory=dict)
    months: Mapping[str, str] = field(default_factory=dict)
    before: Sequence[str] = ()

    @property
    def state(self) -> tuple[str, str, Mapping[str, str]]:
        """All that the tables follow from."""
        return self.code, self.rates, self.sources

    @property
    def files(self) -> set[str]:
        """The names of its files."""
        parts = (part(name, word) for name in PARTS for word in self.sources.values())
        return {*self.small.values(), *self.months.values(), *parts}

    @property
    def days(self) -> Window | None:
        """The days on which anything was seen; None if nothing ever was."""
        return Window(*map(date.fromisoformat, self.seen)) if self.seen else None


def refresh(store: Store, rates: Rates, split: Split | None = None) -> Manifest:
    """The tables of a split, brought up to date; one process at a time does it, the others wait."""
    projection.refresh(store)
    folder = store.home / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    with FileLock(folder / ".lock"):
        old = manifest(folder, split)
        new = Manifest(
            code(), hashed(rates.listed, rates.reasons, sorted(rates.plain_words), rates.series), words(store)
        )
        if old and old.state == new.state and all((folder / name).exists() for name in old.files):
            return old
        write_sources(store, folder, new)
        new = replace(build(folder, new, rates, split), before=sorted(old.files if old else ()))
        written(folder / f"{split or WHOLE}.json", lambda path: path.write_text(json.dumps(asdict(new)), "utf-8"))
        sweep(folder)
    return new


def manifest(folder: Path, split: Split | None) -> Manifest | None:
    """What is written of a split; None if nothing is that this version can read."""
    with suppress(OSError, ValueError, TypeError):
        return Manifest(**json.loads((folder / f"{split or WHOLE}.json").read_text("utf-8")))
    return None


def words(store: Store) -> dict[str, str]:
    """Each source with a word that changes when its spans were projected again, or any of its listings corrected."""
    joined = select(versions.c.source, func.max(corrections.c.id).label("last")).join(
        corrections, corrections.c.listing_id == versions.c.listing_id
    )
    projected = select(projections.c.source, projections.c.projected).order_by(projections.c.source)
    with store.read() as connection:
        last = {row.source: row.last for row in connection.execute(joined.group_by(versions.c.source))}
        found = connection.execute(projected).all()
    return {row.source: hashed(row.source, row.projected, last.get(row.source), code()) for row in found}


@cache
def code() -> str:
    """A digest of the code that decides what the tables hold, and of the words that listings are read with."""
    read = (costs, nouns, percent, models)
    stored = (columns, looks, market, official_tables, projection, rate_tables, timeline)
    sources = (Path(str(module.__file__)) for module in (*read, *stored))
    files = [*sources, Path(__file__), *sorted(QUERIES.glob("*.sql"))]
    return hashed(VERSION, *(file.read_text("utf-8") for file in files))


def hashed(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:20]


def part(name: str, word: str) -> str:
    """The file of one table of a source."""
    return f"{name}-{word}.parquet"


def write_sources(store: Store, folder: Path, made: Manifest) -> None:
    """What the listings of each source ask, where it is not written yet."""
    waiting = {source: word for source, word in made.sources.items() if not whole(folder, word)}
    kinds = platforms(store) if waiting else {}
    for source, word in waiting.items():
        spans = projection.stored(store, source)
        known = listings(store, {span.digest for span in spans})
        for name, table in columns.columns(spans, known, kinds, HEADLINE).items():
            written(folder / part(name, word), partial(pq.write_table, table))


def whole(folder: Path, word: str) -> bool:
    return all((folder / part(name, word)).exists() for name in PARTS)


def build(folder: Path, made: Manifest, rates: Rates, split: Split | None) -> Manifest:
    """Write the small tables of a split, and of the months those that are not written as they now are."""
    if not made.sources:
        return made
    with memory({}) as connection:
        for name in PARTS:
            paths = [str(folder / part(name, word)) for word in made.sources.values()]
            connection.read_parquet(paths).create_view(name)
        since, until, final = connection.execute(DAYS, {"stale": STALE_AFTER.days}).fetchall()[0]
        if since is None:
            return made
        offer(connection, rates, Window(since, max(until, final)), split, STALE_AFTER, HEADLINE)
        months = {
            f"{first:%Y-%m}": (Window(first, last), f"{split or WHOLE}-{first:%Y-%m}-{digest[:20]}.parquet")
            for first, last, digest in connection.execute(text_of("months.sql")).fetchall()
        }
        for window, name in months.values():
            if not (folder / name).exists():
                quote(connection, window)
                keep(connection.table("quoted").order("unit, day"), folder / name)
        small = {name: f"{split or WHOLE}-{name}-{hashed(made.state)}.parquet" for name in SMALL}
        for name, file in small.items():
            keep(connection.table(name).order("ALL"), folder / file)
    names = {month: name for month, (_, name) in months.items()}
    return replace(made, seen=(f"{since}", f"{until}"), small=small, months=names)


def keep(table: duckdb.DuckDBPyRelation, path: Path) -> None:
    """Write a table as a Parquet file."""
    written(path, lambda new: table.write_parquet(str(new)))


def written(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file that is there whole or not at all, for its owner alone."""
    new = path.with_suffix(".new")
    try:
        write(new)
        new.chmod(0o600)
        new.replace(path)
    except (OSError, duckdb.IOException) as error:
        why = getattr(error, "strerror", None) or "no room on the disk, or no right to write"
        raise StoreError(f"{path.parent}: {why}; a figure needs its daily tables written there") from error


def sweep(folder: Path) -> None:
    """Remove the files that no manifest names, nor named before its last change: a reader may still hold those."""
    kept = set()
    for split in (None, *get_args(Split)):
        found = manifest(folder, split)
        kept |= {*found.files, *found.before} if found else set()
    for path in [*folder.glob("*.parquet"), *folder.glob("*.new")]:
        if path.name not in kept:
            path.unlink()
