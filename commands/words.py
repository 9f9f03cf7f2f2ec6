"""`undercut words`: lists the vocabulary, and tries a researcher's own rows before anything is read with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from commands.console import FINDINGS, complain, out, show
from parsers.records import BadInput
from parsers.text.examples import CHECKS, Example, examples, failure
from parsers.text.tables import TABLES
from parsers.text.vocabulary import PACKAGED, VocabularyError, Words, packaged_table, parse, table_of
from parsers.toml_lines import line_of


def read_own(path: Path) -> str:
    """The text of a table's file; BadInput names a file that cannot be read or that no table is called after."""
    if table_of(path) not in TABLES:
        raise BadInput(f"{path}: a file of words is called after its table: {', '.join(f'{t}.toml' for t in TABLES)}")
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read as UTF-8 text: {error}") from None


def own_faults(path: Path, text: str, words: Words) -> Iterator[str]:
    """The rows without an example, and the examples that do not hold, by file and line."""
    document = parse(path.name, text)
    for example in examples(table_of(path), document):
        if wrong := failure(example, words):
            line = line_of(text, example.place, example.text)
            yield f"{path}:{line}: {example.row['id']}: {says(example)} {example.text!r}, but {wrong}"
    for section, rows in document.items():
        for number, row in enumerate(rows if isinstance(rows, list) else ()):
            if not any(key in row for key in ("says", "void", "keep", "silent")):
                line = line_of(text, (section, number))
                yield f"{path}:{line}: {row['id']} has no example: write one in says or silent"


def says(example: Example) -> str:
    """What an example wants, in words."""
    return "nothing should be read of" if example.wanted is None else "it should be read in"


def broken(table: str, words: Words) -> Iterator[str]:
    """The packaged examples that hold no longer under these words."""
    for example in examples(table, packaged_table(table)):
        if (wrong := failure(example, words)) and not failure(example, PACKAGED):
            yield f"it breaks {example.row['id']} of the packaged words: {says(example)} {example.text!r}, but {wrong}"


def check_words(
    files: Annotated[list[Path], typer.Argument(help="Tables such as words/claims.toml.")],
) -> None:
    """Try your own words: their form, their examples, and whether the packaged examples still hold beside them.

    Status 1 when anything does not hold.

    Example: `undercut words check market/words/claims.toml`
    """
    faults = 0
    for path in files:
        text = read_own(path)
        try:
            words = PACKAGED.overlay({path.name: text})
            found = [
                *own_faults(path, text, words),
                *(broken(table_of(path), words) if table_of(path) in CHECKS else ()),
            ]
        except VocabularyError as error:
            found = str(error).splitlines()
        for sentence in found:
            complain(sentence)
        faults += len(found)
        if not found:
            held = sum(1 for _ in examples(table_of(path), parse(path.name, text)))
            out.print(f"{path}: {held} examples hold, and so do the packaged ones", markup=False, soft_wrap=True)
    if faults:
        raise typer.Exit(FINDINGS)


def list_words(
    table: Annotated[str | None, typer.Argument(help="A table; default: all of them.")] = None,
) -> None:
    """Show the tables of words, or the rows of one.

    Example: `undercut words list claims`
    """
    documents = {name: packaged_table(name) for name in dict.fromkeys(table_of(file) for file, _ in PACKAGED.layers)}
    if table is None:
        counts = [(name, sum(map(len, rows_of(document)))) for name, document in documents.items()]
        show(f"Words, version {PACKAGED.version}", ("table", "rows"), counts, numeric=("rows",))
        return
    if table not in documents:
        raise BadInput(f"there is no table {table!r}; the tables are {', '.join(documents)}")
    rows = [(row["id"], row.get("meaning")) for held in rows_of(documents[table]) for row in held]
    show(f"Rows of {table}", ("id", "meaning"), rows)


def rows_of(document: dict[str, object]) -> list[list[dict[str, str]]]:
    """The arrays of rows that a table holds."""
    return [held for held in document.values() if isinstance(held, list)]


def add(app: typer.Typer) -> None:
    """Register the group."""
    group = typer.Typer(help="List the words that texts are read with, and try your own.", no_args_is_help=True)
    group.command("list")(list_words)
    group.command("check")(check_words)
    app.add_typer(group, name="words")
