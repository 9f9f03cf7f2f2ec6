"""How the sources stand and whether the evidence is whole, as told; and hosts that want to be left alone."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from commands.conduct import Conductor
from commands.crawl import left_alone
from commands.demo import build
from commands.observatory import find
from commands.status import standings
from lab.market import Market
from lab.server import serve
from parsers.records import ROBOTS, Page, Snapshot
from spiders.crawl import crawl
from spiders.network import Grant
from spiders.register import Limits, load
from storage import runs
from storage.store import open_store
from tests.loopback import Answer
from tests.loopback import serve as serve_web
from tests.test_commands import undercut

AT = datetime(2026, 4, 6, 12, tzinfo=UTC)
PANEL, CHANNEL, LATER = "nova-relay", "tg-fenghuo-api", "luzhou"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An observatory with a good visit, a refused one, a source not yet visited, and one whose file is gone."""
    place, market = tmp_path_factory.mktemp("status") / "market", Market(1)
    build(place, market)
    for path in (place / "sources").glob("*.toml"):
        if path.stem not in {PANEL, CHANNEL, LATER, "songguo"}:
            path.unlink()
    with open_store(place) as store, serve(market) as server:
        server.fault("t-me.example", "secondary_limit")
        chosen = [replace(find(place).source(name), limits=Limits(delay=0)) for name in (PANEL, CHANNEL, "songguo")]
        conductor = Conductor(store, clock=lambda: AT)
        with conductor.crawls([Grant(host, *where) for host, where in server.grants.items()]) as crawls:
            conductor.round(crawls, chosen)
    (place / "sources" / "songguo.toml").unlink()
    return place


def test_each_source_stands_as_it_was_left(home: Path) -> None:
    with open_store(home) as store:
        found = {each.source: each for each in standings(find(home), store, AT + timedelta(seconds=30))}
    assert list(found) == sorted([PANEL, CHANNEL, LATER, "songguo"])
    panel, channel, later, gone = (found[name] for name in (PANEL, CHANNEL, LATER, "songguo"))
    assert (panel.outcome, panel.listings, panel.failed, panel.walls, panel.note) == ("complete", 1, 0, 0, None)
    assert (panel.last_visit, panel.next_visit) == (AT, AT + timedelta(days=7))
    assert (channel.outcome, channel.listings, channel.walls) == ("wall", 0, 1)
    assert channel.note == "forbidden: HTTP 403, retry after 60"
    assert (later.last_visit, later.outcome, later.failed, later.evidence_bytes) == (None, None, None, 0)
    assert later.next_visit == AT + timedelta(seconds=30)
    assert (gone.outcome, gone.next_visit) == ("complete", None)
    assert panel.evidence_bytes > 500


def test_status_is_told_to_people_and_machines(home: Path) -> None:
    told = undercut("status", "--home", home)
    assert told.returncode == 0, told.stderr
    assert "takes" in told.stdout
    rows = json.loads(undercut("status", "--home", home, "--format", "json").stdout)
    assert [row["source"] for row in rows] == sorted([PANEL, CHANNEL, LATER, "songguo"])
    lines = list(csv.DictReader(io.StringIO(undercut("status", "--home", home, "--format", "csv").stdout)))
    assert [line["outcome"] for line in lines] == ["", "complete", "complete", "wall"]


def test_status_fits_eighty_columns(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    table, _, below = undercut("status", "--home", home).stdout.partition("\n\n")
    rows = {line.split()[0]: line for line in table.splitlines()[2:]}
    assert list(rows) == sorted([PANEL, CHANNEL, LATER, "songguo"])
    assert max(len(line) for line in table.splitlines()) <= 80
    assert re.search(r" (?:04-06 12:00|2026-04-06) +complete +1 +– ", rows[PANEL])  # the year only where it is another
    assert re.search(r" wall +0 +1 wall ", rows[CHANNEL])
    assert below.startswith(f"{CHANNEL}: forbidden: HTTP 403, retry after 60\n")


PAUSES = {
    "60": AT + timedelta(seconds=60),
    "0": AT,
    "Mon, 06 Apr 2026 13:00:00 GMT": AT + timedelta(hours=1),
    "Monday, 06-Apr-26 13:00:00 GMT": AT + timedelta(hours=1),
    "Mon Apr  6 13:00:00 2026": AT + timedelta(hours=1),
    "Fri, 31 Dec 9999 23:59:59 -2359": None,
    "Mon, 99 Apr 2026 13:00:00 GMT": None,
    "60, 120": None,
    "soon": None,
    "-5": None,
    "9999999999": None,
    "": None,
}


@pytest.mark.parametrize("value", PAUSES)
def test_a_retry_after_is_seconds_or_a_date(value: str) -> None:
    assert runs.retry_after(value, AT) == PAUSES[value]


def test_a_host_is_left_alone_for_as_long_as_it_asked(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_store(home) as store:
        pauses = runs.pauses(store)
    assert pauses == {"t-me.example": AT + timedelta(seconds=60)}
    source = find(home).source(CHANNEL)
    assert left_alone(source, pauses, AT + timedelta(seconds=59))
    assert "was not visited: its host asked to be left alone until 2026-04-06 12:01:00 UTC" in capsys.readouterr().err
    assert not left_alone(source, pauses, AT + timedelta(seconds=60))
    assert not left_alone(find(home).source(PANEL), pauses, AT)


NOT_NOW = {
    "429": (429, ""),
    "503 with a time": (503, "9"),
    "500 with a time": (500, "9"),
    "403 with a time": (403, "9"),
}


@pytest.mark.parametrize("name", NOT_NOW)
def test_after_not_now_no_source_asks_that_host_in_this_round(name: str, tmp_path: Path) -> None:
    status, pause = NOT_NOW[name]
    sources, kept = [], list[Snapshot]()
    for number in range(3):
        path = tmp_path / f"nova{number}.toml"
        start = f'title = "N"\nplatform = "telegram"\nstart = ["http://nova.example/{number}"]\nevery = "1d"\n'
        path.write_text(start + "[limits]\ndelay = 0\n", "utf-8")
        sources.append(load(path))
    with serve_web() as web:
        for number in range(3):
            web.put(f"http://nova.example/{number}", Answer(b"", status, headers=(("Retry-After", pause),)))

        def keep(found: Snapshot, visit: str) -> Snapshot:
            kept.extend([found] if found.purpose != ROBOTS else [])
            return found

        visits = crawl(
            sources, keep=keep, learn=lambda *_: None,
            clock=lambda: AT, grants=web.grants("nova.example"), read=lambda found: Page(),
        )  # fmt: skip
        assert len(web.urls()) == len(kept) == 1
    assert [visit.walls for visit in visits].count(1) == 2
    assert sum(f"nova.example answered HTTP {status}, not now" in "".join(visit.notes) for visit in visits) == 2


def test_verify_finds_what_is_damaged(home: Path, tmp_path: Path) -> None:
    whole = undercut("evidence", "verify", "--home", home)
    assert (whole.returncode, whole.stdout.strip().endswith("0 problems: all is as it was written")) == (0, True)
    [file] = [path for path in (home / "evidence").iterdir() if path.suffix == ".gz"]
    content = file.read_bytes()
    try:
        file.write_bytes(content[:-40] + b"\0" * 40)
        broken = undercut("evidence", "verify", "--home", home)
        assert broken.returncode == 1
        assert f"{file.name} at byte" in broken.stderr
        assert "restore the file from a copy" in broken.stderr
        found = json.loads(undercut("evidence", "verify", "--home", home, "--format", "json").stdout)
        assert (len(found["problems"]), found["loose"]) == (1, [])
        file.write_bytes(content + b"torn")
        loose = undercut("evidence", "verify", "--home", home)
        assert (loose.returncode, "left by a killed process" in loose.stdout) == (0, True)
    finally:
        file.write_bytes(content)
