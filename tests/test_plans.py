"""First-party plans in texts: every spelling, sizes, lists; and what is a relay's channel, an errand or no AI plan."""

from __future__ import annotations

from typing import Any

import pytest

from parsers.text import models, plans
from parsers.text.script import fold
from parsers.text.vocabulary import PACKAGED, parse


def ids(text: str) -> list[str]:
    folded = fold(text)
    return sorted({plan.id for plan in plans.mentions(text, folded, models=models.mentions(text, folded))})


def lines(text: str) -> list[str]:
    """The models of a text with the lines that its plans imply."""
    folded = fold(text)
    named = models.mentions(text, folded)
    return sorted(models.settle((*named, *plans.implied(plans.mentions(text, folded, models=named)))))


SPELLINGS = {
    "ChatGPT Plus 成品号 质保首登": ["chatgpt-plus"],
    "GPT会员 Plus 月付": ["chatgpt-plus"],
    "gpt puls 直充": ["chatgpt-plus"],
    "Chatgpt pluss account": ["chatgpt-plus"],
    "G·P·T Plus 车位": ["chatgpt-plus"],
    "Gplus 成品": ["chatgpt-plus"],
    "ＧＰＴ　Ｐｌｕｓ 代充": ["chatgpt-plus"],
    "plus 官方直充 月卡": ["chatgpt-plus"],
    "【拼車】ChatGPT Plus 四人": ["chatgpt-plus"],
    "Codex Plus 月卡 代充": ["chatgpt-plus"],
    "成品 Plus | Open AI": ["chatgpt-plus"],
    "ChatGPT 会员": ["chatgpt-plus"],
    "Подписка ChatGPT Плюс на месяц": ["chatgpt-plus"],
    "Conta ChatGPT Plus compartilhada": ["chatgpt-plus"],
    "Tài khoản ChatGPT Plus 1 tháng": ["chatgpt-plus"],
    "Akun ChatGPT Plus sharing": ["chatgpt-plus"],
    "ChatGPT Plus 1 aylık hesap": ["chatgpt-plus"],
    "ChatGPT Plus 1ヶ月 アカウント": ["chatgpt-plus"],
    "GPT Pro 200刀版 代充": ["chatgpt-pro"],
    "PRO 20x 卡密 GP.T": ["chatgpt-pro"],
    "ChatGPT 5✖️Pro 一个月": ["chatgpt-pro"],
    "20x PRO 卡密": ["chatgpt-pro"],
    "chatgpt go 12 months account": ["chatgpt-go"],
    "ChatGPT Business 席位": ["chatgpt-team"],
    "gpt team 拼车": ["chatgpt-team"],
    "Team 车位 (GPT)": ["chatgpt-team"],
    "ChatGPT Plus K12 成品": ["chatgpt-edu"],
    "K12 教师版 GPT": ["chatgpt-edu"],
    "ChatGPT Free 成品号": ["chatgpt-free"],
    "Claude Pro 一个月": ["claude-pro"],
    "Claude 会员 代充": ["claude-pro"],
    "Клод Про подписка": ["claude-pro"],
    "Claude Max 成品号": ["claude-max"],
    "Claude Max 5x": ["claude-max-5x"],
    "claude max 100刀 代充": ["claude-max-5x"],
    "Claude Max (20x) 拼车": ["claude-max-20x"],
    "claude max $200 account": ["claude-max-20x"],
    "Max20x 车位": ["claude-max-20x"],
    "Claude Ultra 一个月": ["claude-ultra"],
    "Claude Team 席位": ["claude-team"],
    "Gemini Advanced 12个月": ["gemini-pro"],
    "Google AI Pro 一年 + 2TB": ["gemini-pro"],
    "Google One AI 一个月": ["gemini-pro"],
    "Gemini Pro 18 months": ["gemini-pro"],
    "Google AI Ultra 成品": ["gemini-ultra"],
    "Super Grok 年卡": ["supergrok"],
    "Super gr0k heavy 直充": ["supergrok-heavy"],
    "Grok Heavy 账号": ["supergrok-heavy"],
    "Grok会员": ["supergrok"],
    "Cursor Pro 一年": ["cursor-pro"],
    "Cursor Ultra 账号": ["cursor-ultra"],
    "GitHub Copilot Pro": ["copilot-pro"],
    "Copilot Pro+ 年付": ["copilot-pro-plus"],
    "Kiro Pro 号": ["kiro-pro"],
    "Windsurf Pro account": ["windsurf-pro"],
    "Perplexity Pro 1 year": ["perplexity-pro"],
    "Poe 会员": ["poe"],
    "Midjourney standard plan": ["midjourney-plan"],
    "MJ 会员": ["midjourney-plan"],
    "Notion AI 一年": ["notion-ai"],
    "Lovart Pro 会员": ["lovart-pro"],
    "Suno Pro 代充": ["suno-pro"],
}


@pytest.mark.parametrize("text", SPELLINGS)
def test_a_plan_in_any_spelling(text: str) -> None:
    assert ids(text) == SPELLINGS[text]


LISTS = {
    "Claude Pro / Max 5x / Max 20x 代充": ["claude-max-20x", "claude-max-5x", "claude-pro"],
    "Claude Max 5x/20x 拼车": ["claude-max-20x", "claude-max-5x"],
    "Claude Max 成品, Claude Max 20x 成品": ["claude-max-20x"],
    "ChatGPT Plus/Pro、Claude Max、Grok Super/Heavy 代充": [
        "chatgpt-plus", "chatgpt-pro", "claude-max", "supergrok", "supergrok-heavy",
    ],
    "ChatGPT：Plus 99、Pro 980；Claude：Pro 120": ["chatgpt-plus", "chatgpt-pro", "claude-pro"],
    "【ChatGPT】Plus 一个月 | Team 一个月": ["chatgpt-plus", "chatgpt-team"],
    "| ChatGPT Plus | ¥128 |\n| Claude Max 5x | ¥750 |": ["chatgpt-plus", "claude-max-5x"],
    "ChatGPT 充值 — 官方账号直充（Plus / Pro 100 / Pro 200）": ["chatgpt-plus", "chatgpt-pro"],
    "GPT Business, K12 自动拉": ["chatgpt-edu", "chatgpt-team"],
    "Netflix + ChatGPT Plus": ["chatgpt-plus"],
    "API 中转, 另售 Claude Max 200 成品号": ["claude-max-20x"],
}  # fmt: skip


@pytest.mark.parametrize("text", LISTS)
def test_lists_of_plans(text: str) -> None:
    assert ids(text) == LISTS[text]


SILENT = [
    "Claude Max号池 0.9元/刀",
    "Max 20x 号池 满血 1元=1刀",
    "Plus号池 0.1倍率, Pro号池 0.2倍率",
    "ChatGPT Plus号池 标准套餐",
    "codex pro 分组 0.05",
    "CC Max渠道 1.2x",
    "Claude Max 1.2x, Opus4.8",
    "Claude中转 1元/刀 满血Max 20x 一手资源",
    "Team 号池 Codex",
    "Claude Max 满血 API 0.8/刀",
    "Claude Code 中转 Pro 套餐 99 元/月",
    "Qwen 3.7 Max 接口",
    "gpt-5.1-codex-max",
    "GPT-5.5 Pro 0.3倍率",
    "Gemini 3.1 Pro 按次",
    "Gemini 18 months",
    "Gemini 成品号",
    "Grok 成品号",
    "max tokens 8192",
    "Claude 20x faster",
    "百度网盘 Plus 会员",
    "Duolingo Plus 账号",
    "X Premium 12个月",
    "不是Plus 成品号",
    "非plus账号",
    "开plus专用邮箱",
    "无需 ChatGPT Plus 会员",
    "no ChatGPT Plus needed",
    "alternative to Claude Max",
    "比 Claude Max 便宜",
    "GPT, Claude plus Gemini in one API",
    "Pay for Claude plus get a bonus",
    "our team sells gpt accounts",
    "go buy GPT accounts",
    "free Claude API",
    "支持 Cursor、Copilot、Windsurf",
    "https://plus-shop.example/chatgpt-plus",
    "edgar allan poe",
    "Autodesk EDU account 1 year",
    "Plus account, 1 month",
]


@pytest.mark.parametrize("text", SILENT)
def test_no_plan_is_sold(text: str) -> None:
    assert ids(text) == []


def test_a_plan_implies_its_line_at_its_own_place() -> None:
    text = "plus 官方直充 与 Claude Opus 4.8"
    folded = fold(text)
    sold = plans.mentions(text, folded, models=models.mentions(text, folded))
    (implied,) = plans.implied(sold)
    assert (implied.id, implied.implied, implied.span) == ("gpt", True, sold[0].span)
    assert lines(text) == ["claude-opus-4.8", "gpt"]


IMPLIED = {
    "plus会员 直充": ["gpt"],
    "Max20x 车位": ["claude"],
    "Google AI Pro 一年": ["gemini"],
    "Grok Heavy 账号": ["grok"],
    "Cursor Pro 一年": [],
    "Perplexity Pro 一年": [],
}


@pytest.mark.parametrize("text", IMPLIED)
def test_the_models_of_a_plan(text: str) -> None:
    assert lines(text) == IMPLIED[text]


def test_the_words_of_a_plan_hold_product_tier_and_size() -> None:
    text = "出售：ChatGPT Plus 与 Claude Max 20x 成品号"
    folded = fold(text)
    sold = plans.mentions(text, folded, models=models.mentions(text, folded))
    assert [plan.raw_name for plan in sold] == ["ChatGPT Plus", "Claude Max 20x"]
    assert [text[plan.span.start : plan.span.end] for plan in sold] == [plan.raw_name for plan in sold]


def rows() -> list[dict[str, Any]]:
    texts = dict(PACKAGED.layers)
    return list(parse("plans.toml", texts["plans.toml"])["brand"])


SAYS = [(text, wanted) for row in rows() for text, wanted in row.get("says", {}).items()]
QUIET = [text for row in rows() for text in row.get("silent", ())]


@pytest.mark.parametrize(("text", "wanted"), SAYS, ids=[text for text, _ in SAYS])
def test_the_table_says_what_its_examples_say(text: str, wanted: list[str]) -> None:
    assert ids(text) == sorted(wanted)


@pytest.mark.parametrize("text", QUIET)
def test_the_table_is_silent_on_its_counterexamples(text: str) -> None:
    assert ids(text) == []


def test_a_new_product_is_words_only() -> None:
    own = '[[brand]]\nid = "lumo"\nnames = ["lumo"]\ntiers = { pro = "lumo-pro" }\n'
    words = PACKAGED.overlay({"plans.toml": own})
    text = "Lumo Pro 一年 成品号"
    assert [plan.id for plan in plans.mentions(text, fold(text), words)] == ["lumo-pro"]


HOSTILE = ["plus " * 4000, "gpt plus " * 2000, "max 20x/" * 3000, "会员" * 9000, "pro|" * 6000, "\ud800plus号" * 900]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:8]))
def test_a_hostile_text_never_raises(text: str) -> None:
    assert isinstance(ids(text), list)
