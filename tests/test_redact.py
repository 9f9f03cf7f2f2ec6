"""Redaction: what must go goes, what only looks like it stays, and the document around it keeps its form."""

from __future__ import annotations

import html.parser
import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.charsets import decode
from parsers.redact import redact, redact_link
from parsers.redaction_rules import RULES, VERSION, rules_of

ROWS = tomllib.loads((Path(__file__).parent.parent / "parsers/vocabulary/redaction.toml").read_text("utf-8"))["rule"]
GOES = [(before, after) for row in ROWS for before, after in row["goes"]]
STAYS = [text for row in ROWS for text in row["stays"]]


def clean(text: str, media_type: str = "text/plain") -> str:
    return redact(text.encode(), media_type).body.decode()


@pytest.mark.parametrize(("before", "after"), GOES, ids=[before for before, _ in GOES])
def test_what_must_go_goes(before: str, after: str) -> None:
    assert clean(before) == after


@pytest.mark.parametrize("text", STAYS)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert clean(text) == text


def test_the_tables_are_as_large_as_they_are_meant_to_be() -> None:
    assert len(GOES) >= 40
    assert len(STAYS) >= 60
    assert all(row["goes"] and row["stays"] for row in ROWS)


def test_every_row_finds_its_own_examples() -> None:
    found = [
        bool(rule.pattern.search(before)) for rule, row in zip(RULES, ROWS, strict=True) for before, _ in row["goes"]
    ]
    assert all(found)


MORE_THAT_STAYS = [
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "claude-sonnet-4-5-20250929-thinking",
    "Claude Max 20x 合租 ¥199.00/月，余 3 席",
    "订单 20251114093012345678",
    "1刀=0.35元，倍率0.15，500刀/175元",
    "550e8400-e29b-41d4-a716-446655440000",
    "2025-11-30T04:06:13.023Z",
    "v1.0.0-rc.24-311-g1bb1ade47",
    "GPT-5.1-Codex-Max 输入 $1.25 输出 $10.00",
    "库存 13500，已售 18600",
    "微信支付宝都可以，QQ 群满 500 人",
    "价格 1,380,013,8000",
]


@pytest.mark.parametrize("text", MORE_THAT_STAYS)
def test_prices_digests_ids_versions_and_models_stay(text: str) -> None:
    assert clean(text) == text


IN_LINKS = {
    "https://o.test/?q=%E5%BE%AE%E4%BF%A1%EF%BC%9Anova_shop88": "https://o.test/?q=%E5%BE%AE%E4%BF%A1%EF%BC%9A[wechat]",
    "https://o.test/?mail=nova.sales%40shop.test&x=1": "https://o.test/?mail=[email]&x=1",
    "https://o.test/?key=sk%2D9fK2mQ7xT4bW8zLpR3vN6cYd": "https://o.test/?key=[key]",
    "https://o.test/?k=%73%6B%2D9fK2mQ7xT4bW8zLpR3vN6cYd": "https://o.test/?k=[key]",
    "https://o.test/?u=https%3A%2F%2Ft.me%2Fnova_bot1": "https://o.test/?u=https%3A%2F%2Ft.me%2F[telegram]",
    "https://o.test/?u=https%253A%252F%252Ft.me%252Fnova_bot1": "https://o.test/?u=https%253A%252F%252Ft.me%252F[telegram]",
    "https://o.test/?u=https%3A%2F%2Fb.test%2F%3Faff%3DaB3d": "https://o.test/?u=https%3A%2F%2Fb.test%2F%3Faff%3D[referral]",
    "https://o.test/?q=claude%20max%20%C2%A5199&page=2": "https://o.test/?q=claude%20max%20%C2%A5199&page=2",
    "https://o.test/%E4%B8%AD%E8%BD%AC/%FF%FE%zz%": "https://o.test/%E4%B8%AD%E8%BD%AC/%FF%FE%zz%",
    "省 50%，折扣 100%20off": "省 50%，折扣 100%20off",
}


@pytest.mark.parametrize("link", IN_LINKS)
def test_percent_escapes_hide_nothing(link: str) -> None:
    assert redact_link(link) == IN_LINKS[link]
    assert clean(link) == IN_LINKS[link]
    page = f'<a href="{link}">x</a><script>go("{link}")</script>'
    assert clean(page, "text/html") == page.replace(link, IN_LINKS[link])
    assert json.loads(clean(json.dumps([link]), "application/json")) == [IN_LINKS[link]]


def test_escapes_of_escapes_end() -> None:
    assert clean("%25" * 20_000) == "%25" * 20_000
    assert clean("%" + "25" * 20_000) == "%" + "25" * 20_000


MARKUP = [
    ("<p>微信：<b>nova_shop88</b></p>", "<p>微信：<b>[wechat]</b></p>"),
    ("<td>QQ群</td><td>123456789</td>", "<td>QQ群</td><td>[qq]</td>"),
    ("<b>微信：nova</b><i>_shop88</i> ok", "<b>微信：[wechat]</b><i></i> ok"),
    ("微信&#xff1a;&nbsp;nova_shop88", "微信&#xff1a;&nbsp;[wechat]"),
    ('<a href="https://o.test/?x=1&amp;aff=aB3d">go</a>', '<a href="https://o.test/?x=1&amp;aff=[referral]">go</a>'),
    ('<meta content="联系 @nova_sales">', '<meta content="联系 @[handle]">'),
    ('<div id="c" data-n="13912345678">1 x</div>', '<div id="c" data-n="13912345678">1 x</div>'),
    ("<style>@nova_rule {width: 1px}</style>", "<style>@nova_rule {width: 1px}</style>"),
    ('<script>{"a": "加V nova8866"}</script>', '<script>{"a": "加V [wechat]"}</script>'),
    (
        '<script>var id=13912345678,u="/?aff=aB3d";</script>',
        '<script>var id=13912345678,u="/?aff=[referral]";</script>',
    ),
    ('<script>go("微信：nova_shop88", 13912345678)</script>', '<script>go("微信：[wechat]", 13912345678)</script>'),
    ("<script>it's('QQ群 123456789')</script>", "<script>it's('QQ群 [qq]')</script>"),
    ("<!-- VX:orchidrelay -->", "<!-- VX:[wechat] -->"),
    ("<!-- open <!-- twice VX:orchidrelay -->", "<!-- open <!-- twice VX:[wechat] -->"),
    (
        '<div data-post="nova_ch/12"><a href="https://t.me/nova_ch">N</a><p>群 https://t.me/nova_ch @nova_ch</p></div>',
        '<div data-post="nova_ch/12"><a href="https://t.me/nova_ch">N</a>'
        "<p>群 https://t.me/[telegram] @[handle]</p></div>",
    ),
]


@pytest.mark.parametrize(("before", "after"), MARKUP, ids=[before for before, _ in MARKUP])
def test_markup_is_read_as_it_is_shown_and_keeps_its_tags(before: str, after: str) -> None:
    assert clean(before, "text/html") == after


JSON = [
    ('{"a": "\\u5fae\\u4fe1\\uff1anova_shop88"}', '{"a": "\\u5fae\\u4fe1\\uff1a[wechat]"}'),
    ('{"a": "line\\n@nova_sales\\n"}', '{"a": "line\\n@[handle]\\n"}'),
    ('{"a": "x\\nsk-9fK2mQ7xT4bW8zLpR3vN6cYd"}', '{"a": "x\\n[key]"}'),
    ('{"id": 13912345678, "t": "13912345678"}', '{"id": 13912345678, "t": "[phone]"}'),
    ('{"加V nova8866": 1}', '{"加V [wechat]": 1}'),
    ('{"u": "https:\\/\\/o.test\\/?aff=aB3d"}', '{"u": "https:\\/\\/o.test\\/?aff=[referral]"}'),
    ('{"n": "{\\"t\\": \\"VX:orchidrelay\\"}"}', '{"n": "{\\"t\\": \\"VX:[wechat]\\"}"}'),
    ('{"h": "<p>QQ\\u7fa4 <b>123456789</b></p>"}', '{"h": "<p>QQ\\u7fa4 <b>[qq]</b></p>"}'),
    ('{"a": 1}\n{"a": "VX:orchidrelay"}\n', '{"a": 1}\n{"a": "VX:[wechat]"}\n'),
    ('\ufeff["VX:orchidrelay"]', '\ufeff["VX:[wechat]"]'),
    ('["微信", "nova_shop88"]', '["微信", "nova_shop88"]'),
]


@pytest.mark.parametrize(("before", "after"), JSON, ids=[before for before, _ in JSON])
def test_json_is_read_decoded_and_stays_json(before: str, after: str) -> None:
    assert clean(before, "application/json") == after


CHARSETS = ["utf-8", "gbk", "gb18030", "utf-16"]


@pytest.mark.parametrize("charset", CHARSETS)
def test_the_charset_need_not_be_known(charset: str) -> None:
    redacted = redact("<p>微信：nova_shop88，价格 1刀</p>".encode(charset), "text/html; charset=ascii")
    assert decode(redacted.body)[0].lstrip("\ufeff") == "<p>微信：[wechat]，价格 1刀</p>"


def test_bytes_of_no_charset_keep_all_that_is_not_redacted() -> None:
    assert redact(b"\xff\xfe\xfd VX:orchidrelay \x80\x81", "text/plain").body == b"\xff\xfe\xfd VX:[wechat] \x80\x81"


def test_what_is_no_text_is_left_alone() -> None:
    assert redact(b"\x89PNG\0\0 VX:orchidrelay", "text/html").body == b"\x89PNG\0\0 VX:orchidrelay"


@pytest.mark.parametrize("media_type", ["", "image/png", "application/octet-stream", "text/html; charset=klingon"])
def test_a_wrong_media_type_hides_nothing(media_type: str) -> None:
    assert clean("<p>VX:orchidrelay</p>", media_type) == "<p>VX:[wechat]</p>"


def test_the_count_and_the_version_are_told() -> None:
    redacted = redact(b"VX:orchidrelay @nova_sales", "text/plain")
    assert (redacted.count, redacted.version) == (2, VERSION)


def test_the_version_follows_the_rules() -> None:
    assert VERSION.startswith("3-")
    assert len(rules_of(b'[[rule]]\nkind="x"\nwhere="text"\npattern="(?P<secret>x)"\n')) == 1


PIECES = [
    *"<>&\"'\\{}[]@:=?/ 微信VXQ群v1392af#.;!-\n",
    "sk-",
    "https://",
    "t.me/",
    "?aff=",
    "nova_shop88",
    "&amp;",
    "<b>",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_redaction_is_done_once_and_never_raises(text: str) -> None:
    once = redact(text.encode(), "text/html")
    assert redact(once.body, "text/html").body == once.body


STRINGS = st.recursive(
    st.text() | st.sampled_from([before for before, _ in GOES]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(STRINGS, st.booleans())
def test_json_never_breaks(value: object, plain: bool) -> None:
    body = json.dumps(value, ensure_ascii=plain).encode("utf-8", "surrogatepass" if plain else "surrogateescape")
    assert type(json.loads(redact(body, "application/json").body)) is type(value)


@given(st.lists(st.sampled_from([before for before, _ in GOES]), max_size=4))
def test_tags_never_break(texts: list[str]) -> None:
    tags: list[str] = []
    parser = html.parser.HTMLParser()
    parser.handle_starttag = lambda tag, attrs: tags.append(tag)  # type: ignore[method-assign]
    parser.feed(clean("".join(f"<p title='{text}'><b>{text}</b></p>" for text in texts), "text/html"))
    assert tags == ["p", "b"] * len(texts)
