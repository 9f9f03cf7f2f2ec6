"""The faults of the lab in GitHub's answers: in the search that leads to files, and in a file that was known before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic

import pytest

from commands.demo import build
from commands.observatory import find
from lab import faults
from lab.market import Market
from lab.server import Server, serve
from storage import evidence
from storage.projection import spans, suspicious
from storage.store import open_store
from storage.verify import verify
from tests.test_faults import FIRST, LIMITS, MOMENT, WEEK, check_spans, visited

SOURCE = "github-lists"
TOO_LONG = "the answer is longer than limits.body_bytes"
OUTCOMES: dict[str, tuple[str, str, str, str]] = {
    # What comes of a search that is spoiled, and of the first file: outcome and what is said of it.
    "slow": ("complete", "", "complete", ""),
    "stalled": ("failed", "no answer came in time", "partial", "no answer came in time"),
    "server_error": ("failed", "not read: answered with HTTP 500", "partial", "not read: answered with HTTP 500"),
    "unavailable": ("wall", "rate_limited: HTTP 503, retry after 1", "wall", "rate_limited: HTTP 503, retry after 1"),
    "rate_limited": ("wall", "rate_limited: HTTP 429, retry after 1", "wall", "rate_limited: HTTP 429, retry after 1"),
    "truncated": ("failed", "the answer broke off", "partial", "the answer broke off"),
    "wrong_length": ("failed", "what came is no HTTP", "partial", "what came is no HTTP"),
    "wrong_charset": ("complete", "", "complete", ""),
    # Markdown has no end that could be missed: a file that was cut short and came whole is an edited file.
    "broken": ("failed", "not read: broken JSON where JSON was expected", "complete", ""),
    "login_wall": ("wall", "login: HTTP 200 with a login form", "wall", "login: HTTP 200 with a login form"),
    "challenge": ("wall", "challenge: HTTP 403 with cf-mit", "wall", "challenge: HTTP 403 with cf-mit"),
    "empty": ("failed", "not read: an empty answer", "partial", "not read: an empty answer"),
    # A search that finds nothing is an answer, and a suspicious one: nothing ends by it.
    "hollow": ("complete", "", "partial", "not read: a web page where a Markdown file was expected"),
    "redirect_loop": ("failed", "not read: HTTP 302 leads to ", "partial", "not read: HTTP 302 leads to "),
    "oversized": ("failed", TOO_LONG, "partial", TOO_LONG),
    "bomb": ("failed", TOO_LONG, "partial", TOO_LONG),
    "secondary_limit": ("wall", "rate_limited: HTTP 403, retry after 60 s", "wall", "rate_limited: HTTP 403, retry"),
    "primary_limit": ("wall", "rate_limited: HTTP 403, nothing left", "wall", "rate_limited: HTTP 403, nothing left"),
    "reset": (
        "failed",
        "the connection broke off before an answer",
        "partial",
        "the connection broke off before an answer",
    ),
}
LAST_STEP = {"search": "/repositories", "file": "/readme"}
EDITED = ("broken", "file")
NOTHING_FOUND = ("hollow", "search")


@pytest.fixture
def server() -> Iterator[Server]:
    """The lab's GitHub, with its whole budget."""
    with serve(Market(5, platforms=["github"])) as running:
        yield running


def test_the_table_is_whole() -> None:
    assert OUTCOMES.keys() == faults.KINDS.keys()


@pytest.mark.parametrize("place", LAST_STEP)
@pytest.mark.parametrize("kind", OUTCOMES)
def test_a_fault_of_github(kind: str, place: str, server: Server, tmp_path: Path) -> None:
    outcome, said = OUTCOMES[kind][:2] if place == "search" else OUTCOMES[kind][2:]
    build(tmp_path / "lists", server.market)
    chosen = [replace(find(tmp_path / "lists").source(SOURCE), limits=LIMITS)]
    with open_store(tmp_path / "lists") as store:
        before = visited(store, server, chosen, FIRST)[SOURCE]
        targets = [each.target.partition("?")[0] for each in server.asked]
        server.fault(chosen[0].hosts[0], kind, next(each for each in targets if each.endswith(LAST_STEP[place])))
        started = monotonic()
        during = visited(store, server, chosen, FIRST + WEEK)[SOURCE]
        assert monotonic() - started < LIMITS.seconds + MOMENT
        assert during.outcome == outcome, during.notes
        assert bool(said) == bool(during.notes), during.notes
        assert not said or said in during.notes[0]
        assert len([each for each in evidence.captures(store) if each.visit == during.id]) == during.pages
        assert {each.source for each in suspicious(store)} == ({SOURCE} if (kind, place) == NOTHING_FOUND else set())
        server.mend()
        after = visited(store, server, chosen, FIRST + 2 * WEEK)[SOURCE]
        assert (before.outcome, after.outcome) == ("complete", "complete")
        assert verify(store).problems == ()
        if (kind, place) == EDITED:
            assert {each.end_reason for each in spans(store)} == {None, "changed"}
        else:
            check_spans(store, before.listings, FIRST + 2 * WEEK)
