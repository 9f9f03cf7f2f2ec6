"""Joins our own labels with the listings' texts, which lie beside the project, into a file to score against."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

LABELS = Path(__file__).with_name("labels.jsonl")
"""A row a listing, by id, labelled without sight of the reader; `unsure` lists fields open to two opinions."""


def labelled(texts: Iterable[str], labels: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The listings that are labelled, in the form of the scorer, without the fields that their label is unsure of."""
    known = {row["id"]: row for row in map(json.loads, labels)}
    for listing in map(json.loads, texts):
        if label := known.get(listing["id"]):
            yield listing | _sure(label)


def _sure(label: Mapping[str, Any]) -> dict[str, Any]:
    """A label without what it is unsure of: the scorer leaves out a field that a row lacks, but claims only by code."""
    sure = {name: value for name, value in label.items() if name not in (*label["unsure"], "unsure")}
    return {"claims": [], "scored_claims": []} | sure if "claims" in label["unsure"] else sure


def main(texts: Path) -> None:
    """Print the labelled listings of a file as JSON lines."""
    with texts.open(encoding="utf-8") as lines, LABELS.open(encoding="utf-8") as labels:
        for row in labelled(lines, labels):
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
