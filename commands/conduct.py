"""Lets the rooms meet: what a spider fetched is kept as evidence, read, and learned, and each visit is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from parsers import reading
from parsers.records import Page, Snapshot
from parsers.text.vocabulary import PACKAGED, Words
from storage import evidence, ledger, rate_book, runs
from storage.evidence import Capture
from storage.store import Store

if TYPE_CHECKING:
    from spiders.apart import Apart
    from spiders.crawl import Crawls
    from spiders.network import Grant
    from spiders.register import Source
    from spiders.visit import Visit

Clock = Callable[[], datetime]


def now() -> datetime:
    """The time, as every room gets it: aware UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Conductor:
    """One store, the words to read with, and the clock that dates what is learned."""

    store: Store
    words: Words = PACKAGED
    clock: Clock = now

    @property
    def version(self) -> str:
        """What reads: the readers' version with that of the words."""
        return reading.version(self.words)

    def read(self, kept: Snapshot) -> Page:
        """What the words make of a kept page."""
        return reading.read(kept, self.words)

    def learn(self, kept: Snapshot, result: Page | Exception, visit: str) -> bool:
        """Add one reading to the ledger; whether it is new."""
        new = ledger.learn(self.store, kept, result, visit, self.clock(), version=self.version)
        if isinstance(result, Page) and (result.stated or result.fx):
            rate_book.learn(self.store, result, kept.fetched_at.date(), self.clock())
        return new

    def judged(self, kept: Snapshot) -> Page | Exception:
        """The page, or the reader's failure: evidence stays and the rest goes on."""
        try:
            return self.read(kept)
        except Exception as error:  # noqa: BLE001  a reader's mistake is counted in the ledger, never fatal
            return error

    def crawls(self, grants: Iterable[Grant] = (), contact: str = "", apart: Apart | None = None) -> Crawls:
        """Rounds of visits whose answers go into this store; `apart` is a process that is there already."""
        from spiders.crawl import Crawls

        keep = partial(evidence.keep, self.store)
        recall = partial(evidence.recall, self.store)
        spent, sent = partial(runs.requests, self.store), partial(runs.ask, self.store)
        return Crawls(
            keep=keep, learn=self.learn, grants=grants, contact=contact, read=self.read, recall=recall, spent=spent,
            sent=sent, together=self.store.write, apart=apart or self.apart(),
        )  # fmt: skip

    def apart(self) -> Apart | None:
        """A process that reads with these words, for long crawls; None where it could not have them, or has no core."""
        from spiders.apart import Apart, cores

        return Apart(self.words.layers, self.version) if self.words.as_written and cores() > 1 else None

    def round(self, crawls: Crawls, sources: Iterable[Source]) -> list[Visit]:
        """One visit of each source, recorded; what an earlier, killed crawl left unread is read first."""
        for _ in self.reread(evidence.pending(self.store, None)):
            pass
        visits = crawls.round(sources, self.clock)
        with self.store.write():  # one sync for all
            for visit in visits:
                runs.record(self.store, visit)
        return visits

    def take(self, snapshots: Iterable[Snapshot], visit: str) -> list[Page | Exception]:
        """Keep and read saved pages as one visit; the later ones see the earlier ones as siblings."""
        taken = []
        siblings: dict[str, Snapshot] = {}
        for snapshot in snapshots:
            kept = evidence.keep(self.store, snapshot, visit)
            whole = reading.with_siblings(kept, siblings)
            siblings[kept.purpose] = kept
            result = self.judged(whole)
            self.learn(kept, result, visit)
            taken.append(result)
        return taken

    def reread(self, captures: Iterable[Capture]) -> Iterable[tuple[Capture, Page | Exception]]:
        """Read kept pages again and add what is learned, one by one."""
        for capture in captures:
            kept = evidence.snapshot(self.store, capture)
            result = self.judged(kept)
            self.learn(kept, result, capture.visit)
            yield capture, result
