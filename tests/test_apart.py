"""The process that redacts and reads beside a crawl: the store holds the same, and its end is one clear error."""

from __future__ import annotations

import fcntl
import os
import signal
import termios
from array import array
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

import pytest

from commands.conduct import Conductor
from parsers import reading
from parsers.clean import Clean
from parsers.records import PageError, Snapshot
from parsers.text.vocabulary import PACKAGED
from spiders.apart import Apart, LostProcessError, outcome, receive, send
from spiders.network import Grant
from spiders.register import Limits, Source
from spiders.visit import Visit
from storage import evidence
from storage.ledger import counts
from storage.store import Store, create, open_store
from storage.verify import verify
from tests.histories import day, snapshot
from tests.origins import Preview, serve

PAGES = 4
PIPE = 65536
"""Bytes that a pipe holds."""
VERSION = reading.version(PACKAGED)
SOURCES = [
    Source(name, name, "telegram", (f"http://{name}.example/s/{name}",), "1d", limits=Limits(delay=0))
    for name in ("s0", "s1")
]


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with serve(Preview(PAGES, 5)) as port:
        yield port


@pytest.fixture
def apart() -> Iterator[Apart]:
    """A process that is ready."""
    apart = Apart(PACKAGED.layers, VERSION)
    assert apart.start().result()
    yield apart
    apart.close()


def crawled(store: Store, port: int, apart: Apart | None, **options: Any) -> list[Visit]:
    """One round of visits of both channels."""
    conductor = Conductor(store)
    grants = [Grant(source.hosts[0], "127.0.0.1", port) for source in SOURCES]
    with conductor.crawls(grants, apart=apart) as crawls:
        crawls.options |= options
        return conductor.round(crawls, SOURCES)


def held(store: Store) -> tuple[object, ...]:
    """What a crawl left: the bytes kept of every page, how often something was taken out, and the facts."""
    pages = sorted((each.url, each.digest, each.headers) for each in evidence.captures(store))
    return pages, counts(store), verify(store).problems


def test_the_store_holds_what_it_holds_without(tmp_path: Path, port: int, apart: Apart) -> None:
    found = []
    for name, beside in (("with", apart), ("without", None)):
        create(tmp_path / name)
        with open_store(tmp_path / name) as store:
            visits = crawled(store, port, beside)
            found.append((held(store), [(each.outcome, each.pages, each.listings) for each in visits]))
    assert found[0] == found[1]
    assert counts_of(found[0]) > 0
    assert apart.seen == PAGES * len(SOURCES), "the process was asked"


def counts_of(found: tuple[Any, Any]) -> int:
    """How many listing versions were found."""
    return int(found[0][1].versions)


def test_a_process_that_is_killed_is_one_error_and_nothing_is_lost(store: Store, port: int, apart: Apart) -> None:
    kept: list[str] = []

    def keep(found: Snapshot | Clean, visit: str) -> Snapshot:
        assert isinstance(found, Clean) or found.purpose == "robots"
        kept.append(visit)
        if len(kept) == PAGES and apart.process:
            os.kill(apart.process.pid, signal.SIGKILL)
        return evidence.keep(store, found, visit)

    with pytest.raises(LostProcessError, match="ended with status -9; what was kept is there, run it again"):
        crawled(store, port, apart, keep=keep)
    assert list(evidence.pending(store, None)), "a page was kept and not read"
    assert all(visit.outcome == "complete" for visit in crawled(store, port, None))
    assert not list(evidence.pending(store, None))
    assert not verify(store).problems


def test_a_process_with_other_readers_takes_no_part(store: Store, port: int) -> None:
    other = Apart(PACKAGED.layers, "another version", after=0)
    assert other.start().result() is False
    assert all(visit.outcome == "complete" for visit in crawled(store, port, other))
    assert not other.ready


def test_it_is_started_after_so_many_pages_and_not_before(store: Store, port: int) -> None:
    late = Apart(PACKAGED.layers, VERSION, after=PAGES * len(SOURCES))
    crawled(store, port, late)
    assert late.starting is None
    soon = Apart(PACKAGED.layers, VERSION, after=1)
    crawled(store, port, soon)
    assert soon.starting


def test_an_answer_comes_whole_though_the_process_was_suspended_while_it_wrote(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONUNBUFFERED", "1")
    page = replace(snapshot(b"x" * 1_000_000), media_type="text/plain")
    apart = Apart(PACKAGED.layers, VERSION)
    assert apart.start().result()
    assert apart.process and apart.process.stdin and apart.process.stdout
    with ThreadPoolExecutor(1) as thread:
        thread.submit(send, apart.process.stdin, [("clean", page)]).result()
        while lies_in(apart.process.stdout) < PIPE:
            pass
        apart.process.send_signal(signal.SIGSTOP)
        os.waitpid(apart.process.pid, os.WUNTRACED)
        apart.process.send_signal(signal.SIGCONT)
        answer = thread.submit(receive, apart.process.stdout)
        wait([answer], timeout=60)
        if not answer.done():
            apart.process.kill()  # else the thread reads for ever
        [(clean, error)] = answer.result()
    apart.close()
    assert (len(clean.snapshot.body), error) == (len(page.body), None)


def lies_in(pipe: IO[bytes]) -> int:
    """How many bytes wait in a pipe to be read."""
    size = array("i", [0])
    fcntl.ioctl(pipe, termios.FIONREAD, size)
    return size[0]


class OddError(Exception):
    """An error that cannot be made anew from its words."""

    def __init__(self, page: str, line: int) -> None:
        super().__init__(f"{page} in line {line}")


@pytest.mark.parametrize(
    ("error", "said"),
    [(PageError("no price"), "PageError: no price"), (OddError("page", 3), "RuntimeError: OddError: page in line 3")],
    ids=["an error of ours", "one that cannot be sent"],
)
def test_what_a_reader_raises_arrives(error: Exception, said: str) -> None:
    def fail(kept: Snapshot) -> object:
        raise error

    _, found = outcome(fail, snapshot(b"page", day(0)))
    assert f"{type(found).__name__}: {found}" == said
