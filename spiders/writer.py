"""Has pages kept, read and learned in threads of their own: no request waits for a disk or for a long page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")
Job = Callable[[], Any]
Outcome = tuple[Any, Exception | None]
"""What a job gave, or what it raised."""
Together = Callable[[], AbstractContextManager[object]]


class Batches:
    """Does jobs in a thread of its own, in the order in which they were given: those that wait are done together.

    `outcomes` does them, at most so many at once, in the thread, and says what each gave or raised; it raises nothing
    itself. The thread takes the next jobs itself: a busy loop keeps it from nothing, and gets back what is done.
    """

    def __init__(self, name: str, outcomes: Callable[[Sequence[Any]], list[Outcome]], most: int | None = None) -> None:
        self.outcomes, self.most = outcomes, most
        self.thread = ThreadPoolExecutor(1, name)
        self.waiting: list[tuple[Any, asyncio.Future[Any]]] = []
        self.lock = Lock()
        self.busy = False

    async def do(self, job: Any) -> Any:
        """What the job gives, or raises."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        with self.lock:
            self.waiting.append((job, future))
            begin, self.busy = not self.busy, True
        if begin:
            self.thread.submit(self.work, loop)
        return await future

    def work(self, loop: asyncio.AbstractEventLoop) -> None:
        """In the thread: do what waits, and what comes while that is done."""
        while batch := self.taken():
            outcomes = self.outcomes([job for job, _ in batch])
            loop.call_soon_threadsafe(settle, [future for _, future in batch], outcomes)

    def taken(self) -> list[tuple[Any, asyncio.Future[Any]]]:
        """In the thread: the next jobs, or none, with which its work is over."""
        with self.lock:
            batch = self.waiting[: self.most]
            del self.waiting[: self.most]
            self.busy = bool(batch)
        return batch

    async def rest(self) -> None:
        """Wait until nothing is left to do."""
        while self.busy:
            await asyncio.get_running_loop().run_in_executor(self.thread, int)  # its turn comes when the work is over

    def close(self) -> None:
        """Take no more jobs."""
        self.thread.shutdown()


def settle(futures: Sequence[asyncio.Future[Any]], outcomes: Sequence[Outcome]) -> None:
    """Tell whoever waits what the jobs gave or raised."""
    for future, (found, error) in zip(futures, outcomes, strict=True):
        if future.done():
            continue
        if error:
            future.set_exception(error)
        else:
            future.set_result(found)


class Writer:
    """Does jobs one after the other, in the order in which they were given; those that wait are done `together`.

    `together` makes a block of which all is done or nothing. If one of its jobs fails, each is done anew, alone, so
    that only the faulty one fails: jobs can be done twice. Without `together` every job is done once, alone.
    """

    def __init__(self, together: Together | None = None) -> None:
        self.together = together
        self.batches = Batches("undercut-writer", self.outcomes)
        self.reader = ThreadPoolExecutor(1, "undercut-reader")

    async def do(self, job: Callable[[], T]) -> T:
        """What the job gives, or raises."""
        found: T = await self.batches.do(job)
        return found

    async def aside(self, job: Callable[[], T]) -> T:
        """What a job that writes nothing gives, or raises; one is done at a time."""
        return await asyncio.get_running_loop().run_in_executor(self.reader, job)

    def outcomes(self, jobs: Sequence[Job]) -> list[Outcome]:
        """In the thread: what each job gave or raised."""
        if self.together and len(jobs) > 1:
            try:
                with self.together():
                    return [(job(), None) for job in jobs]
            except Exception:  # noqa: BLE001, S110  whose fault it is shows when each is done alone
                pass
        return [alone(job) for job in jobs]

    async def rest(self) -> None:
        """Wait until nothing is left to do."""
        await self.batches.rest()

    def close(self) -> None:
        """Take no more jobs."""
        self.batches.close()
        self.reader.shutdown()


def alone(job: Job) -> Outcome:
    """What one job gives or raises."""
    try:
        return job(), None
    except Exception as error:  # noqa: BLE001  it is raised where the job was given
        return None, error
