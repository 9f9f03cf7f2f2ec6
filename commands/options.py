"""Options that several commands share: days, formats, and the moment up to which knowledge counts."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Annotated, BinaryIO

import typer

from parsers.records import BadInput

KnownOn = Annotated[
    str | None, typer.Option("--as-known-on", metavar="DATE", help="Use only what was learned by the end of this day.")
]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="The first day.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="The last day.")]


class Format(StrEnum):
    """How rows are written; `text` is for people."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"


AsFormat = Annotated[Format, typer.Option("--format", help="text for people; json, csv or parquet for machines.")]


def day(text: str | None, option: str) -> date | None:
    """The day that an option names, or BadInput."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"{option} {text!r} is no date: write it like 2026-11-24") from None


def moment(text: str, option: str) -> datetime:
    """The UTC moment that an option names: a date, or a date and time with or without an offset."""
    try:
        found = datetime.fromisoformat(text)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadInput(f"{option} {text!r} is no time: write it like 2026-11-24 or 2026-11-24T08:30:00Z") from None


def known_by(text: str | None, option: str = "--as-known-on") -> datetime | None:
    """The last moment of the day up to which knowledge counts."""
    found = day(text, option)
    return datetime.combine(found, time.max, UTC) if found else None


def output() -> BinaryIO:
    """Standard output for bytes; leaving it flushes and keeps it open."""
    return open(sys.stdout.fileno(), "wb", closefd=False)
