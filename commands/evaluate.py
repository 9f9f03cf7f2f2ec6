"""`undercut evaluate`: how well texts are read, measured on listings that a person has labelled."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import BaseModel, ConfigDict, ValidationError

from commands.console import out, show
from commands.extract import LABELS, all_facts, open_lines, rows_of
from commands.observatory import Home, find
from commands.options import AsFormat, Format, output
from lab.corpus import CORPUS
from parsers.records import BadInput, Basis
from parsers.text.vocabulary import PACKAGED
from publishing.evaluation import Case, differences, evaluate, worst
from publishing.files import write

SHOWN = ("field", "f1", "low", "high", "precision", "recall", "labelled", "found")
TEXT = 240
"""Characters of a listing's text that people are shown."""


class Price(BaseModel):
    """A labelled price."""

    model_config = ConfigDict(extra="forbid")
    amount: float
    currency: str | None = None
    basis: Basis
    model: str | None = None


class Label(BaseModel):
    """What a labelled line may hold beside its text; a field that it lacks is not scored."""

    is_offer: bool | None = None
    models: list[str] | None = None
    plans: list[str] | None = None
    prices: list[Price] | None = None
    claims: list[str] | None = None
    scored_claims: list[str] | None = None


def checked(rows: Iterator[dict[str, Any]], name: str) -> Iterator[dict[str, Any]]:
    """The rows, each with a label in the gold form; BadInput names the first that has none."""
    for number, row in enumerate(rows, 1):
        try:
            Label.model_validate(row)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"]))
            raise BadInput(f"{name}: listing {row.get('id', number)}: {place}: {first['msg']}") from None
        if not any(field in row for field in LABELS):
            raise BadInput(f"{name}: listing {row.get('id', number)} has no label: write at least one of {LABELS}")
        yield row


def cases_of(gold: Path, home: Path | None, jobs: int) -> list[Case]:
    """Every labelled listing with what is read of it."""
    words = find(home).words() if home else PACKAGED
    with open_lines(gold) as lines:
        labelled = list(checked(rows_of(lines, str(gold)), str(gold)))
    bare = ({key: value for key, value in row.items() if key not in LABELS} for row in labelled)
    return [
        Case(label, read)
        for label, read in zip(labelled, all_facts(bare, words, jobs or os.cpu_count() or 1), strict=True)
    ]


def show_worst(cases: list[Case], count: int) -> None:
    """The listings with most errors, label and reading side by side."""
    for case in worst(cases, count):
        out.print()
        out.print(f"{case.gold.get('id', '')} {case.gold['text'][:TEXT]}".strip(), style="bold", markup=False)
        rows = [(field, "\n".join(wanted), "\n".join(got)) for field, wanted, got in differences(case)]
        show("", ("field", "labelled", "read"), rows)


def add(app: typer.Typer) -> None:
    """Register the command."""

    @app.command("evaluate")
    def evaluate_labels(
        gold: Annotated[
            Path,
            typer.Argument(help="JSON Lines with text and labels; default: the invented corpus.", show_default=False),
        ] = CORPUS,
        by: Annotated[str, typer.Option(help="field, claim or language.")] = "field",
        worst: Annotated[int, typer.Option(min=0, help="Show so many listings with most errors.")] = 0,
        jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, help="Processes; 0: one for each core.")] = 1,
        format: AsFormat = Format.TEXT,
        home: Home = None,
    ) -> None:
        """Score the reading of labelled listings: precision, recall and F1 with 95 % intervals.

        A line is an object with `text` and any of `is_offer`, `models`, `plans`, `prices` and `claims`, as `undercut
        sample` writes them; `origin` groups listings whose wording belongs together, and intervals are drawn over it.

        Example: `undercut evaluate labelled.jsonl --by claim --worst 5`
        """
        if by not in PARTS:
            raise BadInput(f"--by {by!r} is not known: write one of {', '.join(PARTS)}")
        cases = cases_of(gold, home, jobs)
        scores = evaluate(cases)
        if format is not Format.TEXT:
            with output() as stream:
                write(scores, stream, format.value)  # type: ignore[arg-type]
            return
        show_scores(scores.to_pylist(), by, f"{len(cases)} listings, {len({case.origin for case in cases})} origins")
        show_worst(cases, worst)


def show_scores(rows: list[dict[str, Any]], by: str, title: str) -> None:
    """The part of the scores that is asked for."""
    wanted = [row for row in rows if PARTS[by](row)]
    columns = ("language", *SHOWN) if by == "language" else SHOWN
    named = [{**row, "language": row["part"], "field": row["field"].removeprefix("claim ")} for row in wanted]
    show(title, columns, [[rounded(row[name]) for name in columns] for row in named], numeric=SHOWN[1:])


def rounded(value: object) -> object:
    """A share with three digits."""
    return f"{value:.3f}" if isinstance(value, float) else value


PARTS: Mapping[str, Callable[[dict[str, Any]], bool]] = {
    "field": lambda row: row["part"] == "all" and not row["field"].startswith("claim "),
    "claim": lambda row: row["part"] == "all" and row["field"].startswith("claim "),
    "language": lambda row: row["part"] != "all",
}
