"""Pages of sellers and goods of marketplaces: prices beside stock, counts, options and old prices; claims in cards."""

from __future__ import annotations

import pytest

from parsers.records import Context
from parsers.text.offers import extract
from tests.test_price_forms import Row, check, rows

COUNTED: list[Row] = [
    (
        "ru",
        "Cursor Pro аккаунт 1 месяц\nот 910 ₽\nПри покупке от 4 шт — 850 ₽, от 8 шт — 790 ₽",
        "910 RUB month cursor-pro; 850 RUB month cursor-pro; 790 RUB month cursor-pro",
    ),
    (
        "en",
        "Gemini AI Pro 1 Year\nQty 1-3: $7.50\nQty 4-9: $6.90\nQty 10+: $6.10",
        "7.5 USD year gemini-pro; 6.9 USD year gemini-pro; 6.1 USD year gemini-pro",
    ),
    ("zh", "ChatGPT Team 席位 × 2　¥ 61.00", "61 CNY account chatgpt-team"),
    ("id", "Akun ChatGPT Plus 1 Bulan\nRp36.000\n4.8 | 9,1RB terjual", "36000 IDR month chatgpt-plus"),
]
OPTIONS: list[Row] = [
    ("zh", "GPT Plus 代充\n价格 ￥ 118.00 - 1090.00", "118 CNY account chatgpt-plus; 1090 CNY account chatgpt-plus"),
    ("ru", "Claude Pro 1 мес, цена 2 290 ₽\n○ Claude Max 5x 1 мес  + 9 300 ₽", "2290 RUB month claude-pro"),
    (
        "ru",
        "SuperGrok / Perplexity Pro\nот 620 ₽ за услугу\nSuperGrok на месяц — 2300\nPerplexity Pro на год — 620",
        "2300 RUB month supergrok; 620 RUB year perplexity-pro",
    ),
    (
        "ru",
        "Kling AI Standard/Pro на ваш аккаунт, быстро и удобно\nStandard — 810₽\nPro — 2 640₽",
        "810 RUB account kling-standard; 2640 RUB account kling-pro",
    ),
]
CARDS: list[Row] = [
    (
        "zh",
        "标准版\n¥48\n30天\nGPT-5.5、Claude Opus 4.8\n专业版\n¥126\n30天\n所有模型不限次",
        "48 CNY month; 126 CNY month",
    ),
    ("en", "Claude API: $1 top-up = $5 of usage on any model", "0.2 USD usd_credit claude"),
]
OLD: list[Row] = [
    ("zh", "Gemini Pro 一年份\n特價 NT$189　定價 NT$6,400", "189 TWD year gemini-pro"),
    ("tr", "ChatGPT Plus 1 Ay\nFiyat: 379,90 TL\n%14 indirim 439,90 TL", "379.9 TRY month chatgpt-plus"),
    ("ru", "Gemini Pro 1 год 479 ₽ (скидка 80%)", "479 RUB year gemini-pro"),
    ("en", "Claude API. $45 for $60 credit (save 25%)", "0.75 USD usd_credit claude; 75 - percent claude"),
    (
        "ru",
        "ElevenLabs Creator на 1 месяц\nСтоимость: 1 090 руб. (у сервиса 22 $)",
        "1090 RUB month elevenlabs-creator",
    ),
    ("ru", "Claude Pro на месяц\n2 090,00 ₽ ~ 25,20 $", "2090 RUB month claude-pro; 25.2 USD month claude-pro"),
    (
        "ru",
        "Оплата ChatGPT Plus/Pro\nPlus 20$ → 1 960 руб\nPro 200$ → 17 800 руб",
        "1960 RUB account chatgpt-plus; 17800 RUB account chatgpt-pro",
    ),
    ("pt", "Plano Semestral\n12x de R$ 9,74\nou R$ 99,90 à vista\nChatGPT e Claude", "99.9 BRL half_year"),
    (
        "ru",
        "Ключ с балансом 10$ / 50$ для Claude и GPT\n10$ – 380 ₽\n50$ – 1 550 ₽",
        "38 RUB usd_credit; 31 RUB usd_credit",
    ),
]
CLAIMED = {
    "ChatGPT Plus 1 мес 1490 ₽. Возврат денег после активации невозможен": [],
    "ChatGPT Plus 1 мес 1490 ₽. Моментальная выдача 24/7": ["instant_delivery"],
    "ChatGPT Plus 1 month $9. Seller ratings 99.3%": [],
    "SuperGrok Heavy 30 days $38. Lifetime replacement": ["warranty"],
    "Аккаунт Grok Super — 3 дня. Гарантии на триал нет": ["account_sale", "no_warranty"],
    "ChatGPT Business seat 30 days $2.4. Delivery: ≤5 min. Insurance: 14 days": [
        "instant_delivery",
        "shared_seat",
        "warranty",
    ],
    "ChatGPT Plus 1 mês R$ 31. Não fazemos reembolso após o envio": [],
}
NO_OFFERS = [
    "Скрипт для автоматической регистрации аккаунтов ChatGPT\nPython, исходники\n2 300 ₽",
    "Нейросети » Прочее\nVPN для ChatGPT на 1 месяц, 12 стран\n189 ₽ Купить",
]


@pytest.mark.parametrize(("tongue", "text", "wanted"), rows([*COUNTED, *OPTIONS, *CARDS, *OLD]))
def test_the_prices_of_a_page(tongue: str, text: str, wanted: str) -> None:
    check(tongue, text, wanted)


@pytest.mark.parametrize(("text", "wanted"), CLAIMED.items(), ids=CLAIMED)
def test_the_claims_of_a_page(text: str, wanted: list[str]) -> None:
    assert sorted({claim.code for claim in extract(text, Context()).claims if claim.stands}) == wanted


@pytest.mark.parametrize("text", NO_OFFERS, ids=NO_OFFERS)
def test_other_goods_are_no_offer(text: str) -> None:
    assert not extract(text).is_offer
