"""Has pages kept, read and learned in threads of their own: no request waits for a disk or for a long page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any, TypeVar

T = TypeVar("T")
Job = Callable[[], Any]
Outcome = tuple[Any, Exception | None]
"""What a job gave, or what it raised."""
Together = Callable[[], AbstractContextManager[object]]


class Batches:
    """Does jobs in a thread of its own, in the order in which they were given: those that wait are done together.

    `outcomes` does them, in the thread, and says what each gave or raised; it raises nothing itself.
    """

    def __init__(self, name: str, outcomes: Callable[[Sequence[Any]], list[Outcome]]) -> None:
        self.outcomes = outcomes
        self.thread = ThreadPoolExecutor(1, name)
        self.waiting: list[tuple[Any, asyncio.Future[Any]]] = []
        self.working: asyncio.Task[None] | None = None

    async def do(self, job: Any) -> Any:
        """What the job gives, or raises."""
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self.waiting.append((job, future))
        if self.working is None:
            self.working = asyncio.create_task(self.work())
        return await future

    async def work(self) -> None:
        """Do what waits, and what comes while that is done."""
        loop = asyncio.get_running_loop()
        while self.waiting:
            jobs, self.waiting = self.waiting, []
            outcomes = await loop.run_in_executor(self.thread, self.outcomes, [job for job, _ in jobs])
            for (_, future), (found, error) in zip(jobs, outcomes, strict=True):
                if future.cancelled():
                    continue
                if error:
                    future.set_exception(error)
                else:
                    future.set_result(found)
        self.working = None

    async def rest(self) -> None:
        """Wait until nothing is left to do."""
        if self.working:
            await self.working

    def close(self) -> None:
        """Take no more jobs."""
        self.thread.shutdown()


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
