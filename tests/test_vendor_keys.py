"""Keys of vendors whom only the maintained set knows: taken out wherever they stand; what looks like them stays."""

from __future__ import annotations

import json
from random import Random

import pytest
import re2

from parsers import vendor_keys
from parsers.redact import redact
from tests.plants import filled

OFFER = "Claude Opus 4.6 中转 1元=1刀，"
SHAPES = {
    "1Password": "A3-{X6}-{X6}-{X5}-{X5}-{X5}-{X5}",
    "Adobe": "p8e-{l32}",
    "Airtable": "pat{a14}.{x64}",
    "Artifactory": "AKCp{a69}",
    "Buildkite": "bkua_{x40}",
    "Clojars": "CLOJARS_{l60}",
    "Cloudflare's origin": "v1.0-{x24}-{x146}",
    "Contentful, by name": "contentful_token = {a43}",
    "Deno": "ddp_{a36}",
    "Doppler": "dp.pt.{l43}",
    "Duffel": "duffel_test_{l43}",
    "EasyPost": "EZAK{l54}",
    "Etsy, by name": "etsy_api_key: {l24}",
    "Facebook, by name": "facebook_secret = {x32}",
    "Flutterwave": "FLWSECK_TEST-{x32}-X",
    "Frame.io": "fio-u-{l64}",
    "Infracost": "ico-{a32}",
    "Mailgun, by name": "mailgun_key = key-{x32}",
    "PlanetScale": "pscale_tkn_{a43}",
    "Pulumi": "pul-{x40}",
    "RubyGems": "rubygems_{x48}",
    "Scalingo": "tk-us-{a48}",
    "Sentry": "sntryu_{x64}",
    "Shippo": "shippo_live_{x40}",
    "Square": "EAAA{a60}",
    "Typeform, by name": "typeform: tfp_{a59}",
}


def held(shape: str) -> tuple[str, str]:
    """A text of a shape, and the part of it that nobody may find."""
    text = filled(shape, Random(shape))
    return text, text.rpartition(" ")[2]


@pytest.mark.parametrize("vendor", SHAPES)
@pytest.mark.parametrize("ending", ["", "，秒发", " 稳定", "\n", '"', "。"], ids=repr)
def test_a_vendors_key_is_taken_out(vendor: str, ending: str) -> None:
    text, secret = held(SHAPES[vendor])
    for body in (f"{OFFER}{text}{ending}", json.dumps({"desc": f"{OFFER}{text}{ending}"}), f"<p>{OFFER}{text}</p>"):
        assert secret not in redact(body.encode(), "").body.decode()


def test_the_set_is_a_maintained_one_with_its_licence() -> None:
    text = vendor_keys.DATA.decode()
    assert "Betterleaks" in text and "MIT License" in text and "not by hand" in text
    assert text.count("[[rule]]") > 350


STAYS = [
    "p8e-adobe",
    "key-value-store-with-a-long-name-in-it",
    "pat-xxxxxxxxxxxxxx",
    "dp.pt.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "tk-us-opus 4.6 中转 0.35 倍率",
    "shippo_live_ 开头",
    "facebook_secret = your_secret_goes_here",
    "API_KEY: ${OPENAI_API_KEY}",
    "square 5x 20元",
]


@pytest.mark.parametrize("text", STAYS)
def test_what_only_looks_like_one_stays(text: str) -> None:
    assert redact(text.encode(), "text/plain").body.decode() == text


def test_lone_surrogates_and_broken_bytes_are_no_hindrance() -> None:
    text, secret = held(SHAPES["Sentry"])
    assert list(vendor_keys.found(f"\udcff {text}")) == [(2, 2 + len(secret))]
    assert secret.encode() not in redact(b"\xff\xfe\x81 " + text.encode(), "").body


def test_every_rule_is_one_of_re2() -> None:
    possible, patterns = vendor_keys._rules()
    assert all(isinstance(vendor_keys._rule(pattern), type(re2.compile("x"))) for pattern in patterns)
    assert possible.Match("Claude Max 20x 合租 ¥199.00/月") is None
