"""`undercut reparse`: reads all evidence again with today's readers, says what that changes, adds it if accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated

import pyarrow as pa
import typer

from commands.conduct import Conductor
from commands.console import FINDINGS, complain, out, progress, show
from commands.observatory import Home, find
from commands.options import AsFormat, Format, known_by, output
from commands.trend import figure
from parsers.records import Listing
from publishing.files import write
from publishing.revisions import moved
from storage import evidence, revision
from storage.rate_book import rates_of
from storage.revision import Difference, Reread, Revision
from storage.store import Store, open_store

FIGURES = ("period", "series", "stratum", "before", "after", "read_better", "market_changed")
TITLES = (*FIGURES[:5], "we read better", "the market changed")
SAMPLE = 10
"""Listings that are shown to people."""


def reread(conductor: Conductor, accept: bool) -> Iterator[Reread]:
    """Everything that this version of the readers has not read yet, read; added to the ledger if `accept`."""
    store = conductor.store
    never = {capture.id for capture in evidence.pending(store, None)}
    waiting = list(evidence.pending(store, conductor.version))
    with progress() as bar:
        task = bar.add_task("reading evidence", total=len(waiting))
        for capture in waiting:
            kept = evidence.snapshot(store, capture)
            result = conductor.judged(kept)
            if accept:
                conductor.learn(kept, result, capture.visit)
            yield Reread(capture, result, capture.id in never)
            bar.advance(task)


def run(conductor: Conductor, accept: bool) -> tuple[list[Reread], Revision]:
    """Read again, and what that changes: really if `accept`, else as it would be."""
    moment = conductor.clock() - timedelta(microseconds=1)
    done = list(reread(conductor, accept))
    store = conductor.store
    return done, revision.since(store, moment) if accept else revision.preview(store, done, conductor.version, moment)


def put(found: Revision, figures: pa.Table, format: Format) -> None:
    """What differs, for people, or the figures for machines."""
    if format is not Format.TEXT:
        with output() as stream:
            write(figures, stream, format.value)  # type: ignore[arg-type]
        return
    better = revision.differences(found.before, found.better)
    market = revision.differences(found.better, found.after)
    show_differences("We read better", better)
    show_differences("The market changed", market)
    rows = [[figure(row[name]) for name in FIGURES] for row in figures.to_pylist()]
    show(f"Figures that move: {len(rows)}", TITLES, rows, numeric=TITLES[3:])


def show_differences(title: str, found: list[Difference]) -> None:
    """How many listings are read otherwise and in what, and some of them."""
    counts = Counter(part for each in found for part in each.parts)
    said = ", ".join(f"{part} {count}" for part, count in counts.most_common())
    if not found:
        out.print(f"{title}: no listing")
        return
    columns = ("listing", "differs in", "before", "after")
    rows = [(each.listing_id, ", ".join(each.parts), brief(each.before), brief(each.after)) for each in found[:SAMPLE]]
    show(f"{title}: {len(found)} listings{f' ({said})' if said else ''}", columns, rows)


def brief(listing: Listing | None) -> str:
    """A version in a line: its prices as sold, and the claims."""
    if listing is None:
        return "–"
    prices = [f"{quote.amount:f} {quote.currency or ''}/{quote.basis}".replace(" /", "/") for quote in listing.quotes]
    claims = list(dict.fromkeys(claim.code for claim in listing.claims if claim.stands))
    return "; ".join([*prices[:3], ", ".join(claims[:4])]).strip("; ") or "no price, no claim"


def show_since(store: Store, moment: datetime, format: Format) -> None:
    """Why what is known now differs from what was known at a moment."""
    found, new = revision.since(store, moment), rates_of(store)
    put(found, moved(found, rates_of(store, moment), new), format)


def add(app: typer.Typer) -> None:
    """Register the command."""

    @app.command()
    def reparse(
        accept: Annotated[bool, typer.Option("--accept", help="Add what is read to what is known.")] = False,
        since: Annotated[
            str | None,
            typer.Option("--since", metavar="DATE", help="Read nothing: why figures differ since."),
        ] = None,
        format: AsFormat = Format.TEXT,
        home: Home = None,
    ) -> None:
        """Read all evidence again where the readers or the words have changed, and say what that changes.

        Nothing is written unless --accept is given; then what was known before stays known (--as-known-on). What moves
        a figure is told apart: "we read better" (the same bytes, corrections, rates), "the market changed" (bytes that
        nothing had read before). Status 1 when a page could not be read.

        Examples: `undercut reparse --home market`, `undercut reparse --accept --home market`,
        `undercut reparse --since 2026-10-31 --home market`
        """
        observatory = find(home)
        with open_store(observatory.home) as store:
            if moment := known_by(since, "--since"):
                show_since(store, moment, format)
                return
            done, found = run(Conductor(store, observatory.words()), accept)
            rates = rates_of(store)
            put(found, moved(found, rates, rates), format)
        finish(done, accept, format)


def finish(done: list[Reread], accept: bool, format: Format) -> None:
    """How many pages were read, which failed, and what to do next."""
    failed = [(each.capture, each.result) for each in done if isinstance(each.result, Exception)]
    for capture, error in failed:
        complain(f"{capture.url} of {capture.fetched_at:%Y-%m-%d}: not read: {error}")
    if format is Format.TEXT:
        word = "added" if accept else "nothing was written: --accept adds it"
        out.print(f"{len(done)} pages read again, {len(failed)} failed{f'; {word}' if done else ''}")
    if failed:
        raise typer.Exit(FINDINGS)
