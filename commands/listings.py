"""`undercut listings`: what is or was on offer, one row for each version of a listing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, BinaryIO

import pyarrow as pa
import typer

from commands.console import complain, show
from commands.observatory import Home, find
from commands.options import AsFormat, Format, KnownOn, Since, Until, day, known_by, output
from parsers.percent import by_subject, percents
from parsers.records import Listing
from publishing.files import write
from storage import ledger
from storage.rate_book import rates_of
from storage.rates import Rates
from storage.standing import Standing, standings
from storage.store import open_store
from storage.timeline import ListingSpan

SHOWN = ("id", "source, access", "seen", "models, % of official", "claims")
TABLE = pa.schema(
    (name, pa.string())
    for name in (
        "id", "source", "seller", "first_seen", "last_seen", "ended", "standing", "access", "title", "text", "models",
        "percent", "claims", "digest",
    )
)  # fmt: skip
"""The columns of CSV and Parquet, the same whichever rows there are."""
SHORT = 8
"""Letters of an id that people are shown; `explain` takes the beginning of one."""
LINES = 3


@dataclass(frozen=True)
class Wanted:
    """Which listings to show."""

    source: str | None
    model: str | None
    claim: str | None
    since: date | None
    until: date | None
    gone: bool

    def takes(self, span: ListingSpan, listing: Listing) -> bool:
        """Whether a version of a listing is wanted."""
        return (
            (self.source in (None, span.source))
            and (self.gone or span.ended_at is None)
            and (self.model is None or self.model in ids(listing))
            and (self.claim is None or self.claim in codes(listing))
            and (self.since is None or span.last_seen.date() >= self.since)
            and (self.until is None or span.first_seen.date() <= self.until)
        )


def ids(listing: Listing) -> list[str]:
    """The models and plans that a listing names, each once."""
    return list(dict.fromkeys(mention.id for mention in (*listing.models, *listing.plans)))


def codes(listing: Listing) -> list[str]:
    """The claims that a listing asserts."""
    return list(dict.fromkeys(claim.code for claim in listing.claims if claim.stands))


def row(span: ListingSpan, standing: Standing, listing: Listing, rates: Rates) -> dict[str, Any]:
    """A version of a listing as a row; percents are those of the day it was last seen."""
    found = by_subject(percents(listing, rates, span.last_seen.date()))
    return {
        "id": span.listing_id,
        "source": span.source,
        "seller": span.seller,
        "first_seen": span.first_seen.isoformat(),
        "last_seen": span.last_seen.isoformat(),
        "ended": span.end_reason,
        "standing": standing,
        "access": listing.access,
        "title": listing.title,
        "text": listing.text,
        "models": ids(listing),
        "percent": {
            f"{series}:{subject}": float(percent.value)
            for (series, subject), percent in found.items()
            if percent.value is not None
        },
        "claims": codes(listing),
        "digest": span.digest,
    }


def brief(row: dict[str, Any]) -> list[str]:
    """A row for people, as SHOWN: days, the beginning of the id, models with their percent, what is long cut short."""
    percents = {name.partition(":")[2]: f"{percent:.1f}" for name, percent in row["percent"].items()}
    models = [f"{id} {percents.pop(id, '')}".rstrip() for id in row["models"]]
    models += [f"{subject} {percent}" for subject, percent in percents.items()]
    source = [row["source"], row["access"] or "access not said"]
    word = [] if row["standing"] == "on offer" else [row["standing"].replace("_", " ")]
    seen = [row["first_seen"][:10], row["last_seen"][:10], *word]
    return [row["id"][:SHORT], cut(source), cut(seen), cut(models), cut(row["claims"])]


def cut(lines: list[str]) -> str:
    """The first lines, and how many there are."""
    return "\n".join(lines[:LINES]) + (f"\n… {len(lines)} in all" if len(lines) > LINES else "")


def rows_of(
    known: Iterable[tuple[ListingSpan, Standing]], listings: dict[str, Listing], wanted: Wanted, rates: Rates
) -> list[dict[str, Any]]:
    """The wanted rows, the newest first."""
    found = [(span, standing) for span, standing in known if wanted.takes(span, listings[span.digest])]
    newest = sorted(found, key=lambda pair: pair[0].first_seen, reverse=True)
    return [row(span, standing, listings[span.digest], rates) for span, standing in newest]


def write_rows(rows: list[dict[str, Any]], stream: BinaryIO, format: Format) -> None:
    """JSON keeps lists; in CSV and Parquet a list is joined by blanks and a percent is named."""
    if format is Format.JSON:
        stream.write(f"{json.dumps(rows, ensure_ascii=False, indent=1)}\n".encode())
        return
    table = pa.Table.from_pylist([{name: flat(value) for name, value in row.items()} for row in rows], TABLE)
    write(table, stream, format.value)  # type: ignore[arg-type]


def flat(value: Any) -> Any:
    """A value as one text."""
    if isinstance(value, dict):
        return " ".join(f"{name}={percent:.4f}" for name, percent in value.items())
    return " ".join(value) if isinstance(value, list) else value


def add(app: typer.Typer) -> None:
    """Register the command."""

    @app.command()
    def listings(
        source: Annotated[str | None, typer.Option(help="Only this source.")] = None,
        model: Annotated[str | None, typer.Option(help="Only listings that name this model or plan.")] = None,
        claim: Annotated[str | None, typer.Option(help="Only listings that assert this claim.")] = None,
        since: Since = None,
        until: Until = None,
        gone: Annotated[bool, typer.Option("--gone", help="Versions that have ended, too.")] = False,
        limit: Annotated[int, typer.Option(help="Rows for people; 0: all.")] = 20,
        as_known_on: KnownOn = None,
        format: AsFormat = Format.TEXT,
        home: Home = None,
    ) -> None:
        """Show what is on offer: when it was first and last seen, by whom, for which models, at what percent.

        What was not seen for ten days is marked stale, what came back relisted; --gone shows what has changed, is gone,
        or stood at a source that was not read for thirty days while others were (source lost).

        Example: `undercut listings --model claude-opus-4.6 --claim no_vpn --home demo`
        """
        wanted = Wanted(source, model, claim, day(since, "--since"), day(until, "--until"), gone)
        with open_store(find(home).home) as store:
            known = known_by(as_known_on)
            spans = standings(store, known)
            texts = ledger.listings(store, {span.digest for span, _ in spans}, known)
            found = rows_of(spans, texts, wanted, rates_of(store, known))
        if format is not Format.TEXT:
            with output() as stream:
                write_rows(found, stream, format)
            return
        if not found:
            complain("nothing was on offer that is all of what was asked for; without choices all is shown")
        shown = found[: limit or None]
        show(f"Listings: {len(found)}", SHOWN, map(brief, shown), fixed=("id", "seen"))
        if len(shown) < len(found):
            typer.echo(f"{len(found) - len(shown)} more: --limit 0 shows all, --format json gives them to a program")
