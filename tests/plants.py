"""Plants keys and contacts that nobody has, in the shapes that vendors give out, and what only looks like them.

The shapes of keys are facts that the rule sets of secret scanners (gitleaks, detect-secrets, GitHub's) agree on. In a
shape `{a8}` stands for eight letters or digits, `{w8}` for these and - and _, `{l8}` for small letters and digits,
`{x8}` for small hex digits, `{X8}` for capitals and digits, `{d8}` for digits the first of which is no nought; what
nobody may find of it afterwards stands in « », or is all of it.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from random import Random

SECRET = re.compile("«(.+)»")
HOLE = re.compile(r"\{([awlxXd])(\d+)\}")
LETTERS = {
    "a": string.ascii_letters + string.digits,
    "w": string.ascii_letters + string.digits + "-_",
    "l": string.ascii_lowercase + string.digits,
    "x": "0123456789abcdef",
    "X": string.ascii_uppercase + string.digits,
    "d": string.digits,
}
KEYS = {
    "OpenAI, of a project": "sk-proj-{w74}T3BlbkFJ{w74}",
    "OpenAI, old": "sk-{a20}T3BlbkFJ{a20}",
    "OpenAI, of a service": "sk-svcacct-{w40}T3BlbkFJ{w40}",
    "OpenAI, of a browser's session": "sess-{a40}",
    "Anthropic": "sk-ant-api03-{w93}AA",
    "Anthropic, of an administrator": "sk-ant-admin01-{w93}AA",
    "Anthropic, of a subscription": "sk-ant-oat01-{w93}AA",
    "Anthropic, of a browser's session": "sk-ant-sid01-{w86}-{a8}AA",
    "OpenRouter": "sk-or-v1-{x64}",
    "a relay": "sk-{a48}",
    "a relay, in hex": "sk-{x32}",
    "claude-relay-service": "cr_{x64}",
    "Google": "AIza{w35}",
    "Google, new": "AQ.Ab8RN6{w44}",
    "Google's OAuth": "ya29.{w60}",
    "Google's OAuth client": "GOCSPX-{w28}",
    "Groq": "gsk_{a52}",
    "xAI": "xai-{a80}",
    "Hugging Face": "hf_{a34}",
    "Replicate": "r8_{a37}",
    "Perplexity": "pplx-{a48}",
    "NVIDIA": "nvapi-{w64}",
    "Fireworks": "fw_{a24}",
    "ElevenLabs": "sk_{x48}",
    "Cerebras": "csk-{l48}",
    "Jina": "jina_{a60}",
    "Tavily": "tvly-dev-{a32}",
    "LangSmith": "lsv2_pt_{x32}_{x10}",
    "Zhipu": "{x32}.{a16}",
    "Dify": "app-{a24}",
    "Firecrawl": "fc-{x32}",
    "Databricks": "dapi{x32}",
    "AWS": "AKIA{X16}",
    "Alibaba Cloud": "LTAI5t{a18}",
    "Tencent Cloud": "AKID{a32}",
    "GitHub": "ghp_{a36}",
    "GitHub, fine-grained": "github_pat_{a22}_{a59}",
    "GitLab": "glpat-{w20}",
    "npm": "npm_{a36}",
    "PyPI": "pypi-AgEIcHlwaS5vcmc{w70}",
    "Notion": "ntn_{a43}",
    "Linear": "lin_api_{a40}",
    "Pinecone": "pcsk_{a60}",
    "Voyage": "pa-{w43}",
    "Baidu": "bce-v3/ALTAK-{a21}/{x40}",
    "Vault": "hvs.{w90}",
    "Shopify": "shpat_{x32}",
    "Grafana": "glsa_{a32}_{x8}",
    "Docker": "dckr_pat_{w27}",
    "Slack": "xoxb-{d12}-{d12}-{a24}",
    "Stripe": "sk_live_{a24}",
    "SendGrid": "SG.{w22}.{w43}",
    "DigitalOcean": "dop_v1_{x64}",
    "Supabase": "sbp_{x40}",
    "Cloudflare's database, in a URL": "postgres://nova:«{a16}»@db.nova-relay.example:5432/x",
    "Telegram's bots": "{d9}:AA{w33}",
    "a token of JSON": "eyJhbGciOiJIUzI1NiJ9.eyJ{a40}.{w43}",
    "a bearer": "Authorization: Bearer «{a40}»",
    "a basic authorization": "Authorization: Basic «{a31}»=",
    "a header": "x-api-key: «{x32}»",
    "a named key": "API_KEY=«{a32}»",
    "a named key, in Chinese": "密钥：«{x32}»",
    "a named token": "access_token: «{a40}»",
    "Slack's hooks": "https://hooks.slack.com/services/T{X9}/B{X10}/«{a24}»",
    "Discord's hooks": "https://discord.com/api/webhooks/{d18}/«{w68}»",
    "DingTalk's hooks": "https://oapi.dingtalk.com/robot/send?access_token=«{x64}»",
    "Feishu's hooks": "https://open.feishu.cn/open-apis/bot/v2/hook/«{x8}-{x4}-{x4}-{x4}-{x12}»",
    "a key in a URL": "https://nova-relay.example/v1/models?api_key=«{x32}»",
    "a password": "密码：«{a9}!7a»",
}
CONTACTS = {
    "mail": "nova.{l8}@nova-relay.example",
    "mail, hidden": "nova{d6} [at] gmail [dot] com",
    "mail of QQ": "{d9}@qq.com",
    "mobile, Chinese": "手机 «139{d8}»",
    "mobile, Chinese, bare": "138{d8}",
    "mobile, Chinese, in groups": "+86 «137-{d4}-{d4}»",
    "telephone, American": "+1 (415) 5{d2}-{d4}",
    "telephone, Russian": "+7 9{d2} {d3}-{d2}-{d2}",
    "telephone, British": "+4479{d8}",
    "WhatsApp": "WhatsApp: «+84 9{d2} {d3} {d3}»",
    "WhatsApp's link": "https://wa.me/«1555{d7}»",
    "Zalo": "Zalo «09{d8}»",
    "WeChat": "微信：«nova_{l8}»",
    "WeChat, by letters": "VX:«nova{l8}x1»",
    "WeChat's own id": "wxid_{l14}",
    "WeChat, added": "加V «nova{d6}»",
    "WeChat, in a link": "https://u.wechat.com/«{w24}»",
    "QQ": "QQ：«{d10}»",
    "QQ group": "QQ群 «{d9}»",
    "QQ group, in a link": "https://qm.qq.com/q/«{a10}»",
    "QQ group, by a key": "https://jq.qq.com/?_wv=1027&k=«{a8}»",
    "Telegram": "https://t.me/«nova_{l8}_bot»",
    "Telegram, by name": "TG：«nova_{l8}»",
    "Telegram, invited": "https://t.me/+«{w16}»",
    "Telegram, at": "联系 @«nova_{l8}»",
    "Telegram, within": "tg://resolve?domain=«nova_{l8}»",
    "Discord": "https://discord.gg/«{a10}»",
    "LINE": "https://line.me/ti/p/~«nova{l8}»",
    "LINE, by name": "LINE ID: «nova{l8}»",
    "Skype": "skype: «live:nova.{l8}»",
    "Signal": "https://signal.me/#p/+«1555{d7}»",
    "invitation code": "邀请码：«{X8}7Q»",
    "redeem code": "CDK：«NOVA-{X4}-{X4}-7{X4}»",
    "referral": "https://nova-relay.example/register?aff=«{a6}7Q»",
    "referral, by a path": "https://nova-relay.example/invite/«{a8}7Q»",
}


@dataclass(frozen=True)
class Plant:
    """One planted text, and the part of it that nobody may find."""

    kind: str
    text: str
    secret: str


def filled(shape: str, chance: Random) -> str:
    """A text of a shape; where digits begin, the first is no nought, and a run of letters has a digit in it."""

    def fill(hole: re.Match[str]) -> str:
        kind, number = hole[1], int(hole[2])
        drawn = [chance.choice(LETTERS[kind]) for _ in range(number)]
        if kind == "d":
            drawn[0] = chance.choice("123456789")
        elif number > 1:
            drawn[0], drawn[number // 2] = chance.choice(LETTERS[kind][:6]), chance.choice("23456789")
            drawn[-1] = chance.choice("23456789")
        return "".join(drawn)

    return HOLE.sub(fill, shape)


def plants(seed: int, number: int) -> list[Plant]:
    """So many keys and contacts, of every kind in turn."""
    chance, kinds = Random(seed), [*(KEYS | CONTACTS).items()]
    return [planted(*kinds[at % len(kinds)], chance) for at in range(number)]


def planted(kind: str, shape: str, chance: Random) -> Plant:
    """One of a kind."""
    text = filled(shape, chance)
    marked = SECRET.search(text)
    return Plant(kind, re.sub("[«»]", "", text), marked[1] if marked else text)


ALIKE = {
    "sha-256": "{x64}",
    "sha-256, named": "sha256:{x64}",
    "sha-1": "commit {x40}",
    "md5": "{x32}",
    "short commit": "at {x7}",
    "UUID": "{x8}-{x4}-4{x3}-a{x3}-{x12}",
    "ETag": 'W/"{x32}"',
    "order": "订单 20251114{d12}",
    "product": "https://nova-relay.example/item/{d8}",
    "item": "?id={d12}",
    "message": "https://t.me/nova_channel/{d5}",
    "page": "https://t.me/s/nova_channel?before={d6}",
    "seconds": "1763{d6}",
    "milliseconds": "1763{d9}",
    "date": "2025-11-{d1}{d1} 08:{d2}:{d2}",
    "price": "¥{d3}.{d2}/月",
    "price in dollars": "${d1}.{d2} / 1M tokens",
    "rate": "1刀=0.{d2}元",
    "sold": "已售 {d5} 库存 {d4}",
    "tokens": "1{d10} tokens",
    "quota": "额度 {d11}",
    "credits": "{d9} 积分",
    "model": "claude-sonnet-{d1}-{d1}-2025{d4}",
    "model, OpenAI": "gpt-{d1}.{d1}-codex-max-2025-{d2}-{d2}",
    "model, of a maker": "anthropic/claude-opus-{d1}.{d1}:thinking",
    "model, Gemini": "gemini-{d1}.{d1}-pro-preview-{d2}-{d2}",
    "model, embedded": "text-embedding-{d1}-large-{d4}",
    "version": "v{d1}.{d2}.{d1}-rc.{d2}-{d3}-g{x9}",
    "package": "npm i -g @anthropic-ai/claude-code@{d1}.{d1}.{d2}",
    "container": "image@sha256:{x64}",
    "file": "logo-{x8}@2x.png",
    "bundle": "/assets/index-{l8}.js",
    "style": "sk-circle{d1} sk-fading-circle",
    "placeholder": "sk-xxxxxxxxxxxxxxxx{d1}",
    "colour": "#{x6}",
    "address": "192.0.2.{d2}:{d4}",
    "ISBN": "978-7-{d3}-{d5}-{d1}",
    "barcode": "69{d11}",
    "seats": "QQ群 {d4}人",
    "zone": "GMT+0{d1}00",
    "gain": "+{d2}.{d1}%",
    "paging": "?page={d2}&page_size=100",
    "revision": "?ref={x40}",
    "status": "?code={d3}",
    "picture": "data:image/png;base64,iVBORw0KGgo{a60}",
    "integrity": "sha384-{a63}=",
    "nonce": "nonce-{a22}",
    "sentence": "支持微信、支付宝，{d3} 人已拼",
    "warranty": "质保 {d2} 天，换号 {d1} 次",
    "limit": "每 5 小时 {d3} 次，限速 {d2} rpm",
}


def alike(seed: int, number: int) -> list[Plant]:
    """So many texts that hold neither key nor contact, of every kind in turn."""
    chance, kinds = Random(seed), [*ALIKE.items()]
    return [planted(*kinds[at % len(kinds)], chance) for at in range(number)]
