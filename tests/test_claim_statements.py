"""One statement beside an offer: what it asserts, in a sentence, on a line of a card and at the end of a list."""

from __future__ import annotations

import pytest

from parsers.text.offers import extract
from parsers.text.vocabulary import PACKAGED

RELAY = "GPT-5 API 中转，0.5元/刀"
GOOD = "ChatGPT Plus 一个月 88元"
FRAMES = {
    "sentence": "{offer}。{said}",
    "card": "库存：99\n{offer}\n{said}\n销量：31",
    "list": "{offer}\n· {said} · ",
}
OF_A_RELAY = {
    "也可以打 U 给我": "pay_usdt",
    "可以走欧易": "pay_usdt",
    "可用币安内部互转": "pay_usdt",
    "Оплата через @send": "pay_usdt",
    "USDT 兑换请找隔壁": "",
    "汇率按 USDT 实时价计算": "",
    "以后会支持 USDT": "",
    "Crypto payments are temporarily disabled": "",
    "Подходит для трейдинга криптой": "",
    "Requests go straight to the official endpoint": "official_source",
    "官方网站见主页": "",
    "扫码领 20 次免费提问": "free_trial",
    "New users get 100k tokens free": "free_trial",
    "Buy 2 get 1 free": "",
    "好友注册你得 5%": "reseller_wanted",
    "Бонус 10% к пополнению": "",
    "小额也能充": "low_min_topup",
    "From as little as $1": "low_min_topup",
    "Без минимальной суммы": "low_min_topup",
    "7天24小时": "support_24h",
    "自动故障转移": "stable",
    "线路稳": "stable",
    "Не гарантируем стабильность": "",
    "Không lo bị ban": "no_ban",
    "Sharing keys leads to a ban": "",
    "一站式大模型平台": "many_models",
    "支持 GPT-5 全系模型": "",
    "One key, many devices": "",
    "1M 满上下文": "million_token_context",
    "1M 带宽": "",
    "聊天内容只存本地": "no_logging",
    "香港公司": "registered_company",
    "备案教程": "",
    "誠徵經銷商": "reseller_wanted",
    "DM for bulk pricing": "reseller_wanted",
    "微软创投额度": "free_credit_source",
    "多账号负载均衡": "account_pool",
    "Qwen Max 渠道": "",
    "没有魔法用不了": "requires_vpn",
    "支付宝搜索小程序": "",
    "Can parse invoices and receipts": "",
    "擅长逆向工程": "",
    "What you pick is what you get": "undiluted",
    "Move the cursor over the button": "",
    "Token 0 水分": "undiluted",
    "额度不限时": "never_expires",
    "1天订阅 每天额度100刀": "subscription_plan",
    "无限并发，可无限续费": "high_concurrency",
    "Crypto (USDT, BTC) and cards.": "pay_usdt pay_card",
    "收款：支付宝丨微信丨USDT": "pay_alipay pay_wechat pay_usdt",
    "封不封号看运气，掺不掺水自己测": "",
    "禁止拿去做反代": "",
    "限 3 并发": "",
    "除 Cursor 外的客户端都能用": "",
    "可替换成你自己的号池": "",
    "开票功能开发中": "",
    "每一分额度都看得见": "",
    "支持国内 IP 直接请求": "cn_direct",
    "没魔法也能用": "no_vpn",
    "从不拿国产模型来冒充": "undiluted",
    "Нет лимитов на скорость": "no_rate_limit",
}
OF_A_GOOD = {
    "掉会员 24 小时内重新充": "warranty",
    "有效期内失效免费重开": "warranty",
    "Any issue? We'll fix it": "warranty",
    "Замена в течение 24 часов": "warranty",
    "30日間保証": "warranty",
    "Гарантия лучшей цены": "",
    "死了不补": "no_warranty",
    "售后：不支持": "no_warranty",
    "不包时长": "no_warranty",
    "We don't offer any warranty": "no_warranty",
    "Гарантию не даю": "no_warranty",
    "Garanti yoktur": "no_warranty",
    "提供账号 accessToken 即可": "topup_service",
    "给您的 Gmail 邮箱开通": "topup_service",
    "Just send us your email": "topup_service",
    "请用自己的邮箱接收卡密": "",
    "给号，直接登录使用": "account_sale",
    "提货得账号": "account_sale",
    "请妥善保管账号密码": "",
    "加入团队空间": "shared_seat",
    "邀请入组，自己邮箱": "shared_seat",
    "1 seat in a Business workspace": "shared_seat",
    "上车前请看说明": "",
    "Без соседей": "dedicated_account",
    "独享加5元": "",
    "付款成功页面直接显示卡密": "instant_delivery",
    "发货方式：自动": "instant_delivery",
    "Manual delivery within 24 hours": "",
    "谷歌内购续费，可覆盖秒冲": "topup_service instant_delivery",
    "Claude Pro 充值 ¥138": "topup_service",
    "未接马，可反代可网页": "account_sale",
    "质保充值成功": "warranty",
    "改密不质保": "",
    "Brand new account, changeable password": "account_sale",
    "✅ ваш аккаунт ✅ без входа": "topup_service",
    "Возврат не делаем, только замена при проблемах": "warranty",
    "Account died? Get a new one": "warranty",
    "登录后不补不退": "no_warranty",
    "99.80% completion rate": "",
    "打不开全额退款": "refund",
    "Вернём деньги, если не подойдёт": "refund",
    "直充 ¥91": "topup_service",
    "5 人一车，还差 2 个": "shared_seat",
    "Only you get access": "dedicated_account",
    "The bot delivers automatically 24/7": "instant_delivery",
    "加微信拉你进群": "",
}
ROWS = [
    (offer, said, codes) for offer, rows in ((RELAY, OF_A_RELAY), (GOOD, OF_A_GOOD)) for said, codes in rows.items()
]


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(("offer", "said", "codes"), ROWS, ids=[said for _, said, _ in ROWS])
def test_a_statement_asserts_the_same_in_every_frame(offer: str, said: str, codes: str, frame: str) -> None:
    assert _asserted(FRAMES[frame].format(offer=offer, said=said)) - _asserted(offer) == set(codes.split())


def _asserted(text: str) -> set[str]:
    facts = extract(text)
    assert facts.is_offer
    return {claim.code for claim in facts.claims if claim.stands and claim.code in PACKAGED.claims.published}
