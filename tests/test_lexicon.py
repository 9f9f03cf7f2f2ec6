"""What a lexicon skips because of a scan of the text would not have matched: it finds what trying every row finds."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from lab.corpus import CORPUS
from parsers.text.candidates import Form, Opening
from parsers.text.lexicon import Lexicon, Row
from parsers.text.scanner import Scanner
from parsers.text.script import fold
from parsers.text.vocabulary import PACKAGED

LEXICONS = {"claims": PACKAGED.claims.lexicon, "signs": PACKAGED.signs.lexicon}
TEXTS = [fold(json.loads(line)["text"]) for line in CORPUS.read_text("utf-8").splitlines()]


def tried_everywhere(lexicon: Lexicon) -> Lexicon:
    """The same rows, each tried all along a text."""
    return Lexicon(
        replace(
            row,
            opening=Opening(frozenset(), tuple(replace(form, needs=(), heads=frozenset()) for form in forms_of(row))),
        )
        for row in lexicon.rows
    )


def forms_of(row: Row) -> list[Form]:
    """The forms of a row, then its words as one."""
    return [*row.opening.forms, Form(row.pattern.pattern, ())]


@pytest.mark.parametrize("table", LEXICONS)
def test_a_scan_loses_no_hit(table: str) -> None:
    lexicon = LEXICONS[table]
    every = tried_everywhere(lexicon)
    for said in (*TEXTS, "\n".join(TEXTS)):
        found, wanted = ([(hit.row.id, hit.start, hit.end) for hit in each.hits(said)] for each in (lexicon, every))
        assert found == wanted, said
        assert [hit.start for hit in lexicon.firsts(said)] == [hit.start for hit in every.firsts(said)], said


def test_a_scanner_finds_words_inside_one_another() -> None:
    scanner = Scanner()
    inner, outer = scanner.number("刀"), scanner.number("一刀")
    seen = scanner.scan("一刀 一刀")
    assert (seen.held, seen.places[inner], seen.places[outer]) == (frozenset({inner, outer}), [1, 4], [0, 3])
