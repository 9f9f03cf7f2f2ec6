"""Whole listings, read as they stand, full-width, and amid sentences that have nothing to do with them."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest

from parsers.records import Context, Facts
from parsers.text.offers import extract
from parsers.text.output import Row, facts_as_json

CONTEXT = Context()

LISTINGS = {
    "a table with groups": (
        "| 站点 | 充值比例 | Claude 倍率 | Codex 倍率 | 支付方式 | 备注 |\n|---|---|---|---|---|---|\n"
        "| 雪杉中转 | 1:1 | 0.9 | 0.15 | 支付宝/微信 | 支持开票 |",
        "claude gpt",
        "1 CNY usd_credit -; 0.9 - multiplier claude; 0.15 - multiplier gpt",
        "codex invoice pay_alipay pay_wechat",
    ),
    "a table of answers": (
        "| 中转站 | 充值汇率 | 最低充值 | 支付宝 | 微信 | USDT | 发票 | 逆向 | 是否需要翻墙 |\n"
        "|---|---|---|---|---|---|---|---|---|\n"
        "| 石楠 | 1¥=2$ | 5元 | ✅ | √ | ❌ | 支持 | 否 | 不需要 |",
        "",
        "0.5 CNY usd_credit -",
        "invoice low_min_topup no_vpn not_reversed pay_alipay pay_wechat",
    ),
    "prices by model in a matrix": (
        "| 平台 | Opus 4.8 | GPT-5.5 | 备注 |\n|---|---|---|---|\n| 官方 | $5/$25 | $1.25/$10 | 价格以官网为准 |\n"
        "| 山楂中转 | ¥5/¥25 | ¥0.6/¥5 | 每周更新一次，欢迎比较 |",
        "claude-opus-4.8 gpt-5.5",
        "5 CNY mtok_input claude-opus-4.8; 25 CNY mtok_output claude-opus-4.8; "
        "0.6 CNY mtok_input gpt-5.5; 5 CNY mtok_output gpt-5.5",
        "",
    ),
    "a table in Russian": (
        "| Сервис | Claude Opus 4.8 (вход/выход за 1M) | Оплата | Без VPN |\n|---|---|---|---|\n"
        "| ИволгаAPI | 300₽ / 1500₽ | карта | да |",
        "claude-opus-4.8",
        "300 RUB mtok_input claude-opus-4.8; 1500 RUB mtok_output claude-opus-4.8",
        "no_vpn pay_card",
    ),
    "an entry of a list": (
        "## 6. 栾树中转\n- 充值比例：1 RMB = 1 USD\n- Claude 倍率：官转 2.0 / Max 号池 0.8\n"
        "- 支付：支付宝\n- 起充：10元",
        "claude",
        "1 CNY usd_credit -; 2 - multiplier claude; 0.8 - multiplier claude",
        "account_pool low_min_topup official_source pay_alipay",
    ),
    "a record": (
        '- name: 椴树API\n  models: [claude, gpt, gemini]\n  recharge_ratio: "1:1"\n  claude_multiplier: 0.8\n'
        "  gpt_multiplier: 0.2\n  payment: [alipay, usdt]\n  invoice: true\n  note: 国内直连，注册免翻墙",
        "claude gemini gpt",
        "1 CNY usd_credit -; 0.8 - multiplier claude; 0.2 - multiplier gpt",
        "cn_direct invoice many_models no_vpn pay_alipay pay_usdt",
    ),
    "values between commas": (
        "序号,站点,充值比例,gpt-5.5倍率,claude-opus-4.8倍率,支付方式\n3,丁香中转,1:1,0.08,0.5,微信",
        "claude-opus-4.8 gpt-5.5",
        "1 CNY usd_credit -; 0.08 - multiplier gpt-5.5; 0.5 - multiplier claude-opus-4.8",
        "pay_wechat",
    ),
    "a post in a channel": (
        "Продаю доступ к API Claude (Opus 4.8, Sonnet 5) и GPT-5.6. Цена — 30% от официальной, "
        "оплата USDT. VPN не нужен.",
        "claude-opus-4.8 claude-sonnet-5 gpt-5.6",
        "30 - percent -",
        "no_vpn pay_usdt",
    ),
    "a sponsor": (
        "Our sponsor Rowanbridge relays Claude, GPT and Gemini through one endpoint at 40% of official prices, "
        "with invoices on request and no proxy needed inside mainland China.",
        "claude gemini gpt",
        "40 - percent -",
        "invoice many_models no_vpn",
    ),
}
"""What it is: text, models, prices, claims."""

NEUTRAL = [
    "今天天气不错。", "大家晚上好！", "感谢您的阅读。", "祝各位周末愉快。", "窗外的桂花开了。",
    "我刚从图书馆回来。", "欢迎留言交流。", "昨天下了一场小雨。", "猫在沙发上睡着了。", "路上注意安全。",
    "這個週末去爬山了。", "謝謝大家的支持。", "晚餐吃了牛肉麵。", "今天是個好日子。", "圖書館六點關門。",
    "Have a nice day.", "Thanks for reading.", "Hello everyone!", "The weather is lovely today.",
    "See you next week.", "My cat is asleep on the sofa.", "We walked along the river yesterday.",
    "Good morning, neighbours.", "It rained all afternoon.", "The garden looks green again.", "Добрый вечер!",
    "Спасибо за внимание.", "Сегодня хорошая погода.", "Хорошего дня всем.", "Вчера мы гуляли в парке.",
    "皆さん、お元気で。", "今日は晴れ。", "読書は楽しい。", "桜が咲いた。", "안녕하세요 여러분.",
    "오늘은 날씨가 좋네요.", "감사합니다.", "Bom dia a todos.", "Obrigado pela leitura.",
    "O céu está azul hoje.", "Buenos días a todos.", "Gracias por leer.", "Hoy hace buen tiempo.",
    "Guten Morgen zusammen.", "Vielen Dank fürs Lesen.", "Draußen scheint die Sonne.", "Bonjour à tous.",
    "Merci de votre lecture.", "Xin chào mọi người.", "Selamat pagi semuanya.",
]  # fmt: skip
"""Fifty sentences that have nothing to do with any offer."""


def read(text: str) -> Facts:
    return extract(text, CONTEXT)


def facts(text: str) -> tuple[object, ...]:
    """What is read of a text, in an order that does not depend on the text's."""
    row = facts_as_json(read(text))
    return row["is_offer"], sorted(row["models"]), sorted(map(stated, row["prices"])), sorted(row["claims"])


def stated(price: Row) -> str:
    amount = Decimal(str(price["amount"])).normalize()
    return f"{amount:f} {price['currency'] or '-'} {price['basis']} {price['model'] or '-'}"


def _has_width(sign: str) -> bool:
    return (sign.isalnum() and sign.isascii()) or sign in "%:/="


def wide(text: str) -> str:
    """The text with the full-width form of every digit, letter and sign that has one and that a seller types so."""
    return "".join(chr(ord(sign) + 0xFEE0) if _has_width(sign) else sign for sign in text)


def test_there_are_fifty_neutral_sentences() -> None:
    assert len({*NEUTRAL}) == 50


@pytest.mark.parametrize("name", LISTINGS)
def test_a_listing_has_its_facts(name: str) -> None:
    text, models, prices, claims = LISTINGS[name]
    assert facts(text) == (True, models.split(), sorted(prices.split("; ")), claims.split())


@pytest.mark.parametrize("name", LISTINGS)
def test_full_width_forms_read_like_half_width_ones(name: str) -> None:
    text = LISTINGS[name][0]
    assert unicodedata.normalize("NFKC", wide(text)) == unicodedata.normalize("NFKC", text)
    assert facts(wide(text)) == facts(text)


@pytest.mark.parametrize("sentence", NEUTRAL)
def test_a_sentence_beside_a_listing_changes_nothing(sentence: str) -> None:
    changed = {
        name
        for name, (text, *_) in LISTINGS.items()
        if not facts(f"{sentence}\n{text}") == facts(text) == facts(f"{text}\n{sentence}")
    }
    assert not changed


@pytest.mark.parametrize("name", LISTINGS)
def test_every_span_is_the_phrase(name: str) -> None:
    text = LISTINGS[name][0]
    found = read(text)
    for mention in (*found.models, *found.plans):
        assert text[mention.span.start : mention.span.end] == mention.raw_name
    spans = [*(quote.span for quote in found.quotes), *(claim.span for claim in found.claims)]
    assert all(text[span.start : span.end].strip("| \n") for span in spans)
