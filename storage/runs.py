"""What ran: each visit of a source with its times, counts and outcome, so that a restart knows what is due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Protocol
from urllib.parse import urlsplit

from sqlalchemy import Row, Select, bindparam, func, select

from parsers import times, walls
from parsers.redact import redact_link
from storage.evidence import visit_number
from storage.prepared import Prepared
from storage.projection import refresh
from storage.schema import captures, spans, visits
from storage.schema import requests as table
from storage.store import Store


class Visit(Protocol):
    """A finished visit, as the spiders report it."""

    @property
    def source(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def started_at(self) -> datetime: ...
    @property
    def finished_at(self) -> datetime: ...
    @property
    def pages(self) -> int: ...
    @property
    def failed(self) -> int: ...
    @property
    def walls(self) -> int: ...
    @property
    def unread(self) -> int: ...
    @property
    def listings(self) -> int: ...
    @property
    def left(self) -> int: ...
    @property
    def outcome(self) -> str: ...
    @property
    def notes(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Run:
    """A visit as the store knows it; all but source and id is None or empty while it runs, or if it was killed."""

    source: str
    id: str
    started_at: datetime | None
    finished_at: datetime | None
    pages: int | None
    failed: int | None
    walls: int | None
    unread: int | None
    listings: int | None
    left: int | None
    outcome: str | None
    notes: tuple[str, ...]


LONGEST_PAUSE = 9
"""Digits of the seconds that a host may ask for: thirty years."""
LONGEST_BUDGET = timedelta(days=1)
"""What a budget is for at most; who says more counts otherwise."""
MEASURED = ("started_at", "finished_at", "pages", "failed", "walls", "unread", "listings", "left", "outcome")

REPORT = Prepared(
    visits.update()
    .where(visits.c.id == bindparam("number"))
    .values({name: bindparam(f"its_{name}") for name in (*MEASURED, "notes")})
)


ASK = Prepared(table.insert())


def record(store: Store, visit: Visit) -> None:
    """Write down a finished visit; the same visit again takes the place of its first report."""
    values = {f"its_{name}": getattr(visit, name) for name in MEASURED}
    values["its_notes"] = [redact_link(note) for note in visit.notes]
    with store.write() as connection:
        REPORT.run(connection, values | {"number": visit_number(connection, visit.id, visit.source)})


def runs(store: Store, source: str | None = None) -> list[Run]:
    """Every visit, of one source or of all, in the order they began to be known."""
    wanted = query().where(visits.c.source == source) if source else query()
    with store.read() as connection:
        return [run_of(row) for row in connection.execute(wanted.order_by(visits.c.id))]


def last(store: Store) -> dict[str, Run]:
    """The visit of each source that started last, of those that were finished."""
    newest = select(visits.c.source, func.max(visits.c.started_at).label("at")).group_by(visits.c.source).subquery()
    same = (visits.c.source == newest.c.source) & (visits.c.started_at == newest.c.at)
    with store.read() as connection:
        rows = connection.execute(query().join(newest, same).order_by(visits.c.id))
        return {row.source: run_of(row) for row in rows}


def on_offer(store: Store) -> dict[str, int]:
    """How many listings of each source stand."""
    refresh(store)
    standing = (
        select(spans.c.source, func.count().label("standing"))
        .where(spans.c.ended_at.is_(None))
        .group_by(spans.c.source)
    )
    with store.read() as connection:
        return {row.source: row.standing for row in connection.execute(standing)}


def sizes(store: Store) -> dict[str, int]:
    """How many bytes each source's records take in the evidence, compressed."""
    found = select(visits.c.source, func.sum(captures.c.length)).join(captures, captures.c.visit == visits.c.id)
    with store.read() as connection:
        return {source: int(size) for source, size in connection.execute(found.group_by(visits.c.source))}


def pauses(store: Store) -> dict[str, datetime]:
    """Until when hosts asked to be left alone, by host, as each source's last visit was told."""
    newest = select(func.max(captures.c.visit)).join(visits, captures.c.visit == visits.c.id).group_by(visits.c.source)
    refusals = select(captures.c.url, captures.c.fetched_at, captures.c.headers).where(
        captures.c.visit.in_(newest), captures.c.status >= 400
    )
    found: dict[str, datetime] = {}
    with store.read() as connection:
        for url, at, headers in connection.execute(refusals):
            if until := asked_until(dict(headers), at):
                host = urlsplit(url).netloc
                found[host] = max(until, found.get(host, until))
    return found


def ask(store: Store, host: str, at: datetime) -> None:
    """Write down a request that is about to be sent, whatever will become of it."""
    with store.write() as connection:
        ASK.run(connection, {"host": host, "sent_at": at})


def requests(store: Store, since: datetime) -> dict[str, int]:
    """How many requests each host got since, for all sources together; what is older is forgotten."""
    counted = select(table.c.host, func.count().label("number")).where(table.c.sent_at >= since).group_by(table.c.host)
    with store.write() as connection:
        connection.execute(table.delete().where(table.c.sent_at < since))
        return {row.host: row.number for row in connection.execute(counted)}


def asked_until(headers: Mapping[str, str], at: datetime) -> datetime | None:
    """The moment until which an error asks to be left alone, by Retry-After or a budget that is used up; else None."""
    if "retry-after" in headers:
        return retry_after(headers["retry-after"], at)
    until = times.of_seconds(walls.spent(headers))
    return until if until and until <= at + LONGEST_BUDGET else None


def retry_after(value: str, at: datetime) -> datetime | None:
    """The moment that a Retry-After names (RFC 9110, 10.2.3: seconds or a date); None for anything else."""
    if value.isascii() and value.isdigit() and len(value) <= LONGEST_PAUSE:
        return at + timedelta(seconds=int(value))
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return times.in_utc(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def never(source: str) -> Run:
    """A source that was not visited yet."""
    return Run(source, "", None, None, None, None, None, None, None, None, None, ())


def query() -> Select[Any]:
    """Visits with what a Run needs."""
    return select(visits.c.source, visits.c.name.label("id"), *(visits.c[name] for name in (*MEASURED, "notes")))


def run_of(row: Row[Any]) -> Run:
    """A row as a Run."""
    return Run(**{**row._mapping, "notes": tuple(row.notes)})
