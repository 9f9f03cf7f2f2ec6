"""Finds what a text claims of an offer, and how: asserted, denied, required, only if, or asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parsers.records import Claim, Polarity, Span, Speaker
from parsers.text.lexicon import Hit, Lexicon, Row, compile_row, outermost
from parsers.text.row_forms import compile_words, phrases_of
from parsers.text.scanner import Scanner, Seen
from parsers.text.ticks import crossed
from parsers.text.writing import any_of, signs

_WINDOW = 28
_SENTENCE = re.compile(r"[\n。!?;|]|\.(?=\s|$)")
_CLAUSE = re.compile(r"[\n。!?;|,]|\. ")
_ENDS = rf"(?=[\s,.。;!?)|、·:】\]{signs('particles')}]|$)"
_TAIL = rf"(?:[ ]?{any_of('claim_tail')})?"
"""What may close the name of a thing that is spoken of: "crypto payments: no"."""
_LISTED = rf"[ ]?[/{signs('list_signs')}][ ]?[^\n:|,;/]{{2,16}}(?=:)"
"""What stands beside a phrase in front of one colon: "PayPal / Venmo: no" is said of both."""
_SAID = r"(?=[ ]{0,2}(?:[|\n,.。;!、·•—–-]|$))"
"""What ends a whole answer: "Yes." or "Yes, on every plan"."""


@dataclass(frozen=True, slots=True)
class Negation:
    """The marks of negation.toml, ready to try beside a phrase."""

    before: re.Pattern[str]
    placed: re.Pattern[str]
    after: re.Pattern[str]
    poor: re.Pattern[str]
    question: re.Pattern[str]
    presumed: re.Pattern[str]
    question_end: re.Pattern[str]
    condition: re.Pattern[str]
    joint: re.Pattern[str]
    answer: re.Pattern[str]
    reply: re.Pattern[str]
    others: re.Pattern[str]
    alleged: re.Pattern[str]
    refuted: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Claims:
    """Every row of claims.toml, with the broader code of a finer one and the model line that a tool runs on."""

    lexicon: Lexicon
    negation: Negation
    broader: Mapping[str, str]
    implies: Mapping[str, str]
    published: frozenset[str]


def compile_negation(document: Mapping[str, Any]) -> Negation:
    """The tables of negation.toml as patterns, one for each role."""

    def role(name: str) -> str:
        return "|".join(phrases_of(row, {}) for row in document["mark"] if row["role"] == name) or "(?!)"

    return Negation(
        re.compile(rf"(?:{role('before')})(?:[ \-]{{0,2}}(?:{role('filler')})){{0,3}}[ \-\"'“”]{{0,2}}\Z"),
        re.compile(rf"(?:{role('placed')})[ ]?\Z"),
        re.compile(rf"{_TAIL}(?:{_LISTED})?(?:[ :()|]{{0,2}}|[ ]?[—–-][ ]?)(?:{role('after')}){_ENDS}"),
        re.compile(rf"[ :()|]{{0,2}}(?:{role('poor')}){_ENDS}"),
        re.compile(role("question")),
        re.compile(role("presumed")),
        re.compile(rf"(?:{role('question_end')})[ ]?\Z"),
        re.compile(role("if")),
        re.compile(rf"[ ]{{0,2}}(?:{role('joint')})[ ]{{0,2}}"),
        re.compile(
            rf"{_TAIL}[^\n|:?。,;.! ]{{0,6}}[ ]?(?:[:?][ \n]{{0,3}}|\n)(?:(?P<no>{role('no')})|(?P<yes>{role('yes')}))"
            rf"{_SAID}"
        ),
        re.compile(
            rf"[? \n|—–:-]{{1,48}}(?:(?:{role('reply')})[ ]?[:.)、\n ][ ]{{0,2}})?"
            rf"(?:(?P<no>{role('no')})|(?P<yes>{role('yes')})){_SAID}"
        ),
        re.compile(role("others")),
        re.compile(role("alleged")),
        re.compile(role("refuted")),
    )


def compile_claims(document: Mapping[str, Any], negation: Mapping[str, Any], scanner: Scanner | None = None) -> Claims:
    """The tables of claims.toml and negation.toml, ready to use."""
    words = compile_words(document["words"])
    rows: list[Row] = [compile_row("trap", row, words) for row in document["trap"]]
    rows += [compile_row("claim", row, words) for row in document["claim"]]
    return Claims(
        Lexicon(rows, scanner),
        compile_negation(negation),
        {row["id"]: row["broader"] for row in document["claim"] if "broader" in row},
        {row["id"]: row["implies"] for row in document["claim"] if "implies" in row},
        frozenset(row["id"] for row in document["claim"] if "broader" not in row and not row.get("unpublished")),
    )


def claims(shown: str, vocabulary: Claims, speaker: Speaker = "seller", seen: Seen | None = None) -> tuple[Claim, ...]:
    """Every claim of the text in reading order, with polarity; spans are of `shown`.

    `shown` is the folded text without addresses, tags and struck-through passages. A finer code comes with its broader
    one; a denial that asserts another code ("非逆向") gives both, denied and asserted.
    """
    found: list[Claim] = []
    denied: Hit | None = None
    for hit in outermost(vocabulary.lexicon.hits(shown, seen)):
        if _is_of_others(shown, hit, vocabulary.negation) or _is_refuted(shown, hit, vocabulary.negation):
            continue
        polarity = _polarity(shown, hit, vocabulary.negation, denied)
        if polarity == "denied":
            denied = hit
        found += _claims_of(hit, polarity, vocabulary, speaker)
    return _once(found)


def _claims_of(hit: Hit, polarity: Polarity, vocabulary: Claims, speaker: Speaker) -> list[Claim]:
    keys, span = hit.row.keys, Span(hit.start, hit.end)
    codes = [hit.row.id, *keys.get("also", ())]
    codes += [vocabulary.broader[code] for code in codes if code in vocabulary.broader]
    said = [Claim(code, span, polarity, speaker) for code in codes]
    if polarity == "denied" and "denied" in keys:
        said.append(Claim(keys["denied"], span, "asserted", speaker))
    return said


def _once(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Each code at each place once."""
    return tuple(dict.fromkeys(claims))


def _polarity(shown: str, hit: Hit, negation: Negation, denied: Hit | None) -> Polarity:
    """How the phrase is meant, by what stands in front of it, behind it and around it."""
    first, last = _sentence(shown, hit)
    asks = _asks(shown, hit, negation, first, last)
    answer = negation.answer.match(shown, hit.end) or (negation.reply.match(shown, last) if asks else None)
    if answer is None and asks:
        return "asked"
    clause = _CLAUSE.split(shown[max(first, hit.start - _WINDOW) : hit.start])[-1]
    if answer is not None and (answer["no"] or asks):
        return "denied" if answer["no"] else "required" if hit.row.keys.get("required") else "asserted"
    if not hit.row.keys.get("firm") and (
        _denied(shown, hit, negation, clause) or _shares(shown, hit, negation, denied)
    ):
        return "denied"
    if hit.row.keys.get("required"):
        return "required"
    return "conditional" if negation.condition.search(clause) else "asserted"


def _clause(shown: str, hit: Hit) -> str:
    """What stands in front of the phrase in its clause."""
    return _CLAUSE.split(shown[max(0, hit.start - _WINDOW) : hit.start])[-1]


def _is_of_others(shown: str, hit: Hit, negation: Negation) -> bool:
    """Whether the clause speaks of other sellers: 别家都是逆向, others sell diluted models."""
    return negation.others.search(_clause(shown, hit)) is not None


def _is_refuted(shown: str, hit: Hit, negation: Negation) -> bool:
    """Whether it is only said to be so, and was found otherwise: 号称满血，实测残血."""
    return (
        negation.alleged.search(_clause(shown, hit)) is not None
        and negation.refuted.search(shown, hit.end, hit.end + _WINDOW) is not None
    )


def _denied(shown: str, hit: Hit, negation: Negation, clause: str) -> bool:
    """Whether a denial stands in front of the phrase or behind it, two of which cancel out, or a cross says so."""
    behind = negation.after.match(shown, hit.end)
    if behind is None and "denied" not in hit.row.keys:
        behind = negation.poor.match(shown, hit.end)
    before = negation.before.search(clause) is not None and not negation.placed.search(clause)
    return before != (behind is not None) or crossed(shown, hit.start, hit.end)


def _shares(shown: str, hit: Hit, negation: Negation, denied: Hit | None) -> bool:
    """Whether a denial of an earlier phrase of the same row or topic reaches this one: 绝无逆向、掺水, 没有包月套餐."""
    if denied is None or denied.end > hit.start or not _is_kin(hit, denied):
        return False
    between = shown[denied.end : hit.start]
    return between == "" or negation.joint.fullmatch(between) is not None


def _is_kin(hit: Hit, other: Hit) -> bool:
    topic = hit.row.keys.get("topic")
    return hit.row is other.row or (topic is not None and other.row.keys.get("topic") == topic)


def _sentence(shown: str, hit: Hit) -> tuple[int, int]:
    """The sentence that holds the phrase, bounded to 120 code points on each side."""
    before = [found.end() for found in _SENTENCE.finditer(shown, max(0, hit.start - 120), hit.start)]
    after = _SENTENCE.search(shown, hit.end, hit.end + 120)
    return (before[-1] if before else max(0, hit.start - 120)), (
        after.start() if after else min(len(shown), hit.end + 120)
    )


def _asks(shown: str, hit: Hit, negation: Negation, first: int, last: int) -> bool:
    """Whether the sentence is a question: a mark or particle ends it, or a question word leads to the phrase.

    A colon between them makes the phrase the answer: "是否官转: 官转". Who asks why takes it for granted.
    """
    if negation.presumed.search(shown, first, hit.start):
        return False
    if shown[last : last + 1] == "?" or negation.question_end.search(shown, max(hit.end, last - 8), last):
        return True
    asked = negation.question.search(shown, max(first, hit.start - _WINDOW), hit.start)
    return asked is not None and ":" not in shown[asked.end() : hit.end]


def codes(claims: Sequence[Claim], vocabulary: Claims) -> tuple[str, ...]:
    """The published codes that the claims assert, in reading order."""
    held = (claim.code for claim in claims if claim.stands)
    return tuple(dict.fromkeys(code for code in held if code in vocabulary.published))
