"""Storefronts' pages: goods one below another, each with a line for its price, read each for itself."""

from __future__ import annotations

import pytest

from tests.test_price_forms import Row, check, quotes, rows

PACKS: list[Row] = [
    ("zh", "青禾小铺\nCodex API\n20刀额度卡\n¥6\n库存：66\n下单\n100刀额度卡\n¥25\n已售 38\n下单",
     "0.3 CNY usd_credit gpt; 0.25 CNY usd_credit gpt"),
    ("zh", "【Claude 中转】\n- CDK $50\n15元\n剩余 23 张\n去购买\n- 【20刀】兑换码\n7元\n销量：36\n去购买",
     "0.3 CNY usd_credit claude; 0.35 CNY usd_credit claude"),
    ("zh", "Claude 官转\n余额卡密 50刀\n库存 7\n16.5\n\n余额卡密 200刀\n库存 12\n60",
     "0.33 CNY usd_credit claude; 0.3 CNY usd_credit claude"),
    ("zh", "¥8\n40刀余额 Codex\n\n¥20\n100刀余额 Claude 中转", "0.2 CNY usd_credit gpt; 0.2 CNY usd_credit claude"),
    ("zh", "Codex 中转\n充值码 $10\n商品价格：2\n库存：5\n充值码 $50\n商品价格：9\n库存：8",
     "0.2 CNY usd_credit gpt; 0.18 CNY usd_credit gpt"),
    ("zh-Hant", "雲雀商店\nClaude 中轉 50刀 額度卡\n新台幣 150 元\n庫存：3\nCodex $20 兌換碼\nNT$40\n庫存：9",
     "3 TWD usd_credit claude; 2 TWD usd_credit gpt"),
    ("en", "Gemini API\n- credits key $100\n$5\nStock: 7 pcs\n- redeem code $20\n1.60 EUR\nIn stock: 12",
     "0.05 USD usd_credit gemini; 0.08 EUR usd_credit gemini"),
    ("en", "Claude API 50$ key\n$4.50 In stock: 18\nCodex 20$ key\n$1.60 In stock: 3",
     "0.09 USD usd_credit claude; 0.08 USD usd_credit gpt"),
    ("ru", "Лавка Зяблик\nClaude API ключ 50$\n600 ₽\nПродано: 66\nOpenAI API ключ 20$\n200 ₽\nОсталось 12",
     "12 RUB usd_credit claude; 10 RUB usd_credit gpt"),
    ("vi", "API Claude\nkey $20\n60.000đ\nMua ngay\nkey $100\n250k\nMua ngay",
     "3000 VND usd_credit claude; 2500 VND usd_credit claude"),
]  # fmt: skip
MIXED: list[Row] = [
    ("zh", "小鹿发卡\n1. Claude Pro 月卡 成品号\n价格：139 元\n库存充足\n2. 60刀 额度包 Grok API\n价格：21 元\n库存(9)",
     "139 CNY month claude-pro; 0.35 CNY usd_credit grok"),
    ("zh", "Codex 日卡 每天$40\n6.6元\n自动发货\nSuperGrok 年卡 直充\n610\n自动发货",
     "6.6 CNY day gpt; 610 CNY year supergrok"),
    ("zh", "GPT Team 车位\n45\n库存 3\n\nClaude Pro 代充\n150\n库存 12",
     "45 CNY account chatgpt-team; 150 CNY account claude-pro"),
    ("en", "Codex weekly pass - $10 per day\n$9\nBuy now\nClaude weekly pass - $25 per day\n$20\nBuy now",
     "9 USD week gpt; 20 USD week claude"),
    ("en", "Finch Store\nChatGPT Plus 1 month\n$8.50\n34 in stock\nGemini Pro 12 months\n$14\n7 in stock",
     "8.5 USD month chatgpt-plus; 14 USD year gemini-pro"),
]  # fmt: skip
SINGLE: list[Row] = [
    ("zh", "Codex 50刀 卡密\n已售 66\n下单 ¥10", "0.2 CNY usd_credit gpt"),
    ("zh-Hant", "ChatGPT Plus 代儲 新台幣 590 元", "590 TWD account chatgpt-plus"),
    ("ru", "SuperGrok 1 месяц\nОтзывов\n812\nДней на сайте\n96", ""),
    ("zh", "Claude Pro 官方 ¥145\n我们：\n¥120\n库存 3", "120 CNY account claude-pro"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "facts"), rows([*PACKS, *MIXED]))
def test_each_good_is_read_for_itself(language: str, text: str, facts: str) -> None:
    check(language, text, facts)


@pytest.mark.parametrize(("language", "text", "facts"), rows(SINGLE))
def test_what_is_no_page_of_goods_is_read_as_one_text(language: str, text: str, facts: str) -> None:
    check(language, text, facts)


def test_every_price_stands_where_the_page_has_it() -> None:
    text = "Shop\nCodex 20刀 卡密\n¥6\n库存 3\nClaude Pro 月卡\n¥139\n库存 3"
    assert [text[quote.span.start : quote.span.end].splitlines()[-1] for quote in quotes("zh", text)] == ["¥6", "¥139"]
