"""`undercut status`: how each source stands: its last visit and how it went, what it shows, when it is visited next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING

import pyarrow as pa
import typer

from commands.conduct import now
from commands.console import out, show
from commands.observatory import Home, Observatory, find
from commands.options import AsFormat, Format, output
from publishing.files import write
from storage import runs
from storage.store import Store, open_store

if TYPE_CHECKING:
    from spiders.register import Source
    from storage.runs import Run

MIB = 2**20
SHOWN = ("source", "last visit", "outcome", "listings", "trouble", "next visit", "MiB")
WHOLE = ("last visit", "outcome", "next visit")


@dataclass(frozen=True, slots=True)
class Standing:
    """How one source stands; `listings` are on offer now, failures, walls and unread are the last visit's.

    `outcome` is null where no visit was finished, `next_visit` where the source has no file any more or is never
    crawled.
    """

    source: str
    last_visit: datetime | None
    outcome: str | None
    listings: int
    failed: int | None
    walls: int | None
    unread: int | None
    next_visit: datetime | None
    evidence_bytes: int
    note: str | None


def standings(observatory: Observatory, store: Store, at: datetime) -> Iterator[Standing]:
    """Every source that has a file or was ever visited, sorted by id."""
    last, standing, sizes, pauses = runs.last(store), runs.on_offer(store), runs.sizes(store), runs.pauses(store)
    known = {source.id: source for source in observatory.sources()}
    for name in sorted({*known, *last, *sizes}):
        run = last.get(name, runs.never(name))
        yield Standing(
            source=name,
            last_visit=run.started_at,
            outcome=run.outcome,
            listings=standing.get(name, 0),
            failed=run.failed,
            walls=run.walls,
            unread=run.unread,
            next_visit=next_visit(known.get(name), run, pauses, at),
            evidence_bytes=sizes.get(name, 0),
            note=next(iter(run.notes), None),
        )


def next_visit(source: Source | None, run: Run, pauses: Mapping[str, datetime], at: datetime) -> datetime | None:
    """When the clock is due to visit a source, not before its host wants to see us again."""
    import scheduler

    if source is None:
        return None
    due = scheduler.next_visit(source, run.started_at, at)
    return due and max(due, *(pauses.get(host, due) for host in source.hosts))


def row(standing: Standing, at: datetime) -> list[object]:
    """A standing for people, in 80 columns: what is 0 is left out of the trouble."""
    counts = {"failed": standing.failed, "wall": standing.walls, "unread": standing.unread}
    trouble = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    return [
        standing.source,
        moment(standing.last_visit, at),
        standing.outcome,
        standing.listings,
        trouble or None,
        moment(standing.next_visit, at),
        f"{standing.evidence_bytes / MIB:.2f}",
    ]


def moment(when: datetime | None, at: datetime) -> str | None:
    """A moment of this year without the year, of another one without the hour."""
    return f"{when:{'%m-%d %H:%M' if when.year == at.year else '%Y-%m-%d'}}" if when else None


def as_table(found: list[Standing]) -> pa.Table:
    """Standings as columns."""
    moment = pa.timestamp("us", "UTC")
    kinds = {"last_visit": moment, "next_visit": moment} | dict.fromkeys(("source", "outcome", "note"), pa.string())
    schema = pa.schema([(each.name, kinds.get(each.name, pa.int64())) for each in fields(Standing)])
    return pa.Table.from_pylist([asdict(each) for each in found], schema)


def add(app: typer.Typer) -> None:
    """Register the command."""

    @app.command()
    def status(format: AsFormat = Format.TEXT, home: Home = None) -> None:
        """Show how each source stands: last visit, outcome, listings on offer, failures, walls, next visit, evidence.

        Times are UTC. The next visit is when `undercut run` is due, later where a host asked to be left alone.

        Example: `undercut status --home market --format json`
        """
        observatory = find(home)
        with open_store(observatory.home) as store:
            found = list(standings(observatory, store, at := now()))
        if format is not Format.TEXT:
            with output() as stream:
                write(as_table(found), stream, format.value)  # type: ignore[arg-type]
            return
        show("Sources (UTC)", SHOWN, (row(each, at) for each in found), numeric=("listings", "MiB"), fixed=WHOLE)
        for each in found:
            if each.note:
                out.print(f"{each.source}: {each.note}", markup=False, soft_wrap=True)
        total = sum(path.stat().st_size for path in observatory.home.rglob("*") if path.is_file())
        out.print(f"{observatory.home} takes {total / MIB:.1f} MiB on the disk", markup=False, soft_wrap=True)
