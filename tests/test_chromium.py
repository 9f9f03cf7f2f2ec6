"""Chromium found or installed: which is taken, which way is gone when none starts, and that a second time is idle."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from spiders import chromium
from spiders.chromium import Way, obtain

STARTS, BROKEN = "exit 0", "exit 127"


def script(path: Path, body: str) -> Path:
    """A program that does what a line of shell says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with an empty PATH and nothing downloaded."""
    monkeypatch.delenv("UNDERCUT_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "cache"))
    (tmp_path / "bin").mkdir()
    return tmp_path


SHELL = "cache/chromium_headless_shell-1255/linux64/chrome-headless-shell"
THERE = {
    "none": ([], None),
    "of the system": (["bin/chromium"], "bin/chromium"),
    "under its other name": (["bin/google-chrome"], "bin/google-chrome"),
    "downloaded by Playwright": ([SHELL], SHELL),
    "the system's goes before the downloaded one": ([SHELL, "bin/chromium-browser"], "bin/chromium-browser"),
    "one that does not start is passed over": (["bin/chromium!", SHELL], SHELL),
    "what lies about is no browser": (["cache/ffmpeg-1013/linux64/ffmpeg"], None),
}


@pytest.mark.parametrize("name", THERE)
def test_which_is_taken(name: str, bare: Path) -> None:
    files, taken = THERE[name]
    for file in files:
        script(bare / file.rstrip("!"), BROKEN if file.endswith("!") else STARTS)
    assert chromium.program() == (str(bare / taken) if taken else None)


def test_the_one_that_is_named_goes_before_all(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script(bare / "bin/chromium", STARTS)
    monkeypatch.setenv("UNDERCUT_CHROMIUM", "/opt/mine")
    assert chromium.program() == "/opt/mine"


def way(name: str, bare: Path, brings: str | None, body: str = STARTS) -> Way:
    """A way that writes down that it was gone, and brings a program if it is to."""
    line = f"echo {name} >> {bare}/gone"
    if brings:
        script(bare / "source" / name, body)
        line += f"; /bin/mkdir -p {(bare / brings).parent}; /bin/cp {bare}/source/{name} {bare / brings}"
    return Way(name, [[str(script(bare / "ways" / name, line))]])


WAYS = {
    # what is there; what the first and the second way bring -> the ways that are gone, what is found
    "there is one that starts": (STARTS, None, None, [], "bin/chromium"),
    "the first way brings one": (None, (SHELL, STARTS), None, ["first"], SHELL),
    "the first way fails": (None, None, ("bin/chromium", STARTS), ["first", "second"], "bin/chromium"),
    "what the first brings does not start": (
        None, (SHELL, BROKEN), ("bin/chromium", STARTS), ["first", "second"], "bin/chromium",
    ),
    "none can be had": (None, None, None, ["first", "second"], None),
}  # fmt: skip


@pytest.mark.parametrize("name", WAYS)
def test_the_ways_are_gone_in_order_until_one_starts(name: str, bare: Path) -> None:
    there, first, second, gone, found = WAYS[name]
    if there:
        script(bare / "bin/chromium", there)
    ways = [way("first", bare, *(first or (None,))), way("second", bare, *(second or (None,)))]
    said: list[str] = []
    expected = str(bare / found) if found else None
    assert obtain(ways, said.append) == expected
    assert lines(bare) == gone
    assert [sentence.split("trying ")[1] for sentence in said] == [f"{each} …" for each in gone]
    if found:
        assert obtain(ways, said.append) == expected
        assert lines(bare) == gone, "a second time nothing is done"


def lines(bare: Path) -> list[str]:
    """The ways that were gone."""
    log = bare / "gone"
    return log.read_text("utf-8").split() if log.exists() else []


def test_a_way_that_is_no_program_is_a_way_that_fails(bare: Path) -> None:
    assert not chromium.carried_out(Way("nothing", [[str(bare / "nowhere")]]))


def test_a_failed_update_of_lists_does_not_stop_the_installation(bare: Path) -> None:
    script(bare / "bin/apt-get", f'echo "$@" >> {bare}/asked; [ "$4" != update ]')
    assert chromium.carried_out(Way("Debian", chromium.packages("chromium", chromium.FONT)))
    asked = (bare / "asked").read_text("utf-8").splitlines()
    assert asked == [
        "-q -o DPkg::Lock::Timeout=120 update",
        "-q -o DPkg::Lock::Timeout=120 install --yes --no-install-recommends chromium fonts-noto-cjk",
    ]


def test_nothing_is_installed_by_apt_where_there_is_none(bare: Path) -> None:
    assert [each.name for each in chromium.ways()] == ["Playwright's download"]


@pytest.mark.browser
def test_the_command_names_what_it_found() -> None:
    command = [sys.executable, "-P", "-m", "undercut", "browser"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, f"Chromium: {chromium.program()}\n")
