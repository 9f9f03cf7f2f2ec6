"""`undercut explain`: walks from a percent back to the words it was read from and the bytes they were found in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated

import typer

from commands.console import out
from commands.observatory import Home, find
from commands.options import KnownOn, day, known_by
from parsers.percent import Figure, percents
from parsers.records import BadInput, Listing, Quote, Span
from storage import evidence, ledger, projection
from storage.corrections import UNCORRECTED, corrections, words_of
from storage.ledger import Sight
from storage.projection import ListingSpan
from storage.rate_book import rates_of
from storage.store import Store, open_store


def versions(spans: Iterable[ListingSpan], name: str) -> list[ListingSpan]:
    """The versions of the one listing whose id begins with `name`, oldest first."""
    found = [span for span in spans if span.listing_id.startswith(name)]
    ids = sorted({span.listing_id for span in found})
    if not ids:
        raise BadInput(f"no listing's id begins with {name!r}: `undercut listings --gone` shows the ids")
    if len(ids) > 1:
        raise BadInput(f"{name!r} begins {len(ids)} ids, {ids[0]} and {ids[1]} among them: write more of it")
    return sorted(found, key=lambda span: span.first_seen)


def on_day(spans: list[ListingSpan], wanted: date | None) -> ListingSpan:
    """The version that stood on a day; the last one if no day is asked for."""
    if wanted is None:
        return spans[-1]
    standing = [span for span in spans if span.first_seen.date() <= wanted]
    if not standing:
        raise BadInput(f"the listing was first seen on {spans[0].first_seen:%Y-%m-%d}, after {wanted}")
    return standing[-1]


def line(label: str, text: object) -> None:
    """A labelled line; long text wraps."""
    out.print(f"{label:<12}{text}", markup=False, soft_wrap=True)


def words_at(listing: Listing, span: Span) -> str:
    """The words, or the place in a structured answer, that a fact was read from."""
    return span.path or f"{listing.text[span.start : span.end]!r} at {span.start}-{span.end}"


def show_quote(listing: Listing, quote: Quote) -> None:
    """A price as sold, and where it says so."""
    amount = f"{quote.amount:f} {quote.currency or ''}".strip()
    subject = quote.model or quote.raw_name or "everything"
    unit = " of site credit" if quote.settlement == "credit" else ""
    line("price", f"{amount}{unit} per {quote.basis}, for {subject}: {words_at(listing, quote.span)}")


def show_figure(figure: Figure) -> None:
    """A percent with its working, or why there is none."""
    percent = figure.percent
    value = f"{percent.value:.1f} %" if percent.value is not None else f"no percent ({percent.reason})"
    beside = f" [kept out of the level: {figure.term.aside}]" if figure.term.aside else ""
    line("percent", f"{figure.term.series} {figure.term.subject}: {value}{beside}")
    if percent.working:
        line("", percent.working)


def show_corrections(store: Store, found: Listing, span: ListingSpan, known: datetime | None) -> None:
    """What persons said of the listing, and whether it holds for this version."""
    (read,) = ledger.listings(store, {span.digest}, UNCORRECTED).values()
    for each in corrections(store, known):
        if each.listing_id == found.key:
            holds = "" if each.holds(span.digest, words_of(read)) else " (of another version)"
            said = f"{each.id} by {each.by} on {each.learned_at:%Y-%m-%d}: {each.reason}{holds}"
            line("corrected", said)


def show_evidence(store: Store, sight: Sight) -> None:
    """Where the bytes lie, after looking that they still are what they were."""
    purged = evidence.purge_of(store, sight.body)
    body = b"" if purged else evidence.load(store, sight.body)
    line("fetched", f"{sight.fetched_at:%Y-%m-%d %H:%M:%S} UTC, learned {sight.learned_at:%Y-%m-%d %H:%M:%S} UTC")
    line("read by", sight.version)
    if purged:
        line("evidence", f"sha-256 {sight.body}, kept no longer: {purged}")
        return
    line("evidence", f"sha-256 {sight.body}, {len(body)} bytes, verified")
    line("kept in", evidence.whereabouts(store, sight.body))


def add(app: typer.Typer) -> None:
    """Register the command."""

    @app.command()
    def explain(
        listing: Annotated[str, typer.Argument(help="A listing's id, or its beginning.")],
        on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="As it stood on this day.")] = None,
        model: Annotated[str | None, typer.Option(help="Only the figures of this model or plan.")] = None,
        as_known_on: KnownOn = None,
        home: Home = None,
    ) -> None:
        """Show how a listing's percents come about: working, prices as sold, words, evidence.

        Example: `undercut explain 3f9a --on 2026-08-03 --home demo`
        """
        with open_store(find(home).home) as store:
            spans = versions(projection.spans(store, known_by(as_known_on)), listing)
            span = on_day(spans, day(on, "--on"))
            found = ledger.listings(store, {span.digest}, known_by(as_known_on))[span.digest]
            sights = [sight for sight in ledger.history(store, span.listing_id) if sight.digest == span.digest]
            wanted = day(on, "--on") or span.last_seen.date()
            show_listing(spans, span, found)
            for quote in found.quotes:
                if model in (None, quote.model) or quote.model is None:
                    show_quote(found, quote)
            for figure in percents(found, rates_of(store, known_by(as_known_on)), wanted):
                if model in (None, figure.term.subject):
                    show_figure(figure)
            show_corrections(store, found, span, known_by(as_known_on))
            show_evidence(store, sights[-1])


def show_listing(spans: list[ListingSpan], span: ListingSpan, listing: Listing) -> None:
    """What the listing is, and when this version of it stood."""
    end = f"{span.end_reason} by {span.ended_at:%Y-%m-%d}" if span.ended_at else "stands"
    line("listing", f"{span.listing_id}, version {spans.index(span) + 1} of {len(spans)}")
    line("source", f"{span.source}, seller {span.seller}, {listing.access or 'access not said'}")
    line("seen", f"{span.first_seen:%Y-%m-%d} to {span.last_seen:%Y-%m-%d}, {end}")
    line("text", listing.text)
    claims = [f"{claim.code} ({claim.polarity}) {words_at(listing, claim.span)}" for claim in listing.claims]
    for claim in claims:
        line("claim", claim)
