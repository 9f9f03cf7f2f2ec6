"""A year of the lab, daily, with random faults and kills, in a bounded time; then everything is held against the truth.

`make soak`, or `python -m tests.soak --seed 7 --days 30`. A child process crawls; this one serves the market, spoils
hosts, and kills the child in the middle of its work. The seed is printed: the same seed spoils and kills alike.
"""

from __future__ import annotations

import multiprocessing
import os
import secrets
import signal
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from pathlib import Path
from random import Random
from time import monotonic
from typing import Annotated

import typer

from commands.conduct import Conductor
from commands.console import FINDINGS, out, progress
from commands.demo import build
from commands.observatory import find
from lab import faults
from lab.market import Market
from lab.server import Server, serve
from spiders.network import Grant
from spiders.register import Limits
from storage import evidence, projection, runs
from storage.store import Store, open_store
from storage.verify import verify

FIRST, WEEKS = date(2025, 9, 29), 54
NOON = time(12, tzinfo=UTC)
LIMITS, CALM = Limits(delay=0, seconds=2), Limits(delay=0, seconds=120)
"""Of a day with faults, and of the last, when everything has to be seen however busy the machine is."""
SPOILED, KILLED = 0.05, 0.1
"""How likely a host is spoiled, and the child killed, on a day."""
GRACE = 30.0
"""Seconds beyond its sources' limits that a round may take, whatever else the machine does."""
SLOWEST_KILL = 1.0
FORK = multiprocessing.get_context("fork")


@dataclass
class Soak:
    """What happened: days walked, visits by outcome, faults by kind, kills; `findings` is what was wrong."""

    days: int = 0
    kills: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)


class Child:
    """The crawling process, which can be killed and started anew."""

    def __init__(self, home: Path, grants: Sequence[Grant]) -> None:
        self.home, self.grants = home, grants
        self.start()

    def start(self) -> None:
        """A new process on the same observatory."""
        self.line, theirs = FORK.Pipe()
        self.process: ForkProcess = FORK.Process(target=crawl, args=(self.home, self.grants, theirs), daemon=True)
        self.process.start()
        theirs.close()

    def round(self, at: datetime, seconds: float, limits: Limits = LIMITS) -> Counter[str] | None:
        """The outcomes of one visit of each source, None if they have not come after so many seconds."""
        self.line.send((at, limits))
        if not self.line.poll(seconds):
            return None
        outcomes: Counter[str] = self.line.recv()
        return outcomes

    def kill(self) -> None:
        """End the process at once, in the middle of whatever it does."""
        assert self.process.pid
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.join()
        self.line.close()


def crawl(home: Path, grants: Sequence[Grant], line: Connection) -> None:
    """In the child: one round at each moment that is named."""
    sources = find(home).sources()
    at = datetime.combine(FIRST, NOON)
    with open_store(home) as store:
        conductor = Conductor(store, clock=lambda: at)
        with conductor.crawls(grants) as crawls:
            while True:
                at, limits = line.recv()
                visits = conductor.round(crawls, [replace(source, limits=limits) for source in sources])
                line.send(Counter(visit.outcome for visit in visits))


def soak(home: Path, seed: int, days: Sequence[date], seconds: float, market: Market, killed: float = KILLED) -> Soak:
    """Walk the days for at most so many seconds, the last of them calm, and check what is left."""
    done, rng, end = Soak(), Random(seed), monotonic() + seconds
    build(home, market)
    with serve(market) as server, progress() as bar:
        child = Child(home, [Grant(host, *place) for host, place in server.grants.items()])
        for day in bar.track(days, description=f"a year with seed {seed}"):
            over = monotonic() > end or day == days[-1]
            server.day = day
            spoil(server, rng, done, calm=over)
            live(child, day, rng, done, killed, CALM if over else LIMITS)
            if over:
                break
        child.kill()
    with open_store(home) as store:
        done.findings += check(store, market, day)
    return done


def spoil(server: Server, rng: Random, done: Soak, *, calm: bool) -> None:
    """Mend all hosts and, on a day that is not calm, spoil some."""
    server.mend()
    for host in () if calm else server.grants:
        if rng.random() < SPOILED:
            kind = rng.choice(list(faults.KINDS))
            server.fault(host, kind, rng.choice(("/", "/", "/api/pricing", "/robots.txt")))
            done.faults[kind] += 1


def live(child: Child, day: date, rng: Random, done: Soak, killed: float, limits: Limits) -> None:
    """One day: a round, begun anew by a new process after each kill."""
    at = datetime.combine(day, NOON)
    while rng.random() < killed:
        if (outcomes := child.round(at, rng.random() * SLOWEST_KILL)) is not None:
            done.outcomes += outcomes
        child.kill()
        child.start()
        done.kills += 1
        at += timedelta(minutes=1)
    seconds = limits.seconds + GRACE
    outcomes = child.round(at, seconds, limits)
    if outcomes is None:
        done.findings.append(f"{day}: the round took longer than {seconds:g} s")
        child.kill()
        child.start()
    else:
        done.outcomes += outcomes
    done.days += 1


def check(store: Store, market: Market, last: date) -> Iterator[str]:
    """Everything that is wrong with what the year left."""
    yield from verify(store).problems
    yield from broken_rows(store)
    yield from (f"{each.visit}: {each.url} was kept and not read" for each in evidence.pending(store, None))
    kept = Counter(each.visit for each in evidence.captures(store))
    for run in runs.runs(store):
        if run.pages is not None and run.pages != kept[run.id]:
            yield f"{run.id}: {run.pages} answers, of which {kept[run.id]} are kept"
    before = projection.spans(store)
    projection.rebuild(store)
    if projection.spans(store) != before:
        yield "the spans are others when they are projected anew"
    yield from untrue(store, market, last)


def broken_rows(store: Store) -> Iterator[str]:
    """What SQLite finds wrong with its file, and rows that point nowhere."""
    with store.read() as connection:
        for [said] in connection.exec_driver_sql("PRAGMA integrity_check"):
            if said != "ok":
                yield f"facts.sqlite: {said}"
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            yield f"facts.sqlite: {tuple(row)} points nowhere"


def untrue(store: Store, market: Market, last: date) -> Iterator[str]:
    """Listings that began, ended or stand although the market knows better."""
    true: dict[date, set[str]] = defaultdict(set)

    def there(listing_id: str, moment: datetime) -> bool:
        day = moment.date()
        if day not in true:
            true[day] = {store.pseudonym("listing", "\0".join(place)) for place in market.on_show(day)}
        return listing_id in true[day]

    spans = projection.spans(store)
    for span in spans:
        if not there(span.listing_id, span.first_seen):
            yield f"{span.source} {span.listing_id}: begins on {span.first_seen:%Y-%m-%d}, when it was not there"
        if span.end_reason == "gone" and span.ended_at and there(span.listing_id, span.ended_at):
            yield f"{span.source} {span.listing_id}: ended on {span.ended_at:%Y-%m-%d}, when it was there"
    noon = datetime.combine(last, NOON)
    standing = {span.listing_id for span in spans if span.ended_at is None}
    there("", noon)
    yield from (f"{each}: stands on {last}, when it was not there" for each in sorted(standing - true[last]))
    yield from (f"{each}: was there on {last} and is not known" for each in sorted(true[last] - standing))


def main(
    seed: Annotated[int | None, typer.Option(help="Which year; default: one by chance, which is printed.")] = None,
    days: Annotated[int, typer.Option(min=2, max=365, help="How many days.")] = 365,
    minutes: Annotated[float, typer.Option(help="When to stop, however far it is.")] = 20,
) -> None:
    """Walk a year of the lab with faults and kills, and check that nothing was lost. Status 1 with findings."""
    seed = secrets.randbelow(10**6) if seed is None else seed
    out.print(f"seed {seed}")
    started = monotonic()
    with tempfile.TemporaryDirectory(prefix="undercut-soak-") as place:
        market = Market(seed, first=FIRST, weeks=WEEKS)
        wanted = [FIRST + timedelta(days=number) for number in range(days)]
        done = soak(Path(place) / "market", seed, wanted, minutes * 60, market)
    out.print(f"{done.days} of {days} days in {monotonic() - started:.0f} s, {done.kills} kills")
    out.print(f"visits: {dict(done.outcomes.most_common())}")
    out.print(f"faults: {dict(done.faults.most_common())}")
    for finding in done.findings:
        out.print(finding, markup=False, soft_wrap=True)
    out.print(f"{len(done.findings)} findings (seed {seed})")
    if done.findings:
        raise typer.Exit(FINDINGS)


if __name__ == "__main__":
    typer.run(main)
