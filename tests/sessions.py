"""Runs the console sessions of the documents: what a page shows after `$` is run, and must print what the page shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BLOCK = re.compile(r"^```console\n(.*?)^```", re.M | re.S)
ANY_LINES = "…"


@dataclass(frozen=True)
class Step:
    """One command of a session and the output that the page shows for it."""

    page: str
    command: str
    shown: str


def steps(page: Path) -> Iterator[Step]:
    """Every command of a page's console blocks, in order; a line that is only `…` stands for any lines."""
    for block in BLOCK.findall(page.read_text("utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, shown = part.partition("\n")
            yield Step(page.name, command, shown.rstrip())


def run(command: str, folder: Path) -> str:
    """What the command prints in this folder, both streams, in a terminal of 100 columns."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb", "TZ": "UTC"}
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return "\n".join(line.rstrip() for line in done.stdout.splitlines()).rstrip()


def agrees(shown: str, printed: str) -> bool:
    """Whether the printed lines are the shown ones, with anything where the page has `…`."""
    parts = [re.escape(part.strip("\n")) for part in re.split(rf"^{ANY_LINES}$", shown, flags=re.M)]
    return re.fullmatch("(?:.*\n?)*?".join(parts), printed, re.S) is not None
