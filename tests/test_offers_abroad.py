"""How sellers in Brazil, Spanish America, Russia, Turkey and elsewhere say what one pays, and what it was before."""

from __future__ import annotations

import pytest

from tests.test_price_forms import Row, check, rows

PLUS = "39.9 BRL month chatgpt-plus"
YEAR = "399 BRL year chatgpt-plus"

FORMER: list[Row] = [
    ("pt", "ChatGPT Plus 1 mês De: R$ 119,90 Por: R$ 39,90", PLUS),
    ("pt", "ChatGPT Plus 1 mês\nDe R$ 119,90\nPor R$ 39,90", PLUS),
    ("pt", "ChatGPT Plus 1 mês ❌ R$ 119,90 ✅ R$ 39,90", PLUS),
    ("pt", "Pare de pagar R$ 119,90! ChatGPT Plus 1 mês por R$ 39,90", PLUS),
    ("pt", "ChatGPT Plus 1 mês só R$ 39,90! Enquanto o oficial custa R$ 119,90", PLUS),
    ("es", "ChatGPT Plus 1 mes de $20 a $12 USD", "12 USD month chatgpt-plus"),
    ("es", "ChatGPT Plus 1 mes $12 USD en vez de $20", "12 USD month chatgpt-plus"),
    ("id", "ChatGPT Plus sharing 1 bulan dari 320rb jadi 35rb", "35000 IDR month chatgpt-plus"),
    ("vi", "ChatGPT Plus 1 tháng 520k còn 149k", "149000 VND month chatgpt-plus"),
    ("tr", "ChatGPT Plus 1 aylık 800 TL yerine 150 TL", "150 TRY month chatgpt-plus"),
    ("ja", "ChatGPT Plus 1ヶ月 3,000円が今だけ1,980円", "1980 JPY month chatgpt-plus"),
    ("de", "ChatGPT Plus 1 Monat 23,00 € jetzt 9,99 €", "9.99 EUR month chatgpt-plus"),
    ("en", "ChatGPT Plus 1 month from $20 to $5", "5 USD month chatgpt-plus"),
    ("en", "API credit: $20 for $5", "0.25 USD usd_credit"),
    (
        "pt",
        "ChatGPT Plus R$ 119,90 e Claude Pro por R$ 39,90",
        "119.9 BRL account chatgpt-plus; 39.9 BRL account claude-pro",
    ),
]

AGAIN: list[Row] = [
    ("pt", "ChatGPT Plus anual R$ 399,00 (R$ 33,25/mês)", YEAR),
    ("pt", "ChatGPT Plus anual por R$ 399, sai a R$ 33,25 por mês", YEAR),
    ("pt", "ChatGPT Plus 1 mês R$ 39,90 (menos de R$ 1,50 por dia)", PLUS),
    ("pt", "ChatGPT Plus 1 mês 3x R$ 13,30 ou R$ 39,90 à vista", PLUS),
    ("en", "ChatGPT Plus 1 month $10, that is $0.33/day", "10 USD month chatgpt-plus"),
    ("ru", "ChatGPT Plus 1 месяц 1490 ₽, это 49 ₽ в день", "1490 RUB month chatgpt-plus"),
    ("ru", "Claude Max 5x — 9 500 руб/мес. Рассрочка: 4 платежа по 2 375 руб.", "9500 RUB month claude-max-5x"),
    ("en", "ChatGPT Plus 1 month $10, 1 year $100", "10 USD month chatgpt-plus; 100 USD year chatgpt-plus"),
    ("en", "ChatGPT Plus 1 year $120 / 1 month $10", "120 USD year chatgpt-plus; 10 USD month chatgpt-plus"),
]

NO_PRICE: list[Row] = [
    ("pt", "ChatGPT Plus 1 mês R$ 39,90 – você economiza R$ 80,00", PLUS),
    ("pt", "ChatGPT Plus 1 mês R$ 39,90 com R$ 80 de desconto", PLUS),
    ("pt", "ChatGPT Plus 1 mês R$ 39,90. Cupom de R$ 5 na primeira compra", PLUS),
    ("pt", "ChatGPT Plus 1 mês\nValor: R$ 39,90\nSeu saldo em carteira: R$ 50,00", PLUS),
    ("es", "ChatGPT Plus 1 mes $12 USD, ahorras $8", "12 USD month chatgpt-plus"),
    ("ja", "ChatGPT Plus 30日 1,980円 送料無料", "1980 JPY month chatgpt-plus"),
    ("en", "OpenAI charges $20, we charge $5 for ChatGPT Plus 1 month", "5 USD month chatgpt-plus"),
]

MONEYS: list[Row] = [
    ("es", "ChatGPT Plus 1 mes $45.000, Colombia, Nequi", "45000 COP month chatgpt-plus"),
    ("es", "ChatGPT Plus 1 mes 45 mil pesos. Pagos por Nequi", "45000 COP month chatgpt-plus"),
    ("es", "ChatGPT Plus 1 mes $250 pesos mexicanos", "250 MXN month chatgpt-plus"),
    ("es", "ChatGPT Plus 1 mes ARS $9.000", "9000 ARS month chatgpt-plus"),
    ("es", "ChatGPT Plus 1 mes $5, pago por OXXO", "5 USD month chatgpt-plus"),
    ("es", "ChatGPT Plus 1 mes $12, aceptamos Nequi, Yape y Binance", "12 USD month chatgpt-plus"),
    ("es", "ChatGPT Plus 1 mes S/. 25.00", "25 PEN month chatgpt-plus"),
    ("en", "ChatGPT Plus 1 month Rs. 499, pay with eSewa", "499 NPR month chatgpt-plus"),
    ("en", "ChatGPT Plus 1 month Rs. 499", "499 INR month chatgpt-plus"),
    ("ru", "SuperGrok на год 5,5 т.р.", "5500 RUB year supergrok"),
    ("pt", "ChatGPT Plus 1 mês 39,90 no pix", PLUS),
]

BUYS: list[Row] = [
    (
        "pt",
        "Claude Pro\nR$ 70,00 - 30 dias\nR$ 190,00 - 90 dias",
        "70 BRL month claude-pro; 190 BRL quarter claude-pro",
    ),
    (
        "id",
        "CLAUDE PRO\n- sharing 1b : 40k\n- private 3b : 250k",
        "40000 IDR month claude-pro; 250000 IDR quarter claude-pro",
    ),
    ("id", "Qwen 3b, 40 token gratis", ""),
    ("pt", "Cada dólar de crédito sai por R$ 1,50 na nossa API do Claude", "1.5 BRL usd_credit claude"),
    (
        "pt",
        "Claude Opus 4.6: R$ 12 por milhão de tokens de entrada e R$ 60 por milhão de tokens de saída",
        "12 BRL mtok_input claude-opus-4.6; 60 BRL mtok_output claude-opus-4.6",
    ),
    ("en", "Claude API Key Starter $10, Standard $30. USDT only", "10 USD account claude; 30 USD account claude"),
    ("de", "Claude Pro Jahresabo 89,00 €", "89 EUR year claude-pro"),
]

RECORDS: list[Row] = [
    (
        "pt",
        "title: 'ChatGPT Plus (1 mês)',\nprice: 'R$ 29,90',\noriginalPrice: 'R$ 50,00',",
        "29.9 BRL month chatgpt-plus",
    ),
    ("pt", "nome: 'Claude Pro 30 dias', preco: 89.90, precoAntigo: 149.90", "89.9 BRL month claude-pro"),
    ("pt", "nome: 'Claude Pro 30 dias', precoVenda: 89.90, precoFornecedor: 49.90", "89.9 BRL month claude-pro"),
    ("es", "{ nombre: 'Claude Pro', precio: 12, moneda: 'USD', duracion: '1 mes' }", "12 USD month claude-pro"),
    (
        "pt",
        "ChatGPT Plus\nPreço: R$ 34,90\nPreço PIX: R$ 31,41 (10% de desconto)",
        "34.9 BRL account chatgpt-plus; 31.41 BRL account chatgpt-plus",
    ),
    ("id", "ChatGPT Plus 1 Bulan\nRp 320.000\nRp 75.000\nTerjual 431", "75000 IDR month chatgpt-plus"),
    ("ru", "ChatGPT Plus: 2 190 руб. Комиссия уже включена.", "2190 RUB account chatgpt-plus"),
    ("tr", "Gemini Pro 1 yıllık 250₺ (Orjinal 8.000₺)", "250 TRY year gemini-pro"),
]

RECORDS += [
    (
        "id",
        "{ name: 'Claude Pro 1 Bulan', price: 'Rp 115.000', originalPrice: 'Rp 269.000' }",
        "115000 IDR month claude-pro",
    ),
    (
        "ru",
        '("GPT-1M", "ChatGPT Plus 1 месяц", "Доступ к GPT-4o. Без VPN.", 879, "ai"),',
        "879 RUB month chatgpt-plus",
    ),
    (
        "vi",
        "['title' => 'Claude Pro 1 tháng', 'price' => 290000],\n['title' => 'Netflix 4K 1 tháng', 'price' => 79000],",
        "290000 VND month claude-pro",
    ),
    ("vi", 'new("Claude Pro 1 tháng", 520000m, 999, "bảo hành"),', "520000 VND month claude-pro"),
    ("es", "'name' => 'Claude Pro 1 mes',\n'price_usd' => 12.50,\n'cashback_nt' => 10,", "12.5 USD month claude-pro"),
    ("pt", "API Starter $10 (~$30 oficial); Standard $30 (~$120)", "10 USD account; 30 USD account"),
]

RECORDS += [
    ("pt", "Gemini Pro 12 meses\nR$ 99 90\nR$ 59 90 40% OFF", "59.9 BRL year gemini-pro"),
    (
        "pt",
        "R$ 39,90/mês → ChatGPT Plus | R$ 89,90/mês → Claude Pro",
        "39.9 BRL month chatgpt-plus; 89.9 BRL month claude-pro",
    ),
    ("pt", "Gemini Pro vitalício por R$ 147 — pagamento único. De R$ 497.", "147 BRL lifetime gemini-pro"),
    ("pt", "Perplexity Pro 12 meses R$ 29,99 (normal R$ 1.200)", "29.99 BRL year perplexity-pro"),
    ("pt", "ChatGPT Plus por R$ 9,90 no primeiro mês", "9.9 BRL month chatgpt-plus"),
    ("pt", "Mensalidade de 49 reais, sem taxa. Claude Pro", "49 BRL month claude-pro"),
    ("pt", "Claude Pro 30 dias R$ 49,90. Vendas: 1,2 mil", "49.9 BRL month claude-pro"),
    ("en", "Perplexity Pro 1 year voucher code $9.99", "9.99 USD year perplexity-pro"),
    ("en", "Claude Team $18/month (5 seats min)", "18 USD month claude-team"),
    ("en", "Claude Pro ₹799 only (MRP ₹1,999)", "799 INR account claude-pro"),
    ("en", "Kiro Pro accounts with 1000 credits $4, 10 pcs $35", "4 USD account kiro-pro; 3.5 USD account kiro-pro"),
    (
        "en",
        "Input $0.75 / output $3.75 per 1M tokens, Claude Opus 4.6 (official $5/$25)",
        "0.75 USD mtok_input claude-opus-4.6; 3.75 USD mtok_output claude-opus-4.6",
    ),
]

BUYS += [
    (
        "ru",
        "GPT Plus 1м (новый акк) — 590₽\nGPT Plus 12м — 9 900₽",
        "590 RUB month chatgpt-plus; 9900 RUB year chatgpt-plus",
    ),
    ("ru", "SuperGrok 7д 190 ₽", "190 RUB week supergrok"),
    ("pt", "Claude Pro R$ 97 (acesso por 12 meses)", "97 BRL year claude-pro"),
    ("tr", "Claude Pro 12 ay 2.499₺ (aylık 208₺)", "2499 TRY year claude-pro"),
    ("tr", "Claude Pro hesap 99,90 TL, normal fiyatı 799,99 TL", "99.9 TRY account claude-pro"),
    ("id", "API gateway: 1 juta token Rp 5.000", "5000 IDR mtok"),
    (
        "pt",
        "| Ferramenta | Preço normal | Com a gente |\n|---|---|---|\n| ChatGPT Plus | R$ 109,90 | R$ 29,90 |",
        "29.9 BRL account chatgpt-plus",
    ),
    (
        "ru",
        "| Модель | Вход, ₽/1M |\n|---|---|\n| claude-opus-4.6 | 250 |\nПополнение от 100 ₽",
        "250 RUB mtok_input claude-opus-4.6",
    ),
]

BUYS += [
    ("en", "ChatGPT Plus 30 days: $5", "5 USD month chatgpt-plus"),
    ("en", "ChatGPT Plus 30 days = $5", "5 USD month chatgpt-plus"),
    ("ja", "Gemini Pro 1,980円 / 3ヶ月", "1980 JPY quarter gemini-pro"),
    ("en", "Claude 3,500 PKR", "3500 PKR account claude"),
    ("de", "Claude Pro lebenslang 49 €", "49 EUR lifetime claude-pro"),
    ("ru", "Claude Pro, годовая — 9 900 ₽", "9900 RUB year claude-pro"),
    ("ru", "ChatGPT Plus • 1м • 590₽", "590 RUB month chatgpt-plus"),
    ("en", "Claude Pro - 1M context, $15", "15 USD account claude-pro"),
]

FORMER += [
    ("it", "ChatGPT Plus 1 mese 14 € invece di 23 €", "14 EUR month chatgpt-plus"),
    ("it", "ChatGPT Plus 1 mese prima 23 € ora 14 €", "14 EUR month chatgpt-plus"),
    ("en", "ChatGPT Plus 1 month for $12 (reg. $20)", "12 USD month chatgpt-plus"),
    ("es", "ChatGPT Plus 1 mes 12 € | oficial 20 €", "12 EUR month chatgpt-plus"),
    ("id", "ChatGPT Plus 1 bulan cuma Rp 120.000 dari Rp 320.000", "120000 IDR month chatgpt-plus"),
]
BUYS += [
    ("es", "Paga 15 € y recibe $100 en créditos para Claude", "0.15 EUR usd_credit claude"),
    ("ru", "Claude: вход 90 ₽/1М, выход 450 ₽/1М токенов", "90 RUB mtok_input claude; 450 RUB mtok_output claude"),
    (
        "pt",
        "Claude: R$ 12/1M tokens (input), R$ 60/1M tokens (output)",
        "12 BRL mtok_input claude; 60 BRL mtok_output claude",
    ),
]

BUYS += [
    (
        "en",
        "name: 'Claude Pro', price: { '1_month': 'Ks 95,000', '6_months': 'Ks 540,000' }",
        "95000 MMK month claude-pro; 540000 MMK half_year claude-pro",
    ),
    (
        "es",
        "ChatGPT Plus $18.000 mes, Gemini Pro $25.000 año. Nequi",
        "18000 COP month chatgpt-plus; 25000 COP year gemini-pro",
    ),
    ("pt", "ChatGPT Plus a R$ 37,90 o mês", "37.9 BRL month chatgpt-plus"),
    ("vi", "Claude Max 5x: 1.990k/tháng", "1990000 VND month claude-max-5x"),
    ("pt", "Por menos de R$ 2 por dia: Claude Pro R$ 49,90/mês", "49.9 BRL month claude-pro"),
    ("es", "API de Claude: 0,5 € por cada dólar de crédito", "0.5 EUR usd_credit claude"),
    ("ru", "Claude API: при пополнении от 5000 ₽ — 35 ₽ за $1", "35 RUB usd_credit claude"),
]
RECORDS += [
    (
        "id",
        'id: 2, name: "ChatGPT Plus Sharing", price: 45000 },\nid: 3, name: "Netflix 1 Bulan", price: 30000 }',
        "45000 IDR account chatgpt-plus",
    ),
    ("pt", "Grupo de IA\n▫️ ChatGPT Plus\n▫️ Claude Pro\n▫️ Midjourney\n💵 Mensal: R$ 49,90", "49.9 BRL month"),
]

BUYS += [
    ("pt", "Vaga no Claude Team R$ 75/mês", "75 BRL month claude-team"),
    ("es", "API de Claude: 5 USD (20 USD de uso)", "0.25 USD usd_credit claude"),
    ("es", "Gemini Pro 12 meses a 9,99 € (precio en la web: 263 €)", "9.99 EUR year gemini-pro"),
]


@pytest.mark.parametrize(("tongue", "text", "wanted"), rows([*BUYS, *RECORDS, *FORMER, *AGAIN, *NO_PRICE, *MONEYS]))
def test_what_a_buyer_abroad_pays(tongue: str, text: str, wanted: str) -> None:
    check(tongue, text, wanted)
