"""What texts claim, in many wordings and languages; polarity; what asserts nothing; the published traps of claims."""

from __future__ import annotations

from typing import get_args

import pytest

from parsers.records import Claim, Context, Polarity, Span
from parsers.text.claims import codes
from parsers.text.hidden import hide
from parsers.text.layout import plain
from parsers.text.offers import stated
from parsers.text.script import fold
from parsers.text.vocabulary import PACKAGED

CLIENTS = {"claude_code", "codex", "gemini_cli", "cursor"}


def said(text: str) -> tuple[Claim, ...]:
    return stated(text)


def asserted(text: str) -> set[str]:
    """The published codes."""
    return set(codes(said(text), PACKAGED.claims))


WORDINGS = {
    "Claude Pro 成品，质保首登 自动发货": "account_sale warranty instant_delivery",
    "GPT Plus，json格式账号，带RT": "account_sale",
    "GPT 镜像，官网同款界面，无需翻墙": "mirror_site no_vpn",
    "Claude 中转，与官网体验一致，不需要梯子": "no_vpn",
    "GPT Team 拉人头 8 块一位，封了重拉": "shared_seat",
    "GPT Team 母号拉人，质保 30 天": "shared_seat warranty",
    "5 台 Max20 轮询，跑了 14 个月零事故": "account_pool stable",
    "最高 0.4x 倍率，订阅额外赠送 40% 额度": "subscription_plan",
    "7*24 人工客服在线，余额可原路返回": "support_24h refund",
    "Claude API: logging: off, invoices are not available": "no_logging",
    "Claude API, saldo sin caducidad, sin suscripción": "never_expires payg",
    "gpt 官方plus号池 0.1": "account_pool official_source",
    "Claude API 中转，走官方企业账户，非逆向，1元起充": "official_source not_reversed low_min_topup",
    "满血不降智，微信支付宝均可付款": "full_strength undiluted pay_wechat pay_alipay",
    "模型直供，一手渠道，支持微信、支付宝，余额长期有效，不跑路": "pay_wechat pay_alipay never_expires",
    "渠道来源：官方企业 API Key，假一赔十": "official_source undiluted",
    "Opus 4.8 满血，1M 长上下文，直连不用梯子": "full_strength million_token_context no_vpn",
    "本站不翻墙即可访问": "no_vpn",
    "可以不挂梯子直接用": "no_vpn",
    "不科学上网也能用 Claude": "no_vpn",
    "国内网络直接连，告别魔法": "cn_direct no_vpn",
    "中国大陆用户可直接使用 GPT": "cn_direct",
    "境内直连 Claude API，低延迟": "cn_direct",
    "使用本账号请自备魔法，Claude Pro": "requires_vpn",
    "支持支付宝、微信、USDT 等多种支付方式 GPT 中转": "pay_alipay pay_wechat pay_usdt",
    "Claude 中转 付款：vx/zfb": "pay_wechat pay_alipay",
    "GPT 中转 扫码付款（微信 支付宝）": "pay_wechat pay_alipay",
    "Claude API, we accept WeChat, Alipay and crypto (BTC, ETH, USDT)": "pay_wechat pay_alipay pay_usdt",
    "Claude API relay. Payment: LTC / TON / USDT BEP20": "pay_usdt",
    "Оплата: СБП, карты РФ, криптовалюта. Доступ к Claude API": "pay_card pay_usdt",
    "GPT Plus, pembayaran QRIS, USDT": "pay_usdt",
    "ChatGPT Plus, aceitamos Pix e cartão": "pay_card",
    "GPT API 可对公转账、可签合同、开专票": "invoice",
    "我们的 Claude 都是 Kiro 反代出来的，便宜": "upstream_kiro reverse_engineered",
    "Claude（kiro 渠道）0.1 倍": "upstream_kiro",
    "opus 走 AWS Q / Kiro 逆向": "upstream_kiro reverse_engineered upstream_aws",
    "Pro 池 0.3x，Team 池 0.1x，Claude API": "account_pool",
    "Claude API via our pool of Max accounts": "account_pool",
    "拼 GPT Pro，4人车，还差1位": "shared_seat",
    "GPT Team 上车 1个月": "shared_seat",
    "ChatGPT Business seat, we invite your email": "shared_seat",
    "ChatGPT Plus 一人一号独立使用，账号密码直接登录": "dedicated_account account_sale",
    "GPT Plus accounts, ready, instant delivery, 30 days warranty": "account_sale instant_delivery warranty",
    "Claude Pro 代开通，提供账号即可，给你自己的号升级": "topup_service",
    "ChatGPT Plus recharge to your own account": "topup_service",
    "GPT Plus 续费 自己的号充": "topup_service",
    "Claude 镜像，界面与官网一致，国内直接打开": "mirror_site cn_direct",
    "GPT 无限量畅聊，不限制次数": "unlimited",
    "Unlimited Claude usage, no caps": "unlimited",
    "Claude 用量无上限": "unlimited",
    "безлимитный Claude Opus": "unlimited",
    "Claude API 不限并发、不限速": "no_rate_limit high_concurrency",
    "GPT API 支持千路并发": "high_concurrency",
    "Claude API 按 token 计费，不用包月": "payg",
    "GPT API 次数计费，一次 5 分钱": "per_call",
    "Claude 天卡 / 周卡 / 月卡": "subscription_plan",
    "额度不会过期 Claude API": "never_expires",
    "Claude API 新用户免费领 1 刀": "free_trial",
    "Claude API: get $5 free when you sign up": "free_trial",
    "Claude API 送测试金，找客服领": "free_trial",
    "GPT Plus 封号必补，质保一个月": "warranty",
    "GPT Plus no refund no warranty": "no_warranty",
    "Claude API 随时可退余额": "refund",
    "Claude API 99.9% 在线，企业级稳定": "stable",
    "GPT API 客服 7*24 小时在线": "support_24h",
    "GPT Plus 拍下自动发": "instant_delivery",
    "GPT API 由某某科技有限公司运营": "registered_company",
    "Claude API 不留存任何聊天数据，不做日志": "no_logging",
    "Claude API relay, we keep no logs of your prompts": "no_logging",
    "Claude API 请求不落库，全链路 TLS 加密": "no_logging encryption",
    "GPT API 每一笔扣费都可查，价格公开": "billing_transparent",
    "Claude Code / Codex / Gemini CLI / Cursor 都能接": "claude_code codex gemini_cli cursor",
    "一个 key 调 Claude、GPT、Gemini 全部模型": "many_models",
    "Claude API resold from free-tier and trial accounts": "free_credit_source",
    "Claude API paid with AWS Activate credits, so it is cheap": "free_credit_source",
    "额度来自撸的 GCP 300 刀，Gemini 中转": "free_credit_source",
    "Claude API, supply: unused startup credits": "free_credit_source",
    "我们不用黑卡，不盗刷，Claude 正规开通": "stolen_source_denied official_source",
    "Claude API 不降级、不替换模型、不截断上下文": "undiluted",
    "Claude API 绝不掺水，拒绝套壳": "undiluted",
    "Claude API, not watered down, never quantized": "undiluted",
    "Claude без урезания, оригинальная модель": "undiluted",
    "Claude API 100% 官方满血，无阉割": "full_strength undiluted",
    "full-strength Claude Opus, original quality": "full_strength undiluted",
    "Claude API 官方满血原版": "full_strength undiluted",
    "Claude web 逆向 API": "reverse_engineered",
    "grok 网页端逆向 0.1 倍": "reverse_engineered",
    "Claude API (reversed from web client)": "reverse_engineered",
    "Claude API, not reverse-engineered": "not_reversed",
    "Opus 支持百万 token 上下文": "million_token_context",
    "Claude Sonnet with 1,000,000 token context": "million_token_context",
    "Claude 上下文 1M，不压缩": "million_token_context",
    "上下文最大支持 100 万 Claude": "million_token_context",
    "Gemini 中转，上下文长度1000k": "million_token_context",
    "Claude 1m版 opus[1m]": "million_token_context",
    "Claude API 直连官方，不经二手": "official_source",
    "Claude API 上游为 Anthropic 企业账号": "official_source",
    "Claude API sourced directly from Anthropic": "official_source",
    "官方正规渠道订阅 GPT Plus": "official_source",
    "GPT Plus 正规信用卡支付开通": "official_source",
    "Claude API: official keys only, Azure and Bedrock": "official_source upstream_azure upstream_aws",
    "GPT API Azure 官方渠道": "upstream_azure official_source",
    "Gemini 走 Vertex": "upstream_vertex",
    "Claude 反重力渠道": "upstream_antigravity",
    "支持 PayPal、信用卡 Claude API": "pay_card",
    "翻墙？不需要！Claude 直连": "no_vpn",
    "Claude 需要翻墙吗？不需要。": "no_vpn",
    "Доступ к Claude. Нужен ли VPN? — нет.": "no_vpn",
    "¿Necesito VPN? No, funciona directo": "no_vpn",
    "Precisa de VPN? Não": "no_vpn",
    "ChatGPT Plus Shared Account 1 month": "shared_seat",
    "ChatGPT Plus 1 month [Your Account]": "topup_service",
    "Claude gift card code, 1 month": "topup_service",
    "Claude Pro, código de regalo para tu cuenta": "topup_service",
    "Conta com 1 mês já ativado, Claude Pro": "account_sale",
    "Claude Pro, si falla se reemplaza por otra": "warranty",
    "Нужен ли VPN для работы?\n— Да, понадобится VPN.": "requires_vpn",
    "免代理直连 Claude API": "no_vpn",
    "Không cần VPN, Claude API": "no_vpn",
    "Claude API sem VPN, pagamento USDT": "no_vpn pay_usdt",
    "VPN 없이 사용 가능한 Claude API": "no_vpn",
    "Claude API 무제한 사용": "unlimited",
    "ChatGPT Plus 계정 판매, 즉시 발송, 30일 보증": "account_sale instant_delivery warranty",
    "ChatGPT Plus 공유 계정": "shared_seat",
    "Claude API 로그를 저장하지 않습니다": "no_logging",
    "Claude API VPN gerekmez, sınırsız kullanım": "no_vpn unlimited",
    "Claude 中轉站 免翻牆 支援支付寶、微信支付": "no_vpn pay_alipay pay_wechat",
    "Claude 不限量，按月訂閱": "unlimited subscription_plan",
    "Claude API 日志零留存": "no_logging",
}


@pytest.mark.parametrize(("text", "expected"), WORDINGS.items(), ids=WORDINGS)
def test_a_wording_asserts(text: str, expected: str) -> None:
    assert asserted(text) - (CLIENTS - set(expected.split())) == set(expected.split())


TRAPS = {
    # traps four and five: the negation is part of the phrase; a step of an installation is not the service
    "本站不需要翻墙": ("no_vpn", "requires_vpn"),
    "国内可用，全程无需魔法；插件安装过程需要翻墙": ("no_vpn", "requires_vpn"),
    # brands (trap six)
    "无限API 中转站，稳定": ("stable", "unlimited"),
    # denials (trap eight)
    "不支持月卡，只有按量付费": ("payg", "subscription_plan"),
    "按量付费，没有包月套餐": ("payg", "subscription_plan"),
    # trap nine: a reviewer's verdict is not the seller's promise
    "稳定，但掺水严重": ("stable", "undiluted"),
    "稳定，绝不掺水": ("undiluted", "diluted"),
    # words of quantity that are none
    "不限速，无限并发": ("no_rate_limit", "unlimited"),
    "余额永不过期，充值永久95折": ("never_expires", "unlimited"),
    # contact is no payment; a price unit is no context
    "支付宝付款，客服微信 kefu": ("pay_alipay", "pay_wechat"),
    "高并发，$3 / 1M tokens": ("high_concurrency", "million_token_context"),
    "稳定，与官Key无差别": ("stable", "official_source"),
    "绝无逆向": ("not_reversed", "reverse_engineered"),
    "稳定，每一笔记录都清晰可查": ("stable", "no_logging"),
    "24小时自动发货": ("instant_delivery", "support_24h"),
    "按量付费，无法开票": ("payg", "invoice"),
}


@pytest.mark.parametrize(("text", "is_said", "is_not"), [(text, *pair) for text, pair in TRAPS.items()], ids=TRAPS)
def test_a_trap_asserts_one_claim_and_not_the_other(text: str, is_said: str, is_not: str) -> None:
    held = {claim.code for claim in said(text) if claim.stands}
    assert is_said in held
    assert is_not not in held


@pytest.mark.parametrize(
    ("text", "code", "polarity"),
    [
        ("需要翻墙吗？", "requires_vpn", "asked"),
        ("是否支持支付宝", "pay_alipay", "asked"),
        ("不支持支付宝", "pay_alipay", "denied"),
        ("不支持支付宝、微信支付", "pay_wechat", "denied"),
        ("如需开票请联系", "invoice", "conditional"),
        ("We offer no free trials or refunds", "refund", "denied"),
        ("Без гарантии или возврата денег", "refund", "denied"),
        ("不提供试用或退款", "refund", "denied"),
        ("自备梯子", "requires_vpn", "required"),
        ("支持支付宝", "pay_alipay", "asserted"),
        ("稳定性无保证", "stable", "denied"),
        ("需要翻墙吗？不需要。", "no_vpn", "asserted"),
        ("逆向，较差", "reverse_engineered", "asserted"),
        ("稳定性较差", "stable", "denied"),
        ("有无发票：有", "invoice", "asserted"),
        ("有无发票：无", "invoice", "denied"),
        ("Need a VPN? No.", "no_vpn", "asserted"),
        ("是否支持支付宝：支持", "pay_alipay", "asserted"),
        ("| 站点 | 支付宝 | USDT | 逆向 |\n|---|---|---|---|\n| 某站 | ✅ | ❌ | 否 |", "pay_usdt", "denied"),
        ("| 站点 | 支付宝 | USDT | 逆向 |\n|---|---|---|---|\n| 某站 | ✅ | ❌ | 否 |", "not_reversed", "asserted"),
        ("| 站点 | 国内访问 | 起充 |\n|---|---|---|\n| 某站 | 直连 | 5元 |", "cn_direct", "asserted"),
        ("| 站点 | 国内访问 | 起充 |\n|---|---|---|\n| 某站 | 直连 | 5元 |", "low_min_topup", "asserted"),
        ("| 站点 | 渠道 | 试用 |\n|---|---|---|\n| 某站 | 官方 + 逆向 | $1 |", "official_source", "asserted"),
        ("| 站点 | 渠道 | 试用 |\n|---|---|---|\n| 某站 | 官方 + 逆向 | $1 |", "free_trial", "asserted"),
        ("не поддерживается, криптой без комиссии", "pay_usdt", "asserted"),
        ("会保存我的对话吗？\n不会", "no_logging", "asserted"),
        ("你们会记录我的提示词吗？\n不会，只记录用量", "no_logging", "asserted"),
        ("Do you log my requests? Never.", "no_logging", "asserted"),
        ("Нужен ли VPN? Нет, всё напрямую", "no_vpn", "asserted"),
        ("加密货币支付即将上线", "pay_usdt", "denied"),
        ("稳定性：有待观察", "stable", "denied"),
    ],
)
def test_polarity(text: str, code: str, polarity: str) -> None:
    assert polarity in {claim.polarity for claim in said(text) if claim.code == code}


@pytest.mark.parametrize("polarity", get_args(Polarity))
def test_what_is_demanded_or_conditional_stands_and_what_is_denied_or_asked_does_not(polarity: Polarity) -> None:
    assert Claim("requires_vpn", Span(), polarity).stands is (polarity in {"asserted", "required", "conditional"})


@pytest.mark.parametrize("text", ["需要翻墙吗？", "支持微信支付吗", "可以开票吗？", "是不是逆向", "Is a VPN required?"])
def test_a_question_asserts_nothing(text: str) -> None:
    assert asserted(text) == set()


COMPARED = "| 对比 | 官方 | 本站 |\n|---|---|---|\n| 国内直连 | ❌ | ✅ |\n| 需要翻墙 | ✅ | ❌ |\n| 逆向 | ❌ | ❌ |"
BESIDE = "| Claude | Otter | Other relays |\n|---|---|---|\n| Unlimited | ❌ | ✅ |\n| 1M context | ✅ | ❌ |"
ACCEPTED = "| Payment | OK? | Note |\n|---|---|---|\n| PayPal / Venmo | ❌ | - |\n| Crypto | ✅ | fast |"
SELLERS = "| 站点 | 需要翻墙 | 发票 |\n|---|---|---|\n| 官转 A | ❌ | ✅ |"


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (COMPARED, {"cn_direct", "no_vpn", "not_reversed"}),
        (BESIDE, {"million_token_context"}),
        (ACCEPTED, {"pay_usdt"}),
        (SELLERS, {"official_source", "no_vpn", "invoice"}),
    ],
)
def test_ticks_and_crosses_of_the_seller_answer_a_row(table: str, expected: set[str]) -> None:
    assert asserted(table) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Claude 镜像站\n- [x] 完全免费\n- [ ] 需要国际网络\n- [ ] 需要登录", {"mirror_site", "public_good"}),
        ("Relay for Claude\n* [ ] Alipay\n* [x] WeChat Pay\n", {"pay_wechat"}),
        ("Claude API 中转\n- [x] 微信支付\n- [x] 无需翻墙", {"pay_wechat", "no_vpn"}),
    ],
)
def test_an_unticked_box_asserts_nothing(text: str, expected: set[str]) -> None:
    assert asserted(text) == expected


@pytest.mark.parametrize("text", [*WORDINGS, *TRAPS])
def test_spans_are_of_the_text(text: str) -> None:
    shown = hide(plain(fold(text)))
    assert all(shown[claim.span.start : claim.span.end].strip() for claim in said(text))


@pytest.mark.parametrize(
    ("text", "of_others", "own"),
    [
        ("别家掺水严重，我们非逆向", "undiluted", "not_reversed"),
        ("别人家都是逆向的，本站官方直连", "reverse_engineered", "official_source"),
        ("Other sellers use reverse-engineered routes, we offer pay as you go", "reverse_engineered", "payg"),
        ("У конкурентов часто реверс, у нас официальный API", "reverse_engineered", "official_source"),
    ],
)
def test_what_is_said_of_others_is_not_said_of_the_offer(text: str, of_others: str, own: str) -> None:
    assert asserted(text) & {of_others, own} == {own}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("号称满血，实测残血", set()),
        ("号称不掺水，一测全是 sonnet", set()),
        ("自称官转，其实是逆向", {"reverse_engineered"}),
        ("号称官转，1元1刀", {"official_source"}),
        ("Advertised as unlimited, but in practice only 50 messages", set()),
    ],
)
def test_what_was_found_otherwise_is_not_asserted(text: str, found: set[str]) -> None:
    assert asserted(text) == found


@pytest.mark.parametrize("text", ["比别家稳定", "cheaper than other shops, and stable"])
def test_a_comparison_with_others_is_said_of_the_offer(text: str) -> None:
    assert "stable" in asserted(text)


def test_a_finer_code_asserts_its_broader_one() -> None:
    assert {"max_pool", "account_pool"} <= {claim.code for claim in said("纯正 Max 号池")}


def test_the_speaker_is_kept() -> None:
    (claim,) = stated("满血", Context(speaker="reviewer"))
    assert claim.speaker == "reviewer"
