"""Adverts as chats and channels carry them: a unit said once for a list, spoken sums, references beside the price."""

from __future__ import annotations

import pytest

from parsers.text.offers import extract
from tests.test_price_forms import Row, check, rows

HEADED: list[Row] = [
    (
        "en",
        "Rates per 1M tokens (in / out)\n- claude-opus-4.8: $1.20 / $6\n- gpt-5.5: $0.40 / $3.20",
        "1.2 USD mtok_input claude-opus-4.8; 6 USD mtok_output claude-opus-4.8;"
        " 0.4 USD mtok_input gpt-5.5; 3.2 USD mtok_output gpt-5.5",
    ),
    (
        "zh",
        "元/百万tokens：\nclaude-opus-4.8 8/40 缓存0.8\ngpt-5.5 2/16",
        "8 CNY mtok_input claude-opus-4.8; 40 CNY mtok_output claude-opus-4.8; 0.8 CNY mtok_cache_read claude-opus-4.8;"
        " 2 CNY mtok_input gpt-5.5; 16 CNY mtok_output gpt-5.5",
    ),
    (
        "en",
        "Sonnet 4.6 $0.8/$4\nOpus 4.8 $1.3/$6.5\nEverything per million tokens.",
        "0.8 USD mtok_input claude-sonnet-4.6; 4 USD mtok_output claude-sonnet-4.6;"
        " 1.3 USD mtok_input claude-opus-4.8; 6.5 USD mtok_output claude-opus-4.8",
    ),
    ("zh", "生图（元/张）：\ngpt-image-2 0.07\nflux 0.02", "0.07 CNY image gpt-image-2; 0.02 CNY image flux"),
    ("zh", "支持 1M 上下文\nClaude Pro 成品号 ¥88", "88 CNY account claude-pro"),
]

SPOKEN: list[Row] = [
    ("zh", "claude code 日卡/周卡/月卡 6元/27元/85元", "6 CNY day claude; 27 CNY week claude; 85 CNY month claude"),
    ("ru", "Claude Max x20: сутки 320 ₽, неделя 1 700 ₽", "320 RUB day claude-max-20x; 1700 RUB week claude-max-20x"),
    ("ja", "nano-banana-pro 1枚5円、sora-2 1本18円", "5 JPY image nano-banana-pro; 18 JPY video sora-2"),
    ("vi", "ChatGPT Pro 2tr4/tháng", "2400000 VND month chatgpt-pro"),
    ("vi", "Claude Max 5x 1tr250/tháng", "1250000 VND month claude-max-5x"),
    ("zh", "claude api 两毛五一刀", "0.25 CNY usd_credit claude"),
    ("ar", "اشتراك Claude Pro شهر – ٥٥ ريال", "55 SAR month claude-pro"),
    ("ar", "Gemini Pro سنة كاملة 80 درهم", "80 AED year gemini-pro"),
    ("zh", "opus4.8 一刀2毛5，gpt5.5 一刀6分", "0.25 CNY usd_credit claude-opus-4.8; 0.06 CNY usd_credit gpt-5.5"),
    ("ru", "Midjourney Standard — 3,2к₽", "3200 RUB account midjourney-plan"),
    (
        "pt",
        "Claude Pro: R$ 58,90/mês ou R$ 149,90/trimestre",
        "58.90 BRL month claude-pro; 149.90 BRL quarter claude-pro",
    ),
    ("th", "Claude Pro ส่วนตัว 560 บาท/เดือน", "560 THB month claude-pro"),
    ("uk", "Claude Pro — 1 міс — 520 грн", "520 UAH month claude-pro"),
    ("fr", "Perplexity Pro 1 an : 14 €", "14 EUR year perplexity-pro"),
    ("tr", "Claude Pro 3 Aylık 799 TL", "799 TRY quarter claude-pro"),
    ("ja", "Claude Pro 月額2,480円から", "2480 JPY month claude-pro"),
    ("zh", "sora-2 0.25/条，veo-3 1.1元/个", "0.25 CNY video sora-2; 1.1 CNY video veo-3"),
]

REFERENCES: list[Row] = [
    (
        "zh",
        "| 模型 | 官方价 | 本站价 |\n|---|---|---|\n| claude-opus-4.8 | $5 / $25 | ¥4 / ¥20 |",
        "4 CNY mtok_input claude-opus-4.8; 20 CNY mtok_output claude-opus-4.8",
    ),
    ("zh", "充值 10 元起。Claude 0.5 元/刀", "0.5 CNY usd_credit claude"),
    ("zh", "gpt team 两年质保 146元 一次性付清", "146 CNY account chatgpt-team"),
    ("en", "Images: GPT-Image-2 $0.02", "0.02 USD image gpt-image-2"),
    ("ru", "Баланс Claude API: 100$ на балансе = 9 900 ₽", "99 RUB usd_credit claude"),
    ("es", "ChatGPT Plus: compartida $4, completa $9", "4 USD account chatgpt-plus; 9 USD account chatgpt-plus"),
    (
        "ru",
        "Claude Code\nКлюч на 20$ — 540₽\nКлюч на 60$ — 1 500₽",
        "27 RUB usd_credit claude; 25 RUB usd_credit claude",
    ),
    ("zh", "蓝鸟中转：Claude 1x / GPT 0.2x", "1 - multiplier claude; 0.2 - multiplier gpt"),
    (
        "zh",
        "Perplexity Pro 兑换码，单价 16，打包 130。",
        "16 CNY account perplexity-pro; 130 CNY account perplexity-pro",
    ),
    ("zh", "Cursor Pro 年费会员 ¥788 券后 ¥739", "739 CNY year cursor-pro"),
    ("en", "Claude Opus 4.8 at ~1/4 of the price", "25 - percent claude-opus-4.8"),
    ("uk", "API Claude — 13 грн за $1. Мінімум $10", "13 UAH usd_credit claude"),
    ("zh", "Claude 分组：0.8x\nGPT 分组：1x", "0.8 - multiplier claude; 1 - multiplier gpt"),
    ("zh", "ChatGPT Plus 代充 GPT5.5 可用 到手价¥106 官方¥150", "106 CNY account chatgpt-plus"),
    (
        "zh",
        "Claude 中转额度 100美元 28元 200美元 54元 500美元 125元",
        "0.28 CNY usd_credit claude; 0.27 CNY usd_credit claude; 0.25 CNY usd_credit claude",
    ),
    ("ko", "챗GPT Plus 30일 이용권 판매가 20,900원 정가 29,000원", "20900 KRW month chatgpt-plus"),
    ("ar", "Claude Pro شهر ١١ دولار، ثلاثة أشهر ٢٨ دولار", "11 USD month claude-pro; 28 USD quarter claude-pro"),
    ("en", "We resell Claude at 0.3x. We pay $300/month for the banner.", "0.3 - multiplier claude"),
    ("zh", "GPT PLUS：卡充 121 / 礼品卡 113", "121 CNY account chatgpt-plus; 113 CNY account chatgpt-plus"),
    ("zh", "claude opus 4.8 0.3一刀 30刀起", "0.3 CNY usd_credit claude-opus-4.8"),
    ("zh", "Codex 中转 1：20，Gemini 1：8", "0.05 CNY usd_credit gpt; 0.125 CNY usd_credit gemini"),
    ("zh", "GPT 中转 1:1 还原", ""),
    ("ru", "Токены Claude: 33 ₽ за 1$. От 50$ — 30 ₽", "33 RUB usd_credit claude; 30 RUB usd_credit claude"),
    ("pt", "Créditos Claude: US$ 50 por R$ 90", "1.8 BRL usd_credit claude"),
    ("es", "Créditos API Claude: 0,35 € por dólar. Mínimo 20 €", "0.35 EUR usd_credit claude"),
    ("tr", "ChatGPT Team davet linki 55 TL", "55 TRY account chatgpt-team"),
    ("ko", "Claude API 1달러당 420원", "420 KRW usd_credit claude"),
    ("fa", "Claude Pro یک ماهه ۶۹۰ هزار تومان", "6900000 IRR month claude-pro"),
    ("vi", "Gemini Ultra 30K credits Veo3, giá 85K", "85000 VND account gemini-ultra"),
    ("vi", "Claude Pro 20$ 1 tháng, shop để 380.000₫", "380000 VND month claude-pro"),
    ("ru", "ChatGPT Plus ($20) — 1 350 ₽ за месяц", "1350 RUB month chatgpt-plus"),
    ("ru", "Баланс Claude API: 1$ = 30 рублей, 1$ на пробу бесплатно", "30 RUB usd_credit claude"),
    ("es", "Claude Max a 90 USD, al detal 95 USD. Duración 1 mes", "90 USD month claude-max; 95 USD month claude-max"),
    (
        "zh",
        "小满中转：1元=1刀，Claude 1 倍，GPT 0.1 倍",
        "1 CNY usd_credit; 1 - multiplier claude; 0.1 - multiplier gpt",
    ),
    (
        "zh",
        "chatgpt plus代充 官方正规渠道 一个月 ￥112 ￥139",
        "112 CNY month chatgpt-plus; 139 CNY month chatgpt-plus",
    ),
    ("ru", "Claude API, тариф 0.35 от официальной цены (1 USDT = 92 ₽)", "35 - percent claude"),
    (
        "en",
        "Anthropic API credits: $1,000 for $320, $5,000 for $1,500",
        "0.32 USD usd_credit claude; 0.3 USD usd_credit claude",
    ),
    ("zh", "【秒发】Claude Pro 成品独享号 首登质保 拍下秒发 96.00 已售 210 库存 8", "96 CNY account claude-pro"),
    ("en", "OpenAI key, $500 balance → $40", "0.08 USD usd_credit gpt"),
]


@pytest.mark.parametrize(("language", "text", "facts"), rows(HEADED))
def test_a_unit_said_once_for_a_list(language: str, text: str, facts: str) -> None:
    check(language, text, facts)


@pytest.mark.parametrize(("language", "text", "facts"), rows(SPOKEN))
def test_sums_as_they_are_spoken(language: str, text: str, facts: str) -> None:
    check(language, text, facts)


@pytest.mark.parametrize(("language", "text", "facts"), rows(REFERENCES))
def test_what_stands_beside_the_price(language: str, text: str, facts: str) -> None:
    check(language, text, facts)


TALK = [
    "Anthropic said it will charge $150 a month for early access to Claude for Chrome",
    "说实话 0.25 元一刀的 Claude 你也敢用？",
    "退款公告：已购 Claude 月卡用户按剩余天数退款，每天 5 元",
    "Honestly $20 for Claude Pro is fine if you only code on weekends",
    "Cho hỏi Claude Pro 20$ một tháng thì trả bằng thẻ gì?",
    "中转站价格战打得厉害，现在 1 块钱能买 8 刀，这能撑多久？",
    "I've seen Claude Max for $55 on Telegram, how is that possible?",
    "My Claude Max got banned after buying it for $58, they refused the refund",
    "Cheapest way to get Opus 4.8? Are the relays at 1 RMB = $1 legit?",
    "我算了下，Max 20x 能用出 3000 刀，卖 0.5 元一刀也能回本",
    "某中转充了 150 块，倍率偷偷改到 1.6，大家注意",
    "倍率计算器：模型倍率 2.5，分组 0.8，1 元=1 刀，自动换算人民币",
    "年付 88 元的香港 VPS，可解锁 Claude，适合搭中转",
    'The README says "cheaper than Claude Max at $200". We should update this',
    "I tested six Claude resellers, prices ranged from $0.2 to $0.7 per dollar",
    "هل يوجد أحد جرب شراء ChatGPT Plus بسعر 18 ريال؟",
]

SOLD = [
    "클로드 맥스 20x 4인 공유 파티원 구합니다. 월 62,000원",
    "اشتراك Claude Pro شهر – 52 ريال، تسليم فوري",
    "اکانت ChatGPT Plus یک ماهه ۳۹۰ هزار تومان، تحویل فوری",
    "ChatGPT Plus ส่วนตัว 420 บาท/เดือน พร้อมส่ง",
    "Підписки: Claude Pro — 1 міс — 510 грн",
    "WTS: Google AI Ultra seats, $8/mo on your own Gmail",
]


@pytest.mark.parametrize("text", TALK)
def test_talk_with_prices_is_no_offer(text: str) -> None:
    assert not extract(text).is_offer


@pytest.mark.parametrize("text", SOLD)
def test_adverts_of_many_tongues_are_offers(text: str) -> None:
    assert extract(text).is_offer
