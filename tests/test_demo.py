"""The main job end to end: the lab's market crawled, read, learned and published, held against its truth."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path

import pytest

from commands.demo import build, good, market_of, recovered, walk
from lab.market import Market
from parsers.text.vocabulary import PACKAGED, Words
from storage import ledger
from storage.store import open_store

SEEDS = range(20)
ENOUGH_CLAIMS = 98
"""Percent of the claims that are to be found."""
A_ROW = "per_dollar"
"""A form of prices that many of the lab's sellers write ("0.15元/刀")."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The observatory that `undercut demo` leaves."""
    place = tmp_path_factory.mktemp("demo") / "demo"
    done = subprocess.run(
        [sys.executable, "-P", "-m", "undercut", "demo", str(place)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for title in ("Crawls and pages by source", "model line", "access method", "Recovered of the lab's truth"):
        assert title in done.stdout
    return place


def test_no_planted_key_or_contact_is_anywhere_on_disk(home: Path) -> None:
    planted = market_of(0).planted()
    assert len(planted) > 20
    for path in home.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            plain = content if path.suffix != ".gz" else subprocess.check_output(["gzip", "-dc", path])
            assert not [secret for secret in planted if secret.encode() in plain], path


def test_an_unchanged_market_adds_a_row_per_fetch_and_no_facts(tmp_path: Path) -> None:
    market = Market(1)
    market.weeks = market.weeks[:1] * 2
    build(tmp_path / "twice", market)
    walked = walk(tmp_path / "twice", market, weeks=1)
    with open_store(tmp_path / "twice") as store:
        before = ledger.counts(store)
    again = walk(tmp_path / "twice", market, weeks=1)
    with open_store(tmp_path / "twice") as store:
        after = ledger.counts(store)
    assert sum(visit.pages for visit in again.visits) == sum(visit.pages for visit in walked.visits)
    facts = ("listings", "versions", "quotes", "claims", "sellers", "bodies")
    assert {name: asdict(after)[name] for name in facts} == {name: asdict(before)[name] for name in facts}


def without(row: str) -> Words:
    """The packaged words less one row of the price forms."""
    ids = {form.id for form in PACKAGED.price_forms.rows}
    assert row in ids
    return PACKAGED.with_forms(PACKAGED.price_forms.only(ids - {row}))


@pytest.mark.parametrize(("words", "enough"), [(PACKAGED, True), (without(A_ROW), False)], ids=["all words", A_ROW])
def test_a_vocabulary_row_taken_away_is_missed(words: Words, enough: bool, tmp_path: Path) -> None:
    market = Market(0)
    build(tmp_path / "demo", market)
    walk(tmp_path / "demo", market, words, weeks=4)
    found = recovered(tmp_path / "demo", market, weeks=4)
    assert good(found.listings)
    assert good(found.percents) is enough, str(found)


def compared(place: Path, seed: int) -> tuple[bool, str]:
    """Walk one market and say whether enough listings and percents were recovered, and nothing besides."""
    market = market_of(seed)
    build(place, market)
    walk(place, market)
    found = recovered(place, market)
    enough = good(found.listings) and good(found.percents) and found.claims.percent >= ENOUGH_CLAIMS
    return enough and not found.invented, f"seed {seed}: {found}"


def test_twenty_markets_are_recovered(tmp_path: Path) -> None:
    with ProcessPoolExecutor(2) as pool:
        results = list(pool.map(compared, [tmp_path / str(seed) for seed in SEEDS], SEEDS))
    assert not [line for right, line in results if not right]
