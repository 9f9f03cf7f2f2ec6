"""The long crawl's own judgement: what grows is found, what is flat is not; and a short one, whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.long_crawl import GROWTH, STEP, Long, grown, long_crawl


@pytest.mark.parametrize("a_page", [0.0, 0.0001, 0.008], ids=["flat", "100 bytes a page", "a body a page"])
def test_memory_that_grows_with_the_pages_is_found(a_page: float) -> None:
    done = Long(50_000, [150 + a_page * STEP * number for number in range(500)])
    done.judge(50_000)
    assert bool(done.findings) == (a_page * 12_500 > GROWTH)


def test_what_a_start_takes_is_no_growth() -> None:
    assert grown([90, 120, 140, 150, 150, 151, 150, 150]) <= 0


def test_a_missing_page_is_found() -> None:
    done = Long(9)
    done.judge(10)
    assert done.findings == ["9 pages of 10 were read"]


def test_a_short_crawl_is_whole_and_flat(tmp_path: Path) -> None:
    done = long_crawl(tmp_path / "store", 400, each=80)
    assert (done.pages, done.findings, len(done.held)) == (400, [], 4)
