"""Moments as pages write them, as aware UTC; None for what is none or does not say of which zone it is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any


def of_seconds(seconds: Any) -> datetime | None:
    """Seconds since 1970, as a number or in digits."""
    try:
        return None if isinstance(seconds, bool) else datetime.fromtimestamp(int(seconds), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def of_milliseconds(milliseconds: Any) -> datetime | None:
    """Milliseconds since 1970."""
    try:
        return of_seconds(int(milliseconds) // 1000)
    except (TypeError, ValueError):
        return None


def of_iso(written: Any) -> datetime | None:
    """A time in ISO 8601 that names its zone."""
    try:
        found = datetime.fromisoformat(str(written))
    except ValueError:
        return None
    return in_utc(found)


def in_utc(found: datetime) -> datetime | None:
    """The same moment in UTC; None where no zone is named, or where UTC has left the calendar."""
    try:
        return found.astimezone(UTC) if found.tzinfo else None
    except OverflowError:
        return None
