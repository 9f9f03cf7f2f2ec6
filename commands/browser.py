"""`undercut browser`: finds the Chromium that sources with `render = true` need, or installs one."""

from __future__ import annotations

import typer

from commands.console import PARTIAL, complain, err, out


def add(app: typer.Typer) -> None:
    """Register the command."""

    @app.command()
    def browser() -> None:
        """Find Chromium, which sources with `render = true` need, or install one, and a font with Chinese for pictures.

        It takes the system's Chromium, else Playwright's download, else (as root) Debian's package. Status 4 when none
        can be had; everything but `render = true` works without.

        Example: `undercut browser`
        """
        from spiders import chromium

        found = chromium.obtain(chromium.ways(), lambda sentence: err.print(sentence, markup=False, soft_wrap=True))
        if not chromium.obtain_font(lambda sentence: err.print(sentence, markup=False, soft_wrap=True)):
            complain(f"{chromium.NO_FONT}; pictures would show Chinese as boxes")
        if found is None:
            complain(f"{chromium.NEEDS}; everything else goes on without")
            raise typer.Exit(PARTIAL)
        out.print(f"Chromium: {found}", markup=False, soft_wrap=True)
