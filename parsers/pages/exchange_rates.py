"""Reads exchange rates as the European Central Bank and Frankfurter publish them: units of a currency for one USD."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from parsers.records import FX, PageError

ECB = "ECB euro reference rates"
FRANKFURTER = "Frankfurter"
RECENT = timedelta(days=400)
"""How far back of the ECB's history is read: what is older comes with the program."""
LARGEST = 20_000_000
"""Bytes that the ECB's table may have when it is unpacked; it had some 2 million in 2026."""


def is_zip(body: bytes) -> bool:
    """Whether a body is a ZIP archive."""
    return body.startswith(b"PK\x03\x04")


def ecb(body: bytes, day: date) -> Iterator[FX]:
    """The rates of eurofxref-hist.zip (units per EUR), crossed over USD, of the days up to the one of the fetch."""
    for row in csv.DictReader(io.StringIO(unpacked(body))):
        published = date.fromisoformat(row.pop("Date"))
        if not day - RECENT <= published <= day:
            continue
        units = {name: found for name, text in row.items() if name and (found := number(text))}
        dollar = units.pop("USD", None)
        if dollar:
            yield FX("EUR", published, 1 / dollar, ECB)
            yield from (FX(name, published, value / dollar, ECB) for name, value in units.items())


def unpacked(body: bytes) -> str:
    """The one table of the archive; PageError for anything else."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            (table,) = archive.infolist()
            if table.file_size > LARGEST:
                raise PageError(f"the archive unpacks to {table.file_size} bytes, too many for a table of rates")
            return archive.read(table).decode("utf-8")
    except (zipfile.BadZipFile, ValueError) as error:
        raise PageError(f"not the ECB's archive of one table: {error}") from None


def number(text: str | None) -> Decimal | None:
    """A rate; "N/A" and an empty cell are none."""
    try:
        found = Decimal((text or "").strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() and found > 0 else None


def frankfurter(rows: list[Any], url: str) -> Iterator[FX]:
    """The rates of Frankfurter's v2 API, `{date, base, quote, rate}` on the base USD."""
    for row in rows:
        value = number(str(row["rate"]))
        if str(row["base"]).upper() != "USD" or value is None:
            raise PageError(f"{url}: a rate on the base {row['base']!r} of {row['rate']!r}; ask for base=usd")
        yield FX(str(row["quote"]).upper(), date.fromisoformat(row["date"]), value, FRANKFURTER)
