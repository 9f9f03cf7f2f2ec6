"""The words that texts are read with: TOML tables, checked, compiled, and overlaid by an observatory's own rows."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from parsers.records import BadInput
from parsers.text import tables
from parsers.text.claims import Claims, compile_claims
from parsers.text.columns import Columns
from parsers.text.currencies import Currencies
from parsers.text.fields import Fields
from parsers.text.forms import Forms, compile_forms
from parsers.text.goods import Goods
from parsers.text.lines import Lines, compile_lines
from parsers.text.misspelt import Misspelt
from parsers.text.plan_words import PlanWords, compile_plans
from parsers.text.roles import Roles
from parsers.text.scanner import Scanner
from parsers.text.signs import Signs, compile_signs
from parsers.text.units import Units
from parsers.text.writing import TEXT
from parsers.toml_lines import fault_line, line_of

FOLDER = Path(__file__).parent.parent / "vocabulary"
Layers = tuple[tuple[str, str], ...]
"""(table file, TOML text), in the order in which they are laid over one another."""


class VocabularyError(BadInput):
    """A table of words cannot be used; each line of the message is `<file>:<line>: what; how to mend`."""


class Words:
    """Every table, compiled when it is first asked for: many commands read no text. `version` is their digest."""

    def __init__(self, layers: Layers) -> None:
        self.layers = layers
        self.as_written = True

    @property
    def version(self) -> str:
        """Twelve hex digits that change with any word."""
        return version_of(self.layers)

    def overlay(self, texts: Mapping[str, str]) -> Words:
        """These words with a researcher's own rows laid over them.

        `texts` holds TOML by table file ("claims.toml"). A row with a known id adds its words to that row, single
        values replace; any other row is new. VocabularyError names every line that is wrong.
        """
        return compiled((*self.layers, *sorted(texts.items())))

    def with_forms(self, price_forms: Forms) -> Words:
        """These words with other price forms."""
        words = Words(self.layers)
        words.__dict__ |= {**self.ready().__dict__, "price_forms": price_forms, "as_written": False}
        return words

    def ready(self) -> Words:
        """These words with every table compiled; a form that is none is a ValueError."""
        for table in TABLES:
            getattr(self, table)
        for row in (*self.claims.lexicon.rows, *self.signs.lexicon.rows):
            row.check()
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return compiled, (self.layers,)

    @cached_property
    def _documents(self) -> Mapping[str, Any]:
        return documents(self.layers)

    @cached_property
    def models(self) -> Lines:
        return compile_lines(self._documents["models"])

    @cached_property
    def plans(self) -> PlanWords:
        return compile_plans(self._documents["plans"])

    @cached_property
    def currencies(self) -> Currencies:
        return Currencies.of(self._documents["currencies"])

    @cached_property
    def price_forms(self) -> Forms:
        return compile_forms(self._documents["price_forms"])

    @cached_property
    def units(self) -> Units:
        return Units.of(self._documents["units"])

    @cached_property
    def columns(self) -> Columns:
        return Columns.of(self._documents["columns"])

    @cached_property
    def fields(self) -> Fields:
        return Fields.of(self._documents["fields"])

    @cached_property
    def goods(self) -> Goods:
        return Goods.of(self._documents["goods"])

    @cached_property
    def misspelt(self) -> Misspelt:
        return Misspelt.of(self._documents["misspelt"])

    @cached_property
    def _scanned(self) -> tuple[Scanner, Roles, Claims, Signs]:
        """The tables whose strings one scan of a text finds, and the scanner that knows them all."""
        scanner, held = Scanner(), self._documents
        roles = Roles.of(held["price_roles"], scanner)
        claims = compile_claims(held["claims"], held["negation"], scanner)
        return scanner, roles, claims, compile_signs(held["offers"], scanner)

    @property
    def scanner(self) -> Scanner:
        return self._scanned[0]

    @property
    def roles(self) -> Roles:
        return self._scanned[1]

    @property
    def claims(self) -> Claims:
        return self._scanned[2]

    @property
    def signs(self) -> Signs:
        return self._scanned[3]


TABLES = ("models", "plans", "currencies", "price_forms", "units", "columns", "fields", "goods", "misspelt", "claims")
"""What Words compile; roles and signs come with the claims."""


@lru_cache(maxsize=8)
def version_of(layers: Layers) -> str:
    """The version of what these layers of tables hold."""
    return hashlib.sha256((TEXT + repr(layers)).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def table_of(file: str | Path) -> str:
    """The table that a file holds rows of: "claims" of "claims.toml", and of its part "claims.payment.toml"."""
    return Path(file).name.partition(".")[0]


def parse(file: str, text: str) -> dict[str, Any]:
    """The document of one table's TOML; VocabularyError names every line that is wrong."""
    name = table_of(file)
    if name not in tables.TABLES:
        raise VocabularyError(f"{file}:1: there is no table {name!r}; the tables are {', '.join(tables.TABLES)}")
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise VocabularyError(f"{file}:{fault_line(text, error)}: not TOML: {error}; mend the line") from None
    refuse(file, text, tables.faults(name, document))
    return document


def refuse(file: str, text: str, faults: Iterable[tables.Fault]) -> None:
    """Raise one VocabularyError for all faults, if there is any."""
    found = [f"{file}:{line_of(text, place, value)}: {sentence}" for place, value, sentence in faults]
    if found:
        raise VocabularyError("\n".join(found))


def merged(held: Any, own: Any) -> Any:
    """`own` laid over `held`: tables key by key, rows by their id, lists end to end, single values replaced."""
    if isinstance(held, Mapping) and isinstance(own, Mapping):
        return {**held, **{key: merged(held[key], value) if key in held else value for key, value in own.items()}}
    if isinstance(held, list) and isinstance(own, list):
        if not all(isinstance(row, Mapping) and "id" in row for row in (*held, *own)):
            return [*held, *own]
        rows = {row["id"]: row for row in held}
        for row in own:
            rows[row["id"]] = merged(rows.get(row["id"], {}), row)
        return list(rows.values())
    return own


def documents(layers: Layers) -> Mapping[str, Any]:
    """The tables of all layers, laid over one another; VocabularyError names every line that is wrong."""
    laid: dict[str, Any] = {}
    for file, text in layers:
        name = table_of(file)
        laid[name] = merged(laid.get(name, {}), parse(file, text))
        for _, id, key in tables.lacking(name, laid[name]):
            line = line_of(text, (), id)
            raise VocabularyError(f"{file}:{line}: the row {id!r} is new and lacks {key!r}; add it")
    return laid


@lru_cache(maxsize=8)
def compiled(layers: Layers) -> Words:
    """The tables of all layers as one, compiled at once; VocabularyError names every line that is wrong."""
    if layers == PACKAGED.layers:
        return PACKAGED
    try:
        return Words(layers).ready()
    except VocabularyError:
        raise
    except ValueError as error:
        file = layers[-1][0]
        raise VocabularyError(f"{file}:{_guilty(layers[-1][1], str(error))}: {error}; mend the form") from None


def _guilty(text: str, error: str) -> int:
    """The line of the row that an error names, or the first."""
    named = re.search(r"'([^']+)'", error)
    return line_of(text, (), named[1]) if named else 1


def packaged() -> Layers:
    """The tables that come with the project."""
    parts = (
        part for name in tables.TABLES for part in (FOLDER / f"{name}.toml", *sorted(FOLDER.glob(f"{name}.*.toml")))
    )
    return tuple((part.name, part.read_text("utf-8")) for part in parts if part.is_file())


def packaged_table(name: str) -> dict[str, Any]:
    """The document of a table that comes with the project, its parts as one."""
    return dict(documents(tuple(layer for layer in PACKAGED.layers if table_of(layer[0]) == name))[name])


PACKAGED = Words(packaged())
VERSION = PACKAGED.version
