"""Claims of sellers abroad, and their denials, in statements of one line; buyers and news that offer nothing."""

from __future__ import annotations

import pytest

from commands.extract import facts_row

SAID = [
    ("uk", "Місце у ChatGPT Team, 390 грн на місяць", "shared_seat"),
    ("uk", "Claude Pro, видача автоматична, гарантія 14 днів", "instant_delivery warranty"),
    ("ru", "Место в ChatGPT Business, 390 р/мес", "shared_seat"),
    ("ru", "Пополнение Claude API, комиссия включена, 990 р", "topup_service"),
    ("ru", "Claude Pro с заходом в аккаунт, 1700 р", "topup_service"),
    ("vi", "SuperGrok 1 tháng BHF 99k", "warranty"),
    ("vi", "Gemini Pro 1 năm thêm vào email của bạn 79k", "topup_service"),
    ("id", "Grok Super 1 bulan 25k nogar", "no_warranty"),
    ("id", "Undangan family Gemini Pro Rp 20.000", "shared_seat"),
    ("es", "Claude Pro a tu correo, 9 USD", "topup_service"),
    ("es", "Claude Pro 9 USD, no ofrecemos garantía", "no_warranty"),
    ("pt", "Vaga no ChatGPT Team por R$ 14", "shared_seat"),
    ("tr", "Claude Pro kişisel 490 TL", "dedicated_account"),
    ("ko", "챗GPT 플러스 공유 4,900원", "shared_seat"),
    ("ja", "SuperGrok共有 880円", "shared_seat"),
    ("de", "Geteilter Claude-Pro-Zugang für 5 €", "shared_seat"),
    ("pl", "Claude Pro 49 zł, wysyłka automatyczna", "instant_delivery"),
]
DENIED = [
    ("tr", "Claude Pro 490 TL, iade yapılmaz", "refund"),
    ("es", "Claude Pro 9 USD, no ofrecemos garantía", "warranty"),
    ("tr", "Claude Pro hesabı 490 TL, kişisel veriler saklanmaz", "dedicated_account"),
    ("de", "Claude Pro 9 €, kein geteilter Account", "shared_seat"),
]
NO_OFFERS = [
    ("uk", "Шукаю, хто продає SuperGrok недорого"),
    ("pl", "Kupię konto SuperGrok, może być na rok"),
    ("ko", "클로드 프로 구독 해지하는 방법"),
    ("ru", "Официальная стоимость SuperGrok — 30$ в месяц, карта нужна зарубежная"),
    ("tr", "Claude Pro fiyatı 20 dolar oldu"),
    ("ru", "VPN на месяц 190 ₽, Claude открывается"),
    ("ar", "كيف ألغي اشتراك Claude Pro؟"),
]


def claims(language: str, text: str) -> set[str]:
    return set(facts_row({"text": text, "kind": "marketplace", "language": language})["claims"])


@pytest.mark.parametrize(("language", "text", "wanted"), SAID)
def test_what_a_seller_abroad_claims(language: str, text: str, wanted: str) -> None:
    assert set(wanted.split()) <= claims(language, text)


@pytest.mark.parametrize(("language", "text", "denied"), DENIED)
def test_what_a_seller_abroad_denies(language: str, text: str, denied: str) -> None:
    assert denied not in claims(language, text)


@pytest.mark.parametrize(("language", "text"), NO_OFFERS)
def test_buyers_and_news_abroad_offer_nothing(language: str, text: str) -> None:
    assert not facts_row({"text": text, "kind": "marketplace", "language": language})["is_offer"]
