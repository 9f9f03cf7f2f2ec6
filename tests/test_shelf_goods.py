"""Goods on a shop's shelf: what a pack holds, what a plan's account holds, where the price and the stock stand."""

from __future__ import annotations

import pytest

from tests.test_price_forms import Row, check, rows

PACKS: list[Row] = [
    ("zh", "Claude API 200刀 96", "0.48 CNY usd_credit claude"),
    ("en", "Claude 200$ API, 30 days warranty\nPrice: $2", "0.01 USD usd_credit claude"),
    ("en", "🔑 400$ API Claude\n💰 $6", "0.015 USD usd_credit claude"),
    (
        "en",
        "🔑 300$ API Claude\n• works in most editors, and with every library that speaks to it\n"
        "• replaced at once if it should stop before that\nPrice: $3",
        "0.01 USD usd_credit claude",
    ),
    ("en", "300$ API Claude - 30 days\nPrice: $3", "3 USD month claude"),
    ("zh", "OpenAI 账号 含5刀赠金 9元", "9 CNY account gpt"),
    ("zh", "Cursor Pro 成品号（含20美元额度） 77元", "77 CNY account cursor-pro"),
    ("zh", "cursor ultra 400刀额度 成品号 550元", "550 CNY account cursor-ultra"),
    ("zh", "Claude Pro号池 50刀额度 6元", "0.12 CNY usd_credit claude"),
    ("zh", "Kiro Pro 2000积分成品号 56元", "56 CNY account kiro-pro"),
]
PLACES: list[Row] = [
    ("zh", "ChatGPT Plus丨一年丨独享 | 260", "260 CNY year chatgpt-plus"),
    ("en", "Claude Pro: Solo $8.5/mo · Home 5x $34/mo", "8.5 USD month claude-pro; 34 USD month claude-pro"),
    ("zh", "雀麦 API 中转\n注册就有 2 块钱可以用\nClaude 1元/刀", "1 CNY usd_credit claude"),
    ("zh", "139.00 | ChatGPT Plus 自助充值 | 库存(61)", "139 CNY account chatgpt-plus"),
    ("zh", "ChatGPT Plus 自助充值 | 139.00 | 已售【61】", "139 CNY account chatgpt-plus"),
    ("ru", "ChatGPT Plus готовый аккаунт | 890 ₽ | остаток (61)", "890 RUB account chatgpt-plus"),
    ("zh", "166起 Claude Pro 一个月代开", "166 CNY month claude-pro"),
    ("zh", "【29.80】plus成品号 质保3天", "29.8 CNY account chatgpt-plus"),
    ("zh", "8.12 ChatGPT Plus 成品号", ""),
    ("zh", "12起 plus成品号 27元", "27 CNY account chatgpt-plus"),
    (
        "zh",
        "GPT plus 1-9个 27 10-49个 25 50个以上 23",
        "27 CNY account chatgpt-plus; 25 CNY account chatgpt-plus; 23 CNY account chatgpt-plus",
    ),
    ("zh", "Cursor Pro（20刀账户） 成品号 89", "89 CNY account cursor-pro"),
    ("zh", "SuperGrok-一月成品号 72元", "72 CNY month supergrok"),
    ("zh", "GPT Plus 日区注册 未接码 26元", "26 CNY account chatgpt-plus"),
    ("zh", "GPT Plus 送教程 29元", "29 CNY account chatgpt-plus"),
    ("zh", "Claude 中转 0.4元/刀，充值送余额 20元", "0.4 CNY usd_credit claude"),
    ("en", "Claude API 10M tokens\n• Ultra fast endpoint\n$1.35", "1.35 USD account claude"),
    ("en", "Claude API for 7 days: 8$", "8 USD week claude"),
    ("zh", "Claude 中转 0.4元/刀，评论区再抽 10 个 $20", "0.4 CNY usd_credit claude"),
    ("en", "Claude Pro account\n• Max speed\n$13", "13 USD account claude-pro"),
]


@pytest.mark.parametrize(("language", "text", "facts"), rows(PACKS))
def test_what_a_good_holds(language: str, text: str, facts: str) -> None:
    check(language, text, facts)


@pytest.mark.parametrize(("language", "text", "facts"), rows(PLACES))
def test_where_its_price_stands(language: str, text: str, facts: str) -> None:
    check(language, text, facts)
