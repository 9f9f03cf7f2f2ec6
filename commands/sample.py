"""`undercut sample`: draws listings of the store for a person to label, so that the error of reading can be stated."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from commands.extract import LABELS, facts_row
from commands.observatory import Home, find
from commands.options import KnownOn, known_by, output
from parsers.records import BadInput
from parsers.text.vocabulary import Words
from publishing.sampling import STRATA, sample
from storage import ledger, projection
from storage.market import platforms
from storage.store import open_store


def add(app: typer.Typer) -> None:
    """Register the command."""

    @app.command("sample")
    def sample_listings(
        count: Annotated[int, typer.Option("--count", "-n", min=1, help="How many listings at most.")] = 100,
        by: Annotated[str, typer.Option(help="What to stratify by: kind (of source), access or source.")] = "kind",
        seed: Annotated[int, typer.Option(help="Which draw; the same seed draws the same.")] = 0,
        facts: Annotated[bool, typer.Option("--facts", help="Fill the labels with what is read, to correct.")] = False,
        as_known_on: KnownOn = None,
        home: Home = None,
    ) -> None:
        """Draw a stratified sample of the listings that were seen, as JSON Lines to label for `undercut evaluate`.

        `weight` says how many listings a line stands for. Without --facts the labels are left out, so that a reader is
        not led by them; add `is_offer`, `models`, `plans`, `prices` and `claims` by hand.

        Example: `undercut sample --count 200 --by access --home demo > to-label.jsonl`
        """
        if by not in STRATA:
            raise BadInput(f"--by {by!r} is not known: write one of {', '.join(STRATA)}")
        observatory = find(home)
        with open_store(observatory.home) as store:
            spans = projection.spans(store, known_by(as_known_on))
            listings = ledger.listings(store, {span.digest for span in spans})
            drawn = sample(spans, listings, platforms(store), count, by=by, seed=seed)
        with output() as stream:
            for each in drawn:
                row = labelled(each.row(), observatory.words()) if facts else each.row()
                stream.write(f"{json.dumps(row, ensure_ascii=False)}\n".encode())


def labelled(row: dict[str, Any], words: Words) -> dict[str, Any]:
    """The row with what is read of it in the places of the labels."""
    read = facts_row(row, words)
    return row | {field: read[field] for field in LABELS}
