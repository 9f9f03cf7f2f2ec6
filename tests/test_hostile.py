"""Hostile and huge texts: never an error, spans that stand inside the text, nothing read of what is no offer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.records import Context, Facts
from parsers.text.offers import extract
from parsers.text.vocabulary import PACKAGED

SIZE = 4_000

SEEDS = {
    "one letter": "a",
    "one digit": "7",
    "one ideograph": "刀",
    "digits and blanks": "1 ",
    "digits and points": "1.",
    "amounts": "1元=1刀 ",
    "a price without end": "0.5元/",
    "slashes": "/",
    "open brackets": "(",
    "open and closed brackets": "()",
    "brackets of every kind": "【（([{<",
    "tags": "<b>",
    "open tags": "<a href=",
    "table cells": "| ",
    "table rows": "| a | 1 |\n",
    "rules of a table": "|---|---|\n",
    "empty lines": "\n",
    "bullets": "- \n",
    "negations": "不",
    "negations and claims": "不需要翻墙",
    "claims": "无需翻墙",
    "claims in a list": "满血、",
    "models": "claude-opus-4.6 ",
    "tiers without a line": "opus sonnet haiku ",
    "versions": "4.6/4.7/",
    "percents": "5% ",
    "ratios": "1:7",
    "official words": "官方价",
    "roles": "注册送",
    "bidi marks": "\u202e\u2066",
    "zero-width signs": "a\u200bb\u200d",
    "lone surrogates": "\ud800",
    "combining marks": "e\u0301\u0302",
    "emoji": "👨\u200d👩\u200d👧 ",
    "full-width digits": "１２３",
    "Chinese numerals": "一百二十",
    "null signs": "\x00",
    "private use": "\ue000\ue001",
    "long words": "x" * 500 + " ",
    "markdown emphasis": "**~~`",
    "links": "[a](b)",
    "addresses": "https://a.example/?b=c ",
}


def spans(facts: Facts) -> Iterator[tuple[int, int]]:
    for held in (facts.models, facts.plans, facts.quotes, facts.claims):
        yield from ((fact.span.start, fact.span.end) for fact in held)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_hostile_text_is_read_and_its_spans_are_inside(seed: str) -> None:
    text = f"Claude API 0.5元/刀 {SEEDS[seed] * (SIZE // len(SEEDS[seed]))} 无需翻墙 1元=1刀"
    assert all(0 <= start < end <= len(text) for start, end in spans(extract(text)))


CYRILLIC = sorted(
    word
    for words in (PACKAGED.models.heads, PACKAGED.plans.heads)
    for word in words
    if "\u0430" <= word[-1] <= "\u044f"
)


@pytest.mark.parametrize("ending", ["", "а", "ом", "бу"])
def test_a_name_in_any_russian_case_is_read(ending: str) -> None:
    for word in CYRILLIC:
        extract(f"Продам {word}{ending} за 500 руб")


pieces = st.one_of(st.characters(), st.sampled_from([*"1元=刀/.%|:()折\n-", *SEEDS.values()]))
texts = st.lists(pieces, max_size=120).map("".join)


@settings(max_examples=300, deadline=None)
@given(text=texts, language=st.sampled_from([None, "zh-Hans", "en", "ja", "ru", "vi", "id", "pt"]))
def test_any_text_is_read(text: str, language: str | None) -> None:
    facts = extract(text, Context(language))
    assert all(0 <= start < end <= len(text) for start, end in spans(facts))
    assert facts == extract(text, Context(language))
    assert facts.is_offer or not (facts.models or facts.plans or facts.quotes or facts.claims)
