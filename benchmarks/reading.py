"""Times the reading of listings beside the libraries that read money, on all cores, and on hostile texts as they grow.

Run: `python -m benchmarks.reading`, or with `--no-growth` without the last part, which takes minutes. In one run, over
the same texts (the corpus that ships with the project, and hand-labelled ones where they lie beside it): processor time
of one core a listing, its ratio to that of each library, and the F1 of the amounts that each reads. Then one process
over all cores; and for each hostile shape the time of 1 MB over that of 100 kB (10 is linear).
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.peers import PEERS, Prices
from commands.extract import all_facts, facts_row
from lab.corpus import CORPUS
from parsers.records import Context, Facts
from parsers.text.offers import extract
from parsers.text.vocabulary import PACKAGED
from publishing.evaluation import Case, tallies
from tests.test_hostile import SEEDS

Row = Mapping[str, Any]
Reader = Callable[[str, str], Any]
"""Reads, in a language, a text."""
LABELLED = (CORPUS, Path(__file__).parents[2] / "shared" / "gold" / "dev.jsonl")
RUNS, SLOW_RUNS = 15, 2
ROUNDS = 20
SHORT, LONG = 100_000, 1_000_000
"""Bytes of a hostile text."""


def of_one_text(work: Callable[[str], Any], text: str, runs: int) -> float:
    """The least processor time of some runs, in seconds; each gets a text of its own, as texts are remembered."""
    took = []
    for run in range(runs):
        again = f"{text}\n{run}"
        began = time.process_time()
        work(again)
        took.append(time.process_time() - began)
    return min(took)


def each(read: Reader, rows: Sequence[Row], runs: int) -> float:
    """Processor time a text, in microseconds."""
    read(language(rows[0]), rows[0]["text"])
    took = [of_one_text(partial(read, language(row)), row["text"], runs) for row in rows]
    return sum(took) / len(rows) * 1e6


def amounts_f1(read: Reader, rows: Sequence[Row]) -> float:
    """F1 over the amounts (with their currency) of labelled listings."""
    counts = [
        tallies(Case({"prices": row["prices"]}, {"prices": read(language(row), row["text"])}))["amounts"]
        for row in rows
        if "prices" in row
    ]
    right, wanted, found = map(sum, zip(*counts, strict=True))
    return float(2 * right / (wanted + found))


def language(row: Row) -> str:
    return str(row.get("language") or "en").partition("-")[0]


def full(language: str, text: str) -> Facts:
    """Everything that this reader finds, with spans."""
    return extract(text, Context(language=language))


def prices(language: str, text: str) -> Prices:
    """The prices of that, in the form of the gold GUIDE."""
    found: Prices = facts_row({"text": text, "language": language})["prices"]
    return found


def compare(rows: Sequence[Row]) -> None:
    """Print time and F1 of this reader and of the libraries, over the same texts."""
    print(f"{len(rows)} texts, {sum(len(row['text']) for row in rows) / len(rows):.0f} characters on average")
    ours = each(full, rows, RUNS)
    print(f"  {'undercut':18}{ours:8.0f} µs a text, amounts F1 {amounts_f1(prices, rows):.2f}")
    for name, read in PEERS.items():
        theirs = each(read, rows, RUNS if name == "price-parser" else SLOW_RUNS)
        said = f"{theirs:8.0f} µs a text, amounts F1 {amounts_f1(read, rows):.2f}"
        print(f"  {name:18}{said}; undercut takes {ours / theirs:.3g} times as long", flush=True)


def cores(rows: Sequence[Row]) -> None:
    """Print how much faster all cores are than one process; here the clock on the wall counts."""
    many = [{"text": f"{row['text']}\n{number}"} for number in range(ROUNDS) for row in rows]
    took = []
    for part, jobs in ((many[::2], 1), (many[1::2], os.cpu_count() or 1)):
        began = time.perf_counter()
        list(all_facts(part, PACKAGED, jobs))
        took.append(time.perf_counter() - began)
    print(f"one process / {os.cpu_count()} processes = {took[0] / took[1]:.1f}")


def hostile(seed: str, size: int) -> str:
    """An offer with that many bytes of a hostile shape inside."""
    return f"Claude API 0.5元/刀 {seed * (size // len(seed.encode('utf-8', 'surrogatepass')))} 无需翻墙 1元=1刀"


def growth(name: str) -> float:
    """The time of 1 MB of a hostile shape over that of 100 kB."""
    short = of_one_text(extract, hostile(SEEDS[name], SHORT), 3)
    return of_one_text(extract, hostile(SEEDS[name], LONG), 1) / short


def main() -> None:
    for path in LABELLED:
        if path.exists():
            print(f"{path.name}: ", end="")
            compare([json.loads(line) for line in path.read_text("utf-8").splitlines()])
    cores([json.loads(line) for line in CORPUS.read_text("utf-8").splitlines()])
    if "--no-growth" in sys.argv:
        return
    for name in SEEDS:
        print(f"1 MB / 100 kB of {name}: {growth(name):.1f}", flush=True)


if __name__ == "__main__":
    main()
