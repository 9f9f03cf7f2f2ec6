"""What RE2 is asked beforehand: no pattern that `re` would find is left out, in whatever script."""

from __future__ import annotations

import re

import pytest

from parsers.text.prefilter import Prefilter

FOUND = [
    (r"безлимит\w{1,3} тариф", "безлимитный тариф"),
    (r"không giới\w? hạn", "không giới hạn"),
    (r"\bлимит\b", "без лимит а"),
    (r"[^\W\d_]{3} ключ", "три ключ"),
    (r"[\w\-]{4} ключ", "трёх ключ"),
    (r"скидка\s\d", "скидка\u00a0٣"),
    (r"(?P<a>цена)(?=\w)", "ценам"),
    (r"x\W\wы", "x-ты"),
]


@pytest.mark.parametrize(("pattern", "text"), FOUND, ids=[pattern for pattern, _ in FOUND])
def test_what_re_finds_is_not_left_out(pattern: str, text: str) -> None:
    assert re.search(pattern, text)
    assert Prefilter([("row", pattern)]).matching(text) == [0]


@pytest.mark.parametrize(
    ("pattern", "text"), [(r"безлимит\w{1,3} тариф", "без лимита"), (r"\d ключ", "ключ")], ids=["word", "digit"]
)
def test_what_cannot_match_is_left_out(pattern: str, text: str) -> None:
    assert Prefilter([("row", pattern)]).matching(text) == []
