"""Ticks, crosses, answers and delays beside what a seller might claim: which of it stands."""

from __future__ import annotations

import pytest

from parsers.text.claims import codes
from parsers.text.offers import extract
from parsers.text.vocabulary import PACKAGED

RELAY = "GPT-5 API 中转，0.5元/刀\n"

STATED = {
    "❌ PayPal": "",
    "❌ оплата картой": "",
    "- [ ] 支持 USDT": "",
    "- [x] 支持 USDT": "pay_usdt",
    "✅ USDT ❌ PayPal ✅ Alipay": "pay_usdt pay_alipay",
    "发票❌ 支付宝✅ 退款❌": "pay_alipay",
    "支付宝 ✗": "",
    "crypto payments: ❌": "",
    "Refunds ✘, Alipay ✔": "pay_alipay",
    "本站 ✅ 支付宝 ❌ 退款 有事找群主": "pay_alipay",
    "❌ no caps": "unlimited",
    "❌ 无逆向": "not_reversed",
    "PayPal in the works": "",
    "Alipay - coming next month": "",
    "Alipay - no fees": "pay_alipay",
    "soon: Alipay": "",
    "退款搞不了": "",
    "开票没有哈": "",
    "USDT 一律不接受": "",
    "要拼车的绕道": "",
    "以后再考虑对公转账": "",
    "крипта — пока нет": "",
    "tidak ada pembayaran USDT": "",
    "não temos reembolso": "",
    "no hay reembolso": "",
    "chưa có hóa đơn": "",
    "USDT yakında": "",
    "**Do you offer refunds?**\nYes, we do.": "refund",
    "**Do you offer refunds?**\nUnfortunately not.": "",
    "Q: 支持退款吗?\nA: 目前还不行，等后续通知": "",
    "— Есть крипта?\n— Увы, нет": "",
}


@pytest.mark.parametrize(("said", "expected"), STATED.items(), ids=list(STATED))
def test_what_stands_beside_a_claim_says_whether_it_is_so(said: str, expected: str) -> None:
    assert set(codes(extract(RELAY + said).claims, PACKAGED.claims)) == set(expected.split())
