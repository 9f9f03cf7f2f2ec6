"""The clock: which source is crawled when, each crawl in a child process of its own, two of one source never."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Lock, current_thread, main_thread
from time import monotonic
from typing import Any, Literal

from apscheduler.events import EVENT_JOB_ERROR
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from filelock import FileLock, Timeout

from parsers.records import BadInput
from spiders import timing
from spiders.platforms import never_crawled
from spiders.register import Source, load

LOCK = "clock.lock"
POLL = 2.0
"""Seconds between two looks at the source files."""
START_UP = timedelta(minutes=2)
"""What a crawl may take beyond its source's own limit: starting, reading, writing."""
GRACE = 10.0
"""Seconds between asking a child to end and ending it."""
BUSY = timedelta(seconds=15)
"""When to try again where another source of the same host is being crawled."""
LARGEST_JITTER = timedelta(minutes=10)
DONE = {0, 4}
"""Exit statuses of `undercut crawl`: 0 complete, 4 partial."""

# APScheduler's messages would reach the error stream through logging's last resort: what matters is reported.
logging.getLogger("apscheduler").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Run:
    """How one child went; `status` is its exit status (negative: a signal ended it), `message` its last words."""

    source: str
    started_at: datetime
    finished_at: datetime
    outcome: Literal["done", "failed", "timed_out", "stopped"]
    status: int | None
    message: str = ""


Command = Callable[[Source], Sequence[str]]
Report = Callable[[Run], object]
Complain = Callable[[str], object]


def crawl_command(home: Path, source: Source) -> list[str]:
    """The command line of one crawl; -P keeps the working directory out of the child's imports."""
    return [sys.executable, "-P", "-m", "undercut", "crawl", source.id, "--home", str(home)]


def run(
    home: Path,
    *,
    command: Command,
    report: Report,
    complain: Complain,
    last: Mapping[str, datetime] | None = None,
    workers: int = 2,
    started: Callable[[], None] = lambda: None,
) -> None:
    """Crawl the observatory's sources, each at its times, until SIGTERM or SIGINT.

    `last` is when each source was last crawled: what is overdue is caught up once, `workers` at a time. `started` is
    called once this clock is the only one and hears both signals, `report` gets every Run and `complain` every
    sentence on a source's file, never two at once. BadInput if a clock of this observatory is running already.
    """
    with one_clock(home), stop_signals() as stop:
        started()
        Clock(home / "sources", command, report, complain, last or {}, workers).run(stop)


@contextmanager
def one_clock(home: Path) -> Iterator[None]:
    """The observatory's lock, which the system takes back however the process ends."""
    try:
        with FileLock(home / LOCK, timeout=0):
            yield
    except Timeout:
        raise BadInput(f"another clock runs on {home} ({LOCK} is held): stop that one first") from None


@contextmanager
def stop_signals() -> Iterator[Event]:
    """An event that SIGTERM and SIGINT set; the handlers that were there before are put back."""
    stop = Event()
    before = {}
    if current_thread() is main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            before[number] = signal.signal(number, lambda *_: stop.set())
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Clock:
    """One job for each source file; files are read again when they change."""

    def __init__(
        self,
        folder: Path,
        command: Command,
        report: Report,
        complain: Complain,
        last: Mapping[str, datetime],
        workers: int,
    ) -> None:
        self.folder, self.command, self.report, self.complain = folder, command, report, complain
        self.last = dict(last)
        self.sources: dict[str, Source] = {}
        self.stamps: dict[Path, tuple[int, int, int]] = {}
        self.children: dict[str, subprocess.Popen[str]] = {}
        self.hosts: set[str] = set()
        self.stopping = False
        self.state, self.speech = Lock(), Lock()
        self.jobs = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(workers)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone=UTC,
        )
        self.jobs.add_listener(self.failed, EVENT_JOB_ERROR)

    def run(self, stop: Event) -> None:
        """Keep time until `stop` is set, then end the children and return when they are gone."""
        self.reread()
        self.jobs.start()
        try:
            while not stop.wait(POLL):
                self.reread()
        finally:
            self.close()

    def close(self) -> None:
        """Start nothing more, ask the children to end, and wait for them."""
        with self.state:
            self.stopping = True
            children = list(self.children.values())
        self.jobs.remove_all_jobs()
        for number in (signal.SIGTERM, signal.SIGKILL):
            for child in (child for child in children if child.poll() is None):
                signal_group(child, number)
            wait_all(children, GRACE)
        self.jobs.shutdown(wait=True)

    def reread(self) -> None:
        """Take up new and changed files and drop those that are gone; a bad file leaves its source as it was."""
        stamps = {path: stamp(path) for path in sorted(self.folder.glob("*.toml"))}
        for path in self.stamps.keys() - stamps.keys():
            self.forget(path.stem)
        for path in [path for path, mark in stamps.items() if self.stamps.get(path) != mark]:
            try:
                self.take(load(path))
            except BadInput as error:
                self.say(str(error))
        self.stamps = stamps

    def take(self, source: Source) -> None:
        """Give a source its job, or a new one in the place of the old; one that is never crawled has none."""
        if self.sources.get(source.id) == source:
            return
        if never_crawled(source.platform):
            self.forget(source.id)
            return
        self.sources[source.id] = source
        trigger = trigger_of(source)
        due = first_time(trigger, self.last.get(source.id), datetime.now(UTC))
        self.jobs.add_job(self.crawl, trigger, [source.id], id=source.id, next_run_time=due, replace_existing=True)

    def forget(self, name: str) -> None:
        """Take away the job of a source whose file is gone; a crawl under way ends by itself."""
        if self.sources.pop(name, None):
            self.jobs.remove_job(name)

    def crawl(self, name: str) -> None:
        """Run one source's child; put off while its host is busy with another source."""
        source = self.sources.get(name)
        if source is None:
            return
        hosts = set(source.hosts)
        with self.state:
            busy = bool(self.hosts & hosts)
            if not busy:
                self.hosts |= hosts
        if busy:
            self.jobs.modify_job(name, next_run_time=datetime.now(UTC) + BUSY)
            return
        try:
            self.run_child(source)
        finally:
            with self.state:
                self.hosts -= hosts

    def run_child(self, source: Source) -> None:
        """Start the child, wait for it within its time, and report."""
        started_at = datetime.now(UTC)
        with self.state:
            if self.stopping:
                return
            self.last[source.id] = started_at
            child = self.children[source.id] = start(self.command(source))
        words, timed_out = wait_for(child, source.limits.seconds + START_UP.total_seconds())
        with self.state:
            del self.children[source.id]
            stopped = self.stopping
        outcome: Literal["done", "failed", "timed_out", "stopped"]
        if child.returncode in DONE:
            outcome = "done"
        else:
            outcome = "timed_out" if timed_out else "stopped" if stopped else "failed"
        with self.speech:
            self.report(Run(source.id, started_at, datetime.now(UTC), outcome, child.returncode, words))

    def say(self, sentence: str) -> None:
        """Complain, one sentence at a time."""
        with self.speech:
            self.complain(sentence)

    def failed(self, event: Any) -> None:
        """Say what a job raised, which is ours and not the child's."""
        self.say(f"{event.job_id}: {type(event.exception).__name__}: {event.exception}")


def stamp(path: Path) -> tuple[int, int, int]:
    """What changes when a file does; zeros for one that has just gone."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return (0, 0, 0)
    return found.st_mtime_ns, found.st_size, found.st_ino


def next_visit(source: Source, last: datetime | None, now: datetime) -> datetime | None:
    """When a source that was last visited then is due, but for the minutes by which visits are spread; None: never."""
    if never_crawled(source.platform):
        return None
    return first_time(trigger_of(source, spread=0), last, now)


def trigger_of(source: Source, spread: int = 1) -> Any:
    """When a source is due; spread by up to a tenth of its interval, so that not all begin at once."""
    period = timing.interval(source.every)
    if period is None:
        minute, hour, day, month, weekday = source.every.split()
        return CronTrigger(
            minute=minute,
            hour=hour,
            day=day,
            month=month,
            day_of_week=weekday,
            timezone=source.timezone,
            jitter=60 * spread or None,
        )
    jitter = min(period / 10, LARGEST_JITTER).total_seconds()
    return IntervalTrigger(seconds=int(period.total_seconds()), timezone=UTC, jitter=jitter * spread or None)


def first_time(trigger: Any, last: datetime | None, now: datetime) -> datetime:
    """When a source is due first: now where it was never crawled by interval, or is overdue however often."""
    if last is None and isinstance(trigger, IntervalTrigger):
        return now
    due: datetime = trigger.get_next_fire_time(last, last or now)
    return max(due, now)


def start(command: Sequence[str]) -> subprocess.Popen[str]:
    """A child at the head of a process group of its own, so that it ends with whatever it started."""
    return subprocess.Popen(  # noqa: S603  the command is the conductor's own
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,
    )


def wait_for(child: subprocess.Popen[str], seconds: float) -> tuple[str, bool]:
    """The child's last line of complaint, and whether it had to be ended because its time was over."""
    timed_out = False
    for number in (None, signal.SIGTERM, signal.SIGKILL):
        if number is not None:
            timed_out = True
            signal_group(child, number)
        with suppress(subprocess.TimeoutExpired):
            _, words = child.communicate(timeout=seconds if number is None else GRACE)
            return (words.strip().splitlines() or [""])[-1], timed_out
    return "", timed_out


def wait_all(children: Iterable[subprocess.Popen[str]], seconds: float) -> None:
    """Wait until all have ended, at most so long altogether."""
    end = monotonic() + seconds
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.0, end - monotonic()))


def signal_group(child: subprocess.Popen[str], number: int) -> None:
    """Send a signal to the child and to what it started, if they are still there."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, number)
