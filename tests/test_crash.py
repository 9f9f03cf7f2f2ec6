"""A process killed anywhere: run again to the end, and the store holds what an undisturbed run holds."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from parsers.records import Page, PageError, Snapshot
from storage.evidence import captures, keep, pending
from storage.evidence import snapshot as again
from storage.ledger import learn
from storage.projection import spans
from storage.store import Store, create, open_store
from storage.verify import verify
from tests.histories import day, listing, snapshot, visit_of

DAYS = 20
KILLS = 12
FORK = multiprocessing.get_context("fork")


def market() -> Iterator[Snapshot]:
    """An invented seller, seen daily: prices that change now and then, an offer that goes, a page that breaks."""
    for number in range(DAYS):
        yield snapshot(f"{number // 2} {number % 7}".encode() + b" " * 20_000, day(number))


def read(kept: Snapshot) -> Page | PageError:
    """What a reader would make of it."""
    price, offers = map(int, kept.body.split())
    if offers == 6:
        return PageError("the page is broken")
    return Page(listings=tuple(listing(str(offer), f"{price} CNY") for offer in range(offers + 1)), complete=True)


def crawl(home: Path, progress: Connection | None) -> None:
    """Keep and learn the whole market, telling after each step that it is done."""
    with open_store(home) as store:
        catch_up(store)
        for found in market():
            visit = visit_of(found.source, found.fetched_at)
            kept = keep(store, found, visit)
            tell(progress)
            learn(store, kept, read(kept), visit, found.fetched_at, version="1")
            tell(progress)
            spans(store)
            tell(progress)


def catch_up(store: Store) -> None:
    """Learn what was kept and not learned before the last run was killed."""
    for capture in pending(store, "1"):
        kept = again(store, capture)
        learn(store, kept, read(kept), capture.visit, kept.fetched_at, version="1")


def tell(progress: Connection | None) -> None:
    """Let the parent know that a step is done."""
    if progress:
        progress.send(None)


def killed(home: Path, steps: int, moment: random.Random) -> None:
    """A run that is killed in the middle of what follows its first steps."""
    ours, theirs = FORK.Pipe(duplex=False)
    child = FORK.Process(target=crawl, args=(home, theirs))
    child.start()
    theirs.close()
    for _ in range(steps):
        ours.recv()
    for _ in range(moment.randrange(60_000)):
        pass
    assert child.pid
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    assert child.exitcode == -signal.SIGKILL
    ours.close()


def facts(home: Path) -> dict[str, list[tuple[object, ...]]]:
    """What the store knows, without the numbers and places that depend on how it came to know it."""
    queries = {
        "captures": "SELECT v.name, c.url, b.digest, c.fetched_at FROM captures c JOIN visits v ON v.id = c.visit"
        " JOIN bodies b ON b.id = c.body",
        "readings": "SELECT v.name, r.version, r.learned_at, r.outcome, r.complete, s.digest FROM readings r"
        " JOIN captures c ON c.id = r.capture JOIN visits v ON v.id = c.visit"
        " JOIN listing_sets s ON s.id = r.listing_set",
        "listings": "SELECT l.digest, count(DISTINCT q.ordinal), count(DISTINCT m.ordinal), count(DISTINCT k.ordinal)"
        " FROM listings l JOIN quotes q ON q.listing = l.id JOIN mentions m ON m.listing = l.id"
        " JOIN claims k ON k.listing = l.id GROUP BY l.digest",
        "sets": "SELECT digest, size FROM listing_sets",
    }
    with open_store(home) as store, store.read() as connection:
        found = {name: sorted(map(tuple, connection.exec_driver_sql(query))) for name, query in queries.items()}
    with open_store(home) as store:
        found["spans"] = [(span,) for span in spans(store)]
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_a_killed_process_loses_nothing(tmp_path: Path, seed: int) -> None:
    calm, torn = tmp_path / "calm", tmp_path / "torn"
    create(calm)
    create(torn)
    (torn / "seller.key").write_text((calm / "seller.key").read_text())
    (torn / "facts.sqlite").write_bytes((calm / "facts.sqlite").read_bytes())
    crawl(calm, None)
    moment = random.Random(seed)
    for _ in range(KILLS):
        killed(torn, moment.randrange(3 * DAYS), moment)
    crawl(torn, None)
    assert facts(torn) == facts(calm)
    assert len(facts(torn)["captures"]) == DAYS
    with open_store(torn) as store:
        found = verify(store)
        assert not found.problems
        assert found.records == DAYS
        assert len({again(store, capture).body for capture in captures(store)}) == found.bodies


def write_own(home: Path, source: str) -> None:
    """Keep and learn a source of one's own, whose bodies others have as well."""
    with open_store(home) as store:
        for found in market():
            visit = visit_of(source, found.fetched_at)
            kept = keep(store, replace(found, source=source), visit)
            learn(store, kept, read(kept), visit, found.fetched_at, version="1")


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    create(tmp_path / "shared")
    sources = ["nova", "lune", "brio"]
    children = [FORK.Process(target=write_own, args=(tmp_path / "shared", source)) for source in sources]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0, 0, 0]
    with open_store(tmp_path / "shared") as store:
        found = verify(store)
        assert (found.records, found.bodies, found.problems, found.loose) == (3 * DAYS, DAYS, (), ())
        assert {(each.source, each.fetched_at) for each in captures(store)} == {
            (source, each.fetched_at) for source in sources for each in market()
        }
        assert not list(pending(store, "1"))
