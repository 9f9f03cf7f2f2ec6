"""Titles of a shelf: goods whose maker is only implied, products whose names are everyday words, glued tiers."""

from __future__ import annotations

import pytest

from parsers.text.offers import extract

Sold = tuple[str | None, str, str | None]
"""The plan, if a first-party plan is sold; the sum, and the basis."""

TITLES: dict[str, Sold] = {
    "Plus 半月 12 元 自动发货": ("chatgpt-plus", "12", "account"),
    "Plus\n¥128/月\n自己账号充值，一分钟到账": ("chatgpt-plus", "128", "month"),
    "Plus五人车 ¥35/月": ("chatgpt-plus", "35", "month"),
    "代付 Plus 20美元 ¥145": ("chatgpt-plus", "145", "account"),
    "Go 套餐 一年 ¥25 成品": ("chatgpt-go", "25", "year"),
    "Pro会员（$200/月）代充\n¥1420": ("chatgpt-pro", "1420", "account"),
    "20X Max 单独车 ¥1450": ("claude-max-20x", "1450", "account"),
    "Max 订阅代充 5x ¥700": ("claude-max-5x", "700", "account"),
    "x20 max 拼车 ¥399": ("claude-max-20x", "399", "account"),
    "A家 Pro 成品号 ¥140": ("claude-pro", "140", "account"),
    "AI Ultra 月卡 拼车 ¥80": ("gemini-ultra", "80", "month"),
    "5TB AI Pro 一年 49元": ("gemini-pro", "49", "year"),
    "Heavy 会员 ¥1500/月": ("supergrok-heavy", "1500", "month"),
    "GP会员 ¥128": ("chatgpt-plus", "128", "account"),
    "智能对话 4.0 月卡 ¥39": (None, "39", "month"),
    "日卡 100刀 ¥5": (None, "5", "day"),
    "5X自助卡密 ¥660": (None, "660", "account"),
    "【Runway】会员一个月 25元 自动发货": (None, "25", "month"),
    "Cursor｜30天 独享｜¥25": (None, "25", "month"),
    "Gamma\n月付会员\n¥ 25": (None, "25", "month"),
    "TraePro会员 1个月 激活到自己账号 25元": ("trae-pro", "25", "month"),
    "Wordtune Premium 1 year account, $20": ("wordtune-premium", "20", "year"),
    "Otterly AI 会员 一年 49元": (None, "49", "year"),
    "Flow 25000 积分 号 ¥50": (None, "50", "account"),
}

NONE = (
    "C**** Pro 月卡 ¥150",
    "高级会员 一年 ¥60",
    "成品号 带邮箱 可接码 ¥2",
    "GPTs 商店上架教程",
    "编程会员课 一年 ¥299",
    "warp 加速器 会员 一年 ¥20",
    "Dubai 签证 一年 ¥900",
    "Напишу текст с помощью ChatGPT, 500 руб",
    "分享一个查询中转站是否掺水的工具",
    "我为什么取消了 ChatGPT Plus 订阅",
    "用了三家中转站，各有各的问题",
)
"""Titles that name no AI access, and what is only near it."""


@pytest.mark.parametrize("text", TITLES)
def test_a_title_is_read(text: str) -> None:
    plan, amount, basis = TITLES[text]
    facts = extract(text)
    assert [mention.id for mention in facts.plans] == ([plan] if plan else [])
    assert [(f"{quote.amount:f}", quote.basis) for quote in facts.quotes] == [(amount, basis)]


@pytest.mark.parametrize("text", NONE)
def test_a_title_without_ai_access_is_no_offer(text: str) -> None:
    assert not extract(text).is_offer


ABROAD = {
    "Аккаунт Runway с подпиской, 990 руб": "990 RUB",
    "Оплата OpenAI из России, 990 ₽ за месяц": "990 RUB",
    "Conta Gamma compartilhada - R$ 29,90": "29.90 BRL",
    "Acesso ao Anthropic por R$ 29,90 ao mês": "29.90 BRL",
    "Cuenta Runway 1 mes\n9,90 €\nEntrega inmediata": "9.90 EUR",
    "Nâng cấp OpenAI chính chủ 199k/tháng": "199000 VND",
    "Langganan Pika sharing 49rb/bulan": "49000 IDR",
    "Gamma hesabı 1 ay\n199 TL\nAnında teslimat": "199 TRY",
    "OpenAI 共有 月額980円": "980 JPY",
    "Devin 계정 1개월\n9,900원\n즉시 발송": "9900 KRW",
}


@pytest.mark.parametrize("text", ABROAD)
def test_a_title_abroad_is_read(text: str) -> None:
    facts = extract(text)
    assert facts.is_offer
    assert [f"{quote.amount:f} {quote.currency}" for quote in facts.quotes] == [ABROAD[text]]


VENDORS = (
    "OpenAI account $5",
    "аккаунт OpenAI 500 ₽",
    "conta OpenAI R$ 25",
    "OpenAI\n¥128/月\n立即购买",
    "【Anthropic】一个月 独享 128元",
    "Anthropic 代付 128元/月",
    "出 OpenAI 号 5元",
    "подписка Anthropic на месяц 1500 ₽",
)
"""Goods that are named by their maker alone."""


@pytest.mark.parametrize("text", VENDORS)
def test_a_maker_names_the_good(text: str) -> None:
    facts = extract(text)
    line = "gpt" if "OpenAI" in text else "claude"
    assert facts.is_offer
    assert [mention.id for mention in facts.models] == [line]
    assert len(facts.quotes) == 1
