"""Whether a text offers AI access: offers of every form, and what only looks like one; the form of access."""

from __future__ import annotations

import pytest

from parsers.text.offers import extract

OFFERS = {
    "Claude API 中转站，1元=1刀，支付宝付款": "relay_api",
    "ChatGPT Plus 成品号 自动发货 25元": "account",
    "GPT Plus 代充，充值到自己账号": "top_up",
    "Claude Max 拼车，一个月 150 元": "shared_seat",
    "ChatGPT镜像站 月卡 20元": "mirror",
    "Codex 公益站，人人可用": "free",
    "GPT API 支持千路并发，按量付费": None,
    "We sell Claude API access, pay by USDT": None,
    "продам аккаунт ChatGPT Plus, 500 руб": "account",
    "Jual akun ChatGPT Plus, garansi 1 bulan": "account",
    "Claude API VPN gerekmez, sınırsız kullanım": None,
    "ChatGPT PIus 一个月 官方直充": "top_up",
    "CIaude Pro 代充": "top_up",
    "Claude API 무제한, vpn 없이 사용": None,
}
OTHERS = [
    "求购 Claude Max 账号，价格好说",
    "谁有便宜的 Claude 中转站推荐",
    "куплю аккаунт ChatGPT Plus",
    "I am looking to buy a Claude Max account",
    "Netflix 合租 一个月 20元",
    "百度网盘 超级会员 月卡 直充",
    "全新 Gmail 邮箱批发，自动发货",
    "Anthropic 发布了 Claude Opus 5.5，基准测试大幅领先",
    "今天天气不错",
    "VPS 服务器 月付 5 美元，支持支付宝",
    "X Premium 12个月官方直充",
    "H100 GPU 租用 2 美元一小时",
    "Codex 手机接码，自助下单",
    "",
]


@pytest.mark.parametrize(("text", "access"), OFFERS.items(), ids=OFFERS)
def test_an_offer(text: str, access: str | None) -> None:
    facts = extract(text)
    assert facts.is_offer, facts.reason
    assert access is None or facts.access == access


@pytest.mark.parametrize("text", OTHERS)
def test_no_offer_has_a_reason_and_no_facts(text: str) -> None:
    facts = extract(text)
    assert not facts.is_offer
    assert facts.reason
    assert (facts.models, facts.plans, facts.quotes, facts.claims) == ((), (), (), ())
