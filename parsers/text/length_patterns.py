"""The patterns that find lengths of time: counted, named by a word alone, shortened, or by a sign."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from parsers.text.numbers import HAN
from parsers.text.phrases import alternatives
from parsers.text.writing import any_of, signs

_KANA = r"\u3041-\u304a\u304c-\u30aa\u30ac-\u30b0\u30b2-\u30f4\u30fc"
"""Kana in front of the sign for a month, "ライト月480円", but for those that count it: "3ヶ月"."""
_TIE = r"(?:[ ]{0,2}[:=/—–-][ ]{0,2}|[ ])"
"""Between a length at the head of a clause and its price."""
_PRICED = rf"(?=[ ]?[:=—–-][ ]?(?:rp\.?[ ]?)?[0-9]|[ ](?:rp\.?[ ]?)?[0-9.]{{1,7}}{any_of('rupiahs', opens=False)})"
"""Behind a length of one letter: its price, "1b : 25k"."""
_LIMITS = signs("limit_signs")
"""Behind a word of time: signs of what a pass holds in it, as in "月卡 150 日限 30 刀"."""
COUNT = rf"(?P<n>[0-9]{{1,3}}|[{HAN}]{{1,2}})"
Four = tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]


def listed(rows: Sequence[Mapping[str, Any]], key: str) -> list[str]:
    return [word for row in rows for word in row.get(key, ())]


def shortened(periods: Sequence[Mapping[str, Any]]) -> Four:
    """What finds a length that is shortened.

    Behind a plan's name, in front of its price, further behind the name, and behind the one in front and a stroke.
    """
    short, priced, loose = (alternatives(listed(periods, key), opens=False) for key in ("short", "priced", "loose"))
    dated = "".join(listed(periods, "loose_unless"))
    return (
        re.compile(
            r"(?:[ \-|(\[•·—–/]{0,4}|:[ ]{0,2}(?=[0-9]{1,2}[ ]?[^\W\d][ ]?[=–—-]?[ ]?[$€£₽₹]))"
            rf"(?P<n>[0-9]{{1,2}})[ ]?(?P<word>{short})(?![0-9]|[ ]?{any_of('counted')})"
        ),
        re.compile(rf"(?<![0-9a-z.,])(?P<n>1|2|3|6|12)[ ]?(?P<counted>{priced}){_PRICED}"),
        re.compile(rf"[^\n|0-9,;。]{{0,16}}(?<![0-9./-])(?P<n>1|2|3|6|12)[ ]?(?P<word>{loose})(?![0-9{dated}])"),
        re.compile(rf"[ ]?/[ ]?(?P<n>1|2|3|6|12|18)[ ]?(?P<word>{short})(?=[ ]?(?:[:=\-–—→$€£₹/]|r\$|rp)|[ ][0-9])"),
    )


def anywhere(alone: str, behind: str, counted: str, lone: str, label: str) -> re.Pattern[str]:
    """What finds a length anywhere: a word for one, a unit alone in brackets, "Pro (год)", or a count of units.

    A word that `lone` has counts behind the name of a product, "Plus месяц на ваш аккаунт", or where it is all
    that stands between two signs: "Plus, месяц, 1490". One of `label` stands in front of its number: "Месяцев: 3".
    """
    return re.compile(
        rf"(?P<alone>{alone})|(?<=[(\[])(?P<closed>{behind})(?=[ ]?[)\]])"
        rf"|(?:(?<=[\ue004\ue005] )|(?<=[\ue004\ue005]\) ))(?P<owned>{lone})"
        rf"|(?:\A|(?<=[\n,;·•—–])|(?<=[\n,;.·•—–] )|(?<= [-/|] )|(?<=[^\d\s]: ))"
        rf"(?P<lone>{lone})(?=\.?[ ]{{0,2}}(?:[\n,;:·•—–)/|]|[ ][0-9\ue004]|\Z)|\.[ ])"
        rf"|(?<=[^\W\d] )(?P<asked>{lone})(?=[ ](?!(?:19|20)[0-9]{{2}}(?![0-9]))[0-9]{{3,6}}(?:[\n,;)]|[ ]?\Z))"
        rf"|(?<![0-9.])(?<![0-9]:)(?:(?<!/)|(?<=[0-9{signs('length_ends')}]/)(?<!24/)){COUNT}"
        rf"(?:[ ]?\([^()\d\n]{{2,20}}\))?[ _-]?(?P<counted>{counted})(?![{_LIMITS}])"
        rf"|(?P<label>{label})\)?[ ]?[:=][ ]?(?P<number>[0-9]{{1,3}})(?=[ ]?(?:[\n,;|)}}]|\Z))"
    )


def taking_turns(periods: Sequence[Mapping[str, Any]]) -> re.Pattern[str]:
    """What may be a length in a list where each has its price: counted, shortened, a unit's word or a sign alone."""
    counted, short = alternatives(listed(periods, "counted"), opens=False), _letters(periods)
    words = [word for word in (*listed(periods, "lone"), *listed(periods, "behind")) if len(word) > 1]
    return re.compile(
        rf"(?<![\w.,$€£¥₩₽])(?:{COUNT}[ ]?(?P<counted>{counted})|(?P<number>[0-9]{{1,2}})[ ]?(?P<short>{short})"
        rf"|(?P<word>{alternatives(words)}))(?![^\W\d_])"
        rf"|(?<!\w)(?P<sign>[{''.join(listed(periods, 'front'))}])"
        rf"(?=[^\w]|[0-9]|\Z|{any_of('joins_price', opens=False)})"
    )


def standing_alone(periods: Sequence[Mapping[str, Any]]) -> re.Pattern[str]:
    """What finds a length that is all between two signs: a unit's word or sign, "/ 季 /", or letters, "| 3м |".

    A million of tokens is written "1M" too; behind a number "/月" is its unit.
    """
    units = [row for row in periods if not row.get("beside")]
    words = {word for key in ("lone", "behind", "front") for word in listed(units, key)}
    named = alternatives(word for word in sorted(words) if len(word) > 1 or not word.isascii())
    count = rf"(?P<n>[0-9]{{1,2}})[ ]?(?P<short>(?<!1)m|(?!m){_letters(periods)})"
    return re.compile(
        rf"(?:\A|[\n|•·,:(—–\ue004\ue005]|(?<![0-9\ue004\ue005])/|[ ]-)[ ]{{0,3}}(?:(?P<word>{named})|{count})"
        r"(?=[ ]{0,3}(?:[\n|/•·,:=)—–]|-[ ]|\Z)|[ ][0-9])"
        rf"|[\ue004\ue005][ ](?P<sign>[{''.join(listed(periods, 'front'))}])(?=[ ])"
    )


def _letters(periods: Sequence[Mapping[str, Any]]) -> str:
    """The letters that shorten a unit behind its count."""
    return alternatives([*listed(periods, "short"), *listed(periods, "priced")], opens=False)


def signs_for(behind: Sequence[str], signs: Sequence[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What finds the length that one sign or a word names in front of a price, and the signs of several prices."""
    one = "".join(signs)
    return (
        re.compile(
            rf"(?:\A|[\s,;:、/|()。!?\ue004\ue005{_KANA}]|{any_of('sold_as', opens=False)})"
            rf"(?P<sign>[{one}])\)?[ :]{{0,3}}(?:{any_of('about')}[ ]?)?\Z"
            rf"|(?:\A|[\s,;:、/|(])(?P<good>{any_of('for_good')})[ :]{{0,2}}\Z"
            rf"|(?:\A|[\n,;:、/|({{\[。•·*\ue004\ue005₽€₴₸–—])[ ]{{0,3}}(?:[^\W\d_]{{3,10}} )?"
            rf"(?P<word>{alternatives(behind)})(?:{_TIE}|[ ]{any_of('buys')}[ ])\Z"
        ),
        re.compile(rf"(?P<signs>[{one}](?:[/、|][{one}]){{1,5}})[ :]{{0,3}}\Z"),
    )
