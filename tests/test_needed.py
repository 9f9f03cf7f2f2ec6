"""What a text must hold for a pattern to match: told from the pattern alone, and true of every form of the tables."""

from __future__ import annotations

import re

import pytest

from parsers.text.lexicon import Row
from parsers.text.needed import needed, rarity
from parsers.text.prefilter import wider
from parsers.text.vocabulary import PACKAGED

NEEDED = {
    "abc": [{"abc"}],
    "abc|de": [{"abc", "de"}],
    "a(?:b|c)d": [{"abd", "acd"}],
    "(?:no|without) {0,3}vpn": [{"vpn"}, {"no", "without"}],
    "colou?r": [{"color", "colour"}],
    r"[0-9]{1,3} ?%": [{"%", " %"}, {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}],
    r"(?<![a-z])vpn(?![a-z])": [{"vpn"}],
    r"梯子[^\n]{0,6}(?:不|无)需": [{"梯子"}, {"不需", "无需"}],
    r"(?P<hit>kiro) ?x": [{"kiro x", "kirox"}],
    r"\$ ?[1-3]": [{"$1", "$2", "$3", "$ 1", "$ 2", "$ 3"}],
    "a?": [],
    r".\d": [],
    "abc|.": [],
}


@pytest.mark.parametrize("pattern", NEEDED)
def test_what_a_pattern_needs(pattern: str) -> None:
    assert list(map(set, needed(wider(pattern)).needs)) == NEEDED[pattern]


HEADS = {
    "abc|de": {"abc", "de"},
    "(?:no|without) {0,3}vpn": {"no", "without"},
    "(?:big )?cat": {"big cat", "cat"},
    "(?:x|y){1,3}z": {"x", "y"},
    "(?:big )?(?:cat {0,3}|dog {0,3})food": {"big cat", "big dog", "cat", "dog"},
    r"[a-z]{2}cat": None,
    "c? {0,3}at": None,
    "abc|.": None,
}


@pytest.mark.parametrize("pattern", HEADS)
def test_how_a_pattern_begins(pattern: str) -> None:
    assert needed(wider(pattern)).heads == HEADS[pattern]


@pytest.mark.parametrize(("rare", "common"), [("vpn", "no"), ("梯子", "the"), ("a", "1"), ("无", "x")])
def test_an_ideograph_tells_more_than_a_letter_and_that_more_than_a_digit(rare: str, common: str) -> None:
    assert rarity(rare) > rarity(common)


ROWS = [*PACKAGED.claims.lexicon.rows, *PACKAGED.signs.lexicon.rows]
SAID = sorted({said for row in ROWS for said in (*row.keys.get("says", ()), *row.keys.get("silent", ()))})


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_no_form_matches_where_what_it_needs_is_lacking(row: Row) -> None:
    for form in row.opening.forms:
        lacking = [said for said in SAID if not all(any(s in said for s in part) for part in form.needs)]
        assert not [said for said in lacking if re.search(form.pattern, said)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_every_match_of_a_form_begins_with_one_of_its_heads(row: Row) -> None:
    found = [(form, match) for form in row.opening.forms for said in SAID for match in re.finditer(form.pattern, said)]
    assert not [match for form, match in found if form.heads and not match.group().startswith(tuple(form.heads))]
