"""How sellers abroad shorten lengths of time, list them with their prices, and say them as words of their languages."""

from __future__ import annotations

import pytest

from tests.test_price_forms import Row, check, rows

SHORTENED: list[Row] = [
    ("ru", "Gemini Pro 12м — 790р, 18м — 1 090р", "790 RUB year gemini-pro; 1090 RUB account gemini-pro"),
    ("ru", "Cursor Pro 1м 1400 руб, 6м 7100 руб", "1400 RUB month cursor-pro; 7100 RUB half_year cursor-pro"),
    ("ru", "Клод Про: 1 м. — 1900 р., 3 м. — 5400 р.", "1900 RUB month claude-pro; 5400 RUB quarter claude-pro"),
    ("pt", "Claude Pro 1m R$60 / 3m R$150", "60 BRL month claude-pro; 150 BRL quarter claude-pro"),
    ("pt", "Claude Pro 1m 60 / 3m 150 reais", "60 BRL month claude-pro; 150 BRL quarter claude-pro"),
    ("vi", "Perplexity Pro 12T 85k", "85000 VND year perplexity-pro"),
    ("pl", "Claude Pro 3 mies. 150 zł", "150 PLN quarter claude-pro"),
    ("pl", "Claude Pro: 1 msc 49 zł, 3 msc 139 zł", "49 PLN month claude-pro; 139 PLN quarter claude-pro"),
    (
        "en",
        "SuperGrok - 1M/3M/12M - $9/$25/$80",
        "9 USD month supergrok; 25 USD quarter supergrok; 80 USD year supergrok",
    ),
]
WORDED: list[Row] = [
    ("uk", "Claude Pro 1 рік 7900 грн", "7900 UAH year claude-pro"),
    ("uk", "Cursor Pro: пів року 3100 грн", "3100 UAH half_year cursor-pro"),
    ("uk", "Річна підписка Perplexity Pro 230 грн", "230 UAH year perplexity-pro"),
    ("uk", "Місячна підписка SuperGrok 640 грн", "640 UAH month supergrok"),
    ("pl", "Gemini Pro na rok 45 zł", "45 PLN year gemini-pro"),
    ("pl", "SuperGrok półroczny 110 zł, roczny 190 zł", "110 PLN half_year supergrok; 190 PLN year supergrok"),
    ("de", "Claude Pro Jahreszugang 89 €, Monatszugang 9 €", "89 EUR year claude-pro; 9 EUR month claude-pro"),
    ("pl", "Claude Pro od 8,99 zł za miesiąc", "8.99 PLN month claude-pro"),
    ("pl", "Cursor Pro: miesiąc 25 zł, kwartał 69 zł", "25 PLN month cursor-pro; 69 PLN quarter cursor-pro"),
    ("it", "Cursor Pro 12 mesi 60 €", "60 EUR year cursor-pro"),
    ("ru", "Годовой Cursor Pro 7 900 ₽, месячный 790 ₽", "7900 RUB year cursor-pro; 790 RUB month cursor-pro"),
    ("uk", "Ціна 640 грн/міс замість 820 грн, Claude Pro", "640 UAH month claude-pro"),
    ("ru", "Windsurf Pro на мес 690₽", "690 RUB month windsurf-pro"),
    ("ru", "Копайлот Про 1 год 1190 р", "1190 RUB year copilot-pro"),
    ("ar", "Claude Pro شهرين 140 درهم", "140 AED account claude-pro"),
]
NUMBERS: list[Row] = [
    ("ru", "Claude Code, 100$ лимита за 1400₽", "14 RUB usd_credit claude"),
    ("ko", "Cursor Pro 1년 8만9천원", "89000 KRW year cursor-pro"),
    ("ko", "Cursor Pro 1년 8만 9천원", "89000 KRW year cursor-pro"),
    ("ja", "Cursor Pro 1年 1万8千円", "18000 JPY year cursor-pro"),
    ("ko", "Cursor Pro 1년 8만원", "80000 KRW year cursor-pro"),
    ("vi", "Claude Max 20x 1 tháng 2tr4", "2400000 VND month claude-max-20x"),
    ("id", "Claude Max 20x 390.000 stok 3", "390000 IDR account claude-max-20x"),
    ("id", "Voucher ChatGPT Go 3 bulan Rp 14.000", "14000 IDR quarter chatgpt-go"),
    ("ru", "Claude Pro 1 месяц, было 2400, стало 1890", "1890 RUB month claude-pro"),
]
COLUMNS: list[Row] = [
    (
        "ru",
        "| Подписка | Месяц | Год |\n|---|---|---|\n| Claude Pro | 1 890 ₽ | 17 900 ₽ |",
        "1890 RUB month claude-pro; 17900 RUB year claude-pro",
    ),
    (
        "en",
        "| Plan | Month | Year |\n|---|---|---|\n| Claude Pro | $12 | $110 |",
        "12 USD month claude-pro; 110 USD year claude-pro",
    ),
    ("en", "| Month | Good | Price |\n|---|---|---|\n| May | Claude Pro | $12 |", "12 USD account claude-pro"),
]
OF_OTHERS: list[Row] = [
    ("en", "Claude API, 1M context, $3 account", "3 USD account claude"),
    ("en", "Register and get a voucher of $5. Claude API", ""),
    ("en", "Claude Pro with 6m warranty, $12", "12 USD account claude-pro"),
    ("ru", "Claude Pro 1 р. за запрос", "1 RUB request claude"),
    ("ko", "Cursor Pro 9만 5명 구매 8만원", "80000 KRW account cursor-pro"),
]
"""Letters and words of these kinds that say something else."""


@pytest.mark.parametrize(("language", "text", "facts"), rows([*SHORTENED, *WORDED, *NUMBERS, *COLUMNS, *OF_OTHERS]))
def test_a_length_as_it_is_shortened_or_worded_abroad(language: str, text: str, facts: str) -> None:
    check(language, text, facts)
