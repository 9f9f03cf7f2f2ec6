"""Reads a document that lists sellers, whatever it was written in: Markdown, CSV, or JSON rows."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence

from selectolax.lexbor import LexborHTMLParser

from parsers.charsets import decode
from parsers.pages.blocks import Block, blocks
from parsers.pages.markdown import Element, Piece, Row, Table, elements, rendered, spoken
from parsers.records import Context, Facts, Listing, Page, Snapshot
from parsers.text import offers
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
    cut = [part for block in blocks(found) if not aside(block, words) for part in parted(block, snapshot, words)]
    names = Counter(name_of(block) for block in cut)
    return tuple(listing(block, snapshot, place, names[name_of(block)] == 1) for block in cut)


def name_of(block: Block) -> str | None:
    """What a candidate is known by in its document: the host that it leads to, else the name of a row or an item."""
    return block.host or (block.title if block.kind in {"row", "item"} else None)


def parted(block: Block, snapshot: Snapshot, words: Words) -> tuple[Block, ...]:
    """A section that leads nowhere by its rows or items, where they are sellers' each or priced each for itself."""
    about = Context(snapshot.language, snapshot.currency, snapshot.fetched_at.date(), snapshot.platform)
    facts = [offers.extract(text_of(part), about, words) for part in block.parts]
    apart = named(block.parts, facts, words) or priced(block.parts, facts)
    return block.parts if apart else (block,)


def named(parts: Sequence[Block], facts: Sequence[Facts], words: Words) -> bool:
    """Whether a column or heading tells of sellers, and a third of its rows or items say what they ask or claim."""
    columns = parts[0].columns if parts else ()
    telling = sum(bool(found.quotes or found.claims) for found in facts)
    return 3 * telling >= len(parts) and any(words.signs.sellers.search(fold(column)) for column in columns)


def priced(parts: Sequence[Block], facts: Sequence[Facts]) -> bool:
    """Whether most parts are offers with a price of their own; a list of models with prices is one seller's offer."""
    own = [(part, found) for part, found in zip(parts, facts, strict=True) if found.is_offer and found.quotes]
    models = [part for part, found in own if any(mention.raw_name in part.title for mention in found.models)]
    return len(own) > 1 and 2 * len(own) > len(parts) and 2 * len(models) < len(own)


def text_of(block: Block) -> str:
    """The words of a candidate below their context."""
    return "\n".join(filter(None, (context(block), block.head, block.text)))


def listing(block: Block, snapshot: Snapshot, place: str, alone: bool) -> Listing:
    """A candidate with its context, as a listing."""
    name = name_of(block)
    seller = block.host or (place if name is None else f"{place}#{name}")
    return Listing(
        source=snapshot.source,
        url=block.links[0] if block.links else snapshot.url,
        seller=seller,
        title=block.title,
        text=text_of(block),
        native_id=f"{place}#{name}" if name and alone else None,
        section=place,
    )


def context(block: Block) -> str:
    """The headings above a row or an item: the document's title only where there is no other."""
    if block.kind == "prose":
        return ""
    return " · ".join(block.path[1:] or block.path)[:LONGEST_CONTEXT]


def aside(block: Block, words: Words) -> bool:
    """Whether a heading above says that nothing is listed here: questions, instructions, news, tools.

    A document's title may name tools or news and list sellers all the same; one of questions lists none.
    """
    own = block.text.partition("\n")[0] if block.kind == "section" else ""
    if any(words.signs.answers.search(fold(title)) for title in block.path[:1]):
        return True
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
