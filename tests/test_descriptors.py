"""A round of more hosts than the process may have connections to: none is noted as one that could not be reached."""

from __future__ import annotations

import multiprocessing
import resource
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from parsers.records import Page
from spiders.crawl import crawl
from spiders.descriptors import EACH, REST, room
from spiders.network import Grant
from spiders.register import Limits, Source
from tests.loopback import Answer, Web, serve

HOSTS = 100
FEW = REST + 44


@pytest.fixture
def web() -> Iterator[Web]:
    with serve() as web:
        yield web


def limited(soft: int, hard: int) -> ProcessPoolExecutor:
    """A process of its own that may have so many descriptors: a limit once lowered cannot be raised again."""
    own = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(1, own, resource.setrlimit, (resource.RLIMIT_NOFILE, (soft, hard)))


def visited(grants: list[Grant]) -> tuple[set[tuple[str, ...]], int]:
    """In that process: what the visits say went wrong, and how many pages came."""
    limits = Limits(delay=0)
    sources = [Source(f"s{i}", "A shop", "new_api", (f"http://{each.host}/a",), "1d", limits=limits)
               for i, each in enumerate(grants)]  # fmt: skip
    rooms: dict[str, Any] = {"keep": lambda page, _: page, "learn": lambda *_: None, "clock": noon}
    visits = crawl(sources, grants=grants, read=lambda _: Page(), **rooms)
    return {visit.notes for visit in visits}, sum(visit.pages for visit in visits)


def noon() -> datetime:
    return datetime(2026, 5, 4, 12, tzinfo=UTC)


LIMITS = {
    "fewer than the hosts need": (FEW, FEW),
    "fewer than the hosts need, which may be raised": (FEW, 2 * REST + EACH * HOSTS),
}


@pytest.mark.parametrize("what", LIMITS)
def test_every_host_of_a_large_round_is_reached(what: str, web: Web) -> None:
    hosts = [f"s{number}.example" for number in range(HOSTS)]
    for host in hosts:
        web.put(f"http://{host}/a", Answer(b"the page"))
    with limited(*LIMITS[what]) as process:
        assert process.submit(visited, web.grants(*hosts)).result() == ({()}, HOSTS)


ROOM = {
    # soft and hard limit -> how many of 100 hosts are visited at once, the soft limit then
    (10_000, 10_000): (100, 10_000),
    (256, 10_000): (100, REST + EACH * HOSTS),
    (FEW, FEW): (14, FEW),
    (100, 200): (1, 200),
}


@pytest.mark.parametrize("limits", ROOM, ids=str)
def test_the_limit_is_raised_as_far_as_it_may_be_and_bounds_the_rest(limits: tuple[int, int]) -> None:
    with limited(*limits) as process:
        found = process.submit(room, HOSTS).result()
        soft, _ = process.submit(resource.getrlimit, resource.RLIMIT_NOFILE).result()
    assert (found, soft) == ROOM[limits]
