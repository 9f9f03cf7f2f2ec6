"""Finds the observatory a command works on and reads its `undercut.toml`."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked

from parsers.records import BadInput
from parsers.text.vocabulary import PACKAGED, Words

if TYPE_CHECKING:
    from spiders.register import Source

SETTINGS = "undercut.toml"
FOLDERS = ("sources", "words", "alerts")
FIXTURES = "fixtures"
"""The folder of what sources answered when they were written, made with the first of them."""

Home = Annotated[
    Path | None,
    typer.Option("--home", envvar="UNDERCUT_HOME", help="The observatory's directory; default: the current one."),
]


@checked(frozen=True, config=ConfigDict(extra="forbid"))
class Settings:
    """What `undercut.toml` may say: the operator's contact for the user agent, and whether this is a demo's."""

    contact: str = ""
    demo: bool = False


@dataclass(frozen=True)
class Observatory:
    """One directory: its settings, sources and words; the store is opened by whoever needs it."""

    home: Path
    settings: Settings

    def sources(self) -> list[Source]:
        """Every source of the observatory, sorted by id; a bad file is refused with its place."""
        from spiders.register import load_all

        return load_all(self.home / "sources")

    def source(self, name: str) -> Source:
        """The source with this id, or a sentence that says which there are."""
        found = {source.id: source for source in self.sources()}
        if name not in found:
            known = ", ".join(sorted(found)) or "none yet: `undercut sources new` writes one"
            raise BadInput(f"no source is called {name!r} in {self.home / 'sources'}; there are: {known}")
        return found[name]

    def words(self) -> Words:
        """The packaged vocabulary with the observatory's own rows laid over it."""
        own = {path.name: text_of(path) for path in sorted((self.home / "words").glob("*.toml"))}
        return PACKAGED.overlay(own) if own else PACKAGED


def find(home: Path | None) -> Observatory:
    """The observatory at `home`, else at UNDERCUT_HOME, else here; BadInput when there is none."""
    place = (home or Path(os.environ.get("UNDERCUT_HOME") or ".")).absolute()
    if not (place / SETTINGS).is_file():
        raise BadInput(f"{place} is no observatory (it has no {SETTINGS}): make one with `undercut init {place}`")
    return Observatory(place, read_settings(place / SETTINGS))


def text_of(path: Path) -> str:
    """What a file of the operator's says; BadInput where it is no text."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        raise BadInput(f"{path}: the file is not UTF-8 text; save it as UTF-8") from None


def read_settings(path: Path) -> Settings:
    """The settings of one file; an unknown key or a wrong value is refused by name."""
    try:
        return TypeAdapter(Settings).validate_python(tomllib.loads(text_of(path)))
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{path}: not TOML: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        raise BadInput(f"{path}: {key}: {first['msg']}; it may hold `contact` and `demo`") from None
