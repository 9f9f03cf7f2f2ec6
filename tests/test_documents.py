"""The documents: every session prints what its page shows, every link leads somewhere, every command is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.sessions import agrees, run, steps

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
SESSIONS = [page for page in PAGES if list(steps(page))]
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")
DOCUMENT = re.compile(r"`((?:docs|tests|benchmarks|lab|parsers|spiders|storage|publishing|commands)/[\w./-]+)`")


@pytest.mark.parametrize("page", SESSIONS, ids=lambda page: page.name)
def test_a_session_prints_what_its_page_shows(page: Path, tmp_path: Path) -> None:
    for step in steps(page):
        printed = run(step.command, tmp_path)
        assert agrees(step.shown, printed), f"{page.name}: $ {step.command}\n{printed}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_names_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    missing = [name for name in LINK.findall(text) if not (page.parent / name).exists()]
    missing += [name for name in DOCUMENT.findall(text) if not (ROOT / name).exists()]
    assert not missing


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    undocumented = [
        command
        for command in re.findall(
            r"@app\.command\(\)\s+def (\w+)",
            "".join(path.read_text("utf-8") for path in (ROOT / "commands").glob("*.py")),
        )
        if f"`{command}`" not in readme and f"undercut {command}" not in readme
    ]
    assert not undocumented
