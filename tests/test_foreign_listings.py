"""What listings of origins never seen before brought up: lengths in names, sums that buy nothing, shares in words."""

from __future__ import annotations

import pytest

from tests.test_price_forms import Row, check, rows

LENGTHS: list[Row] = [
    (
        "zh",
        "| 商品 | 价格 |\n|---|---|\n| ChatGPT Plus 1月(全程质保) | ¥121 |\n| ChatGPT Plus 12月(质保2月) | ¥1290 |",
        "121 CNY month chatgpt-plus; 1290 CNY year chatgpt-plus",
    ),
    (
        "ko",
        "ChatGPT Plus 공유 계정 월 약 $9.9, 최대 30%+ 할인",
        "9.9 USD month chatgpt-plus; 70 - percent chatgpt-plus",
    ),
]

BESIDE: list[Row] = [
    ("zh", "Claude Pro 代充 3月 ¥505，质保", "505 CNY quarter claude-pro"),
    (
        "zh",
        "| 类别 | 价格 |\n|---|---|\n| Gemini Pro 学生家庭组 12月(质保20天) | ¥78 |",
        "78 CNY year gemini-pro",
    ),
    ("en", "Claude Pro — $7/month (₹585), instant delivery", "7 USD month claude-pro; 585 INR month claude-pro"),
    (
        "zh",
        "中转站，max 1.2元一刀，Codex 0.3元，Gemini 0.2元",
        "1.2 CNY usd_credit; 0.3 CNY usd_credit gpt; 0.2 CNY usd_credit gemini",
    ),
    ("en", "The $18 upgrade of our Claude API is refundable within the same 7 days", "18 USD account claude"),
    (
        "zh",
        "| 方式 | 价格 |\n|---|---|\n| 国内镜像 | 58元/月 |\n| Claude 代充 Pro | 178元/月 |",
        "58 CNY month; 178 CNY month claude-pro",
    ),
    (
        "zh",
        "| 规格 | 价格 |\n|---|---|\n| Claude Pro 独享 | 178元/月 |\n| 3个月 | 499元 |",
        "178 CNY month claude-pro; 499 CNY quarter claude-pro",
    ),
    (
        "en",
        "Relay pricing\ngpt-5.5: input $0.6/M, output $3.2/M, cached $0.06/M; claude-opus-4-7: input $1.4/M",
        "0.6 USD mtok_input gpt-5.5; 3.2 USD mtok_output gpt-5.5; 0.06 USD mtok_cache_read gpt-5.5; "
        "1.4 USD mtok_input claude-opus-4.7",
    ),
    (
        "en",
        "API resale: GPT-5.5 at 18% of official, Claude 35%, Gemini 22%. Uptime 99%",
        "18 - percent gpt-5.5; 35 - percent claude; 22 - percent gemini",
    ),
    ("zh", "中转站，GPT 官方价的 12%，Claude 31%", "12 - percent gpt; 31 - percent claude"),
    ("en", "Claude relay at 18% of official, GPT uptime 99%, GPT 20% more tokens", "18 - percent claude"),
    ("zh", "Claude 中转，汇率 1:1，支持支付宝", "1 CNY usd_credit claude"),
    ("zh", "Claude 中转，实时汇率 1:7.1，支持支付宝", ""),
    ("zh", "Claude 中转，按汇率 7:1 结算", ""),
    ("id", "ChatGPT Plus\n1 BULAN SHARING\nSHARING\n15.000\nGaransi 25 Hari", "15000 IDR month chatgpt-plus"),
    ("zh", "| 店铺 | 报价数 | 样例 |\n|---|---|---|\n| 小店 | 25 | ChatGPT Plus 独享成品号 |", ""),
    ("zh", "Claude API 中转 计费 1:1 · 按官方公开价格透传", ""),
    ("zh", "Claude 中转，3月新增分组，0.8元/刀", "0.8 CNY usd_credit claude"),
]

SECOND: list[Row] = [
    (
        "en",
        "Claude relay\n| Model ID | Official | Basic (50% off) | Pro (80% off) |\n|---|---|---|---|\n"
        "| claude-opus-4-7 | $5 / $25 | $2.40 / $12.40 | $1.10 / $5.10 |",
        "2.4 USD mtok_input claude-opus-4.7; 12.4 USD mtok_output claude-opus-4.7; "
        "1.1 USD mtok_input claude-opus-4.7; 5.1 USD mtok_output claude-opus-4.7",
    ),
    ("vi", "ChatGPT Business 1 Tháng\nChính chủ của khách\nFull 1 tháng\n440000", "440000 VND month chatgpt-team"),
    ("zh", "API 聚合，生图 ¥0.06/张起，视频 ¥2.2/条起", "0.06 CNY image; 2.2 CNY video"),
    (
        "zh",
        "充值比例透明（1:1），Codex 倍率补贴低至 0.07",
        "1 CNY usd_credit gpt; 0.07 - multiplier gpt",
    ),
    ("en", "Claude credits: 1 credit costs $0.004 ($4 = 1,000 credits)", "4 USD account claude"),
    ("vi", "Relay Claude API: ¥1 = ~$1", "1 CNY usd_credit claude"),
    ("en", "Rates (rate 1 USD = 6500 Ks). ChatGPT Plus 1 month: 131,000 Ks", "131000 MMK month chatgpt-plus"),
    ("zh", "中转站一个 Key 调 Claude/GPT，直充，实测 86/100", ""),
    (
        "zh",
        "官方账号代充 Claude\n* **Pro 版**: **191 元/月**\n* **20xMax 版**: **1790 元/月**",
        "191 CNY month claude-pro; 1790 CNY month claude-max-20x",
    ),
    ("zh", "代充\nTeam 版: 260 元/月\nClaude Max 20x: 1800 元/月", "260 CNY month; 1800 CNY month claude-max-20x"),
    ("zh", "Claude 中转，汇率为 1:1（人民币=美元）", "1 CNY usd_credit claude"),
]

FORMER: list[Row] = [
    ("vi", "Tài khoản Claude Pro - 1 Tháng\n310.000đ\n470.000đ\nBảo hành", "310000 VND month claude-pro"),
    ("en", "Claude Pro Account 1 Month\n$8.99\n$20.00\nInstant delivery", "8.99 USD month claude-pro"),
    ("zh", '{"name": "Claude Pro 月卡", "price": 96, "comparePrice": 145}', "96 CNY month claude-pro"),
]

NO_PRICE: list[Row] = [
    ("zh", "Claude GPT 中转，1 积分 = ¥1，按官方价 6 折计费", "60 - percent"),
    ("zh", "买个 Claude 号动辄几百块，我们 API 按量付费", ""),
    ("zh", "Claude API 中转 1元=1刀，10块钱足够写完一个小程序", "1 CNY usd_credit claude"),
    ("zh", "充值 25 元就能升到二级，Claude API 中转 1元=1刀", "1 CNY usd_credit claude"),
    ("zh", "相比官方 Claude Max 每月 1400 元，我们的 Claude 中转 1元=1刀", "1 CNY usd_credit claude"),
    ("zh", "中转站活动：每笔最高 ¥500，1 元 = 1 美元额度，支持 Claude", "1 CNY usd_credit claude"),
    ("zh", "Nano Banana 2 中转，0.3元/次，支持 4K 出图", "0.3 CNY request nano-banana-2"),
    ("zh", "ChatGPT PLUS 4.0代充，258元/月，包售后", "258 CNY month chatgpt-plus"),
    ("zh", "Claude 中转 1元=2刀，充值满500打9折，满1000打8折", "0.5 CNY usd_credit claude"),
    ("zh", "Claude Code 拼车 ¥98/月，批量购买 10 个以上 9 折", "98 CNY month claude"),
    ("en", "Selling ChatGPT Plus accounts $4 each, buy 10+ get 15% off", "4 USD account chatgpt-plus"),
    ("vi", "Tài khoản Claude Pro 1 tháng 298k, gói năm tiết kiệm 17%", "298000 VND month claude-pro"),
    (
        "en",
        "| Provider | Sonnet input (per M) | Sonnet output (per M) |\n|---|---|---|\n"
        "| Anthropic Direct | $3.00 | $15.00 |\n| Cheap relay | $0.40 | $1.90 |",
        "0.4 USD mtok_input claude-sonnet; 1.9 USD mtok_output claude-sonnet",
    ),
]

SHARES: list[Row] = [
    (
        "zh",
        "Claude 中转，官价 1-2 折。支持支付宝，费率低至官价 1-2 折",
        "10 - percent claude; 20 - percent claude",
    ),
    ("zh", "Claude API 中转，比官方便宜整整 80%", "20 - percent claude"),
    ("zh", "Claude API 中转，成本降低约 60%", "40 - percent claude"),
    ("zh", "Claude Code 中轉，成本僅為官方的千分之3.5", "0.35 - percent claude"),
    ("zh", "Claude API 中转，成本只有官方价格的万分之 50", "0.5 - percent claude"),
    ("ja", "公式価格のわずか 4% で Claude API を提供", "4 - percent claude"),
    (
        "en",
        "Relay claude-sonnet-4.5 ¥14 / 1M tokens (1/10 of official price)",
        "14 CNY mtok claude-sonnet-4.5; 10 - percent claude-sonnet-4.5",
    ),
]

CREDIT: list[Row] = [
    (
        "zh",
        "Codex 专用 key 1000刀额度 82元 500刀 44元 100刀 11元",
        "0.082 CNY usd_credit gpt; 0.088 CNY usd_credit gpt; 0.11 CNY usd_credit gpt",
    ),
    (
        "zh",
        "Codex 专用 key 1000刀额度82元 500刀额度44元",
        "0.082 CNY usd_credit gpt; 0.088 CNY usd_credit gpt",
    ),
    ("zh", "Claude 中转 10元 80刀额度 50元 500刀额度", "0.125 CNY usd_credit claude; 0.1 CNY usd_credit claude"),
    (
        "zh",
        "GPT Plus 日抛 3元 周抛 11 月卡 27",
        "3 CNY day chatgpt-plus; 11 CNY week chatgpt-plus; 27 CNY month chatgpt-plus",
    ),
    ("zh", "Claude 中转，1人民币购买1美元的官方算力", "1 CNY usd_credit claude"),
    ("zh", "Codex 中转 API，透明汇率(1:1)", "1 CNY usd_credit gpt"),
    ("en", "Kiro accounts for sale\nKiro PRO — $7.4 for 1000 credits", "7.4 USD account kiro-pro"),
]

WHOSE: list[Row] = [
    (
        "zh",
        "Claude 中转 API\n### Grok 专用\ngrok 分组\n倍率 0.5x\n\n### 通用分组\ndefault\n倍率 1x",
        "0.5 - multiplier grok; 1 - multiplier",
    ),
    (
        "zh",
        "API 中转定价\n轻量版\n¥19/月\n基础模型访问（GPT-5.2 等）\n专业版\n¥49/月\n全量模型访问",
        "19 CNY month; 49 CNY month",
    ),
]


GIFTS: list[Row] = [
    ("vi", "ChatGPT Plus 210K\nCOMBO 1 NĂM\nTẶNG 2 TOOL 60 NGÀY", "210000 VND year chatgpt-plus"),
    ("vi", "Claude Pro nâng cấp, bảo hành đầy đủ 1 tháng – 480.000đ", "480000 VND account claude-pro"),
    (
        "en",
        "Kiro PRO — $8 for 1000 credits. Full warranty on accounts 30 days from purchase",
        "8 USD account kiro-pro",
    ),
    ("zh", "Claude 中转站。充值比例 1:1（1U=1刀）", "1 USDT usd_credit claude"),
    ("zh", "Claude 中转站，充值倍率 1:1（充 1 USD 到账 1 USD）", "1 USD usd_credit claude"),
    (
        "en",
        "| Model | Relay price | Provider list |\n|---|---|---|\n| Claude Opus 5 | $1.2 / $6 | $5 / $25 |",
        "1.2 USD mtok_input claude-opus-5; 6 USD mtok_output claude-opus-5",
    ),
]


SIZES: list[Row] = [
    ("zh", "Claude Max 5x 790元，20x 1390元 代充", "790 CNY account claude-max-5x; 1390 CNY account claude-max-20x"),
    (
        "ru",
        "Claude Max 5x на 1 мес. Цена 7 490 ₽, за 20x — 13 900 ₽",
        "7490 RUB month claude-max-5x; 13900 RUB month claude-max-20x",
    ),
    (
        "zh",
        "Claude Max 账号\n- 5x：760元/月\n- 20x：1360元/月",
        "760 CNY month claude-max-5x; 1360 CNY month claude-max-20x",
    ),
]

UNITS: list[Row] = [
    ("en", "Claude Opus 5 API. $0.20 USDC per call", "0.2 USD request claude-opus-5"),
    (
        "zh",
        "聚合平台。Sora 2（$0.07/视频），Nano Banana（$0.021/张）",
        "0.07 USD video sora-2; 0.021 USD image nano-banana",
    ),
    ("zh", "我们的收费标准是，充值300R，到账600刀", "0.5 CNY usd_credit"),
    ("zh", "Codex 中转 月卡 49（日 80 刀）", "49 CNY month gpt"),
    ("zh", "中转站【倍率】gpt-5.5 0.12，opus-4.8 0.7", "0.12 - multiplier gpt-5.5; 0.7 - multiplier claude-opus-4.8"),
    ("en", "Claude API relay, about 1/4 of OpenAI API pricing", "25 - percent gpt"),
]

SPOKEN: list[Row] = [
    ("", "ChatGPT Plus 1 tháng 52k, 3 tháng 139k", "52000 VND month chatgpt-plus; 139000 VND quarter chatgpt-plus"),
    ("", "Claude Pro 1 bulan 88k", "88000 IDR month claude-pro"),
    ("vi", "API Claude: 1$ = 1k6", "1600 VND usd_credit claude"),
    ("", "ChatGPT Plus 1 aylıq 16 AZN", "16 AZN month chatgpt-plus"),
    ("pt", "Claude Max 20x rateio com 4 pessoas, R$ 230 mês cada", "230 BRL month claude-max-20x"),
    ("vi", "Bán API Claude Opus 5 giá 16% hãng", "16 - percent claude-opus-5"),
    ("id", "Gemini Pro 1 Tahun Rp 42.000, Kredit AI 1000", "42000 IDR year gemini-pro"),
    (
        "en",
        "| Model | You charge | Fraction |\n|---|---|---|\n| Grok 4.6 | $0.6 / $1.8 | 31% |",
        "0.6 USD mtok_input grok-4.6; 1.8 USD mtok_output grok-4.6; 31 - percent grok-4.6",
    ),
    ("zh", "Claude 中转站，基本上1.x元兑1刀", ""),
    ("zh", "Claude 公益站，注册送￥90，签到再送，总共可得￥120", ""),
]


@pytest.mark.parametrize(
    ("tongue", "text", "wanted"),
    rows([*SPOKEN, *SIZES, *UNITS, *GIFTS, *LENGTHS, *SECOND, *BESIDE, *FORMER, *NO_PRICE, *SHARES, *CREDIT, *WHOSE]),
)
def test_the_prices_of_a_foreign_listing(tongue: str, text: str, wanted: str) -> None:
    check(tongue, text, wanted)
