"""Lists in which prices take turns with lengths of time or with names: each price has the one of its pair."""

from __future__ import annotations

import pytest

from tests.test_price_forms import Row, check, rows

LENGTHS: list[Row] = [
    (
        "ru",
        "Продлю ChatGPT Plus: 1 мес → 1650, 3 мес → 4700",
        "1650 RUB month chatgpt-plus; 4700 RUB quarter chatgpt-plus",
    ),
    (
        "ru",
        "SuperGrok на почту клиента\n1 850 — месяц\n9 400 — год",
        "1850 RUB month supergrok; 9400 RUB year supergrok",
    ),
    (
        "ru",
        "Claude Pro, оформлю: 2100 за 30 дней; 5900 за 90 дней",
        "2100 RUB month claude-pro; 5900 RUB quarter claude-pro",
    ),
    (
        "ru",
        "Perplexity Pro под ключ: месяц от 400, год от 1 900 руб",
        "400 RUB month perplexity-pro; 1900 RUB year perplexity-pro",
    ),
    ("ru", "ChatGPT Plus (1 рік — 9 200 | 1 міс — 940)", "9200 RUB year chatgpt-plus; 940 RUB month chatgpt-plus"),
    ("ru", "Gemini Pro 1м — 300 руб, 12м — 1900 руб", "300 RUB month gemini-pro; 1900 RUB year gemini-pro"),
    ("ru", "SuperGrok: полгода (4 300) • год (7 700)", "4300 RUB half_year supergrok; 7700 RUB year supergrok"),
    (
        "en",
        "SuperGrok upgrade: $11/1M, $29/3M and $99/12M",
        "11 USD month supergrok; 29 USD quarter supergrok; 99 USD year supergrok",
    ),
    (
        "en",
        "Claude Pro private login — $13 for 1 month, $34 for 3 months",
        "13 USD month claude-pro; 34 USD quarter claude-pro",
    ),
    ("en", "ChatGPT Plus seat. 8€ monthly; 80€ yearly", "8 EUR month chatgpt-plus; 80 EUR year chatgpt-plus"),
    (
        "zh",
        "SuperGrok 成品号 月（55） / 季（150元） / 年（520）",
        "55 CNY month supergrok; 150 CNY quarter supergrok; 520 CNY year supergrok",
    ),
    ("zh", "GPT Plus 会员 月仅118，季只要345元", "118 CNY month chatgpt-plus; 345 CNY quarter chatgpt-plus"),
    ("zh", "Claude Pro 独享：￥135 月、￥395 季", "135 CNY month claude-pro; 395 CNY quarter claude-pro"),
    (
        "vi",
        "Claude Pro chính chủ: 189k 1 tháng, 1450k 12 tháng",
        "189000 VND month claude-pro; 1450000 VND year claude-pro",
    ),
    (
        "ko",
        "ChatGPT Plus 공유\n₩8,900/1개월\n₩51,000/6개월",
        "8900 KRW month chatgpt-plus; 51000 KRW half_year chatgpt-plus",
    ),
    ("pt", "Conta SuperGrok: R$ 39 - 1 mês | R$ 99 - 3 meses", "39 BRL month supergrok; 99 BRL quarter supergrok"),
]
NAMES: list[Row] = [
    (
        "en",
        "Claude subscriptions on your account\nPro = 14 USDT | Max 5x = 62 USDT",
        "14 USDT account claude-pro; 62 USDT account claude-max-5x",
    ),
    (
        "en",
        "We sell ChatGPT accounts\n$7 for Go, $16 for Plus, $140 for Pro",
        "7 USD account chatgpt-go; 16 USD account chatgpt-plus; 140 USD account chatgpt-pro",
    ),
    (
        "en",
        "Our shelf: 12€ - Cursor Pro; 9€ - SuperGrok; 18€ - ChatGPT Plus",
        "12 EUR account cursor-pro; 9 EUR account supergrok; 18 EUR account chatgpt-plus",
    ),
    (
        "ru",
        "Подписка Claude\nPro за 2 050 руб / Max 5x за 10 400 руб",
        "2050 RUB account claude-pro; 10400 RUB account claude-max-5x",
    ),
    (
        "ru",
        "ChatGPT на ваш аккаунт:\nGo — 640. Plus — 1850",
        "640 RUB account chatgpt-go; 1850 RUB account chatgpt-plus",
    ),
    (
        "zh",
        "会员代开：￥24 Gemini Pro / ￥66 SuperGrok / ￥119 ChatGPT Plus",
        "24 CNY account gemini-pro; 66 CNY account supergrok; 119 CNY account chatgpt-plus",
    ),
    ("zh", "Claude 会员代充\nPro 仅136；Max 5x 仅720", "136 CNY account claude-pro; 720 CNY account claude-max-5x"),
    (
        "pt",
        "Contas Claude à venda\nPro mensal R$ 79, Max 20x mensal R$ 640",
        "79 BRL month claude-pro; 640 BRL month claude-max-20x",
    ),
    (
        "pt",
        "Contas ChatGPT\nTeam por 25 reais / Pro por 310 reais / Plus por 44 reais",
        "25 BRL account chatgpt-team; 310 BRL account chatgpt-pro; 44 BRL account chatgpt-plus",
    ),
]
OTHERS: list[Row] = [
    # numbers that are no prices, in lists of the same make
    (
        "ru",
        "ChatGPT Plus на месяц 1850 ₽. Лимиты: 1 день — 40 запросов, 7 дней — 120 запросов",
        "1850 RUB month chatgpt-plus",
    ),
    ("zh", "Claude Code 月卡 100元：日30刀，周150，月550刀", "100 CNY month claude"),
    ("zh", "Claude Opus 4.6 200K 上下文，GPT-5.4 400K 上下文，1元=1刀", "1 CNY usd_credit"),
    # German "pro" is no tier, thousands in front of a number none either
    (
        "de",
        "ChatGPT Team Platz: 7 € pro Monat, 20 € pro Quartal",
        "7 EUR month chatgpt-team; 20 EUR quarter chatgpt-team",
    ),
    # a stroke in front of a unit parts no list
    ("zh", "澜桥中转\nClaude 0.4 元 / 刀，GPT 0.1 元 / 刀", "0.4 CNY usd_credit claude; 0.1 CNY usd_credit gpt"),
    # a change of one price is no list
    ("zh", "ChatGPT Plus 一个月 159元→129元", "129 CNY month chatgpt-plus"),
]


@pytest.mark.parametrize(("language", "text", "expected"), rows(LENGTHS))
def test_lengths_and_prices(language: str, text: str, expected: str) -> None:
    check(language, text, expected)


@pytest.mark.parametrize(("language", "text", "expected"), rows(NAMES))
def test_names_and_prices(language: str, text: str, expected: str) -> None:
    check(language, text, expected)


@pytest.mark.parametrize(("language", "text", "expected"), rows(OTHERS))
def test_what_is_no_such_list(language: str, text: str, expected: str) -> None:
    check(language, text, expected)
