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
from parsers.files.formats import Format, sniff
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


def snapshot_of(saved: Saved, source: Source | None = None) -> Snapshot:
    """A saved file as a snapshot; the file's own time stands in where none is given."""
    row = saved.row
    try:
        body = saved.path.read_bytes()
        changed = datetime.fromtimestamp(saved.path.stat().st_mtime, UTC)
    except OSError as error:
        raise BadInput(f"{saved.path}: {error.strerror}") from None
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
