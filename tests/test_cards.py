"""Cards of marketplaces whose prices name no money, and the numbers beside them that are no prices."""

from __future__ import annotations

import pytest

from tests.test_price_forms import Row, check, rows

ALONE: list[Row] = [
    ("ru", "Claude Pro на вашу почту, 1 месяц\n1777\nВ наличии 9", "1777 RUB month claude-pro"),
    ("ru", "Claude Pro подписка\nмесяц\n1777\nбыстро", "1777 RUB month claude-pro"),
    ("ru", "Gemini Advanced | 12 мес\n[3210]\nГарантия 12 месяцев", "3210 RUB year gemini-pro"),
    ("ru", "ChatGPT Plus год на вашу почту\nруб.\n9870", "9870 RUB year chatgpt-plus"),
    ("ru", "SuperGrok / мес. / ваш акк. / 1313 / рейтинг 4.8", "1313 RUB month supergrok"),
    ("ru", "SuperGrok. Месяц. 1313. Сразу.", "1313 RUB month supergrok"),
    (
        "ru",
        "Claude Pro подписка\n1 месяц\n1777\n3 месяца\n4999",
        "1777 RUB month claude-pro; 4999 RUB quarter claude-pro",
    ),
    (
        "ru",
        "Claude Pro\n1 мес / 3 мес / 12 мес\n1777 / 4999 / 17770",
        "1777 RUB month claude-pro; 4999 RUB quarter claude-pro; 17770 RUB year claude-pro",
    ),
    ("ru", "Perplexity Pro 12 месяцев\n40 файлов в день\n1111", "1111 RUB year perplexity-pro"),
    ("ru", "ChatGPT Plus 1 мес.\n💵 1818\n📦 7 шт", "1818 RUB month chatgpt-plus"),
]
DATA: list[Row] = [
    (
        "ru",
        "(7, 'Claude Pro 1 мес', 'Подписка Claude Pro', 7.77, 'USDT', 'Login', 20, 415),",
        "7.77 USDT month claude-pro",
    ),
    ("ru", 'Item(4, "shop", Decimal("1777.50"), "Claude Pro на месяц")', "1777.5 RUB month claude-pro"),
    ("ru", "<tr><td>Claude Pro</td><td>1 мес.</td><td>1777</td><td>415</td></tr>", "1777 RUB month claude-pro"),
    (
        "ru",
        "claude_pro: { month: 1777, year: 17770 }",
        "1777 RUB month claude-pro; 17770 RUB year claude-pro",
    ),
    ("ru", "Тариф: Claude Pro\nКоличество месяцев: 3\nСумма: 4999\nБаланс: 900", "4999 RUB quarter claude-pro"),
    ("ru", "Лот №88012. Подписка: Claude Pro. Период: месяц. Цена: 1777.", "1777 RUB month claude-pro"),
    ("ru", '"claude_1m": {"label": "Claude Pro · 1 месяц", "rub": 1777, "usd": 21}', "1777 RUB month claude-pro"),
]
OPTIONS: list[Row] = [
    ("en", "Gemini Pro: 12M $7 / 6M $5 — 30d replacement", "7 USD year gemini-pro; 5 USD half_year gemini-pro"),
    ("ru", "Вы платите: 1777\nВы получаете: Claude Pro на 1 месяц", "1777 RUB month claude-pro"),
    ("ru", "Бот с GPT-5: подписка 188 ₽/мес, пробный период 3 дня за 1 ₽", "188 RUB month gpt-5"),
    (
        "ru",
        "Claude Pro месяц\n☑ без входа — 1777\n☐ со входом — 1666",
        "1777 RUB month claude-pro; 1666 RUB month claude-pro",
    ),
    ("ru", "☑ Claude Pro 1 месяц (+0 ₽)\n☐ Claude Pro 3 месяца (+3 300 ₽)\nЦена: 1 777 ₽", "1777 RUB month claude-pro"),
    (
        "ru",
        "SuperGrok:\n1️⃣ месяц — 1313\n3️⃣ месяца — 3535",
        "1313 RUB month supergrok; 3535 RUB quarter supergrok",
    ),
    (
        "ru",
        "SUPERGROK\n◾ 1 МЕС ........ 1313\n◾ 3 МЕС ........ 3535",
        "1313 RUB month supergrok; 3535 RUB quarter supergrok",
    ),
    (
        "ru",
        "Claude Pro месяц: 1 шт 1777, 5 шт по 1666",
        "1777 RUB month claude-pro; 1666 RUB month claude-pro",
    ),
    ("ru", "Claude Pro на 1 (один) месяц, отдам за 1777", "1777 RUB month claude-pro"),
    ("ru", "Claude Pro\nпросмотров — 1777\nпродаж — 415, пишите", ""),
    ("kk", "Claude Pro 1 ай 7900₸", "7900 KZT month claude-pro"),
]
ONE_LINE: list[Row] = [
    ("ru", "Gemini Pro год | руб. | 3210 | Хранилище 2 ТБ", "3210 RUB year gemini-pro"),
    ("ru", "✅ Claude Pro | ⏳ 30 дней | 💰 1777 | 📦 15 шт", "1777 RUB month claude-pro"),
    ("ru", "Claude Pro, 1 мес. | 1777 | Отзывов: 88. Споров: 1.", "1777 RUB month claude-pro"),
    ("ru", "SuperGrok месяц | розница 1515 | опт (от 5 шт) 1414", "1515 RUB month supergrok; 1414 RUB month supergrok"),
    ("ru", "Супер Грок на 1 месяц | Арт. 90210 | 1 313 ₽", "1313 RUB month supergrok"),
    ("ru", "Claude Pro 1 мес. | Код товара | 445500 | Стоимость | 1777", "1777 RUB month claude-pro"),
    ("ru", "Claude аккаунт с почтой | 130 | Отлёжка 60 дней", "130 RUB account claude"),
    ("ru", "Claude Pro на 1 месяц, пишите | Доплата за срочность 200 | Минимум 1, максимум 5", ""),
    ("ru", "Claude Pro 1 месяц, пишите | Отзывов | 1207 | На сайте | 1450 дней", ""),
    (
        "ru",
        "Доступ к Claude Pro | 1 день 35 | 7 дней 135 | 30 дней 444",
        "35 RUB day claude-pro; 135 RUB week claude-pro; 444 RUB month claude-pro",
    ),
    (
        "ru",
        "Claude Pro / 1 месяц: 1777 / 3 месяца: 4999 / Оплата СБП",
        "1777 RUB month claude-pro; 4999 RUB quarter claude-pro",
    ),
]
COUNTS: list[Row] = [
    ("ru", "ChatGPT Plus аккаунт, год 2024 выпуска", ""),
    ("ru", "ChatGPT Plus 1 месяц, пишите\nОтзывов\n1207\nДней на сайте\n1450", ""),
    ("ru", "Midjourney Basic аккаунт\n200\nгенераций", ""),
    ("ru", "Claude Pro 1 месяц, продам\nКод товара\n445500", ""),
    ("ru", "ChatGPT Plus месяц, 1890 отзывов, продаю", ""),
    ("ru", "Оплата ChatGPT Plus: 1) оплата 22) код. Месяц 1890 ₽", "1890 RUB month chatgpt-plus"),
    ("vi", "Perplexity Pro 12 tháng | Mã SP: 30211 | 310.000 ₫ | Còn 4", "310000 VND year perplexity-pro"),
]
LABELLED: list[Row] = [
    ("ru", "Claude Pro 1 мес.\nСумма к оплате: 1777\nКомиссия 0", "1777 RUB month claude-pro"),
    ("ru", "Claude Pro 1 мес.\nЦена, руб.: 1777\nОстаток, шт: 3", "1777 RUB month claude-pro"),
    (
        "ru",
        "SuperGrok месяц\nрозница 1515\nопт (от 5 шт) 1414",
        "1515 RUB month supergrok; 1414 RUB month supergrok",
    ),
    ("ru", "Claude Pro на месяц, старая цена 2999, сейчас 2222", "2222 RUB month claude-pro"),
    ("ru", "Claude Pro — 1 месяц 2222. Было 2999.", "2222 RUB month claude-pro"),
    ("ru", "Claude Pro 3 мес за 5555 на новый аккаунт", "5555 RUB quarter claude-pro"),
    ("ru", "Claude Pro на целый год 19900 вместо 24000", "19900 RUB year claude-pro"),
    ("ru", "SuperGrok. Цены: месяц/999, три месяца/2888", "999 RUB month supergrok; 2888 RUB quarter supergrok"),
    (
        "ru",
        "Подписки на нейросети на 1 месяц:\nChatGPT Plus 1818\nClaude Pro 2222\nОпыт 4 года",
        "1818 RUB month chatgpt-plus; 2222 RUB month claude-pro",
    ),
    ("ru", "Claude Pro\n1м - 2222\n12м - 22220", "2222 RUB month claude-pro; 22220 RUB year claude-pro"),
    (
        "ru",
        "Claude Max на 1 месяц\nx5 — 8800\nx20 — 17700",
        "8800 RUB month claude-max-5x; 17700 RUB month claude-max-20x",
    ),
    ("ru", "ChatGPT Plus на двоих, 350 с человека в месяц", "350 RUB month chatgpt-plus"),
    ("uk", "Gemini Pro рік — 1111 грн", "1111 UAH year gemini-pro"),
]
BESIDE: list[Row] = [
    ("ru", "Claude Pro 1 месяц\nСкидка 5% от 3 шт, 10% от 10 шт\n1777", "1777 RUB month claude-pro"),
    (
        "ru",
        "Claude Pro 1 месяц 1777 ₽\nПостоянным покупателям: от 1000 ₽ — 1%, от 5000 ₽ — 3%",
        "1777 RUB month claude-pro",
    ),
    ("ru", "1777 ₽/мес Claude Pro | Рассрочка от 445 ₽", "1777 RUB month claude-pro"),
    ("ru", "Claude Pro 1 месяц\nЦена 1777 ₽ (за 30 дней, ~59 ₽ в день)", "1777 RUB month claude-pro"),
    ("ru", "Claude Pro 1 мес\n1 777 ₽\n~ 21,5 $", "1777 RUB month claude-pro"),
    ("ru", "Claude Pro 1 месяц — 450 ₽\nШтраф за смену пароля 1000 ₽", "450 RUB month claude-pro"),
    ("ru", "Claude Pro 1 месяц 1777 ₽\nПоднять в топ — 49 ₽\nБронь 300 ₽", "1777 RUB month claude-pro"),
    ("ru", "Claude Pro 1 мес., 1777 руб. Потрачено покупателями 1200000 руб.", "1777 RUB month claude-pro"),
    ("ru", "GPT-5 в боте, пакет 100 запросов — 288 ₽, бесплатно 10 запросов в день", "288 RUB account gpt-5"),
    ("en", "Claude Pro 1 month key\n€11.20\n+ €0.45 service fee", "11.2 EUR month claude-pro"),
    (
        "en",
        "Claude Pro accounts. 1x $10 | 5x $45",
        "10 USD account claude-pro; 9 USD account claude-pro",
    ),
    ("en", "Claude Pro, 1 month, $12.20. Refund $5 if delayed", "12.2 USD month claude-pro"),
    ("en", "Gemini Pro monthly $4.90 · 2TB · $19.99 value", "4.9 USD month gemini-pro"),
    ("tr", "Gemini Pro 1 yıllık\nFiyat: 440 TL\nEski fiyat: 880 TL\n%50 indirim", "440 TRY year gemini-pro"),
    ("tr", "Gemini Pro 1 yıllık 440 TL, 10 adet ve üzeri %10 indirim", "440 TRY year gemini-pro"),
    ("vi", "Claude Pro 1 tháng 440k/tháng, hoàn 100k nếu lỗi", "440000 VND month claude-pro"),
    ("es", "Claude Pro 1 mes $180 MXN, envío gratis en compras mayores a $299", "180 MXN month claude-pro"),
]


@pytest.mark.parametrize(("language", "text", "said"), rows(ALONE))
def test_a_number_that_stands_for_itself_is_the_price(language: str, text: str, said: str) -> None:
    check(language, text, said)


@pytest.mark.parametrize(("language", "text", "said"), rows(COUNTS))
def test_what_a_card_counts_is_no_price(language: str, text: str, said: str) -> None:
    check(language, text, said)


@pytest.mark.parametrize(("language", "text", "said"), rows(LABELLED))
def test_a_price_is_told_by_the_words_beside_it(language: str, text: str, said: str) -> None:
    check(language, text, said)


@pytest.mark.parametrize(("language", "text", "said"), rows(BESIDE))
def test_sums_beside_a_price_are_none(language: str, text: str, said: str) -> None:
    check(language, text, said)


@pytest.mark.parametrize(("language", "text", "said"), rows(DATA))
def test_goods_as_data(language: str, text: str, said: str) -> None:
    check(language, text, said)


@pytest.mark.parametrize(("language", "text", "said"), rows(OPTIONS))
def test_options_and_lists_of_terms(language: str, text: str, said: str) -> None:
    check(language, text, said)


@pytest.mark.parametrize(("language", "text", "said"), rows(ONE_LINE))
def test_a_card_that_was_written_in_one_line(language: str, text: str, said: str) -> None:
    check(language, text, said)
