"""How sellers put prices into words, and what only looks like a price: each form and each trap with its facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

import pytest

from parsers.records import Context, Quote
from parsers.text import models, plans, prices
from parsers.text.script import fold
from parsers.text.vocabulary import PACKAGED

Row = tuple[str, str, str]
"""Language, text, facts: "amount currency basis product", parted by "; "; "-" where a fact has no currency."""
CLOSE = Decimal("0.001")
"""Amounts agree within a thousandth, for thirds are written short."""


def quotes(language: str, text: str) -> tuple[Quote, ...]:
    """What a text asks for; whether it is an offer at all is another question, for these are fragments."""
    folded = fold(text)
    named = models.mentions(text, folded)
    sold = plans.goods(text, folded, models=named)
    named += plans.implied(sold)
    return prices.quotes(text, folded, Context(language=language), named, sold, PACKAGED)


def stated(quote: Quote) -> tuple[Decimal, str, str, str]:
    return quote.amount, quote.currency or "-", quote.basis, quote.model or ""


def wanted(facts: str) -> Iterator[tuple[Decimal, str, str, str]]:
    for fact in filter(None, facts.split("; ")):
        amount, currency, basis, *product = fact.split()
        yield Decimal(amount), currency, basis, "".join(product)


def agrees(found: tuple[Decimal, str, str, str], fact: tuple[Decimal, str, str, str]) -> bool:
    return found[1:] == fact[1:] and abs(found[0] - fact[0]) <= CLOSE * fact[0]


def rows(table: Iterable[Row]) -> list[object]:
    return [pytest.param(language, text, facts, id=text) for language, text, facts in table]


def check(language: str, text: str, facts: str) -> None:
    found, facts_wanted = sorted(map(stated, quotes(language, text))), sorted(wanted(facts))
    same = len(found) == len(facts_wanted) and all(map(agrees, found, facts_wanted))
    assert same, f"read {[' '.join(map(str, each)) for each in found]}"


CREDIT: list[Row] = [
    ("en", "Some relay, 1 USD paid = 8 USD platform quota", "0.125 USD usd_credit"),
    ("zh", "某站中转，1元=1刀", "1 CNY usd_credit"),
    ("zh", "某站中转，1R 一刀", "1 CNY usd_credit"),
    ("zh", "某站中转，az 0.8R 一刀", "0.8 CNY usd_credit"),
    ("zh", "某站中转，0.3-1R/刀", "0.3 CNY usd_credit; 1 CNY usd_credit"),
    ("zh", "某站中转，1元兑10刀", "0.1 CNY usd_credit"),
    ("zh", "某站中转，充值1:1", "1 CNY usd_credit"),
    ("zh", "某站中转，充值 1:15", "0.06667 CNY usd_credit"),
    ("zh", "某站中转，充值比例 1:10+", "0.1 CNY usd_credit"),
    ("zh", "某站中转，人民币美元1比1", "1 CNY usd_credit"),
    ("zh", "某站中转，充值 7:1（人民币:美元）", "7 CNY usd_credit"),
    ("zh", "某站中转，¥66 一次性 200 刀", "0.33 CNY usd_credit"),
    ("zh", "某站中转，30 RMB = 500 USD", "0.06 CNY usd_credit"),
    ("zh", "某站中转，20元100刀、90元500刀", "0.2 CNY usd_credit; 0.18 CNY usd_credit"),
    ("zh", "某站中转，50￥/100$", "0.5 CNY usd_credit"),
    ("zh", "某站额度：100刀 90元，500刀 400元", "0.9 CNY usd_credit; 0.8 CNY usd_credit"),
    ("zh", "某站中转，充 50 得 100", "0.5 CNY usd_credit"),
    ("zh", "某站中转，0.35换一刀", "0.35 CNY usd_credit"),
    ("zh", "某站中转，2块钱，1刀", "2 CNY usd_credit"),
    ("zh", "某站中转，充 3 USD 到账 10 USD 额度", "0.3 USD usd_credit"),
    ("zh", "某站中转，按 $1=¥7 的汇率", ""),
    ("zh", "某站中转，4毛一刀", "0.4 CNY usd_credit"),
    ("zh", "某站中转，8毛5一刀", "0.85 CNY usd_credit"),
    ("zh", "某站中转，一美刀只要六毛六", "0.66 CNY usd_credit"),
    ("zh", "某站中转，三毛钱一美金", "0.3 CNY usd_credit"),
    ("zh", "某站中转，7 角一刀", "0.7 CNY usd_credit"),
    ("zh", "某站中转，1块2一刀", "1.2 CNY usd_credit"),
    ("zh", "某站中转，max 1.2一刀 kiro 0.7一刀", "1.2 CNY usd_credit; 0.7 CNY usd_credit"),
    ("zh", "某站中转，阶梯价 1.5 / 1.45 / 1.4 元/刀", "1.5 CNY usd_credit; 1.45 CNY usd_credit; 1.4 CNY usd_credit"),
    ("zh", "某站中转，价格（元/刀）：A组 1.8，B组 0.6", "1.8 CNY usd_credit; 0.6 CNY usd_credit"),
    ("zh", "某站中转，１元＝５刀", "0.2 CNY usd_credit"),
    ("zh", "某站中转，每刀0.8", "0.8 CNY usd_credit"),
    ("zh", "某站中转，充值汇率为 0.8", "0.8 CNY usd_credit"),
    ("zh", "某站中转，一刀0.8", "0.8 CNY usd_credit"),
    ("zh", "某站中转，1U=8刀", "0.125 USDT usd_credit"),
    ("zh", "CC 1.5元/刀", "1.5 CNY usd_credit"),
    ("en", "$1.99 for $50 of API credit", "0.0398 USD usd_credit"),
    ("en", "API credits at $0.35 per $1", "0.35 USD usd_credit"),
    ("en", "API credits at $0.15 on the dollar", "0.15 USD usd_credit"),
    ("en", "$1000 API credit for $400", "0.4 USD usd_credit"),
    ("en", "relay credit: 1 RMB = 10 USD", "0.1 CNY usd_credit"),
    ("ru", "Баланс API: 50 ₽ за $1", "50 RUB usd_credit"),
    ("pt", "Créditos de API: R$ 30 = US$ 10", "3 BRL usd_credit"),
    ("vi", "Credit API: 2.000đ / 1$", "2000 VND usd_credit"),
]

PARTS: list[Row] = [
    ("zh", "中转价格 2.5折", "25 - percent"),
    ("zh", "中转价格 0.4折", "4 - percent"),
    ("zh", "中转价格 35折", "35 - percent"),
    ("zh", "中转价格 一折起", "10 - percent"),
    ("zh", "中转价格 八八折", "88 - percent"),
    ("zh", "中转价格 3-7折", "30 - percent; 70 - percent"),
    ("zh", "中转价格 一到三折", "10 - percent; 30 - percent"),
    ("zh", "中转价格低至官方原价的 7%", "7 - percent"),
    ("zh", "中转价格约为官方的 1/3", "33.3333 - percent"),
    ("zh", "中转价格是官方的十分之一", "10 - percent"),
    ("zh", "中转价格只要三分之一官方价", "33.3333 - percent"),
    ("zh", "中转价格只有官方的三成", "30 - percent"),
    ("zh", "中转价格相比官方省88%", "12 - percent"),
    ("zh", "中转，比官方便宜一半", "50 - percent"),
    ("zh", "中转，官方半价", "50 - percent"),
    ("zh", "中转价格 = 官方 × 0.15", "15 - percent"),
    ("en", "88% off official prices", "12 - percent"),
    ("en", "a relay at half the official price", "50 - percent"),
    ("en", "a relay at a third of the official price", "33.3333 - percent"),
    ("en", "a relay at 1/10 the official price", "10 - percent"),
    ("en", "a relay, 5x cheaper than official", "20 - percent"),
    ("de", "Relay zu 10 % des Originalpreises", "10 - percent"),
    ("fr", "relais à 40 % du prix officiel", "40 - percent"),
    ("es", "relé al 40% del precio oficial", "40 - percent"),
    ("pt", "API pela metade do preço oficial", "50 - percent"),
    ("pt", "API 60% mais barato que o oficial", "40 - percent"),
    ("ru", "API со скидкой 60% от официальной цены", "40 - percent"),
    ("ru", "API в 2 раза дешевле официальной цены", "50 - percent"),
    ("vi", "API giá chỉ bằng 30% giá gốc", "30 - percent"),
    ("id", "API diskon 70% dari harga resmi", "30 - percent"),
    ("ja", "API 中継、公式価格の3割引", "70 - percent"),
    ("ja", "API 中継、公式価格の3割", "30 - percent"),
    ("ko", "API 공식 가격의 50%", "50 - percent"),
]

MULTIPLIERS: list[Row] = [
    ("zh", "Codex≈0.4×，Claude≈2×", "0.4 - multiplier gpt; 2 - multiplier claude"),
    ("zh", "Kimi K3 8×、Claude 1.6×", "8 - multiplier kimi-k3; 1.6 - multiplier claude"),
    ("zh", "cache read 0.1× / write 1.25× 计费", ""),
    ("zh", "官转分组 6x，逆向分组 0.6x", "6 - multiplier; 0.6 - multiplier"),
    ("zh", "分组 0.2倍率", "0.2 - multiplier"),
    ("zh", "号池0.1倍率", "0.1 - multiplier"),
    ("zh", "倍率低至 0.2", "0.2 - multiplier"),
    ("zh", "目前倍率为0.7", "0.7 - multiplier"),
    ("zh", "倍率 0.2/0.5 两档", "0.2 - multiplier; 0.5 - multiplier"),
    ("zh", "渠道倍率 x0.5", "0.5 - multiplier"),
    ("zh", "中转 ×1.5", "1.5 - multiplier"),
    ("zh", "分组倍率：A 1.8 / B 0.6", "1.8 - multiplier; 0.6 - multiplier"),
    ("en", "group rate 0.5x", "0.5 - multiplier"),
    ("zh", "倍率 1 ≈ $2 / 1M tokens", ""),
]

TOKENS: list[Row] = [
    (
        "ru",
        "Grok 4\nВходящие токены\nВсё, что вы послали.\n20 ₽ / 1M токенов\nЗапись кеша\nХранится.\n25 ₽ / 1M токенов",
        "20 RUB mtok_input grok-4; 25 RUB mtok_cache_write grok-4",
    ),
    ("en", "Grok 4\nPrompts, input and output\n$2 / 1M tokens", "2 USD mtok grok-4"),
    ("en", "Grok API: ¥0.0004 per thousand tokens (vs. official ¥0.001)", "0.4 CNY mtok grok"),
    ("en", "GPT-5.4 — $0.45 in / $3.60 out", "0.45 USD mtok_input gpt-5.4; 3.6 USD mtok_output gpt-5.4"),
    ("fr", "0,80 € entrée / 4,20 € sortie par million de tokens", "0.8 EUR mtok_input; 4.2 EUR mtok_output"),
    ("it", "0,80 € ingresso / 4,20 € uscita per million di token", "0.8 EUR mtok_input; 4.2 EUR mtok_output"),
    ("zh", "¥10(进)50(出)/一百万Token", "10 CNY mtok_input; 50 CNY mtok_output"),
    ("zh", "¥1.5/7.5 一百万token", "1.5 CNY mtok_input; 7.5 CNY mtok_output"),
    ("zh", "6.5 元进、32.5 元出，每百万 token", "6.5 CNY mtok_input; 32.5 CNY mtok_output"),
    ("zh", "5元进25元出", "5 CNY mtok_input; 25 CNY mtok_output"),
    ("zh", "每百万 tokens 输入 5 元、输出 25 元", "5 CNY mtok_input; 25 CNY mtok_output"),
    ("zh", "¥5/¥25（每百万输入/输出）", "5 CNY mtok_input; 25 CNY mtok_output"),
    ("zh", "0.014 元 / 1k tokens", "14 CNY mtok"),
    (
        "en",
        "Grok 4\nPer-1K tokens (quick sums):\nInput: $0.0018\nOutput: $0.009",
        "1.8 USD mtok_input grok-4; 9 USD mtok_output grok-4",
    ),
    ("zh", "5块钱100万token", "5 CNY mtok"),
    ("en", "$3.00/M in, $15.00/M out", "3 USD mtok_input; 15 USD mtok_output"),
    ("en", "$0.002/1K tokens", "2 USD mtok"),
    ("en", "$0.150 per million tokens", "0.15 USD mtok"),
    ("es", "entrada $3 y salida $15 por millón de tokens", "3 USD mtok_input; 15 USD mtok_output"),
    ("pt", "R$ 0,05 por mil tokens", "50 BRL mtok"),
    ("ru", "вход 500 ₽, выход 2500 ₽ за 1 млн токенов", "500 RUB mtok_input; 2500 RUB mtok_output"),
    ("ja", "入力 500円、出力 2500円（100万トークンあたり）", "500 JPY mtok_input; 2500 JPY mtok_output"),
]

USES: list[Row] = [
    ("zh", "一个12秒的sora-2视频只要0.09元", "0.09 CNY video sora-2"),
    ("zh", "veo-3 生成视频仅需 0.7 元", "0.7 CNY video veo-3"),
    ("zh", "0.15元/次", "0.15 CNY request"),
    ("zh", "每次4分钱", "0.04 CNY request"),
    ("zh", "生图 4分钱一张", "0.04 CNY image"),
    ("zh", "绘图单张低至 3 毛", "0.3 CNY image"),
    ("zh", "视频 0.3元/秒", "0.3 CNY second"),
    ("zh", "快速 0.25/次，慢速 0.1/次", "0.25 CNY request; 0.1 CNY request"),
    ("en", "$0.02 per image", "0.02 USD image"),
    ("ru", "1,5 руб за запрос", "1.5 RUB request"),
    ("pt", "R$ 0,10 por mensagem", "0.1 BRL request"),
]

PASSES: list[Row] = [
    ("zh", "ChatGPT Plus 代充仅需143元\nChatGPT Plus 代充 143元/月", "143 CNY month chatgpt-plus"),
    ("zh", "Claude 包月：¥368（由 ¥268 调整为 ¥368）", "368 CNY month claude"),
    ("zh", "包月 ¥198 每天 40 刀", "198 CNY month"),
    ("zh", "289一个月, 每天30美元额度", "289 CNY month"),
    ("zh", "149/月 每周75刀", "149 CNY month"),
    ("zh", "周卡29.9元（每天10刀）", "29.9 CNY week"),
    ("zh", "月卡99元 季卡260元 年卡888元", "99 CNY month; 260 CNY quarter; 888 CNY year"),
    ("zh", "日卡 9.9 / 周卡 49 / 月卡 149", "9.9 CNY day; 49 CNY week; 149 CNY month"),
    ("zh", "40元1个月 100元3个月", "40 CNY month; 100 CNY quarter"),
    ("zh", "一个月40，三个月100", "40 CNY month; 100 CNY quarter"),
    ("zh", "会员 29/59/129元/月", "29 CNY month; 59 CNY month; 129 CNY month"),
    ("zh", "会员 ¥128.00 起 / 月", "128 CNY month"),
    ("zh", "18个月会员 50元", "50 CNY account"),
    ("zh", "终身会员 299元", "299 CNY lifetime"),
    ("en", "$10/month or $100/year", "10 USD month; 100 USD year"),
    ("en", "1 Month – 2.5$ / 3 Months – 6.5$", "2.5 USD month; 6.5 USD quarter"),
    ("ru", "1 мес — 350 ₽, 3 мес — 900 ₽", "350 RUB month; 900 RUB quarter"),
    ("pt", "Mensal R$ 39,90\nTrimestral R$ 99,90", "39.9 BRL month; 99.9 BRL quarter"),
    ("tr", "aylık 150 TL", "150 TRY month"),
    ("ko", "월 9,900원", "9900 KRW month"),
]

GOODS: list[Row] = [
    ("zh", "Cursor官网成品号：Pro¥61", "61 CNY account cursor-pro"),
    ("zh", "| 方式 | 价格 |\n|---|---|\n| Claude 官方代充 | Pro: 185元/月 |", "185 CNY month claude-pro"),
    ("zh", "ChatGPT Business 车位 | 19/月 | 余 7", "19 CNY month chatgpt-team"),
    ("en", "SuperGrok 30D | $8.25", "8.25 USD month supergrok"),
    ("zh", "GPT Plus 自助卡密 【秒充】 75元/张", "75 CNY account chatgpt-plus"),
    (
        "id",
        "GEMINI AI PRO\n1 BULAN HEAD : 9.000\n1 BULAN JASPAY : 6.500",
        "9000 IDR month gemini-pro; 6500 IDR month gemini-pro",
    ),
    (
        "ru",
        "ChatGPT Plus общий 410 р. / личный 1 250 р. в месяц",
        "410 RUB month chatgpt-plus; 1250 RUB month chatgpt-plus",
    ),
    ("zh", "188代充plus", "188 CNY account chatgpt-plus"),
    ("zh", "SuperGrok 独享账号 一月会员 价格：44", "44 CNY month supergrok"),
    ("de", "Claude Pro 9 € pro Monat", "9 EUR month claude-pro"),
    ("zh", "ChatGPT Plus 合租 27元/月", "27 CNY month chatgpt-plus"),
    ("zh", "Claude Max 20x 两人拼车 每人1150", "1150 CNY account claude-max-20x"),
    ("zh", "Claude Pro 240元/月", "240 CNY month claude-pro"),
    ("zh", "GPT Plus 成品号 135", "135 CNY account chatgpt-plus"),
    ("zh", "GPT Plus 135，GPT Pro 1140，代充秒到", "135 CNY account chatgpt-plus; 1140 CNY account chatgpt-pro"),
    ("zh", "GPT Plus 成品号 ➡️ 28", "28 CNY account chatgpt-plus"),
    ("zh", "GPT Plus 成品号 25.00 库存(13)", "25 CNY account chatgpt-plus"),
    ("zh", "GPT Plus 成品号 25一个", "25 CNY account chatgpt-plus"),
    ("zh", "GPT Team 邀请车位 12元/位", "12 CNY account chatgpt-team"),
    ("zh", "GPT Plus 三人车，25/人/月", "25 CNY month chatgpt-plus"),
    ("zh", "【商品】GPT Plus 成品号\n【价格】18.8\n【库存】33", "18.8 CNY account chatgpt-plus"),
    ("zh", "GPT Plus 6u/月", "6 USDT month chatgpt-plus"),
    (
        "zh",
        "GPT Plus 成品号\n1个 28元\n10个起 26元\n100个起 24元",
        "28 CNY account chatgpt-plus; 26 CNY account chatgpt-plus; 24 CNY account chatgpt-plus",
    ),
    ("en", "ChatGPT Plus 1 month: private $5, shared $3", "5 USD month chatgpt-plus; 3 USD month chatgpt-plus"),
    ("en", "Gemini Pro 18 months only 29$", "29 USD account gemini-pro"),
    ("ru", "Claude Pro 1 мес\nЦена: 2500", "2500 RUB month claude-pro"),
    ("ru", "ChatGPT Plus на 1 месяц — 2 400 ₽", "2400 RUB month chatgpt-plus"),
    ("vi", "ChatGPT Plus dùng chung 1 tháng 99k", "99000 VND month chatgpt-plus"),
    ("vi", "ChatGPT Plus giá 350.000đ/tháng", "350000 VND month chatgpt-plus"),
    ("id", "Gemini Pro 1 tahun 25rb", "25000 IDR year gemini-pro"),
    ("id", "Claude Max Rp 1,5jt", "1500000 IDR account claude-max"),
    ("ja", "ChatGPT Plus 月額1,980円", "1980 JPY month chatgpt-plus"),
    ("ja", "ChatGPT Plus ¥1,980/月", "1980 JPY month chatgpt-plus"),
    ("pt", "ChatGPT Plus R$ 29,90 por mês", "29.9 BRL month chatgpt-plus"),
    ("zh-Hant", "ChatGPT Plus 代充 NT$450/月", "450 TWD month chatgpt-plus"),
    ("en", "ChatGPT Plus 1 month Rs 399 only", "399 INR month chatgpt-plus"),
]

DATA: list[Row] = [
    (
        "zh",
        '{"name": "GPT PLUS 月卡", "price": "116.00", "original_price": "199.00", "stock": 33}',
        "116 CNY month chatgpt-plus",
    ),
    ("zh", "- name: Claude Pro 成品号\n  price: 116\n  stock: 9", "116 CNY account claude-pro"),
    ("zh", "(51, 'GPT PLUS 月卡', 116.00, 33)", "116 CNY month chatgpt-plus"),
    (
        "ru",
        '{"name": "ChatGPT Plus", "price_rur": 1529.0, "price_usd": 21.32}',
        "1529 RUB account chatgpt-plus; 21.32 USD account chatgpt-plus",
    ),
    ("en", '{"title": "ChatGPT Plus 1 Month", "price": 4.99, "currency": "EUR"}', "4.99 EUR month chatgpt-plus"),
    ("zh", "<h3>Claude Pro 成品号</h3><span>¥</span><b>116</b>", "116 CNY account claude-pro"),
    ("ru", "ChatGPT Plus <b>1&nbsp;490</b>&nbsp;<i>₽</i>", "1490 RUB account chatgpt-plus"),
    ("pt", "ChatGPT Plus R$ 49<span>,90</span><small>/mês</small>", "49.9 BRL month chatgpt-plus"),
    ("ru", 'ChatGPT Plus <meta itemprop="price" content="1490">', "1490 RUB account chatgpt-plus"),
]


def table(*lines: str) -> str:
    first, *others = lines
    rule = "|".join("---" for _ in first.split("|"))
    return "\n".join(f"| {line} |" for line in (first, rule, *others))


TABLES: list[Row] = [
    ("en", table("Model | Input credits per 1K tokens", "Grok 4 | 0.50"), ""),
    ("zh", table("模型 | 积分/千 token", "Grok 4 | 0.50"), ""),
    (
        "en",
        table(
            "Vendor | Model | Input / 1M | Output / 1M",
            "OpenAI (ChatGPT) | gpt-5.4 | $0.2 | $0.9",
            "OpenAI | o3 | $1 | $4",
        ),
        "0.2 USD mtok_input gpt-5.4; 0.9 USD mtok_output gpt-5.4; 1 USD mtok_input o3; 4 USD mtok_output o3",
    ),
    (
        "en",
        "Rates per 1M tokens:\n\n" + table("Model | Price", "GPT-5.4 | $0.7", "Grok 4 | $0.9"),
        "0.7 USD mtok gpt-5.4; 0.9 USD mtok grok-4",
    ),
    (
        "ru",
        "## Сравнение (₽ за 1M токенов)\n\n" + table("Модель | Выдра | Цапля", "Grok 4 | ~90 ₽ | 110 ₽"),
        "90 RUB mtok grok-4; 110 RUB mtok grok-4",
    ),
    (
        "en",
        "Accounts, shared\n\n" + table("Model | Price", "Grok 4 | $9"),
        "9 USD account grok-4",
    ),
    (
        "en",
        table("Vendor | Plan | Price", "ChatGPT | Plus 1 month | $4", "Claude | Max 5x | $40"),
        "4 USD month chatgpt-plus; 40 USD account claude-max-5x",
    ),
    (
        "en",
        table("Feature | Lite | Grand", "Monthly price | $8 | $30", "Top-up discount | 12% off | 24% off"),
        "8 USD month; 30 USD month",
    ),
    (
        "ru",
        table("Сервис | Минимум | Обычно | Официально", "Claude Pro | 340 ₽ | 510 ₽ | 2 000 ₽"),
        "340 RUB account claude-pro; 510 RUB account claude-pro",
    ),
    (
        "pt",
        table("Conta | Menor | Média | Oficial", "SuperGrok mensal | R$ 18,90 | R$ 41 | R$ 149"),
        "18.9 BRL month supergrok; 41 BRL month supergrok",
    ),
    ("en", table("Relay | Minimum | Official", "some relay | $5 | $20"), ""),
    ("en", table("Relay | Minimum", "some relay | $5"), ""),
    ("vi", table("Dịch vụ | Giá shop | Giá hãng", "SuperGrok 1 tháng | 95k | 780k"), "95000 VND month supergrok"),
    ("zh", table("模型 | 费用/1MT | 输出/输入", "gpt-4o | ¥10 | 3"), "10 CNY mtok gpt-4o"),
    ("zh", table("商品 | 说明 | 价格", "ChatGPT Plus账号 支持GPT4.1 | 现货 | 155元"), "155 CNY account chatgpt-plus"),
    ("zh", table("站点 | 充值比例", "某站 | 1:10"), "0.1 CNY usd_credit"),
    ("zh", table("站点 | 充值汇率", "某站 | 0.5"), "0.5 CNY usd_credit"),
    ("zh", table("站点 | 价格(元/刀)", "某站 | 0.8"), "0.8 CNY usd_credit"),
    ("zh", table("站点 | 1￥=?$", "某站 | 2"), "0.5 CNY usd_credit"),
    ("zh", table("站点 | 倍率 | 可用率", "某站 | 0.6 | 99.5%"), "0.6 - multiplier"),
    ("zh", table("站点 | 相比官方节省", "某站 | 60%"), "40 - percent"),
    ("zh", table("站点 | 折扣", "某站 | 1.5"), "15 - percent"),
    ("zh", table("中转站 | 价格", "某站 | 0.8"), "0.8 CNY usd_credit"),
    ("zh", table("中转站 | 充值", "某站 | 1:2"), "0.5 CNY usd_credit"),
    ("zh", table("站点 | 费率 | 比例", "某站 | 0.7 | 1:5"), "0.7 - multiplier; 0.2 CNY usd_credit"),
    ("zh", table("站点 | 等效倍率", "某站 | 0.6"), "0.6 - multiplier"),
    ("zh", table("站点 | 倍率", "某站 | default 1x<br>vip 0.7x"), "1 - multiplier; 0.7 - multiplier"),
    ("zh", table("模型 | 模型倍率 | 补全倍率", "某模型 | 0.6 | 8"), "0.6 - multiplier"),
    ("zh", table("站点 | 折扣 | 首充折扣", "某站 | 3折 | 9折"), "30 - percent"),
    ("zh", table("站点 | 输出成本 | 测试花费", "某站 | 18元/M | ¥3"), "18 CNY mtok_output"),
    ("zh", table("中转站 | 充值比例 | 单笔 | 备注", "某站 | 1:1 | ¥10 | 稳"), "1 CNY usd_credit"),
    ("zh", "中转站分组倍率：\nCC-Max 0.6\nCodex 0.08\n支付宝付款", "0.6 - multiplier claude; 0.08 - multiplier gpt"),
    ("zh", table("站点 | 活动前价格 | 现价", "某站 | 1元/刀 | 0.7元/刀"), "0.7 CNY usd_credit"),
    ("zh", table("站点 | 倍率说明", "某站 | 官转 2 倍"), "2 - multiplier"),
    ("en", table("Vendor | $1 credit costs", "some relay | ¥0.9"), "0.9 CNY usd_credit"),
    ("en", table("Model | Out", "some model | $18 / 1M"), "18 USD mtok_output"),
    ("en", table("Provider | Price vs official", "some relay | -60%"), "40 - percent"),
    ("en", table("Provider | Cost (% of official)", "some relay | ~105%"), "105 - percent"),
    ("zh", table("包 | 价格 | 额度", "小 | ¥20 | $100", "大 | ¥90 | $500"), "0.2 CNY usd_credit; 0.18 CNY usd_credit"),
    ("zh", table("套餐 | 月费 | 每日额度", "轻量 | 99 | 20刀", "标准 | 199 | 45刀"), "99 CNY month; 199 CNY month"),
    ("zh", table("商品 | 月付 | 年付", "会员 | 40 | 400"), "40 CNY month; 400 CNY year"),
    ("zh", table("服务 | 价格（元/次）", "对话 | 0.05"), "0.05 CNY request"),
    ("zh", table("商品 | 售价 | 官方价 | 库存", "GPT Plus 代充 | 135 | 145 | 9"), "135 CNY account chatgpt-plus"),
    (
        "en",
        table("Model | Input ($/1M) | Output ($/1M)", "claude-opus-4.6 | 2.00 | 10.00"),
        "2 USD mtok_input claude-opus-4.6; 10 USD mtok_output claude-opus-4.6",
    ),
    (
        "zh",
        table("模型 | 价格（输入/输出，元每百万token）", "opus 4.6 | 5/25"),
        "5 CNY mtok_input claude-opus-4.6; 25 CNY mtok_output claude-opus-4.6",
    ),
    ("zh", "站点,汇率(¥/$),最低充值,备注\n某站,0.5,10,稳定", "0.5 CNY usd_credit"),
]

GROUPED: list[Row] = [
    (
        "zh",
        "| Claude | Claude Pro 代充 | ¥171 | 首登 |\n| Claude | Claude Max 5x 成品号 | ¥790 | 有货 |",
        "171 CNY account claude-pro; 790 CNY account claude-max-5x",
    ),
    (
        "en",
        "| AI tools | Grok | SuperGrok shared seat | $4 |\n| AI tools | Gemini | Gemini Ultra seat | $61 |",
        "4 USD account supergrok; 61 USD account gemini-ultra",
    ),
    (
        "zh",
        "| GPT | 送 GPT 教程 | Plus 成品号 | 60元 |\n| Kimi | 无 | Kimi 会员 | 9元 |",
        "60 CNY account chatgpt-plus; 9 CNY account kimi",
    ),
]
"""Rows of a catalogue whose first cell names the group that the good is of."""

TRAPS: list[Row] = [
    ("zh", "某站中转，充值 ¥2 可进行约 35 次对话", ""),
    ("zh", "| 服务商 | 输入价格 | 月成本估算 |\n|---|---|---|\n| 甲站 | ¥1.7/M | ¥34 |", "1.7 CNY mtok_input"),
    ("zh", "| 服务商 | 月成本 | 稳定性 |\n|---|---|---|\n| 甲站 Claude | ¥46 | 96% |", "46 CNY month claude"),
    ("zh", "| 模型 | 提问（点数/1k token） | 回答（点数/1k token） |\n|---|---|---|\n| gpt-4o | 0.7 | 3 |", ""),
    ("en", "| Model | Input (credits/1M) | Output (credits/1M) |\n|---|---|---|\n| claude-opus-4.6 | 7 | 35 |", ""),
    ("zh", "Claude 中转，费用再降 6.2 倍", ""),
    ("zh", "某站中转，美元汇率 1 : 7", ""),
    (
        "zh",
        "GPT-4\n官网：\n输入 $7/M 输出 $14/M\n我们：\n输入 $2/M 输出 $4/M",
        "2 USD mtok_input gpt-4; 4 USD mtok_output gpt-4",
    ),
    ("zh", "20元/个，内含4刀额度\n电子书：36元", "5 CNY usd_credit; 36 CNY account"),
    # T1 and T23, where a version is no price, and a price no version
    ("zh", "支持Opus 4.61元/1刀", "1 CNY usd_credit claude-opus-4.6"),
    ("en", "Claude Opus 4.8 now available", ""),
    ("zh", "Claude Opus 4.8 已上线", ""),
    # T2 — 0.19 折扣 is a factor, 1.9折 are tenths
    ("zh", "余额按官方价的 0.19 折扣消耗", "19 - percent"),
    ("zh", "全部模型 1.9折", "19 - percent"),
    # T3 — a promotion on the top-up is no price
    ("zh", "充值永久95折", ""),
    ("zh", "首充9折", ""),
    ("zh", "输入优惠码立享九折优惠", ""),
    ("zh", "新用户可领体验金，全模型低至 2 折", "20 - percent"),
    # T4, T5, T8, T9 — words of claims that stand beside no price
    ("zh", "不需要翻墙，安装过程需要翻墙", ""),
    ("zh", "不支持月卡，没有包月套餐", ""),
    ("zh", "掺水严重的占 30%", ""),
    # T6 — brands
    ("zh", "无限API 稳定两年", ""),
    # T7 — struck through, former and reduced prices
    ("zh", "会员 ~~¥39~~ ¥19/月", "19 CNY month"),
    ("zh", "会员 <del>¥39</del> ¥19/月", "19 CNY month"),
    ("zh", "会员 19 元/月（原价 39）", "19 CNY month"),
    ("zh", "会员 ¥39 → ¥19/月", "19 CNY month"),
    ("pt", "Plano Pro <s>R$ 99,90</s> R$ 49,90 /mês", "49.9 BRL month"),
    ("pt", "Plano Pro R$ 99,90 R$ 49,90 /mês", "49.9 BRL month"),
    ("en", "was $15, now $9", "9 USD account"),
    ("pt", "De R$ 97 por R$ 49/mês", "49 BRL month"),
    ("ru", "вместо 4 990 ₽ всего 1 990 ₽", "1990 RUB account"),
    ("vi", "Gemini Pro 1 năm: 410.000đ (520.000đ)", "410000 VND year gemini-pro"),
    ("en", "ChatGPT Plus 1 month $9 $19 Add to cart", "9 USD month chatgpt-plus"),
    ("en", "ChatGPT Plus 1 month From $9 $19", "9 USD month chatgpt-plus"),
    ("en", "ChatGPT Plus 1 month $9 (700 ₽)", "9 USD month chatgpt-plus; 700 RUB month chatgpt-plus"),
    # a plan's time may stand on the lines that describe it, and that of another line's price is not its own
    ("ru", "ChatGPT Plus — 2150 ₽\nДоступ на 1 месяц", "2150 RUB month chatgpt-plus"),
    (
        "en",
        "ChatGPT Plus $7\nFor daily AI usage. 30 days.\nClaude Pro $9",
        "7 USD month chatgpt-plus; 9 USD account claude-pro",
    ),
    (
        "tr",
        "Gemini Pro (1 yıllık hesap) - 299 TL\nGemini Pro (davet) - 125 TL",
        "299 TRY year gemini-pro; 125 TRY account gemini-pro",
    ),
    # plans that are added are sold as one
    ("vi", "ChatGPT Plus 1 tháng + Gemini Pro 1 năm: 370k", "370000 VND account"),
    ("en", "ChatGPT Plus 1 month + Claude Pro 1 month = $30", "30 USD month"),
    # the plan that a text describes is what the price beside its product is for
    ("en", "Gemini link 18 months — $1.7\nGoogle AI Pro for your own e-mail", "1.7 USD account gemini-pro"),
    ("en", "ChatGPT account $1\nChatGPT Plus $7", "1 USD account gpt; 7 USD account chatgpt-plus"),
    # a shop's card: the title's plan and not the models of its text
    (
        "vi",
        "ChatGPT Plus 1 tháng\nGPT-5.2 đầy đủ\n99.000đ\nClaude Pro 1 năm\nClaude 4.5\n350.000đ",
        "99000 VND month chatgpt-plus; 350000 VND year claude-pro",
    ),
    ("vi", "Mua ChatGPT Go chỉ 210k dùng cả năm", "210000 VND year chatgpt-go"),
    ("en", "GPT-5 API 1M tokens — $2", "2 USD mtok gpt-5"),
    ("en", "GPT-5 API 5M tokens — $4", "4 USD account gpt-5"),
    # the count of a length is no price: millions are written with the same letter
    (
        "fr",
        "Gemini Pro 12m [invitation] — 1.43$\nChatGPT Go 3m — 0.06$",
        "1.43 USD year gemini-pro; 0.06 USD quarter chatgpt-go",
    ),
    # a money without a row is not that of the language
    ("en", "Google AI Pro account\nPrice: 1,500 XOF", ""),
    ("en", "Google AI Pro account\nPrice: 1,500 ETB", "1500 ETB account gemini-pro"),
    ("zh", "ChatGPT 中转 官方plus号池-100$", ""),
    # T10 — 90% 折扣 is 90 % off
    ("zh", "最高 90% 折扣的 API 价格", "10 - percent"),
    ("en", "API prices 85% off", "15 - percent"),
    # T11, T17 — the vendor's own price is somebody else's
    ("zh", "官方价 $20，本店 GPT Plus 代充 135元", "135 CNY account chatgpt-plus"),
    ("zh", "官方 7.2 元/刀，本站 1.2 元/刀", "1.2 CNY usd_credit"),
    # T12 — dollars and yuan are told apart
    ("zh", "¥100 = $150", "0.66667 CNY usd_credit"),
    # T13 — a group's multiplier and how a multiplier is reckoned
    ("zh", "输出单价 = 倍率 × 补全倍率 × $3", ""),
    # T14 — Max is a plan, a channel and a model
    ("zh", "Qwen 3.7 Max 2元/百万token", "2 CNY mtok qwen-3.7-max"),
    # T15 — the direction of a ratio
    ("zh", "充值比例 1:7", "0.142857 CNY usd_credit"),
    ("zh", "充值比例 7:1", "7 CNY usd_credit"),
    ("zh", "汇率 1美元=7.2元", ""),
    # T16 — floors
    ("zh", "会员低至 9.9 元/月", "9.9 CNY month"),
    ("zh", "会员 9.9 元起/月", "9.9 CNY month"),
    ("en", "from $5 a month", "5 USD month"),
    ("ru", "подписка от 990 ₽ в месяц", "990 RUB month"),
    # T18, for dates are no prices
    ("zh", "2025-3-22更新，2026年8月再更", ""),
    # T22, the tiers of a table
    ("zh", table("级别 | 价格(元/刀)", "C1 | 1.5", "C2 | 1.4"), "1.5 CNY usd_credit; 1.4 CNY usd_credit"),
    # stock, quotas, minimums, gifts, referrals, fees, instalments, uptime
    ("zh", "库存 200 已售 1500 QQ群 123456789", ""),
    ("zh", "注册送 $5，10 元起充", ""),
    ("zh", "充100送20", ""),
    ("vi", "SuperGrok $9/tháng (khoảng 230.000đ)", "9 USD month supergrok"),
    ("ru", "SuperGrok $9 (около 800 ₽)", "9 USD account supergrok"),
    ("zh", "Claude 中转，国内开票 ¥200 起", ""),
    ("zh", "Claude 中转，支持开票，月卡 ¥200", "200 CNY month claude"),
    ("en", "Claude relay, pay-as-you-go from $5", ""),
    ("vi", "SuperGrok 1 tháng\n390.000₫\n780.000₫\n-50%", "390000 VND month supergrok"),
    ("tr", "SuperGrok 1 aylık 800 TL 600 TL (%25 indirim)", "600 TRY month supergrok"),
    ("en", "SuperGrok 1 month $30 $45 -10%", "30 USD month supergrok; 45 USD month supergrok"),
    ("fr", "ChatGPT Plus 1 mois, prix initial 22,99 €, notre prix 6,49 €", "6.49 EUR month chatgpt-plus"),
    ("pt", "Claude Pro R$ 39,90 (R$ 110,00 no site oficial)", "39.90 BRL account claude-pro"),
    ("zh", "邀请好友返 10%，满 50 元提现", ""),
    ("zh", "SLA 99.9%，缓存命中率 95%", ""),
    ("zh", "送教程，会员 28元", "28 CNY account"),
    ("en", "$5 free trial, earn up to 20% commission, $10 minimum top-up", ""),
    ("pt", "R$ 49 à vista ou 3x de R$ 17", "49 BRL account"),
    ("ru", "ChatGPT Plus\n1 430 ₽/мес\nВход по почте\nОформить за 1 430 ₽", "1430 RUB month chatgpt-plus"),
    ("ru", "Claude Pro 900 ₽/мес, Claude Pro навсегда 950 ₽", "900 RUB month claude-pro; 950 RUB lifetime claude-pro"),
    (
        "vi",
        "SuperGrok\n31.000đ – 208.000đ\n1 tuần: 31.000đ\n1 tháng: 208.000đ",
        "31000 VND week supergrok; 208000 VND month supergrok",
    ),
    ("en", "Claude Pro accounts $7 - $9", "7 USD account claude-pro; 9 USD account claude-pro"),
    ("es", "ChatGPT Plus compartido $18.500/mes", ""),
    ("vi", "ChatGPT Plus\nGiá từ 281.000đ 470.000đ\nBảo hành", "281000 VND account chatgpt-plus"),
    ("en", "Claude Pro seat\nPrice: $8 $21\nwarranty", "8 USD account claude-pro"),
    ("en", "Claude Pro 1 month $7\nNetflix 1 month $3\n4. NordVPN 1 year $9", "7 USD month claude-pro"),
    ("zh", "Claude Pro 直充 150元\n虚拟卡 30元\n域名 19元\nTG号 15元", "150 CNY account claude-pro"),
    ("zh", "gpt plus 直充 108，gemini 一年 25", "108 CNY account chatgpt-plus; 25 CNY year gemini"),
    ("zh", "包月：gpt-5 88元，claude 188元", "88 CNY month gpt-5; 188 CNY month claude"),
    ("zh", "月卡：GPT 30，Claude 60", "30 CNY month gpt; 60 CNY month claude"),
    ("zh", "月卡：GPT 5.5，Claude 4.6 均可用，50元", "50 CNY month"),
    ("zh", "sora2 生成视频 0.15 一条", "0.15 CNY video sora-2"),
    ("zh", "nano banana 一张 0.1", "0.1 CNY image nano-banana"),
    ("zh", "中转站 claude 4.6 一次搞定", ""),
    ("zh", "claude 1r1$, gpt 0.2r1$ 中转", "1 CNY usd_credit claude; 0.2 CNY usd_credit gpt"),
    ("zh", "GPT 月卡 19.9→14.9，季卡 55→39.9", "14.9 CNY month gpt; 39.9 CNY quarter gpt"),
    ("zh", "GPT Team 车位 24 一个月", "24 CNY month chatgpt-team"),
    ("zh", "Claude 中转，预充值 1000 元享 0.45/刀", "0.45 CNY usd_credit claude"),
    ("vi", "SuperGrok 1 tháng 120k\n• CapCut 1 tháng 45k", "120000 VND month supergrok"),
    ("zh", "ChatGPT Plus 代充 ¥131\nGmail 老号 ¥6", "131 CNY account chatgpt-plus"),
    ("zh", "Gmail 邮箱的 ChatGPT Plus 成品号 ¥46", "46 CNY account chatgpt-plus"),
    ("en", "Canva + Claude Pro bundle $11", "11 USD account claude-pro"),
    ("es", "ChatGPT Plus compartido $8.50/mes", "8.5 USD month chatgpt-plus"),
]


@pytest.mark.parametrize(("language", "text", "facts"), rows(CREDIT))
def test_what_a_dollar_of_credit_costs(language: str, text: str, facts: str) -> None:
    check(language, text, facts)


@pytest.mark.parametrize(("language", "text", "facts"), rows(PARTS))
def test_parts_of_the_official_price(language: str, text: str, facts: str) -> None:
    check(language, text, facts)


@pytest.mark.parametrize(("language", "text", "facts"), rows(MULTIPLIERS))
def test_multipliers(language: str, text: str, facts: str) -> None:
    check(language, text, facts)


@pytest.mark.parametrize(("language", "text", "facts"), rows(TOKENS))
def test_prices_by_the_token(language: str, text: str, facts: str) -> None:
    check(language, text, facts)


@pytest.mark.parametrize(("language", "text", "facts"), rows(USES))
def test_prices_by_the_call_picture_and_second(language: str, text: str, facts: str) -> None:
    check(language, text, facts)


@pytest.mark.parametrize(("language", "text", "facts"), rows(PASSES))
def test_prices_by_time(language: str, text: str, facts: str) -> None:
    check(language, text, facts)


@pytest.mark.parametrize(("language", "text", "facts"), rows(GOODS))
def test_goods_with_their_plan(language: str, text: str, facts: str) -> None:
    check(language, text, facts)


@pytest.mark.parametrize(("language", "text", "facts"), rows(DATA))
def test_fields_of_data_and_mark_up(language: str, text: str, facts: str) -> None:
    check(language, text, facts)


@pytest.mark.parametrize(("language", "text", "facts"), rows(TABLES))
def test_rows_of_tables_by_their_header(language: str, text: str, facts: str) -> None:
    check(language, text, facts)


@pytest.mark.parametrize(("language", "text", "facts"), rows(GROUPED))
def test_rows_of_a_catalogue_by_their_group(language: str, text: str, facts: str) -> None:
    check(language, text, facts)


@pytest.mark.parametrize(("language", "text", "facts"), rows(TRAPS))
def test_traps(language: str, text: str, facts: str) -> None:
    check(language, text, facts)


@pytest.mark.parametrize(("language", "text", "facts"), rows([*CREDIT, *MULTIPLIERS, *TOKENS, *USES, *PASSES, *GOODS]))
def test_spans_hold_the_amount(language: str, text: str, facts: str) -> None:
    for quote in quotes(language, text):
        assert any(sign.isnumeric() for sign in text[quote.span.start : quote.span.end])
