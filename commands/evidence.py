"""`undercut evidence`: reads all kept bytes again and holds them against their digests, or purges some of them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Annotated, TypeVar

import typer

from commands.conduct import now
from commands.console import FINDINGS, complain, out, progress
from commands.observatory import FIXTURES, Home, find
from commands.options import moment
from parsers.records import BadInput
from spiders.timing import interval
from storage import runs
from storage.purge import Purge, Wanted, beginning, preview, purge, sources_of, taken_down
from storage.store import Store, open_store
from storage.verify import Verified, verify

T = TypeVar("T")


class Shape(StrEnum):
    """How the result is written."""

    TEXT = "text"
    JSON = "json"


AsShape = Annotated[Shape, typer.Option("--format", help="text for people; json for machines.")]


def verify_evidence(format: AsShape = Shape.TEXT, home: Home = None) -> None:
    """Hash every record of every WARC file again and compare it with the index; changes nothing.

    Status 1 when a record is missing, damaged or another. Bytes that a killed process left behind are only told: no
    row names them.

    Example: `undercut evidence verify --home market`
    """
    with open_store(find(home).home) as store, progress() as bar:

        def watched(files: Sequence[T]) -> Iterable[T]:
            return bar.track(files, description="reading the evidence")

        found = verify(store, watched)
    tell(found, format)
    if found.problems or found.undone:
        raise typer.Exit(FINDINGS)


def tell(found: Verified, format: Shape) -> None:
    """What was found."""
    if format is Shape.JSON:
        out.print_json(json.dumps(asdict(found)))
        return
    for problem in found.problems:
        complain(f"{problem}: restore the file from a copy")
    for undone in found.undone:
        complain(f"{undone}: its pages were purged and it is still there: `undercut evidence purge` deletes it")
    for loose in found.loose:
        out.print(f"{loose}: left by a killed process, harms nothing", markup=False, soft_wrap=True)
    counts = f"{found.records} records, {found.bodies} bodies, {len(found.problems)} problems"
    out.print(f"{counts}: {'damaged' if found.problems else 'all is as it was written'}", markup=False, soft_wrap=True)


def purge_evidence(
    before: Annotated[
        str | None,
        typer.Option(help="Visits that ended before a day (2026-01-31), or so long ago (365d).", metavar="WHEN"),
    ] = None,
    source: Annotated[str | None, typer.Option(help="Pages of this source.")] = None,
    listing: Annotated[str | None, typer.Option(help="Pages that showed a listing: its id or its beginning.")] = None,
    reason: Annotated[str, typer.Option(help="Why, in a line; it stays in the tombstones.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go; change nothing.")] = False,
    format: AsShape = Shape.TEXT,
    home: Home = None,
) -> None:
    """Take kept pages out of the evidence for good: by age, source or listing; tombstones tell what, when and why.

    Prices, dates and the ledger stay, so that figures can still be computed. A source or listing that is taken down
    (without --before) loses its titles, texts, channels and addresses as well, and does not get them back when it is
    read again; the source's fixture is deleted. With no choice made, what an interrupted purge left is deleted, and
    pages go that have shown again what was taken down. No crawl may be running.

    Examples: `undercut evidence purge --before 365d --reason "kept for a year" --home market`,
    `undercut evidence purge --listing 3f9a --reason "the seller asked" --dry-run --home market`
    """
    if not reason.isprintable() or not (reason.strip() or dry_run or not (before or source or listing)):
        raise BadInput('a purge needs a reason in one line: --reason "kept for a year"')
    with open_store(find(home).home) as store:
        wanted = Wanted(earlier(before), known_source(store, source), chosen(store, listing))
        if wanted == Wanted():
            wanted, reason = Wanted(listings=taken_down(store)), reason or "taken down before"
        found = preview(store, wanted) if dry_run else purge(store, wanted, now(), reason.strip())
        if not dry_run:
            delete_fixtures(store, wanted)
    tell_purge(found, dry_run, format)


def delete_fixtures(store: Store, wanted: Wanted) -> None:
    """Delete the fixtures of sources that are taken down: they hold the same pages."""
    for name in sources_of(store, wanted):
        shutil.rmtree(store.home / FIXTURES / name, ignore_errors=True)


def earlier(text: str | None) -> datetime | None:
    """The moment that --before names: a day, or an interval before now."""
    if text is None:
        return None
    age = interval(text)
    return now() - age if age else moment(text, "--before")


def known_source(store: Store, name: str | None) -> str | None:
    """The source, or BadInput where nothing of it is kept."""
    if name is not None and not runs.runs(store, name):
        raise BadInput(f"no source {name!r} was ever visited: `undercut status` shows the ids")
    return name


def chosen(store: Store, letters: str | None) -> tuple[str, ...]:
    """The one listing that begins so, or BadInput."""
    if letters is None:
        return ()
    found = beginning(store, letters)
    if len(found) != 1:
        what = "no listing's id begins" if not found else f"{len(found)} listings' ids begin"
        raise BadInput(f"{what} with {letters!r}: `undercut listings --gone` shows the ids")
    return (found[0],)


def tell_purge(found: Purge, dry_run: bool, format: Shape) -> None:
    """What went, or would go."""
    if format is Shape.JSON:
        out.print_json(json.dumps(asdict(found) | {"dry_run": dry_run}))
        return
    went = "would go" if dry_run else "are gone"
    sentence = (
        f"{found.captures} captures and {found.bodies} bodies ({found.bytes:,} bytes) {went}; "
        f"{found.listings} listings {'would lose' if dry_run else 'have lost'} their words; "
        f"{found.files} files {'would be' if dry_run else 'were'} written anew"
    )
    out.print(sentence, markup=False, soft_wrap=True)


def add(app: typer.Typer) -> None:
    """Register the command group."""
    group = typer.Typer(help="Verify the kept bytes, or purge some of them.", no_args_is_help=True)
    group.command("verify")(verify_evidence)
    group.command("purge")(purge_evidence)
    app.add_typer(group, name="evidence")
