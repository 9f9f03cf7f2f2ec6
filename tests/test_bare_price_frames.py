"""Bare prices in the frames of marketplaces: nested lists, cards, rows, tables, and what is said once for all."""

from __future__ import annotations

import pytest

from tests.test_price_forms import Row, check, rows

NESTED: list[Row] = [
    (
        "zh",
        "Claude 合租车位\n• Max 5x:\n  - 月卡 · 99\n  - 年卡 · 1180\n• Pro\n  - 月卡 · 39",
        "99 CNY month claude-max-5x; 1180 CNY year claude-max-5x; 39 CNY month claude-pro",
    ),
    (
        "zh",
        "Cursor成品号\nUltra\n  • 6个月 · 145\n  • 1个月 · 25\n\nPro:\n  • 6个月 · 88",
        "145 CNY half_year cursor-ultra; 25 CNY month cursor-ultra; 88 CNY half_year cursor-pro",
    ),
    (
        "vi",
        "Claude dùng chung\n• Max 20x\n  - 1T - 390K\n  - 12T 950K",
        "390000 VND month claude-max-20x; 950000 VND year claude-max-20x",
    ),
    ("tr", "Gemini Pro hesap\n6 ay 890\n12 ay 1.490", "890 TRY half_year gemini-pro; 1490 TRY year gemini-pro"),
    ("zh", "Cursor Pro 月 - 145 季 - 238", "145 CNY month cursor-pro; 238 CNY quarter cursor-pro"),
    ("zh", "【Cursor】\nUltra | 包月 | 48\nPro | 包月 | 28", "48 CNY month cursor-ultra; 28 CNY month cursor-pro"),
]
TIERS: list[Row] = [
    ("ru", "Plus — 1690, Pro — 16 900 (ChatGPT)", "1690 RUB account chatgpt-plus; 16900 RUB account chatgpt-pro"),
    (
        "zh",
        "Pro 118；Go 45；Plus 150\nChatGPT",
        "118 CNY account chatgpt-pro; 45 CNY account chatgpt-go; 150 CNY account chatgpt-plus",
    ),
    ("id", "Ultra = 35rb\n✅ Pro = 20rb\nCursor", "35000 IDR account cursor-ultra; 20000 IDR account cursor-pro"),
]
KINDS: list[Row] = [
    (
        "ru",
        "Perplexity Pro месяц\nобщий аккаунт: 390\n✅ место в семье: 590",
        "390 RUB month perplexity-pro; 590 RUB month perplexity-pro",
    ),
    ("ko", "ChatGPT Team\n공유: 9,000, 개인: 15,000", "9000 KRW account chatgpt-team; 15000 KRW account chatgpt-team"),
    ("pt", "Gemini Ultra\nvaga 40, compartilhada 15", "40 BRL account gemini-ultra; 15 BRL account gemini-ultra"),
    ("zh", "Claude Pro\n车位: 88, 独享: 168", "88 CNY account claude-pro; 168 CNY account claude-pro"),
    ("zh", "Claude Pro\n独享 已售 88\n拼车 库存 16", ""),
]
CARDS: list[Row] = [
    ("ru", "ChatGPT Go\nСрок: 3м\nЦена 1 290", "1290 RUB quarter chatgpt-go"),
    ("zh", "Claude Pro\n时长：年\n售价：480", "480 CNY year claude-pro"),
    ("zh", "Claude Pro\n季\n138\n质保30天", "138 CNY quarter claude-pro"),
    ("zh", "Claude Pro\n30天\n200次对话", ""),
    ("id", "Claude Pro / sharing / 1B / 95k", "95000 IDR month claude-pro"),
    ("zh", "Gemini Pro - 独享 - 季 - 138, 质保30天", "138 CNY quarter gemini-pro"),
    ("zh", "ChatGPT 代充\nPlus 月 | 118\nPlus 年 | 1180", "118 CNY month chatgpt-plus; 1180 CNY year chatgpt-plus"),
]
TABLES: list[Row] = [
    (
        "zh",
        "Claude\n| 周 | 月\nPro | 50 | 100\nMax 5x | 100 | 200",
        "50 CNY week claude-pro; 100 CNY month claude-pro; 100 CNY week claude-max-5x; 200 CNY month claude-max-5x",
    ),
    (
        "ru",
        "Claude\n| 1 мес | 3 мес\nPro | 590 | 1 490\nMax 5x | 5 900 | -",
        "590 RUB month claude-pro; 1490 RUB quarter claude-pro; 5900 RUB month claude-max-5x",
    ),
    (
        "zh",
        "Cursor\n| | 年 | 月 |\n|---|---|---|\n| Pro | 888 | 98 |",
        "888 CNY year cursor-pro; 98 CNY month cursor-pro",
    ),
    (
        "zh",
        "Cursor\nUltra | 月卡 - 168 | 季卡 - 438\nPro | 月卡 - 35 | 季卡 - 98",
        "168 CNY month cursor-ultra; 438 CNY quarter cursor-ultra; 35 CNY month cursor-pro; 98 CNY quarter cursor-pro",
    ),
]
STATED: list[Row] = [
    ("en", "Cursor accounts\nUSD / month\nPro — 9\nUltra — 22", "9 USD month cursor-pro; 22 USD month cursor-ultra"),
    (
        "en",
        "Prices in USDT: Claude Pro — 15, Claude Max 5x — 35",
        "15 USDT account claude-pro; 35 USDT account claude-max-5x",
    ),
    (
        "es",
        "Cursor Ultra: 35\nCursor Pro: 4\nPrecios en euros al mes",
        "35 EUR month cursor-ultra; 4 EUR month cursor-pro",
    ),
    ("ru", "Gemini\n(руб/мес)\nUltra: 1 890\nPro: 490", "1890 RUB month gemini-ultra; 490 RUB month gemini-pro"),
    (
        "vi",
        "Giá / tháng\nClaude Pro 149K\nClaude Max 5x 390K",
        "149000 VND month claude-pro; 390000 VND month claude-max-5x",
    ),
    (
        "zh",
        "价格均为元/月\nClaude Max 5x: 145\n- Claude Pro: 35",
        "145 CNY month claude-max-5x; 35 CNY month claude-pro",
    ),
    ("zh", "Claude 价格优惠，稳定\nClaude Pro: 35", "35 CNY account claude-pro"),
]

BESIDE: list[Row] = [
    (
        "zh",
        "ChatGPT 拼车\n三个月:\nPro — 750\nTeam — 138\n半年:\nPro — 1328\nTeam — 245",
        "750 CNY quarter chatgpt-pro; 138 CNY quarter chatgpt-team; "
        "1328 CNY half_year chatgpt-pro; 245 CNY half_year chatgpt-team",
    ),
    (
        "pt",
        "Claude na sua conta\n90 dias: Max 20x 320,90, Max 5x 189,90\n30 dias: Max 20x 129,90, Max 5x 75,90",
        "320.9 BRL quarter claude-max-20x; 189.9 BRL quarter claude-max-5x; "
        "129.9 BRL month claude-max-20x; 75.9 BRL month claude-max-5x",
    ),
    (
        "zh",
        "Gemini Ultra 半年付\n3人拼 188\n5人拼 128",
        "188 CNY half_year gemini-ultra; 128 CNY half_year gemini-ultra",
    ),
    ("ru", "Gemini Ultra месяц\nна 6 человек 590", "590 RUB month gemini-ultra"),
    ("zh", "Claude Pro 合租 49块季 / 128块年", "49 CNY quarter claude-pro; 128 CNY year claude-pro"),
    ("ru", "Claude Max 5x за 8900, 20x за 17900", "8900 RUB account claude-max-5x; 17900 RUB account claude-max-20x"),
    ("zh", "Claude Max 20x 车位 月 388 周 108 独立限额", "388 CNY month claude-max-20x; 108 CNY week claude-max-20x"),
    ("zh", "出Claude Max 5x号 用了十天 还剩20天 400出", "400 CNY account claude-max-5x"),
    ("zh", "Claude Pro 30天 128 30天质保", "128 CNY month claude-pro"),
    ("zh", "Claude Pro 30天质保 168", "168 CNY account claude-pro"),
    ("zh", "Claude Max 5x\n规格: 月\n价格: 388\n编号 1024", "388 CNY month claude-max-5x"),
    ("pt", "Cursor Pro 3 meses: de 125,90 por 75,90", "75.9 BRL quarter cursor-pro"),
    ("id", "Claude Pro, bergaransi 7 hari, 20.000", "20000 IDR account claude-pro"),
]


@pytest.mark.parametrize(
    ("language", "text", "facts"), rows([*NESTED, *TIERS, *KINDS, *CARDS, *TABLES, *STATED, *BESIDE])
)
def test_bare_prices_of_marketplaces_by_their_frame(language: str, text: str, facts: str) -> None:
    check(language, text, facts)
