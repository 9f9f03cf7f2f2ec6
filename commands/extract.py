"""`undercut extract`: listings' texts in, the facts that they state out, as JSON Lines with the place of every fact."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from commands.observatory import find
from parsers.records import BadInput, Context
from parsers.text.offers import extract as read_text
from parsers.text.output import facts_as_json
from parsers.text.vocabulary import PACKAGED, Words

BATCH = 200
PART_OF_A_DATE = re.compile(r"\d{4}(?:-\d{2})?")
LABELS = ("is_offer", "models", "plans", "prices", "claims")
"""The fields that a person labels."""


def context_of(row: dict[str, Any]) -> Context:
    """What a row says of its text besides the text."""
    observed = row.get("observed")
    return Context(
        language=row.get("language"),
        currency=row.get("currency"),
        observed=day_of(observed) if observed else None,
        source_kind=row.get("source_kind") or row.get("kind"),
    )


def day_of(observed: str) -> date | None:
    """The day of a date or a moment, none of a month or year that alone is known; ValueError for what is neither."""
    if PART_OF_A_DATE.fullmatch(observed):
        date.fromisoformat(f"{observed}-01-01"[:10])
        return None
    return date.fromisoformat(observed[:10])


def facts_row(row: dict[str, Any], words: Words = PACKAGED) -> dict[str, Any]:
    """The same object with the facts of its text, in the form of the gold GUIDE, and their spans."""
    return {**row, **facts_as_json(read_text(row["text"], context_of(row), words), words)}


def rows_of(lines: Iterable[str], name: str) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines stream; a line that is none is refused with its place."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise BadInput(f"{name}:{number}: not JSON: {error.msg}; one object a line is wanted") from None
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise BadInput(f"{name}:{number}: an object with a string `text` is wanted")
        try:
            context_of(row)
        except (ValueError, TypeError):
            raise BadInput(
                f"{name}:{number}: `observed` must be a date like 2026-11-24, or a month like 2026-11"
            ) from None
        yield row


def batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """The rows in lists of at most BATCH, so that a process gets enough to do at once."""
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        yield batch


def batch_facts(words: Words, batch: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The facts of a batch."""
    return [facts_row(row, words) for row in batch]


def all_facts(rows: Iterable[dict[str, Any]], words: Words, jobs: int) -> Iterator[dict[str, Any]]:
    """The rows with their facts, in order, read by `jobs` processes."""
    if jobs == 1:
        yield from (facts_row(row, words) for row in rows)
        return
    work = partial(batch_facts, words.ready())
    with get_context("fork").Pool(jobs) as pool:
        for done in pool.imap(work, batches(rows)):
            yield from done


def write(rows: Iterable[dict[str, Any]], stream: TextIO) -> None:
    """One JSON object a line."""
    for row in rows:
        stream.write(json.dumps(row, ensure_ascii=False) + "\n")


def output() -> TextIO:
    """Standard output as UTF-8; a lone surrogate leaves as its JSON escape."""
    return open(sys.stdout.fileno(), "w", encoding="utf-8", errors="backslashreplace", closefd=False)


def add(app: typer.Typer) -> None:
    """Register the command."""

    @app.command()
    def extract(
        file: Annotated[Path | None, typer.Argument(help="JSON Lines with `text`; default: standard input.")] = None,
        jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, help="Processes; 0: one for each core.")] = 1,
        home: Annotated[Path | None, typer.Option("--home", help="An observatory whose words/ to add.")] = None,
    ) -> None:
        """Read listing texts into facts: offer or not, models, plans, prices, claims, and where each stands.

        Each input line is an object with `text` and, if known, `id`, `language`, `currency`, `observed` and
        `source_kind`. The same object comes out with `is_offer`, `reason`, `access_form`, `models`, `plans`,
        `prices`, `claims` and `spans`.

        Example: `echo '{"text": "Claude Opus 4.6 1元=1刀"}' | undercut extract`
        """
        words = find(home).words() if home else PACKAGED
        with open_lines(file) as lines, output() as stream:
            rows = rows_of(lines, str(file or "standard input"))
            write(all_facts(rows, words, jobs or os.cpu_count() or 1), stream)


def open_lines(file: Path | None) -> TextIO:
    """The input as text; bytes that are no UTF-8 are kept as lone surrogates, which reading endures."""
    if file is None:
        return open(sys.stdin.fileno(), encoding="utf-8", errors="surrogateescape", closefd=False)
    try:
        return file.open(encoding="utf-8", errors="surrogateescape")
    except OSError as error:
        raise BadInput(f"{file}: {error.strerror}") from None
