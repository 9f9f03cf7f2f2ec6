"""Writes a table of results as JSON, CSV or Parquet, each the same for the same rows."""

from __future__ import annotations

import json
from datetime import date
from typing import BinaryIO, Literal

import pyarrow as pa
from pyarrow import csv, parquet

Format = Literal["json", "csv", "parquet"]
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(table: pa.Table, file: BinaryIO, format: Format) -> None:
    """Write every row; JSON is an array of objects, CSV has a header and UTF-8, an unknown figure is empty or null."""
    if format == "json":
        text = json.dumps(table.to_pylist(), ensure_ascii=False, indent=1, default=as_text)
        file.write(f"{text}\n".encode())
    elif format == "csv":
        csv.write_csv(safe(table), file)
    else:
        parquet.write_table(table, file)


def as_text(value: object) -> str:
    """A day or a moment as ISO 8601 writes it; everything else as it writes itself."""
    return value.isoformat() if isinstance(value, date) else str(value)


def safe(table: pa.Table) -> pa.Table:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it (OWASP, CSV injection)."""
    for place, field in enumerate(table.schema):
        if pa.types.is_string(field.type) or pa.types.is_large_string(field.type):
            values = [guarded(value) for value in table.column(place).to_pylist()]
            table = table.set_column(place, field, pa.array(values, field.type))
    return table


def guarded(text: str | None) -> str | None:
    return f"'{text}" if text and text.startswith(FORMULA) else text
