"""Turns files that a person saved into snapshots: what a manifest says of them, and what their content tells."""

from __future__ import annotations

import mimetypes
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked

from commands.options import moment
from parsers.files import containers, rows
from parsers.files.formats import Format, sniff, turn
from parsers.files.parts import LARGEST_WHOLE, Part
from parsers.records import BadInput, Snapshot

if TYPE_CHECKING:
    from spiders.register import Source

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
    columns: str | None = None


@checked(frozen=True, config=CLOSED)
class Manifest:
    """A manifest file: a list of pages."""

    page: tuple[Row, ...]


@dataclass(frozen=True)
class Saved:
    """A saved file and what is known of it."""

    path: Path
    row: Row


@dataclass(frozen=True)
class Opened:
    """The pages of a saved file; `undated` of them have only the file's own time, `passed_over` parts no reader."""

    snapshots: tuple[Snapshot, ...]
    undated: int = 0
    passed_over: int = 0


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


def opened(saved: Saved, source: Source | None = None) -> Opened:
    """The pages of a saved file, one unless it holds several.

    When a page was saved is what the manifest or command says, else what the file says, else the file's own time.
    """
    body, changed = taken(saved.path)
    parts = containers.opened(str(saved.path), body)
    platform = saved.row.platform or (source.platform if source else None)
    if containers.is_container(str(saved.path), body):
        told = told_parts(saved, parts, platform)
    else:
        told = [(part, format_of(saved, part, platform)) for part in parts]
    snapshots = tuple(snapshot(saved, part, found, source, changed) for part, found in told)
    undated = 0 if saved.row.fetched_at else sum(part.saved_at is None for part, _ in told)
    return Opened(snapshots, undated, len(parts) - len(told))


def taken(path: Path) -> tuple[bytes, datetime]:
    """A file's bytes, and its own time; BadInput where it cannot be read or is too long to be looked at."""
    try:
        with path.open("rb") as file:
            body = file.read(LARGEST_WHOLE + 1)
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (OSError, ValueError, OverflowError) as error:
        raise BadInput(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    if len(body) > LARGEST_WHOLE:
        raise BadInput(f"{path}: more than {LARGEST_WHOLE:,} bytes; import it in pieces")
    return body, changed


def told_parts(saved: Saved, parts: tuple[Part, ...], platform: str | None) -> list[tuple[Part, Format]]:
    """Those parts of a file with several that a reader knows; of the platform that was named, if one was."""
    known = []
    for part in parts:
        try:
            found = sniff(part.name, part.body)
        except BadInput:
            continue
        if platform in (None, found.platform):
            known.append((part, found))
    if not known and platform:
        known = [(part, Format(platform, "start", part.media_type)) for part in parts]
    if not known:
        raise BadInput(f"{saved.path}: holds {len(parts)} pages, none of a known platform; say which with --platform")
    return sorted(known, key=lambda one: turn(one[1].purpose))


def snapshot(saved: Saved, part: Part, found: Format, source: Source | None, changed: datetime) -> Snapshot:
    """One page as a snapshot."""
    row = saved.row
    start = source.start[0] if source else f"file:{saved.path.name}"
    mapped = ((rows.MAP_HEADER, row.columns),) if row.columns else ()
    return Snapshot(
        source=row.site or saved.path.stem,
        platform=found.platform,
        url=row.url or part.url or start,
        fetched_at=moment(row.fetched_at, "fetched_at") if row.fetched_at else part.saved_at or changed,
        status=part.status,
        media_type=found.media_type if not part.media_type or "charset" not in part.media_type else part.media_type,
        body=part.body,
        purpose=row.purpose or found.purpose,
        headers=(*part.headers, *mapped),
        currency=source.currency if source else None,
        language=source.language if source else None,
    )


def format_of(saved: Saved, part: Part, platform: str | None) -> Format:
    """What a page is: told by its content, but of the platform that was named, if one was."""
    if saved.row.columns:
        return mapped_format(saved)
    try:
        found = sniff(str(saved.path), part.body)
    except BadInput:
        if platform is None:
            raise
        found = Format(platform, "start", mimetypes.guess_type(saved.path.name)[0] or "application/octet-stream")
    return replace(found, platform=platform) if platform else found


def mapped_format(saved: Saved) -> Format:
    """A table whose columns are mapped; the map is looked at before anything is read."""
    try:
        rows.columns_of(saved.row.columns or "")
    except ValueError as error:
        raise BadInput(f"{saved.path}: {error}") from None
    return Format("rows", "start", rows.TABLE_ENDINGS.get(saved.path.suffix.lstrip(".").lower(), "text/csv"))
