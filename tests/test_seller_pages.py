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
    ("ru", "Claude Pro на месяц\n2 090,00 ₽ ~ 25,20 $", "2090 RUB month claude-pro"),
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
LINES: list[Row] = [
    (
        "zh",
        "AI 帳號共享 | 一個月 NT$ 340 起\nChatGPT Plus（4 人） NT$ 340\nClaude Pro（3 人） NT$ 410",
        "340 TWD month chatgpt-plus; 410 TWD month claude-pro",
    ),
    ("ru", "Gemini Pro (год) ... 470₽", "470 RUB year gemini-pro"),
    ("id", "Gemini AI Pro 12 Bulan\nRp48.900\nTerjual 2 rb+ • 4.9 (711 rating)", "48900 IDR year gemini-pro"),
    ("ru", "ChatGPT Plus на месяц | Продано: 4 712   Отзывы: 1 107 | 1 780 ₽ | Купить", "1780 RUB month chatgpt-plus"),
    ("ru", "Suno PRO 2500 кредитов Цена 379 ₽ Скидка от 3 шт: 10%", "379 RUB account suno-pro"),
    ("zh", "Claude Max 5x 闲置 | ￥470 ¥710 | 几乎全新", "470 CNY account claude-max-5x"),
    ("pt", "Conta ChatGPT Plus 30 Dias +500 vendidos R$ 38,90 em 3x R$ 12,97", "38.9 BRL month chatgpt-plus"),
    ("zh", "<div>标准版</div>\n<div>¥47</div>\n<div>30天</div>\n<div>GPT-5.5、Claude Opus 4.8</div>", "47 CNY month"),
    ("ru", "Пополнение API Claude: минимум 10$, максимум 900$", ""),
]
WHOLE: list[Row] = [
    ("ru", "Claude API ключ (Anthropic) на 5$ / 20$\n5$ — 250 ₽\n20$ — 920 ₽", "50 RUB usd_credit; 46 RUB usd_credit"),
    (
        "zh",
        "号源稳定\nPlus 97 元 / Pro 970 元 / Team 席位 44 元\n不使用黑卡",
        "97 CNY account chatgpt-plus; 970 CNY account chatgpt-pro; 44 CNY account chatgpt-team",
    ),
    (
        "pt",
        "MENSAL\nR$ 33,90\nANUAL\nR$ 18,90/mês\nR$ 226,80 cobrados de uma vez\nGPT-5.5 e Claude Opus 4.8",
        "33.9 BRL month; 226.8 BRL year",
    ),
    ("ru", "аккаунт ChatGPT с активной подпиской Plus, 289 ₽", "289 RUB account chatgpt-plus"),
    (
        "pt",
        "Conta Claude Max 20x\nPor R$ 539,00\n1 mês • uso exclusivo • Claude Code liberado",
        "539 BRL month claude-max-20x",
    ),
]
LABELLED: list[Row] = [
    ("zh", "Gemini Ultra 席位\n期限：30 天\n售价：¥126", "126 CNY month gemini-ultra"),
    (
        "ru",
        "Midjourney STANDARD\n1 мес: 2 690\n3 мес: 7 890\nЦены в рублях",
        "2690 RUB month midjourney-plan; 7890 RUB quarter midjourney-plan",
    ),
    (
        "zh",
        "Claude 系列\nPro 普号 月　￥114　库存 9\nMax5x 月　￥630",
        "114 CNY month claude-pro; 630 CNY month claude-max-5x",
    ),
    ("zh", "claude api 中转 1.1元/刀 最低50刀起", "1.1 CNY usd_credit claude"),
    ("pt", "SuperGrok anual — R$ 370 (no site sai mais de R$ 1.800)", "370 BRL year supergrok"),
    (
        "zh",
        "模型价格（元/千 tokens）\ngpt-5.5：输入 0.03，输出 0.15\n生图 gpt-image-2 每张 0.11 元；sora-2 每条 0.7 元",
        "30 CNY mtok_input gpt-5.5; 150 CNY mtok_output gpt-5.5; 0.11 CNY image gpt-image-2; 0.7 CNY video sora-2",
    ),
]
PARALLEL: list[Row] = [
    (
        "en",
        "Product: ChatGPT Plus\nDuration: 1 / 3 / 6 months\nPrice: $13 / $35 / $66",
        "13 USD month chatgpt-plus; 35 USD quarter chatgpt-plus; 66 USD half_year chatgpt-plus",
    ),
    (
        "ru",
        "ChatGPT Plus 1/3/12 мес — 1450/4100/15900 ₽",
        "1450 RUB month chatgpt-plus; 4100 RUB quarter chatgpt-plus; 15900 RUB year chatgpt-plus",
    ),
    (
        "zh",
        "Claude Pro 1/3/12个月 119/349/1290元",
        "119 CNY month claude-pro; 349 CNY quarter claude-pro; 1290 CNY year claude-pro",
    ),
    (
        "en",
        "Claude API. Load £5, use it whenever. Opus 5 at £1.8 in / £9.2 out per million",
        "1.8 GBP mtok_input claude-opus-5; 9.2 GBP mtok_output claude-opus-5",
    ),
]
CHANGED: list[Row] = [
    (
        "zh",
        "公告\nGPT 分组 0.07 → 0.05 元/刀\nClaude 分组 0.8 → 0.6 元/刀",
        "0.05 CNY usd_credit gpt; 0.6 CNY usd_credit claude",
    ),
    ("ru", "Скидка 37%! SuperGrok 3 месяца\n5 190 ₽  8 240 ₽", "5190 RUB quarter supergrok"),
    ("ru", "ChatGPT Plus = 20$ → к оплате 2 060 ₽", "2060 RUB account chatgpt-plus"),
    (
        "zh",
        "ChatGPT Plus：590 元\nClaude Pro：620 元\n以上月费，含手续费",
        "590 CNY month chatgpt-plus; 620 CNY month claude-pro",
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
    "Claude Pro 1 month $18. 99.80% completion rate. After-sales: 30 days": ["warranty"],
    "Claude Pro подписка 1-12 мес ✅ ваш аккаунт ✅ без входа, 1950 ₽": ["topup_service"],
    "Claude API 支付方式 ○ 支付宝 ○ 微信 ○ USDT": ["pay_alipay", "pay_usdt", "pay_wechat"],
    "GPT Plus 月卡 独享账号 88元，首登有问题联系更换": ["account_sale", "dedicated_account", "warranty"],
    "Аккаунт ChatGPT Plus, пользуются не более трёх человек": ["account_sale", "shared_seat"],
    "ChatGPT Plus 1450 ₽. Нужен только токен, логин и пароль не запрашиваем": ["topup_service"],
    "您正在购买：Claude Max 20x 独享，订单 15 分钟内有效": ["dedicated_account"],
    "Conta Claude Pro R$ 60. Suspensões são repostas em até 24h": ["account_sale", "warranty"],
    "Cursor Pro 1 ano R$ 88. Login + e-mail entregues pelo bot em segundos": [
        "account_sale",
        "cursor",
        "instant_delivery",
    ],
    "【商品】Claude API 额度卡【有效期】永久": ["never_expires"],
    "Chave da API Claude, R$ 2 por dólar, funciona no Cursor e no Claude Code": ["claude_code", "cursor"],
    "SuperGrok 1 month shared RM26 / private RM96, instant DM": [
        "dedicated_account",
        "instant_delivery",
        "shared_seat",
    ],
    "Claude Max x20, пополам, 8400/мес": ["shared_seat"],
    "ChatGPT Plus 1 mês R$ 31. Se parar, trocamos na hora": ["warranty"],
    "<p>Q：Claude API 需要翻墙吗？</p>\n<p>A：不用</p>\n<p>0.8元/刀</p>": ["no_vpn"],
    "ChatGPT Plus 1 mês R$ 31. Não fazemos reembolso após o envio": [],
}
NO_OFFERS = [
    "Kwork\nСделаю 12 картинок в Midjourney по вашему описанию\n450 ₽, 1 день",
    "Нейросети. VPN для ChatGPT на 1 месяц, 12 стран. 189 ₽ Купить",
    "Скрипт для автоматической регистрации аккаунтов ChatGPT\nPython, исходники\n2 300 ₽",
    "Нейросети » Прочее\nVPN для ChatGPT на 1 месяц, 12 стран\n189 ₽ Купить",
]


@pytest.mark.parametrize(
    ("tongue", "text", "wanted"),
    rows([*COUNTED, *OPTIONS, *CARDS, *OLD, *LINES, *WHOLE, *LABELLED, *PARALLEL, *CHANGED]),
)
def test_the_prices_of_a_page(tongue: str, text: str, wanted: str) -> None:
    check(tongue, text, wanted)


@pytest.mark.parametrize(("text", "wanted"), CLAIMED.items(), ids=CLAIMED)
def test_the_claims_of_a_page(text: str, wanted: list[str]) -> None:
    assert sorted({claim.code for claim in extract(text, Context()).claims if claim.stands}) == wanted


@pytest.mark.parametrize("text", NO_OFFERS, ids=NO_OFFERS)
def test_other_goods_are_no_offer(text: str) -> None:
    assert not extract(text).is_offer


def test_who_looks_for_one_to_share_with_makes_an_offer() -> None:
    assert extract("Поделюсь доступом к своему Claude Max. 2400 в месяц, ищу одного соседа").is_offer


def test_a_drawn_table_is_a_table() -> None:
    text = "│ 型号 │ 输入 │ 输出 │\n├──────┼──────┼──────┤\n│ claude-opus-5 │ ¥6.2 │ ¥31 │\n单位：元/百万 tokens"
    found = {(quote.basis, str(quote.amount)) for quote in extract(text).quotes}
    assert found == {("mtok_input", "6.2"), ("mtok_output", "31")}
