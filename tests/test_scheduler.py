"""The clock with real children: what is due runs once, never two of a source or a host, and all end with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import scheduler
from parsers.records import BadInput
from scheduler import Clock, Run
from spiders.register import Limits, Source, load

DEADLINE = 20.0
TOML = 'title = "{id}"\nplatform = "new_api"\nstart = ["http://{host}/api/status"]\nevery = "{every}"\n'
# A child writes when it began and ended, and in between does what its source's title says.
CHILD = """
import os, pathlib, sys, time
folder, name, what = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
with open(folder / "log", "a") as log:
    log.write(f"+{name}\\n")
if what == "stubborn":
    import signal
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
(folder / f"{name}.{os.getpid()}").touch()
while what in ("wait", "stubborn"):
    time.sleep(0.01)
with open(folder / "log", "a") as log:
    log.write(f"-{name}\\n")
print("first\\nlast words", file=sys.stderr)
sys.exit(int(what) if what.isdigit() else 0)
"""


def until(condition: Callable[[], Any], deadline: float = DEADLINE) -> None:
    """Wait until a condition holds; fail when it never does."""
    end = monotonic() + deadline
    while not condition():
        assert monotonic() < end, "it never came to be"
        sleep(0.01)


@dataclass
class House:
    """An observatory's folder, what its children do, and what the clock said."""

    home: Path
    does: dict[str, str] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def write(self, id: str, *, host: str = "", every: str = "1d") -> Path:
        path = self.home / "sources" / f"{id}.toml"
        draft = path.with_suffix(".draft")
        draft.write_text(TOML.format(id=id, host=host or f"{id}.example", every=every), "utf-8")
        return draft.replace(path)

    def command(self, source: Source) -> Sequence[str]:
        what = self.does.get(source.id, "quick")
        return [sys.executable, "-I", "-S", "-c", CHILD, str(self.home), source.id, what]

    def log(self) -> list[str]:
        log = self.home / "log"
        return log.read_text("utf-8").split() if log.exists() else []

    def clock(self, workers: int = 2, last: dict[str, datetime] | None = None) -> Clock:
        return Clock(self.home / "sources", self.command, self.runs.append, self.complaints.append, last or {}, workers)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(scheduler, "POLL", 0.02)
    (tmp_path / "sources").mkdir()
    return House(tmp_path)


@contextmanager
def running(clock: Clock) -> Iterator[Callable[[], None]]:
    """The clock in a thread, until the block ends or what it yields is called."""
    stop = Event()
    thread = Thread(target=clock.run, args=(stop,))
    thread.start()

    def end() -> None:
        stop.set()
        thread.join(DEADLINE)
        assert not thread.is_alive()

    try:
        yield end
    finally:
        end()


def test_what_was_never_crawled_is_crawled_at_once_and_once(house: House) -> None:
    house.does["b"] = "3"
    for id in ("a", "b", "c"):
        house.write(id)
    house.write("later", every=f"{(datetime.now(UTC) - timedelta(minutes=2)).minute} */23 * * *")
    with running(house.clock()):
        until(lambda: len(house.runs) >= 3)
    runs = {run.source: run for run in house.runs}
    assert sorted(runs) == ["a", "b", "c"]
    assert [(runs[id].outcome, runs[id].status) for id in "abc"] == [("done", 0), ("failed", 3), ("done", 0)]
    assert runs["a"].message == "last words"
    assert runs["a"].started_at <= runs["a"].finished_at
    assert sorted(house.log()) == ["+a", "+b", "+c", "-a", "-b", "-c"]


def test_what_is_never_crawled_has_no_job(house: House) -> None:
    path = house.write("saved")
    path.write_text(path.read_text("utf-8").replace('"new_api"', '"taobao"'), "utf-8")
    house.write("other")
    clock = house.clock()
    clock.reread()
    assert [job.id for job in clock.jobs.get_jobs()] == ["other"]
    house.write("saved")
    clock.reread()
    assert sorted(job.id for job in clock.jobs.get_jobs()) == ["other", "saved"]
    path.write_text(path.read_text("utf-8").replace('"new_api"', '"taobao"'), "utf-8")
    clock.reread()
    assert [job.id for job in clock.jobs.get_jobs()] == ["other"]
    assert scheduler.next_visit(load(path), None, datetime.now(UTC)) is None


def test_a_restart_catches_up_once_and_few_at_a_time(house: House) -> None:
    now = datetime.now(UTC)
    ids = [f"s{number}" for number in range(6)]
    for id in [*ids, "fresh"]:
        house.write(id)
    last = {**dict.fromkeys(ids, now - timedelta(days=30)), "fresh": now - timedelta(hours=1)}
    with running(house.clock(workers=2, last=last)):
        until(lambda: len(house.runs) >= 6)
    assert sorted(run.source for run in house.runs) == ids
    under_way, most = 0, 0
    for line in house.log():
        under_way += 1 if line.startswith("+") else -1
        most = max(most, under_way)
    assert most <= 2


DUE = {
    # every, last crawl, now -> first time due (time zone +8 for cron); jitter only ever adds
    ("1d", None): "2026-05-04 12:00",
    ("1d", "2026-05-04 06:00"): "2026-05-05 06:00",
    ("1d", "2026-04-01 06:00"): "2026-05-04 12:00",
    ("30 6 * * *", None): "2026-05-04 22:30",
    ("30 6 * * *", "2026-05-03 22:30"): "2026-05-04 22:30",
    ("30 6 * * *", "2026-05-02 22:30"): "2026-05-04 12:00",
    ("30 6 * * wed", "2026-05-03 22:30"): "2026-05-05 22:30",
    ("0 0 1 */3 *", "2026-05-03 22:30"): "2026-06-30 16:00",
}


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")


@pytest.mark.parametrize(("every", "last"), DUE, ids=str)
def test_when_a_source_is_due_first(every: str, last: str | None) -> None:
    source = Source("a", "A", "new_api", ("http://a.example/",), every, timezone="Asia/Shanghai")
    now = at("2026-05-04 12:00")
    due = scheduler.first_time(scheduler.trigger_of(source), at(last) if last else None, now)
    assert timedelta() <= due - at(DUE[every, last]) <= scheduler.LARGEST_JITTER


def test_a_cron_keeps_the_hour_of_its_place_over_the_change_of_clocks() -> None:
    source = Source("a", "A", "new_api", ("http://a.example/",), "30 6 * * *", timezone="Europe/Paris")
    trigger = scheduler.trigger_of(source)
    hours = [
        scheduler.first_time(trigger, at(day), at(day)).astimezone(ZoneInfo("Europe/Paris")).hour
        for day in ("2026-03-27 12:00", "2026-03-28 12:00", "2026-10-24 12:00")
    ]
    assert hours == [6, 6, 6]


def test_new_changed_and_bad_files_are_seen_while_it_runs(house: House) -> None:
    with running(house.clock()) as end:
        house.write("a")
        until(lambda: len(house.runs) == 1)
        bad = house.write("b", every="soon")
        until(lambda: house.complaints)
        house.write("b")
        until(lambda: len(house.runs) == 2)
        bad.write_text("?", "utf-8")
        until(lambda: len(house.complaints) == 2)
        (house.home / "sources" / "a.toml").unlink()
        house.write("c")
        until(lambda: len(house.runs) == 3)
        end()
    assert [run.source for run in house.runs] == ["a", "b", "c"]
    assert house.complaints[0].startswith(f'{bad}:4: every = "soon" says no time')
    assert house.complaints[1].startswith(f"{bad}:1: not TOML")


def test_a_change_does_not_crawl_again_what_was_just_crawled(house: House) -> None:
    clock = house.clock()
    with running(clock):
        house.write("a")
        until(lambda: len(house.runs) == 1)
        house.write("a", every="6h")
        until(lambda: clock.sources["a"].every == "6h")
        house.write("z")
        until(lambda: len(house.runs) == 2)
    assert [run.source for run in house.runs] == ["a", "z"]


def test_two_sources_of_one_host_are_never_crawled_at_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "BUSY", timedelta(seconds=0.05))
    for id in ("a", "b", "c"):
        house.write(id, host="one.example")
    with running(house.clock(workers=3)):
        until(lambda: len(house.runs) == 3)
    lines = house.log()
    assert sorted(lines[::2]) == ["+a", "+b", "+c"]
    assert lines[1::2] == [line.replace("+", "-") for line in lines[::2]]


def test_a_child_that_takes_too_long_is_ended(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "GRACE", 0.3)
    house.does = {"polite": "wait", "rude": "stubborn"}
    clock = house.clock()
    with running(clock):
        monkeypatch.setattr(scheduler, "START_UP", timedelta(seconds=-598.5))
        house.write("polite")
        house.write("rude")
        until(lambda: len(house.runs) == 2)
    ends = {run.source: (run.outcome, run.status) for run in house.runs}
    assert ends == {"polite": ("timed_out", -signal.SIGTERM), "rude": ("timed_out", -signal.SIGKILL)}
    assert Limits().seconds == 600


def test_when_the_clock_stops_its_children_stop(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "GRACE", 0.5)
    house.does = {"a": "wait", "b": "stubborn", "c": "wait"}
    for id in ("a", "b", "c"):
        house.write(id)
    with running(house.clock(workers=2)) as end:
        until(lambda: len(list(house.home.glob("[ab].*"))) == 2)
        end()
    ends = {run.source: (run.outcome, run.status) for run in house.runs}
    assert ends == {"a": ("stopped", -signal.SIGTERM), "b": ("stopped", -signal.SIGKILL)}
    assert sorted(house.log()) == ["+a", "+b"], "what was waiting for its turn is not begun"
    for path in house.home.glob("[ab].*"):
        with pytest.raises(ProcessLookupError):
            os.kill(int(path.suffix[1:]), 0)


def test_a_command_that_cannot_be_run_is_said(house: House) -> None:
    clock = house.clock()
    clock.command = lambda source: [str(house.home / "nothing-here")]
    house.write("a")
    with running(clock):
        until(lambda: house.complaints)
    assert house.complaints[0].startswith("a: FileNotFoundError: ")


CLOCK = """
import sys, pathlib, scheduler
from parsers.records import BadInput
home = pathlib.Path(sys.argv[1])
child = "import os, pathlib, sys, time; pathlib.Path(f'{sys.argv[1]}.{os.getpid()}').touch(); time.sleep(60)"
try:
    scheduler.run(
        home,
        command=lambda source: [sys.executable, "-I", "-S", "-c", child, str(home / f"begun-{source.id}")],
        report=lambda run: print(run.source, run.outcome, flush=True),
        complain=print,
    )
except BadInput as error:
    sys.exit(str(error))
"""


def start_clock(home: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", CLOCK, str(home)]
    root = Path(scheduler.__file__).parent
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=root)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
def test_two_clocks_never_run_and_a_signal_ends_one_cleanly(number: signal.Signals, house: House) -> None:
    house.write("a")
    first = start_clock(house.home)
    until(lambda: list(house.home.glob("begun-a.*")))
    with pytest.raises(BadInput, match="another clock runs"), scheduler.one_clock(house.home):
        pass
    second = start_clock(house.home)
    _, words = second.communicate(timeout=DEADLINE)
    assert (second.returncode, words.strip()) == (
        1,
        f"another clock runs on {house.home} (clock.lock is held): stop that one first",
    )
    first.send_signal(number)
    said, words = first.communicate(timeout=DEADLINE)
    assert (first.returncode, said, words) == (0, "a stopped\n", "")


def test_a_killed_clock_gives_its_lock_back(house: House) -> None:
    house.write("a")
    first = start_clock(house.home)
    until(lambda: list(house.home.glob("begun-a.*")))
    first.kill()
    [begun] = house.home.glob("begun-a.*")
    os.kill(int(begun.suffix[1:]), signal.SIGKILL)
    first.communicate(timeout=DEADLINE)
    with scheduler.one_clock(house.home):
        pass


def test_the_command_of_a_crawl_names_source_and_home(tmp_path: Path) -> None:
    source = Source("a", "A", "new_api", ("http://a.example/",), "1d")
    assert scheduler.crawl_command(tmp_path, source)[1:] == [
        "-P",
        "-m",
        "undercut",
        "crawl",
        "a",
        "--home",
        str(tmp_path),
    ]
