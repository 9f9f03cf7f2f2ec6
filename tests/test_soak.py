"""Some days of the soak: faults and kills that certainly come, and checks that certainly can fail."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from lab.market import Market
from storage.store import open_store
from tests.soak import FIRST, WEEKS, Soak, check, soak

SEED, DAYS = 11, 12
WEEK = [FIRST + timedelta(days=number) for number in range(DAYS)]
MARKET = Market(SEED, first=FIRST, weeks=WEEKS)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Soak, Path]:
    """Some days with many kills."""
    home = tmp_path_factory.mktemp("soak") / "market"
    return soak(home, SEED, WEEK, 300, MARKET, killed=0.4), home


def test_some_days_with_faults_and_kills_lose_nothing(done: tuple[Soak, Path]) -> None:
    found, _ = done
    assert found.findings == []
    assert (found.days, found.kills > 2, found.faults.total() > 2) == (DAYS, True, True)
    assert found.outcomes["complete"] > 5 * DAYS
    assert found.outcomes["failed"] + found.outcomes["wall"] > found.faults.total()


DAMAGE = {
    "UPDATE spans SET ended_at = last_seen, end_reason = 'gone'": "the spans are others when they are projected anew",
    "DELETE FROM readings WHERE capture = (SELECT min(capture) FROM readings)": "was kept and not read",
    "UPDATE bodies SET digest = zeroblob(32) WHERE id = (SELECT min(id) FROM bodies)": "names the body",
    "UPDATE visits SET pages = pages + 1 WHERE pages = 3": "4 answers, of which 3 are kept",
    "UPDATE readings SET listing_set = (SELECT max(listing_set) FROM readings) WHERE complete AND id > 99": (
        "when it was there"
    ),
    "UPDATE readings SET listing_set = 1": "and is not known",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_is_wrong_is_found(damage: str, done: tuple[Soak, Path], tmp_path: Path) -> None:
    shutil.copytree(done[1], tmp_path / "market")
    with open_store(tmp_path / "market") as store:
        with store.write() as connection:
            connection.exec_driver_sql(damage)
            connection.exec_driver_sql("UPDATE projections SET learned = learned + ?", (int("readings" in damage),))
        found = list(check(store, MARKET, WEEK[-1]))
    assert any(DAMAGE[damage] in finding for finding in found), found[:3]
