"""`undercut import`: takes pages that a person saved into the observatory, as evidence first, then as facts."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Annotated

import typer

from commands.conduct import Conductor
from commands.console import PARTIAL, complain, show
from commands.observatory import Home, find
from commands.saved import Opened, Row, Saved, opened, saved_pages
from parsers.files.formats import turn
from parsers.records import Page, Snapshot
from storage.store import open_store


def visits(files: list[Opened]) -> list[tuple[str, Snapshot]]:
    """Every page with its visit: pages of one site and time belong together, and so do those of one file."""
    return [
        (f"{page.source}@{min(one.fetched_at for one in file.snapshots).isoformat()}", page)
        for file in files
        for page in file.snapshots
    ]


def take(conductor: Conductor, files: list[Opened]) -> list[tuple[Snapshot, Page | Exception]]:
    """Keep and read all pages, visit by visit."""
    taken: list[tuple[Snapshot, Page | Exception]] = []
    for visit, group in groupby(visits(files), itemgetter(0)):
        pages = sorted((page for _, page in group), key=lambda page: turn(page.purpose))
        taken += zip(pages, conductor.take(pages, visit), strict=True)
    return taken


def outcome(result: Page | Exception) -> tuple[str, int, int, int]:
    """What a page held: a word, listings, texts that are no offers, unread things."""
    if isinstance(result, Exception):
        return "not read", 0, 0, 0
    word = f"wall: {result.wall.kind}" if result.wall else "read"
    return word, len(result.listings), result.not_offers, len(result.unread)


def warn(saved: Saved, file: Opened) -> None:
    """Say what is not certain of a file: pages without a time, parts that nobody reads."""
    if file.undated:
        complain(f"{saved.path}: does not say when it was saved, so its own time is taken; say it with --fetched-at")
    if file.passed_over:
        complain(f"{saved.path}: {file.passed_over} of its parts are of no known platform and were passed over")


def add(app: typer.Typer) -> None:
    """Register the command."""

    @app.command("import")
    def import_pages(
        paths: Annotated[list[Path], typer.Argument(help="Saved pages, or a manifest (TOML) of them.")],
        source: Annotated[str | None, typer.Option(help="The source that the pages belong to.")] = None,
        url: Annotated[str | None, typer.Option(help="Where the page was.")] = None,
        fetched_at: Annotated[str | None, typer.Option("--fetched-at", help="When it was saved (UTC).")] = None,
        platform: Annotated[str | None, typer.Option(help="The software of the site, if it cannot be told.")] = None,
        columns: Annotated[str | None, typer.Option(help="Which column of a table is what: text=…,price=….")] = None,
        home: Home = None,
    ) -> None:
        """Take saved pages into the observatory: kept as evidence, then read. All files are looked at first.

        Web pages (also of SingleFile), MHTML, HAR, WARC, Telegram's result.json, CSV, JSON Lines, and these in ZIP.
        A page that is not what its platform says is kept, counted, and named; the status is then 4.

        Examples: `undercut import channel.html --source nova --fetched-at 2026-05-04T12:00 --home market`,
        `undercut import manifest.toml --home market`
        """
        observatory = find(home)
        row = Row("", source, url, fetched_at, platform, None, columns)
        known = {each.id: each for each in observatory.sources()}
        pages = list(saved_pages(paths, row))
        files = [opened(saved, known.get(saved.row.site or "")) for saved in pages]
        for saved, file in zip(pages, files, strict=True):
            warn(saved, file)
        with open_store(observatory.home) as store:
            taken = take(Conductor(store, observatory.words()), files)
        rows = [(page.source, page.platform, page.purpose, *outcome(result)) for page, result in taken]
        heads = ("source", "platform", "page", "outcome", "listings", "no offers", "unread")
        show("Imported", heads, rows, numeric=heads[4:])
        failures = [(page, result) for page, result in taken if isinstance(result, Exception)]
        for page, error in failures:
            complain(f"{page.url} of {page.source}: kept, but not read: {error}")
        if failures:
            raise typer.Exit(PARTIAL)
