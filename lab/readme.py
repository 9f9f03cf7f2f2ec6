"""The README of a repository on a day, in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from lab import wording
from lab.messages import Version
from lab.repositories import Entry, Repository


def readme(repository: Repository, day: date) -> str:
    """The whole file."""
    return f"# {repository.title}\n\n{LAYOUTS[repository.layout](repository, day)}\n"


def table(repository: Repository, day: date) -> str:
    """A table with a row for each seller; whoever has left is struck through for a while."""
    words = wording.phrases()["readme"][repository.language]
    head = f"| {' | '.join(words['columns'])} |\n| --- | --- | --- |"
    rows = [row(entry, day, words["gone"]) for entry in repository.entries]
    lines = [words["intro"], "", f"## {words['heading']}", "", head, *filter(None, rows), "", words["outro"]]
    return "\n".join(lines)


def row(entry: Entry, day: date, gone: str) -> str:
    """One row, empty for a seller that is not there."""
    name = f"[{entry.title}]({entry.link})"
    if found := entry.on(day):
        return f"| {name} | {'<br>'.join(found[1].said)} | {notes(found[1])} |"
    struck = entry.struck(day)
    return f"| ~~{name}~~ | ~~{'<br>'.join(struck.said)}~~ | {gone} |" if struck else ""


def notes(version: Version) -> str:
    """The claims, one after the other."""
    return " · ".join(version.notes)


def sections(repository: Repository, day: date) -> str:
    """A section for each seller, with a list in it."""
    words = wording.phrases()["readme"][repository.language]
    parts = [words["intro"], f"## {words['heading']}"]
    for entry in repository.entries:
        if found := entry.on(day):
            items = [*found[1].said, *found[1].notes]
            parts += [f"### [{entry.title}]({entry.link})", "\n".join(f"- {item}" for item in items)]
    return "\n\n".join([*parts, words["outro"]])


def sponsors(repository: Repository, day: date) -> str:
    """A tool that thanks its sponsors in a table of HTML, and then explains itself."""
    cells = [sponsor(entry, found[1]) for entry in repository.entries if (found := entry.on(day))]
    block = "\n".join(["## Sponsors", "", "<table>", *cells, "</table>"]) if cells else ""
    return f"{repository.description}.\n\n{block}\n{prose(repository, day)}"


def sponsor(entry: Entry, version: Version) -> str:
    """One sponsor's block."""
    said = "; ".join([*version.said, *version.notes])
    return f'<tr>\n<td><a href="{entry.link}"><b>{entry.title}</b></a></td>\n<td>{said}.</td>\n</tr>'


def prose(repository: Repository, day: date) -> str:
    """Text that sells nothing."""
    return str(wording.phrases()["readme"]["prose"]["en"]).strip()


LAYOUTS: Mapping[str, Callable[[Repository, date], str]] = {
    "table": table,
    "sections": sections,
    "sponsors": sponsors,
    "prose": prose,
}
