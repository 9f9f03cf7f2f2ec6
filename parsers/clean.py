"""A snapshot without secrets: body, URL and headers, with how many were taken out, ready to be written."""

from __future__ import annotations

from dataclasses import dataclass, replace

from parsers.records import Snapshot
from parsers.redact import redact, redact_link


@dataclass(frozen=True, slots=True)
class Clean:
    """A redacted snapshot, how many secrets were taken out, and by which version of the rules."""

    snapshot: Snapshot
    count: int
    version: str


def clean(snapshot: Snapshot) -> Clean:
    """The snapshot, redacted."""
    redacted = redact(snapshot.body, snapshot.media_type)
    headers = tuple((name, redact_link(value)) for name, value in snapshot.headers)
    kept = replace(snapshot, body=redacted.body, url=redact_link(snapshot.url), headers=headers)
    return Clean(kept, redacted.count, redacted.version)
