"""Walls in the place of a page: whatever guards the host and whatever was asked for, a wall is never empty."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from parsers.reading import read
from parsers.records import Page, PageError, Snapshot
from tests.facts import FIXTURES

WHEN = datetime(2026, 11, 24, tzinfo=UTC)
PAGES = {
    "<form action=/login><input name=u><input type=password name=p></form>": "login",
    "<title>Just a moment...</title><div id='challenge-error-text'>Enable JavaScript</div>": "challenge",
    "<script src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1'></script>": "challenge",
    "<div class='cf-turnstile' data-sitekey='0x4'></div>": "challenge",
    "<div class='g-recaptcha' data-sitekey='x'></div>": "challenge",
    "<div class='h-captcha' data-sitekey='x'></div>": "challenge",
    "<div class='frc-captcha'></div>": "challenge",
    "<altcha-widget challengeurl='/altcha'></altcha-widget>": "challenge",
    "<div id='nocaptcha'></div><p>请完成安全验证</p>": "challenge",
    "<div id='tcaptcha_wrap'></div><script src='https://turing.captcha.example/TCaptcha.js'></script>": "challenge",
    "<script src='https://static.geetest.example/v4/gt4.js'></script>": "challenge",
    "<script>var arg1='3B2A'; setCookie('acw_sc__v2', x)</script>": "challenge",
    "<script>sessionStorage.x5referer = 1; location.replace('/_____tmd_____/punish?x5secdata=x')</script>": "challenge",
    "<script>document.cookie = '__jsl_clearance_s=1'</script>": "challenge",
    "<script id='anubis_challenge' type='application/json'>{}</script>": "challenge",
    "<script src='/.within.website/x/cmd/anubis/static/js/main.mjs'></script>": "challenge",
    "<script>document.cookie = 'EO_Bot_Ssid=1'</script>": "challenge",
    "<script src='https://x.awswaf.com/challenge.js'></script>": "challenge",
    "<script src='https://geo.captcha-delivery.com/captcha/?x'></script>": "challenge",
}
PLATFORMS = ("new_api", "telegram", "schema_org", "dujiaoka", "feed", "woocommerce")


def answer(platform: str, body: bytes, status: int = 200, **headers: str) -> Snapshot:
    kept = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Snapshot("nova", platform, "https://nova.example/x", WHEN, status, "text/html", body, headers=kept)


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[:70])
def test_a_wall_in_the_place_of_a_page(page: str, platform: str) -> None:
    body = f"<!DOCTYPE html><html><head><title>Nova</title></head><body>{page}</body></html>".encode()
    found = read(answer(platform, body))
    assert (found.wall and found.wall.kind, found.listings, found.complete) == (PAGES[page], (), False)


HEADERS = {
    ("cf_mitigated", "challenge"): "challenge",
    ("x_amzn_waf_action", "captcha"): "challenge",
    ("x_vercel_mitigated", "challenge"): "challenge",
    ("x_datadome", "protected"): "challenge",
}


@pytest.mark.parametrize("status", [200, 202, 403, 405, 503])
@pytest.mark.parametrize("header", HEADERS, ids=": ".join)
def test_a_guard_that_answers_in_the_hosts_place_says_so_in_a_header(header: tuple[str, str], status: int) -> None:
    found = read(answer("new_api", b"<html></html>", status, **dict([header])))
    assert found.wall and found.wall.kind == HEADERS[header]


BESIDE = {
    "dujiaoka/unicorn.html": "<div class='g-recaptcha'></div><form><input type=password></form>",
    "telegram/newest.html": "<script src='https://x.example/captcha.js'></script>",
    "funpay/lots.html": "<div class='h-captcha'></div>",
}


@pytest.mark.parametrize("name", BESIDE)
def test_a_page_with_goods_and_a_form_beside_them_is_no_wall(name: str) -> None:
    body = (FIXTURES / name).read_text("utf-8").replace("</body>", f"{BESIDE[name]}</body>", 1) + BESIDE[name]
    found = read(answer(name.partition("/")[0], body.encode()))
    assert found.wall is None and found.listings


def test_a_page_that_only_speaks_of_captchas_is_none() -> None:
    with pytest.raises(PageError):
        read(answer("new_api", "<html><p>我们提供打码 captcha 服务</p></html>".encode()))


NOT_FOR_ALL = b'{"success": false, "message": "\xe6\x9c\xaa\xe7\x99\xbb\xe5\xbd\x95"}'
NO_KEY = b'{"code": 401, "message": "sign in first"}'
CLOSED = b'{"errors": ["You may not view this."], "error_type": "invalid_access"}'
GONE = b'{"errors": ["No such page"], "error_type": "not_found"}'
GUARD = b"<html><h1>403 Forbidden</h1></html>"
ALONE = [
    ("new_api", "groups", 401, NOT_FOR_ALL, "new_api: groups: login: 未登录"),
    ("new_api", "groups", 401, NO_KEY, "new_api: groups: login: HTTP 401"),
    ("relay", "groups", 403, b'{"success": false, "message": "forbidden"}', "relay: groups: forbidden: forbidden"),
    ("discourse", "topic", 403, CLOSED, "discourse: topic: forbidden: You may not view this."),
    ("discourse", "topic", 404, GONE, "discourse: topic: not_found: No such page"),
    ("github", "file", 404, b'{"message": "Not Found"}', "github: file: not_found: Not Found"),
]


@pytest.mark.parametrize(("platform", "purpose", "status", "body", "line"), ALONE, ids=[row[-1] for row in ALONE])
def test_a_wall_before_one_address_that_a_visit_can_spare(
    platform: str, purpose: str, status: int, body: bytes, line: str
) -> None:
    asked = replace(answer(platform, body, status), purpose=purpose, media_type="application/json")
    assert read(asked) == Page(unread=(line,))


SPEAKS_FOR_ALL = [
    ("new_api", "pricing", 401, NOT_FOR_ALL, "private_pricing"),
    ("new_api", "start", 401, NOT_FOR_ALL, "login"),
    ("new_api", "groups", 403, GUARD, "forbidden"),
    ("new_api", "groups", 429, b'{"success": false, "message": "too many requests"}', "rate_limited"),
    ("relay", "start", 401, NOT_FOR_ALL, "login"),
    ("discourse", "page", 403, CLOSED, "forbidden"),
    ("discourse", "topic", 429, b'{"errors": ["slow down"], "error_type": "rate_limit"}', "rate_limited"),
    ("github", "file", 403, b'{"message": "API rate limit exceeded"}', "rate_limited"),
    ("github", "file", 401, b'{"message": "Bad credentials"}', "login"),
    ("one_hub", "user_group_map", 401, NOT_FOR_ALL, "login"),
]


@pytest.mark.parametrize(("platform", "purpose", "status", "body", "kind"), SPEAKS_FOR_ALL, ids=str)
def test_a_wall_that_ends_a_visit(platform: str, purpose: str, status: int, body: bytes, kind: str) -> None:
    found = read(replace(answer(platform, body, status), purpose=purpose, media_type="application/json"))
    assert found.wall and found.wall.kind == kind


@pytest.mark.parametrize("header", [("cf_mitigated", "challenge"), ("retry_after", "60")], ids=": ".join)
def test_a_guard_that_answers_in_json_speaks_for_the_host(header: tuple[str, str]) -> None:
    assert read(replace(answer("new_api", NOT_FOR_ALL, 403, **dict([header])), purpose="groups")).wall
