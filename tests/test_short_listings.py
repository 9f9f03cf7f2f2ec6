"""Short listings as shops write them: a lone price, a record of fields, a pack of credit, a list of tiers."""

from __future__ import annotations

import pytest

from tests.test_price_forms import Row, check, rows

COUNTED: list[Row] = [
    ("zh", "170代充plus，三个以上165，质保一月", "170 CNY account chatgpt-plus; 165 CNY account chatgpt-plus"),
    (
        "zh",
        "GPT Plus 成品号 1个 32元，5个以上 29，10个以上 26",
        "32 CNY account chatgpt-plus; 29 CNY account chatgpt-plus; 26 CNY account chatgpt-plus",
    ),
    ("zh", "GPT Plus 账号 32元/个，注册 3个月以上 老号", "32 CNY account chatgpt-plus"),
    ("zh", "GPT Plus 32元，满 5个以上 送 1个", "32 CNY account chatgpt-plus"),
    ("zh", "Claude Team 车位 5人以上 成团，每位 88 元", "88 CNY account claude-team"),
    ("zh", "GPT Plus 代充 月付132 秒到账", "132 CNY month chatgpt-plus"),
    ("zh", "Claude 月卡 95元→75元，GPT 月卡 55元", "75 CNY month claude; 55 CNY month gpt"),
    ("zh", "Claude 中转，10元 → 15刀", "0.6667 CNY usd_credit claude"),
    ("zh", "Claude 中转 0.4元/刀，分组倍率 2→2.5", "0.4 CNY usd_credit claude; 2.5 - multiplier claude"),
    ("zh", "Claude API 中转，1元 = 10 点数，点数按官方价扣", ""),
    ("zh", "Claude 点数卡，10元 = 100 点数", "10 CNY account claude"),
    ("zh", "Claude 中转，注册免费获取 30$，充值 1¥=8$", "0.125 CNY usd_credit claude"),
    ("zh", "Claude 中转，回帖即送周卡（24 小时 4 刀，7 天 9 刀）", ""),
    ("zh", "GPT 镜像，仿官网，45一个月", "45 CNY month gpt"),
    ("zh", "某中转 1R 一刀（特价分组 0.4R），支持 Claude", "1 CNY usd_credit claude; 0.4 CNY usd_credit claude"),
    ("zh", "某中转 1R 一刀，特价线路：10元起充，支持 Claude", "1 CNY usd_credit claude"),
    (
        "zh",
        "Claude 中转 Opus 低至 ¥0.6/M\nClaude Opus 4.6 输入 ¥0.6/M 输出 ¥2.4/M",
        "0.6 CNY mtok_input claude-opus-4.6; 2.4 CNY mtok_output claude-opus-4.6",
    ),
    (
        "zh",
        "| 套餐 | 价格 | 每周 | 每月 |\n|---|---|---|---|\n| Codex A | ¥31/月 | 413.53M | 1,654.1M |",
        "31 CNY month gpt",
    ),
    (
        "zh",
        "一刀人民币价格：Claude 0.8，GPT 0.3",
        "0.8 CNY usd_credit claude; 0.3 CNY usd_credit gpt",
    ),
]
LONE: list[Row] = [
    ("zh", "ChatGPT Plus 成品号\n31.00\n库存：4", "31 CNY account chatgpt-plus"),
    ("zh", "Gemini Pro 一年 成品号\n¥\n22\n.50", "22.5 CNY year gemini-pro"),
    ("zh", "Claude Pro 直充\n115\n元", "115 CNY account claude-pro"),
    ("zh", "ChatGPT Plus 一个月\n价格\n118\n立即购买", "118 CNY month chatgpt-plus"),
    ("zh", "Gemini Pro 年卡\t21.9\t130", "21.9 CNY year gemini-pro"),
    ("zh", "GPT Team 车位 一个月 28包邮", "28 CNY month chatgpt-team"),
    ("zh", "ChatGPT Plus 成品号 24.00 ~ 29.00", "24 CNY account chatgpt-plus; 29 CNY account chatgpt-plus"),
    ("zh", "ChatGPT Plus 官价 $20，¥96 代充", "96 CNY account chatgpt-plus"),
    ("zh", "Gemini Pro 1年订阅 ¥96（官方¥1,740+）", "96 CNY year gemini-pro"),
    ("zh", "SuperGrok(30刀) 成品号 58元", "58 CNY account supergrok"),
    ("zh", "GPT Plus ¥99（官方¥140）", "99 CNY account chatgpt-plus"),
    ("zh", "ChatGPT Plus 成品号 一个月 质保30天 ¥36", "36 CNY month chatgpt-plus"),
    ("zh", "GPT Plus 独享月卡 75 元（7天）", "75 CNY week chatgpt-plus"),
    ("zh", "K12 教师 ChatGPT 长期号 单价：6.8元", "6.8 CNY account chatgpt-edu"),
    ("en", "Why pay $200? Claude Max 20x for $61 monthly", "61 USD month claude-max-20x"),
    ("en", "Claude Pro upgrade, $9 for one month", "9 USD month claude-pro"),
    ("zh", "官方 Claude Max $200/月（约 ¥1450），拼车 ¥398/月", "398 CNY month claude-max-20x"),
    ("zh", "Claude 拼车（6人车 ¥398/月、3人车 ¥768/月）", "398 CNY month claude; 768 CNY month claude"),
    ("uk", "Акаунт ChatGPT Plus 1 місяць — 320 грн", "320 UAH month chatgpt-plus"),
    ("th", "ChatGPT Plus 1 เดือน ราคา 129 บาท", "129 THB month chatgpt-plus"),
    ("ru", "Подписка Cursor Pro на месяц | 1 250 ₽ | Гарантия 30 дней", "1250 RUB month cursor-pro"),
    (
        "en",
        "PRICES\nChatGPT Plus 1M - $4\nChatGPT Plus 3M - $11",
        "4 USD month chatgpt-plus; 11 USD quarter chatgpt-plus",
    ),
    ("ru", "Тарифы Gemini Advanced: месяц — 650₽, год — 4 700₽", "650 RUB month gemini-pro; 4700 RUB year gemini-pro"),
    ("id", "Gemini Pro 1 Tahun Garansi Full - Rp34.000", "34000 IDR year gemini-pro"),
    ("ko", "Perplexity Pro 1년 계정 9,500원", "9500 KRW year perplexity-pro"),
    ("zh", "月度订阅\n\n¥149\nChatGPT Plus 代充", "149 CNY month chatgpt-plus"),
    ("en", "ChatGPT Plus Shared\n$5.50\n- GPT-4o and Sora inside", "5.5 USD account chatgpt-plus"),
    ("zh", "Gemini Pro 一年\n支持 Nano Banana Pro、Veo 3\n价格 41.00 元", "41 CNY year gemini-pro"),
    ("zh", "中转 API 支持 Claude、Kimi、GPT 1:1 还原", ""),
    ("zh", "中转 API 0.5元/刀（Claude），0.12元/刀（GPT）", "0.5 CNY usd_credit claude; 0.12 CNY usd_credit gpt"),
    ("en", "API credit: ¥0.8 per $1 (Claude), ¥0.2 per $1 (GPT)", "0.8 CNY usd_credit claude; 0.2 CNY usd_credit gpt"),
    ("en", "Claude and GPT API with no monthly fee. Join and get $3 to play with.", ""),
    (
        "ru",
        "ChatGPT Plus | Личный аккаунт | 1 месяц\nЦена: 1 150 ₽ | Продано: 312 | Отзывы: 49",
        "1150 RUB month chatgpt-plus",
    ),
    ("zh", "sora-2 视频 ￥0.3/个", "0.3 CNY video sora-2"),
    ("zh", "Veo 3.1 文生视频：0.9元/条", "0.9 CNY video veo-3.1"),
    ("zh", "Sora 2 成品账号 25元/个", "25 CNY account sora-2"),
    (
        "en",
        "Claude Sonnet 5 API: $0.90 in / $4.50 out per 1M tokens (official: $3 / $15)",
        "0.9 USD mtok_input claude-sonnet-5; 4.5 USD mtok_output claude-sonnet-5",
    ),
    ("ru", "Claude Sonnet 5: 290 ₽ за 1М входных токенов", "290 RUB mtok_input claude-sonnet-5"),
    ("fr", "Crédit d'API Claude : 0,60 € pour 1 $", "0.6 EUR usd_credit claude"),
    ("de", "Claude-API: 45 % weniger als direkt bei Anthropic", "55 - percent claude"),
    (
        "zh",
        "Grok Super 会员 批发价：5个起 42元，20个起 38元",
        "42 CNY account supergrok; 38 CNY account supergrok",
    ),
    ("ja", "Claude API 中継、公式価格の約 3 割", "30 - percent claude"),
    ("zh", "ChatGPT Plus 月卡\n¥139.00 ¥189.00\n已售 310 库存 9", "139 CNY month chatgpt-plus"),
    ("zh", "ChatGPT Plus 1个月 3个月\n¥139.00 ¥389.00", "139 CNY quarter chatgpt-plus; 389 CNY quarter chatgpt-plus"),
    ("es", "Claude Pro 1 mes\n$12.00  $22.00\nEntrega inmediata", "12 USD month claude-pro"),
    ("zh", "Claude Max 5x 月卡 额度是平时的5.5倍 ¥690", "690 CNY month claude-max-5x"),
    ("zh", "Claude Max💲100 订阅 人工交付 ¥688", "688 CNY account claude-max-5x"),
    ("ru", "Cursor Pro 1 месяц\nДоступ к GPT-5 и Claude Sonnet 4.5.\n1 700 ₽", "1700 RUB month cursor-pro"),
]

RECORDS: list[Row] = [
    ("zh", "title: 'Cursor Pro 成品号', price: new Decimal(61.5), stock: 9", "61.5 CNY account cursor-pro"),
    ("zh", "productName: 'ChatGPT Plus 月卡', orderAmount: 166,", "166 CNY month chatgpt-plus"),
    ("zh", '{"name": "GPT Plus 代充", "price": 129, "priceSuffix": "/月"}', "129 CNY month chatgpt-plus"),
    ("zh", '{name: "GPT Plus 共享", price: "¥58", period: "月"}', "58 CNY month chatgpt-plus"),
    ("en", '"name": "SuperGrok 1 Month", "price": 420, "priceBase": "PHP"', "420 PHP month supergrok"),
    ("vi", 'name="ChatGPT Plus 1 tháng", price_minor=165_000, cost_minor=110_000', "165000 VND month chatgpt-plus"),
    ("vi", 'title: "ChatGPT Plus 1 Tháng", price: 21.00', ""),
    ("ru", "{ id: 'gpt3', name: 'ChatGPT Plus 3 мес', price: 5200 }", "5200 RUB quarter chatgpt-plus"),
    (
        "ru",
        "('GPT-PLUS-1M', 'ChatGPT Plus 1 месяц', 'Свой аккаунт, без VPN', 890, 'ai'),",
        "890 RUB month chatgpt-plus",
    ),
    ("ru", 'title="ChatGPT Plus", price_minor=150000, currency="RUB", duration_days=30', "1500 RUB month chatgpt-plus"),
    (
        "zh",
        "name: 'GPT Plus 合租', desc: '含 GPT-4 与 DALL-E 3。', price: 66, standardPrice: 150",
        "66 CNY account chatgpt-plus",
    ),
    ("en", "Claude Pro 1 month: 128,000 Ks", "128000 MMK month claude-pro"),
]

PACKS: list[Row] = [
    ("pt", "Pacote Inicial\nUS$ 20 em créditos\nR$ 30,00\nAPI Claude", "1.5 BRL usd_credit"),
    (
        "pt",
        "Claude API\n- US$ 20 de crédito\n- R$ 28\n\n- US$ 60 de crédito\n- R$ 72",
        "1.4 BRL usd_credit claude; 1.2 BRL usd_credit claude",
    ),
    (
        "pt",
        "US$ 40 de saldo Claude\nR$ 30 no Pix\nR$ 34 no cartão",
        "0.75 BRL usd_credit claude; 0.85 BRL usd_credit claude",
    ),
    ("pt", "Plano de R$ 90 dá direito a US$ 120 de uso da API Claude", "0.75 BRL usd_credit claude"),
    ("zh", "80刀 Claude API 额度卡密\n¥12.00", "0.15 CNY usd_credit claude"),
    ("zh", "商品名称：Claude API 80美元额度\n商品价格：12.00\n库存：5", "0.15 CNY usd_credit claude"),
    ("zh", "Claude API 80刀额度 - 12.00", "0.15 CNY usd_credit claude"),
    ("zh", "Claude API额度 $80 | ¥ 12", "0.15 CNY usd_credit claude"),
    ("zh", '{"name": "Claude API 额度", "usd": 50, "price": 6}', "0.12 CNY usd_credit claude"),
    ("ru", "Баланс $40 на OpenAI API\nЦена: 1 600 ₽", "40 RUB usd_credit gpt"),
    ("en", "Starter\n$20 credits\n₹900\nClaude API", "45 INR usd_credit"),
    ("zh", "¥80 = $20 Cursor Pro 会员，成品号", "80 CNY account cursor-pro"),
    (
        "en",
        "Opus 4.6 / Sonnet 4.5: 1 USDT = $8",
        "0.125 USDT usd_credit claude-opus-4.6; 0.125 USDT usd_credit claude-sonnet-4.5",
    ),
    ("zh", "Claude Max 20x 月卡 ¥880，含 $90 额度", "880 CNY month claude-max-20x"),
    (
        "en",
        "ChatGPT Plus $3 or 52,000 IDR, API credits too",
        "3 USD account chatgpt-plus; 52000 IDR account chatgpt-plus",
    ),
    ("zh", "Claude API Key · $5 额度\n支持 Opus / Sonnet / Haiku\n价格 37.00 元", "7.4 CNY usd_credit"),
    ("zh", "ChatGPT 某某中转-plus号池-100$\n售价：13.00 元", "0.13 CNY usd_credit gpt"),
]

ROWS: list[Row] = [
    ("zh", "店铺,商品,起价,库存,状态\n小铺,GPT Plus 成品号,26,14,有货", "26 CNY account chatgpt-plus"),
    ("zh", "平台,渠道价,库存,商品,店铺\n甲,26,14,GPT Plus 成品号,小铺", "26 CNY account chatgpt-plus"),
    ("zh", "title,price,stock,shop\nClaude Pro 月卡,118,6,甲店", "118 CNY month claude-pro"),
    (
        "zh",
        "名称,卖价,库存\nCursor Pro 独享号,64,7\nKiro Pro 账号,29,11",
        "64 CNY account cursor-pro; 29 CNY account kiro-pro",
    ),
    ("zh", "| 套餐 | 定价 | 折算日均 |\n|---|---|---|\n| Claude 月卡 | ¥29 | ¥0.97 |", "29 CNY month claude"),
]

TIERS: list[Row] = [
    (
        "en",
        "Claude:\n - Pro: $12\n - Max 5x Plan 1 month: $61\n - Max 20x Plan 1 month: $118",
        "12 USD account claude-pro; 61 USD month claude-max-5x; 118 USD month claude-max-20x",
    ),
    (
        "zh",
        "ChatGPT 会员\nPlus 月卡 89\nTeam 席位 31\nGo 12\nClaude\nPro 118元",
        "89 CNY month chatgpt-plus; 31 CNY account chatgpt-team; 12 CNY account chatgpt-go; 118 CNY account claude-pro",
    ),
    (
        "zh",
        "### Claude\n| 套餐 | 价格 |\n|---|---|\n| Pro | 150 元/月 |\n| Max 5x | 740 元/月 |",
        "150 CNY month claude-pro; 740 CNY month claude-max-5x",
    ),
]


@pytest.mark.parametrize(("language", "text", "facts"), rows(COUNTED))
def test_prices_for_a_count_and_what_they_were(language: str, text: str, facts: str) -> None:
    check(language, text, facts)


@pytest.mark.parametrize(("language", "text", "facts"), rows(LONE))
def test_a_title_and_a_lone_price(language: str, text: str, facts: str) -> None:
    check(language, text, facts)


@pytest.mark.parametrize(("language", "text", "facts"), rows(RECORDS))
def test_a_record_of_fields(language: str, text: str, facts: str) -> None:
    check(language, text, facts)


@pytest.mark.parametrize(("language", "text", "facts"), rows(PACKS))
def test_a_pack_of_credit(language: str, text: str, facts: str) -> None:
    check(language, text, facts)


@pytest.mark.parametrize(("language", "text", "facts"), rows(TIERS))
def test_tiers_below_their_product(language: str, text: str, facts: str) -> None:
    check(language, text, facts)


@pytest.mark.parametrize(("language", "text", "facts"), rows(ROWS))
def test_rows_between_commas_and_bars(language: str, text: str, facts: str) -> None:
    check(language, text, facts)
