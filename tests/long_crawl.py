"""A crawl of fifty thousand pages in flat memory: channels on loopback, fetched, kept, read and learned.

`make soak` runs it after the year of the lab; `python -m tests.long_crawl --pages 3000` is a shorter one. A child
process crawls, five channels at a time, and says every hundred pages how much memory it holds. Status 1 if it holds
more in the last quarter of the pages than in the quarter before, or if a page is missing.
"""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from time import monotonic
from typing import Annotated

import typer

from commands.conduct import Conductor
from commands.console import FINDINGS, out, progress
from parsers.records import Snapshot
from spiders.crawl import Crawls
from spiders.network import Grant
from spiders.register import Limits, Source
from storage import evidence, ledger
from storage.store import create, open_store
from storage.verify import verify
from tests.origins import Preview, serve

AT_ONCE = 5
A_CHANNEL = 1000
"""Pages of a channel: as many as a visit may read."""
STEP = 100
GROWTH = 5.0
"""MB by which the last quarter may exceed the one before: four hundred bytes a page, where a page has thousands."""
FORK = multiprocessing.get_context("fork")


@dataclass
class Long:
    """What a long crawl came to: `held` is the memory in MB after each hundred pages; `findings` what was wrong."""

    pages: int = 0
    held: list[float] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)

    def judge(self, wanted: int) -> None:
        """Note what is wrong: pages that are missing, and memory that grows."""
        if self.pages != wanted:
            self.findings.append(f"{self.pages} pages of {wanted} were read")
        if (growth := grown(self.held)) > GROWTH:
            self.findings.append(f"the last quarter of the pages takes {growth:.1f} MB more than the one before")


def grown(held: Sequence[float]) -> float:
    """How much more is held in the last quarter than in the one before, in the middle of each."""
    quarter = len(held) // 4
    return median(held[-quarter:]) - median(held[-2 * quarter : -quarter]) if quarter else 0.0


def resident() -> float:
    """The memory of this process that is in use, in MB."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 / 1e6


def channels(pages: int, each: int) -> list[Source]:
    """One source for each channel."""
    limits = Limits(pages=each, delay=0, seconds=3600)
    starts = [f"http://s{number}.example/s/s{number}" for number in range(pages // each)]
    return [Source(f"s{at}", "A channel", "telegram", (url,), "1d", limits=limits) for at, url in enumerate(starts)]


def crawl(home: Path, sources: Sequence[Source], port: int, line: Connection) -> None:
    """In the child: round after round, telling the memory held; last of all, how many pages were read."""
    create(home)
    grants = [Grant(source.hosts[0], "127.0.0.1", port) for source in sources]
    with open_store(home) as store:
        conductor, seen = Conductor(store), 0

        def keep(snapshot: Snapshot, visit: str) -> Snapshot:
            nonlocal seen
            seen += 1
            if seen % STEP == 0:
                line.send(resident())
            return evidence.keep(store, snapshot, visit)

        with Crawls(
            keep=keep, learn=conductor.learn, grants=grants, read=conductor.read, together=store.write,
            recall=partial(evidence.recall, store),
        ) as crawls:  # fmt: skip
            for first in range(0, len(sources), AT_ONCE):
                conductor.round(crawls, sources[first : first + AT_ONCE])
        read = ledger.counts(store)
    line.send(read.readings - read.failed - read.walls)
    line.close()


def long_crawl(home: Path, pages: int, each: int = A_CHANNEL) -> Long:
    """Crawl so many pages, in channels of so many each, and judge what it took."""
    done, sources = Long(), channels(pages, each)
    line, theirs = FORK.Pipe()
    with serve(Preview(each, 1)) as port, progress() as bar:
        child = FORK.Process(target=crawl, args=(home, sources, port, theirs))
        child.start()
        theirs.close()
        task = bar.add_task(f"{pages} pages", total=pages)
        while isinstance(said := line.recv(), float):
            done.held.append(said)
            bar.advance(task, STEP)
        done.pages = said
        child.join()
    with open_store(home) as store:
        done.findings += verify(store).problems
    done.judge(pages)
    return done


def main(pages: Annotated[int, typer.Option(min=2000, help="How many pages, in thousands.")] = 50_000) -> None:
    """Crawl many pages on loopback and see that memory does not grow. Status 1 with findings."""
    started = monotonic()
    with tempfile.TemporaryDirectory(prefix="undercut-long-") as place:
        done = long_crawl(Path(place) / "store", pages)
    took = monotonic() - started
    shown = ", ".join(f"{held:.0f}" for held in done.held[:: max(1, len(done.held) // 10)])
    out.print(f"{done.pages} pages in {took:.0f} s, {done.pages / took:.0f} a second; memory in MB: {shown}")
    out.print(f"last quarter against the one before: {grown(done.held):+.1f} MB, at most {GROWTH:g} allowed")
    for finding in done.findings:
        out.print(finding, markup=False, soft_wrap=True)
    if done.findings:
        raise typer.Exit(FINDINGS)


if __name__ == "__main__":
    typer.run(main)
