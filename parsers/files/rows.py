"""Reads tables of listings that a person made, CSV or JSON Lines, by a map of their columns."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from parsers import times
from parsers.charsets import decode
from parsers.pages import shop
from parsers.records import Listing, Page, PageError, Snapshot

FIELDS = ("id", "title", "text", "url", "seller", "posted_at", "price", "currency", "stock", "channel")
"""What a column can be mapped to; without a map, columns are taken by these names."""
MAP_HEADER = "x-columns"
"""The header under which the map is kept with the evidence, so that a later reader knows it."""
PAIR = re.compile(r"(?P<field>\w+)=(?P<column>[^=,;]{1,100})")
TABLE_ENDINGS = {
    "csv": "text/csv",
    "tsv": "text/csv",
    "jsonl": "application/x-ndjson",
    "ndjson": "application/x-ndjson",
}


def columns_of(written: str) -> Mapping[str, str]:
    """A map as it is written, `text=描述,price=价格`: field to column. ValueError, with a sentence, for all else."""
    pairs = [PAIR.fullmatch(pair.strip()) for pair in re.split("[,;]", written) if pair.strip()]
    columns = {pair["field"]: pair["column"].strip() for pair in pairs if pair}
    if not pairs or len(columns) < len(pairs) or not columns.keys() <= set(FIELDS):
        raise ValueError(
            f"{written!r} is no map of columns; write it like text=描述,price=价格, of {', '.join(FIELDS)}"
        )
    return columns


def read(snapshot: Snapshot) -> Page:
    """Every row as a listing; a table holds what its maker chose, so nothing ends by it.

    Raises PageError for a table without rows, or without a column that its map names.
    """
    mapped = dict(snapshot.headers).get(MAP_HEADER)
    columns = columns_of(mapped) if mapped else {field: field for field in FIELDS}
    text = decode(snapshot.body, snapshot.media_type)[0].lstrip("\ufeff")
    unread: set[str] = set()
    rows = list(_objects(text, unread) if text.lstrip().startswith("{") else _table(text))
    if not rows:
        raise PageError(f"{snapshot.url}: a table without rows")
    known = {name for row in rows for name in row}
    if mapped and (missing := [column for column in columns.values() if column not in known]):
        raise PageError(f"{snapshot.url}: no column {missing[0]!r}; there are {', '.join(sorted(known))}")
    unread |= {f"column {name}" for name in known - set(columns.values())}
    found = [_listing(number, row, columns, snapshot) for number, row in enumerate(rows)]
    return Page(listings=tuple(one for one in found if one.text), unread=shop.said("rows", unread))


def _objects(text: str, unread: set[str]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(text.splitlines(), 1):
        try:
            found = json.loads(line, parse_float=Decimal) if line.strip() else None
        except (ValueError, RecursionError):
            found = line
        if isinstance(found, dict):
            yield found
        elif found is not None:
            unread.add(f"line {number} is no JSON object")


def _table(text: str) -> Iterator[dict[str, Any]]:
    try:
        dialect: type[csv.Dialect] | str = csv.Sniffer().sniff(text[:4000], delimiters=",;\t|")
    except csv.Error:
        dialect = "excel"
    try:
        for row in csv.DictReader(io.StringIO(text), dialect=dialect):
            yield {str(name): value for name, value in row.items() if name is not None and value is not None}
    except csv.Error as error:
        raise PageError(f"no table that can be read: {error}") from None


def _listing(number: int, row: Mapping[str, Any], columns: Mapping[str, str], snapshot: Snapshot) -> Listing:
    held = {field: row[column] for field, column in columns.items() if row.get(column) not in (None, "")}
    said = {field: str(value).strip() for field, value in held.items()}
    title, text = said.get("title", ""), said.get("text", "")
    amount = shop.money(held.get("price"))
    currency = said.get("currency") or snapshot.currency
    quotes = [] if amount is None else [shop.priced(amount, f"[{number}].{columns['price']}", currency)]
    name = title or text.partition("\n")[0]
    return shop.listing(
        snapshot,
        said.get("id"),
        name,
        quotes,
        url=said.get("url", ""),
        more=text if title or "\n" in text else "",
        stock=said.get("stock"),
        seller=said.get("seller", ""),
        posted_at=times.of_iso(said.get("posted_at")),
    )
