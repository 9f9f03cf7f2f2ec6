"""`undercut import`: takes pages that a person saved into the observatory, as evidence first, then as facts."""

from __future__ import annotations

import mimetypes
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked

from commands.conduct import Conductor
from commands.console import PARTIAL, complain, show
from commands.observatory import Home, Observatory, find
from commands.options import moment
from parsers.files.formats import Format, sniff
from parsers.records import BadInput, Page, Snapshot
from storage.store import open_store

CLOSED = ConfigDict(extra="forbid")


@checked(frozen=True, config=CLOSED)
class Row:
    """One `[[page]]` of a manifest; pages of one `site` and time belong to one visit, in the order of the file."""

    path: str
    site: str | None = None
    url: str | None = None
    fetched_at: str | None = None
    platform: str | None = None
    purpose: str | None = None


@checked(frozen=True, config=CLOSED)
class Manifest:
    """A manifest file: a list of pages."""

    page: tuple[Row, ...]


@dataclass(frozen=True)
class Saved:
    """A saved file and what is known of it."""

    path: Path
    row: Row


def saved_pages(paths: list[Path], row: Row) -> Iterator[Saved]:
    """The files to import: a TOML file is a manifest, everything else a page."""
    for path in paths:
        if path.suffix == ".toml":
            yield from (Saved(path.parent / each.path, each) for each in manifest(path).page)
        else:
            yield Saved(path, row)


def manifest(path: Path) -> Manifest:
    """A manifest, or a sentence naming the file and the key that is wrong."""
    try:
        return TypeAdapter(Manifest).validate_python(tomllib.loads(path.read_text("utf-8")))
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: not TOML: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise BadInput(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None


def snapshot_of(saved: Saved, observatory: Observatory) -> Snapshot:
    """A saved file as a snapshot; the file's own time stands in where none is given."""
    row = saved.row
    try:
        body = saved.path.read_bytes()
        changed = datetime.fromtimestamp(saved.path.stat().st_mtime, UTC)
    except OSError as error:
        raise BadInput(f"{saved.path}: {error.strerror}") from None
    known = {source.id: source for source in observatory.sources()}
    source = known.get(row.site or "")
    found = format_of(saved, body, row.platform or (source.platform if source else None))
    return Snapshot(
        source=row.site or saved.path.stem,
        platform=found.platform,
        url=row.url or (source.start[0] if source else f"file:{saved.path.name}"),
        fetched_at=moment(row.fetched_at, "fetched_at") if row.fetched_at else changed,
        status=200,
        media_type=found.media_type,
        body=body,
        purpose=row.purpose or found.purpose,
        currency=source.currency if source else None,
        language=source.language if source else None,
    )


def format_of(saved: Saved, body: bytes, platform: str | None) -> Format:
    """What a file is: told by its content, but of the platform that was named, if one was."""
    try:
        found = sniff(str(saved.path), body)
    except BadInput:
        if platform is None:
            raise
        found = Format(platform, "start", mimetypes.guess_type(saved.path.name)[0] or "application/octet-stream")
    return replace(found, platform=platform) if platform else found


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
        snapshots = [snapshot_of(saved, observatory) for saved in saved_pages(paths, row)]
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
