"""Short listings that nobody wrote: every layout with the goods, lengths and moneys of a dozen languages.

Each is put together from parts whose facts are known, so that no wording that was seen before can carry the reader:
what a layout reads in one language it must read in the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import cycle, product

import pytest

from parsers.records import Context
from parsers.text import offers

GOODS = (
    ("ChatGPT Plus", "chatgpt-plus"), ("Claude Pro", "claude-pro"), ("Claude Max 5x", "claude-max-5x"),
    ("Gemini Pro", "gemini-pro"), ("SuperGrok", "supergrok"), ("Cursor Pro", "cursor-pro"),
    ("Perplexity Pro", "perplexity-pro"),
)  # fmt: skip
LENGTHS = {
    "zh": (("月卡", "month"), ("3个月", "quarter"), ("12个月", "year"), ("成品号", "account"), ("半年", "half_year")),
    "en": (("1 month", "month"), ("12 months", "year"), ("account", "account"), ("3 months", "quarter")),
    "ru": (("1 месяц", "month"), ("на год", "year"), ("аккаунт", "account"), ("6 месяцев", "half_year")),
    "uk": (("1 місяць", "month"), ("на рік", "year")),
    "pt": (("1 mês", "month"), ("anual", "year"), ("conta", "account")),
    "es": (("1 mes", "month"), ("1 año", "year"), ("cuenta", "account")),
    "de": (("1 Monat", "month"), ("1 Jahr", "year"), ("Konto", "account")),
    "tr": (("1 ay", "month"), ("1 yıl", "year"), ("hesap", "account")),
    "vi": (("1 tháng", "month"), ("1 năm", "year"), ("tài khoản", "account")),
    "id": (("1 bulan", "month"), ("1 tahun", "year"), ("akun", "account")),
    "ja": (("1ヶ月", "month"), ("1年", "year"), ("アカウント", "account")),
    "ko": (("1개월", "month"), ("1년", "year"), ("계정", "account")),
}
MONEYS = {
    "zh": (("¥45.5", "45.5", "CNY"), ("45元", "45", "CNY"), ("45块", "45", "CNY"), ("45.5 CNY", "45.5", "CNY")),
    "en": (("$7.5", "7.5", "USD"), ("7.5 USD", "7.5", "USD"), ("€7", "7", "EUR"), ("7 USDT", "7", "USDT")),
    "ru": (("1 490 ₽", "1490", "RUB"), ("790 руб.", "790", "RUB")),
    "uk": (("350 грн", "350", "UAH"),),
    "pt": (("R$ 49,90", "49.9", "BRL"),),
    "es": (("7,50 €", "7.5", "EUR"), ("7.5 USD", "7.5", "USD")),
    "de": (("9,90 €", "9.9", "EUR"),),
    "tr": (("350 TL", "350", "TRY"), ("₺350", "350", "TRY")),
    "vi": (("150k", "150000", "VND"), ("150.000đ", "150000", "VND")),
    "id": (("Rp 45.000", "45000", "IDR"), ("45k", "45000", "IDR")),
    "ja": (("980円", "980", "JPY"), ("¥1,200", "1200", "JPY")),
    "ko": (("9,900원", "9900", "KRW"),),
}
LAYOUTS = (
    "{good} {price}", "{good}\n{price}", "{good} - {price}", "{good}：{price}", "{price} {good}", "{good} | {price}",
    "【{good}】{price}", "{good}（{price}）", "- {good} — {price}", "| {good} | {price} | 12 |",
    "{good}, {price}, stock 12", "<h3>{good}</h3><p>{price}</p>",
    '{{"name": "{good}", "price": "{price}", "stock": 12}}',
    "🔥 {good} 🔥 {price} ✅", "{good} = {price}",
)  # fmt: skip
CREDIT = {
    "zh": (("{}刀额度", "${} API额度", "{}美元额度"), ("¥12", "12", "CNY")),
    "pt": (("US$ {} em créditos", "US$ {} de saldo"), ("R$ 39,90", "39.9", "BRL")),
    "ru": (("${} баланса", "{}$ на баланс"), ("900 ₽", "900", "RUB")),
    "en": (("${} credits", "${} of credit"), ("₹900", "900", "INR")),
    "vi": (("${} credit", "{}$ số dư"), ("250.000đ", "250000", "VND")),
}
JOINTS = {
    "zh": ("{credit}：{price}", "{price}买{credit}", "{credit} | {price}", "售价 {price}，到账 {credit}"),
    "pt": ("{credit} por {price}", "{credit}: {price}", "Pague {price} e receba {credit}"),
    "ru": ("{credit} за {price}", "{credit}: {price}"),
    "en": ("{credit} for {price}", "{credit} | {price}"),
    "vi": ("{credit} giá {price}",),
}

Row = tuple[str, str, tuple[Decimal, str, str, str | None]]


def _goods() -> Iterator[Row]:
    """Every layout in every language; goods, lengths and moneys take turns."""
    goods = cycle(GOODS)
    for language, lengths in LENGTHS.items():
        turns, moneys = cycle(lengths), cycle(MONEYS[language])
        for layout in LAYOUTS:
            (name, plan), (length, basis), (price, amount, code) = next(goods), next(turns), next(moneys)
            text = layout.format(good=f"{name} {length}", price=price)
            yield language, text, (Decimal(amount), code, basis, plan)


def _packs() -> Iterator[Row]:
    """Every way to say credit with every way to join it to its price."""
    sizes = cycle((20, 50, 80))
    for language, (ways, (price, amount, code)) in CREDIT.items():
        for way, layout in product(ways, ("{credit}\n{price}", "{credit} - {price}", *JOINTS[language])):
            size = next(sizes)
            text = f"Claude API {layout.format(credit=way.format(size), price=price)}"
            yield language, text, (Decimal(amount) / size, code, "usd_credit", None)


def _read(language: str, text: str) -> list[tuple[Decimal, str | None, str, str | None]]:
    facts = offers.extract(text, Context(language=language))
    assert facts.is_offer, facts.reason
    return [(quote.amount, quote.currency, quote.basis, quote.model) for quote in facts.quotes]


@pytest.mark.parametrize(("language", "text", "fact"), [pytest.param(*row, id=row[1]) for row in _goods()])
def test_goods_read_in_every_layout(language: str, text: str, fact: tuple[Decimal, str, str, str]) -> None:
    assert _read(language, text) == [fact]


@pytest.mark.parametrize(("language", "text", "fact"), [pytest.param(*row, id=row[1]) for row in _packs()])
def test_credit_reads_in_every_layout(language: str, text: str, fact: tuple[Decimal, str, str, None]) -> None:
    assert [quote[:3] for quote in _read(language, text)] == [fact[:3]]
