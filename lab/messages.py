"""What stands in a channel: messages and the versions they go through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lab.truth import Access, Line, Truth, percent


@dataclass(frozen=True, slots=True)
class Version:
    """What a message says from a day on; apart from its text, its parts: prices as said, names, claims."""

    since: date
    text: str
    lines: tuple[Line, ...] = ()
    claims: frozenset[str] = frozenset()
    form: str = ""
    said: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a channel; the versions of what is no offer have no lines. `id` is given by the channel."""

    seller: str
    posted: datetime
    versions: tuple[Version, ...]
    removed: date | None = None
    access: Access = "relay_api"
    kind: str = "text"
    forwarded_from: str | None = None
    quotes: str = ""
    photos: int = 0
    planted: tuple[str, ...] = ()
    id: int = 0

    def on(self, day: date) -> Version | None:
        """The version that stands on `day`, None before it is posted and after it is taken down."""
        if self.removed and day >= self.removed:
            return None
        return next((version for version in reversed(self.versions) if version.since <= day), None)

    @property
    def last(self) -> date | None:
        """The last day it can be seen, None while it is still there."""
        return self.removed - timedelta(days=1) if self.removed else None


def true_lines(source: str, native_id: str, message: Message, version: Version, day: date) -> Iterator[Truth]:
    """What is true of each line of a message as it stands."""
    for line in version.lines:
        yield true_line(source, native_id, message, version, line, day)


def true_line(source: str, native_id: str, message: Message, version: Version, line: Line, day: date) -> Truth:
    """What is true of one line."""
    value, reason = percent(line, day)
    return Truth(
        source, native_id, message.seller, line.subject, message.access, line.series,
        value, reason, version.claims, message.versions[0].since, message.last,
    )  # fmt: skip
