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
    "code between marks": "`otter model ",
    "changes in a list": "- remove it from the prices\\n",
    "a program described": "exposes codex as ",
    "one letter": "a",
    "lists of lengths and prices": "1 мес — 990, 3 мес → 2490; ",
    "lengths and prices by turns": "990 месяц ",
    "names and prices on lines": "Claude Pro\n990\nмесяц\n",
    "tiers with their prices": "Pro $9 / Plus $19 / ",
    "prices on lines of their own": "Claude Pro\n1777\n",
    "numbers between slashes": "Claude Pro / 1777 / ",
    "lengths that stand alone": "Claude Pro, месяц, 1777. ",
    "values of money": "('Claude Pro', 7.77, 'USDT', 20), ",
    "options that cost more": "Claude Pro 3 месяца (+300 ₽)\n",
    "leaders of dots": "Claude Pro 1 мес ........ 1777\n",
    "cards in one line": "Claude Pro | 30 дней | 💰 1999 | 📦 15 шт | ",
    "paces of use": "10 запросов в день, ",
    "lists of lengths above lists of prices": "1 мес / 3 мес\n1777 / 4999\n",
    "sums for so many": "1x $10 | 5x $45 | ",
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
    "nested brackets": "([{<【（「『《｛",
    "blanks": " ",
    "wide blanks": "\u3000",
    "tabs": "\t",
    "lines of Windows": "\r\n",
    "colons": ":",
    "bars": "|",
    "points": ".",
    "tenths": "折",
    "yuan": "元",
    "dollars": "$",
    "percent signs": "%",
    "tildes": "~",
    "questions": "?",
    "dollar amounts": "$1 ",
    "amounts of yuan": "¥1",
    "prices in lines": "100元\n",
    "prices in a line": "100元 ",
    "names and prices": "Claude Pro 100元 ",
    "names, prices and lengths": "GPT Plus 1年 100 ",
    "plans and models": "GPT PLUS 接码 | ",
    "numbers in lines": "1.50\n\n",
    "millions": "1M ",
    "slashed models": "claude-opus-4.6/",
    "slashed tiers": "opus/sonnet/haiku/",
    "rows of prices": "| claude opus | 0.5元/刀 |\n",
    "cells of prices": "| claude 1元 ",
    "tabbed prices": "Claude Pro\t月卡\t1元\n",
    "comma-separated values": "claude,1,2元\n",
    "rows of HTML": "<tr><td>claude</td><td>1元</td></tr>",
    "tags and strokes": "<a>~~</a>",
    "tagged prices": '<span class="price">1</span>',
    "records": '{"price": 1, "model": "claude"}, ',
    "costs": "cost: 1, order_cost: 2, ",
    "headings and fields": "# Claude\nprice: 1\n",
    "vendors": "OpenAI Pro — $200\n",
    "official headings": "Official:\n$5\n",
    "labels above prices": "input\n$3/M\n",
    "prices of tokens in a line": "$3/M ",
    "packs in a line": "1000刀额度 80元 ",
    "shares of a list": "GPT 15% of official, Claude 30%, ",
    "tiers and prices": "Claude Pro 20/mo, Max 100/mo, ",
    "flat tables": "Claude\nPro\n100元\n",
    "two prices in a line": "月卡\n10元 20元\n",
    "questions and answers": "有发票吗?\n有\n",
    "named links": "[Claude](https://a.example/x) ",
    "quotas": "每天$100额度",
    "input and output": "输入1元 输出2元 ",
    "ranges": "1-",
    "lengths": "年 月 ",
    "discounts": "官方价3折 ",
    "dates": "2026-11-26 ",
    "rates of groups": "1R 一刀，az 0.6R，claude 0.8R ",
    "changed prices": "10元→12元额度 ",
    "changed rates": "倍率 2→2.5 ",
    "pieces": "1个30 5个140 ",
    "cards": "月卡 30 周卡 10 日卡 2 ",
    "instalments": "de R$ 119 por R$ 39,90, 12x de R$ 5,90 ",
    "prices behind signs": "分别 1/2/3 ",
    "prices in brackets": "月卡（128）",
    "misspelt names": "cluade C.l.a.u.d.e cl**de ",
    "answers on logs": "会保存我的对话吗？不会。\n",
    "credit that is dollars": "1积分=1美元 5积分 3元 ",
    "packs and arrows": "$10 → $12, ",
    "units in brackets": "0.3（元/张）",
    "directories": "收录900款 best ai tools ",
    "tiers of quantities": "1-10 pcs $5, 11-50 pcs $4, ",
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
