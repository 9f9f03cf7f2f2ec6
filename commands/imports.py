"""`undercut import`: takes pages that a person saved into the observatory, as evidence first, then as facts."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from commands.conduct import Conductor
from commands.console import PARTIAL, complain, show
from commands.observatory import Home, find
from commands.saved import Row, saved_pages, snapshot_of
from parsers.records import Page, Snapshot
from storage.store import open_store


def visit_of(snapshot: Snapshot) -> str:
    """Saved pages of one site and one time are one visit."""
    return f"{snapshot.source}@{snapshot.fetched_at.isoformat()}"


def take(conductor: Conductor, snapshots: list[Snapshot]) -> list[tuple[Snapshot, Page | Exception]]:
    """Keep and read all pages, visit by visit."""
    taken: list[tuple[Snapshot, Page | Exception]] = []
    for visit, group in groupby(snapshots, visit_of):
        pages = list(group)
        taken += zip(pages, conductor.take(pages, visit), strict=True)
    return taken


def outcome(result: Page | Exception) -> tuple[str, int, int, int]:
    """What a page held: a word, listings, texts that are no offers, unread things."""
    if isinstance(result, Exception):
        return "not read", 0, 0, 0
    word = f"wall: {result.wall.kind}" if result.wall else "read"
    return word, len(result.listings), result.not_offers, len(result.unread)


def add(app: typer.Typer) -> None:
    """Register the command."""

    @app.command("import")
    def import_pages(
        paths: Annotated[list[Path], typer.Argument(help="Saved pages, or a manifest (TOML) of them.")],
        source: Annotated[str | None, typer.Option(help="The source that the pages belong to.")] = None,
        url: Annotated[str | None, typer.Option(help="Where the page was.")] = None,
        fetched_at: Annotated[str | None, typer.Option("--fetched-at", help="When it was saved (UTC).")] = None,
        platform: Annotated[str | None, typer.Option(help="The software of the site, if it cannot be told.")] = None,
        home: Home = None,
    ) -> None:
        """Take saved pages into the observatory: kept as evidence, then read. All files are looked at first.

        A page that is not what its platform says is kept, counted, and named; the status is then 4.

        Examples: `undercut import channel.html --source nova --fetched-at 2026-05-04T12:00 --home market`,
        `undercut import manifest.toml --home market`
        """
        observatory = find(home)
        row = Row("", source, url, fetched_at, platform)
        known = {each.id: each for each in observatory.sources()}
        snapshots = [snapshot_of(saved, known.get(saved.row.site or "")) for saved in saved_pages(paths, row)]
        with open_store(observatory.home) as store:
            taken = take(Conductor(store, observatory.words()), snapshots)
        rows = [(page.source, page.platform, page.purpose, *outcome(result)) for page, result in taken]
        columns = ("source", "platform", "page", "outcome", "listings", "no offers", "unread")
        show("Imported", columns, rows, numeric=columns[4:])
        failures = [(page, result) for page, result in taken if isinstance(result, Exception)]
        for page, error in failures:
            complain(f"{page.url} of {page.source}: kept, but not read: {error}")
        if failures:
            raise typer.Exit(PARTIAL)
