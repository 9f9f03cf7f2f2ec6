"""Source files: what they give, and the sentence that each mistake gets, with its file and line."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from parsers.records import BadInput
from spiders import register, timing
from spiders.register import Expect, Limits, Source, SourceError

PLAIN = """\
title = "Nova"
platform = "new_api"
start = ["https://nova.example/api/status"]
every = "1d"
"""
EXAMPLES = Path(register.__file__).parent / "sources"


def write(folder: Path, text: str, name: str = "nova.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_four_keys_are_enough(tmp_path: Path) -> None:
    assert register.load(write(tmp_path, PLAIN)) == Source(
        id="nova",
        title="Nova",
        platform="new_api",
        start=("https://nova.example/api/status",),
        every="1d",
        hosts=("nova.example",),
        timezone="UTC",
        currency=None,
        language=None,
        render=False,
        limits=Limits(pages=50, seconds=600, delay=1, jitter=0.5, body_bytes=20 * 1024 * 1024),
        expect=Expect(min_listings=0, max_listings=None),
    )


def test_every_key_is_taken(tmp_path: Path) -> None:
    text = """\
title = "Nova 中转"
platform = "telegram"
start = ["http://T.example:80/s/nova", "http://other.example:8080/s/nova"]
hosts = ["t.example", "Other.example:8080", "third.example"]
every = "30 6 1,15 */2 *"
timezone = "Asia/Shanghai"
currency = "CNY"
language = "zh-Hant"
render = false
limits = { pages = 3, seconds = 9, delay = 0, jitter = 0.1, body_bytes = 1000 }
[expect]
min_listings = 2
max_listings = 20
"""
    source = register.load(write(tmp_path, text, "nova_2-b.toml"))
    assert (source.id, source.title, source.every) == ("nova_2-b", "Nova 中转", "30 6 1,15 */2 *")
    assert source.hosts == ("t.example", "other.example:8080", "third.example")
    assert (source.timezone, source.currency, source.language) == ("Asia/Shanghai", "CNY", "zh-Hant")
    assert source.limits == Limits(pages=3, seconds=9, delay=0, jitter=0.1, body_bytes=1000)
    assert source.expect == Expect(min_listings=2, max_listings=20)


REFUSED = {
    'colour = "red"': "5: unknown key 'colour'; the keys here are title, platform, start, every, hosts, timezone, "
    "currency, language, render, limits, expect",
    'id = "nova"': "5: a source's id is its file's name; take `id` out",
    "[limits]\npages = 3\nspeed = 9": "7: unknown key 'speed'; the keys here are pages, seconds, delay, jitter, "
    "body_bytes, day",
    "limits.speed = 9": "5: unknown key 'speed'; the keys here are pages, seconds, delay, jitter, body_bytes, day",
    "limits = { speed = 9 }": "5: unknown key 'speed'; the keys here are pages, seconds, delay, jitter, "
    "body_bytes, day",
    "[limits]\n\npages = 0": "7: pages should be greater than or equal to 1, not 0; write it like pages = 50",
    "[limits]\npages = true": "6: pages should be a valid integer, not True; write it like pages = 50",
    '[limits]\ndelay = "3"': "6: delay should be a valid number, not '3'; write it like delay = 3.0",
    "[limits]\ndelay = nan": "6: delay should be less than or equal to 600, not nan; write it like delay = 3.0",
    "limits = 3": "5: limits should be a table, not 3; write it like limits = { pages = 50 }",
    "[expect]\nmin_listings = 9\nmax_listings = 3": "7: max_listings is below min_listings; write 9 or more",
    'currency = "yuan"': '5: \'yuan\' is not understood; write the ISO 4217 code, like "CNY" or "USD"',
    'language = "Chinese"': '5: \'Chinese\' is not understood; write a code like "zh", "zh-Hant" or "en"',
    'timezone = "Beijing"': '5: timezone \'Beijing\' is not known; write one like "UTC" or "Asia/Shanghai"',
    'timezone = "../etc"': '5: timezone \'../etc\' is not known; write one like "UTC" or "Asia/Shanghai"',
    'hosts = ["other.example"]': "3: start 'https://nova.example/api/status' is not on `hosts`; add 'nova.example' "
    "to them",
    'hosts = ["https://nova.example"]': "5: 'https://nova.example' is more than a host; write only its name, like "
    "relay.example",
    "colour =": "5: not TOML: Invalid value; mend the line",
}


@pytest.mark.parametrize("line", REFUSED)
def test_a_wrong_line_is_refused_with_its_place(line: str, tmp_path: Path) -> None:
    path = write(tmp_path, PLAIN + line + "\n")
    with pytest.raises(SourceError) as refusal:
        register.load(path)
    assert str(refusal.value) == f"{path}:{REFUSED[line]}"


REPLACED = {
    "title = 3": 'title should be a text, not 3; write it like title = "Nova Relay"',
    'title = ""': "'' is not understood; write a name of 1 to 200 characters on one line",
    'platform = "fourpanel"': f"platform 'fourpanel' has no reader; there are: {', '.join(register.PLATFORMS)}",
    "start = []": 'start is empty; write at least one URL, like start = ["https://relay.example/api/status"]',
    'start = "https://nova.example/"': "start should be a list, not 'https://nova.example/'; write it like "
    'start = ["https://relay.example/api/status"]',
    'start = ["nova.example"]': "'nova.example' is no web address; begin it with http:// or https://",
    'start = ["ftp://nova.example/"]': "'ftp://nova.example/' is no web address; begin it with http:// or https://",
    'start = ["file:///etc/passwd"]': "'file:///etc/passwd' is no web address; begin it with http:// or https://",
    'start = ["http://10.0.0.1/"]': "'10.0.0.1' is no host name; write one like relay.example",
    'start = ["http://[::1]/"]': "'::1' is no host name; write one like relay.example",
    'start = ["http://localhost/"]': "'localhost' is no host name; write one like relay.example",
    'start = ["http://me:pw@nova.example/"]': "'http://me:pw@nova.example/' names a user; only what anyone may see "
    "is read, so take it out",
    'start = ["http://nova.example/#a"]': "'http://nova.example/#a' has a space, a control character or a "
    "#fragment; write it without",
    'start = ["http://nova.example:99999/"]': "'http://nova.example:99999/' has a port that does not exist; write a "
    "number up to 65535",
    'every = "5m"': 'every = "5m" is too often for a guest; write "15m" or more',
    'every = "1y"': 'every = "1y" says no time; write an interval like "6h" or "7d", or five cron fields like '
    '"30 6 * * mon"',
    'every = "0 24 * * *"': 'hour "24" in every = "0 24 * * *" is not understood; write *, a number from 0 to 23, a '
    "range a-b or a step */n",
    'every = "0 9-7 * * *"': 'hour "9-7" in every = "0 9-7 * * *" is not understood; write *, a number from 0 to 23, '
    "a range a-b or a step */n",
    'every = "0 5/2 * * *"': 'hour "5/2" in every = "0 5/2 * * *" is not understood; write *, a number from 0 to 23, '
    "a range a-b or a step */n",
    'every = "0 0 * * 1"': 'weekday "1" in every = "0 0 * * 1" is not understood; write weekdays by name (mon-fri): '
    "crons disagree whether 0 is Sunday",
    'every = "* * * * *"': 'minute "*" in every = "* * * * *" is too often for a guest; write one number',
    'every = "0 0 1 * mon"': 'every = "0 0 1 * mon" sets day of month and weekday, which crons join differently; '
    "use one",
}


@pytest.mark.parametrize("line", REPLACED)
def test_a_wrong_value_is_refused_with_its_place(line: str, tmp_path: Path) -> None:
    key = line.split(" = ", maxsplit=1)[0]
    lines = [line if old.startswith(f"{key} ") else old for old in PLAIN.splitlines()]
    path = write(tmp_path, "# a comment\n" + "\n".join(lines))
    with pytest.raises(SourceError) as refusal:
        register.load(path)
    assert str(refusal.value) == f"{path}:{lines.index(line) + 2}: {REPLACED[line]}"


@pytest.mark.parametrize("key", ["title", "platform", "start", "every"])
def test_a_missing_key_is_named(key: str, tmp_path: Path) -> None:
    path = write(tmp_path, "\n".join(line for line in PLAIN.splitlines() if not line.startswith(key)))
    with pytest.raises(SourceError, match=f"^{path}:1: '{key}' is missing; add a line like {key} = "):
        register.load(path)


def test_the_line_of_a_value_in_a_list_is_found(tmp_path: Path) -> None:
    starts = 'start = [\n  "https://nova.example/api/status",\n  "gopher://nova.example/",\n]'
    text = PLAIN.replace('start = ["https://nova.example/api/status"]', starts)
    with pytest.raises(SourceError, match=r"nova\.toml:5: 'gopher://nova\.example/' is no web address"):
        register.load(write(tmp_path, text))


def test_every_mistake_of_every_file_is_named_at_once(tmp_path: Path) -> None:
    write(tmp_path, PLAIN, "good.toml")
    write(tmp_path, PLAIN + "x = 1\ny = 2\n", "bad.toml")
    write(tmp_path, PLAIN, "Worse.toml")
    (tmp_path / "other.toml").write_bytes(b'title = "\xff"')
    with pytest.raises(SourceError) as refusal:
        register.load_all(tmp_path)
    places = [line.removeprefix(f"{tmp_path}/").split("; ")[0] for line in str(refusal.value).splitlines()]
    assert places == [
        "Worse.toml:1: the file's name 'Worse' cannot be a source's id",
        "bad.toml:5: unknown key 'x'",
        "bad.toml:6: unknown key 'y'",
        "other.toml:1: the file is not UTF-8 text",
    ]


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"x\.toml:1: the file cannot be read \(No such file or directory\)"):
        register.load(tmp_path / "x.toml")


def test_all_sources_come_sorted_and_only_toml_is_read(tmp_path: Path) -> None:
    for name in ("b.toml", "a.toml", "c.toml.example"):
        write(tmp_path, PLAIN, name)
    assert [source.id for source in register.load_all(tmp_path)] == ["a", "b"]


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.toml.example")), ids=lambda path: path.name)
def test_the_packaged_examples_can_be_used(path: Path, tmp_path: Path) -> None:
    source = register.load(write(tmp_path, path.read_text("utf-8"), path.name.removesuffix(".example")))
    assert all(host.endswith(".example") for host in source.hosts)


def test_there_is_an_example_for_every_platform() -> None:
    words = " ".join(path.read_text("utf-8") for path in EXAMPLES.glob("*.toml.example"))
    assert [name for name in register.PLATFORMS if f'platform = "{name}"' not in words] == []


DRAFTS = {
    ("new_api", "https://nova.example"): "https://nova.example/api/status",
    ("new_api", "https://nova.example:8443/pricing?x=1"): "https://nova.example:8443/api/status",
    ("new_api", "https://nova.example/relay/api/status"): "https://nova.example/relay/api/status",
    (
        "woocommerce",
        "https://nova.example/shop/wp-json/wc/store/v1/products",
    ): "https://nova.example/shop/wp-json/wc/store/v1/products?per_page=100&page=1",
    ("dujiaoka", "https://nova.example/shop/"): "https://nova.example/",
    ("telegram", "https://t.example/nova"): "https://t.example/s/nova",
    ("telegram", "https://t.example/s/nova"): "https://t.example/s/nova",
    ("telegram", "https://t.example/nova_ai/525"): "https://t.example/s/nova_ai",
    ("telegram", "https://t.example/s/nova?before=20"): "https://t.example/s/nova",
    ("github", "https://github.com/ada/relays"): "https://api.github.com/repos/ada/relays",
    ("github", "https://github.com/ada/relays.git"): "https://api.github.com/repos/ada/relays",
    ("github", "https://github.com/ada/re.lays/tree/main"): "https://api.github.com/repos/ada/re.lays",
    (
        "github",
        "https://github.com/ada/relays/tree/main/docs/cn",
    ): "https://api.github.com/repos/ada/relays/contents/docs/cn",
    (
        "github",
        "https://github.com/ada/relays/blob/main/README.md",
    ): "https://api.github.com/repos/ada/relays/contents/README.md",
    (
        "github",
        "https://github.com/search?q=claude+%E4%B8%AD%E8%BD%AC&type=repositories",
    ): "https://api.github.com/search/repositories?q=claude+%E4%B8%AD%E8%BD%AC&per_page=30",
    ("github", "https://api.github.com/repos/ada/relays/readme"): "https://api.github.com/repos/ada/relays/readme",
    ("uptime_kuma", "https://status.example/status/nova"): "https://status.example/api/status-page/nova",
    ("uptime_kuma", "https://status.example/api/status-page/nova"): "https://status.example/api/status-page/nova",
    (
        "digiseller",
        "https://plati.market/search/claude%20max",
    ): "https://plati.io/api/search.ashx?query=claude%20max&pagesize=100&pagenum=1&visibleOnly=true&response=json",
    ("digiseller", "https://goods.example/search/claude"): "https://goods.example/search/claude",
    ("feed", "https://forum.example/rss.xml"): "https://forum.example/rss.xml",
}


@pytest.mark.parametrize(("platform", "url"), DRAFTS, ids=map(" ".join, DRAFTS))
def test_a_draft_is_a_source_at_once(platform: str, url: str, tmp_path: Path) -> None:
    source = register.load(write(tmp_path, register.scaffold(platform, url, "nova")))
    assert (source.platform, source.start) == (platform, (DRAFTS[platform, url],))


UNDRAFTED = {
    ("shop", "https://nova.example", "nova"): "platform 'shop' has no reader",
    ("new_api", "nova.example", "nova"): "'nova.example' is no web address",
    ("telegram", "https://t.example/", "nova"): "'https://t.example/' names no channel",
    ("telegram", "https://t.example/+AbCdEf012", "nova"): "names no channel that anyone may see",
    ("telegram", "https://t.example/c/12345678/9", "nova"): "names no channel that anyone may see",
    ("telegram", "https://t.example/joinchat/AbCdEf012", "nova"): "names no channel that anyone may see",
    ("github", "https://github.com/ada", "nova"): "is no repository or search",
    ("feed", "http://0x7f.1/rss", "nova"): "'0x7f.1' is no host name",
    ("feed", "http://127.1/rss", "nova"): "'127.1' is no host name",
    ("feed", "http://0177.0.0.1/rss", "nova"): "'0177.0.0.1' is no host name",
    ("feed", "http://2130706433./rss", "nova"): "is no host name",
    ("new_api", "https://nova.example", "../nova"): "'../nova' cannot be a source's id",
}


@pytest.mark.parametrize(("platform", "url", "id"), UNDRAFTED, ids=map(" ".join, UNDRAFTED))
def test_what_cannot_be_a_source_is_not_drafted(platform: str, url: str, id: str) -> None:
    with pytest.raises(BadInput, match=UNDRAFTED[platform, url, id]):
        register.scaffold(platform, url, id)


IDS = {
    "https://nova.example": "nova-example",
    "https://nova.example/api/status": "nova-example",
    "https://T.example:8443/s/Nova_AI": "t-example-8443-nova_ai",
    "https://中转.example/": "xn--fiqq40n-example",
}


@pytest.mark.parametrize("url", IDS)
def test_an_id_is_made_from_an_address(url: str) -> None:
    assert register.id_of(url) == IDS[url]


def test_a_check_says_what_a_crawl_would_do(tmp_path: Path) -> None:
    source = register.load(write(tmp_path, PLAIN + 'currency = "CNY"\n[expect]\nmin_listings = 2\n'))
    words = " ".join(register.check(source))
    for part in (
        "every 1d",
        "https://nova.example/api/status",
        "as new_api",
        "at most 50 requests in 600 s, 1 s apart",
    ):
        assert part in words
    assert "2 to any number of listings" in words
    assert "taken for CNY" in words


INTERVALS = {"15m": timedelta(minutes=15), "6h": timedelta(hours=6), "7d": timedelta(days=7), "2w": timedelta(weeks=2)}


@pytest.mark.parametrize("every", INTERVALS)
def test_intervals(every: str) -> None:
    assert timing.interval(timing.checked(every)) == INTERVALS[every]


@pytest.mark.parametrize("every", ["0 0 * * *", "59 23 31 12 *", "5 */6 * * mon-fri", "5 1-9/2,12 * 1,7 sat,sun"])
def test_cron_lines_that_are_taken(every: str) -> None:
    assert timing.interval(timing.checked(every)) is None
