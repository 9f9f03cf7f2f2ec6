"""The same listing set otherwise reads the same: other signs between lines and statements, claims beside a price."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from parsers.records import Context
from parsers.text.offers import extract
from parsers.text.output import facts_as_json

ROUNDS = Path("lab/data/rounds.jsonl")
VOCABULARY = Path("parsers/vocabulary")
Facts = tuple[object, ...]


def facts(text: str, language: str | None = None) -> Facts:
    row = facts_as_json(extract(text, Context(language=language)))
    prices = {(price["amount"], price["currency"], price["basis"], price["model"]) for price in row["prices"]}
    return row["is_offer"], row["models"], row["plans"], prices, row["claims"]


def plain_lines(text: str) -> bool:
    """Whether no line opens with a mark, or is one of a table."""
    return text.count("\n") > 1 and not re.search(r"(?m)^[ ]*[-*•·|#<\d✓✔✅]|\n\n|\t", text)


MARKS = ("🔥", "⚡", "💰", "🚀")
LAYOUTS: dict[str, Callable[[str], str]] = {
    "a blank line between all lines": lambda text: text.replace("\n", "\n\n"),
    "a bullet before every line": lambda text: re.sub(r"(?m)^(?=\S)", "- ", text),
    "a picture before every line": lambda text: re.sub(
        r"(?m)^(?=\S)", lambda found: f"{MARKS[found.start() % 4]} ", text
    ),
}
ELSEWHERE = {
    "pages-2.005": "code, whose indents and lines are its structure",
    "storefronts-6.21": "a discount on a line of its own is for the whole list, or for what stands last in it",
}
"""Rounds that are read otherwise with marks, and why that may be."""


def rounds() -> Iterator[dict[str, str]]:
    for line in ROUNDS.read_text("utf-8").splitlines():
        row = json.loads(line)
        if plain_lines(row["text"]) and row["id"] not in ELSEWHERE:
            yield row


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_all_lines_have_alike_says_nothing(layout: str) -> None:
    rows = list(rounds())
    assert len(rows) > 100
    changed = [
        row["id"]
        for row in rows
        if facts(LAYOUTS[layout](row["text"]), row["language"]) != facts(row["text"], row["language"])
    ]
    assert changed == []


SLASHED = {
    "GPT Plus 月卡 88元 / Claude Pro 月卡 118元 / 自动发货": "GPT Plus 月卡 88元，Claude Pro 月卡 118元，自动发货",
    "充值 1:1 / Claude 倍率 1.3 / Gemini 倍率 0.4": "充值 1:1，Claude 倍率 1.3，Gemini 倍率 0.4",
    "ChatGPT Plus 4.5$ / Claude Pro 12$ / instant delivery": "ChatGPT Plus 4.5$, Claude Pro 12$, instant delivery",
    "Claude 中转 0.6元/刀 / 支付宝 / 5元起充": "Claude 中转 0.6元/刀，支付宝，5元起充",
    "Opus 4.8 / Sonnet 4.6 relay at 30% of official": "Opus 4.8 and Sonnet 4.6 relay at 30% of official",
}


@pytest.mark.parametrize("slashed", SLASHED)
def test_slashes_between_statements_are_commas(slashed: str) -> None:
    assert facts(slashed) == facts(SLASHED[slashed])


LISTED = ("免魔法、{}", "支持支付宝、{}", "高并发、{}")


@pytest.mark.parametrize("listed", LISTED)
def test_a_claim_in_a_list_is_made_as_it_is_alone(listed: str) -> None:
    words = [word for word, tongue in dict.fromkeys(claimed()) if tongue]
    assert len(words) > 3000
    assert [word for word in words if not claims_of(word) <= claims_of(listed.format(word))] == []


def claims_of(words: str) -> set[str]:
    return {claim.code for claim in extract(f"Claude 中转 0.7元/刀，{words}").claims if claim.stands}


NEEDED = {
    "Claude Opus 4.6 输入 ¥3 / 输出 ¥15 每百万 token": {"mtok_input", "mtok_output"},
    "Claude Pro 19 € / Monat, ChatGPT Plus 17 € / Monat": {"month"},
    "GPT-5.4 relay: $0.002 / 1k tokens": {"mtok"},
    "Claude relay, per 1M tokens: $0.9 / $4.5 for Sonnet 4.6": {"mtok_input", "mtok_output"},
    "Claude 体验卡 9.9元 / 1天 / 每日30刀": {"day"},
}


@pytest.mark.parametrize("text", NEEDED)
def test_a_slash_that_says_more_stays(text: str) -> None:
    assert {price["basis"] for price in facts_as_json(extract(text))["prices"]} == NEEDED[text]


BESIDE = {
    "zh": ("Claude 中转 0.7元/刀，{}", "{}，Claude 中转 0.7元/刀"),
    "": ("Claude API relay, $0.3 per $1, {}", "{}. Claude API relay, $0.3 per $1"),
}
PRICED = {"一次一毛": "a price of its own", "まとめて利用": "what a round-up says too"}
"""Words of claims that change what is read beside them, and what they are."""


def claimed() -> Iterator[tuple[str, str]]:
    """Every word of a claim, with the texts it is set beside."""
    for path in sorted(VOCABULARY.glob("claims*.toml")):
        for row in tomllib.loads(path.read_text("utf-8")).get("claim", ()):
            for language, words in row.get("words", {}).items():
                yield from ((word, "zh" if language == "zh" else "") for word in words if word not in PRICED)


def asked(text: str) -> object:
    row = facts_as_json(extract(text))
    return row["is_offer"], {(price["amount"], price["currency"], price["basis"]) for price in row["prices"]}


@pytest.mark.parametrize("place", (0, 1), ids=("behind", "in front"))
def test_no_words_of_a_claim_change_the_price_beside_them(place: int) -> None:
    words = list(dict.fromkeys(claimed()))
    assert len(words) > 8000
    usual = {tongue: asked(texts[place].format("")) for tongue, texts in BESIDE.items()}
    changed = [word for word, tongue in words if asked(BESIDE[tongue][place].format(word)) != usual[tongue]]
    assert changed == []
