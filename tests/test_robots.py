"""robots.txt by Google's public cases (google/robotstxt, robots_test.cc), restated in our own words: who may read what.

`+/path` may be read, `-/path` may not; a `|` ends a line of the file. What we take otherwise is in DIFFERENCES.
"""

from __future__ import annotations

from time import process_time
from typing import Self

import pytest
from protego import Protego

from spiders import robots

GROUPS = (
    "allow: /top/in/||user-agent: Scout|disallow: /|allow: /x/|user-agent: Ranger|disallow: /|allow: /y/|||allow: /w/|"
    "user-agent: Warden||user-agent: Scout|allow: /z/|disallow: /"
)
FISHES = "-/bar +/fish +/fish.html +/fish/salmon.html +/fishheads +/fishheads/tasty.html +/fish.html?id=any"
CASES = [
    ("", "Scout", "+"),
    ("user-agent: Scout|disallow: /", "", "+"),
    ("user-agent: Scout|disallow: /", "Scout", "-"),
    ("", "", "+"),
    ("user-agent: Scout|disallow: /", "Scout", "-/x/y"),
    ("foo: Scout|bar: /", "Scout", "+/x/y"),
    ("user-agent Scout|disallow /", "Scout", "-/x/y"),
    (GROUPS, "Scout", "+/x/b +/z/d -/y/c -/top/in/"),
    (GROUPS, "Ranger", "+/y/c +/w/a -/z/d -/top/in/"),
    (GROUPS, "Warden", "+/z/d -/top/in/"),
    *[
        (f"User-agent: {name}|{line}|User-agent: *|Disallow: /", agent, "-/x/y")
        for name, line in (("Ranger", "Sitemap: https://far.test/map"), ("Scout", "Strange-Line: unheard of"))
        for agent in ("Scout", "Ranger")
    ],
    ("USER-AGENT: Scout|ALLOW: /x/|DISALLOW: /", "Scout", "+/x/y -/a/b"),
    ("user-agent: Scout|allow: /x/|disallow: /", "Scout", "+/x/y -/a/b"),
    ("uSeR-aGeNt: Scout|AlLoW: /x/|dIsAlLoW: /", "Scout", "+/x/y -/a/b"),
    *[
        (f"User-Agent: {name}|Allow: /x/|Disallow: /", agent, "+/x/y -/a/b")
        for name in ("FAR OFF", "far off", "FaR oFf")
        for agent in ("Far", "far")
    ],
    ("User-Agent: *|Disallow: /|User-Agent: Far Off|Allow: /x/|Disallow: /", "Far", "+/x/y"),
    ("User-Agent: *|Disallow: /|User-Agent: Far Off|Allow: /x/|Disallow: /", "Far Off", "-/x/y"),
    ("", "Scout", "+/x/y"),
    ("user-agent: *|allow: /|user-agent: Scout|disallow: /", "Scout", "-/x/y"),
    ("user-agent: *|allow: /|user-agent: Scout|disallow: /", "Ranger", "+/x/y"),
    ("user-agent: Scout|allow: /|user-agent: Ranger|disallow: /|user-agent: Warden|disallow: /", "Other", "+/x/y"),
    ("user-agent: Scout|disallow: /x/", "Scout", "-/x/y"),
    ("user-agent: Scout|disallow: /X/", "Scout", "+/x/y"),
    ("user-agent: Scout|disallow: /x/page.html|allow: /x/", "Scout", "-/x/page.html"),
    ("user-agent: Scout|allow: /x/page.html|disallow: /x/", "Scout", "+/x/page.html -/x/"),
    ("user-agent: Scout|disallow: |allow: ", "Scout", "+/x/page.html"),
    ("user-agent: Scout|disallow: /|allow: /", "Scout", "+/x/page.html"),
    ("user-agent: Scout|disallow: /x|allow: /x/", "Scout", "-/x +/x/"),
    ("user-agent: Scout|disallow: /x/page.html|allow: /x/page.html", "Scout", "+/x/page.html"),
    ("user-agent: Scout|allow: /page|disallow: /*.html", "Scout", "-/page.html +/page"),
    ("user-agent: Scout|allow: /x/page.|disallow: /*.html", "Scout", "+/x/page.html -/x/y.html"),
    ("User-agent: *|Disallow: /x/|User-agent: Scout|Disallow: /y/", "Scout", "+/x/page -/y/page"),
    (
        "User-agent: Scout|Disallow: /|Allow: /a/b?q=t&u=http://far.test?tar&par",
        "Scout",
        "+/a/b?q=t&u=http://far.test?tar&par",
    ),
    ("User-agent: Scout|Disallow: /|Allow: /a/b/ツ", "Scout", "+/a/b/%E3%83%84 -/a/b/ツ"),
    ("User-agent: Scout|Disallow: /|Allow: /a/b/%E3%83%84", "Scout", "+/a/b/%E3%83%84 -/a/b/ツ"),
    ("User-agent: Scout|Disallow: /|Allow: /a/b/%62%61%7A", "Scout", "-/a/b/baz +/a/b/%62%61%7A"),
    ("User-agent: Scout|Disallow: /a/b/quz|Allow: /a/*/qux", "Scout", "-/a/b/quz +/a/quz +/a//quz +/a/bax/quz"),
    ("User-agent: Scout|Disallow: /a/b$|Allow: /a/b/qux", "Scout", "-/a/b +/a/b/qux +/a/b/ +/a/b/baz"),
    ("User-agent: Scout|# Disallow: /|Disallow: /a/quz#qux|Allow: /", "Scout", "+/a/b -/a/quz"),
    (
        "User-Agent: *|Allow: /open/index.html|Disallow: /",
        "scout",
        "+/open/ -/open/index.htm +/open/index.html -/other",
    ),
    ("user-agent: Scout|disallow: /|allow: /fish", "Scout", f"{FISHES} -/Fish.asp -/catfish -/?id=fish"),
    ("user-agent: Scout|disallow: /|allow: /fish*", "Scout", f"{FISHES} -/Fish.bar -/catfish -/?id=fish"),
    (
        "user-agent: Scout|disallow: /|allow: /fish/",
        "Scout",
        "-/bar +/fish/ +/fish/salmon +/fish/?salmon +/fish/salmon.html +/fish/?id=any "
        "-/fish -/fish.html -/Fish/Salmon.html",
    ),
    (
        "user-agent: Scout|disallow: /|allow: /*.php",
        "Scout",
        "-/bar +/file.php +/folder/file.php +/folder/file.php?any +//folder/any.php.file.html +/file.php/ "
        "+/index?f=file.php/ -/php/ -/index?php -/windows.PHP",
    ),
    (
        "user-agent: Scout|disallow: /|allow: /*.php$",
        "Scout",
        "-/bar +/file.php +/folder/file.php -/file.php?any -/file.php/ -/file.php5 -/php/ -/file?php -/aaaphpaaa "
        "-//windows.PHP",
    ),
    (
        "user-agent: Scout|disallow: /|allow: /fish*.php",
        "Scout",
        "-/bar +/fish.php +/fishheads/catfish.php?any -/Fish.PHP",
    ),
    ("user-agent: Scout|allow: /p|disallow: /", "Scout", "+/page"),
    ("user-agent: Scout|allow: /folder|disallow: /folder", "Scout", "+/folder/page"),
    ("user-agent: Scout|allow: /page|disallow: /*.htm", "Scout", "-/page.htm"),
    ("user-agent: Scout|allow: /$|disallow: /", "Scout", "+/ -/page.html"),
]
LONG_A, LONG_B = (f"/x/{letter * (2083 * 8 - 12)}" for letter in "ab")
CASES += [
    (f"user-agent: Scout|disallow: {LONG_A[:-3]}/qux", "Scout", f"+/fux -{LONG_A[:-3]}/fux"),
    (
        f"user-agent: Scout|disallow: /|allow: {LONG_A}/qux|allow: {LONG_B}/qux",
        "Scout",
        f"-/ +{LONG_A}/qux +{LONG_B}/fux",
    ),
]
DIFFERENCES = {
    ("User-agent: Scout|Disallow: /|Allow: /a/b/ツ", "-/a/b/ツ"): "we encode a URL before we compare, as we send it",
    ("User-agent: Scout|Disallow: /|Allow: /a/b/%E3%83%84", "-/a/b/ツ"): "the same",
    ("User-agent: Scout|Disallow: /|Allow: /a/b/%62%61%7A", "-/a/b/baz"): "RFC 3986: %62%61%7A and baz are one path",
}
ASSERTIONS = [(text, agent, said) for text, agent, words in CASES for said in words.split()]


def agrees(text: str, agent: str, said: str) -> bool:
    rules = robots.parse(text.replace("|", "\n").encode(), agent)
    url = f"http://far.test{said[1:]}" if said[1:] else ""
    return rules.allow(url) is (said[0] == "+")


@pytest.mark.parametrize(
    ("text", "agent", "said"), ASSERTIONS, ids=[f"{text} {said}"[:120] for text, _, said in ASSERTIONS]
)
def test_googles_cases(text: str, agent: str, said: str) -> None:
    assert agrees(text, agent, said) is ((text, said) not in DIFFERENCES)


def test_as_many_agree_as_are_asked_for() -> None:
    assert len(ASSERTIONS) == 145, "all that Google's file says of who may read what"
    assert sum(agrees(*each) for each in ASSERTIONS) == 142
    assert len(DIFFERENCES) == 3


OURS = {
    "User-agent: undercut|Unknown: x|User-agent: other|Disallow: /": "-/x",
    "User-agent: under|Disallow: /": "+/x",
    "User-agent: undercut-images|Disallow: /": "+/x",
    "User-agent: undercut/2.0|Disallow: /": "-/x",
    "User-agent: undercut|Crawl-delay: 5|User-agent: other|Disallow: /": "-/x",
    "\ufeffUser-agent: *|Disallow: /": "-/x",
    "<html><body>not found</body></html>": "+/x",
    "\x00\xff\x85\u2028Disallow: /": "+/x",
}


@pytest.mark.parametrize("text", OURS)
def test_what_our_own_name_is_told(text: str) -> None:
    assert agrees(text, "undercut", OURS[text])


DELAYS = {"5": 5.0, "0.5": 0.5, "soon": 0.0, "-3": 0.0, "nan": 0.0, "inf": 0.0}


@pytest.mark.parametrize("said", DELAYS)
def test_the_delay_that_is_asked_for(said: str) -> None:
    assert robots.parse(f"User-agent: *\nCrawl-delay: {said}\n".encode(), "undercut").crawl_delay == DELAYS[said]


HUGE = {
    "as many rules as are read": b"User-agent: *\n"
    + b"".join(b"Disallow: /*p%d*x$\n" % number for number in range(24_000)),
    "one rule of stars": b"User-agent: *\nDisallow: /" + b"*a" * 500_000 + b"\n",
    "one agent after the other": b"User-agent: x\n" * 70_000,
    "blanks": b" " * 1_000_000 + b"Disallow: /",
}


@pytest.mark.parametrize("what", HUGE)
def test_a_huge_file_costs_no_more_than_its_length(what: str) -> None:
    started = process_time()
    rules = robots.parse(HUGE[what], "undercut")
    assert rules.allow("http://far.test/" + "p1a" * 700)
    assert process_time() - started < 10, "seconds where it takes one"


MANY = "|".join(f"Disallow: /p{number}" for number in range(100))
PARSED = {
    # a robots.txt -> how many of its lines are put into patterns, which takes longer than all else
    f"User-agent: *|{MANY}": 101,
    f"User-agent: undercut|{MANY}|Crawl-delay: 5": 102,
    f"User-agent: other|{MANY}": 1,
    f"User-agent: other|{MANY}|User-agent: undercut|Disallow: /x": 2,
    f"User-agent: *|{MANY}|User-agent: undercut|Disallow: /x": 2,
    f"User-agent: other|User-agent: undercut|{MANY}": 101,
}


@pytest.mark.parametrize("text", PARSED, ids=[text.replace(MANY, "…") for text in PARSED])
def test_only_what_is_said_to_us_is_parsed_and_once(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    monkeypatch.setattr(robots, "Protego", Counting)
    monkeypatch.setattr(Counting, "parsed", parsed, raising=False)
    robots.parse(text.replace("|", "\n").encode(), "undercut")
    assert [len(each.splitlines()) for each in parsed] == [PARSED[text]]


class Counting(Protego):
    """Protego, which says what it was given."""

    parsed: list[str]

    @classmethod
    def parse(cls, content: str) -> Self:
        cls.parsed.append(content)
        return super().parse(content)


KIB = 1024
LONG = {500 * KIB: "-/x", 1024 * KIB - 20: "-/x", 1024 * KIB: "+/x"}


@pytest.mark.parametrize("before", LONG)
def test_of_a_long_file_a_mebibyte_is_read(before: int) -> None:
    start = b"User-agent: *\n"
    lines = start + b"#" * (before - len(start) - 1) + b"\nDisallow: /x\n" + b"#\n" * 300_000
    assert len(lines) > 1024 * KIB
    assert robots.parse(lines, "undercut").allow("http://far.test/x") is (LONG[before] == "+/x")


STARS = [5, 20, 50]


@pytest.mark.parametrize("number", STARS)
def test_stars_cost_no_power_of_their_number(number: int) -> None:
    started = process_time()
    rules = robots.parse(b"User-agent: *\nDisallow: /" + b"*a" * number + b"$\n", "undercut")
    assert rules.allow("http://far.test/" + "a" * 400 + "b")
    assert process_time() - started < 1
