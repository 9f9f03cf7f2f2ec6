"""Runs the console sessions of the documents: what a page shows after `$` is run, and must print what it shows."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

BLOCK = re.compile(r"^```console\n(.*?)^```", re.M | re.S)
ANYTHING = "…"
CONTINUED = re.compile(r"> ?")
ALIKE = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclass(frozen=True)
class Step:
    """One command of a session and the output that the page shows for it."""

    page: str
    command: str
    shown: str


def steps(page: Path) -> Iterator[Step]:
    """Every command of a page's console blocks, in order; `> ` goes on with it, `…` stands for anything."""
    for block in BLOCK.findall(page.read_text("utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            lines = part.split("\n")
            more = list(takewhile(CONTINUED.match, lines[1:]))
            command = "\n".join([lines[0], *(CONTINUED.sub("", line) for line in more)])
            yield Step(page.name, command, "\n".join(lines[1 + len(more) :]).rstrip())


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
    """Whether the printed text is the shown one, with anything where the page has `…`; blanks are one (doctest)."""
    wanted = shown.replace(ANYTHING, doctest.ELLIPSIS_MARKER)
    return doctest.OutputChecker().check_output(wanted, printed, ALIKE)
