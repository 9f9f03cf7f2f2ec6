"""`undercut reparse`: reads all evidence again with today's readers and adds what they learn."""

from __future__ import annotations

from dataclasses import dataclass

import typer

from commands.conduct import Conductor
from commands.console import FINDINGS, complain, out, progress
from commands.observatory import Home, find
from storage import evidence
from storage.store import Store, open_store


@dataclass
class Reread:
    """How many captures were read again, and which failed."""

    read: int = 0
    failed: int = 0


def reread(conductor: Conductor, store: Store) -> Reread:
    """Read everything that this version of the readers has not read yet."""
    done = Reread()
    waiting = list(evidence.pending(store, conductor.version))
    with progress() as bar:
        task = bar.add_task("reading evidence", total=len(waiting))
        for capture, result in conductor.reread(waiting):
            done.read += 1
            if isinstance(result, Exception):
                done.failed += 1
                complain(f"{capture.url} of {capture.fetched_at:%Y-%m-%d}: not read: {result}")
            bar.advance(task)
    return done


def add(app: typer.Typer) -> None:
    """Register the command."""

    @app.command()
    def reparse(home: Home = None) -> None:
        """Read all evidence again where the readers or the words have changed since; what was known stays known.

        Status 1 when a page could not be read.

        Example: `undercut reparse --home market`
        """
        observatory = find(home)
        with open_store(observatory.home) as store:
            done = reread(Conductor(store, observatory.words()), store)
        out.print(f"{done.read} pages read again, {done.failed} failed")
        if done.failed:
            raise typer.Exit(FINDINGS)
