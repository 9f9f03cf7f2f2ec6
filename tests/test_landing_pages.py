"""Home pages of relays and top-up shops: their cards, their running promises, what they show and nobody pays."""

from __future__ import annotations

import pytest

from parsers.text.offers import extract
from tests.test_price_forms import Row, check, rows

PRICES: list[Row] = [
    ("zh", "1 块用 1 刀，Claude 中转", "1 CNY usd_credit claude"),
    ("zh", "Claude 中转，1 元真的等于 1 美元", "1 CNY usd_credit claude"),
    ("zh", "Claude 中转，充值 1:1 人民币兑美元", "1 CNY usd_credit claude"),
    ("en", "Claude relay: every ¥3 top-up gives you $2", "1.5 CNY usd_credit claude"),
    ("zh", "Claude 全系低至官方价 2.6 折起（0.26 倍）", "26 - percent claude"),
    ("zh", "Claude API 充值\n当前余额\n¥73.20\n本月消费\n¥11.90\n月卡 ¥59", "59 CNY month claude"),
    ("zh", "Opus 4.6 每次 0.3 元，拍下就给 2 元试用", "0.3 CNY request claude-opus-4.6"),
    ("zh", "ChatGPT Pro 充值 ¥1399/月，消息额度 20 倍", "1399 CNY month chatgpt-pro"),
    ("zh", "1. ChatGPT Pro：\n- 一席 ¥1,388/月\n2. ChatGPT Plus：\n- 一席 ¥144/月",
     "1388 CNY month chatgpt-pro; 144 CNY month chatgpt-plus"),
    ("zh", "为您开通 Claude Max\n✔ 只要邮箱\n✔ 5x ¥788　20x ¥1466",
     "788 CNY account claude-max-5x; 1466 CNY account claude-max-20x"),
    ("zh", "Claude Max 拼车，平均满员 3 小时，¥350/月", "350 CNY month claude-max"),
    ("zh", "体验卡 2.9 元（1 天 / 6 刀）Claude Code", "2.9 CNY day claude"),
    ("zh", "GPT 分组由 0.13 调整为 0.07，Claude 分组 0.8 不变", "0.07 - multiplier gpt; 0.8 - multiplier claude"),
    ("zh", "Claude API 倍率：Opus 4.6 ×0.6，Sonnet 4.6 × 0.5",
     "0.6 - multiplier claude-opus-4.6; 0.5 - multiplier claude-sonnet-4.6"),
    ("zh", "Claude 中转，两块钱就能开始，钱包里的钱放一年也不作废，月卡 ¥77", "77 CNY month claude"),
    ("zh", "Claude 中转，好友首充 200 元，你俩各得 20 元余额，月卡 ¥77", "77 CNY month claude"),
    ("zh", "GPT Plus　126\nClaude Pro　137\n以上均为月费，充到您的账户",
     "126 CNY month chatgpt-plus; 137 CNY month claude-pro"),
    ("zh", "【余位】\nA 车　Max 20x　3/6　¥277/月\nB 车　Max 5x　1/3　¥233/月\nClaude 拼车",
     "277 CNY month claude-max-20x; 233 CNY month claude-max-5x"),
    ("zh", "GPT-5.4 中转，百万 tokens 输入 2 元（缓存命中 0.2 元），输出 12 元",
     "2 CNY mtok_input gpt-5.4; 0.2 CNY mtok_cache_read gpt-5.4; 12 CNY mtok_output gpt-5.4"),
    ("zh", "API 中转\n图像：gpt-image-2 每张 0.06；nano-banana-pro 每张 0.13\n视频：sora-2 每秒 0.4",
     "0.06 CNY image gpt-image-2; 0.13 CNY image nano-banana-pro; 0.4 CNY second sora-2"),
    ("zh", "Claude 中转，45 元 Key = 300 刀", "0.15 CNY usd_credit claude"),
    ("zh", "Claude 中转，充值由 1:1 调整为 0.7:1", "0.7 CNY usd_credit claude"),
    ("zh", "中转分组：Codex 分组 0.07，Claude Kiro 分组 0.14", "0.07 - multiplier gpt; 0.14 - multiplier claude"),
    ("zh", "GPT Plus 成品：1-9 个 117，10-49 个 111，50+ 个 104",
     "117 CNY account chatgpt-plus; 111 CNY account chatgpt-plus; 104 CNY account chatgpt-plus"),
    ("zh", "Claude 中转 0.4 元/刀，月消费过万打 9 折", "0.4 CNY usd_credit claude"),
    ("zh", "ChatGPT Business 位\n43 元/席/月，邀请到您邮箱", "43 CNY month chatgpt-team"),
    ("zh", "ChatGPT Pro\n【Pro 周体验】86 元", "86 CNY week chatgpt-pro"),
    ("zh", "国产模型合集 API\n月包：¥47（2000 万 token）　¥127（9000 万 token）", "47 CNY month; 127 CNY month"),
    ("zh", "充值 1 元 = 1 刀，Claude 全系（1 倍），GPT 全系（0.4 倍）",
     "1 CNY usd_credit; 1 - multiplier claude; 0.4 - multiplier gpt"),
    ("zh", "绘图接口\n文生图　flux-pro 0.3 / 张\n视频　kling-2.1 一条 1.3 元",
     "0.3 CNY image flux-pro; 1.3 CNY video kling-2.1"),
    ("en", "One key for Claude. Top up as little as ¥6. ¥1 = $1 credit", "1 CNY usd_credit claude"),
    ("zh", "Midjourney 拼车，隐私模式另加 9 元，月付 46 元", "46 CNY month midjourney-plan"),
    ("zh", "ChatGPT 镜像\n周会员 5.8 元｜月会员 17.8 元｜季会员 46.8 元",
     "5.8 CNY week gpt; 17.8 CNY month gpt; 46.8 CNY quarter gpt"),
    ("zh", "Claude API，儲值 NT$150 起，月卡 NT$590", "590 TWD month claude"),
]  # fmt: skip

CLAIMS = [
    ("无需 VPN 与镜像站", "mirror_site", False),
    ("消息额度接近无限", "unlimited", False),
    ("批量采购成本优势", "reseller_wanted", False),
    ("满足正规企业采购需求", "registered_company", False),
    ("国内直登", "cn_direct", True),
    ("免梯直登", "account_sale", False),
    ("给 3 元体验", "free_trial", True),
    ("不使用盗刷的信用卡", "stolen_source_denied", True),
    ("支付 | 能否用支付宝 | 可以", "pay_alipay", True),
    ("支持自助充值", "topup_service", False),
    ("卡密兑换余额", "topup_service", False),
    ("不写日志、不入数据库", "no_logging", True),
    ("不静默切换、不蒸馏", "undiluted", True),
    ("无隐形倍率", "billing_transparent", True),
    ("提供官方原版 Invoice", "official_source", False),
    ("按上游官方原价计算", "official_source", False),
    ("不成功不收费", "public_good", False),
    ("先用后付", "free_trial", False),
    ("并发给到 80", "high_concurrency", True),
    ("掉车 12 小时内补位", "warranty", True),
    ("余额随时补充", "warranty", False),
    ("非反代 Cursor 客户端", "cursor", False),
    ("全功率月卡", "full_strength", True),
    ("开业至今 312 天无停服", "stable", True),
    ("余额长期保留", "never_expires", True),
    ("支援 LINE Pay 與信用卡", "pay_card", True),
    ("充多少用多少，不设最低", "low_min_topup", True),
    ("满 6 人发车，不足全退", "refund", True),
    ("拼团价 18 元", "shared_seat", False),
    ("每天免费 15 句", "free_trial", True),
    ("升级会员随便聊", "unlimited", True),
    ("API 自动提货", "instant_delivery", True),
    ("统一社会信用代码可查", "registered_company", True),
    ("采购云厂商预留额度（AWS、GCP 合约）", "upstream_aws", True),
    ("十一家厂商、三百余个模型", "many_models", True),
    ("从不混用 Kiro 等渠道", "dedicated_account", False),
    ("注册就有 3 块钱可以玩", "low_min_topup", False),
    ("续费（充到原账号，会员时间叠加）", "topup_service", True),
    ("换不了退剩余天数", "refund", True),
    ("发现掺假按消费额三倍退", "refund", True),
    ("正价卡充，非 0 元购", "stolen_source_denied", True),
    ("官方共享，一账号 7 人", "shared_seat", True),
    ("快速每人 3 小时，慢速不限", "unlimited", True),
    ("四十路并行", "high_concurrency", True),
    ("Works from the mainland", "cn_direct", True),
    ("号源：自养 Max", "account_pool", True),
    ("炸团 24 小时内补新团", "warranty", True),
    ("官方 App 内购代开", "official_source", True),
    ("翻车当天补车", "warranty", True),
    ("免注册试聊 6 句", "free_trial", True),
    ("源头号商，量大来谈", "reseller_wanted", True),
    ("下单填邮箱，人工充值", "topup_service", True),
    ("用完再考虑充不充", "payg", False),
    ("拒绝一切 Kiro、网页逆向", "not_reversed", True),
    ("充值随意，一块也是客", "low_min_topup", True),
    ("绝不混卖", "undiluted", True),
    ("国内机房、家宽网络均可直连", "cn_direct", True),
    ("台灣、中國、日本都能直接連", "cn_direct", True),
    ("无需海外服务器或代理", "no_vpn", True),
    ("无谷歌的 RPM/RPD 硬限制", "no_rate_limit", True),
    ("全球零门槛接入", "low_min_topup", False),
    ("绑定你自己的邮箱，可改密", "topup_service", False),
    ("提交 session 即可", "topup_service", True),
    ("每一笔消耗都能导出对账", "billing_transparent", True),
    ("每个请求都走 Max 20x 订阅号", "account_pool", True),
    ("真 1M：长上下文完整开放", "million_token_context", True),
    ("付款后页面直接显示卡密", "instant_delivery", True),
    ("首次登录 12 小时内异常可换", "warranty", True),
    ("好友充值你得 9%", "reseller_wanted", True),
    ("佣金可提现至支付宝", "pay_alipay", False),
    ("不采购任何来路不明的卡密", "stolen_source_denied", True),
    ("已连续运行 7 个月", "stable", True),
    ("支持上百路同时提交", "high_concurrency", True),
    ("对话加密保存", "encryption", True),
    ("请求正文不写硬盘，日志只有时间", "no_logging", True),
    ("Q：支援開發票嗎？\nA：支援，隔天開。", "invoice", True),
]

PAGES = [
    ("统一 Codex 原生通道\n一把密钥接入 Codex 与 Claude Code，无需海外信用卡", True),
    ("不降智 · 稳定\n接到自动化脚本也一样的 AI 体验\n价格透明，按量扣费\n登录", True),
    ("拒绝数据倒卖、拒绝掺水的中转站\n模型与价格\n即刻开始", True),
    ("挑一个好的中转站不容易，稳定最要紧，价格低的要小心，不要大额充值", False),
    ("不偷换？\n提供指纹检测工具，测出假模型赔百倍\nClaude API 0.5 元/刀", True),
    ("WE SELL CLAUDE CODE CREDITS\nPay 30% of list\nUSDT only, refund within a day", True),
    ("DeepSeek 开放平台：百万 tokens 输入 3 元，输出 6 元，支持支付宝", False),
    ("东京 VPS 特惠，三网直连，¥19/月起，支持支付宝，可用于搭建 AI 中转", False),
    (
        "Q：会降智吗？\nA：绝不会。\nQ：余额过期吗？\nA：不会。\nQ：怎么付款？\nA：支付宝、微信，一个 Key 通用全部模型",
        True,
    ),
    ("打开就是中文的 AI 站\nGPT、Claude、豆包任选，上传 PDF 也行\n8.8 元包月", True),
    ("Claude Max 5x 独享号 ¥855/月\n首月封号按剩余天数退款\n先到先得", True),
    ("中转站便宜，常见的来源有三种：赠金、号池、盗卡。普通用户如何分辨？看缓存。", False),
    ("本站因备案到期将于 11 月 3 日停止服务，Claude 接口全部下线，请申请退款", False),
    ("监控 Plus 代充价格，低于阈值时推送提醒", False),
    ("现在月抛号价格在 9 元左右，还是建议走官方", False),
    ("梯子购买后选日本节点，ChatGPT 全支持，支付宝付款，可退款", False),
    ("某实验室是 Google 面向开发者的平台，满血 Gemini，无截断", False),
]


@pytest.mark.parametrize(("language", "text", "wanted"), rows(PRICES))
def test_prices(language: str, text: str, wanted: str) -> None:
    check(language, text, wanted)


@pytest.mark.parametrize(("text", "code", "stands"), CLAIMS, ids=[text for text, _, _ in CLAIMS])
def test_claims(text: str, code: str, stands: bool) -> None:
    said = extract(f"Claude Code 中转 API ¥99/月\n{text}").claims
    assert (code in {claim.code for claim in said if claim.stands}) is stands


@pytest.mark.parametrize(("text", "offered"), PAGES, ids=[text for text, _ in PAGES])
def test_what_is_on_offer(text: str, offered: bool) -> None:
    assert extract(text).is_offer is offered


def test_who_redeems_a_plan_himself_redeems_it_on_his_own_account() -> None:
    facts = extract("ChatGPT Plus 月卡 ¥133，卡密兑换")
    assert "topup_service" in {claim.code for claim in facts.claims}


def test_plans_of_three_makers_in_a_shop_are_neither_its_packages_nor_its_key() -> None:
    facts = extract("热门套餐\nClaude Pro\n¥177/月\nOpus 4.6\nChatGPT Plus\n¥166/月\nGPT-5.4\nGemini Pro\n¥155/月")
    assert {"many_models", "subscription_plan"}.isdisjoint(claim.code for claim in facts.claims)
