"""`undercut evidence verify`: reads all evidence again and holds it against its digests."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated, TypeVar

import typer

from commands.console import FINDINGS, complain, out, progress
from commands.observatory import Home, find
from storage.store import open_store
from storage.verify import Verified, verify

T = TypeVar("T")


class Shape(StrEnum):
    """How the result is written."""

    TEXT = "text"
    JSON = "json"


AsShape = Annotated[Shape, typer.Option("--format", help="text for people; json for machines.")]


def verify_evidence(format: AsShape = Shape.TEXT, home: Home = None) -> None:
    """Hash every record of every WARC file again and compare it with the index; changes nothing.

    Status 1 when a record is missing, damaged or another. Bytes that a killed process left behind are only told: no
    row names them.

    Example: `undercut evidence verify --home market`
    """
    with open_store(find(home).home) as store, progress() as bar:

        def watched(files: Sequence[T]) -> Iterable[T]:
            return bar.track(files, description="reading the evidence")

        found = verify(store, watched)
    tell(found, format)
    if found.problems:
        raise typer.Exit(FINDINGS)


def tell(found: Verified, format: Shape) -> None:
    """What was found."""
    if format is Shape.JSON:
        out.print_json(json.dumps(asdict(found)))
        return
    for problem in found.problems:
        complain(f"{problem}: restore the file from a copy")
    for loose in found.loose:
        out.print(f"{loose}: left by a killed process, harms nothing", markup=False, soft_wrap=True)
    counts = f"{found.records} records, {found.bodies} bodies, {len(found.problems)} problems"
    out.print(f"{counts}: {'damaged' if found.problems else 'all is as it was written'}", markup=False, soft_wrap=True)


def add(app: typer.Typer) -> None:
    """Register the command group."""
    group = typer.Typer(help="Verify the kept bytes.", no_args_is_help=True)
    group.command("verify")(verify_evidence)
    app.add_typer(group, name="evidence")
