"""Has pages redacted and read by a process of its own where there is a core for it: Python's threads share one."""

from __future__ import annotations

import copyreg
import gc
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import fields, replace
from io import BufferedWriter, FileIO
from operator import attrgetter
from types import MappingProxyType
from typing import IO, Any, Literal

from parsers.clean import Clean, clean
from parsers.records import Ask, BadInput, Claim, Cover, Listing, Mention, Page, Quote, Snapshot, Span, Wall
from spiders.writer import Batches, Outcome

AFTER = 5000
"""Pages of a crawl after which the process is started: to get ready it takes seconds of CPU, which some thousand pages
win back where a core is free; where none is, it costs."""
AT_ONCE = 8
"""Pages that the process is sent together: few, so that they go on while it reads others."""
SELDOM = 50_000
"""Objects that stay before Python looks for cycles among them: pages of a round are many thousands, and in none. By its
own measure, 700, that took a fifth of a crawl's CPU."""
START = "import sys; sys.path[:] = {path!r}; from spiders.apart import serve; serve()"
Layers = tuple[tuple[str, str], ...]
Task = tuple[Literal["clean", "read"], Snapshot]


def proxy(content: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    """A view of a mapping, by a name that pickle can call it by."""
    return MappingProxyType(content)


def quickly(kind: Any) -> None:
    """Have records of a kind made anew from their values: by what dataclasses do themselves it takes twice as long."""
    values = attrgetter(*(each.name for each in fields(kind)))
    copyreg.pickle(kind, lambda record: (kind, values(record)))


# A snapshot's siblings are such, which pickle does not know by itself.
copyreg.pickle(MappingProxyType, lambda view: (proxy, (dict(view),)))
for each in (Ask, Claim, Clean, Cover, Listing, Mention, Page, Quote, Snapshot, Span, Wall):
    quickly(each)


class LostProcessError(BadInput):
    """The process that redacts and reads ended by itself; nothing that was kept is lost."""


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Apart:
    """The process, started once `after` pages were seen; until it is ready pages are redacted and read as without it.

    It reads with the words of these layers, and is not used unless it says the same `version` of readers and words: a
    package that was updated under a running clock takes no part.
    """

    def __init__(self, layers: Layers, version: str, after: int = AFTER) -> None:
        self.layers, self.version, self.after = layers, version, after
        self.seen = 0
        self.process: subprocess.Popen[bytes] | None = None
        self.starting: Future[bool] | None = None
        self.batches = Batches("undercut-apart", self.outcomes, AT_ONCE)

    @property
    def ready(self) -> bool:
        """Whether there is a process that takes pages."""
        started = self.starting if self.process else None
        return bool(started and started.done() and not started.exception() and started.result())

    async def clean(self, snapshot: Snapshot) -> Snapshot | Clean:
        """The snapshot, redacted if the process is ready; LostProcessError if it ended over it."""
        self.seen += 1
        if self.seen > self.after and self.starting is None:
            self.start()
        if not self.ready:
            return snapshot
        found: Clean = await self.batches.do(("clean", replace(snapshot, siblings={})))
        return replace(found, snapshot=replace(found.snapshot, siblings=snapshot.siblings))

    async def read(self, kept: Snapshot) -> Page | Exception:
        """What is read on a kept page, or what its reader raised; LostProcessError if the process ended over it."""
        try:
            found: Page = await self.batches.do(("read", kept))
        except LostProcessError:
            raise
        except Exception as error:  # noqa: BLE001  the evidence stays, and a later reader may understand it
            return error
        return found

    def start(self) -> Future[bool]:
        """Begin to make the process ready, in a thread."""
        self.starting = self.batches.thread.submit(self.begin)
        return self.starting

    def begin(self) -> bool:
        """In the thread: start the process; whether it reads as we do."""
        code = START.format(path=sys.path)
        pipe = subprocess.PIPE
        self.process = subprocess.Popen([sys.executable, "-c", code], stdin=pipe, stdout=pipe)  # noqa: S603
        return bool(self.exchange(self.layers) == self.version)

    def exchange(self, said: Any) -> Any:
        """In the thread: say something to the process, and its answer."""
        if self.process is None or self.process.stdin is None or self.process.stdout is None:
            raise LostProcessError("the process that redacts and reads is not there; run it again")
        try:
            send(self.process.stdin, said)
            return receive(self.process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError):
            status = self.end()
            raise LostProcessError(
                f"the process that redacts and reads ended with status {status}; what was kept is there, run it again"
            ) from None

    def outcomes(self, tasks: Sequence[Task]) -> list[Outcome]:
        """In the thread: what the process makes of each of these pages."""
        try:
            found: list[Outcome] = self.exchange(list(tasks))
        except Exception as error:  # noqa: BLE001  raised where each task was given
            return [(None, error) for _ in tasks]
        return found

    def end(self) -> int | None:
        """Let the process end; its status. There is no other: what ended one process may end the next."""
        process, self.process = self.process, None
        if process is None:
            return None
        process.communicate()  # hangs up, which the process ends at
        return process.returncode

    def close(self) -> None:
        """Take no more pages; a process that is not ready yet is not waited for."""
        if self.process and not self.ready:
            self.process.kill()
        self.batches.close()
        self.end()


def send(line: IO[bytes], said: Any) -> None:
    """Say something over a pipe between us and a process of ours."""
    line.write(pickle.dumps(said, pickle.HIGHEST_PROTOCOL))  # whole or not at all
    line.flush()


def receive(line: IO[bytes]) -> Any:
    """What was said; EOFError where the other side hung up."""
    return pickle.load(line)  # noqa: S301  nobody but the two of us has the pipe


def serve() -> None:
    """In the process: redact and read what comes, until the other side hangs up, however it ended."""
    from parsers import reading
    from parsers.text.vocabulary import Words

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the crawl's to end by
    # Under PYTHONUNBUFFERED, which containers like, stdout.buffer is a file that writes but a part if it is suspended.
    inward, outward = sys.stdin.buffer, BufferedWriter(FileIO(sys.stdout.fileno(), "wb", closefd=False))
    sys.stdout = sys.stderr
    words = Words(receive(inward)).ready()
    gc.freeze()  # the words stay: nobody looks for cycles among them again
    gc.set_threshold(SELDOM, *gc.get_threshold()[1:])
    send(outward, reading.version(words))
    ways: Mapping[str, Callable[[Snapshot], object]] = {"clean": clean, "read": lambda kept: reading.read(kept, words)}
    while True:
        try:
            tasks = receive(inward)
        except (EOFError, pickle.UnpicklingError):
            return
        send(outward, [outcome(ways[name], snapshot) for name, snapshot in tasks])


def outcome(way: Callable[[Snapshot], object], snapshot: Snapshot) -> Outcome:
    """In the process: what a way gives or raises."""
    try:
        return way(snapshot), None
    except Exception as error:  # noqa: BLE001  it is raised or noted where the page came from
        return None, portable(error)


def portable(error: Exception) -> Exception:
    """The error, or what it says where it cannot be sent as it is."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301  our own
    except Exception:  # noqa: BLE001  whatever its class needs to be made anew
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
