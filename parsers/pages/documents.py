"""Reads a document that lists sellers, whatever it was written in: Markdown, CSV, or JSON rows."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser

from parsers.pages.blocks import Block, blocks
from parsers.pages.markdown import Element, Piece, Row, Table, elements, rendered, spoken
from parsers.records import Listing, Page, Snapshot
from parsers.redact import decode
from parsers.text.script import fold
from parsers.text.vocabulary import Words

LONGEST_CONTEXT = 120


def read(snapshot: Snapshot, words: Words) -> Page:
    """Every candidate of a saved document as a listing; whether it is an offer its own words say."""
    text, _ = decode(snapshot.body, snapshot.media_type)
    text = text.lstrip("\ufeff")
    found = table_of(text) if snapshot.media_type == "text/csv" else elements(rendered(text), snapshot.url)
    return Page(listings=listings(found, snapshot, words, snapshot.url))


def listings(found: Iterable[Element], snapshot: Snapshot, words: Words, place: str) -> tuple[Listing, ...]:
    """The candidates of one document; one that alone leads to its host is known by that."""
    cut = [block for block in blocks(found) if not aside(block, words)]
    hosts = Counter(block.host for block in cut)
    return tuple(listing(block, snapshot, place, hosts[block.host] == 1) for block in cut)


def listing(block: Block, snapshot: Snapshot, place: str, alone: bool) -> Listing:
    """A candidate with its context, as a listing."""
    text = "\n".join(filter(None, (context(block), block.head, block.text)))
    seller = block.host or (snapshot.source if block.kind == "section" else f"{place}#{block.title}")
    return Listing(
        source=snapshot.source,
        url=block.links[0] if block.links else snapshot.url,
        seller=seller,
        title=block.title,
        text=text,
        native_id=f"{place}#{block.host}" if block.host and alone else None,
        section=place,
    )


def context(block: Block) -> str:
    """The headings above a row or an item: the document's title only where there is no other."""
    if block.kind == "prose":
        return ""
    return " · ".join(block.path[1:] or block.path)[:LONGEST_CONTEXT]


def aside(block: Block, words: Words) -> bool:
    """Whether a heading above says that nothing is listed here: questions, instructions, news, tools."""
    own = block.text.partition("\n")[0] if block.kind == "section" else ""
    return any(words.signs.asides.search(fold(heading)) for heading in (*block.path[1:], own))


def table_of(text: str) -> tuple[Element, ...]:
    """CSV as a table with a header; cells may hold Markdown."""
    try:
        dialect: type[csv.Dialect] | str = csv.Sniffer().sniff(text[:4000], delimiters=",;\t|")
    except csv.Error:
        dialect = "excel"
    lines = [cells for cells in csv.reader(io.StringIO(text), dialect) if any(cells)]
    rows = (Row(tuple(map(cell_of, cells)), header=not number) for number, cells in enumerate(lines))
    return (Table(tuple(rows)),)


def cell_of(text: str) -> Piece:
    """A cell, its Markdown read."""
    body = LexborHTMLParser(rendered(text)).body
    return Piece(*spoken(body, "")) if body is not None else Piece(text)
