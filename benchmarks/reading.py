"""Times the reading of texts: beside trying every phrase in turn, on all cores, and on hostile texts as they grow.

Run: `python -m benchmarks.reading`. Prints microseconds a text and three ratios: finding claims with every row's
pattern in turn over finding them with the prefilter; one process over all cores; and, for the hostile seed that grows
worst, the time of a text eight times as long over eight times the time of the short one (1 is linear).
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from typing import Any

from commands.extract import all_facts
from lab.corpus import CORPUS
from parsers.text.hidden import hide
from parsers.text.layout import plain
from parsers.text.offers import extract
from parsers.text.script import fold
from parsers.text.vocabulary import PACKAGED
from tests.test_hostile import SEEDS

ROUNDS = 20
SHORT, TIMES = 4_000, 8


def seconds(work: Callable[[int], Any], runs: int = 3) -> float:
    """The least of some runs; each is given its number, so that no text comes twice and is remembered."""
    took = []
    for run in range(runs):
        began = time.perf_counter()
        work(run)
        took.append(time.perf_counter() - began)
    return min(took)


def in_turn(texts: list[str]) -> None:
    """Every row's pattern over every text."""
    for text in texts:
        for row in PACKAGED.claims.lexicon.rows:
            list(row.pattern.finditer(text))


def prefiltered(texts: list[str]) -> None:
    """The same through the lexicon."""
    for text in texts:
        PACKAGED.claims.lexicon.hits(text)


def growth(seed: str) -> float:
    """How much more than eight times the time a text of eight times the length takes."""
    short, long = (seed * (size // len(seed)) for size in (SHORT, SHORT * TIMES))
    once = seconds(lambda run: extract(f"Claude API {run} {short}"))
    return seconds(lambda run: extract(f"Claude API {run} {long}"), 1) / once / TIMES


def main() -> None:
    rows = [json.loads(line) for line in CORPUS.read_text("utf-8").splitlines()]
    texts = [row["text"] for row in rows]
    shown = [hide(plain(fold(text))) for text in texts] * ROUNDS
    each = seconds(lambda run: [extract(f"{text}\n{run}") for text in texts]) / len(texts)
    print(f"reading: {each * 1e6:.0f} µs a text, {sum(map(len, texts)) / len(texts):.0f} characters on average")
    slow, fast = seconds(lambda _: in_turn(shown)), seconds(lambda _: prefiltered(shown))
    print(f"claims: every row in turn / prefilter = {slow / fast:.1f}")
    many = [{"text": f"{text}\n{number}"} for number in range(ROUNDS) for text in texts]
    one = seconds(lambda _: list(all_facts(many[::2], PACKAGED, 1)), 1)
    cores = os.cpu_count() or 1
    all_cores = seconds(lambda _: list(all_facts(many[1::2], PACKAGED, cores)), 1)
    print(f"one process / {cores} processes = {one / all_cores:.1f}")
    grown = {name: growth(seed) for name, seed in SEEDS.items()}
    worst = max(grown, key=lambda name: grown[name])
    print(f"growth, worst of {len(SEEDS)} hostile seeds: {grown[worst]:.1f} ({worst})")


if __name__ == "__main__":
    main()
