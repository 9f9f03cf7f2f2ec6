"""`undercut init`: makes an observatory, the one directory that everything else works in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from commands.console import out
from commands.observatory import FOLDERS, SETTINGS
from parsers.records import BadInput
from spiders.contact import checked
from storage.store import create

TEMPLATE = """\
# Whom a site's operator can write to: part of the user agent. No live crawl without it.
contact = {contact}
"""


def make(home: Path, contact: str = "", settings: str = TEMPLATE) -> None:
    """Make the observatory's files at `home`; a directory that has anything in it is refused."""
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise BadInput(f"{home} is not an empty directory: choose a new one, nothing was changed")
    checked(contact)
    create(home)
    for folder in FOLDERS:
        (home / folder).mkdir(exist_ok=True)
    (home / SETTINGS).write_text(settings.format(contact=json.dumps(contact)), "utf-8")


def add(app: typer.Typer) -> None:
    """Register the command."""

    @app.command()
    def init(
        directory: Annotated[Path, typer.Argument(help="A new or empty directory.")],
        contact: Annotated[str, typer.Option(help="Your e-mail or page, for the user agent.")] = "",
    ) -> None:
        """Make an observatory: settings, sources, words, alerts, evidence, facts and a private key.

        Example: `undercut init market --contact you@example.org`
        """
        make(directory, contact)
        out.print(f"{directory}: an empty observatory. Next: `undercut sources new telegram URL --home {directory}`")
