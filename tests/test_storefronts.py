"""Pages of shops as text: cards of plans, packs paid in dollars, the vendor's prices beside, questions answered."""

from __future__ import annotations

import pytest

from parsers.text.offers import extract
from tests.test_price_forms import Row, check, rows

PACKS: list[Row] = [
    ("en", "One API key for Claude\nStarter\n$12\n10 USD credits\nGrow\n$30\n36 USD credits",
     "1.2 USD usd_credit claude; 0.8333 USD usd_credit claude"),
    ("en", "Claude API top-ups. Pay $20, balance: $50", "0.4 USD usd_credit claude"),
    ("en", "GPT API: $40 in credits\nPrice $10", "0.25 USD usd_credit gpt"),
    ("en", "Claude API. Plan $12/month, $30 credits inside", "12 USD month claude"),
    ("en", "Claude relay, $5 free credits on sign-up, Pro plan $20/month", "20 USD month claude"),
    ("de", "Claude-API: 0,70 € pro 1 $ Guthaben", "0.7 EUR usd_credit claude"),
    ("de", "Claude Flatrate 15 €/Monat, 3 € Guthaben geschenkt", "15 EUR month claude"),
    ("ru", "API Claude: 1$ баланса = 72 ₽", "72 RUB usd_credit claude"),
]  # fmt: skip

ASIDES: list[Row] = [
    ("en", "Official OpenAI API: $2.50 per 1M input tokens\nWith us: $0.30 per 1M input tokens (GPT-5.4)",
     "0.3 USD mtok_input gpt-5.4"),
    ("en", "Claude Opus 4.6\nOfficial price: $5 input, $25 output per 1M\nOurs: $2 input, $10 output per 1M",
     "2 USD mtok_input claude-opus-4.6; 10 USD mtok_output claude-opus-4.6"),
    ("zh", "Claude 中转套餐\n价格¥19/周¥69/月¥139/月\n每日额度$10$25$60",
     "19 CNY week claude; 69 CNY month claude; 139 CNY month claude"),
    ("en", "OpenAI ChatGPT Pro — $200/month\nAnthropic Claude Max — $100-200/month\nUs — $33/month for both",
     "33 USD month"),
    ("zh", "GPT-5.4 官方价 $2.5/M 输入 $15/M 输出 本站 ¥1.1/M 输入 ¥6.6/M 输出",
     "1.1 CNY mtok_input gpt-5.4; 6.6 CNY mtok_output gpt-5.4"),
    ("en", "ChatGPT Plus 1 month shared\n$4.50\n$20.00\nAdd to cart\nGemini Pro 1 year\n$13.50\n$239.88\nAdd to cart",
     "4.5 USD month chatgpt-plus; 13.5 USD year gemini-pro"),
    ("zh", "Claude 中转 VIP1（累充 500 元）：0.9 元/刀\n下单立返 10 元", "0.9 CNY usd_credit claude"),
    ("pt", "Plano oficial ChatGPT Plus: R$ 119/mês\nAqui: R$ 28,90/mês", "28.9 BRL month chatgpt-plus"),
    ("vi", "ChatGPT Plus: giá hãng 20$/tháng – bên mình 95.000đ/tháng", "95000 VND month chatgpt-plus"),
    ("en", "OpenRouter – $5.00 / $25.00\nTokens4Us (us) – $1.20 / $6.00\n(Opus 4.6, per 1M tokens, input/output)",
     "1.2 USD mtok_input claude-opus-4.6; 6 USD mtok_output claude-opus-4.6"),
    ("fr", "ChatGPT Plus : 5,80 €/mois (officiel 23 €)", "5.8 EUR month chatgpt-plus"),
    ("zh", "Claude 0.8 元/刀。轻度用户每月 20~30 元，重度用户每月 200 元", "0.8 CNY usd_credit claude"),
    ("id", "API Claude Code\nHarian Rp14.000 – kuota $9", "14000 IDR day claude"),
    ("zh", "Claude Pro 月卡\n官方价格 ¥145 ¥720\n¥99", "99 CNY month claude-pro"),
]  # fmt: skip

TABLES: list[Row] = [
    ("en", "| | Free | Pro — $11/mo | Team — $33/mo |\n|---|---|---|---|\n| GPT-5.4 | 9 | 99 | no cap |",
     "11 USD month gpt-5.4; 33 USD month gpt-5.4"),
    ("zh", "模型\n输入价格\n输出价格\nclaude-opus-4-6\n¥3.1\n¥15.5\ngpt-5.4\n¥1.1\n¥6.6\n每百万 tokens",
     "3.1 CNY mtok_input claude-opus-4.6; 15.5 CNY mtok_output claude-opus-4.6; "
     "1.1 CNY mtok_input gpt-5.4; 6.6 CNY mtok_output gpt-5.4"),
    ("ru", "Модель Вход (1M) Выход (1M) Экономия\nClaude Opus 4.6 150 ₽ 750 ₽ −66%\nGPT-5.4 75 ₽ 450 ₽ −66%",
     "150 RUB mtok_input claude-opus-4.6; 750 RUB mtok_output claude-opus-4.6; 34 - percent claude-opus-4.6; "
     "75 RUB mtok_input gpt-5.4; 450 RUB mtok_output gpt-5.4; 34 - percent gpt-5.4"),
    ("zh", "分组 倍率 说明\nclaude-aws 1.2 官方\ncodex-pro 0.2 Codex 专用",
     "1.2 - multiplier claude; 0.2 - multiplier gpt"),
    ("pt", "| Plano | Preço | Créditos | Validade |\n|---|---|---|---|\n| Um | R$ 19,90 | US$ 7 | 30 dias |",
     "19.9 BRL month"),
    ("zh", "Claude Haiku 4.5：本站 ¥1/¥5（每百万tokens）\nGPT-5.4：本站 ¥1.5/¥9",
     "1 CNY mtok_input claude-haiku-4.5; 5 CNY mtok_output claude-haiku-4.5; "
     "1.5 CNY mtok_input gpt-5.4; 9 CNY mtok_output gpt-5.4"),
    ("zh", "gpt-image-2 0.05\nnano-banana 0.12\n以上价格单位均为元/次",
     "0.05 CNY request gpt-image-2; 0.12 CNY request nano-banana"),
    ("en", "Claude plans. Monthly Yearly Save 20%\n$10 /month\n$8 /month billed yearly",
     "10 USD month claude; 8 USD month claude"),
    ("ko", "베이직 월 8,800원 / 연 88,000원\n프로 월 19,000원 / 연 190,000원",
     "8800 KRW month; 88000 KRW year; 19000 KRW month; 190000 KRW year"),
    ("en", "GPT-5.4\t$0.80 / $4.80\nClaude Opus 4.6\t$1.60 / $8.00\nInput / output per 1M tokens",
     "0.8 USD mtok_input gpt-5.4; 4.8 USD mtok_output gpt-5.4; "
     "1.6 USD mtok_input claude-opus-4.6; 8 USD mtok_output claude-opus-4.6"),
    ("en", "PLAN DAILY CREDIT PRICE\nBasic $12/day $17/mo\nPlus $35/day $37/mo", "17 USD month; 37 USD month"),
    ("zh", "模型 | 计费方式 | 价格\nsora-2 | 按次 | 0.6\nkling-3.0 | 按秒 | 0.3\ngpt-image-2 | 按张 | 0.07",
     "0.6 CNY request sora-2; 0.3 CNY second kling-3.0; 0.07 CNY image gpt-image-2"),
    ("vi", "Bảng giá tài khoản\nChatGPT Plus 1 tháng: 85k\nClaude Pro 1 tháng: 390k",
     "85000 VND month chatgpt-plus; 390000 VND month claude-pro"),
    ("en", "Day Pass $2.50\nWeek Pass $9.50", "2.5 USD day; 9.5 USD week"),
    ("uk", "Базовий — 189 грн/міс", "189 UAH month"),
    ("en", "$0.30 for every $1 of usage (70% off)", "0.3 USD usd_credit; 30 - percent"),
    ("en", "Claude API ¥0.9 per $1, the bank takes ≈¥7.2 per $1", "0.9 CNY usd_credit claude"),
    ("zh", "本店代充：Claude Pro 131元，Max 5x 671元", "131 CNY account claude-pro; 671 CNY account claude-max-5x"),
    ("zh", "套餐名称\n价格\n5小时额度\n周额度\n有效期\nLite\n¥57\n$9\n$55\n30天\nPro\n¥147\n$28\n$170\n30天",
     "57 CNY month; 147 CNY month"),
    ("es", "| Plan | Precio mensual | Precio anual |\n|-|-|-|\n| A | 4,50 € | 45,90 € |\n| B | 9,50 € | 95,90 € |",
     "4.5 EUR month; 45.9 EUR year; 9.5 EUR month; 95.9 EUR year"),
    ("id", "Model | Harga Resmi | Harga Kami\nClaude Opus 4.6 (input) | $5/1M | Rp27.000/1M",
     "27000 IDR mtok_input claude-opus-4.6"),
    ("vi", "Gói Ngày: 22.000đ – hạn mức 9$/ngày\nGói Tháng: 380.000đ", "22000 VND day; 380000 VND month"),
    ("en", "$15.50\nMonthly\n\n$139.50\nYearly\n", "15.5 USD month; 139.5 USD year"),
    ("de", "| | Privat |\n|---|---|\n| Preis pro Monat | 11 € |\n| Preis pro Jahr | 110 € |",
     "11 EUR month; 110 EUR year"),
    ("zh", "供应商 折扣 备注\nAnthropic 1.7折 AWS\nOpenAI 0.8折 Azure", "17 - percent claude; 8 - percent gpt"),
    ("zh", "分组倍率与说明，分组倍率如下：\n- `cc` 0.7（Claude Code 专用）\n- `codex` 0.3（Codex 专用）",
     "0.7 - multiplier claude; 0.3 - multiplier gpt"),
    ("ru", "Бесплатный\n0 ₽\nGPT-5.4 mini\nБазовый\n290 ₽/мес\nClaude Opus 4.6", "290 RUB month"),
    ("zh", "Codex 专线\n基础版 ¥38.9\n进阶版 ¥86\nClaude 专线\n基础版 ¥76",
     "38.9 CNY account gpt; 86 CNY account gpt; 76 CNY account claude"),
    ("en", "Core $11\nper month, or $110 per year\nEdge $27\nper month, or $270 per year",
     "11 USD month; 110 USD year; 27 USD month; 270 USD year"),
    ("zh", "套餐 | 标准版 | 高级版\n月付 | ¥77 | ¥157\n年付 | ¥777 | ¥1577\n每日额度 | $18 | $48",
     "77 CNY month; 157 CNY month; 777 CNY year; 1577 CNY year"),
    ("zh", "| 充值金额 | 到账额度 | 折合汇率 |\n|--|--|--|\n| 200 元 | 220 美元 | 0.91 |", "0.9091 CNY usd_credit"),
    ("zh", "Claude 每月 ¥97，每年 ¥977（立省 16%）", "97 CNY month claude; 977 CNY year claude"),
    ("zh", "Cursor Pro 会员 自助续杯\n周卡 14.8\n月卡 37.9\nClaude 全系可用",
     "14.8 CNY week cursor-pro; 37.9 CNY month cursor-pro"),
    ("de", "Claude Pro 5,89 € / Monat statt 21,42 €\nChatGPT Plus 4,89 € / Monat statt 22,99 €",
     "5.89 EUR month claude-pro; 4.89 EUR month chatgpt-plus"),
    ("pt", "Modelo Entrada Saída\nClaude Opus 4.6 R$ 9,80 R$ 49,00\nGPT-5.4 R$ 4,40 R$ 26,40\nPor milhão de tokens",
     "9.8 BRL mtok_input claude-opus-4.6; 49 BRL mtok_output claude-opus-4.6; "
     "4.4 BRL mtok_input gpt-5.4; 26.4 BRL mtok_output gpt-5.4"),
    ("zh", "价格对比（Claude Opus 4.6，每百万 token）\n渠道 输入 输出\n官方 $5 $25\n某云 $4.4 $22\n本站 ¥5.2 ¥26",
     "5.2 CNY mtok_input claude-opus-4.6; 26 CNY mtok_output claude-opus-4.6"),
    ("en", "Claude API credit\n$10 → $10\n$60 → $66\n$300 → $360\nCrypto only",
     "1 USD usd_credit claude; 0.9091 USD usd_credit claude; 0.8333 USD usd_credit claude"),
    ("zh", "基础包 ¥9.7：100 次 Claude Opus 4.6 对话，30 天有效", "9.7 CNY month claude-opus-4.6"),
    ("vi", "Claude Opus 4.6: vào 4$ – ra 20$", "4 USD mtok_input claude-opus-4.6; 20 USD mtok_output claude-opus-4.6"),
    ("zh", "模型\t计费\t输入(元/百万)\t输出(元/百万)\ngpt-5.4\t按量\t2.1\t12.6\ngpt-image-2\t按次\t0.05\t-",
     "2.1 CNY mtok_input gpt-5.4; 12.6 CNY mtok_output gpt-5.4; 0.05 CNY request gpt-image-2"),
    ("zh", "$50加油包：33元\n额度按官方价1:1扣除", "0.66 CNY usd_credit"),
    ("ja", "Claude API 1ドル分のクレジット＝75円", "75 JPY usd_credit claude"),
    ("en", "ChatGPT Plus $20/mo → ours $6.50/mo", "6.5 USD month chatgpt-plus"),
    ("id", "Basic Rp39.000/bulan\n- ChatGPT Plus sharing\nPremium Rp119.000/bulan\n- Claude Pro sharing",
     "39000 IDR month; 119000 IDR month"),
]  # fmt: skip

ANSWERS = [
    ("Q: 需要翻墙吗？\nA: 不需要，直接用。", "no_vpn", True),
    ("Q：使用时需要翻墙吗？\n答：不用的。", "no_vpn", True),
    ("可以给企业开发票吗？\nA: 可以，下月统一开。", "invoice", True),
    ("可以给企业开发票吗？\nA: 暂不支持。", "invoice", False),
    ("Do you offer refunds?\nAbsolutely, within a week.", "refund", True),
    ("Do you offer refunds?\nNo.", "refund", False),
    ("Will my credits expire?\nA: No, never.", "never_expires", True),
    ("余额会过期吗？\n不会的，放心。", "never_expires", True),
    ("Сгорают ли средства? Нет.", "never_expires", True),
    ("Os créditos expiram? Não.", "never_expires", True),
    ("用这个有封号风险吗？\nA：没有，放心。", "no_ban", True),
    ("Do you offer refunds?\nWrite to us.", "refund", False),
]


@pytest.mark.parametrize(("language", "text", "wanted"), rows(PACKS + ASIDES + TABLES))
def test_prices(language: str, text: str, wanted: str) -> None:
    check(language, text, wanted)


@pytest.mark.parametrize(("text", "code", "stands"), ANSWERS, ids=[text for text, _, _ in ANSWERS])
def test_an_answer_says_what_its_question_asks(text: str, code: str, stands: bool) -> None:
    said = extract(f"Claude Code 中转 API ¥99/月\n{text}").claims
    assert (code in {claim.code for claim in said if claim.stands}) is stands


def test_a_page_that_answers_questions_offers_all_the_same() -> None:
    page = "方案\n专业版 ¥99/月\nClaude Opus 4.6 不限量\n{}\n需要自己的账号吗?\n登录网页就行\n"
    assert extract(page.format("常见问题")).is_offer


def test_a_page_of_questions_is_no_request() -> None:
    page = "How much is it?\nOur Claude relay costs $0.30 for every $1.\nIs it legit? Yes.\nAny limits? None at all."
    assert extract(page).is_offer
    assert not extract("Is it legit? Where can I buy Claude credits cheap?").is_offer


def test_a_membership_below_a_model_is_no_plan() -> None:
    facts = extract("Claude 镜像站 支持 Sonnet 4.6\n会员价格\n周卡 29 元\n年卡 799 元")
    assert facts.plans == ()
    assert "subscription_plan" in {claim.code for claim in facts.claims}


def test_a_tier_beside_plans_of_the_sellers_own_is_none_of_a_vendors() -> None:
    facts = extract("Claude Sonnet 4.6 API\nPlan Starter\n9 €/mes\nPlan Pro\n19 €/mes\nClaude Opus 4.6")
    assert facts.plans == ()
