"""Every example of every table of words, against the whole vocabulary."""

from __future__ import annotations

import tomllib

import pytest

from parsers.text.examples import CHECKS, Example, examples, failure
from parsers.text.vocabulary import FOLDER, PACKAGED

EXAMPLES = [
    example
    for table in CHECKS
    for example in examples(table, tomllib.loads((FOLDER / f"{table}.toml").read_text("utf-8")))
]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_an_example_holds(example: Example) -> None:
    assert failure(example, PACKAGED) is None
