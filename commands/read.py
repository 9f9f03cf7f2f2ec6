"""`undercut read`: says what saved pages hold, as JSON Lines, and stores nothing: the way to try a page."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from commands.console import PARTIAL, complain
from commands.saved import Row, Saved, opened
from parsers import reading
from parsers.records import Claim, Listing, Page, PageError, Quote, Snapshot, Span
from parsers.redact import redact


def place(span: Span) -> dict[str, Any]:
    """Where a fact stands: code points of the text, or a path into a structured answer."""
    return {"path": span.path} if span.path else {"start": span.start, "end": span.end}


def quote_row(quote: Quote) -> dict[str, Any]:
    """A price as sold."""
    return {
        "amount": float(quote.amount),
        "currency": quote.currency,
        "basis": quote.basis,
        "model": quote.model,
        "raw_name": quote.raw_name,
        "bound": quote.bound,
        "settlement": quote.settlement,
        "conditions": list(quote.conditions),
        **place(quote.span),
    }


def claim_row(claim: Claim) -> dict[str, Any]:
    """A claim as made."""
    return {"code": claim.code, "polarity": claim.polarity, "speaker": claim.speaker, **place(claim.span)}


def listing_row(file: Path, listing: Listing) -> dict[str, Any]:
    """A listing as the design's contract names its fields."""
    return {
        "file": str(file),
        "key": listing.key,
        "title": listing.title,
        "text": listing.text,
        "seller": listing.seller,
        "access_form": listing.access,
        "models": [mention.id for mention in listing.models],
        "plans": [mention.id for mention in listing.plans],
        "quotes": [quote_row(quote) for quote in listing.quotes],
        "claims": [claim_row(claim) for claim in listing.claims],
    }


def rows(file: Path, page: Page) -> Iterator[dict[str, Any]]:
    """The listings of a page, then what it did not understand and the wall it met."""
    for listing in page.listings:
        yield listing_row(file, listing)
    wall = {"kind": page.wall.kind, "detail": page.wall.detail} if page.wall else None
    yield {
        "file": str(file),
        "listings": len(page.listings),
        "not_offers": page.not_offers,
        "unread": list(page.unread),
        "wall": wall,
    }


def add(app: typer.Typer) -> None:
    """Register the command."""

    @app.command()
    def read(
        files: Annotated[list[Path], typer.Argument(help="Saved pages.")],
        platform: Annotated[str | None, typer.Option(help="The software of the site, if it cannot be told.")] = None,
        url: Annotated[str | None, typer.Option(help="Where the page was.")] = None,
        columns: Annotated[str | None, typer.Option(help="Which column of a table is what: text=…,price=….")] = None,
        language: Annotated[str | None, typer.Option(help="The language of the page.")] = None,
        currency: Annotated[str | None, typer.Option(help="Whose money a bare ¥ or number is.")] = None,
    ) -> None:
        """Say what saved pages hold: one JSON object a listing, then one a file with `unread` and `wall`.

        Nothing is stored. Keys and contacts are redacted. Status 4 when a page could not be read.

        Example: `undercut read channel.html --platform telegram`
        """
        failed = False
        for file in files:
            siblings: dict[str, Snapshot] = {}
            for found in opened(Saved(file, Row(str(file), url=url, platform=platform, columns=columns))).snapshots:
                body = redact(found.body, found.media_type).body
                kept = replace(found, body=body, currency=currency, language=language)
                kept, siblings = reading.with_siblings(kept, siblings), {**siblings, found.purpose: kept}
                try:
                    page = reading.read(kept)
                except Exception as error:  # noqa: BLE001  a reader's mistake with one page holds up no other
                    complain(f"{file}: {error if isinstance(error, PageError) else repr(error)}")
                    failed = True
                    continue
                for row in rows(file, page):
                    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        if failed:
            raise typer.Exit(PARTIAL)
